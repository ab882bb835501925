"""What winning back points would bring, and the shortest list of points that reaches a target.

In: points of the framework as Decimal (certain, to be won, the applicable maximum), a target in
percent, the framework's bands. Out: the index, the class, the gains that suffice. Exact: points are
whole numbers of 0.0001 inside. It must not know stores, pages or where points come from.

The shortest list is the fewest criteria that reach the target; of the lists that short the one
with the fewest points to win; of those the one that stands first in the framework's order, with the
lower level. A criterion under a step rule offers several gains, of which one at most is taken. The
largest gains tell how many criteria are needed, not which: they may bring far more than is needed.
"""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

UNIT = 10_000  # points are kept to four decimals: queries/schema/tables.sql
ZERO = Decimal(0)
PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Level:
    """One gain that a criterion offers. at_percent: the step that brings it, where there is one."""

    points: Decimal
    at_percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What one criterion can still bring; its levels from the least gain to the largest."""

    code: str
    levels: tuple[Level, ...]

    @property
    def most(self) -> Decimal:
        return max((level.points for level in self.levels), default=ZERO)


@dataclass(frozen=True, slots=True)
class Choice:
    """A criterion and the place of the level taken among those it offers."""

    code: str
    level: int
    points: Decimal


@dataclass(frozen=True, slots=True)
class Goal:
    """An index to reach. strict: "trên", to stand at it is not enough."""

    percent: Decimal
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Outlook:
    """The framework's points at one moment; the four make the applicable maximum."""

    certain: Decimal
    winnable: Decimal
    lost: Decimal
    waiting: Decimal

    @property
    def applicable(self) -> Decimal:
        return self.certain + self.winnable + self.lost + self.waiting

    @property
    def best(self) -> Decimal:
        """What the year ends with when nothing more is lost."""
        return self.certain + self.winnable + self.waiting


@dataclass(frozen=True, slots=True)
class Shortest:
    """The shortest list, or why there is none.

    state: reached (without any), list, waiting (all that is winnable does not do: `waiting_needed`
    of the waiting points must come too), impossible. `lacking`: points that were to be found.
    """

    state: str
    choices: tuple[Choice, ...] = ()
    lacking: Decimal = ZERO
    waiting_needed: Decimal = ZERO

    @property
    def points(self) -> Decimal:
        return sum((choice.points for choice in self.choices), ZERO)


# the index -----------------------------------------------------------------------------------


def index(points: Decimal, applicable: Decimal) -> Decimal | None:
    """Percent of the applicable maximum; None where nothing applies."""
    return points / applicable * 100 if applicable > 0 else None


def points_needed(goal: Goal, applicable: Decimal) -> Decimal:
    """The fewest points, to four decimals, that reach the goal."""
    exact = goal.percent * applicable / 100 * UNIT
    whole = math.floor(exact) + 1 if goal.strict else math.ceil(exact)
    return Decimal(whole) / UNIT


def reaches(points: Decimal, goal: Goal, applicable: Decimal) -> bool:
    return applicable > 0 and points >= points_needed(goal, applicable)


def band(percent: Decimal | None, bands: Mapping[str, Decimal]) -> str | None:
    """The class of an index: the highest whose lower bound it reaches."""
    if percent is None:
        return None
    reached = [(least, name) for name, least in bands.items() if percent >= least]
    return max(reached)[1] if reached else None


def state(now: Outlook, goal: Goal) -> str:
    """reached by what is certain, within_reach, or impossible: too much is lost."""
    if reaches(now.certain, goal, now.applicable):
        return "reached"
    return "within_reach" if reaches(now.best, goal, now.applicable) else "impossible"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a choice of gains leads. state: reached, not_reached; None without a goal.

    is_least: nothing was assumed of the points still waited for, which may all come yet. Then
    points and percent are the least, `best_band` is the class with all of them, and a goal that
    they may still bring has the state open: points that are not known yet are not zero.
    """

    points: Decimal
    percent: Decimal | None
    band: str | None
    state: str | None
    items: int
    is_least: bool = False
    best_band: str | None = None


def outcome(
    now: Outlook,
    gains: Sequence[Decimal],
    assumed: Decimal,
    goal: Goal | None,
    bands: Mapping[str, Decimal],
) -> Outcome:
    """The year's end with these gains and `assumed` of the waiting points."""
    points = now.certain + min(assumed, now.waiting) + sum(gains, ZERO)
    best = points if assumed else points + now.waiting
    percent = index(points, now.applicable)
    return Outcome(
        points=points,
        percent=percent,
        band=band(percent, bands),
        state=_state_then(points, best, goal, now.applicable) if goal else None,
        items=len(gains),
        is_least=best > points,
        best_band=band(index(best, now.applicable), bands),
    )


def _state_then(points: Decimal, best: Decimal, goal: Goal, applicable: Decimal) -> str:
    if reaches(points, goal, applicable):
        return "reached"
    return "open" if reaches(best, goal, applicable) else "not_reached"


# what a criterion offers -----------------------------------------------------------------------


