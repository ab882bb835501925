"""What the session remembers of the intake, and the keys of its widgets: the only such place.

In: what the rooms of the page leave here. Out: the same, at the next rerun. It must not read a
file, nor write anything but the session's state.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st

from cchc.catalogue import Catalogue
from cchc.changes import Changes
from cchc.importing import FileReport, Inspection
from cchc.reports.annotated import Annotated
from cchc.templating import File

EVERY_FILE = -1


@dataclass(frozen=True, slots=True)
class Looked:
    """An inspection and the digest of what was inspected, so that no rerun inspects again."""

    key: str
    inspection: Inspection
    changes: Changes


@dataclass(frozen=True, slots=True)
class FileSaid:
    """What staff say of one file in place of what it says itself."""

    unit: str | None = None
    period: str | None = None
    received_on: date | None = None
    as_framework: bool = False


@dataclass(frozen=True, slots=True)
class Returned:
    """Files of the last batch that were not accepted, kept until the next files are dropped."""

    reports: tuple[FileReport, ...]
    known: Catalogue
    contents: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Message:
    """What the last action did; `imports` are those that can be taken back on the spot."""

    sentence: str
    good: bool
    imports: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Templates:
    """Forms to fill in that were made for one choice."""

    choice: tuple[str, ...]
    files: tuple[File, ...]


_TURN = "nhap-luot"
_LOOKED = "nhap-da-xem"
_MESSAGE = "nhap-loi-bao"
_UNSEEN = "nhap-loi-bao-moi"
_SAID = "nhap-ghi-ro-tung-tep"
_RETURNED = "nhap-tra-lai"
_MARKED = "nhap-ban-danh-dau"
_TEMPLATES = "nhap-mau-bieu"
_FILE = "tep-dang-xem"
_IMPORT = "lan-nhap-dang-xem"
_UNDOING = "nhap-xem-thu-hoi"


# widgets -----------------------------------------------------------------------------------


def key(name: str) -> str:
    """Widgets of one turn: the next turn starts with empty ones."""
    return f"nhap-{name}-{st.session_state.get(_TURN, 0)}"


def next_turn() -> None:
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    st.session_state.pop(_SAID, None)
    st.session_state.pop(_MARKED, None)
    st.session_state.pop(_UNDOING, None)
    forget_looked()


def file_key() -> str:
    """Of the box that says which file is shown in detail; a click on a line sets it too."""
    return key(_FILE)


def show_file(place: int) -> None:
    st.session_state[file_key()] = place


def import_key() -> str:
    """Of the box that says which import of the history is shown."""
    return key(_IMPORT)


def choose_import(number: int | None) -> None:
    st.session_state[import_key()] = number


def keep_import_among(numbers: Collection[int]) -> None:
    """A choice that the filters leave out is no choice any more."""
    if st.session_state.get(import_key()) not in numbers:
        st.session_state.pop(import_key(), None)


def rows_chosen(widget: str) -> list[int]:
    """The line clicked in a table, by its place in it."""
    return [row for row, _ in st.session_state[widget].selection.cells]


# what was looked at ------------------------------------------------------------------------


def looked() -> Looked | None:
    held: Looked | None = st.session_state.get(_LOOKED)
    return held


def remember_looked(one: Looked) -> None:
    st.session_state[_LOOKED] = one


def forget_looked() -> None:
    st.session_state.pop(_LOOKED, None)


def undoing(number: int, ask: Callable[[int], Changes]) -> Changes:
    """What withdrawing an import would undo, asked once for each choice."""
    held: tuple[int, Changes] | None = st.session_state.get(_UNDOING)
    if held is None or held[0] != number:
        held = (number, ask(number))
        st.session_state[_UNDOING] = held
    return held[1]


# what is said of each file -----------------------------------------------------------------


def said_of(sha256: str) -> FileSaid:
    held: dict[str, FileSaid] = st.session_state.get(_SAID, {})
    return held.get(sha256, FileSaid())


def say_of(sha256: str, said: FileSaid) -> None:
    """Keep an answer; the files are looked at again because what is said of them changed."""
    held: dict[str, FileSaid] = st.session_state.get(_SAID, {})
    st.session_state[_SAID] = held | {sha256: said}


# marked copies, templates ------------------------------------------------------------------


def marked_copies() -> dict[str, Annotated]:
    """By digest; a download fills it from its own thread, which knows no session."""
    held: dict[str, Annotated] = st.session_state.setdefault(_MARKED, {})
    return held


def templates() -> Templates | None:
    held: Templates | None = st.session_state.get(_TEMPLATES)
    return held


def remember_templates(made: Templates) -> None:
    st.session_state[_TEMPLATES] = made


# files still to be sent back ----------------------------------------------------------------


def keep_returned(files: Returned) -> None:
    st.session_state[_RETURNED] = files


def returned() -> Returned | None:
    held: Returned | None = st.session_state.get(_RETURNED)
    return held


# the message -------------------------------------------------------------------------------


def leave_message(sentence: str, *, good: bool, imports: tuple[int, ...] = ()) -> None:
    st.session_state[_MESSAGE] = Message(sentence, good, imports)
    st.session_state[_UNSEEN] = True


def is_new_message() -> bool:
    """True once for each message."""
    return bool(st.session_state.pop(_UNSEEN, False))


def message() -> Message | None:
    left: Message | None = st.session_state.get(_MESSAGE)
    return left


def begin_batch() -> None:
    """New files: what was said and kept of the last ones is done with."""
    st.session_state.pop(_MESSAGE, None)
    st.session_state.pop(_RETURNED, None)


def forget_message() -> None:
    st.session_state.pop(_MESSAGE, None)
