"""Dịch vụ công: what the page asks, says and shows of a group's service indicators in a month.

In: rows of the queries `service_*`. Out: a choice of plain values, sentences, frames ready to show.
It must not compute a rate, a rank or a gap, which the queries do, nor know how a block looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cchc.rows import rows_of
from cchc.ui import data, filters, words
from cchc.ui.kept import kept

Row = Mapping[str, Any]
KINDS = {"tinh": "tỉnh", "huyen": "huyện", "xa": "xã", "phong": "phòng"}
BASES = {"in_period": "Trong kỳ", "cumulative": "Lũy kế từ đầu năm"}
STATES = {"met": "Đạt", "not_met": "Chưa đạt", "no_target": "Chưa giao chỉ tiêu"}
SHAPES = {"met": "●", "not_met": "▲", "no_target": "○"}
REASONS = {
    "no_files": "không phát sinh hồ sơ",
    "left_out": "báo cáo không có chỉ tiêu này",
    "not_reported": "chưa báo cáo",
}
OTHERWISE = "Chỉ gửi số"
LATE = {
    "late": "▲ Phải giải trình, có thư xin lỗi",
    "none": "● Không có hồ sơ trễ hạn",
    "not_counted": "▲ Có trễ hạn, chưa gửi số hồ sơ",
    "no_files": "– Không phát sinh hồ sơ",
    "not_reported": "– Chưa báo cáo",
}
AGAINST_MONTHS = {
    "agree": "● Khớp",
    "differ": "▲ Lệch",
    "incomplete": "○ Thiếu tháng, chưa đối chiếu được",
    "not_sent": "– Không gửi số lũy kế",
    "no_months": "○ Không có số các tháng",
}
GRID_LEGEND = (
    "● đạt chỉ tiêu · ▲ chưa đạt · ○ chưa giao chỉ tiêu · – không có số, kèm lý do. "
    "Chọn một ô để xem tử số, mẫu số, số trong kỳ, số lũy kế và ô gốc."
)
NAMED = 8  # units named in the one sentence; the list below has them all
DRAWN = 20  # units in one figure of small multiples
QUARTER = "Q"


# what the page asks ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice:
    """Which units, in which period, counted how, by which indicator."""

    period: str
    unit_group: str
    unit_group_name: str
    unit_level: str
    illustrative: bool
    basis: str
    summary: pd.DataFrame
    indicator: str

    @property
    def params(self) -> dict[str, object]:
        return {
            "period": self.period,
            "unit_group": self.unit_group,
            "basis": self.basis,
            "indicator": self.indicator,
        }

    @property
    def row(self) -> Row:
        """The chosen indicator's summary."""
        return _indicator(self.summary, self.indicator)

    @property
    def kind(self) -> str:
        return KINDS.get(self.unit_level, "đơn vị")

    @property
    def step(self) -> str:
        """What follows one another: months, or quarters where a quarter was chosen."""
        return "quý" if QUARTER in self.period else "tháng"

    @property
    def when(self) -> str:
        """ "Tháng 9/2024", "Lũy kế đến hết tháng 9/2024"."""
        shown = words.period(self.period)
        until = f"Lũy kế đến hết {words.lower_first(shown)}"
        return until if self.basis == "cumulative" else shown

    @property
    def caption(self) -> str:
        whom = words.upper_first(words.plain(self.unit_group_name))
        return f"{whom} · {words.plain(self.row['indicator_name'])} · {self.when}"


def period_of(scope: filters.Scope) -> str | None:
    """The quarter chosen in the bar, else the month."""
    return scope.as_of if scope.as_of and QUARTER in scope.as_of else scope.month


