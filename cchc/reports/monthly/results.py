"""Part I of the report: the index and its components against the year's targets.

In: rows of compare_components, target_items and decisions. Out: parts of the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cchc import wording
from cchc.reports.monthly.given import MonthlyReport, Row
from cchc.reports.official_parts import Column, Heading, Paragraph, Part, Table

SIPAS = "SIPAS"
NOT_COMPARABLE = "not_comparable"
FINAL = {"final", "published"}


def results_parts(report: MonthlyReport) -> Iterator[Part]:
    """The whole index in a sentence, its components and the plan's other targets in tables."""
    yield Heading(1, "Kết quả Chỉ số cải cách hành chính so với mục tiêu")
    total = next((row for row in report.components if row["level"] == "total"), None)
    parts = [row for row in report.components if row["level"] != "total" and _says_something(row)]
    if total is None and not parts and not report.items:
        yield Paragraph(_nothing(report))
        return
    year = f"năm {report.period.year}"
    if total is not None:
        yield Paragraph(total_sentence(total, report.decisions))
        yield from ranks_apart(total, report.years)
    if parts:
        rows = [*parts, *([total] if total is not None else [])]
        title = "Chỉ số cải cách hành chính, các chỉ số thành phần và mục tiêu"
        yield _goal_table(title, rows, year, sums=int(total is not None))
        every = [*report.components, *report.items]
        yield Paragraph(shortfall_sentence(every, report.period.year))
    if report.items:
        yield _goal_table("Mục tiêu khác trong kế hoạch", report.items, year)
    goals = [row for row in (*report.components, *report.items) if wording.known(row["raw_text"])]
    for reason in dict.fromkeys(row["comparability_reason"] for row in goals if _is_apart(row)):
        yield Paragraph(f"Không so được với năm gốc: {reason}.", is_note=True)
    if goals and all(row["status"] == "not_assessable" for row in goals):
        yield Paragraph(not_assessable(report.period.year))


def _nothing(report: MonthlyReport) -> str:
    year = report.period.year
    return (
        f"Chưa có kết quả Chỉ số cải cách hành chính năm {year - 1} và mục tiêu năm {year} của "
        "đơn vị trong số liệu đã nhận."
    )


def _says_something(row: Row) -> bool:
    numbers = ("baseline_percent", "latest_percent", "raw_text")
    return any(wording.known(row[name]) for name in numbers)


def _is_apart(row: Row) -> bool:
    return row.get("comparability") == NOT_COMPARABLE


