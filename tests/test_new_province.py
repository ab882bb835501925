"""A province that starts from nothing but workbooks: units, framework, then scores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cchc import catalogue, importing, keeping, settings, store
from cchc.catalogue import Catalogue, is_catalogue, rows_of
from cchc.ledger import Received
from cchc.model import Normalised
from cchc.normalise import normalise
from cchc.normalise.scope import Hints
from cchc.workbook import read

Row = Sequence[object]
# A program that ships a catalogue of heads alone.
HEADERS = {
    path.stem: path.read_text("utf-8").split("\n", 1)[0] for path in settings.CATALOG.glob("*.csv")
}
UNITS: list[Row] = [
    ("UBND TỈNH MINH HỌA",),
    ("DANH MỤC ĐƠN VỊ (số liệu minh họa)",),
    (),
    ("STT", "Mã", "Tên đơn vị", "Loại", "Trực thuộc", "Tên khác", "Hiệu lực từ", "đến"),
    (1, None, "Minh Họa (minh họa)", "Tỉnh", None, None, "01/07/2025", None),
    ("I", None, "Các xã, phường", None, None, None, None, None),
    (2, None, "xã A (minh họa)", "Xã", "tỉnh Minh Họa", "Xã An; A An", None, None),
    (3, None, "XÃ B (minh họa)", "Xã", "Minh Họa", None, None, None),
    (4, None, "Sông Giả (minh họa)", "Phường", "tỉnh Minh Họa", None, None, None),
]
TITLE = "BỘ TIÊU CHÍ XÁC ĐỊNH CHỈ SỐ CẢI CÁCH HÀNH CHÍNH CẤP XÃ NĂM 2025 (số liệu minh họa)"
FRAMEWORK: list[Row] = [
    ("UBND TỈNH MINH HỌA",),
    (TITLE,),
    ("(Ban hành kèm theo Quyết định số 12/QĐ-UBND ngày 15/3/2025 của UBND tỉnh Minh Họa)",),
    (),
    ("STT", "Lĩnh vực/Tiêu chí/Tiêu chí thành phần", "Điểm tối đa", "Cách đánh giá", "Tần suất"),
    ("I", "CÔNG TÁC CHỈ ĐẠO", 40, None, None),
    (1, "Kế hoạch năm", 15, "Tự chấm, thẩm định", "Năm"),
    (None, "Ban hành kịp thời: 15", None, None, None),
    (2, "Báo cáo", 25, "Thẩm định", "Hàng quý"),
    ("II", "THỦ TỤC HÀNH CHÍNH", 60, None, None),
    (3, "Hồ sơ đúng hạn", 40, "Tự chấm", "Hàng tháng"),
    (4, "Mức độ hài lòng", 20, "Điều tra XHH", "Năm"),
    (None, "Tổng cộng", 100, None, None),
    (),
    ("Cách tổng hợp: cộng điểm các tiêu chí",),
    (),
    ("Xếp loại", "Từ (%)"),
    ("Tốt", 80),
    ("Khá", "Từ 65 đến dưới 80"),
    ("Trung bình", "Dưới 65"),
]


def scores(unit: str, *points: float) -> list[Row]:
    names = ("Kế hoạch năm", "Báo cáo", "Hồ sơ đúng hạn", "Mức độ hài lòng")
    return [
        ("SỐ LIỆU MINH HỌA",),
        (f"BẢNG ĐIỂM CHỈ SỐ CCHC NĂM 2025 - {unit}, TỈNH MINH HỌA",),
        (),
        ("STT", "Lĩnh vực/Tiêu chí", "Điểm tối đa", "Điểm đạt được"),
        *zip((1, 2, 3, 4), names, (15, 25, 40, 20), points, strict=True),
    ]


def book(*pages: Sequence[Row]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for number, rows in enumerate(pages, start=1):
        page = made.create_sheet(f"Trang {number}")
        for row in rows:
            page.append(list(row))
    target = BytesIO()
    made.save(target)
    return target.getvalue()


@dataclass
class Office:
    """An office that receives workbooks one after another, as the importer composes the stages."""

    folder: Path
    shipped: Catalogue
    parts: list[store.Part] = field(default_factory=list)
    said: dict[int, Normalised] = field(default_factory=dict)

    def known(self) -> Catalogue:
        received = [(number, said) for number, said in self.said.items() if is_catalogue(said)]
        rows = (row for number, said in received for row in rows_of(said.facts, number))
        return self.shipped.merged(rows)

    def look(self, content: bytes, hints: Hints | None = None) -> Normalised:
        return normalise(read("tep.xlsx", content), self.known(), hints)

    def take(self, content: bytes, hints: Hints | None = None) -> Normalised:
        said = self.look(content, hints)
        assert [one.message for one in said.findings if one.level == "error"] == []
        number = 1 + max(self.said, default=0)
        path = self.folder / f"{number}.parquet"
        store.write_normalised([(path, said)])
        received = Received(
            number, "0" * 64, f"{number}.xlsx", None, None, said.sender, date(2026, 1, 5),
            datetime(2026, 1, 5), None, None, None,
        )  # fmt: skip
        self.parts.append(store.Part(received, path))
        self.said[number] = said
        return said

    def withdraw(self, number: int) -> None:
        del self.said[number]
        self.parts = [part for part in self.parts if part.received.import_id != number]

    def ask(self, query: str, **params: Any) -> list[dict[str, Any]]:
        name = store.build(self.folder, self.parts)
        return store.records(store.run(self.folder, name, query, **params))

    def table(self, sql: str) -> list[tuple[Any, ...]]:
        name = store.build(self.folder, self.parts)
        with store._cursor(store.path_of(self.folder, name)) as cursor:
            return cursor.execute(sql).fetchall()


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Nothing ships: the catalogue's files hold their headers alone."""
    shipped = tmp_path / "catalog"
    shipped.mkdir()
    for name, header in HEADERS.items():
        (shipped / f"{name}.csv").write_text(header + "\n", "utf-8")
    monkeypatch.setattr(settings, "CATALOG", shipped)
    settings.catalog_version.cache_clear()
    yield Office(tmp_path, catalogue.load(shipped))
    store.forget(tmp_path)
    settings.catalog_version.cache_clear()


