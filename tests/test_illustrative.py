"""The illustrative workbooks: the same at every run, marked as such, with what is planted."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

DATA = Path(__file__).resolve().parents[1] / "data"
COMMITTED = DATA / "samples" / "minh-hoa"
MARK = "SỐ LIỆU MINH HỌA"
MONTHLY = re.compile(r"bao-cao-2024-(\d\d)-(.+?)(-sua)?\.xlsx")
STATES = ("Chưa thực hiện", "Đang thực hiện", "Hoàn thành")

Row = tuple[Any, ...]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def manifest() -> list[dict[str, str]]:
    return table(COMMITTED / "manifest.csv")


@cache
def sheets(file: str) -> dict[str, list[Row]]:
    """A committed workbook's sheets, each as its rows."""
    book = openpyxl.load_workbook(COMMITTED / file, read_only=True)
    read = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    book.close()
    return read


def monthly() -> Iterator[tuple[str, int, str, date]]:
    """File, month, unit and day of receipt of each monthly report, the corrected one left out."""
    for row in manifest():
        match = MONTHLY.fullmatch(row["file"])
        if match and not match[3]:
            yield row["file"], int(match[1]), match[2], date.fromisoformat(row["received"])


@pytest.fixture(scope="module")
def made_again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("minh-hoa")
    script = DATA / "make_illustrative.py"
    subprocess.run([sys.executable, "-B", str(script), str(folder)], check=True, timeout=120)
    return folder


def parts(path: Path) -> dict[str, tuple[bytes, tuple[int, ...]]]:
    with zipfile.ZipFile(path) as archive:
        return {part.filename: (archive.read(part), part.date_time) for part in archive.infolist()}


def test_the_script_makes_the_committed_files_and_no_others(made_again: Path) -> None:
    names = {path.name for path in made_again.iterdir()}
    assert names == {path.name for path in COMMITTED.iterdir()}
    assert (made_again / "manifest.csv").read_bytes() == (COMMITTED / "manifest.csv").read_bytes()


def test_the_script_makes_the_committed_bytes(made_again: Path) -> None:
    """Where Python packs zip files with another zlib, the parts inside are what must agree."""
    for path in sorted(COMMITTED.glob("*.xlsx")):
        again = made_again / path.name
        if again.read_bytes() != path.read_bytes():
            assert parts(again) == parts(path), path.name


def test_no_file_knows_when_it_was_made() -> None:
    for path in COMMITTED.glob("*.xlsx"):
        with zipfile.ZipFile(path) as archive:
            assert {part.date_time[:3] for part in archive.infolist()} == {(2024, 1, 1)}
            stamps = re.findall(rb"\d{4}-\d\d-\d\dT", archive.read("docProps/core.xml"))
        assert set(stamps) == {b"2024-01-01T"}


def test_the_manifest_names_every_workbook_in_the_order_of_receipt() -> None:
    named = [row["file"] for row in manifest()]
    assert sorted(named) == sorted(path.name for path in COMMITTED.glob("*.xlsx"))
    days = [date.fromisoformat(row["received"]) for row in manifest()]
    assert days == sorted(days)
    assert all(row["sender"] for row in manifest())


def test_every_sheet_says_that_its_figures_are_illustrative() -> None:
    for row in manifest():
        for name, cells in sheets(row["file"]).items():
            assert cells[1][0] == MARK, (row["file"], name)


def test_no_real_unit_is_named_anywhere() -> None:
    real = [row for row in table(DATA / "catalog" / "units.csv") if row["illustrative"] == "false"]
    names = {row["unit_name"].removeprefix(f"{row['kind']} ").casefold() for row in real}
    assert len(names) > 8
    for row in manifest():
        for name, cells in sheets(row["file"]).items():
            text = "\n".join(str(value) for line in cells for value in line if value).casefold()
            assert [real_name for real_name in names if real_name in f"{name} {text}"] == []


# monthly reports -----------------------------------------------------------------------------


def test_each_month_one_report_is_late_and_one_missing_another_unit_each_time() -> None:
    reports = list(monthly())
    units = {unit for _, _, unit, _ in reports}
    assert len(units) == 23
    late: list[str] = []
    missing: list[str] = []
    for month in range(1, 10):
        received = {unit: day for _, number, unit, day in reports if number == month}
        assert all((day.year, day.month) == (2024, month) for day in received.values())
        assert all(15 <= day.day <= 25 and day.weekday() < 5 for day in received.values())
        late += [unit for unit, day in received.items() if day.day > 18]
        missing += units - set(received)
    assert len(late) == len(set(late)) == 9
    assert len(missing) == len(set(missing)) == 9


