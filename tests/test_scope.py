"""Whom and when a table speaks of: the nearest words count, what is only cited does not."""

from __future__ import annotations

import pytest

from cchc import catalogue
from cchc.model import Normalised, Sheet
from cchc.normalise import normalise
from cchc.normalise.scope import Hints, Scope, read_scope, read_sender
from cchc.recognise import recognise
from tests.sheets import Row, sheet, workbook

KNOWN = catalogue.shipped()
TAM_DUONG, TUY_PHUOC = "lai-chau.tam-duong", "binh-dinh.tuy-phuoc"
TABLE: tuple[Row, ...] = (
    (
        "STT",
        "Nội dung",
        "Nhiệm vụ, giải pháp thực hiện",
        "Cơ quan thực hiện",
        "Thời gian thực hiện",
    ),
    (1, "Kết quả", "Rà soát hồ sơ", "Phòng A", "Năm 2024"),
)


def page(*titles: str, name: str = "Trang 1") -> Sheet:
    """A plan's table under its titles."""
    return sheet(*((title,) for title in titles), (), *TABLE, name=name)


def scope(*sheets: Sheet, file: str = "tep.xlsx", hints: Hints | None = None) -> Scope:
    """The scope of the first sheet's table."""
    (table,) = recognise(sheets[0])
    return read_scope(workbook(*sheets, file=file), table, KNOWN, hints or Hints())


def unit(*sheets: Sheet, file: str = "tep.xlsx") -> str | None:
    found = scope(*sheets, file=file).unit
    return found.unit_id if found else None


def sender(*titles: str) -> str | None:
    return read_sender(recognise(page(*titles)), KNOWN)


def test_the_title_above_the_table_says_whom_and_when() -> None:
    found = scope(page("KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH HUYỆN TAM ĐƯỜNG NĂM 2024"))
    assert found.unit is not None
    assert (found.unit.unit_id, found.period_id, found.year) == (TAM_DUONG, "2024", 2024)


def test_the_nearest_title_counts() -> None:
    titles = ("UBND TỈNH LAI CHÂU", "KẾ HOẠCH NĂM 2023", "HUYỆN TAM ĐƯỜNG NĂM 2024")
    found = scope(page(*titles))
    assert found.unit is not None
    assert (found.unit.unit_id, found.period_id) == (TAM_DUONG, "2024")


def test_of_units_in_one_line_the_lowest_counts() -> None:
    assert unit(page("Tỉnh Lai Châu - huyện Tam Đường")) == TAM_DUONG
    assert unit(page("HUYỆN TAM ĐƯỜNG, TỈNH LAI CHÂU")) == TAM_DUONG


def test_the_sheets_name_comes_before_its_siblings_and_the_file() -> None:
    named = page(name="Tuy Phước 2023")
    sibling = sheet(("HUYỆN TAM ĐƯỜNG NĂM 2024",), name="Bìa")
    found = scope(named, sibling, file="tam-duong-2022.xlsx")
    assert found.unit is not None
    assert (found.unit.unit_id, found.period_id) == (TUY_PHUOC, "2023")


def test_a_sibling_sheet_comes_before_the_files_name() -> None:
    sibling = sheet(("HUYỆN TAM ĐƯỜNG NĂM 2024",), name="Bìa")
    found = scope(page(), sibling, file="tuy-phuoc-2023.xlsx")
    assert found.unit is not None
    assert (found.unit.unit_id, found.period_id) == (TAM_DUONG, "2024")


@pytest.mark.parametrize(
    "file", ["Kế hoạch Tam Đường năm 2024.xlsx", "ke-hoach-tam-duong-2024.xlsx"]
)
def test_the_files_name_says_it_with_accents_or_without(file: str) -> None:
    found = scope(page(), file=file)
    assert found.unit is not None
    assert (found.unit.unit_id, found.period_id) == (TAM_DUONG, "2024")


def test_what_nobody_says_is_not_guessed() -> None:
    found = scope(page("KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH"))
    assert (found.unit, found.period_id, found.year) == (None, None, None)


def test_a_name_that_fits_two_units_is_passed_over_for_a_certain_one() -> None:
    assert unit(page("KẾ HOẠCH CỦA KÔNG CHRO")) is None
    assert unit(page("KẾ HOẠCH CỦA KÔNG CHRO"), file="TT Kông Chro 2021.xlsx") == (
        "gia-lai.kong-chro.tt-kong-chro"
    )


def test_a_plan_that_is_only_cited_says_neither_whom_nor_when() -> None:
    cited = "Theo Kế hoạch của UBND tỉnh Lai Châu năm 2023"
    found = scope(page("HUYỆN TAM ĐƯỜNG NĂM 2024", cited))
    assert found.unit is not None
    assert found.cited_unit is not None
    assert (found.unit.unit_id, found.period_id) == (TAM_DUONG, "2024")
    assert (found.cited_unit.unit_id, found.cited_period_id) == ("lai-chau", "2023")


