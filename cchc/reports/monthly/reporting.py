"""Part IV of the report: who owed a report in the period and who sent it.

In: rows of reporting_status. Out: parts of the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from cchc import wording
from cchc.reports.monthly.given import MonthlyReport, Row
from cchc.reports.official_parts import Column, Heading, Paragraph, Part, Table

STATES = {
    "on_time": "Đúng hạn",
    "late": "Trễ hạn",
    "missing": "Chưa gửi",
    "not_due": "Chưa đến hạn",
}
LATE = ("late", "missing")
MOST_NAMES = 8  # a longer list that leaves nobody out is said by its number


def reporting_parts(report: MonthlyReport) -> Iterator[Part]:
    """What the unit owes itself in sentences, what its units owe in a table, the late by name."""
    yield Heading(1, "Chế độ thông tin, báo cáo")
    own, below = _parted(report)
    if not own and not below:
        yield Paragraph(
            "Chưa có lịch báo cáo áp dụng cho đơn vị trong kỳ này trong số liệu đã nhận."
        )
        return
    for row in own:
        yield Paragraph(own_sentence(row), is_item=len(own) > 1)
    if below:
        yield Paragraph(counts_sentence(below))
        yield counts_table(below)
        yield from named_items(below)


def _parted(report: MonthlyReport) -> tuple[list[Row], list[Row]]:
    own = [row for row in report.reporting if row["unit_id"] == report.reporter.unit_id]
    return own, [row for row in report.reporting if row not in own]


def own_sentence(row: Row) -> str:
    """ "Báo cáo hàng tháng gửi Phòng Nội vụ (tháng 9/2024): hạn 18/09/2024, nhận 17/09/2024, …"."""
    period = wording.lower_first(wording.period(row["period_id"]))
    whose = (
        f", người phải gửi: {wording.lower_first(str(row['reporters']))}" if _is_plan(row) else ""
    )
    if not wording.known(row["due_on"]):
        return f"{row['report']} ({period}{whose}): lịch báo cáo không ghi ngày phải gửi."
    start = f"{row['report']} ({period}{whose}): hạn {wording.day(row['due_on'])}"
    if _is_plan(row):
        return f"{start}; nơi phải gửi không có trong danh mục đơn vị nên không theo dõi từng nơi."
    if wording.known(row["received_on"]):
        start += f", nhận ngày {wording.day(row['received_on'])}"
    return f"{start}, {wording.lower_first(STATES[str(row['state'])])}."


def _is_plan(row: Row) -> bool:
    """A calendar whose reporters are no units of the catalogue stands as one row of the plan."""
    return row["unit_name"] == row["plan_unit_name"]


def counts_sentence(rows: Sequence[Row]) -> str:
    """ "22/23 báo cáo đã gửi, trong đó 21 đúng hạn, 1 trễ hạn; 1 chưa gửi"."""
    counts = {state: _count(rows, state) for state in STATES}
    sent = counts["on_time"] + counts["late"]
    said = (
        f"{sent}/{len(rows)} báo cáo phải gửi trong kỳ đã nhận được: {counts['on_time']} đúng hạn, "
        f"{counts['late']} trễ hạn; {counts['missing']} chưa gửi"
    )
    return f"{said}, {counts['not_due']} chưa đến hạn." if counts["not_due"] else f"{said}."


def _count(rows: Sequence[Row], state: str) -> int:
    return sum(1 for row in rows if row["state"] == state)


def counts_table(rows: Sequence[Row]) -> Table:
    """One line for each period and each kind of those who report."""
    columns = (
        Column("Kỳ báo cáo", 27),
        Column("Nơi phải gửi", 50),
        Column("Hạn gửi", 24, "center"),
        Column("Phải gửi", 16, "right"),
        *(Column(name, 16, "right") for name in list(STATES.values())[:3]),
    )
    lines = []
    for (period_id, reporters), held in _by_period(rows):
        due = {wording.day(row["due_on"]) for row in held}
        lines.append(
            (
                wording.period(period_id),
                str(reporters),
                due.pop() if len(due) == 1 else wording.MISSING,
                str(len(held)),
                *(str(_count(held, state)) for state in list(STATES)[:3]),
            )
        )
    return Table("Tình hình gửi báo cáo", columns, tuple(lines))


def _by_period(rows: Sequence[Row]) -> list[tuple[tuple[object, object], list[Row]]]:
    def key(row: Row) -> tuple[str, str]:
        return str(row["period_id"]), str(row["reporters"])

    return [(found, list(held)) for found, held in groupby(sorted(rows, key=key), key)]


def named_items(rows: Sequence[Row]) -> Iterator[Paragraph]:
    """Who was late and who has not sent, by period."""
    for period_id, held in groupby(
        sorted(rows, key=lambda row: str(row["period_id"])), lambda row: row["period_id"]
    ):
        every = list(held)
        said = [_named(every, state) for state in LATE if _count(every, state)]
        if said:
            yield Paragraph(f"{wording.period(period_id)}: {'; '.join(said)}.", is_item=True)


def _named(rows: Sequence[Row], state: str) -> str:
    held = [row for row in rows if row["state"] == state]
    if len(held) == len(rows) > MOST_NAMES:
        return f"{wording.lower_first(STATES[state])}: cả {len(rows)} nơi phải gửi"
    names = [
        f"{row['unit_name']} (ngày {wording.day(row['received_on'])})"
        if state == "late"
        else str(row["unit_name"])
        for row in held
    ]
    return f"{wording.lower_first(STATES[state])}: {', '.join(names)}"


def missing(report: MonthlyReport) -> list[Row]:
    """Reports that its units still owe."""
    return [row for row in _parted(report)[1] if row["state"] == "missing"]


def own_missing(report: MonthlyReport) -> list[Row]:
    """Reports that the unit itself still owes."""
    own = [row for row in _parted(report)[0] if not _is_plan(row)]
    return [row for row in own if row["state"] == "missing"]
