"""The report as Word has the figures of the pages: goals, services, tasks, reports owed.

The report's side is read off the document itself; the pages' side off the pages as they open, and,
for a quarter that the bar does not offer, off the queries that the pages ask.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from docx.document import Document
from streamlit.testing.v1 import AppTest

from cchc import monthly
from cchc.periods import parse_period_id
from cchc.ui import words
from tests.pages.reading import Open, opener, tables_of, texts, title
from tests.reports.word_reading import Lines, opened, paragraphs, titled_tables

Row = dict[str, Any]
Ask = Callable[..., list[Row]]
Drawn = Callable[[str, str], Document]
DISTRICT, COMMUNE, SILENT, OFFICE = (
    "minh-hoa.mh",
    "minh-hoa.mh.xa-h",
    "minh-hoa.mh.xa-q",  # sent nothing in September
    "minh-hoa.mh.p-noi-vu",
)
UNITS = (DISTRICT, COMMUNE, SILENT, OFFICE)
MONTH, QUARTER, YEAR = "2024-09", "2024-Q3", "2024"
PERIODS = (MONTH, QUARTER, YEAR)
OFFERED = (MONTH, YEAR)  # by the bar: nobody sent a report of a quarter
LAST_MONTH = "2024-09"  # that anybody reported on: what the bar's whole year looks at
GROUPS = {
    "minh-hoa.mh/xa": "các xã, thị trấn của huyện Minh Họa",
    "minh-hoa.mh/phong": "các phòng chuyên môn của huyện Minh Họa",
}
JUDGED = {"met": "Đạt", "not_met": "Chưa đạt"}
COUNTED = ("Kỳ báo cáo", "Hạn nộp", "Phải gửi", "Đúng hạn", "Trễ hạn", "Chưa gửi")


@pytest.fixture(scope="module")
def drawn(illustrative: Path) -> Drawn:
    """The report of a unit and a period, read as Word has it."""

    @cache
    def draw(unit: str, period: str) -> Document:
        return opened(monthly.report_file(illustrative, unit, period)[1])

    return draw


@pytest.fixture(scope="module")
def page(illustrative: Path) -> Iterator[Open]:
    """A page as it opens with a unit and a period in the bar, each opened once."""
    with pytest.MonkeyPatch.context() as patch:
        run = opener(illustrative, patch)

        @cache
        def show(file: str, unit: str, period: str, **choices: str) -> AppTest:
            return run(file, unit, **({"Tính đến hết": period} | choices))

        yield show


def said(document: Document) -> str:
    return "\n".join(paragraphs(document))


def table_with(page: AppTest, *columns: str) -> pd.DataFrame:
    frames: list[pd.DataFrame] = [one.value for one in [*tables_of(page), *page.dataframe]]
    return next(frame for frame in frames if set(columns) <= set(frame.columns))


def found(pattern: str, text: str) -> tuple[str, ...]:
    match = re.search(pattern, text)
    assert match, f"{pattern} is not in:\n{text}"
    return match.groups()


def day(period: str) -> object:
    return parse_period_id(period).ends_on


# results and targets -----------------------------------------------------------------------


@pytest.mark.parametrize("unit", [DISTRICT, COMMUNE, SILENT])
@pytest.mark.parametrize("period", PERIODS)
def test_goals_stand_as_on_their_page(page: Open, drawn: Drawn, unit: str, period: str) -> None:
    """The period does not matter on the page: years are compared."""
    goals = page("muc_tieu.py", unit, YEAR)
    told = table_with(goals, "Năm 2023 (%)", "Mục tiêu 2024")
    names = next(name for name in told.columns if name in ("Chỉ số thành phần", "Tiêu chí"))
    own = {
        str(row[names]): (row["Năm 2023 (%)"], row["Mục tiêu 2024"], row["Còn thiếu (điểm %)"])
        for row in told.to_dict("records")
    }
    document = drawn(unit, period)
    lines: Lines = []
    for name, table in titled_tables(document).items():
        if "mục tiêu" in name or "Mục tiêu" in name:
            lines += [line for line in table if any(goal == line[1] for goal in own)]
    assert {line[1] for line in lines} == set(own)
    for line in lines:
        before, asked, gap = own[line[1]]
        assert before == words.MISSING or before in line
        assert asked in line
        assert gap == words.MISSING or gap in line
    if unit == DISTRICT:
        counted = found(r"^(\d+/\d+ .*) mục tiêu 2024", title(goals))[0]
        assert f"{counted} mục tiêu năm 2024" in said(document)


@pytest.mark.parametrize("unit", [COMMUNE, SILENT, OFFICE])
def test_the_index_and_its_rank_are_those_of_the_units_own_page(
    page: Open, drawn: Drawn, unit: str
) -> None:
    rank, percent = found(r": hạng (\d+)/\d+, ([\d,]+%)$", title(page("don_vi.py", unit, MONTH)))
    for period in PERIODS:
        text = said(drawn(unit, period))
        assert f"năm 2023 đạt {percent}, xếp hạng" in text
        published = found(r"năm 2023 đạt [\d,]+%, xếp hạng (\d+)", text)[0]
        both = f"Năm 2023 công bố hạng {published}, xếp lại theo chỉ số là hạng {rank}"
        assert (both in text) is (published != rank)
        assert (both in texts(page("muc_tieu.py", unit, YEAR))) is (published != rank)


# services ----------------------------------------------------------------------------------


def fraction(rows: list[Row], of: str = "") -> str:
    """ "1.377/1.642", of the units that sent both numbers."""
    both = [row for row in rows if row[f"{of}denominator"] and row[f"{of}numerator"] is not None]
    above = sum(Decimal(row[f"{of}numerator"]) for row in both)
    below = sum(Decimal(row[f"{of}denominator"]) for row in both)
    return f"{words.whole(above)}/{words.whole(below)}"


def months_of(period: str) -> set[str]:
    asked = parse_period_id(period)
    return {
        f"{asked.year}-{month:02}"
        for month in range(asked.starts_on.month, asked.ends_on.month + 1)
    }


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("group", GROUPS)
def test_a_groups_services_are_summed_and_counted_as_on_their_page(
    ask: Ask, drawn: Drawn, group: str, period: str
) -> None:
    when = words.lower_first(words.period(period))
    lines = titled_tables(drawn(DISTRICT, period))[
        f"Chỉ tiêu dịch vụ công của {GROUPS[group]} {when}"
    ]
    until = LAST_MONTH if period == YEAR else period
    since = {
        row["indicator_name"]: row
        for row in ask("service_summary", unit_group=group, period=until, basis="cumulative")
    }
    assert {line[1] for line in lines} == set(since)
    for line in lines:
        row = since[line[1]]
        assert line[6:] == [
            f"{words.whole(row['numerator'])}/{words.whole(row['denominator'])}",
            words.number(row["percent"], trim=False),
            f"{words.whole(row['met'])}/{words.whole(row['units'])}",
        ]
        months = ask(
            "service_months",
            unit_group=group,
            period=until if period == YEAR else LAST_MONTH,
            indicator=row["indicator_code"],
            basis="in_period",
        )
        assert line[3] == fraction([one for one in months if one["period_id"] in months_of(period)])


@pytest.mark.parametrize("basis", ["in_period", "cumulative"])
@pytest.mark.parametrize("period", OFFERED)
def test_who_fell_short_of_an_indicator_is_counted_as_in_the_pages_headline(
    page: Open, ask: Ask, drawn: Drawn, period: str, basis: str
) -> None:
    """The page's whole year looks at its last month, where since January is what both tell."""
    if (period, basis) == (YEAR, "in_period"):
        basis = "cumulative"
    name = "Hồ sơ nộp trực tuyến"
    (code,) = {
        row["indicator_code"]
        for row in ask("service_indicators", period=MONTH)
        if row["indicator_name"] == name
    }
    shown = page("dich_vu_cong.py", DISTRICT, period, **{"Số liệu": basis, "Chỉ tiêu": code})
    short, of = found(r": (\d+)/(\d+) xã chưa đạt", title(shown))
    when = words.lower_first(words.period(period))
    (line,) = [
        line
        for line in titled_tables(drawn(DISTRICT, period))[
            f"Chỉ tiêu dịch vụ công của {GROUPS['minh-hoa.mh/xa']} {when}"
        ]
        if line[1] == name
    ]
    met, units = line[5 if basis == "in_period" else 8].split("/")
    assert units == of
    silent = len(found(r"Chưa báo cáo: (.*)\.", texts(shown))[0].split(", "))
    assert int(met) + int(short) + silent == int(of)
    (percent,) = [one.value for one in shown.metric if one.label == "Tỷ lệ chung"]
    rate = line[4 if basis == "in_period" else 7]
    assert Decimal(str(percent).rstrip("%").replace(",", ".")) == Decimal(rate.replace(",", "."))
    if basis == "in_period":
        text = said(drawn(DISTRICT, period))
        assert f"{name} (mục tiêu trên 80%): {short}/{of} đơn vị chưa đạt" in text
        assert "1 đơn vị chưa có số liệu: xã Q" in text


