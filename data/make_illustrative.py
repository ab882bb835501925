"""Writes the illustrative workbooks of a fictitious district, the same bytes at every run.

In: data/catalog/*.csv (units, criteria, bands, indicators), data/illustrative_tasks.csv and, for
the plan's wording, one seed workbook. Out: data/samples/minh-hoa/*.xlsx and manifest.csv, which
gives each file's day of receipt. Must not know: the importer (`cchc`) and the tests. Nothing here
is a figure of a real unit; every sheet says "SỐ LIỆU MINH HỌA".

Run: python data/make_illustrative.py [FOLDER]
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import sys
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

# openpyxl writes with lxml where that is installed, a blank fewer in each empty element: the bytes
# must not depend on it.
os.environ["OPENPYXL_LXML"] = "False"

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

DATA = Path(__file__).resolve().parent
OUT = DATA / "samples" / "minh-hoa"
SEED = "minh-hoa-1"

MARK = "SỐ LIỆU MINH HỌA"
DISTRICT = "UBND HUYỆN MINH HỌA"
DISTRICT_SENDER = "UBND huyện Minh Họa"
DISTRICT_SUFFIX = " huyện Minh Họa"
PLAN = "Theo Kế hoạch của UBND huyện Minh Họa năm 2024"
NOT_SCORED = "Chưa chấm"
NOT_APPLICABLE = "Không áp dụng"
MONTHS = range(1, 10)

Value = str | int | float | date | None

# What is planted on purpose -----------------------------------------------------------------

# How well a unit works, 0–1; it carries over the years and over scores, services and tasks.
QUALITY = {
    "tt-minh-hoa": 0.90,
    "xa-a": 0.86,
    "xa-b": 0.93,
    "xa-c": 0.84,
    "xa-d": 0.88,
    "xa-e": 0.80,
    "xa-g": 0.91,
    "xa-h": 0.74,
    "xa-k": 0.82,
    "xa-l": 0.77,
    "xa-m": 0.87,
    "xa-n": 0.71,
    "xa-p": 0.83,
    "xa-q": 0.75,
    "xa-r": 0.69,
    "vp-hdnd-ubnd": 0.92,
    "p-noi-vu": 0.90,
    "p-tu-phap": 0.88,
    "p-tai-chinh-ke-hoach": 0.85,
    "p-van-hoa-thong-tin": 0.83,
    "p-kinh-te-ha-tang": 0.78,
    "p-tai-nguyen-moi-truong": 0.73,
    "p-lao-dong-tbxh": 0.81,
}
SLOW_ONLINE = {"xa-h", "xa-n", "xa-q", "xa-r"}
VOLUME = {
    "tt-minh-hoa": 240,
    "vp-hdnd-ubnd": 18,
    "p-noi-vu": 9,
    "p-tu-phap": 45,
    "p-tai-chinh-ke-hoach": 60,
    "p-van-hoa-thong-tin": 6,
    "p-kinh-te-ha-tang": 38,
    "p-tai-nguyen-moi-truong": 120,
    "p-lao-dong-tbxh": 75,
}
NO_FEES = {"p-noi-vu"}
RATIO_FILES = {"xa-g", "p-tu-phap"}  # these write a ratio under a % format, the others 0–100

# Areas that are weaker or stronger everywhere.
AREA_SHIFT = {
    "mh-xa-2022": {"1": 0.03, "2": 0.07, "3": 0.05, "4": -0.07, "5": -0.11, "6": -0.15, "7": -0.02},
    "mh-phong-2022": {"1": 0.02, "2": 0.05, "3": 0.04, "4": -0.07, "5": -0.12, "6": -0.03},
}
NO_DOCUMENT = "Trong năm không ban hành văn bản quy phạm pháp luật"
NO_INVESTMENT = "Không được giao làm chủ đầu tư"
WITHOUT = {  # (unit, leaf) that does not apply: years and why
    ("xa-e", "2.1.1"): ((2023, 2024), NO_DOCUMENT),
    ("xa-l", "2.1.1"): ((2022, 2023), NO_DOCUMENT),
    ("xa-l", "6.1.1"): ((2022, 2023, 2024), NO_INVESTMENT),
    ("xa-r", "6.1.1"): ((2022, 2023, 2024), NO_INVESTMENT),
}
LATE = {
    1: "xa-h",
    2: "p-tai-nguyen-moi-truong",
    3: "xa-q",
    4: "xa-n",
    5: "p-kinh-te-ha-tang",
    6: "xa-r",
    7: "xa-c",
    8: "xa-l",
    9: "xa-k",
}
MISSING = {
    1: "xa-n",
    2: "xa-r",
    3: "p-lao-dong-tbxh",
    4: "xa-m",
    5: "xa-h",
    6: "p-van-hoa-thong-tin",
    7: "xa-e",
    8: "xa-p",
    9: "xa-q",
}
STUCK = {  # dated tasks that these units have not finished by the end of September
    ("p-van-hoa-thong-tin", "I/maintain/3/3"),
    ("p-tai-nguyen-moi-truong", "VII/maintain/5/1"),
    ("xa-h", "VII/maintain/1/1"),
    ("xa-r", "VII/maintain/1/1"),
}
CORRECTED = ("xa-d", 8)
CORRECTED_ON = date(2024, 9, 5)
MISCOUNTED = 9  # online files that the first version of the corrected report left out
WRONG_TOTAL = ("xa-b", 2023)  # published total 1,00 above the sum of its areas; first either way
WRONG_RANK_PLACE = ("mh-xa-2022", 2023, 12)  # the unit in this place is published one place higher


# Chance, without a generator's state: the same key gives the same number everywhere ----------


def chance(*key: object) -> float:
    """A number in [0, 1) that depends on the key alone."""
    text = "|".join(str(part) for part in (SEED, *key))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big") / 2**48


def spread(*key: object) -> float:
    """A number in (-1, 1), nearer to 0 more often."""
    return chance(*key, "x") - chance(*key, "y")


def clip(value: float, low: float = 0.0, high: float = 1.0) -> float:
    return min(high, max(low, value))


def half_up(value: Decimal, step: str = "0.01") -> Decimal:
    return value.quantize(Decimal(step), ROUND_HALF_UP)


def plain(value: Decimal | None) -> Value:
    """A DECIMAL as a cell's number."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


# Catalogue ----------------------------------------------------------------------------------


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def catalogue(name: str) -> list[dict[str, str]]:
    return table(DATA / "catalog" / f"{name}.csv")


