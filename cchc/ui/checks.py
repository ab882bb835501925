"""Kiểm tra số liệu: what was published beside what is computed, what the checks found, the rules.

In: rows of the queries `published_against_computed`, `finding_list`, `finding_counts`,
`finding_files`; the rules as their files say them. Out: sentences, frames of typed values, columns
of links. It computes nothing of the field, and must not know how a rule finds what it finds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd

from cchc.rows import rows_of
from cchc.ui import parts, words
from cchc.ui.kept import kept

Row = Mapping[str, Any]
SHOWN = 15
LEVELS = {"error": "✕ Phải sửa", "warning": "▲ Cần xem lại", "note": "○ Để biết"}
SOURCES = {
    "score_sheet": "Bảng điểm chính thức",
    "components": "Trung bình các chỉ số thành phần",
    "areas": "Cộng điểm các lĩnh vực",
    "parts": "Cộng điểm các phần",
    "peers": "Xếp theo chỉ số chưa làm tròn",
}
VERDICTS = {"differs": "▲ Lệch", "equal": "● Khớp", "explained": "○ Lệch có lý do"}
OF_A_GROUP = ("unit_not_reported",)
# What is found while a file is read has no rule of its own. Errors refuse the file, so they never
# stand in the store.
READING = {
    "actions_not_paired": "Số việc, người, thời hạn trong một dòng không khớp nhau",
    "aggregation_assumed": "Cách tổng hợp được suy ra",
    "bands_do_not_reach_zero": "Mức xếp loại không xuống đến 0",
    "bonus_not_used": "Điểm thưởng, điểm trừ không dùng",
    "code_repaired": "Mã bị bảng tính làm sai, đã nhận lại",
    "column_not_used": "Cột không đọc",
    "empty_table": "Bảng không có dòng nào",
    "framework_replaced": "Bộ tiêu chí đã có được thay",
    "hidden_cells": "Dòng hoặc cột bị ẩn",
    "hidden_sheet": "Trang bị ẩn",
    "near_table": "Bảng gần giống một mẫu đã biết",
    "negative_target": "Chỉ tiêu nhỏ hơn 0",
    "nothing_filled": "Bảng chưa điền số",
    "outside_the_areas": "Điểm ngoài các lĩnh vực",
    "overdue_said": "Đơn vị tự ghi quá hạn",
    "period_disagrees": "Kỳ ghi trong tệp không thống nhất",
    "raise_exceeds_100": "Mục tiêu nâng thêm vượt quá 100%",
    "exceeds_100": "Mục tiêu vượt quá 100%",
    "ambiguous_number": "Con số có thể hiểu hai cách",
    "number_without_unit": "Mục tiêu không ghi đơn vị tính",
    "range": "Mục tiêu ghi một khoảng",
    "not_a_rank": "Thứ hạng chưa rõ",
    "rank_from_date": "Thứ hạng bị đổi thành ngày",
    "macros": "Tệp có macro",
    "external_links": "Tệp lấy số từ tệp khác",
    "drawings": "Tệp có biểu đồ, hình vẽ",
    "tcvn3": "Chữ theo bảng mã TCVN3",
    "vni": "Chữ theo bảng mã VNI",
    "reference": "Số liệu tham khảo",
    "round_from_title": "Vòng chấm lấy theo tiêu đề",
    "row_not_used": "Dòng không đọc",
    "rows_left_blank": "Dòng để trống",
    "scoring_options": "Dòng hướng dẫn chấm điểm",
    "section_not_used": "Phần không đọc",
    "sums_not_calculated": "Công thức chưa có kết quả",
    "total_alone": "Chỉ có dòng tổng",
    "two_periods": "Một bảng nói hai kỳ",
    "unit_disagrees": "Đơn vị ghi trong tệp không thống nhất",
    "unit_left_out": "Đơn vị không có trong bảng",
    "unit_renamed": "Đơn vị đã đổi tên",
    "unknown_frequency": "Chế độ báo cáo chưa rõ định kỳ",
    "unknown_indicator": "Chỉ tiêu chưa có trong danh mục",
}


class Rule(Protocol):
    """What a check's file says of it."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def compares(self) -> str: ...
    @property
    def levels(self) -> Sequence[str]: ...