def offer(
    code: str, held: Decimal, winnable: Decimal, steps: Sequence[tuple[Decimal, Decimal]] = ()
) -> Offer:
    """The gains of a criterion that holds points already and can win some more.

    steps: (percent, points) of its step rule; those between what is held and what can be had are
    levels. Without steps the whole of it is one gain.
    """
    gains: dict[Decimal, Decimal | None] = {
        points - held: percent for percent, points in steps if held < points <= held + winnable
    }
    if winnable > 0:
        gains.setdefault(winnable, None)
    return Offer(code, tuple(Level(points, gains[points]) for points in sorted(gains)))


# the shortest list -----------------------------------------------------------------------------


def shortest(
    now: Outlook, offers: Sequence[Offer], goal: Goal, assumed: Decimal = ZERO
) -> Shortest:
    """The shortest list that reaches the goal. assumed: waiting points counted on."""
    needed = points_needed(goal, now.applicable)
    lacking = needed - now.certain - assumed
    if lacking <= 0:
        return Shortest("reached")
    most = sum((one.most for one in offers), ZERO)
    if lacking > most:
        more = lacking - most
        possible = more <= now.waiting - assumed
        return Shortest("waiting" if possible else "impossible", (), lacking, more + assumed)
    return Shortest("list", _fewest(offers, lacking), lacking)


def _fewest(offers: Sequence[Offer], lacking: Decimal) -> tuple[Choice, ...]:
    """Exact: how many from the largest gains, which by the deficits against these."""
    useful = [one for one in offers if one.most > 0]
    gains = [[_whole(level.points) for level in one.levels] for one in useful]
    wanted = _whole(lacking)
    sums = accumulate(sorted(map(max, gains), reverse=True))
    count, best = next((n, total) for n, total in enumerate(sums, start=1) if total >= wanted)
    taken = _Deficits(gains, count, best - wanted).first()
    return tuple(
        Choice(useful[place].code, level, useful[place].levels[level].points)
        for place, level in taken
    )


def _whole(points: Decimal) -> int:
    return int((points * UNIT).to_integral_exact())


class _Deficits:
    """How far below the largest gains a list of `count` may stay, as sets of bits.

    `reach[place][left]` has bit d set when `left` of the criteria from `place` on can bring d less
    than their `left` largest gains. Only deficits up to `slack` matter, which is less than the
    smallest gain of the largest: few bits, however fine the points are.
    """

    def __init__(self, gains: Sequence[Sequence[int]], count: int, slack: int) -> None:
        self.gains, self.count, self.slack = gains, count, slack
        self.most = _largest_sums([max(levels) for levels in gains], count)
        self.reach: list[list[int]] = [[] for _ in range(len(gains) + 1)]
        self.reach[len(gains)] = [1] + [0] * count
        for place in reversed(range(len(gains))):
            self.reach[place] = [self._reach(place, left) for left in range(count + 1)]

    def _reach(self, place: int, left: int) -> int:
        # Before this place at most so many were taken, so at least the rest is left.
        if left < self.count - place or left > len(self.gains) - place:
            return 0
        found = self.reach[place + 1][left] << self._without(place, left)
        if left:
            after = self.reach[place + 1][left - 1]
            for gain in self.gains[place] if after else ():
                found |= after << self._with(place, left, gain)
        return found & ((1 << self.slack + 1) - 1)

    def _without(self, place: int, left: int) -> int:
        """What passing over a criterion costs of the largest sum; the most where too few follow."""
        rest = self.most[place + 1]
        return self.most[place][left] - rest[left] if left < len(rest) else self.slack + 1

    def _with(self, place: int, left: int, gain: int) -> int:
        return self.most[place][left] - gain - self.most[place + 1][left - 1]

    def first(self) -> list[tuple[int, int]]:
        """Of the lists with the largest deficit the first in order: (place, level) of each."""
        deficit = self.reach[0][self.count].bit_length() - 1
        taken: list[tuple[int, int]] = []
        left = self.count
        for place, levels in enumerate(self.gains):
            level = self._level(place, left, deficit)
            if level is None:
                deficit -= self._without(place, left)
            else:
                deficit -= self._with(place, left, levels[level])
                left -= 1
                taken.append((place, level))
            if not left:
                break
        return taken

    def _level(self, place: int, left: int, deficit: int) -> int | None:
        """The lowest level with which the rest can still make up this very deficit."""
        after = self.reach[place + 1][left - 1]
        for level, gain in enumerate(self.gains[place]):
            remaining = deficit - self._with(place, left, gain)
            if remaining >= 0 and after >> remaining & 1:
                return level
        return None


def _largest_sums(most: Sequence[int], count: int) -> list[list[int]]:
    """For each place the sums of the 0, 1, 2 … largest gains from there on."""
    ordered: list[int] = []
    sums = [[0]]
    for gain in reversed(most):
        insort(ordered, -gain)
        sums.append([0, *accumulate(-one for one in ordered[:count])])
    return sums[::-1]
