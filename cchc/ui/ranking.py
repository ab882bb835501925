"""Kết quả xếp hạng: what is ranked, its rows ready to read, and the sentences about them.

In: rows of `rank_units`, `next_above`, `unit_components`, `predecessors`. Out: the reader's choice,
DataFrames for the figure and the tables, plain Vietnamese sentences. Ranks, gaps and differences
come as the queries computed them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from cchc.rows import rows_of
from cchc.ui import blocks, comparability, data, filters, parts, words
from cchc.ui.filters import Scope
from cchc.ui.kept import kept

Row = Mapping[str, object]
OFFICIAL = ""
LONGEST_HEAD = 44
MOST_BARS, ENDS, AROUND = 40, 8, 4
PER_PAGE = 15
LINEAGE = {
    "full": "nhập toàn bộ",
    "partial": "nhập một phần",
    "split": "chia tách",
    "renamed": "đổi tên",
    "kept": "giữ nguyên",
}
PLACES = ("tỉnh", "thành", "huyện", "thị", "quận", "xã", "phường")
FINAL = ("final", "published")
NAMED = 4  # units that a sentence names


# what is ranked ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice:
    """Which peers are ranked, by which index, in which year and round; round None: the official."""

    unit_group: str
    unit_group_name: str
    unit_level: str
    illustrative: bool
    period: str
    criterion: str | None
    criterion_name: str
    round: str | None
    round_name: str
    other_groups: bool

    @property
    def params(self) -> dict[str, str | None]:
        """Values for the queries, by the names of their parameters."""
        return {
            "unit_group": self.unit_group,
            "period": self.period,
            "criterion": self.criterion,
            "round": self.round,
        }

    @property
    def previous_period(self) -> str:
        """The year before, which ranks are set against."""
        return str(int(self.period[: filters.YEAR]) - 1)

    @property
    def of_year_before(self) -> dict[str, str | None]:
        """For what the units were a year before."""
        return {
            "unit_group": self.unit_group,
            "baseline": self.previous_period,
            "target": self.period,
            "criterion": self.criterion,
        }

    @property
    def caption(self) -> str:
        """What is ranked, among whom, by which round."""
        whom = words.upper_first(words.plain(self.unit_group_name))
        what = words.plain(self.criterion_name)
        return f"{whom} · {what} · {words.period(self.period)} · {self.round_name}"


def ask(scope: Scope) -> Choice | None:
    """Which peers, year, round and index; None when nobody of those asked for has a result."""
    results = data.fetch("groups_with_results")
    if results.empty:
        return None
    first, second, third, fourth = filters.choices([38, 17, 31, 25])
    with first:
        group = _ask_group(scope, results)
    if group is None:
        return None
    rounds = data.fetch("rank_rounds", unit_group=group)
    with second:
        period = filters.ask("Năm", "nam", _years(rounds))
    rounds = _of_period(rounds, period)
    with third:
        chosen = filters.ask("Vòng chấm", "vong", _rounds(rounds))
    components = data.fetch(
        "unit_components", unit_group=group, period=period, round=chosen or None
    )
    labels = {filters.TOTAL: filters.TOTAL} | _names(components)
    with fourth:
        code = filters.ask("Xếp theo", "chi-so", labels)
    groups = _groups(results)
    return Choice(
        unit_group=group,
        unit_group_name=str(groups[group]["unit_group_name"]),
        unit_level=str(groups[group]["unit_level"]),
        illustrative=bool(groups[group]["illustrative"]),
        period=period,
        criterion=None if code == filters.TOTAL else code,
        criterion_name=labels[code],
        round=chosen or None,
        round_name=_rounds(rounds)[chosen],
        other_groups=len(groups) > 1,
    )


def _ask_group(scope: Scope, results: pd.DataFrame) -> str | None:
    """The first choice follows the unit: it must not outlive a change of unit.

    Another province's ranking is not shown in place of the unit's own, only when it is chosen.
    """
    names = {group: str(row["unit_group_name"]) for group, row in _groups(results).items()}
    default = default_group(scope, results)
    follow = names[default] if default else f"{scope.unit_group_name} (chưa có)"
    others = {one: words.upper_first(name) for one, name in names.items() if one != default}
    asked = {filters.FOLLOW_UNIT: words.upper_first(follow)} | others
    chosen = filters.ask("Nhóm", "nhom", asked)
    return default if chosen == filters.FOLLOW_UNIT else chosen


@kept
def _groups(results: pd.DataFrame) -> dict[str, Row]:
    """The first row of each group, which names it."""
    return {str(row["unit_group"]): row for row in rows_of(results.drop_duplicates("unit_group"))}


@kept
def _of_period(rounds: pd.DataFrame, period: str) -> pd.DataFrame:
    return rounds[rounds["period_id"] == period]


@kept
def default_group(scope: Scope, results: pd.DataFrame) -> str | None:
    """The unit's own peers when several have a result, else the units under it, else its own."""
    sizes = results.groupby("unit_group")["units"].max()
    own = scope.unit_group if scope.unit_group in sizes.index else None
    if own and sizes[own] > 1:
        return own
    below = [str(group) for group in sizes.index if str(group).startswith(f"{scope.unit_id}/")]
    if below:
        return max(below, key=lambda group: int(sizes[group]))
    return own