def service_rows(file: str) -> tuple[Row, Row]:
    """The unit's figures in the period and since January."""
    period, since = (row for row in sheets(file)["Dịch vụ công"] if row[0] == 1)
    return period, since


def counts(row: Row) -> list[tuple[int, int]]:
    """Total and done of each indicator."""
    return [(row[place], row[place + 1]) for place in range(2, len(row) - 2, 3)]


def test_one_report_came_again_with_one_figure_changed() -> None:
    corrected = [row for row in manifest() if row["file"].endswith("-sua.xlsx")]
    assert [(row["file"], row["received"]) for row in corrected] == [
        ("bao-cao-2024-08-xa-d-sua.xlsx", "2024-09-05")
    ]
    first, second = (service_rows(f"bao-cao-2024-08-xa-d{end}.xlsx")[0] for end in ("", "-sua"))
    changed = [
        place for place, (old, new) in enumerate(zip(first, second, strict=True)) if old != new
    ]
    assert len(changed) == 2  # the number of online files, and the rate that follows from it
    assert second[changed[0]] - first[changed[0]] == 9


def test_figures_since_january_are_the_sums_of_the_months() -> None:
    checked = 0
    files = {(unit, month): file for file, month, unit, _ in monthly()}
    files["xa-d", 8] = "bao-cao-2024-08-xa-d-sua.xlsx"
    for (unit, month), file in files.items():
        if month == 1 or (unit, month - 1) not in files:
            continue
        before = counts(service_rows(files[unit, month - 1])[1])
        period, since = map(counts, service_rows(file))
        added = [(a + c, b + d) for (a, b), (c, d) in zip(before, period, strict=True)]
        assert added == since, file
        checked += 1
    assert checked > 150


def test_rates_are_what_their_numbers_make_and_done_never_exceeds_the_total() -> None:
    for file, _, unit, _ in monthly():
        whole = 1 if unit in {"xa-g", "p-tu-phap"} else 100
        for row in service_rows(file):
            for place in range(2, len(row) - 2, 3):
                total, done, rate = row[place : place + 3]
                assert 0 <= done <= total
                if total:
                    assert abs(rate - done / total * whole) <= whole * 0.000051
                else:
                    assert rate is None


def test_the_share_of_online_files_grows_while_four_communes_stay_behind() -> None:
    shares = {
        unit: counts(service_rows(file)[0])[1] for file, month, unit, _ in monthly() if month == 8
    }
    behind = {unit for unit, (total, done) in shares.items() if done / total <= 0.8}
    assert behind & {"xa-h", "xa-n", "xa-q", "xa-r"} == {"xa-h", "xa-n", "xa-q", "xa-r"}
    assert len(behind) < 8


def task_rows(file: str) -> dict[tuple[str, str | None, int, int], Row]:
    lines = sheets(file)["Tiến độ nhiệm vụ"]
    start = next(place for place, row in enumerate(lines) if row[0] == "Lĩnh vực")
    return {(row[0], row[1], row[2], row[3]): row for row in lines[start + 1 :] if row[0]}


def test_tasks_never_go_back() -> None:
    last: dict[tuple[object, ...], tuple[int, float]] = {}
    for file, _, unit, _ in sorted(monthly(), key=lambda report: report[1]):
        for key, row in task_rows(file).items():
            now = (STATES.index(row[5]), row[6] or 0)
            assert now >= last.get((unit, *key), (0, 0)), (file, key)
            last[unit, *key] = now


def test_a_task_is_done_at_100_percent_on_a_day_before_the_cut_off() -> None:
    for file, month, _, _ in monthly():
        for key, row in task_rows(file).items():
            done = row[5] == "Hoàn thành"
            assert done == (row[6] == 100) == (row[8] is not None), (file, key)
            if done:
                assert row[8].date() <= date(2024, month, 14)


def test_several_dated_tasks_are_overdue_at_the_end_of_september() -> None:
    groups = {"remedy": "Cần khắc phục", "maintain": "Cần duy trì", "": None}
    due = {
        (
            row["area_code"],
            groups[row["task_group"]],
            int(row["number"]),
            int(row["action_number"]),
        ): (row["due_on"])
        for row in table(DATA / "illustrative_tasks.csv")
    }
    assert len(due) == 88
    overdue = [
        (unit, key)
        for file, month, unit, _ in monthly()
        if month == 9
        for key, row in task_rows(file).items()
        if due[key] and due[key] < "2024-09-30" and row[5] != "Hoàn thành"
    ]
    assert len(overdue) >= 8
    assert len({key for _, key in overdue}) >= 4


