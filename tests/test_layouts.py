"""A header that a person pointed out is known again, in the next month's file too."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cchc.errors import WrongUse
from cchc.forms import ALL
from cchc.model import Area, Layout, Sheet
from cchc.normalise import normalise
from cchc.recognise import recognise
from cchc.recognise.layouts import UNSAID, form_columns, header_candidates, layout_from
from tests.awkward.books import KNOWN, facts, found
from tests.sheets import Row, sheet, workbook

HEADER: Row = ("Mã hàng", "Tên cơ sở", "Mức đạt năm 2023", "Bậc", "Người ghi")
MEANT = {2: "unit", 3: "percent", 4: "rank"}


def page(header: Row = HEADER, *rows: Row, year: str = "2023") -> Sheet:
    rows = rows or (("x1", "xã A", 90.5, 1, "n"), ("x2", "xã B", 80, 2, "n"))
    return sheet(("SỐ LIỆU MINH HỌA",), (f"KẾT QUẢ HUYỆN MINH HỌA NĂM {year}",), (), header, *rows)


def test_a_header_of_no_form_is_read_as_a_person_pointed_it_out() -> None:
    assert recognise(page()) == []
    layout = layout_from(page(), [4], "unit_ranking", MEANT)
    (table,) = recognise(page(), (layout,))
    assert (table.form, table.columns["unit"], table.rows) == ("unit_ranking", (2,), (5, 6))
    assert table.learned == {2, 3, 4}
    assert table.signature == layout.signature


def test_what_was_learned_is_said_and_gives_figures() -> None:
    layout = layout_from(page(), [4], "unit_ranking", MEANT | {1: "", 5: ""})
    known = replace(KNOWN, layouts=(layout,))
    said = normalise(workbook(page()), known)
    assert [fact.cell for fact in facts(said, "score")] == ["C5", "C6"]
    assert {one.title: one.learned for one in said.tables[0].columns} == {
        "Tên đơn vị": True, "Chỉ số (%)": True, "Xếp hạng": True,
    }  # fmt: skip
    assert found(said) == [], "columns that a person said are not used are not asked for again"


def test_columns_that_nothing_was_said_of_are_still_asked_for() -> None:
    layout = layout_from(page(), [4], "unit_ranking", MEANT)
    assert layout.columns[4] == ("nguoi ghi", UNSAID)
    said = normalise(workbook(page()), replace(KNOWN, layouts=(layout,)))
    assert [(one.kind, one.text) for one in said.questions] == [
        ("unknown_column", "Mã hàng"), ("unknown_column", "Người ghi"),
    ]  # fmt: skip


def test_next_years_heading_is_the_same_layout_and_another_column_is_not() -> None:
    layout = layout_from(page(), [4], "unit_ranking", MEANT)
    next_year = tuple(str(text).replace("2023", "2024") for text in HEADER)
    assert recognise(page(next_year, year="2024"), (layout,)) != []
    assert recognise(page((*HEADER, "Ký nhận")), (layout,)) == []
    assert recognise(page((HEADER[1], HEADER[0], *HEADER[2:])), (layout,)) == []


def test_the_layout_stands_wherever_the_table_does() -> None:
    layout = layout_from(page(), [4], "unit_ranking", MEANT)
    moved = sheet(("HUYỆN MINH HỌA",), (None, None, *HEADER), (None, None, "x", "xã A", 9, 1))
    (table,) = recognise(moved, (layout,))
    assert table.columns["unit"] == (4,)


def test_a_header_of_two_merged_rows_is_learned_whole() -> None:
    header = (("Tên cơ sở", "Mức đạt", None), (None, "Phần trăm", "Bậc"))
    merges = (Area(1, 1, 2, 1), Area(1, 2, 1, 3))
    one = sheet(*header, ("xã A", 90.5, 1), merges=merges)
    layout = layout_from(one, [1, 2], "unit_ranking", {1: "unit", 2: "percent", 3: "rank"})
    assert [text for text, _ in layout.columns][1] == "muc dat · phan tram"
    (table,) = recognise(one, (layout,))
    assert (table.header_rows, table.rows) == ((1, 2), (3,))


def test_an_unknown_column_of_a_known_form_takes_the_meaning_it_is_given() -> None:
    header = ("TT", "Đơn vị", "Chỉ số (%)", "Xếp hạng", "Nhóm đạt")
    one = page(header, (1, "xã A", 90.5, 1, "Tốt"))
    said = normalise(workbook(one), KNOWN)
    (question,) = said.questions
    assert (question.kind, question.cell, question.text) == ("unknown_column", "E4", "Nhóm đạt")
    assert ("band", "Xếp loại") in question.choices
    read = said.tables[0]
    columns = {number: column.name for number, column in enumerate(read.columns, start=1)}
    layout = layout_from(one, read.header_rows, read.form, columns | {5: "band"})
    assert layout.signature == question.signature
    again = normalise(workbook(one), replace(KNOWN, layouts=(layout,)))
    assert facts(again, "score")[0].values["published_class"] == "Tốt"
    assert [column.name for column in again.tables[0].columns if column.learned] == ["band"]
    assert again.questions == []


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({2: "unit", 3: "percent"}, "thiếu cột: Xếp hạng"),
        ({1: "unit", 2: "unit", 3: "percent", 4: "rank"}, "Hai cột cùng được chỉ là “Tên đơn vị”"),
        ({2: "unit", 3: "percent", 4: "nonsense"}, "không có cột “nonsense”"),
        ({2: "unit", 3: "percent", 9: "rank"}, "nằm ngoài dòng tiêu đề"),
    ],
)
def test_what_does_not_make_a_table_is_refused_with_what_is_missing(
    columns: dict[int, str], sentence: str
) -> None:
    with pytest.raises(WrongUse, match=sentence):
        layout_from(page(), [4], "unit_ranking", columns)


def test_a_layout_of_a_form_that_is_no_more_is_passed_over() -> None:
    layout = layout_from(page(), [4], "unit_ranking", MEANT)
    gone = replace(layout, form="gone")
    renamed = replace(layout, columns=tuple((text, "gone") for text, _ in layout.columns))
    assert recognise(page(), (gone, renamed)) == []


def test_a_person_is_shown_the_rows_that_may_be_a_header() -> None:
    rows = header_candidates(page())
    assert [one.row for one in rows] == [4, 5, 6][: len(rows)]
    assert rows[0].texts[1] == (2, "Tên cơ sở")


def test_every_column_of_every_form_is_called_something_in_vietnamese() -> None:
    for form in ALL:
        for name, title, _ in form_columns(form.name):
            assert title != name, f"cchc/forms/form.py TITLES lacks “{name}” ({form.name})"


def test_layouts_cost_nothing_where_no_row_begins_like_one() -> None:
    layout = Layout("0" * 32, "unit_ranking", 1, (("a", "unit"), ("b", "percent"), ("c", "rank")))
    assert recognise(page(), (layout,)) == []


def test_targets_under_a_heading_without_a_year_are_of_no_year_that_we_guess() -> None:
    header = ("STT", "Chỉ số thành phần", "Đạt được", "Phấn đấu")
    one = sheet(("HUYỆN MINH HỌA NĂM 2023",), ("SỐ LIỆU MINH HỌA",), header, (1, "Thể chế", 90, 95))
    meant = {1: "number", 2: "name", 3: "percent", 4: "target"}
    layout = layout_from(one, [3], "component_summary", meant)
    said = normalise(workbook(one), replace(KNOWN, layouts=(layout,)))
    assert found(said) == [("error", "no_target_year", "D3")]
    assert [(fact.table, fact.cell) for fact in said.facts] == [("score", "C4")]
