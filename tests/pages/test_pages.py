"""Each page says, in its first sentence and its tables, what the workbooks say."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cchc import settings
from cchc.ui import goals, tasks
from tests.pages.reading import Open, tables_of, texts, title

TAM_DUONG = "lai-chau.tam-duong"
TUY_PHUOC = "binh-dinh.tuy-phuoc"
KONG_CHRO = "gia-lai.kong-chro.tt-kong-chro"
DUC_HOP = "hung-yen.kim-dong.duc-hop"
MINH_HOA = "minh-hoa.mh"
XA_A = "minh-hoa.mh.xa-a"


def column(page: AppTest, name: str) -> list[str]:
    """A column of the page's longest table that has it."""
    tables: list[pd.DataFrame] = [table.value for table in [*tables_of(page), *page.dataframe]]
    return list(max((table for table in tables if name in table.columns), key=len)[name])


def test_the_first_unit_shown_is_real_and_has_both_result_and_targets(open_page: Open) -> None:
    assert title(open_page("tong_quan.py")) == (
        "Năm 2023: 76,17%, hạng 4; mục tiêu 2024 trên 80%, hạng 2"
    )


def test_the_overview_names_the_farthest_component_and_its_owner(open_page: Open) -> None:
    said = texts(open_page("tong_quan.py", TAM_DUONG))
    assert "tác động của CCHC đến phát triển kinh tế - xã hội của tỉnh, thiếu 20 điểm %" in said
    assert "(Phòng Tài chính - Kế hoạch)" in said


def test_the_overview_names_the_workbook_it_is_drawn_from(open_page: Open) -> None:
    said = texts(open_page("tong_quan.py", TAM_DUONG))
    assert "tam-duong-2024-muc-tieu-va-nhiem-vu.xlsx" in said


def test_five_of_eight_components_and_sipas_must_rise(open_page: Open) -> None:
    assert title(open_page("muc_tieu.py", TAM_DUONG)) == (
        "5/8 chỉ số thành phần và SIPAS phải tăng để đạt mục tiêu 2024"
    )


def test_the_target_table_reads_figure_for_figure_as_in_the_plan(open_page: Open) -> None:
    page = open_page("muc_tieu.py", TAM_DUONG)
    assert column(page, "Năm 2023 (%)") == [
        *("70,52", "100,00", "99,85", "98,80", "68,75", "36,30", "86,96", "50,00", "74,40"),
        "76,17",
    ]
    assert column(page, "Hạng") == ["4", "1", "1", "4", "3", "7", "5", "2", "4", "4"]
    assert column(page, "Mục tiêu 2024") == [
        *("Trên 75%", "100%", "Trên 99%", "Trên 98%", "Trên 75%", "Trên 50%", "Trên 90%"),
        *("Trên 70%", "Trên 80%", "Trên 80%"),
    ]
    assert column(page, "Hạng mục tiêu") == ["3", "1", "1", "2", "2", "4", "2", "2", "2", "2"]


def test_every_row_of_the_target_table_leads_to_its_cell(open_page: Open) -> None:
    page = open_page("muc_tieu.py", TAM_DUONG)
    results, targets = column(page, "Ô kết quả"), column(page, "Ô mục tiêu")
    assert len(results) == len(targets) == 10
    assert all("nguon?tep=" in link and "&o=" in link for link in results + targets)
    assert (results[5].split("]")[0], targets[5].split("]")[0]) == ("[C14", "[E14")


def test_one_state_of_all_goals_is_said_once_and_not_in_every_row(open_page: Open) -> None:
    page = open_page("muc_tieu.py", TAM_DUONG)
    assert "Trạng thái" not in tables_of(page)[0].value.columns
    assert texts(page).count("Chưa đủ cơ sở đánh giá mục tiêu nào") == 1
    one, mixed = ["not_assessable"] * 2, ["not_assessable", "at_risk"]
    assert goals.nothing_assessable(pd.DataFrame({"status": one}))
    assert not goals.nothing_assessable(pd.DataFrame({"status": mixed}))


def test_survey_items_below_their_target_are_counted_for_a_district_without_components(
    open_page: Open,
) -> None:
    page = open_page("muc_tieu.py", TUY_PHUOC)
    assert title(page) == "6/6 nội dung khảo sát lãnh đạo phải tăng để đạt mục tiêu 2024"
    assert "57,29" in column(page, "Năm 2023 (%)")


