"""The front page: what needs a leader's word, tasks and reports in numbers, what is new."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cchc import importing, settings
from cchc.changes import Figure, FigureChange
from cchc.importing import Upload
from cchc.ledger import Published
from cchc.ui import attention, overview
from tests.pages.reading import Open, opener, tables_of, texts, title

PAGE = "tong_quan.py"
MH, XA_A, XA_H = "minh-hoa.mh", "minh-hoa.mh.xa-a", "minh-hoa.mh.xa-h"
SEEDS = (
    "lai-chau.tam-duong",
    "binh-dinh.tuy-phuoc",
    "gia-lai.kong-chro.tt-kong-chro",
    "hung-yen.kim-dong.duc-hop",
)
SEPTEMBER = {"Tính đến hết": "2024-09"}
LISTED = "Nội dung cần chỉ đạo"


@pytest.fixture
def open_whole(illustrative: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Pages over all that is shipped."""
    return opener(illustrative, monkeypatch)


def listed(page: AppTest) -> pd.DataFrame:
    """The findings as shown."""
    (shown,) = [table.value for table in tables_of(page) if table.alt == LISTED]
    frame: pd.DataFrame = shown
    return frame


# the page ----------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", [*SEEDS, XA_A])
def test_the_front_page_stands_with_every_kind_of_unit(open_whole: Open, unit: str) -> None:
    page = open_whole(PAGE, unit)
    assert len(page.title) == 1
    assert overview.NO_BEFORE in texts(page)


def test_the_lowest_is_of_the_round_that_the_headline_is_of(open_whole: Open) -> None:
    page = open_whole(PAGE, XA_A)
    assert str(page.title[0].value).startswith("Năm 2024 (thẩm định lần 1)")
    assert "Thấp nhất: cải cách tài chính công, 71,88%, năm 2024 (thẩm định lần 1)." in texts(page)


def test_a_district_is_told_five_findings_at_most_with_numbers_owner_and_links(
    open_whole: Open,
) -> None:
    page = open_whole(PAGE, MH, **SEPTEMBER)
    rows = listed(page)
    assert list(rows["Vấn đề"]) == [
        attention.RULES[rule] for rule in ("out_of_reach", "overdue", "service", "gap", "report")
    ]
    said = list(rows[LISTED])
    assert said[0].startswith("Xã K")
    assert "79,17% (thẩm định lần 1), mục tiêu 100%;" in said[0]
    assert "2 nhiệm vụ quá hạn trong 6 nhiệm vụ quá hạn của kế hoạch" in said[1]
    assert "4/15 đơn vị cấp xã chưa đạt mục tiêu 100% trong tháng 9/2024" in said[2]
    assert said[4] == "Báo cáo tháng 9/2024: 1/23 đơn vị chưa gửi (hạn 18/09/2024)."
    assert list(rows["Đơn vị"])[2:] == ["xã L, xã N, xã R và 1 đơn vị khác", "Phòng Nội vụ", "xã Q"]
    links = list(rows["Xem"])
    assert links[0].startswith("[Xem](muc-tieu?don-vi=x%C3%A3+K+%28minh+h%E1%BB%8Da%29")
    assert links[1].startswith("[Xem](nhiem-vu?don-vi=huy%E1%BB%87n+Minh+H%E1%BB%8Da")
    assert all("](nguon?tep=" in link for link in links)


def test_overdue_tasks_and_punctual_reports_stand_beside_the_gap(open_whole: Open) -> None:
    page = open_whole(PAGE, MH, **SEPTEMBER)
    assert {m.label: m.value for m in page.metric} == {
        "Nhiệm vụ quá hạn": "6/88",
        "Báo cáo đúng hạn": "21/23",
    }
    assert "Trễ hạn: xã K; chưa gửi: xã Q." in texts(page)


def test_a_commune_is_judged_by_its_own_tasks_and_reports(open_whole: Open) -> None:
    page = open_whole(PAGE, XA_H, **SEPTEMBER)
    assert {m.label: m.value for m in page.metric} == {
        "Nhiệm vụ quá hạn": "1/37",
        "Báo cáo đúng hạn": "7/9",
    }
    rows = listed(page)
    assert set(rows["Đơn vị"]) == {"xã H"}
    assert rows["Xem"].iloc[0].startswith("[Xem](don-vi?don-vi=x%C3%A3+H")


