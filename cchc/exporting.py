"""Stored figures of a unit or a group and a period, as workbooks that can be imported unchanged.

In: a data folder and its store, whom, when and which kinds. Out: files, and a sentence for each
part that no layout carries. Chooses the layout; the sheets are `cchc.reports.stored_figures`'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from cchc import keeping
from cchc.catalogue import Catalogue, Framework, Unit
from cchc.deadlines import parse_deadline
from cchc.layout_kinds import EXPORT_KINDS, ExportKind
from cchc.periods import parse_period_id
from cchc.reports import stored_figures
from cchc.reports.layouts import Peers, Row, peers_of, short_code
from cchc.reports.official_sheet import Book, to_bytes
from cchc.reports.templates import task_key
from cchc.templating import File, Known, whom, write_files

__all__ = ["exports_for", "write_files"]

SCORE_ROUNDS = ("self", "appraised", "appraised_2", "survey", "final")
ROMAN = re.compile(r"[IVX]+")
FILE_STEMS: dict[ExportKind, str] = {
    "score": "bang-diem",
    "services": "dich-vu-cong",
    "tasks": "tien-do",
    "satisfaction": "hai-long",
    "ranking": "xep-hang",
    "results": "ket-qua",
    "targets": "muc-tieu",
    "plan": "nhiem-vu",
}
Rows = list[dict[str, Any]]


@dataclass(slots=True)
class Outgoing:
    """What one export has asked for and put together so far."""

    known: Known
    peers: Peers
    units: tuple[Unit, ...]
    period_id: str
    files: list[File] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def next_year(self) -> str:
        return str(int(self.period_id[:4]) + 1)

    def add(self, kind: ExportKind, of: str, book: Book) -> None:
        if book.workbook.worksheets:
            name = f"{FILE_STEMS[kind]}-{self.period_id.lower()}-{of}.xlsx"
            self.files.append((name, to_bytes(book)))

    def leave_out(self, unit: Unit, what: str) -> None:
        self.left_out.append(f"{unit.unit_name}: {what}")

    def framework(self, unit: Unit, year: str) -> Framework | None:
        return self.known.catalogue.framework_for(unit, int(year))


def exports_for(  # noqa: PLR0913
    folder: Path,
    store_name: str | None,
    *,
    period: str,
    unit: str | None = None,
    group: str | None = None,
    kinds: Sequence[ExportKind] = (),
    catalogue: Catalogue | None = None,
) -> tuple[list[File], list[str]]:
    """Files of all that is stored and asked for, and what could not go out, with the reason."""
    names = catalogue or keeping.catalogue(folder)
    known = Known(folder, store_name, names.in_period(parse_period_id(period).period_id))
    units, peers = whom(known.catalogue, unit, group)
    peers = peers or peers_of(units[0].unit_group, known.catalogue)
    out = Outgoing(known, peers, units, parse_period_id(period).period_id)
    adders: dict[ExportKind, Callable[[Outgoing], None]] = {
        "score": _add_scores,
        "services": _add_services,
        "tasks": _add_task_reports,
        "satisfaction": _add_satisfaction,
        "ranking": _add_ranking,
        "results": _add_results,
        "targets": _add_targets,
        "plan": _add_plans,
    }
    for kind in kinds or EXPORT_KINDS:
        adders[kind](out)
    return out.files, out.left_out


# scores ------------------------------------------------------------------------------------


def _add_scores(out: Outgoing) -> None:
    for unit in out.units:
        book = Book()
        rows = [row for row in _facts(out, unit) if row["round"] != "published"]
        framework = out.framework(unit, out.period_id[:4])
        known = framework.framework_id if framework else None
        if any(row["framework_id"] != known for row in rows):
            out.leave_out(unit, "điểm chấm theo bộ tiêu chí khác với bộ đang dùng cho năm này.")
        if framework is not None:
            for rounds in _side_by_side([row for row in rows if row["framework_id"] == known]):
                stored_figures.add_scores(book, unit, framework, out.period_id[:4], rounds)
        out.add("score", short_code(unit), book)


def _facts(out: Outgoing, unit: Unit) -> Rows:
    return out.known.ask("facts", unit=unit.unit_id, period=out.period_id)


def _side_by_side(rows: Rows) -> list[dict[str, dict[str, Row]]]:
    """Rounds by sheet: those of the same maxima and notes share one; a trial has its own."""
    sheets: list[dict[str, dict[str, Row]]] = []
    for name in (*SCORE_ROUNDS, "trial"):
        held: dict[str, Row] = {r["criterion_code"]: r for r in rows if r["round"] == name}
        if held:
            agreeing = (s for s in sheets if name != "trial" and _agree(s, held))
            sheet = next(agreeing, None)
            if sheet is None:
                sheet = {}
                sheets.append(sheet)
            sheet[name] = held
    return sheets


def _agree(sheet: dict[str, dict[str, Row]], held: dict[str, Row]) -> bool:
    return all(
        (row["max_points"], row["note"]) == (held[code]["max_points"], held[code]["note"])
        for rows in sheet.values()
        for code, row in rows.items()
        if code in held
    )


# monthly reports, surveys ------------------------------------------------------------------


def _add_services(out: Outgoing) -> None:
    for unit in out.units:
        rows = out.known.ask("service_indicators", unit=unit.unit_id, period=out.period_id)
        book = Book()
        if rows:
            stored_figures.add_services(book, unit, out.period_id, rows)
        out.add("services", short_code(unit), book)


def _add_task_reports(out: Outgoing) -> None:
    def plan_of(row: Row) -> tuple[str, str]:
        return row["plan_unit_id"], row["plan_period_id"]

    for unit in out.units:
        rows = out.known.ask("task_reports", unit=unit.unit_id, period=out.period_id)
        book = Book()
        for (plan_id, _), held in groupby(sorted(rows, key=plan_of), plan_of):
            plan = out.known.catalogue.unit(plan_id)
            stored_figures.add_task_reports(book, unit, plan, out.period_id, list(held))
        out.add("tasks", short_code(unit), book)


def _add_satisfaction(out: Outgoing) -> None:
    every = out.known.ask("satisfaction", period=out.period_id)
    wanted = {unit.unit_id for unit in out.units}
    rows = [row for row in every if row["unit_id"] in wanted]
    book = Book()
    if rows:
        stored_figures.add_satisfaction(book, out.peers, out.period_id, rows)
    out.add("satisfaction", _whose(out), book)


def _whose(out: Outgoing) -> str:
    if len(out.units) == 1:
        return short_code(out.units[0])
    return re.sub(r"[^a-z0-9]+", "-", out.peers.units[0].unit_group.lower()).strip("-")


# published results -------------------------------------------------------------------------


def _published(out: Outgoing, unit: Unit) -> Rows:
    return [row for row in _facts(out, unit) if row["round"] == "published"]


def _is_ranked(rows: Rows) -> bool:
    """Whether a ranking table carries them: an index, and areas with points but without a rank."""
    totals = [row for row in rows if row["level"] == "total"]
    areas = [row for row in rows if row["level"] != "total"]
    return (
        all(stored_figures.stored_percent(row["percent"]) is not None for row in totals)
        and len(totals) == 1
        and totals[0]["note"] is None
        and all(_is_ranked_area(row) for row in areas)
    )


def _is_ranked_area(row: Row) -> bool:
    has_points = row["level"] == "component" and row["points"] is not None
    return has_points and row["published_rank"] is None and row["note"] is None


def _add_ranking(out: Outgoing) -> None:
    by_sheet: dict[tuple[str, tuple[str, ...]], Rows] = {}
    for unit in out.units:
        rows = _published(out, unit)
        framework = out.framework(unit, out.period_id[:4])
        if rows and framework is not None and _is_ranked(rows):
            key = (framework.framework_id, _citations(out, unit))
            by_sheet.setdefault(key, []).extend(rows)
    book = Book()
    frameworks = {one.framework_id: one for one in out.known.catalogue.frameworks}
    for (framework_id, cited), rows in by_sheet.items():
        stored_figures.add_ranking(
            book, out.peers, frameworks[framework_id], out.period_id, rows, cited=cited[:1]
        )
    out.add("ranking", _whose(out), book)


def _citations(out: Outgoing, unit: Unit) -> tuple[str, ...]:
    """The decisions cited for a unit's results, as a title cites one."""
    rows = out.known.ask("decisions", unit=unit.unit_id, period=out.period_id)
    if len(rows) > 1:
        out.leave_out(unit, "nhiều quyết định cho một kỳ; tiêu đề chỉ ghi được quyết định đầu.")
    return tuple(
        f"(Quyết định số {row['number']}"
        + (f" ngày {row['issued_on']:%d/%m/%Y})" if row["issued_on"] else ")")
        for row in rows
    )


