"""Who is to be looked at before an award is proposed: conditions, figures and why, never a verdict.

In: rows of the query `award_review`. Out: the sentence, the parts of the figure, the table with its
links. Whether a condition holds is the query's; here it is only said.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from cchc.figures.state_strip import Part
from cchc.rows import rows_of
from cchc.ui import words
from cchc.ui.kept import kept

Row = Mapping[str, object]
NOT_SET = "khong-dat"
LATE_FROM = {NOT_SET: "Không đặt"} | {str(n): f"Từ {n} hồ sơ" for n in (1, 5, 10, 20, 50, 100)}
LATE_PERCENT_FROM = {NOT_SET: "Không đặt"} | {str(n): f"Từ {n}%" for n in (1, 2, 3, 5, 10)}
NAMED = 3
# word, shape, and the state whose colour the figures' palette has
REVIEWS = {
    "review": ("Cần rà soát", "▲", "not_met"),
    "not_enough": ("Chưa đủ số liệu", "○", "not_assessable"),
    "clear": ("Không phải rà soát", "●", "met"),
}
CONDITIONS = {
    "met": "▲ Có",
    "not_met": "● Không",
    "see": "◆ Cần xem",
    "no_data": "○ Chưa đủ số liệu",
    "no_link": "○ Chưa rõ thành phần tham mưu",
}
RULE = (
    "Không đề xuất khen thưởng: xã, phường, thị trấn để xảy ra nhiều hồ sơ trễ hạn và xếp loại chỉ "
    "số từ trung bình trở xuống; phòng, ban có chỉ số thành phần do mình tham mưu dưới 80% điểm "
    "tối đa (theo Kế hoạch năm 2024 của huyện Tuy Phước, mục III.2). Trang này chỉ nêu điều cần rà "
    "soát; đề xuất hay không là việc của cơ quan tham mưu."
)
NO_LATE, NO_CLASS = "không có số liệu hồ sơ trễ hạn", "chưa xếp loại"
NO_LINK, NO_RESULT = "chưa rõ thành phần tham mưu", "thành phần tham mưu chưa có kết quả"
TO_SEND = {
    NO_LATE: "báo cáo tháng",
    NO_CLASS: "kết quả năm",
    NO_LINK: "bảng mục tiêu ghi đơn vị thực hiện",
    NO_RESULT: "kết quả năm",
}
NOBODY = "Chưa có đơn vị trực thuộc để rà soát thi đua"
CHOOSE_ABOVE = (
    "Trang này xét các đơn vị trực thuộc của huyện, tỉnh. Chọn đơn vị cấp trên ở ô “Đơn vị”."
)
LOAD_UNITS = (
    "Nạp danh mục đơn vị trực thuộc, kết quả và báo cáo tháng của các đơn vị đó ở trang Nhập số "
    "liệu."
)
LINKS = {
    "owner": "theo bảng mục tiêu",
    "tasks": "theo việc chủ trì",
}


def threshold(chosen: str) -> int | None:
    """The number behind a choice; None where the reader set none."""
    return None if chosen == NOT_SET else int(chosen)


def what_to_do(has_units_under: bool) -> str:
    """In place of the figure where nobody is to be reviewed."""
    return LOAD_UNITS if has_units_under else CHOOSE_ABOVE


def of(reviewed: pd.DataFrame, review: str) -> pd.DataFrame:
    return reviewed[reviewed["review"] == review]


@kept
def headline(reviewed: pd.DataFrame) -> str:
    """ "4 đơn vị cần rà soát trước khi đề xuất khen thưởng"."""
    number = len(of(reviewed, "review"))
    if number:
        return f"{number} đơn vị cần rà soát trước khi đề xuất khen thưởng"
    unknown = len(of(reviewed, "not_enough"))
    if unknown == len(reviewed):
        return "Chưa đủ số liệu để rà soát thi đua"
    if unknown:
        known = len(reviewed) - unknown
        return f"Không đơn vị nào trong {known} đơn vị có số liệu phải rà soát; {unknown} chưa đủ"
    return "Không đơn vị nào phải rà soát trước khi đề xuất khen thưởng"


@kept
def parts(reviewed: pd.DataFrame) -> list[Part]:
    """How many units are to be looked at, of how many."""
    return [
        Part(color, word, len(of(reviewed, review)), shape)
        for review, (word, shape, color) in REVIEWS.items()
    ]


@kept
def because(reviewed: pd.DataFrame, parent: str) -> str:
    """ "Xã N vì 67 hồ sơ trễ hạn (5,69%) và xếp loại Trung bình năm 2023; …"."""
    rows = [_named(row) for row in rows_of(of(reviewed, "review"))]
    if not rows:
        return ""
    said = "; ".join(
        f"{str(row['unit_name']).removesuffix(f' {parent}')} vì {_why(row)}" for row in rows[:NAMED]
    )
    rest = f"; và {len(rows) - NAMED} đơn vị khác trong bảng" if len(rows) > NAMED else ""
    return words.upper_first(said) + rest + "."


def _named(row: Mapping[str, object]) -> dict[str, object]:
    return {str(key): value for key, value in row.items()}


def _why(row: Row) -> str:
    if row["unit_level"] == "phong":
        name = words.lower_first(words.short(row["component_name"], 60))
        year = words.lower_first(words.period(row["component_period_id"]))
        return f"thành phần tham mưu {name} đạt {_percent(row, 'component')} {year}"
    year = words.lower_first(words.period(row["index_period_id"]))
    return f"{_late(row)} và xếp loại {row['class']} {year}"


def _late(row: Row) -> str:
    rate = f" ({_percent(row, 'late')})" if words.known(row["late_percent"]) else ""
    return f"{words.whole(row['late_files'])} hồ sơ trễ hạn{rate}"


def _percent(row: Row, of: str) -> str:
    """With two decimals, as in the table."""
    return words.percent(str(row[f"{of}_percent"]), trim=False)


@kept
def counted_apart(reviewed: pd.DataFrame) -> str:
    """What cannot be said yet, of how many units, why, and what to send: never met or failed."""
    missing = of(reviewed, "not_enough")
    if missing.empty:
        return ""
    reasons = {
        NO_LATE: (missing["late_state"] == "no_data") & (missing["unit_level"] == "xa"),
        NO_CLASS: missing["class_state"] == "no_data",
        NO_LINK: missing["component_state"] == "no_link",
        NO_RESULT: missing["component_state"] == "no_data",
    }
    said = [f"{int(are.sum())} {why}" for why, are in reasons.items() if are.any()]
    wanted = list(dict.fromkeys(TO_SEND[why] for why, are in reasons.items() if are.any()))
    return (
        f"{len(missing)} đơn vị chưa đủ số liệu ({', '.join(said)}), đếm riêng. "
        f"Nạp {words.joined(wanted)} ở trang Nhập số liệu."
    )


@kept
def years(reviewed: pd.DataFrame) -> str:
    """Which months and which year's result the conditions rest on."""
    index = sorted(map(str, set(reviewed["index_period_id"].dropna())))
    said = []
    if reviewed["late_period_id"].notna().any():
        said.append(_late_until(reviewed))
    if index:
        said.append(f"xếp loại theo kết quả {words.joined([f'năm {one}' for one in index])}")
    return words.upper_first("; ".join(said)) + "." if said else ""


