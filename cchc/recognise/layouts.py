"""Headers that a person pointed out: told apart by a signature, kept as data, known again.

In: a sheet, its header rows and what each column means. Out: a Layout, and headers that match one.
Knows nothing of where layouts are kept or who pointed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from cchc.errors import WrongUse
from cchc.forms import BY_NAME, Form
from cchc.model import Cell, Layout, Sheet
from cchc.recognise.grid import Grid
from cchc.text import fold

MAX_LAYOUT_ROWS = 5
# In a layout's columns: nothing was said of this one ("" says that it is deliberately not used).
UNSAID = "?"
BETWEEN = " · "
# The same layout comes back with the next month's and the next year's headings.
_TIME = re.compile(r"(?<!\d)20\d\d(?!\d)|(?<=\bthang )\d{1,2}\b|(?<=\bquy )(\d|i{1,3}|iv)\b")
FEWEST_TEXTS, LONGEST_TEXT, MOST_ROWS_SHOWN = 3, 120, 40


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """A row that may be (the first of) a header: its texts by worksheet column."""

    row: int
    texts: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Learned:
    """Layouts ready to be looked for: a row none of whose words begin a header is passed over."""

    by_signature: Mapping[tuple[int, str], Layout]
    heights: tuple[int, ...]
    words: frozenset[str]

    def layout_at(self, grid: Grid, row: int) -> tuple[Layout, int] | None:
        """The layout of a header that begins here, and the first column of the header."""
        first = next((text for c in sorted(grid.rows[row]) if (text := grid.text(row, c))), "")
        if len(first) > LONGEST_TEXT or _key(first) not in self.words:
            return None
        for height in self.heights:
            left, texts = header_texts(grid, row, row + height - 1)
            layout = self.by_signature.get((height, _digest(texts)))
            if layout is not None:
                return layout, left
        return None


@lru_cache(maxsize=8)
def learned(layouts: tuple[Layout, ...]) -> Learned:
    """Those of the layouts whose form still has the columns that they name."""
    known = [one for one in layouts if _is_of_a_form(one)]
    words = (part for one in known for text, _ in one.columns for part in text.split(BETWEEN))
    return Learned(
        {(one.header_rows, one.signature): one for one in known},
        tuple(sorted({one.header_rows for one in known})),
        frozenset(words) - {""},
    )


def _is_of_a_form(layout: Layout) -> bool:
    form = BY_NAME.get(layout.form)
    return form is not None and _problem(form, [name for _, name in layout.columns]) is None


def _problem(form: Form, names: Iterable[str]) -> str | None:
    """Why these columns do not make a table of the form, in words; None when they do."""
    given = [name for name in names if name not in ("", UNSAID)]
    known = {column.name: column for column in form.columns}
    strange = [name for name in given if name not in known]
    if strange:
        return f"Bảng “{form.title}” không có cột “{strange[0]}”."
    twice = [name for name in given if given.count(name) > 1 and not known[name].repeats]
    if twice:
        return f"Hai cột cùng được chỉ là “{known[twice[0]].title}”. Hãy chỉ giữ một cột."
    missing = [one.title for one in form.columns if one.required and one.name not in given]
    if missing:
        return f"Bảng “{form.title}” còn thiếu cột: {', '.join(missing)}. Hãy chỉ rõ các cột đó."
    return None


def header_texts(grid: Grid, top: int, bottom: int) -> tuple[int, tuple[str, ...]]:
    """First column, and the folded header text of every column from the first to the last."""
    keys = {c: _key(BETWEEN.join(path)) for c, path in grid.paths(top, bottom).items()}
    named = [c for c, key in keys.items() if key]
    if not named:
        return 0, ()
    return named[0], tuple(keys.get(c, "") for c in range(named[0], named[-1] + 1))


def signature_of(grid: Grid, top: int, bottom: int) -> str:
    """What tells a header from others: its texts in column order, whatever the year."""
    return _digest(header_texts(grid, top, bottom)[1])


def _digest(texts: Sequence[str]) -> str:
    return sha256(json.dumps(texts).encode()).hexdigest()[:32]


@lru_cache(maxsize=16_384)
def _key(text: str) -> str:
    return _TIME.sub("#", fold(text))


# what the page lets a person point at ------------------------------------------------------


def layout_from(
    sheet: Sheet, header_rows: Sequence[int], form: str, columns: Mapping[int, str]
) -> Layout:
    """The layout that a person points out: worksheet column -> the form's column name.

    "" says that a column is deliberately not used; of columns not given nothing is said. Raises
    WrongUse with what is missing.
    """
    top, bottom = min(header_rows), max(header_rows)
    left, texts = header_texts(Grid(sheet), top, bottom)
    if not texts or bottom - top >= MAX_LAYOUT_ROWS:
        raise WrongUse("Dòng tiêu đề được chỉ không có chữ nào hoặc gồm quá nhiều dòng.")
    outside = [c for c, name in columns.items() if name and not left <= c < left + len(texts)]
    if outside:
        raise WrongUse("Có cột được chỉ nằm ngoài dòng tiêu đề. Hãy chỉ lại dòng tiêu đề.")
    problem = _problem(BY_NAME[form], columns.values())
    if problem:
        raise WrongUse(problem)
    named = tuple((text, columns.get(left + i, UNSAID)) for i, text in enumerate(texts))
    return Layout(_digest(texts), form, bottom - top + 1, named)


def header_candidates(sheet: Sheet) -> list[HeaderRow]:
    """Rows that may be a header: several short texts and hardly a number, the first ones."""
    grid = Grid(sheet)
    found = (HeaderRow(row, _short_texts(grid, row)) for row in grid.numbers)
    fitting = (one for one in found if len(one.texts) >= FEWEST_TEXTS)
    return [one for one, _ in zip(fitting, range(MOST_ROWS_SHOWN), strict=False)]


def _short_texts(grid: Grid, row: int) -> tuple[tuple[int, str], ...]:
    """A row's texts; none for a row with as many numbers as texts."""
    cells = grid.rows[row]
    texts = [(c, grid.text(row, c)) for c in sorted(cells) if _is_text(cells[c])]
    enough = len(texts) * 2 > len(cells)
    return tuple(texts) if enough else ()


def _is_text(cell: Cell) -> bool:
    return isinstance(cell.value, str) and 0 < len(cell.value.strip()) <= LONGEST_TEXT


def form_columns(form: str) -> list[tuple[str, str, bool]]:
    """(name, Vietnamese title, required) of every column of a form, in its order."""
    return [(one.name, one.title, one.required) for one in BY_NAME[form].columns]
