"""What stands, said in one sentence: the headlines of the pages and the line under each figure.

In: rows of the queries. Out: plain Vietnamese sentences, made only from what the rows say; what is
not known is said to be unknown. Nothing here computes a score, a rank or a gap.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from cchc import wording
from cchc.rows import rows_of
from cchc.ui import words
from cchc.ui.kept import kept

Row = Mapping[str, object]
SIPAS = "SIPAS"
FINAL = ("final", "published")
# What a publisher's rounding or truncating to two decimals can make; with room for binary floats.
ROUNDING = 0.0101
KINDS = wording.LEVELS


def decided_by(row: Row) -> str:
    """ "Chị Lan, 21/11/2026": who confirmed or rejected a link, and when; a name may be missing."""
    who = row["decided_by"] if words.known(row["decided_by"]) else "không ghi tên"
    when = f", {words.day(row['decided_at'])}" if words.known(row["decided_at"]) else ""
    return f"{who}{when}"


def of_year(period: str | None) -> str:
    """ "2024" of a year, "tháng 9/2024" of anything shorter; empty when there is none."""
    if not period:
        return ""
    return period if len(period) == 4 else words.lower_first(words.period(period))


# Tổng quan ------------------------------------------------------------------------------------


@kept
def overview(total: Row | None, period: str | None, goals: int, tasks: int) -> str:
    """ "Năm 2023: 76,17%, hạng 4; mục tiêu 2024 trên 80%, hạng 2"."""
    result = _result(total) if total else ""
    if not result:
        return _without_result(period, goals, tasks)
    aim = _aim(total or {}, period)
    return f"{result}; {aim}" if aim else result


def _result(total: Row) -> str:
    if words.known(total["latest_percent"]):
        start = f"{words.period(total['latest_period_id'])}{in_round(total['latest_round'])}: "
        return start + words.percent(total["latest_percent"])
    if not words.known(total["baseline_percent"]):
        return ""
    rank = words.rank_of(total["baseline_rank"], total.get("baseline_rank_of"))
    place = f", hạng {rank}" if words.known(total["baseline_rank"]) else ""
    start = f"{words.period(total['baseline_period_id'])}: "
    return start + words.percent(total["baseline_percent"]) + place


def in_round(name: object) -> str:
    """ " (thẩm định lần 1)"; a result that is final needs no word."""
    told = words.ROUNDS.get(str(name), "")
    return f" ({told})" if told and name not in FINAL else ""


def _aim(total: Row, period: str | None) -> str:
    if not period:
        return ""
    if not words.known(total["target_percent"]):
        raw = total["raw_text"]
        if not words.known(raw):
            return ""
        return f"mục tiêu {of_year(period)}: {words.short(words.lower_first(str(raw)), 40)}"
    phrase = words.aim_phrase(total["comparator"], total["target_percent"])
    place = (
        f", hạng {words.whole(total['target_rank'])}" if words.known(total["target_rank"]) else ""
    )
    return f"mục tiêu {of_year(period)} {phrase}{place}"


def _without_result(period: str | None, goals: int, tasks: int) -> str:
    """A unit that sent a plan but no result: say what it sent."""
    parts = [f"{goals} mục tiêu"] * bool(goals) + [f"{tasks} việc phải làm"] * bool(tasks)
    if not parts:
        return "Chưa có kết quả và mục tiêu của đơn vị này"
    year = f"Năm {of_year(period)}: " if period else ""
    return f"{year}{words.joined(parts)}; chưa có kết quả để so"


def missing_points(gap: object) -> str:
    """ "còn thiếu 3,83 điểm %"; says so when nothing is missing."""
    if not words.known(gap):
        return ""
    return (
        f"còn thiếu {words.number(gap)} điểm %" if float(str(gap)) > 0 else "không còn thiếu điểm"
    )


@kept
def farthest(goals: pd.DataFrame) -> str:
    """ "Xa mục tiêu nhất: tác động …, thiếu 20 điểm % (Phòng Tài chính - Kế hoạch)."""
    row = largest_gap(goals)
    if row is None:
        return ""
    name = words.lower_first(words.short(row["criterion_name"], 110))
    owner = words.short(row["owner"], 90)
    named = f" ({owner})" if owner else ""
    return f"Xa mục tiêu nhất: {name}, thiếu {words.number(row['gap_to_target'])} điểm %{named}."