def compared(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows without gaps from a baseline that does not compare, as on the pages.

    Such a gap would be partly the framework's, or another unit's.
    """
    return tuple(
        {**row, "gap_to_target": None, "must_rise": None}
        if _is_apart(row) and not wording.known(row["latest_percent"])
        else row
        for row in rows
    )


def total_sentence(total: Row, decisions: Sequence[Row] = ()) -> str:
    """ "Chỉ số cải cách hành chính năm 2023 đạt 76,17%, xếp hạng 4; mục tiêu năm 2024: …"."""
    said = [text for text in (_baseline(total, decisions), _latest(total), _aim(total)) if text]
    if not said:
        return "Chưa có kết quả và mục tiêu của Chỉ số cải cách hành chính trong số liệu đã nhận."
    return wording.upper_first("; ".join(said)) + "."


def _baseline(total: Row, decisions: Sequence[Row]) -> str:
    year = wording.lower_first(wording.period(total["baseline_period_id"]))
    if not wording.known(total["baseline_percent"]):
        return f"chưa có kết quả Chỉ số cải cách hành chính {year}"
    known = wording.known(total["baseline_rank"])
    rank = f", xếp hạng {wording.whole(total['baseline_rank'])}" if known else ""
    cited = "".join(f" ({_decision(row)})" for row in decisions[:1])
    value = wording.percent(total["baseline_percent"])
    return f"Chỉ số cải cách hành chính {year} đạt {value}{rank}{cited}"


def ranks_apart(total: Row, years: Sequence[Row]) -> Iterator[Paragraph]:
    """A published rank that the published indices do not give: both, as on the pages."""
    for row in years:
        published, computed = row["published_rank"], row["rank"]
        if (
            row["period_id"] == total["baseline_period_id"]
            and None not in (published, computed)
            and published != computed
        ):
            year, printed = wording.period(row["period_id"]), wording.whole(published)
            again = f"xếp lại theo chỉ số là hạng {wording.whole(computed)}"
            yield Paragraph(f"{year} công bố hạng {printed}, {again}.", is_note=True)


def _decision(row: Row) -> str:
    day = f" ngày {wording.day(row['issued_on'])}" if wording.known(row["issued_on"]) else ""
    return f"Quyết định số {row['number']}{day}"


def _latest(total: Row) -> str:
    if not wording.known(total["latest_percent"]):
        return ""
    year = wording.lower_first(wording.period(total["latest_period_id"]))
    return f"kết quả {year} mới nhất: {latest_text(total)}"


def latest_text(row: Row) -> str:
    """ "91,67% (thẩm định lần 1)"."""
    return f"{wording.percent(row['latest_percent'])} ({_round(row)})"


def _round(row: Row) -> str:
    return wording.ROUNDS.get(str(row["latest_round"]), "")


def _aim(total: Row) -> str:
    if not wording.known(total["raw_text"]):
        return ""
    year = wording.lower_first(wording.period(total["target_period_id"]))
    known = wording.known(total["target_rank"])
    rank = f", xếp hạng {wording.whole(total['target_rank'])}" if known else ""
    gap = wording.known(total["gap_to_target"]) and float(total["gap_to_target"]) > 0
    missing = f", còn thiếu {wording.number(total['gap_to_target'])} điểm %" if gap else ""
    return f"mục tiêu {year}: {wording.lower_first(str(total['raw_text']))}{rank}{missing}"


def shortfall(rows: Sequence[Row]) -> list[Row]:
    """What is still short of its target, the largest gap first."""
    short = [row for row in rows if wording.known(row["gap_to_target"])]
    return sorted(
        (row for row in short if float(row["gap_to_target"]) > 0),
        key=lambda row: -float(row["gap_to_target"]),
    )


def shortfall_sentence(rows: Sequence[Row], year: int) -> str:
    """How many are short of their target, counted as on the page Mục tiêu; the farthest named."""
    level, aimed = main_level(rows)
    if not aimed:
        return f"Số liệu đã nhận chưa có mục tiêu năm {year} cho từng chỉ số thành phần."
    kind, numbered = (
        wording.LEVELS[level],
        [row for row in aimed if wording.known(row["target_percent"])],
    )
    if not numbered or not any(_has_start(row) for row in aimed):
        counted = f"{len(numbered)}/{len(aimed)} {kind}"
        return f"{counted} có mục tiêu năm {year} ghi rõ tỷ lệ phải đạt."
    verb, short = short_of_target(aimed)
    if not short:
        return f"Không có {kind} nào {verb} mục tiêu năm {year}{_also_farthest(aimed)}."
    return f"{_counted(kind, short, aimed)} {verb} mục tiêu năm {year}{_also_farthest(aimed)}."


def main_level(rows: Sequence[Row]) -> tuple[str, list[Row]]:
    """The level that the targets mainly speak of, and its rows; never the total."""
    aimed = [row for row in rows if row["level"] != "total" and wording.known(row["raw_text"])]
    for level in wording.LEVELS:
        of_level = [row for row in aimed if row["level"] == level]
        if of_level:
            return level, aimed if level in ("criterion", "subcriterion") else of_level
    return "", []


def _has_start(row: Row) -> bool:
    return wording.known(row["latest_percent"]) or wording.known(row["baseline_percent"])


def short_of_target(rows: Sequence[Row]) -> tuple[str, list[Row]]:
    """What can be said now, and of which rows: no result yet, a round before the last, a result."""
    rounds = {row["latest_round"] for row in rows if wording.known(row["latest_round"])}
    if not rounds:
        return "phải tăng để đạt", [row for row in rows if row["must_rise"] is True]
    if rounds & FINAL:
        return "chưa đạt", [row for row in rows if row["status"] == "not_met"]
    states = {row["status"] for row in rows}
    lost = "impossible" in states and "at_risk" not in states
    verb = "không còn khả năng đạt" if lost else "có nguy cơ không đạt"
    return verb, [row for row in rows if row["status"] in ("at_risk", "impossible")]


def _counted(kind: str, short: Sequence[Row], aimed: Sequence[Row]) -> str:
    """ "5/8 chỉ số thành phần và SIPAS"."""
    plain = [row for row in aimed if row["criterion_code"] != SIPAS]
    of_plain = [row for row in short if row["criterion_code"] != SIPAS]
    also = f" và {SIPAS}" if len(short) > len(of_plain) else ""
    return f"{len(of_plain)}/{len(plain)} {kind}{also}"


def _also_farthest(rows: Sequence[Row]) -> str:
    """ "; xa mục tiêu nhất là …, thiếu 20 điểm % (đơn vị thực hiện: …)"; empty where none is."""
    short = shortfall(rows)
    if not short:
        return ""
    first = short[0]
    owner = wording.short(first["owner"])
    named = f" (đơn vị thực hiện: {owner})" if owner else ""
    name = wording.lower_first(wording.calm(str(first["criterion_name"])))
    return f"; xa nhất là {name}, thiếu {wording.number(first['gap_to_target'])} điểm %{named}"


def not_assessable(year: int) -> str:
    """Said once, where it is so of every goal."""
    return f"Chưa đủ cơ sở đánh giá việc đạt mục tiêu: chưa có kết quả chính thức của năm {year}."


def _goal_table(title: str, rows: Sequence[Row], of_year: str, sums: int = 0) -> Table:
    """Columns in which nobody has a figure are left out; the name takes their room."""
    before = _year_over(rows, "baseline_period_id", "Năm gốc")
    after = f"Mục tiêu {of_year}"
    columns = (
        Column("TT", 12, "center"),
        Column("Nội dung", 27),
        Column("Kết quả (%)", 17, "right", over=before),
        Column("Hạng", 12, "center", over=before),
        _latest_column(rows),
        Column("Yêu cầu", 24, over=after),
        Column("Hạng", 12, "center", over=after),
        Column("Còn thiếu (điểm %)", 16, "right"),
        Column("Đánh giá", 21),
    )
    lines = [goal_cells(row, with_round=_one_round(rows) is None) for row in rows]
    if all(row["status"] == "not_assessable" for row in rows):
        lines = [(*line[:-1], wording.MISSING) for line in lines]
    kept = [
        place
        for place in range(len(columns))
        if place < 2 or any(line[place] != wording.MISSING for line in lines)
    ]
    freed = sum(column.width for place, column in enumerate(columns) if place not in kept)
    wide = [replace(columns[n], width=columns[n].width + freed * (n == 1)) for n in kept]
    return Table(title, tuple(wide), tuple(tuple(line[n] for n in kept) for line in lines), sums)


def _one_round(rows: Sequence[Row]) -> str | None:
    """The round of all latest results, where they are of one."""
    rounds = {_round(row) for row in rows if wording.known(row["latest_percent"])}
    return rounds.pop() if len(rounds) == 1 else None


def _latest_column(rows: Sequence[Row]) -> Column:
    name = _one_round(rows)
    if name is None:
        return Column("Kết quả mới nhất (%)", 24, "right")
    over = _year_over(rows, "latest_period_id", "Kết quả mới nhất")
    return Column(f"{wording.upper_first(name)} (%)", 24, "right", over=over)


def _year_over(rows: Sequence[Row], name: str, otherwise: str) -> str:
    known = [row[name] for row in rows if wording.known(row[name])]
    return wording.period(known[0]) if known else otherwise


def goal_cells(row: Row, *, with_round: bool = True) -> tuple[str, ...]:
    """One line of a table of targets, as the pages write it."""
    latest = wording.number(row["latest_percent"], trim=False)
    known_round = with_round and latest != wording.MISSING
    code = str(row["criterion_code"])
    return (
        "" if code in ("total", SIPAS) else code,
        wording.calm(str(row["criterion_name"])),
        wording.number(row["baseline_percent"], trim=False),
        wording.whole(row["baseline_rank"]),
        f"{latest} ({_round(row)})" if known_round else latest,
        str(row["raw_text"]) if wording.known(row["raw_text"]) else wording.MISSING,
        wording.whole(row["target_rank"]),
        wording.number(row["gap_to_target"], trim=False),
        wording.TARGET_STATES[str(row["status"])].partition(" ")[2],
    )
