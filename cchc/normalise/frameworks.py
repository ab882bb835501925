"""Bộ tiêu chí: codes, names, maxima, who scores and when; bands and how points make an index.

In: a table of criteria without anybody's points (or a score sheet that staff take as one).
Out: facts of the catalogue's tables. What does not add up is found, never mended.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cchc.catalogue import Framework, Unit
from cchc.model import Cell
from cchc.normalise.rows import Reading, is_total, shown
from cchc.numbers import parse_number, show
from cchc.periods import without_citations
from cchc.text import clean, fold

TITLE = re.compile(
    r".*\b((bo|khung|he thong|bang) (tieu chi|chi so)|bo chi so|thang diem|"
    r"tieu chi (xac dinh|danh gia|cham diem|thanh phan cua))\b.*"
)
# Whom the criteria are for, as titles say it; of several in one line the first here.
LEVELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("so", re.compile(r".*\b(so,? (ban,? )?nganh|cac so|cap so|co quan chuyen mon thuoc "
                      r"(ubnd|uy ban nhan dan) (cap )?tinh)\b.*")),
    ("phong", re.compile(r".*\b(phong,? (ban|chuyen mon)|cac phong|co quan chuyen mon)\b.*")),
    ("xa", re.compile(r".*\b(cap xa|cac (xa|phuong)|xa,? (phuong|thi tran)|phuong,? xa)\b.*")),
    ("huyen", re.compile(r".*\b(cap huyen|cac huyen|huyen,? (thi xa|thanh pho))\b.*")),
    ("tinh", re.compile(r".*\bcap tinh\b.*")),
)  # fmt: skip
RANK = {"tinh": 0, "huyen": 1, "xa": 2, "phong": 2, "so": 2}
SPAN = re.compile(r"giai doan\s*(20\d\d)\s*-\s*(20\d\d)")
SINCE = re.compile(r"(?:tu|ap dung tu) nam (20\d\d)|nam (20\d\d) (?:va|tro)")
# A framework in force until another one comes.
OPEN_END = 2099
ROMAN = re.compile(r"(?=[IVX])(X{0,2})(IX|IV|V?I{0,3})")
CODE = re.compile(r"([IVX]{1,5}|[A-H]|\d{1,2}(?:\.\d{1,2})*)[.)]?")
# A code that stands before the name, in one cell with it.
CODE_AND_NAME = re.compile(r"([IVX]{1,5}|\d{1,2}(?:\.\d{1,2})+|\d{1,2}(?=\.))\.?\s+(.{3,})")
BONUS = re.compile(r"(diem )?(thuong|cong them|tru)\b.*")
AGGREGATION = re.compile(r"(cach|phuong (phap|thuc)|cong thuc) (tong hop|tinh( chi so| diem)?)\b.*")
MEAN, SUM = re.compile(r".*\btrung binh\b.*"), re.compile(r".*\b(cong diem|tong( so)? diem)\b.*")
SURVEY = re.compile(r".*\b(dieu tra|xhh|xa hoi hoc|khao sat|sipas)\b.*")
SELF = re.compile(r".*\b(tu cham|tu danh gia)\b.*")
MOVES = (
    ("survey", SURVEY),
    ("monthly", re.compile(r".*\bthang\b.*")),
    ("quarterly", re.compile(r".*\bquy\b.*")),
    ("yearly", re.compile(r".*\b(nam|cuoi ky)\b.*")),
)
UNDER = re.compile(r"duoi\b.*")
NUMBER = re.compile(r"\d{1,3}(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a framework is for, and in which years."""

    parent: Unit | None
    level: str
    year_from: int
    year_to: int

    @property
    def applies_to(self) -> str:
        return f"{self.parent.unit_id if self.parent else ''}/{self.level}"


@dataclass(slots=True)
class Line:
    """One criterion as printed, with where its maximum stands."""

    row: int
    code: str
    name: str
    cell: Cell
    parent: str = ""
    maximum: Decimal | None = None
    is_unread: bool = False
    """There is a maximum, but it cannot be read."""


