"""What opens other people's files, one module a kind; used by `cchc.workbook_child` alone.

In: the bytes of one file and the limits it must keep. Out: a `Book` (`cchc.parsers.book`), or
`Refused` with a reason. They know nothing of names, forms or sentences.
"""

from __future__ import annotations

from collections.abc import Mapping

Limits = Mapping[str, float]


class Refused(Exception):
    """A file that is understood well enough to say why it is not read."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
