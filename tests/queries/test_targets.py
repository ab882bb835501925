"""Requirements as printed and as read."""

from __future__ import annotations

from collections.abc import Callable

from tests.queries.rows import Row, column, criterion, file, framework, target, units

Make = Callable[..., Callable[..., list[Row]]]


def test_every_requirement_printed_is_a_row_the_qualitative_ones_too(make_store: Make) -> None:
    ask = make_store(
        unit=units("a", "b"),
        imported_file=[file()],
        framework=[framework()],
        criterion=[criterion("2", ordinal=1), criterion("1", ordinal=2)],
        target=[
            target("a", "total", 80),
            target("a", "1", None, comparator=None, measure="qualitative"),
            target("a", "2", 90, comparator=">=", ordinal=2),
            target("a", "2", 75, comparator=">"),
            target("b", "1", 60),
        ],
    )
    answer = ask("targets", unit="a", period="2024")
    assert [(row["criterion_code"], row["comparator"], row["percent"]) for row in answer] == [
        ("2", ">", 75),
        ("2", ">=", 90),
        ("1", None, None),
        ("total", ">", 80),
    ]
    assert set(column(answer, "file")) == {"tep-1.xlsx"}
