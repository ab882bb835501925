"""The shortest list of points that reaches a target, against every subset tried in plain Python."""

from __future__ import annotations

import time
from decimal import Decimal as D
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.improvement import (
    Choice,
    Goal,
    Level,
    Offer,
    Outlook,
    band,
    index,
    offer,
    points_needed,
    reaches,
    shortest,
    state,
)

BANDS = {"Xuất sắc": D(90), "Tốt": D(80), "Khá": D(70), "Yếu": D(0)}


def offers(*gains: tuple[str, ...] | str) -> list[Offer]:
    """One criterion per argument, c0, c1 …, with one gain or several."""
    levels = [(one,) if isinstance(one, str) else one for one in gains]
    return [
        Offer(f"c{place}", tuple(Level(D(gain)) for gain in own))
        for place, own in enumerate(levels)
    ]


def taken(found: tuple[Choice, ...]) -> list[tuple[str, int]]:
    return [(choice.code, choice.level) for choice in found]


def outlook(certain: str, winnable: str, lost: str = "0", waiting: str = "0") -> Outlook:
    return Outlook(D(certain), D(winnable), D(lost), D(waiting))


def by_trying_all(given: list[Offer], lacking: D) -> list[tuple[str, int]] | None:
    """The oracle: every choice of criteria and levels, the best by the rule as it is stated."""
    found = []
    for count in range(1, len(given) + 1):
        for places in combinations(range(len(given)), count):
            for levels in product(*(range(len(given[place].levels)) for place in places)):
                picked = list(zip(places, levels, strict=True))
                points = sum(given[place].levels[level].points for place, level in picked)
                if points >= lacking:
                    found.append((count, points, picked))
        if found:
            break  # fewer criteria come first whatever their points
    if not found:
        return None
    return [(given[place].code, level) for place, level in min(found)[2]]


# points of 0.25, which tie often, and of 0.0001, which never do
gain = st.one_of(
    st.integers(1, 12).map(lambda quarters: D(quarters) / 4),
    st.integers(1, 60_000).map(lambda whole: D(whole) / 10_000),
)
ladder = st.lists(gain, min_size=1, max_size=3, unique=True).map(sorted)


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Offer], D]:
    ladders = draw(st.lists(ladder, min_size=1, max_size=7))
    given = offers(*(tuple(str(gain) for gain in own) for own in ladders))
    most = sum(one.most for one in given)
    lacking = draw(st.integers(1, int(most * 10_000))) if draw(st.booleans()) else None
    # or just what some list brings: the edge where one point more or less decides
    some = [draw(st.sampled_from(own)) for own in ladders if draw(st.booleans())] or ladders[0][:1]
    return given, D(lacking) / 10_000 if lacking else sum(some, D(0))


@settings(max_examples=400, deadline=None, derandomize=True)
@given(cases())
def test_the_shortest_list_is_the_one_found_by_trying_all(case: tuple[list[Offer], D]) -> None:
    given, lacking = case
    now = outlook("0", str(sum((one.most for one in given), D(0))))
    rest = D(10_000) - now.winnable
    now = Outlook(D(0), now.winnable, rest, D(0))
    found = shortest(now, given, Goal(lacking / 100))
    assert found.state == "list"
    assert taken(found.choices) == by_trying_all(given, lacking)


def test_twelve_criteria_with_steps_as_by_trying_all() -> None:
    given = offers(*[("0.5", "1"), "0.75", ("0.25", "1.5")] * 4)
    now = outlook("80", "12", "8")
    found = shortest(now, given, Goal(D("84.25")))
    assert taken(found.choices) == by_trying_all(given, D("4.25"))


def test_the_largest_gains_first_would_win_more_than_is_needed() -> None:
    """Largest first takes 3 and 2.5; 3 with the lower step of 2 and 1 is the target exactly."""
    given = offers("3", "2.5", ("1", "2"))
    found = shortest(outlook("80", "7.5", "12.5"), given, Goal(D(84)))
    assert taken(found.choices) == [("c0", 0), ("c2", 0)]
    assert found.points == 4


def test_the_largest_gain_may_have_no_place_in_the_list() -> None:
    given = offers("3", "2", "2.25")
    found = shortest(outlook("80", "7.25", "12.75"), given, Goal(D("84.25")))
    assert taken(found.choices) == [("c1", 0), ("c2", 0)]


def test_lists_as_short_and_as_cheap_come_in_the_frameworks_order() -> None:
    given = offers("1", "2", "1", "2")
    found = shortest(outlook("80", "6", "14"), given, Goal(D(83)))
    assert taken(found.choices) == [("c0", 0), ("c1", 0)]


