"""Mức độ hài lòng: the survey of people and organisations (SIPAS), the leaders' survey, PAPI.

In: rows of `satisfaction*` and `papi_*`. Out: the reader's choice of year and units, DataFrames for
figures and tables, plain sentences. Margins, differences and what they allow to be said come as the
queries computed them (macro sampling_margin: 1,96·√(p(1−p)/n)).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from cchc.rows import rows_of
from cchc.ui import blocks, comparability, data, filters, words
from cchc.ui.filters import Scope
from cchc.ui.kept import kept
from cchc.ui.ranking import shortened
from cchc.ui.sentences import missing_points, of_year

Row = Mapping[str, object]
SIPAS = "SIPAS"
FIXED_BELOW = 80  # drawn; which items are below it is the query's to say
SOURCES = {"index": "Trong chỉ số CCHC", "survey": "Khảo sát của đơn vị"}
MARGIN = (
    "Sai số mẫu ở độ tin cậy 95%: 1,96 × √(p(1 − p)/n), với n là số phiếu; số người được phục vụ "
    "không ghi trong bảng nên không giảm trừ; không có vạch là bảng không ghi số phiếu. Chênh "
    "lệch nhỏ hơn sai số mẫu thì chưa nói được đơn vị nào hơn."
)
PAPI = (
    "PAPI chỉ đo cấp tỉnh, mỗi chỉ số nội dung từ 1 đến 10 điểm; xã và huyện không có điểm PAPI "
    "của mình nên trang này chỉ nêu nhiệm vụ và báo cáo."
)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which year is looked at, and whose surveys stand beside each other (None: nobody's)."""

    period: str | None
    unit_group: str | None
    unit_group_name: str
    has_other_years: bool


def ask(scope: Scope, years: pd.DataFrame, groups: pd.DataFrame) -> Choice:
    """The baseline's year first; then every year in which the unit or its group was surveyed."""
    periods = _periods(years, groups, scope.baseline)
    if not periods:
        return Choice(None, None, "", False)
    first = [one for one in periods if one == scope.baseline]
    named = {one: f"Năm {one}" for one in dict.fromkeys([*first, *periods])}
    with filters.choices([4, 8])[0]:
        period = filters.ask("Năm khảo sát", "nam-khao-sat", named)
    group, name = _surveyed(groups, period)
    return Choice(period, group, name, len(periods) > 1)


@kept
def _periods(years: pd.DataFrame, groups: pd.DataFrame, baseline: str | None) -> list[str]:
    held = [*years["period_id"], *groups["period_id"], *([baseline] if baseline else [])]
    return sorted({str(one) for one in held if len(str(one)) == filters.YEAR}, reverse=True)


@kept
def _surveyed(groups: pd.DataFrame, period: str) -> tuple[str | None, str]:
    """The group that was surveyed in a year, and its name."""
    of_year = rows_of(groups[groups["period_id"] == period])
    if not of_year:
        return None, ""
    return str(of_year[0]["unit_group"]), str(of_year[0]["unit_group_name"])


@kept
def of_period(years: pd.DataFrame, period: str | None) -> Row | None:
    """The unit's own figure of a year: the one with points first, then its survey."""
    rows = years[years["period_id"] == period]
    with_points = rows[rows["points"].notna()]
    for some in (with_points, rows[rows["source"] == "survey"], rows):
        if len(some):
            return {str(name): value for name, value in some.iloc[0].to_dict().items()}
    return None


# sentences ---------------------------------------------------------------------------------


@kept
def headline(own: Row | None, units: pd.DataFrame, leaders: pd.DataFrame, choice: Choice) -> str:
    """ "SIPAS năm 2023: 23,27/30 điểm"; without points in percent."""
    if choice.period is None:
        return "Chưa có kết quả khảo sát mức độ hài lòng"
    when = words.lower_first(words.period(choice.period))
    if own:
        return f"SIPAS {when}: {_value(own)}"
    if len(units):
        return f"SIPAS {when}: {len(units)} đơn vị có khảo sát"
    below = int(leaders["is_below"].sum()) if len(leaders) else 0
    if len(leaders):
        return f"Khảo sát lãnh đạo {when}: {below}/{len(leaders)} nội dung dưới 80%"
    return f"Chưa có kết quả khảo sát {when}"


def nothing(own: Row | None, units: pd.DataFrame, leaders: pd.DataFrame) -> bool:
    """Whether there is nothing to show of a year."""
    return not (own or len(units) or len(leaders))


