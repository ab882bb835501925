"""The scope: which unit, which years, as of when. One bar, the same on every page.

In: what the store holds (queries `units_held`, `unit_periods`). Out: a `Scope` of plain values. The
choice lives in the URL, so that a link shows what its sender saw, and goes along from page to page.
This module alone knows widget keys; no page touches session state or query parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from cchc import settings
from cchc.periods import judged_until, years_compared
from cchc.rows import rows_of
from cchc.ui import data, words
from cchc.ui.kept import kept

NO_DATA = "Vào trang [Nhập số liệu](nhap-so-lieu) để nạp tệp Excel do đơn vị gửi."
FOLLOW_UNIT = ""
LATEST = ""
TOTAL = "Chỉ số chung"
LONGEST_ASKED = 60
YEAR = 4  # digits of a period that is a year
UNIT, BASELINE, TARGET, AS_OF = "don-vi", "ky-goc", "ky-muc-tieu", "den-het"
PERIOD_BOXES = {BASELINE: "Kỳ gốc", TARGET: "Kỳ mục tiêu", AS_OF: "Tính đến hết"}
NEWEST = "Mới nhất"
ABOVE_OTHERS = ("tinh", "huyen")
REPORTED = ("progress", "service")


@dataclass(frozen=True, slots=True)
class Scope:
    """One unit, the year compared with (baseline), the year followed (target), as of when.

    as_of: a month or quarter with reports of the unit, of units under it or beside it, or the
    whole year · children: groups of units under it that hold data, each with its name · held:
    `unit_periods`.
    """

    unit_id: str
    unit_name: str
    unit_label: str
    unit_level: str
    unit_group: str
    unit_group_name: str
    illustrative: bool
    has_target: bool
    baseline: str | None
    target: str | None
    as_of: str | None
    children: tuple[tuple[str, str], ...]
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
        """The day until which tasks and reports are judged.

        Of a year that is not over only what has passed: nothing is late that is not due yet.
        """
        if self.as_of is None:
            return None
        return _judged_until(self.as_of, self.held, settings.today_vietnam())

    @property
    def month(self) -> str | None:
        """The month looked at: the one chosen, else the latest reported on until then."""
        until = self.judged_on
        if until is None or self.as_of is None:
            return None
        return self.as_of if _is_month(self.as_of) else _latest_month(self.held, self.as_of, until)

    @property
    def reports_services(self) -> bool:
        """Whether the unit itself sends service indicators, in any month of the year."""
        return self.as_of is not None and _reports_services(self.held, self.as_of[:YEAR])

    @property
    def looks_ahead(self) -> bool:
        """Whether anything of the plan's year is still to come after that day."""
        return self.as_of is not None and self.as_of != self.target

    @property
    def has_units_under(self) -> bool:
        """Whether units of its level have others under them; communes and departments have none."""
        return self.unit_level in ABOVE_OTHERS

    @property
    def years(self) -> str:
        """ "kết quả năm 2023, mục tiêu năm 2024"."""
        followed = "mục tiêu" if self.has_target else "theo dõi"
        parts = [("kết quả", self.baseline), (followed, self.target)]
        return ", ".join(
            f"{what} {words.lower_first(words.period(period))}" for what, period in parts if period
        )

    @property
    def caption(self) -> str:
        """What is counted, of whom and of which years."""
        name = words.upper_first(words.plain(self.unit_name))
        return f"{name} · {self.years}"

    @property
    def caption_until(self) -> str:
        """The same, and until when it is judged."""
        until = f" · tính đến hết ngày {words.day(self.judged_on)}" if self.judged_on else ""
        return self.caption + until


@dataclass(frozen=True, slots=True)
class _Units:
    """Every unit with data: what it is called, in the order of the list, and its row."""

    labels: Mapping[str, str]
    options: Sequence[str]
    rows: Mapping[str, Mapping[str, Any]]


