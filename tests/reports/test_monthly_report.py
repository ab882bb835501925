"""The report says what the pages say: each figure of it is a row of the queries, in their words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cchc import monthly
from cchc.errors import WrongUse
from cchc.reports.monthly.document import department_code, document, monthly_report
from cchc.reports.monthly.given import MonthlyReport
from cchc.reports.official_parts import Heading, Paragraph, Table
from cchc.ui import words
from tests.reports.word_reading import Lines, everything, opened, paragraphs, titled_tables

Row = dict[str, Any]
Ask = Callable[..., list[Row]]
DISTRICT, MONTH = "minh-hoa.mh", "2024-09"


def given(folder: Path, unit: str, period: str) -> MonthlyReport:
    return monthly.report_for(folder, unit, period)


@pytest.fixture(scope="module")
def tables(illustrative: Path) -> dict[str, Lines]:
    """The tables of the district's report of September."""
    return titled_tables(opened(monthly_report(given(illustrative, DISTRICT, MONTH))))


def said(folder: Path, unit: str, period: str) -> str:
    return "\n".join(paragraphs(opened(monthly_report(given(folder, unit, period)))))


# every figure is a row's -------------------------------------------------------------------


def test_every_component_stands_with_the_figures_of_the_page(
    ask: Ask, tables: dict[str, Lines]
) -> None:
    rows = ask("compare_components", unit=DISTRICT, baseline="2023", target="2024")
    expected = [
        [
            "" if row["criterion_code"] in ("total", "SIPAS") else row["criterion_code"],
            words.calm(row["criterion_name"]),
            words.number(row["baseline_percent"], trim=False),
            words.whole(row["baseline_rank"]),
            row["raw_text"] or words.MISSING,
            words.whole(row["target_rank"]),
            words.number(row["gap_to_target"], trim=False),
        ]
        for row in rows
    ]
    found = tables["Chỉ số cải cách hành chính, các chỉ số thành phần và mục tiêu"]
    assert found == expected
    assert len(found) == 14


def test_survey_items_stand_beside_their_targets(ask: Ask, tables: dict[str, Lines]) -> None:
    rows = ask("target_items", unit=DISTRICT, baseline="2023", target="2024")
    assert tables["Mục tiêu khác trong kế hoạch"] == [
        [
            row["criterion_code"],
            row["criterion_name"],
            words.number(row["baseline_percent"], trim=False),
            row["raw_text"],
            words.number(row["gap_to_target"], trim=False),
        ]
        for row in rows
    ]


def figures(rows: Iterable[Row]) -> tuple[str, str]:
    """ "1.377/1.642" and "83,86", summed by hand."""
    held = list(rows)
    numerator = sum(Decimal(row["numerator"]) for row in held)
    of = sum(Decimal(row["denominator"]) for row in held)
    counted = f"{words.whole(numerator)}/{words.whole(of)}"
    return counted, words.number(100 * numerator / of, trim=False)


@pytest.mark.parametrize(
    ("group", "name"),
    [
        ("minh-hoa.mh/xa", "các xã, thị trấn của huyện Minh Họa"),
        ("minh-hoa.mh/phong", "các phòng chuyên môn của huyện Minh Họa"),
    ],
)
def test_the_sums_of_a_group_are_those_of_its_units(
    ask: Ask, tables: dict[str, Lines], group: str, name: str
) -> None:
    rows = ask("service_indicators", period=MONTH)
    members = {one["unit_id"] for one in ask("units_held") if one["unit_group"] == group}
    own = [row for row in rows if row["unit_id"] in members]
    for line in tables[f"Chỉ tiêu dịch vụ công của {name} tháng 9/2024"]:
        of_indicator = [row for row in own if row["indicator_name"] == line[1]]
        told = []
        for basis in ("in_period", "cumulative"):
            counted = [row for row in of_indicator if row["basis"] == basis]
            met = sum(1 for row in counted if row["met"])
            told += [*figures(counted), f"{met}/{len(members)}"]
        assert line[3:] == told