def ask(scope: filters.Scope) -> Choice | None:
    """The page's own three choices; None when nobody near the unit has figures in the period."""
    period = period_of(scope)
    groups = data.fetch("service_groups", unit=scope.unit_id, period=period)
    if period is None or groups.empty:
        return None
    rows = _groups(groups)
    left, middle, right = filters.choices([22, 14, 12])
    names = {g: words.upper_first(str(row["unit_group_name"])) for g, row in rows.items()}
    with left:
        group = filters.ask("Nhóm đơn vị", "nhom-dich-vu", names)
    with right:
        basis = filters.ask("Số liệu", "so-lieu", BASES)
    summary = data.fetch("service_summary", unit_group=group, period=period, basis=basis)
    if summary.empty:
        # Nobody sent figures since January: those of the period stand.
        basis = "in_period"
        summary = data.fetch("service_summary", unit_group=group, period=period, basis=basis)
    with middle:
        indicator = filters.ask("Chỉ tiêu", "chi-tieu", _indicators(summary))
    return Choice(
        period=period,
        unit_group=group,
        unit_group_name=str(rows[group]["unit_group_name"]),
        unit_level=str(rows[group]["unit_level"]),
        illustrative=bool(rows[group]["illustrative"]),
        basis=basis,
        summary=summary,
        indicator=indicator,
    )


@kept
def _groups(groups: pd.DataFrame) -> dict[str, Row]:
    return {str(row["unit_group"]): row for row in rows_of(groups)}


@kept
def _indicator(summary: pd.DataFrame, code: str) -> Row:
    return dict(summary.set_index("indicator_code", drop=False).loc[code])


@kept
def _indicators(summary: pd.DataFrame) -> dict[str, str]:
    """The one most units miss first, so that it is the default."""
    codes = summary["indicator_code"].astype(str)
    return dict(zip(codes, summary["indicator_name"].astype(str), strict=True))


def short_names(names: list[str]) -> dict[str, str]:
    """Names without the words that all of them end with: "Phòng Nội vụ huyện X" → "Phòng Nội vụ".

    What is left out stands in the name of the group, above every figure.
    """
    words_of = [name.split() for name in dict.fromkeys(names)]
    shared = 0
    while len(words_of) > 1 and len({tuple(one[-shared - 1 :]) for one in words_of}) == 1:
        shared += 1
    short = {" ".join(one): " ".join(one[: len(one) - shared]) for one in words_of}
    return short if all(short.values()) else {name: name for name in short}


# what it says ------------------------------------------------------------------------------------


def nothing(scope: filters.Scope) -> tuple[str, str]:
    """Headline and sentence when there are no figures: what to send, and where."""
    when = words.lower_first(words.period(period_of(scope) or scope.as_of)) if scope.as_of else ""
    under = " và các đơn vị trực thuộc" if scope.has_units_under else ""
    return (
        f"Chưa có số liệu dịch vụ công{' ' if when else ''}{when}",
        f"{words.upper_first(scope.unit_name)}{under} chưa gửi chỉ tiêu dịch vụ công của kỳ này. "
        "Vào trang Nhập số liệu để nạp báo cáo tháng, hoặc chọn kỳ khác ở ô Tính đến hết.",
    )


@kept
def headline(choice: Choice) -> str:
    """ "Tháng 9/2024: 4/15 xã chưa đạt chỉ tiêu hồ sơ nộp trực tuyến"."""
    row = choice.row
    name = words.lower_first(str(row["indicator_name"]))
    of = f"{words.whole(row['units'])} {choice.kind}"
    if row["not_met"]:
        return f"{choice.when}: {words.whole(row['not_met'])}/{of} chưa đạt chỉ tiêu {name}"
    if row["met"]:
        return f"{choice.when}: {words.whole(row['met'])}/{of} đạt chỉ tiêu {name}"
    if row["no_target"]:
        return f"{choice.when}: chưa giao chỉ tiêu {name}"
    return f"{choice.when}: không phát sinh hồ sơ của chỉ tiêu {name}"


@kept
def in_words(choice: Choice) -> str:
    """ "tháng 9/2024: hồ sơ nộp trực tuyến"."""
    name = words.lower_first(str(choice.row["indicator_name"]))
    return f"{words.lower_first(choice.when)}: {name}"


@kept
def rate(choice: Choice) -> tuple[str, str, str]:
    """The one figure: its label, itself, and what it is made of."""
    row = choice.row
    label = "Tỷ lệ chung"
    if not words.known(row["percent"]):
        return label, words.MISSING, "Không cộng được: các đơn vị không gửi số hồ sơ."
    made_of = (
        f"{words.whole(row['numerator'])}/{words.whole(row['denominator'])} hồ sơ của "
        f"{words.whole(row['units_counted'])}/{words.whole(row['units'])} {choice.kind}"
    )
    return label, words.percent(row["percent"]), f"{made_of} · {_aim(row)}"