def ask_scope() -> Scope:
    """The scope bar. Stops the page with a sentence when nothing was imported yet."""
    units = _units()
    if not units.rows:
        st.title("Chưa có số liệu", anchor=False)
        st.markdown(NO_DATA)
        st.stop()
    _say_unknown_unit(list(units.labels.values()))
    linked = _linked()
    chosen, first, second, last = st.container(key="scope").columns([5, 2, 2, 3])
    with chosen:
        unit_id = _ask("Đơn vị", UNIT, units.options, units.labels.__getitem__)
    unit = units.rows[unit_id]
    held = data.fetch("unit_periods", unit=unit_id)
    with second:
        target = _ask_year("Kỳ mục tiêu", TARGET, _followed(held))
    with first:
        baseline = _ask_year("Kỳ gốc", BASELINE, years_compared(_years(held, "result"), target))
    with last:
        as_of = _ask_as_of(held, target)
    _say_unknown_periods(linked, {BASELINE: baseline, TARGET: target, AS_OF: as_of})
    return Scope(
        unit_id=unit_id,
        unit_name=str(unit["unit_name"]),
        unit_label=units.labels[unit_id],
        unit_level=str(unit["unit_level"]),
        unit_group=str(unit["unit_group"]),
        unit_group_name=str(unit["unit_group_name"]),
        illustrative=bool(unit["illustrative"]),
        has_target=_has_target(held),
        baseline=baseline,
        target=target,
        as_of=as_of,
        children=_children(held),
        held=held,
    )


def _say_unknown_unit(labels: Sequence[str]) -> None:
    """A link to a unit that the store does not hold must not pass for that unit's figures."""
    asked = st.query_params.get(UNIT)
    if asked and asked not in labels:
        st.warning(
            f"Kho số liệu không có đơn vị “{words.plain(words.short(asked, LONGEST_ASKED))}”: "
            "đơn vị chưa có số liệu, đã đổi tên hoặc đường dẫn sai. Trang đang hiện đơn vị ở ô "
            "“Đơn vị”; chọn lại ở đó."
        )


def _linked() -> dict[str, str]:
    """Years and months that came with a link; what was chosen here is the reader's own."""
    asked = {key: st.query_params.get(key, "") for key in PERIOD_BOXES}
    return {key: one for key, one in asked.items() if one and st.session_state.get(key) is None}


def _say_unknown_periods(linked: Mapping[str, str], shown: Mapping[str, str | None]) -> None:
    """A link to a year or month without figures must not pass for another's."""
    known = {key: (one, words.period(one)) for key, one in shown.items() if one}
    unknown = [
        key
        for key, one in linked.items()
        if one not in known.get(key, ()) and not one.startswith(NEWEST)
    ]
    if not unknown:
        return
    asked = words.joined(
        [
            f"“{words.plain(words.short(linked[key], LONGEST_ASKED))}” ở ô {PERIOD_BOXES[key]}"
            for key in unknown
        ]
    )
    instead = words.joined([words.lower_first(known[key][1]) for key in unknown if key in known])
    now = f"Trang đang hiện {instead}" if instead else "Đơn vị chưa có kỳ nào ở đó"
    st.warning(
        f"Số liệu của đơn vị không có {asked}: kỳ chưa có số liệu hoặc đường dẫn sai. "
        f"{now}; chọn lại ở các ô trên."
    )


def link(page: str, scope: Scope, **more: str) -> str:
    """The address of another page with the same scope; "" is the front page."""
    bar = {UNIT: scope.unit_label, BASELINE: scope.baseline, TARGET: scope.target}
    bar[AS_OF] = words.period(scope.as_of) if scope.as_of else None
    return address(page, bar | more)


def address(page: str, asked: Mapping[str, str | None]) -> str:
    """A page with some of the bar's values or its own, as they are shown."""
    return f"{page}?" + urlencode({key: one for key, one in asked.items() if one})


def unit_labels() -> dict[str, str]:
    """What each unit with data is called in the bar and in addresses."""
    return dict(_units().labels)


def label_of(unit_id: str) -> str:
    """What the bar calls a unit, for links to it; empty for one without figures."""
    return _units().labels.get(unit_id, "")


def link_to(page: str, unit_id: str, scope: Scope, **more: str) -> str:
    """The address of a page with another unit in the bar."""
    label = label_of(unit_id)
    return link(page, scope, **({UNIT: label} if label else {}), **more)