def test_a_plan_without_results_shows_its_requirements_as_printed(open_page: Open) -> None:
    page = open_page("muc_tieu.py", KONG_CHRO)
    assert title(page).startswith("11 tiêu chí có mục tiêu 2021")
    assert len(column(page, "STT")) == 11


def test_one_district_alone_is_not_ranked_and_its_published_rank_is_said(open_page: Open) -> None:
    said = texts(open_page("xep_hang.py", TUY_PHUOC))
    assert "Chỉ có số liệu của 1/11 đơn vị: huyện Tuy Phước, hạng công bố 4/11." in said


def test_the_published_rank_says_of_how_many_and_no_target_is_invented(open_page: Open) -> None:
    assert title(open_page("tong_quan.py", TUY_PHUOC)) == "Năm 2023: 82,13%, hạng 4/11"


def test_communes_are_ranked_among_themselves(open_page: Open) -> None:
    page = open_page("xep_hang.py", XA_A)
    assert title(page).startswith("Xếp hạng cấp xã năm 2023")
    assert sorted(map(int, column(page, "Hạng"))) == list(range(1, 16))
    assert len(column(page, "Đơn vị")) == 15


def test_the_chosen_commune_is_set_against_the_one_above_and_against_last_year(
    open_page: Open,
) -> None:
    said = texts(open_page("xep_hang.py", XA_A))
    assert "Hạng 5/15, 86,32%" in said
    assert "kém đơn vị liền trên (xã D) 1,78 điểm %" in said.lower().replace("xã d", "xã D")
    assert "so với năm 2022" in said


def test_a_real_plan_nobody_reported_on_is_unreported_not_overdue(open_page: Open) -> None:
    page = open_page("nhiem_vu.py", TUY_PHUOC)
    assert title(page) == "88 nhiệm vụ năm 2024, chưa có báo cáo tiến độ"
    assert set(column(page, "Tình trạng")) == {"○ Chưa báo cáo"}


def test_tasks_can_be_narrowed_to_one_area(open_page: Open) -> None:
    page = open_page("nhiem_vu.py", TUY_PHUOC, **{"Lĩnh vực": "VIII"})
    assert {place.split(".")[0] for place in column(page, "Số")} == {"VIII"}


def test_overdue_tasks_are_counted_and_their_lead_named(open_page: Open) -> None:
    page = open_page("nhiem_vu.py", MINH_HOA)
    overdue = column(page, "Tình trạng").count("▲ Quá hạn")
    assert overdue > 0
    assert title(page) == f"{overdue}/88 nhiệm vụ quá hạn"
    # Here nobody has more than one: the list begins with the longest overdue.
    named = texts(page).partition("Quá hạn lâu nhất: ")[2].partition(" (hạn ")[0]
    assert named
    assert column(page, "Chủ trì")[0].startswith(named.rstrip("…"))


def test_overdue_tasks_stand_first_then_those_coming_due_then_the_annex(open_page: Open) -> None:
    listed = pd.DataFrame(
        [
            ("annex 1", "in_progress", None),
            ("coming, later", "in_progress", date(2024, 10, 20)),
            ("overdue, later", "overdue", date(2024, 8, 31)),
            ("done in time", "done", date(2024, 10, 10)),
            ("coming, sooner", "not_started", date(2024, 9, 30)),
            ("overdue, sooner", "overdue", date(2024, 5, 31)),
            ("annex 7", "not_started", date(2024, 12, 31)),
        ],
        columns=["action", "state", "due_on"],
    )
    ordered = list(tasks.urgent_first(listed, date(2024, 9, 30))["action"])
    assert ordered[:4] == ["overdue, sooner", "overdue, later", "coming, sooner", "coming, later"]
    assert ordered[4:] == ["annex 1", "done in time", "annex 7"]

    page = open_page("nhiem_vu.py", MINH_HOA)
    states = column(page, "Tình trạng")
    assert set(states[: states.count("▲ Quá hạn")]) == {"▲ Quá hạn"}
    assert "quá hạn xếp trước" in texts(page)


