"""The scope: which unit, which years, which peers, as of when. One bar, the same on every page.

In: what the store holds (query `unit_periods`). Out: a `Scope` of plain values. The choice lives in
the URL, so that a link shows what its sender saw, and goes along from page to page. This module
alone knows widget keys; no page touches session state or query parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from cchc.ui import data, words

NO_DATA = "Chưa có số liệu. Vào trang **Nhập số liệu** để nạp tệp Excel do đơn vị gửi."
EVERYTHING = "Tất cả"
FOLLOW_UNIT = ""
TOTAL = "Chỉ số chung"


@dataclass(frozen=True, slots=True)
class Scope:
    """One unit, the year compared with (baseline), the year aimed at (target)."""

    unit_id: str
    unit_name: str
    unit_level: str
    unit_group: str
    illustrative: bool
    baseline: str | None
    target: str | None
    as_of: str | None
    judged: bool
    held: pd.DataFrame = field(repr=False, compare=False)

    @property
    def params(self) -> dict[str, object]:
        """Values for the queries, by the names of their parameters."""
        return {
            "unit": self.unit_id,
            "baseline": self.baseline,
            "target": self.target,
            "period": self.target or self.baseline,
            "as_of": self.judged_on,
        }

    @property
    def judged_on(self) -> date | None:
        """The day until which tasks are judged."""
        return words.period_end(self.as_of) if self.as_of else None

    @property
    def looks_ahead(self) -> bool:
        """Whether anything of the plan's year is still to come after that day."""
        return self.as_of is not None and self.as_of != self.target

    @property
    def years(self) -> str:
        """ "kết quả năm 2023, mục tiêu năm 2024"."""
        parts = [("kết quả", self.baseline), ("mục tiêu", self.target)]
        return ", ".join(
            f"{what} {words.lower_first(words.period(period))}" for what, period in parts if period
        )

    @property
    def caption(self) -> str:
        """What is counted, of whom and of which years."""
        name = words.upper_first(words.plain(self.unit_name))
        until = f" · tính đến hết ngày {words.day(self.judged_on)}" if self.judged else ""
        return f"{name} · {self.years}{until}"


@dataclass(frozen=True, slots=True)
class RankingChoice:
    """Which peers are ranked, by which index, in which year."""

    unit_group: str
    unit_group_name: str
    unit_level: str
    illustrative: bool
    period: str
    criterion: str | None
    criterion_name: str
    other_groups: bool

    @property
    def params(self) -> dict[str, str | None]:
        return {
            "unit_group": self.unit_group,
            "period": self.period,
            "criterion": self.criterion,
        }

    @property
    def caption(self) -> str:
        """What is ranked, among whom."""
        whom = words.upper_first(words.plain(self.unit_group_name))
        what = words.plain(self.criterion_name)
        return f"{whom} · {what} · {words.period(self.period)}"


@dataclass(frozen=True, slots=True)
class TaskChoice:
    """Which of a plan's tasks are listed; None means all."""

    area: str | None
    lead: str | None
    group: str | None
    state: str | None

    def apply(self, tasks: pd.DataFrame) -> pd.DataFrame:
        """The rows that fit every choice made."""
        columns = {"area_code": self.area, "lead": self.lead, "state": self.state}
        columns["task_group"] = self.group
        for column, wanted in columns.items():
            if wanted is not None:
                tasks = tasks[tasks[column] == wanted]
        return tasks


