"""What only a person can say of the files: a unit's name, whom and when, a framework's first print.

In: the questions and findings of reports. Out: names remembered, hints for one file; afterwards the
files are looked at again. It must not guess: a choice stands only when it was clicked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from cchc import learned, settings
from cchc.catalogue import Catalogue
from cchc.importing import FileReport, Inspection
from cchc.model import Question
from cchc.ui import data, words
from cchc.ui.intake import pointing, session
from cchc.ui.intake.sentences import FRAMEWORK_CODES, RETURNED, unit_name

SCOPE_CODES = {"no_unit", "no_period"}
FIRST_YEAR = 2012
PARTS = {
    "": "Cả năm",
    **{f"-{month:02d}": f"Tháng {month}" for month in range(1, 13)},
    **{f"-Q{number}": f"Quý {roman}" for number, roman in enumerate(("I", "II", "III", "IV"), 1)},
    "-H1": "6 tháng đầu năm",
    "-H2": "6 tháng cuối năm",
    "-M09": "9 tháng đầu năm",
    "-M11": "11 tháng đầu năm",
}


@dataclass(frozen=True, slots=True)
class NameAsked:
    """A name that no unit bears, the units it may mean, and where it stands."""

    text: str
    choices: tuple[tuple[str, str], ...]
    places: tuple[str, ...]


def show_questions(inspection: Inspection, contents: Mapping[str, bytes], by: str | None) -> None:
    """All that keeps files from being accepted and that an answer can mend."""
    reports = [one for one in inspection.reports if one.status in RETURNED]
    names = names_asked(reports)
    asked = [one for one in reports if _asks_of_file(one)]
    count = len(names) + len(asked)
    if not count:
        return
    st.subheader(f"{count} điều cần hỏi", anchor=False)
    for number, name in enumerate(names):
        with st.container(border=True):
            _ask_name(name, number, inspection.known, by)
    for report in asked:
        with st.container(border=True):
            _ask_of_file(report, inspection.known, contents, by)


# names of units ----------------------------------------------------------------------------


def names_asked(reports: Iterable[FileReport]) -> list[NameAsked]:
    """Each name once, however many files and cells print it."""
    asked: dict[str, NameAsked] = {}
    for report in reports:
        for one in report.questions:
            if one.kind != "unit_name" or not one.text:
                continue
            where = _where(report, one)
            held = asked.get(one.text)
            places = (*held.places, where) if held else (where,)
            asked[one.text] = NameAsked(one.text, one.choices, places)
    return list(asked.values())


def _where(report: FileReport, question: Question) -> str:
    cell = f"ô {question.cell}, " if question.cell else ""
    return f"{cell}trang “{question.sheet}”, tệp {report.file}"


def _ask_name(name: NameAsked, number: int, known: Catalogue, by: str | None) -> None:
    more = f" và {len(name.places) - 1} chỗ khác" if len(name.places) > 1 else ""
    st.markdown(f"**“{words.plain(name.text)}” là đơn vị nào?**")
    st.caption(f"{words.plain(name.places[0])}{more}")
    likely = dict(name.choices)
    names = likely | {
        one.unit_id: unit_name(one.unit_id, known) or one.unit_name
        for one in known.units
        if one.unit_id not in likely
    }
    left, right = st.columns([7, 3], vertical_alignment="bottom")
    with left:
        chosen = st.selectbox(
            "Đơn vị (gần giống đứng trước)" if likely else "Đơn vị",
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder="Chọn đơn vị, hoặc gõ để tìm",
            key=session.key(f"ten-{number}-{name.text}"),
        )
    with right:
        pressed = st.button(
            "Ghi nhớ và đọc lại",
            disabled=chosen is None,
            key=session.key(f"ten-nho-{number}-{name.text}"),
        )
    if pressed and chosen is not None:
        _remember(name.text, chosen, names[chosen], by)


def _remember(text: str, unit_id: str, shown: str, by: str | None) -> None:
    learned.remember_name(data.folder(), text, unit_id, by)
    session.forget_looked()
    session.leave_message(
        f"Từ nay “{text}” được hiểu là {words.lower_first(shown)}. Bỏ được ở mục Điều đã học.",
        good=True,
    )
    st.rerun()


# whom and when a file speaks of ------------------------------------------------------------


def _asks_of_file(report: FileReport) -> bool:
    return bool(scope_asked(report)) or offers_framework(report) or pointing.is_asked(report)


def scope_asked(report: FileReport) -> set[str]:
    """Of no_unit and no_period, those that the file leaves open."""
    asked = {one.kind for one in report.questions} | {one.code for one in report.findings}
    return asked & SCOPE_CODES


def offers_framework(report: FileReport) -> bool:
    """Whether its score sheet can be taken as the first print of its framework."""
    return any(one.code in FRAMEWORK_CODES for one in report.findings)


def _ask_of_file(
    report: FileReport, known: Catalogue, contents: Mapping[str, bytes], by: str | None
) -> None:
    st.markdown(f"**{words.plain(report.file)}**")
    if scope_asked(report):
        _ask_scope(report, known)
    if offers_framework(report):
        _ask_framework(report)
    if pointing.is_asked(report):
        pointing.ask_table(report, contents[report.sha256], by)


def _ask_scope(report: FileReport, known: Catalogue) -> None:
    asked = scope_asked(report)
    st.caption("Tệp không ghi rõ đơn vị hoặc kỳ. Điều chọn ở đây chỉ dùng cho tệp này.")
    unit = period = None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if "no_unit" in asked:
            unit = _ask_unit(report, known)
        if "no_period" in asked:
            period = _ask_period(report)
        complete = (unit or "no_unit" not in asked) and (period or "no_period" not in asked)
        pressed = st.button(
            "Đọc lại tệp", disabled=not complete, key=session.key(f"doc-lai-{report.sha256}")
        )
    if pressed:
        said = session.said_of(report.sha256)
        _say(report, replace(said, unit=unit or said.unit, period=period or said.period))


def _ask_unit(report: FileReport, known: Catalogue) -> str | None:
    offered = (one.choices for one in report.questions if one.kind == "no_unit")
    likely = dict(next(offered, ()))
    names = likely | {
        one.unit_id: unit_name(one.unit_id, known) or one.unit_name
        for one in known.units
        if one.unit_id not in likely
    }
    chosen: str | None = st.selectbox(
        "Đơn vị mà tệp nói đến",
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder="Chọn đơn vị, hoặc gõ để tìm",
        key=session.key(f"don-vi-{report.sha256}"),
        width=520,
    )
    return chosen


def _ask_period(report: FileReport) -> str | None:
    this_year = settings.today_vietnam().year
    years = list(range(this_year, FIRST_YEAR, -1))
    year = st.selectbox("Năm", years, key=session.key(f"nam-{report.sha256}"), width=140)
    part = st.selectbox(
        "Kỳ",
        list(PARTS),
        index=None,
        format_func=PARTS.__getitem__,
        placeholder="Chọn kỳ",
        key=session.key(f"ky-{report.sha256}"),
        width=260,
    )
    return f"{year}{part}" if part is not None else None


def _say(report: FileReport, said: session.FileSaid) -> None:
    session.say_of(report.sha256, said)
    session.forget_message()
    st.rerun()


def _ask_framework(report: FileReport) -> None:
    message = next(one.message for one in report.findings if one.code in FRAMEWORK_CODES)
    st.markdown(words.plain(message))
    if st.button("Dùng tệp này làm bộ tiêu chí", key=session.key(f"khung-{report.sha256}")):
        _say(report, replace(session.said_of(report.sha256), as_framework=True))


# what staff say of one file that needs nothing ---------------------------------------------


def ask_day(reports: Sequence[FileReport]) -> None:
    """The day that one file came, where it differs from the others'."""
    if len(reports) != 1:
        return
    report = reports[0]
    said = session.said_of(report.sha256)
    today = settings.today_vietnam()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.date_input(
            "Ngày nhận riêng của tệp này",
            said.received_on,
            max_value=today,
            format="DD/MM/YYYY",
            key=session.key(f"ngay-{report.sha256}"),
            width=260,
        )
        if st.button(
            "Ghi ngày nhận",
            disabled=chosen is None or chosen == said.received_on,
            key=session.key(f"ghi-ngay-{report.sha256}"),
        ):
            _say(report, replace(said, received_on=chosen))
