"""The seed workbooks, imported as an office would: their golden figures come out of the store.

Every figure here was read off the workbooks by hand. The illustrative year is imported apart, for
what was planted in it on purpose.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from cchc import importing, keeping, settings, store
from cchc.importing import Inspection, Upload
from cchc.model import Cell, Workbook
from cchc.workbook import Reader

Row = dict[str, Any]
Address = tuple[str, str, str]

TAM_DUONG = "lai-chau.tam-duong"
TUY_PHUOC = "binh-dinh.tuy-phuoc"
KONG_CHRO = "gia-lai.kong-chro.tt-kong-chro"
DUC_HOP = "hung-yen.kim-dong.duc-hop"
XA_D = "minh-hoa.mh.xa-d"
MONTHS = [f"2024-{month:02d}" for month in range(1, 10)]
ILLUSTRATIVE = settings.SAMPLES / "minh-hoa"
CORRECTED = "bao-cao-2024-08-xa-d-sua.xlsx"


@dataclass(frozen=True)
class Received:
    """A data folder into which files were imported, and what was said of them."""

    folder: Path
    inspection: Inspection

    def ask(self, query: str, **params: object) -> list[Row]:
        current = keeping.current_store(self.folder)
        assert current is not None
        return store.records(store.run(self.folder, current, query, **params))

    def kept(self, files: set[str]) -> dict[Address, Cell]:
        """The cells of the workbooks as they are kept, by file, sheet and address."""
        with Reader() as reader:
            books = [
                reader.read(one.file, self.content(one.sha256))
                for one in keeping.history(self.folder)
                if one.file in files
            ]
        return dict(chain.from_iterable(map(cells_of, books)))

    def content(self, sha256: str) -> bytes:
        (path,) = (self.folder / "workbooks").glob(f"{sha256}*")
        return path.read_bytes()


def cells_of(book: Workbook) -> Iterator[tuple[Address, Cell]]:
    for sheet in book.sheets:
        for cell in sheet.cells.values():
            yield (book.file, sheet.name, cell.address), cell


def place_of(row: Row) -> Address:
    return row["file"], row["sheet"], row["cell"]


def printed(cell: Cell) -> Decimal:
    """The first number that a cell shows to a person: '6,71/10 điểm' is 6.71, 0.7318 as % 73.18."""
    if isinstance(cell.value, str):
        found = re.search(r"\d+(,\d+)?", cell.value)
        assert found is not None, cell
        return Decimal(found[0].replace(",", "."))
    value = Decimal(str(cell.value))
    return value * 100 if "%" in cell.number_format else value


def receive(folder: Path, uploads: Sequence[Upload]) -> Iterator[Received]:
    yield Received(folder, importing.import_files(folder, uploads))
    store.forget(folder)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Received]:
    """The six workbooks of real offices."""
    paths = sorted(settings.SAMPLES.glob("*.xlsx"))
    uploads = [Upload(path.name, path.read_bytes()) for path in paths]
    yield from receive(tmp_path_factory.mktemp("seeds"), uploads)


def manifest() -> list[Row]:
    with (ILLUSTRATIVE / "manifest.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Received]:
    """The illustrative year, each file received on the day that its manifest says."""
    uploads = [
        Upload(
            row["file"],
            (ILLUSTRATIVE / row["file"]).read_bytes(),
            date.fromisoformat(row["received"]),
            row["sender"],
        )
        for row in manifest()
    ]
    yield from receive(tmp_path_factory.mktemp("year"), uploads)


def findings(received: Received) -> list[tuple[str, str, str, str, str]]:
    return [
        (row["level"], row["code"], row["file"], row["sheet"], row["cell"])
        for row in received.ask("findings")
    ]


def message(received: Received, code: str) -> str:
    (row,) = [row for row in received.ask("findings") if row["code"] == code]
    return str(row["message"])


# all six -----------------------------------------------------------------------------------


def test_all_six_workbooks_are_accepted_and_every_table_recognised(seeds: Received) -> None:
    reports = {
        report.file: (report.status, [table.form for table in report.tables])
        for report in seeds.inspection.reports
    }
    assert reports == {
        "duc-hop-2023-papi.xlsx": ("accepted", ["papi_tasks"]),
        "kong-chro-2021-tieu-chi.xlsx": ("accepted", ["criteria_targets"]),
        "lich-bao-cao.xlsx": ("accepted", ["reporting_calendar"]),
        "tam-duong-2024-muc-tieu-va-nhiem-vu.xlsx": (
            "accepted",
            ["component_summary", "plan_tasks"],
        ),
        "tuy-phuoc-2023-ket-qua.xlsx": ("accepted", ["district_result", "leaders_survey"]),
        "tuy-phuoc-2024-nhiem-vu-tu-pdf.xlsx": ("accepted", ["plan_tasks"]),
    }


def test_the_findings_are_these_three_and_no_others(seeds: Received) -> None:
    kong_chro, tuy_phuoc = "kong-chro-2021-tieu-chi.xlsx", "tuy-phuoc-2023-ket-qua.xlsx"
    assert findings(seeds) == [
        ("warning", "task_lacks_owner", kong_chro, "Tiêu chí", "D7"),
        ("warning", "parts_against_published_total", tuy_phuoc, "Kết quả 2023", "D11"),
        ("note", "raise_exceeds_100", kong_chro, "Tiêu chí", "C16"),
    ]


def test_every_row_carries_a_file_a_sheet_and_a_cell_that_is_there(seeds: Received) -> None:
    cells = seeds.kept({report.file for report in seeds.inspection.reports})
    rows = [row for query in ("facts", "targets", "tasks") for row in seeds.ask(query)]
    assert len(rows) == 20 + (10 + 6 + 11) + (7 + 88 + 8 + len(KONG_CHRO_ACTIONS))
    assert [row for row in rows if place_of(row) not in cells] == []
    rules = seeds.ask("reporting_status", period="2024-06")
    assert [row["sheet"] for row in rules if place_of(row) in cells] == ["Lịch báo cáo"] * 2


def test_the_cell_of_every_score_prints_that_figure(seeds: Received) -> None:
    rows = seeds.ask("facts")
    cells = seeds.kept({row["file"] for row in rows})
    for row in rows:
        figure = row["percent"] if row["points"] is None else row["points"]
        assert printed(cells[place_of(row)]) == Decimal(str(figure)), row


def test_the_cell_of_every_target_prints_its_text(seeds: Received) -> None:
    rows = seeds.ask("targets")
    cells = seeds.kept({row["file"] for row in rows})
    for row in rows:
        assert row["raw_text"] == cells[place_of(row)].value, row


def test_the_cell_of_every_action_holds_its_first_words(seeds: Received) -> None:
    rows = seeds.ask("tasks")
    cells = seeds.kept({row["file"] for row in rows})
    for row in rows:
        text = " ".join(str(cells[place_of(row)].value).split())
        assert " ".join(row["action"].split()[:4]) in text, row


# Tam Đường ---------------------------------------------------------------------------------

# Baseline of 2023 and its rank, target of 2024 as printed, as read, and the rank aimed at.
COMPONENTS: dict[str, tuple[float, int, str, str, float, int]] = {
    "1": (70.52, 4, "Trên 75%", ">", 75, 3),
    "2": (100, 1, "100%", ">=", 100, 1),
    "3": (99.85, 1, "Trên 99%", ">", 99, 1),
    "4": (98.8, 4, "Trên 98%", ">", 98, 2),
    "5": (68.75, 3, "Trên 75%", ">", 75, 2),
    "6": (36.3, 7, "Trên 50%", ">", 50, 4),
    "7": (86.96, 5, "Trên 90%", ">", 90, 2),
    "8": (50, 2, "Trên 70%", ">", 70, 2),
    "SIPAS": (74.4, 4, "Trên 80%", ">", 80, 2),
}
TOTAL: tuple[float, int, str, str, float, int] = (76.17, 4, "Trên 80%", ">", 80, 2)


def compared(seeds: Received) -> dict[str, Row]:
    answer = seeds.ask("compare_components", unit=TAM_DUONG, baseline="2023", target="2024")
    return {row["criterion_code"]: row for row in answer}


def test_tam_duong_reads_as_printed_nine_rows_and_the_total(seeds: Received) -> None:
    names = ("baseline_percent", "baseline_rank", "raw_text", "comparator", "target_percent")
    read = {
        code: tuple(row[name] for name in (*names, "target_rank"))
        for code, row in compared(seeds).items()
    }
    assert read == COMPONENTS | {"total": TOTAL}
    assert list(read) == [*COMPONENTS, "total"]


def test_tam_duong_has_a_target_row_for_each_component_sipas_and_the_total(
    seeds: Received,
) -> None:
    answer = seeds.ask("targets", unit=TAM_DUONG, period="2024")
    assert {
        row["criterion_code"]: (row["raw_text"], row["comparator"], row["percent"], row["rank"])
        for row in answer
    } == {code: row[2:] for code, row in (COMPONENTS | {"total": TOTAL}).items()}


def test_the_total_of_tam_duong_is_the_mean_of_its_nine_rows(seeds: Received) -> None:
    (row,) = seeds.ask("rank_units", period="2023", unit_group="lai-chau/huyen")
    assert (row["unit_name"], row["percent"]) == ("huyện Tam Đường", 76.17)
    assert (row["published_rank"], row["rank"]) == (4, None)
    mean = sum((Decimal(str(row[0])) for row in COMPONENTS.values()), Decimal(0)) / 9
    assert round(mean, 4) == Decimal("76.1756")
    assert row["computed_percent"] == float(round(mean, 12))


def test_the_largest_gaps_of_tam_duong_are_components_8_and_6(seeds: Received) -> None:
    gaps = {code: row["gap_to_target"] for code, row in compared(seeds).items()}
    assert gaps == {
        "1": 4.48,
        "2": 0,
        "3": 0,
        "4": 0,
        "5": 6.25,
        "6": 13.7,
        "7": 3.04,
        "8": 20,
        "SIPAS": 5.6,
        "total": 3.83,
    }


def test_components_3_and_4_of_tam_duong_are_floors_below_their_baseline(seeds: Received) -> None:
    below = {
        code: (row["gap_to_target"], row["must_rise"])
        for code, row in compared(seeds).items()
        if row["target_percent"] < row["baseline_percent"]
    }
    assert below == {"3": (0, False), "4": (0, False)}


def test_five_of_the_eight_components_of_tam_duong_must_rise(seeds: Received) -> None:
    rising = [code for code, row in compared(seeds).items() if row["must_rise"]]
    assert rising == ["1", "5", "6", "7", "8", "SIPAS", "total"]


def test_tam_duong_has_no_result_of_2024_and_nothing_is_judged(seeds: Received) -> None:
    rows = compared(seeds).values()
    assert {row["latest_percent"] for row in rows} == {None}
    assert {row["status"] for row in rows} == {"not_assessable"}


def test_tam_duong_has_seven_actions_all_through_the_year(seeds: Received) -> None:
    rows = seeds.ask("tasks", unit=TAM_DUONG, period="2024")
    assert [row["number"] for row in rows] == list("1234567")
    assert {(row["deadline_text"], row["deadline_kind"]) for row in rows} == {
        ("Cả năm", "continuous")
    }


# Tuy Phước ---------------------------------------------------------------------------------


def test_the_result_of_tuy_phuoc_has_three_parts_an_index_and_a_rank(seeds: Received) -> None:
    rows = seeds.ask("facts", unit=TUY_PHUOC, period="2023")
    parts = [(r["points"], r["max_points"], r["cell"]) for r in rows if r["level"] == "part"]
    assert parts == [(51.15, 60, "D8"), (6.71, 10, "D9"), (23.27, 30, "D10")]
    (total,) = [row for row in rows if row["level"] == "total"]
    assert (total["percent"], total["points"]) == (82.13, None)
    assert (total["published_rank"], total["published_rank_of"]) == (4, 11)


def test_the_parts_of_tuy_phuoc_lack_one_point_of_the_published_index(seeds: Received) -> None:
    text = message(seeds, "parts_against_published_total")
    assert "Cộng các phần được 81,13 điểm" in text
    assert "công bố 82,13%: lệch 1,00." in text
    answer = seeds.ask("rank_units", period="2023", unit_group="binh-dinh/huyen")
    (row,) = [row for row in answer if row["unit_id"] == TUY_PHUOC]
    assert (row["percent"], row["computed_percent"]) == (82.13, 81.13), "neither is repaired"
    assert (row["rank"], row["published_rank"]) == (None, 4), "the other ten are not known"


def test_all_six_survey_items_of_tuy_phuoc_are_below_the_target(seeds: Received) -> None:
    facts = seeds.ask("facts", unit=TUY_PHUOC, period="2023")
    items = {r["criterion_code"]: r["percent"] for r in facts if r["level"] == "survey_item"}
    assert list(items.values()) == [73.18, 67.19, 69.01, 67.71, 57.29, 63.54]
    wanted = seeds.ask("targets", unit=TUY_PHUOC, period="2024")
    assert [(r["criterion_code"], r["comparator"], r["percent"]) for r in wanted] == [
        (code, ">", 80) for code in items
    ]
    assert all(items[row["criterion_code"]] < row["percent"] for row in wanted)


# Contents and actions of each area and group, as the annex prints them.
ANNEX = {
    ("I", "remedy"): (1, 2),
    ("I", "maintain"): (7, 13),
    ("II", "remedy"): (1, 1),
    ("II", "maintain"): (2, 4),
    ("III", "remedy"): (2, 5),
    ("III", "maintain"): (4, 7),
    ("IV", "maintain"): (4, 7),
    ("V", "remedy"): (2, 4),
    ("V", "maintain"): (5, 9),
    ("VI", "remedy"): (1, 2),
    ("VI", "maintain"): (5, 6),
    ("VII", "remedy"): (7, 15),
    ("VII", "maintain"): (5, 8),
    ("VIII", "remedy"): (3, 3),
    ("IX", None): (2, 2),
}


def test_the_annex_of_tuy_phuoc_has_51_contents_and_88_actions(seeds: Received) -> None:
    rows = seeds.ask("tasks", unit=TUY_PHUOC, period="2024")
    keys = [(row["area_code"], row["task_group"], row["number"]) for row in rows]
    actions = Counter((area, group) for area, group, _ in keys)
    contents = Counter((area, group) for area, group, _ in set(keys))
    assert {group: (contents[group], actions[group]) for group in actions} == ANNEX
    assert (contents.total(), actions.total()) == (51, 88)
    assert list(actions) == list(ANNEX), "in the order of the annex"


def test_area_iii_remedy_2_pairs_three_actions_with_owners_and_deadlines(seeds: Received) -> None:
    rows = [
        row
        for row in seeds.ask("tasks", unit=TUY_PHUOC, period="2024")
        if (row["area_code"], row["task_group"], row["number"]) == ("III", "remedy", "2")
    ]
    assert {row["title"] for row in rows} == {"Kết quả giải quyết TTHC"}
    assert [(r["action_number"], r["lead"].split(";")[0], r["deadline_text"]) for r in rows] == [
        (1, "Các phòng, ban chuyên môn huyện", "Thường xuyên"),
        (2, "Văn phòng HĐND và UBND huyện", "Hàng tháng"),
        (3, "Văn phòng HĐND và UBND huyện", "Hàng quý"),
    ]


def test_nobody_has_reported_on_the_annex_and_nothing_is_overdue(seeds: Received) -> None:
    rows = seeds.ask("task_summary", unit=TUY_PHUOC, period="2024", as_of=date(2025, 6, 30))
    sums = {
        name: sum(row[name] for row in rows)
        for name in ("total", "done", "in_progress", "overdue", "not_reported", "incomplete")
    }
    assert sums == {
        "total": 88,
        "done": 0,
        "in_progress": 0,
        "overdue": 0,
        "not_reported": 88,
        "incomplete": 0,
    }


# Kông Chro ---------------------------------------------------------------------------------

# Solutions printed in each criterion's cell, one a line.
KONG_CHRO_SOLUTIONS = {
    "1.1": 1, "1.2": 2, "1.3": 1, "1.4": 1, "1.5": 4, "1.6": 1,
    "2.1": 3, "2.2": 5, "2.3": 3, "2.4": 3, "2.5": 4,
}  # fmt: skip
KONG_CHRO_ACTIONS = [code for code, count in KONG_CHRO_SOLUTIONS.items() for _ in range(count)]


def kong_chro(seeds: Received) -> dict[str, Row]:
    return {row["criterion_code"]: row for row in seeds.ask("targets", unit=KONG_CHRO)}


def test_kong_chro_has_eleven_targets_each_with_its_solutions(seeds: Received) -> None:
    assert list(kong_chro(seeds)) == list(KONG_CHRO_SOLUTIONS)
    rows = seeds.ask("tasks", unit=KONG_CHRO, period="2021")
    assert [row["number"] for row in rows] == KONG_CHRO_ACTIONS


@pytest.mark.parametrize("code", ["1.5", "1.6"])
def test_from_30_percent_is_at_least_30(seeds: Received, code: str) -> None:
    row = kong_chro(seeds)[code]
    assert row["raw_text"].startswith("Từ 30%")
    assert (row["comparator"], row["percent"], row["measure"]) == (">=", 30, "rate")


def test_criterion_1_3_is_found_to_have_no_owner(seeds: Received) -> None:
    assert kong_chro(seeds)["1.3"]["owner"] is None
    assert "Nội dung 1.3 (“Tỷ lệ đạt chuẩn" in message(seeds, "task_lacks_owner")
    (row,) = [row for row in seeds.ask("task_summary", unit=KONG_CHRO) if row["incomplete"]]
    assert (row["lead"], row["incomplete"]) == (None, 1)


def test_criterion_2_5_is_to_be_kept_or_raised_and_cannot_rise_by_one(seeds: Received) -> None:
    row = kong_chro(seeds)["2.5"]
    assert (row["comparator"], row["percent"], row["kind"]) == (">=", 99.12, "keep_or_raise")
    assert row["basis_year"] == 2020
    assert "99,12% thành 100,12%, vượt quá 100%" in message(seeds, "raise_exceeds_100")


def test_a_target_without_a_number_has_no_comparator(seeds: Received) -> None:
    row = kong_chro(seeds)["1.4"]
    assert (row["comparator"], row["percent"], row["measure"]) == (None, None, "qualitative")


# Đức Hợp and the calendars -----------------------------------------------------------------


def test_duc_hop_has_eight_papi_tasks(seeds: Received) -> None:
    rows = seeds.ask("tasks", unit=DUC_HOP, period="2023")
    assert [row["number"] for row in rows] == list("12345678")
    assert {row["lead"] for row in rows} == {"Cán bộ, công chức UBND xã"}


def test_duc_hop_owes_two_reports_with_windows_that_are_no_calendar_year(seeds: Received) -> None:
    names = ("period_id", "due_on", "window_starts_on", "window_ends_on")
    answer = seeds.ask("reporting_status", period="2023")
    assert [tuple(row[name] for name in names) for row in answer] == [
        ("2023-H1", "2023-06-02", "2022-11-01", "2023-05-31"),
        ("2023", "2023-10-24", "2022-11-01", "2023-10-25"),
    ]
    assert {row["unit_id"] for row in answer} == {DUC_HOP}


def test_hoai_chau_bac_reports_every_month_before_the_14th(seeds: Received) -> None:
    answer = seeds.ask("reporting_status", period="2024-06")
    assert {row["unit_name"]: (row["due_on"], row["state"]) for row in answer} == {
        "xã Hoài Châu Bắc": ("2024-06-13", "missing"),
        "huyện Tuy Phước": (None, "not_due"),
    }


@pytest.mark.parametrize(
    ("period", "unit", "due_on"),
    [
        ("2024", "huyện Tam Đường", "2024-12-09"),
        ("2024-Q2", "huyện Tuy Phước", None),
        ("2021-Q3", "thị trấn Kông Chro", None),
    ],
)
def test_the_other_calendars_say_year_and_quarter(
    seeds: Received, period: str, unit: str, due_on: str | None
) -> None:
    answer = seeds.ask("reporting_status", period=period)
    assert [(row["unit_name"], row["due_on"]) for row in answer] == [(unit, due_on)]


# the illustrative year ---------------------------------------------------------------------


def test_the_illustrative_year_is_accepted_whole(year: Received) -> None:
    assert {report.status for report in year.inspection.reports} == {"accepted"}
    assert len(year.inspection.reports) == len(manifest())


def test_only_what_was_planted_is_found(year: Received) -> None:
    ranking, sheet = "xep-hang-2023-cac-xa.xlsx", "Xếp hạng 2023"
    assert [one for one in findings(year) if one[1] != "unit_not_reported"] == [
        ("warning", "published_rank_against_computed", ranking, sheet, "L20"),
        ("warning", "published_index_against_computed", ranking, sheet, "L9"),
    ]
    index = message(year, "published_index_against_computed")
    assert index.startswith("xã B năm 2023: công bố 92,52%")
    assert "91,52%: lệch 1,00." in index
    rank = message(year, "published_rank_against_computed")
    assert rank.startswith("xã H năm 2023: công bố hạng 11, xếp lại theo chỉ số được hạng 12/15")


def test_who_sent_nothing_is_noted_once_a_month_under_the_newest_report(year: Received) -> None:
    notes = [row for row in year.ask("findings") if row["code"] == "unit_not_reported"]
    missing = {
        month: row["unit_name"]
        for month in MONTHS
        for row in year.ask("reporting_status", period=month)
        if row["state"] == "missing"
    }
    assert len(notes) == len(missing) == len(MONTHS)
    for month, unit_name in missing.items():
        (note,) = [row for row in notes if f"tháng {int(month[5:])}/2024" in row["message"]]
        assert note["level"] == "note"
        assert f"bao-cao-{month}" in note["file"]
        assert f"còn thiếu 1 ({unit_name})." in note["message"]


def test_published_and_computed_agree_but_for_what_was_planted(year: Received) -> None:
    rows = [*year.ask("rank_units", period="2022"), *year.ask("rank_units", period="2023")]
    units = [row for row in rows if row["unit_group"].startswith("minh-hoa.mh/")]
    assert len(units) == 2 * (15 + 8)
    off = {
        (row["unit_name"], row["period_id"]): round(row["percent"] - row["computed_percent"], 2)
        for row in units
        if abs(row["percent"] - row["computed_percent"]) > 0.01
    }
    assert off == {("xã B", "2023"): 1.0}
    wrong = {
        (row["unit_name"], row["published_rank"], row["rank"])
        for row in units
        if row["published_rank"] != row["rank"]
    }
    assert wrong == {("xã H", 11, 12)}


def test_the_corrected_report_of_august_stands_and_both_are_remembered(year: Received) -> None:
    rows = year.ask("service_indicators", unit=XA_D, period="2024-08")
    assert {row["file"] for row in rows} == {CORRECTED}
    assert len(rows) == 10
    first, corrected = (year.kept({file}) for file in (CORRECTED.replace("-sua", ""), CORRECTED))
    (online,) = [
        row for row in rows if (row["indicator_code"], row["basis"]) == ("truc-tuyen", "in_period")
    ]
    assert online["percent"] == float(printed(corrected[place_of(online)]))
    before = first[CORRECTED.replace("-sua", ""), online["sheet"], online["cell"]]
    assert online["percent"] > float(printed(before))
    remembered = {
        row.file: row.withdrawn_at
        for row in keeping.history(year.folder)
        if row.file.startswith("bao-cao-2024-08-xa-d")
    }
    assert remembered == {CORRECTED: None, CORRECTED.replace("-sua", ""): None}


def test_a_corrected_report_came_when_its_first_version_came(year: Received) -> None:
    answer = year.ask("reporting_status", period="2024-08")
    (row,) = [row for row in answer if row["unit_id"] == XA_D]
    assert (row["received_on"], row["state"]) == ("2024-08-15", "on_time")


def sent_late(month: str) -> list[str]:
    """The senders whose report of a month the manifest notes as late."""
    return [
        row["sender"].removeprefix("UBND ")
        for row in manifest()
        if row["note"] == "Gửi muộn" and row["file"].startswith(f"bao-cao-{month}")
    ]


@pytest.mark.parametrize("month", MONTHS)
def test_every_month_one_report_is_late_and_one_missing(year: Received, month: str) -> None:
    answer = year.ask("reporting_status", period=month)
    assert len(answer) == 15 + 8
    assert {row["due_on"] for row in answer} == {f"{month}-18"}
    states = Counter(row["state"] for row in answer)
    assert states == {"on_time": 21, "late": 1, "missing": 1}
    assert [row["unit_name"] for row in answer if row["state"] == "late"] == sent_late(month)


def test_since_january_is_the_sum_of_the_months_where_none_is_missing(year: Received) -> None:
    figures: dict[tuple[str, str, str], dict[str, tuple[float, float]]] = defaultdict(dict)
    for row in year.ask("service_indicators"):
        key = row["unit_id"], row["indicator_code"], row["basis"]
        figures[key][row["period_id"]] = row["numerator"], row["denominator"]
    checked = 0
    for (unit_id, code, basis), since in figures.items():
        months = figures[unit_id, code, "in_period"]
        for month, told in since.items():
            upto = MONTHS[: MONTHS.index(month) + 1]
            if basis == "cumulative" and all(one in months for one in upto):
                sums = tuple(sum(pair) for pair in zip(*(months[one] for one in upto), strict=True))
                assert told == sums, (unit_id, code, month)
                checked += 1
    assert checked > 500


def test_the_cell_of_every_illustrative_score_prints_that_figure(year: Received) -> None:
    rows = year.ask("facts", period="2023")
    cells = year.kept({row["file"] for row in rows})
    wrong = [row for row in rows if not prints(cells[place_of(row)], row)]
    assert wrong == []
    assert len(rows) > 7000


def prints(cell: Cell, row: Row) -> bool:
    if row["status"] == "not_applicable":
        return cell.value == "Không áp dụng"
    figures = (row["points"], row["percent"])  # a total may print both, in two cells
    return printed(cell) in [Decimal(str(figure)) for figure in figures if figure is not None]


def test_what_does_not_apply_leaves_the_maximum_smaller_in_every_round(year: Received) -> None:
    """Xã E: one leaf of one point does not apply in 2023."""
    rows = year.ask("facts", unit="minh-hoa.mh.xa-e", period="2023")
    shares = {
        (row["round"], row["criterion_code"]): row["percent"]
        for row in rows
        if row["criterion_code"] in ("2", "total")
    }
    assert shares["final", "total"] == shares["published", "total"] == 77, "76.23 of 99"
    assert shares["final", "2"] == shares["published", "2"] == 80, "4 of 5"


def test_no_real_unit_got_an_illustrative_figure(year: Received) -> None:
    rows = [row for query in ("facts", "targets", "tasks") for row in year.ask(query)]
    assert {row["unit_id"].split(".")[0] for row in rows} == {"minh-hoa"}
