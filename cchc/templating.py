"""Templates for a unit or a group and a period, filled with what is known of earlier periods.

In: a data folder and its store, whom and when. Out: files, name and bytes; or one zip. The only
place where the sheets of `cchc.reports.templates` meet the store.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from cchc import keeping, store
from cchc.catalogue import Catalogue, Framework, Indicator, Unit
from cchc.errors import WrongUse
from cchc.layout_kinds import FOR_ONE_UNIT, TemplateKind
from cchc.periods import Period, parse_period_id
from cchc.reports import templates
from cchc.reports.layouts import Peers, Row, peers_of, short_code
from cchc.reports.official_sheet import Book, Value, to_bytes
from cchc.text import fold

FILE_STEMS = {
    "score": "bang-diem",
    "services": "dich-vu-cong",
    "tasks": "tien-do-nhiem-vu",
    "satisfaction": "hai-long",
    "ranking": "xep-hang",
}
File = tuple[str, bytes]
ROUND_NAMES = {
    "final": "Chính thức",
    "published": "Công bố",
    "appraised_2": "Thẩm định lần 2",
    "appraised": "Thẩm định",
    "self": "Tự chấm",
}


@dataclass(frozen=True)
class Known:
    """What is asked of a store; nothing where there is none yet."""

    folder: Path
    store_name: str | None
    catalogue: Catalogue

    def ask(self, query: str, **params: object) -> list[dict[str, Any]]:
        if self.store_name is None:
            return []
        answer = store.run(self.folder, self.store_name, query, **params)
        return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]

    @cached_property
    def tasks_by_plan(self) -> dict[tuple[str, str], list[dict[str, Any]]]:
        """All tasks by plan: unit and year."""
        plans: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for row in self.ask("tasks"):
            plans.setdefault((row["unit_id"], row["period_id"]), []).append(row)
        return plans


# whom, when, what --------------------------------------------------------------------------


def templates_for(  # noqa: PLR0913
    folder: Path,
    store_name: str | None,
    *,
    period: str,
    unit: str | None = None,
    group: str | None = None,
    kinds: Sequence[TemplateKind] = (),
    catalogue: Catalogue | None = None,
) -> list[File]:
    """Workbooks to fill in: one for each unit, or one for the group where a kind is a table of it.

    Without kinds: within a year the monthly report (services and tasks), for a year the scores.
    Raises WrongUse with what to do where a template cannot be made.
    """
    period_id = parse_period_id(period).period_id
    names = catalogue or keeping.catalogue(folder)
    known = Known(folder, store_name, names.in_period(period_id))
    wanted = tuple(dict.fromkeys(kinds)) or _usual(period_id)
    units, peers = whom(known.catalogue, unit, group)
    ends_on = parse_period_id(period_id).ends_on
    units = tuple(one for one in units if one.in_force(ends_on))
    peers = replace(peers, units=units) if peers else None
    if not units:
        raise WrongUse(
            f"Đến {ends_on:%d/%m/%Y} đơn vị này không còn hoặc chưa được thành lập. Hãy chọn kỳ "
            "khác hoặc đơn vị kế thừa."
        )
    of_units = [kind for kind in wanted if kind in FOR_ONE_UNIT]
    files = [_unit_file(known, one, period_id, of_units) for one in units if of_units]
    for kind in wanted:
        if kind not in FOR_ONE_UNIT:
            files.append(_group_file(known, peers, period_id, kind))
    return files


def _usual(period_id: str) -> tuple[TemplateKind, ...]:
    return ("score",) if parse_period_id(period_id).kind == "year" else ("services", "tasks")


def whom(
    catalogue: Catalogue, unit: str | None, group: str | None
) -> tuple[tuple[Unit, ...], Peers | None]:
    if (unit is None) == (group is None):
        raise WrongUse("Hãy chọn một đơn vị hoặc một nhóm đơn vị (không chọn cả hai).")
    if unit is not None:
        return (catalogue.resolve(unit),), None
    peers = peers_of(catalogue.resolve_group(group or ""), catalogue)
    return peers.units, peers


def as_zip(files: Iterable[File]) -> bytes:
    """The files in one zip; the same files give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files:
            part = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            part.create_system = 3
            archive.writestr(part, content)
    return packed.getvalue()


# files -------------------------------------------------------------------------------------


