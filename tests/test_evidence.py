"""The papers that plans name, and what reports say of them."""

from __future__ import annotations

import pytest

from cchc import catalogue, evidence
from cchc.evidence import Told
from cchc.normalise import normalise
from cchc.settings import SAMPLES
from cchc.workbook import read

KEY = ("area_code", "task_group", "number", "action_number")


def text(value: object) -> str | None:
    return None if value is None else str(value)


def papers_of(file: str) -> dict[str, list[str]]:
    """What each task of a seed's plan names, by its place in the plan."""
    said = normalise(read(file, (SAMPLES / file).read_bytes()), catalogue.shipped())
    tasks = [fact.values for fact in said.facts if fact.table == "task"]
    places = {"|".join(str(row[key] or "") for key in KEY): row for row in tasks}
    found = {
        place: evidence.named(text(row["action"]), text(row.get("product")))
        for place, row in places.items()
    }
    return {place: papers for place, papers in found.items() if papers}


def test_the_tuy_phuoc_annex_names_evidence_in_three_of_its_tasks() -> None:
    assert papers_of("tuy-phuoc-2024-nhiem-vu-tu-pdf.xlsx") == {
        "III|maintain|3|1": ["văn bản xin lỗi"],
        "IV|maintain|3|1": [
            "kế hoạch",
            "biên bản",
            "báo cáo",
            "kết quả xử lý các vấn đề phát hiện qua kiểm tra",
        ],
        "VII|maintain|1|1": [
            "báo cáo kết quả ứng dụng công nghệ thông tin có nội dung nêu trên",
        ],
    }


@pytest.mark.parametrize(
    "file",
    [
        "tam-duong-2024-muc-tieu-va-nhiem-vu.xlsx",
        "kong-chro-2021-tieu-chi.xlsx",
        "duc-hop-2023-papi.xlsx",
    ],
)
def test_plans_that_name_no_evidence_are_given_none(file: str) -> None:
    assert papers_of(file) == {}


def test_the_hoai_chau_bac_plan_names_no_evidence_in_what_it_asks() -> None:
    asked = (
        "Định kỳ trước ngày 14 hàng tháng báo cáo kết quả thực hiện về UBND xã (thông qua phòng "
        "Văn phòng UBND xã để tổng hợp tham mưu UBND xã báo cáo Phòng Nội vụ thị xã)."
    )
    assert evidence.named(asked) == []


@pytest.mark.parametrize(
    ("action", "product", "papers"),
    [
        ("Kiểm tra (hồ sơ gồm: kế hoạch và biên bản).", None, ["kế hoạch", "biên bản"]),
        ("Gửi tài liệu bao gồm có: tờ trình; dự thảo", None, ["tờ trình", "dự thảo"]),
        ("Lập dự toán (không bao gồm tiền sử dụng đất)", None, []),
        ("Thực hiện", "Kế hoạch;\n- Báo cáo kết quả", ["Kế hoạch", "Báo cáo kết quả"]),
        ("Hồ sơ gồm: kế hoạch, Kế hoạch", "KẾ HOẠCH", ["kế hoạch"]),
        (None, None, []),
        ("", "  ", []),
    ],
)
def test_lists_and_products_are_read_one_by_one(
    action: str | None, product: str | None, papers: list[str]
) -> None:
    assert evidence.named(action, product) == papers


@pytest.mark.parametrize(
    ("paper", "result", "told"),
    [
        ("biên bản", "Đã lập kế hoạch, biên bản kiểm tra", Told.NAMED),
        ("biên bản", "Đã lập BIÊN  BẢN", Told.NAMED),
        ("biên bản", "Chưa có kế hoạch, biên bản", Told.MISSING),
        ("biên bản", "Chưa có kế hoạch. Đã có biên bản", Told.NAMED),
        ("biên bản", "Thực hiện thường xuyên", Told.NOTHING),
        ("biên bản", "", Told.NOTHING),
        ("biên bản", None, Told.NOTHING),
        # Whole words only, and the name without what is said about it.
        ("báo cáo", "Đã nộp báo cáo.", Told.NAMED),
        ("kế hoạch", "kế hoạchX", Told.NOTHING),
        ("kết quả xử lý các vấn đề phát hiện", "Đã gửi kết quả xử lý", Told.NAMED),
        ("kết quả xử lý các vấn đề phát hiện", "Đã có kết quả", Told.NOTHING),
    ],
)
def test_a_report_names_a_paper_says_it_is_missing_or_says_nothing(
    paper: str, result: str | None, told: Told
) -> None:
    assert evidence.told(paper, result) is told
