"""Part II of the report: service indicators in the period and since January, and who met them.

In: rows of report_services and report_service_totals. Out: parts of the document and an annex.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from cchc import wording
from cchc.reports.monthly.given import MonthlyReport, Row
from cchc.reports.official_parts import Annex, Column, Heading, Paragraph, Part, Table

IN_PERIOD, CUMULATIVE = "in_period", "cumulative"
BASES = {IN_PERIOD: "trong kỳ", CUMULATIVE: "lũy kế từ đầu năm"}
ON_ONE_PAGE = 5  # indicators that stand side by side on a landscape page
MET = {True: "Đạt", False: "Chưa đạt"}
NOT_MET_MARK = "*"
OF_ALL = "Số đơn vị đạt tính trên mọi đơn vị, kể cả đơn vị không có số liệu so với mục tiêu."
MOST_NAMES = 8  # of those that sent nothing


def services_parts(report: MonthlyReport) -> Iterator[Part]:
    """The unit's own indicators, then each kind of units under it: sums, and who fell short."""
    yield Heading(1, "Kết quả giải quyết thủ tục hành chính và cung cấp dịch vụ công")
    own = [row for row in report.services if row["is_own"]]
    below = [row for row in report.services if not row["is_own"]]
    if not own and not below:
        yield Paragraph(
            f"Chưa nhận được số liệu dịch vụ công {_period(report)} của đơn vị và các đơn vị trực "
            "thuộc."
        )
        return
    if own:
        if below:
            yield Heading(2, "Tại đơn vị")
        yield from _own_parts(report, own)
    for _, held in groupby(below, lambda row: row["unit_group"]):
        yield from _group_parts(report, list(held))


def _period(report: MonthlyReport) -> str:
    return wording.lower_first(wording.period(report.period.period_id))


# the unit's own ----------------------------------------------------------------------------


def _own_parts(report: MonthlyReport, rows: Sequence[Row]) -> Iterator[Part]:
    """The headline in a sentence, then the figures of both ways of counting."""
    yield Paragraph(own_sentence(report, rows))
    columns = (
        Column("TT", 9, "center"),
        Column("Chỉ tiêu", 35),
        Column("Mục tiêu", 21),
        *_rate_columns("Trong kỳ"),
        *_rate_columns("Lũy kế từ đầu năm"),
    )
    lines = [_own_line(place, pair) for place, pair in enumerate(_side_by_side(rows), start=1)]
    yield Table(f"Chỉ tiêu dịch vụ công {_period(report)}", columns, tuple(lines))
    yield from _periods_said(report, rows)


def _rate_columns(over: str) -> tuple[Column, ...]:
    return (
        Column("Số hồ sơ", 20, "right", over),
        Column("Tỷ lệ (%)", 15, "right", over),
        Column("Đánh giá", 15, "center", over),
    )


def own_sentence(report: MonthlyReport, rows: Sequence[Row]) -> str:
    """ "Tháng 9/2024, đơn vị đạt 5/5 chỉ tiêu trong kỳ; đạt 1/5 lũy kế từ đầu năm, chưa đạt: …"."""
    said = [text for basis in BASES if (text := _of_basis(rows, basis))]
    start = wording.period(report.period.period_id)
    if not said:
        return f"{start}: chưa có chỉ tiêu dịch vụ công nào so được với mục tiêu."
    return f"{start}, số chỉ tiêu dịch vụ công đơn vị đạt: {'; '.join(said)}."


def _of_basis(rows: Sequence[Row], basis: str) -> str:
    """ "1/5 lũy kế từ đầu năm (chưa đạt: thanh toán trực tuyến 58,66% (254/433), …)"."""
    counted = [row for row in rows if row["basis"] == basis]
    if not counted or not counted[0]["judged_count"]:
        return ""
    met = f"{wording.whole(counted[0]['met_count'])}/{wording.whole(counted[0]['judged_count'])}"
    missed = [_missed(row) for row in counted if row["met"] is False]
    named = f", chưa đạt: {', '.join(missed)}" if missed else ""
    return f"{BASES[basis]} {met}{named}"


def _missed(row: Row) -> str:
    return f"{wording.lower_first(str(row['indicator_name']))} {rate(row)}"


Pair = tuple[Row | None, Row | None]


def _side_by_side(rows: Iterable[Row]) -> list[Pair]:
    """Rows of one indicator: in the period, since January."""
    by_indicator: dict[object, dict[str, Row]] = {}
    for row in rows:
        by_indicator.setdefault(row["indicator_code"], {})[str(row["basis"])] = row
    return [(held.get(IN_PERIOD), held.get(CUMULATIVE)) for held in by_indicator.values()]


def _either(pair: Pair) -> Row:
    """A row that names the indicator; a pair is never empty on both sides."""
    return next(row for row in pair if row is not None)


def _own_line(place: int, pair: Pair) -> tuple[str, ...]:
    one = _either(pair)
    figures = [text for row in pair for text in (files(row), bare_rate(row), _met(row))]
    return (str(place), str(one["indicator_name"]), target(one), *figures)


