"""Rules that hold figures against their own history: found where planted, silent on what is usual.

The oracles are written from the rules' words, in plain Python, and run over many histories made by
chance from a fixed seed; what they find must be what the queries find, cell by cell.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import sqrt
from statistics import mean

import pytest

from tests.queries.rows import Row, criterion, district, file, framework, score, units

Make = Callable[..., Callable[..., list[Row]]]
MONTHS = [f"2024-{month:02d}" for month in range(1, 10)]
CODES = ("dung-han", "truc-tuyen", "so-hoa")


def found(make_store: Make, code: str, **tables: list[Row]) -> list[Row]:
    given: dict[str, list[Row]] = {"unit": [district(), *units(*"abcdefgh")]}
    return [row for row in make_store(**given | tables)("findings") if row["code"] == code]


def cells(rows: Sequence[Row]) -> list[str]:
    return sorted(row["cell"] for row in rows)


def rate(unit_id: str, period_id: str, code: str = "truc-tuyen", **values: object) -> Row:
    return {
        "unit_id": unit_id,
        "period_id": period_id,
        "indicator_code": code,
        "indicator_name": f"Chỉ tiêu {code}",
        "basis": "in_period",
        "import_id": 1,
        "sheet": "Dịch vụ công",
        "cell": "E8",
        **values,
    }


# a change beyond history --------------------------------------------------------------------


def months_of(unit_id: str, figures: Sequence[Row]) -> list[Row]:
    return [
        rate(unit_id, period_id, cell=f"E{place}", **figure)
        for place, (period_id, figure) in enumerate(zip(MONTHS, figures, strict=False), start=1)
    ]


def percents(*values: float) -> list[Row]:
    return [{"percent": value} for value in values]


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ((90, 92, 91, 29), ["E4"]),
        ((90, 92, 29), []),  # two earlier periods show nothing yet
        ((50, 70, 52, 85), []),  # a unit that always moved so
        ((90, 90, 90, 94.9), []),  # less than five points
        ((90, 90, 90, 95), ["E4"]),
        ((90, 60, 90, 80, 79, 81, 22), []),  # within twice what it moved before
        ((60, 62, 64, 63, 99), ["E5"]),
        ((60, 62, None, 63, 99), ["E5"]),  # a month without the figure is no zero
    ],
)
def test_a_jump_or_drop_beyond_all_that_a_unit_showed_is_found(
    make_store: Make, history: tuple[float, ...], expected: list[str]
) -> None:
    rows = months_of("a", percents(*history))
    assert cells(found(make_store, "change_beyond_history", service_indicator=rows)) == expected


def test_a_few_files_move_a_rate_by_chance(make_store: Make) -> None:
    def counted(total: int) -> list[str]:
        figures: list[Row] = [
            {"numerator": total * done // 10, "denominator": total} for done in (10, 10, 10, 7)
        ]
        rows = months_of("a", figures)
        return cells(found(make_store, "change_beyond_history", service_indicator=rows))

    assert counted(10) == [], "three of ten files"
    assert counted(100) == ["E4"], "thirty of a hundred"


def test_another_basis_and_another_kind_of_period_are_no_history(make_store: Make) -> None:
    rows = months_of("a", percents(90, 91, 90))
    rows.append(rate("a", "2024-04", basis="cumulative", percent=20))
    rows.append(rate("a", "2024-Q2", percent=20))
    assert found(make_store, "change_beyond_history", service_indicator=rows) == []


def jumps(figures: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Places of the months that the rule's words name, of numerators and denominators."""
    shares = [done / total * 100 for done, total in figures]
    changes = [abs(later - earlier) for earlier, later in pairwise(shares)]
    for place in range(3, len(shares)):
        change, (done, total), (before, of) = changes[place - 1], figures[place], figures[place - 1]
        share = (done + before) / (total + of)
        chance = 300 * sqrt(share * (1 - share) * (1 / total + 1 / of))
        outside = not min(shares[:place]) <= shares[place] <= max(shares[:place])
        if change >= 5 and change > 2 * max(changes[: place - 1]) and outside and change > chance:
            yield place