@pytest.mark.parametrize("unit", [COMMUNE, SILENT, OFFICE])
@pytest.mark.parametrize("period", PERIODS)
def test_a_units_own_services_are_those_of_the_page(
    ask: Ask, drawn: Drawn, unit: str, period: str
) -> None:
    """The sum of the months, and since January as of the month that its peers reached."""
    when = words.lower_first(words.period(period))
    lines = {
        line[1]: line
        for line in titled_tables(drawn(unit, period)).get(f"Chỉ tiêu dịch vụ công {when}", [])
    }
    group = next(one for one in GROUPS if unit.startswith("minh-hoa.mh.p-") == ("phong" in one))
    until = LAST_MONTH if period == YEAR else period
    rows = ask("service_units", unit_group=group, period=until, basis="cumulative")
    own = {row["indicator_name"]: row for row in rows if row["unit_id"] == unit}
    for name, row in own.items():
        months = [
            one
            for one in ask(
                "service_months",
                unit_group=group,
                period=LAST_MONTH,
                indicator=row["indicator_code"],
                basis="in_period",
            )
            if one["unit_id"] == unit and one["period_id"] in months_of(period)
        ]
        if all(one["numerator"] is None for one in months):
            assert name not in lines
            continue
        assert lines[name][3] == fraction(months)
        if row["numerator"] is None:
            assert lines[name][6:8] == [words.MISSING, words.MISSING]
            continue
        assert lines[name][6:8] == [fraction([row]), words.number(row["percent"], trim=False)]
        assert lines[name][8] == JUDGED.get(row["state"], words.MISSING)


