"""Workbooks ready to fill in: what is to be typed is marked, all else is locked and adds up live.

In: units, frameworks, a period, and plain rows of the queries (what is known of earlier periods).
Out: openpyxl workbooks that our own forms read back without a question. Must not know: the store,
or how a file that comes back is read; the headings of cchc.reports.layouts hold the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from cchc.catalogue import Band, Framework, Indicator, Unit
from cchc.model import cell_address, column_letter
from cchc.periods import parse_period_id, period_name
from cchc.reports import layouts as words
from cchc.reports.layouts import Line, Peers, Row, earlier, summed
from cchc.reports.official_sheet import (
    AGENCY,
    CODE,
    COUNT,
    INPUT_COUNT,
    INPUT_DATE,
    INPUT_NUMBER,
    INPUT_TEXT,
    INPUT_WORD,
    MUTED_NUMBER,
    MUTED_RATE,
    MUTED_TEXT,
    NUMBER,
    STRONG,
    STRONG_CODE,
    SUM,
    SUM_RATE,
    TEXT,
    Book,
    Formula,
    Head,
    Look,
    Page,
    Value,
    allow,
    finish_page,
    new_page,
    offer,
    write_header,
)

STRONG_NUMBER = Look(bold=True, across="right")
POINTS_ERROR = (
    "Điểm phải là số từ 0 đến điểm tối đa của dòng này. Không phát sinh thì ghi “Không áp dụng”, "
    "chưa chấm thì để trống."
)
PERCENT_ERROR = "Tỷ lệ phải là số từ 0 đến 100, ví dụ 85,25."
COUNT_ERROR = "Số lượng phải là số nguyên, không âm; không phát sinh thì ghi 0."
REACHED_ERROR = "Số đạt phải là số nguyên từ 0 đến tổng số ở ô bên trái."
STATUS_ERROR = "Hãy chọn một trong các trạng thái: Chưa thực hiện, Đang thực hiện, Hoàn thành."
PROGRESS_ERROR = "Phần trăm hoàn thành phải là số nguyên từ 0 đến 100."
DAY_ERROR = "Ngày hoàn thành phải là một ngày trong năm kế hoạch, ví dụ 15/09/{year}."
POINTS_ADVICE = (
    "Điền điểm vào các tiêu chí thành phần; điểm lĩnh vực, tổng điểm và chỉ số tự cộng. "
    "Không phát sinh: ghi “Không áp dụng” (điểm tối đa của dòng đó được bỏ khỏi mẫu số của chỉ số)."
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """Figures of an earlier round or period: its heading, and a value by code."""

    heading: str
    values: dict[str, Value] = field(default_factory=dict)


# score sheets ------------------------------------------------------------------------------


def score_rounds(period_id: str) -> tuple[str, ...]:
    """A year's sheet holds its rounds side by side; within the year it is a trial."""
    if parse_period_id(period_id).kind != "year":
        return ("trial",)
    return ("self", "appraised", "survey", "final")


def add_score_sheet(
    book: Book, unit: Unit, framework: Framework, period_id: str, before: Sequence[Earlier] = ()
) -> None:
    """One unit's framework, a column for each round, sums and index as live formulas."""
    rounds = score_rounds(period_id)
    indexed = [name for name in rounds if name != "survey"]
    trial = f"{words.TRIAL_TITLE} " if rounds == ("trial",) else ""
    title = f"BẢNG ĐIỂM {words.INDEX_NAME} {trial}{words.when(period_id)} - {unit.unit_name}"
    head = Head(words.agency_of(unit), title.upper(), unit.illustrative, (POINTS_ADVICE,))
    widths = [7, 48, 8, *[9] * len(rounds), 20, *[9] * len(indexed), *[9.5] * len(before)]
    page = new_page(book, "Bảng điểm", head, widths)
    top = page.row
    shown = [words.ROUND_HEADINGS[name] for name in rounds]
    bottom = write_header(
        page,
        [
            *("STT", words.NAME_HEADING, "Điểm tối đa"),
            *_over("Điểm đánh giá", len(rounds)),
            words.NOTE_HEADING,
            *_over("Chỉ số (%)", len(indexed)),
            *(earlier(one.heading) for one in before),
        ],
        [
            *(None, None, None),
            *shown,
            None,
            *(summed(words.ROUND_HEADINGS[name]) for name in indexed),
            *(None for _ in before),
        ],
    )
    lines = words.placed(framework, page.row)
    columns = {name: 4 + place for place, name in enumerate(rounds)}
    for line in lines:
        _score_line(page, line, columns, before)
    total = _score_total(page, words.tops(framework, lines), columns, framework)
    for place, name in enumerate(indexed):
        _add_index(page, columns[name], 5 + len(rounds) + place, lines, total)
    _allow_points(page, bottom + 1, total - 1, columns.values())
    finish_page(page, (top, bottom), 2)