def chance_months(random_: random.Random) -> list[tuple[int, int]]:
    """Nine months around one share; of every other unit one month is spoilt."""
    share, months = random_.uniform(0.3, 0.98), []
    for _ in MONTHS:
        total = random_.randint(20, 200)
        months.append((sum(random_.random() < share for _ in range(total)), total))
    if random_.random() < 0.5:
        place = random_.randrange(3, 9)
        done, total = months[place]
        months[place] = (min(total, done // 10), total)
    return months


def test_changes_are_those_that_plain_python_finds(make_store: Make) -> None:
    random_ = random.Random(2024)
    histories = {f"u{number}": chance_months(random_) for number in range(120)}
    rows = [
        rate(unit_id, MONTHS[place], numerator=done, denominator=total, cell=f"{unit_id}-{place}")
        for unit_id, figures in histories.items()
        for place, (done, total) in enumerate(figures)
    ]
    expected = [
        f"{unit}-{place}" for unit, figures in histories.items() for place in jumps(figures)
    ]
    answer = found(make_store, "change_beyond_history", service_indicator=rows)
    assert len(expected) > 30
    assert cells(answer) == sorted(expected)


def test_of_usual_months_less_than_one_figure_in_two_hundred_raises_an_alarm(
    make_store: Make,
) -> None:
    random_ = random.Random(7)
    rows = []
    for number in range(100):
        share = random_.uniform(0.3, 0.98)
        for month in MONTHS:
            total = random_.randint(5, 150)
            done = sum(random_.random() < share for _ in range(total))
            rows.append(rate(f"u{number}", month, numerator=done, denominator=total))
    assert len(found(make_store, "change_beyond_history", service_indicator=rows)) <= 600 / 200


# score sheets -------------------------------------------------------------------------------

TREE = [
    criterion("1", 10),
    *(criterion(f"1.{number}", 2, parent_code="1", ordinal=number) for number in range(1, 6)),
]
YEARS = ("2019", "2020", "2021", "2022", "2023")


def sheets(*years: Sequence[float], unit_id: str = "a", **values: object) -> list[Row]:
    """A unit's sheet of five leaves for each year; the leaves stand in D1 to D5."""
    return [
        score(unit_id, f"1.{number}", points, period_id=year, cell=f"D{number}", **values)
        for year, sheet in zip(YEARS, years, strict=False)
        for number, points in enumerate(sheet, start=1)
    ]


def found_scores(make_store: Make, code: str, rows: list[Row]) -> list[Row]:
    return found(make_store, code, score=rows, criterion=TREE, framework=[framework()])


def test_the_rows_of_a_sheet_that_moved_too_far_are_one_finding(make_store: Make) -> None:
    usual = [(1.8, 1.5, 1.2, 1, 2), (1.8, 1.6, 1.2, 1.1, 2), (1.7, 1.5, 1.2, 1, 2)]
    assert found_scores(make_store, "scores_beyond_history", sheets(*usual, usual[1])) == []
    rows = sheets(*usual, (0.18, 1.5, 1.2, 2, 2))
    (finding,) = found_scores(make_store, "scores_beyond_history", rows)
    assert (finding["level"], finding["cell"]) == ("warning", "D1")
    assert "chính thức năm 2022: 2 dòng" in finding["message"]
    told = "1.1 từ 85,0% xuống 9,0% (ô D1); 1.4 từ 50,0% lên 100,0% (ô D4)."
    assert told in finding["message"]


@pytest.mark.parametrize("values", [{"round": "self"}, {"framework_id": "g"}])
def test_only_one_framework_and_round_make_a_history(make_store: Make, values: Row) -> None:
    rows = [*sheets((2, 2), (2, 2), (2, 2)), *sheets((), (), (), (0.1, 2), **values)]
    assert found_scores(make_store, "scores_beyond_history", rows) == []


# last period's figures again ----------------------------------------------------------------


def table(period_id: str, figures: dict[str, tuple[int, int]], **values: object) -> list[Row]:
    return [
        rate("a", period_id, code, numerator=done, denominator=total, **values)
        for code, (done, total) in figures.items()
    ]


SENT = {"dung-han": (88, 90), "truc-tuyen": (61, 90), "so-hoa": (0, 0)}


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        (SENT, SENT, 1),
        (SENT, SENT | {"truc-tuyen": (62, 90)}, 0),
        (SENT, SENT | {"nua": (1, 90)}, 0),  # one more figure
        (dict.fromkeys(CODES, (0, 0)), dict.fromkeys(CODES, (0, 0)), 0),
        ({"dung-han": (88, 90)}, {"dung-han": (88, 90)}, 0),  # a single figure says nothing
        (dict.fromkeys(CODES, (6, 6)), dict.fromkeys(CODES, (6, 6)), 0),  # a small office
    ],
)
def test_a_table_sent_again_is_found(
    make_store: Make,
    first: dict[str, tuple[int, int]],
    second: dict[str, tuple[int, int]],
    count: int,
) -> None:
    rows = [*table("2024-05", first, import_id=1), *table("2024-07", second, import_id=2)]
    answer = found(make_store, "same_as_last_period", service_indicator=rows)
    assert [row["import_id"] for row in answer] == [2] * count