# tasks -------------------------------------------------------------------------------------


def reported_states(text: str, start: str) -> Counter[str]:
    """ "… 88 nhiệm vụ: hoàn thành 7, …" → how many in each state."""
    (told,) = found(rf"{start} \d+ nhiệm vụ: ([^.;]*)", text)
    names = {words.lower_first(name): state for state, name in words.TASK_STATES.items()}
    counts = Counter[str]()
    for part in told.split(", "):
        name, _, number = part.rpartition(" ")
        counts[names[name]] = int(number)
    return counts


def page_states(ask: Ask, unit: str, period: str) -> Counter[str]:
    """As the page Nhiệm vụ asks: the unit's own plan, else what the plan above asks of it."""
    if unit == DISTRICT:
        rows = ask("tasks", unit=unit, period=YEAR, as_of=day(period))
        return Counter("overdue" if row["is_overdue"] else row["status"] for row in rows)
    rows = ask("task_matrix", bound=unit, period=YEAR, as_of=day(period))
    return Counter(row["state"] for row in rows)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("period", PERIODS)
def test_tasks_are_counted_as_on_their_page(
    ask: Ask, page: Open, drawn: Drawn, unit: str, period: str
) -> None:
    start = "kế hoạch có" if unit == DISTRICT else "đơn vị được giao"
    told = reported_states(said(drawn(unit, period)), start)
    assert +told == page_states(ask, unit, period)
    if period in OFFERED:
        headline = title(page("nhiem_vu.py", unit, period))
        late, of = found(r"(?:^(\d+)/)?(\d+) (?:nhiệm vụ|việc)", headline)
        assert (int(late or 0), int(of)) == (told["overdue"], told.total())


