"""The whole report: head, title, parts I to V, signature, annexes.

In: a `MonthlyReport`. Out: the bytes of a `.docx` in the decree's form.
"""

from __future__ import annotations

from collections.abc import Iterator

from cchc import wording
from cchc.reports.layouts import capital
from cchc.reports.monthly.ahead import ahead_parts
from cchc.reports.monthly.given import MonthlyReport, Reporter
from cchc.reports.monthly.reporting import reporting_parts
from cchc.reports.monthly.results import results_parts
from cchc.reports.monthly.services import services_annex, services_parts
from cchc.reports.monthly.sources import sources_annex
from cchc.reports.monthly.tasks import tasks_annex, tasks_parts
from cchc.reports.official_form import written
from cchc.reports.official_parts import (
    Head,
    OfficialDocument,
    Paragraph,
    Part,
    Signature,
)

BLANK = "\u00a0"  # a no-break space: stays where a number or a day is to be written
COMMITTEE = "ỦY BAN NHÂN DÂN"
SMALL_WORDS = ("và", "của", "-", "–")


def monthly_report(report: MonthlyReport) -> bytes:
    """The report as a Word file, a draft: number, day and signature are left to be filled in."""
    return written(document(report))


def document(report: MonthlyReport) -> OfficialDocument:
    """The report as parts of an administrative document."""
    annexes = (services_annex(report), tasks_annex(report), sources_annex(report))
    return OfficialDocument(
        head=_head(report),
        kind="BÁO CÁO",
        title=f"Kết quả thực hiện công tác cải cách hành chính {_period(report)}",
        mark=wording.ILLUSTRATIVE if report.reporter.illustrative else "",
        parts=tuple(_parts(report)),
        signature=_signature(report.reporter),
        annexes=tuple(annex for annex in annexes if annex is not None),
        attached=_attached(report),
    )


def _parts(report: MonthlyReport) -> Iterator[Part]:
    name = agency_name(report.reporter)
    yield Paragraph(
        f"{capital(name)} báo cáo kết quả thực hiện công tác cải cách hành chính {_period(report)}"
        f"{_window(report)} như sau:"
    )
    yield from results_parts(report)
    yield from services_parts(report)
    yield from tasks_parts(report)
    yield from reporting_parts(report)
    yield from ahead_parts(report)
    yield Paragraph(
        f"Trên đây là báo cáo kết quả thực hiện công tác cải cách hành chính {_period(report)} của "
        f"{name}./."
    )


def _period(report: MonthlyReport) -> str:
    return wording.lower_first(wording.period(report.period.period_id))


def _window(report: MonthlyReport) -> str:
    if report.window is None:
        return ""
    first, last = report.window
    return f" (số liệu từ ngày {wording.day(first)} đến ngày {wording.day(last)})"


# who writes --------------------------------------------------------------------------------


def agency_name(reporter: Reporter) -> str:
    """ "UBND huyện Minh Họa"; a department goes by its own name."""
    return reporter.unit_name if reporter.is_department else f"UBND {reporter.unit_name}"


def _head(report: MonthlyReport) -> Head:
    reporter = report.reporter
    code = f"BC-{department_code(_own_name(reporter))}" if reporter.is_department else "BC-UBND"
    above = f"UBND {reporter.parent_name}".upper() if reporter.is_department else ""
    place = f"{_place(reporter)}, {_day(report)}"
    return Head(above, _agency(reporter), f"Số:{BLANK * 8}/{code}", place)


def _agency(reporter: Reporter) -> tuple[str, ...]:
    if reporter.is_department:
        return (_own_name(reporter).upper(),)
    return COMMITTEE, reporter.unit_name.upper()


def _own_name(reporter: Reporter) -> str:
    """ "Phòng Nội vụ" of "Phòng Nội vụ huyện Minh Họa"."""
    return reporter.unit_name.removesuffix(reporter.parent_name).strip() or reporter.unit_name


def department_code(name: str) -> str:
    """The sign of a department's documents: "PNV", "PTCKH", and "VP" for an office."""
    if name.lower().startswith("văn phòng"):
        return "VP"
    return "".join(word[0] for word in name.upper().split() if word.lower() not in SMALL_WORDS)


def _place(reporter: Reporter) -> str:
    """A place goes by its name without its kind: "Minh Họa", "Hoài Châu Bắc"."""
    name = reporter.parent_name if reporter.is_department else reporter.unit_name
    for kind in ("thị trấn", "thị xã", "thành phố", "huyện", "phường", "xã", "tỉnh", "đặc khu"):
        if name.lower().startswith(f"{kind} "):
            rest = name[len(kind) + 1 :]
            # "Quận 3", "Phường 7": a number alone is no name.
            return name if rest.isdigit() else capital(rest)
    return name


def _day(report: MonthlyReport) -> str:
    """A report that closes a year may be signed in the next one: then its year is blank, too."""
    ends_year = report.period.ends_on.month == 12
    year = f"20{BLANK * 6}" if ends_year else str(report.period.year)
    return f"ngày{BLANK * 6}tháng{BLANK * 6}năm {year}"


def _attached(report: MonthlyReport) -> str:
    number = f"Báo cáo số{BLANK * 8}{_head(report).number.partition('/')[1]}"
    code = _head(report).number.rpartition("/")[2]
    return f"(Kèm theo {number}{code} {_day(report)} của {agency_name(report.reporter)})"


def _signature(reporter: Reporter) -> Signature:
    return Signature(lines=_signing(reporter), receivers=_receivers(reporter))


def _signing(reporter: Reporter) -> tuple[str, ...]:
    if not reporter.is_department:
        return f"TM. {COMMITTEE}", "CHỦ TỊCH"
    is_office = reporter.unit_name.lower().startswith("văn phòng")
    return ("CHÁNH VĂN PHÒNG" if is_office else "TRƯỞNG PHÒNG",)


def _receivers(reporter: Reporter) -> tuple[str, ...]:
    """The body above, the leaders, the archive; whoever else is the office's to add."""
    above = (f"UBND {reporter.parent_name} (b/c);",) if reporter.parent_name else ()
    if reporter.is_department:
        return *above, "Lưu: VT."
    kind = reporter.unit_kind
    return *above, f"Chủ tịch, các Phó Chủ tịch UBND {kind};", "Lưu: VT."
