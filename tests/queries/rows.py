"""Rows that the query tests share: a small province with its units, frameworks and criteria.

Every builder gives one dict of a table of queries/schema/tables.sql; a test overrides what it is
about by name.
"""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]
GROUP = "h/xa"


def unit(unit_id: str = "a", **values: Any) -> Row:
    """xã A of district h, unless said otherwise."""
    return {
        "unit_id": unit_id,
        "unit_name": f"xã {unit_id.upper()}",
        "kind": "xã",
        "unit_level": "xa",
        "parent_id": "h",
        "unit_group": GROUP,
        "unit_group_name": "các xã, thị trấn của huyện H",
        "illustrative": False,
        "ordinal": 1,
        **values,
    }


def units(*unit_ids: str) -> list[Row]:
    return [unit(unit_id, ordinal=place) for place, unit_id in enumerate(unit_ids)]


def framework(framework_id: str = "f", **values: Any) -> Row:
    return {
        "framework_id": framework_id,
        "about": "par_index",
        "applies_to": GROUP,
        "aggregation": "sum_points",
        "max_points": 100,
        **values,
    }


def criterion(code: str, max_points: float | None = None, **values: Any) -> Row:
    """A component, or a sub-criterion where a parent is given."""
    level = "subcriterion" if values.get("parent_code") else "component"
    return {
        "framework_id": "f",
        "criterion_code": code,
        "level": level,
        "criterion_name": f"Tiêu chí {code}",
        "max_points": max_points,
        "ordinal": 1,
        **values,
    }


def score(unit_id: str, code: str, points: float | None = None, **values: Any) -> Row:
    """A scored row of the final round of 2023."""
    return {
        "unit_id": unit_id,
        "period_id": "2023",
        "framework_id": "f",
        "criterion_code": code,
        "criterion_name": f"Tiêu chí {code}",
        "level": "total" if code == "total" else "component",
        "round": "final",
        "points": points,
        "status": "scored",
        "import_id": 1,
        "sheet": "Trang 1",
        "cell": "C5",
        **values,
    }


def published(unit_id: str, code: str, percent: float | None, **values: Any) -> Row:
    """A row of a published result of 2023, in percent."""
    return score(unit_id, code, percent=percent, round="published", **values)


def target(unit_id: str, code: str, percent: float | None, **values: Any) -> Row:
    """ "Trên …%" of 2024 for the whole index or a component."""
    return {
        "unit_id": unit_id,
        "period_id": "2024",
        "framework_id": "f",
        "criterion_code": code,
        "criterion_name": f"Tiêu chí {code}",
        "level": "total" if code == "total" else "component",
        "ordinal": 1,
        "comparator": ">",
        "percent": percent,
        "measure": "index",
        "kind": "reach",
        "raw_text": f"Trên {percent}%",
        "import_id": 1,
        "sheet": "Mục tiêu",
        "cell": "E5",
        **values,
    }


def task(number: str = "1", **values: Any) -> Row:
    """An action of district h's plan of 2024, due by the end of June."""
    return {
        "unit_id": "h",
        "period_id": "2024",
        "area_code": "I",
        "area_name": "Chỉ đạo điều hành",
        "task_group": "remedy",
        "number": number,
        "action_number": 1,
        "title": "Chế độ báo cáo",
        "action": "Gửi báo cáo đúng hạn",
        "lead": "Phòng Nội vụ",
        "deadline_text": "Tháng 6/2024",
        "deadline_kind": "dated",
        "due_on": "2024-06-30",
        "ordinal": int(number),
        "import_id": 1,
        "sheet": "Phụ lục",
        "cell": "C5",
        **values,
    }


def progress(unit_id: str, period_id: str, status: str, number: str = "1", **values: Any) -> Row:
    """What a unit reports of an action of district h's plan."""
    return {
        "unit_id": unit_id,
        "period_id": period_id,
        "plan_unit_id": "h",
        "plan_period_id": "2024",
        "area_code": "I",
        "task_group": "remedy",
        "number": number,
        "action_number": 1,
        "status": status,
        "import_id": 2,
        "sheet": "Tiến độ",
        "cell": "F5",
        **values,
    }


def service(unit_id: str, period_id: str, **values: Any) -> Row:
    """What a unit reports of one indicator in a month."""
    return {
        "unit_id": unit_id,
        "period_id": period_id,
        "indicator_code": "truc-tuyen",
        "indicator_name": "Hồ sơ nộp trực tuyến",
        "basis": "in_period",
        "percent": 80,
        "import_id": 3,
        **values,
    }


def district() -> Row:
    return unit(
        "h",
        unit_name="huyện H",
        kind="huyện",
        unit_level="huyen",
        parent_id="t",
        unit_group="t/huyen",
    )


def file(import_id: int = 1, received_on: str = "2024-01-05", **values: Any) -> Row:
    return {
        "import_id": import_id,
        "file": f"tep-{import_id}.xlsx",
        "received_on": received_on,
        **values,
    }


def column(answer: list[Row], name: str) -> list[Any]:
    return [row[name] for row in answer]
