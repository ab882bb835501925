"""One warm reading process for all awkward workbooks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cchc.workbook import Reader
from tests.awkward.books import Read, read_with


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    with Reader() as one:
        yield one


@pytest.fixture(scope="session")
def read(reader: Reader) -> Read:
    return read_with(reader)