def _met(row: Row | None) -> str:
    return MET.get(row["met"], wording.MISSING) if row is not None else wording.MISSING


def _periods_said(report: MonthlyReport, rows: Sequence[Row]) -> Iterator[Part]:
    """Of a quarter or more: how many periods the sum is of, so that a month left out is seen."""
    if report.period.kind == "month":
        return
    counts = sorted({int(row["reported"]) for row in rows if row["basis"] == IN_PERIOD})
    if counts:
        said = "–".join(str(count) for count in dict.fromkeys((counts[0], counts[-1])))
        yield Paragraph(f"Số liệu trong kỳ cộng từ {said} kỳ báo cáo đã nhận.", is_note=True)
    yield from _until_said(rows)


def _until_said(rows: Sequence[Row]) -> Iterator[Part]:
    until = [row["until_period_id"] for row in rows if row["basis"] == CUMULATIVE]
    if until:
        last = wording.lower_first(wording.period(until[0]))
        yield Paragraph(f"Số lũy kế tính đến hết {last}, kỳ cuối đã nhận.", is_note=True)


def files(row: Row | None) -> str:
    """ "1.377/1.642": of how many files; only the first where nothing is divided."""
    if row is None or not wording.known(row["numerator"]):
        return wording.MISSING
    if not wording.known(row["denominator"]):
        return wording.whole(row["numerator"])
    return f"{wording.whole(row['numerator'])}/{wording.whole(row['denominator'])}"


def bare_rate(row: Row | None) -> str:
    """ "83,86" under a heading that says "%"."""
    return wording.number(row["percent"], trim=False) if row is not None else wording.MISSING


def rate(row: Row) -> str:
    """ "52,31% (57/109)"; a count where that is what is aimed at."""
    if not wording.known(row["percent"]):
        return f"{files(row)} hồ sơ"
    counted = f" ({files(row)})" if wording.known(row["denominator"]) else ""
    return wording.percent(row["percent"]) + counted


def target(row: Row) -> str:
    """ "trên 80%", "từ 20 hồ sơ trở lên"; a dash where units have different targets or none."""
    count = row.get("target_count")
    if wording.known(row["target_percent"]) or not wording.known(count):
        return wording.aim_phrase(row["comparator"], row["target_percent"])
    phrase = wording.target_phrase(row["comparator"], count)
    return phrase.replace("%", " hồ sơ")


# the units under it ------------------------------------------------------------------------


def _group_parts(report: MonthlyReport, rows: Sequence[Row]) -> Iterator[Part]:
    totals = [row for row in report.service_totals if row["unit_group"] == rows[0]["unit_group"]]
    yield Heading(2, wording.upper_first(str(rows[0]["unit_group_name"])))
    basis = IN_PERIOD if any(row["basis"] == IN_PERIOD for row in rows) else CUMULATIVE
    counted = [row for row in rows if row["basis"] == basis]
    heard = next(row for row in totals if row["basis"] == basis)
    yield Paragraph(_heard_from(report, heard))
    yield _totals_table(report, totals, str(rows[0]["unit_group_name"]))
    if any(_unjudged(row) for row in totals):
        yield Paragraph(OF_ALL, is_note=True)
    yield from _periods_said(report, rows)
    yield Heading(3, f"Đơn vị chưa đạt mục tiêu ({BASES[basis]})")
    missed = list(missed_items(counted, heard["units_of_group"]))
    yield from missed or [Paragraph("Không có đơn vị nào chưa đạt mục tiêu.")]
    yield Heading(3, f"Đơn vị đạt tất cả chỉ tiêu ({BASES[basis]})")
    yield Paragraph(_met_all(counted, heard["units_of_group"]))


def _heard_from(report: MonthlyReport, heard: Row) -> str:
    """Who sent figures, who did not by name: those are counted among all units below."""
    units, of = (wording.whole(heard[name]) for name in ("units_reported", "units_of_group"))
    said = f"{units}/{of} đơn vị có số liệu dịch vụ công {_period(report)}"
    more = "" if report.period.kind == "month" else " (cộng từ các kỳ báo cáo đã nhận)"
    silent = f"; {_silent(heard['silent'])}" if heard["silent"] else ""
    return f"{said}{more}{silent}; chi tiết từng đơn vị tại Phụ lục I."


def _unjudged(row: Row) -> int:
    """How many units have nothing to set against a target."""
    return int(row["units_of_group"] - row["units_met"] - row["units_not_met"])


def _silent(names: Sequence[str]) -> str:
    if len(names) > MOST_NAMES:
        return f"{len(names)} đơn vị chưa có số liệu"
    return f"{len(names)} đơn vị chưa có số liệu: {', '.join(names)}"


