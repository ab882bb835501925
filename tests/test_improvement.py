"""The shortest list of points that reaches a target, against every subset tried in plain Python."""

from __future__ import annotations

import time
from decimal import Decimal
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
    outcome,
    points_needed,
    reaches,
    shortest,
    state,
)

BANDS = {"Xuất sắc": Decimal(90), "Tốt": Decimal(80), "Khá": Decimal(70), "Yếu": Decimal(0)}


def offers(*gains: tuple[str, ...] | str) -> list[Offer]:
    """One criterion per argument, c0, c1 …, with one gain or several."""
    levels = [(one,) if isinstance(one, str) else one for one in gains]
    return [
        Offer(f"c{place}", tuple(Level(Decimal(gain)) for gain in own))
        for place, own in enumerate(levels)
    ]


def taken(found: tuple[Choice, ...]) -> list[tuple[str, int]]:
    return [(choice.code, choice.level) for choice in found]


def outlook(certain: str, winnable: str, lost: str = "0", waiting: str = "0") -> Outlook:
    return Outlook(Decimal(certain), Decimal(winnable), Decimal(lost), Decimal(waiting))


def by_trying_all(given: list[Offer], lacking: Decimal) -> list[tuple[str, int]] | None:
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
    st.integers(1, 12).map(lambda quarters: Decimal(quarters) / 4),
    st.integers(1, 60_000).map(lambda whole: Decimal(whole) / 10_000),
)
ladder = st.lists(gain, min_size=1, max_size=3, unique=True).map(sorted)


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Offer], Decimal]:
    ladders = draw(st.lists(ladder, min_size=1, max_size=7))
    given = offers(*(tuple(str(gain) for gain in own) for own in ladders))
    most = sum(one.most for one in given)
    lacking = draw(st.integers(1, int(most * 10_000))) if draw(st.booleans()) else None
    # or just what some list brings: the edge where one point more or less decides
    some = [draw(st.sampled_from(own)) for own in ladders if draw(st.booleans())] or ladders[0][:1]
    return given, Decimal(lacking) / 10_000 if lacking else sum(some, Decimal(0))


@settings(max_examples=400, deadline=None, derandomize=True)
@given(cases())
def test_the_shortest_list_is_the_one_found_by_trying_all(
    case: tuple[list[Offer], Decimal],
) -> None:
    given, lacking = case
    now = outlook("0", str(sum((one.most for one in given), Decimal(0))))
    rest = Decimal(10_000) - now.winnable
    now = Outlook(Decimal(0), now.winnable, rest, Decimal(0))
    found = shortest(now, given, Goal(lacking / 100))
    assert found.state == "list"
    assert taken(found.choices) == by_trying_all(given, lacking)


def test_twelve_criteria_with_steps_as_by_trying_all() -> None:
    some: list[tuple[str, ...] | str] = [("0.5", "1"), "0.75", ("0.25", "1.5")]
    given = offers(*some * 4)
    now = outlook("80", "12", "8")
    found = shortest(now, given, Goal(Decimal("84.25")))
    assert taken(found.choices) == by_trying_all(given, Decimal("4.25"))


def test_the_largest_gains_first_would_win_more_than_is_needed() -> None:
    """Largest first takes 3 and 2.5; 3 with the lower step of 2 and 1 is the target exactly."""
    given = offers("3", "2.5", ("1", "2"))
    found = shortest(outlook("80", "7.5", "12.5"), given, Goal(Decimal(84)))
    assert taken(found.choices) == [("c0", 0), ("c2", 0)]
    assert found.points == 4


def test_the_largest_gain_may_have_no_place_in_the_list() -> None:
    given = offers("3", "2", "2.25")
    found = shortest(outlook("80", "7.25", "12.75"), given, Goal(Decimal("84.25")))
    assert taken(found.choices) == [("c1", 0), ("c2", 0)]


def test_lists_as_short_and_as_cheap_come_in_the_frameworks_order() -> None:
    given = offers("1", "2", "1", "2")
    found = shortest(outlook("80", "6", "14"), given, Goal(Decimal(83)))
    assert taken(found.choices) == [("c0", 0), ("c1", 0)]


def test_a_target_above_a_number_wants_more_than_it() -> None:
    given = offers("1", ("0.5", "0.5001"))
    now = outlook("80", "1.5001", "18.4999")
    assert shortest(now, given, Goal(Decimal("80.5"))).points == Decimal("0.5")
    assert shortest(now, given, Goal(Decimal("80.5"), strict=True)).points == Decimal("0.5001")


def test_what_is_reached_needs_no_list() -> None:
    now = outlook("80", "5", "15")
    assert shortest(now, offers("5"), Goal(Decimal(80))).state == "reached"
    assert shortest(now, offers("5"), Goal(Decimal(80), strict=True)).state == "list"


def test_waiting_points_are_asked_for_when_winnable_ones_do_not_do() -> None:
    now = outlook("70", "5", "5", "20")
    found = shortest(now, offers("3", "2"), Goal(Decimal(80)))
    assert (found.state, found.waiting_needed) == ("waiting", Decimal(5))
    assert shortest(now, offers("3", "2"), Goal(Decimal(80), True)).waiting_needed == Decimal(
        "5.0001"
    )


