"""Chế độ báo cáo: what the page asks, says and shows of the reports that a unit's plans call for.

In: rows of the queries `reporting_*`. Out: a choice of plain values, sentences, frames ready to
show, the text of a reminder. Who is late is decided by the queries, never here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from cchc.rows import rows_of
from cchc.ui import blocks, data, filters, services, tables, words
from cchc.ui.kept import kept

Row = Mapping[str, Any]
KINDS = {"tinh": "tỉnh", "huyen": "huyện", "xa": "xã", "phong": "phòng"}
FREQUENCIES = {
    "monthly": "hàng tháng",
    "quarterly": "hàng quý",
    "half_year": "06 tháng",
    "year": "năm",
}
STATES = {
    "on_time": "● Đúng hạn",
    "late": "▲ Trễ hạn",
    "missing": "✕ Chưa gửi",
    "not_due": "– Chưa đến hạn",
}
SHORT = {"on_time": "●", "late": "▲\u00a0Trễ", "missing": "✕\u00a0Chưa", "not_due": "–"}
LEGEND = "  ·  ".join(STATES.values())
KEPT = {"Đúng hạn": "on_time", "Trễ hạn": "late", "Chưa gửi": "missing"}
NAMED = 8
PER_PAGE = 15
NAME_WIDTH, STATE_WIDTH = 190, 62  # pixels


@dataclass(frozen=True, slots=True)
class Choice:
    """One report that plans call for, its periods, and the one that is judged now."""

    rule: Row
    periods: pd.DataFrame
    now: Row | None
    judged_on: date

    @property
    def followed(self) -> bool:
        """Whether the units that owe it are known one by one."""
        return bool(self.now["followed"]) if self.now else False

    @property
    def kind(self) -> str:
        return KINDS.get(str(self.rule["unit_level"]), "đơn vị")

    @property
    def caption(self) -> str:
        parts = [
            words.upper_first(words.plain(self.rule["plan_unit_name"])),
            words.plain(name_of(self.rule)),
            f"tính đến hết ngày {words.day(self.judged_on)}",
        ]
        return " · ".join(parts)


def ask(scope: filters.Scope, rules: pd.DataFrame) -> Choice:
    """Which report, where the plans call for several; its periods as of the day of the bar."""
    by_id = {str(row["rule_id"]): row for row in rows_of(rules)}
    names = {rule_id: name_of(row) for rule_id, row in by_id.items()}
    chosen = filters.ask("Báo cáo", "bao-cao", names) if len(names) > 1 else next(iter(names))
    rule = by_id[chosen]
    periods = _of_rule(data.fetch("reporting_summary", **scope.params), int(rule["rule_id"]))
    judged_on = scope.judged_on or words.period_end(str(rule["plan_period_id"]))
    return Choice(rule, periods, current(periods), judged_on)


@kept
def _of_rule(summary: pd.DataFrame, rule_id: int) -> pd.DataFrame:
    return summary[summary["rule_id"] == rule_id].reset_index(drop=True)


@kept
def current(periods: pd.DataFrame) -> Row | None:
    """The latest period that fell due; before the first, the one that comes."""
    past = periods[periods["is_past"].astype(bool)]
    if len(past):
        return dict(past.iloc[-1])
    return dict(periods.iloc[0]) if len(periods) else None


def name_of(rule: Row) -> str:
    """ "Báo cáo hàng tháng: UBND các xã, thị trấn gửi Phòng Nội vụ"."""
    every = FREQUENCIES.get(str(rule["frequency"]), "")
    return f"Báo cáo {every}: {words.short(rule['reporters'], 70)} gửi {rule['recipient']}"


# what it says ------------------------------------------------------------------------------------


def nothing(scope: filters.Scope) -> tuple[str, str]:
    """Headline and sentence when no plan of the year has a calendar."""
    year = scope.target or scope.baseline
    when = f" năm {year}" if year else ""
    return (
        f"Chưa có lịch báo cáo{when} của {scope.unit_name}",
        "Vào trang Nhập số liệu để nạp lịch báo cáo (ai gửi, gửi ai, bao lâu một lần, hạn, kỳ số "
        "liệu), hoặc chọn năm khác ở ô Kỳ mục tiêu.",
    )


def headline(choice: Choice) -> str:
    """ "13/15 xã gửi báo cáo tháng 9/2024 đúng hạn"."""
    if choice.now is None:
        return f"{name_of(choice.rule)}: chưa có kỳ báo cáo nào"
    now, when = choice.now, _when(choice.now)
    if not choice.followed:
        every = FREQUENCIES.get(str(choice.rule["frequency"]), "")
        due = f", hạn {words.lower_first(str(choice.rule['due_text']))}" if _has_due(choice) else ""
        return f"Báo cáo {every} gửi {choice.rule['recipient']}{due}"
    owed = f"{words.whole(now['owed'])} {choice.kind}"
    if not now["is_past"]:
        return f"Báo cáo {when} của {owed} chưa đến hạn{_until(now)}"
    return f"{words.whole(now['on_time'])}/{owed} gửi báo cáo {when} đúng hạn"


def _has_due(choice: Choice) -> bool:
    return words.known(choice.rule["due_text"])


def _when(row: Row) -> str:
    return words.lower_first(words.period(row["period_id"]))


def _until(row: Row) -> str:
    return f" (ngày {words.day(row['due_on'])})" if words.known(row["due_on"]) else ""


def figure(choice: Choice) -> tuple[str, str]:
    """The one figure: 13/15; where nobody is followed one by one, the day it is due."""
    now = choice.now
    if now is None:
        return "Hạn nộp", words.MISSING
    if choice.followed and now["is_past"]:
        return "Gửi đúng hạn", f"{words.whole(now['on_time'])}/{words.whole(now['owed'])}"
    due = words.day(now["due_on"]) if words.known(now["due_on"]) else "Không ghi"
    return f"Hạn nộp báo cáo {_when(now)}", due


@kept
def who(choice: Choice, units: pd.DataFrame) -> str:
    """ "Trễ hạn: xã A (5 ngày); chưa gửi: xã B."; or why nobody can be named."""
    if choice.now is None:
        return ""
    if not choice.followed:
        return _not_followed(choice)
    now = units[units["period_id"] == choice.now["period_id"]]
    late = [
        f"{row['unit_name']} ({words.whole(row['days_late'])} ngày)"
        for row in rows_of(now[now["state"] == "late"])
    ]
    missing = [str(name) for name in now.loc[now["state"] == "missing", "unit_name"]]
    said = [f"trễ hạn: {_some(late)}"] * bool(late) + [f"chưa gửi: {_some(missing)}"] * bool(
        missing
    )
    if said:
        return words.upper_first("; ".join(said)) + "."
    return "Mọi đơn vị đã gửi đúng hạn." if choice.now["is_past"] else ""


def _not_followed(choice: Choice) -> str:
    if words.known(choice.rule["unit_level"]):
        return (
            "Danh mục chưa có các đơn vị phải gửi nên chưa theo dõi được ai đã gửi: nạp danh mục "
            "đơn vị ở trang Nhập số liệu."
        )
    return (
        f"Kế hoạch giao chung cho {words.lower_first(str(choice.rule['reporters']))}, không kể tên "
        "từng nơi gửi, nên chỉ nhắc hạn mà không theo dõi được ai đã gửi."
    )


def _some(names: list[str]) -> str:
    if len(names) <= NAMED + 1:
        return ", ".join(names)
    return f"{', '.join(names[:NAMED])} và {len(names) - NAMED} đơn vị khác"


# what it shows -----------------------------------------------------------------------------------


@kept
def grid(units: pd.DataFrame) -> pd.DataFrame:
    """Units × periods: the state of each report in shape and word."""
    heads = {period: _short_period(str(period)) for period in units["period_id"].unique()}
    told = units.assign(read=[STATES[state] for state in units["state"]])
    return (
        told.pivot(index="unit_name", columns="period_id", values="read")
        .reindex(index=list(units["unit_name"].unique()), columns=list(heads))
        .rename(columns=heads)
        .rename_axis(index="Đơn vị", columns=None)
        .reset_index()
    )


def _short_period(period_id: str) -> str:
    """ "T9", "Quý III"; the year stands in the caption."""
    return words.period(period_id).partition("/")[0].replace("Tháng ", "T")


def show_grid(rows: pd.DataFrame, alt: str, about: blocks.About) -> None:
    """The grid on as many pages as it needs, in short words that LEGEND says in full.

    The workbook has the full ones: on the page a year's twelve columns stand side by side.
    """
    texts = _in_short(rows)
    below = st.container()
    first = 0
    if len(texts) > PER_PAGE:
        first = PER_PAGE * (st.pagination(-(-len(texts) // PER_PAGE), key="trang-bao-cao") - 1)
    below.html(_grid_html(texts, alt, first))
    st.caption(LEGEND)
    blocks.offer(rows, alt, about)


@kept
def _grid_html(texts: pd.DataFrame, alt: str, first: int) -> str:
    shown = texts.iloc[first : first + PER_PAGE]
    widths = dict.fromkeys(shown.columns, STATE_WIDTH) | {"Đơn vị": NAME_WIDTH}
    return tables.table_html(shown, alt, least={name: f"{px}px" for name, px in widths.items()})


@kept
def _in_short(rows: pd.DataFrame) -> pd.DataFrame:
    words_of = {STATES[state]: short for state, short in SHORT.items()}
    names = services.short_names(list(rows["Đơn vị"]))
    return tables.written(rows.replace(words_of).replace({"Đơn vị": names}))


@kept
def due_only(units: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    """Periods that fell due and the one that comes: what is far ahead says nothing."""
    shown = choice.periods[choice.periods["is_past"].astype(bool)]["period_id"].tolist()
    ahead = choice.periods[~choice.periods["is_past"].astype(bool)]["period_id"].tolist()[:1]
    return units[units["period_id"].isin(shown + ahead)]


@kept
def calendar(choice: Choice) -> pd.DataFrame:
    """Every period of the report: its data window, its due day, and how it was kept.

    What the plan does not say of any period has no column.
    """
    periods = choice.periods
    table = pd.DataFrame(
        {
            "Kỳ báo cáo": [words.period(one) for one in periods["period_id"]],
            "Số liệu từ": periods["window_starts_on"],
            "Đến": periods["window_ends_on"],
            "Hạn nộp": periods["due_on"],
        }
    )
    if choice.followed:
        for head, column in {
            "Phải gửi": "owed",
            **KEPT,
        }.items():
            table[head] = periods[column]
        # Of a period that nobody owes yet and nobody sent nothing is counted: that is no zero.
        nothing_yet = periods["not_due"] >= periods["owed"]
        for head in KEPT:
            table[head] = table[head].mask(nothing_yet)
    return table.dropna(axis="columns", how="all")


@kept
def calendar_legend(table: pd.DataFrame) -> str:
    """What a dash among the counts means; nothing where there is none."""
    counts = table.columns.intersection(list(KEPT))
    return "– Chưa đến hạn nộp" if table[counts].isna().any(axis=None) else ""


@kept
def rules_table(rules: pd.DataFrame) -> pd.DataFrame:
    """Each plan's own calendar, as the plan words it."""
    rows = rows_of(rules)
    return pd.DataFrame(
        {
            "Kế hoạch": [f"{row['plan_unit_name']}, năm {row['plan_period_id']}" for row in rows],
            "Ai gửi": rules["reporters"],
            "Gửi ai": rules["recipient"],
            "Bao lâu một lần": [
                words.upper_first(FREQUENCIES.get(str(f), str(f))) for f in rules["frequency"]
            ],
            "Hạn": [_said(row["due_text"]) for row in rows],
            "Kỳ số liệu": [_said(row["window_text"]) for row in rows],
        }
    )