@kept
def what_to_do(choice: Choice, papi: pd.DataFrame) -> str:
    """Said, in Markdown, where there is nothing to show of a year."""
    other = ", hoặc chọn năm khác ở ô “Năm khảo sát”" if choice.has_other_years else ""
    below = " Nhiệm vụ PAPI của đơn vị ở dưới." if len(papi) else ""
    return (
        "Nạp bảng SIPAS (yếu tố, chỉ số chung, số phiếu), kết quả chỉ số CCHC có phần hài lòng "
        "hoặc bảng khảo sát lãnh đạo ở trang [Nhập số liệu](nhap-so-lieu)"
        f"{other}.{below}"
    )


@kept
def aimed_at(goals: pd.DataFrame, choice: Choice, target: str | None) -> str:
    """ "Mục tiêu 2024: trên 80%, hạng 2; còn thiếu 5,6 điểm %."; of the year before the target's.

    goals: rows of `cchc.ui.goals`.
    """
    rows = goals[
        (goals["criterion_code"] == SIPAS)
        & goals["target_percent"].notna()
        & goals["latest_percent"].isna()
        & (goals["baseline_period_id"] == choice.period)
    ]
    if rows.empty:
        return ""
    row = rows_of(rows)[0]
    rank = f", hạng {words.whole(row['target_rank'])}" if words.known(row["target_rank"]) else ""
    gap = missing_points(row["gap_to_target"])
    aim = words.aim_phrase(row["comparator"], row["target_percent"])
    return f"Mục tiêu {of_year(target)}: {aim}{rank}" + (f"; {gap}." if gap else ".")


def _value(own: Row) -> str:
    if words.known(own["points"]) and words.known(own["max_points"]):
        return f"{words.number(own['points'])}/{words.number(own['max_points'])} điểm"
    return words.percent(own["percent"])


def figure(own: Row | None) -> str:
    """The one figure: "77,57% điểm tối đa"; else the margin, else the rank."""
    if own is None:
        return ""
    if words.known(own["points"]) and words.known(own["percent"]):
        return f"{words.percent(own['percent'])} điểm tối đa"
    if words.known(own["margin"]):
        return (
            f"{words.whole(own['respondents'])} phiếu, sai số mẫu ±{words.number(own['margin'])} "
            "điểm %"
        )
    if words.known(own["published_rank"]):
        return f"Hạng {words.rank_of(own['published_rank'], own['published_rank_of'])}"
    return ""


@kept
def lowest(leaders: pd.DataFrame, factors: pd.DataFrame, units: pd.DataFrame) -> str:
    """ "Khảo sát lãnh đạo thấp nhất: phân cấp, uỷ quyền 57,29%."; else a factor, else a unit."""
    own = factors[factors["factor_code"] != SIPAS]
    told = (
        ("Khảo sát lãnh đạo thấp nhất", leaders, "criterion_name"),
        ("Yếu tố thấp nhất", own, "factor_name"),
        ("Thấp nhất", units, "unit_name"),
    )
    for start, rows, name in told:
        if len(rows):
            row = rows.sort_values("percent", kind="stable").iloc[0]
            what = words.lower_first(words.short(row[name], 110))
            return f"{start}: {what} {words.percent(row['percent'])}."
    return ""


@kept
def told_apart(units: pd.DataFrame) -> str:
    """How many units the survey cannot tell from the highest one."""
    if len(units) < 2 or units["margin"].isna().all():
        return ""
    first, others = units.iloc[0], units.iloc[1:]
    judged = others[others["as_first"].notna()]
    alike = int(judged["as_first"].eq(True).sum())
    unknown = len(others) - len(judged)
    parts = [
        f"{first['unit_name']} cao nhất ({words.percent(first['percent'])})",
        f"{alike}/{len(judged)} đơn vị chênh ít hơn sai số mẫu nên chưa nói được là kém hơn"
        if alike
        else f"{len(judged)} đơn vị kém hơn quá sai số mẫu" * bool(len(judged)),
        f"{unknown} đơn vị không ghi số phiếu nên chưa so được" * bool(unknown),
    ]
    return words.upper_first("; ".join(part for part in parts if part)) + "."


