"""The hand-kept catalogue: what its files promise each other."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

CATALOG = Path(__file__).resolve().parents[1] / "data" / "catalog"
FILES = (
    "units",
    "unit_aliases",
    "frameworks",
    "framework_bands",
    "criteria",
    "indicators",
    "scoring_rules",
    "lineage",
    "crosswalk",
    "method_break",
    "cascade",
)
# A name that means several units is left to the reader to make plain: no unit may claim it alone.
AMBIGUOUS = {"kông chro", "minh họa"}
COUNTED = ("mh-huyen-2022", "mh-xa-2022", "mh-phong-2022")

Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (CATALOG / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def criteria(framework_id: str) -> list[Row]:
    return [row for row in rows("criteria") if row["framework_id"] == framework_id]


def units() -> dict[str, Row]:
    return {row["unit_id"]: row for row in rows("units")}


def key_counts(name: str, *columns: str) -> Counter[tuple[str, ...]]:
    return Counter(tuple(row[column] for column in columns) for row in rows(name))


@pytest.mark.parametrize("name", FILES)
def test_files_are_composed_unicode_with_plain_line_ends(name: str) -> None:
    text = (CATALOG / f"{name}.csv").read_bytes().decode("utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert "\r" not in text
    assert "\ufeff" not in text


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("units", ("unit_id",)),
        ("unit_aliases", ("unit_id", "alias")),
        ("frameworks", ("framework_id",)),
        ("framework_bands", ("framework_id", "band_name")),
        ("criteria", ("framework_id", "criterion_code")),
        ("criteria", ("framework_id", "ordinal")),
        ("indicators", ("indicator_code",)),
        (
            "crosswalk",
            ("framework_before", "criterion_before", "framework_after", "criterion_after"),
        ),
        ("method_break", ("index_code", "from_year")),
        ("scoring_rules", ("framework_id", "criterion_code", "at_percent")),
        (
            "cascade",
            ("framework_id", "criterion_code", "fed_framework_id", "fed_criterion_code"),
        ),
    ],
)
def test_a_key_stands_once(name: str, columns: tuple[str, ...]) -> None:
    assert [key for key, count in key_counts(name, *columns).items() if count > 1] == []


# units ---------------------------------------------------------------------------------------


def test_every_parent_exists_and_an_identifier_begins_with_its_parents() -> None:
    known = units()
    for row in known.values():
        if row["parent_id"]:
            assert row["parent_id"] in known
            assert row["unit_id"].startswith(row["parent_id"] + ".")


def test_a_name_begins_with_its_kind() -> None:
    for row in rows("units"):
        name = row["unit_name"]
        starts = ("Phòng ", "Văn phòng ") if row["kind"] == "phòng" else (row["kind"] + " ",)
        assert name.startswith(starts), name


def test_kinds_stand_at_their_level() -> None:
    levels = {
        "tinh": {"tỉnh"},
        "huyen": {"huyện", "thị xã", "thành phố"},
        "xa": {"xã", "phường", "thị trấn"},
        "phong": {"phòng"},
    }
    assert all(row["kind"] in levels[row["unit_level"]] for row in rows("units"))


def test_validity_is_written_as_dates_in_order() -> None:
    for row in rows("units"):
        begins, ends = (
            date.fromisoformat(row[column]) if row[column] else None
            for column in ("valid_from", "valid_to")
        )
        assert begins is None or ends is None or begins <= ends


def test_real_districts_and_their_communes_end_with_the_district_level() -> None:
    known = units()
    for row in known.values():
        if row["illustrative"] == "true" or row["unit_level"] == "tinh":
            continue
        under_province = row["unit_level"] == "xa" and known[row["parent_id"]]["kind"] == "tỉnh"
        days = (row["valid_from"], row["valid_to"])
        assert days == (("2025-07-01", "") if under_province else ("", "2025-06-30")), row


def test_lineage_leads_from_a_unit_that_ends_to_one_that_begins_that_day() -> None:
    known = units()
    for row in rows("lineage"):
        before, after = known[row["unit_id_before"]], known[row["unit_id_after"]]
        begins = date.fromisoformat(row["effective_on"])
        assert after["valid_from"] == row["effective_on"]
        assert (begins - date.fromisoformat(before["valid_to"])).days == 1
        assert row["kind"] in {"full", "partial", "split", "renamed", "kept"}
        assert row["document"]


def test_every_commune_of_the_reform_says_what_it_came_from() -> None:
    successors = {row["unit_id_after"] for row in rows("lineage")}
    begun = {row["unit_id"] for row in rows("units") if row["valid_from"]}
    assert successors == begun


def test_only_units_of_the_fictitious_province_are_illustrative() -> None:
    for row in rows("units"):
        fictitious = row["unit_id"].split(".")[0] == "minh-hoa"
        assert row["illustrative"] == ("true" if fictitious else "false")


def test_the_fictitious_district_has_15_communes_and_8_departments() -> None:
    levels = Counter(
        row["unit_level"] for row in rows("units") if row["parent_id"] == "minh-hoa.mh"
    )
    assert levels == {"xa": 15, "phong": 8}


def test_an_alias_belongs_to_one_unit_under_a_parent() -> None:
    known = units()
    claims = Counter(
        (known[row["unit_id"]]["parent_id"], row["alias"].casefold())
        for row in rows("unit_aliases")
    )
    assert [claim for claim, count in claims.items() if count > 1] == []


def test_an_alias_is_no_other_units_name() -> None:
    known = units()
    names = {row["unit_name"].casefold(): unit_id for unit_id, row in known.items()}
    for row in rows("unit_aliases"):
        assert row["unit_id"] in known
        assert names.get(row["alias"].casefold(), row["unit_id"]) == row["unit_id"]


def test_a_name_that_fits_several_units_is_nobodys_alias() -> None:
    assert AMBIGUOUS.isdisjoint(row["alias"].casefold() for row in rows("unit_aliases"))


# frameworks ----------------------------------------------------------------------------------


def test_a_framework_applies_to_a_group_that_has_units() -> None:
    groups = {f"{row['parent_id']}/{row['unit_level']}" for row in rows("units")}
    for row in rows("frameworks"):
        assert row["applies_to"] in groups
        assert int(row["year_from"]) <= int(row["year_to"])
        assert row["about"] in {"par_index", "leaders_survey", "plan_criteria"}
        assert row["aggregation"] in {"sum_points", "mean_percent"}
        assert (row["max_points"] == "100") == (row["aggregation"] == "sum_points")


def test_an_illustrative_framework_says_so_in_its_name_and_serves_illustrative_units() -> None:
    known = units()
    for row in rows("frameworks"):
        parent = known[row["applies_to"].split("/")[0]]
        assert row["illustrative"] == parent["illustrative"]
        assert ("(số liệu minh họa)" in row["framework_name"]) == (row["illustrative"] == "true")


def test_one_framework_about_a_thing_holds_for_a_group_in_a_year() -> None:
    held = Counter(
        (row["applies_to"], row["about"], year)
        for row in rows("frameworks")
        for year in range(int(row["year_from"]), int(row["year_to"]) + 1)
    )
    assert max(held.values()) == 1


def test_bands_fall_from_the_best_to_zero_and_belong_to_illustrative_frameworks() -> None:
    illustrative = {
        row["framework_id"] for row in rows("frameworks") if row["illustrative"] == "true"
    }
    bands: dict[str, list[Decimal]] = {}
    for row in rows("framework_bands"):
        bands.setdefault(row["framework_id"], []).append(Decimal(row["min_percent"]))
    assert set(bands) <= illustrative
    for cut_offs in bands.values():
        assert cut_offs == sorted(set(cut_offs), reverse=True)
        assert cut_offs[-1] == 0


# criteria ------------------------------------------------------------------------------------


def test_criteria_belong_to_a_framework_and_to_a_line_above_them() -> None:
    frameworks = {row["framework_id"] for row in rows("frameworks")}
    seen: dict[tuple[str, str], str] = {}
    for row in rows("criteria"):
        assert row["framework_id"] in frameworks
        if row["parent_code"]:
            assert (row["framework_id"], row["parent_code"]) in seen, row
        seen[row["framework_id"], row["criterion_code"]] = row["level"]
    for row in rows("criteria"):
        if row["area_code"]:
            assert seen[row["framework_id"], row["area_code"]] in {"component", "part"}


@pytest.mark.parametrize("framework_id", COUNTED)
def test_maxima_add_up_exactly_at_every_level(framework_id: str) -> None:
    lines = criteria(framework_id)
    children: dict[str, Decimal] = {}
    for row in lines:
        parent = row["parent_code"]
        children[parent] = children.get(parent, Decimal(0)) + Decimal(row["max_points"])
    assert children.pop("") == 100
    maxima = {row["criterion_code"]: Decimal(row["max_points"]) for row in lines}
    assert children == {code: maxima[code] for code in children}


@pytest.mark.parametrize("framework_id", COUNTED)
def test_every_leaf_says_when_it_moves_and_who_scores_it(framework_id: str) -> None:
    lines = criteria(framework_id)
    parents = {row["parent_code"] for row in lines}
    for row in lines:
        if row["criterion_code"] in parents:
            assert row["moves"] == row["scored_by"] == ""
        else:
            assert row["moves"] in {"monthly", "quarterly", "yearly", "survey"}, row
            assert (row["moves"] == "survey") == (row["scored_by"] == "survey")


def test_the_communes_framework_has_8_areas_36_criteria_78_subcriteria() -> None:
    lines = criteria("mh-xa-2022")
    levels = Counter(row["level"] for row in lines)
    assert levels == {"component": 8, "criterion": 36, "subcriterion": 78}
    areas = [row["max_points"] for row in lines if row["level"] == "component"]
    assert areas == ["14", "6", "15", "6", "11", "8", "16", "24"]


def test_every_criterion_of_communes_and_departments_has_subcriteria() -> None:
    for framework_id in ("mh-xa-2022", "mh-phong-2022"):
        lines = criteria(framework_id)
        parents = {row["parent_code"] for row in lines if row["level"] == "subcriterion"}
        assert {row["criterion_code"] for row in lines if row["level"] == "criterion"} == parents


def test_the_last_area_of_communes_holds_sipas_15_and_the_leaders_survey_5() -> None:
    surveyed = {
        row["parent_code"]: row["max_points"]
        for row in criteria("mh-xa-2022")
        if row["moves"] == "survey"
    }
    assert set(surveyed) == {"8.1", "8.2"}
    maxima = {row["criterion_code"]: row["max_points"] for row in criteria("mh-xa-2022")}
    assert (maxima["8.1"], maxima["8.2"]) == ("15", "5")


@pytest.mark.parametrize("framework_id", ["binh-dinh-huyen-2023", "mh-huyen-2022"])
def test_a_districts_parts_are_60_10_30_and_its_nine_areas_are_roman(framework_id: str) -> None:
    lines = criteria(framework_id)
    assert [row["max_points"] for row in lines if row["level"] == "part"] == ["60", "10", "30"]
    areas = [row["criterion_code"] for row in lines if row["parent_code"] == "1"]
    assert areas == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]


def test_the_plan_of_kong_chro_has_eleven_targets_and_a_heading() -> None:
    codes = [row["criterion_code"] for row in criteria("kong-chro-xa-2021")]
    first = ["1.1", "1.2", "1.3", "1.4", "1.5", "1.6"]
    assert codes == [*first, "2", "2.1", "2.2", "2.3", "2.4", "2.5"]


def test_an_indicators_heading_means_one_indicator() -> None:
    labels: Counter[str] = Counter()
    for row in rows("indicators"):
        own = row["labels"].split(";")
        assert row["indicator_name"] in own
        assert re.fullmatch(r"[a-z-]+", row["indicator_code"])
        labels.update(label.casefold() for label in own)
    assert [label for label, count in labels.items() if count > 1] == []


# scoring rules -------------------------------------------------------------------------------


def test_a_scoring_rule_gives_the_full_points_of_a_leaf_by_rising_steps() -> None:
    leaves = {(row["framework_id"], row["criterion_code"]): row for row in rows("criteria")}
    ways: dict[tuple[str, str], list[Row]] = {}
    for row in rows("scoring_rules"):
        ways.setdefault((row["framework_id"], row["criterion_code"]), []).append(row)
    for key, steps in ways.items():
        points = [Decimal(step["points"]) for step in steps]
        percents = [Decimal(step["at_percent"]) for step in steps]
        assert leaves[key]["level"] == "subcriterion"
        assert points == sorted(set(points))
        assert percents == sorted(set(percents))
        assert points[-1] == Decimal(leaves[key]["max_points"])
        assert len({(step["rule"], step["indicator_code"]) for step in steps}) == 1
        assert steps[0]["rule"] in ("steps", "proportional")
        assert steps[0]["rule"] == "steps" or len(steps) == 1


def test_scoring_rules_name_known_indicators_and_only_illustrative_frameworks() -> None:
    """No scoring rule of a real framework was given: none is invented for it."""
    illustrative = {
        row["framework_id"] for row in rows("frameworks") if row["illustrative"] == "true"
    }
    known = {row["indicator_code"] for row in rows("indicators")} | {""}
    for row in rows("scoring_rules"):
        assert row["framework_id"] in illustrative
        assert row["source"] == "Số liệu minh họa"
        assert row["indicator_code"] in known


def test_a_criterion_feeds_one_of_the_level_above_and_only_in_illustrative_frameworks() -> None:
    """Nobody gave what feeds what in a real framework: nothing is invented for it."""
    known = {(row["framework_id"], row["criterion_code"]) for row in rows("criteria")}
    frameworks = {row["framework_id"]: row for row in rows("frameworks")}
    for row in rows("cascade"):
        below, above = row["framework_id"], row["fed_framework_id"]
        assert (below, row["criterion_code"]) in known
        assert (above, row["fed_criterion_code"]) in known
        assert frameworks[below]["illustrative"] == frameworks[above]["illustrative"] == "true"
        parent = frameworks[below]["applies_to"].rpartition("/")[0]
        assert units()[parent]["parent_id"] == frameworks[above]["applies_to"].rpartition("/")[0]
