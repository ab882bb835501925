"""Every table shows typed values as officials write them, and leaves the page as a workbook."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pandas as pd
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from cchc.ui import blocks, tables

ROWS = pd.DataFrame(
    {
        "Đơn vị": ["xã A", "=1+1"],
        "Hạng": [1.0, None],
        "Chỉ số (%)": [86.3249, None],
        "Điểm": [Decimal("8.7"), Decimal("9")],
        "Hạn": [date(2024, 9, 30), None],
    }
)
FILES = pd.DataFrame(
    [{"import_id": 3, "file": "bao-cao.xlsx", "received_on": pd.Timestamp("2024-10-02")}]
)
ABOUT = blocks.About("Huyện Minh Họa · kết quả năm 2023", FILES, illustrative=True)


def test_numbers_days_and_what_is_missing_are_written_as_officials_write_them() -> None:
    shown = tables.written(ROWS)
    assert list(shown["Hạng"]) == ["1", "–"]
    assert list(shown["Chỉ số (%)"]) == ["86,32", "–"]
    assert list(shown["Điểm"]) == ["8,70", "9,00"]
    assert list(shown["Hạn"]) == ["30/09/2024", "–"]


def test_a_table_leaves_the_page_with_typed_cells_its_sources_and_no_formula() -> None:
    book = load_workbook(BytesIO(blocks.workbook(ROWS, "Kết quả", ABOUT)))
    table, about = book.worksheets
    assert [cell.value for cell in table[1]] == list(ROWS.columns)
    assert [cell.value for cell in table[2]][1:3] == [1, 86.3249]
    assert table["E2"].is_date
    assert (table["A3"].value, table["A3"].data_type) == ("=1+1", "s")
    assert table["B3"].value is None, "missing is never zero"
    assert table["B2"].number_format == "0"
    assert table["C2"].number_format == "#,##0.00"
    assert table.freeze_panes == "A2"
    assert table.auto_filter.ref == "A1:E3"
    said = " ".join(str(row[1].value) for row in about.iter_rows(min_row=2))
    assert "kết quả năm 2023" in said
    assert "Số liệu minh họa" in said
    assert "bao-cao.xlsx, nhận ngày 02/10/2024" in said
    assert "Lấy ra lúc" in said


def test_codes_are_names_and_an_empty_column_is_no_column_of_numbers() -> None:
    rows = pd.DataFrame({"Mã": ["1", "2"], "Nguồn": ["–", "–"], "Hạng": ["1", "–"]})
    assert [name for name in rows if tables.is_numeric(rows[name])] == ["Hạng"]


def test_of_a_link_only_its_words_take_room() -> None:
    link = "[Mở ô](nguon?tep=12&trang=K%E1%BA%BFt+qu%E1%BA%A3&o=C22)"
    assert tables.longest_seen(pd.Series([link, "–"])) == len("Mở ô")


def many_units() -> None:
    import pandas as pd

    from cchc.ui import blocks

    rows = pd.DataFrame(
        {"Đơn vị": [f"xã số {n}" for n in range(45)], "I": [float(n) for n in range(45)]}
    )
    about = blocks.About("Lưới", pd.DataFrame({"file": [], "received_on": []}), illustrative=True)
    blocks.pick_grid(rows, "Lưới", about=about, key="luoi")


def test_a_grid_of_many_units_stands_page_by_page_its_shades_of_the_whole() -> None:
    page = AppTest.from_function(many_units, default_timeout=30).run()
    assert list(page.dataframe[0].value["Đơn vị"]) == [f"xã số {n}" for n in range(30)]
    first = page.dataframe[0].proto.arrow_data.styler.styles
    page.session_state["trang-Lưới-45"] = 2
    page.run()
    assert list(page.dataframe[0].value["Đơn vị"]) == [f"xã số {n}" for n in range(30, 45)]
    deepest = "rgba(10, 77, 140, 0.32)"
    assert deepest in page.dataframe[0].proto.arrow_data.styler.styles
    assert deepest not in first, "the highest of all is on the second page"


def test_a_cell_picked_on_a_later_page_is_that_of_its_row_among_all() -> None:
    shown = {"selection": {"cells": [(2, "II")]}}
    assert blocks.picked_cell(shown, 30) == (32, "II")
    assert blocks.picked_cell({"selection": {}}, 30) is None
