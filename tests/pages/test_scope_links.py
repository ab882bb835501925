"""A link to a unit, a year or a month that the store does not hold is told, never passed over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

OpenAt = Callable[..., AppTest]
MINH_HOA = "huyện Minh Họa (minh họa)"


def page() -> None:
    """A page that only says what the bar shows."""
    import streamlit as st

    from cchc.ui import filters

    scope = filters.ask_scope()
    st.text(f"{scope.unit_id} {scope.baseline} {scope.target} {scope.as_of}")


@pytest.fixture
def open_at(imported: Path, monkeypatch: pytest.MonkeyPatch) -> OpenAt:
    """`open_at(don_vi="…", ky_goc="2019")` → the page at that link."""
    monkeypatch.setenv("CCHC_DATA", str(imported))
    monkeypatch.setenv("CCHC_DEBUG", "1")
    st.cache_data.clear()

    def run(**asked: str) -> AppTest:
        opened = AppTest.from_function(page, default_timeout=60)
        for key, value in asked.items():
            opened.query_params[key.replace("_", "-")] = value
        opened.run()
        assert not opened.exception
        return opened

    return run


def told(opened: AppTest) -> list[str]:
    return [str(one.value) for one in opened.warning]


def test_an_unknown_unit_is_told_and_another_is_shown(open_at: OpenAt) -> None:
    (warning,) = told(open_at(don_vi="xã Không Có"))
    assert "Kho số liệu không có đơn vị “xã Không Có”" in warning


@pytest.mark.parametrize(
    ("asked", "said", "instead"),
    [
        ({"ky_goc": "2019"}, "“2019” ở ô Kỳ gốc", "Trang đang hiện năm 2023;"),
        ({"ky_muc_tieu": "2031"}, "“2031” ở ô Kỳ mục tiêu", "Trang đang hiện năm 2024;"),
        (
            {"den_het": "Tháng 13/2024"},
            "“Tháng 13/2024” ở ô Tính đến hết",
            "Trang đang hiện tháng 9/2024;",
        ),
        (
            {"ky_goc": "*2019*", "den_het": "Tháng 8/2023"},
            "“\\*2019\\*” ở ô Kỳ gốc và “Tháng 8/2023” ở ô Tính đến hết",
            "Trang đang hiện năm 2023 và tháng 9/2024;",
        ),
    ],
)
def test_an_unknown_year_or_month_is_told_with_what_is_shown_instead(
    open_at: OpenAt, asked: dict[str, str], said: str, instead: str
) -> None:
    opened = open_at(don_vi=MINH_HOA, **asked)
    (warning,) = told(opened)
    assert f"Số liệu của đơn vị không có {said}: kỳ chưa có số liệu" in warning
    assert instead in warning
    assert opened.text[0].value == "minh-hoa.mh 2023 2024 2024-09"


@pytest.mark.parametrize("until", ["Tháng 9/2024", "Năm 2024", "Mới nhất: tháng 8/2024"])
def test_years_and_months_that_are_held_are_shown_without_a_word(
    open_at: OpenAt, until: str
) -> None:
    opened = open_at(don_vi=MINH_HOA, ky_goc="2023", ky_muc_tieu="2024", den_het=until)
    assert told(opened) == []


def test_a_year_of_results_is_told_of_a_unit_that_has_none(open_at: OpenAt) -> None:
    opened = open_at(don_vi="xã Hoài Châu Bắc", ky_goc="2023")
    (warning,) = told(opened)
    assert "“2023” ở ô Kỳ gốc" in warning
    assert "Đơn vị chưa có kỳ nào ở đó" in warning


def test_what_the_reader_chose_before_another_unit_is_no_wrong_link(open_at: OpenAt) -> None:
    opened = open_at(don_vi=MINH_HOA)
    opened = opened.selectbox(key="den-het").set_value("2024-09").run()
    opened = opened.selectbox(key="don-vi").set_value("lai-chau.tam-duong").run()
    assert told(opened) == []
    assert opened.text[0].value == "lai-chau.tam-duong 2023 2024 2024"