def nothing_to_rank(scope: Scope) -> tuple[str, str]:
    """Said where neither the unit's peers nor the units under it have a result; what to do."""
    of_peers = "" if scope.has_units_under else f" của {scope.unit_group_name}"
    whose = words.plain(of_peers or " của các đơn vị").strip()
    load = f"Nạp bảng xếp hạng hoặc bảng điểm {whose} ở trang [Nhập số liệu](nhap-so-lieu)"
    others = not data.fetch("groups_with_results").empty
    choose = ", hoặc chọn nhóm khác ở ô “Nhóm” để xem" if others else ""
    return f"Chưa có kết quả xếp hạng{of_peers}", f"{load}{choose}."


@kept
def _years(rounds: pd.DataFrame) -> dict[str, str]:
    """Periods with an official result first; the others say that they have none yet."""
    held = rounds.drop_duplicates("period_id")
    return {
        str(period): _year(str(period)) + ("" if final else " (chưa chính thức)")
        for period, final in zip(held["period_id"], held["has_final"], strict=True)
    }


def _year(period: str) -> str:
    return period if len(period) == filters.YEAR else words.period(period)


@kept
def _rounds(rounds: pd.DataFrame) -> dict[str, str]:
    """The official result first, else the latest round."""
    return {
        OFFICIAL if one == "final" else str(one): _round_name(str(one)) for one in rounds["round"]
    }


def _round_name(name: str) -> str:
    if name == "final":
        return "Kết quả chính thức"
    return words.upper_first(words.ROUNDS.get(name, name))


# rows --------------------------------------------------------------------------------------


@kept
def has_peers(ranked: pd.DataFrame) -> bool:
    """Whether there is anybody to be ranked against."""
    return int(ranked["percent"].notna().sum()) > 1


@kept
def row_of(ranked: pd.DataFrame, unit_name: str) -> Row | None:
    """The ranked row of one unit."""
    own = ranked[(ranked["unit_name"] == unit_name) & ranked["rank"].notna()]
    return own.iloc[0].to_dict() if len(own) else None


@kept
def bars(ranked: pd.DataFrame, unit_name: str) -> pd.DataFrame:
    """What the bars draw: everybody of the group, those without a figure too.

    Of a long group: both ends, and those around the reader's own unit.
    """
    ranked = ranked.iloc[drawn(list(ranked["unit_name"]), unit_name)]
    return pd.DataFrame(
        {
            "name": shortened(ranked["unit_name"]),
            "value": ranked["percent"].astype(float),
            "end_text": [_at_end(row) for row in rows_of(ranked)],
            "chosen": ranked["unit_name"] == unit_name,
            "target": ranked["target_percent"].astype(float),
        }
    )


