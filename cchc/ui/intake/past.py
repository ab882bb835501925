"""Every import ever accepted: filtered, exported, looked at one by one, taken back.

In: the ledger's history and what the store says of each import. Out: tables of texts, a workbook,
downloads of originals, withdrawal with what it would undo. Figures are none of its business.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import pandas as pd
import streamlit as st

from cchc import changes, importing, keeping, settings
from cchc.catalogue import Catalogue
from cchc.errors import WrongUse
from cchc.ledger import Received
from cchc.reports.xlsx import SheetOut, table_workbook
from cchc.rows import rows_of
from cchc.text import fold
from cchc.ui import data, facts_read, words
from cchc.ui.intake import preview, session, showing
from cchc.ui.intake.sentences import named, period_name, state, unit_name

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_USE, REPLACED, WITHDRAWN = "Đang dùng", "Đã có bản sửa thay", "Đã thu hồi"
CATALOGUE = "Danh mục (đơn vị, bộ tiêu chí …)"


@dataclass(slots=True)
class Contents:
    """What one import speaks of, and which imports it replaced or gave way to."""

    kinds: list[str] = field(default_factory=list)
    units: dict[str, str] = field(default_factory=dict)
    periods: list[str] = field(default_factory=list)
    replaced: list[int] = field(default_factory=list)
    replaced_by: list[int] = field(default_factory=list)


def history() -> list[Received]:
    """Every import ever accepted, the latest first."""
    return keeping.history(data.folder())


def contents() -> dict[int, Contents]:
    """By import; of withdrawn ones the store knows nothing."""
    found: dict[int, Contents] = {}
    for row in rows_of(data.fetch("import_contents")):
        one = found.setdefault(int(row["import_id"]), Contents())
        kind = facts_read.FACTS.get(row["table_name"], row["table_name"])
        if kind not in one.kinds:
            one.kinds.append(kind)
        if words.known(row["unit_id"]):
            name = row["unit_name"] if words.known(row["unit_name"]) else row["unit_id"]
            one.units[row["unit_id"]] = str(name)
        if words.known(row["period_id"]) and row["period_id"] not in one.periods:
            one.periods.append(str(row["period_id"]))
    for row in rows_of(data.fetch("superseded_imports")):
        old, new = int(row["import_id"]), int(row["by_import_id"])
        found.setdefault(old, Contents()).replaced_by.append(new)
        found.setdefault(new, Contents()).replaced.append(old)
    return found


def show_history(received: Sequence[Received], known: Catalogue, by: str | None) -> None:
    """The filters, the table, the export, then one import."""
    if not received:
        st.markdown("Chưa nhận tệp nào. Mỗi lần nhận được ghi lại ở đây và thu hồi được.")
        return
    said = contents()
    st.markdown(words.plain(withdrawn(received)))
    shown = _ask_filter(received, said, known)
    rows = table(shown, said, known)
    if rows.empty:
        st.markdown("Không có lần nhập nào như vậy. Bỏ bớt điều kiện lọc.")
        return
    widget = session.key(f"lich-su-{len(shown)}-{shown[0].import_id}")
    numbers = [one.import_id for one in shown]

    def pick() -> None:
        chosen = session.rows_chosen(widget)
        session.choose_import(numbers[chosen[0]] if chosen else None)

    showing.pick(rows, "Lịch sử nhập", widget, pick)
    _offer_export(typed(rows, shown))
    _show_one(shown, said, known, by)


# filtering ---------------------------------------------------------------------------------


def _ask_filter(
    received: Sequence[Received], said: Mapping[int, Contents], known: Catalogue
) -> list[Received]:
    """All conditions must hold; an empty one holds for every import."""
    text, unit, kind, period, stands = st.columns([4, 3, 3, 2, 3])
    with text:
        wanted = st.text_input(
            "Tìm tên tệp, người nhập, nơi gửi", key=session.key("loc-chu"), placeholder="Gõ để tìm"
        )
    units = {unit_id: name for one in said.values() for unit_id, name in one.units.items()}
    senders = {one.sender for one in received if one.sender}
    units |= {one: unit_name(one, known) or one for one in senders if one not in units}
    kinds = list(dict.fromkeys(kind for one in said.values() for kind in one.kinds))
    kinds += [CATALOGUE] if any(one.is_catalogue for one in received) else []
    periods = sorted({period for one in said.values() for period in one.periods}, reverse=True)
    with unit:
        chosen_unit = _ask_one("Đơn vị", "loc-don-vi", units)
    with kind:
        chosen_kind = _ask_one("Loại số liệu", "loc-loai", {one: one for one in kinds})
    with period:
        chosen_period = _ask_one("Kỳ", "loc-ky", {one: words.period(one) for one in periods})
    with stands:
        states = {one: one for one in (IN_USE, REPLACED, WITHDRAWN)}
        chosen_state = _ask_one("Trạng thái", "loc-trang-thai", states)
    words_wanted = fold(wanted or "").split()

    def fits(one: Received) -> bool:
        about = said.get(one.import_id, Contents())
        line = fold(" ".join([one.file, one.accepted_by or "", unit_name(one.sender, known) or ""]))
        return (
            all(word in line for word in words_wanted)
            and chosen_unit in (None, one.sender, *about.units)
            and chosen_kind in (None, *_kinds(one, about))
            and chosen_period in (None, *about.periods)
            and chosen_state in (None, short_state(one, about))
        )

    return [one for one in received if fits(one)]


def _ask_one(label: str, name: str, names: Mapping[str, str]) -> str | None:
    chosen: str | None = st.selectbox(
        label,
        list(names),
        index=None,
        format_func=lambda one: words.upper_first(names[one]),
        placeholder="Tất cả",
        key=session.key(name),
    )
    return chosen


def _kinds(one: Received, about: Contents) -> list[str]:
    return [*about.kinds, *([CATALOGUE] if one.is_catalogue else [])]


def short_state(one: Received, about: Contents) -> str:
    """In use, given way to a correction as far as it goes, or withdrawn."""
    if one.withdrawn_at is not None:
        return WITHDRAWN
    return REPLACED if about.replaced_by else IN_USE


# the table ---------------------------------------------------------------------------------


def table(
    received: Sequence[Received], said: Mapping[int, Contents], known: Catalogue
) -> pd.DataFrame:
    """The latest first; the columns of the export too."""
    about = [said.get(one.import_id, Contents()) for one in received]
    both = list(zip(received, about, strict=True))
    illustrative = {unit.unit_id for unit in known.units if unit.illustrative}
    return pd.DataFrame(
        {
            "Số": [str(one.import_id) for one in received],
            "Trạng thái": [_marked(one, its) for one, its in both],
            "Tệp": [one.file for one in received],
            "Đơn vị": [named(_units(its, illustrative)) for its in about],
            "Kỳ": [named(period_name(period) for period in its.periods) for its in about],
            "Thay thế": [_replacing(its) for its in about],
            "Loại": [named(_kinds(one, its)) for one, its in both],
            "Nơi gửi": [unit_name(one.sender, known) or words.MISSING for one in received],
            "Ngày nhận": [words.day(one.received_on) for one in received],
            "Lúc nhập": [f"{one.accepted_at:%d/%m/%Y %H:%M}" for one in received],
            "Người nhập": [one.accepted_by or words.MISSING for one in received],
        }
    )


def _units(about: Contents, illustrative: Collection[str]) -> list[str]:
    marks = dict.fromkeys(illustrative, " (minh họa)")
    return [words.upper_first(name) + marks.get(unit, "") for unit, name in about.units.items()]


def _marked(one: Received, about: Contents) -> str:
    """The state with the shape that tells a withdrawn import at a glance."""
    if one.withdrawn_at is not None:
        return f"✕ {state(one)}"
    return f"○ {REPLACED}" if about.replaced_by else f"● {IN_USE}"


def _replacing(about: Contents) -> str:
    """ "Bản sửa thay bản trước (lần nhập 12)"."""
    said = []
    if about.replaced:
        said.append(f"Bản sửa thay bản trước (lần nhập {_numbers(about.replaced)})")
    if about.replaced_by:
        said.append(f"Được thay bằng lần nhập {_numbers(about.replaced_by)}")
    return "; ".join(said) or words.MISSING


def _numbers(imports: Sequence[int]) -> str:
    return ", ".join(str(one) for one in sorted(set(imports)))


def withdrawn(received: Sequence[Received]) -> str:
    """ "1/227 lần nhập đã thu hồi; gần nhất là số 12 (tệp …) …"; empty when none was."""
    taken = [one for one in received if one.withdrawn_at is not None]
    if not taken:
        return f"{len(received)} lần nhập, chưa thu hồi lần nào."
    last = max(taken, key=lambda one: str(one.withdrawn_at))
    return (
        f"{len(taken)}/{len(received)} lần nhập đã thu hồi; gần nhất là số {last.import_id} "
        f"({last.file}), {words.lower_first(state(last))}."
    )


def typed(rows: pd.DataFrame, received: Sequence[Received]) -> pd.DataFrame:
    """The same lines with days and moments as such, for a workbook."""
    return rows.assign(
        **{
            "Ngày nhận": [one.received_on for one in received],
            "Lúc nhập": [one.accepted_at for one in received],
        }
    )


def export(rows: pd.DataFrame) -> bytes:
    """The lines shown, as a workbook."""
    at = settings.now_vietnam()
    sheet = SheetOut(
        "Lịch sử nhập",
        tuple(str(name) for name in rows.columns),
        rows.replace(words.MISSING, "").to_numpy().tolist(),
        about=(f"Lịch sử nhập số liệu lúc {at:%H:%M} ngày {at:%d/%m/%Y}: {len(rows)} lần nhập",),
    )
    return table_workbook([sheet])


def _offer_export(rows: pd.DataFrame) -> None:
    st.download_button(
        f"Tải {len(rows)} dòng này (.xlsx)",
        data=partial(export, rows),
        file_name="lich-su-nhap.xlsx",
        mime=SHEET_TYPE,
        on_click="ignore",
        key=session.key("tai-lich-su"),
    )


# one import --------------------------------------------------------------------------------


def _show_one(
    shown: Sequence[Received], said: Mapping[int, Contents], known: Catalogue, by: str | None
) -> None:
    imports = {one.import_id: one for one in shown}
    session.keep_import_among(imports)
    chosen = st.selectbox(
        "Lần nhập cần xem, tải hoặc thu hồi",
        list(imports),
        index=None,
        format_func=lambda number: f"Số {number} · {imports[number].file}",
        placeholder="Bấm vào một dòng của bảng trên hoặc chọn ở đây",
        key=session.import_key(),
    )
    if chosen is None:
        return
    one = imports[chosen]
    about = said.get(chosen, Contents())
    with st.container(border=True):
        st.markdown(f"**Lần nhập số {chosen}: {words.plain(one.file)}**")
        st.markdown(words.plain(". ".join(_facts(one, about, known)) + "."))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.download_button(
                "Tải tệp gốc",
                data=lambda: keeping.kept_workbook(data.folder(), chosen)[1],
                file_name=one.file,
                on_click="ignore",
                key=session.key(f"tai-goc-{chosen}"),
            )
            if one.withdrawn_at is None:
                st.markdown(words.linked("Xem tệp và từng ô", f"nguon?tep={chosen}"))
        if one.withdrawn_at is None:
            _ask_withdrawal(one, by)


def _facts(one: Received, about: Contents, known: Catalogue) -> list[str]:
    said = [
        _marked(one, about),
        f"Nhận ngày {words.day(one.received_on)}",
        f"Nhập lúc {one.accepted_at:%H:%M ngày %d/%m/%Y}"
        + (f", người nhập {one.accepted_by}" if one.accepted_by else ""),
    ]
    if one.sender:
        said.append(f"Nơi gửi: {unit_name(one.sender, known)}")
    if about.replaced or about.replaced_by:
        said.append(_replacing(about))
    return said


def _ask_withdrawal(one: Received, by: str | None) -> None:
    """What it would undo, a tick, the button."""
    box = st.expander(
        "Thu hồi lần nhập này", key=session.key(f"thu-hoi-{one.import_id}"), on_change="rerun"
    )
    if not box.open:
        return
    with box:
        st.markdown(
            "Số liệu của tệp sẽ không còn trên các trang; nếu tệp này thay một bản trước đang dùng "
            "thì bản trước được dùng lại. Tệp gốc và lịch sử vẫn được giữ."
        )
        preview.show_changes(session.undoing(one.import_id, _undone), f"thu-hoi-{one.import_id}")
        sure = st.checkbox(
            f"Tôi chắc chắn thu hồi lần nhập số {one.import_id}",
            key=session.key(f"chac-{one.import_id}"),
        )
        pressed = st.button(
            "Thu hồi", disabled=not sure, key=session.key(f"bam-thu-hoi-{one.import_id}")
        )
    if pressed:
        with st.spinner("Đang thu hồi…"):
            _withdraw(one, by)
        st.rerun()


def _undone(import_id: int) -> changes.Changes:
    return changes.undone(data.folder(), import_id)


def _withdraw(one: Received, by: str | None) -> None:
    try:
        importing.withdraw(data.folder(), one.import_id, by=by)
    except WrongUse as wrong:  # somebody else took it back in the meantime
        session.leave_message(str(wrong), good=False)
        return
    session.next_turn()
    session.leave_message(
        f"Đã thu hồi lần nhập số {one.import_id} ({one.file}). Các trang không còn dùng số liệu "
        "của tệp này.",
        good=True,
    )