def _units() -> _Units:
    return _units_of(data.fetch("units_held"))


@kept
def _units_of(held: pd.DataFrame) -> _Units:
    """Made once for a store: a nation has three thousand units."""
    rows = {str(row["unit_id"]): row for row in rows_of(held)}
    if not rows:
        return _Units({}, (), {})
    labels = _labels(held)
    return _Units(labels, tuple(_default_first(list(labels), _default_unit(held))), rows)


def _labels(units: pd.DataFrame) -> dict[str, str]:
    """What each unit is called in the list and in the URL: a name that is two units' says whose."""
    twice = units["unit_name"].duplicated(keep=False)
    shown = zip(rows_of(units), twice, strict=True)
    return {str(row["unit_id"]): _label(row, bool(is_twice)) for row, is_twice in shown}


def _label(row: Mapping[str, Any], is_twice: bool) -> str:
    parent = f", {row['parent_name']}" if is_twice and words.known(row["parent_name"]) else ""
    return f"{row['unit_name']}{parent}" + (" (minh họa)" if row["illustrative"] else "")


def _default_unit(units: pd.DataFrame) -> str:
    """A real unit that has both a result and targets, else one with targets, else the first."""
    real = units[~units["illustrative"].astype(bool)]
    with_target = real[real["has_target"].astype(bool)]
    both = with_target[with_target["has_result"].astype(bool)]
    for some in (both, with_target, units):
        if len(some):
            return str(some["unit_id"].iloc[0])
    raise AssertionError("units is not empty")


def _default_first(ids: list[str], default: str) -> list[str]:
    return [default, *(unit_id for unit_id in ids if unit_id != default)]