@dataclass(frozen=True)
class Unit:
    slug: str
    name: str  # "xã A", "Phòng Nội vụ huyện Minh Họa"
    level: str

    @property
    def short(self) -> str:
        """'Xã A', 'Phòng Nội vụ'."""
        name = self.name.removesuffix(DISTRICT_SUFFIX)
        return name[0].upper() + name[1:]

    @property
    def sender(self) -> str:
        return f"UBND {self.name}" if self.level == "xa" else self.name

    @property
    def sheet(self) -> str:
        """Excel allows 31 letters to a sheet's name."""
        return self.short if len(self.short) <= 31 else "Phòng LĐ-TBXH"

    @property
    def quality(self) -> float:
        return QUALITY[self.slug]


@cache
def units(level: str) -> tuple[Unit, ...]:
    """The illustrative communes ('xa') or departments ('phong')."""
    return tuple(
        Unit(row["unit_id"].rsplit(".", 1)[-1], row["unit_name"], level)
        for row in catalogue("units")
        if row["illustrative"] == "true" and row["unit_level"] == level
    )


@dataclass(frozen=True)
class Line:
    """One line of a framework."""

    code: str
    name: str
    level: str
    area: str
    maximum: Decimal
    moves: str


@dataclass(frozen=True)
class Framework:
    framework_id: str
    level: str
    lines: tuple[Line, ...]

    @property
    def areas(self) -> list[Line]:
        return [line for line in self.lines if line.level == "component"]

    @property
    def leaves(self) -> list[Line]:
        return [line for line in self.lines if line.level == "subcriterion"]

    def leaves_of(self, code: str) -> list[Line]:
        """The leaves under a line, or the line itself where it is one; all for ''."""
        return [
            leaf
            for leaf in self.leaves
            if not code or leaf.code == code or leaf.code.startswith(f"{code}.")
        ]


@cache
def criteria(framework_id: str) -> tuple[Line, ...]:
    return tuple(
        Line(
            row["criterion_code"],
            row["criterion_name"],
            row["level"],
            row["area_code"],
            Decimal(row["max_points"] or 0),
            row["moves"],
        )
        for row in catalogue("criteria")
        if row["framework_id"] == framework_id
    )


@cache
def framework(level: str) -> Framework:
    framework_id = f"mh-{level}-2022"
    return Framework(framework_id, level, criteria(framework_id))


@cache
def band(framework_id: str, percent: Decimal) -> str:
    rows = [row for row in catalogue("framework_bands") if row["framework_id"] == framework_id]
    rows.sort(key=lambda row: -Decimal(row["min_percent"]))
    return next(row["band_name"] for row in rows if percent >= Decimal(row["min_percent"]))


# Points -------------------------------------------------------------------------------------

# A round's column: points by leaf; a text where there are none; None where nothing is written.
Column = dict[str, Decimal | str | None]


def step_of(leaf: Line) -> Decimal:
    return Decimal("0.25") if leaf.maximum < 2 else Decimal("0.5")


def survey_percent(unit: Unit, leaf_code: str, year: int) -> Decimal:
    """What people answered, in %."""
    percent = 12 + 84 * unit.quality + 1.2 * (year - 2022) + 3 * spread(unit.slug, leaf_code, year)
    return half_up(Decimal(str(clip(percent, 40, 99))))


def strength(unit: Unit, framework_id: str, leaf: Line, year: int) -> float:
    shift = AREA_SHIFT[framework_id].get(leaf.area, 0.0)
    lasting = 0.16 * spread(unit.slug, framework_id, leaf.code)
    passing = 0.06 * spread(unit.slug, framework_id, leaf.code, year)
    return unit.quality + shift + lasting + passing + 0.015 * (year - 2023)


def true_points(unit: Unit, level: str, leaf: Line, year: int) -> Decimal:
    """What a leaf is worth in the end, in sensible steps."""
    if leaf.moves == "survey":
        return half_up(leaf.maximum * survey_percent(unit, leaf.code, year) / 100)
    reached = strength(unit, framework(level).framework_id, leaf, year)
    if reached >= 0.9:
        return leaf.maximum
    step = step_of(leaf)
    return half_up(Decimal(str(clip(reached))) * leaf.maximum / step, "1") * step


def claimed_points(unit: Unit, level: str, leaf: Line, year: int) -> Decimal:
    """What the unit gives itself: never less than the appraisal, sometimes one step more."""
    points = true_points(unit, level, leaf, year)
    generous = chance(unit.slug, level, leaf.code, year, "self") < 0.14
    return min(leaf.maximum, points + step_of(leaf)) if generous else points


def trial_points(unit: Unit, level: str, leaf: Line, year: int) -> Decimal | str:
    """Half-way through the year: what moves by month, most of what moves by quarter."""
    if leaf.moves in ("yearly", "survey"):
        return NOT_SCORED
    if leaf.moves == "quarterly" and chance(unit.slug, level, leaf.code, "trial") < 0.3:
        return NOT_SCORED
    step = step_of(leaf)
    share = Decimal(str(0.75 + 0.25 * chance(unit.slug, level, leaf.code, "half")))
    points = claimed_points(unit, level, leaf, year) * share / step
    return half_up(points, "1") * step


def without(unit: Unit, leaf: Line, year: int) -> str | None:
    """Why a leaf does not apply to a unit in a year."""
    years, reason = WITHOUT.get((unit.slug, leaf.code), ((), ""))
    return reason if year in years else None


def column(
    unit: Unit, level: str, year: int, points: Callable[..., Decimal | str], survey: str | None
) -> Column:
    """One round's column. survey: 'points', a text, or None where the leaf stays empty."""
    result: Column = {}
    for leaf in framework(level).leaves:
        if without(unit, leaf, year):
            result[leaf.code] = NOT_APPLICABLE
        elif leaf.moves == "survey" and survey != "points":
            result[leaf.code] = survey
        else:
            result[leaf.code] = points(unit, level, leaf, year)
    return result


def survey_column(unit: Unit, level: str, year: int) -> Column:
    return {
        leaf.code: true_points(unit, level, leaf, year)
        for leaf in framework(level).leaves
        if leaf.moves == "survey"
    }


def add_up(values: Column, leaves: Iterable[Line]) -> Decimal | None:
    """The sum of what has points; None where nothing has."""
    points = [value for leaf in leaves if isinstance(value := values.get(leaf.code), Decimal)]
    return sum(points, Decimal(0)) if points else None


@dataclass(frozen=True)
class Standing:
    """A unit's final result in a year."""

    unit: Unit
    areas: tuple[Decimal, ...]
    total: Decimal
    applicable: Decimal

    @property
    def percent(self) -> Decimal:
        return self.total / self.applicable * 100