@kept
def lowest(goals: pd.DataFrame) -> str:
    """ "Thấp nhất: điểm khảo sát …, 67,1%."; for a unit whose components have no targets.

    Of the latest results where there are any, as the headline and the figure: then it says which.
    """
    has_latest = goals["latest_percent"].notna().any()
    percent = "latest_percent" if has_latest else "baseline_percent"
    known = goals[goals[percent].notna()]
    if known.empty:
        return ""
    row = known.sort_values(percent, kind="stable").iloc[0]
    name = words.lower_first(words.short(row["criterion_name"], 110))
    year = words.lower_first(words.period(row["latest_period_id"]))
    when = f", {year}{in_round(row['latest_round'])}" if has_latest else ""
    return f"Thấp nhất: {name}, {words.percent(row[percent])}{when}."


def disagreement(total: Row | None) -> str:
    """ "Công bố 82,13%, cộng lại 81,13%: lệch 1 điểm %."; publishers round and truncate by 0,01."""
    if total is None or not words.known(total["baseline_computed_percent"]):
        return ""
    published, computed = total["baseline_percent"], total["baseline_computed_percent"]
    difference = abs(float(str(published)) - float(str(computed)))
    if difference <= ROUNDING:
        return ""
    return (
        f"Công bố {words.percent(published)}, tính lại từ các phần {words.percent(computed)}: lệch "
        f"{words.number(difference)} điểm %; hệ thống giữ nguyên cả hai số."
    )


@kept
def ranks_apart(years: pd.DataFrame, period: str | None) -> str:
    """ "Năm 2023 công bố hạng 11, xếp lại theo chỉ số là hạng 12; …"; rows of `unit_years`."""
    apart = years[
        (years["period_id"] == period)
        & years["rank"].notna()
        & years["published_rank"].notna()
        & (years["rank"] != years["published_rank"])
    ]
    if apart.empty:
        return ""
    row = apart.iloc[0]
    return (
        f"{words.period(period)} công bố hạng {words.whole(row['published_rank'])}, xếp lại theo "
        f"chỉ số là hạng {words.whole(row['rank'])}; hệ thống giữ nguyên cả hai số."
    )


def largest_gap(goals: pd.DataFrame) -> Row | None:
    """The goal that is farthest from its target; None when nothing is missing."""
    short = goals[goals["gap_to_target"].fillna(0) > 0]
    if short.empty:
        return None
    rows = rows_of(short.sort_values("gap_to_target", ascending=False, kind="stable"))
    return {str(key): value for key, value in rows[0].items()}


# Mục tiêu -------------------------------------------------------------------------------------


def main_level(goals: pd.DataFrame) -> tuple[str, pd.DataFrame]:
    """The level that a unit's targets mainly speak of, and its rows; never the total."""
    parts = goals[goals["level"] != "total"]
    for level in KINDS:
        of_level = parts[parts["level"] == level]
        if not of_level.empty:
            with_criteria = level in ("criterion", "subcriterion")
            return level, parts if with_criteria else of_level
    return "", parts


def cells_of_total(total: Row) -> list[str]:
    """ "76,17%: ô C21", "mục tiêu: ô E21", as Markdown links to the cells."""
    said = {"baseline_": words.percent(total["baseline_percent"]), "target_": "mục tiêu"}
    links = {of: words.source_link(total, of) for of in said}
    return [
        f"{said[of]}: {words.linked('ô ' + str(total[of + 'cell']), link)}"
        for of, link in links.items()
        if link
    ]