def _aim(row: Row) -> str:
    if words.known(row["target_percent"]):
        return f"chỉ tiêu {words.aim_phrase(row['comparator'], row['target_percent'])}"
    if row["met"] or row["not_met"]:
        return "chỉ tiêu của các đơn vị khác nhau"
    return "chưa giao chỉ tiêu"


@kept
def who(units: pd.DataFrame) -> str:
    """ "Chưa đạt: xã A, xã B. Chưa báo cáo: xã Q."."""
    parts = [
        (state, _in_state(units, state))
        for state in ("not_met", "not_reported", "left_out", "no_files")
    ]
    said = [f"{_word(state)}: {_some(names)}." for state, names in parts if names]
    said += [f"{sent}: {_some(names)}." for sent, names in _sent_otherwise(units)]
    return " ".join(said) or "Mọi đơn vị đều đã báo cáo và không đơn vị nào chưa đạt."


def _in_state(units: pd.DataFrame, state: str) -> list[str]:
    """Of those that reported nothing, whoever sent other figures of the time is told apart."""
    short = short_names([str(name) for name in units["unit_name"]])
    here = (units["state"] == state) & units["sent_instead"].isna()
    return [short[str(name)] for name in units.loc[here, "unit_name"]]


def _sent_otherwise(units: pd.DataFrame) -> list[tuple[str, list[str]]]:
    """ "Chỉ gửi số quý III/2024" with its units: where others sent months, or the reverse."""
    short = short_names([str(name) for name in units["unit_name"]])
    sent = units[units["sent_instead"].notna()]
    return [
        (f"{OTHERWISE} {what}", [short[str(name)] for name in some["unit_name"]])
        for what, some in sent.groupby("sent_instead", sort=False)
    ]


def _word(state: str) -> str:
    return STATES.get(state) or words.upper_first(REASONS[state])


def _some(names: list[str]) -> str:
    if len(names) <= NAMED + 1:
        return ", ".join(names)
    return f"{', '.join(names[:NAMED])} và {len(names) - NAMED} đơn vị khác"


@kept
def by_name(units: pd.DataFrame) -> list[str]:
    """Everyone, by name: who met, who did not, who has nothing to judge, with how many."""
    said = []
    for state in (*STATES, *REASONS):
        names = _in_state(units, state)
        if names:
            said.append(f"{_word(state)} ({len(names)}): {', '.join(names)}.")
    for sent, names in _sent_otherwise(units):
        said.append(f"{sent} ({len(names)}): {', '.join(names)}.")
    return said


@kept
def below(choice: Choice, runs: pd.DataFrame) -> str:
    """How long the longest has been below."""
    if runs.empty:
        return "Không đơn vị nào đang chưa đạt chỉ tiêu này."
    longest = runs["months_below"].iloc[0]
    names = [str(name) for name in runs.loc[runs["months_below"] == longest, "unit_name"]]
    return f"Lâu nhất, {words.whole(longest)} {choice.step} liền: {_some(names)}."


@kept
def late(choice: Choice, files: pd.DataFrame) -> str:
    """Who owes an explanation and an apology letter, and for how many files."""
    owing = files[files["state"].isin(["late", "not_counted"])]
    silent = files[files["state"] == "not_reported"]
    unknown = _late_unknown(silent, len(files))
    if owing.empty:
        return f"Không đơn vị nào có hồ sơ trễ hạn trong kỳ.{unknown}"
    head = f"{len(owing)}/{len(files)} {choice.kind} có hồ sơ trễ hạn trong kỳ"
    return f"{head}: phải giải trình và có thư xin lỗi từng người dân, tổ chức.{unknown}"


def _late_unknown(silent: pd.DataFrame, units: int) -> str:
    if len(silent) == units:
        return " Chưa đơn vị nào gửi số hồ sơ đúng hạn, trễ hạn."
    names = [str(name) for name in silent.loc[silent["sent_instead"].isna(), "unit_name"]]
    said = f" Chưa báo cáo: {_some(names)}." if names else ""
    return said + "".join(f" {sent}: {_some(some)}." for sent, some in _sent_otherwise(silent))