def ask_scope(*, judged: bool = False) -> Scope:
    """The scope bar. Stops the page with a sentence when nothing was imported yet.

    judged: the page judges lateness and also asks until when.
    """
    held = data.fetch("unit_periods")
    if held.empty:
        st.title("Chưa có số liệu")
        st.markdown(NO_DATA)
        st.stop()
    units = held.drop_duplicates("unit_id").set_index("unit_id")
    chosen, first, second, last = st.columns([5, 2, 2, 3])
    with chosen:
        unit_id = _ask_unit(units, _default_unit(held))
    own = held[held["unit_id"] == unit_id]
    aims = _years(own, "target", "task")
    with second:
        target = _ask_year("Kỳ mục tiêu", "ky-muc-tieu", aims)
    results = _years(own, "result")
    before = [year for year in results if target is None or year < target] or results
    with first:
        baseline = _ask_year("Kỳ gốc", "ky-goc", before)
    with last:
        as_of = _ask_as_of(own, target) if judged else _latest_report(own, target)
    unit = units.loc[unit_id]
    return Scope(
        unit_id=unit_id,
        unit_name=str(unit["unit_name"]),
        unit_level=str(unit["unit_level"]),
        unit_group=str(unit["unit_group"]),
        illustrative=bool(unit["illustrative"]),
        baseline=baseline,
        target=target,
        as_of=as_of,
        judged=judged,
        held=held,
    )


def _default_unit(held: pd.DataFrame) -> str:
    """A real unit that has both a result and targets, else one with targets, else the first."""
    real = held[~held["illustrative"].astype(bool)]
    with_targets = set(real.loc[real["what"] == "target", "unit_id"])
    with_result = set(real.loc[real["what"] == "result", "unit_id"])
    for wanted in (with_targets & with_result, with_targets, set(held["unit_id"])):
        for unit_id in held["unit_id"]:
            if unit_id in wanted:
                return str(unit_id)
    raise AssertionError("held is not empty")


def _ask_unit(units: pd.DataFrame, default: str) -> str:
    ids = [default, *(unit_id for unit_id in units.index if unit_id != default)]
    marks = dict(zip(units.index, units["illustrative"].astype(bool), strict=True))
    names = dict(zip(units.index, units["unit_name"], strict=True))

    def name(unit_id: str) -> str:
        return f"{names[unit_id]} (minh họa)" if marks[unit_id] else str(names[unit_id])

    return _ask("Đơn vị", "don-vi", ids, name)


def _years(held: pd.DataFrame, *what: str) -> list[str]:
    """Whole years that hold any of these, the latest first."""
    periods = held.loc[held["what"].isin(what), "period_id"].astype(str)
    return sorted({period for period in periods if len(period) == 4}, reverse=True)


def _ask_year(label: str, key: str, years: list[str]) -> str | None:
    if not years:
        st.selectbox(label, [], placeholder="Chưa có", disabled=True, key=f"{key}-chua-co")
        return None
    return _ask(label, key, years, str)


def _ask(
    label: str, key: str, options: Sequence[str], name: Callable[[str], str], **style: Any
) -> str:
    """A choice kept in the URL under its key; whatever does not exist falls back to the first.

    A value that came with a link is not a choice yet for Streamlit, which falls back to the first
    when the reader goes to another page: assigned before the widget, it stays.
    """
    before = st.session_state.get(key)
    if before in options and key not in st.query_params:
        st.session_state[key] = before
    chosen = st.selectbox(
        label,
        options,
        format_func=name,
        key=key,
        bind="query-params",
        persist_state="session",
        placeholder="Chọn",
        **style,
    )
    return chosen if chosen in options else options[0]


def ask_ranking(scope: Scope) -> RankingChoice | None:
    """Which peers, which year, which index; None when nobody has a result."""
    results = scope.held[scope.held["what"] == "result"]
    if results.empty:
        return None
    groups = results.drop_duplicates("unit_group").set_index("unit_group")
    names = {str(group): str(name) for group, name in groups["unit_group_name"].items()}
    left, middle, right = st.columns([5, 2, 5])
    with left:
        group = _ask_group(_default_group(scope, results), names)
    with middle:
        years = _years(results[results["unit_group"] == group], "result")
        period = _ask("Năm", "nam", years, str)
    components = data.fetch("unit_components", unit_group=group, period=period)
    heads = components.drop_duplicates("criterion_code").set_index("criterion_code")
    labels = {TOTAL: TOTAL} | {
        str(code): f"{code}. {name}" for code, name in heads["criterion_name"].items()
    }
    with right:
        code = _ask("Xếp theo", "chi-so", list(labels), labels.__getitem__)
    return RankingChoice(
        unit_group=group,
        unit_group_name=names[group],
        unit_level=str(groups.loc[group, "unit_level"]),
        illustrative=bool(groups.loc[group, "illustrative"]),
        period=period,
        criterion=None if code == TOTAL else code,
        criterion_name=TOTAL if code == TOTAL else str(heads.loc[code, "criterion_name"]),
        other_groups=len(groups) > 1,
    )


