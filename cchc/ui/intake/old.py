"""The intake: files dropped, what was recognised in them, acceptance, history, withdrawal.

In: uploads and the reports of `importing`. Out: Vietnamese sentences, tables of texts, and the few
widgets of the page Nhập số liệu. The section "what the session remembers" is the only place that
touches the session's state for the intake. It must not judge a file: that is done before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from cchc import catalogue, forms, importing, keeping, settings
from cchc.importing import FileReport, Inspection, Upload
from cchc.ledger import Moved, Received
from cchc.model import Finding
from cchc.ui import data, words
from cchc.workbook import MAX_BYTES

LIMIT_MB = MAX_BYTES // 2**20
SMALL_TABLE = 15
ROW_HEIGHT = 40
TALL_ROW = 84  # three lines of a sentence
LONG_TABLE = 420
NAMED = 2  # units or periods named in one cell before "và … khác"
EVERY_FILE = "Tất cả tệp"
STATUSES = {
    "acceptable": "● Nhận được",
    "accepted": "● Đã nhận",
    "unchanged": "○ Đã nhận từ trước",
    "refused": "✕ Trả lại",
    "unreadable": "✕ Không đọc được",
}
LEVELS = {"error": "✕ Phải sửa", "warning": "▲ Cần xem lại", "note": "○ Để biết"}
RETURNED = ("refused", "unreadable")
WIDTHS = {
    "Bảng": 210,
    "Kết quả": 125,
    "Kỳ": 100,
    "Mức": 130,
    "Số": 60,
    "Số dòng": 80,
    "Trang": 150,
    "Trạng thái": 260,
    "Tệp": 385,
    "Ngày nhận": 105,
    "Vùng": 100,
    "Ô": 180,
    "Đơn vị": 190,
    "Điều cần lưu ý": 200,
}


@dataclass(frozen=True, slots=True)
class Looked:
    """An inspection and the digest of what was inspected, so that no rerun inspects again."""

    key: str
    inspection: Inspection


@dataclass(frozen=True, slots=True)
class Dropped:
    """What was dropped, and what staff say of it."""

    uploads: tuple[Upload, ...]
    by: str | None
    unit: str | None
    period: str | None

    @property
    def key(self) -> str:
        said = [(one.file, one.sha256, str(one.received_on)) for one in self.uploads]
        return hashlib.sha256(repr((said, self.unit, self.period)).encode()).hexdigest()


# what the session remembers ----------------------------------------------------------------

_TURN = "nhap-luot"
_LOOKED = "nhap-da-xem"
_MESSAGE = "nhap-loi-bao"


def _key(name: str) -> str:
    """Widgets of one turn: the next turn starts with empty ones."""
    return f"nhap-{name}-{st.session_state.get(_TURN, 0)}"


def _next_turn() -> None:
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    _forget_looked()


def _looked() -> Looked | None:
    held: Looked | None = st.session_state.get(_LOOKED)
    return held


def _remember_looked(looked: Looked) -> None:
    st.session_state[_LOOKED] = looked


def _forget_looked() -> None:
    st.session_state.pop(_LOOKED, None)


def _leave_message(sentence: str, *, good: bool) -> None:
    st.session_state[_MESSAGE] = (sentence, good)


def _message() -> tuple[str, bool] | None:
    left: tuple[str, bool] | None = st.session_state.get(_MESSAGE)
    return left


def _forget_message() -> None:
    st.session_state.pop(_MESSAGE, None)


# asking ------------------------------------------------------------------------------------


def ask_files() -> Dropped:
    """The uploader and what is said of the files."""
    files, said = st.columns([7, 3], gap="large")
    with files:
        dropped = st.file_uploader(
            f"Kéo thả hoặc chọn tệp Excel (.xlsx, .xlsm), mỗi tệp không quá {LIMIT_MB} MB",
            type=["xlsx", "xlsm"],
            accept_multiple_files=True,
            key=_key("tep"),
            help="Chọn được nhiều tệp một lần. Tệp chưa vào kho số liệu cho đến khi bấm Nhận.",
            on_change=_forget_message,
        )
        unit, period = _ask_override()
    with said:
        received_on = _ask_day()
        by = st.text_input(
            "Người nhập",
            key="nhap-nguoi",
            persist_state="session",
            placeholder="Họ tên (không bắt buộc)",
        )
    uploads = tuple(Upload(one.name, one.getvalue(), received_on) for one in dropped)
    return Dropped(uploads, (by or "").strip() or None, unit, period)


def _ask_day() -> date:
    today = settings.today_vietnam()
    chosen = st.date_input(
        "Ngày nhận văn bản",
        today,
        max_value=today,
        format="DD/MM/YYYY",
        key=_key("ngay"),
        help="Ngày tệp đến cơ quan; dùng để xét báo cáo đúng hạn hay trễ hạn.",
    )
    return chosen if isinstance(chosen, date) else today


def _ask_override() -> tuple[str | None, str | None]:
    """Unit and period where a file does not say them; a closed box says nothing."""
    box = st.expander("Tệp không ghi rõ đơn vị hoặc kỳ", key=_key("ghi-ro"), on_change="rerun")
    if not box.open:
        return None, None
    with box:
        st.caption("Áp dụng cho mọi tệp vừa chọn, khi mục này đang mở.")
        left, right = st.columns(2)
        units = {one.unit_id: one.unit_name for one in catalogue.shipped().units}
        unit = left.selectbox(
            "Đơn vị",
            list(units),
            index=None,
            format_func=units.__getitem__,
            placeholder="Theo tệp",
            key=_key("don-vi"),
        )
        period = right.text_input(
            "Kỳ",
            key=_key("ky"),
            placeholder="Theo tệp",
            help="Ghi như 2024 (cả năm), 2024-06 (tháng 6), 2024-Q2 (quý II).",
        )
    return unit, (period or "").strip() or None


# looking and deciding ----------------------------------------------------------------------


def look(dropped: Dropped) -> Inspection | None:
    """What the files say: looked at once for each set of files and what is said of them."""
    if not dropped.uploads:
        _forget_looked()
        return None
    held = _looked()
    if held is None or held.key != dropped.key:
        _forget_looked()
        held = Looked(dropped.key, _inspect(dropped))
        _remember_looked(held)
    return held.inspection


def _inspect(dropped: Dropped) -> Inspection:
    bar = st.progress(0.0, text="Bắt đầu đọc tệp…")

    def progress(position: int, count: int, file: str) -> None:
        bar.progress(
            (position + 0.5) / count,
            text=f"Đang đọc và đối chiếu tệp {position + 1}/{count}: {words.plain(file)}",
        )

    try:
        return importing.inspect(
            data.folder(),
            dropped.uploads,
            unit=dropped.unit,
            period=dropped.period,
            progress=progress,
        )
    finally:
        bar.empty()


def ask_acceptance(inspection: Inspection, by: str | None) -> None:
    """The button that accepts; files with warnings ask for a tick first."""
    count = len(acceptable(inspection.reports))
    if not count:
        return
    warned = count_of(inspection.reports, "warning")
    agreed = not warned or st.checkbox(
        f"Tôi đã xem {warned} điều cần xem lại ở trên và vẫn nhận", key=_key("dong-y")
    )
    pressed = st.button(
        f"Nhận {count} tệp", type="primary", disabled=not agreed, key=_key("nhan-tep")
    )
    if pressed:
        _accept(inspection, by)


def _accept(inspection: Inspection, by: str | None) -> None:
    # No element is written in here: a click elsewhere could stop the script between two of them.
    try:
        done = importing.accept(data.folder(), inspection, by=by)
    except Moved:
        _forget_looked()
        _leave_message(
            "Vừa có người nhận tệp khác. Các tệp dưới đây đã được đối chiếu lại với số liệu mới: "
            "xem lại rồi bấm Nhận lần nữa.",
            good=False,
        )
    else:
        _next_turn()
        _leave_message(accepted_sentence(done.reports), good=True)
    st.rerun()


def history() -> list[Received]:
    """Every import ever accepted, the latest first."""
    return keeping.history(data.folder())


def ask_withdrawal(received: Sequence[Received], by: str | None) -> None:
    """Choose an import in use, confirm, take it back."""
    active = {one.import_id: one for one in received if one.withdrawn_at is None}
    if not active:
        return
    chosen = st.selectbox(
        "Lần nhập cần thu hồi",
        list(active),
        index=None,
        format_func=lambda number: f"Số {number} · {active[number].file}",
        placeholder="Chọn lần nhập đang dùng",
        key=_key("thu-hoi"),
    )
    if chosen is None:
        return
    one = active[chosen]
    st.markdown(
        f"Số liệu của tệp **{words.plain(one.file)}** sẽ không còn trên các trang; nếu tệp này "
        "thay một bản trước đang dùng thì bản trước được dùng lại. Tệp gốc và lịch sử vẫn được giữ."
    )
    sure = st.checkbox(f"Tôi chắc chắn thu hồi lần nhập số {chosen}", key=_key(f"chac-{chosen}"))
    if st.button("Thu hồi", disabled=not sure, key=_key("bam-thu-hoi")):
        _withdraw(one, by)


def _withdraw(one: Received, by: str | None) -> None:
    importing.withdraw(data.folder(), one.import_id, by=by)
    _next_turn()
    _leave_message(
        f"Đã thu hồi lần nhập số {one.import_id} ({one.file}). Các trang không còn dùng số liệu "
        "của tệp này.",
        good=True,
    )
    st.rerun()


# sentences ---------------------------------------------------------------------------------


def acceptable(reports: Iterable[FileReport]) -> list[FileReport]:
    return [one for one in reports if one.status in ("acceptable", "accepted")]


def returned(reports: Iterable[FileReport]) -> list[FileReport]:
    return [one for one in reports if one.status in RETURNED]


def count_of(reports: Iterable[FileReport], level: str) -> int:
    """Findings of one level in the files that can be accepted."""
    return sum(one.level == level for file in acceptable(reports) for one in file.findings)


def headline(reports: Sequence[FileReport]) -> str:
    """ "Nhận được 2/3 tệp"."""
    known = sum(one.status == "unchanged" for one in reports)
    also = f", {known} tệp đã nhận từ trước" if known else ""
    return f"Nhận được {len(acceptable(reports))}/{len(reports)} tệp{also}"


def standing(received: Sequence[Received]) -> str:
    """The headline while no file is dropped."""
    active = [one for one in received if one.withdrawn_at is None]
    if not active:
        return "Chưa có tệp nào trong kho số liệu"
    latest = max(one.received_on for one in active)
    return f"Kho đang dùng {len(active)} tệp, mới nhất ngày {words.day(latest)}"


def next_step(reports: Sequence[FileReport]) -> str:
    """The one sentence: what to mend first, or that nothing is to be mended."""
    for report in returned(reports):
        return f"{_mend(report)}{_and_others(len(returned(reports)) - 1)}"
    warned = _warned_cells(reports)
    if warned:
        return f"Cần xem lại trước khi nhận: {words.joined(warned)}."
    if acceptable(reports):
        return "Không có điều gì phải sửa."
    return "Các tệp này đã có trong kho, không có gì mới để nhận."


def _warned_cells(reports: Sequence[FileReport]) -> list[str]:
    """The first cells with warnings, "ô D11 trang “Kết quả 2023”", then how many more."""
    warned = [
        f"ô {one.cell} trang “{one.sheet}”" if one.cell else f"tệp {file.file}"
        for file in acceptable(reports)
        for one in file.findings
        if one.level == "warning"
    ]
    more = len(warned) - NAMED
    return warned[:NAMED] + ([f"{more} điều khác ở dưới"] if more > 0 else [])


def _mend(report: FileReport) -> str:
    errors = [one for one in report.findings if one.level == "error"]
    cells = [one for one in errors if one.cell]
    if cells:
        return f"Sửa ô {cells[0].cell} trang “{cells[0].sheet}” của tệp {report.file} rồi gửi lại."
    reason = errors[0].message if errors else "Tệp bị trả lại."
    return f"{report.file}: {reason}"


def _and_others(count: int) -> str:
    return f" Còn {count} tệp trả lại khác, xem ở dưới." if count else ""


def accepted_sentence(reports: Sequence[FileReport]) -> str:
    """What was accepted and what was not, after the files left the screen."""
    at = settings.now_vietnam()
    said = f"Đã nhận {len(acceptable(reports))} tệp lúc {at:%H:%M}. Các trang đã dùng số liệu mới."
    names = [one.file for one in returned(reports)]
    return f"{said} Trả lại {len(names)} tệp: {words.joined(names)}." if names else said


# tables ------------------------------------------------------------------------------------


def is_illustrative(reports: Sequence[FileReport]) -> bool:
    """Whether the files speak of illustrative units only; else each row says so of its own."""
    known = {one.unit_id: one.illustrative for one in catalogue.shipped().units}
    units = {one.unit_id for report in reports for one in report.tables if one.unit_id in known}
    return bool(units) and all(known[unit] for unit in units)


def summary(reports: Sequence[FileReport]) -> pd.DataFrame:
    """A line for each file."""
    return pd.DataFrame(
        {
            "Tệp": [one.file for one in reports],
            "Kết quả": [STATUSES[one.status] for one in reports],
            "Đơn vị": [_named(unit_name(t.unit_id) for t in one.tables) for one in reports],
            "Kỳ": [_named(_period_name(t.period_id) for t in one.tables) for one in reports],
            "Bảng": [_named(_form_title(t.form) for t in one.tables) for one in reports],
            "Điều cần lưu ý": [_noted(one) for one in reports],
        }
    )


def findings(reports: Sequence[FileReport]) -> pd.DataFrame:
    """Every finding with its cell, what must be mended first."""
    order = list(LEVELS)
    found = [(report.file, one) for report in reports for one in report.findings]
    found.sort(key=lambda pair: order.index(pair[1].level))
    return pd.DataFrame(
        {
            "Mức": [LEVELS[one.level] for _, one in found],
            "Tệp": [file for file, _ in found],
            "Ô": [_place(one) for _, one in found],
            "Điều cần biết": [one.message for _, one in found],
        }
    )


def tables(reports: Sequence[FileReport]) -> pd.DataFrame:
    """Every table recognised."""
    read = [(report.file, one) for report in reports for one in report.tables]
    return pd.DataFrame(
        {
            "Tệp": [file for file, _ in read],
            "Trang": [one.sheet for _, one in read],
            "Vùng": [one.area for _, one in read],
            "Bảng": [_form_title(one.form) for _, one in read],
            "Số dòng": [str(one.row_count) for _, one in read],
            "Đơn vị": [unit_name(one.unit_id) or words.MISSING for _, one in read],
            "Kỳ": [_period_name(one.period_id) or words.MISSING for _, one in read],
        }
    )


def history_table(received: Sequence[Received]) -> pd.DataFrame:
    """Every import ever accepted, the latest first."""
    return pd.DataFrame(
        {
            "Số": [str(one.import_id) for one in received],
            "Trạng thái": [_marked(one) for one in received],
            "Tệp": [one.file for one in received],
            "Ngày nhận": [words.day(one.received_on) for one in received],
            "Nơi gửi": [unit_name(one.sender) or words.MISSING for one in received],
            "Lúc nhập": [f"{one.accepted_at:%d/%m/%Y %H:%M}" for one in received],
            "Người nhập": [one.accepted_by or words.MISSING for one in received],
        }
    )


def _marked(one: Received) -> str:
    """The state with the shape that tells a withdrawn import at a glance."""
    return f"{'●' if one.withdrawn_at is None else '✕'} {state(one)}"


def withdrawn(received: Sequence[Received]) -> str:
    """ "Đã thu hồi 1/227 lần nhập, gần nhất: số 12 (tệp …) …"; empty when none was."""
    taken = [one for one in received if one.withdrawn_at is not None]
    if not taken:
        return ""
    last = max(taken, key=lambda one: str(one.withdrawn_at))
    return (
        f"{len(taken)}/{len(received)} lần nhập đã thu hồi; gần nhất là số {last.import_id} "
        f"({last.file}), {words.lower_first(state(last))}."
    )


def state(one: Received) -> str:
    """In use, or withdrawn when and by whom."""
    if one.withdrawn_at is None:
        return "Đang dùng"
    by = f", {one.withdrawn_by}" if one.withdrawn_by else ""
    return f"Đã thu hồi {one.withdrawn_at:%d/%m/%Y %H:%M}{by}"


def unit_name(unit: str | None) -> str | None:
    """A unit's name, illustrative ones marked; what nobody knows stays as it was said."""
    if unit is None:
        return None
    found = catalogue.shipped().units_named(unit)
    if len(found) != 1:
        return words.upper_first(unit)
    mark = " (minh họa)" if found[0].illustrative else ""
    return words.upper_first(found[0].unit_name) + mark