@cache
def standing(unit: Unit, level: str, year: int) -> Standing:
    final = column(unit, level, year, true_points, "points")
    rows = framework(level)
    areas = tuple(add_up(final, rows.leaves_of(area.code)) or Decimal(0) for area in rows.areas)
    applicable = sum(
        (leaf.maximum for leaf in rows.leaves if final[leaf.code] != NOT_APPLICABLE), Decimal(0)
    )
    return Standing(unit, areas, sum(areas, Decimal(0)), applicable)


# Workbooks ----------------------------------------------------------------------------------


@dataclass
class Outbox:
    """The files written, with the day each was received."""

    folder: Path
    sent: list[tuple[date, str, str, str]] = field(default_factory=list)

    def send(
        self,
        file: str,
        book: Workbook,
        received: date,
        sender: str = DISTRICT_SENDER,
        note: str = "",
    ) -> None:
        (self.folder / file).write_bytes(fixed_bytes(book))
        self.sent.append((received, file, sender, note))

    def write_manifest(self) -> None:
        with (self.folder / "manifest.csv").open("w", encoding="utf-8", newline="") as lines:
            writer = csv.writer(lines, lineterminator="\n")
            writer.writerow(["file", "received", "sender", "note"])
            for received, file, sender, note in sorted(self.sent, key=lambda row: row[0]):
                writer.writerow([file, received.isoformat(), sender, note])


def fixed_bytes(book: Workbook) -> bytes:
    """The workbook without the hour it was saved at, neither in its properties nor in the zip."""
    saved, fixed = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(fixed, "w") as copy:
        for name in parts.namelist():
            content = parts.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2024-01-01T00:00:00Z", content)
            part = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            part.create_system = 3  # Windows would write 0 here
            part.compress_type = zipfile.ZIP_DEFLATED
            copy.writestr(part, content, compresslevel=9)
    return fixed.getvalue()


def new_book() -> Workbook:
    book = Workbook()
    book.remove(book.active)
    return book


def new_sheet(
    book: Workbook, name: str, title: str, agency: str = DISTRICT, widths: Sequence[float] = ()
) -> Worksheet:
    """A sheet with its head: agency, mark, title; the next row to append is the fourth."""
    sheet = book.create_sheet(name)
    for text in (agency, MARK, title):
        bold_row(sheet, [text])
    for number, width in enumerate(widths):
        sheet.column_dimensions[chr(65 + number)].width = width
    return sheet


def bold_row(sheet: Worksheet, values: Sequence[Value], *, wrap: bool = False) -> int:
    """Appends a row in bold and answers its number."""
    sheet.append(list(values))
    row = int(sheet.max_row)
    for cell in sheet[row]:
        if cell.value is not None:
            cell.font = Font(bold=True)
            if wrap:
                cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    return row


def blank_row(sheet: Worksheet) -> None:
    """`append` counts rows from the last one written, so an empty list is a blank row."""
    sheet.append([])


def header(sheet: Worksheet, *rows: Sequence[Value]) -> None:
    """One header row, or two: None beside a text is merged into it, None below as well."""
    first = bold_row(sheet, rows[0], wrap=True)
    if len(rows) == 1:
        return
    bold_row(sheet, rows[1], wrap=True)
    width = len(rows[0])
    for place in range(width):
        if rows[0][place] is None:
            continue
        last = place
        while last + 1 < width and rows[0][last + 1] is None:
            last += 1
        bottom = first + 1 if rows[1][place] is None else first
        if last > place or bottom > first:
            sheet.merge_cells(
                start_row=first, start_column=place + 1, end_row=bottom, end_column=last + 1
            )


# 1. Score sheets ----------------------------------------------------------------------------

NAME_COLUMN = "Lĩnh vực/Tiêu chí/Tiêu chí thành phần"
KINDS = {"xa": "cac-xa", "phong": "cac-phong"}


def score_row(rows: Framework, line: Line, columns: Sequence[Column]) -> list[Value]:
    if line.level == "subcriterion":
        cells = [values.get(line.code) for values in columns]
        return [value if isinstance(value, str) else plain(value) for value in cells]
    return [plain(add_up(values, rows.leaves_of(line.code))) for values in columns]


def leaf_note(unit: Unit, line: Line, year: int, columns: Sequence[Column]) -> str | None:
    reason = without(unit, line, year)
    if reason:
        return reason
    if line.moves == "survey" and any(values.get(line.code) == NOT_SCORED for values in columns):
        return "Chờ kết quả điều tra xã hội học"
    return None


def score_sheet(
    book: Workbook, unit: Unit, year: int, title: str, columns: dict[str, Column]
) -> None:
    """One unit's sheet: areas, criteria and leaves with the columns the round has."""
    rows = framework(unit.level)
    widths = [8, 70, 11, *[12] * len(columns), 40]
    sheet = new_sheet(book, unit.sheet, f"{title} - {unit.short.upper()}", widths=widths)
    blank_row(sheet)
    header(sheet, ["STT", NAME_COLUMN, "Điểm tối đa", *columns, "Ghi chú"])
    values = list(columns.values())
    for line in rows.lines:
        cells = [line.code, line.name, plain(line.maximum), *score_row(rows, line, values)]
        cells.append(leaf_note(unit, line, year, values))
        if line.level == "subcriterion":
            sheet.append(cells)
        else:
            bold_row(sheet, cells)
    totals = [plain(add_up(column_values, rows.leaves)) for column_values in values]
    bold_row(sheet, [None, "Tổng cộng", 100, *totals])


def final_columns(unit: Unit, year: int) -> dict[str, Column]:
    level = unit.level
    return {
        "Tự đánh giá": column(unit, level, year, claimed_points, None),
        "Thẩm định": column(unit, level, year, true_points, None),
        "Điều tra XHH": survey_column(unit, level, year),
        "Điểm đạt được": column(unit, level, year, true_points, "points"),
    }


def trial_columns(unit: Unit, year: int) -> dict[str, Column]:
    return {"Tự đánh giá": column(unit, unit.level, year, trial_points, NOT_SCORED)}


def self_columns(unit: Unit, year: int) -> dict[str, Column]:
    return {"Tự đánh giá": column(unit, unit.level, year, claimed_points, NOT_SCORED)}


def appraised_columns(unit: Unit, year: int) -> dict[str, Column]:
    appraised = column(unit, unit.level, year, true_points, NOT_SCORED)
    return {**self_columns(unit, year), "Thẩm định": appraised}