def test_figures_equal_to_those_of_an_older_period_are_not_last_periods(make_store: Make) -> None:
    other = {"dung-han": (80, 90), "truc-tuyen": (70, 90), "so-hoa": (1, 9)}
    rows = [*table("2024-05", SENT), *table("2024-06", other), *table("2024-07", SENT)]
    assert found(make_store, "same_as_last_period", service_indicator=rows) == []


def test_percents_of_0_and_100_repeat_themselves(make_store: Make) -> None:
    def months(percent: float) -> list[Row]:
        return [
            rate("a", month, code, percent=given)
            for month in MONTHS[:2]
            for code, given in zip(CODES, (100, 0, percent), strict=True)
        ]

    assert found(make_store, "same_as_last_period", service_indicator=months(99.5)) == []
    rows = [*months(99.5), *(rate("a", month, "nua", percent=50) for month in MONTHS[:2])]
    assert len(found(make_store, "same_as_last_period", service_indicator=rows)) == 1


def test_a_score_sheet_sent_for_another_year_is_found(make_store: Make) -> None:
    same = (1.8, 1.5, 2, 0, 2)
    rows = sheets(same, same, max_points=2)
    (finding,) = found_scores(make_store, "same_as_last_period", rows)
    assert "cả 5 dòng điểm năm 2020 giống hệt năm 2019" in finding["message"]
    full = (2, 2, 2, 2, 0)
    rows = sheets(full, full, max_points=2)
    assert found_scores(make_store, "same_as_last_period", rows) == []


def reports(*statuses: str) -> list[Row]:
    return [
        {
            "unit_id": "a", "period_id": month, "plan_unit_id": "h", "plan_period_id": "2024",
            "area_code": "I", "task_group": "remedy", "number": str(number), "action_number": 1,
            "status": status, "import_id": place, "sheet": "Tiến độ", "cell": f"F{number}",
        }
        for place, month in enumerate(MONTHS[:2], start=1)
        for number, status in enumerate(statuses, start=1)
    ]  # fmt: skip


def test_a_report_of_tasks_sent_again_is_found_while_work_is_left(make_store: Make) -> None:
    rows = reports("done", "in_progress", "in_progress", "not_started")
    (finding,) = found(make_store, "same_as_last_period", task_progress=rows)
    assert (finding["import_id"], finding["cell"]) == (2, "F1")
    rows = reports("done", "done", "in_progress", "in_progress")
    assert found(make_store, "same_as_last_period", task_progress=rows) == []


# a column moved on its own ------------------------------------------------------------------

UNITS = "abcdefgh"
Columns = dict[str, dict[str, list[float]]]
"""Month → indicator → figures, in the order of UNITS."""


def usual(random_: random.Random, months: int, noise: float = 2) -> Columns:
    own = {code: [random_.uniform(40, 95) for _ in UNITS] for code in CODES}
    return {
        month: {
            code: [round(level + random_.uniform(-noise, noise), 2) for level in levels]
            for code, levels in own.items()
        }
        for month in MONTHS[:months]
    }


def in_rows(columns: Columns) -> list[Row]:
    return [
        rate(unit_id, month, code, percent=figure, cell=f"{letter}{row}", import_id=int(month[-2:]))
        for month, figures_of in columns.items()
        for letter, code in zip("CDE", CODES, strict=True)
        for row, (unit_id, figure) in enumerate(zip(UNITS, figures_of[code], strict=True), start=7)
    ]


