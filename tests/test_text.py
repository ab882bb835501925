"""Folding, cleaning and splitting, on wordings of the Tuy Phước and Kông Chro workbooks."""

from __future__ import annotations

import unicodedata

import pytest

from cchc.text import clean, fold, split_items, unaccented


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Văn hoá – Thông tin", "VĂN HÓA - THÔNG TIN"),
        ("hoà", "hòa"),
        ("uỷ quyền", "ủy quyền"),
        ("Điện Biên", "Ðiện Biên"),  # U+0110 and U+00D0
        ("Đơn vị", unicodedata.normalize("NFD", "Đơn vị")),
        ("Chỉ số", "Chỉ\u00a0 số"),
        ("Chỉ số", "Chỉ\n\tsố "),
        ("hành chính", "hành\u00ad chính\u200b"),
        ("Bộ phận “Một cửa”", 'bộ phận "một cửa"'),
        ("HĐND-UBND", "HĐND — UBND"),
    ],
)
def test_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_folding_leaves_plain_letters_and_signs() -> None:
    assert fold("  Tỷ lệ TTHC mức độ 3/4 (%) ") == "ty le tthc muc do 3/4 (%)"


def test_different_names_stay_different() -> None:
    assert fold("Phước An") != fold("Phước Sơn")


def test_unaccented_text_keeps_every_position() -> None:
    text = "Ủy ban nhân dân – Đức Hợp"
    assert len(unaccented(text)) == len(text)
    assert unaccented(text)[text.index("Đức") :] == "duc hop"


def test_shown_text_keeps_case_accents_and_dashes() -> None:
    assert clean("  Phòng\u00a0Tài chính –\n Kế\x07 hoạch ") == "Phòng Tài chính – Kế hoạch"


def test_shown_text_keeps_lines_when_asked() -> None:
    assert clean("a \r\n\r\n b\rc", keep_lines=True) == "a\nb\nc"


def test_a_text_without_bullets_is_one_item() -> None:
    assert split_items("Phòng Nội vụ; UBND các xã, thị trấn") == [
        "Phòng Nội vụ; UBND các xã, thị trấn"
    ]


@pytest.mark.parametrize("text", ["", "  \n ", "-", "- \n-"])
def test_a_text_without_content_has_no_items(text: str) -> None:
    assert split_items(text) == []


def test_dashes_at_line_starts_open_items() -> None:
    assert split_items("- Phòng Nội vụ\n- Các phòng chuyên môn huyện \n-UBND các xã") == [
        "Phòng Nội vụ",
        "Các phòng chuyên môn huyện",
        "UBND các xã",
    ]


def test_a_second_item_may_be_the_only_one_with_a_bullet() -> None:
    text = "Các phòng chuyên môn huyện; UBND các xã, thị trấn\n- Văn phòng HĐND và UBND"
    assert split_items(text) == [
        "Các phòng chuyên môn huyện; UBND các xã, thị trấn",
        "Văn phòng HĐND và UBND",
    ]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "- Trung tâm Văn hóa - Thông tin - Thể thao - Các phòng, ban; UBND các xã, thị trấn\n"
            "- Phòng Văn hóa và Thông tin chủ trì\n- Trung tâm Văn hóa - Thông tin - Thể thao.",
            [
                "Trung tâm Văn hóa - Thông tin - Thể thao",
                "Các phòng, ban; UBND các xã, thị trấn",
                "Phòng Văn hóa và Thông tin chủ trì",
                "Trung tâm Văn hóa - Thông tin - Thể thao.",
            ],
        ),
        (
            "- Phòng Kinh tế phối hợp với Phòng Tài chính - Kế hoạch, Ban Quản lý. - Các phòng",
            ["Phòng Kinh tế phối hợp với Phòng Tài chính - Kế hoạch, Ban Quản lý.", "Các phòng"],
        ),
        (
            "- Phòng Văn hoá – Thông tin - UBND các xã, thị trấn",
            ["Phòng Văn hoá – Thông tin", "UBND các xã, thị trấn"],
        ),
        (
            "- VP HĐND - UBND huyện\n- Phòng Nội vụ",
            ["VP HĐND - UBND huyện", "Phòng Nội vụ"],
        ),
        (
            "- Thường trực HĐND - UBND các xã",
            ["Thường trực HĐND", "UBND các xã"],
        ),
    ],
)
def test_a_dash_inside_a_name_is_no_bullet(text: str, items: list[str]) -> None:
    assert split_items(text) == items


def test_a_name_cut_at_its_dash_by_a_line_break_stays_whole() -> None:
    text = "- Phòng Kinh tế và Phòng Tài chính\n- Kế hoạch huyện.\n- Phòng Nội vụ"
    assert split_items(text) == [
        "Phòng Kinh tế và Phòng Tài chính - Kế hoạch huyện.",
        "Phòng Nội vụ",
    ]