def _add_results(out: Outgoing) -> None:
    """Results of one unit that no ranking carries: parts, components with ranks, survey items."""
    for unit in out.units:
        rows = _published(out, unit)
        if rows and not _is_ranked(rows):
            _add_result(out, unit, rows)


def _add_result(out: Outgoing, unit: Unit, rows: Rows) -> None:
    book, years = Book(), (out.period_id[:4], out.next_year)
    levels: dict[str, Rows] = {}
    for row in rows:
        levels.setdefault(row["level"], []).append(row)
    parts, total = levels.pop("part", []), levels.pop("total", [])
    if parts or any(row["note"] or row["published_rank_of"] for row in total):
        told = [row for row in total if row["note"] or row["published_rank"] is None]
        total = [row for row in total if row not in told]
        stored_figures.add_parts(
            book, unit, out.period_id, [*parts, *told], cited=_citations(out, unit)[:1]
        )
    components = [*levels.pop("component", []), *total]
    if components:
        stored_figures.add_components(book, unit, years, components, [])
    items = levels.pop("survey_item", [])
    if items:
        goals = [row for row in _targets(out, unit, years[1]) if row["level"] == "survey_item"]
        stored_figures.add_survey(book, unit, years, items, goals)
    for level in levels:
        out.leave_out(unit, f"kết quả công bố ở cấp “{level}” không có mẫu bảng nào chứa được.")
    out.add("results", short_code(unit), book)