def drawn(names: list[str], own: str) -> list[int]:
    """The places that a figure has room for: all, or both ends and around one's own."""
    count = len(names)
    if count <= MOST_BARS:
        return list(range(count))
    near = names.index(own) if own in names else 0
    return [
        place
        for place in range(count)
        if place < ENDS or place >= count - ENDS or abs(place - near) <= AROUND
    ]


@kept
def not_all_drawn(ranked: pd.DataFrame, unit_name: str) -> str:
    """Said under the figure where it leaves units out."""
    count, shown = len(ranked), len(drawn(list(ranked["unit_name"]), unit_name))
    return "" if shown == count else f"hình nêu {shown}/{count} đơn vị, đủ ở bảng dưới"


def shortened(names: pd.Series) -> list[str]:
    """Names of offices without the place that all of them end with ("… huyện Minh Họa")."""
    listed = [str(name).split() for name in names]
    ending = 0
    while len(listed) > 1 and _all_end_alike(listed, ending + 1):
        ending += 1
    place = listed[0][len(listed[0]) - ending :] if listed else []
    starts = [at for at, word in enumerate(place) if word in PLACES]
    cut = len(place) - starts[0] if starts else 0
    return [" ".join(parts[: len(parts) - cut]) for parts in listed]


def _all_end_alike(listed: list[list[str]], count: int) -> bool:
    """Whether the last words are the same, and at least two stay in front of them."""
    return all(len(parts) > count + 1 for parts in listed) and (
        len({parts[-count] for parts in listed}) == 1
    )


def _at_end(row: Row) -> str:
    if not words.known(row["percent"]):
        return "chưa có số liệu"
    percent = words.percent(row["percent"], trim=False)
    return f"{percent}  ·  hạng {words.whole(row['rank'])}" if words.known(row["rank"]) else percent


@kept
def table(ranked: pd.DataFrame) -> pd.DataFrame:
    """Value and rank of both years, published beside computed.

    A year that cannot be compared is left blank; nothing is published of a round before the last.
    """
    may = comparability.may_compare(ranked)
    table = pd.DataFrame(
        {
            "Hạng": ranked["rank"],
            "Đơn vị": shortened(ranked["unit_name"]),
            "Chỉ số (%)": ranked["percent"],
            "Kém liền trên (điểm %)": ranked["behind_next"],
            "Xếp loại": ranked["band"],
            "Tính lại (%)": ranked["computed_percent"].where(ranked["round"].isin(FINAL)),
            "Hạng công bố": ranked["published_rank"],
            "Năm trước (%)": ranked["previous_percent"].where(may),
            "Hạng trước": ranked["previous_rank"].where(may),
            "Mục tiêu (%)": ranked["target_percent"],
        }
    )
    return table.drop(columns=[name for name in table.columns if table[name].isna().all()])


@kept
def units_of_table(ranked: pd.DataFrame) -> str:
    """What its columns count, of those that the table shows."""
    if ranked["behind_next"].isna().all():
        return ""
    return "Kém liền trên: số điểm phần trăm kém đơn vị xếp ngay trên; đồng hạng không tính."


@kept
def decision(cells: pd.DataFrame) -> str | None:
    """The number of the decision that published these results, if any was cited."""
    cited = cells["decision"].dropna()
    return str(cited.iloc[0]) if len(cited) else None


