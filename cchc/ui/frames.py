"""Rows of the queries made ready to read: Vietnamese columns, and texts beside marks.

In: DataFrames of queries. Out: DataFrames and values for figures, blocks and sentences. Rows are
chosen, named and written out here; scores, ranks and gaps come as the queries computed them.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from cchc.figures.gap_strip import Gap
from cchc.ui import tasks as task_rows
from cchc.ui import words
from cchc.ui.sentences import main_level, missing_points, of_year

Row = Mapping[str, object]


def _number(value: object) -> float | None:
    return float(str(value)) if words.known(value) else None


# Mục tiêu -------------------------------------------------------------------------------------


HEADS = {"component": "Chỉ số thành phần", "survey_item": "Nội dung khảo sát"}
GOAL_COLUMNS = (
    *("criterion_code", "criterion_name", "level", "baseline_period_id", "baseline_percent"),
    *("baseline_rank", "latest_percent", "latest_period_id", "latest_round", "raw_text"),
    *("comparator", "target_percent", "target_rank", "gap_to_target", "status", "owner"),
    *("must_rise", "baseline_computed_percent", "baseline_import_id", "baseline_sheet"),
    *("baseline_cell", "target_import_id", "target_sheet", "target_cell"),
)


def goals(compared: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Every goal of a unit beside its results: components and total, then survey items, criteria.

    Each row has the cell of its result and the cell of its target.
    """
    rows = [
        {name: row.get(name) for name in GOAL_COLUMNS}
        for frame in (compared, items)
        for row in frame.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=list(GOAL_COLUMNS))


def with_targets(rows: pd.DataFrame) -> pd.DataFrame:
    """Only what the plan sets a target for."""
    return rows[rows["raw_text"].notna()]


def total_row(goals: pd.DataFrame, published: pd.DataFrame) -> Row | None:
    """The whole index among a unit's goals, with how many units its published rank is of."""
    total = goals[goals["level"] == "total"]
    if total.empty:
        return None
    ranked_of = published["published_rank_of"].dropna()
    return total.iloc[0].to_dict() | {
        "baseline_rank_of": ranked_of.iloc[0] if len(ranked_of) else None
    }


def parts(goals: pd.DataFrame) -> pd.DataFrame:
    """The indices that a unit's targets mainly speak of, without the total."""
    return main_level(goals)[1]


def by_gap(goals: pd.DataFrame) -> pd.DataFrame:
    """The largest gap first; those without one after, in the order of the framework."""
    return goals.sort_values("gap_to_target", ascending=False, kind="stable", na_position="last")


def gap(total: Row) -> Gap:
    """The whole index for the strip of the front page."""
    baseline = words.percent(total["baseline_percent"])
    target = words.target_sign(total["comparator"], total["target_percent"])
    latest = f"{words.period(total['latest_period_id'])}: {words.percent(total['latest_percent'])}"
    return Gap(
        baseline=_number(total["baseline_percent"]),
        latest=_number(total["latest_percent"]),
        target=_number(total["target_percent"]),
        baseline_text=f"{words.period(total['baseline_period_id'])}: {baseline}",
        latest_text=latest,
        target_text=f"Mục tiêu: {target}",
        gap_text=missing_points(total["gap_to_target"]) if target else "",
    )


def marks(goals: pd.DataFrame) -> pd.DataFrame:
    """What the dumbbell draws; rows without any number have nothing to draw."""
    numbers = ["baseline_percent", "latest_percent", "target_percent"]
    drawn = goals[goals[numbers].notna().any(axis=1)]
    rows = drawn[numbers].astype(float)
    rows["name"] = [_coded(row) for row in drawn.to_dict("records")]
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


def _coded(row: Row) -> str:
    code, name = str(row["criterion_code"]), str(row["criterion_name"])
    return name if not any(map(str.isdigit, code)) and len(code) > 4 else f"{code}. {name}"


def target_table(goals: pd.DataFrame, baseline: str | None, target: str | None) -> pd.DataFrame:
    """The plan's own table, figure for figure, with the gap and the state beside it."""
    before, after = (
        f"Năm {baseline or ''} (%)".replace("  ", " "),
        f"Mục tiêu {of_year(target)}".strip(),
    )
    table = pd.DataFrame(
        {
            "STT": [code if code not in ("total", "SIPAS") else "" for code in _codes(goals)],
            HEADS.get(main_level(goals)[0], "Tiêu chí"): goals["criterion_name"],
            before: goals["baseline_percent"].astype(float),
            "Hạng": goals["baseline_rank"].astype(float),
            "Mới nhất (%)": goals["latest_percent"].astype(float),
            "Vòng chấm": [words.ROUNDS.get(str(name)) for name in goals["latest_round"]],
            after: goals["raw_text"],
            "Hạng mục tiêu": goals["target_rank"].astype(float),
            "Còn thiếu (điểm %)": goals["gap_to_target"].astype(float),
            "Trạng thái": goals["status"].map(words.TARGET_STATES),
            "Đơn vị thực hiện": goals["owner"],
        }
    )
    # A plan that prints no results and no ranks gets no empty columns.
    empty = {
        before: "baseline_percent",
        "Hạng": "baseline_rank",
        "Mới nhất (%)": "latest_percent",
        "Vòng chấm": "latest_percent",
        "Hạng mục tiêu": "target_rank",
        "Còn thiếu (điểm %)": "gap_to_target",
        "Đơn vị thực hiện": "owner",
    }
    dropped = [name for name, of in empty.items() if goals[of].isna().all()]
    # One state for all is said once, above the table.
    dropped += ["Trạng thái"] * nothing_assessable(goals)
    return table.drop(columns=dropped)


def nothing_assessable(goals: pd.DataFrame) -> bool:
    """Whether no goal at all can be judged yet."""
    return bool(len(goals)) and bool((goals["status"] == "not_assessable").all())


def _codes(goals: pd.DataFrame) -> list[str]:
    return [str(code) if words.known(code) else "" for code in goals["criterion_code"]]


# Nhiệm vụ: kept in cchc.ui.tasks; these names serve the pages that show a few of them -----------

tasks = task_rows.judged
task_counts = task_rows.task_counts
task_table = task_rows.task_table