def _unit_file(known: Known, unit: Unit, period_id: str, kinds: Sequence[TemplateKind]) -> File:
    book = Book()
    adders: dict[TemplateKind, Callable[[Known, Book, Unit, str], None]] = {
        "score": _add_score,
        "services": _add_services,
        "tasks": _add_tasks,
    }
    for kind in kinds:
        adders[kind](known, book, unit, period_id)
    monthly = set(kinds) == {"services", "tasks"}
    stem = "bao-cao" if monthly else "-".join(FILE_STEMS[kind] for kind in kinds)
    return f"{stem}-{period_id.lower()}-{short_code(unit)}.xlsx", to_bytes(book)


def _group_file(known: Known, peers: Peers | None, period_id: str, kind: TemplateKind) -> File:
    if peers is None:
        groups = sorted({unit.unit_group for unit in known.catalogue.units})
        raise WrongUse(f"Bảng này lập cho cả nhóm đơn vị. Hãy chọn nhóm: {', '.join(groups)}.")
    book = Book()
    if kind == "satisfaction":
        rows = [row for one in peers.units for row in known.ask("satisfaction", unit=one.unit_id)]
        templates.add_satisfaction(book, peers, period_id, _latest(rows, period_id))
    else:
        _add_ranking(known, book, peers, period_id)
    code = re.sub(r"[^a-z0-9]+", "-", peers.units[0].unit_group.lower()).strip("-")
    return f"{FILE_STEMS[kind]}-{period_id.lower()}-{code}.xlsx", to_bytes(book)


def _latest(rows: Sequence[dict[str, Any]], period_id: str) -> list[dict[str, Any]]:
    """The rows of the last period of the same kind that ended before this one begins."""
    now = parse_period_id(period_id)
    found = {str(row["period_id"]) for row in rows}
    before = [one for one in map(parse_period_id, found) if _is_before(one, now)]
    if not before:
        return []
    last = max(before, key=lambda one: one.ends_on).period_id
    return [row for row in rows if row["period_id"] == last]


def _is_before(one: Period, now: Period) -> bool:
    # Nine months reach back to January: there the one before overlaps.
    if now.kind == "since_january":
        return one.kind == now.kind and one.ends_on < now.ends_on and one.year == now.year
    return one.kind == now.kind and one.ends_on < now.starts_on


# scores ------------------------------------------------------------------------------------


def _framework(known: Known, unit: Unit, period_id: str) -> Framework:
    """The framework in force, with a maximum for each of its leaves."""
    year = parse_period_id(period_id).year
    framework = known.catalogue.framework_for(unit, year)
    if framework is None:
        raise WrongUse(
            f"Chưa có bộ tiêu chí của {unit.unit_name} năm {year}. Hãy nạp bộ tiêu chí trước khi "
            "lập bảng điểm."
        )
    leaves = [one for one in framework.criteria if framework.is_leaf(one.criterion_code)]
    if not leaves or any(one.max_points is None for one in leaves):
        raise WrongUse(
            f"Bộ tiêu chí của {unit.unit_name} năm {year} chưa có đủ điểm tối đa của từng tiêu "
            "chí. Hãy nạp bộ tiêu chí đầy đủ trước khi lập bảng điểm."
        )
    return framework


def _add_score(known: Known, book: Book, unit: Unit, period_id: str) -> None:
    framework = _framework(known, unit, period_id)
    year = parse_period_id(period_id).year
    before = _earlier_year(known, unit, framework, year - 1)
    if parse_period_id(period_id).kind == "year":
        before += _trial(known, unit, framework, year)
    templates.add_score_sheet(book, unit, framework, period_id, before)


def _earlier_year(
    known: Known, unit: Unit, framework: Framework, year: int
) -> list[templates.Earlier]:
    """Last year's points, of its latest round; of another framework they would mislead."""
    rows = known.ask("facts", unit=unit.unit_id, period=str(year))
    for name, shown in ROUND_NAMES.items():
        values = _points(rows, framework, name)
        if values:
            return [templates.Earlier(f"{shown} {year}", values)]
    return []


def _trial(known: Known, unit: Unit, framework: Framework, year: int) -> list[templates.Earlier]:
    rows = known.ask("facts", unit=unit.unit_id, period=str(year), round="trial")
    values = _points(rows, framework, "trial")
    return [templates.Earlier(f"Chấm thử {year}", values)] if values else []