@kept
def unit_grid(cells: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Units in rows, components in columns: percents of the maximum, and links to their cells."""
    links = parts.sources(cells)
    percents = _wide(cells, "percent").astype(float)
    names = shortened(pd.Series(percents.index))
    percents.insert(0, "Đơn vị", names)
    return percents.reset_index(drop=True), _wide(cells.assign(link=links), "link")


def _wide(cells: pd.DataFrame, value: str) -> pd.DataFrame:
    first = cells.drop_duplicates(["unit_name", "criterion_code"])
    wide = first.pivot(index="unit_name", columns="criterion_code", values=value).astype(object)
    heads = _names(cells)
    wide = wide.reindex(index=list(dict.fromkeys(cells["unit_name"])), columns=list(heads))
    wide.columns = pd.Index([words.short(name, LONGEST_HEAD) for name in heads.values()])
    return wide.where(wide.notna(), None)


@kept
def _names(cells: pd.DataFrame) -> dict[str, str]:
    rows = rows_of(cells.drop_duplicates("criterion_code"))
    return {str(row["criterion_code"]): words.coded(row) for row in rows}


@kept
def cut_heads(cells: pd.DataFrame) -> list[str]:
    """The whole names of the components whose heads were cut."""
    return [name for name in _names(cells).values() if len(name) > LONGEST_HEAD]


def show_table(ranked: pd.DataFrame, unit_name: str, about: blocks.About) -> None:
    """Every unit's numbers, each row with its cell; the reader's own in bold."""
    own = [name == unit_name for name in ranked["unit_name"]]
    blocks.ranking_table(table(ranked), own, parts.cells_of(ranked), about=about)


def show_grid(cells: pd.DataFrame, unit_name: str, about: blocks.About) -> None:
    """Units × components, a page of units at a time, each number with its cell."""
    percents, links = unit_grid(cells)
    names = list(dict.fromkeys(cells["unit_name"]))
    below = st.container()
    pages = -(-len(names) // PER_PAGE)
    first = (st.pagination(pages, key="trang-luoi") - 1) * PER_PAGE if pages > 1 else 0
    here = slice(first, first + PER_PAGE)
    own = [name == unit_name for name in names[here]]
    with below:
        blocks.unit_grid(percents.iloc[here], links.iloc[here], own, about=about)
    if cut := cut_heads(cells):
        st.caption("Tên đầy đủ: " + "; ".join(cut) + ".")


@kept
def former_table(former: pd.DataFrame) -> pd.DataFrame:
    """The old units of a merged one, each with its own result: beside each other, never summed."""
    return pd.DataFrame(
        {
            "Đơn vị": former["unit_name"],
            "Đơn vị cũ": former["former_name"],
            "Hình thức": former["kind"].map(LINEAGE),
            "Từ ngày": pd.to_datetime(former["effective_on"]).dt.date,
            "Kết quả năm trước (%)": former["percent"].astype(float),
            "Hạng công bố": former["published_rank"].astype(float),
            "Văn bản": former["document"],
        }
    )


# sentences ---------------------------------------------------------------------------------


def headline(choice: Choice, decided: str | None) -> str:
    """ "Xếp hạng cấp xã năm 2023 (Quyết định số …)"; of another round, which."""
    whom = words.UNIT_LEVELS.get(choice.unit_level, "các đơn vị")
    cited = f" (Quyết định số {decided})" if decided and choice.round is None else ""
    named = f", {words.lower_first(choice.round_name)}" if choice.round else ""
    return f"Xếp hạng {whom} {words.lower_first(words.period(choice.period))}{named}{cited}"


def rank_of_unit(row: Row) -> str:
    """ "Hạng 7/15, 84,36%"; with its class where the framework has bands."""
    percent = words.percent(row["percent"], trim=False)
    band = f", xếp loại {words.lower_first(str(row['band']))}" if words.known(row["band"]) else ""
    return f"Hạng {words.rank_of(row['rank'], row['rank_of'])}, {percent}{band}"


@kept
def beside(ranked: pd.DataFrame, unit_name: str, above: pd.DataFrame) -> str:
    """ "Kém xã liền trên 0,42 điểm; tăng 2 bậc so với năm 2022."""
    row = row_of(ranked, unit_name)
    if row is None:
        return _ends(ranked)
    told = comparability.of(row)
    moved = comparability.beside(_moved(row), told) if _has_past(row) else ""
    parts = [part for part in (_to_the_one_above(above), moved) if part]
    return words.upper_first("; ".join(parts)) + "."


def _has_past(row: Row) -> bool:
    return words.known(row["previous_percent"]) or words.known(row["predecessors"])


def _to_the_one_above(above: pd.DataFrame) -> str:
    if above.empty:
        return "đứng đầu"
    row = above.iloc[0]
    return f"kém đơn vị liền trên ({row['unit_name']}) {words.number(row['behind'])} điểm %"


def _moved(row: Row) -> str:
    if not words.known(row["change_rank"]):
        former = str(row["predecessors"]) if words.known(row["predecessors"]) else ""
        return f"năm trước là {former}" if former else ""
    last_year = words.lower_first(words.period(row["previous_period_id"]))
    steps = int(float(str(row["change_rank"])))
    if steps == 0:
        return f"giữ nguyên bậc so với {last_year}"
    return f"{'tăng' if steps > 0 else 'giảm'} {abs(steps)} bậc so với {last_year}"


def _ends(ranked: pd.DataFrame) -> str:
    """For a reader whose own unit is not among those ranked: who is first, who is last."""
    rows = ranked[ranked["rank"].notna()]
    if len(rows) < 2:
        return ""
    first, last = rows.iloc[0], rows.iloc[-1]
    return (
        f"Cao nhất: {first['unit_name']} {words.percent(first['percent'])}; "
        f"thấp nhất: {last['unit_name']} {words.percent(last['percent'])}."
    )


@kept
def only_some(ranked: pd.DataFrame, choice: Choice) -> str:
    """ "Chỉ có số liệu của 1/11 đơn vị: huyện Tuy Phước, hạng công bố 4/11"."""
    with_result = ranked[ranked["percent"].notna()]
    if with_result.empty:
        what, when = words.lower_first(choice.criterion_name), words.period(choice.period)
        of_round = words.lower_first(choice.round_name)
        return f"{when}: chưa đơn vị nào có {what} ở vòng {of_round}."
    row = with_result.iloc[0]
    of = row["published_rank_of"] if words.known(row["published_rank_of"]) else None
    whole = f"{len(with_result)}/{words.whole(of)}" if of else str(len(with_result))
    known = words.known(row["published_rank"])
    rank = words.rank_of(row["published_rank"], row["published_rank_of"])
    place = f", hạng công bố {rank}" if known else ""
    return f"Chỉ có số liệu của {whole} đơn vị: {row['unit_name']}{place}."


def how_to_rank(ranked: pd.DataFrame, others: bool) -> str:
    """What to do where there is nobody to be ranked against."""
    if ranked["percent"].isna().all():
        return "Chọn chỉ số khác ở ô “Xếp theo”, vòng khác ở ô “Vòng chấm”, hoặc nạp kết quả ấy."
    other = ", hoặc chọn nhóm khác ở ô “Nhóm”" if others else ""
    return f"Nạp kết quả của các đơn vị cùng nhóm để xếp hạng{other}."


@kept
def disagreement(ranked: pd.DataFrame) -> str:
    """Where what was published and what its points make differ, in rank or in value."""
    parts = [
        _differing(ranked, "rank_difference", "hạng", ("published_rank", "rank"), words.whole),
        _differing(
            ranked, "published_difference", "chỉ số", ("percent", "computed_percent"), words.percent
        ),
    ]
    said = "; ".join(part for part in parts if part)
    return f"Công bố khác tính lại: {said}. Hệ thống giữ nguyên cả hai số." if said else ""


def _differing(
    ranked: pd.DataFrame,
    which: str,
    what: str,
    columns: tuple[str, str],
    write: Callable[[object], str],
) -> str:
    """ "hạng của xã H (công bố 11, tính lại 12)"."""
    rows = rows_of(ranked[ranked[which].notna()])
    published, computed = columns
    named = [
        f"{row['unit_name']} (công bố {write(row[published])}, tính lại {write(row[computed])})"
        for row in rows[:NAMED]
    ]
    more = f" và {len(rows) - NAMED} đơn vị khác" if len(rows) > NAMED else ""
    return f"{what} của {', '.join(named)}{more}" if named else ""
