"""A figure is found in its workbook, sheet and cell, as received."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from cchc import importing, settings
from cchc.importing import Upload
from cchc.model import Area, Cell, CellValue, Sheet
from cchc.ui import as_received, facts_read, intake
from cchc.ui.place import Place
from tests.pages.reading import tables_of

TAM_DUONG = "tam-duong-2024-muc-tieu-va-nhiem-vu.xlsx"
TUY_PHUOC = "tuy-phuoc-2023-ket-qua.xlsx"
GOALS = "Mục tiêu 2024"
OpenAt = Callable[..., AppTest]


@pytest.fixture(scope="module")
def received(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Import 1 in use, import 2 withdrawn."""
    folder = tmp_path_factory.mktemp("data")
    for file in (TAM_DUONG, TUY_PHUOC):
        importing.import_files(folder, [Upload(file, (settings.SAMPLES / file).read_bytes())])
    importing.withdraw(folder, 2)
    return folder


@pytest.fixture
def open_at(received: Path, monkeypatch: pytest.MonkeyPatch) -> OpenAt:
    """`open_at(tep="1", trang="…", o="C14")` → the page at that link, no exception."""
    monkeypatch.setenv("CCHC_DATA", str(received))
    monkeypatch.setenv("CCHC_DEBUG", "1")
    st.cache_data.clear()

    def run(**place: str) -> AppTest:
        page = AppTest.from_file(str(settings.REPO / "pages" / "nguon.py"), default_timeout=30)
        for key, value in place.items():
            page.query_params[key] = value
        page.run()
        assert not page.exception
        return page

    return run


def says(page: AppTest) -> str:
    parts = [*page.title, *page.markdown, *page.caption, *page.warning, *page.info]
    return "\n".join(str(one.value) for one in parts).replace("\\", "")


# the page ----------------------------------------------------------------------------------


def test_a_link_leads_to_the_file_the_sheet_and_the_cell(open_at: OpenAt) -> None:
    page = open_at(tep="1", trang=GOALS, o="C14")
    assert page.title[0].value == f"Tệp {TAM_DUONG}, trang {GOALS}, ô C14"
    assert page.metric[0].value == "36,3%"
    assert "Ô C14" in page.metric[0].label


def test_the_page_says_what_was_read_from_the_cell(open_at: OpenAt) -> None:
    said = says(open_at(tep="1", trang=GOALS, o="C14"))
    assert "Đã đọc thành: Điểm, chỉ số – " in said
    assert "huyện Tam Đường, năm 2023, công bố: 36,3%, hạng 7" in said


def test_a_target_is_read_with_its_comparator_and_rank(open_at: OpenAt) -> None:
    said = says(open_at(tep="1", trang=GOALS, o="E14"))
    assert "năm 2024: trên 50%, hạng 4" in said


def test_the_cell_is_marked_among_its_neighbours_under_excels_letters(open_at: OpenAt) -> None:
    rows = tables_of(open_at(tep="1", trang=GOALS, o="C14"))[0].value
    assert list(rows.columns) == ["A", "B", "C", "D", "E", "F", "G"]
    assert "14" in rows.index
    assert rows.loc["14", "C"] == ":primary-background[**▶ 36,3%**]"
    assert rows.loc["9", "C"] == "70,52%"


def test_the_file_says_when_it_came_and_its_digest(open_at: OpenAt) -> None:
    said = says(open_at(tep="1", trang=GOALS, o="C14"))
    assert f"Nhận ngày {settings.today_vietnam():%d/%m/%Y}" in said
    assert "SHA-256 " in said
    assert "Đang dùng" in said


def test_a_small_letter_finds_the_cell_too(open_at: OpenAt) -> None:
    assert open_at(tep="1", trang=GOALS, o="c14").metric[0].value == "36,3%"