def test_the_target_trên_wants_more_than_its_number() -> None:
    given = offers("1", ("0.5", "0.5001"))
    now = outlook("80", "1.5001", "18.4999")
    assert shortest(now, given, Goal(D("80.5"))).points == D("0.5")
    assert shortest(now, given, Goal(D("80.5"), strict=True)).points == D("0.5001")


def test_what_is_reached_needs_no_list() -> None:
    now = outlook("80", "5", "15")
    assert shortest(now, offers("5"), Goal(D(80))).state == "reached"
    assert shortest(now, offers("5"), Goal(D(80), strict=True)).state == "list"


def test_waiting_points_are_asked_for_when_winnable_ones_do_not_do() -> None:
    now = outlook("70", "5", "5", "20")
    found = shortest(now, offers("3", "2"), Goal(D(80)))
    assert (found.state, found.waiting_needed) == ("waiting", 5)
    assert shortest(now, offers("3", "2"), Goal(D(80), True)).waiting_needed == D("5.0001")


def test_waiting_points_that_are_counted_on_shorten_the_list() -> None:
    now = outlook("70", "5", "5", "20")
    found = shortest(now, offers("3", "2"), Goal(D(80)), assumed=D(8))
    assert taken(found.choices) == [("c1", 0)]
    again = shortest(now, offers("3", "2"), Goal(D(90)), assumed=D(8))
    assert (again.state, again.waiting_needed) == ("waiting", 15)


def test_what_is_lost_can_leave_no_room() -> None:
    now = outlook("70", "5", "15", "10")
    assert shortest(now, offers("5"), Goal(D(85))).state == "waiting"
    assert shortest(now, offers("5"), Goal(D(85), strict=True)).state == "impossible"
    assert state(now, Goal(D(85))) == "within_reach"
    assert state(now, Goal(D(85), strict=True)) == "impossible"
    assert state(now, Goal(D(70))) == "reached"


def test_points_that_do_not_apply_make_the_maximum_smaller() -> None:
    """68,32 of 84 points: 81,33 %."""
    assert points_needed(Goal(D(80)), D(84)) == D("67.2")
    assert reaches(D("67.2"), Goal(D(80)), D(84))
    assert not reaches(D("67.2"), Goal(D(80), strict=True), D(84))
    assert round(index(D("68.32"), D(84)) or D(0), 2) == D("81.33")


def test_a_target_between_two_points_is_reached_by_the_next_one() -> None:
    assert points_needed(Goal(D("33.333333")), D(1)) == D("0.3334")


def test_nothing_applicable_has_no_index_and_reaches_nothing() -> None:
    assert index(D(0), D(0)) is None
    assert not reaches(D(0), Goal(D(0)), D(0))
    assert band(None, BANDS) is None


@pytest.mark.parametrize(
    ("percent", "name"), [("90", "Xuất sắc"), ("89.9999", "Tốt"), ("0", "Yếu")]
)
def test_a_class_begins_at_its_lower_bound(percent: str, name: str) -> None:
    assert band(D(percent), BANDS) == name


def test_steps_between_what_is_held_and_what_can_be_had_are_levels() -> None:
    steps = [(D(70), D("0.5")), (D(80), D(1)), (D(90), D("1.5")), (D(100), D(2))]
    assert offer("1.1", D("0.5"), D(1), steps) == Offer(
        "1.1", (Level(D("0.5"), D(80)), Level(D(1), D(90)))
    )


def test_without_steps_all_that_can_be_won_is_one_gain() -> None:
    assert offer("1.1", D("0.5"), D(1)) == Offer("1.1", (Level(D(1)),))
    assert offer("1.1", D(1), D(0)).most == 0


def test_a_hundred_criteria_with_odd_points_take_little_time() -> None:
    given = offers(
        *(
            tuple(str(D(7 + place * 13 % 97 + 31 * step) / 100 + D(place) / 10_000) for step in (1, 2, 3))
            for place in range(100)
        )
    )
    most = sum(one.most for one in given)
    slowest = 0.0
    for share in (1, 5, 20, 50, 80, 95):
        lacking = (most * share / 100).quantize(D("0.0001"))
        now = Outlook(D(0), most, D(0), D(0))
        began = time.perf_counter()
        found = shortest(now, given, Goal(lacking / most * 100))
        slowest = max(slowest, time.perf_counter() - began)
        assert found.points >= lacking
    assert slowest < 0.5  # 0.05 on an idle machine; others run beside