def _over(heading: str, count: int) -> list[str | None]:
    """A heading over several columns."""
    return [heading, *[None] * (count - 1)]


def _score_line(page: Page, line: Line, columns: dict[str, int], before: Sequence[Earlier]) -> None:
    criterion, leaf = line.criterion, line.is_leaf
    page.put(1, criterion.criterion_code, CODE if leaf else STRONG_CODE)
    page.put(2, criterion.criterion_name, TEXT if leaf else STRONG)
    page.put(3, criterion.max_points, NUMBER if leaf else STRONG_NUMBER)
    for column in columns.values():
        if leaf:
            page.put(column, None, INPUT_NUMBER)
        else:
            page.put(column, _sum_of(column, line.children), SUM)
    note = 4 + len(columns)
    page.put(note, None, INPUT_TEXT if leaf else MUTED_TEXT)
    for column in range(note + 1, page.width - len(before) + 1):
        page.put(column, None, MUTED_NUMBER)
    for place, one in enumerate(before):
        column = page.width - len(before) + 1 + place
        page.put(column, one.values.get(criterion.criterion_code), MUTED_NUMBER)
    page.row += 1


def _score_total(
    page: Page, rows: tuple[int, ...], columns: dict[str, int], framework: Framework
) -> int:
    for column in range(1, page.width + 1):
        page.put(column, None, SUM)
    page.put(2, "Tổng cộng", STRONG)
    page.put(3, words.maximum_of(framework), STRONG_NUMBER)
    for column in columns.values():
        page.put(column, _sum_of(column, rows), SUM)
    page.row += 1
    return page.row - 1


def _sum_of(column: int, rows: Iterable[int]) -> Formula:
    """The children's sum; empty, not 0, while none of them holds a number."""
    cells = ",".join(_runs(column, rows))
    return Formula(f'=IF(COUNT({cells})=0,"",SUM({cells}))')


def _runs(column: int, rows: Iterable[int]) -> list[str]:
    """'D9', 'D12:D14' for rows 9, 12, 13, 14."""
    runs: list[list[int]] = []
    for row in sorted(rows):
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    letter = column_letter(column)
    return [
        f"{letter}{run[0]}:{letter}{run[-1]}" if len(run) > 1 else f"{letter}{run[0]}"
        for run in runs
    ]


def _add_index(page: Page, points: int, column: int, lines: Sequence[Line], total: int) -> None:
    """Points of what was scored, of its own maximum: what does not apply counts in neither."""
    everything = tuple(line.row for line in lines if line.is_leaf)
    areas = [(line.row, line.leaves) for line in lines if line.criterion.level in _INDEXED]
    for row, leaves in (*areas, (total, everything)):
        scored = "+".join(
            f'SUMIF({run},">=0",{run.replace(column_letter(points), "$C")})'
            for run in _runs(points, leaves)
        )
        cell = cell_address(row, points)
        page.put(column, Formula(f'=IF(ISNUMBER({cell}),{cell}/({scored}),"")'), SUM_RATE, row)


_INDEXED = ("component", "part")


