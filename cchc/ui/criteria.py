"""Criteria short of their maximum: rows of the queries made ready to read, and what they say.

In: DataFrames of the queries criteria_*, task_links, cascade. Out: DataFrames for figures and
tables, and plain Vietnamese sentences. Points, shares and ranks come as the queries computed them;
nothing is fetched or drawn here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from cchc.rows import rows_of
from cchc.ui import words
from cchc.ui.kept import kept
from cchc.ui.sentences import KINDS, decided_by

Row = Mapping[str, object]
MOST_BARS = 10
LEAVES, AREAS = "", "linh-vuc"
LONGEST_NAME = 70
ALL_AREAS = "Mọi lĩnh vực"
MISSING_POINTS, MAXIMUM, RUNNING = "Điểm chưa đạt", "Điểm tối đa", "Cộng dồn (%)"
IN_ALL_YEARS, REACHED = "Cả mấy năm (điểm)", "Điểm đạt"
# Heads of a result that has no points, in percent alone.
IN_PERCENT = {
    MISSING_POINTS: "Còn thiếu (điểm %)",
    MAXIMUM: "Tối đa (%)",
    IN_ALL_YEARS: "Cả mấy năm (điểm %)",
    REACHED: "Đạt (%)",
}
STATES = {"confirmed": True, "refused": False, "proposed": None, "other": None}
ANSWERS = {
    "Phục vụ tiêu chí này": True,
    "Không phục vụ": False,
    "Chưa quyết định": None,
}
LOST = {
    "task_gone": "Kế hoạch đang dùng không còn việc này",
    "task_changed": "Số thứ tự này nay là việc khác",
    "criterion_gone": "Bộ tiêu chí không còn tiêu chí này",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Whose points, of which framework, period and round.

    unit: one unit, else None and the whole group's mean · peers: the group that it is compared in ·
    inside: the level that the figure is opened at.
    """

    framework: str
    framework_name: str
    period: str
    round: str
    finest_level: str
    unit: str | None
    unit_group: str | None
    peers: str
    whom: str
    unit_count: int
    illustrative: bool
    inside: str = LEAVES

    @property
    def params(self) -> dict[str, object]:
        """Values for the queries, by the names of their parameters."""
        return {
            "framework": self.framework,
            "period": self.period,
            "round": self.round,
            "unit": self.unit,
            "unit_group": self.unit_group,
        }

    @property
    def of_peers(self) -> dict[str, object]:
        """The same, of all units of the kind."""
        return self.params | {"unit": None, "unit_group": self.peers}

    @property
    def when(self) -> str:
        """ "Năm 2024, thẩm định lần 1"."""
        return f"{words.period(self.period)}, {words.ROUNDS.get(self.round, self.round)}"

    @property
    def caption(self) -> str:
        """Whose points, of which round, and whether they are a mean."""
        mean = f" · trung bình {self.unit_count} đơn vị" if self.unit is None else ""
        return f"{words.upper_first(words.plain(self.whom))} · {self.when}{mean}"

    @property
    def leaf(self) -> str:
        """What the finest rows with points are called."""
        return KINDS.get(self.finest_level, "tiêu chí")


def coded(row: Row, longest: int = LONGEST_NAME) -> str:
    """ "1.2.1. Gửi báo cáo …"."""
    return words.short(words.coded(row), longest)


@kept
def lacking(rows: pd.DataFrame) -> pd.DataFrame:
    """Only what falls short."""
    return rows[rows["missing"] > 0]


@kept
def leaves(rows: pd.DataFrame) -> pd.DataFrame:
    """The finest rows with points, the most missing first."""
    return rows[rows["is_leaf"].astype(bool)]


@kept
def areas(rows: pd.DataFrame) -> dict[str, str]:
    """The areas by their codes, the one that lacks the most first."""
    top = rows[rows["parent_code"].isna() & ~rows["is_leaf"].astype(bool)]
    return {str(row["criterion_code"]): coded(row, 80) for row in rows_of(top)}


