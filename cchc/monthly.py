"""The report of a unit and a period, drawn from the store and written as a Word file.

In: a data folder and its store, whom and when. Out: a file's name and bytes. Runs the queries and
gathers the files that answered; what the report says is `cchc.reports.monthly`'s matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from cchc import keeping, settings, store, wording
from cchc.catalogue import Catalogue, Unit
from cchc.errors import WrongUse
from cchc.ledger import Received
from cchc.periods import Period, judged_until, parse_period_id, years_compared
from cchc.reports.monthly.document import monthly_report
from cchc.reports.monthly.given import (
    MonthlyReport,
    Reporter,
    Row,
    Rows,
    SourceFile,
    file_name,
)
from cchc.reports.monthly.results import compared

Asked = tuple[Path, str]
File = tuple[str, bytes]
OWN_RESULT = ("own", "result")
REPORTED = ("progress", "service")
NOTHING = "Chưa có số liệu nào được nhập nên chưa lập được báo cáo."


def report_file(folder: Path, unit: str, period: str, baseline: str | None = None) -> File:
    """The name and content of the report's Word file; `unit` is a name, an alias or a code.

    baseline: the year of results compared with; not given, the bar's first choice.

    Raises WrongUse where nothing was imported, or the unit or the period cannot be understood.
    """
    given = report_for(folder, unit, period, baseline)
    return file_name(given.reporter.unit_name, given.period.period_id), monthly_report(given)


def report_for(folder: Path, unit: str, period: str, baseline: str | None = None) -> MonthlyReport:
    """All that the report says, as rows."""
    asked_period = parse_period_id(period)
    name = keeping.current_store(folder)
    if name is None:
        raise WrongUse(NOTHING)
    known = keeping.catalogue(folder).in_period(asked_period.period_id)
    one = known.resolve(unit)
    return _given((folder, name), known, one, asked_period, baseline)


def _given(
    asked: Asked, known: Catalogue, unit: Unit, period: Period, baseline: str | None
) -> MonthlyReport:
    held = _ask(asked, "unit_periods", unit=unit.unit_id)
    day = _judged_on(held, period)
    of_unit = {"unit": unit.unit_id, "period": period.period_id, "as_of": day}
    years = {"baseline": baseline or _baseline(held, period), "target": str(period.year)}
    reporting = _without_own_name(tuple(_reporting(asked, known, unit, period, day)), unit)
    rows: dict[str, Rows] = {
        "components": compared(_ask(asked, "compare_components", **of_unit, **years)),
        "items": compared(_ask(asked, "target_items", **of_unit, **years)),
        "decisions": _ask(asked, "decisions", unit=unit.unit_id, period=years["baseline"]),
        "years": _ask(asked, "unit_years", unit=unit.unit_id),
        "services": _without_own_name(_ask(asked, "report_services", **of_unit), unit),
        "service_totals": _silent_without_own_name(
            _ask(asked, "report_service_totals", **of_unit), unit
        ),
        "task_counts": _ask(asked, "report_task_counts", **of_unit),
        "tasks": _ask(asked, "report_tasks", **of_unit),
        "own_progress": tuple(_of_plans_above(asked, known, unit, period, day)),
    }
    return MonthlyReport(
        reporter=_reporter(known, unit),
        period=period,
        judged_on=day,
        window=_window(reporting, period),
        reporting=reporting,
        sources=tuple(_sources(asked[0], rows, reporting)),
        **rows,
    )


def _ask(asked: Asked, query: str, **params: object) -> Rows:
    """The rows of a query; what its header does not name is left out."""
    names = store.queries()[query].params
    wanted = {key: value for key, value in params.items() if key in names}
    folder, name = asked
    answer = store.run(folder, name, query, **wanted)
    return tuple(dict(zip(answer.columns, row, strict=True)) for row in answer.rows)


def _judged_on(held: Rows, period: Period) -> date:
    """As on the pages, where the scope's bar says until when."""
    sent = (str(row["period_id"]) for row in held if row["what"] in REPORTED)
    within = [one for one in sent if parse_period_id(one).year == period.year]
    return judged_until(period.period_id, within, settings.today_vietnam())


def _baseline(held: Rows, period: Period) -> str:
    """The bar's first choice; the year before where the unit has no result."""
    own = {str(row["period_id"]) for row in held if (row["whose"], row["what"]) == OWN_RESULT}
    years = sorted((one for one in own if parse_period_id(one).kind == "year"), reverse=True)
    return next(iter(years_compared(years, str(period.year))), str(period.year - 1))