def test_three_kinds_of_workbook_make_a_ranked_index(office: Office) -> None:
    office.take(book(UNITS))
    office.take(book(FRAMEWORK))
    office.take(book(scores("XÃ A", 12, 20, 38, 15)))
    office.take(book(scores("XÃ B", 15, 25, 40, 18)))
    office.take(book(scores("PHƯỜNG SÔNG GIẢ", 10, 20, 30, 10)))
    ranked = office.ask("rank_units", period="2025", criterion="total")
    assert [(row["unit_name"], row["points"], row["rank"]) for row in ranked] == [
        ("xã B", 98, 1),
        ("xã A", 85, 2),
        ("phường Sông Giả", 70, 3),
    ]


def test_units_framework_and_scores_in_one_workbook_are_read_in_the_right_order(
    office: Office,
) -> None:
    office.take(book(scores("XÃ A", 12, 20, 38, 15), FRAMEWORK, UNITS))
    ranked = office.ask("rank_units", period="2025", criterion="total")
    assert [row["points"] for row in ranked if row["points"]] == [85]


def test_numbers_that_begin_anew_in_each_area_are_found_in_score_sheets_too(office: Office) -> None:
    anew = [*FRAMEWORK[:10], (1, "Hồ sơ đúng hạn", 40), (2, "Mức độ hài lòng", 20)]
    office.take(book(UNITS))
    office.take(book(anew))
    sheet = scores("XÃ A", 12, 20, 38, 15)
    areas = [("I", "CÔNG TÁC CHỈ ĐẠO", 40), ("II", "THỦ TỤC HÀNH CHÍNH", 60)]
    second = [(place, *row[1:]) for place, row in enumerate(sheet[6:], start=1)]
    office.take(book([*sheet[:4], areas[0], *sheet[4:6], areas[1], *second]))
    ranked = office.ask("rank_units", period="2025", criterion="total")
    assert (ranked[0]["unit_name"], ranked[0]["points"]) == ("xã A", 85)


def test_a_framework_that_is_replaced_leaves_its_scoring_rules_behind(office: Office) -> None:
    """They were written for the lines of the version that shipped."""
    office.take(book(UNITS))
    office.take(book(FRAMEWORK))
    ((framework_id,),) = office.table("select framework_id from framework")
    rules = office.folder / "catalog" / "scoring_rules.csv"
    header = rules.read_text("utf-8")
    rules.write_text(f"{header}{framework_id},3,steps,,90,40,\nother,1,steps,,90,1,\n", "utf-8")
    settings.catalog_version.cache_clear()
    assert office.table("select framework_id from scoring_rule") == [("other",)]


def test_a_batch_in_any_order_makes_the_same_index(office: Office) -> None:
    catalogue.shipped.cache_clear()
    files = {
        "a.xlsx": book(scores("XÃ A", 12, 20, 38, 15)),
        "b.xlsx": book(scores("XÃ B", 15, 25, 40, 18)),
        "bo-tieu-chi.xlsx": book(FRAMEWORK),
        "don-vi.xlsx": book(UNITS),
    }
    data = office.folder / "data"
    uploads = [importing.Upload(file, content) for file, content in files.items()]
    taken = importing.import_files(data, uploads)
    assert [one.status for one in taken.reports] == ["accepted"] * 4
    ids = {one.file: one.import_id for one in taken.reports}
    assert (ids["don-vi.xlsx"], ids["bo-tieu-chi.xlsx"]) == (1, 2)
    # Read anew from the workbooks kept, each knows what came before it.
    current = keeping.current_store(data)
    assert current is not None
    rows = store.run(data, current, "rank_units", period="2025")
    assert [row["points"] for row in store.records(rows)][:2] == [98, 85]
    store.forget(data)
    catalogue.shipped.cache_clear()


