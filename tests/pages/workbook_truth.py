"""What the illustrative workbooks say, read with openpyxl alone: the truth that pages are held to.

Nothing of the product is used here, so that no fault of it can hide on both sides.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

FOLDER = Path(__file__).parents[2] / "data" / "samples" / "minh-hoa"
COMMUNES = ("thị trấn Minh Họa", *(f"xã {letter}" for letter in "ABCDEGHKLMNPQR"))
SLUGS = {f"xã {letter}": f"xa-{letter.lower()}" for letter in "ABCDEGHKLMNPQR"} | {
    "thị trấn Minh Họa": "tt-minh-hoa"
}
INDICATORS: dict[
    str, tuple[int, Callable[[Decimal], bool]]
] = {  # the column of the rate, and whether a rate meets what is asked
    "Hồ sơ giải quyết đúng hạn": (4, lambda rate: rate >= 95),
    "Hồ sơ nộp trực tuyến": (7, lambda rate: rate > 80),
    "Thanh toán trực tuyến": (10, lambda rate: rate >= 60),
    "Số hóa kết quả giải quyết": (13, lambda rate: rate >= 100),
    "Chứng thực bản sao điện tử": (16, lambda rate: rate >= 50),
}
# How a work of the plan begins, and the last day on which it was in time: read off the plan.
DUE = {
    "Chỉ đạo bộ phận chuyên môn căn cứ Kế hoạch về CCHC": date(2024, 5, 31),
    "Tiếp tục thiết kế nội dung pano": date(2024, 6, 30),
    "Rà soát dự trù kinh phí bổ sung việc lắp đặt": date(2024, 8, 31),
    "Xây dựng kế hoạch và tổ chức kiểm tra định kỳ": date(2024, 6, 30),
    "Lập danh sách đăng ký chuyển đổi vị trí": date(2024, 8, 31),
    "Xây dựng sơ đồ thiết kế quản trị hệ thống mạng": date(2024, 6, 30),
    "100% xã, thị trấn trên địa bàn huyện xây sơ đồ": date(2024, 6, 30),
    "Xây dựng kế hoạch, quy định, quy chế để triển": date(2024, 5, 31),
    "100% cơ quan, đơn vị, địa phương ban hành danh": date(2024, 1, 31),
    "Tham mưu UBND huyện ban hành Kế hoạch Cải thiện": date(2024, 5, 31),
}


@cache
def sheets(file: str) -> Mapping[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(FOLDER / file, data_only=True)
    return {
        sheet.title: [tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in book
    }


def rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def exact(value: object) -> Decimal:
    return Decimal(str(value))


# results -----------------------------------------------------------------------------------


def ranking(year: int, kind: str) -> dict[str, Decimal]:
    """unit → published index, of the ranking table of a year ("xa", "phong")."""
    (rows,) = sheets(f"xep-hang-{year}-cac-{kind}.xlsx").values()
    units = [row for row in rows if isinstance(row[0], int)]
    return {name(row[1]): exact(row[-3]) for row in units}


def printed_ranks(year: int, kind: str) -> dict[str, int]:
    """unit → the rank as the decision prints it: "11/15"."""
    (rows,) = sheets(f"xep-hang-{year}-cac-{kind}.xlsx").values()
    units = [row for row in rows if isinstance(row[0], int)]
    return {name(row[1]): int(row[-2].split("/")[0]) for row in units}


def name(printed: str) -> str:
    return printed[0].lower() + printed[1:] if printed.startswith(("Xã", "Thị trấn")) else printed


def competition_ranks(index: Mapping[str, Decimal]) -> dict[str, int]:
    """1, 2, 2, 4: how many are better, and one."""
    return {unit: 1 + sum(other > one for other in index.values()) for unit, one in index.items()}


def missing_points(file: str, unit: str) -> tuple[Decimal, int]:
    """What a unit's own sheet lacks to the maximum, and in how many sub-criteria that apply."""
    rows = {name(title): rows for title, rows in sheets(file).items()}[unit]
    heads = next(row for row in rows if row[0] == "STT")
    got = heads.index("Điểm đạt được" if "Điểm đạt được" in heads else "Thẩm định")
    leaves = [row for row in rows if re.fullmatch(r"\d+\.\d+\.\d+", str(row[0] or ""))]
    # "Không áp dụng" and an empty cell are no points: neither lost nor won
    scored = [(exact(row[2]), exact(row[got])) for row in leaves if is_number(row[got])]
    lacks = [most - points for most, points in scored if points < most]
    return sum(lacks, Decimal(0)), len(lacks)


def is_number(value: object) -> bool:
    return isinstance(value, (int, float))


def satisfaction(year: int) -> dict[str, Decimal]:
    (rows,) = sheets(f"hai-long-{year}-cac-xa.xlsx").values()
    return {name(row[1]): exact(row[7]) for row in rows if isinstance(row[0], int)}


# months ------------------------------------------------------------------------------------


def has_report(unit: str, month: int) -> bool:
    return (FOLDER / report_file(unit, month)).exists()


def report_file(unit: str, month: int) -> str:
    return f"bao-cao-2024-{month:02}-{SLUGS[unit]}.xlsx"


def rates(unit: str, month: int) -> dict[str, Decimal]:
    """indicator → rate of the month itself; the corrected file stands where there is one.

    One commune writes its rates as 0,9929 in cells that show percents: it never has one above 1.
    """
    file = report_file(unit, month)
    corrected = file.replace(".xlsx", "-sua.xlsx")
    rows = sheets(corrected if (FOLDER / corrected).exists() else file)["Dịch vụ công"]
    own = next(row for row in rows if isinstance(row[0], int))  # the first table: in the period
    told = {indicator: exact(own[column]) for indicator, (column, _) in INDICATORS.items()}
    times = 100 if max(told.values()) <= 1 else 1
    return {indicator: rate * times for indicator, rate in told.items()}


def met(unit: str, month: int) -> dict[str, bool]:
    told = rates(unit, month)
    return {indicator: asked(told[indicator]) for indicator, (_, asked) in INDICATORS.items()}


def months_below(unit: str, indicator: str, until: int) -> int:
    """How many months in a row up to the last; a month without a report breaks the row."""
    run = 0
    while until > 0 and has_report(unit, until) and not met(unit, until)[indicator]:
        run, until = run + 1, until - 1
    return run


def report_states(unit: str, until: int) -> dict[int, str]:
    """month → on_time, late, missing, by the day on which the first file of the month came."""
    with (FOLDER / "manifest.csv").open(encoding="utf-8", newline="") as file:
        came = {row["file"]: date.fromisoformat(row["received"]) for row in csv.DictReader(file)}
    states = {}
    for month in range(1, until + 1):
        day = came.get(report_file(unit, month))
        in_time = day is not None and day <= date(2024, month, 18)
        states[month] = "on_time" if in_time else "missing" if day is None else "late"
    return states


def overdue(unit: str, month: int, judged_on: date) -> list[str]:
    """Works of the plan with a day that has passed, which the unit last said are not done."""
    last = next(one for one in range(month, 0, -1) if has_report(unit, one))
    rows = sheets(report_file(unit, last))["Tiến độ nhiệm vụ"]
    return [
        begin
        for begin, due in DUE.items()
        for row in reported(rows)
        if row[4].startswith(begin) and due < judged_on and row[5] != "Hoàn thành"
    ]


def reported(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    return (row for row in rows if isinstance(row[2], int) and isinstance(row[4], str))
