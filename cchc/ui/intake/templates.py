"""Forms to send out: for a unit or a group, a period and a kind, one workbook or a zip.

In: a person's choice. Out: downloads. It must not lay out a sheet: `cchc.templating` does.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from cchc import keeping, settings
from cchc.catalogue import Catalogue
from cchc.errors import WrongUse
from cchc.layout_kinds import TEMPLATE_KINDS, TemplateKind
from cchc.templating import File, as_zip, templates_for
from cchc.ui import data, words
from cchc.ui.intake import session
from cchc.ui.intake.answers import PARTS
from cchc.ui.intake.catalogs import PEERS
from cchc.ui.intake.sentences import unit_name

KINDS: Mapping[TemplateKind, str] = {
    "services": "Báo cáo chỉ tiêu dịch vụ công",
    "tasks": "Báo cáo tiến độ nhiệm vụ",
    "score": "Bảng tự chấm điểm",
    "satisfaction": "Mức độ hài lòng",
    "ranking": "Bảng xếp hạng",
}
USUAL = "Mẫu thường dùng của kỳ"
USUAL_SAID = "Tháng, quý: dịch vụ công và tiến độ nhiệm vụ; cả năm: bảng tự chấm điểm."
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_templates() -> None:
    """The choice, then what was made for it."""
    known = keeping.catalogue(data.folder())
    st.markdown(
        "Lập tệp mẫu để gửi đơn vị điền: có sẵn dòng, điểm tối đa, số liệu kỳ trước và danh sách "
        "chọn. Đơn vị điền đúng mẫu thì nhận lại không phải hỏi thêm điều gì."
    )
    choice = _ask_choice(known)
    if choice is None:
        return
    if st.button("Lập mẫu", type="primary", key=session.key("lap-mau")):
        _make(choice, known)
    made = session.templates()
    if made is not None and made.choice == choice:
        _offer(made.files)


def _ask_choice(known: Catalogue) -> tuple[str, ...] | None:
    """(unit or group, its id, period, kind); None while something is not chosen."""
    whom, year, part, kind = st.columns([5, 2, 3, 4])
    with whom:
        targets = _targets(known)
        target = st.selectbox(
            "Đơn vị hoặc nhóm đơn vị",
            list(targets),
            index=None,
            format_func=targets.__getitem__,
            placeholder="Chọn, hoặc gõ để tìm",
            key=session.key("mau-don-vi"),
        )
    this_year = settings.today_vietnam().year
    with year:
        chosen_year = st.selectbox(
            "Năm", list(range(this_year + 1, 2021, -1)), index=1, key=session.key("mau-nam")
        )
    with part:
        chosen_part = st.selectbox(
            "Kỳ", list(PARTS), format_func=PARTS.__getitem__, key=session.key("mau-ky")
        )
    with kind:
        kinds = {"": USUAL} | {name: KINDS[name] for name in TEMPLATE_KINDS}
        chosen_kind = st.selectbox(
            "Loại mẫu",
            list(kinds),
            format_func=kinds.__getitem__,
            key=session.key("mau-loai"),
            help=USUAL_SAID,
        )
    if target is None:
        return None
    return (*target, f"{chosen_year}{chosen_part}", chosen_kind)


def _targets(known: Catalogue) -> dict[tuple[str, str], str]:
    """Groups first: a month's forms are made for all of them at once."""
    groups: dict[str, str] = {}
    for unit in known.units:
        parent = known.parent(unit)
        if parent is not None:
            level = PEERS.get(unit.unit_level, unit.unit_level)
            groups.setdefault(unit.unit_group, f"Tất cả {level} thuộc {parent.unit_name}")
    named = {("group", group): name for group, name in groups.items()}
    units = {
        ("unit", one.unit_id): unit_name(one.unit_id, known) or one.unit_name for one in known.units
    }
    return named | units


def _make(choice: tuple[str, ...], known: Catalogue) -> None:
    whom, code, period, kind = choice
    kinds = [name for name in TEMPLATE_KINDS if name == kind]
    try:
        with st.spinner("Đang lập mẫu…"):
            files = templates_for(
                data.folder(),
                data.current_store(),
                period=period,
                unit=code if whom == "unit" else None,
                group=code if whom == "group" else None,
                kinds=kinds,
                catalogue=known,
            )
    except WrongUse as wrong:
        st.warning(words.plain(str(wrong)))
        return
    session.remember_templates(session.Templates(choice, tuple(files)))


def _offer(files: tuple[File, ...]) -> None:
    if not files:
        st.warning("Không có mẫu nào cho lựa chọn này.")
        return
    if len(files) == 1:
        ((name, content),) = files
        st.markdown(f"Đã lập tệp {words.plain(name)}.")
        st.download_button(
            "Tải mẫu", content, name, SHEET_TYPE, on_click="ignore", key=session.key("tai-mau")
        )
        return
    st.markdown(f"Đã lập {len(files)} tệp, mỗi đơn vị một tệp.")
    st.download_button(
        f"Tải {len(files)} tệp mẫu (.zip)",
        lambda: as_zip(files),
        "mau-bieu.zip",
        "application/zip",
        on_click="ignore",
        key=session.key("tai-mau"),
    )