def _ask_group(default: str, names: dict[str, str]) -> str:
    """The first choice follows the unit: it must not outlive a change of unit."""
    follow = f"{words.upper_first(names[default])} (theo đơn vị)"
    others = {group: words.upper_first(name) for group, name in names.items() if group != default}
    shown = {FOLLOW_UNIT: follow} | others
    chosen = _ask("Nhóm đơn vị", "nhom", list(shown), shown.__getitem__)
    return default if chosen == FOLLOW_UNIT else chosen


def _default_group(scope: Scope, results: pd.DataFrame) -> str:
    """The unit's own peers when several have a result, else the units under it, else its own."""
    sizes = results.groupby("unit_group")["unit_id"].nunique()
    own = scope.unit_group if scope.unit_group in sizes.index else None
    if own and sizes[own] > 1:
        return own
    below = [str(group) for group in sizes.index if str(group).startswith(f"{scope.unit_id}/")]
    below.sort(key=lambda group: -int(sizes[group]))
    if below:
        return below[0]
    return own or str(results["unit_group"].iloc[0])


def _ask_as_of(own: pd.DataFrame, target: str | None) -> str | None:
    """Until the end of which period: the latest with progress reports first, then the year."""
    if target is None:
        return None
    return _ask("Tính đến hết", "den-het", [*_reports(own, target), target], words.period)


def _latest_report(own: pd.DataFrame, target: str | None) -> str | None:
    """The latest period with progress reports, else the whole year."""
    return next(iter(_reports(own, target)), target) if target else None


def _reports(own: pd.DataFrame, target: str) -> list[str]:
    reported = own.loc[own["what"] == "progress", "period_id"].astype(str)
    periods = {period for period in reported if period.startswith(target)}
    return sorted(periods, key=words.period_end, reverse=True)


def ask_tasks(tasks: pd.DataFrame) -> TaskChoice:
    """By area, lead, remedy or maintain, state."""
    columns = st.columns(4)
    known = tasks.dropna(subset=["area_code"]).drop_duplicates("area_code")
    areas = known.set_index("area_code")["area_name"]
    with columns[0]:
        area = _ask_one(
            "Lĩnh vực", "linh-vuc", {code: _coded(code, name) for code, name in areas.items()}
        )
    with columns[1]:
        leads = sorted({str(lead) for lead in tasks["lead"].dropna()})
        lead = _ask_one("Chủ trì", "chu-tri", {lead: words.short(lead, 60) for lead in leads})
    with columns[2]:
        groups = {g: w for g, w in words.TASK_GROUPS.items() if (tasks["task_group"] == g).any()}
        group = _ask_one("Nhóm nội dung", "nhom-noi-dung", groups)
    with columns[3]:
        states = {s: w for s, w in words.TASK_STATES.items() if (tasks["state"] == s).any()}
        state = _ask_one("Tình trạng", "tinh-trang", states)
    return TaskChoice(area, lead, group, state)


def _coded(code: str, name: object) -> str:
    return f"{code}. {words.calm(str(name))}" if words.known(name) else code


def _ask_one(label: str, key: str, names: dict[str, str]) -> str | None:
    names = {EVERYTHING: EVERYTHING} | names
    chosen = _ask(label, key, list(names), names.__getitem__)
    return None if chosen == EVERYTHING else chosen
