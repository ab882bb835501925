"""The tools of the page Ước cả năm: lines to tick, what they bring, plans to save and compare.

In: the year's points, what can still be won, the goal. Out: widgets. What they bring is worked out
by `cchc.improvement`, words are `year_end`'s, plans are kept by `cchc.plans`: one call, one
transaction, no widget inside.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import pandas as pd
import streamlit as st

from cchc import improvement, plans
from cchc.errors import WrongUse
from cchc.improvement import Goal, Offer, Outlook, Shortest
from cchc.plans import Plan
from cchc.ui import blocks, data, filters, words, year_end
from cchc.ui.blocks import About
from cchc.ui.year_end import Duty

START = {
    year_end.SHORTEST: "Danh sách ngắn nhất",
    year_end.ALL: "Mọi điểm còn phấn đấu",
    year_end.NOTHING: "Chưa chọn gì",
}
SAVED = "da-luu:"  # before a plan's name, which may be any text
ROW_LIMIT = 14  # lines of the editor in sight; more scroll


@dataclass(frozen=True)
class Ground:
    """All that a plan of one unit for one year stands on."""

    unit_id: str
    period_id: str
    rows: pd.DataFrame = field(repr=False)
    duties: Mapping[str, Duty] = field(repr=False)
    offers: Sequence[Offer]
    now: Outlook
    goal: Goal | None
    bands: Mapping[str, Decimal]
    assumed: Decimal
    found: Shortest | None
    begin: Mapping[str, Decimal]
    about: About

    @property
    def framework_id(self) -> str:
        return str(self.rows["framework_id"].iloc[0])

    def outcome(self, picked: Mapping[str, Decimal], assumed: Decimal) -> improvement.Outcome:
        return improvement.outcome(self.now, list(picked.values()), assumed, self.goal, self.bands)


def ground(
    unit_id: str, period_id: str, rows: pd.DataFrame, wanted: Goal | None, about: About
) -> Ground:
    """Ask what is counted on of the waiting points and what is ticked at first; gather the rest."""
    framework = str(rows["framework_id"].iloc[0])
    asked = {"unit": unit_id, "target": period_id, "framework": framework}
    now = year_end.outlook(rows)
    given = year_end.offers(rows, data.fetch("year_steps", **asked))
    left, right = st.columns(2)
    with left:
        assumed = _ask_assumed(now)
    found = improvement.shortest(now, given, wanted, assumed) if wanted else None
    with right:
        begin = _ask_begin(plans.listed(data.folder(), unit_id, period_id), found, given, rows)
    return Ground(
        unit_id=unit_id,
        period_id=period_id,
        rows=rows,
        duties=year_end.duties(
            rows,
            data.fetch("year_owners", **asked),
            data.fetch("criteria_tasks", plan_period=period_id, **asked),
        ),
        offers=given,
        now=now,
        goal=wanted,
        bands=year_end.bands(data.fetch("year_bands", **asked)),
        assumed=assumed,
        found=found,
        begin=begin,
        about=about,
    )


def _ask_assumed(now: Outlook) -> Decimal:
    if not now.waiting:
        return Decimal(0)
    label = f"Giả định được bao nhiêu trong {words.number(now.waiting)} điểm đang chờ"
    return year_end.exact(filters.ask_number(label, "gia-dinh", high=float(now.waiting), step=1.0))


def _ask_begin(
    saved: Sequence[Plan], found: Shortest | None, given: Sequence[Offer], rows: pd.DataFrame
) -> dict[str, Decimal]:
    """What is ticked at first: code -> gain."""
    if not given:
        return {}
    by_key = {SAVED + plan.name: plan for plan in saved}
    names = START | {key: f"Phương án đã lưu: {plan.name}" for key, plan in by_key.items()}
    if found is None:
        del names[year_end.SHORTEST]
    start = filters.ask("Chọn sẵn", "chon-san", names)
    if start == year_end.SHORTEST and found is not None and found.state in ("list", "reached"):
        return year_end.of_list(found)
    if start in (year_end.SHORTEST, year_end.ALL):
        return year_end.of_all(given)
    return year_end.of_plan(by_key[start], given, rows) if start in by_key else {}


def show(on: Ground) -> None:
    """From the shortest list to the plans that were saved."""
    if on.found is not None and on.goal is not None:
        said = year_end.about_shortest(on.found, on.now, on.rows, on.goal, on.assumed)
        blocks.say(said)
    if on.offers:
        picked = ask_plan(on)
        show_outcome(on, picked)
        by = ask_saving(on, picked)
    else:
        by = None
        st.markdown("Theo các vòng chấm đã có thì không còn điểm nào để phấn đấu.")
    saved = st.expander("Phương án đã lưu", key="phuong-an-da-luu", on_change="rerun")
    if saved.open:
        with saved:
            show_saved(on, by)


# ticking ----------------------------------------------------------------------------------------


def ask_plan(on: Ground) -> dict[str, Decimal]:
    """The lines to tick, ticked as the reader chose to begin; what is ticked: code -> gain."""
    marks = year_end.ticked(on.offers, on.begin)
    lines = year_end.editor(on.offers, marks, on.rows, on.duties)
    told = repr((on.unit_id, on.period_id, [*lines.itertuples(index=False)]))
    edited = st.data_editor(
        lines,
        key=f"phuong-an-{hashlib.sha256(told.encode()).hexdigest()[:16]}",
        hide_index=True,
        disabled=[name for name in lines.columns if name != year_end.TICK],
        row_height=blocks.ROW_HEIGHT,
        height="content" if len(lines) <= ROW_LIMIT else blocks.ROW_HEIGHT * (ROW_LIMIT + 1),
        alt="Các mức điểm còn phấn đấu để chọn",
        column_config={
            year_end.TICK: st.column_config.CheckboxColumn(pinned=True, width=84),
            year_end.CODE: st.column_config.TextColumn(pinned=True, width=70),
            year_end.NAME: st.column_config.TextColumn(width="large"),
            year_end.GAIN: st.column_config.TextColumn(width=110),
        },
    )
    return year_end.chosen(on.offers, [bool(mark) for mark in edited[year_end.TICK]])


def show_outcome(on: Ground, picked: Mapping[str, Decimal]) -> None:
    """Index, class and target at once, and the list with owners and works."""
    said = year_end.result(on.outcome(picked, on.assumed))
    for place, (label, value) in zip(st.columns(len(said)), said.items(), strict=True):
        place.metric(label, value)
    blocks.under(year_end.least(on.now, on.assumed), illustrative=False)
    if picked:
        listed = year_end.plan_table(picked, on.offers, on.rows, on.duties)
        blocks.table(listed, "Phương án cải thiện điểm số", about=on.about)


# saving -----------------------------------------------------------------------------------------


def ask_saving(on: Ground, picked: Mapping[str, Decimal]) -> str | None:
    """A name and a button; a second click saves nothing more. Out: who saves."""
    who, what = st.columns([3, 7])
    with who:
        by = filters.ask_person()
    with what, st.form("luu-phuong-an", border=False):
        left, right = st.columns([5, 2], vertical_alignment="bottom")
        with left:
            name = st.text_input(
                "Tên phương án", max_chars=plans.LONGEST_NAME, placeholder="Ví dụ: Phương án 1"
            )
        with right:
            wanted = st.form_submit_button("Lưu phương án", width="stretch")
    if wanted:
        kept = year_end.items(picked, on.rows)
        plan = Plan(on.unit_id, on.period_id, on.framework_id, name, kept, on.assumed)
        st.markdown(_saved(plan, by))
    return by


def _saved(plan: Plan, by: str | None) -> str:
    try:
        is_new = plans.save(data.folder(), plan, by)
    except WrongUse as error:
        return words.plain(error)
    name = words.plain(plan.name)
    return f"Đã lưu phương án {name}." if is_new else f"Phương án {name} đã lưu như vậy rồi."


def show_saved(on: Ground, by: str | None) -> None:
    """The plans that stand, side by side by the figures of today; one leaves or is taken back.

    by: who saves, where the form above asks it; nothing to win, nothing to save: asked here.
    """
    saved = plans.listed(data.folder(), on.unit_id, on.period_id)
    if not saved:
        st.markdown("Chưa lưu phương án nào. Chọn tiêu chí ở trên, đặt tên rồi lưu.")
        return
    gains = {plan.name: year_end.of_plan(plan, on.offers, on.rows) for plan in saved}
    compared = [(plan, on.outcome(gains[plan.name], plan.assumed)) for plan in saved]
    blocks.table(year_end.plans_table(compared), "So sánh các phương án", about=on.about)
    blocks.under(
        "Tính theo số liệu hôm nay: điểm đã có thì không tính thêm",
        year_end.least(on.now, min(plan.assumed for plan in saved)),
        illustrative=False,
    )
    chosen = filters.ask("Phương án", "phuong-an", {plan.name: plan.name for plan in saved})
    plan = next(plan for plan in saved if plan.name == chosen)
    listed = year_end.plan_table(gains[plan.name], on.offers, on.rows, on.duties)
    taken_by = by if on.offers else filters.ask_person()
    with st.container(horizontal=True):
        blocks.offer(listed, f"Phương án {plan.name}", on.about)
        st.button(
            "Bỏ phương án này",
            type="tertiary",
            on_click=_take_back,
            args=(plan, taken_by),
        )


def _take_back(plan: Plan, by: str | None) -> None:
    plans.take_back(data.folder(), plan, by)