@kept
def leaf_names(rows: pd.DataFrame) -> dict[str, str]:
    """The finest rows with points by their codes."""
    return {str(row["criterion_code"]): coded(row, 110) for row in rows_of(leaves(rows))}


@kept
def shown(rows: pd.DataFrame, inside: str) -> pd.DataFrame:
    """What falls short of one level: all leaves, the areas, or what one criterion holds."""
    if inside == LEAVES:
        return lacking(leaves(rows))
    parent = rows["parent_code"]
    return lacking(rows[parent.isna() if inside == AREAS else parent == inside])


@kept
def places(rows: pd.DataFrame, leaf: str) -> dict[str, str]:
    """What the figure can be opened at: leaves, areas, then every criterion that holds others."""
    holding = rows[~rows["is_leaf"].astype(bool)]
    # A code's parts as numbers: 2 before 10; Roman areas stay in the framework's order of points.
    named = {str(row["criterion_code"]): coded(row, 60) for row in rows_of(holding)}
    ordered = dict(sorted(named.items(), key=lambda item: _by_code(item[0])))
    first = {LEAVES: f"Từng {leaf}, mọi lĩnh vực"}
    return first | ({AREAS: "Theo lĩnh vực"} | ordered if ordered else {})


@kept
def above(rows: pd.DataFrame, inside: str) -> dict[str, str]:
    """The levels over the one that is open, the whole first: where one goes up to."""
    if inside in (LEAVES, AREAS):
        return {}
    named = {str(row["criterion_code"]): row for row in rows_of(rows)}
    found = {}
    code = named[inside]["parent_code"]
    while words.known(code):
        found[str(code)] = coded(named[str(code)], 60)
        code = named[str(code)]["parent_code"]
    return {AREAS: ALL_AREAS} | dict(reversed(found.items()))


def _by_code(code: str) -> tuple[tuple[int, int, str], ...]:
    parts = code.split(".")
    return tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in parts)


# the first view ----------------------------------------------------------------------------------


@kept
def headline(rows: pd.DataFrame, choice: Choice) -> str:
    """ "10 tiêu chí thành phần chiếm 68% điểm chưa đạt"."""
    short = lacking(leaves(rows))
    if short.empty:
        return f"Mọi {choice.leaf} đã chấm đều đạt điểm tối đa"
    count = int(short["lagging_leaves"].iloc[0])
    if count <= MOST_BARS:
        of = int(short["leaves"].iloc[0])
        return f"{count}/{of} {choice.leaf} chưa đạt điểm tối đa"
    share = short.loc[short["leaf_place"] == MOST_BARS, "leaf_percent"].iloc[0]
    return f"{MOST_BARS} {choice.leaf} chiếm {words.percent(share, 0)} điểm chưa đạt"


@kept
def total(rows: pd.DataFrame, choice: Choice) -> str:
    """ "12,4 điểm chưa đạt"; of several units their mean, of percents the mean criterion."""
    short = lacking(leaves(rows))
    if short.empty:
        return ""
    if short["measure"].iloc[0] == "percent":
        mean = words.number(short["mean_missing"].iloc[0])
        return f"{mean} điểm % chưa đạt, trung bình một {choice.leaf}"
    points = f"{words.number(short['total_missing'].iloc[0])} điểm chưa đạt"
    return f"{points}, trung bình một đơn vị" if choice.unit is None else points


def picked_leaf(row: Row, links: pd.DataFrame, owner: str | None) -> str:
    """ "1.5.1. Sáng kiến: thiếu 0,9/5 điểm; 9/15 đơn vị chưa đạt; chủ trì: …"."""
    of = int(float(str(row["unit_count"])))
    units = f"; {int(float(str(row['units_lacking'])))}/{of} đơn vị chưa đạt" if of > 1 else ""
    return (
        f"{coded(row, 120)}: {_short_of(row)}{units}; {_lead(links, owner)}. Mục “Ai đạt điểm tối "
        "đa” và “Nhiệm vụ phục vụ từng tiêu chí” bên dưới mở ở tiêu chí này."
    )