def test_the_decisions_that_published_the_results_are_named_with_their_cells(
    open_whole: Open,
) -> None:
    said = texts(open_whole(PAGE, XA_A))
    assert "[12/QĐ-UBND](nguon?tep=" in said
    assert "(năm 2022)" in said


def test_a_unit_without_findings_is_told_so(open_whole: Open) -> None:
    page = open_whole(PAGE, "hung-yen.kim-dong.duc-hop")
    assert "Không có nội dung nào theo sáu quy tắc rà soát" in texts(page)


def test_an_empty_store_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opener(tmp_path / "data", monkeypatch)(PAGE)
    assert title(page) == "Chưa có số liệu"


def test_a_second_publication_is_set_against_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("tuy-phuoc-2023-ket-qua.xlsx", "tuy-phuoc-2024-nhiem-vu-tu-pdf.xlsx"):
        upload = Upload(name, (settings.SAMPLES / name).read_bytes())
        assert importing.import_files(tmp_path, [upload]).reports[0].status == "accepted"
    said = texts(opener(tmp_path, monkeypatch)(PAGE, "binh-dinh.tuy-phuoc"))
    assert "So với lần cập nhật số liệu lúc" in said
    assert "thêm 1 tệp: [tuy-phuoc-2024-nhiem-vu-tu-pdf.xlsx](nguon?tep=2)" in said
    assert "Số liệu của chính đơn vị: 88 mới." in said


# sentences ---------------------------------------------------------------------------------


def finding(rule: str, **values: Any) -> dict[str, Any]:
    return {
        **dict.fromkeys(("item_name", "owner", "percent", "comparator", "target_percent")),
        **dict.fromkeys(
            ("difference", "counted", "counted_of", "lasting", "months", "named", "note")
        ),
        "rule": rule,
        "unit_name": "xã A",
        "unit_level": "xa",
        "period_id": "2024-09",
        **values,
    }


def test_a_single_unit_is_told_its_own_rate_and_for_how_long() -> None:
    row = finding(
        "service",
        item_name="Hồ sơ trực tuyến",
        percent=63.7,
        comparator=">",
        target_percent=80,
        months=4,
        lasting=1,
        counted=1,
        counted_of=1,
    )
    assert attention.sentence(row) == (
        "Hồ sơ trực tuyến: 63,7% trong tháng 9/2024, mục tiêu trên 80%; chưa đạt 4 tháng liền."
    )
    assert attention.whom(row) == "xã A"


def test_a_gap_from_a_baseline_that_compares_with_a_note_says_the_note() -> None:
    told: dict[str, Any] = {
        "item_name": "Cải cách thể chế",
        "period_id": "2023",
        "percent": 50,
        "comparator": ">=",
        "target_percent": 80,
        "difference": 30,
    }
    plain = "Cải cách thể chế: 50% (năm 2023), mục tiêu từ 80% trở lên; thiếu 30 điểm %"
    assert attention.sentence(finding("gap", **told)) == f"{plain}."
    noted = attention.sentence(finding("gap", **told, note="đổi thang điểm"))
    assert noted == f"{plain} (lưu ý: đổi thang điểm)."


def test_a_target_that_can_only_be_equalled_is_out_of_reach_of_above() -> None:
    row = finding(
        "out_of_reach",
        item_name="Chỉ số cải cách hành chính",
        percent=78,
        comparator=">",
        target_percent=80,
        difference=0,
        round="appraised",
    )
    assert attention.sentence(row) == (
        "Xã A: chỉ số cải cách hành chính 78% (thẩm định lần 1), mục tiêu trên 80%; giành hết điểm "
        "còn lại cũng chỉ bằng, không vượt được."
    )


def test_a_fall_names_both_years_and_is_the_units_own() -> None:
    row = finding(
        "fall",
        item_name="Cải cách thể chế",
        percent=89.285714,
        target_percent=92.857143,
        difference=3.571429,
        period_id="2023",
        before_period_id="2022",
    )
    assert attention.sentence(row) == (
        "Cải cách thể chế: 92,86% → 89,29% (năm 2022 → năm 2023), giảm 3,57 điểm %."
    )
    assert attention.whom(row) == row["unit_name"]
    assert attention.whom(finding("gap", owner=None)) == "kế hoạch chưa nêu"