def moved_columns(make_store: Make, columns: Columns) -> list[tuple[int, str]]:
    rows = found(make_store, "column_out_of_order", service_indicator=in_rows(columns))
    return sorted((row["import_id"], row["cell"]) for row in rows)


@pytest.mark.parametrize("months", [2, 3, 6])
@pytest.mark.parametrize("reverse", [False, True])
def test_a_column_sorted_on_its_own_is_found(make_store: Make, months: int, reverse: bool) -> None:
    columns = usual(random.Random(months), months)
    assert moved_columns(make_store, columns) == []
    last = MONTHS[months - 1]
    columns[last]["truc-tuyen"].sort(reverse=reverse)
    assert moved_columns(make_store, columns) == [(months, "D7")]


def test_the_names_sorted_without_the_figures_are_found_in_every_column(make_store: Make) -> None:
    columns = usual(random.Random(1), 4)
    for figures in columns[MONTHS[3]].values():
        figures[:] = [*figures[3:], *figures[:3]]
    assert moved_columns(make_store, columns) == [(4, "C7"), (4, "D7"), (4, "E7")]


def test_a_table_sorted_as_a_whole_is_in_order(make_store: Make) -> None:
    columns = usual(random.Random(2), 4)
    rows = in_rows(columns)
    last = columns[MONTHS[3]]["truc-tuyen"]
    for row in rows:
        if row["import_id"] == 4:
            place = sorted(last).index(last[UNITS.index(row["unit_id"])])
            row["cell"] = f"{row['cell'][0]}{7 + place}"
    assert found(make_store, "column_out_of_order", service_indicator=rows) == []


def test_a_rise_of_all_or_one_wrong_figure_is_no_other_order(make_store: Make) -> None:
    columns = usual(random.Random(3), 3)
    columns[MONTHS[2]]["dung-han"] = [value + 15 for value in columns[MONTHS[1]]["dung-han"]]
    columns[MONTHS[2]]["truc-tuyen"][0] = 4.1
    assert moved_columns(make_store, columns) == []


def test_where_no_column_kept_its_order_a_sorted_one_says_nothing_yet(make_store: Make) -> None:
    random_ = random.Random(4)
    columns = usual(random_, 2)
    for figures in columns[MONTHS[1]].values():
        random_.shuffle(figures)
    columns[MONTHS[1]]["truc-tuyen"].sort()
    assert moved_columns(make_store, columns) == []


def laid(figures: Sequence[float], before: Sequence[float]) -> float:
    return mean(abs(a - b) for a, b in zip(sorted(figures), sorted(before), strict=True))


def out_of_order(columns: Columns) -> Iterator[tuple[int, str]]:
    """The rule's words, column by column."""
    months = list(columns)
    for place in range(1, len(months)):
        now, before = columns[months[place]], columns[months[place - 1]]
        own = {c: [abs(a - b) for a, b in zip(now[c], before[c], strict=True)] for c in CODES}
        kept = {c for c in CODES if mean(own[c]) < 5 or mean(own[c]) < 2 * laid(now[c], before[c])}
        for letter, code in zip("CDE", CODES, strict=True):
            shifted = sum(one >= 5 for one in own[code])
            if shifted < 4 or mean(own[code]) < max(5, 3 * laid(now[code], before[code])):
                continue
            earlier = columns[months[place - 2]][code] if place > 1 else None
            steps = zip(before[code], earlier or [], strict=bool(earlier))
            is_new = earlier and mean(own[code]) >= 2 * mean(abs(a - b) for a, b in steps)
            up = now[code] == sorted(now[code]) and before[code] != sorted(before[code])
            if is_new or (up and kept == set(CODES) - {code}):
                yield place + 1, f"{letter}7"


def test_columns_out_of_order_are_those_that_plain_python_finds(make_store: Make) -> None:
    random_ = random.Random(11)
    total = 0
    for number in range(12):
        columns = usual(random_, 5, noise=random_.choice([1, 4, 12]))
        spoilt = columns[random_.choice(MONTHS[1:5])][random_.choice(CODES)]
        spoilt.sort() if number % 2 else random_.shuffle(spoilt)
        expected = sorted(out_of_order(columns))
        total += len(expected)
        assert moved_columns(make_store, columns) == expected
    assert total >= 6