def _allow_points(page: Page, first: int, last: int, columns: Iterable[int]) -> None:
    for column in columns:
        cell = cell_address(first, column)
        rule = (
            f"OR(AND(ISNUMBER({cell}),{cell}>=0,{cell}<=$C{first}),"
            f'{cell}="{words.NOT_APPLICABLE}",{cell}="{words.NOT_SCORED}")'
        )
        area = f"{cell}:{cell_address(last, column)}"
        allow(page, area, POINTS_ERROR, "custom", rule)


# service indicators ------------------------------------------------------------------------


def add_services(
    book: Book, unit: Unit, indicators: Sequence[Indicator], period_id: str, known: Sequence[Row]
) -> None:
    """A month's counts, in the period and since January; rates live, last report's beside.

    known: rows of `service_indicators` of this unit in the last period it reported.
    """
    title = f"KẾT QUẢ GIẢI QUYẾT TTHC, DỊCH VỤ CÔNG {words.when(period_id)} - {unit.unit_name}"
    head = Head(words.agency_of(unit), title.upper(), unit.illustrative)
    page = new_page(book, "Dịch vụ công", head, [4, 18, *[7, 7, 8.5, 9.5] * len(indicators)])
    whole = parse_period_id(period_id).kind in ("year", "since_january")
    tables = []
    for basis in words.BASES:
        if not (whole and basis == "in_period"):
            rows = {row["indicator_code"]: row for row in known if row["basis"] == basis}
            heading = words.basis_heading(basis, period_id)
            tables.append(_service_table(page, unit, heading, indicators, rows))
            page.row += 1
    finish_page(page, tables[0], 2)
    # Two tables on a page: rows frozen under the first header would cover the second.
    page.sheet.freeze_panes = "C1"


def _service_table(
    page: Page, unit: Unit, heading: str, indicators: Sequence[Indicator], known: dict[str, Row]
) -> tuple[int, int]:
    page.put(1, heading, Look(bold=True, is_bordered=False))
    page.sheet.cell(page.row, 1).alignment = _on_one_line()
    page.row += 1
    top = page.row
    last = _last_heading(known)
    first: list[str | None] = ["TT", "Đơn vị"]
    second: list[str | None] = [None, None]
    for one in indicators:
        first += _over(one.indicator_name, 4)
        second += ["Tổng số", "Đạt", "Tỷ lệ (%)", earlier(last)]
    bottom = write_header(page, first, second)
    _target_row(page, indicators, known)
    _count_row(page, unit, indicators, known)
    return top, bottom


def _on_one_line() -> object:
    from openpyxl.styles import Alignment

    return Alignment(horizontal="left", vertical="center", wrap_text=False)


def _last_heading(known: dict[str, Row]) -> str:
    period_id = next((str(row["period_id"]) for row in known.values()), None)
    return period_name(period_id) if period_id else "Kỳ trước"


def _target_row(page: Page, indicators: Sequence[Indicator], known: dict[str, Row]) -> None:
    page.put(1, None)
    page.put(2, "Chỉ tiêu", STRONG)
    for place, one in enumerate(indicators):
        row = known.get(one.indicator_code)
        text = words.target_text(row["comparator"], row["target_percent"]) if row else None
        for column in range(3 + 4 * place, 7 + 4 * place):
            page.put(column, None, MUTED_TEXT)
        page.put(5 + 4 * place, text, INPUT_TEXT if text is None else MUTED_TEXT)
    page.row += 1


def _count_row(
    page: Page, unit: Unit, indicators: Sequence[Indicator], known: dict[str, Row]
) -> None:
    page.put(1, 1, COUNT)
    page.put(2, words.capital(unit.unit_name))
    for place, one in enumerate(indicators):
        start = 3 + 4 * place
        of, reached = (cell_address(page.row, start + side) for side in (0, 1))
        page.put(start, None, INPUT_COUNT)
        page.put(start + 1, None, INPUT_COUNT)
        rate = f'=IF(AND(ISNUMBER({reached}),N({of})>0),{reached}/{of},"")'
        page.put(start + 2, Formula(rate), MUTED_RATE)
        row = known.get(one.indicator_code)
        percent = row["percent"] / 100 if row and row["percent"] is not None else None
        page.put(start + 3, percent, MUTED_RATE)
        allow(page, of, COUNT_ERROR, "whole", "0", "99999999")
        rule = f"AND(ISNUMBER({reached}),{reached}=INT({reached}),{reached}>=0,{reached}<={of})"
        allow(page, reached, REACHED_ERROR, "custom", rule)
    page.row += 1