def test_a_heading_is_no_figure(open_at: OpenAt) -> None:
    assert "Không có số liệu đang dùng nào" in says(open_at(tep="1", trang=GOALS, o="A7"))


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("a.xlsx", "Tệp a.xlsx, trang Kết quả 2023, ô D11"),
        (f"{'a' * 60}.xlsx", "Trang Kết quả 2023, ô D11"),
    ],
)
def test_the_headline_stays_on_one_line(open_at: OpenAt, file: str, said: str) -> None:
    open_at()
    received = replace(intake.history()[0], file=file)
    assert Place(received, "Kết quả 2023", "D11").headline == said
    assert Place(received).headline == f"Tệp {file}"


def test_without_a_place_the_page_asks_for_a_file(open_at: OpenAt) -> None:
    page = open_at()
    assert "vào mục “Tìm số liệu”" in says(page)
    assert page.title[0].value == "Chọn tệp để xem nguồn số liệu"
    assert not tables_of(page)


def test_a_file_alone_opens_on_its_first_sheet_and_lists_its_figures(open_at: OpenAt) -> None:
    page = open_at(tep="1")
    assert "vào mục “Tìm số liệu”" not in says(page)
    assert page.title[0].value == f"Tệp {TAM_DUONG}, trang {GOALS}"
    assert "C14" in list(page.dataframe[0].value["Ô"])


def test_choosing_a_cell_goes_there(open_at: OpenAt) -> None:
    page = open_at(tep="1", trang=GOALS)
    page.text_input[0].set_value("C9").run()
    assert page.title[0].value.endswith("ô C9")
    assert page.query_params["o"] == "C9"


def test_choosing_a_file_leaves_the_old_sheet_behind(open_at: OpenAt) -> None:
    page = open_at(tep="2", trang="Kết quả 2023", o="D11")
    page.selectbox[0].set_value(1).run()
    assert page.title[0].value == f"Tệp {TAM_DUONG}, trang {GOALS}"


def test_a_withdrawn_file_is_still_shown_as_received(open_at: OpenAt) -> None:
    page = open_at(tep="2", trang="Kết quả 2023", o="D11")
    assert "Đã thu hồi" in says(page)
    assert "không số liệu nào của tệp còn được dùng" in says(page)
    assert tables_of(page)


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ({"tep": "99"}, "Không có lần nhập số “99”"),
        ({"tep": "x"}, "Không có lần nhập số “x”"),
        ({"tep": "1", "trang": "Sheet9", "o": "A1"}, "không có trang “Sheet9”"),
        ({"tep": "1", "trang": GOALS, "o": "36,3%"}, "không phải là địa chỉ ô"),
    ],
)
def test_a_bad_link_gets_a_sentence(open_at: OpenAt, place: dict[str, str], sentence: str) -> None:
    page = open_at(**place)
    assert sentence in says(page)
    assert len(page.title) == 1


# how a cell reads --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (0.7052, "0.00%", "70,52%"),
        (0.7, "0%", "70%"),
        (84.4, "0.00", "84,40"),
        (84.4, "General", "84,4"),
        (1234567, "#,##0", "1.234.567"),
        (1234567, "General", "1234567"),
        (Decimal("6.71"), "0.##", "6,71"),
        (82.13, '0.00" điểm"', "82,13"),
        (-2.5, "0.0;[Red]-0.0", "-2,5"),
        (date(2024, 9, 5), "General", "05/09/2024"),
        (datetime(2024, 9, 5), "dd/mm/yyyy", "05/09/2024"),
        (datetime(2024, 9, 5, 14, 30), "General", "05/09/2024 14:30"),
        ("6,71/10", "General", "6,71/10"),
        (True, "General", "TRUE"),
        (None, "General", ""),
    ],
)
def test_a_cell_reads_as_in_excel(value: CellValue, number_format: str, shown: str) -> None:
    assert as_received.displayed(Cell(1, 1, value, number_format)) == shown


def test_a_formula_without_a_result_says_so() -> None:
    assert as_received.displayed(Cell(1, 1, "=A1+B1", state="uncached")) == (
        "=A1+B1 (công thức chưa có kết quả)"
    )