@kept
def against_months(rows: pd.DataFrame) -> str:
    """How the figures since January agree with the months."""
    counts = rows["state"].value_counts()
    differ = [str(name) for name in rows.loc[rows["state"] == "differ", "unit_name"]]
    if differ:
        return f"Lũy kế lệch với tổng các tháng: {_some(differ)}. Hãy đối chiếu với đơn vị."
    agree, left = int(counts.get("agree", 0)), len(rows) - int(counts.get("agree", 0))
    if not agree:
        return "Chưa đối chiếu được đơn vị nào: thiếu số các tháng hoặc số lũy kế."
    rest = f" {left} đơn vị chưa đối chiếu được (xem cột Đối chiếu)." if left else ""
    return f"{agree} đơn vị có lũy kế khớp với tổng các tháng.{rest}"


@kept
def bars_legend(choice: Choice) -> str:
    """What the marks are, and which end is the better one."""
    lower = choice.row["better"] == "lower"
    order = "ít hơn đứng trên" if lower else "cao hơn đứng trên"
    marks = "Vạch đứng: chỉ tiêu được giao · ● đạt, ▲ chưa đạt"
    return f"{marks} · {order}, bằng nhau thì đồng hạng"


@kept
def months_legend(drawn: pd.DataFrame, units: pd.DataFrame) -> str:
    """What the marks of the months mean, and whom they leave out."""
    shown = drawn["unit_id"].nunique()
    some = f" · {shown}/{len(units)} đơn vị, chưa đạt trước" if shown < len(units) else ""
    return (
        f"{_first_to_last(drawn)} · nét chấm: chỉ tiêu · ● đạt, ▲ chưa đạt ở kỳ cuối · đường đứt: "
        f"không có số liệu · các ô cùng một thang{some}"
    )


def _first_to_last(drawn: pd.DataFrame) -> str:
    """ "Tháng 1 đến tháng 9/2024"."""
    first, last = min(drawn["period_id"]), max(drawn["period_id"])
    if first == last:
        return words.period(last)
    return f"{_month_name(first)} đến {words.lower_first(words.period(last))}"


# Heads of the grid, which are one line each; the whole name is in the head's help.
HEADS = {
    "Hồ sơ giải quyết đúng hạn": "Giải quyết đúng hạn",
    "Hồ sơ giải quyết trễ hạn": "Giải quyết trễ hạn",
    "Số hóa kết quả giải quyết": "Số hóa kết quả",
    "Chứng thực bản sao điện tử": "Chứng thực điện tử",
    "Số hóa hồ sơ khi tiếp nhận": "Số hóa khi tiếp nhận",
    "Khai thác lại dữ liệu đã số hóa": "Khai thác lại dữ liệu",
    "Hồ sơ dịch vụ công trực tuyến toàn trình": "Trực tuyến toàn trình",
    "Hồ sơ qua bưu chính công ích": "Qua bưu chính công ích",
    "Phản ánh, kiến nghị được xử lý đúng hạn": "Xử lý phản ánh đúng hạn",
    "Hồ sơ trễ hạn có thư xin lỗi": "Trễ hạn có thư xin lỗi",
}


# what it shows -----------------------------------------------------------------------------------


@kept
def ranked(units: pd.DataFrame) -> pd.DataFrame:
    """Ranked units first, in their places; the others as the catalogue has them."""
    return units.sort_values("rank", kind="stable", na_position="last")


@kept
def bars(units: pd.DataFrame, own: str) -> pd.DataFrame:
    """The month's ranking for the figure `target_bars`."""
    rows = ranked(units)
    return pd.DataFrame(
        {
            "name": rows["unit_name"].map(short_names(list(rows["unit_name"]))),
            "value": rows["percent"],
            "target": rows["target_percent"].where(rows["percent"].notna()),
            "state": rows["state"],
            "shape": [SHAPES.get(state, words.MISSING) for state in rows["state"]],
            "end_text": [_end(row) for row in rows_of(rows)],
            "chosen": rows["unit_id"] == own,
        }
    )


