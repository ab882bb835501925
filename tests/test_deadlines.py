"""Every deadline of the Tuy Phước, Tam Đường and Kông Chro workbooks; the reporting calendar."""

from __future__ import annotations

from datetime import date

import pytest

from cchc.deadlines import (
    Deadline,
    DueRule,
    MonthlyWindow,
    find_frequency,
    parse_deadline,
    parse_due_day,
    parse_window,
)

DATED = [
    ("Hoàn thành trong tháng 5/2024", date(2024, 5, 31)),
    ("Tháng 5/2024", date(2024, 5, 31)),
    ("Tháng 6/2024", date(2024, 6, 30)),
    ("trong tháng 6/2024", date(2024, 6, 30)),
    ("Tháng 8/2024", date(2024, 8, 31)),
    ("Tháng 9/2024", date(2024, 9, 30)),
    ("Hoàn thành trong quý III/2024", date(2024, 9, 30)),
    ("Quý II/2024", date(2024, 6, 30)),
    ("Quý III/2024", date(2024, 9, 30)),
    ("- Hoàn thành trước tháng 11/2024", date(2024, 10, 31)),
    ("Hoàn thành trước tháng 12/2024", date(2024, 11, 30)),
    ("Năm 2024", date(2024, 12, 31)),
    ("trước ngày 15/12", date(2024, 12, 14)),
    (
        "Hoàn thành việc đánh giá trước ngày 15/12 và thời gian gửi báo cáo theo văn bản "
        "hướng dẫn của huyện",
        date(2024, 12, 14),
    ),
    (
        "Ban hành DMHS trong tháng 01/2024 và lập hồ sơ sau khi đã giải quyết xong công việc.",
        date(2024, 1, 31),
    ),
    ("Trong năm 2021", date(2021, 12, 31)),
    ("Trong năm 2021 và những năm tiếp theo", date(2021, 12, 31)),
    ("Trong năm 2021 và các năm tiếp theo", date(2021, 12, 31)),
    # wordings of other plans
    ("Tháng 6", date(2024, 6, 30)),
    ("Tháng 02 năm 2024", date(2024, 2, 29)),
    ("Trong 6/2024", date(2024, 6, 30)),
    ("trước quý III/2024", date(2024, 6, 30)),
    ("Trước năm 2025", date(2024, 12, 31)),
    ("Cuối năm", date(2024, 12, 31)),
    ("6 tháng đầu năm 2024", date(2024, 6, 30)),
    ("Giai đoạn 2021-2025", date(2025, 12, 31)),
    ("Chậm nhất ngày 20/11", date(2024, 11, 20)),
    ("Trước ngày 20 tháng 11 năm 2024", date(2024, 11, 19)),
    ("Trước 30/9/2024", date(2024, 9, 29)),
    ("trước ngày 15.12.2024", date(2024, 12, 14)),
    ("trước ngày 01/01/2025", date(2024, 12, 31)),
    ("Từ tháng 5 đến tháng 8/2024", date(2024, 8, 31)),
    ("Tháng 5 - 6/2024", date(2024, 6, 30)),
    ("Từ ngày 01/5 đến ngày 31/5/2024", date(2024, 5, 31)),
    ("Theo Kế hoạch, hoàn thành trước ngày 15/12", date(2024, 12, 14)),
]


@pytest.mark.parametrize(("text", "due_on"), DATED)
def test_a_dated_deadline_ends_on_its_last_punctual_day(text: str, due_on: date) -> None:
    deadline = parse_deadline(text, 2024)
    assert (deadline.kind, deadline.due_on, deadline.problems) == ("dated", due_on, ())


@pytest.mark.parametrize(
    ("text", "frequency"),
    [
        ("Hàng tháng", "monthly"),
        ("- Hàng quý", "quarterly"),
        ("Hằng năm", "yearly"),
        ("Hàng quý, 06 tháng, năm.", "quarterly,half_yearly,yearly"),
        ("06 tháng, năm", "half_yearly,yearly"),
        ("Hàng tháng, hàng quý", "monthly,quarterly"),
        ("Ngày 30 tháng cuối cùng của quý", "quarterly"),
        ("Trước ngày 14 hàng tháng", "monthly"),
        ("Năm", "yearly"),
        # the first words rule: the Council's own timetable only says when in the year
        ("Hàng năm, theo thời gian quy định của Hội đồng Sáng kiến huyện", "yearly"),
    ],
)
def test_a_periodic_deadline_has_a_frequency_and_no_day(text: str, frequency: str) -> None:
    deadline = parse_deadline(text, 2024)
    assert (deadline.kind, deadline.frequency) == ("periodic", frequency)
    assert (deadline.due_on, deadline.problems) == (None, ())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Thường xuyên", "continuous"),
        ("Cả năm", "continuous"),
        ("Thường xuyên khi có sự thay đổi", "continuous"),
        ("Thường xuyên và theo đề xuất của các cơ quan, đơn vị", "continuous"),
        ("Khi có hồ sơ trễ hẹn", "event"),
        ("Khi có phản ánh, kiến nghị", "event"),
        ("Khi có sự thay đổi", "event"),
        ("Khi có quy định mới của các bộ, ngành có liên quan", "event"),
        ("Sau khi tổ chức đối thoại", "event"),
        ("Sau khi Đề án được phê duyệt", "event"),
        ("Sau khi có quyết định giao dự toán", "event"),
        ("Sau khi có kết luận thanh tra, kiểm tra", "event"),
        ("Sau khi có quy định mới của cơ quan có thẩm quyền", "event"),
        ("Ngay sau khi UBND tỉnh công bố", "event"),
        ("05 ngày sau khi nhận hồ sơ", "event"),
        ("Theo quy định", "reference"),
        ("Theo quy định của tỉnh.", "reference"),
        ("Theo tiến độ tỉnh giao", "reference"),
        ("Theo tiến độ Kế hoạch đề ra", "reference"),
        ("Theo yêu cầu của tỉnh", "reference"),
        ("Theo yêu cầu của Đoàn kiểm tra", "reference"),
        ("Theo yêu cầu của cơ quan có thẩm quyền", "reference"),
        ("Theo Kế hoạch của UBND huyện.", "reference"),
        ("Theo Kế hoạch huyện đề ra", "reference"),
        ("Theo đề xuất của cơ quan, đơn vị", "reference"),
        ("Theo đăng ký đi học của CBCC", "reference"),
        ("Theo thời gian quy định của tỉnh", "reference"),
        ("Theo thời gian mở lớp của tỉnh và đăng ký của các đơn vị", "reference"),
        ("Theo Kế hoạch số 130/KH-UBND ngày 14/11/2023 của UBND huyện", "reference"),
        ("", "none"),
        (" - ", "none"),
    ],
)
def test_other_deadlines_have_no_day(text: str, kind: str) -> None:
    deadline = parse_deadline(text, 2024)
    assert (deadline.kind, deadline.due_on, deadline.problems) == (kind, None, ())


