"""One warm reading process for all that is drawn; what goes wrong inside is raised, not told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cchc.workbook import Reader


@pytest.fixture(scope="session")
def warm() -> Iterator[Reader]:
    with Reader() as one:
        yield one


@pytest.fixture(autouse=True, scope="session")
def _raising() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CCHC_DEBUG", "1")
        yield