def test_a_long_list_goes_on_page_by_page_and_loses_no_task(open_page: Open) -> None:
    page = open_page("nhiem_vu.py", TUY_PHUOC)
    seen = len(tables_of(page)[0].value)
    for number in range(2, 12):
        page.session_state["trang-Danh sách nhiệm vụ-88"] = number
        page.run()
        seen += len(tables_of(page)[0].value)
    assert seen == 88


def test_every_published_rank_leads_to_its_cell_and_every_component_too(open_page: Open) -> None:
    page = open_page("xep_hang.py", XA_A)
    assert all("nguon?tep=" in link for link in column(page, "Nguồn"))
    grid = tables_of(page)[1].value
    assert grid.shape == (15, 9)
    assert grid.drop(columns="Đơn vị").map(lambda cell: "](nguon?tep=" in cell).all(axis=None)


def test_the_overview_leads_to_the_cells_of_its_headline(open_page: Open) -> None:
    said = texts(open_page("tong_quan.py", TAM_DUONG))
    assert "76,17%: [ô C" in said
    assert "mục tiêu: [ô E" in said


def test_illustrative_stands_once_on_the_line_under_the_headline(open_page: Open) -> None:
    page = open_page("tong_quan.py", MINH_HOA)
    assert "Số liệu minh họa" not in str(page.caption[0].value)


def test_tasks_that_lack_an_owner_are_listed(open_page: Open) -> None:
    page = open_page("nhiem_vu.py", KONG_CHRO)
    assert "người" in " ".join(column(page, "Còn thiếu"))


def app(data: Path, monkeypatch: pytest.MonkeyPatch, debug: str) -> AppTest:
    monkeypatch.setenv("CCHC_DATA", str(data))
    monkeypatch.setenv("CCHC_DEBUG", debug)
    return AppTest.from_file(str(settings.REPO / "app.py"), default_timeout=30).run()


def test_a_refusal_is_one_sentence_with_the_marker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = app(tmp_path / "OneDrive" / "data", monkeypatch, debug="0")
    assert not shown.exception
    (error,) = shown.error
    assert "cchc-error" in error.value
    assert "OneDrive" in error.value


def test_the_same_refusal_raises_when_debugging(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert app(tmp_path / "OneDrive" / "data", monkeypatch, debug="1").exception


def test_the_app_opens_on_the_overview(imported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = app(imported, monkeypatch, debug="1")
    assert not shown.exception
    assert title(shown).startswith("Năm 2023: 76,17%")


def test_a_published_index_that_its_parts_do_not_make_is_said_on_the_overview(
    open_page: Open,
) -> None:
    said = texts(open_page("tong_quan.py", TUY_PHUOC))
    assert "Công bố 82,13%, tính lại từ các phần 81,13%: lệch 1 điểm %" in said
    assert "Thấp nhất: điểm khảo sát cán bộ, công chức, viên chức lãnh đạo, 67,1%." in said
    assert "lệch" not in texts(open_page("tong_quan.py", TAM_DUONG)), "0,0056 is rounding"


def test_a_link_to_a_unit_that_is_not_held_says_so_and_one_that_is_held_does_not(
    imported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CCHC_DATA", str(imported))

    def warned(unit: str) -> list[str]:
        page = AppTest.from_file(str(settings.REPO / "pages" / "muc_tieu.py"), default_timeout=30)
        page.query_params["don-vi"] = unit
        return [str(one.value) for one in page.run().warning]

    (said,) = warned("xã [Cũ](x)")
    assert "không có đơn vị “xã \\[Cũ\\](x)”" in said
    assert warned("huyện Tam Đường") == []


def test_another_groups_ranking_is_shown_only_when_it_is_chosen(open_page: Open) -> None:
    page = open_page("xep_hang.py", KONG_CHRO)
    nothing = "Chưa có kết quả xếp hạng của các xã, thị trấn của huyện Kông Chro"
    assert title(page) == nothing
    assert "ở trang [Nhập số liệu](nhap-so-lieu), hoặc chọn nhóm khác" in texts(page)
    assert not tables_of(page)
    chosen = open_page("xep_hang.py", KONG_CHRO, Nhóm="minh-hoa.mh/xa")
    assert title(chosen).startswith("Xếp hạng cấp xã năm 2023")
    for unit in (TAM_DUONG, MINH_HOA, XA_A):
        assert nothing not in title(open_page("xep_hang.py", unit))