# task progress -----------------------------------------------------------------------------

TASK_HEADINGS = ("Lĩnh vực", "Nhóm nội dung", "Nội dung số", "Việc số", "Nhiệm vụ")
REPORT_HEADINGS = ("Trạng thái", "% hoàn thành", "Kết quả", "Ngày hoàn thành")


def task_key(row: Row) -> tuple[object, ...]:
    """What tells an action of a plan from all others."""
    return row["area_code"], row["task_group"], row["number"], row["action_number"]


def add_tasks(
    book: Book, unit: Unit, plan: Unit, tasks: Sequence[Row], period_id: str, last: Sequence[Row]
) -> None:
    """The actions of a plan that a unit owes; last: what it reported of them (`task_reports`)."""
    title = f"TIẾN ĐỘ THỰC HIỆN NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH {words.when(period_id)}"
    head = Head(
        words.agency_of(unit),
        f"{title} - {unit.unit_name}".upper(),
        unit.illustrative,
        (plan_line(plan, str(tasks[0]["period_id"])),),
    )
    widths = [6, 10, 7, 6, 46, 20, 15, 13, 8, 20, 11.5, 11, 8]
    page = new_page(book, "Tiến độ nhiệm vụ", head, widths)
    before = {task_key(row): row for row in last}
    when = period_name(str(last[0]["period_id"])) if last else "kỳ trước"
    lead = [earlier("Cơ quan thực hiện"), earlier("Thời hạn")]
    known = [earlier(f"Trạng thái {when.lower()}"), earlier(f"% {when.lower()}")]
    bottom = write_header(page, [*TASK_HEADINGS, *lead, *REPORT_HEADINGS, *known])
    for task in tasks:
        _task_row(page, task, before.get(task_key(task)))
    _allow_progress(page, bottom + 1, page.row - 1, words.year_of(period_id))
    finish_page(page, (bottom, bottom), 4)


def plan_line(plan: Unit, period_id: str) -> str:
    """Whose plan is followed: the reader takes plan and year from it."""
    owner = plan.unit_name if plan.unit_level == "phong" else f"UBND {plan.unit_name}"
    return f"Theo Kế hoạch của {owner} năm {period_id[:4]}"


def _task_row(page: Page, task: Row, before: Row | None) -> None:
    page.put(1, task["area_code"], CODE)
    page.put(2, words.GROUPS.get(task["task_group"] or ""), TEXT)
    page.put(3, task["number"], CODE)
    page.put(4, task["action_number"], COUNT)
    page.put(5, task["action"], TEXT)
    page.put(6, task["lead"], MUTED_TEXT)
    page.put(7, task["deadline_text"], MUTED_TEXT)
    for column, look in enumerate((INPUT_WORD, INPUT_COUNT, INPUT_TEXT, INPUT_DATE), start=8):
        page.put(column, None, look)
    page.put(12, words.STATUSES.get(before["status"]) if before else None, MUTED_TEXT)
    page.put(13, before["progress_percent"] if before else None, COUNT_BEFORE)
    page.row += 1


COUNT_BEFORE = Look("muted", format="0", across="right")


def _allow_progress(page: Page, first: int, last: int, year: str) -> None:
    offer(page, f"H{first}:H{last}", tuple(words.STATUSES.values()), STATUS_ERROR)
    allow(page, f"I{first}:I{last}", PROGRESS_ERROR, "whole", "0", "100")
    days = f"DATE({year},1,1)", f"DATE({year},12,31)"
    allow(page, f"K{first}:K{last}", DAY_ERROR.format(year=year), "date", *days)