def test_the_caller_may_name_more_dashed_names() -> None:
    text = "- Trạm Nông - Lâm - Ngư - Phòng Nội vụ"
    assert split_items(text, names=("Nông - Lâm - Ngư",)) == [
        "Trạm Nông - Lâm - Ngư",
        "Phòng Nội vụ",
    ]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("- Thường xuyên - Thường xuyên", ["Thường xuyên", "Thường xuyên"]),
        (
            "- Hoàn thành trước tháng 11/2024 - Sau khi tổ chức đối thoại",
            ["Hoàn thành trước tháng 11/2024", "Sau khi tổ chức đối thoại"],
        ),
        (
            "- Xây sơ đồ mạng Lan của huyện - 100% xã, thị trấn xây sơ đồ",
            ["Xây sơ đồ mạng Lan của huyện", "100% xã, thị trấn xây sơ đồ"],
        ),
        (
            "- Theo Kế hoạch của UBND huyện. - 06 tháng, năm",
            ["Theo Kế hoạch của UBND huyện.", "06 tháng, năm"],
        ),
        ("- Đúng theo quy định.\n - Đảm bảo 100%.", ["Đúng theo quy định.", "Đảm bảo 100%."]),
    ],
)
def test_a_list_left_on_one_line_by_a_pdf_is_split(text: str, items: list[str]) -> None:
    assert split_items(text) == items


@pytest.mark.parametrize(
    "text",
    [
        "Phát triển kinh tế - xã hội năm 2024",
        "- Chỉ tiêu kinh tế - xã hội",
        "- Thi đua – Khen thưởng",  # an en dash inside a line belongs to a name
        "- Kế hoạch giai đoạn 2021 - 2025",
        "- Năm học 2024-2025 và 1094/UBND-NC",
        "Phòng Nội vụ - Ban Dân vận",  # no list, no sentence end: nothing says it is a bullet
    ],
)
def test_other_dashes_split_nothing(text: str) -> None:
    assert split_items(text) == [text.removeprefix("- ")]


def test_after_a_sentence_end_a_dash_opens_an_item_even_without_a_first_bullet() -> None:
    assert split_items("Thực hiện tốt. - Báo cáo kịp thời") == [
        "Thực hiện tốt.",
        "Báo cáo kịp thời",
    ]


def test_a_line_break_in_a_sentence_does_not_split_it() -> None:
    text = "- Nghiêm túc rà soát, tránh tình trạng\ncông chức giải quyết tự ý\n- Thực hiện đúng"
    assert split_items(text) == [
        "Nghiêm túc rà soát, tránh tình trạng công chức giải quyết tự ý",
        "Thực hiện đúng",
    ]


def test_a_plus_at_a_line_start_is_an_item_of_its_own() -> None:
    text = "- Công khai số điện thoại đường dây nóng.\n+ Kiểm tra Quyết định số 13/2018/QĐ-UBND"
    assert split_items(text) == [
        "Công khai số điện thoại đường dây nóng.",
        "Kiểm tra Quyết định số 13/2018/QĐ-UBND",
    ]


def test_rising_numbers_open_items_within_and_between_lines() -> None:
    text = (
        "1. Duy trì chuyên mục trên Đài huyện. 2. Tăng cường viết tin (ít nhất 01 tin, bài/năm)."
        " 3. 100% pano được thiết kế\n4. Rà soát dự trù kinh phí."
    )
    assert split_items(text) == [
        "Duy trì chuyên mục trên Đài huyện.",
        "Tăng cường viết tin (ít nhất 01 tin, bài/năm).",
        "100% pano được thiết kế",
        "Rà soát dự trù kinh phí.",
    ]


def test_numbers_that_do_not_rise_from_the_first_are_text() -> None:
    assert split_items("1. Theo Nghị định 45. Báo cáo quý 3. Năm sau") == [
        "Theo Nghị định 45. Báo cáo quý 3. Năm sau"
    ]
    assert split_items("Thực hiện Đề án 1. Sau đó báo cáo 2. Hết") == [
        "Thực hiện Đề án 1. Sau đó báo cáo 2. Hết"
    ]


def test_a_numbered_list_cut_by_a_page_break_goes_on_at_its_line_starts() -> None:
    assert split_items("3. Thiết kế pano\n4. Rà soát") == ["Thiết kế pano", "Rà soát"]


def test_dashes_below_numbers_stay_in_their_item() -> None:
    assert split_items("1. Kiểm tra:\n- Cấp xã\n- Cấp huyện\n2. Báo cáo") == [
        "Kiểm tra: - Cấp xã - Cấp huyện",
        "Báo cáo",
    ]


def test_an_introduction_before_a_colon_goes_with_the_first_item() -> None:
    assert split_items("Các phòng:\n- Nội vụ\n- Tư pháp") == ["Các phòng: Nội vụ", "Tư pháp"]


def test_plain_words_before_a_line_break_are_not_taken_for_a_name() -> None:
    assert split_items("- Công khai tài chính\n- Kế hoạch kiểm tra") == [
        "Công khai tài chính",
        "Kế hoạch kiểm tra",
    ]
