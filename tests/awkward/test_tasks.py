"""Plan annexes and monthly progress as offices lay them out, one oddity to a workbook."""

from __future__ import annotations

from datetime import datetime

import pytest

from cchc.model import Normalised
from cchc.normalise.tasks import read_status
from tests.awkward.books import Read, found, told

TITLE = ("TIẾN ĐỘ THỰC HIỆN NHIỆM VỤ CCHC THÁNG 9/2024 - XÃ A",)
PLAN = ("Theo Kế hoạch của UBND huyện Minh Họa năm 2024",)
ANNEX = ("PHỤ LỤC NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH HUYỆN MINH HỌA NĂM 2024",)


def states(said: Normalised) -> list[tuple[object, ...]]:
    return told(
        said, "task_progress", "area_code", "task_group", "number", "action_number", "status"
    )


def plan(said: Normalised, *names: str) -> list[tuple[object, ...]]:
    return told(said, "task", *names)


# progress ----------------------------------------------------------------------------------

OFFICE = ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn", "Kết quả thực hiện", "Trạng thái")


def test_the_plain_office_layout_with_areas_and_groups_in_rows(read: Read) -> None:
    said = read(
        TITLE,
        PLAN,
        OFFICE,
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)"),
        ("I", "CÔNG TÁC CHỈ ĐẠO ĐIỀU HÀNH"),
        (None, "Nội dung cần khắc phục"),
        (1, "Ban hành kế hoạch", "Văn phòng", "Tháng 3/2024", "KH số 05", "Đã hoàn thành"),
        (2, "Rà soát", "Văn phòng", "Tháng 8/2024", None, "Hoàn thành trễ hạn"),
        ("II.", "CẢI CÁCH THỂ CHẾ"),
        (None, "Nội dung cần duy trì"),
        (1, "Báo cáo", "Tư pháp", "Hàng quý", None, "Đang triển khai"),
        (None, "Tổng hợp", "Tư pháp", "Hàng quý", None, "Chưa thực hiện"),
        (None, None, None, None, None, "TM. ỦY BAN NHÂN DÂN"),
        (None, None, None, None, None, "CHỦ TỊCH"),
    )
    assert states(said) == [
        ("I", "remedy", "1", 1, "done"),
        ("I", "remedy", "2", 1, "done"),
        ("II", "maintain", "1", 1, "in_progress"),
        ("II", "maintain", "1", 2, "not_started"),
    ]
    assert told(said, "task_progress", "plan_unit_id", "plan_period_id", "action", "result")[0] == (
        "minh-hoa.mh",
        "2024",
        "Ban hành kế hoạch",
        "KH số 05",
    )
    assert found(said) == []


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Đã hoàn thành", "done"),
        ("Hoàn thành đúng hạn", "done"),
        ("Hoàn thành trễ hạn", "done"),
        ("Hoàn thành, quá thời hạn", "done"),
        ("HOÀN THÀNH", "done"),
        ("100%", "done"),
        ("Đang thực hiện", "in_progress"),
        ("Đang thực hiện, trong hạn", "in_progress"),
        ("Đang triển khai", "in_progress"),
        ("Chưa hoàn thành", "in_progress"),
        ("Thường xuyên", "in_progress"),
        ("45,5 %", "in_progress"),
        ("Chưa thực hiện", "not_started"),
        ("Chưa triển khai", "not_started"),
        ("Chưa đến thời gian thực hiện", "not_started"),
        ("0%", "not_started"),
        ("Quá hạn", "overdue"),
        ("Chậm tiến độ", "overdue"),
        ("Chưa hoàn thành, quá hạn", "overdue"),
        ("Tốt", None),
        ("Đã triển khai", None),
        ("120%", None),
    ],
)
def test_states_are_read_as_offices_write_them(words: str, status: str | None) -> None:
    assert read_status(words) == status


