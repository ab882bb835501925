"""What needs a leader's word: each finding of the query `attention` as an official would say it.

In: its rows. Out: sentences with their numbers, whom they concern, links to the page and the cell.
Which findings there are, and in what order, the query alone decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from cchc.rows import rows_of
from cchc.ui import filters, words
from cchc.ui.kept import kept

Row = Mapping[str, object]
SEE = "Xem"
RULES = {
    "out_of_reach": "✕ Không còn khả năng đạt",
    "overdue": "▲ Nhiệm vụ quá hạn",
    "service": "▲ Dịch vụ công chưa đạt",
    "gap": "◆ Xa mục tiêu",
    "fall": "▼ Giảm so với năm trước",
    "report": "○ Chưa gửi báo cáo",
}
PAGES = {
    "out_of_reach": "muc-tieu",
    "overdue": "nhiem-vu",
    "service": "dich-vu-cong",
    "gap": "muc-tieu",
    "fall": "don-vi",
    "report": "bao-cao",
}
UNITS = {"xa": "đơn vị cấp xã", "phong": "phòng", "huyen": "đơn vị cấp huyện"}
NAMED = 3  # how many names the query gives
OF_THE_UNIT = ("out_of_reach", "service", "fall")  # else the plan has to name somebody
UNNAMED = "kế hoạch chưa nêu"


def nothing(as_of: str | None) -> str:
    """Said where no rule has found anything."""
    until = f" đến hết {words.lower_first(words.period(as_of))}" if as_of else ""
    return f"Không có nội dung nào theo sáu quy tắc rà soát{until}."


@kept
def table(findings: pd.DataFrame) -> pd.DataFrame:
    """A line for each finding: what kind, what it says, whom it concerns."""
    rows = rows_of(findings)
    return pd.DataFrame(
        {
            "Vấn đề": [RULES[str(row["rule"])] for row in rows],
            "Nội dung cần chỉ đạo": [sentence(row) for row in rows],
            "Đơn vị": [whom(row) for row in rows],
        }
    )


@kept
def links(findings: pd.DataFrame, scope: filters.Scope) -> dict[str, list[str]]:
    """The page that shows each finding at length, and the cell it rests on."""
    seen = [f"[{SEE}]({page(row, scope)}){_cell(row)}" for row in rows_of(findings)]
    return {SEE: seen}


def page(row: Row, scope: filters.Scope) -> str:
    """Where a finding is shown at length, with the unit it is about."""
    rule = str(row["rule"])
    # A commune has no plan of its own: what it is late with stands on its own page.
    late_itself = rule == "overdue" and row["owner"] == row["unit_name"]
    name = "don-vi" if late_itself else PAGES[rule]
    return filters.link_to(name, str(row["unit_id"]), scope)


def _cell(row: Row) -> str:
    link = words.source_link(row)
    name = f"ô\u00a0{row['cell']}"  # on one line
    return f" · {words.linked(name, link)}" if link else ""


def sentence(row: Row) -> str:
    """What is found, with its numbers."""
    return SENTENCES[str(row["rule"])](row)


def whom(row: Row) -> str:
    """The lead or the units; where the plan names nobody, that."""
    if row["rule"] in ("service", "report") and words.known(row["named"]):
        return _named(row)
    if words.known(row["owner"]):
        return words.short(row["owner"], 90)
    return str(row["unit_name"]) if row["rule"] in OF_THE_UNIT else UNNAMED


def _named(row: Row) -> str:
    """ "xã L, xã N, xã R và 1 đơn vị khác"."""
    rest = _count(row["counted"]) - NAMED
    return f"{row['named']} và {rest} đơn vị khác" if rest > 0 else str(row["named"])


def _count(value: object) -> int:
    return int(float(str(value))) if words.known(value) else 0


def _item(row: Row) -> str:
    return words.short(words.calm(str(row["item_name"])), 110)


def _aim(row: Row) -> str:
    return words.aim_phrase(row["comparator"], row["target_percent"])


def _out_of_reach(row: Row) -> str:
    unit = words.upper_first(str(row["unit_name"]))
    state = f"{words.percent(row['percent'])} ({words.ROUNDS[str(row['round'])]})"
    short = float(str(row["difference"]))
    rest = (
        f"giành hết điểm còn lại vẫn thiếu {words.number(short)} điểm %"
        if short > 0
        else "giành hết điểm còn lại cũng chỉ bằng, không vượt được"
    )
    return f"{unit}: {words.lower_first(_item(row))} {state}, mục tiêu {_aim(row)}; {rest}."


def _overdue(row: Row) -> str:
    counted, of = _count(row["counted"]), _count(row["counted_of"])
    among = f" trong {of} nhiệm vụ quá hạn của kế hoạch" if of > counted else ""
    since = f"hạn {words.day(row['due_on'])}"
    oldest = f"lâu nhất {since}" if counted > 1 else since
    return f"{counted} nhiệm vụ quá hạn{among}; {oldest}: {words.short(row['item_name'], 90)}"


def _service(row: Row) -> str:
    month = words.lower_first(words.period(row["period_id"]))
    months = _count(row["months"])
    if words.known(row["percent"]):
        reached = f"{words.percent(row['percent'])} trong {month}"
        return f"{_item(row)}: {reached}, mục tiêu {_aim(row)}; chưa đạt {months} tháng liền."
    units = UNITS.get(str(row["unit_level"]), "đơn vị")
    of = f"{_count(row['counted'])}/{_count(row['counted_of'])} {units}"
    return f"{_item(row)}: {of} chưa đạt mục tiêu {_aim(row)} trong {month}{_lasting(row)}."


def _lasting(row: Row) -> str:
    lasting, months = _count(row["lasting"]), _count(row["months"])
    if not lasting:
        return ""
    longest = f", lâu nhất {months} tháng" if months > 3 else ""
    return f"; {lasting} đơn vị chưa đạt từ 3 tháng liền trở lên{longest}"


def _gap(row: Row) -> str:
    stands = (
        f"{words.percent(row['percent'])} ({words.lower_first(words.period(row['period_id']))})"
    )
    missing = f"thiếu {words.number(row['difference'])} điểm %"
    note = f" (lưu ý: {words.short(row['note'], 160)})" if words.known(row["note"]) else ""
    return f"{_item(row)}: {stands}, mục tiêu {_aim(row)}; {missing}{note}."


def _fall(row: Row) -> str:
    before, now = words.percent(row["target_percent"]), words.percent(row["percent"])
    years = f"năm {row['before_period_id']} → năm {row['period_id']}"
    fallen = f"giảm {words.number(row['difference'])} điểm %"
    return f"{_item(row)}: {before} → {now} ({years}), {fallen}."


def _report(row: Row) -> str:
    what = f"Báo cáo {words.lower_first(words.period(row['period_id']))}"
    due = f"hạn {words.day(row['due_on'])}"
    of = _count(row["counted_of"])
    count = f": {_count(row['counted'])}/{of} đơn vị chưa gửi" if of > 1 else " chưa gửi"
    return f"{what}{count} ({due})."


SENTENCES: Mapping[str, Callable[[Row], str]] = {
    "out_of_reach": _out_of_reach,
    "overdue": _overdue,
    "service": _service,
    "gap": _gap,
    "fall": _fall,
    "report": _report,
}
