"""Mục tiêu: every goal of a plan beside its results, its rows ready to read, the sentences.

In: rows of `compare_components`, `target_items`, `goal_tasks`, `task_links`. Out: DataFrames for
the figure and the table, plain Vietnamese sentences. Gaps and states come as the queries judged
them.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from cchc.rows import rows_of
from cchc.ui import blocks, comparability, tasks, words
from cchc.ui import parts as parts_of
from cchc.ui.kept import kept
from cchc.ui.sentences import (
    KINDS,
    SIPAS,
    decided_by,
    in_round,
    largest_gap,
    main_level,
    of_year,
)

Row = Mapping[str, object]
CERTAIN = ("phải tăng để đạt", "chưa đạt")  # else a round before the last was judged
BY_AREA = ("part", "component")  # levels that tasks are grouped by
TABLE = "Bảng mục tiêu như trong kế hoạch"
LATEST = "Mới nhất"
CELL_OF_LATEST = "Ô mới nhất"
SURVEYED = "Mục tiêu về nội dung khảo sát lãnh đạo"
HEADS = {"component": "Chỉ số thành phần", "survey_item": "Nội dung khảo sát"}
GOAL_COLUMNS = (
    *("criterion_code", "criterion_name", "level", "baseline_period_id", "baseline_percent"),
    *("baseline_rank", "latest_percent", "latest_period_id", "latest_round", "raw_text"),
    *("comparator", "target_percent", "target_rank", "gap_to_target", "status", "owner"),
    *("must_rise", "baseline_computed_percent", "baseline_import_id", "baseline_sheet"),
    *("baseline_cell", "target_import_id", "target_sheet", "target_cell"),
    *("latest_import_id", "latest_sheet", "latest_cell", "latest_rank", "rank_met", "measure"),
    *("comparability", "comparability_reason", "predecessors"),
)
# What a target is, where it is not a percentage to reach.
MEASURES = {"growth": "mức tăng", "count": "số đếm", "qualitative": "không có số"}

# Why a task counts for a goal: staff said so, or, while they have said nothing, it is of its area.
BASES = {"confirmed": "đã xác nhận", "area": "cùng lĩnh vực"}


@kept
def goals(compared: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Every goal of a unit beside its results: components and total, then survey items, criteria.

    Each row has the cell of its result and the cell of its target. From a baseline that does not
    compare no gap is told: it would be partly the framework's, or another unit's.
    """
    rows = [
        {name: row.get(name) for name in GOAL_COLUMNS}
        for frame in (compared, items)
        for row in rows_of(frame)
    ]
    told = pd.DataFrame(rows, columns=list(GOAL_COLUMNS))
    from_baseline = ~comparability.may_compare(told) & told["latest_percent"].isna()
    untold = ["gap_to_target", "must_rise"]
    told[untold] = told[untold].astype(object).mask(from_baseline, None)
    return told


@kept
def with_targets(rows: pd.DataFrame) -> pd.DataFrame:
    """Only what the plan sets a target for."""
    return rows[rows["raw_text"].notna()]


@kept
def parts(goals: pd.DataFrame) -> pd.DataFrame:
    """The indices that a unit's targets mainly speak of, without the total."""
    return main_level(goals)[1]


@kept
def by_gap(goals: pd.DataFrame) -> pd.DataFrame:
    """The largest gap first; those without one after, in the order of the framework."""
    return goals.sort_values("gap_to_target", ascending=False, kind="stable", na_position="last")


@kept
def marks(goals: pd.DataFrame) -> pd.DataFrame:
    """What the dumbbell draws; rows without any number have nothing to draw."""
    numbers = ["baseline_percent", "latest_percent", "target_percent"]
    drawn = goals[goals[numbers].notna().any(axis=1)]
    rows = drawn[numbers].astype(float)
    rows["baseline_percent"] = rows["baseline_percent"].where(comparability.may_compare(drawn))
    rows["name"] = [words.coded(row) for row in rows_of(drawn)]
    rows["baseline_text"] = drawn["baseline_percent"].map(words.number)
    rows["latest_text"] = drawn["latest_percent"].map(words.number)
    rows["target_text"] = [
        words.target_sign(sign, value).removesuffix("%")
        for sign, value in zip(drawn["comparator"], drawn["target_percent"], strict=True)
    ]
    rows["rank_text"] = [
        words.rank_change(before, after)
        for before, after in zip(drawn["baseline_rank"], drawn["target_rank"], strict=True)
    ]
    return rows


