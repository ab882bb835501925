"""The headings, words and places that templates and exports share, as our forms read them.

In: units, frameworks and periods. Out: texts and positions. Knows neither openpyxl nor figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cchc.catalogue import Catalogue, Criterion, Framework, Unit
from cchc.periods import parse_period_id, period_name

Row = Mapping[str, Any]

NAME_HEADING = "Lĩnh vực/Tiêu chí/Tiêu chí thành phần"
NOTE_HEADING = "Ghi chú/Tài liệu kiểm chứng"
ROUND_HEADINGS = {
    "self": "Tự đánh giá",
    "appraised": "Thẩm định",
    "appraised_2": "Thẩm định lần 2",
    "survey": "Điều tra XHH",
    "final": "Điểm đạt được",
    "trial": "Tự đánh giá",
}
TRIAL_TITLE = "TỰ CHẤM ĐIỂM THỬ"
INDEX_NAME = "CHỈ SỐ CẢI CÁCH HÀNH CHÍNH"
NOT_APPLICABLE, NOT_SCORED = "Không áp dụng", "Chưa chấm"
STATUSES = {
    "not_started": "Chưa thực hiện",
    "in_progress": "Đang thực hiện",
    "done": "Hoàn thành",
}
GROUPS = {"remedy": "Cần khắc phục", "maintain": "Cần duy trì"}
FACTORS = (
    "Tiếp cận dịch vụ",
    "Thủ tục hành chính",
    "Công chức",
    "Kết quả",
    "Tiếp nhận, xử lý PAKN",
)
# With the period: the second table's own heading must name it, for above it stand the first
# table's headings, which name an earlier one.
BASES = {"in_period": "I. Trong kỳ: {}", "cumulative": "II. Lũy kế từ đầu năm đến hết {}"}
PEERS = {
    "phong": "các phòng chuyên môn",
    "huyen": "các huyện, thị xã, thành phố",
    "tinh": "các tỉnh",
}
COMPARED = {
    ">": "Trên {}%",
    ">=": "Từ {}% trở lên",
    "=": "Bằng {}%",
    "<": "Dưới {}%",
    "<=": "Không quá {}%",
}


def earlier(heading: str) -> str:
    """A heading of figures that stand beside for reference: no form takes them (REFERENCE)."""
    return f"{heading} (tham khảo)"


def summed(heading: str) -> str:
    """A heading of figures that the sheet works out by itself."""
    return f"{heading} (tự tính)"


def capital(name: str) -> str:
    """'Xã A' for 'xã A'."""
    return name[:1].upper() + name[1:]


def agency_of(unit: Unit | None) -> str:
    """'UBND XÃ A'; a department speaks in its own name."""
    if unit is None:
        return ""
    return (
        unit.unit_name.upper() if unit.unit_level == "phong" else f"UBND {unit.unit_name}".upper()
    )


@dataclass(frozen=True, slots=True)
class Peers:
    """Units of one kind under one parent, in the catalogue's order."""

    units: tuple[Unit, ...]
    parent: Unit | None

    @property
    def name(self) -> str:
        """'các xã, phường, thị trấn của huyện …', as a title says it."""
        level = self.units[0].unit_level
        kinds = ", ".join(dict.fromkeys(unit.kind for unit in sorted(self.units, key=_kind_place)))
        peers = f"các {kinds}" if level == "xa" else PEERS.get(level, "các đơn vị")
        return f"{peers} của {self.parent.unit_name}" if self.parent else peers


def _kind_place(unit: Unit) -> int:
    kinds = ("xã", "phường", "thị trấn")
    return kinds.index(unit.kind) if unit.kind in kinds else len(kinds)


def peers_of(unit_group: str, catalogue: Catalogue) -> Peers:
    """The units of a group; its code is one of the catalogue's."""
    units = tuple(unit for unit in catalogue.units if unit.unit_group == unit_group)
    return Peers(units, catalogue.parent(units[0]))


def short_code(unit: Unit) -> str:
    """The part of a unit's code that a file's name shows."""
    return unit.unit_id.rpartition(".")[2]


def when(period_id: str) -> str:
    """'THÁNG 9/2024', as a title says it."""
    return period_name(period_id).upper()


def basis_heading(basis: str, period_id: str) -> str:
    """'I. Trong kỳ: tháng 9/2024'."""
    return BASES[basis].format(period_name(period_id).lower())


def year_of(period_id: str) -> str:
    return str(parse_period_id(period_id).year)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a framework on a sheet, with the rows of its children and of its leaves."""

    criterion: Criterion
    row: int
    children: tuple[int, ...]
    leaves: tuple[int, ...]

    @property
    def is_leaf(self) -> bool:
        return not self.children


def placed(framework: Framework, first: int) -> list[Line]:
    """Every criterion of a framework with its row, children next to their parents below it."""
    rows = {one.criterion_code: first + i for i, one in enumerate(framework.criteria)}
    children: dict[str, list[Criterion]] = {}
    for one in framework.criteria:
        children.setdefault(one.parent_code, []).append(one)

    def leaves(code: str) -> tuple[int, ...]:
        below = children.get(code, [])
        if not below:
            return (rows[code],)
        return tuple(row for one in below for row in leaves(one.criterion_code))

    return [
        Line(
            one,
            rows[one.criterion_code],
            tuple(rows[child.criterion_code] for child in children.get(one.criterion_code, ())),
            leaves(one.criterion_code),
        )
        for one in framework.criteria
    ]


def tops(framework: Framework, lines: Sequence[Line]) -> tuple[int, ...]:
    """Rows of the lines that stand in no other: they add up to the total."""
    codes = {one.criterion_code for one in framework.criteria}
    return tuple(line.row for line in lines if line.criterion.parent_code not in codes)


def maximum_of(framework: Framework) -> Decimal | None:
    """The points that all leaves are worth; None where any of them has no maximum."""
    leaves = [one for one in framework.criteria if framework.is_leaf(one.criterion_code)]
    points = [one.max_points for one in leaves if one.max_points is not None]
    return sum(points, Decimal(0)) if leaves and len(points) == len(leaves) else None


def target_text(comparator: str | None, percent: Decimal | None) -> str | None:
    """A service target as plans word it: 'Từ 95% trở lên'."""
    if comparator is None or percent is None:
        return None
    if comparator == ">=" and percent == 100:
        return "100%"
    number = f"{percent.normalize():f}".replace(".", ",")
    return COMPARED[comparator].format(number)