# sums since January -------------------------------------------------------------------------


def since(month: int, done: int, total: int, **values: object) -> Row:
    told: Row = {"basis": "cumulative", "numerator": done, "denominator": total, "cell": "E14"}
    return rate("a", f"2024-{month:02d}") | told | values


def month_of(month: int, done: int, total: int, **values: object) -> Row:
    told: Row = {"numerator": done, "denominator": total}
    return rate("a", f"2024-{month:02d}") | told | values


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (since(3, 30, 33), []),
        (since(3, 31, 33), ["E14"]),
        (since(3, 30, 32), ["E14"]),
        (since(3, 31, 33, period_id="2024-M03"), ["E14"]),
        (since(3, 31, 33, period_id="2024-Q1"), ["E14"]),
        (since(4, 31, 35), []),  # April is not here: more than the sum is right
        (since(4, 29, 35), ["E14"]),
        (since(3, 31, 33, period_id="2023-03"), []),
    ],
)
def test_since_january_is_held_against_the_months_that_are_here(
    make_store: Make, told: Row, expected: list[str]
) -> None:
    rows = [month_of(1, 10, 11), month_of(2, 10, 11), month_of(3, 10, 11), told]
    answer = found(make_store, "since_january_against_months", service_indicator=rows)
    assert cells(answer) == expected


def test_a_corrected_month_is_told_of_the_sum_that_stands(make_store: Make) -> None:
    rows = [month_of(1, 12, 12, import_id=3, cell="E9"), since(1, 10, 11, import_id=2)]
    (finding,) = found(make_store, "since_january_against_months", service_indicator=rows)
    assert (finding["import_id"], finding["cell"]) == (3, "E9")


# who sent none, and what is final -----------------------------------------------------------


def test_units_that_were_no_more_or_not_yet_owe_nothing(make_store: Make) -> None:
    places = units(*"abc")
    places[1] |= {"valid_to": "2024-05-31"}
    places[2] |= {"valid_from": "2025-01-01"}
    places.append(units("d")[0])
    rows = [rate(one, "2024-06") for one in "ad"]
    assert found(make_store, "unit_not_reported", unit=places, service_indicator=rows) == []
    rows = [rate(one, "2024-05") for one in "ad"]
    (finding,) = found(make_store, "unit_not_reported", unit=places, service_indicator=rows)
    assert "còn thiếu 1 (xã B)." in finding["message"]


def test_one_unit_alone_says_nothing_of_the_others(make_store: Make) -> None:
    assert found(make_store, "unit_not_reported", service_indicator=[rate("a", "2024-06")]) == []


def test_who_is_missing_stands_under_the_newest_file_and_ten_are_named(make_store: Make) -> None:
    names = [f"u{number:02d}" for number in range(14)]
    rows = [rate(one, "2024-06", import_id=place) for place, one in enumerate(names[:2], start=1)]
    (finding,) = found(
        make_store, "unit_not_reported", unit=units(*names), service_indicator=rows,
        imported_file=[file(1), file(2)],
    )  # fmt: skip
    assert (finding["import_id"], finding["level"]) == (2, "note")
    assert "còn thiếu 12 (xã U02, " in finding["message"]
    assert finding["message"].count("xã U") == 10
    assert "và 2 đơn vị khác" in finding["message"]


def rounds(first: str, later: str) -> list[Row]:
    return [
        score("a", "1.1", 1, round=first, import_id=1, cell="E7"),
        score("a", "1.1", 1, round=later, import_id=2, cell="D7"),
    ]


@pytest.mark.parametrize(
    ("first", "later", "said"),
    [
        ("final", "self", "điểm tự chấm"),
        ("published", "appraised", "điểm thẩm định lần 1"),
        ("final", "published", ""),  # announced after it was scored
        ("published", "final", ""),  # the sheets behind the announcement
        ("self", "final", ""),
    ],
)
def test_a_round_that_comes_after_the_result_is_found(
    make_store: Make, first: str, later: str, said: str
) -> None:
    answer = found_scores(make_store, "period_already_final", rounds(first, later))
    assert [(row["import_id"], row["cell"]) for row in answer] == ([(2, "D7")] if said else [])
    assert all(said in row["message"] and "(lần nhập 1)" in row["message"] for row in answer)


