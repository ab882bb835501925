"""What people taught the importer: names of units, and what the columns of a layout mean.

In: a person's answers, recorded in the ledger. Out: a catalogue that knows them, and the list of
what is known, which can be forgotten. It must not judge whether an answer is right, and what is
forgotten still stands for the files that were accepted with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from cchc.catalogue import Catalogue
from cchc.ledger import Decision, Ledger
from cchc.model import Layout
from cchc.text import clean, fold

NAME, LAYOUT = "alias", "layout"


def remember_name(folder: Path, text: str, unit_id: str, by: str | None = None) -> int:
    """A name, as printed, that means this unit from now on."""
    value = json.dumps({"unit_id": unit_id, "text": clean(text)}, ensure_ascii=False)
    return Ledger(folder).decide(NAME, fold(text), value, by)


def remember_layout(folder: Path, layout: Layout, by: str | None = None) -> int:
    """What the columns of headers like this one mean from now on."""
    value = json.dumps(asdict(layout), ensure_ascii=False)
    return Ledger(folder).decide(LAYOUT, layout.signature, value, by)


def forget(folder: Path, kind: str, key: str, by: str | None = None) -> int:
    """No longer known to files that come later; those accepted with it stay as they are."""
    return Ledger(folder).decide(kind, key, None, by)


def known(folder: Path) -> list[Decision]:
    """What is learned and not forgotten, the oldest first."""
    return lessons(Ledger(folder).decisions())


def lessons(decisions: Iterable[Decision]) -> list[Decision]:
    """Of all that people decide, what changes how a file is read."""
    return [one for one in decisions if one.kind in (NAME, LAYOUT)]


def name_of(decision: Decision) -> tuple[str, str]:
    """The text and the unit_id of a learned name."""
    value = json.loads(decision.value or "{}")
    return value["text"], value["unit_id"]


def layout_of(decision: Decision) -> Layout:
    value = json.loads(decision.value or "{}")
    columns = tuple((text, name) for text, name in value.pop("columns"))
    return Layout(**value, columns=columns)


def teach(catalogue: Catalogue, decisions: Iterable[Decision]) -> Catalogue:
    """The catalogue with what people taught; a name of a unit that is gone teaches nothing."""
    decisions = list(decisions)
    names = [name_of(one) for one in decisions if one.kind == NAME]
    units = {unit.unit_id for unit in catalogue.units}
    aliases = [(unit_id, text) for text, unit_id in names if unit_id in units]
    layouts = [layout_of(one) for one in decisions if one.kind == LAYOUT]
    return catalogue.with_learned(aliases, layouts) if aliases or layouts else catalogue