def send_score_sheets(outbox: Outbox) -> None:
    index = "CHỈ SỐ CẢI CÁCH HÀNH CHÍNH"
    rounds = [
        ("2022", 2022, f"BẢNG ĐIỂM {index} NĂM 2022", final_columns, date(2023, 1, 17)),
        ("2023", 2023, f"BẢNG ĐIỂM {index} NĂM 2023", final_columns, date(2024, 1, 18)),
        (
            "2024-06-tu-cham-thu",
            2024,
            f"BẢNG ĐIỂM {index} TỰ CHẤM ĐIỂM THỬ THÁNG 6 NĂM 2024",
            trial_columns,
            date(2024, 6, 28),
        ),
        (
            "2024-tu-cham",
            2024,
            f"BẢNG ĐIỂM {index} TỰ CHẤM ĐIỂM NĂM 2024",
            self_columns,
            date(2024, 11, 29),
        ),
        (
            "2024-tham-dinh-lan-1",
            2024,
            f"BẢNG ĐIỂM {index} THẨM ĐỊNH LẦN 1 NĂM 2024",
            appraised_columns,
            date(2024, 12, 20),
        ),
    ]
    for stem, year, title, columns, received in rounds:
        for level, kind in KINDS.items():
            book = new_book()
            for unit in units(level):
                score_sheet(book, unit, year, title, columns(unit, year))
            outbox.send(f"bang-diem-{stem}-{kind}.xlsx", book, received)


# 2. Rankings --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Published:
    """A line of a published ranking, as printed."""

    standing: Standing
    total: Decimal
    percent: Decimal
    rank: int


def publish(level: str, year: int) -> list[Published]:
    """The year's ranking, with what is planted: a total 1,00 too high, a rank one too good."""
    rounding = ROUND_DOWN if year == 2022 else ROUND_HALF_UP
    results = [standing(unit, level, year) for unit in units(level)]
    ranked = sorted(results, key=lambda result: -result.percent)
    lines = []
    for place, result in enumerate(ranked, 1):
        rank = 1 + sum(other.percent > result.percent for other in ranked)
        if (framework(level).framework_id, year, place) == WRONG_RANK_PLACE:
            rank -= 1
        total = result.total + (1 if (result.unit.slug, year) == WRONG_TOTAL else 0)
        percent = (total / result.applicable * 100).quantize(Decimal("0.01"), rounding)
        lines.append(Published(result, total, percent, rank))
    return lines


def ranking_sheet(book: Workbook, level: str, year: int, decision: str) -> list[Published]:
    rows, lines = framework(level), publish(level, year)
    peers = "CÁC XÃ, THỊ TRẤN" if level == "xa" else "CÁC PHÒNG CHUYÊN MÔN"
    title = f"KẾT QUẢ XẾP HẠNG CHỈ SỐ CẢI CÁCH HÀNH CHÍNH {peers} NĂM {year} ({decision})"
    count = len(rows.areas)
    widths = [6, 42, *[16] * count, 11, 11, 11, 12]
    sheet = new_sheet(book, f"Xếp hạng {year}", title, widths=widths)
    blank_row(sheet)
    tail = ["Tổng điểm", "Chỉ số (%)", "Xếp hạng", "Xếp loại"]
    group = ["Điểm đạt được theo lĩnh vực", *[None] * (count - 1)]
    names = [area.name for area in rows.areas]
    header(sheet, ["TT", "Đơn vị", *group, *tail], [None, None, *names, None, None, None, None])
    sheet.append([f"({number})" for number in range(1, count + 7)])
    maxima = [plain(area.maximum) for area in rows.areas]
    sheet.append([None, "Điểm tối đa", *maxima, 100])
    for place, line in enumerate(lines, 1):
        figures = [plain(points) for points in (*line.standing.areas, line.total, line.percent)]
        rank = f"{line.rank:02d}/{len(lines):02d}"
        class_name = band(rows.framework_id, line.percent)
        sheet.append([place, line.standing.unit.short, *figures, rank, class_name])
    blank_row(sheet)
    for unit_line in lines:
        result = unit_line.standing
        if result.applicable != 100:
            base = str(result.applicable.normalize()).replace(".", ",")
            sheet.append([f"Ghi chú: {result.unit.short} tính trên {base} điểm tối đa áp dụng."])
    sheet.append(["Nơi nhận:"])
    sheet.append(["- Các xã, thị trấn; các phòng chuyên môn;"])
    return lines


def ranking_note(lines: Sequence[Published], level: str, year: int) -> str:
    notes = []
    for place, line in enumerate(lines, 1):
        name = line.standing.unit.short
        if line.total != line.standing.total:
            notes.append(f"{name}: tổng điểm công bố cao hơn tổng các lĩnh vực 1,00 điểm (cố ý)")
        if (framework(level).framework_id, year, place) == WRONG_RANK_PLACE:
            notes.append(
                f"{name}: công bố hạng {line.rank:02d}, theo chỉ số là hạng {place:02d} (cố ý)"
            )
    return "; ".join(notes)


def send_rankings(outbox: Outbox) -> None:
    published = {
        ("xa", 2022): ("12/QĐ-UBND", date(2023, 1, 17)),
        ("phong", 2022): ("13/QĐ-UBND", date(2023, 1, 17)),
        ("xa", 2023): ("15/QĐ-UBND", date(2024, 1, 18)),
        ("phong", 2023): ("16/QĐ-UBND", date(2024, 1, 18)),
    }
    for (level, year), (number, issued) in published.items():
        book = new_book()
        decision = f"Quyết định số {number} ngày {issued:%d/%m/%Y} - số liệu minh họa"
        lines = ranking_sheet(book, level, year, decision)
        note = ranking_note(lines, level, year)
        outbox.send(f"xep-hang-{year}-{KINDS[level]}.xlsx", book, issued + timedelta(1), note=note)


# 3–4. The district itself -------------------------------------------------------------------