def test_waiting_points_that_are_counted_on_shorten_the_list() -> None:
    now = outlook("70", "5", "5", "20")
    found = shortest(now, offers("3", "2"), Goal(Decimal(80)), assumed=Decimal(8))
    assert taken(found.choices) == [("c1", 0)]
    again = shortest(now, offers("3", "2"), Goal(Decimal(90)), assumed=Decimal(8))
    assert (again.state, again.waiting_needed) == ("waiting", Decimal(15))


def test_what_is_lost_can_leave_no_room() -> None:
    now = outlook("70", "5", "15", "10")
    assert shortest(now, offers("5"), Goal(Decimal(85))).state == "waiting"
    assert shortest(now, offers("5"), Goal(Decimal(85), strict=True)).state == "impossible"
    assert state(now, Goal(Decimal(85))) == "within_reach"
    assert state(now, Goal(Decimal(85), strict=True)) == "impossible"
    assert state(now, Goal(Decimal(70))) == "reached"


def test_points_that_do_not_apply_make_the_maximum_smaller() -> None:
    """68,32 of 84 points: 81,33 %."""
    assert points_needed(Goal(Decimal(80)), Decimal(84)) == Decimal("67.2")
    assert reaches(Decimal("67.2"), Goal(Decimal(80)), Decimal(84))
    assert not reaches(Decimal("67.2"), Goal(Decimal(80), strict=True), Decimal(84))
    assert round(index(Decimal("68.32"), Decimal(84)) or Decimal(0), 2) == Decimal("81.33")


def test_a_target_between_two_points_is_reached_by_the_next_one() -> None:
    assert points_needed(Goal(Decimal("33.333333")), Decimal(1)) == Decimal("0.3334")


def test_nothing_applicable_has_no_index_and_reaches_nothing() -> None:
    assert index(Decimal(0), Decimal(0)) is None
    assert not reaches(Decimal(0), Goal(Decimal(0)), Decimal(0))
    assert band(None, BANDS) is None


@pytest.mark.parametrize(
    ("percent", "name"), [("90", "Xuất sắc"), ("89.9999", "Tốt"), ("0", "Yếu")]
)
def test_a_class_begins_at_its_lower_bound(percent: str, name: str) -> None:
    assert band(Decimal(percent), BANDS) == name


def test_steps_between_what_is_held_and_what_can_be_had_are_levels() -> None:
    steps = [
        (Decimal(70), Decimal("0.5")),
        (Decimal(80), Decimal(1)),
        (Decimal(90), Decimal("1.5")),
        (Decimal(100), Decimal(2)),
    ]
    assert offer("1.1", Decimal("0.5"), Decimal(1), steps) == Offer(
        "1.1", (Level(Decimal("0.5"), Decimal(80)), Level(Decimal(1), Decimal(90)))
    )


def test_without_steps_all_that_can_be_won_is_one_gain() -> None:
    assert offer("1.1", Decimal("0.5"), Decimal(1)) == Offer("1.1", (Level(Decimal(1)),))
    assert offer("1.1", Decimal(1), Decimal(0)).most == 0


def test_a_hundred_criteria_with_odd_points_take_little_time() -> None:
    given = offers(
        *(
            tuple(
                str(Decimal(7 + place * 13 % 97 + 31 * step) / 100 + Decimal(place) / 10_000)
                for step in (1, 2, 3)
            )
            for place in range(100)
        )
    )
    most = sum((one.most for one in given), Decimal(0))
    slowest = 0.0
    for share in (1, 5, 20, 50, 80, 95):
        lacking = (most * share / 100).quantize(Decimal("0.0001"))
        now = Outlook(Decimal(0), most, Decimal(0), Decimal(0))
        began = time.perf_counter()
        found = shortest(now, given, Goal(lacking / most * 100))
        slowest = max(slowest, time.perf_counter() - began)
        assert found.points >= lacking
    assert slowest < 0.5  # 0.05 on an idle machine; others run beside


def test_gains_and_waiting_points_make_the_index_the_class_and_the_target() -> None:
    now = outlook("70", "10", "4", "16")
    found = outcome(now, [Decimal(5), Decimal(3)], Decimal(8), Goal(Decimal(86)), BANDS)
    assert (found.points, found.percent, found.items) == (Decimal(86), Decimal(86), 2)
    assert (found.band, found.state) == ("Tốt", "reached")
    without = outcome(now, [], Decimal(0), Goal(Decimal(70), strict=True), BANDS)
    assert (without.band, without.state) == ("Khá", "open")
    assert outcome(now, [], Decimal(0), None, {}).state is None


def test_what_is_waited_for_is_not_counted_as_lost() -> None:
    now = outlook("70", "10", "4", "16")
    least = outcome(now, [], Decimal(0), Goal(Decimal(90)), BANDS)
    bands = (least.band, least.best_band)
    assert (least.is_least, least.percent, bands) == (True, Decimal(70), ("Khá", "Tốt"))
    assert least.state == "not_reached"  # 86 at the most
    assumed = outcome(now, [], Decimal(8), Goal(Decimal(80)), BANDS)
    assert (assumed.is_least, assumed.band, assumed.best_band) == (False, "Khá", "Khá")
    assert assumed.state == "not_reached"


def test_no_more_is_counted_on_than_waits() -> None:
    now = outlook("70", "10", "4", "16")
    assert outcome(now, [], Decimal(50), None, {}).points == 86
