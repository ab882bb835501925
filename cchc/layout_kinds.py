"""What templates and exports are made of: the kinds of table, by name.

Apart from what writes them, so that the command line can offer the names without loading openpyxl.
"""

from typing import Literal, get_args

TemplateKind = Literal["score", "services", "tasks", "satisfaction", "ranking"]
ExportKind = Literal[
    "score", "services", "tasks", "satisfaction", "ranking", "results", "targets", "plan"
]
TEMPLATE_KINDS: tuple[TemplateKind, ...] = get_args(TemplateKind)
EXPORT_KINDS: tuple[ExportKind, ...] = get_args(ExportKind)
FOR_ONE_UNIT: tuple[TemplateKind, ...] = ("score", "services", "tasks")