def framework_definition(reading: Reading) -> None:
    """A framework with its criteria; its bands come from a table of their own."""
    if not _says_that_it_is_one(reading):
        return
    scope = framework_scope(reading)
    lines = _lines(reading)
    total = _total(reading)
    _place(lines, reading)
    aggregation = _aggregation(reading)
    if scope is None or not lines:
        return
    top = [line for line in lines if not line.parent]
    if aggregation == "sum_points":
        _check_maxima(reading, lines, top, total)
    maxima = [line.maximum for line in top if line.maximum is not None]
    maximum = sum(maxima, Decimal(0)) if aggregation == "sum_points" else None
    framework_id = identifier(reading, scope)
    reading.fact(
        "catalog_framework",
        _title_cell(reading),
        (framework_id,),
        (framework_id,),
        framework_id=framework_id,
        framework_name=_title(reading),
        about="par_index",
        applies_to=scope.applies_to,
        year_from=scope.year_from,
        year_to=scope.year_to,
        aggregation=aggregation,
        max_points=maximum,
        illustrative=bool(scope.parent and scope.parent.illustrative),
        source=_source(reading),
    )
    _add_criteria(reading, framework_id, lines)
    _say_what_changes(reading, framework_id, lines)


def framework_bands(reading: Reading) -> None:
    """The bands of the framework that the same workbook defines."""
    scope = framework_scope(reading)
    framework_id = identifier(reading, scope) if scope else ""
    seen: set[Decimal] = set()
    for ordinal, row in enumerate(reading.table.rows, start=1):
        cell = reading.cell(row, "min_percent") or reading.cell(row, "max_percent")
        name = reading.text(row, "band_name")
        if _tells_how(reading, row):
            reading.passed.add(row)
            continue
        if cell is None or not name:
            continue
        least = _least(reading, row)
        if least is None or not 0 <= least < 100 or least in seen:
            message = (
                f"Mức “{name}” ghi “{{text}}”: không rõ từ bao nhiêu phần trăm. Hãy ghi một số từ "
                "0 đến 100 cho mỗi mức, mức thấp nhất ghi 0."
            )
            reading.found("error", "band_unclear", cell, message)
            continue
        seen.add(least)
        reading.fact(
            "catalog_band",
            cell,
            (framework_id,),
            (framework_id, name),
            framework_id=framework_id,
            band_name=name,
            min_percent=least,
            ordinal=ordinal,
        )
    if seen and 0 not in seen:
        message = (
            f"Mức thấp nhất bắt đầu từ {show(min(seen), trim=True)}%: dưới mức đó chưa có xếp "
            "loại. Hãy thêm mức từ 0."
        )
        reading.found("warning", "bands_do_not_reach_zero", None, message)


# whom and when -----------------------------------------------------------------------------


def as_framework_offer(unit: Unit, parent: Unit | None, year: int) -> str:
    """What staff can choose where a score sheet's framework is not known."""
    peers = {"huyen": "các huyện", "phong": "các phòng, ban", "tinh": "các tỉnh"}
    whose = peers.get(unit.unit_level, "các xã, phường, thị trấn")
    of_parent = f" thuộc {parent.unit_name}" if parent else ""
    return f"Dùng tệp này làm bộ tiêu chí năm {year} của {whose}{of_parent}"


def _says_that_it_is_one(reading: Reading) -> bool:
    """A table of criteria without points may as well be a score sheet that lost its columns."""
    lines = [*reading.table.captions, *reading.scope.lines]
    if reading.scope.as_framework or any(TITLE.fullmatch(fold(line)) for line in lines):
        return True
    message = (
        "Bảng tiêu chí này không có cột điểm. Nếu là bộ tiêu chí, hãy ghi “Bộ tiêu chí …” ở tiêu "
        "đề; nếu là bảng điểm, hãy thêm cột điểm (Tự đánh giá, Thẩm định, Điểm đạt được)."
    )
    reading.found("error", "framework_or_scores", _corner(reading), message)
    return False


def framework_scope(reading: Reading) -> Scope | None:
    """From the title, else from what the caller says; errors where neither tells."""
    lines = [*reading.table.captions, *reading.scope.lines]
    level, unit = _level(lines), reading.scope.unit
    if level is None and reading.scope.as_framework and unit is not None:
        level = unit.unit_level
    parent = _parent(reading, unit, level) if unit and level else None
    years = _years(lines) or ((reading.year, reading.year) if reading.scope.period_id else None)
    if level is None or (parent is None and level != "tinh"):
        message = (
            "Tiêu đề chưa nói bộ tiêu chí áp dụng cho ai. Hãy ghi cấp và nơi, ví dụ “cấp xã thuộc "
            "huyện …”, “các huyện của tỉnh …”, “các phòng chuyên môn của huyện …”; nơi đó phải có "
            "trong danh mục đơn vị."
        )
        reading.found("error", "framework_for_whom", _corner(reading), message)
        return None
    if years is None or years[0] > years[1]:
        message = (
            "Tiêu đề chưa nói bộ tiêu chí áp dụng năm nào. Hãy ghi ví dụ “năm 2025” hoặc “giai "
            "đoạn 2025-2030”."
        )
        reading.found("error", "framework_when", _corner(reading), message)
        return None
    return Scope(parent, "phong" if level == "so" else level, *years)