@pytest.mark.parametrize("basis", ["in_period", "cumulative"])
def test_every_unit_stands_with_its_own_figures_and_who_fell_short_is_marked(
    ask: Ask, tables: dict[str, Lines], basis: str
) -> None:
    rows = [row for row in ask("service_indicators", period=MONTH) if row["basis"] == basis]
    title = {"in_period": "trong kỳ", "cumulative": "lũy kế từ đầu năm"}[basis]
    found = tables[f"Các xã, thị trấn của huyện Minh Họa, {title}"]
    assert len(found) == 14
    for line in found:
        own = [row for row in rows if row["unit_name"] == line[1]]
        expected = []
        for row in own:
            expected.append(f"{words.whole(row['numerator'])}/{words.whole(row['denominator'])}")
            mark = "" if row["met"] else "*"
            expected.append(words.number(row["percent"], trim=False) + mark)
        met = sum(1 for row in own if row["met"])
        assert line[2:] == [*expected, f"{met}/{len(own)}"]


def test_tasks_are_counted_as_on_their_page(ask: Ask, tables: dict[str, Lines]) -> None:
    rows = ask("task_summary", unit=DISTRICT, period=MONTH)
    states = ("total", "done", "in_progress", "not_started", "overdue", "not_reported")
    areas: dict[str, list[int]] = {}
    for row in rows:
        counts = areas.setdefault(row["area_code"], [0] * len(states))
        areas[row["area_code"]] = [
            sum(pair) for pair in zip(counts, (row[state] for state in states), strict=True)
        ]
    *found, total = tables["Nhiệm vụ theo lĩnh vực và tình trạng"]
    assert {line[0]: [int(text) for text in line[2:]] for line in found} == areas
    assert [int(text) for text in total[2:]] == [
        sum(column) for column in zip(*areas.values(), strict=True)
    ]


def test_overdue_tasks_are_those_of_the_page_the_longest_overdue_first(
    ask: Ask, tables: dict[str, Lines]
) -> None:
    late = [row for row in ask("tasks", unit=DISTRICT, period=MONTH) if row["is_overdue"]]
    late.sort(key=lambda row: row["due_on"])
    found = tables["Nhiệm vụ quá hạn"]
    assert [(line[2], line[3]) for line in found] == [
        (" ".join(row["action"].split()), " ".join(row["lead"].split())) for row in late
    ]
    for line, row in zip(found, late, strict=True):
        assert words.day(row["due_on"]) in line[4]


def test_who_sent_its_report_is_counted_as_on_its_page(
    ask: Ask, illustrative: Path, tables: dict[str, Lines]
) -> None:
    rows = ask("reporting_status", period=MONTH)
    own = [row for row in rows if row["plan_unit_name"] == "huyện Minh Họa"]
    states = ("on_time", "late", "missing")
    for line in tables["Tình hình gửi báo cáo"]:
        of_kind = [row for row in own if row["reporters"] == line[1]]
        counts = [sum(1 for row in of_kind if row["state"] == state) for state in states]
        assert [int(text) for text in line[3:]] == [len(of_kind), *counts]
        assert {words.day(row["due_on"]) for row in of_kind} == {line[2]}
    text = said(illustrative, DISTRICT, MONTH)
    assert (
        "22/23 báo cáo phải gửi trong kỳ đã nhận được: 21 đúng hạn, 1 trễ hạn; 1 chưa gửi" in text
    )
    assert "trễ hạn: xã K (ngày 24/09/2024); chưa gửi: xã Q." in text


def test_every_file_behind_the_figures_is_named(illustrative: Path) -> None:
    report = given(illustrative, DISTRICT, MONTH)
    text = everything(opened(monthly_report(report)))
    files = {source.file for source in report.sources}
    assert {"ket-qua-2023-huyen-minh-hoa.xlsx", "bao-cao-2024-09-xa-a.xlsx"} < files
    assert "bao-cao-2024-08-xa-a.xlsx" not in files
    assert all(file in text for file in files)
    assert f"lấy từ {len(files)} tệp đã nhận" in text