def _period_name(period_id: str | None) -> str | None:
    return words.period(period_id) if period_id else None


def _form_title(form: str) -> str:
    return forms.BY_NAME[form].title


def _named(names: Iterable[str | None]) -> str:
    """ "Xã A, Xã B và 13 khác"."""
    distinct = [name for name in dict.fromkeys(names) if name]
    if not distinct:
        return words.MISSING
    more = len(distinct) - NAMED
    return ", ".join(distinct[:NAMED]) + (f" và {more} khác" if more > 0 else "")


def _noted(report: FileReport) -> str:
    counted = {
        word: sum(one.level == level for one in report.findings)
        for level, word in (("error", "phải sửa"), ("warning", "cần xem lại"), ("note", "để biết"))
    }
    said = [f"{count} điều {word}" for word, count in counted.items() if count]
    return ", ".join(said) or "Không"


def _place(finding: Finding) -> str:
    """ "Mục tiêu 2024!C12"."""
    if not finding.sheet:
        return words.MISSING
    return f"{finding.sheet}!{finding.cell}" if finding.cell else finding.sheet


# showing -----------------------------------------------------------------------------------


def show_message() -> None:
    """What the last action did."""
    left = _message()
    if left is None:
        return
    sentence, good = left
    (st.success if good else st.warning)(words.plain(sentence))