def _said(text: object) -> str:
    return str(text) if words.known(text) else "không ghi"


# reminders ---------------------------------------------------------------------------------------


def reminder_title(period: Row) -> str:
    """ "Kỳ tháng 9/2024: 1 chưa gửi, 1 trễ hạn"."""
    counts = {"chưa gửi": period["missing"], "trễ hạn": period["late"]}
    said = [f"{words.whole(count)} {word}" for word, count in counts.items() if count]
    coming = "nhắc hạn" if period["is_past"] else "sắp đến hạn"
    return f"Kỳ {_when(period)}: {', '.join(said) or coming}"


@kept
def to_remind(choice: Choice) -> Sequence[Row]:
    """Periods with reports missing or sent late, the latest first; then the one that comes next.

    Where nobody is followed one by one, only the next one, or the last where none is to come.
    """
    periods = choice.periods
    ahead = rows_of(periods[~periods["is_past"].astype(bool)].head(1))
    if not choice.followed:
        return ahead or rows_of(periods.tail(1))
    behind = periods[(periods["missing"] > 0) | (periods["late"] > 0)]
    return [*reversed(rows_of(behind)), *ahead]


def ask_reminder(choice: Choice) -> Row | None:
    """The period to remind of: the latest one behind first."""
    periods = to_remind(choice)
    names = {str(row["period_id"]): reminder_title(row) for row in periods}
    if not names:
        return None
    chosen = filters.ask("Kỳ cần nhắc", "ky-can-nhac", names)
    return next(row for row in periods if row["period_id"] == chosen)