def test_as_many_components_fall_short_as_the_page_says(illustrative: Path) -> None:
    text = said(illustrative, "lai-chau.tam-duong", "2024")
    assert "5/8 chỉ số thành phần và SIPAS phải tăng để đạt mục tiêu năm 2024; xa nhất là" in text


# sentences ---------------------------------------------------------------------------------


def test_the_first_sentences_say_the_index_the_rank_the_decision_and_the_target(
    illustrative: Path,
) -> None:
    text = said(illustrative, DISTRICT, MONTH)
    assert (
        "Chỉ số cải cách hành chính năm 2023 đạt 82,08%, xếp hạng 6 (Quyết định số 31/QĐ-UBND ngày "
        "22/01/2024); mục tiêu năm 2024: trên 85%, xếp hạng 4, còn thiếu 2,92 điểm %."
    ) in text
    assert "(số liệu từ ngày 15/08/2024 đến ngày 14/09/2024)" in text


def test_who_fell_short_is_named_with_both_numbers(illustrative: Path) -> None:
    text = said(illustrative, DISTRICT, MONTH)
    assert (
        "Hồ sơ nộp trực tuyến (mục tiêu trên 80%): 3/15 đơn vị chưa đạt: xã H 63,7% (86/135); "
        "xã N 62,66% (99/158); xã R 63,55% (68/107)."
    ) in text
    assert "14/15 đơn vị có số liệu dịch vụ công tháng 9/2024; 1 đơn vị chưa có số liệu: xã Q" in (
        text
    )
    assert "Xã H, xã N, xã R: đưa hồ sơ nộp trực tuyến đạt trên 80%." in text


def test_what_is_missing_is_said_in_a_sentence(illustrative: Path) -> None:
    text = said(illustrative, "hung-yen.kim-dong.duc-hop", "2023-H1")
    assert "Chưa có kết quả Chỉ số cải cách hành chính năm 2022 và mục tiêu năm 2023" in text
    assert "Chưa nhận được số liệu dịch vụ công 6 tháng đầu năm 2023" in text
    assert "Chưa có báo cáo tiến độ nhiệm vụ nào" in text
    assert "(số liệu từ ngày 01/11/2022 đến ngày 31/05/2023)" in text, "the plan's own window"


def test_a_unit_that_owes_its_report_is_not_told_that_nothing_is_owed(illustrative: Path) -> None:
    told = said(illustrative, "xã Q", "2024-09")
    assert "hạn 18/09/2024, chưa gửi" in told
    assert "Gửi báo cáo tháng 9/2024 của đơn vị (hạn 18/09/2024)." in told
    assert "Số liệu đã nhận không có" not in told


def test_a_unit_without_anything_still_gets_a_whole_report(illustrative: Path) -> None:
    text = said(illustrative, "hung-yen.kim-dong.phu-tho", "2024-09")
    assert "Chưa có lịch báo cáo áp dụng cho đơn vị" in text
    assert "Số liệu đã nhận không có chỉ tiêu chưa đạt" in text
    assert "nan" not in text
    assert "None" not in text


def test_a_quarter_is_the_sum_of_its_months_and_says_of_how_many(illustrative: Path) -> None:
    text = said(illustrative, "minh-hoa.mh.p-noi-vu", "2024-Q3")
    assert "Số liệu trong kỳ cộng từ 3 kỳ báo cáo đã nhận." in text
    assert "Báo cáo hàng tháng gửi Phòng Nội vụ (tháng 8/2024): hạn 18/08/2024" in text


@pytest.mark.parametrize("period", ["2024-09", "2024-Q3", "2024-H1", "2024-M09", "2024"])
def test_a_report_of_any_kind_of_period_is_drawn_up(illustrative: Path, period: str) -> None:
    text = said(illustrative, DISTRICT, period)
    assert (
        f"hành chính {words.lower_first(words.period(period))} của UBND huyện Minh Họa./." in text
    )


# form of the document ----------------------------------------------------------------------


def test_illustrative_figures_are_marked_under_the_title_and_real_ones_are_not(
    illustrative: Path,
) -> None:
    assert document(given(illustrative, DISTRICT, MONTH)).mark == "Số liệu minh họa"
    assert document(given(illustrative, "binh-dinh.tuy-phuoc", MONTH)).mark == ""