# satisfaction ------------------------------------------------------------------------------


def add_satisfaction(book: Book, peers: Peers, period_id: str, known: Sequence[Row] = ()) -> None:
    """SIPAS by unit: factors, the overall index and the number of forms.

    known: rows of `satisfaction` of these units in the last period surveyed.
    """
    title = f"MỨC ĐỘ HÀI LÒNG (SIPAS) {words.when(period_id)} {peers.name}"
    head = group_head(peers, title)
    factors = _factors(known)
    last = f"Chỉ số {known[0]['period_id']}" if known else "Chỉ số kỳ trước"
    page = new_page(book, "SIPAS", head, [5, 30, *[13] * len(factors), 13, 9, 11])
    top = page.row
    bottom = write_header(
        page,
        [
            *("TT", "Đơn vị", *_over("Yếu tố (%)", len(factors))),
            *("Chỉ số hài lòng chung (%)", "Số phiếu", earlier(last)),
        ],
        [None, None, *factors, None, None, None],
    )
    before = {row["unit_id"]: row["percent"] for row in known if row["factor_code"] == "SIPAS"}
    for place, unit in enumerate(peers.units, start=1):
        page.put(1, place, COUNT)
        page.put(2, words.capital(unit.unit_name))
        for column in range(3, 4 + len(factors)):
            page.put(column, None, INPUT_NUMBER)
        page.put(4 + len(factors), None, INPUT_COUNT)
        page.put(5 + len(factors), before.get(unit.unit_id), MUTED_NUMBER)
        page.row += 1
    last_row = page.row - 1
    letter = column_letter(3 + len(factors))
    allow(page, f"C{bottom + 1}:{letter}{last_row}", PERCENT_ERROR, "decimal", "0", "100")
    letter = column_letter(4 + len(factors))
    area = f"{letter}{bottom + 1}:{letter}{last_row}"
    allow(page, area, COUNT_ERROR, "whole", "0", "99999999")
    finish_page(page, (top, bottom), 2)


def _factors(known: Sequence[Row]) -> list[str]:
    """Last survey's factors in their order, else the five of the service block."""
    names = {str(row["factor_code"]): row["factor_name"] for row in known}
    found = [names[code] for code in sorted(names, key=lambda c: (len(c), c)) if code != "SIPAS"]
    return found or list(words.FACTORS)


def group_head(peers: Peers, title: str, *lines: str, has_legend: bool = True) -> Head:
    """The parent's head: it is the parent that surveys and publishes."""
    agency = words.agency_of(peers.parent)
    return Head(agency, title.upper(), peers.units[0].illustrative, lines, has_legend)


# rankings ----------------------------------------------------------------------------------

DECISION_LINE = "(Kèm theo Quyết định số ……/QĐ-UBND ngày …… tháng …… năm ……)"


