"""Tables become facts: rows in, claims out; nothing is guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cchc import catalogue
from cchc.model import Area, Normalised, Sheet
from cchc.normalise import normalise
from cchc.normalise.scope import Hints
from cchc.normalise.tasks import join_after_break, split_owner
from tests.sheets import sheet, workbook

KNOWN = catalogue.shipped()
TASK_HEADER = (
    "STT",
    "Nội dung",
    "Nhiệm vụ, giải pháp thực hiện",
    "Cơ quan thực hiện",
    "Thời gian thực hiện",
)
SUMMARY = (
    ("STT", "Chỉ số thành phần", "Năm 2023", None, "Mục tiêu năm 2024", None),
    (None, None, "Chỉ số", "Thứ hạng", "Chỉ số", "Thứ hạng"),
)
SUMMARY_MERGES = (Area(3, 3, 3, 4), Area(3, 5, 3, 6), Area(3, 1, 4, 1), Area(3, 2, 4, 2))


def read(*sheets: Sheet, file: str = "tep.xlsx", hints: Hints | None = None) -> Normalised:
    return normalise(workbook(*sheets, file=file), KNOWN, hints)


def plan(*rows: tuple[object, ...]) -> Normalised:
    return read(sheet(("KẾ HOẠCH HUYỆN TUY PHƯỚC NĂM 2024",), (), TASK_HEADER, *rows))  # type: ignore[arg-type]


def tasks(said: Normalised) -> list[tuple[object, ...]]:
    names = ("number", "action_number", "action", "lead", "deadline_text")
    return [tuple(f.values[n] for n in names) for f in said.facts if f.table == "task"]


def codes(said: Normalised) -> list[str]:
    return [finding.code for finding in said.findings]


def test_actions_owners_and_deadlines_are_paired_by_position() -> None:
    said = plan(
        (
            1,
            "Kết quả",
            "- Giải quyết hồ sơ.\n- Tổng hợp.",
            "- Phòng A\n- Phòng B",
            "- Thường xuyên\n- Hàng tháng",
        ),
    )
    assert tasks(said) == [
        ("1", 1, "Giải quyết hồ sơ.", "Phòng A", "Thường xuyên"),
        ("1", 2, "Tổng hợp.", "Phòng B", "Hàng tháng"),
    ]
    assert codes(said) == []


def test_one_owner_and_one_deadline_stand_for_every_action() -> None:
    said = plan((1, "Kết quả", "- Rà soát.\n- Tổng hợp.", "Phòng A", "Năm 2024"))
    assert [task[3:] for task in tasks(said)] == [("Phòng A", "Năm 2024")] * 2


def test_where_the_numbers_do_not_match_nothing_is_paired_and_it_is_found() -> None:
    said = plan(
        (1, "Kết quả", "- Rà soát.\n- Tổng hợp.\n- Báo cáo.", "- Phòng A\n- Phòng B", "Năm 2024"),
    )
    assert tasks(said) == [
        ("1", 1, "- Rà soát. - Tổng hợp. - Báo cáo.", "- Phòng A - Phòng B", "Năm 2024")
    ]
    (finding,) = said.findings
    assert (finding.level, finding.code, finding.cell) == ("warning", "actions_not_paired", "C4")


def test_a_row_without_number_goes_on_with_the_content_above() -> None:
    said = plan(
        ("I", "CHỈ ĐẠO"),
        (None, "Nội dung cần khắc phục"),
        (
            1,
            "Tổ chức đối thoại với cá nhân, tổ",
            "- Xây dựng",
            "- Phòng Tài chính",
            "- Trước tháng",
        ),
        (None, "chức", "kế hoạch.", "- Kế hoạch huyện", "11/2024"),
    )
    (fact,) = said.facts
    assert fact.values["title"] == "Tổ chức đối thoại với cá nhân, tổ chức"
    assert fact.values["action"] == "Xây dựng kế hoạch."
    assert fact.values["lead"] == "Phòng Tài chính - Kế hoạch huyện"
    assert str(fact.values["due_on"]) == "2024-10-31"
    assert (fact.values["area_code"], fact.values["task_group"]) == ("I", "remedy")


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("các xã, thị trấn", "trấn\n- Phòng Văn hóa", "các xã, thị trấn\n- Phòng Văn hóa"),
        ("bồi dưỡng và báo", "áo cáo kết quả", "bồi dưỡng và báo cáo kết quả"),
        ("Kế", "hoạch đề ra.", "Kế hoạch đề ra."),
        ("", "hoạch", "hoạch"),
    ],
)
def test_what_a_page_break_prints_twice_is_kept_once(before: str, after: str, joined: str) -> None:
    assert join_after_break(before, after) == joined


def test_an_owner_with_others_names_who_leads() -> None:
    assert split_owner("Phòng A chủ trì phối hợp với Phòng B") == ("Phòng A", "Phòng B")
    assert split_owner("Phòng A; Phòng B") == ("Phòng A; Phòng B", "")


def summary(*rows: tuple[object, ...]) -> Normalised:
    title = ("MỤC TIÊU HUYỆN TAM ĐƯỜNG NĂM 2024",)
    return read(sheet(title, (), *SUMMARY, *rows, merges=SUMMARY_MERGES))  # type: ignore[arg-type]


def test_a_component_row_gives_a_published_score_and_a_target() -> None:
    said = summary((6, "Cải cách tài chính công", "36,3%", 7, "Trên 50%", 4))
    score, target = said.facts
    assert (score.table, score.cell, score.values["round"]) == ("score", "C5", "published")
    assert (score.values["percent"], score.values["published_rank"]) == (Decimal("36.3"), 7)
    assert (score.values["period_id"], target.values["period_id"]) == ("2023", "2024")
    assert (target.cell, target.values["comparator"], target.values["percent"]) == ("E5", ">", 50)
    assert (target.values["rank"], target.values["raw_text"]) == (4, "Trên 50%")


def test_sipas_and_the_total_are_known_by_name() -> None:
    said = summary(
        (None, "Chỉ số hài lòng (SIPAS)", "74,4%", 4, "Trên 80%", 2),
        ("Tổng cộng", None, "76,17%", 4, "Trên 80%", 2),
    )
    scores = [f.values for f in said.facts if f.table == "score"]
    assert [(s["criterion_code"], s["level"]) for s in scores] == [
        ("SIPAS", "component"),
        ("total", "total"),
    ]


def test_a_number_that_reads_two_ways_refuses_the_cell_and_is_found() -> None:
    said = summary((6, "Cải cách tài chính công", "1.234", 7, "Trên 50%", 4))
    assert [f.table for f in said.facts] == ["target"]
    assert [(f.level, f.code, f.cell) for f in said.findings] == [
        ("error", "ambiguous_number", "C5")
    ]


def test_a_missing_percent_is_no_zero() -> None:
    said = summary((6, "Cải cách tài chính công", None, None, "Trên 50%", 4))
    assert [f.table for f in said.facts] == ["target"]
    assert said.findings == []


def test_without_a_unit_or_a_period_the_file_is_refused_with_a_sentence() -> None:
    said = read(sheet(TASK_HEADER, (1, "A", "Việc", "Phòng", "Thường xuyên")))
    assert codes(said) == ["no_unit", "no_period"]
    assert said.facts == []


def test_what_the_caller_says_overrides_the_titles() -> None:
    hints = Hints(KNOWN.resolve("xã Đức Hợp"), "2023")
    rows = (TASK_HEADER, (1, "A", "Việc", "Phòng", "Thường xuyên"))
    (fact,) = read(sheet(("HUYỆN TUY PHƯỚC NĂM 2024",), *rows), hints=hints).facts
    assert (fact.values["unit_id"], fact.values["period_id"]) == (
        "hung-yen.kim-dong.duc-hop",
        "2023",
    )


def test_unit_and_period_come_from_the_file_name_when_the_sheet_is_silent() -> None:
    one = sheet(TASK_HEADER, (1, "A", "Việc", "Phòng", "Thường xuyên"), name="Table 1")
    (fact,) = read(one, file="tuy-phuoc-2024-nhiem-vu.xlsx").facts
    assert (fact.values["unit_id"], fact.values["period_id"]) == ("binh-dinh.tuy-phuoc", "2024")


def test_a_file_with_no_known_table_is_refused() -> None:
    said = read(sheet(("Danh sách đại biểu",), ("Nguyễn", "Trần")))
    assert codes(said) == ["no_known_table"]


def test_a_hidden_sheet_is_said_and_not_used() -> None:
    title = ("KẾ HOẠCH HUYỆN TUY PHƯỚC NĂM 2024",)
    rows = (title, TASK_HEADER, (1, "A", "Việc", "Phòng", "Năm 2024"))
    said = read(sheet(*rows, name="Chính"), sheet(*rows, name="Nháp", hidden=True))
    assert len(said.facts) == 1
    assert codes(said) == ["hidden_sheet"]


SCORE_HEADER = (
    "STT",
    "Lĩnh vực/Tiêu chí/Tiêu chí thành phần",
    "Điểm tối đa",
    "Tự đánh giá",
    "Điểm đạt được",
)


def score_sheet(*rows: tuple[object, ...], title: str = "BẢNG ĐIỂM NĂM 2023 - XÃ A") -> Normalised:
    head = ("SỐ LIỆU MINH HỌA",)
    return read(sheet(("UBND HUYỆN MINH HỌA",), head, (title,), SCORE_HEADER, *rows))  # type: ignore[arg-type]


def first_leaf() -> tuple[str, str, Decimal]:
    framework = KNOWN.framework_for(KNOWN.resolve("xã A"), 2023)
    assert framework is not None
    leaf = next(one for one in framework.criteria if one.level == "subcriterion")
    assert leaf.max_points is not None
    return leaf.criterion_code, leaf.criterion_name, leaf.max_points


def test_the_three_nothings_stay_three() -> None:
    code, name, maximum = first_leaf()
    said = score_sheet(
        (code, name, float(maximum), 0, "Không áp dụng"),
    )
    rounds = {f.values["round"]: (f.values["points"], f.values["status"]) for f in said.facts}
    assert rounds == {"self": (Decimal(0), "scored"), "final": (None, "not_applicable")}
    said = score_sheet((code, name, float(maximum), "Chưa chấm", None))
    assert [(f.values["round"], f.values["status"]) for f in said.facts] == [("self", "not_scored")]


def test_a_trial_self_score_is_a_round_of_its_own() -> None:
    code, name, maximum = first_leaf()
    title = "BẢNG TỰ CHẤM ĐIỂM THỬ THÁNG 6 NĂM 2024 - XÃ A"
    said = score_sheet((code, name, float(maximum), 0.5, None), title=title)
    (fact,) = said.facts
    assert (fact.values["round"], fact.values["period_id"]) == ("trial", "2024")
    assert fact.values["unit_id"] == "minh-hoa.mh.xa-a"


def test_a_criterion_whose_name_is_another_s_is_refused() -> None:
    code, _, maximum = first_leaf()
    said = score_sheet((code, "Một tiêu chí khác", float(maximum), 0.5, 0.5))
    assert codes(said) == ["unknown_criterion"]


def test_a_unit_that_the_catalogue_does_not_know_is_found() -> None:
    header = ("TT", "Đơn vị", "Chỉ tiêu", "Mục tiêu năm 2024")
    said = read(
        sheet(
            ("SỐ LIỆU MINH HỌA - HUYỆN MINH HỌA NĂM 2024",),
            header,
            (1, "xã Không Có", "Chỉ số cải cách hành chính", "Trên 80%"),
        )
    )
    assert [(f.code, f.cell) for f in said.findings] == [("unknown_unit", "B3")]


def test_a_real_office_never_becomes_a_unit_of_the_illustrative_district() -> None:
    rows = (TASK_HEADER, (1, "A", "Việc", "Phòng", "Năm 2024"))
    said = read(sheet(("PHÒNG NỘI VỤ",), ("KẾ HOẠCH NĂM 2024",), *rows))
    assert codes(said) == ["no_unit"]
    said = read(sheet(("PHÒNG NỘI VỤ",), ("SỐ LIỆU MINH HỌA NĂM 2024",), *rows))
    assert said.facts[0].values["unit_id"] == "minh-hoa.mh.p-noi-vu"


def test_the_decision_cited_in_the_title_belongs_to_every_result_of_the_table() -> None:
    title = ("KẾT QUẢ HUYỆN TUY PHƯỚC NĂM 2023 (Quyết định số 264/QĐ-UBND ngày 22/01/2024)",)
    header = ("STT", "Nội dung", "Điểm tối đa", "Điểm đạt được", "Ghi chú")
    rows = ((1, "Điểm cải cách hành chính", None, 51.15), (2, "Khảo sát", 10, 6.71))
    said = read(sheet(title, header, *rows))
    (decision,) = [fact for fact in said.facts if fact.table == "decision"]
    assert (decision.cell, decision.values["number"]) == ("A1", "264/QĐ-UBND")
    assert str(decision.values["issued_on"]) == "2024-01-22"
    assert decision.values["period_id"] == "2023"


RANKING = ("TT", "Đơn vị", "Chỉ số (%)", "Xếp hạng")
ILLUSTRATIVE = ("SỐ LIỆU MINH HỌA - HUYỆN MINH HỌA NĂM 2023",)


def found(said: Normalised) -> list[tuple[str, str, str | None]]:
    return [(one.level, one.code, one.cell) for one in said.findings]


def test_a_row_with_figures_and_no_unit_is_never_dropped_in_silence() -> None:
    rows = ((1, "xã A", 90.5, "1/2"), (2, None, 80.5, "2/2"), ("Tổng cộng", None, 171))
    said = read(sheet(ILLUSTRATIVE, RANKING, *rows))
    assert found(said)[0] == ("warning", "row_not_used", "A4")
    assert len(said.facts) == 1


def test_a_column_that_no_form_knows_is_said() -> None:
    said = read(sheet(ILLUSTRATIVE, (*RANKING, "Điểm cộng"), (1, "xã A", 90.5, "1/1", 2)))
    assert found(said) == [("warning", "column_not_used", "E3")]


def test_a_table_that_gives_nothing_is_said_to_be_empty() -> None:
    said = read(sheet(ILLUSTRATIVE, RANKING, (1, None, None, "1/1")))
    assert ("error", "empty_table", "A2") in found(said)


def test_a_scoring_option_without_points_is_no_lost_row() -> None:
    code, name, maximum = first_leaf()
    option = (None, "Ban hành kịp thời: 1", 1, None, None)
    assert codes(score_sheet((code, name, float(maximum), 0.5, 0.5), option)) == []
    lost = (None, "Ban hành kịp thời", 1, 0.5, None)
    assert codes(score_sheet((code, name, float(maximum), 0.5, 0.5), lost)) == ["row_not_used"]


def test_a_commune_s_report_cannot_speak_of_its_neighbour() -> None:
    head = ("SỐ LIỆU MINH HỌA - XÃ A NĂM 2023",)
    said = read(sheet(head, RANKING, (1, "xã B", 90.5, "1/1")))
    assert found(said) == [("error", "unit_not_of_table", "B3")]


def test_a_number_that_lost_its_comma_is_found_before_it_is_stored() -> None:
    said = read(sheet(ILLUSTRATIVE, RANKING, (1, "xã A", 905000000.0, "1/1")))
    assert ("error", "number_too_large", "C3") in found(said)


def test_a_rank_that_is_none_is_left_out_and_found() -> None:
    said = read(sheet(ILLUSTRATIVE, RANKING, (1, "xã A", 90.5, 7.5)))
    assert found(said) == [("warning", "not_a_rank", "D3")]
    assert said.facts[0].values["published_rank"] is None


@pytest.mark.parametrize("number", ["15 / QĐ-UBND", "15/QĐ–UBND"])
def test_a_decision_s_number_is_found_however_it_is_typed(number: str) -> None:
    title = (f"{ILLUSTRATIVE[0]} (Quyết định số {number} ngày 18/01/2024)",)
    said = read(sheet(title, RANKING, (1, "xã A", 90.5, "1/1")))
    assert [fact.cell for fact in said.facts if fact.table == "decision"] == ["A1"]


def test_a_title_and_a_file_name_of_two_months_are_pointed_out() -> None:
    rows = (("SỐ LIỆU MINH HỌA - XÃ A THÁNG 10/2024",), ("STT",))
    header = ("Lĩnh vực", "Nhóm nội dung", "Nội dung số", "Việc số", "Trạng thái")
    one = sheet(*rows, header, ("I", "Cần khắc phục", 1, 1, "Hoàn thành"))
    said = read(one, file="bao-cao-2024-09-xa-a.xlsx")
    assert [one.code for one in said.findings] == ["period_disagrees"]
    assert said.facts[0].values["period_id"] == "2024-10"


@pytest.mark.parametrize("number", ["2a", 1.5])
def test_an_action_s_number_that_is_none_refuses_its_cell(number: object) -> None:
    header = ("Lĩnh vực", "Nhóm nội dung", "Nội dung số", "Việc số", "Trạng thái")
    row = ("I", "Cần khắc phục", 1, number, "Hoàn thành")
    said = read(sheet(("SỐ LIỆU MINH HỌA - XÃ A THÁNG 9/2024",), header, row))  # type: ignore[arg-type]
    assert found(said) == [("error", "bad_action_number", "D3")]


def test_a_decision_whose_date_stands_in_another_cell_is_cited_where_its_number_stands() -> None:
    title = (ILLUSTRATIVE[0], "Quyết định số 15/QĐ-UBND", "ngày 18/01/2024")
    said = read(sheet(title, RANKING, (1, "xã A", 90.5, "1/1")))
    (decision,) = [fact for fact in said.facts if fact.table == "decision"]
    assert (decision.cell, str(decision.values["issued_on"])) == ("B1", "2024-01-18")
    spread = (ILLUSTRATIVE[0], "Quyết định số", "15/QĐ-UBND")
    said = read(sheet(spread, RANKING, (1, "xã A", 90.5, "1/1")))
    assert [fact.table for fact in said.facts].count("score") == 1