PARTS = {2022: ("48.35", "7.00", "23.70"), 2023: ("50.10", "7.38", "24.60")}
DISTRICT_RANK = {2022: "08/12", 2023: "06/12"}
DISTRICT_DECISION = {
    2022: ("28/QĐ-UBND", date(2023, 1, 20)),
    2023: ("31/QĐ-UBND", date(2024, 1, 22)),
}
LEADERS = {
    2022: (0.742, 0.7035, 0.729, 0.716, 0.6215, 0.688),
    2023: (0.7825, 0.741, 0.768, 0.7545, 0.669, 0.7135),
}
# 2023's percent of each component's maximum, rank, target, target's rank and who looks after it.
# The nine components' points (6,5 4 9,85 4,25 6,75 4,25 9 3 2,5) add up to part 1 of 2023.
COMPONENTS: tuple[tuple[str, str, int, str, int, str], ...] = (
    ("I", "81,25%", 5, "Trên 85%", 3, "Phòng Nội vụ, Văn phòng HĐND và UBND"),
    ("II", "100%", 1, "Giữ vững", 1, "Phòng Tư pháp"),
    ("III", "98,5%", 2, "Duy trì 98%", 2, "Văn phòng HĐND và UBND"),
    ("IV", "94,44%", 4, "Tăng ít nhất 0,7% so với năm 2023", 3, "Phòng Nội vụ"),
    ("V", "75%", 7, "Từ 85% trở lên", 4, "Phòng Nội vụ"),
    ("VI", "65,38%", 9, "Trên 80%", 6, "Phòng Tài chính - Kế hoạch"),
    ("VII", "81,82%", 6, "Ít nhất 90%", 4, "Phòng Văn hóa và Thông tin"),
    ("VIII", "75%", 6, "Tiếp tục cải thiện hơn", 5, "Phòng Tài chính - Kế hoạch"),
    ("IX", "83,33%", 5, "100%", 3, "Phòng Nội vụ"),
)


def motto(sheet: Worksheet, column_number: int) -> None:
    lines = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
    for row, text in enumerate(lines, 1):
        sheet.cell(row, column_number, text).font = Font(bold=True)


def headed_sheet(book: Workbook, name: str, title: str, motto_column: int) -> Worksheet:
    """The head of a published table: agency and motto side by side, the title in the fifth row."""
    sheet = book.create_sheet(name)
    for text in (DISTRICT, MARK):
        bold_row(sheet, [text])
    motto(sheet, motto_column)
    sheet.append([])
    sheet.append([])
    bold_row(sheet, [title])
    sheet.append([])
    return sheet


def comma(percent: Decimal) -> str:
    return f"{percent:.2f}%".replace(".", ",")


def send_district_results(outbox: Outbox) -> None:
    for year, texts in PARTS.items():
        number, issued = DISTRICT_DECISION[year]
        decision = f"Quyết định số {number} ngày {issued:%d/%m/%Y} - số liệu minh họa"
        title = f"KẾT QUẢ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM {year} ({decision})"
        book, points = new_book(), [Decimal(text) for text in texts]
        sheet = headed_sheet(book, f"Kết quả {year}", title, 3)
        header(sheet, ["STT", "Nội dung", "Điểm tối đa", "Điểm đạt được", "Ghi chú"])
        parts = [line for line in criteria("mh-huyen-2022") if line.level == "part"]
        for place, (part, value) in enumerate(zip(parts, points, strict=True), 1):
            sheet.append([place, part.name, plain(part.maximum), plain(value)])
        rank = f"Xếp hạng {DISTRICT_RANK[year]} huyện, thị xã, thành phố"
        total = comma(sum(points, Decimal(0)))
        bold_row(sheet, [None, "Chỉ số cải cách hành chính", None, total, rank])
        sheet.column_dimensions["B"].width = 60
        leaders_sheet(book, year)
        outbox.send(f"ket-qua-{year}-huyen-minh-hoa.xlsx", book, issued + timedelta(1))


def leaders_sheet(book: Workbook, year: int) -> None:
    title = f"KẾT QUẢ KHẢO SÁT CÁN BỘ LÃNH ĐẠO, QUẢN LÝ NĂM {year}"
    sheet = new_sheet(book, "Khảo sát lãnh đạo", title, widths=[6, 80, 14, 14])
    blank_row(sheet)
    question = "Tiêu chí khảo sát cán bộ lãnh đạo, quản lý và đại biểu HĐND tỉnh"
    header(sheet, ["TT", question, "Kết quả (%)", f"Mục tiêu {year + 1}"])
    items = criteria("mh-huyen-lanh-dao-2022")
    for place, (item, ratio) in enumerate(zip(items, LEADERS[year], strict=True), 1):
        sheet.append([place, item.name, ratio, "Trên 80%"])
        sheet.cell(sheet.max_row, 3).number_format = "0.00%"


def summary_header(sheet: Worksheet) -> None:
    years = ["Năm 2023", None, "Mục tiêu năm 2024", None]
    header(
        sheet,
        ["STT", "Chỉ số thành phần", *years, "Đơn vị thực hiện/theo dõi"],
        [None, None, "Chỉ số", "Thứ hạng", "Chỉ số", "Thứ hạng", None],
    )