def _level(lines: list[str]) -> str | None:
    for line in lines:
        folded = fold(line)
        for level, pattern in LEVELS:
            if pattern.fullmatch(folded):
                return level
    return None


def _parent(reading: Reading, unit: Unit, level: str) -> Unit | None:
    """The unit named, or the nearest above it whose units of that level can be its own."""
    above: Unit | None = unit
    while above is not None and not _can_hold(above, level):
        above = reading.catalogue.parent(above)
    return above


def _can_hold(unit: Unit, level: str) -> bool:
    wanted = "tinh" if level == "so" else None
    is_above = unit.unit_level in RANK and RANK[unit.unit_level] < RANK[level]
    return is_above and wanted in (None, unit.unit_level)


def _years(lines: list[str]) -> tuple[int, int] | None:
    """ "giai đoạn 2025-2030", "từ năm 2025"; a single year is the scope's matter."""
    for line in lines:
        plain = clean(without_citations(line))
        span = SPAN.search(plain)
        if span:
            return int(span[1]), int(span[2])
        since = SINCE.search(plain)
        if since:
            return int(since[1] or since[2]), OPEN_END
    return None


def identifier(reading: Reading, scope: Scope) -> str:
    """That of the framework it takes the place of, else made of whom and when: always the same."""
    for one in reading.catalogue.frameworks:
        if (one.about, one.applies_to, one.year_from) == (
            "par_index",
            scope.applies_to,
            scope.year_from,
        ):
            return one.framework_id
    return f"{scope.applies_to.strip('/').replace('/', '-')}-{scope.year_from}"


def _title(reading: Reading) -> str:
    titles = [line for line in reading.table.captions if TITLE.fullmatch(fold(line))]
    if titles:
        return clean(titles[0])
    unit = f" của {reading.scope.unit.unit_name}" if reading.scope.unit else ""
    return f"Bộ tiêu chí lấy từ bảng điểm{unit}"


def _title_cell(reading: Reading) -> Cell:
    places = sorted(p for p in reading.table.sheet.cells if p[0] < reading.table.area.top)
    cells = [reading.table.sheet.cells[place] for place in places]
    titles = [cell for cell in cells if TITLE.fullmatch(fold(shown(cell)))]
    corner = _corner(reading)
    assert corner is not None, "a table has a header"
    return titles[0] if titles else corner


def _source(reading: Reading) -> str:
    decision = reading.scope.decision
    if decision is None:
        return _title(reading)
    issued = f" ngày {decision.issued_on:%d/%m/%Y}" if decision.issued_on else ""
    return f"Quyết định số {decision.number}{issued}"


def _corner(reading: Reading) -> Cell | None:
    return reading.first_cell(reading.table.area.top)


# rows --------------------------------------------------------------------------------------


def _lines(reading: Reading) -> list[Line]:
    """The rows that carry a code; options of scoring ("Ban hành kịp thời: 1") carry none."""
    lines: list[Line] = []
    options = 0
    for row in reading.table.rows:
        name = reading.text(row, "name")
        if is_total(name) or is_total(reading.text(row, "number")) or _tells_how(reading, row):
            reading.passed.add(row)
        elif BONUS.fullmatch(fold(name)):
            _say_bonus(reading, row)
        elif (line := _line(reading, row, [one.code for one in lines])) is not None:
            lines.append(line)
        elif name or reading.text(row, "number"):
            reading.passed.add(row)
            options += 1
    if options:
        message = (
            f"{options} dòng không có số thứ tự được hiểu là mức chấm điểm của tiêu chí ở trên, "
            "không phải tiêu chí."
        )
        reading.found("note", "scoring_options", None, message)
    return lines