def warn(sentence: str) -> None:
    """What cannot be shown or done as asked."""
    st.warning(words.plain(sentence))


def show_reports(reports: Sequence[FileReport]) -> None:
    """Each file in a line, then what was found in them, of all files or of one."""
    show(summary(reports), "Kết quả nhận từng tệp")
    chosen = _ask_file(reports)
    found = findings(chosen)
    if not found.empty:
        st.subheader(f"{len(found)} điều cần lưu ý", anchor=False)
        show(found, "Điều cần lưu ý, từng ô", row_height=TALL_ROW)
    read = tables(chosen)
    if not read.empty:
        st.subheader(f"{len(read)} bảng nhận ra được", anchor=False)
        show(read, "Các bảng nhận ra được")


def _ask_file(reports: Sequence[FileReport]) -> list[FileReport]:
    if len(reports) < 2:
        return list(reports)
    names = {EVERY_FILE: list(reports)} | {
        f"{number}. {one.file}": [one] for number, one in enumerate(reports, 1)
    }
    chosen = st.selectbox("Xem chi tiết", list(names), key=_key("xem"), placeholder=EVERY_FILE)
    return names.get(chosen, list(reports))


def show(rows: pd.DataFrame, alt: str, *, row_height: int = ROW_HEIGHT) -> None:
    """A small table as text, a long one to scroll in."""
    if len(rows) <= SMALL_TABLE:
        st.table(rows.map(words.plain), border="horizontal", hide_index=True, alt=alt)
        return
    st.dataframe(
        rows,
        hide_index=True,
        alt=alt,
        row_height=row_height,
        height=LONG_TABLE,
        column_config={
            name: st.column_config.TextColumn(width=width)
            for name, width in WIDTHS.items()
            if name in rows.columns
        },
    )