def _end(row: Row) -> str:
    if not words.known(row["percent"]):
        return _why_none(row) or "không có tỷ lệ"
    return f"{words.percent(row['percent'], trim=False)} · hạng {words.whole(row['rank'])}"


@kept
def ranking_table(rows: pd.DataFrame) -> pd.DataFrame:
    """The same in numbers, row by row as they come."""
    return pd.DataFrame(
        {
            "Hạng": rows["rank"],
            "Đơn vị": rows["unit_name"],
            "Đạt (hồ sơ)": rows["numerator"],
            "Tổng số (hồ sơ)": rows["denominator"],
            "Tỷ lệ (%)": rows["percent"],
            "Chỉ tiêu": [_target(row) for row in rows_of(rows)],
            "Kết quả": [cell_state(row) for row in rows_of(rows)],
        }
    )


def _target(row: Row) -> str:
    if words.known(row.get("target_count")):
        return f"{words.whole(row['target_count'])} hồ sơ"
    return words.aim_phrase(row["comparator"], row["target_percent"])


def cell_state(row: Row) -> str:
    """ "● Đạt", "– không phát sinh hồ sơ", "– chỉ gửi số quý III/2024"."""
    state = row["state"]
    return f"{SHAPES[state]} {STATES[state]}" if state in STATES else f"– {_why_none(row)}"


def _why_none(row: Row) -> str:
    """Why a unit has no figure; empty where it has one."""
    if _sent(row):
        return f"{words.lower_first(OTHERWISE)} {row['sent_instead']}"
    return REASONS.get(row["state"], "")


def _sent(row: Row) -> bool:
    return words.known(row["sent_instead"])