def _late_until(reviewed: pd.DataFrame) -> str:
    """ "hồ sơ trễ hạn từ đầu năm đến tháng 9/2024 (xã Q mới đến tháng 8/2024)"."""
    until = reviewed["late_period_id"].dropna().astype(str)
    ends = sorted(set(until), key=words.period_end, reverse=True)
    last, *before = [words.lower_first(words.period(one)) for one in ends]
    names = {one: list(reviewed.loc[until.index[until == one], "unit_name"]) for one in ends}
    behind = [
        f"{words.joined(names[one])} mới đến {said}"
        for one, said in zip(ends[1:], before, strict=True)
    ]
    more = f" ({'; '.join(behind)})" if behind else ""
    return f"hồ sơ trễ hạn từ đầu năm đến {last}{more}"


@kept
def kind(reviewed: pd.DataFrame, level: str) -> pd.DataFrame:
    """Communes, or departments: each kind has conditions of its own."""
    return reviewed[reviewed["unit_level"] == level]


@kept
def commune_table(reviewed: pd.DataFrame) -> pd.DataFrame:
    """Both conditions of every commune with their figures."""
    return _late_columns(reviewed, "").assign(
        **{
            "Chỉ số (%)": reviewed["index_percent"],
            "Xếp loại": reviewed["class"],
            "Từ trung bình trở xuống": reviewed["class_state"].map(CONDITIONS),
        }
    )


@kept
def department_table(reviewed: pd.DataFrame, parent: str) -> pd.DataFrame:
    """The component that every department advises on; its late files beside it."""
    records = [_named(row) for row in rows_of(reviewed)]
    return _late_columns(reviewed, parent).assign(
        **{
            "Thành phần tham mưu": [_component(row) for row in records],
            "Đạt (% điểm tối đa)": reviewed["component_percent"],
            "Dưới 80%": reviewed["component_state"].map(CONDITIONS),
        }
    )


def _late_columns(reviewed: pd.DataFrame, parent: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Đơn vị": reviewed["unit_name"].str.removesuffix(f" {parent}"),
            "Rà soát": [_review(review) for review in reviewed["review"]],
            "Hồ sơ trễ hạn": reviewed["late_files"],
            "Tỷ lệ trễ hạn (%)": reviewed["late_percent"],
            "Nhiều hồ sơ trễ hạn": reviewed["late_state"].map(CONDITIONS),
        }
    )


def _review(review: object) -> str:
    word, shape, _ = REVIEWS[str(review)]
    return f"{shape} {word}"


def _component(row: Row) -> str | None:
    if not words.known(row["component_code"]):
        return None
    others = int(float(str(row["components"]))) - 1
    more = f", thấp nhất trong {others + 1}" if others else ""
    how = LINKS.get(str(row["linked_by"]), "")
    return f"{row['component_code']}. {row['component_name']} ({how}{more})"


@kept
def links(reviewed: pd.DataFrame) -> dict[str, list[str]]:
    """One column: the cells of late files, of the index and of the component."""
    heads = {"late_": "trễ hạn", "index_": "chỉ số", "component_": "thành phần"}
    column = []
    for row in map(_named, rows_of(reviewed)):
        cells = [
            words.linked(f"{head} {row[of + 'cell']}", link)
            for of, head in heads.items()
            if (link := words.source_link(row, of))
        ]
        column.append(" · ".join(cells) or words.MISSING)
    return {"Nguồn": column}