# targets -----------------------------------------------------------------------------------


def _targets(out: Outgoing, unit: Unit, year: str) -> Rows:
    """Targets as printed: one row for a cell, whatever number of requirements it states."""
    rows = out.known.ask("targets", unit=unit.unit_id, period=year)
    cells: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        cells.setdefault((row["import_id"], row["sheet"], row["cell"]), row)
    return list(cells.values())


def _add_targets(out: Outgoing) -> None:
    """Targets of the index; those of a survey go with it, those of a plan with its tasks."""
    together: Rows = []
    for unit in out.units:
        plain = [
            row for row in _targets(out, unit, out.period_id) if _about(out, row) == "par_index"
        ]
        if any(row["rank"] is not None and row["percent"] is not None for row in plain):
            book = Book()
            years = str(int(out.period_id[:4]) - 1), out.period_id[:4]
            stored_figures.add_components(book, unit, years, [], plain)
            out.add("targets", short_code(unit), book)
        else:
            together += plain
    book = Book()
    if together:
        stored_figures.add_targets(book, out.peers, out.period_id[:4], together)
    out.add("targets", f"{_whose(out)}-theo-don-vi", book)


def _about(out: Outgoing, row: Row) -> str:
    abouts = {one.framework_id: one.about for one in out.known.catalogue.frameworks}
    return abouts.get(row["framework_id"] or "", "par_index")


# plans -------------------------------------------------------------------------------------


def _add_plans(out: Outgoing) -> None:
    for unit in out.units:
        rows = out.known.tasks_by_plan.get((unit.unit_id, out.period_id), [])
        book = Book()
        reported = [row for row in rows if not _is_deadline(row)]
        annex = [row for row in rows if _is_deadline(row)]
        if reported:
            stored_figures.add_reporting_tasks(book, unit, out.period_id, reported)
        criteria = _own_criteria(out, unit)
        of_criteria = [row for row in annex if row["number"] in criteria]
        if of_criteria:
            contents = _contents(of_criteria)
            stored_figures.add_criteria(book, unit, out.period_id, criteria, contents)
        rest = [row for row in annex if row["number"] not in criteria]
        fitting = [row for row in rest if ROMAN.fullmatch(row["area_code"] or "I")]
        if len(fitting) < len(rest):
            out.leave_out(unit, "nhiệm vụ có mã lĩnh vực không phải số La Mã chưa có mẫu để xuất.")
        if fitting:
            stored_figures.add_plan(book, unit, out.period_id, _contents(fitting))
        out.add("plan", short_code(unit), book)


def _own_criteria(out: Outgoing, unit: Unit) -> dict[str, Row]:
    """Targets of a plan's own criteria by number: they stand in one table with their tasks."""
    rows = _targets(out, unit, out.period_id)
    return {row["criterion_code"]: row for row in rows if _about(out, row) == "plan_criteria"}


def _is_deadline(row: Row) -> bool:
    """Whether the text states what is stored; a day to report on does not (PAPI)."""
    read = parse_deadline(row["deadline_text"] or "", int(row["period_id"][:4]))
    return (read.kind, read.due_on) == (row["deadline_kind"], row["due_on"])


def _contents(rows: Rows) -> list[Rows]:
    def key(row: Row) -> tuple[object, ...]:
        return task_key(row)[:3]

    return [list(held) for _, held in groupby(rows, key)]
