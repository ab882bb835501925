"""Part V of the report: what is to be done next, drawn only from what is missed, overdue, due.

In: the rows of the other parts. Out: parts of the document. Each sentence names who, what and the
figure behind it; nothing is promised that the data do not say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from cchc import wording
from cchc.reports.monthly import reporting, results, services, tasks
from cchc.reports.monthly.given import MonthlyReport, Row
from cchc.reports.official_parts import Heading, Paragraph, Part

MOST_NAMES = 8


def ahead_parts(report: MonthlyReport) -> Iterator[Part]:
    """Indicators missed, overdue tasks, tasks coming due, reports owed, components below target."""
    yield Heading(1, "Phương hướng, nhiệm vụ thời gian tới")
    missed = {basis: list(_missed(report, basis)) for basis in services.BASES}
    if report.period.starts_on.month == 1 and missed[services.IN_PERIOD]:
        missed[services.CUMULATIVE] = []  # since January is the period itself
    blocks = (
        ("Khắc phục chỉ tiêu dịch vụ công chưa đạt trong kỳ", missed[services.IN_PERIOD]),
        ("Nâng chỉ tiêu dịch vụ công lũy kế còn dưới mục tiêu", missed[services.CUMULATIVE]),
        ("Hoàn thành nhiệm vụ quá hạn", list(_overdue(report))),
        ("Thực hiện nhiệm vụ đến hạn trong 30 ngày tới", list(_coming(report))),
        ("Gửi báo cáo còn thiếu", list(_reports(report))),
        (f"Phấn đấu đạt mục tiêu năm {report.period.year}", list(_goals(report))),
    )
    if not any(parts for _, parts in blocks):
        yield Paragraph(
            "Số liệu đã nhận không có chỉ tiêu chưa đạt, nhiệm vụ quá hạn, nhiệm vụ đến hạn hoặc "
            "báo cáo còn thiếu."
        )
    for title, parts in blocks:
        if parts:
            yield Heading(2, title)
            yield from parts


def _missed(report: MonthlyReport, basis: str) -> Iterator[Part]:
    """Each indicator below its target, with those who have to raise it."""
    rows = [row for row in report.services if row["met"] is False and row["basis"] == basis]
    for code in dict.fromkeys(row["indicator_code"] for row in report.services):
        of_code = [row for row in rows if row["indicator_code"] == code]
        if of_code:
            targets = {services.target(row) for row in of_code}
            aim = f" đạt {targets.pop()}" if len(targets) == 1 else " đạt mục tiêu"
            name = wording.lower_first(str(of_code[0]["indicator_name"]))
            yield Paragraph(f"{_named(of_code)}{name}{aim}.", is_item=True)


def _named(rows: Sequence[Row]) -> str:
    """By name while the list is short; else how many, and where they stand."""
    if all(row["is_own"] for row in rows):
        return "Đưa "
    if len(rows) > MOST_NAMES:
        return f"{len(rows)} đơn vị (Phụ lục I): đưa "
    names = ", ".join(str(row["unit_name"]) for row in rows)
    return f"{wording.upper_first(names)}: đưa "


def _overdue(report: MonthlyReport) -> Iterator[Part]:
    """One item a lead: how many tasks, the longest overdue first."""
    rows = tasks.overdue(report)
    for lead, held in _by_lead(rows):
        days = ", ".join(dict.fromkeys(wording.day(row["due_on"]) for row in held))
        yield Paragraph(f"{lead}: {len(held)} nhiệm vụ quá hạn (hạn {days}).", is_item=True)


def _by_lead(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    leads = [wording.short(row["lead"], 200).rstrip(". ") or "Chưa rõ chủ trì" for row in rows]
    held: dict[str, list[Row]] = {}
    for lead, row in zip(leads, rows, strict=True):
        held.setdefault(lead, []).append(row)
    return list(held.items())


def _coming(report: MonthlyReport) -> Iterator[Part]:
    rows = tasks.coming_due(report)
    if len(rows) > tasks.LONGEST_LIST:
        yield Paragraph(f"{len(rows)} nhiệm vụ đến hạn, liệt kê tại {tasks.annex_name(report)}.")
    elif rows:
        yield tasks.task_table("Nhiệm vụ đến hạn trong 30 ngày tới", rows, is_captioned=False)


def _reports(report: MonthlyReport) -> Iterator[Part]:
    """Which reports the unit owes itself, then who still owes which period's report."""
    for row in reporting.own_missing(report):
        period = wording.lower_first(wording.period(row["period_id"]))
        due = wording.day(row["due_on"])
        yield Paragraph(f"Gửi báo cáo {period} của đơn vị (hạn {due}).", is_item=True)
    rows = sorted(reporting.missing(report), key=lambda row: str(row["period_id"]))
    for period_id, held in groupby(rows, lambda row: row["period_id"]):
        owing = list(held)
        names = ", ".join(str(row["unit_name"]) for row in owing)
        many = len(owing) > MOST_NAMES
        whom = f"{len(owing)} đơn vị" if many else wording.upper_first(names)
        when = wording.lower_first(wording.period(period_id))
        yield Paragraph(f"{whom}: gửi báo cáo {when}.", is_item=True)


def _goals(report: MonthlyReport) -> Iterator[Part]:
    """Components short of their target while nothing final is known, the largest gap first."""
    open_rows = [row for row in report.components if row["status"] not in ("met", "not_met")]
    for row in results.shortfall([row for row in open_rows if row["level"] != "total"]):
        latest = row["latest_percent"]
        start = latest if wording.known(latest) else row["baseline_percent"]
        aim = wording.aim_phrase(row["comparator"], row["target_percent"])
        owner = wording.short(row["owner"], 200)
        named = f" ({owner})" if owner else ""
        name = wording.calm(str(row["criterion_name"]))
        yield Paragraph(
            f"{name}: hiện {wording.percent(start)}, cần đạt {aim}{named}.", is_item=True
        )
