"""Targets of domain.md §3 and of the five plans, each with what is read from it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cchc.targets import Target, parse_target


def only(text: str) -> Target:
    """The one requirement of a text."""
    (target,) = parse_target(text)
    return target


@pytest.mark.parametrize(
    ("text", "comparator", "percent"),
    [
        ("Trên 75%", ">", "75"),
        ("Trên 99 %", ">", "99"),
        (">80%", ">", "80"),
        ("Hơn 80,5%", ">", "80.5"),
        ("Từ 80% trở lên", ">=", "80"),
        ("80% trở lên", ">=", "80"),
        ("Từ 30%", ">=", "30"),
        ("Ít nhất 50%", ">=", "50"),
        ("Tối thiểu 90%", ">=", "90"),
        ("Không dưới 95%", ">=", "95"),
        ("≥ 80%", ">=", "80"),
        ("100%", ">=", "100"),
        ("Đạt 98,8%", ">=", "98.8"),
        ("Đạt tỷ lệ trên 80%", ">", "80"),
        ("Dưới 5%", "<", "5"),
        ("Không quá 2%", "<=", "2"),
        ("Tối đa 3%", "<=", "3"),
        ("80% trở xuống", "<=", "80"),
        ("Đúng 95%", "=", "95"),
        ("trên 80% (năm 2023 đạt 73,18%)", ">", "80"),
    ],
)
def test_a_comparing_word_and_a_percent_are_read(text: str, comparator: str, percent: str) -> None:
    target = only(text)
    assert (target.comparator, target.percent) == (comparator, Decimal(percent))
    assert (target.kind, target.rank, target.count, target.notes) == ("reach", None, None, ())
    assert target.raw_text == text


def test_a_bare_percent_measures_what_its_table_does() -> None:
    assert only("Trên 75%").measure == "index"
    assert parse_target("Trên 75%", default_measure="rate")[0].measure == "rate"


def test_equality_meets_from_but_not_above() -> None:
    assert only("từ 80% trở lên").comparator == ">="
    assert only("Trên 80%").comparator == ">"


def test_a_percent_of_something_is_a_rate() -> None:
    assert only("Đảm bảo trên 80% hồ sơ công việc").measure == "rate"
    assert only("Chỉ số PAR INDEX đạt từ 80% điểm trở lên").measure == "index"


@pytest.mark.parametrize(
    ("text", "comparator", "percent", "kind"),
    [
        ("Duy trì", ">=", None, "keep"),
        ("Giữ vững", ">=", None, "keep"),
        ("Duy trì 100%", ">=", Decimal(100), "keep"),
        ("Giữ vững trên 99%", ">", Decimal(99), "keep"),
        ("Giữ vững hoặc nâng cao", ">=", None, "keep_or_raise"),
        ("Tiếp tục cải thiện hơn", ">", None, "improve"),
        ("tiếp tục cải thiện hơn so với kết quả đánh giá năm 2023", ">", None, "improve"),
    ],
)
def test_a_target_against_the_baseline_has_a_comparator(
    text: str, comparator: str, percent: Decimal | None, kind: str
) -> None:
    target = only(text)
    assert (target.comparator, target.percent, target.kind) == (comparator, percent, kind)
    assert target.measure == "index"


@pytest.mark.parametrize(
    ("text", "comparator", "rank"),
    [
        ("Phấn đấu Chỉ số PAPI của huyện năm 2023 tăng bậc so với năm 2022", "<", None),
        ("Vượt thu ngân sách thuộc nhóm 03 địa phương cao nhất tỉnh.", "<=", 3),
        ("Xếp thứ 3", "<=", 3),
        ("Thứ hạng 4", "<=", 4),
        ("Nằm trong tốp 5", "<=", 5),
        ("duy trì trong nhóm đứng đầu các huyện", None, None),
    ],
)
def test_a_rank_target_counts_downward(text: str, comparator: str | None, rank: int | None) -> None:
    target = only(text)
    assert (target.comparator, target.rank) == (comparator, rank)
    assert (target.measure, target.kind, target.percent) == ("rank", "rank", None)


def test_a_rise_by_ranks_is_noted() -> None:
    assert [code for code, _ in only("Tăng ít nhất 2 bậc").notes] == ["rank_steps"]


def test_a_percent_and_a_rank_in_one_clause_are_one_target() -> None:
    target = only("Trên 80%, xếp hạng 2")
    assert (target.comparator, target.percent, target.rank) == (">", Decimal(80), 2)


@pytest.mark.parametrize("text", ["Báo cáo hàng 06 tháng", "Giải quyết đúng 15 ngày"])
def test_words_that_fold_like_a_rank_are_none(text: str) -> None:
    assert only(text).rank is None


@pytest.mark.parametrize(
    ("text", "comparator", "percent"),
    [
        ("tăng ít nhất 0,7% so với năm 2023", ">=", "0.7"),
        ("tăng 5% so với cùng kỳ năm 2023", ">=", "5"),
        ("tăng thêm 2 điểm % so với năm 2023", ">=", "2"),
        ("cao hơn 2% so với năm 2023", ">", "2"),
        ("giảm ít nhất 10% so với năm 2023", "<=", "-10"),
    ],
)
def test_a_change_is_growth_against_its_year(text: str, comparator: str, percent: str) -> None:
    target = only(text)
    assert (target.comparator, target.percent) == (comparator, Decimal(percent))
    assert (target.measure, target.basis_year) == ("growth", 2023)


def test_growth_is_found_in_a_long_sentence() -> None:
    target = only(
        "Quán triệt công chức hướng dẫn hồ sơ nhằm tăng tỷ lệ doanh nghiệp được thành lập mới "
        "trong năm 2024 trên địa bàn huyện tăng ít nhất 0,7% so với năm 2023."
    )
    assert (target.measure, target.percent, target.basis_year) == ("growth", Decimal("0.7"), 2023)


def test_a_level_reached_by_rising_is_no_growth() -> None:
    target = only("Nâng tỷ lệ lên trên 80%")
    assert (target.comparator, target.percent, target.measure) == (">", Decimal(80), "rate")


@pytest.mark.parametrize(
    ("text", "comparator", "count"),
    [
        ("phải có ít nhất 01 tin, bài/năm", ">=", 1),
        ("mỗi đơn vị phải đăng ký ít nhất 01 sáng kiến", ">=", 1),
        ("bổ sung hồ sơ không quá 01 lần", "<=", 1),
        ("02 cuộc kiểm tra", ">=", 2),
        ("Từ 03 chuyên mục trở lên", ">=", 3),
    ],
)
def test_a_number_of_things_is_a_count(text: str, comparator: str, count: int) -> None:
    target = only(text)
    assert (target.comparator, target.count) == (comparator, Decimal(count))
    assert (target.measure, target.percent, target.notes) == ("count", None, ())


@pytest.mark.parametrize(
    "text", ["Hạn chế tối đa văn bản giấy", "Thực hiện tốt", "Năm 2024", "mức độ 3 và 4"]
)
def test_a_target_without_a_number_is_qualitative(text: str) -> None:
    assert only(text) == Target(text)


@pytest.mark.parametrize("text", ["", " ", "-", "–"])
def test_an_empty_cell_has_no_target(text: str) -> None:
    assert parse_target(text) == []


@pytest.mark.parametrize(
    ("text", "percents"),
    [
        ("100% cấp huyện, 80% cấp xã", [100, 80]),
        ("- 100% văn bản được ký số\n- Trên 80% hồ sơ được lập", [100, 80]),
        ("100% văn bản được ký số; trên 80% hồ sơ được lập", [100, 80]),
        ("Nâng cao chất lượng; đạt trên 80%", [80]),
    ],
)
def test_each_requirement_printed_is_a_target(text: str, percents: list[int]) -> None:
    assert [target.percent for target in parse_target(text)] == percents


@pytest.mark.parametrize("text", ["70 - 80%", "70–80%", "Từ 70% đến 80%"])
def test_a_range_is_read_as_its_floor_and_noted(text: str) -> None:
    target = only(text)
    assert (target.comparator, target.percent) == (">=", Decimal(70))
    assert [code for code, _ in target.notes] == ["range"]


@pytest.mark.parametrize("text", ["Trên 100%", "120%"])
def test_more_than_everything_is_noted(text: str) -> None:
    assert [code for code, _ in only(text).notes] == ["exceeds_100"]


def test_an_ambiguous_number_is_noted_and_not_read() -> None:
    target = only("Trên 1.234%")
    assert target.percent is None
    assert [code for code, _ in target.notes] == ["ambiguous_number"]


@pytest.mark.parametrize("text", ["Trên 75", "75"])
def test_a_number_without_a_unit_is_noted_unless_its_heading_gives_it(text: str) -> None:
    assert [code for code, _ in only(text).notes] == ["number_without_unit"]
    (target,) = parse_target(text, percent_heading=True)
    assert (target.percent, target.count, target.notes) == (Decimal(75), None, ())


KONG_CHRO = [
    ("100% số TTHC thuộc thẩm quyền giải quyết công khai đầy đủ trên Trang TTĐT", 100),
    ("100% hồ sơ TTHC được giải quyết đúng hạn", 100),
    ("100% cán bộ cấp xã đạt chuẩn về chuyên môn nghiệp vụ", 100),
    ("Từ 30% TTHC cung cấp trực tuyến mức độ 3 và 4 có phát sinh hồ sơ trực tuyến trong năm", 30),
    ("Từ 30% TTHC đã triển khai có phát sinh hồ sơ tiếp nhận/trả kết quả qua dịch vụ BCCI", 30),
]


@pytest.mark.parametrize(("text", "percent"), KONG_CHRO)
def test_kong_chro_1_asks_for_rates(text: str, percent: int) -> None:
    target = only(text)
    assert (target.comparator, target.percent) == (">=", Decimal(percent))
    assert (target.measure, target.kind, target.count) == ("rate", "reach", None)


def test_kong_chro_1_4_is_qualitative() -> None:
    text = "Hạn chế tối đa văn bản đi, được gửi dưới dạng điện tử song song với bản giấy"
    assert only(text) == Target(text)


@pytest.mark.parametrize(
    "text",
    [
        "Nâng cao chỉ số hài lòng về tiếp cận dịch vụ",
        "nâng cao tỷ lệ hài lòng về tổ chức giải quyết TTHC",
        "Nâng cao chỉ số hài lòng về công chức giải quyết TTHC",
        "nâng cao tỷ lệ hài lòng về kết quả giải quyết TTHC",
    ],
)
def test_kong_chro_2_improves_without_a_number(text: str) -> None:
    assert only(text) == Target(text, kind="improve")


def test_kong_chro_2_5_keeps_or_raises_its_baseline() -> None:
    text = (
        "Giữ vững hoặc nâng cao tỷ lệ hài lòng 1% so với năm 2020 (năm 2020 là 99,12%), "
        "theo tiêu chí của huyện"
    )
    target = only(text)
    assert (target.comparator, target.percent) == (">=", Decimal("99.12"))
    assert (target.kind, target.measure, target.basis_year) == ("keep_or_raise", "rate", 2020)
    ((code, message),) = target.notes
    assert code == "raise_exceeds_100"
    assert "100,12%" in message


def test_a_raise_that_fits_below_100_needs_no_note() -> None:
    text = "Giữ vững hoặc nâng cao 1% so với năm 2020 (năm 2020 là 90%)"
    assert only(text).notes == ()
