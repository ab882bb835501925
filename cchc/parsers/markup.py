"""Goes through a part's XML with expat, event by event, without building a tree.

In: a stream. Out: calls of a listener's `start`, `end`, with names as written and texts on demand.
Documents use any prefix for the namespace that they are about; `prefix_of` tells which.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any, Protocol
from xml.parsers.expat import ParserCreate

CHUNK = 1 << 18
Attributes = Mapping[str, str]


class Listener(Protocol):
    """What hears a document. `texts` receives the character data; whoever wants it clears it."""

    texts: list[str]

    def start(self, name: str, attributes: Attributes, /) -> None:
        """An element opens."""

    def end(self, name: str, /) -> None:
        """An element closes."""


def listen(stream: IO[bytes], listener: Listener, *, spaced: str | None = None) -> None:
    """Hands the whole document to a listener. Raises ExpatError where it is not XML.

    spaced: a separator has names come as namespace, separator, local name.
    """
    parser: Any = ParserCreate(namespace_separator=spaced)
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.StartElementHandler = listener.start
    parser.EndElementHandler = listener.end
    parser.CharacterDataHandler = listener.texts.append
    while chunk := stream.read(CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def prefix_of(name: str, attributes: Attributes, namespaces: frozenset[str]) -> str:
    """The prefix of a document's main namespace, with its colon, by its root element."""
    prefix = name.rpartition(":")[0]
    if attributes.get(f"xmlns:{prefix}" if prefix else "xmlns") not in namespaces:
        raise ValueError("a document about something else")
    return f"{prefix}:" if prefix else ""