def since_last_year(own: Row | None) -> str:
    """ "Tăng 1,46 điểm % so với năm 2022, nhỏ hơn sai số mẫu …"; empty without a year before."""
    if own is None or not words.known(own["previous_period_id"]):
        return ""
    told = comparability.of(own)
    if not told.allows_change or not words.known(own["change_percent"]):
        return words.upper_first(comparability.beside("", told)) + "." if told.reason else ""
    change = float(str(own["change_percent"]))
    verb = "tăng" if change > 0 else "giảm"
    before = words.lower_first(words.period(own["previous_period_id"]))
    said = (
        f"{verb} {words.number(abs(change))} điểm % so với {before}" if change else f"bằng {before}"
    )
    if own["within_margin"] is True or str(own["within_margin"]) == "True":
        said += ", nhỏ hơn sai số mẫu nên chưa nói được là thay đổi"
    return words.upper_first(comparability.beside(said, told)) + "."


@kept
def items_below(leaders: pd.DataFrame) -> str:
    """ "6/6 nội dung dưới 80%, cần khắc phục.", and the years where items were asked otherwise."""
    below = int(leaders["is_below"].sum())
    if not below:
        return f"Cả {len(leaders)} nội dung đều từ 80% trở lên."
    return f"{below}/{len(leaders)} nội dung dưới 80%, cần khắc phục."


# rows --------------------------------------------------------------------------------------


@kept
def leader_marks(leaders: pd.DataFrame) -> pd.DataFrame:
    """The leaders' items against 80 %, the lowest first."""
    percents = leaders["percent"].astype(float)
    return pd.DataFrame(
        {
            "name": leaders["criterion_name"],
            "baseline_percent": float("nan"),
            "latest_percent": percents,
            "target_percent": float(FIXED_BELOW),
            "baseline_text": "",
            "latest_text": [
                f"{'▲' if below else '●'} {words.number(percent, trim=False)}"
                for percent, below in zip(percents, leaders["is_below"], strict=True)
            ],
            "target_text": f"≥ {FIXED_BELOW}",
            "rank_text": "",
        }
    )


@kept
def leader_table(leaders: pd.DataFrame) -> pd.DataFrame:
    """Item, result, whether below 80 %, the plan's target, the year before where it compares."""
    may = comparability.may_compare(leaders)
    table = pd.DataFrame(
        {
            "Nội dung khảo sát": leaders["criterion_name"],
            "Kết quả (%)": leaders["percent"].astype(float),
            "So với 80%": [
                "▲ Cần khắc phục" if below else "● Đạt" for below in leaders["is_below"]
            ],
            "Mục tiêu năm sau": leaders["target_text"],
            "Năm trước (%)": leaders["previous_percent"].astype(float).where(may),
        }
    )
    return table.drop(columns=[name for name in table.columns if table[name].isna().all()])


@kept
def factor_table(factors: pd.DataFrame) -> pd.DataFrame:
    """The factors of one unit in one year, with how sure each number is."""
    table = pd.DataFrame(
        {
            "Yếu tố": factors["factor_name"],
            "Hài lòng (%)": factors["percent"].astype(float),
            "Số phiếu": factors["respondents"].astype(float),
            "Sai số mẫu (± điểm %)": factors["margin"].astype(float),
        }
    )
    return table.drop(columns=[name for name in table.columns if table[name].isna().all()])


@kept
def unit_marks(units: pd.DataFrame, unit_name: str) -> pd.DataFrame:
    """Units as dots with their margins, which the table beside writes out."""
    return pd.DataFrame(
        {
            "name": shortened(units["unit_name"]),
            "value": units["percent"].astype(float),
            "low": units["low"].astype(float),
            "high": units["high"].astype(float),
            "end_text": [words.percent(value, trim=False) for value in units["percent"]],
            "chosen": units["unit_name"] == unit_name,
        }
    )


@kept
def unit_table(units: pd.DataFrame) -> pd.DataFrame:
    """Units with forms and margins; whether the survey tells each from the highest."""
    words_of = {True: "chưa nói được là kém hơn", False: "kém hơn"}
    compared = [
        words_of.get(bool(one), "") if words.known(one) else "không ghi số phiếu"
        for one in units["as_first"]
    ]
    table = pd.DataFrame(
        {
            "Đơn vị": shortened(units["unit_name"]),
            "Hài lòng chung (%)": units["percent"].astype(float),
            "Số phiếu": units["respondents"].astype(float),
            "Sai số mẫu (± điểm %)": units["margin"].astype(float),
            "So với đơn vị cao nhất": ["cao nhất", *compared[1:]] if len(units) else [],
        }
    )
    return table.drop(columns=[name for name in table.columns if table[name].isna().all()])