@kept
def largest(rows: pd.DataFrame, choice: Choice, links: pd.DataFrame, owner: str | None) -> str:
    """ "Lớn nhất: …, thiếu 0,9/5 điểm; chủ trì: …"; who leads is said only as far as known."""
    short = lacking(leaves(rows))
    if short.empty:
        return ""
    row = short.iloc[0].to_dict()
    alike = int((short["missing"] == row["missing"]).sum()) - 1
    others = f", cùng {alike} {choice.leaf} khác" if alike else ""
    return f"Lớn nhất: {coded(row, 120)} ({_short_of(row)}){others}; {_lead(links, owner)}."


def _short_of(row: Row) -> str:
    """ "thiếu 0,9/5 điểm"."""
    if row["measure"] == "percent":
        return f"thiếu {words.number(row['missing'])} điểm %"
    return f"thiếu {words.number(row['missing'])}/{words.number(row['max_points'])} điểm"


def _lead(links: pd.DataFrame, owner: str | None) -> str:
    standing = links[(links["state"] == "stands") & links["is_served"].astype(bool)]
    leads = list(dict.fromkeys(str(lead) for lead in standing["lead"].dropna()))
    if leads:
        return f"chủ trì: {words.short('; '.join(leads), 120)}"
    if owner:
        return f"chủ trì: {words.short(owner, 120)}"
    return "chưa xác nhận nhiệm vụ nào phục vụ tiêu chí này"


@kept
def owner_of(targets: pd.DataFrame, leaf: Row) -> str | None:
    """Whom the plan names for a criterion, or for its area."""
    if targets.empty:
        return None
    owners = targets.dropna(subset=["owner"]).drop_duplicates("criterion_code")
    owners = owners.set_index("criterion_code")["owner"]
    for code in (leaf["criterion_code"], leaf["area_code"]):
        if code in owners.index:
            return str(owners[code])
    return None


@kept
def barred(rows: pd.DataFrame, inside: str) -> pd.DataFrame:
    """The rows that get a bar, in the order of the bars."""
    return shown(rows, inside).head(MOST_BARS)


@kept
def bars(rows: pd.DataFrame, inside: str) -> pd.DataFrame:
    """The longest bars: what is missing, and the running share of all of it, in words."""
    some = barred(rows, inside)
    running = "leaf_percent" if inside == LEAVES else "sibling_percent"
    return pd.DataFrame(
        {
            "name": [coded(row, 92) for row in rows_of(some)],
            "value": some["missing"].astype(float),
            "end_text": [
                f"{words.number(value, trim=False)} · cộng dồn {words.percent(share, 0)}"
                for value, share in zip(some["missing"], some[running], strict=True)
            ],
        }
    )


def how_fine(choice: Choice) -> str:
    """Said of a result that was not scored down to the sub-criteria."""
    if choice.finest_level == "subcriterion":
        return ""
    return (
        f"Kết quả này chỉ có đến {choice.leaf}. Nạp bảng điểm chi tiết ở trang Nhập số liệu để xem "
        "đến tiêu chí thành phần."
    )


@kept
def how_to_open(rows: pd.DataFrame, inside: str) -> str:
    """What a click on a row of the figure does."""
    if barred(rows, inside)["is_leaf"].all():
        return "Bấm vào một hàng để xem thêm về tiêu chí ấy."
    return "Bấm vào một hàng để mở bên trong; bàn phím thì chọn ở ô “Xem”."


@kept
def unit_of_measure(rows: pd.DataFrame) -> str:
    """What the bars count."""
    return "số điểm % còn thiếu đến 100%" if in_percent(rows) else "điểm chưa đạt"


def in_percent(rows: pd.DataFrame) -> bool:
    """Whether the result exists in percent alone."""
    return bool(len(rows)) and bool(rows["measure"].iloc[0] == "percent")