def test_names_beyond_three_are_counted() -> None:
    row = finding("report", named="xã A, xã B, xã C", counted=5, counted_of=9)
    assert attention.whom(row) == "xã A, xã B, xã C và 2 đơn vị khác"


# what is new -------------------------------------------------------------------------------

BEFORE = Published("A", datetime(2024, 10, 12, 14, 5), 1)
NO_ROWS = pd.DataFrame(columns=["period_id", "percent", "rank"])


def files(*import_ids: int) -> pd.DataFrame:
    names = [f"tep-{one}.xlsx" for one in import_ids]
    return pd.DataFrame({"import_id": list(import_ids), "file": names})


def years(percent: float, rank: float) -> pd.DataFrame:
    return pd.DataFrame({"period_id": ["2023"], "percent": [percent], "rank": [rank]})


def figure(number: str) -> Figure:
    return Figure(
        table="score",
        unit_id="a",
        unit_name="xã A",
        period_id="2023",
        item_code="1.1",
        item_name="Kế hoạch năm",
        round="final",
        number=Decimal(number),
        is_percent=False,
        text=None,
        import_id=7,
        file="b.xlsx",
        sheet="Trang 1",
        cell="D5",
    )


def changes() -> Iterator[FigureChange]:
    yield FigureChange(None, figure("1"))
    yield FigureChange(figure("3"), figure("3.5"))
    yield FigureChange(figure("2"), None)


def test_what_is_new_is_told_in_three_sentences_at_most_with_links() -> None:
    told = overview.changed(
        BEFORE, (files(1, 2), files(1, 3, 4, 5)), (years(84.36, 7), years(85.1, 5)), list(changes())
    )
    assert told == [
        "So với lần cập nhật số liệu lúc 14:05 ngày 12/10/2024: thêm 3 tệp: "
        "[tep-3.xlsx](nguon?tep=3), [tep-4.xlsx](nguon?tep=4) và 1 tệp khác; "
        "thu hồi 1 tệp: tep-2.xlsx.",
        "Số liệu của chính đơn vị: 1 mới, 1 thay đổi, 1 không còn; đầu tiên: Kế hoạch năm "
        "[3 → 3,5](nguon?tep=7&trang=Trang+1&o=D5).",
        "Năm 2023: chỉ số 84,36% → 85,1%, hạng 7 → 5.",
    ]


def test_nothing_new_for_this_unit_is_said_too() -> None:
    same = years(84.36, 7)
    assert overview.changed(BEFORE, (files(1), files(1)), (same, same), []) == [
        "So với lần cập nhật số liệu lúc 14:05 ngày 12/10/2024: số liệu của đơn vị này và các "
        "đơn vị trực thuộc không thay đổi."
    ]
    assert overview.changed(None, (files(), files()), (NO_ROWS, NO_ROWS), []) == [
        overview.NO_BEFORE
    ]


def test_reports_name_who_is_late_and_how_many_more() -> None:
    row = {
        "own_plan": True,
        "for_period_id": "2024-09",
        "due_on": pd.Timestamp(2024, 9, 18),
        "late": 5,
        "late_names": "xã A, xã B, xã C",
        "missing": 0,
        "missing_names": None,
    }
    assert overview.report_sentence(row) == (
        "Báo cáo tháng 9/2024, hạn 18/09/2024. Trễ hạn: xã A, xã B, xã C và 2 đơn vị khác."
    )
    with_commas = row | {
        "late": 4,
        "late_names": "Phòng Văn hóa, Khoa học và Thông tin, xã A, xã B",
    }
    assert overview.report_sentence(with_commas).endswith("xã A, xã B và 1 đơn vị khác.")


def test_under_a_number_of_the_year_stands_the_year() -> None:
    row = {"own_plan": False, "due_in_year": 9, "on_time_in_year": 7}
    row |= {"late_in_year": 1, "missing_in_year": 1}
    assert overview.report_numbers(row) == {"Báo cáo đúng hạn": "7/9"}
    assert overview.report_sentence(row) == (
        "9 báo cáo đã đến hạn từ đầu năm: 7 đúng hạn, 1 trễ hạn, 1 chưa gửi."
    )


def test_tasks_without_any_report_are_counted_under_words_that_a_phone_shows_whole() -> None:
    unreported = pd.DataFrame({"state": ["not_reported"] * 3})
    (label,) = overview.task_numbers(unreported)
    assert label == "Nhiệm vụ chưa báo cáo"
