"""What is to be known of the files, the gravest first."""

from __future__ import annotations

from collections.abc import Callable

from tests.queries.rows import Row, column, file

Make = Callable[..., Callable[..., list[Row]]]


def test_errors_come_before_warnings_and_notes(make_store: Make) -> None:
    ask = make_store(
        imported_file=[file(1), file(2)],
        finding=[
            {"import_id": 1, "level": level, "code": level, "message": "…"}
            for level in ("note", "error", "warning")
        ]
        + [{"import_id": 2, "level": "error", "code": "other", "message": "…"}],
    )
    assert column(ask("findings"), "code") == ["error", "other", "warning", "note"]
    (row,) = ask("findings", **{"import": 2})
    assert (row["file"], row["code"]) == ("tep-2.xlsx", "other")