# score sheets against their maximum and their appraisal -------------------------------------


def test_a_sheet_whose_columns_were_exchanged_is_a_warning(make_store: Make) -> None:
    def levels(*appraised: float) -> list[str]:
        rows = [
            *sheets((1, 1, 1, 1, 1), round="self"),
            *sheets(appraised, round="appraised"),
        ]
        return [row["level"] for row in found_scores(make_store, "self_below_appraised", rows)]

    assert levels(1, 1, 0.5, 1, 1) == []
    assert levels(1.5, 1, 0.5, 1, 1) == ["note"]
    assert levels(1.5, 1.5, 1.5, 1, 1) == ["warning"] * 3


def test_a_parent_below_its_appraisal_repeats_its_children(make_store: Make) -> None:
    rows = [
        score("a", code, points, round=name)
        for name, points in (("self", 1), ("appraised", 2))
        for code in ("1", "1.1", "total")
    ]
    (finding,) = found_scores(make_store, "self_below_appraised", rows)
    assert "tiêu chí 1.1:" in finding["message"]


def test_bonus_and_penalty_points_may_stand_in_the_total(make_store: Make) -> None:
    def codes(total: float, announced: float) -> set[str]:
        rows = [
            *sheets((), (), (), (), (2, 2, 2, 2, 1)),
            score("a", "thuong", 0.75, level="bonus"),
            score("a", "tru", -0.25, level="penalty"),
            score("a", "total", total, cell="D40"),
            score("a", "total", percent=announced, round="published", cell="L9"),
        ]
        frameworks = [framework(max_points=10)]
        answer = make_store(unit=units("a"), criterion=TREE, framework=frameworks, score=rows)(
            "findings"
        )
        return {row["code"] for row in answer}

    assert codes(9, 90) == codes(9.5, 90) == codes(9.5, 95) == set()
    assert codes(9.75, 90) == {"total_against_score_sheet"}
    assert codes(10.55, 90) == {"total_against_score_sheet", "total_against_maximum"}
    assert codes(9, 97) == {"published_index_against_computed"}


LEAVES = [(f"1.{number}", 2.0) for number in range(1, 5)]


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ({"points": 8}, []),
        ({"points": 8, "max_points": 10, "percent": 80}, []),
        ({"points": 8, "max_points": 8, "percent": 100}, []),  # 1.5 does not apply
        ({"points": 9}, ["warning"]),
        ({"points": 10.5}, ["error"]),
        ({"points": 8, "max_points": 9}, ["warning"]),
        ({"points": 8, "percent": 90}, ["warning"]),
    ],
)
def test_a_total_is_held_against_what_applies(
    make_store: Make, total: Row, expected: list[str]
) -> None:
    rows = [
        *(score("a", code, points) for code, points in LEAVES),
        score("a", "1.5", status="not_applicable"),
        score("a", "total", cell="D40", **total),
    ]
    answer = found(
        make_store, "total_against_maximum",
        score=rows, criterion=TREE, framework=[framework(max_points=10)],
    )  # fmt: skip
    assert [row["level"] for row in answer] == expected


@pytest.mark.parametrize(
    ("percent", "expected"), [(68.32, []), (81.33, []), (68.31, []), (58.32, ["warning"])]
)
def test_a_published_percent_may_be_of_a_smaller_maximum_never_of_a_larger(
    make_store: Make, percent: float, expected: list[str]
) -> None:
    rows = [score("a", "total", 68.32, percent=percent, round="published")]
    answer = found_scores(make_store, "total_against_maximum", rows)
    assert [row["level"] for row in answer] == expected


def test_areas_without_leaves_are_held_against_the_total(make_store: Make) -> None:
    def sheet(total: float) -> list[Row]:
        rows = [score("a", "1", 8), score("a", "2", 7), score("a", "total", total, cell="D9")]
        tree = [*TREE, criterion("2", 10), criterion("2.1", 10, parent_code="2")]
        given = {"score": rows, "criterion": tree, "framework": [framework(max_points=20)]}
        return found(make_store, "total_against_score_sheet", **given)

    assert sheet(15) == []
    (finding,) = sheet(16)
    assert "cộng các lĩnh vực được 15,00: lệch 1,00." in finding["message"]
