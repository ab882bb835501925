"""Periods and decisions in titles, sheet names and file names."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from cchc.errors import WrongUse
from cchc.periods import (
    Decision,
    Period,
    find_decision,
    find_periods,
    parse_period_id,
    period_name,
)


@pytest.mark.parametrize(
    ("period_id", "kind", "starts_on", "ends_on", "name"),
    [
        ("2023", "year", date(2023, 1, 1), date(2023, 12, 31), "Năm 2023"),
        ("2024-02", "month", date(2024, 2, 1), date(2024, 2, 29), "Tháng 2/2024"),
        ("2024-09", "month", date(2024, 9, 1), date(2024, 9, 30), "Tháng 9/2024"),
        ("2024-Q2", "quarter", date(2024, 4, 1), date(2024, 6, 30), "Quý II/2024"),
        ("2024-Q4", "quarter", date(2024, 10, 1), date(2024, 12, 31), "Quý IV/2024"),
        ("2024-H1", "half", date(2024, 1, 1), date(2024, 6, 30), "6 tháng đầu năm 2024"),
        ("2024-H2", "half", date(2024, 7, 1), date(2024, 12, 31), "6 tháng cuối năm 2024"),
        ("2024-M09", "since_january", date(2024, 1, 1), date(2024, 9, 30), "9 tháng năm 2024"),
    ],
)
def test_an_id_spans_its_days_and_has_a_name(
    period_id: str, kind: str, starts_on: date, ends_on: date, name: str
) -> None:
    year = int(period_id[:4])
    assert parse_period_id(period_id) == Period(period_id, kind, year, starts_on, ends_on)  # type: ignore[arg-type]
    assert period_name(period_id) == name


def test_an_id_is_read_in_any_case() -> None:
    assert parse_period_id(" 2024-q2 ").period_id == "2024-Q2"


@pytest.mark.parametrize(
    "text", ["", "2024-13", "2024-Q5", "2024-6", "09/2024", "1999", "2024-M13"]
)
def test_another_text_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(WrongUse, match="2024-Q2"):
        parse_period_id(text)


TITLES = [
    ("BÁO CÁO QUÍ III/2024", ["2024-Q3"]),
    ("BÁO CÁO THÁNG CHÍN NĂM 2024", ["2024-09"]),
    ("BÁO CÁO THÁNG NĂM NĂM 2024", ["2024-05"]),
    ("BÁO CÁO THÁNG MƯỜI HAI NĂM 2024", ["2024-12"]),
    ("KẾT QUẢ CHỈ SỐ CCHC NĂM 2023 (Quyết định số 264/QĐ-UBND ngày 22/01/2024)", ["2023"]),
    ("MỤC TIÊU CÁC CHỈ SỐ THÀNH PHẦN CHỈ SỐ CCHC (PAR INDEX) NĂM 2024", ["2024"]),
    ("BIỂU TỔNG HỢP NHIỆM VỤ NÂNG CAO CHỈ SỐ PAPI XÃ ĐỨC HỢP NĂM 2023", ["2023"]),
    ("KHẮC PHỤC TỒN TẠI TRONG CÔNG TÁC CCHC NĂM 2021 - THỊ TRẤN KÔNG CHRO", ["2021"]),
    ("Tam Đường, ngày      tháng 7 năm 2024", []),
    ("Hoài Châu Bắc, ngày tháng 6 năm 2024", []),
    ("Tuy Phước, ngày … tháng … năm 2024", []),
    ("Kế hoạch số 138/KH-UBND ngày 25/9/2021", []),
    ("Căn cứ Kế hoạch số 130/KH-UBND ngày 14/11/20233", []),
    ("Nghị định số 45/2020/NĐ-CP ngày 08 tháng 4 năm 2020 của Chính phủ", []),
    ("Từ ngày 01/11/2022 đến ngày 31/5/2023", []),
    ("Báo cáo tháng 9/2024", ["2024-09"]),
    ("BÁO CÁO THÁNG 9 NĂM 2024", ["2024-09"]),
    ("Số liệu T9/2024", ["2024-09"]),
    ("Quý II/2024", ["2024-Q2"]),
    ("Báo cáo Quý 4 năm 2024", ["2024-Q4"]),
    ("Kết quả 6 tháng đầu năm 2024", ["2024-H1"]),
    ("6 tháng cuối năm 2024", ["2024-H2"]),
    ("Báo cáo 06 tháng năm 2024", ["2024-H1"]),
    ("9 tháng năm 2024", ["2024-M09"]),
    ("09 tháng đầu năm 2024", ["2024-M09"]),
    ("3 tháng đầu năm 2024", ["2024-Q1"]),
    ("12 tháng năm 2024", ["2024"]),
    ("Tháng 8/2024 và lũy kế 8 tháng năm 2024", ["2024-08", "2024-M08"]),
    ("So sánh năm 2023 với năm 2024", ["2023", "2024"]),
    ("Năm 2023 | năm 2023", ["2023"]),
    ("Đề án giai đoạn 2021-2025", []),
    ("Chương trình 2021 - 2030", []),
    ("Kế hoạch năm 2024, định hướng đến năm 2030", ["2024"]),
    ("Khảo sát lãnh đạo", []),
    ("Kết quả 2023", ["2023"]),
    ("UBND xã Đức Hợp 2023", ["2023"]),
    ("Mã số 120240", []),
    ("Tháng 13/2024", []),
]


@pytest.mark.parametrize(("title", "periods"), TITLES)
def test_a_title_says_its_periods(title: str, periods: list[str]) -> None:
    assert find_periods(title) == periods
    assert find_periods(unicodedata.normalize("NFD", title)) == periods


@pytest.mark.parametrize(
    ("name", "periods"),
    [
        ("bao-cao-2024-09.xlsx", ["2024-09"]),
        ("bao_cao_2024-09", ["2024-09"]),
        ("tuy-phuoc-2024-nhiem-vu-tu-pdf.xlsx", ["2024"]),
        ("kong-chro-2021-tieu-chi.xlsx", ["2021"]),
        ("lich-bao-cao.xlsx", []),
        ("bao-cao-thang-9-2024.xlsx", ["2024-09"]),
        ("Báo cáo tháng 09.2024.xlsx", ["2024-09"]),
        ("BC T9-2024.xlsx", ["2024-09"]),
        ("dvc 09-2024.xlsx", ["2024-09"]),
        ("bao-cao-quy-3-2024.xlsx", ["2024-Q3"]),
        ("bao-cao-2024-Q3.xlsx", ["2024-Q3"]),
        ("bao-cao-6-thang-dau-nam-2024.xlsx", ["2024-H1"]),
        ("tien-do-9-thang-nam-2024.xlsx", ["2024-M09"]),
        ("so-lieu-2024-M09.xlsx", ["2024-M09"]),
        ("264-QD-UBND ngay 22-01-2024 ket qua 2023.xlsx", ["2023"]),
        ("nop-2024-10-12 bao-cao-2024-09.xlsx", ["2024-09"]),
    ],
)
def test_a_file_name_says_its_periods_with_or_without_accents(
    name: str, periods: list[str]
) -> None:
    assert find_periods(name) == periods


def test_a_month_without_a_year_needs_one() -> None:
    assert find_periods("Tháng 9") == []
    assert find_periods("Tháng 9", year=2024) == ["2024-09"]
    assert find_periods("T9", year=2024) == ["2024-09"]
    assert find_periods("Quý II", year=2024) == ["2024-Q2"]
    assert find_periods("9 tháng đầu năm", year=2024) == ["2024-M09"]
    assert find_periods("Tháng 9/2023", year=2024) == ["2023-09"]


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        (
            "KẾT QUẢ NĂM 2023 (Quyết định số 264/QĐ-UBND ngày 22/01/2024)",
            Decision("264/QĐ-UBND", date(2024, 1, 22)),
        ),
        (
            "Quyết định số 1355/QĐ-UBND ngày 30 tháng 01 năm 2024 của UBND thị xã",
            Decision("1355/QĐ-UBND", date(2024, 1, 30)),
        ),
        ("QĐ 264 / QĐ–UBND", Decision("264/QĐ-UBND", None)),
        ("Quyết định số 264/QÐ-UBND ngày 31/02/2024", Decision("264/QĐ-UBND", None)),
        (
            "Quyết định số 13/2018/QĐ-UBND ngày 24/4/2018",
            Decision("13/2018/QĐ-UBND", date(2018, 4, 24)),
        ),
        ("Kế hoạch số 138/KH-UBND ngày 25/9/2021", None),
        ("Không có quyết định nào", None),
    ],
)
def test_the_decision_cited_is_found(text: str, decision: Decision | None) -> None:
    assert find_decision(text) == decision