def _line(reading: Reading, row: int, before: list[str]) -> Line | None:
    number, cell = reading.cell(row, "number"), reading.cell(row, "name")
    code, name = _code(reading, number, before), reading.text(row, "name")
    if code is None:
        printed = CODE_AND_NAME.fullmatch(name or shown(number))
        if printed is None or (name and number is not None):
            return None
        code, name, cell = printed[1], clean(printed[2]), cell or number
    if cell is None or not name:
        message = "Dòng có số thứ tự {text} nhưng không có tên tiêu chí. Hãy ghi tên tiêu chí."
        reading.found("error", "criterion_without_name", number, message)
        return None
    reading.passed.add(row)
    line = Line(row, code, name, cell)
    maximum = reading.cell(row, "max_points")
    if maximum is not None:
        parsed = reading.number(maximum)
        line.maximum, line.cell = parsed.value, maximum
        line.is_unread = parsed.problem is not None
    return line


def _code(reading: Reading, cell: Cell | None, before: list[str]) -> str | None:
    """The code in a cell; what a spreadsheet made of "1.10" or "2.1" is told by its place."""
    if cell is None:
        return None
    if isinstance(cell.value, str):
        match = CODE.fullmatch(clean(cell.value))
        return match[1] if match else None
    readings = _readings(cell)
    numerals = [place for place, code in enumerate(before, start=1) if not code[0].isdigit()]
    before = before[max(numerals, default=0) :]  # numbers may begin anew in each area
    due = [code for code in readings if code in _due(before)]
    plain = readings[0] if readings and not isinstance(cell.value, date) else None
    if len(due) == 1:
        if due[0] != plain:
            message = (
                f"Số thứ tự đã bị bảng tính đổi thành “{{text}}”; theo vị trí dòng thì là "
                f"{due[0]}. Hãy kiểm tra, và định dạng cột STT là Văn bản."
            )
            reading.found("warning", "code_repaired", cell, message)
        return due[0]
    if plain is not None and (plain not in before or "." not in plain):
        return plain
    message = (
        "Số thứ tự “{text}” đã bị bảng tính đổi, không rõ là mã nào. Hãy định dạng cột STT là Văn "
        "bản rồi ghi lại."
    )
    reading.found("error", "code_damaged", cell, message)
    return None


def _readings(cell: Cell) -> list[str]:
    """What may have been typed, the plainest first."""
    value = cell.value
    if isinstance(value, date):
        day, month, year = value.day, value.month, value.year % 100
        pairs = [f"{day}.{month}", f"{month}.{day}"]
        return [*pairs, *(f"{pair}.{year}" for pair in pairs)]
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return []
    plain = format(Decimal(format(value, ".15g")).normalize(), "f")
    return [plain, f"{plain}0"] if re.fullmatch(r"\d+\.\d", plain) else [plain]


def _due(before: list[str]) -> set[str]:
    """The codes that can follow the last one: its first child, the next of it or of one above."""
    dotted = [code for code in before if code[0].isdigit()]
    if not dotted:
        return {"1"}
    parts = [int(part) for part in dotted[-1].split(".")]
    following = {".".join(map(str, [*parts, 1])), "1"}
    for depth in range(1, len(parts) + 1):
        following.add(".".join(map(str, [*parts[: depth - 1], parts[depth - 1] + 1])))
    return following - set(before)


def _place(lines: list[Line], reading: Reading) -> None:
    """Each line under its parent; numbers that begin anew in each Roman area get its code."""
    starts_anew = _starts_anew(lines)
    part, area = "", ""
    known: set[str] = set()
    for line in lines:
        if re.fullmatch("[A-H]", line.code):
            part, area, line.parent = line.code, "", ""
        elif ROMAN.fullmatch(line.code):
            area, line.parent = line.code, part
        else:
            above = line.code.rpartition(".")[0]
            if starts_anew and area:
                line.code, above = f"{area}.{line.code}", f"{area}.{above}".rstrip(".")
            line.parent = above or area or part
        if line.parent and line.parent not in known:
            message = (
                f"Tiêu chí {line.code} không có dòng {line.parent} ở trên. Hãy kiểm tra số thứ tự."
            )
            reading.found("error", "parent_missing", _number_cell(reading, line), message)
        if line.code in known:
            message = f"Mã {line.code} có hai dòng. Hãy sửa số thứ tự để mỗi tiêu chí một mã."
            reading.found("error", "code_twice", _number_cell(reading, line), message)
        known.add(line.code)


def _starts_anew(lines: list[Line]) -> bool:
    """I: 1, 2 … II: 1, 2 …, and not I: 1, 2 … II: 3, 4 …"""
    places: dict[str, list[int]] = {}
    areas = 0
    for line in lines:
        if ROMAN.fullmatch(line.code):
            areas += 1
        else:
            places.setdefault(line.code, []).append(areas)
    twice = [areas_of for areas_of in places.values() if len(areas_of) > 1]
    return bool(twice) and all(len(set(one)) == len(one) and 0 not in one for one in twice)


