"""Stored figures in the layouts that offices send: what leaves this way can be imported unchanged.

In: plain rows of the queries. Out: openpyxl sheets with values as they stand, never recalculated:
a published total that its parts do not make goes out as it came. Must not know the store. Choosing
the layout that carries a row is `cchc.exporting`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from cchc.catalogue import Framework, Unit
from cchc.reports import layouts as words
from cchc.reports.layouts import Peers, Row
from cchc.reports.official_sheet import (
    CODE,
    COUNT,
    STRONG,
    STRONG_CODE,
    TEXT,
    Book,
    Head,
    Look,
    Page,
    Value,
    finish_page,
    new_page,
    write_header,
)
from cchc.reports.templates import REPORT_HEADINGS, TASK_HEADINGS, group_head, plan_line

FIGURE = Look(format="#,##0.00##", across="right")
PERCENT = Look(format="0.00####%", across="right")
TALLY = Look(across="right")
DAY = Look(format="dd/mm/yyyy", across="center")
TOTAL_NAME = "Chỉ số cải cách hành chính"


def as_share(percent: Decimal | None) -> Decimal | None:
    """70,52 % as Excel keeps it under a % format, where no reader can take it for 0,7052 %."""
    return None if percent is None else percent / 100


def _open(book: Book, name: str, head: Head, widths: Sequence[float]) -> Page:
    return new_page(book, name, head, widths)


def _head(unit: Unit, title: str, *lines: str) -> Head:
    return Head(words.agency_of(unit), title.upper(), unit.illustrative, lines, has_legend=False)


def _close(page: Page, top: int, bottom: int) -> None:
    finish_page(page, (top, bottom), 2, is_locked=False)


# score sheets ------------------------------------------------------------------------------


def add_scores(
    book: Book, unit: Unit, framework: Framework, year: str, rounds: dict[str, dict[str, Row]]
) -> None:
    """Rounds that agree in maxima and notes, side by side: a value by round and criterion."""
    trial = f"{words.TRIAL_TITLE} " if "trial" in rounds else ""
    title = f"BẢNG ĐIỂM {words.INDEX_NAME} {trial}{words.when(year)} - {unit.unit_name}"
    head = _head(unit, title)
    page = _open(book, "Bảng điểm", head, [8, 60, 10, *[13] * len(rounds), 30])
    shown = [words.ROUND_HEADINGS[name] for name in rounds]
    bottom = write_header(
        page, ["STT", words.NAME_HEADING, "Điểm tối đa", *shown, words.NOTE_HEADING]
    )
    for one in framework.criteria:
        leaf = framework.is_leaf(one.criterion_code)
        names = (one.criterion_code, one.criterion_name)
        _score_row(page, names, rounds, (CODE, TEXT) if leaf else (STRONG_CODE, STRONG))
    _score_row(page, ("total", "Tổng cộng"), rounds, (STRONG_CODE, STRONG))
    _close(page, bottom, bottom)


def _score_row(
    page: Page, names: tuple[str, str], rounds: dict[str, dict[str, Row]], looks: tuple[Look, Look]
) -> None:
    found = [rows[names[0]] for rows in rounds.values() if names[0] in rows]
    if not found:
        return
    page.put(1, None if names[0] == "total" else names[0], looks[0])
    page.put(2, names[1], looks[1])
    page.put(3, found[0]["max_points"], FIGURE)
    for column, rows in enumerate(rounds.values(), start=4):
        row = rows.get(names[0])
        page.put(column, _score(row) if row else None, FIGURE)
    page.put(4 + len(rounds), found[0]["note"])
    page.row += 1


def _score(row: Row) -> Value:
    if row["status"] == "not_applicable":
        return words.NOT_APPLICABLE
    return words.NOT_SCORED if row["points"] is None else Decimal(row["points"])


# monthly reports ---------------------------------------------------------------------------


def add_services(book: Book, unit: Unit, period_id: str, rows: Sequence[Row]) -> None:
    """A table for each basis; rows of `service_indicators` of one unit and period."""
    title = f"KẾT QUẢ GIẢI QUYẾT TTHC, DỊCH VỤ CÔNG {words.when(period_id)} - {unit.unit_name}"
    most = max(sum(1 for row in rows if row["basis"] == basis) for basis in words.BASES)
    page = _open(book, "Dịch vụ công", _head(unit, title), [5, 24, *[10, 10, 12] * most])
    top = page.row + 1
    for basis in words.BASES:
        held = [row for row in rows if row["basis"] == basis]
        if held:
            _service_table(page, unit, words.basis_heading(basis, period_id), held)
    _close(page, top, top + 1)
    page.sheet.freeze_panes = "C1"


def _service_table(page: Page, unit: Unit, heading: str, rows: Sequence[Row]) -> None:
    page.put(2, heading, Look(bold=True, is_bordered=False))
    page.sheet.merge_cells(
        start_row=page.row, start_column=2, end_row=page.row, end_column=page.width
    )
    page.row += 1
    first: list[str | None] = ["TT", "Đơn vị"]
    second: list[str | None] = [None, None]
    for row in rows:
        first += [row["indicator_name"], None, None]
        second += ["Tổng số", "Đạt", "Tỷ lệ (%)"]
    write_header(page, first, second)
    page.put(2, "Chỉ tiêu", STRONG)
    page.put(2, words.capital(unit.unit_name), row=page.row + 1)
    page.put(1, 1, COUNT, row=page.row + 1)
    for place, row in enumerate(rows):
        start = 3 + 3 * place
        target = words.target_text(row["comparator"], row["target_percent"])
        page.put(start + 2, target)
        below = page.row + 1
        page.put(start, row["denominator"], TALLY, below)
        page.put(start + 1, row["numerator"], TALLY, below)
        page.put(start + 2, as_share(stored_percent(row["percent"])), PERCENT, below)
    page.row += 3


def stored_percent(percent: Decimal | None) -> Decimal | None:
    """A percentage that was printed; one that a query worked out has more than six decimals."""
    if percent is None or percent != round(percent, 6):
        return None
    return percent


def add_task_reports(
    book: Book, unit: Unit, plan: Unit, period_id: str, rows: Sequence[Row]
) -> None:
    """Progress on one plan; rows of `task_reports` of one unit, period and plan."""
    title = f"TIẾN ĐỘ THỰC HIỆN NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH {words.when(period_id)}"
    line = plan_line(plan, str(rows[0]["plan_period_id"]))
    head = _head(unit, f"{title} - {unit.unit_name}", line)
    page = _open(book, "Tiến độ nhiệm vụ", head, [8, 14, 9, 7, 60, 16, 10, 30, 14])
    bottom = write_header(page, [*TASK_HEADINGS, *REPORT_HEADINGS])
    for row in rows:
        page.put(1, row["area_code"], CODE)
        page.put(2, words.GROUPS.get(row["task_group"] or ""))
        page.put(3, row["number"], CODE)
        page.put(4, row["action_number"], COUNT)
        page.put(5, row["action"])
        page.put(6, words.STATUSES[row["status"]])
        page.put(7, *_progress(row["progress_percent"]))
        page.put(8, row["result"])
        page.put(9, row["done_on"], DAY)
        page.row += 1
    _close(page, bottom, bottom)


def _progress(percent: Decimal | None) -> tuple[Value, Look]:
    """A whole number is a percentage there; a broken one needs its sign."""
    if percent is None or percent == int(percent):
        return (None if percent is None else int(percent)), COUNT
    return as_share(percent), PERCENT


# surveys and rankings ----------------------------------------------------------------------


def add_satisfaction(book: Book, peers: Peers, period_id: str, rows: Sequence[Row]) -> None:
    """SIPAS of the units that have it; rows of `satisfaction` of one period."""
    codes = sorted({str(row["factor_code"]) for row in rows} - {"SIPAS"}, key=lambda c: (len(c), c))
    names = {str(row["factor_code"]): str(row["factor_name"]) for row in rows}
    title = f"MỨC ĐỘ HÀI LÒNG (SIPAS) {words.when(period_id)} {peers.name}"
    head = group_head(peers, title, has_legend=False)
    page = _open(book, "SIPAS", head, [6, 36, *[14] * len(codes), 16, 12])
    top = page.row
    bottom = write_header(
        page,
        [
            *("TT", "Đơn vị", "Yếu tố (%)", *[None] * (len(codes) - 1)),
            *("Chỉ số hài lòng chung (%)", "Số phiếu"),
        ],
        [None, None, *(names[code] for code in codes), None, None],
    )
    figures = {(row["unit_id"], str(row["factor_code"])): row for row in rows}
    for place, unit in enumerate(_with_figures(peers, rows), start=1):
        page.put(1, place, COUNT)
        page.put(2, words.capital(unit.unit_name))
        held = [figures.get((unit.unit_id, code)) for code in (*codes, "SIPAS")]
        for column, row in enumerate(held, start=3):
            page.put(column, as_share(row["percent"]) if row else None, PERCENT)
        counts = [row["respondents"] for row in held if row and row["respondents"] is not None]
        page.put(4 + len(codes), counts[0] if counts else None, TALLY)
        page.row += 1
    _close(page, top, bottom)


def _with_figures(peers: Peers, rows: Iterable[Row]) -> list[Unit]:
    held = {row["unit_id"] for row in rows}
    return [unit for unit in peers.units if unit.unit_id in held]


def add_ranking(
    book: Book,
    peers: Peers,
    framework: Framework,
    period_id: str,
    rows: Sequence[Row],
    *,
    cited: Sequence[str],
) -> None:
    """Published points, index, rank and class; rows of `facts`, round published, of one period."""
    held = {row["criterion_code"] for row in rows}
    areas = [one for one in framework.criteria if one.criterion_code in held]
    title = f"KẾT QUẢ XẾP HẠNG {words.INDEX_NAME} {peers.name} {words.when(period_id)}"
    head = group_head(peers, title, *cited, has_legend=False)
    page = _open(book, "Xếp hạng", head, [6, 36, *[14] * len(areas), 11, 12, 11, 13, 12])
    top = page.row
    over = ["Điểm đạt được theo lĩnh vực", *[None] * (len(areas) - 1)] if areas else []
    tail = ("Tổng điểm", "Chỉ số (%)", "Xếp hạng", "Xếp loại", "Điểm tối đa áp dụng")
    names = [one.criterion_name for one in areas]
    bottom = write_header(page, ["TT", "Đơn vị", *over, *tail], [None, None, *names, *[None] * 5])
    figures = {(row["unit_id"], row["criterion_code"]): row for row in rows}
    for place, unit in enumerate(_with_figures(peers, rows), start=1):
        page.put(1, place, COUNT)
        page.put(2, words.capital(unit.unit_name))
        for column, one in enumerate(areas, start=3):
            row = figures.get((unit.unit_id, one.criterion_code))
            page.put(column, row["points"] if row else None, FIGURE)
        _published_total(page, 3 + len(areas), figures.get((unit.unit_id, "total")))
        page.row += 1
    _close(page, top, bottom)


def _published_total(page: Page, start: int, row: Row | None) -> None:
    if row is not None:
        page.put(start, row["points"], FIGURE)
        page.put(start + 1, as_share(row["percent"]), PERCENT)
        page.put(start + 2, rank_text(row), CODE)
        page.put(start + 3, row["published_class"])
        page.put(start + 4, row["max_points"], FIGURE)


def rank_text(row: Row) -> str | None:
    """'04/11' as a text, which no spreadsheet makes a date."""
    rank, of = row["published_rank"], row["published_rank_of"]
    if rank is None:
        return None
    return f"{rank:02d}/{of:02d}" if of is not None else str(rank)


# one unit's published results and targets --------------------------------------------------


def add_parts(
    book: Book, unit: Unit, period_id: str, rows: Sequence[Row], *, cited: Sequence[str]
) -> None:
    """Parts of a published result; the index row last, where it was published with a note."""
    title = f"KẾT QUẢ {words.INDEX_NAME} {words.when(period_id)} {unit.unit_name}"
    page = _open(book, "Kết quả", _head(unit, title, *cited), [8, 70, 12, 14, 40])
    bottom = write_header(page, ["STT", "Nội dung", "Điểm tối đa", "Điểm đạt được", "Ghi chú"])
    for row in sorted(rows, key=lambda row: row["level"] == "total"):
        if row["level"] == "total":
            page.put(2, TOTAL_NAME, STRONG)
            value = row["points"] if row["points"] is not None else as_share(row["percent"])
            page.put(4, value, FIGURE if row["points"] is not None else PERCENT)
        else:
            page.put(1, row["criterion_code"], CODE)
            page.put(2, row["criterion_name"])
            page.put(3, row["max_points"], FIGURE)
            page.put(4, row["points"], FIGURE)
        page.put(5, row["note"])
        page.row += 1
    _close(page, bottom, bottom)


def add_components(
    book: Book, unit: Unit, years: tuple[str, str], results: Sequence[Row], targets: Sequence[Row]
) -> None:
    """Components of one year or targets of the next: the other side stays empty."""
    what = words.when(years[0]) if results else f"VÀ MỤC TIÊU {words.when(years[1])}"
    title = f"CÁC CHỈ SỐ THÀNH PHẦN {words.INDEX_NAME} {what} - {unit.unit_name}"
    page = _open(book, "Chỉ số thành phần", _head(unit, title), [8, 60, 12, 10, 30, 10, 40])
    top = page.row
    bottom = write_header(
        page,
        [
            *("STT", "Chỉ số thành phần", f"Năm {years[0]}", None),
            *(f"Mục tiêu năm {years[1]}", None, "Đơn vị thực hiện"),
        ],
        [None, None, "Chỉ số", "Thứ hạng", "Chỉ số", "Thứ hạng", None],
    )
    done = {row["criterion_code"]: row for row in results}
    wanted = {row["criterion_code"]: row for row in targets}
    for code, row in sorted((done | wanted).items(), key=lambda item: item[0] == "total"):
        is_total = code == "total"
        page.put(1, None if is_total else code, STRONG_CODE if is_total else CODE)
        page.put(2, "Tổng cộng" if is_total else row["criterion_name"])
        _result_side(page, done.get(code))
        _target_side(page, wanted.get(code))
        page.row += 1
    _close(page, top, bottom)


def _result_side(page: Page, row: Row | None) -> None:
    page.put(3, as_share(row["percent"]) if row else None, PERCENT)
    page.put(4, row["published_rank"] if row else None, COUNT)


def _target_side(page: Page, row: Row | None) -> None:
    page.put(5, row["raw_text"] if row else None)
    page.put(6, row["rank"] if row else None, COUNT)
    page.put(7, row["owner"] if row else None)


def add_survey(
    book: Book, unit: Unit, years: tuple[str, str], results: Sequence[Row], targets: Sequence[Row]
) -> None:
    """The leaders' survey of a year with the next year's targets beside."""
    title = f"KẾT QUẢ KHẢO SÁT CÁN BỘ LÃNH ĐẠO, QUẢN LÝ {words.when(years[0])} {unit.unit_name}"
    page = _open(book, "Khảo sát lãnh đạo", _head(unit, title), [8, 80, 14, 24])
    wanted = {row["criterion_code"]: row["raw_text"] for row in targets}
    heading = [f"Mục tiêu {years[1]}"] if wanted else []
    asked = "Tiêu chí khảo sát cán bộ lãnh đạo, quản lý"
    bottom = write_header(page, ["TT", asked, "Kết quả (%)", *heading])
    for row in results:
        page.put(1, row["criterion_code"], CODE)
        page.put(2, row["criterion_name"])
        page.put(3, as_share(row["percent"]), PERCENT)
        if wanted:
            page.put(4, wanted.get(row["criterion_code"]))
        page.row += 1
    _close(page, bottom, bottom)


def add_targets(book: Book, peers: Peers, year: str, rows: Sequence[Row]) -> None:
    """Targets of units, one requirement a row, in the plan's own words."""
    title = f"MỤC TIÊU {words.INDEX_NAME} {words.when(year)} {peers.name}"
    head = group_head(peers, title, has_legend=False)
    page = _open(book, "Mục tiêu", head, [6, 36, 60, 44, 36])
    heading = f"Mục tiêu năm {year}"
    bottom = write_header(page, ["TT", "Đơn vị", "Chỉ tiêu", heading, "Đơn vị theo dõi"])
    names = {unit.unit_id: words.capital(unit.unit_name) for unit in peers.units}
    for place, row in enumerate(rows, start=1):
        page.put(1, place, COUNT)
        page.put(2, names[row["unit_id"]])
        page.put(3, row["criterion_name"])
        page.put(4, row["raw_text"])
        page.put(5, row["owner"])
        page.row += 1
    _close(page, bottom, bottom)