@kept
def reminder(choice: Choice, period: Row, units: pd.DataFrame) -> str:
    """A message ready to send: to whom, which report, due when, which data, who is behind."""
    rows = units[units["period_id"] == period["period_id"]]
    missing = [str(name) for name in rows.loc[rows["state"] == "missing", "unit_name"]]
    late = rows_of(rows[rows["state"] == "late"])
    parts = [
        f"Kính gửi: {_addressees(choice, missing, late)}.",
        _asked(choice, period),
        _not_yet(choice, missing),
        _too_late(late),
        "" if missing or late else _wanted(period),
    ]
    return "\n".join(part for part in parts if part)


def _addressees(choice: Choice, missing: list[str], late: Sequence[Row]) -> str:
    names = missing + [str(row["unit_name"]) for row in late]
    if not names:
        return str(choice.rule["reporters"])
    office = "UBND " if choice.rule["unit_level"] in ("xa", "huyen", "tinh") else ""
    return ", ".join(office + name for name in names)


def _asked(choice: Choice, period: Row) -> str:
    due = f", chậm nhất ngày {words.day(period['due_on'])}" if words.known(period["due_on"]) else ""
    window = ""
    if words.known(period["window_starts_on"]) and words.known(period["window_ends_on"]):
        first, last = words.day(period["window_starts_on"]), words.day(period["window_ends_on"])
        window = f", số liệu từ ngày {first} đến ngày {last}"
    return (
        f"Theo kế hoạch cải cách hành chính năm {choice.rule['plan_period_id']} của "
        f"{choice.rule['plan_unit_name']}, báo cáo {_when(period)} gửi "
        f"{choice.rule['recipient']}{due}{window}."
    )


def _not_yet(choice: Choice, missing: list[str]) -> str:
    if not missing:
        return ""
    return (
        f"Đến hết ngày {words.day(choice.judged_on)}, {choice.rule['recipient']} chưa nhận được "
        f"báo cáo của: {', '.join(missing)}. Đề nghị các đơn vị gửi báo cáo ngay và nêu rõ lý do "
        "chậm."
    )


def _wanted(period: Row) -> str:
    """Of a period of which nobody is known to be behind."""
    has_due = words.known(period["due_on"])
    if period["is_past"]:
        over = "Đã hết hạn nộp" if has_due else "Kỳ báo cáo đã kết thúc"
        return f"{over}; trường hợp chưa gửi, đề nghị gửi ngay."
    return f"Đề nghị chuẩn bị và gửi báo cáo{' đúng hạn' if has_due else ''}."


def _too_late(late: Sequence[Row]) -> str:
    if not late:
        return ""
    names = "; ".join(
        f"{row['unit_name']} (nhận ngày {words.day(row['received_on'])}, "
        f"chậm {words.whole(row['days_late'])} ngày)"
        for row in late
    )
    return f"Báo cáo gửi sau hạn: {names}. Đề nghị gửi đúng hạn các kỳ sau."
