"""SIPAS by factor, with the number of forms."""

from __future__ import annotations

from collections.abc import Callable

from tests.queries.rows import Row, units

Make = Callable[..., Callable[..., list[Row]]]


def test_factors_come_with_their_respondents(make_store: Make) -> None:
    def factor(unit_id: str, code: str, percent: float) -> Row:
        return {
            "unit_id": unit_id,
            "period_id": "2023",
            "factor_code": code,
            "factor_name": f"Yếu tố {code}",
            "percent": percent,
            "respondents": 45,
        }

    ask = make_store(
        unit=units("a", "b"),
        satisfaction=[factor("b", "1", 80), factor("a", "SIPAS", 85), factor("a", "1", 90.5)],
    )
    answer = ask("satisfaction", period="2023")
    assert [(r["unit_name"], r["factor_code"], r["percent"], r["respondents"]) for r in answer] == [
        ("xã A", "1", 90.5, 45),
        ("xã A", "SIPAS", 85, 45),
        ("xã B", "1", 80, 45),
    ]
    assert len(ask("satisfaction", unit="b")) == 1