@kept
def tables(goals: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The plan's tables by their names: items of the leaders' survey are numbered anew in it."""
    surveyed = goals["level"] == "survey_item"
    if surveyed.all() or not surveyed.any():
        return [(TABLE, goals)]
    return [(TABLE, goals[~surveyed]), (SURVEYED, goals[surveyed])]


@kept
def latest_said(goals: pd.DataFrame) -> str:
    """ "kết quả năm 2024 (thẩm định lần 1)"; of several years or rounds only that it is latest."""
    return f"kết quả {latest_of(goals) or words.lower_first(LATEST)}"


def latest_of(goals: pd.DataFrame) -> str:
    """ "năm 2024 (thẩm định lần 1)"; empty where the latest results are of several, or none."""
    known = goals[goals["latest_percent"].notna()]
    of = known[["latest_period_id", "latest_round"]].drop_duplicates()
    if len(of) != 1:
        return ""
    when = words.lower_first(words.period(of["latest_period_id"].iloc[0]))
    return f"{when}{in_round(of['latest_round'].iloc[0])}"


@kept
def target_table(
    goals: pd.DataFrame, baseline: str | None, target: str | None, served: pd.DataFrame
) -> pd.DataFrame:
    """The plan's own table, figure for figure, with the gap, the state and the tasks beside it."""
    before, latest, after = (
        f"Năm {baseline or ''} (%)".replace("  ", " "),
        f"{words.upper_first(latest_of(goals) or LATEST)} (%)",
        f"Mục tiêu {of_year(target)}".strip(),
    )
    table = pd.DataFrame(
        {
            "STT": [words.code(code) for code in goals["criterion_code"]],
            HEADS.get(main_level(goals)[0], "Tiêu chí"): goals["criterion_name"],
            before: goals["baseline_percent"].astype(float),
            "Hạng": goals["baseline_rank"].astype(float),
            latest: goals["latest_percent"].astype(float),
            "Vòng chấm": [words.ROUNDS.get(str(name)) for name in goals["latest_round"]],
            after: goals["raw_text"],
            "Loại mục tiêu": [_measure(row) for row in rows_of(goals)],
            "Hạng mới nhất": goals["latest_rank"].astype(float),
            "Hạng mục tiêu": goals["target_rank"].astype(float),
            "Còn thiếu (điểm %)": goals["gap_to_target"].astype(float),
            "Trạng thái": goals["status"].map(words.TARGET_STATES),
            "Đơn vị thực hiện": goals["owner"],
        }
    )
    if len(served) and goals["level"].isin(BY_AREA).any():
        table["Nhiệm vụ phục vụ"] = [
            _served(served, code) if level in BY_AREA else ""
            for code, level in zip(goals["criterion_code"], goals["level"], strict=True)
        ]
    # A plan that prints no results and no ranks gets no empty columns.
    empty = {
        before: "baseline_percent",
        "Hạng": "baseline_rank",
        latest: "latest_percent",
        "Vòng chấm": "latest_percent",
        "Hạng mục tiêu": "target_rank",
        "Còn thiếu (điểm %)": "gap_to_target",
        "Hạng mới nhất": "latest_rank",
        "Đơn vị thực hiện": "owner",
    }
    dropped = [name for name, of in empty.items() if goals[of].isna().all()]
    # One state for all is said once, above the table.
    dropped += ["Trạng thái"] * nothing_assessable(goals)
    # One round for all is named in the heading.
    dropped += ["Vòng chấm"] * bool(latest_of(goals))
    dropped += ["Loại mục tiêu"] * (not table["Loại mục tiêu"].any())
    return table.drop(columns=dropped)


@kept
def nothing_assessable(goals: pd.DataFrame) -> bool:
    """Whether no goal at all can be judged yet."""
    return bool(len(goals)) and bool((goals["status"] == "not_assessable").all())


def _measure(row: Row) -> str:
    """What a target asks for where it is no percentage: a count, a growth, a rank, no number."""
    measure = MEASURES.get(str(row["measure"]), "")
    if measure or words.known(row["target_percent"]):
        return measure
    return "thứ hạng" if words.known(row["target_rank"]) else "theo năm gốc"


def _served(served: pd.DataFrame, code: object) -> str:
    """ "8 việc cùng lĩnh vực, xong 3, quá hạn 1"; where none serves it, that."""
    own = served[served["criterion_code"] == code]
    if own.empty:
        return "chưa có"
    row = own.iloc[0]
    parts = [f"{int(row['total'])} việc {BASES[str(row['basis'])]}"]
    parts += [f"xong {int(row['done'])}"] * bool(row["done"])
    parts += [f"quá hạn {int(row['overdue'])}"] * bool(row["overdue"])
    return ", ".join(parts)


def cells(goals: pd.DataFrame, unit_id: str, computed: pd.DataFrame) -> dict[str, list[str]]:
    """The cells of results and targets; a latest result that was added up leads to its parts.

    computed: `figures_computed` of the unit.
    """
    links = blocks.cells_of_goals(goals)
    rows = parts_of.latest(goals, unit_id, computed)
    added_up = [
        link if not words.known(row["cell"]) else None
        for row, link in zip(rows_of(rows), parts_of.sources(rows), strict=True)
    ]
    read = links.get(CELL_OF_LATEST, [words.MISSING] * len(goals))
    shown = [
        words.linked(parts_of.OPEN_PARTS, link) if link else cell
        for cell, link in zip(read, added_up, strict=True)
    ]
    return links | ({CELL_OF_LATEST: shown} if any(added_up) else {})


# sentences ---------------------------------------------------------------------------------


@kept
def targets(goals: pd.DataFrame, period: str | None) -> str:
    """ "5/8 chỉ số thành phần và SIPAS phải tăng để đạt mục tiêu 2024"."""
    level, of_level = main_level(goals)
    if of_level.empty:
        return _total_alone(goals[goals["level"] == "total"], period)
    if of_level["target_percent"].isna().all() or _start(of_level).isna().all():
        numbered = int(of_level["target_percent"].notna().sum())
        kind = KINDS.get(level, "mục tiêu")
        aims = f"{len(of_level)} {kind} có mục tiêu {of_year(period)}"
        return f"{aims}, {numbered or 'không'} ghi rõ tỷ lệ phải đạt"
    plain = of_level[of_level["criterion_code"] != SIPAS]
    verb, short = _short_of_target(of_level)
    sipas = " và SIPAS" if short.drop(plain.index).any() else ""
    counted, kind = int(short[plain.index].sum()), KINDS.get(level, "chỉ số")
    aim = f"mục tiêu {of_year(period)}"
    if counted == 0 and not sipas:
        total = goals[goals["level"] == "total"]
        if _short_of_target(total)[1].any():
            return f"Chỉ số chung {_short_of_target(total)[0]} {aim}; không {kind} nào như vậy"
        seen = "Không có" if verb in CERTAIN else "Chưa thấy"
        return f"{seen} {kind} nào {verb} {aim}"
    return f"{counted}/{len(plain)} {kind}{sipas} {verb} {aim}"


def _total_alone(total: pd.DataFrame, period: str | None) -> str:
    """Of a unit whose only target is that of the whole index."""
    aim = f"mục tiêu {of_year(period)}".strip()
    if total.empty:
        return f"Chưa có {aim} của đơn vị này"
    verb, short = _short_of_target(total)
    if short.any():
        return f"Chỉ số chung {verb} {aim}"
    if total["status"].eq("met").any():
        return f"Chỉ số chung đạt {aim}"
    if total["latest_percent"].notna().any():
        return f"Chỉ số chung chưa thấy nguy cơ không đạt {aim}"
    return f"Chỉ số chung có {aim}, chưa có kết quả năm ấy để so"


def _start(goals: pd.DataFrame) -> pd.Series:
    return goals["latest_percent"].fillna(goals["baseline_percent"])


def _short_of_target(goals: pd.DataFrame) -> tuple[str, pd.Series]:
    """What can be said now, and of which rows: no result yet, a round before the last, a result."""
    rounds = set(goals["latest_round"].dropna())
    if not rounds:
        return "phải tăng để đạt", goals["must_rise"].eq(True)
    if rounds & {"final", "published"}:
        return "chưa đạt", goals["status"].eq("not_met")
    lost = goals["status"].eq("impossible")
    at_risk = goals["status"].eq("at_risk")
    verb = "không còn khả năng đạt" if lost.any() and not at_risk.any() else "có nguy cơ không đạt"
    return verb, at_risk | lost


@kept
def farthest_from_to(goals: pd.DataFrame) -> str:
    """ "Tác động đến kinh tế – xã hội xa nhất: 50% → trên 70%."""
    row = largest_gap(goals)
    if row is None:
        return ""
    start = row["latest_percent"] if words.known(row["latest_percent"]) else row["baseline_percent"]
    aim = words.aim_phrase(row["comparator"], row["target_percent"])
    name = words.short(row["criterion_name"], 110)
    return f"{name} xa nhất: {words.percent(start)} → {aim}."


@kept
def stands(goals: pd.DataFrame) -> str:
    """ "Chỉ số chung: 86,32% (năm 2023) → 89,06% (năm 2024, …); mục tiêu: tăng ít nhất …."

    Said where no gap can be told or none is left.
    """
    total = goals[(goals["level"] == "total") & goals["latest_percent"].notna()]
    if total.empty:
        return ""
    row = rows_of(total)[0]
    before = (
        f"{words.percent(row['baseline_percent'])} (năm {row['baseline_period_id']}) → "
        if words.known(row["baseline_percent"]) and bool(comparability.may_compare(total).iloc[0])
        else ""
    )
    aim = words.lower_first(words.short(row["raw_text"], 110))
    return f"Chỉ số chung: {before}{words.percent(row['latest_percent'])}; mục tiêu: {aim}."


def not_assessable(period: str | None) -> str:
    """Said once, where it is so of every goal."""
    of = f" năm {of_year(period)}" if period and len(period) == 4 else ""
    return f"Chưa đủ cơ sở đánh giá mục tiêu nào: chưa có kết quả chính thức{of}."


@kept
def states(goals: pd.DataFrame) -> str:
    """ "● Đạt mục tiêu: 2 · ▲ Chưa đạt: 3"; empty while nothing can be judged."""
    if nothing_assessable(goals):
        return ""
    counted = goals["status"].value_counts()
    told = [
        f"{word}: {counted[state]}"
        for state, word in words.TARGET_STATES.items()
        if state in counted
    ]
    return "  ·  ".join(told)


@kept
def ranks(goals: pd.DataFrame) -> str:
    """Ranks aimed at, where the year followed has published ranks: how many were reached."""
    judged = goals[goals["rank_met"].notna()]
    if judged.empty:
        return ""
    met = int(judged["rank_met"].eq(True).sum())
    return f"Thứ hạng: {met}/{len(judged)} chỉ số đạt hạng mục tiêu."


@kept
def without_number(goals: pd.DataFrame) -> str:
    """Targets that no gap can be told of, and why."""
    rows = goals[goals["target_percent"].isna()]
    if rows.empty or len(rows) == len(goals):
        return ""
    return (
        f"{len(rows)} mục tiêu không quy được ra tỷ lệ (số đếm, mức tăng, thứ hạng hoặc không ghi "
        "số) nên không tính khoảng cách; bảng ghi nguyên văn."
    )


# the tasks behind them -----------------------------------------------------------------------


def with_decisions(table: pd.DataFrame, work: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """The tasks with what staff decided of each: which criterion it serves or not, who and when."""
    told: dict[tuple[str, ...], list[str]] = {}
    for one in rows_of(links[links["state"] == "stands"]):
        told.setdefault(_task_key(one, "plan_"), []).append(_decision(one))
    found = ["; ".join(told.get(_task_key(row), [])) or None for row in rows_of(work)]
    return table.assign(**{"Quyết định của cán bộ": found}) if any(found) else table


def _task_key(row: Row, of: str = "") -> tuple[str, ...]:
    parts = (f"{of}unit_id", f"{of}period_id", *tasks.KEY)
    return tuple(str(row[part]) if words.known(row[part]) else "" for part in parts)


def _decision(link: Row) -> str:
    """ "phục vụ 1.5.1. Sáng kiến (Chị Lan, 21/11/2026)"."""
    verb = "Phục vụ" if link["is_served"] else "Không phục vụ"
    return f"{verb} {words.short(words.coded(link), 70)} ({decided_by(link)})"


def show_tasks(work: pd.DataFrame, decided: pd.DataFrame, about: blocks.About) -> None:
    """The plan's tasks, only when asked for: the page Nhiệm vụ is theirs."""
    name = f"{len(work)} nhiệm vụ phục vụ mục tiêu"
    opened = st.expander(name, key="nhiem-vu-cua-muc-tieu", on_change="rerun")
    if opened.open:
        with opened:
            alt, links = "Nhiệm vụ trong kế hoạch của đơn vị", blocks.cells_of(work)
            rows = with_decisions(tasks.task_table(work), work, decided)
            blocks.table(rows, alt=alt, about=about, links=links)