@kept
def grid(units: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Units × indicators: what is read (shape, number, word), and the bare numbers."""
    names = units.drop_duplicates("indicator_code")["indicator_name"].astype(str)
    heads = dict(zip(units["indicator_code"].unique(), names, strict=True))
    told = units.assign(read=[_cell(row) for row in rows_of(units)])
    order = list(units["unit_name"].unique())
    texts, numbers = (
        told.pivot(index="unit_name", columns="indicator_code", values=column)
        .reindex(index=order, columns=list(heads))
        .rename(columns=heads)
        .rename_axis(index="Đơn vị", columns=None)
        .reset_index()
        for column in ("read", "percent")
    )
    return texts, numbers


def _cell(row: Row) -> str:
    value = row["percent"] if words.known(row["percent"]) else row["numerator"]
    if row["state"] in REASONS:
        # A cell has no room for which: picked, its table says.
        return f"– {words.lower_first(OTHERWISE)} khác" if _sent(row) else f"– {_why_none(row)}"
    shown = words.number(value, trim=False) if words.known(row["percent"]) else words.whole(value)
    word = " chưa đạt" if row["state"] == "not_met" else ""
    return f"{SHAPES[row['state']]} {shown}{word}"


def cell_rows(both: Mapping[str, pd.DataFrame], unit: str, indicator: str) -> pd.DataFrame:
    """The picked cell in the period and since January: rows of `service_units` with their basis."""
    found = [
        rows[(rows["unit_name"] == unit) & (rows["indicator_name"] == indicator)].assign(
            basis=BASES[basis]
        )
        for basis, rows in both.items()
        if len(rows)
    ]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()


@kept
def cell_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Numerator, denominator, rate and target of the picked cell."""
    return pd.DataFrame(
        {
            "Số liệu": rows["basis"],
            "Đạt (hồ sơ)": rows["numerator"],
            "Tổng số (hồ sơ)": rows["denominator"],
            "Tỷ lệ (%)": rows["percent"],
            "Chỉ tiêu": [_target(row) for row in rows_of(rows)],
            "Kết quả": [cell_state(row) for row in rows_of(rows)],
        }
    )


@kept
def drawn(months: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """The units of one figure of months: all when they are few, else those not met first."""
    if len(units) <= DRAWN:
        return months
    order = units.sort_values("state", key=lambda s: s != "not_met", kind="stable")["unit_id"]
    return months[months["unit_id"].isin(list(order[:DRAWN]))]


@kept
def panels(months: pd.DataFrame, own: str) -> pd.DataFrame:
    """A row per unit and month for the figure `month_panels`."""
    return pd.DataFrame(
        {
            "name": months["unit_name"].map(short_names(list(months["unit_name"]))),
            "period": [_month_name(period) for period in months["period_id"]],
            "value": months["percent"],
            "text": [words.percent(value, trim=False) for value in months["percent"]],
            "target": months["target_percent"],
            "state": months["state"],
            "chosen": months["unit_id"] == own,
        }
    )


def _month_name(period_id: str) -> str:
    """ "Tháng 9" of "Tháng 9/2024"."""
    return words.period(period_id).partition("/")[0]


@kept
def months_table(months: pd.DataFrame) -> pd.DataFrame:
    """Unit × month of the chosen indicator, in %."""
    heads = {p: f"{_month_name(p)} (%)" for p in months["period_id"].unique()}
    return (
        months.pivot(index="unit_name", columns="period_id", values="percent")
        .reindex(index=list(months["unit_name"].unique()), columns=list(heads))
        .rename(columns=heads)
        .rename_axis(index="Đơn vị", columns=None)
        .reset_index()
    )


@kept
def below_table(choice: Choice, runs: pd.DataFrame) -> pd.DataFrame:
    """Who has been below for how long, and what is not known in between."""
    return pd.DataFrame(
        {
            "Đơn vị": runs["unit_name"],
            f"Số {choice.step} liền": runs["months_below"],
            "Từ": [words.period(period) for period in runs["since_period_id"]],
            "Ghi chú": [gaps(row) for row in rows_of(runs)],
        }
    )


def gaps(row: Row) -> str:
    """ "thiếu báo cáo tháng 4/2024; không phát sinh hồ sơ tháng 5/2024"; empty when none."""
    heads = {
        "not_reported": "thiếu báo cáo",
        "no_files": "không phát sinh hồ sơ",
        "no_target": "chưa giao chỉ tiêu",
    }
    return "; ".join(
        f"{head} {_periods(str(row[key]))}" for key, head in heads.items() if words.known(row[key])
    )


def _periods(ids: str) -> str:
    return ", ".join(words.lower_first(words.period(one)) for one in ids.split(", "))


@kept
def late_rows(files: pd.DataFrame) -> pd.DataFrame:
    """Units with late files, or with figures that hide how many."""
    return files[files["state"].isin(["late", "not_counted"])]


@kept
def late_table(files: pd.DataFrame) -> pd.DataFrame:
    """Who has how many late files; two columns where a report says two different numbers."""
    table = pd.DataFrame(
        {
            "Đơn vị": files["unit_name"],
            "Hồ sơ trễ hạn": files["late_files"],
            "Hồ sơ đã giải quyết": files["files"],
            "Trễ hạn từ đầu năm": files["late_since_january"],
            "Việc phải làm": [LATE[state] for state in files["state"]],
        }
    )
    both = files["late_said"].notna() & files["late_left"].notna()
    if (both & (files["late_said"] != files["late_left"])).any():
        table.insert(2, "Tổng số trừ đúng hạn", files["late_left"])
    return table


@kept
def since_table(rows: pd.DataFrame) -> pd.DataFrame:
    """The figures since January beside the sum of the months."""
    return pd.DataFrame(
        {
            "Đơn vị": rows["unit_name"],
            "Số tháng": [
                f"{words.whole(row['months_here'])}/{words.whole(row['months_expected'])}"
                for row in rows_of(rows)
            ],
            "Cộng các tháng": [_fraction(row, "sum_") for row in rows_of(rows)],
            "Lũy kế đã gửi": [_fraction(row, "sent_") for row in rows_of(rows)],
            "Chênh tử số": rows["numerator_difference"],
            "Chênh mẫu số": rows["denominator_difference"],
            "Đối chiếu": [AGAINST_MONTHS[state] for state in rows["state"]],
        }
    )


def _fraction(row: Row, of: str) -> str:
    numerator, denominator = row[f"{of}numerator"], row[f"{of}denominator"]
    if not words.known(numerator) and not words.known(denominator):
        return words.MISSING
    return f"{words.whole(numerator)}/{words.whole(denominator)}"
