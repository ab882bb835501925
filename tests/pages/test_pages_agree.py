"""The same figure is the same on every page, and what the workbooks say.

The truth is read with openpyxl alone (tests/pages/workbook_truth.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.pages import workbook_truth as truth
from tests.pages.reading import Open, opener, tables_of, texts, title

MINH_HOA = "minh-hoa.mh"
SEPTEMBER = date(2024, 9, 30)
LAST_MONTH = 9
WHO = {"xa": "xa-a", "phong": "p-tu-phap"}  # a unit of each kind: its peers are what is ranked
ASKED = ("xã A", "xã H", "xã N", "xã Q")


@pytest.fixture(scope="module")
def open_whole(illustrative: Path) -> Iterator[Open]:
    """Pages over all that is shipped; each is opened once and read by many."""
    with pytest.MonkeyPatch.context() as patch:
        run = opener(illustrative, patch)

        @cache
        def opened(page: str, unit: str, **choices: str) -> AppTest:
            return run(page, unit, **choices)

        yield opened


HEADS = {  # as a grid has room for
    "Hồ sơ giải quyết đúng hạn": "Giải quyết đúng hạn",
    "Số hóa kết quả giải quyết": "Số hóa kết quả",
    "Chứng thực bản sao điện tử": "Chứng thực điện tử",
}


def id_of(unit: str) -> str:
    return f"{MINH_HOA}.{truth.SLUGS[unit]}"


def table_with(page: AppTest, *columns: str) -> pd.DataFrame:
    frames: list[pd.DataFrame] = [one.value for one in [*tables_of(page), *page.dataframe]]
    return next(frame for frame in frames if set(columns) <= set(frame.columns))


def metric(page: AppTest, label: str) -> str:
    return next(str(one.value) for one in page.metric if one.label == label)


def shown(value: Decimal) -> str:
    """As in a table: "75,90"."""
    return f"{truth.rounded(value):.2f}".replace(".", ",")


def said(value: Decimal) -> str:
    """As in a sentence: "75,9"."""
    text = shown(value)
    return text.rstrip("0").rstrip(",") if "," in text else text


# the index and its rank --------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["xa", "phong"])
@pytest.mark.parametrize("year", ["2023", "2022"])
def test_every_rank_is_the_published_indexes_in_order(
    open_whole: Open, kind: str, year: str
) -> None:
    index = truth.ranking(int(year), kind)
    ranks = truth.competition_ranks(index)
    page = open_whole("xep_hang.py", f"{MINH_HOA}.{WHO[kind]}", **{"Năm": year})
    rows = table_with(page, "Chỉ số (%)")
    units = [str(unit).removesuffix(" huyện Minh Họa") for unit in rows["Đơn vị"]]
    told = dict(zip(units, rows["Chỉ số (%)"], strict=True))
    assert told == {unit: shown(one) for unit, one in index.items()}
    assert dict(zip(units, rows["Hạng"].astype(int), strict=True)) == ranks


@pytest.mark.parametrize("unit", ASKED)
def test_a_units_index_and_rank_are_the_same_wherever_they_stand(
    open_whole: Open, unit: str
) -> None:
    index = truth.ranking(2023, "xa")
    percent, rank = said(index[unit]), truth.competition_ranks(index)[unit]
    assert title(open_whole("don_vi.py", id_of(unit))).endswith(
        f" năm 2023: hạng {rank}/{len(index)}, {shown(index[unit])}%"
    )
    ranked = texts(open_whole("xep_hang.py", id_of(unit)))
    assert f"Hạng {rank}/{len(index)}, {percent}%" in ranked
    goals = table_with(open_whole("muc_tieu.py", id_of(unit)), "Mục tiêu 2024")
    (own,) = goals[goals.iloc[:, 1] == "Chỉ số cải cách hành chính"].to_dict("records")
    assert own["Năm 2023 (%)"] == shown(index[unit])
    assert f"{percent}%: [ô" in texts(open_whole("tong_quan.py", id_of(unit)))


@pytest.mark.parametrize("unit", ["xã H", "xã Q"])
def test_a_published_rank_that_is_not_the_computed_one_is_said_beside_it_everywhere(
    open_whole: Open, unit: str
) -> None:
    printed = truth.printed_ranks(2023, "xa")[unit]
    computed = truth.competition_ranks(truth.ranking(2023, "xa"))[unit]
    pages = ("don_vi.py", "tong_quan.py", "muc_tieu.py")
    both = f"công bố hạng {printed}, xếp lại theo chỉ số là hạng {computed}"
    for page in pages:
        assert (both in texts(open_whole(page, id_of(unit)))) is (printed != computed)
    goals = table_with(open_whole("muc_tieu.py", id_of(unit)), "Mục tiêu 2024")
    (own,) = goals[goals.iloc[:, 1] == "Chỉ số cải cách hành chính"].to_dict("records")
    assert own["Hạng"] == str(printed)
    ranked = table_with(open_whole("xep_hang.py", id_of(unit)), "Hạng công bố")
    (row,) = ranked[ranked["Đơn vị"] == unit].to_dict("records")
    assert (row["Hạng"], row["Hạng công bố"]) == (str(computed), str(printed))


@pytest.mark.parametrize("unit", ASKED)
def test_missing_points_are_the_same_on_the_units_page_and_by_criterion(
    open_whole: Open, unit: str
) -> None:
    points, criteria = truth.missing_points("bang-diem-2023-cac-xa.xlsx", unit)
    own = texts(open_whole("don_vi.py", id_of(unit)))
    assert f"{said(points)} điểm chưa đạt ở {criteria} tiêu chí thành phần, năm 2023" in own
    final = {"Kỳ và vòng chấm": "2023|final|mh-xa-2022"}
    assert f"{said(points)} điểm chưa đạt" in texts(open_whole("tieu_chi.py", id_of(unit), **final))


@pytest.mark.parametrize("unit", ASKED)
def test_what_is_not_yet_full_after_an_appraisal_is_lost_or_still_to_be_won(
    open_whole: Open, unit: str
) -> None:
    points, _ = truth.missing_points("bang-diem-2024-tham-dinh-lan-1-cac-xa.xlsx", unit)
    assert f"{said(points)} điểm chưa đạt" in texts(open_whole("tieu_chi.py", id_of(unit)))
    page = open_whole("uoc_ca_nam.py", id_of(unit))
    winnable = number_in(r"còn phấn đấu ([\d,]+)", title(page))
    lost = number_in(r"Đã mất ([\d,]+) điểm", texts(page))
    assert winnable + lost == points


def number_in(pattern: str, text: str) -> Decimal:
    found = re.search(pattern, text)
    assert found, text
    return Decimal(found[1].replace(",", "."))


@pytest.mark.parametrize("unit", ASKED)
def test_satisfaction_is_as_surveyed(open_whole: Open, unit: str) -> None:
    told = truth.satisfaction(2023)[unit]
    assert title(open_whole("hai_long.py", id_of(unit))) == f"SIPAS năm 2023: {said(told)}%"


# services ----------------------------------------------------------------------------------


def test_every_rate_and_every_miss_of_the_month_is_the_reports(open_whole: Open) -> None:
    page = open_whole("dich_vu_cong.py", MINH_HOA)
    rows = table_with(page, "Đơn vị", *(HEADS.get(one, one) for one in truth.INDICATORS))
    rows = rows.set_index("Đơn vị")
    for unit in truth.COMMUNES:
        for indicator in truth.INDICATORS:
            cell = rows.loc[unit, HEADS.get(indicator, indicator)]
            if not truth.has_report(unit, LAST_MONTH):
                assert cell == "– chưa báo cáo"
                continue
            rate = truth.rates(unit, LAST_MONTH)[indicator]
            met = truth.met(unit, LAST_MONTH)[indicator]
            assert cell == (f"● {shown(rate)}" if met else f"▲ {shown(rate)} chưa đạt")
    digitised = "Số hóa kết quả giải quyết"
    sent = [unit for unit in truth.COMMUNES if truth.has_report(unit, LAST_MONTH)]
    missed = [unit for unit in sent if not truth.met(unit, LAST_MONTH)[digitised]]
    count = f"{len(missed)}/{len(truth.COMMUNES)}"
    assert title(page).startswith(f"Tháng 9/2024: {count} xã chưa đạt")
    assert all(unit in texts(page) for unit in missed)
    front = open_whole("tong_quan.py", MINH_HOA)
    (finding,) = [
        line for line in table_with(front, "Nội dung cần chỉ đạo")["Nội dung cần chỉ đạo"]
        if line.startswith(digitised)
    ]  # fmt: skip
    assert f": {count} đơn vị cấp xã chưa đạt" in finding
    runs = [truth.months_below(unit, digitised, LAST_MONTH) for unit in sent]
    assert f"{sum(run >= 3 for run in runs)} đơn vị chưa đạt từ 3 tháng liền" in finding
    assert f"lâu nhất {max(runs)} tháng" in finding


@pytest.mark.parametrize("unit", ASKED)
def test_a_units_own_page_has_the_rates_of_the_month_or_says_there_is_no_report(
    open_whole: Open, unit: str
) -> None:
    page = open_whole("don_vi.py", id_of(unit))
    if not truth.has_report(unit, LAST_MONTH):
        assert "Chưa có báo cáo tháng 9/2024 của đơn vị." in texts(page)
        return
    rows = table_with(page, "Chỉ tiêu", "Đạt (%)").set_index("Chỉ tiêu")
    rates, met = truth.rates(unit, LAST_MONTH), truth.met(unit, LAST_MONTH)
    assert dict(rows["Đạt (%)"]) == {one: shown(rate) for one, rate in rates.items()}
    assert dict(rows["Trạng thái"]) == {
        one: "● Đạt" if reached else "▲ Chưa đạt" for one, reached in met.items()
    }


# reports and tasks -------------------------------------------------------------------------


@pytest.mark.parametrize("unit", ASKED)
def test_reports_are_counted_alike_on_three_pages(open_whole: Open, unit: str) -> None:
    states = truth.report_states(unit, LAST_MONTH)
    counts = Counter(states.values())
    sentence = (
        f"{LAST_MONTH} báo cáo đã đến hạn từ đầu năm: {counts['on_time']} đúng hạn, "
        f"{counts['late']} trễ hạn, {counts['missing']} chưa gửi."
    )
    assert sentence in texts(open_whole("don_vi.py", id_of(unit)))
    front = open_whole("tong_quan.py", id_of(unit))
    assert metric(front, "Báo cáo đúng hạn") == f"{counts['on_time']}/{LAST_MONTH}"
    assert sentence in texts(front)
    marks = {"on_time": "●", "late": "▲ Trễ", "missing": "✕ Chưa"}
    grid = table_with(open_whole("bao_cao.py", MINH_HOA), "T1").set_index("Đơn vị")
    assert [grid.loc[unit, f"T{month}"] for month in states] == [marks[s] for s in states.values()]


@pytest.mark.parametrize("unit", ASKED)
def test_overdue_tasks_are_counted_alike_on_three_pages(open_whole: Open, unit: str) -> None:
    late = len(truth.overdue(unit, LAST_MONTH, SEPTEMBER))
    front = metric(open_whole("tong_quan.py", id_of(unit)), "Nhiệm vụ quá hạn")
    counted, of = map(int, front.split("/"))
    assert counted == late
    tasks = title(open_whole("nhiem_vu.py", id_of(unit)))
    what = "việc kế hoạch cấp trên giao"
    assert tasks == (
        f"{late}/{of} {what} đã quá hạn" if late else f"{of} {what}, không việc nào quá hạn"
    )
    own = texts(open_whole("don_vi.py", id_of(unit)))
    assert f"{of} nhiệm vụ kế hoạch cấp trên giao: " in own
    assert (f": {late} quá hạn" in own) is bool(late)


def test_a_district_sees_the_overdue_tasks_of_all_its_communes(open_whole: Open) -> None:
    late = {unit: len(truth.overdue(unit, LAST_MONTH, SEPTEMBER)) for unit in truth.COMMUNES}
    page = open_whole("nhiem_vu.py", MINH_HOA)
    assert f"{sum(late.values())} lượt quá hạn" in texts(page)
    most = max(late.values())
    assert f"Nhiều nhất: {', '.join(u for u, n in late.items() if n == most)} ({most})" in texts(
        page
    )