def sheet_of(rows: dict[str, CellValue], *merges: Area) -> Sheet:
    places = {as_received.row_and_column(address): value for address, value in rows.items()}
    return Sheet("S", {place: Cell(*place, value) for place, value in places.items()}, merges)


def test_parts_of_a_merged_cell_point_to_its_text() -> None:
    sheet = sheet_of({"A1": "Nhóm", "C1": "x", "C2": "y"}, Area(1, 1, 2, 2))
    rows = as_received.around(sheet, "C2")
    assert rows.loc["1"].tolist() == ["Nhóm", "←", "x"]
    assert rows.loc["2"].tolist() == ["↑", "←", ":primary-background[**▶ y**]"]


def test_any_part_of_a_merged_cell_has_its_value() -> None:
    sheet = sheet_of({"A1": "Nhóm"}, Area(1, 1, 2, 2))
    assert as_received.value_at(sheet, "B2") == "Nhóm"
    assert as_received.merged_into(sheet, "B2") == "A1:B2"


def test_twelve_rows_are_shown_and_a_cell_far_outside_is_empty() -> None:
    sheet = sheet_of({f"A{row}": row for row in range(1, 101)})
    assert list(as_received.around(sheet, "A50").index) == [str(row) for row in range(45, 57)]
    assert as_received.around(sheet, "A1").index[0] == "1"
    assert as_received.around(sheet, "A100").index[-1] == "100"
    assert as_received.value_at(sheet, "D900") == ""


def test_hidden_rows_and_columns_are_named_so() -> None:
    sheet = Sheet(
        "S",
        {(1, 1): Cell(1, 1, "a"), (2, 2): Cell(2, 2, "b")},
        (),
        False,
        frozenset({2}),
        frozenset({2}),
    )
    rows = as_received.around(sheet, "A1")
    assert (list(rows.index), list(rows.columns)) == (["1", "2 (ẩn)"], ["A", "B (ẩn)"])


def test_text_of_a_workbook_is_no_markdown() -> None:
    rows = as_received.around(sheet_of({"A1": "x", "A2": "[a](http://b) $x$ ![c](d)"}), "A1")
    assert "[a](" not in rows.loc["2", "A"]


def test_a_value_tells_the_round_that_gave_it() -> None:
    columns = ["points", "max_points", "percent", "comparator", "rank", "rank_of", "text"]
    given = dict.fromkeys(columns) | {"table_name": "score", "points": 13.0, "max_points": 18.0}
    assert facts_read.value_of_round(given | {"round": "self"}) == "13/18 điểm (tự chấm)"
    assert facts_read.value_of_round(given | {"round": None}) == "13/18 điểm"


def test_points_out_of_a_maximum_and_text_read_in_words() -> None:
    nothing = dict.fromkeys(["points", "max_points", "percent", "comparator", "rank", "rank_of"])
    score = {**nothing, "table_name": "score", "text": None, "points": 6.71, "max_points": 10.0}
    task = {**nothing, "table_name": "task", "text": "Phòng Nội vụ; Quý I"}
    assert facts_read.fact_value(score) == "6,71/10 điểm"
    assert facts_read.fact_value(task) == "“Phòng Nội vụ; Quý I”"
    service = {**nothing, "table_name": "service_indicator", "text": "8/9", "percent": 88.89}
    assert facts_read.fact_value(service) == "8/9, 88,89%"
    assert facts_read.fact_value({**score, "points": pd.NA, "max_points": float("nan")}) == "–"


def test_before_a_file_is_chosen_the_boxes_say_so_and_none_is_greyed_out(open_at: OpenAt) -> None:
    page = open_at()
    assert next(box for box in page.selectbox if box.label == "Trang").value == "Chọn tệp trước"
    assert not any(box.disabled for box in page.selectbox)
    assert [one.label for one in page.text_input] == []