def add_ranking(
    book: Book,
    peers: Peers,
    framework: Framework,
    period_id: str,
    known: Sequence[Row] = (),
) -> None:
    """A group's ranking for who publishes it: points by area in, total, index, rank and class out.

    known: rows of `rank_units` of the year before.
    """
    areas = [one for one in framework.criteria if one.level == "component"]
    title = f"KẾT QUẢ XẾP HẠNG {words.INDEX_NAME} {peers.name} {words.when(period_id)}"
    head = group_head(peers, title, DECISION_LINE)
    count = len(areas)
    page = new_page(book, "Xếp hạng", head, [4, 22, *[11.5] * count, 9, 9, 7, 10, 10, 9, 8])
    page.put(1, DECISION_LINE, _input(AGENCY), row=5)
    year = str(known[0]["period_id"]) if known else "năm trước"
    top = page.row
    tail = ("Tổng điểm", "Chỉ số (%)", "Xếp hạng", "Xếp loại", "Điểm tối đa áp dụng")
    before = (earlier(f"Chỉ số {year}"), earlier(f"Hạng {year}"))
    bottom = write_header(
        page,
        ["TT", "Đơn vị", *_over("Điểm đạt được theo lĩnh vực", count), *tail, *before],
        [None, None, *(one.criterion_name for one in areas), *[None] * 7],
    )
    page.put(1, None)
    page.put(2, "Điểm tối đa", STRONG)
    maxima = [*(one.max_points for one in areas), words.maximum_of(framework)]
    for column, maximum in enumerate(maxima, start=3):
        page.put(column, maximum, STRONG_NUMBER)
    for column in range(4 + count, page.width + 1):
        page.put(column, None, MUTED_TEXT)
    page.row += 1
    span = (page.row, page.row + len(peers.units) - 1)
    last = {row["unit_id"]: row for row in known}
    for place, unit in enumerate(peers.units, start=1):
        _ranking_row(page, place, unit, count, span, framework.bands)
        _ranking_before(page, count, maxima[-1], last.get(unit.unit_id))
    letter = column_letter(2 + count)
    rule = f"AND(ISNUMBER(C{span[0]}),C{span[0]}>=0,C{span[0]}<=C${bottom + 1})"
    allow(page, f"C{span[0]}:{letter}{span[1]}", POINTS_OF_AREA_ERROR, "custom", rule)
    finish_page(page, (top, bottom), 2)


POINTS_OF_AREA_ERROR = "Điểm phải là số từ 0 đến điểm tối đa của lĩnh vực (dòng “Điểm tối đa”)."


def _input(look: Look) -> Look:
    return Look("input", look.bold, "@", look.across, is_input=True, is_bordered=False)


def _ranking_row(
    page: Page,
    place: int,
    unit: Unit,
    count: int,
    span: tuple[int, int],
    bands: Sequence[Band],
) -> None:
    row, total, index = page.row, column_letter(3 + count), column_letter(4 + count)
    page.put(1, place, COUNT)
    page.put(2, words.capital(unit.unit_name))
    for column in range(3, 3 + count):
        page.put(column, None, INPUT_NUMBER)
    points = f"C{row}:{column_letter(2 + count)}{row}"
    page.put(3 + count, Formula(f'=IF(COUNT({points})=0,"",SUM({points}))'), SUM)
    applicable = f"{column_letter(7 + count)}{row}"
    rate = f'=IF(AND(ISNUMBER({total}{row}),N({applicable})>0),{total}{row}/{applicable},"")'
    page.put(4 + count, Formula(rate), SUM_RATE)
    ranked = f"{index}${span[0]}:{index}${span[1]}"
    rank = f'=IF(ISNUMBER({index}{row}),RANK({index}{row},{ranked}),"")'
    page.put(5 + count, Formula(rank), Look("muted", bold=True, format="0", across="center"))
    page.put(6 + count, _band(f"{index}{row}", bands), MUTED_TEXT if bands else INPUT_WORD)


def _band(cell: str, bands: Sequence[Band]) -> Formula | None:
    """The class by the framework's cut-offs, lowest first, as LOOKUP needs them."""
    if not bands:
        return None
    rising = sorted(bands, key=lambda band: band.min_percent)
    cuts = ";".join(f"{band.min_percent.normalize():f}" for band in rising)
    names = ";".join('"' + band.band_name.replace('"', '""') + '"' for band in rising)
    # Half a millionth: binary 0.8*100 may fall just short of the cut-off 80.
    value = f"ROUND({cell}*100,6)"
    return Formula(f'=IF(ISNUMBER({cell}),LOOKUP({value},{{{cuts}}},{{{names}}}),"")')


def _ranking_before(page: Page, count: int, maximum: Decimal | None, last: Row | None) -> None:
    page.put(7 + count, maximum, INPUT_NUMBER)
    percent = last["percent"] / 100 if last and last["percent"] is not None else None
    page.put(8 + count, percent, MUTED_RATE)
    page.put(9 + count, last["rank"] if last else None, COUNT_BEFORE)
    page.row += 1