def test_a_year_that_is_not_over_is_judged_until_today_as_on_the_pages(
    illustrative: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = day("2024-10")
    monkeypatch.setattr("cchc.settings.today_vietnam", lambda: today)
    report = monthly.report_for(illustrative, DISTRICT, YEAR)
    assert report.judged_on == today
    states = Counter(row["state"] for row in report.tasks)
    with pytest.MonkeyPatch.context() as patch:
        page = opener(illustrative, patch)("nhiem_vu.py", DISTRICT, **{"Tính đến hết": YEAR})
    assert title(page) == f"{states['overdue']}/{states.total()} nhiệm vụ quá hạn"
    assert "tính đến hết ngày 31/10/2024" in texts(page)


# reports owed ------------------------------------------------------------------------------


@pytest.mark.parametrize("period", OFFERED)
@pytest.mark.parametrize("level", ["xa", "phong"])
def test_reports_owed_to_the_district_are_counted_as_on_their_page(
    ask: Ask, page: Open, drawn: Drawn, period: str, level: str
) -> None:
    (rule,) = [
        row
        for row in ask("reporting_rules", unit=DISTRICT, period=YEAR)
        if row["unit_level"] == level
    ]
    shown = page("bao_cao.py", DISTRICT, period, **{"Báo cáo": str(rule["rule_id"])})
    within = {words.period(one) for one in months_of(period)}
    calendar = table_with(shown, "Phải gửi").to_dict("records")
    expected = [[row[name] for name in COUNTED] for row in calendar if row["Kỳ báo cáo"] in within]
    lines = titled_tables(drawn(DISTRICT, period))["Tình hình gửi báo cáo"]
    assert [[line[0], *line[2:]] for line in lines if line[1] == rule["reporters"]] == expected
    assert len(expected) == len(within)


@pytest.mark.parametrize("unit", [COMMUNE, SILENT])
@pytest.mark.parametrize("period", PERIODS)
def test_a_units_own_reports_are_in_the_state_that_the_page_shows(
    ask: Ask, page: Open, drawn: Drawn, unit: str, period: str
) -> None:
    told = {
        words.lower_first(words.period(row["period_id"])): words.lower_first(
            {"on_time": "Đúng hạn", "late": "Trễ hạn", "missing": "Chưa gửi"}[row["state"]]
        )
        for row in ask("reporting_units", unit=unit, period=YEAR, as_of=day(period))
        if row["unit_id"] == unit and row["period_id"] in months_of(period)
    }
    text = said(drawn(unit, period))
    own = re.findall(r"gửi Phòng Nội vụ \(([^)]*)\): hạn .*, ([^,.]*)\.", text)
    assert dict(own) == told
    assert len(told) == len(months_of(period))
    if period in OFFERED:
        name = f"xã {unit[-1].upper()}"
        grid = table_with(page("bao_cao.py", unit, period), "T1").set_index("Đơn vị")
        marks = {"đúng hạn": "●", "trễ hạn": "▲ Trễ", "chưa gửi": "✕ Chưa"}
        for month in months_of(period):
            state = told[words.lower_first(words.period(month))]
            assert grid.loc[name, f"T{int(month[5:])}"] == marks[state]