def _of_plans_above(
    asked: Asked, known: Catalogue, unit: Unit, period: Period, day: date
) -> Iterator[Row]:
    """What the plan above asks of the unit, and what it reported of it, as its page counts them."""
    year = str(period.year)
    rows = _ask(asked, "task_matrix", bound=unit.unit_id, period=year, as_of=day)
    for row in rows:
        yield {**row, "plan_unit_name": known.unit(str(row["plan_unit_id"])).unit_name}


def _without_own_name(rows: Rows, unit: Unit) -> Rows:
    """Units under it without its name: "Phòng Nội vụ" of "Phòng Nội vụ huyện Minh Họa"."""
    return tuple({**row, "unit_name": _short(str(row["unit_name"]), unit)} for row in rows)


def _silent_without_own_name(rows: Rows, unit: Unit) -> Rows:
    return tuple({**row, "silent": [_short(one, unit) for one in row["silent"]]} for row in rows)


def _short(name: str, unit: Unit) -> str:
    return name.removesuffix(f" {unit.unit_name}")


def _reporter(known: Catalogue, unit: Unit) -> Reporter:
    parent = known.parent(unit)
    return Reporter(
        unit_id=unit.unit_id,
        unit_name=unit.unit_name,
        unit_kind=unit.kind,
        unit_level=unit.unit_level,
        parent_name=parent.unit_name if parent else "",
        parent_level=parent.unit_level if parent else "",
        illustrative=unit.illustrative,
    )


# reports owed ------------------------------------------------------------------------------


def _reporting(
    asked: Asked, known: Catalogue, unit: Unit, period: Period, day: date
) -> Iterator[Row]:
    """What the unit owes and what is owed to it, of every period within the one reported on."""
    for row in _ask(asked, "reporting_status", as_of=day):
        within = parse_period_id(str(row["period_id"]))
        if period.starts_on <= within.starts_on and within.ends_on <= period.ends_on:
            own = row["unit_id"] == unit.unit_id
            if own or (
                row["plan_unit_name"] == unit.unit_name
                and known.unit(str(row["unit_id"])).parent_id == unit.unit_id
            ):
                yield row


def _window(reporting: Iterable[Row], period: Period) -> tuple[date, date] | None:
    """The days that the figures cover, where the calendar of this very period says one window."""
    windows = {
        (row["window_starts_on"], row["window_ends_on"])
        for row in reporting
        if row["period_id"] == period.period_id and wording.known(row["window_starts_on"])
    }
    return windows.pop() if len(windows) == 1 else None


# sources -----------------------------------------------------------------------------------

SOURCES = (
    ("components", "Kết quả năm gốc", "baseline_"),
    ("components", "Mục tiêu", "target_"),
    ("items", "Mục tiêu khác", "target_"),
    ("items", "Kết quả của mục tiêu khác", "baseline_"),
    ("tasks", "Kế hoạch, nhiệm vụ", ""),
    ("own_progress", "Tiến độ nhiệm vụ", ""),
)
SERVICES = "Chỉ tiêu dịch vụ công"
CALENDAR = "Lịch báo cáo"


def _sources(folder: Path, rows: dict[str, Rows], reporting: Rows) -> Iterator[SourceFile]:
    """Files in the order of the report's parts, each once for each kind of figures and sheet."""
    received = {one.import_id: one for one in keeping.history(folder)}
    for field, what, of in SOURCES:
        cells = [
            (int(row[f"{of}import_id"]), str(row[f"{of}sheet"]))
            for row in rows[field]
            if wording.known(row[f"{of}import_id"])
        ]
        for import_id, sheet in sorted(set(cells)):
            held = received[import_id]
            yield SourceFile(what, held.file, sheet, held.received_on)
    yield from _service_sources(rows["services"], received)
    days = {one.file: one.received_on for one in received.values()}
    for file, sheet in sorted({(str(row["file"]), str(row["sheet"])) for row in reporting}):
        yield SourceFile(CALENDAR, file, sheet, days.get(file))


def _service_sources(rows: Rows, received: dict[int, Received]) -> Iterator[SourceFile]:
    """Reports of the units by period, those of one sheet name together, then by file name."""
    places = {
        (one["period_id"], one["sheet"], received[one["import_id"]].file, one["import_id"])
        for row in rows
        for one in row["read_from"]
    }
    for period_id, sheet, file, import_id in sorted(places):
        what = f"{SERVICES}, {wording.lower_first(wording.period(period_id))}"
        yield SourceFile(what, file, sheet, received[import_id].received_on)