def _number_cell(reading: Reading, line: Line) -> Cell:
    return reading.cell(line.row, "number") or reading.cell(line.row, "name") or line.cell


def _say_bonus(reading: Reading, row: int) -> None:
    reading.passed.add(row)
    message = (
        "Điểm thưởng, điểm trừ đứng ngoài bộ tiêu chí nên dòng này chưa được dùng. Chỉ số tính "
        "trên các lĩnh vực."
    )
    reading.found("warning", "bonus_not_used", reading.first_cell(row), message)


# maxima ------------------------------------------------------------------------------------


def _total(reading: Reading) -> tuple[Cell, Decimal] | None:
    for row in reading.table.rows:
        if is_total(reading.text(row, "name")) or is_total(reading.text(row, "number")):
            cell = reading.cell(row, "max_points")
            value = reading.number(cell).value
            if cell is not None and value is not None:
                return cell, value
    return None


def _check_maxima(
    reading: Reading, lines: list[Line], top: list[Line], total: tuple[Cell, Decimal] | None
) -> None:
    children: dict[str, list[Line]] = {}
    for line in lines:
        children.setdefault(line.parent, []).append(line)
    for line in lines:
        own = children.get(line.code, [])
        if line.maximum is None and not own and not line.is_unread:
            message = f"Tiêu chí {line.code} chưa có điểm tối đa. Hãy ghi điểm tối đa."
            reading.found("error", "maximum_missing", line.cell, message)
        elif line.maximum is not None and line.maximum < 0:
            message = f"Điểm tối đa của tiêu chí {line.code} nhỏ hơn 0. Hãy sửa lại."
            reading.found("error", "maximum_below_zero", line.cell, message)
        _compare(reading, line, own)
    _compare_total(reading, top, total)


def _compare(reading: Reading, line: Line, own: list[Line]) -> None:
    maxima = [one.maximum for one in own if one.maximum is not None]
    if line.maximum is None or not own or len(maxima) < len(own) or sum(maxima) == line.maximum:
        return
    message = (
        f"Tiêu chí {line.code} ghi tối đa {_points(line.maximum)} điểm, các dòng dưới nó cộng lại "
        f"{_points(sum(maxima, Decimal(0)))} điểm. Hãy sửa cho khớp."
    )
    reading.found("error", "maxima_do_not_add_up", line.cell, message)


def _compare_total(reading: Reading, top: list[Line], total: tuple[Cell, Decimal] | None) -> None:
    maxima = [line.maximum for line in top if line.maximum is not None]
    summed = sum(maxima, Decimal(0))
    if len(maxima) < len(top):
        return
    if total is not None and total[1] != summed:
        message = (
            f"Dòng tổng ghi {_points(total[1])} điểm, các lĩnh vực cộng lại {_points(summed)} "
            "điểm. Hãy sửa cho khớp."
        )
        reading.found("error", "maxima_do_not_add_up", total[0], message)
    elif total is None and summed != 100:
        message = (
            f"Các lĩnh vực cộng lại {_points(summed)} điểm, không phải 100, và bảng không có dòng "
            "tổng. Hãy kiểm tra điểm tối đa."
        )
        reading.found("warning", "maxima_not_100", _corner(reading), message)


def _points(value: Decimal) -> str:
    return show(value, 4, trim=True)


# how points make an index ------------------------------------------------------------------


def _tells_how(reading: Reading, row: int) -> bool:
    return AGGREGATION.fullmatch(fold(" ".join(reading.texts(row)))) is not None


def _aggregation(reading: Reading) -> str:
    """What the sheet says of it beside the table; adding points is what nearly all do."""
    for line, cell in _sheet_lines(reading):
        folded = fold(line)
        if not AGGREGATION.fullmatch(folded):
            continue
        if MEAN.fullmatch(folded):
            return "mean_percent"
        if SUM.fullmatch(folded):
            return "sum_points"
        message = "Cách tổng hợp ghi “{text}” chưa rõ. Hãy ghi “cộng điểm” hoặc “trung bình cộng”."
        reading.found("error", "aggregation_unclear", cell, message)
        return "sum_points"
    message = "Tệp không ghi cách tổng hợp nên chỉ số được tính bằng cách cộng điểm."
    reading.found("note", "aggregation_assumed", None, message)
    return "sum_points"


