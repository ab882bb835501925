"""Kết quả xếp hạng: rounds, disagreements, and years that cannot be set against each other."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cchc import settings
from cchc.ui import comparability, ranking
from tests.pages.reading import Open, opener, tables_of, texts, title
from tests.pages.workbooks import accept
from tests.pages.workbooks import ranking as ranking_table

XA_A = "minh-hoa.mh.xa-a"
OFFICE = "minh-hoa.mh.p-noi-vu"
NEW = "hung-yen-2025.duc-hop"
LISTED = "Kết quả và thứ hạng từng đơn vị"


def table(page: AppTest) -> pd.DataFrame:
    (frame,) = [one.value for one in tables_of(page) if one.alt == LISTED]
    shown: pd.DataFrame = frame
    return shown


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results before and after July 2025, with the seeds' units and a test's figures."""
    return accept(
        tmp_path_factory.mktemp("data"),
        kim_dong=ranking_table(
            2024,
            "các xã huyện Kim Động",
            ("Xã Phú Thọ", 84.25, 1),
            ("Xã Đức Hợp", 81.5, 2),
            ("Xã Mai Động", 79, 3),
        ),
        kong_chro=ranking_table(
            2024, "các xã huyện Kông Chro", ("Xã Yang Nam", 70, 1), ("Thị trấn Kông Chro", 69, 2)
        ),
        hung_yen=ranking_table(2025, "các xã tỉnh Hưng Yên", ("Xã Đức Hợp", 83, 1)),
        gia_lai=ranking_table(
            2025,
            "các xã, phường tỉnh Gia Lai",
            ("Phường Hoài Nhơn Bắc", 88, 1),
            ("Xã Kông Chro", 75, 2),
        ),
    )


def test_a_merged_commune_has_no_move_but_its_predecessors_beside(
    merged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opener(merged, monkeypatch)("xep_hang.py", "gia-lai-2025.kong-chro")
    said = texts(page)
    assert "Hạng 2/2, 75,00%" in said
    assert "năm trước là thị trấn Kông Chro, xã Yang Trung, xã Yang Nam" in said
    assert " bậc so với" not in said
    assert {"Năm trước (%)", "Hạng trước"}.isdisjoint(table(page).columns)
    (former,) = [one.value for one in tables_of(page) if "Đơn vị cũ" in one.value.columns]
    told = dict(zip(former["Đơn vị cũ"], former["Kết quả năm trước (%)"], strict=True))
    assert told == {
        "xã Hoài Châu Bắc": "–",
        "thị trấn Kông Chro": "69,00",
        "xã Yang Trung": "–",
        "xã Yang Nam": "70,00",
    }


def test_a_commune_alone_after_the_merger_still_shows_what_it_was(
    merged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opener(merged, monkeypatch)("xep_hang.py", NEW)
    said = texts(page)
    assert "lưu ý khi so với năm 2024: từ ngày 01/07/2025" in said.lower()
    assert "Nghị quyết số 1666/NQ-UBTVQH15" in said
    (former,) = [one.value for one in tables_of(page) if "Đơn vị cũ" in one.value.columns]
    assert list(former["Kết quả năm trước (%)"]) == ["81,50", "84,25", "79,00"]


def test_the_line_of_the_own_unit_stands_out(open_page: Open) -> None:
    own = {}
    for unit in (XA_A, OFFICE.rsplit(".", 1)[0]):
        (shown,) = [one for one in tables_of(open_page("xep_hang.py", unit)) if one.alt == LISTED]
        own[unit] = [shown.value["Đơn vị"][row] for row in shown.own]
    assert list(own.values()) == [["xã A"], []], "a district is not among its communes"


def test_a_round_before_the_last_is_ranked_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("xep-hang-2023-cac-phong", "bang-diem-2024-tu-cham-cac-phong")
    folder = settings.SAMPLES / "minh-hoa"
    files = {name: (folder / f"{name}.xlsx").read_bytes() for name in names}
    open_page = opener(accept(tmp_path / "data", **files), monkeypatch)
    assert title(open_page("xep_hang.py", OFFICE)).startswith("Xếp hạng các phòng năm 2023")
    page = open_page("xep_hang.py", OFFICE, **{"Năm": "2024"})
    assert title(page) == "Xếp hạng các phòng năm 2024, tự chấm"
    assert "Hạng công bố" not in table(page).columns
    assert "Năm trước (%)" not in table(page).columns, "a self-score has no self-score before it"


def test_long_names_lose_what_all_of_them_end_with() -> None:
    names = pd.Series(
        [f"{name} huyện Minh Họa" for name in ("Phòng Nội vụ", "Văn phòng HĐND và UBND")]
    )
    assert ranking.shortened(names) == ["Phòng Nội vụ", "Văn phòng HĐND và UBND"]
    assert ranking.shortened(pd.Series(["xã A", "xã B"])) == ["xã A", "xã B"]
    assert ranking.shortened(pd.Series(["xã Tân A", "phường Tân A"])) == [
        "xã Tân A",
        "phường Tân A",
    ]
    assert ranking.shortened(pd.Series(["xã A B C"])) == ["xã A B C"]


def test_what_was_published_otherwise_is_said_by_name(open_page: Open) -> None:
    said = texts(open_page("xep_hang.py", XA_A))
    assert "Công bố khác tính lại: " in said
    assert "xã B (công bố 92,52%, tính lại 91,52%)" in said


def test_an_index_nobody_has_is_said_in_a_sentence() -> None:
    choice = ranking.Choice(
        "h/xa", "các xã", "xa", False, "2023", "9", "Tổ chức bộ máy", "self", "Tự chấm", False
    )
    nobody = pd.DataFrame({"percent": pd.Series(dtype=float)})
    assert (
        ranking.only_some(nobody, choice)
        == "Năm 2023: chưa đơn vị nào có tổ chức bộ máy ở vòng tự chấm."
    )
    assert "Xếp theo" in ranking.how_to_rank(nobody, others=False)


def test_a_long_group_is_drawn_by_its_ends_and_around_the_own_unit() -> None:
    names = [f"xã {number}" for number in range(150)]
    places = ranking.drawn(names, "xã 70")
    assert places == [*range(8), *range(66, 75), *range(142, 150)]
    assert ranking.drawn(names[:40], "xã 3") == list(range(40))


@pytest.mark.parametrize(
    ("flag", "expected"),
    [
        ("comparable", "tăng 2 bậc"),
        ("comparable_with_note", "tăng 2 bậc (lưu ý: đổi cách)"),
        ("not_comparable", "không so được với kỳ trước: đổi cách"),
    ],
)
def test_a_change_is_said_only_where_years_compare(flag: str, expected: str) -> None:
    told = comparability.Comparability(flag, "đổi cách")
    assert comparability.beside("tăng 2 bậc", told) == expected


def test_a_reason_of_all_rows_is_said_once_and_names_nobody() -> None:
    rows = pd.DataFrame(
        {
            "unit_name": ["xã A", "xã B"],
            "comparability": ["not_comparable"] * 2,
            "comparability_reason": ["đổi cách"] * 2,
        }
    )
    assert comparability.notes(rows, "2022") == ["Không so với năm 2022: đổi cách."]
    rows = rows.assign(comparability_reason=["đổi cách", None])
    assert comparability.notes(rows, "2022") == ["Xã A: không so với năm 2022, đổi cách."]


def test_a_column_that_is_not_shown_is_not_explained() -> None:
    ranked = pd.DataFrame({"behind_next": [None, 0.42]})
    assert ranking.units_of_table(ranked).startswith("Kém liền trên")
    assert ranking.units_of_table(ranked.iloc[:1]) == ""