# plans -------------------------------------------------------------------------------------


def add_plan(book: Book, unit: Unit, year: str, contents: Sequence[Sequence[Row]]) -> None:
    """A plan's annex: the rows of `tasks`, those of one content together."""
    title = f"PHỤ LỤC NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH {words.when(year)} - {unit.unit_name}"
    page = _open(book, "Nhiệm vụ", _head(unit, title), [8, 44, 80, 44, 30, 16])
    bottom = write_header(
        page,
        [
            *("STT", "Nội dung", "Nhiệm vụ, giải pháp"),
            *("Cơ quan thực hiện", "Thời gian thực hiện", "Ghi chú"),
        ],
    )
    area: Any = None
    group: Any = None
    for content in contents:
        first = content[0]
        if first["area_code"] != area:
            area, group = first["area_code"], None
            page.put_row([area, first["area_name"], None, None, None, None], STRONG)
        if first["task_group"] != group:
            group = first["task_group"]
            heading = f"Nội dung {words.GROUPS[group].lower()}"
            page.put_row([None, heading, None, None, None, None], STRONG)
        _content_row(page, content)
    _close(page, bottom, bottom)


def _content_row(page: Page, content: Sequence[Row]) -> None:
    page.put(1, content[0]["number"], CODE)
    page.put(2, content[0]["title"])
    page.put(3, _listed([row["action"] for row in content]))
    page.put(4, _listed([_owner(row) for row in content]))
    page.put(5, _listed([row["deadline_text"] for row in content]))
    page.put(6, content[0]["note"])
    page.row += 1


