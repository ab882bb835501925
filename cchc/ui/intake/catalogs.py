"""What a workbook of units, frameworks or lineage says, and what it changes in what is known.

In: the catalogue with the files of the batch, and the one in use. Out: sentences. It must not read
a file nor a store's figures.
"""

from __future__ import annotations

from decimal import Decimal

from cchc import keeping
from cchc.catalogue import Catalogue, Framework
from cchc.ui import data, words
from cchc.ui.intake.sentences import NAMED

PEERS = {"tinh": "tỉnh", "huyen": "cấp huyện", "xa": "cấp xã", "phong": "các phòng, ban"}


def sentences(known: Catalogue) -> list[str]:
    """What accepting the batch makes new or other in the catalogue, a sentence each."""
    before = keeping.catalogue(data.folder())
    return [
        *_frameworks(before, known),
        *_units(before, known),
        *_lineage(before, known),
        *_indicators(before, known),
    ]


def framework_name(framework: Framework, known: Catalogue) -> str:
    """ "Bộ tiêu chí cấp xã của huyện … năm 2025"; a title in capitals is hard to read on."""
    shouted = sum(one.isupper() for one in framework.framework_name)
    if framework.framework_name and shouted * 2 < len(framework.framework_name):
        return words.upper_first(framework.framework_name)
    parent_id, _, level = framework.applies_to.rpartition("/")
    of = f" của {known.unit(parent_id).unit_name}" if known.has_unit(parent_id) else ""
    return f"Bộ tiêu chí {PEERS.get(level, level)}{of} năm {framework.year_from}"


def framework_size(framework: Framework) -> str:
    """ "45 tiêu chí, 100 điểm": of the lines that carry points."""
    leaves = [one for one in framework.criteria if framework.is_leaf(one.criterion_code)]
    points = [one.max_points for one in leaves if one.max_points is not None]
    total = framework.max_points or sum(points, Decimal(0))
    return f"{len(leaves)} tiêu chí chấm điểm, {words.number(total)} điểm"


def _frameworks(before: Catalogue, known: Catalogue) -> list[str]:
    held = {one.framework_id: one for one in before.frameworks}
    found = []
    for one in known.frameworks:
        old = held.get(one.framework_id)
        if old == one:
            continue
        said = f"{framework_name(one, known)}: {framework_size(one)}"
        change = f"; thay bản đang dùng ({framework_size(old)})" if old else "; bộ tiêu chí mới"
        found.append(f"{said}{change}.")
    return found


def _units(before: Catalogue, known: Catalogue) -> list[str]:
    held = {one.unit_id: one for one in before.units}
    new = [one.unit_name for one in known.units if one.unit_id not in held]
    other = [one.unit_name for one in known.units if held.get(one.unit_id, one) != one]
    aliases = len(set(known.aliases) - set(before.aliases))
    said = [
        (new, "đơn vị mới"),
        (other, "đơn vị có thay đổi (tên, cấp, nơi trực thuộc hoặc thời hạn)"),
    ]
    found = [f"{len(names)} {what}: {_some(names)}." for names, what in said if names]
    return [*found, *([f"{aliases} tên gọi khác của đơn vị được bổ sung."] if aliases else [])]


def _lineage(before: Catalogue, known: Catalogue) -> list[str]:
    new = [one for one in known.lineage if one not in before.lineage]
    if not new:
        return []
    names = [
        known.unit(one.unit_id_before).unit_name
        for one in new
        if known.has_unit(one.unit_id_before)
    ]
    about = f": {_some(list(dict.fromkeys(names)))}" if names else ""
    return [f"{len(new)} dòng sáp nhập, chia tách, đổi tên{about}."]


def _indicators(before: Catalogue, known: Catalogue) -> list[str]:
    new = [one.indicator_name for one in known.indicators if one not in before.indicators]
    return [f"{len(new)} chỉ tiêu dịch vụ công mới hoặc thay đổi: {_some(new)}."] if new else []


def _some(names: list[str]) -> str:
    more = len(names) - 3 * NAMED
    return ", ".join(names[: 3 * NAMED]) + (f" và {more} khác" if more > 0 else "")