def _points(rows: Sequence[Row], framework: Framework, name: str) -> dict[str, Value]:
    return {
        row["criterion_code"]: row["points"]
        for row in rows
        if row["round"] == name
        and row["framework_id"] == framework.framework_id
        and row["points"] is not None
    }


def _add_ranking(known: Known, book: Book, peers: Peers, period_id: str) -> None:
    framework = _framework(known, peers.units[0], period_id)
    year = parse_period_id(period_id).year
    last = known.ask("rank_units", period=str(year - 1), unit_group=peers.units[0].unit_group)
    templates.add_ranking(book, peers, framework, period_id, last)


# monthly reports ---------------------------------------------------------------------------


def _add_services(known: Known, book: Book, unit: Unit, period_id: str) -> None:
    rows = known.ask("service_indicators", unit=unit.unit_id)
    indicators = _indicators(known, unit, rows)
    templates.add_services(book, unit, indicators, period_id, _latest(rows, period_id))


def _indicators(known: Known, unit: Unit, rows: Sequence[Row]) -> list[Indicator]:
    """Those that the unit reports; all where it never reported."""
    reported = {row["indicator_code"] for row in rows}
    every = known.catalogue.indicators
    return [one for one in every if one.indicator_code in reported] or list(every)


def _add_tasks(known: Known, book: Book, unit: Unit, period_id: str) -> None:
    year = str(parse_period_id(period_id).year)
    reports = known.ask("task_reports", unit=unit.unit_id)
    plan_id = next(
        (i for i in (unit.parent_id, unit.unit_id) if (i, year) in known.tasks_by_plan), None
    )
    if plan_id is None:
        raise WrongUse(
            f"Chưa có kế hoạch nhiệm vụ năm {year} của {unit.unit_name} hoặc của cấp trên. Hãy nạp "
            "phụ lục nhiệm vụ trước khi lập mẫu báo cáo tiến độ."
        )
    reported = {
        templates.task_key(row)
        for row in reports
        if (row["plan_unit_id"], row["plan_period_id"]) == (plan_id, year)
    }
    tasks = [
        row
        for row in known.tasks_by_plan[plan_id, year]
        if templates.task_key(row) in reported or owes(row, unit, known.catalogue)
    ]
    if not tasks:
        raise WrongUse(f"Kế hoạch năm {year} không giao việc nào cho {unit.unit_name}.")
    plan = known.catalogue.unit(plan_id)
    templates.add_tasks(book, unit, plan, tasks, period_id, _latest(reports, period_id))


# A task can bind every unit of a kind: "UBND các xã, thị trấn", "Các phòng, ban chuyên môn".
EVERY_ONE = {
    "xa": re.compile(r"\b(cac|cap|tung|moi) (xa|phuong|thi tran|dia phuong)\b|, dia phuong\b"),
    "phong": re.compile(r"\b(cac|tung|moi) (phong|ban|co quan|don vi)\b"),
}


def owes(task: Row, unit: Unit, catalogue: Catalogue) -> bool:
    """Whether a task binds a unit: its own plan's, or led by it, by name or as one of its kind."""
    if task["unit_id"] == unit.unit_id:
        return True
    lead = task["lead"] or ""
    everyone = EVERY_ONE.get(unit.unit_level)
    if everyone is not None and everyone.search(fold(lead)):
        return True
    return any(unit in mention for mention in catalogue.units_within(lead))


# onto a disk -------------------------------------------------------------------------------


def write_files(files: Sequence[File], out: Path) -> list[str]:
    """Write to a .xlsx (one file), a .zip or a folder; answers a line to show for each."""
    suffix = out.suffix.lower()
    if suffix == ".zip":
        out.write_bytes(as_zip(files))
        return [f"Đã ghi {len(files)} tệp vào {out}."]
    if suffix == ".xlsx":
        if len(files) != 1:
            raise WrongUse(f"Có {len(files)} tệp. Hãy ghi vào một tệp .zip hoặc một thư mục.")
        out.write_bytes(files[0][1])
        return [f"Đã ghi {out}."]
    out.mkdir(parents=True, exist_ok=True)
    for name, content in files:
        (out / name).write_bytes(content)
    return [f"Đã ghi {len(files)} tệp vào {out}."]