def test_the_tasks_are_those_of_the_plan() -> None:
    golden = table(DATA.parent / "tests" / "golden" / "tuy_phuoc_tasks.csv")
    columns = ("area_code", "task_group", "number", "action_number", "deadline_kind", "due_on")
    ours = table(DATA / "illustrative_tasks.csv")
    assert [[row[name] for name in columns] for row in ours] == [
        [row[name] for name in columns] for row in golden
    ]


# scores --------------------------------------------------------------------------------------


def ranking(year: int, kind: str) -> list[Row]:
    rows = sheets(f"xep-hang-{year}-{kind}.xlsx")[f"Xếp hạng {year}"]
    return [row for row in rows if isinstance(row[0], int)]


def areas_off_total(row: Row) -> Decimal:
    figures = [Decimal(str(value)) for value in row[2:-3]]
    return figures[-1] - sum(figures[:-1])


def test_one_published_total_stands_1_point_above_its_areas() -> None:
    off = {
        (year, row[1]): areas_off_total(row)
        for year in (2022, 2023)
        for kind in ("cac-xa", "cac-phong")
        for row in ranking(year, kind)
        if areas_off_total(row)
    }
    assert off == {(2023, "Xã B"): Decimal("1.00")}


def test_one_published_rank_disagrees_with_the_order() -> None:
    wrong = []
    for year in (2022, 2023):
        for kind in ("cac-xa", "cac-phong"):
            lines = ranking(year, kind)
            percents = [row[-3] for row in lines]
            for row in lines:
                rank = 1 + sum(percent > row[-3] for percent in percents)
                if row[-2] != f"{rank:02d}/{len(lines):02d}":
                    wrong.append((year, row[1], row[-2]))
    assert wrong == [(2023, "Xã H", "11/15")]


def score_rows(rows: list[Row]) -> dict[str, Row]:
    return {row[0]: row for row in rows if isinstance(row[0], str) and row[0][0].isdigit()}


@pytest.mark.parametrize("kind", ["cac-xa", "cac-phong"])
@pytest.mark.parametrize("year", [2022, 2023])
def test_final_sheets_add_up_to_what_the_ranking_prints_area_by_area(year: int, kind: str) -> None:
    printed = {row[1]: row for row in ranking(year, kind)}
    for name, rows in sheets(f"bang-diem-{year}-{kind}.xlsx").items():
        lines = score_rows(rows)
        areas = [row[6] for code, row in lines.items() if "." not in code]
        title = "Phòng Lao động - Thương binh và Xã hội" if name == "Phòng LĐ-TBXH" else name
        assert areas == list(printed[title][2 : 2 + len(areas)])
        for code, row in lines.items():
            points = [
                Decimal(str(child[6]))
                for other, child in lines.items()
                if other.count(".") == 2
                and f"{other}.".startswith(f"{code}.")
                and not isinstance(child[6], str)
            ]
            if not isinstance(row[6], str):
                assert sum(points) == Decimal(str(row[6])), (name, code)
                assert row[6] <= row[2]


def test_three_communes_have_leaves_that_do_not_apply_with_the_reason() -> None:
    without: Counter[str] = Counter()
    for name, rows in sheets("bang-diem-2023-cac-xa.xlsx").items():
        for row in score_rows(rows).values():
            if row[6] == "Không áp dụng":
                assert row[7]
                without[name] += 1
    assert without == {"Xã E": 1, "Xã L": 2, "Xã R": 1}


def test_a_trial_leaves_what_moves_by_year_or_survey_unscored() -> None:
    moves = {
        row["criterion_code"]: row["moves"]
        for row in table(DATA / "catalog" / "criteria.csv")
        if row["framework_id"] == "mh-xa-2022"
    }
    for rows in sheets("bang-diem-2024-06-tu-cham-thu-cac-xa.xlsx").values():
        for code, row in score_rows(rows).items():
            if moves[code] in {"yearly", "survey"}:
                assert row[3] in {"Chưa chấm", "Không áp dụng"}
            elif moves[code] == "monthly":
                assert row[3] != "Chưa chấm"


def test_survey_points_follow_from_the_published_satisfaction() -> None:
    for year in (2022, 2023):
        finals = sheets(f"bang-diem-{year}-cac-xa.xlsx")
        for row in sheets(f"hai-long-{year}-cac-xa.xlsx")[f"SIPAS {year}"]:
            if not isinstance(row[0], int):
                continue
            points = [score_rows(finals[row[1]])[f"8.1.{number}"][6] for number in range(1, 6)]
            expected = [percent * 3 / 100 for percent in row[2:7]]
            assert points == pytest.approx(expected, abs=0.0051)
            assert 30 <= row[8] <= 60
