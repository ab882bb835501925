"""`rows_of` gives what pandas' own `to_dict("records")` gives."""

from __future__ import annotations

import pandas as pd
import pytest

from cchc.rows import rows_of

MISSING = None
FRAMES = {
    "texts": pd.DataFrame({"name": ["Xã A", MISSING]}),
    "numbers, one of them missing": pd.DataFrame({"points": [1.5, MISSING]}),
    "whole numbers": pd.DataFrame({"rank": [1, 2]}),
    "truths": pd.DataFrame({"met": [True, False]}),
    "days": pd.DataFrame({"due_on": pd.to_datetime(["2024-06-30", MISSING])}),
    "lists": pd.DataFrame({"names": [["a", "b"], []]}),
    "texts of Python's own": pd.DataFrame({"name": ["Xã A", MISSING]}, dtype=object),
    "a part with other labels": pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}).iloc[1:],
    "no rows": pd.DataFrame({"a": [], "b": []}),
    "nothing": pd.DataFrame(),
}


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_rows_are_what_pandas_says(frame: pd.DataFrame) -> None:
    ours, theirs = rows_of(frame), frame.to_dict("records")
    assert [list(row) for row in ours] == [list(row) for row in theirs]
    for row, other in zip(ours, theirs, strict=True):
        for name, value in row.items():
            assert type(value) is type(other[name])
            assert value == other[name] or (pd.isna(value) and pd.isna(other[name]))