# one catalogue, in Python and in the store ----------------------------------------------------


def shown_by_store(office: Office) -> dict[str, set[tuple[Any, ...]]]:
    return {
        "units": set(
            office.table(
                "select unit_id, unit_name, kind, unit_level, coalesce(parent_id, ''), unit_group, "
                "valid_from, valid_to, illustrative from unit"
            )
        ),
        "names": set(office.table("select folded_name, unit_id from unit_alias")),
        "frameworks": set(
            office.table(
                "select framework_id, framework_name, about, applies_to, year_from, year_to, "
                "aggregation, max_points, illustrative, coalesce(source, '') from framework"
            )
        ),
        "bands": set(office.table("from framework_band")),
        "criteria": set(
            office.table(
                "select framework_id, criterion_code, coalesce(parent_code, ''), "
                "coalesce(area_code, ''), level, criterion_name, max_points, coalesce(moves, ''), "
                "coalesce(scored_by, '') from criterion"
            )
        ),
        "lineage": set(
            office.table("select * replace (coalesce(document, '') as document) from lineage")
        ),
        "indicators": set(office.table("select indicator_code, indicator_name from indicator")),
    }


def shown_by_catalogue(known: Catalogue) -> dict[str, set[tuple[Any, ...]]]:
    return {
        "units": {
            (
                *(one.unit_id, one.unit_name, one.kind, one.unit_level, one.parent_id),
                *(one.unit_group, one.valid_from, one.valid_to, one.illustrative),
            )
            for one in known.units
        },
        "names": {(name, unit_id) for name, ids in known.names.items() for unit_id in ids},
        "frameworks": {
            (
                *(one.framework_id, one.framework_name, one.about, one.applies_to),
                *(one.year_from, one.year_to, one.aggregation, one.max_points),
                *(one.illustrative, one.source),
            )
            for one in known.frameworks
        },
        "bands": {
            (one.framework_id, band.band_name, band.min_percent)
            for one in known.frameworks
            for band in one.bands
        },
        "criteria": {
            (
                *(one.framework_id, line.criterion_code, line.parent_code, line.area_code),
                *(line.level, line.criterion_name, line.max_points, line.moves, line.scored_by),
            )
            for one in known.frameworks
            for line in one.criteria
        },
        "lineage": {
            (one.unit_id_before, one.unit_id_after, one.kind, one.effective_on, one.document)
            for one in known.lineage
        },
        "indicators": {(one.indicator_code, one.indicator_name) for one in known.indicators},
    }


def changed(rows: list[Row], place: int, column: int, value: object) -> list[Row]:
    row = list(rows[place])
    row[column] = value
    return [*rows[:place], row, *rows[place + 1 :]]


LINEAGE: list[Row] = [
    ("SẮP XẾP ĐƠN VỊ CỦA TỈNH MINH HỌA (số liệu minh họa)",),
    ("Đơn vị cũ", "Đơn vị mới", "Hình thức", "Ngày hiệu lực", "Văn bản"),
    ("xã A", "phường Sông Giả", "Nhập một phần", "01/01/2026", "Nghị quyết minh họa"),
    ("xã A", "xã B", "Nhập một phần", "01/01/2026", "Nghị quyết minh họa"),
]
INDICATORS: list[Row] = [
    ("DANH MỤC CHỈ TIÊU DỊCH VỤ CÔNG (số liệu minh họa)",),
    ("STT", "Mã", "Chỉ tiêu", "Cách ghi khác"),
    (1, "dung-han", "Hồ sơ đúng hạn", "Tỷ lệ đúng hạn; Giải quyết đúng hạn"),
]


def test_the_catalogue_and_the_store_agree_whatever_was_received(office: Office) -> None:
    office.take(book(UNITS))
    office.take(book(FRAMEWORK))
    office.take(book(LINEAGE, INDICATORS))
    # A list that corrects a name's aliases, a framework with other maxima, another lineage.
    office.take(book(changed(UNITS, 6, 5, "Xã Anh")))
    shorter = [*FRAMEWORK[:6], ("", "", None), (1, "Kế hoạch năm", 40), *FRAMEWORK[9:15]]
    office.take(book(shorter))
    office.take(book(LINEAGE[:3]))
    known = office.known()
    assert shown_by_store(office) == shown_by_catalogue(known)
    assert ("xa an", "tinh-minh-hoa.xa-a") not in shown_by_catalogue(known)["names"]
    assert len(known.frameworks[0].criteria) == 5
    assert known.frameworks[0].bands == ()
    assert len(known.lineage) == 1