def test_a_year_printed_outweighs_the_plans() -> None:
    assert parse_deadline("Trước ngày 15/12/2025", 2024).due_on == date(2025, 12, 14)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("trước ngày 31/6", "bad_date"),
        ("trước ngày 14/11/20233", "bad_date"),
        ("tháng 13/2024", "bad_date"),
        ("Đầu năm 2024", "unrecognised_deadline"),
    ],
)
def test_an_uncertain_day_is_a_problem_not_a_guess(text: str, problem: str) -> None:
    assert parse_deadline(text, 2024) == Deadline(text, "dated", problems=(problem,))  # type: ignore[arg-type]


def test_a_day_without_any_year_has_no_due_day() -> None:
    assert parse_deadline("trước ngày 15/12", None).problems == ("year_unknown",)
    assert parse_deadline("trước ngày 15/12", None).due_on is None


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("06 tháng đầu năm trước ngày 03/6; báo cáo năm trước ngày 25/10/2023", date(2023, 10, 24)),
        ("Tháng 5, 6/2023", date(2023, 6, 30)),
        ("Quý II, IV năm 2023", date(2023, 12, 31)),
    ],
)
def test_several_days_are_said_and_the_last_is_kept(text: str, last: date) -> None:
    deadline = parse_deadline(text, 2023)
    assert (deadline.due_on, deadline.problems) == (last, ("several_dates",))


def test_a_text_that_is_no_deadline_is_a_problem() -> None:
    deadline = parse_deadline("Phòng Nội vụ", 2024)
    assert (deadline.kind, deadline.problems) == ("none", ("unrecognised_deadline",))


def test_the_text_is_kept_clean_of_its_bullet() -> None:
    assert parse_deadline("- Hàng quý.\n", 2024).text == "Hàng quý"


@pytest.mark.parametrize(
    ("text", "frequency"),
    [("06 tháng đầu năm", "half_yearly"), ("Hàng quý", "quarterly"), ("Quý II/2024", None)],
)
def test_a_frequency_is_found(text: str, frequency: str | None) -> None:
    assert find_frequency(text) == frequency


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Trước ngày 14 hàng tháng", DueRule(day_of_month=13)),
        ("Ngày 25 hằng tháng", DueRule(day_of_month=25)),
        ("Trước ngày 01 hàng tháng", DueRule(day_of_month=0)),
        ("Trước ngày 03/6", DueRule(due_on=date(2023, 6, 2))),
        ("Trước ngày 25/10/2023", DueRule(due_on=date(2023, 10, 24))),
        ("Trước ngày 10/12/2024", DueRule(due_on=date(2024, 12, 9))),
        ("", None),
        ("Hàng quý", None),
        ("Trước ngày 03/6; trước ngày 25/10", None),
    ],
)
def test_a_report_is_due_by_a_day_of_the_month_or_a_day(text: str, rule: DueRule | None) -> None:
    assert parse_due_day(text, 2023) == rule


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("Từ ngày 01/11/2022 đến ngày 31/5/2023", (date(2022, 11, 1), date(2023, 5, 31))),
        ("Từ ngày 01/11/2022 đến ngày 25/10/2023", (date(2022, 11, 1), date(2023, 10, 25))),
        ("01/11/2022 – 25/10/2023", (date(2022, 11, 1), date(2023, 10, 25))),
        ("Từ ngày 01/11 đến ngày 31/5/2023", (date(2022, 11, 1), date(2023, 5, 31))),
        ("Từ ngày 15 tháng trước đến ngày 14 tháng báo cáo", MonthlyWindow(15, 14)),
        ("Từ ngày 31/5/2023 đến ngày 01/11/2022", None),
        ("Từ ngày 31/02/2023 đến ngày 01/11/2023", None),
        ("Hàng tháng", None),
    ],
)
def test_a_window_says_which_days_the_figures_cover(text: str, window: object) -> None:
    assert parse_window(text) == window
