"""Tables found → facts and findings.

In: a workbook, the catalogue and the caller's hints. Out: all that it says, each fact with its
cell. Knows nothing of stores, of other workbooks, or of what is accepted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cchc.catalogue import Catalogue
from cchc.forms import BY_NAME
from cchc.marks import is_own_sheet
from cchc.model import (
    Cell,
    Fact,
    Finding,
    Normalised,
    Sheet,
    TableFound,
    Workbook,
    column_letter,
)
from cchc.normalise import (
    catalogs,
    explain,
    frameworks,
    remarks,
    reporting,
    results,
    scores,
    services,
    tasks,
)
from cchc.normalise.rows import Reading
from cchc.normalise.scope import Hints, Scope, read_scope, read_sender
from cchc.periods import find_decision, period_name
from cchc.recognise import recognise
from cchc.recognise.nearly import head_text, near_tables
from cchc.text import clean

SHAPES: dict[str, Callable[[Reading], None]] = {
    "component_summary": results.component_summary,
    "district_result": results.district_result,
    "leaders_survey": results.leaders_survey,
    "unit_ranking": results.unit_ranking,
    "unit_targets": results.unit_targets,
    "satisfaction": results.satisfaction,
    "criteria_targets": tasks.criteria_targets,
    "plan_tasks": tasks.plan_tasks,
    "task_progress": tasks.task_progress,
    "score_sheet": scores.score_sheet,
    "service_indicators": services.service_indicators,
    "reporting_calendar": reporting.reporting_calendar,
    "unit_list": catalogs.unit_list,
    "unit_lineage": catalogs.unit_lineage,
    "indicator_list": catalogs.indicator_list,
    "framework_definition": frameworks.framework_definition,
    "framework_bands": frameworks.framework_bands,
}
MOST_ROWS_SAID, MOST_SHEETS_ASKED = 10, 5
MOST_CELLS_AT_HAND = 50_000
LATEST_YEAR = 2100
NO_CELLS = (
    "Các trang của tệp đều trống, không có ô nào chứa số liệu (biểu đồ, hình vẽ không đọc được). "
    "Hãy kiểm tra lại tệp gốc rồi gửi lại."
)
NOTHING_TO_STORE = {"nothing_filled", "empty_table"}
# Their columns are headed by their own years; the title may well name both.
PERIOD_IN_COLUMNS = {"component_summary", "score_sheet"}
# What a unit reports of itself: the district in the head may only be whom it reports to.
OF_ONE_UNIT = {"score_sheet", "service_indicators", "task_progress"}
# Reported month by month: a title that gives the year alone may have left the month to the name.
MONTHLY = {"service_indicators", "task_progress"}
# Each row of these names its own unit and period.
SELF_EXPLAINING = {"reporting_calendar", *catalogs.ORDER}


def normalise(workbook: Workbook, catalogue: Catalogue, hints: Hints | None = None) -> Normalised:
    """Facts and findings of one workbook."""
    result = Normalised(findings=remarks.notes(workbook))
    found: list[TableFound] = []
    own = tuple(_at_hand(sheet) for sheet in workbook.sheets if not is_own_sheet(sheet))
    workbook = replace(workbook, sheets=own)
    for sheet in workbook.sheets:
        tables = recognise(sheet, catalogue.layouts)
        result.sender = result.sender or read_sender(tables, catalogue)
        if sheet.hidden:
            _say_hidden_sheet(result, sheet.name, tables)
            continue
        found += tables
        _say_near_tables(result, sheet, tables)
    for table in catalogs.in_order(found, hints or Hints()):
        facts = _add_table(result, workbook, table, catalogue, hints or Hints())
        # The workbook's own units and criteria hold for the tables after them.
        catalogue = catalogs.with_own(catalogue, facts)
    result.findings = _said_once(result.findings)
    result.findings += catalogs.disagreements(result.facts)
    if not result.facts:
        _refuse_unfilled(result)
    if not result.tables and not any(one.level == "error" for one in result.findings):
        _say_no_table(result, workbook)
    return result


def _said_once(findings: list[Finding]) -> list[Finding]:
    """What two tables say of the same cell, such as the title above both, is said once."""
    return list({one if one.cell else id(one): one for one in findings}.values())


def _at_hand(sheet: Sheet) -> Sheet:
    """A sheet whose cells are made once, not each time that one is looked at.

    A long sheet's stay packed: 900,000 cells take 20 MB so, and 300 MB as objects.
    """
    few = len(sheet.cells) <= MOST_CELLS_AT_HAND
    return replace(sheet, cells=dict(sheet.cells)) if few else sheet


def _add_table(
    result: Normalised, workbook: Workbook, table: TableFound, catalogue: Catalogue, hints: Hints
) -> list[Fact]:
    scope = read_scope(workbook, table, catalogue, hints)
    facts: list[Fact] = []
    findings: list[Finding] = []
    reading = Reading(table, scope, catalogue.in_period(scope.period_id), facts, findings)
    if table.form in SELF_EXPLAINING or _has_scope(reading, scope):
        _say_hidden_rows(reading)
        SHAPES[BY_NAME[table.form].shape](reading)
        _say_other_units(reading)
        _add_decisions(reading)
        _say_what_was_not_used(reading)
    result.facts += facts
    result.findings += findings
    result.questions += reading.questions
    result.tables.append(explain.table_read(table, scope, facts))
    return facts


def _refuse_unfilled(result: Normalised) -> None:
    """A file of which nothing can be stored is no report: accepting it would count as one."""
    result.findings = [
        replace(one, level="error") if one.code in NOTHING_TO_STORE else one
        for one in result.findings
    ]


def _add_decisions(reading: Reading) -> None:
    """The decision that the title cites, for every result published in the table."""
    decision = reading.scope.decision
    if decision is None:
        return
    title = _citing_cell(reading, decision.number)
    published = {
        (fact.values["unit_id"], fact.values["period_id"]): None
        for fact in reading.facts
        if fact.table == "score" and fact.values["round"] == "published"
    }
    for unit_id, period_id in published:
        place = (unit_id, period_id, decision.number)
        reading.fact(
            "decision",
            title,
            place,
            place,
            unit_id=unit_id,
            period_id=period_id,
            number=decision.number,
            issued_on=decision.issued_on,
        )


def _citing_cell(reading: Reading, number: str) -> Cell:
    """The cell above the table that gives the number; its date may stand in the next one."""
    for place, cell in sorted(reading.table.sheet.cells.items()):
        cited = find_decision(clean(str(cell.value))) if place[0] < reading.table.area.top else None
        if cited is not None and cited.number == number:
            return cell
    # The number itself is spread over cells: the sheet's first cell stands for its whole head.
    return reading.table.sheet.cells[min(reading.table.sheet.cells)]


def _say_what_was_not_used(reading: Reading) -> None:
    """No row and no column of a table is left out in silence."""
    addresses = [fact.cell for fact in reading.facts] + [one.cell for one in reading.findings]
    told = {reading.table.line_of(address) for address in addresses if address}
    silent = [
        row for row in reading.table.rows if row not in told | reading.passed | reading.left_blank
    ]
    for row in silent[:MOST_ROWS_SAID]:
        texts = reading.texts(row)
        line = f"Cột {column_letter(row)}" if reading.table.turned else f"Dòng {row}"
        message = (
            f"{line} (“{' · '.join(texts)[:80]}”) không đọc được vào bảng nên không được dùng. "
            "Hãy kiểm tra số thứ tự, tên đơn vị và số liệu ở đó."
        )
        reading.found("warning", "row_not_used", reading.first_cell(row), message)
    if len(silent) > MOST_ROWS_SAID:
        message = f"Còn {len(silent) - MOST_ROWS_SAID} dòng khác cũng không được dùng."
        reading.found("warning", "row_not_used", None, message)
    _say_unused_columns(reading)
    _say_left_blank(reading)
    if (
        not reading.facts
        and not reading.left_blank
        and not any(one.level == "error" for one in reading.findings)
    ):
        message = "Bảng này không có số liệu nào được dùng. Hãy kiểm tra lại các dòng của bảng."
        reading.found("warning", "empty_table", reading.first_cell(reading.table.area.top), message)


def _say_left_blank(reading: Reading) -> None:
    """What was not filled in is neither zero nor lost: it is said."""
    if reading.unsaved:
        message = (
            f"{len(reading.unsaved)} ô cộng, ô tỷ lệ chưa có kết quả vì tệp chưa được Excel tính "
            "lại; hệ thống tự tính từ các ô đã nhập."
        )
        reading.found("note", "sums_not_calculated", None, message)
    if not reading.left_blank:
        return
    first = reading.first_cell(min(reading.left_blank))
    if reading.facts:
        message = f"{len(reading.left_blank)} dòng để trống, coi là chưa báo cáo (không phải 0)."
        reading.found("note", "rows_left_blank", first, message)
    elif not any(one.level == "error" for one in reading.findings):
        message = (
            "Bảng đúng mẫu nhưng chưa điền số liệu nào. Hãy điền vào các ô nhập (nền vàng nhạt) "
            "rồi gửi lại."
        )
        reading.found("warning", "nothing_filled", first, message)


def _say_unused_columns(reading: Reading) -> None:
    for column, cell in explain.unused_columns(reading.table):
        label = head_text(reading.table.heads.get(column, ())) or "không có tiêu đề"
        message = (
            f"Cột “{label}” không được dùng. Hãy sửa tiêu đề cột nếu cần số liệu ở cột này, hoặc "
            "chỉ rõ ý nghĩa của cột."
        )
        reading.found("warning", "column_not_used", cell, message)
        reading.questions.append(explain.column_question(reading.table, column))


def _has_scope(reading: Reading, scope: Scope) -> bool:
    corner = reading.at(reading.table.area.top, reading.table.area.left)
    if scope.unit is None:
        _say_no_unit(reading, corner)
    if scope.year is not None and not 2000 <= scope.year <= LATEST_YEAR:
        message = f"Năm {scope.year} ở tiêu đề không hợp lý. Hãy sửa lại kỳ số liệu."
        reading.found("error", "period_unlikely", corner, message)
        return False
    _say_other_periods(reading, corner)
    if scope.period_id is None:
        message = (
            "Không tìm thấy kỳ số liệu (năm, tháng). Hãy ghi kỳ ở tiêu đề, ví dụ “tháng 9/2024”."
        )
        reading.found("error", "no_period", corner, message)
        reading.questions.append(explain.period_question(reading.table))
    return scope.unit is not None and scope.period_id is not None


def _say_no_unit(reading: Reading, corner: Cell | None) -> None:
    doubt = reading.scope.doubt
    question = explain.unit_question(reading.table, reading.scope, reading.catalogue)
    reading.questions.append(question)
    if doubt is None:
        message = (
            "Không tìm thấy tên đơn vị trong bảng, tên trang hay tên tệp. Hãy ghi tên đơn vị ở "
            "tiêu đề."
        )
        reading.found("error", "no_unit", corner, message)
        return
    code = "ambiguous_unit" if doubt.fits else "unknown_unit"
    message = explain.doubt_sentence(reading.table, doubt)
    cell = question.cell or (corner.address if corner else None)
    reading.findings.append(Finding("error", code, message, reading.table.sheet.name, cell))


def _say_other_units(reading: Reading) -> None:
    """Another unit in the sheet's or file's name than the one whose figures these are to be.

    A unit right below the one in the head is likely the one that reports: that is asked.
    """
    if not reading.scope.named_elsewhere:
        return
    unit, table = reading.unit, reading.table
    own = [fact.values.get("unit_id") == unit.unit_id for fact in reading.facts]
    if own and not any(own):
        return
    corner = reading.at(table.area.top, table.area.left)
    of_one = BY_NAME[table.form].shape in OF_ONE_UNIT and all(own)
    for place, other in reading.scope.named_elsewhere:
        said = f"Tiêu đề ghi {unit.unit_name}, {place} ghi {other.unit_name}"
        if of_one and other.parent_id == unit.unit_id:
            message = f"{said}: chưa rõ số liệu của đơn vị nào. Hãy ghi tên đơn vị ở tiêu đề."
            reading.found("error", "unit_disagrees", corner, message)
            question = explain.either_unit_question(table, [other, unit], reading.catalogue)
            reading.questions.append(question)
            return
        message = f"{said}: đang dùng {unit.unit_name}. Hãy kiểm tra."
        reading.found("warning", "unit_disagrees", corner, message)


def _say_other_periods(reading: Reading, corner: Cell | None) -> None:
    """Another period than the one used: in the file's name, the sheet's, or the same line."""
    scope = reading.scope
    used = period_name(scope.period_id or "").lower() if scope.period_id else ""
    for place, other in (
        ("tên tệp", scope.file_period_id),
        ("tên trang", scope.sheet_period_id),
    ):
        if other is not None:
            message = (
                f"Tiêu đề ghi {used}, {place} ghi {period_name(other).lower()}: đang dùng kỳ ở "
                "tiêu đề. Hãy kiểm tra."
            )
            reading.found("warning", "period_disagrees", corner, message)
    if scope.month_elsewhere and BY_NAME[reading.table.form].shape in MONTHLY:
        message = (
            f"Tiêu đề chỉ ghi {used}, tên trang hoặc tên tệp ghi {scope.month_elsewhere}: đang "
            "dùng cả năm. Hãy ghi tháng ở tiêu đề, hoặc chọn kỳ khi nhập."
        )
        reading.found("warning", "period_disagrees", corner, message)
    if scope.other_period_id is not None and reading.table.form not in PERIOD_IN_COLUMNS:
        message = (
            f"Tiêu đề ghi cả {used} và {period_name(scope.other_period_id).lower()}: đang dùng "
            f"{used}. Hãy ghi một kỳ ở tiêu đề, hoặc chọn kỳ khi nhập."
        )
        reading.found("warning", "two_periods", corner, message)


def _say_hidden_sheet(result: Normalised, name: str, tables: list[TableFound]) -> None:
    if tables:
        message = (
            f"Trang “{name}” đang ẩn nên không được dùng. Hãy bỏ ẩn trang nếu cần nhập số liệu."
        )
        result.findings.append(Finding("warning", "hidden_sheet", message, name))


def _say_hidden_rows(reading: Reading) -> None:
    sheet, area = reading.table.sheet, reading.table.area
    rows = sorted(r for r in sheet.hidden_rows if r in reading.table.rows)
    columns = sorted(c for c in sheet.hidden_columns if area.left <= c <= area.right)
    if reading.table.turned:
        rows, columns = columns, rows
    if rows or columns:
        message = (
            f"Bảng có {len(rows)} dòng và {len(columns)} cột đang ẩn; số liệu ở đó vẫn được đọc. "
            "Hãy kiểm tra lại trước khi nhận."
        )
        reading.found("warning", "hidden_cells", None, message)


def _say_near_tables(result: Normalised, sheet: Sheet, tables: list[TableFound]) -> None:
    """Headers that are nearly a form's: their tables are not read, and that is said."""
    for near in near_tables(sheet, tables):
        message = (
            f"Dòng {near.row} của trang “{sheet.name}” {near.sentence}. Bảng này chưa được đọc. "
            "Hãy sửa tiêu đề cột, hoặc chỉ rõ dòng tiêu đề và ý nghĩa các cột."
        )
        cell = near.cells.split(":")[0]
        result.findings.append(Finding("warning", "near_table", message, sheet.name, cell))
        result.questions.append(explain.near_question(sheet, near))


def _say_no_table(result: Normalised, workbook: Workbook) -> None:
    """No table in the file: the nearest header says what it lacks, else what is looked for."""
    near = next((one for one in result.findings if one.code == "near_table"), None)
    if near is not None:
        position = result.findings.index(near)
        result.findings[position] = replace(near, level="error", code="no_known_table")
        return
    if not any(sheet.cells for sheet in workbook.sheets):
        result.findings.append(Finding("error", "no_known_table", NO_CELLS))
        return
    result.findings.append(_no_table())
    sheets = [one for one in workbook.sheets if one.cells and not one.hidden]
    result.questions += [explain.table_question(sheet) for sheet in sheets[:MOST_SHEETS_ASKED]]


def _no_table() -> Finding:
    message = (
        "Không nhận ra bảng nào trong tệp. Hãy kiểm tra dòng tiêu đề cột (ví dụ STT, Chỉ số thành "
        "phần, Điểm tối đa, Nhiệm vụ, Cơ quan thực hiện) hoặc gửi đúng mẫu."
    )
    return Finding("error", "no_known_table", message)