def _owner(row: Row) -> str | None:
    if row["cooperating"] is None:
        return None if row["lead"] is None else str(row["lead"])
    return f"{row['lead'] or ''} phối hợp với {row['cooperating']}".strip()


def _listed(texts: Sequence[str | None]) -> str | None:
    """One text for all, or a line for each, in the order of the actions."""
    if len(set(texts)) == 1:
        return texts[0]
    return "\n".join(f"- {text}" for text in texts)


def add_criteria(
    book: Book, unit: Unit, year: str, targets: dict[str, Row], contents: Sequence[Sequence[Row]]
) -> None:
    """Criteria to remedy with their targets (by number), solutions, owners and deadlines."""
    title = f"TIÊU CHÍ CẦN KHẮC PHỤC {words.when(year)} - {unit.unit_name}"
    page = _open(book, "Tiêu chí", _head(unit, title), [8, 44, 36, 60, 36, 30, 26])
    bottom = write_header(
        page,
        [
            *("STT", "Tiêu chí thành phần", "Mục tiêu, yêu cầu", "Nhiệm vụ, giải pháp"),
            *("Chủ trì", "Phối hợp", "Thời gian thực hiện"),
        ],
    )
    area: Any = None
    for content in contents:
        first, target = content[0], targets[content[0]["number"]]
        if first["area_code"] != area and first["area_name"] is not None:
            page.put_row([first["area_code"], first["area_name"], *[None] * 5], STRONG)
        area = first["area_code"]
        page.put(1, first["number"], CODE)
        page.put(2, target["criterion_name"])
        page.put(3, target["raw_text"])
        page.put(4, _listed([row["action"] for row in content]))
        # Whom the target names is the whole cell; whom the task names, its leading part.
        page.put(5, target["owner"])
        named = "phối hợp với" in (target["owner"] or "")
        page.put(6, None if named else first["cooperating"])
        page.put(7, _listed([row["deadline_text"] for row in content]))
        page.row += 1
    _close(page, bottom, bottom)


def add_reporting_tasks(book: Book, unit: Unit, year: str, rows: Sequence[Row]) -> None:
    """Tasks whose only day is the day to report on (PAPI)."""
    title = f"NHIỆM VỤ NÂNG CAO CHỈ SỐ PAPI {words.when(year)} - {unit.unit_name}"
    page = _open(book, "Nhiệm vụ PAPI", _head(unit, title), [8, 80, 50, 50])
    bottom = write_header(
        page, ["STT", "Lĩnh vực/Nhiệm vụ", "Cơ quan thực hiện", "Thời gian báo cáo"]
    )
    for row in rows:
        page.put(1, row["number"], CODE)
        page.put(2, row["title"])
        page.put(3, _owner(row))
        page.put(4, row["deadline_text"])
        page.row += 1
    _close(page, bottom, bottom)
