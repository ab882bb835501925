"""What the app exports as data is imported again unchanged: an empty folder answers alike."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cchc import exporting, keeping, store
from cchc.importing import Upload, import_files
from cchc.layout_kinds import EXPORT_KINDS
from cchc.settings import SAMPLES
from cchc.templating import File
from tests.workbooks import score_book

ILLUSTRATIVE = SAMPLES / "minh-hoa"
FILES = (
    *("bang-diem-2023-cac-phong", "bang-diem-2024-06-tu-cham-thu-cac-phong"),
    *("bang-diem-2024-tu-cham-cac-phong", "bang-diem-2024-tham-dinh-lan-1-cac-phong"),
    *("xep-hang-2023-cac-phong", "xep-hang-2023-cac-xa", "hai-long-2023-cac-xa"),
    *("ket-qua-2023-huyen-minh-hoa", "muc-tieu-2024-huyen-minh-hoa", "muc-tieu-2024-cac-xa"),
    *("minh-hoa-2024-nhiem-vu", "bao-cao-2024-08-xa-a", "bao-cao-2024-08-xa-g"),
    *("bao-cao-2024-09-xa-a", "bao-cao-2024-08-p-noi-vu"),
)
WANTED = {
    "minh-hoa.mh/phong": ("2023", "2024", "2024-08"),
    "minh-hoa.mh/xa": ("2023", "2024", "2024-08", "2024-09"),
    "minh-hoa/huyen": ("2023", "2024"),
    "lai-chau/huyen": ("2023", "2024"),
    "binh-dinh/huyen": ("2023", "2024"),
    "hung-yen.kim-dong/xa": ("2023",),
    "gia-lai.kong-chro/xa": ("2021",),
}
QUERIES = (
    *("facts", "service_indicators", "task_reports", "satisfaction", "targets", "tasks"),
    *("decisions", "rank_units", "compare_components"),
)
WHERE_READ = ("file", "sheet", "cell", "import_id")
DAY = date(2024, 12, 31)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeds and one file or more of each kind that is sent."""
    data = tmp_path_factory.mktemp("data")
    paths = [*SAMPLES.glob("*.xlsx"), *(ILLUSTRATIVE / f"{name}.xlsx" for name in FILES)]
    with (ILLUSTRATIVE / "manifest.csv").open(encoding="utf-8", newline="") as file:
        received = {row["file"]: row["received"] for row in csv.DictReader(file)}
    days = {path: date.fromisoformat(received.get(path.name, str(DAY))) for path in paths}
    uploads = [Upload(path.name, path.read_bytes(), days[path]) for path in sorted(paths)]
    # Of the files above none says that a criterion does not apply.
    uploads.append(Upload("bang-diem-2024-xa-b.xlsx", score_book("Không áp dụng", unit="XÃ B")))
    reports = import_files(data, uploads).reports
    assert [one for one in reports if one.status != "accepted"] == []
    return data


@pytest.fixture(scope="module")
def exported(folder: Path) -> list[File]:
    return list(_all_exports(folder))


def _all_exports(folder: Path) -> Iterator[File]:
    current = keeping.current_store(folder)
    for group, periods in WANTED.items():
        for period in periods:
            files, left_out = exporting.exports_for(folder, current, group=group, period=period)
            assert left_out == []
            yield from files


@pytest.fixture(scope="module")
def again(exported: list[File], tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("again")
    uploads = [Upload(name, content, DAY) for name, content in exported]
    reports = import_files(data, uploads).reports
    assert [r for r in reports if r.status != "accepted"] == []
    # What the figures themselves are told of, the first time as now; nothing about reading them.
    assert {finding.code for one in reports for finding in one.findings} == {
        *("parts_against_published_total", "published_index_against_computed"),
        *("published_rank_against_computed", "task_lacks_owner", "raise_exceeds_100"),
        "unit_not_reported",
    }
    return data


def _answers(folder: Path, query: str, **params: object) -> list[dict[str, Any]]:
    current = keeping.current_store(folder)
    assert current is not None
    answer = store.run(folder, current, query, **params)
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    return [{name: row[name] for name in row if not name.endswith(WHERE_READ)} for row in rows]


@pytest.mark.parametrize("query", QUERIES)
def test_an_export_imported_into_an_empty_folder_answers_alike(
    folder: Path, again: Path, query: str
) -> None:
    params = {}
    if query == "compare_components":
        params = {"unit": "minh-hoa.mh", "baseline": "2023", "target": "2024"}
    first = _answers(folder, query, **params)
    assert first
    assert _answers(again, query, **params) == first


def test_every_round_and_every_kind_of_row_takes_part(folder: Path) -> None:
    facts = _answers(folder, "facts")
    assert {row["round"] for row in facts} == {
        *("trial", "self", "appraised", "survey", "final", "published")
    }
    assert {row["status"] for row in facts} == {"scored", "not_applicable", "not_scored"}
    assert {row["level"] for row in facts} >= {"part", "component", "survey_item", "total"}


@pytest.mark.parametrize("kind", EXPORT_KINDS)
def test_every_kind_goes_out(exported: list[File], kind: str) -> None:
    stem = exporting.FILE_STEMS[kind]  # type: ignore[index]  # the parametrised names are its keys
    assert any(name.startswith(f"{stem}-") for name, _ in exported)


def test_one_unit_goes_out_alone(folder: Path) -> None:
    current = keeping.current_store(folder)
    files, _ = exporting.exports_for(folder, current, unit="xã A", period="2024-08")
    assert [name for name, _ in files] == [
        "dich-vu-cong-2024-08-xa-a.xlsx",
        "tien-do-2024-08-xa-a.xlsx",
    ]


def test_nothing_stored_gives_no_file(tmp_path: Path) -> None:
    assert exporting.exports_for(tmp_path, None, unit="xã A", period="2024") == ([], [])