@kept
def generations(years: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Years by the way they were surveyed, the latest way first; never one series."""
    names = {0: "Cách khảo sát trước năm 2022", 1: "Cách khảo sát từ năm 2022"}
    several = years["method"].nunique() > 1
    return [
        (names.get(int(method), "") if several else "", own)
        for method, own in sorted(years.groupby("method"), key=lambda pair: -int(str(pair[0])))
    ]


@kept
def year_table(years: pd.DataFrame) -> pd.DataFrame:
    """A year's figure, its forms and margin, the change where the years compare."""
    may = comparability.may_compare(years)
    table = pd.DataFrame(
        {
            "Năm": years["period_id"],
            "Nguồn số": years["source"].map(SOURCES),
            "Điểm": years["points"].astype(float),
            "Điểm tối đa": years["max_points"].astype(float),
            "Hài lòng (%)": years["percent"].astype(float),
            "Hạng công bố": years["published_rank"].astype(float),
            "Số phiếu": years["respondents"].astype(float),
            "Sai số mẫu (± điểm %)": years["margin"].astype(float),
            "Tăng, giảm (điểm %)": years["change_percent"].astype(float).where(may),
        }
    )
    return table.drop(columns=[name for name in table.columns if table[name].isna().all()])


def show_years(years: pd.DataFrame, about: blocks.About) -> None:
    """Each way of surveying in a table of its own, and why they are not one series."""
    if years.empty:
        return
    st.header("Các năm", anchor=False)
    for name, own in generations(years):
        if name:
            st.subheader(name, anchor=False)
        alt = f"Mức độ hài lòng các năm {words.lower_first(name)}".strip()
        blocks.table(year_table(own), alt=alt, about=about, links=blocks.cells_of(own))
    for reason in _reasons(years):
        st.caption(f"Không nối hai cách thành một dãy: {reason}.")


@kept
def _reasons(years: pd.DataFrame) -> list[str]:
    return [str(reason) for reason in years["comparability_reason"].dropna().unique()]


def show_papi(tasks: pd.DataFrame, scope: Scope, about: blocks.About) -> None:
    """For a unit with a PAPI plan: its work by dimension, its two reports; no score of its own."""
    if tasks.empty:
        return
    st.header("PAPI: nhiệm vụ theo tám chỉ số nội dung", anchor=False)
    st.caption(PAPI)
    blocks.table(papi_table(tasks), alt="Nhiệm vụ PAPI", about=about, links=blocks.cells_of(tasks))
    reports = data.fetch("papi_reports", unit=scope.unit_id)
    if len(reports):
        alt = "Báo cáo của kế hoạch PAPI"
        links = blocks.cells_of(reports)
        blocks.table(papi_report_table(reports), alt=alt, about=about, links=links)
    for broken in data.fetch("method_breaks", index="papi")["reason"]:
        st.caption(f"Hai cách đo PAPI không so với nhau được: {broken}.")


@kept
def papi_table(tasks: pd.DataFrame) -> pd.DataFrame:
    """The plan's work beside the dimension it serves."""
    return pd.DataFrame(
        {
            "Chỉ số nội dung": [
                f"{words.whole(row['dimension'])}. {row['dimension_name']}"
                if words.known(row["dimension"])
                else words.MISSING
                for row in rows_of(tasks)
            ],
            "Việc phải làm": tasks["action"],
            "Chủ trì": tasks["lead"],
            "Thời hạn": tasks["deadline_text"],
        }
    )


@kept
def papi_report_table(reports: pd.DataFrame) -> pd.DataFrame:
    """The two reports of such a plan: until when, about which days."""
    days = {
        name: pd.to_datetime(reports[column]).dt.date
        for name, column in (
            ("Ngày cuối còn đúng hạn", "due_on"),
            ("Số liệu từ ngày", "window_starts_on"),
            ("đến ngày", "window_ends_on"),
        )
    }
    return pd.DataFrame(
        {
            "Báo cáo": reports["report_period_id"].map(words.period),
            "Ai báo cáo": reports["reporters"],
            "Gửi": reports["recipient"],
            "Hạn ghi trong kế hoạch": reports["due_text"],
            **days,
        }
    )