def test_illustrative_units_are_meant_only_in_files_that_say_so() -> None:
    title = "BÁO CÁO CỦA PHÒNG NỘI VỤ NĂM 2024"
    assert unit(page(title)) is None
    assert unit(page("SỐ LIỆU MINH HỌA", title)) == "minh-hoa.mh.p-noi-vu"


def test_the_mark_itself_names_nobody_as_the_one_reported_on() -> None:
    assert unit(page("SỐ LIỆU MINH HỌA")) is None
    assert unit(page("BÁO CÁO CỦA XÃ A NĂM 2024", "SỐ LIỆU MINH HỌA")) == "minh-hoa.mh.xa-a"


def test_a_file_that_says_illustrative_speaks_of_no_real_unit() -> None:
    assert unit(page("SỐ LIỆU MINH HỌA", "BÁO CÁO CỦA HUYỆN TAM ĐƯỜNG NĂM 2024")) != TAM_DUONG


def test_the_caller_overrides_what_the_file_says() -> None:
    hints = Hints(KNOWN.resolve("huyện Tuy Phước"), "2021")
    found = scope(page("HUYỆN TAM ĐƯỜNG NĂM 2024"), hints=hints)
    assert found.unit is not None
    assert (found.unit.unit_id, found.period_id) == (TUY_PHUOC, "2021")


def test_one_override_leaves_the_other_to_the_file() -> None:
    found = scope(page("HUYỆN TAM ĐƯỜNG NĂM 2024"), hints=Hints(period_id="2021"))
    assert found.unit is not None
    assert (found.unit.unit_id, found.period_id) == (TAM_DUONG, "2021")


# the sender --------------------------------------------------------------------------------


def test_the_agency_in_the_head_is_the_sender_by_its_name_in_the_catalogue() -> None:
    assert sender("UBND HUYỆN TAM ĐƯỜNG", "KẾ HOẠCH NĂM 2024") == "huyện Tam Đường"


def test_an_agency_outside_the_catalogue_is_the_sender_as_written() -> None:
    assert sender("SỞ NỘI VỤ", "KẾ HOẠCH NĂM 2024") == "SỞ NỘI VỤ"


def test_the_motto_and_titles_are_no_sender() -> None:
    motto = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
    assert sender(*motto, "KẾ HOẠCH HUYỆN TAM ĐƯỜNG") is None


@pytest.mark.parametrize("line", ["SỐ LIỆU MINH HỌA", "Số: 12/BC-UBND", "Ban hành kèm theo"])
def test_a_line_that_begins_like_an_agency_is_no_sender(line: str) -> None:
    assert sender(line, "HUYỆN TAM ĐƯỜNG NĂM 2024") is None


def test_a_word_like_a_kind_but_for_its_accents_names_no_unit() -> None:
    """ "tính vào chỉ số" is no tỉnh."""
    advice = "Không phát sinh thì không tính vào chỉ số chung"
    assert unit(page("KẾ HOẠCH HUYỆN TAM ĐƯỜNG NĂM 2024", advice)) == TAM_DUONG


@pytest.mark.parametrize(
    "title",
    [
        "BẢNG ĐIỂM NĂM 2023 - XÃ ĐẦU CẦU HUYỆN MINH HỌA",
        "BẢNG ĐIỂM NĂM 2023 - XÃ ĐẦU CẦU, HUYỆN MINH HỌA",
        "Bảng điểm năm 2023 của xã Đầu Cầu thuộc huyện Minh Họa",
    ],
)
def test_an_unknown_commune_is_never_read_as_its_district(title: str) -> None:
    said = _title(title)
    assert [one.code for one in said.findings] == ["unknown_unit"]
    assert [one.unit_id for one in said.tables] == [None]


@pytest.mark.parametrize(
    ("title", "unit_id"),
    [
        ("BẢNG ĐIỂM NĂM 2023 - XÃ A, HUYỆN MINH HỌA", "minh-hoa.mh.xa-a"),
        ("XẾP HẠNG CÁC XÃ, THỊ TRẤN HUYỆN MINH HỌA NĂM 2023", "minh-hoa.mh"),
        ("XẾP HẠNG CẤP XÃ HUYỆN MINH HỌA NĂM 2023", "minh-hoa.mh"),
        ("KẾT QUẢ UBND XÃ, PHƯỜNG, THỊ TRẤN THUỘC HUYỆN MINH HỌA NĂM 2023", "minh-hoa.mh"),
    ],
)
def test_kinds_of_units_before_the_district_are_no_names(title: str, unit_id: str) -> None:
    assert [one.unit_id for one in _title(title).tables] == [unit_id]


def _title(title: str) -> Normalised:
    header = ("STT", "Lĩnh vực/Tiêu chí", "Điểm tối đa", "Điểm đạt được")
    rows = (("SỐ LIỆU MINH HỌA",), (title,), (), header, ("1.1.1", "x", 1, 1))
    return normalise(workbook(sheet(*rows)), catalogue.shipped())
