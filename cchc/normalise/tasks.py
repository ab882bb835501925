"""Plan tasks and their progress: contents, actions, owners and deadlines paired by position.

A content (nội dung) is one numbered row of an annex with the rows that go on with it after a page
break; its cells can hold several actions, each with its own owner and deadline in the same order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from cchc.deadlines import Deadline, parse_deadline
from cchc.model import Cell
from cchc.normalise.rows import Reading, is_total, shown
from cchc.normalise.targets import add_targets
from cchc.text import clean, fold, split_items

ROMAN = re.compile(r"[ivx]+\s?\.?")
REMEDY = re.compile(r"(noi dung )?can khac phuc.*")
MAINTAIN = re.compile(r"(noi dung )?can duy tri.*")
WITH_OTHERS = re.compile(r",?\s*(?:chủ trì,?\s*)?phối hợp với\s+", re.IGNORECASE)
BULLET = re.compile(r"^\s*[-+–]\s+")
COLUMNS = ("title", "action", "lead", "cooperating", "deadline", "product", "note")
REPORTED = ("status", "progress", "result", "done_on")
OVERDUE = "overdue"
_ON_TIME = r"(,? (trong han|con han|dung tien do|dung han|theo ke hoach))?"
_LATE = r"(qua|tre|cham)( thoi)? (han|tien do|hen)"
STATUS_WORDS = (
    (
        "done",
        re.compile(
            r"(da )?(hoan thanh|thuc hien xong|xong)"
            rf"(,? (dung|truoc|sau)( thoi)? (han|tien do)|,? {_LATE})?"
            r"|da thuc hien|da hoan thanh 100 ?%"
        ),
    ),
    (
        "not_started",
        re.compile(
            rf"chua (thuc hien|trien khai|bat dau){_ON_TIME}|chua den (han|thoi (han|gian)).*"
        ),
    ),
    (
        "in_progress",
        re.compile(
            rf"(dang|tiep tuc|da va dang) (thuc hien|trien khai){_ON_TIME}"
            rf"|chua hoan thanh{_ON_TIME}"
            r"|(thuc hien )?thuong xuyen"
        ),
    ),
    (
        OVERDUE,
        re.compile(
            rf"((dang|chua) (thuc hien|trien khai|hoan thanh),? ?)?{_LATE}(,? chua .*)?|qua han"
        ),
    ),
)
# Columns that are marked with an x.
STATUSES = {
    "done": "done",
    "done_late": "done",
    "in_progress": "in_progress",
    "not_started": "not_started",
    OVERDUE: OVERDUE,
}
MARKED = tuple(STATUSES)
MARK = re.compile(r"[xX×✓✔√vV+1●•]|[хХ]")


@dataclass(slots=True)
class Content:
    """One numbered content as its rows leave it; pieces by column, each with its cell."""

    area_code: str | None
    area_name: str | None
    task_group: str | None
    number: str
    pieces: dict[str, list[Cell]] = field(default_factory=dict)

    def text(self, column: str) -> str:
        joined = ""
        for cell in self.pieces.get(column, ()):
            joined = join_after_break(joined, shown(cell, keep_lines=True))
        return joined

    def first(self, *columns: str) -> Cell:
        return next(self.pieces[column][0] for column in columns if self.pieces.get(column))


@dataclass(frozen=True, slots=True)
class Action:
    text: str
    owner: str
    cooperating: str
    deadline: str


def join_after_break(before: str, after: str) -> str:
    """Join a cell's text with what a page break pushed into the next row.

    A page break can print the end of the last word again ("thị trấn" | "trấn", "và báo" | "áo
    cáo"): what stands twice is kept once.
    """
    if not before or not after:
        return before or after
    last, first = before.rsplit(maxsplit=1)[-1], after.split(maxsplit=1)[0]
    if len(first) >= 2 and last.endswith(first) and not BULLET.match(after):
        after = after.lstrip()[len(first) :].lstrip(" ")
        return before + ("" if after.startswith("\n") else " ") + after
    return f"{before} {after}"


# plan annexes ------------------------------------------------------------------------------


def plan_tasks(reading: Reading) -> None:
    """Annexes of tasks (Tam Đường, Tuy Phước) and the PAPI tasks (Đức Hợp)."""
    contents = read_contents(reading)
    for ordinal, content in enumerate(contents, start=1):
        _add_content(reading, content, ordinal)


def read_contents(reading: Reading) -> list[Content]:
    contents: list[Content] = []
    area_code = area_name = task_group = None
    for row in reading.table.rows:
        number, title = reading.text(row, "number"), reading.text(row, "title")
        if roman := roman_of(number):
            area_code, area_name, task_group = roman, title, None
            reading.passed.add(row)
        elif not number and (group := group_of(title)):
            task_group = group
            reading.passed.add(row)
        elif number:
            contents.append(Content(area_code, area_name, task_group, number.rstrip(".")))
            _append_pieces(reading, row, contents[-1])
        elif contents:
            _append_pieces(reading, row, contents[-1])
            reading.passed.add(row)
    return contents


def roman_of(number: str) -> str | None:
    """'II' for 'II.', typed in whatever letters look like it; None for another number."""
    is_roman = number.isupper() and ROMAN.fullmatch(fold(number))
    return fold(number).rstrip(" .").upper() if is_roman else None


def group_of(title: str) -> str | None:
    """remedy, maintain, or None for a text that is no group heading."""
    folded = fold(title)
    if REMEDY.fullmatch(folded):
        return "remedy"
    return "maintain" if MAINTAIN.fullmatch(folded) else None


def _append_pieces(reading: Reading, row: int, content: Content) -> None:
    for column in (*COLUMNS, "reporting"):
        cell = reading.cell(row, column)
        if cell is not None:
            content.pieces.setdefault(column, []).append(cell)


def _add_content(reading: Reading, content: Content, ordinal: int) -> None:
    title = clean(content.text("title"))
    action_text = content.text("action") or content.text("title")
    actions = pair(reading, content, action_text)
    for action_number, action in enumerate(actions, start=1):
        _add_task(reading, content, ordinal, title, action_number, action)


def pair(reading: Reading, content: Content, action_text: str) -> list[Action]:
    """Actions with owners and deadlines by position; one owner or deadline stands for all.

    Where the numbers do not match nothing is paired: one action keeps the whole text (contract).
    """
    actions = split_items(action_text)
    owners = split_items(content.text("lead"))
    deadlines = split_items(content.text("deadline"))
    cooperating = clean(content.text("cooperating"))
    count = len(actions)
    if len(owners) in (0, 1, count) and len(deadlines) in (0, 1, count):
        return [
            Action(clean(text), _nth(owners, i), cooperating, _nth(deadlines, i))
            for i, text in enumerate(actions)
        ]
    reading.found(
        "warning",
        "actions_not_paired",
        content.first("action", "title"),
        f"Nội dung {content.number}: {count} việc, {len(owners)} cơ quan, {len(deadlines)} thời "
        "hạn nên không ghép được từng việc. Hãy tách mỗi việc thành một dòng.",
    )
    return [
        Action(
            clean(action_text),
            clean(content.text("lead")),
            cooperating,
            clean(content.text("deadline")),
        )
    ]


def _nth(items: list[str], position: int) -> str:
    if not items:
        return ""
    return clean(items[0] if len(items) == 1 else items[position])


def split_owner(owner: str) -> tuple[str, str]:
    """'A chủ trì phối hợp với B' names a lead and who cooperates."""
    lead, *others = WITH_OTHERS.split(owner, maxsplit=1)
    lead = re.sub(r"\s+chủ trì$", "", lead)
    return lead, others[0] if others else ""


def _add_task(
    reading: Reading, content: Content, ordinal: int, title: str, action_number: int, action: Action
) -> None:
    lead, others = split_owner(action.owner)
    cell = _cell_of(content, action.text)
    reporting = clean(content.text("reporting"))
    deadline = _deadline(reading, action, reporting)
    for problem in deadline.problems:
        reading.found(
            "note",
            problem,
            content.first("deadline", "title"),
            f"Thời hạn “{deadline.text}” chưa rõ.",
        )
    plan = (reading.unit.unit_id, reading.period_id, reading.table.form)
    figure = (content.area_code, content.task_group, content.number, action_number)
    reading.fact(
        "task",
        cell,
        plan,
        (*plan, *figure),
        unit_id=reading.unit.unit_id,
        period_id=reading.period_id,
        area_code=content.area_code,
        area_name=content.area_name,
        task_group=content.task_group,
        number=content.number,
        action_number=action_number,
        title=title,
        action=action.text,
        lead=lead or None,
        cooperating=others or action.cooperating or None,
        deadline_text=action.deadline or reporting or None,
        deadline_kind=deadline.kind,
        due_on=deadline.due_on,
        product=_product(content, action_number) or None,
        note=clean(content.text("note")) or None,
        ordinal=ordinal,
    )


def _product(content: Content, action_number: int) -> str:
    """What a task must yield, by position where each action has its own."""
    text = content.text("product")
    products = split_items(text)
    actions = len(split_items(content.text("action") or content.text("title")))
    return products[action_number - 1] if len(products) == actions else clean(text)


def _deadline(reading: Reading, action: Action, reporting: str) -> Deadline:
    """The deadline column's; a column of reporting dates says when to report, not when to end."""
    if reporting:
        return Deadline(text=reporting, kind="periodic", due_on=None)
    return parse_deadline(action.deadline, reading.year)


def _cell_of(content: Content, action: str) -> Cell:
    """The cell in which an action begins."""
    cells = content.pieces.get("action") or content.pieces["title"]
    start = fold(action)[:25]
    holders = [cell for cell in cells if start and start in fold(shown(cell))]
    return holders[0] if holders else cells[0]


# criteria with targets (Kông Chro) ---------------------------------------------------------


def criteria_targets(reading: Reading) -> None:
    """Criteria to remedy: a target each, and its solutions as actions."""
    framework = reading.framework("plan_criteria")
    names: dict[str, str] = {}
    for ordinal, row in enumerate(reading.table.rows, start=1):
        code, name = reading.text(row, "number"), reading.text(row, "name")
        target, title = reading.cell(row, "target"), reading.cell(row, "name")
        if target is None or title is None:
            names[code] = name
            reading.passed.add(row)
            continue
        known = framework.by_code(code) if framework else None
        place = reading.place(framework, (code, name, known.level if known else "criterion"))
        owner = reading.text(row, "lead")
        add_targets(reading, target, place, owner=owner, default_measure="rate")
        # 1.2 stands in area 1, which the table need not print as a row of its own.
        area = code.rpartition(".")[0]
        content = Content(area or None, names.get(area), None, code, {"title": [title]})
        _append_pieces(reading, row, content)
        _add_content(reading, content, ordinal)


# progress ----------------------------------------------------------------------------------


def task_progress(reading: Reading) -> None:
    """State of a plan's actions as one unit reports it for one month."""
    if "area" in reading.table.columns:
        _numbered_progress(reading)
    else:
        _plain_progress(reading)


def _numbered_progress(reading: Reading) -> None:
    """Area, group, content and action stand in columns of their own."""
    for row in reading.table.rows:
        number, cell = reading.text(row, "number"), reading.cell(row, "status")
        if not number or cell is None:
            if number and not any(reading.cell(row, name) for name in REPORTED):
                reading.left_blank.add(row)
            continue
        area = reading.text(row, "area") or None
        group = group_of(reading.text(row, "group"))
        key = (area, group, number, _whole(reading, reading.cell(row, "action_number")))
        status = _status_in(reading, row, cell, shown(cell))
        if status is not None:
            _add_progress(reading, row, cell, key, status, reading.text(row, "action"))


def _plain_progress(reading: Reading) -> None:
    """As offices lay it out: Roman areas and groups in rows, one numbered row to a content."""
    area = group = None
    number, last = "", 0
    for row in reading.table.rows:
        first, states = reading.text(row, "number"), _states(reading, row)
        if (roman := roman_of(first)) and not states:
            area, group, number = roman, None, ""
            reading.passed.add(row)
        elif not states and _is_heading(reading, row, first):
            group = group_of(_work(reading, row)) or group
            reading.passed.add(row)
        elif states and (first or number):
            number, last = (first.rstrip("."), 0) if first else (number, last)
            last = _add_plain_row(reading, row, (area, group, number), last, states)


def _is_heading(reading: Reading, row: int, number: str) -> bool:
    """A group's heading, a total, or one line of text alone; what a page break cut off is none.

    A row that shows nothing (its cells hold invisible letters) belongs to nobody either.
    """
    texts = reading.texts(row)
    if not texts:
        return True
    if number and not is_total(number):
        return False
    return is_total(texts[0]) or (len(texts) == 1 and not texts[0][:1].islower())


def _work(reading: Reading, row: int) -> str:
    """The wording of a row's work, its lines kept."""
    action = reading.text(row, "action", keep_lines=True)
    return action or reading.text(row, "title", keep_lines=True)


def _add_plain_row(
    reading: Reading,
    row: int,
    content: tuple[str | None, str | None, str],
    last: int,
    states: list[tuple[Cell, str]],
) -> int:
    """One fact for each action that the row holds; the number of the last one is given back."""
    works = split_items(_work(reading, row)) or [""]
    cell = states[0][0]
    if len(states) > 1:
        message = "Dòng này đánh dấu nhiều trạng thái. Hãy giữ lại một trạng thái."
        reading.found("error", "several_states", states[1][0], message)
        return last + len(works)
    said = [states[0][1]] if states[0][1] in STATUSES else split_items(states[0][1])
    if len(said) not in (1, len(works)):
        works, said = [" ".join(works)], [clean(states[0][1])]
    for position, work in enumerate(works):
        text = said[0] if len(said) == 1 else said[position]
        status = _status_in(reading, row, cell, text)
        if status is not None:
            key = (*content, last + position + 1)
            _add_progress(reading, row, cell, key, status, clean(work))
    return last + len(works)


def _states(reading: Reading, row: int) -> list[tuple[Cell, str]]:
    """What a row says of its state: the words of its cell, or the column that is marked."""
    cell = reading.cell(row, "status")
    if cell is not None:
        return [(cell, _percent_or_text(cell))]
    marked = [(one, name) for name in MARKED if (one := reading.cell(row, name))]
    for one, _ in marked:
        if not MARK.fullmatch(shown(one)):
            message = "Ô này phải để trống hoặc đánh dấu x nhưng ghi “{text}”. Hãy sửa lại."
            reading.found("error", "bad_mark", one, message)
    return [(one, name) for one, name in marked if MARK.fullmatch(shown(one))]


def _percent_or_text(cell: Cell) -> str:
    """A state typed as 1 under a % format reads 100%."""
    if isinstance(cell.value, int | float) and "%" in cell.number_format:
        return f"{round(cell.value * 100)}%"
    return shown(cell, keep_lines=True)


def _status_in(reading: Reading, row: int, cell: Cell, text: str) -> str | None:
    """The state that a text says; "quá hạn" says that the work is not done, not how far it is."""
    status = read_status(text)
    if status is None:
        message = (
            "Trạng thái “{text}” chưa rõ. Hãy ghi Chưa thực hiện, Đang thực hiện hoặc Hoàn thành."
        )
        reading.found("error", "unknown_status", cell, message)
        return None
    if status != OVERDUE:
        return status
    begun = _progress(reading, row) != 0
    state = "đang thực hiện" if begun else "chưa thực hiện"
    message = (
        f"“{{text}}” được đọc là {state} (chưa hoàn thành); việc có quá hạn hay không tính theo "
        "thời hạn của kế hoạch."
    )
    reading.found("note", "overdue_said", cell, message)
    return "in_progress" if begun else "not_started"


def read_status(text: str) -> str | None:
    """done, in_progress, not_started, overdue (not done, unknown how far), or None for no state."""
    if text in STATUSES:
        return STATUSES[text]
    folded = fold(text).strip(" .;:")
    percent = re.fullmatch(r"(?:dat |hoan thanh )?(\d{1,3})(?:[.,]\d+)? ?%", folded)
    if percent:
        return _of_percent(int(percent[1]))
    return next((status for status, words in STATUS_WORDS if words.fullmatch(folded)), None)


def _of_percent(percent: int) -> str | None:
    if percent > 100:
        return None
    return "done" if percent == 100 else "in_progress" if percent else "not_started"


def _add_progress(
    reading: Reading,
    row: int,
    cell: Cell,
    key: tuple[str | None, str | None, str, int],
    status: str,
    action: str,
) -> None:
    plan_unit = reading.scope.cited_unit or reading.unit
    plan_period = reading.scope.cited_period_id or str(reading.year)
    area, group, number, action_number = key
    report = (reading.unit.unit_id, reading.period_id, plan_unit.unit_id)
    # Without its area a number stands for nothing yet; the wording tells the rows apart.
    wording = () if area else (fold(action),)
    reading.fact(
        "task_progress",
        cell,
        report,
        (*report, *key, *wording),
        unit_id=reading.unit.unit_id,
        period_id=reading.period_id,
        plan_unit_id=plan_unit.unit_id,
        plan_period_id=plan_period,
        area_code=area,
        task_group=group,
        number=number,
        action_number=action_number,
        action=action or None,
        status=status,
        progress_percent=_progress(reading, row),
        result=reading.text(row, "result") or None,
        done_on=_day(reading, reading.cell(row, "done_on")),
    )


def _progress(reading: Reading, row: int) -> Decimal | None:
    cell = reading.cell(row, "progress")
    if cell is None:
        return None
    # A whole number under "% hoàn thành" is a percentage; 1 is one percent of the work.
    if isinstance(cell.value, int) and "%" not in cell.number_format:
        return Decimal(cell.value)
    return reading.percent(cell)


def _whole(reading: Reading, cell: Cell | None) -> int:
    """The number of an action; 1 where a content has only one and prints none."""
    if cell is None:
        return 1
    text = shown(cell)
    if re.fullmatch(r"\d{1,3}", text):
        return int(text)
    reading.found("error", "bad_action_number", cell, "Số của việc “{text}” phải là số nguyên.")
    return 1


def _day(reading: Reading, cell: Cell | None) -> date | None:
    """The day in a cell, a date or dd/mm/yyyy; anything else is found."""
    text = shown(cell)
    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    try:
        if match:
            return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:  # no such day
        match = None
    if text:
        message = "Ngày “{text}” chưa rõ. Hãy ghi ngày/tháng/năm, ví dụ 15/09/2024."
        reading.found("error", "bad_date", cell, message)
    return None