def _totals_table(report: MonthlyReport, totals: Sequence[Row], group_name: str) -> Table:
    columns = (
        Column("TT", 9, "center"),
        Column("Chỉ tiêu", 34),
        Column("Mục tiêu", 20),
        *_total_columns("Trong kỳ"),
        *_total_columns("Lũy kế từ đầu năm"),
    )
    lines = []
    for place, pair in enumerate(_side_by_side(totals), start=1):
        figures = [text for row in pair for text in (files(row), bare_rate(row), _units_met(row))]
        one = _either(pair)
        lines.append((str(place), str(one["indicator_name"]), target(one), *figures))
    return Table(f"Chỉ tiêu dịch vụ công của {group_name} {_period(report)}", columns, tuple(lines))


def _total_columns(over: str) -> tuple[Column, ...]:
    return (
        Column("Số hồ sơ", 25, "right", over),
        Column("Tỷ lệ (%)", 13, "right", over),
        Column("Đơn vị đạt", 13, "center", over),
    )


def _units_met(row: Row | None) -> str:
    if row is None:
        return wording.MISSING
    return f"{wording.whole(row['units_met'])}/{wording.whole(row['units_of_group'])}"


def missed_items(rows: Sequence[Row], units: object) -> Iterator[Paragraph]:
    """One item an indicator: its target, and everyone below it with the figures.

    units: how many the group has, those that sent nothing among them, as the pages count.
    """
    for code in _codes(rows):
        every = [row for row in rows if row["indicator_code"] == code]
        missed = [row for row in every if row["met"] is False]
        if missed:
            named = "; ".join(f"{row['unit_name']} {rate(row)}" for row in missed)
            targets = {target(row) for row in missed}
            aim = f" (mục tiêu {targets.pop()})" if len(targets) == 1 else ""
            counted = f"{len(missed)}/{wording.whole(units)} đơn vị chưa đạt"
            text = f"{every[0]['indicator_name']}{aim}: {counted}: {named}."
            yield Paragraph(text, is_item=True)


def _codes(rows: Iterable[Row]) -> list[str]:
    return list(dict.fromkeys(str(row["indicator_code"]) for row in rows))


def _met_all(rows: Sequence[Row], units: object) -> str:
    by_unit = {row["unit_id"]: row for row in rows}
    met = [row["unit_name"] for row in by_unit.values() if _has_met_all(row)]
    if not met:
        return "Không có đơn vị nào đạt tất cả chỉ tiêu."
    return f"{len(met)}/{wording.whole(units)} đơn vị: {', '.join(met)}."


def _has_met_all(row: Row) -> bool:
    return bool(row["judged_count"]) and row["met_count"] == row["judged_count"]


# the annex ---------------------------------------------------------------------------------


def services_annex(report: MonthlyReport) -> Annex | None:
    """Each unit's numerator, denominator and rate of each indicator, wide enough for landscape."""
    below = [row for row in report.services if not row["is_own"]]
    if not below:
        return None
    parts: list[Part] = [
        Paragraph(f"Dấu {NOT_MET_MARK}: chưa đạt mục tiêu. Số hồ sơ: số đạt/tổng số.", is_note=True)
    ]
    for _, held in groupby(below, lambda row: row["unit_group"]):
        group = list(held)
        for basis, name in BASES.items():
            parts += _unit_tables([row for row in group if row["basis"] == basis], name)
    title = f"Chỉ tiêu dịch vụ công của từng đơn vị {_period(report)}"
    return Annex(title, tuple(parts), is_landscape=True)


def _unit_tables(rows: Sequence[Row], basis: str) -> Iterator[Table]:
    codes = _codes(rows)
    name = wording.upper_first(str(rows[0]["unit_group_name"])) if rows else ""
    for start in range(0, len(codes), ON_ONE_PAGE):
        yield _unit_table(f"{name}, {basis}", rows, codes[start : start + ON_ONE_PAGE])


def _unit_table(title: str, rows: Sequence[Row], codes: Sequence[str]) -> Table:
    heads = {str(row["indicator_code"]): row for row in rows}
    columns = [Column("TT", 10, "center"), Column("Đơn vị", 50)]
    for code in codes:
        over = f"{heads[code]['indicator_name']} ({target(heads[code])})"
        columns += [Column("Số hồ sơ", 21, "right", over), Column("%", 15, "right", over)]
    columns.append(Column("Chỉ tiêu đạt", 12, "center"))
    lines = []
    for place, (unit, held) in enumerate(_by_unit(rows).items(), start=1):
        cells = [text for code in codes for text in unit_cells(held.get(code))]
        one = next(iter(held.values()))
        met = f"{wording.whole(one['met_count'])}/{wording.whole(one['judged_count'])}"
        lines.append((str(place), unit, *cells, met))
    return Table(title, tuple(columns), tuple(lines))


def _by_unit(rows: Sequence[Row]) -> dict[str, dict[str, Row]]:
    units: dict[str, dict[str, Row]] = {}
    for row in rows:
        units.setdefault(str(row["unit_name"]), {})[str(row["indicator_code"])] = row
    return units


def unit_cells(row: Row | None) -> tuple[str, str]:
    """ "57/109", "52,29*"."""
    mark = NOT_MET_MARK if row is not None and row["met"] is False else ""
    return files(row), bare_rate(row) + mark