def test_a_framework_sent_by_another_office_replaces_all_of_the_one_before(office: Office) -> None:
    office.take(book(UNITS))
    office.take(book(FRAMEWORK))
    other = [("SỞ NỘI VỤ TỈNH MINH HỌA",), *FRAMEWORK[1:6], (1, "Kế hoạch", 40), *FRAMEWORK[9:10]]
    said = office.take(book([*other, (2, "Hồ sơ", 60), FRAMEWORK[12]]))
    assert said.sender == "SỞ NỘI VỤ TỈNH MINH HỌA"
    assert shown_by_store(office) == shown_by_catalogue(office.known())
    assert [one.criterion_code for one in office.known().frameworks[0].criteria] == [
        *("I", "1", "II", "2")
    ]


def test_what_ships_agrees_too(tmp_path: Path) -> None:
    office = Office(tmp_path, catalogue.load())
    assert shown_by_store(office) == shown_by_catalogue(office.known())
    store.forget(tmp_path)


def test_a_withdrawn_framework_leaves_the_one_before_it(office: Office) -> None:
    office.take(book(UNITS))
    office.take(book(FRAMEWORK))
    before = shown_by_store(office)
    office.take(book([*FRAMEWORK[:6], (1, "Kế hoạch năm", 40), *FRAMEWORK[9:15]]))
    assert shown_by_store(office) != before
    office.withdraw(3)
    assert shown_by_store(office) == before == shown_by_catalogue(office.known())


def test_a_criterion_keeps_the_cell_of_its_maximum(office: Office) -> None:
    office.take(book(UNITS))
    office.take(book(FRAMEWORK))
    assert office.table(
        "select criterion_name, max_points, import_id, sheet, cell from catalog_criterion "
        "where criterion_code = '3'"
    ) == [("Hồ sơ đúng hạn", Decimal(40), 2, "Trang 1", "C11")]


def test_an_import_knows_only_what_came_before_it(office: Office) -> None:
    office.take(book(UNITS))
    early = office.look(book(scores("XÃ A", 12, 20, 38, 15)))
    assert [one.code for one in early.findings if one.level == "error"] == ["unknown_framework"]
    office.take(book(FRAMEWORK))
    later = office.look(book(scores("XÃ A", 12, 20, 38, 15)))
    assert [one.code for one in later.findings if one.level == "error"] == []


# a score sheet of a framework that nobody has given yet ----------------------------------------

OTHERS = ("Cải cách một", "Cải cách hai", "Cải cách ba", "Cải cách bốn", "Cải cách năm")
OFFER = "“Dùng tệp này làm bộ tiêu chí năm 2025 của các xã, phường, thị trấn thuộc tỉnh Minh Họa”"


def other_scores() -> list[Row]:
    head = scores("XÃ A", 0, 0, 0, 0)[:4]
    return [*head, *((place, name, 20, 15) for place, name in enumerate(OTHERS, start=1))]


@pytest.mark.parametrize("framework", [[], [book(FRAMEWORK)]])
def test_a_score_sheet_of_an_unknown_framework_is_refused_once_with_the_offer(
    office: Office, framework: list[bytes]
) -> None:
    for content in [book(UNITS), *framework]:
        office.take(content)
    said = office.look(book(other_scores()))
    assert [one.code for one in said.findings] == ["unknown_framework"]
    assert OFFER in said.findings[0].message
    assert said.facts == []


def test_a_score_sheet_can_be_taken_as_its_framework_and_then_as_scores(office: Office) -> None:
    office.take(book(UNITS))
    said = office.take(book(other_scores()), Hints(as_framework=True))
    assert {fact.table for fact in said.facts} == {"catalog_framework", "catalog_criterion"}
    office.take(book(other_scores()))
    ranked = office.ask("rank_units", period="2025", criterion="total")
    assert (ranked[0]["unit_name"], ranked[0]["percent"]) == ("xã A", 75)


def test_score_sheets_of_several_units_taken_as_a_framework_give_it_once(office: Office) -> None:
    office.take(book(UNITS))
    other = [*other_scores()[:1], (f"{other_scores()[1][0]}".replace("XÃ A", "XÃ B"),)]
    said = office.take(
        book(other_scores(), [*other, *other_scores()[2:]]), Hints(as_framework=True)
    )
    assert [fact.table for fact in said.facts].count("catalog_framework") == 1