def send_component_targets(outbox: Outbox) -> None:
    book = new_book()
    title = "MỤC TIÊU CÁC CHỈ SỐ THÀNH PHẦN CHỈ SỐ CẢI CÁCH HÀNH CHÍNH (PAR INDEX) NĂM 2024"
    sheet = headed_sheet(book, "Mục tiêu 2024", title, 5)
    sheet["E3"] = "Minh Họa, ngày      tháng 01 năm 2024"
    summary_header(sheet)
    names = {line.code: line.name for line in criteria("mh-huyen-2022")}
    for code, percent, rank, target, target_rank, owner in COMPONENTS:
        sheet.append([code, names[code], percent, rank, target, target_rank, owner])
    sheet.append([])
    summary_header(sheet)
    follower = "Các phòng chuyên môn và UBND các xã, thị trấn (Phòng Nội vụ theo dõi)"
    sheet.append([None, names["SIPAS"], "82%", 6, "Từ 85% trở lên", 4, follower])
    total = comma(sum((Decimal(text) for text in PARTS[2023]), Decimal(0)))
    bold_row(sheet, ["Tổng cộng", None, total, 6, "Trên 85%", 4, None])
    sheet.append([])
    sheet.append(["Nơi nhận:", None, None, None, None, "TM. ỦY BAN NHÂN DÂN"])
    sheet.append(["- Lưu: VT.", None, None, None, None, "CHỦ TỊCH"])
    for letter, width in zip("BEG", (60, 32, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    outbox.send("muc-tieu-2024-huyen-minh-hoa.xlsx", book, date(2024, 1, 30))


# 5–6. Targets and satisfaction of the communes ------------------------------------------------

INDEX = "Chỉ số cải cách hành chính"
SIPAS = "Chỉ số hài lòng (SIPAS)"
FOLLOWERS = {
    "1": "Phòng Nội vụ",
    "3": "Văn phòng HĐND và UBND",
    "4": "Phòng Nội vụ",
    "5": "Phòng Nội vụ",
    "6": "Phòng Tài chính - Kế hoạch",
    "7": "Phòng Văn hóa và Thông tin",
}
# Beside its total, what some communes promise: (unit, area code or a name, target).
MORE_TARGETS = (
    ("xa-a", "5", "Từ 80% trở lên"),
    ("xa-b", "3", "Giữ vững"),
    ("xa-c", "6", "Ít nhất 75%"),
    ("xa-c", SIPAS, "Tiếp tục cải thiện hơn"),
    ("xa-d", SIPAS, "Từ 85% trở lên"),
    ("xa-e", "7", "Trên 85%"),
    ("xa-g", SIPAS, "Duy trì 88%"),
    ("xa-h", "7", "Tăng ít nhất 2% so với năm 2023"),
    ("xa-h", "Tỷ lệ hồ sơ trễ hẹn", "Không quá 3%"),
    ("xa-k", "4", "100%"),
    ("xa-l", "5", "Nâng cao chất lượng đội ngũ cán bộ, công chức"),
    ("xa-m", INDEX, "Thuộc nhóm 05 xã cao nhất"),
    ("xa-n", "6", "Tối thiểu 65%"),
    ("xa-n", "Tỷ lệ hồ sơ trễ hẹn", "Dưới 5%"),
    ("xa-q", "1", "Giữ vững hoặc nâng cao 1% so với năm 2023"),
    ("xa-r", SIPAS, "Trên 75%"),
)


def index_target(unit: Unit) -> str:
    """A target above last year's index, worded in one of the usual ways."""
    reached = standing(unit, "xa", 2023).percent
    goal = int(reached) + 2
    wording = int(chance(unit.slug, "wording") * 5)
    return (
        f"Trên {goal}%",
        f"Từ {goal}% trở lên",
        f"Ít nhất {goal}%",
        "Tăng ít nhất 1,5% so với năm 2023",
        f"Tối thiểu {goal}%",
    )[wording]


def target_rows() -> list[tuple[str, str, str, str]]:
    names = {area.code: area.name for area in framework("xa").areas}
    rows = []
    for unit in units("xa"):
        rows.append((unit.short, INDEX, index_target(unit), "Phòng Nội vụ"))
        for slug, name, target in MORE_TARGETS:
            if slug == unit.slug:
                owner = FOLLOWERS.get(name, "Phòng Nội vụ")
                rows.append((unit.short, names.get(name, name), target, owner))
    return rows


def send_unit_targets(outbox: Outbox) -> None:
    book = new_book()
    title = "MỤC TIÊU CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2024 CỦA CÁC XÃ, THỊ TRẤN"
    sheet = new_sheet(book, "Mục tiêu 2024", title, widths=[6, 24, 60, 44, 34])
    blank_row(sheet)
    header(sheet, ["TT", "Đơn vị", "Chỉ tiêu", "Mục tiêu năm 2024", "Đơn vị theo dõi"])
    for place, row in enumerate(target_rows(), 1):
        sheet.append([place, *row])
    outbox.send("muc-tieu-2024-cac-xa.xlsx", book, date(2024, 2, 5))


FACTORS = {
    "8.1.1": "Tiếp cận dịch vụ",
    "8.1.2": "Thủ tục hành chính",
    "8.1.3": "Công chức",
    "8.1.4": "Kết quả",
    "8.1.5": "Tiếp nhận, xử lý PAKN",
}


def send_satisfaction(outbox: Outbox) -> None:
    """The five factors stand behind the survey points 8.1.1–8.1.5 of the same year."""
    for year, received in ((2022, date(2023, 1, 16)), (2023, date(2024, 1, 17))):
        book = new_book()
        title = f"KẾT QUẢ KHẢO SÁT MỨC ĐỘ HÀI LÒNG (SIPAS) NĂM {year} CÁC XÃ, THỊ TRẤN"
        sheet = new_sheet(book, f"SIPAS {year}", title, widths=[6, 24, *[14] * 7])
        blank_row(sheet)
        group = ["Yếu tố (%)", *[None] * (len(FACTORS) - 1)]
        tail = ["Chỉ số hài lòng chung (%)", "Số phiếu"]
        header(sheet, ["TT", "Đơn vị", *group, *tail], [None, None, *FACTORS.values(), None, None])
        for place, unit in enumerate(units("xa"), 1):
            percents = [survey_percent(unit, code, year) for code in FACTORS]
            overall = half_up(sum(percents, Decimal(0)) / len(percents))
            count = 30 + int(31 * chance(unit.slug, year, "forms"))
            sheet.append([place, unit.short, *map(plain, percents), plain(overall), count])
        outbox.send(f"hai-long-{year}-cac-xa.xlsx", book, received)


# 7. Monthly reports -------------------------------------------------------------------------

TARGETS = {
    "dung-han": "Từ 95% trở lên",
    "truc-tuyen": "Trên 80%",
    "thanh-toan-truc-tuyen": "Từ 60% trở lên",
    "so-hoa-ket-qua": "100%",
    "chung-thuc-dien-tu": "Từ 50% trở lên",
}
Counts = dict[str, tuple[int, int]]  # indicator -> (done, of how many)


@cache
def indicators(level: str) -> tuple[tuple[str, str], ...]:
    """Code and heading of those with a target; copies are certified by communes only."""
    rows = [(row["indicator_code"], row["indicator_name"]) for row in catalogue("indicators")]
    with_target = [row for row in rows if row[0] in TARGETS]
    return tuple(row for row in with_target if level == "xa" or row[0] != "chung-thuc-dien-tu")


def service_rate(unit: Unit, code: str, month: int) -> float:
    """The share done: better through the year; a few units stay behind."""
    through = (month - 1) / 8
    lift = unit.quality - 0.82
    slow = unit.slug in SLOW_ONLINE
    end = {
        "dung-han": 0.975 + 0.2 * lift,
        "truc-tuyen": (0.68 if slow else 0.89) + 0.4 * lift,
        "thanh-toan-truc-tuyen": (0.46 if slow else 0.70) + 0.6 * lift,
        "so-hoa-ket-qua": 1.02 + 0.5 * lift,
        "chung-thuc-dien-tu": 0.58 + 0.9 * lift,
    }[code]
    climb = {"dung-han": 0.02, "truc-tuyen": 0.24, "so-hoa-ket-qua": 0.2}.get(code, 0.3)
    noise = {"dung-han": 0.012}.get(code, 0.03) * spread(unit.slug, code, month)
    return clip(end - climb * (1 - through) + noise)


def service_volume(unit: Unit, code: str, month: int) -> int:
    base = VOLUME.get(unit.slug) or 55 + int(100 * chance(unit.slug, "volume"))
    files = int(base * (1 + 0.25 * spread(unit.slug, month, "files")))
    if code == "thanh-toan-truc-tuyen":
        return 0 if unit.slug in NO_FEES else int(files * 0.55)
    if code == "truc-tuyen":
        return files + int(6 * chance(unit.slug, month, "received"))
    if code == "chung-thuc-dien-tu":
        return int(files * (0.7 + 0.4 * chance(unit.slug, month, "copies")))
    return files


@cache
def in_period(unit: Unit, month: int) -> Counts:
    counts = {}
    for code, _ in indicators(unit.level):
        total = service_volume(unit, code, month)
        counts[code] = (int(total * service_rate(unit, code, month) + 0.5), total)
    return counts


def since_january(unit: Unit, month: int) -> Counts:
    """Exact sums of the months, those of a report that never came included."""
    months = [in_period(unit, number) for number in range(1, month + 1)]
    return {
        code: (sum(m[code][0] for m in months), sum(m[code][1] for m in months))
        for code, _ in indicators(unit.level)
    }


def miscounted(counts: Counts) -> Counts:
    done, total = counts["truc-tuyen"]
    return {**counts, "truc-tuyen": (done - MISCOUNTED, total)}


def rate(done: int, total: int, *, as_ratio: bool) -> Value:
    if not total:
        return None
    percent = half_up(Decimal(done) * 100 / total)
    return float(percent / 100) if as_ratio else plain(percent)


def service_table(sheet: Worksheet, unit: Unit, heading: str, counts: Counts) -> None:
    bold_row(sheet, [heading])
    groups = [name for _, name in indicators(unit.level)]
    first: list[Value] = ["TT", "Đơn vị"]
    second: list[Value] = [None, None]
    targets: list[Value] = [None, "Chỉ tiêu"]
    figures: list[Value] = [1, unit.short]
    as_ratio = unit.slug in RATIO_FILES
    for (code, (done, total)), name in zip(counts.items(), groups, strict=True):
        first += [name, None, None]
        second += ["Tổng số", "Đạt", "Tỷ lệ (%)"]
        targets += [None, None, TARGETS[code]]
        figures += [total, done, rate(done, total, as_ratio=as_ratio)]
    header(sheet, first, second)
    sheet.append(targets)
    sheet.append(figures)
    if as_ratio:
        for place in range(5, len(figures) + 1, 3):
            sheet.cell(sheet.max_row, place).number_format = "0.00%"
    blank_row(sheet)


def service_sheet(book: Workbook, unit: Unit, month: int, *, wrong: bool) -> None:
    title = (
        f"BÁO CÁO KẾT QUẢ GIẢI QUYẾT TTHC, DỊCH VỤ CÔNG THÁNG {month}/2024 - {unit.short.upper()}"
    )
    sheet = new_sheet(book, "Dịch vụ công", title, unit.sender.upper(), widths=[6, 30])
    blank_row(sheet)
    counts = in_period(unit, month)
    service_table(sheet, unit, "I. Trong kỳ", miscounted(counts) if wrong else counts)
    service_table(sheet, unit, "II. Lũy kế từ đầu năm", since_january(unit, month))


# Task progress ------------------------------------------------------------------------------

GROUPS = {"remedy": "Cần khắc phục", "maintain": "Cần duy trì", "": None}
NOT_STARTED, IN_PROGRESS, DONE = "Chưa thực hiện", "Đang thực hiện", "Hoàn thành"
HOLIDAYS = {date(2024, month, day) for month, day in ((4, 18), (4, 30), (5, 1), (9, 2), (9, 3))}


@dataclass(frozen=True)
class Progress:
    status: str
    percent: int | None
    result: str
    done_on: date | None = None


@cache
def tasks() -> tuple[dict[str, str], ...]:
    return tuple(table(DATA / "illustrative_tasks.csv"))


def binds(task: dict[str, str], unit: Unit) -> bool:
    if unit.level == "xa":
        return task["communes"] == "true"
    return task["departments"] == "all" or unit.slug in task["departments"].split(";")


def key_of(task: dict[str, str]) -> str:
    return "/".join(task[name] for name in ("area_code", "task_group", "number", "action_number"))


def working_day(day: date) -> date:
    while day.weekday() > 4 or day in HOLIDAYS:
        day -= timedelta(1)
    return day


def cut_off(month: int) -> date:
    """A month's report counts up to the 14th."""
    return date(2024, month, 14)


def finished_on(unit: Unit, key: str, due: date) -> date | None:
    """The day a dated task is done: weaker units are late more often, some never get there."""
    if (unit.slug, key) in STUCK:
        return None
    draw = chance(unit.slug, key, "days")
    if chance(unit.slug, key, "late") >= clip((0.95 - unit.quality) * 2.4, 0.04, 0.6):
        return working_day(due - timedelta(2 + int(26 * draw)))
    if chance(unit.slug, key, "never") < 0.5:
        return None
    return working_day(due + timedelta(6 + int(54 * draw)))


def dated_progress(unit: Unit, key: str, due: date, month: int) -> Progress:
    today, started = cut_off(month), due - timedelta(75)
    finished = finished_on(unit, key, due)
    if finished and finished <= today:
        result = "Hoàn thành sau thời hạn" if finished > due else "Hoàn thành đúng thời hạn"
        return Progress(DONE, 100, result, finished)
    if today < started:
        return Progress(NOT_STARTED, 0, "Chưa đến thời gian thực hiện")
    days = ((finished or due + timedelta(120)) - started).days
    percent = max(5, min(80, int(90 * (today - started).days / days) // 5 * 5))
    result = "Chậm so với thời hạn" if today > due else "Đang triển khai"
    return Progress(IN_PROGRESS, percent, result)


def open_progress(unit: Unit, key: str, month: int) -> Progress:
    """Tasks that wait for another document: some are closed in the year, most go on."""
    start = 1 + int(5 * chance(unit.slug, key, "start"))
    end = 6 + int(4 * chance(unit.slug, key, "end"))
    if chance(unit.slug, key, "closed") < 0.2 + 0.3 * (unit.quality - 0.7) and month >= end:
        day = working_day(cut_off(end) - timedelta(1 + int(20 * chance(unit.slug, key, "day"))))
        return Progress(DONE, 100, "Hoàn thành", day)
    if month < start:
        return Progress(NOT_STARTED, 0, "Chưa có văn bản của cấp trên")
    return Progress(IN_PROGRESS, min(90, 10 * (month - start + 1)), "Thực hiện theo tiến độ")


def progress(unit: Unit, task: dict[str, str], month: int) -> Progress:
    key, kind = key_of(task), task["deadline_kind"]
    if kind == "dated":
        return dated_progress(unit, key, date.fromisoformat(task["due_on"]), month)
    if kind == "reference":
        return open_progress(unit, key, month)
    if kind == "event":
        if month < 1 + int(14 * chance(unit.slug, key, "event")):
            return Progress(NOT_STARTED, None, "Chưa phát sinh")
        return Progress(IN_PROGRESS, None, "Thực hiện khi phát sinh")
    pace = 0.8 + 0.2 * clip((unit.quality - 0.6) / 0.3) * chance(unit.slug, key, "pace")
    result = "Thực hiện theo định kỳ" if kind == "periodic" else "Thực hiện thường xuyên"
    return Progress(IN_PROGRESS, max(5, int(100 * pace * month / 12) // 5 * 5), result)


def task_sheet(book: Workbook, unit: Unit, month: int) -> None:
    title = (
        f"TIẾN ĐỘ THỰC HIỆN NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH THÁNG {month}/2024 - {unit.short.upper()}"
    )
    widths = [10, 16, 10, 8, 80, 16, 13, 30, 16]
    sheet = new_sheet(book, "Tiến độ nhiệm vụ", title, unit.sender.upper(), widths)
    sheet.append([PLAN])
    blank_row(sheet)
    head = ["Lĩnh vực", "Nhóm nội dung", "Nội dung số", "Việc số", "Nhiệm vụ", "Trạng thái"]
    header(sheet, [*head, "% hoàn thành", "Kết quả", "Ngày hoàn thành"])
    for task in tasks():
        if binds(task, unit):
            done = progress(unit, task, month)
            place = [task["area_code"], GROUPS[task["task_group"]]]
            numbers = [int(task["number"]), int(task["action_number"]), task["action"]]
            sheet.append([*place, *numbers, done.status, done.percent, done.result, done.done_on])
            if done.done_on:
                sheet.cell(sheet.max_row, 9).number_format = "dd/mm/yyyy"


def received_on(unit: Unit, month: int) -> date:
    """By the 18th; the late one after the 19th. Offices send on working days."""
    first, last = (20, 25) if LATE[month] == unit.slug else (15, 18)
    days = [date(2024, month, day) for day in range(first, last + 1)]
    days = [day for day in days if working_day(day) == day]
    return days[int(len(days) * chance(unit.slug, month, "received on"))]


def monthly_book(unit: Unit, month: int, *, wrong: bool = False) -> Workbook:
    book = new_book()
    service_sheet(book, unit, month, wrong=wrong)
    task_sheet(book, unit, month)
    return book


def send_monthly_reports(outbox: Outbox) -> None:
    for month in MONTHS:
        for unit in (*units("xa"), *units("phong")):
            if MISSING[month] == unit.slug:
                continue
            stem = f"bao-cao-2024-{month:02d}-{unit.slug}"
            wrong = (unit.slug, month) == CORRECTED
            note = "Gửi muộn" if LATE[month] == unit.slug else ""
            if wrong:
                note = f"Ghi thiếu {MISCOUNTED} hồ sơ trực tuyến trong kỳ; đã gửi bản sửa"
            book = monthly_book(unit, month, wrong=wrong)
            outbox.send(f"{stem}.xlsx", book, received_on(unit, month), unit.sender, note)
            if wrong:
                send_correction(outbox, unit, month, f"{stem}-sua.xlsx")


def send_correction(outbox: Outbox, unit: Unit, month: int, file: str) -> None:
    note = "Bản sửa thay bản gửi trong tháng 8: số hồ sơ nộp trực tuyến trong kỳ"
    outbox.send(file, monthly_book(unit, month), CORRECTED_ON, unit.sender, note)


# 8–9. Plan and reporting calendar -------------------------------------------------------------

SEED_PLAN = "tuy-phuoc-2024-nhiem-vu-tu-pdf.xlsx"
OWN_NAME = (("Tuy Phước", "Minh Họa"), ("TUY PHƯỚC", "MINH HỌA"))


def renamed(value: Value) -> Value:
    if isinstance(value, str):
        for old, new in OWN_NAME:
            value = value.replace(old, new)
    return value


def send_plan(outbox: Outbox) -> None:
    """The seed annex, cell for cell, under the fictitious district's name."""
    seed = load_workbook(DATA / "samples" / SEED_PLAN).active
    book = new_book()
    title = "PHỤ LỤC NHIỆM VỤ CẢI THIỆN CHỈ SỐ CẢI CÁCH HÀNH CHÍNH HUYỆN MINH HỌA NĂM 2024"
    sheet = new_sheet(book, "Nhiệm vụ 2024", title, widths=[6, 40, 80, 40, 24, 12])
    blank_row(sheet)
    for row in seed.iter_rows(values_only=True):
        sheet.append([renamed(value) for value in row])
    outbox.send("minh-hoa-2024-nhiem-vu.xlsx", book, date(2024, 1, 8))


def send_calendar(outbox: Outbox) -> None:
    book = new_book()
    title = "CHẾ ĐỘ BÁO CÁO CẢI CÁCH HÀNH CHÍNH CỦA HUYỆN MINH HỌA NĂM 2024"
    sheet = new_sheet(book, "Lịch báo cáo", title, widths=[28, 40, 18, 14, 28, 56])
    blank_row(sheet)
    head = ["Kế hoạch", "Đơn vị báo cáo", "Nơi nhận", "Định kỳ", "Hạn nộp"]
    header(sheet, [*head, "Thời gian chốt số liệu"])
    for reporters in ("UBND các xã, thị trấn", "Các phòng chuyên môn thuộc huyện"):
        due = "Trước ngày 19 hàng tháng"
        window = "Từ ngày 15 tháng trước đến ngày 14 tháng báo cáo"
        plan = "UBND huyện Minh Họa 2024"
        sheet.append([plan, reporters, "Phòng Nội vụ", "Hàng tháng", due, window])
    outbox.send("lich-bao-cao-minh-hoa.xlsx", book, date(2024, 1, 8))


def make(folder: Path) -> Outbox:
    """Writes every workbook and the manifest into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    outbox = Outbox(folder)
    send_plan(outbox)
    send_calendar(outbox)
    send_score_sheets(outbox)
    send_rankings(outbox)
    send_district_results(outbox)
    send_component_targets(outbox)
    send_unit_targets(outbox)
    send_satisfaction(outbox)
    send_monthly_reports(outbox)
    outbox.write_manifest()
    return outbox


if __name__ == "__main__":
    made = make(Path(sys.argv[1]) if len(sys.argv) > 1 else OUT)
    print(f"{len(made.sent)} tệp trong {made.folder}")