# published beside computed -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many of what was compared differ, the largest difference, how many differ elsewhere."""

    differing: int
    compared: int
    largest: Row | None
    elsewhere: int = 0

    @property
    def headline(self) -> str:
        """ "3 chỗ công bố lệch với tính lại"."""
        if self.differing:
            return f"{self.differing} chỗ công bố lệch với tính lại"
        if not self.compared:
            return "Chưa có số công bố nào tính lại được"
        return "Không có chỗ nào công bố lệch với tính lại"

    @property
    def label(self) -> str:
        """What the figure is: below the tolerance there are differences too, so none is no 0."""
        return "Chỗ lệch" if self.largest is None else "Chênh lệch lớn nhất"

    @property
    def figure(self) -> str:
        """ "1,00 điểm"; "0/12" where nothing of twelve differs."""
        if self.largest is None:
            return f"0/{self.compared}" if self.compared else words.MISSING
        return _gap(self.largest)

    @property
    def said(self) -> str:
        """ "Huyện Tuy Phước 2023: 81,13 cộng lại, 82,13 công bố."."""
        row = self.largest
        if row is not None:
            return f"{unit_of(row)} {_year(row)}: {_both(row)}."
        if self.elsewhere:
            where = "chọn Phạm vi là Mọi đơn vị để xem"
            return f"Ở các đơn vị khác có {self.elsewhere} chỗ lệch: {where}."
        if not self.compared:
            return "Nạp kết quả công bố cùng bảng điểm hoặc các chỉ số thành phần để đối chiếu."
        same = "lệch từ 0,01 trở xuống là do làm tròn khi công bố"
        return f"Đã đối chiếu {self.compared} chỗ; {same}."


def _gap(row: Row) -> str:
    gap = abs(float(row["difference"]))
    if row["what"] == "rank":
        return f"{words.whole(gap)} bậc"
    unit = "điểm" if row["what"] == "points" else "điểm %"
    return f"{words.number(gap, trim=False)} {unit}"


def _year(row: Row) -> str:
    period = str(row["period_id"])
    return period if len(period) == 4 else words.lower_first(words.period(period))


def _both(row: Row) -> str:
    published, computed = row["published"], row["computed"]
    if row["what"] == "rank":
        again = words.rank_of(computed, row["rank_of"])
        return f"xếp lại theo chỉ số được hạng {again}, công bố hạng {words.whole(published)}"
    how = "cộng lại" if row["source"] in ("parts", "areas") else "tính lại"
    of = "" if row["criterion_code"] == "total" else f"{words.short(row['criterion_name'], 60)} "
    if row["what"] == "points":
        return f"{of}{words.number(computed)} {how}, {words.number(published)} công bố"
    return f"{of}{words.percent(computed)} {how}, {words.percent(published)} công bố"


def whose(caption: str, marks: Row | None) -> tuple[str, bool]:
    """The caption, and whether all it counts is illustrative: real figures bear no such badge.

    `marks`: any_illustrative, all_illustrative of what is counted; None when that is nothing.
    """
    if marks is None or not marks["any_illustrative"]:
        return caption, False
    if marks["all_illustrative"]:
        return caption, True
    return f"{caption}, kể cả đơn vị minh họa", False


def unit_of(row: Row) -> str:
    """ "Xã B (minh họa)"; a dash for what is of no one unit."""
    if not words.known(row["unit_name"]):
        return words.MISSING
    mark = " (minh họa)" if row["illustrative"] else ""
    return words.upper_first(str(row["unit_name"])) + mark


def no_pairs(*, every: bool) -> str:
    """Said where a table of what was compared would stand empty."""
    if every:
        return "Chưa có số công bố nào tính lại được trong phạm vi này."
    return "Không có chỗ nào lệch. Chọn “Mọi số đối chiếu được” ở ô Hiện để xem các chỗ đã khớp."


@kept
def index_table(pairs: pd.DataFrame) -> pd.DataFrame:
    """Indexes published and computed, side by side; a point of percent is one of a hundred."""
    rows = rows_of(pairs)
    return pd.DataFrame(
        {
            "Đơn vị": [unit_of(row) for row in rows],
            "Kỳ": [words.period(row["period_id"]) for row in rows],
            "Nội dung": [_named(row) for row in rows],
            "Công bố (%)": [float(row["published"]) for row in rows],
            "Tính lại (%)": [float(row["computed"]) for row in rows],
            "Công bố trừ tính lại (điểm %)": [float(row["difference"]) for row in rows],
            "Tính lại từ": [SOURCES[row["source"]] for row in rows],
            "Tệp": [words.short(row["file"], 60) or words.MISSING for row in rows],
            "Kết luận": [VERDICTS[row["verdict"]] for row in rows],
        }
    )


@kept
def rank_table(pairs: pd.DataFrame) -> pd.DataFrame:
    """Ranks published and computed, side by side."""
    rows = rows_of(pairs)
    return pd.DataFrame(
        {
            "Đơn vị": [unit_of(row) for row in rows],
            "Kỳ": [words.period(row["period_id"]) for row in rows],
            "Hạng công bố": [int(row["published"]) for row in rows],
            "Hạng xếp lại": [int(row["computed"]) for row in rows],
            "Trong số đơn vị": [int(row["rank_of"]) for row in rows],
            "Tệp": [words.short(row["file"], 60) or words.MISSING for row in rows],
            "Kết luận": [VERDICTS[row["verdict"]] for row in rows],
        }
    )


def _named(row: Row) -> str:
    if row["criterion_code"] == "total":
        return "Chỉ số chung"
    return f"{row['criterion_code']}. {words.short(row['criterion_name'], 120)}"


