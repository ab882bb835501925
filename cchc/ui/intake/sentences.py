"""What the intake says in words: headlines, what to mend, the letter to the sender.

In: reports of files, imports of the history. Out: plain Vietnamese sentences. Shows nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cchc import forms, settings
from cchc.catalogue import Catalogue
from cchc.importing import FileReport
from cchc.ledger import Received
from cchc.model import Finding
from cchc.ui import words

RETURNED = ("refused", "unreadable")
NAMED = 2  # units, periods or cells named in one place before "và … khác"
LETTER_LINES = 8
# What an answer on the page can mend as well as the sender.
FRAMEWORK_CODES = {"unknown_framework", "framework_or_scores"}
ANSWERED = {"unit_name", "no_unit", "no_period", "no_table"}


def asks(report: FileReport) -> bool:
    """Whether an answer may let a returned file in."""
    kinds = {one.kind for one in report.questions} | {one.code for one in report.findings}
    return report.status == "refused" and bool(kinds & (ANSWERED | FRAMEWORK_CODES))


def acceptable(reports: Iterable[FileReport]) -> list[FileReport]:
    return [one for one in reports if one.status in ("acceptable", "accepted")]


def returned(reports: Iterable[FileReport]) -> list[FileReport]:
    return [one for one in reports if one.status in RETURNED]


def count_of(reports: Iterable[FileReport], level: str) -> int:
    """Findings of one level in the files that can be accepted."""
    return sum(one.level == level for file in acceptable(reports) for one in file.findings)


# headlines ---------------------------------------------------------------------------------


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


def kept(received: Sequence[Received]) -> str:
    """The line under it: what is counted, or what to do first."""
    if any(one.withdrawn_at is None for one in received):
        return "Tệp đã nhận và chưa thu hồi; mỗi tệp được giữ nguyên như khi nhận"
    return "Chọn tệp do đơn vị gửi ở dưới; tệp chỉ vào kho số liệu khi bấm Nhận"


def next_step(reports: Sequence[FileReport]) -> str:
    """The one sentence: what to mend first, or that nothing is to be mended."""
    for report in returned(reports):
        return f"{mend(report)}{_and_others(len(returned(reports)) - 1)}"
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


def mend(report: FileReport) -> str:
    """What to do first with a returned file."""
    errors = _errors(report)
    cells = [one for one in errors if one.cell]
    if cells and not asks(report):
        return f"Sửa ô {cells[0].cell} trang “{cells[0].sheet}” của tệp {report.file} rồi gửi lại."
    reason = errors[0].message if errors else "Tệp bị trả lại."
    return f"{report.file}: {reason}"


def _errors(report: FileReport) -> list[Finding]:
    return [one for one in report.findings if one.level == "error"]


def _and_others(count: int) -> str:
    return f" Còn {count} tệp trả lại khác, xem ở dưới." if count else ""


def accepted_sentence(reports: Sequence[FileReport]) -> str:
    """What was accepted and what was not, after the files left the screen."""
    at = settings.now_vietnam()
    said = f"Đã nhận {len(acceptable(reports))} tệp lúc {at:%H:%M}. Các trang đã dùng số liệu mới."
    names = [one.file for one in returned(reports)]
    return f"{said} Trả lại {len(names)} tệp: {words.joined(names)}." if names else said


# the letter --------------------------------------------------------------------------------


def letter(report: FileReport, known: Catalogue) -> str:
    """The text to paste into a mail: what is wrong in a returned file, and how to mend it."""
    return "\n".join(
        [
            f"Kính gửi {_addressee(report, known)},",
            "",
            f"Qua kiểm tra, tệp {report.file} cần sửa và gửi lại:",
            *_letter_lines(report),
            "",
            "Đề nghị sửa ngay trong bản đánh dấu gửi kèm (ô cần sửa đã được tô màu và ghi chú; "
            "trang “Kết quả kiểm tra” liệt kê đủ), lưu lại rồi gửi lại. Không cần xóa ghi chú và "
            "màu.",
            "",
            "Trân trọng.",
        ]
    )


def _addressee(report: FileReport, known: Catalogue) -> str:
    """Whom the file speaks of; where it speaks of many, whoever sent it."""
    units = {one.unit_id for one in report.tables if one.unit_id and known.has_unit(one.unit_id)}
    if len(units) != 1:
        return "quý đơn vị"
    unit = known.unit(units.pop())
    return unit.unit_name if unit.unit_level == "phong" else f"UBND {unit.unit_name}"


def _letter_lines(report: FileReport) -> list[str]:
    errors = _errors(report)
    lines = [f"- {place_in_words(one)}{one.message}" for one in errors[:LETTER_LINES]]
    more = len(errors) - LETTER_LINES
    return [*lines, *([f"- Còn {more} chỗ khác, xem bản đánh dấu."] if more > 0 else [])]


def place_in_words(finding: Finding) -> str:
    """ "Ô C12, trang “Mục tiêu”: "; empty for a finding on the whole file."""
    if not finding.sheet:
        return ""
    cell = f"ô {finding.cell}, " if finding.cell else ""
    return words.upper_first(f"{cell}trang “{finding.sheet}”: ")


# names -------------------------------------------------------------------------------------


def unit_name(unit: str | None, known: Catalogue) -> str | None:
    """A unit's name, illustrative ones marked; what nobody knows stays as it was said."""
    if unit is None:
        return None
    found = known.units_named(unit)
    if len(found) != 1:
        return words.upper_first(unit)
    mark = " (minh họa)" if found[0].illustrative else ""
    return words.upper_first(found[0].unit_name) + mark


def period_name(period_id: str | None) -> str | None:
    return words.period(period_id) if period_id else None


def form_title(form: str) -> str:
    return forms.BY_NAME[form].title


def named(names: Iterable[str | None]) -> str:
    """ "Xã A, Xã B và 13 khác"."""
    distinct = [name for name in dict.fromkeys(names) if name]
    if not distinct:
        return words.MISSING
    more = len(distinct) - NAMED
    return ", ".join(distinct[:NAMED]) + (f" và {more} khác" if more > 0 else "")


def place(finding: Finding) -> str:
    """ "Mục tiêu 2024!C12"."""
    if not finding.sheet:
        return words.MISSING
    return f"{finding.sheet}!{finding.cell}" if finding.cell else finding.sheet


def state(one: Received) -> str:
    """In use, or withdrawn when and by whom."""
    if one.withdrawn_at is None:
        return "Đang dùng"
    by = f", {one.withdrawn_by}" if one.withdrawn_by else ""
    return f"Đã thu hồi {one.withdrawn_at:%d/%m/%Y %H:%M}{by}"