def test_overdue_says_not_done_and_the_rest_is_told(read: Read) -> None:
    header = ("STT", "Nội dung nhiệm vụ", "Tình trạng", "% hoàn thành")
    said = read(TITLE, header, (1, "Rà soát", "Quá hạn", 40), (2, "Báo cáo", "Quá hạn", 0))
    assert [state[-1] for state in states(said)] == ["in_progress", "not_started"]
    assert found(said) == [("note", "overdue_said", "C5"), ("note", "overdue_said", "C6")]


def test_a_mark_in_a_column_for_each_state(read: Read) -> None:
    said = read(
        TITLE,
        ("STT", "Nhiệm vụ", "Trạng thái", None, None, "Ghi chú"),
        (None, None, "Hoàn thành", "Đang thực hiện", "Chưa thực hiện"),
        (1, "Ban hành kế hoạch", "x"),
        (2, "Rà soát", None, "X"),
        (3, "Báo cáo", None, None, "✓"),
        (4, "Hội nghị", None, None, "х"),  # the Cyrillic letter
        merges=("A4:A5", "B4:B5", "C4:E4", "F4:F5"),
    )
    assert [state[-1] for state in states(said)] == [
        "done",
        "in_progress",
        "not_started",
        "not_started",
    ]
    assert found(said) == []


def test_two_marks_none_or_words_for_a_mark_are_found(read: Read) -> None:
    header = ("STT", "Nhiệm vụ", "Hoàn thành", "Đang thực hiện", "Chưa thực hiện")
    said = read(
        TITLE, header, (1, "A", "x", "x"), (2, "B"), (3, "C", "ngày 15"), (4, "D", None, "x")
    )
    assert sorted(found(said)) == [
        ("error", "bad_mark", "C7"),
        ("error", "several_states", "D5"),
        ("warning", "row_not_used", "A6"),
    ]
    assert [state[2] for state in states(said)] == ["4"]


def test_a_percentage_may_stand_for_the_state(read: Read) -> None:
    header = ("STT", "Nhiệm vụ", "Tiến độ thực hiện")
    said = read(TITLE, header, (1, "A", "100%"), (2, "B", 0.6), formats={"C6": "0%"})
    assert [state[-1] for state in states(said)] == ["done", "in_progress"]


def test_a_state_that_says_nothing_refuses_its_cell(read: Read) -> None:
    header = ("STT", "Nhiệm vụ", "Kết quả thực hiện", "Thời hạn")
    said = read(TITLE, header, (1, "A", "Đã ban hành KH số 12", "Quý I"), (2, "B", "Đã hoàn thành"))
    assert found(said) == [("error", "unknown_status", "C5")]


def test_several_works_in_one_cell_share_their_state_or_have_their_own(read: Read) -> None:
    said = read(
        TITLE,
        ("STT", "Nhiệm vụ", "Trạng thái"),
        (1, "- Rà soát.\n- Tổng hợp.", "Đang thực hiện"),
        (2, "- Xây dựng.\n- Ban hành.", "- Hoàn thành\n- Chưa thực hiện"),
    )
    assert states(said) == [
        (None, None, "1", 1, "in_progress"),
        (None, None, "1", 2, "in_progress"),
        (None, None, "2", 1, "done"),
        (None, None, "2", 2, "not_started"),
    ]
    assert told(said, "task_progress", "action")[:2] == [("Rà soát.",), ("Tổng hợp.",)]


def test_the_form_with_numbers_keeps_the_wording_too(read: Read) -> None:
    header = ("Lĩnh vực", "Nhóm nội dung", "Nội dung số", "Việc số", "Nhiệm vụ", "Trạng thái",
              "Ngày hoàn thành")  # fmt: skip
    row = ("I", "Cần khắc phục", 1, 2, "Rà soát", "Hoàn thành", datetime(2024, 9, 5))
    said = read(TITLE, header, row)
    assert states(said) == [("I", "remedy", "1", 2, "done")]
    assert told(said, "task_progress", "action", "done_on") == [
        ("Rà soát", datetime(2024, 9, 5).date())
    ]


