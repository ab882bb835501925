"""An invented province: a catalogue of its own and months of score sheets, as normalised files.

150 units × 100 criteria × 36 months: 540,000 scores in 5,400 imports, without a workbook read.
"""

from __future__ import annotations

import csv
import hashlib
import random
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from cchc import settings
from cchc.ledger import Received
from cchc.model import Fact, Normalised, TableRead
from cchc.normalise.rows import key

UNITS, AREAS, CRITERIA, MONTHS = 150, 8, 100, 36
PROVINCE, FRAMEWORK = "bench", "bench-xa"
FIRST_YEAR = 2023

Row = dict[str, object]


def use_catalogue(folder: Path) -> None:
    """Work with the province's catalogue instead of the shipped one, in this process."""
    folder.mkdir(parents=True, exist_ok=True)
    shipped = settings.CATALOG
    for path in shipped.glob("*.csv"):
        header = path.read_text("utf-8").splitlines()[0].split(",")
        _write(folder / path.name, header, _rows(path.stem))
    settings.CATALOG = folder
    settings.catalog_version.cache_clear()


def _rows(table: str) -> list[Row]:
    if table == "units":
        province: Row = {
            "unit_id": PROVINCE,
            "unit_name": "tỉnh Minh Họa (minh họa)",
            "kind": "tỉnh",
        }
        return [province | {"unit_level": "tinh", "illustrative": "true"}, *map(_unit, _units())]
    if table == "frameworks":
        return [_framework()]
    return list(_criteria()) if table == "criteria" else []


def _units() -> list[str]:
    return [f"{PROVINCE}.xa-{number:03d}" for number in range(1, UNITS + 1)]


def _unit(unit_id: str) -> Row:
    name = f"xã số {unit_id[-3:]} (minh họa)"
    place: Row = {"unit_level": "xa", "parent_id": PROVINCE, "illustrative": "true"}
    return place | {"unit_id": unit_id, "unit_name": name, "kind": "xã"}


def _framework() -> Row:
    name = "Chỉ số cải cách hành chính cấp xã (minh họa)"
    about: Row = {"about": "par_index", "applies_to": f"{PROVINCE}/xa", "aggregation": "sum_points"}
    years: Row = {"year_from": FIRST_YEAR, "year_to": FIRST_YEAR + 4, "max_points": 100}
    return about | years | {"framework_id": FRAMEWORK, "framework_name": name}


def _criteria() -> Iterable[Row]:
    """Areas of about a dozen criteria each; 100 lines in all."""
    leaves = CRITERIA - AREAS
    for ordinal in range(CRITERIA):
        area = ordinal % AREAS + 1
        is_area = ordinal < AREAS
        code = str(area) if is_area else f"{area}.{ordinal // AREAS}"
        yield {
            "framework_id": FRAMEWORK,
            "criterion_code": code,
            "parent_code": None if is_area else str(area),
            "area_code": str(area),
            "level": "component" if is_area else "criterion",
            "criterion_name": f"Nội dung minh họa {code} của công tác cải cách hành chính",
            "max_points": None if is_area else (100 * 100 // leaves) / 100,
            "moves": "monthly",
            "ordinal": ordinal + 1,
        }


def _write(path: Path, header: Sequence[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", extrasaction="raise")
        writer.writeheader()
        writer.writerows(rows)


def month_id(month: int) -> str:
    """'2023-01' for 0."""
    return f"{FIRST_YEAR + month // 12}-{month % 12 + 1:02d}"


def month(number: int, first_import: int) -> list[tuple[Received, Normalised]]:
    """Every unit's score sheet of a month, numbered from 0, as imports from `first_import` on."""
    return [
        (_received(first_import + place, unit, number), _sheet(unit, month_id(number)))
        for place, unit in enumerate(_units())
    ]


def _received(import_id: int, unit: str, number: int) -> Received:
    file = f"bang-diem-{month_id(number)}-{unit[-6:]}.xlsx"
    came = datetime(FIRST_YEAR, 1, 28, 8) + timedelta(days=31 * number)
    digest = hashlib.sha256(file.encode()).hexdigest()
    return Received(import_id, digest, file, None, None, None, came.date(), came, None, None, None)


def _sheet(unit: str, period: str) -> Normalised:
    chance = random.Random(f"{unit} {period}")
    lines = list(_criteria())
    points = {
        line["criterion_code"]: Decimal(chance.randint(60, 100)) / 100 for line in lines[AREAS:]
    }
    for area in lines[:AREAS]:
        mine = [line for line in lines[AREAS:] if line["parent_code"] == area["criterion_code"]]
        points[area["criterion_code"]] = sum(
            (points[line["criterion_code"]] for line in mine), Decimal()
        )
    facts = [_fact(unit, period, line, points, row) for row, line in enumerate(lines, 7)]
    table = TableRead("Bảng điểm", f"A5:F{6 + CRITERIA}", "score_sheet", CRITERIA, unit, period)
    return Normalised(facts, tables=[table])


def _fact(unit: str, period: str, line: Row, points: dict[object, Decimal], row: int) -> Fact:
    where = (unit, period, "self", FRAMEWORK)
    named = ("criterion_code", "criterion_name", "level", "max_points")
    values = {name: line[name] for name in named} | {"points": points[line["criterion_code"]]}
    values |= dict(zip(("unit_id", "period_id", "round", "framework_id"), where, strict=True))
    values |= {"status": "scored"}
    subject = key("score", *where, line["area_code"])
    figure = key("score", *where, line["criterion_code"])
    return Fact("score", values, subject, figure, "Bảng điểm", f"E{row}")