def _headed(told: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The table headed by what its rows are measured in."""
    return told.rename(columns=IN_PERCENT) if in_percent(rows) else told


@kept
def pareto_table(rows: pd.DataFrame, inside: str) -> pd.DataFrame:
    """Every row of the level shown, typed."""
    some = shown(rows, inside)
    running = "leaf_percent" if inside == LEAVES else "sibling_percent"
    told = pd.DataFrame(
        {
            "Mã": some["criterion_code"].astype(str),
            "Tiêu chí": some["criterion_name"],
            MISSING_POINTS: some["missing"].astype(float),
            MAXIMUM: some["max_points"].astype(float),
            RUNNING: some[running].astype(float),
        }
    )
    if len(some) and int(some["unit_count"].iloc[0]) > 1:
        told["Đơn vị chưa đạt"] = some["units_lacking"].astype(int)
    return _headed(told, some)


# unit × criterion --------------------------------------------------------------------------------


@kept
def grid(cells: pd.DataFrame) -> pd.DataFrame:
    """Units × codes of the criteria: what each lacks; not scored stays empty."""
    wide = cells.pivot(index="unit_name", columns="criterion_code", values="missing")
    wide = wide.loc[list(dict.fromkeys(cells["unit_name"])), _codes(cells)].astype(float)
    wide.columns = [str(code) for code in wide.columns]
    return wide.rename_axis("Đơn vị").reset_index()


def _codes(cells: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys(cells["criterion_code"]))


@kept
def grid_names(cells: pd.DataFrame) -> str:
    """What the codes of the heads mean."""
    named = rows_of(cells.drop_duplicates("criterion_code"))
    return "; ".join(words.plain(coded(row, 90)) for row in named) + "."


@kept
def picked(cells: pd.DataFrame, place: tuple[int, str] | None) -> Row | None:
    """The cell of a picked place of the grid."""
    if place is None:
        return None
    units = list(dict.fromkeys(cells["unit_name"]))
    found = cells[(cells["unit_name"] == units[place[0]]) & (cells["criterion_code"] == place[1])]
    return found.iloc[0].to_dict() if len(found) else None


NOTHINGS = {"not_applicable": "không áp dụng", "not_scored": "chưa chấm"}


def cell_words(cell: Row, rounds: pd.DataFrame) -> str:
    """A picked cell: its points of its maximum, the rounds side by side, the note."""
    start = f"{words.upper_first(str(cell['unit_name']))}, {coded(cell, 120)}: "
    if cell["status"] in NOTHINGS:
        note = f" ({words.short(cell['note'], 160)})" if words.known(cell["note"]) else ""
        return f"{start}{NOTHINGS[str(cell['status'])]}{note}."
    got = f"{words.number(cell['points'])}/{words.number(cell['max_points'])} điểm"
    parts = [f"{got}, {_short_of(cell)}" if words.known(cell["points"]) else _short_of(cell)]
    parts += [rounds_words(row) for row in rows_of(rounds)]
    if words.known(cell["note"]):
        parts.append(f"ghi chú: {words.short(cell['note'], 160)}")
    return start + "; ".join(part for part in parts if part) + "."


ROUND_COLUMNS = {
    "self_points": "tự chấm",
    "appraised_points": "thẩm định lần 1",
    "appraised_2_points": "thẩm định lần 2",
    "final_points": "cuối cùng",
}


def rounds_words(row: Row) -> str:
    """ "tự chấm 1, thẩm định lần 1 0,75, cuối cùng 0,75"."""
    return ", ".join(
        f"{name} {words.number(row[column])}"
        for column, name in ROUND_COLUMNS.items()
        if words.known(row[column])
    )


# years in a row ----------------------------------------------------------------------------------


def before_words(row: Row) -> str:
    """Why the years in a row begin where they do."""
    year = int(float(str(row["year_before"])))
    return {
        "full": f"Năm {year} đạt tối đa",
        "not_scored": f"Năm {year} không chấm hoặc không áp dụng",
        "not_comparable": f"Năm {year} không so được: bộ tiêu chí khác",
        "no_data": f"Năm {year} chưa có số liệu",
        "unit_changed": f"Năm {year} không so được: đơn vị đã chia tách hoặc nhận một phần",
        "former_full": f"Năm {year} có đơn vị cũ đạt tối đa",
        "former_no_data": f"Năm {year} chưa đủ số liệu của các đơn vị cũ",
    }[str(row["before"])]


def _before_and_note(row: Row) -> str:
    note = f"; lưu ý: {words.short(row['note'], 200)}" if words.known(row["note"]) else ""
    return before_words(row) + note


@kept
def longest_below(rows: pd.DataFrame, is_group: bool) -> str:
    """The one that falls short for the longest time, and who."""
    if rows.empty:
        return "Không có tiêu chí nào chưa đạt điểm tối đa trong phần đang xem."
    row = rows.iloc[0].to_dict()
    if not is_group:
        return f"Lâu nhất: {coded(row, 120)}, {_years(row)}."
    return (
        f"Lâu nhất: {words.upper_first(str(row['unit_name']))}, {coded(row, 120)}, {_years(row)}; "
        f"{int(row['units_as_long'])} đơn vị chưa đạt tiêu chí này ít nhất bằng ấy năm."
    )


def _years(row: Row) -> str:
    count = int(float(str(row["years"])))
    first = int(float(str(row["first_year"])))
    return f"{count} năm liền chưa đạt, từ năm {first}" if count > 1 else f"chỉ trong năm {first}"


@kept
def years_table(rows: pd.DataFrame) -> pd.DataFrame:
    told = _of_units(
        rows,
        {
            "Tiêu chí": [coded(row, 90) for row in rows_of(rows)],
            "Số năm liền": rows["years"].astype(int),
            "Từ năm": rows["first_year"].astype(int).astype(str),
            MISSING_POINTS: rows["missing"].astype(float),
            IN_ALL_YEARS: rows["missing_in_all"].astype(float),
            "Trước đó": [_before_and_note(row) for row in rows_of(rows)],
        },
    )
    return _headed(told, rows)


def _of_units(rows: pd.DataFrame, columns: dict[str, object]) -> pd.DataFrame:
    """With the units' names where there are several."""
    named = {"Đơn vị": rows["unit_name"]} if rows["unit_name"].nunique() > 1 else {}
    return pd.DataFrame(named | columns)


# self-score --------------------------------------------------------------------------------------


@kept
def self_scored(rows: pd.DataFrame) -> pd.DataFrame:
    """Where the unit's own points and the judged ones differ."""
    return rows[rows["difference"].notna() & (rows["difference"] != 0)]


@kept
def highest_self(rows: pd.DataFrame) -> str:
    """Who scored themselves too high the most, and at what."""
    told = rows[rows["difference"].notna()]
    if told.empty:
        return (
            "Chưa có điểm tự chấm và điểm thẩm định của cùng một tiêu chí. Nạp bảng điểm có cột "
            "“Tự đánh giá” và “Thẩm định” ở trang Nhập số liệu."
        )
    over = told[told["difference"] > 0]
    if over.empty:
        return "Không đơn vị nào tự chấm cao hơn điểm thẩm định."
    unit = over.sort_values("unit_over_points", ascending=False, kind="stable").iloc[0]
    code = over.sort_values("over_points", ascending=False, kind="stable").iloc[0].to_dict()
    return (
        f"Tự chấm cao hơn nhiều nhất: {unit['unit_name']}, "
        f"{words.number(unit['unit_over_points'])} điểm ở {int(unit['unit_over_count'])} tiêu chí; "
        f"tiêu chí được tự chấm cao hơn nhiều nhất: {coded(code)} "
        f"({int(code['units_over'])} đơn vị, {words.number(code['over_points'])} điểm)."
    )


@kept
def self_table(rows: pd.DataFrame) -> pd.DataFrame:
    heads = {
        "self_points": "Tự chấm (điểm)",
        "appraised_points": "Thẩm định lần 1 (điểm)",
        "appraised_2_points": "Thẩm định lần 2 (điểm)",
        "final_points": "Cuối cùng (điểm)",
        "difference": "Tự chấm cao hơn (điểm)",
    }
    told = _of_units(rows, {"Tiêu chí": [coded(row, 90) for row in rows_of(rows)]})
    for column, head in heads.items():
        if rows[column].notna().any():
            told[head] = rows[column].astype(float)
    return told


# full marks --------------------------------------------------------------------------------------


def who_has_full(rows: pd.DataFrame) -> str:
    """ "7/15 đơn vị đạt điểm tối đa: …"."""
    if rows.empty:
        return "Chưa đơn vị nào được chấm tiêu chí này trong vòng đang xem."
    full = rows[rows["is_full"].astype(bool)]
    of = int(rows["unit_count"].iloc[0])
    if full.empty:
        best = rows.iloc[0]
        return (
            f"Chưa đơn vị nào trong {of} đơn vị đạt điểm tối đa; gần nhất là {best['unit_name']}, "
            f"{_short_of(best.to_dict())}."
        )
    names = words.short(", ".join(full["unit_name"]), 160)
    return f"{len(full)}/{of} đơn vị đạt điểm tối đa: {names}."


@kept
def full_table(rows: pd.DataFrame) -> pd.DataFrame:
    told = pd.DataFrame(
        {
            "Đơn vị": rows["unit_name"],
            REACHED: rows["percent" if in_percent(rows) else "points"].astype(float),
            MAXIMUM: rows["max_points"].astype(float),
            "Kết quả": ["● Đạt tối đa" if full else "▲ Chưa đạt" for full in rows["is_full"]],
        }
    )
    if rows["note"].notna().any():
        told["Ghi chú, tài liệu kiểm chứng"] = [
            str(note) if words.known(note) else None for note in rows["note"]
        ]
    # The maximum of a percentage is no news.
    return _headed(told.drop(columns=MAXIMUM) if in_percent(rows) else told, rows)


# tasks -------------------------------------------------------------------------------------------


@kept
def unserved(rows: pd.DataFrame) -> str:
    """How many of what falls short no confirmed task serves."""
    if rows.empty or not int(rows["lacking"].iloc[0]):
        return "Không có tiêu chí nào chưa đạt điểm tối đa trong phần đang xem."
    left, of = int(rows["unserved_lacking"].iloc[0]), int(rows["lacking"].iloc[0])
    if not left:
        return f"Cả {of} tiêu chí chưa đạt đều đã có nhiệm vụ được xác nhận phục vụ."
    # Percentages of different criteria do not add up.
    lost = "" if in_percent(rows) else f" ({words.number(rows['unserved_missing'].iloc[0])} điểm)"
    return (
        f"{left}/{of} tiêu chí chưa đạt{lost} chưa có nhiệm vụ nào được xác nhận phục "
        "vụ. Việc đề xuất chỉ tính khi cán bộ xác nhận ở mục dưới đây."
    )


@kept
def served_table(rows: pd.DataFrame) -> pd.DataFrame:
    some = lacking(rows)
    told = pd.DataFrame(
        {
            "Tiêu chí": [coded(row, 90) for row in rows_of(some)],
            MISSING_POINTS: some["missing"].astype(float),
            "Việc đã xác nhận": some["confirmed"].astype(int),
            "Việc đề xuất": some["proposed"].astype(int),
            "Chủ trì": [_leads(row) for row in rows_of(some)],
        }
    )
    if some["decided"].notna().any():
        told["Ai quyết định, ngày"] = some["decided"]
    return _headed(told, some)


def _leads(row: Row) -> str:
    if words.known(row["leads"]):
        return words.short(row["leads"], 110)
    if words.known(row["proposed_leads"]):
        return f"Đề xuất: {words.short(row['proposed_leads'], 100)}"
    return words.MISSING


def reason(row: Row) -> str:
    """Why a task is proposed, in words that can be checked."""
    parts = [f"cùng lĩnh vực “{words.calm(str(row['area_name']))}”"] if row["same_area"] else []
    if words.known(row["shared_pairs"]) and row["shared_pairs"]:
        parts.append("chung cụm từ " + phrases(str(row["shared_pairs"])))
    return "; ".join(parts) if parts else "không cùng lĩnh vực, không chung cụm từ"


def phrases(pairs: str) -> str:
    """Pairs of words put together again where one goes on from the other: “thư xin lỗi”."""
    joined: list[list[str]] = []
    for first, second in (pair.split(" ", 1) for pair in pairs.split(" | ")):
        if joined and joined[-1][-1] == first:
            joined[-1].append(second)
        else:
            joined.append([first, second])
    return ", ".join(f"“{' '.join(one)}”" for one in joined)


def answer_of(state: str) -> str:
    """The answer that stands on a task."""
    stands = STATES[state]
    return next(text for text, value in ANSWERS.items() if value is stands)


def task_words(row: Row) -> str:
    """One task as a line to decide on."""
    lead = words.plain(row["lead"]) if words.known(row["lead"]) else "chưa ghi chủ trì"
    action = row["action"] if words.known(row["action"]) else row["title"]
    return f"**{words.plain(words.short(action, 220))}** — {lead}"


def task_note(row: Row) -> str:
    """Where a task stands, why it is proposed, who decided."""
    area = words.known(row["area_code"])
    place = (
        f"Lĩnh vực {row['area_code']}, nội dung {row['number']}" if area else f"Số {row['number']}"
    )
    decided = ""
    if row["state"] in ("confirmed", "refused"):
        what = "xác nhận" if row["state"] == "confirmed" else "bác"
        decided = f" · đã {what}: {words.plain(decided_by(row))}"
    start = "Đề xuất vì " if row["state"] == "proposed" else ""
    return f"{words.plain(place)} · {start}{words.plain(reason(row))}{decided}"


def lost_name(row: Row) -> str:
    """A link that lost its task or criterion, on one line."""
    return words.short(f"{row['criterion_code']}: {row['task_text']}", 110)


def lost_links(links: pd.DataFrame) -> pd.DataFrame:
    """Links whose task or criterion is no longer there; nothing of them is lost."""
    rows = links[links["state"] != "stands"]
    return pd.DataFrame(
        {
            "Tiêu chí": [coded(row, 80) for row in rows_of(rows)],
            "Việc lúc quyết định": rows["task_text"],
            "Quyết định": ["Phục vụ" if one else "Không phục vụ" for one in rows["is_served"]],
            "Ai quyết định, ngày": [words.upper_first(decided_by(row)) for row in rows_of(rows)],
            "Vì sao không còn tính": [LOST[str(state)] for state in rows["state"]],
        }
    )


# cascade -----------------------------------------------------------------------------------------


def fed_areas(rows: pd.DataFrame) -> dict[str, str]:
    """The district's criteria that its units feed, the most missing first."""
    first = rows_of(rows.drop_duplicates("fed_criterion_code"))
    return {str(row["fed_criterion_code"]): _fed_name(row) for row in first}


def _fed_name(row: Row) -> str:
    return words.short(f"{row['fed_criterion_code']}. {row['fed_criterion_name']}", 80)


@kept
def behind(rows: pd.DataFrame, code: str) -> str:
    """What the district lacks in one criterion, and who stands behind it."""
    some = rows[rows["fed_criterion_code"] == code]
    first = some.iloc[0].to_dict()
    if words.known(first["fed_missing"]):
        lost = (
            f"thiếu {words.number(first['fed_missing'])}/{words.number(first['fed_max_points'])} "
            f"điểm năm {first['fed_period_id']}"
        )
    else:
        lost = f"chưa có kết quả năm {first['period_id']}"
    whose = words.upper_first(str(first["fed_unit_name"]))
    return (
        f"{whose} {lost} ở “{first['fed_criterion_name']}”; {_most(some)}; {cascade_lead(first)}."
    )


def _most(some: pd.DataFrame) -> str:
    """ "cấp xã thiếu nhiều nhất: xã B (1,2 điểm, 14%)"."""
    parts = []
    for level, own in some.groupby("unit_level", sort=False):
        row = own.iloc[0].to_dict()
        kind = words.UNIT_LEVELS.get(str(level), str(level))
        if float(str(row["missing"])) > 0:
            parts.append(
                f"{kind} thiếu nhiều nhất: {row['unit_name']} "
                f"({words.number(row['missing'])}/{words.number(row['max_points'])} điểm)"
            )
        else:
            parts.append(f"{kind} đều đạt tối đa")
    return "; ".join(parts)


def cascade_lead(row: Row) -> str:
    """Who leads what is to be done about it, as far as confirmed."""
    if words.known(row["leads"]):
        return f"chủ trì: {words.short(row['leads'], 120)}"
    if words.known(row["proposed_leads"]):
        named = words.short(row["proposed_leads"], 120)
        return f"chủ trì nhiệm vụ cùng lĩnh vực (chưa xác nhận): {named}"
    return "chưa có nhiệm vụ của lĩnh vực này"


def cascade_bars(rows: pd.DataFrame, code: str, unit_level: str) -> pd.DataFrame:
    """The units of one kind behind one criterion, the most missing first."""
    some = rows[(rows["fed_criterion_code"] == code) & (rows["unit_level"] == unit_level)]
    some = some[some["missing"] > 0].head(MOST_BARS)
    return pd.DataFrame(
        {
            "name": some["unit_name"],
            "value": some["missing"].astype(float),
            "end_text": [
                f"{words.number(lost, trim=False)} · {words.percent(share, 0)}"
                for lost, share in zip(some["missing"], some["share_percent"], strict=True)
            ],
        }
    )


@kept
def cascade_table(rows: pd.DataFrame, code: str) -> pd.DataFrame:
    some = rows[rows["fed_criterion_code"] == code]
    return pd.DataFrame(
        {
            "Đơn vị": some["unit_name"],
            "Tiêu chí góp vào": [
                words.short(f"{row['criteria']}. {row['criteria_names']}", 90)
                for row in rows_of(some)
            ],
            MISSING_POINTS: some["missing"].astype(float),
            MAXIMUM: some["max_points"].astype(float),
            "Phần trong nhóm (%)": some["share_percent"].astype(float),
            "Thứ tự": some["place"].astype(int),
        }
    )


@kept
def influence(rows: pd.DataFrame) -> str:
    """On a unit's page: where it weighs the most in what its district lacks."""
    short = rows[rows["missing"] > 0]
    if short.empty:
        return "Đơn vị không thiếu điểm nào ở các tiêu chí góp vào chỉ số của huyện."
    row = short.sort_values("share_percent", ascending=False, kind="stable").iloc[0]
    return (
        f"Ảnh hưởng nhiều nhất: “{row['fed_criterion_name']}” của {row['fed_unit_name']}; đơn vị "
        f"thiếu {words.number(row['missing'])} điểm, bằng {words.percent(row['share_percent'], 0)} "
        f"phần thiếu của {int(row['place_of'])} đơn vị cùng loại (thứ {int(row['place'])})."
    )


@kept
def influence_table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Tiêu chí của huyện": [_fed_name(row) for row in rows_of(rows)],
            "Huyện chưa đạt (điểm)": rows["fed_missing"].astype(float),
            "Đơn vị chưa đạt (điểm)": rows["missing"].astype(float),
            "Phần trong nhóm (%)": rows["share_percent"].astype(float),
            "Thứ tự": [
                f"{int(place)}/{int(of)}"
                for place, of in zip(rows["place"], rows["place_of"], strict=True)
            ],
            "Chủ trì": [words.upper_first(cascade_lead(row)) for row in rows_of(rows)],
        }
    )