# plan annexes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        ("STT", "Nội dung", "Nhiệm vụ, giải pháp", "Đơn vị chủ trì", "Đơn vị phối hợp",
         "Thời gian hoàn thành"),
        ("TT", "Nội dung thực hiện", "Nhiệm vụ/giải pháp", "Cơ quan, đơn vị chủ trì",
         "Phối hợp thực hiện", "Thời hạn hoàn thành"),
        ("STT", "Nhiệm vụ cụ thể", "Giải pháp thực hiện", "Cơ quan chủ trì, theo dõi",
         "Cơ quan phối hợp/ thực hiện", "Thời gian thực hiện"),
    ],
)  # fmt: skip
def test_annexes_word_their_columns_in_many_ways(read: Read, header: tuple[str, ...]) -> None:
    said = read(ANNEX, header, (1, "Kế hoạch", "Ban hành", "Phòng Nội vụ", "Các xã", "Quý I/2024"))
    assert plan(said, "title", "action", "lead", "cooperating", "deadline_kind") == [
        ("Kế hoạch", "Ban hành", "Phòng Nội vụ", "Các xã", "dated")
    ]
    assert found(said) == []


def test_an_annex_with_what_each_task_must_yield(read: Read) -> None:
    said = read(
        ANNEX,
        ("STT", "Nội dung", "Nhiệm vụ, giải pháp", "Chủ trì", "Thời gian", "Sản phẩm/Kết quả",
         "Ghi chú"),
        (1, "Kế hoạch", "- Xây dựng.\n- Ban hành.", "Phòng Nội vụ", "Quý I/2024",
         "- Dự thảo\n- Kế hoạch"),
        (2, "Rà soát", "- Rà soát.\n- Tổng hợp.", "Phòng Tư pháp", "Hàng quý", "Báo cáo"),
    )  # fmt: skip
    assert plan(said, "action", "product") == [
        ("Xây dựng.", "Dự thảo"),
        ("Ban hành.", "Kế hoạch"),
        ("Rà soát.", "Báo cáo"),
        ("Tổng hợp.", "Báo cáo"),
    ]
    assert found(said) == []


def test_a_header_of_two_rows_without_merges(read: Read) -> None:
    said = read(
        ANNEX,
        ("STT", "Nội dung", "Nhiệm vụ, giải pháp", "Phân công thực hiện", None, "Thời gian"),
        (None, None, None, "Cơ quan chủ trì", "Cơ quan phối hợp"),
        (1, "Kế hoạch", "Ban hành", "Phòng Nội vụ", "Các xã", "Quý I/2024"),
    )
    assert plan(said, "lead", "cooperating") == [("Phòng Nội vụ", "Các xã")]
    assert found(said) == []


def test_works_that_are_their_own_content(read: Read) -> None:
    header = ("STT", "Nhiệm vụ, giải pháp", "Đơn vị thực hiện", "Thời gian hoàn thành")
    said = read(ANNEX, header, (1, "Ban hành kế hoạch", "Phòng Nội vụ", "Tháng 3/2024"))
    assert plan(said, "title", "action", "lead") == [
        ("Ban hành kế hoạch", "Ban hành kế hoạch", "Phòng Nội vụ")
    ]


def test_the_header_printed_at_every_page_and_a_row_that_a_page_break_cut(read: Read) -> None:
    header = ("STT", "Nội dung", "Nhiệm vụ, giải pháp", "Cơ quan thực hiện", "Thời gian thực hiện")
    said = read(
        ANNEX,
        header,
        ("I", "CHỈ ĐẠO"),
        (None, "Nội dung cần khắc phục"),
        (1, "Tuyên truyền về cải cách", "Xây dựng", "Văn phòng", "Tháng 6/2024"),
        header,
        (None, "hành chính", "kế hoạch", None, None),
        (2, "Báo cáo", "Gửi báo cáo", "Văn phòng", "Hàng quý"),
    )
    assert plan(said, "area_code", "task_group", "number", "title", "action") == [
        ("I", "remedy", "1", "Tuyên truyền về cải cách hành chính", "Xây dựng kế hoạch"),
        ("I", "remedy", "2", "Báo cáo", "Gửi báo cáo"),
    ]
    assert found(said) == []
