"""The intake: files dropped, read, explained, answered for, accepted, sent back, taken back.

In: uploads, reports of `importing`, clicks. Out: the page Nhập số liệu, a module a room. Only
`session` touches the session's state. It must not judge a file: that is done before.
"""

from cchc import keeping
from cchc.ui import data
from cchc.ui.intake.accepting import show_message
from cchc.ui.intake.asking import ask_files
from cchc.ui.intake.batch import show_batch
from cchc.ui.intake.files import findings, is_illustrative
from cchc.ui.intake.learnt import show_learned
from cchc.ui.intake.looking import look
from cchc.ui.intake.past import history, show_history
from cchc.ui.intake.returning import show_last_returned
from cchc.ui.intake.sentences import headline, kept, next_step, returned, standing, state
from cchc.ui.intake.sentences import unit_name as _unit_name
from cchc.ui.intake.showing import show, warn
from cchc.ui.intake.templates import show_templates

__all__ = [
    "ask_files",
    "findings",
    "headline",
    "history",
    "is_illustrative",
    "kept",
    "look",
    "next_step",
    "returned",
    "show",
    "show_batch",
    "show_history",
    "show_last_returned",
    "show_learned",
    "show_message",
    "show_templates",
    "standing",
    "state",
    "unit_name",
    "warn",
]


def unit_name(unit: str | None) -> str | None:
    """A unit's name as it is known now."""
    return _unit_name(unit, keeping.catalogue(data.folder()))