@kept
def both_cells(pairs: pd.DataFrame) -> dict[str, list[str]]:
    """To the cell published, and to the cells that the other was computed from."""
    rows = rows_of(pairs)
    published = [words.linked(row["cell"], words.source_link(row)) for row in rows]
    if rows and rows[0]["what"] == "rank":
        return {"Ô công bố": published}
    computed = [words.linked("Các ô", parts.link(row)) for row in rows]
    return {"Ô công bố": published, "Ô tính lại": computed}


# findings ----------------------------------------------------------------------------------


def rule_title(name: str, rules: Iterable[Rule]) -> str:
    """A check's title; of what is found while reading, what it is."""
    titles = {rule.name: rule.title for rule in rules}
    return titles.get(name) or f"Khi đọc tệp: {READING.get(name, name)}"


def rules_found(counts: pd.DataFrame, rules: Iterable[Rule]) -> dict[str, str]:
    """Rules that found something, by title, for a choice; all first."""
    found = {str(name): rule_title(str(name), rules) for name in counts["rule"].unique()}
    return {"": "Mọi quy tắc"} | dict(sorted(found.items(), key=lambda pair: pair[1]))


@kept
def levels_found(counts: pd.DataFrame) -> dict[str, str]:
    return {"": "Mọi mức"} | {
        level: name for level, name in LEVELS.items() if (counts["level"] == level).any()
    }


@kept
def periods_found(counts: pd.DataFrame) -> dict[str, str]:
    """Years and what is shorter, the latest first; a year holds its months."""
    periods = {str(one) for one in counts["period_id"].dropna()}
    periods |= {one[:4] for one in periods}
    ordered = sorted(periods, key=lambda one: (one[:4], -len(one), one), reverse=True)
    return {"": "Mọi kỳ"} | {one: words.period(one) for one in ordered}


def files_found(files: pd.DataFrame) -> dict[str, str]:
    """Files in which something was found, by the number of their import; all first."""
    found = {
        str(row["import_id"]): f"Số {row['import_id']} · {row['file']}" for row in rows_of(files)
    }
    return {"": "Mọi tệp"} | found


def finding_table(found: pd.DataFrame, rules: Sequence[Rule]) -> pd.DataFrame:
    """Findings as the query orders them, what must be mended first."""
    rows = rows_of(found)
    return pd.DataFrame(
        {
            "Mức": [LEVELS[row["level"]] for row in rows],
            "Điều cần biết": [words.upper_first(str(row["message"])) for row in rows],
            "Quy tắc": [rule_title(row["rule"], rules) for row in rows],
            "Đơn vị": [_about_whom(row) for row in rows],
            "Kỳ": [words.period(row["period_id"]) for row in rows],
            "Tệp": [words.short(row["file"], 80) or words.MISSING for row in rows],
        }
    )


def _about_whom(row: Row) -> str:
    """The unit; a dash where the finding is of a group, and only its last file names a unit."""
    return words.MISSING if row["rule"] in OF_A_GROUP else unit_of(row)


@kept
def finding_cells(found: pd.DataFrame) -> dict[str, list[str]]:
    """To the cell of each finding; to the file where it has no cell."""
    links = []
    for row in rows_of(found):
        link = words.source_link(row)
        if link is None and words.known(row["import_id"]):
            link = f"nguon?tep={int(row['import_id'])}"
        links.append(words.linked(row["cell"] if words.known(row["cell"]) else "Mở tệp", link))
    return {"Ô": links}


def found_said(found: int, *, is_filtered: bool) -> str:
    """How many; when none, whether that is all or only what was asked for."""
    if found:
        return f"{found} điều tìm thấy trong các tệp đang dùng."
    if is_filtered:
        return "Không có điều nào như vậy trong các tệp đang dùng. Bỏ bớt điều kiện lọc."
    return "Các tệp đang dùng của phạm vi này không có điều nào phải xem lại."


# rules -------------------------------------------------------------------------------------


def rule_table(rules: Iterable[Rule], counts: pd.DataFrame) -> pd.DataFrame:
    """Every rule, what it compares and how much it finds now; those that find most first."""
    found = dict(zip(counts["rule"], counts["of_rule"], strict=True))
    rows = [
        {
            "Quy tắc": rule.title,
            "Đối chiếu": rule.compares,
            "Mức": ", ".join(LEVELS[level] for level in rule.levels),
            "Đang tìm thấy": int(found.get(rule.name, 0)),
        }
        for rule in rules
    ]
    rows.sort(key=lambda row: (-int(str(row["Đang tìm thấy"])), str(row["Quy tắc"])))
    return pd.DataFrame(rows)


def rules_said(table: pd.DataFrame) -> str:
    """ "28 quy tắc; 5 quy tắc đang tìm thấy điều cần biết."."""
    finding = int((table["Đang tìm thấy"] > 0).sum())
    told = f"{finding} quy tắc" if finding else "không quy tắc nào"
    return f"{len(table)} quy tắc; {told} đang tìm thấy điều cần biết."


@kept
def no_files() -> pd.DataFrame:
    """Rows that name their own file need no list of files beside them."""
    return pd.DataFrame(columns=["import_id", "file", "received_on"])