def _sheet_lines(reading: Reading) -> Iterator[tuple[str, Cell]]:
    """Each row of the sheet as one text, with its first cell."""
    rows: dict[int, list[Cell]] = {}
    for place in sorted(reading.table.sheet.cells):
        rows.setdefault(place[0], []).append(reading.table.sheet.cells[place])
    for cells in rows.values():
        yield " ".join(shown(cell) for cell in cells), cells[0]


def _least(reading: Reading, row: int) -> Decimal | None:
    """Where a band begins: "Từ 80 đến dưới 90" and a plain 80 are 80; "Dưới 60" is the rest, 0."""
    cell = reading.cell(row, "min_percent")
    if cell is None:
        return Decimal(0)  # only "đến" is filled in: the lowest band
    if not isinstance(cell.value, str):
        return parse_number(cell.value, cell.number_format).value
    text = fold(clean(cell.value))
    if UNDER.fullmatch(text):
        return Decimal(0)
    numbers = [Decimal(one.replace(",", ".")) for one in NUMBER.findall(text)]
    return min(numbers, default=None)


# facts -------------------------------------------------------------------------------------


def _add_criteria(reading: Reading, framework_id: str, lines: list[Line]) -> None:
    by_code = {line.code: line for line in lines}
    parents = {line.parent for line in lines}
    once = {line.code: line for line in reversed(lines)}.values()
    for ordinal, line in enumerate(reversed(once), start=1):
        area, level = _area_and_level(line, by_code)
        leaf = line.code not in parents
        scored_by = _scored_by(reading, line.row) if leaf else None
        moves = _moves(reading, line.row) if leaf else None
        reading.fact(
            "catalog_criterion",
            line.cell,
            (framework_id,),
            (framework_id, line.code),
            framework_id=framework_id,
            criterion_code=line.code,
            parent_code=line.parent or None,
            area_code=area,
            level=level,
            criterion_name=line.name,
            max_points=line.maximum,
            moves=moves or ("survey" if scored_by == "survey" else None),
            scored_by=scored_by,
            ordinal=ordinal,
        )


def _area_and_level(line: Line, by_code: dict[str, Line]) -> tuple[str, str]:
    chain = [line]
    while chain[-1].parent in by_code and len(chain) < 10:
        chain.append(by_code[chain[-1].parent])
    if re.fullmatch("[A-H]", chain[-1].code):
        chain.pop()
    if not chain:
        return line.code, "part"
    return chain[-1].code, ("component", "criterion", "subcriterion")[min(len(chain), 3) - 1]


def _scored_by(reading: Reading, row: int) -> str | None:
    """survey, self, or appraised; None where the table does not say."""
    text = fold(reading.text(row, "scored_by"))
    if reading.cell(row, "by_survey") or SURVEY.fullmatch(text):
        return "survey"
    if reading.cell(row, "by_self") or SELF.fullmatch(text):
        return "self"
    return "appraised" if text or reading.cell(row, "by_appraisal") else None


def _moves(reading: Reading, row: int) -> str | None:
    text = fold(reading.text(row, "moves"))
    return next((word for word, pattern in MOVES if pattern.fullmatch(text)), None)


def _say_what_changes(reading: Reading, framework_id: str, lines: list[Line]) -> None:
    """A framework that takes another's place: what is new in it, for the preview."""
    known = reading.catalogue.frameworks
    old = next((one for one in known if one.framework_id == framework_id), None)
    if old is None:
        return
    changes = _changes(old, lines)
    counted = ", ".join(f"{count} {word}" for word, count in changes.items() if count)
    message = (
        f"Bộ tiêu chí này thay bộ đang dùng “{old.framework_name}”: "
        f"{counted or 'không có tiêu chí nào khác'}."
    )
    reading.found("note", "framework_replaced", _corner(reading), message)


def _changes(old: Framework, lines: list[Line]) -> Counter[str]:
    before = {one.criterion_code: one for one in old.criteria}
    now = {line.code: line for line in lines}
    both = before.keys() & now.keys()
    changes = Counter({"tiêu chí mới": len(now.keys() - before.keys())})
    changes["tiêu chí bỏ"] = len(before.keys() - now.keys())
    changes["điểm tối đa khác"] = sum(before[c].max_points != now[c].maximum for c in both)
    changes["tên khác"] = sum(fold(before[c].criterion_name) != fold(now[c].name) for c in both)
    return changes
