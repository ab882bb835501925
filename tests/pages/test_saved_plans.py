"""Saved plans on the page: side by side, taken back with one click."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cchc import plans, settings
from cchc.improvement import Goal
from cchc.ledger import Ledger
from cchc.plans import Item, Plan
from cchc.ui import improving, year_end
from cchc.ui.blocks import About
from tests.pages.reading import tables_of, texts
from tests.pages.test_year_end import DUTIES, ROWS, STEPS


def ground(goal: Goal | None, bands: Mapping[str, Decimal]) -> improving.Ground:
    """What plans stand on, over the rows of tests/pages/test_year_end.py."""
    files = pd.DataFrame(columns=["import_id", "file", "received_on"])
    return improving.Ground(
        unit_id="h.a",
        period_id="2024",
        rows=ROWS.assign(framework_id="f"),
        duties=DUTIES,
        offers=year_end.offers(ROWS, STEPS),
        now=year_end.outlook(ROWS),
        goal=goal,
        bands=bands,
        assumed=Decimal(0),
        found=None,
        begin={},
        about=About("Xã A", files, False),
    )


def shown() -> None:
    """The room of saved plans."""
    from decimal import Decimal

    from cchc.improvement import Goal
    from cchc.ui import improving
    from tests.pages.test_saved_plans import ground

    bands = {"Khá": Decimal(50), "Yếu": Decimal(0)}
    improving.show_saved(ground(Goal(Decimal(50)), bands), by="Trần Thị B")


def saving() -> None:
    """The form that saves what is ticked."""
    from decimal import Decimal

    from cchc.ui import improving
    from tests.pages.test_saved_plans import ground

    improving.ask_saving(ground(None, {}), {"1.1": Decimal("0.5")})


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
    (table,) = [one.value for one in tables_of(page)]
    assert list(table["Phương án"]) == ["Ít", "Nhiều"]
    assert list(table["Chỉ số (%)"]) == ["25,00", "56,25"]
    assert list(table["Xếp loại"]) == ["Yếu – Khá", "Khá"]
    assert list(table["So với mục tiêu"]) == ["○ Tùy điểm đang chờ", "● Đạt mục tiêu"]
    page = next(one for one in page.button if one.label == "Bỏ phương án này").click().run()
    assert [plan.name for plan in plans.listed(tmp_path, "h.a", "2024")] == ["Nhiều"]
    assert list(tables_of(page)[0].value["Phương án"]) == ["Nhiều"]
    taken_back = Ledger(tmp_path).decision_log()[-1]
    assert (taken_back.value, taken_back.by) == (None, "Trần Thị B")


def test_who_saved_a_plan_and_when_stand_beside_it(room: AppTest, tmp_path: Path) -> None:
    """Named in the field that every page shares; a plan that nobody signed says so."""
    save(tmp_path, "Không tên", c1_1="2")
    form = AppTest.from_function(saving, default_timeout=30).run()
    form.text_input(key="nhap-nguoi").set_value("  Nguyễn Văn A ").run()
    next(one for one in form.text_input if one.label == "Tên phương án").set_value("Có tên")
    form = next(one for one in form.button if one.label == "Lưu phương án").click().run()
    assert not form.exception
    assert "Đã lưu phương án Có tên." in texts(form)
    (table,) = [one.value for one in tables_of(room.run())]
    assert list(table["Phương án"]) == ["Không tên", "Có tên"]
    assert list(table["Người lưu"]) == ["Không ghi tên", "Nguyễn Văn A"]
    assert set(table["Lưu ngày"]) == {f"{settings.today_vietnam():%d/%m/%Y}"}