def test_a_committee_and_a_department_sign_and_number_their_own_way(illustrative: Path) -> None:
    committee = document(given(illustrative, DISTRICT, MONTH))
    assert committee.head.agency == ("ỦY BAN NHÂN DÂN", "HUYỆN MINH HỌA")
    assert committee.head.number.endswith("/BC-UBND")
    assert committee.head.place_and_day.startswith("Minh Họa, ngày")
    assert committee.signature.lines == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    department = document(given(illustrative, "minh-hoa.mh.p-noi-vu", MONTH))
    assert (department.head.above, department.head.agency) == (
        "UBND HUYỆN MINH HỌA",
        ("PHÒNG NỘI VỤ",),
    )
    assert department.head.number.endswith("/BC-PNV")
    assert department.head.place_and_day.startswith("Minh Họa, ngày")
    assert department.signature.lines == ("TRƯỞNG PHÒNG",)
    office = document(given(illustrative, "minh-hoa.mh.vp-hdnd-ubnd", MONTH))
    assert office.signature.lines == ("CHÁNH VĂN PHÒNG",)


def test_the_sign_of_a_department_is_made_of_its_initials() -> None:
    assert department_code("Phòng Tài chính - Kế hoạch") == "PTCKH"
    assert department_code("Phòng Văn hóa và Thông tin") == "PVHTT"
    assert department_code("Văn phòng HĐND và UBND") == "VP"


def test_number_and_day_are_left_blank_and_a_closing_year_too(illustrative: Path) -> None:
    month = document(given(illustrative, DISTRICT, MONTH)).head
    assert not any(char.isdigit() for char in month.number)
    assert month.place_and_day.endswith("năm 2024")
    assert "2024" not in document(given(illustrative, DISTRICT, "2024")).head.place_and_day


def test_the_five_parts_stand_in_their_order(illustrative: Path) -> None:
    parts = document(given(illustrative, DISTRICT, MONTH)).parts
    heads = [
        part.text.split()[0] for part in parts if isinstance(part, Heading) and part.level == 1
    ]
    assert heads == ["Kết", "Kết", "Kết", "Chế", "Phương"]
    last = parts[-1]
    assert isinstance(last, Paragraph)
    assert last.text.endswith("./.")


@pytest.mark.parametrize("unit", [DISTRICT, "minh-hoa.mh.xa-a", "lai-chau.tam-duong"])
def test_every_table_keeps_within_the_margins(illustrative: Path, unit: str) -> None:
    report = document(given(illustrative, unit, MONTH))
    for table in (part for part in report.parts if isinstance(part, Table)):
        assert sum(column.width for column in table.columns) <= 165, table.title
    for annex in report.annexes:
        room = 252 if annex.is_landscape else 165
        for table in (part for part in annex.parts if isinstance(part, Table)):
            assert sum(column.width for column in table.columns) <= room, table.title


def test_names_from_data_stay_text(illustrative: Path) -> None:
    report = given(illustrative, DISTRICT, MONTH)
    nasty = 'xã <b>"A"</b> & \x00\x0b { PAGE } =1+1 ]]>\u2028x'
    rows = tuple({**row, "unit_name": nasty} for row in report.services)
    text = everything(opened(monthly_report(replace(report, services=rows))))
    assert 'xã <b>"A"</b> & { PAGE } =1+1 ]]> x' in text


def test_nothing_imported_a_strange_unit_or_period_are_said_in_vietnamese(
    tmp_path: Path, illustrative: Path
) -> None:
    with pytest.raises(WrongUse, match="Chưa có số liệu"):
        monthly.report_file(tmp_path / "data", DISTRICT, MONTH)
    with pytest.raises(WrongUse, match="Không hiểu kỳ"):
        monthly.report_file(illustrative, DISTRICT, "tháng chín")
    with pytest.raises(WrongUse):
        monthly.report_file(illustrative, "xã Không Có", MONTH)