@kept
def _children(held: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    below = held[held["whose"] == "below"].drop_duplicates("unit_group")
    return tuple(zip(below["unit_group"], below["unit_group_name"], strict=True))


@kept
def _followed(held: pd.DataFrame) -> list[str]:
    """Years of targets and tasks; else of reports, an open score sheet, a calendar; else of the
    plan above: a unit that has sent nothing is still asked what that plan asks of it."""
    planned = _years(held, "target", "task")
    if planned:
        return planned
    own = held[held["whose"] == "own"]
    going_on = own[own["what"].isin([*REPORTED, "sheet", "calendar"])]
    above = held[(held["whose"] == "around") & held["what"].isin(["task", "calendar"])]
    years = (going_on if len(going_on) else above)["period_id"].astype(str)
    return sorted({one[:YEAR] for one in years}, reverse=True)


@kept
def _years(held: pd.DataFrame, *what: str) -> list[str]:
    """Whole years of which the unit itself holds any of these, the latest first."""
    own = held[held["whose"] == "own"]
    periods = own.loc[own["what"].isin(what), "period_id"].astype(str)
    return sorted({period for period in periods if len(period) == YEAR}, reverse=True)


@kept
def _has_target(held: pd.DataFrame) -> bool:
    return bool(((held["whose"] == "own") & (held["what"] == "target")).any())


@kept
def _reports_services(held: pd.DataFrame, year: str) -> bool:
    sent = held[(held["whose"] == "own") & (held["what"] == "service")]
    return bool(sent["period_id"].astype(str).str.startswith(year).any())


@kept
def _latest_month(held: pd.DataFrame, as_of: str, until: date) -> str | None:
    """The latest month of its year that anybody near the unit has reported on until a day."""
    reported = held.loc[held["what"].isin(REPORTED), "period_id"].astype(str)
    of_year = {one for one in reported if _is_month(one) and one.startswith(as_of[:YEAR])}
    return max((one for one in of_year if words.period_end(one) <= until), default=None)


@kept
def _judged_until(as_of: str, held: pd.DataFrame, today: date) -> date:
    return judged_until(as_of, _reports(held, as_of[:YEAR]), today)


def _is_month(period: str) -> bool:
    return len(period) == len("2024-09") and period[5:].isdigit()


def _ask_year(label: str, key: str, years: list[str]) -> str | None:
    if not years:
        _show_none(label, key)
        return None
    return _ask_in_step(label, key, years, str)


def _show_none(label: str, key: str) -> None:
    """Nothing to choose from, in its place; greyed out, its label could not be read."""
    st.selectbox(label, ["Chưa có"], key=f"{key}-chua-co")


def _ask_as_of(held: pd.DataFrame, target: str | None) -> str | None:
    """Until the end of which period: the latest with reports first, then the year."""
    if target is None:
        _show_none("Tính đến hết", AS_OF)
        return None
    periods = [*_reports(held, target), target]
    # The first choice follows the unit: one unit's whole year must not become another's.
    names = {LATEST: f"{NEWEST}: {words.lower_first(words.period(periods[0]))}"}
    names |= {period: words.period(period) for period in periods}
    return _ask_in_step("Tính đến hết", AS_OF, list(names), names.__getitem__) or periods[0]


@kept
def _reports(held: pd.DataFrame, year: str) -> list[str]:
    """Periods of a year with reports of the unit, of units under or beside it, the latest first.

    Beside it, because a unit that sent nothing is judged on the same day as those that did.
    """
    reported = held.loc[held["what"].isin(REPORTED), "period_id"].astype(str)
    periods = {one for one in reported if one.startswith(year) and one != year}
    return sorted(periods, key=lambda one: (words.period_end(one), one), reverse=True)


def choices(widths: Sequence[int]) -> list[Any]:
    """Places side by side for a page's own choices, lighter than the bar above them: the label
    stands before its box, so that the row takes one line of the first screen."""
    return list(st.container(key="choices").columns(widths))


def ask(label: str, key: str, names: Mapping[str, str], **style: Any) -> str:
    """One more choice of a page, by what each option is called; the first until one is chosen.

    Kept in the URL under its key, and from page to page; what it offers may follow the unit.
    `style` goes to the widget.
    """
    options = list(names)
    return _ask_in_step(label, key, options, lambda one: names.get(one, one), **style)


def choose(key: str, option: str) -> None:
    """The same choice made elsewhere on the page: only a widget's callback may, before the run."""
    st.session_state[key] = option


def ask_text(label: str, key: str, **style: Any) -> str:
    """Words typed by the reader, kept in the URL under the key; `style` goes to the widget."""
    typed = st.text_input(label, key=key, bind="query-params", persist_state="session", **style)
    return (typed or "").strip()


def ask_person() -> str | None:
    """Who receives, confirms or saves: asked alike on every page, kept for the session.

    Never in the address: a link would sign another reader's work. None while nothing is typed.
    """
    typed = st.text_input(
        "Người thực hiện",
        key="nhap-nguoi",
        persist_state="session",
        max_chars=LONGEST_ASKED,
        placeholder="Họ tên (không bắt buộc)",
        help="Ghi vào sổ nhập cùng ngày giờ; giữ nguyên ở mọi trang trong lần làm việc này.",
    )
    return (typed or "").strip() or None


def rooms(names: Sequence[str], key: str) -> Sequence[Any]:
    """Tabs of which the one that is open is in the URL; a closed one must not compute (`.open`)."""
    return st.tabs(names, key=key, on_change="rerun", bind="query-params")


def ask_number(label: str, key: str, *, high: float, step: float, **style: Any) -> float | None:
    """A number from 0 to `high`, or None while none is given; kept in the URL under its key.

    What is out of bounds is taken to the nearest bound here: the bound may move with the unit.
    """
    given = st.number_input(
        label,
        value=None,
        min_value=0.0,
        step=step,
        format="%g",
        key=key,
        bind="query-params",
        persist_state="session",
        placeholder="Chưa nhập",
        **style,
    )
    return None if given is None else min(float(given), high)


def _ask_in_step(
    label: str, key: str, options: Sequence[str], name: Callable[[str], str], **style: Any
) -> str:
    """A choice whose options depend on another one.

    What is no longer offered, or was only the first of other options, gives way to the first:
    the address, which leaves the first out, would else tell another choice than the one shown.
    """
    before, first = st.session_state.get(key), f"{key}-dau"
    if before is not None and (before not in options or before == st.session_state.get(first)):
        st.session_state[key] = options[0]
    chosen = _ask(label, key, options, name, **style)
    st.session_state[first] = chosen if chosen == options[0] else None
    return chosen


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
