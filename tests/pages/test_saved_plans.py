"""Saved plans on the page: side by side, taken back with one click."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cchc import plans
from cchc.plans import Item, Plan
from tests.pages.reading import texts


def shown() -> None:
    """The room of saved plans, over the rows of tests/pages/test_year_end.py."""
    from decimal import Decimal

    import pandas as pd

    from cchc.improvement import Goal
    from cchc.ui import improving, year_end
    from cchc.ui.blocks import About
    from tests.pages.test_year_end import DUTIES, ROWS, STEPS

    files = pd.DataFrame(columns=["import_id", "file", "received_on"])
    improving.show_saved(
        improving.Ground(
            unit_id="h.a",
            period_id="2024",
            rows=ROWS.assign(framework_id="f"),
            duties=DUTIES,
            offers=year_end.offers(ROWS, STEPS),
            now=year_end.outlook(ROWS),
            goal=Goal(Decimal(50)),
            bands={"Khá": Decimal(50), "Yếu": Decimal(0)},
            assumed=Decimal(0),
            found=None,
            begin={},
            about=About("Xã A", files, False),
        )
    )


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("CCHC_DATA", str(tmp_path))
    return AppTest.from_function(shown, default_timeout=30)


def save(folder: Path, name: str, **reach: str) -> None:
    items = tuple(Item(code[1:].replace("_", "."), Decimal(to)) for code, to in reach.items())
    plans.save(folder, Plan("h.a", "2024", "f", name, items))


def test_without_plans_the_reader_is_told_how_to_save_one(room: AppTest) -> None:
    assert "Chưa lưu phương án nào" in texts(room.run())


def test_plans_are_compared_and_one_is_taken_back(room: AppTest, tmp_path: Path) -> None:
    save(tmp_path, "Ít", c1_1="1.5")
    save(tmp_path, "Nhiều", c1_1="2", c2_1="2")
    page = room.run()
    assert not page.exception
    (table,) = [one.value for one in page.table]
    assert list(table["Phương án"]) == ["Ít", "Nhiều"]
    assert list(table["Chỉ số (%)"]) == ["25,00", "56,25"]
    assert list(table["Xếp loại"]) == ["Yếu – Khá", "Khá"]
    assert list(table["So với mục tiêu"]) == ["○ Tùy điểm đang chờ", "● Đạt mục tiêu"]
    page = next(one for one in page.button if one.label == "Bỏ phương án này").click().run()
    assert [plan.name for plan in plans.listed(tmp_path, "h.a", "2024")] == ["Nhiều"]
    assert list(page.table[0].value["Phương án"]) == ["Nhiều"]
