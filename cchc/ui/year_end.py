"""The year's points on the page Ước cả năm: rows to numbers, tables and sentences.

In: rows of `year_outlook` and its kin. Out: exact points for `cchc.improvement`, frames, words of
an official. Pure: no Streamlit, no fetching, no arithmetic beyond sums of what the rows say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Any

import pandas as pd

from cchc import improvement
from cchc.figures.year_bar import Line, Part
from cchc.improvement import ZERO, Goal, Level, Offer, Outcome, Outlook, Shortest
from cchc.plans import Item, Plan
from cchc.rows import rows_of
from cchc.ui import words
from cchc.ui.kept import kept

NO_OWNER = "Chưa rõ chủ trì"
NO_WORK = "Chưa gắn việc nào của kế hoạch"  # a plan's works may go by areas the framework lacks
NOBODY_NAMED = "Không ghi tên"
OWNER_BASES = {"above": " (theo mục tiêu, kế hoạch của cấp trên)"}
UNKNOWN = ("open", "yearly", "survey", "year_over")  # rules of what nobody has scored
WAITS = {"survey": "khảo sát", "appraisal": "thẩm định", "year_end": "hết năm"}
TICK, CODE, NAME, LEVEL, GAIN = "Chọn", "Mã", "Tiêu chí thành phần", "Mức phải đạt", "Thêm (điểm)"
STATES = {
    "reached": "● Đạt mục tiêu",
    "not_reached": "▲ Chưa đạt",
    "open": "○ Tùy điểm đang chờ",
}
LONGEST_NAME, LONGEST_OWNER = 50, 42  # letters that the columns of the editor hold
PER_PAGE = 12  # the lines of a framework that has areas alone
# What is ticked at first on the page.
SHORTEST, ALL, NOTHING = "", "tat-ca", "khong"

Row = dict[str, Any]


# numbers --------------------------------------------------------------------------------------


def exact(value: object, places: int = 4) -> Decimal:
    """Points as the store keeps them: four decimals (percents six), though a frame has floats."""
    return Decimal(format(float(str(value)), f".{places}f")) if words.known(value) else ZERO


@kept
def outlook(rows: pd.DataFrame) -> Outlook:
    """The four sums."""
    sums = (
        sum(map(exact, rows[name]), ZERO) for name in ("certain", "winnable", "lost", "waiting")
    )
    return Outlook(*sums)


def waiting(rows: pd.DataFrame) -> dict[str, Decimal]:
    """What is waited for -> points, in the order in which it comes to light."""
    found = {
        reason: sum(map(exact, rows.loc[rows["waits_for"] == reason, "waiting"]), ZERO)
        for reason in WAITS
    }
    return {reason: points for reason, points in found.items() if points}


@kept
def offers(rows: pd.DataFrame, steps: pd.DataFrame) -> list[Offer]:
    """What each criterion can still bring, in the framework's order."""
    by_code: dict[str, list[tuple[Decimal, Decimal]]] = {}
    for step in rows_of(steps[steps["rule"] == "steps"]):
        pair = (exact(step["at_percent"], 6), exact(step["points"]))
        by_code.setdefault(str(step["criterion_code"]), []).append(pair)
    found = [
        improvement.offer(
            str(row["criterion_code"]),
            held(row),
            exact(row["winnable"]),
            by_code.get(str(row["criterion_code"]), ()),
        )
        for row in rows_of(rows)
    ]
    return [one for one in found if one.levels]


def held(row: Row) -> Decimal:
    """Points that a gain comes on top of: certain, or claimed and waiting."""
    return exact(row["certain"]) + exact(row["waiting"])


def goal(total: Mapping[str, Any] | None, own: float | None) -> Goal | None:
    """The reader's own goal, else the plan's for the whole index; None without a number."""
    if own is not None:
        return Goal(exact(own, 6))
    if total is None or not words.known(total.get("target_percent")):
        return None
    comparator = total.get("comparator")
    if comparator in ("<", "<="):
        return None
    return Goal(exact(total["target_percent"], 6), strict=comparator == ">")


@kept
def total(compared: pd.DataFrame) -> Row | None:
    """The row of the whole index among the compared components."""
    rows = rows_of(compared[compared["criterion_code"] == "total"])
    return rows[0] if rows else None


@kept
def rounds(held_rounds: pd.DataFrame) -> dict[str, str]:
    """The rounds to choose from: the latest first, under no name of its own."""
    names = [str(name) for name in held_rounds["round"]]
    if not names:
        return {"": "Chưa có vòng nào"}
    latest = {"": f"{words.upper_first(words.ROUNDS[names[0]])} (mới nhất)"}
    return latest | {name: words.upper_first(words.ROUNDS[name]) for name in names[1:]}


@kept
def caption(said: str, judged_on: date | None, held_rounds: pd.DataFrame, latest: str) -> str:
    """The scope's words, by which round, and until when the months count.

    The day bounds the months alone: a round of the year counts on whichever day it was held.
    """
    names = [str(name) for name in held_rounds["round"]]
    chosen = latest or (names[0] if names else "")
    parts = [said]
    if chosen:
        parts.append(f"vòng {words.ROUNDS[chosen]}")
    if judged_on:
        parts.append(f"{'số liệu tháng ' * bool(chosen)}tính đến hết ngày {words.day(judged_on)}")
    return " · ".join(parts)


@kept
def bands(rows: pd.DataFrame) -> dict[str, Decimal]:
    return {str(row["band_name"]): exact(row["min_percent"], 6) for row in rows_of(rows)}


# sentences ------------------------------------------------------------------------------------


def headline(now: Outlook) -> str:
    return f"Chắc chắn {_n(now.certain)} điểm; còn phấn đấu {_n(now.winnable)}"


def nothing(name: str, year: str | None) -> str:
    """In place of the headline where the framework gives nothing to divide."""
    when = f"năm {year}" if year else "cả năm"
    return f"Chưa chia được điểm {when} của {name}"


def what_to_do(year: str | None) -> str:
    if year is None:
        return (
            "Đơn vị chưa có mục tiêu, kế hoạch hay báo cáo của năm nào để theo dõi. Nạp tệp của "
            "năm cần ước ở trang Nhập số liệu."
        )
    return (
        f"Năm {year} chưa có bộ tiêu chí ghi điểm tối đa cho loại đơn vị này (chỉ số tính bằng "
        "trung bình % các thành phần thì không chia ra điểm được). Nạp bộ tiêu chí có điểm tối đa "
        "của từng tiêu chí ở trang Nhập số liệu."
    )


@kept
def losses(now: Outlook, rows: pd.DataFrame) -> str:
    """ "Đã mất 4,5 điểm; chờ khảo sát 16 điểm."."""
    parts = [_lost(now, rows)]
    parts += [f"chờ {WAITS[reason]} {_n(points)} điểm" for reason, points in waiting(rows).items()]
    apart = sum(map(exact, rows["not_applicable"]), ZERO)
    more = f" Không áp dụng {_n(apart)} điểm, tính trên {_n(now.applicable)} điểm." if apart else ""
    return "; ".join(parts) + "." + more


def _lost(now: Outlook, rows: pd.DataFrame) -> str:
    if now.lost:
        return f"Đã mất {_n(now.lost)} điểm"
    is_known = (~rows["rule"].isin(UNKNOWN)).any()
    return "Chưa mất điểm nào" if is_known else "Chưa có điểm nào được chấm"


@kept
def coarse(rows: pd.DataFrame) -> str:
    """Said where the framework has few lines that bear points."""
    if len(rows) >= 20:
        return ""
    return (
        f"Bộ tiêu chí đang có chỉ ghi điểm tối đa cho {len(rows)} dòng, chưa tới tiêu chí thành "
        "phần: nạp bộ tiêu chí đầy đủ ở trang Nhập số liệu để chia kỹ hơn."
    )


@kept
def no_round(rounds: pd.DataFrame, year: str) -> str:
    return f"Năm {year} chưa có vòng chấm điểm nào." if rounds.empty else ""


def about_target(
    now: Outlook, wanted: Goal | None, total: Mapping[str, Any] | None, own: bool, year: str
) -> str:
    """Where the target stands against the bar; why there is none."""
    if wanted is None:
        raw = total.get("raw_text") if total else None
        if words.known(raw):
            return f"Mục tiêu “{raw}” {_no_index(total)}. Nhập mục tiêu riêng (%) để tính."
        return f"Đơn vị chưa có mục tiêu chỉ số chung năm {year}. Nhập mục tiêu riêng (%) để tính."
    whose = "Mục tiêu riêng" if own else "Mục tiêu"
    aim = f"{whose} {words.target_phrase(_comparator(wanted), wanted.percent)}"
    needed = f"{'hơn ' if wanted.strict else ''}{_up(_line(now, wanted))} điểm"
    stands = improvement.state(now, wanted)
    if stands == "impossible":
        state = words.TARGET_STATES["impossible"]
        return f"{state}: {_low(aim)} cần {needed}, nhiều nhất còn được {_n(now.best)}."
    if stands == "reached":
        return f"{aim} cần {needed}: phần chắc chắn đã đủ."
    lacking = _line(now, wanted) - now.certain
    more = "hơn " if wanted.strict else ""
    return f"{aim} cần {needed}: phần chắc chắn còn thiếu {more}{_up(lacking)} điểm."


def _no_index(total: Mapping[str, Any] | None) -> str:
    """Why a target's words are no line on the bar."""
    if total and total.get("measure") == "growth":
        return "không nói rõ tăng theo điểm % hay theo tỷ lệ nên không quy ra chỉ số"
    return "không quy được ra chỉ số"


@kept
def about_shortest(
    found: Shortest, now: Outlook, rows: pd.DataFrame, wanted: Goal, assumed: Decimal
) -> str:
    """The shortest list in a sentence, or what it would take."""
    counted = f", khi được {_n(assumed)} trong {_n(now.waiting)} điểm đang chờ" if assumed else ""
    if found.state == "reached":
        return f"Không cần thêm điểm nào để đạt mục tiêu{counted}."
    if found.state == "impossible":
        return "Không có danh sách nào đạt mục tiêu: phần còn lại không đủ."
    if found.state == "waiting":
        return _with_waiting(found, now, wanted, list(waiting(rows)))
    if now.waiting and not assumed:
        counted = ", chưa kể điểm đang chờ"
    count = len(found.choices)
    return f"Ngắn nhất để đạt mục tiêu: {count} tiêu chí, {_n(found.points)} điểm{counted}."


def _with_waiting(found: Shortest, now: Outlook, wanted: Goal, reasons: Sequence[str]) -> str:
    had = "Không còn điểm để phấn đấu"
    if now.winnable:
        had = f"Được hết {_n(now.winnable)} điểm còn phấn đấu vẫn chưa đủ"
    beyond = improvement.points_needed(wanted, now.applicable) - _line(now, wanted)
    least = ("hơn " if wanted.strict else "ít nhất ") + _up(found.waiting_needed - beyond)
    if len(reasons) == 1 and reasons[0] != "year_end":
        who = f"{WAITS[reasons[0]]} được {least} trong {_n(now.waiting)} điểm đang chờ"
    else:
        kinds = ", ".join(WAITS[reason] for reason in reasons)
        who = f"được {least} trong {_n(now.waiting)} điểm đang chờ ({kinds})"
    return f"{had}: chỉ đạt nếu {who}."


def _comparator(wanted: Goal) -> str:
    return ">" if wanted.strict else ">="


def _line(now: Outlook, wanted: Goal) -> Decimal:
    return wanted.percent * now.applicable / 100


def _low(text: str) -> str:
    return words.lower_first(text)


def _n(points: Decimal) -> str:
    return words.number(points)


def _up(points: Decimal) -> str:
    """What is needed, never written as less than it is."""
    return words.number(points.quantize(Decimal("0.01"), ROUND_CEILING))


# the figure -------------------------------------------------------------------------------------


def parts(now: Outlook) -> list[Part]:
    """The bar's parts, in the order in which the year can still go."""
    named = {
        "certain": ("Chắc chắn", now.certain),
        "winnable": ("Còn phấn đấu", now.winnable),
        "waiting": ("Đang chờ", now.waiting),
        "lost": ("Đã mất", now.lost),
    }
    return [Part(kind, word, float(points), _n(points)) for kind, (word, points) in named.items()]


def line(now: Outlook, wanted: Goal | None) -> Line | None:
    if wanted is None:
        return None
    sign = words.target_sign(_comparator(wanted), wanted.percent)
    return Line(float(_line(now, wanted)), f"Mục tiêu {sign}")


def described(now: Outlook, wanted: Goal | None) -> str:
    """The figure in words, for those who do not see it."""
    told = "; ".join(f"{_low(part.word)} {part.shown}" for part in parts(now))
    mark = line(now, wanted)
    return f"Trong {_n(now.applicable)} điểm: {told}." + (f" {mark.word}." if mark else "")


# the plan -----------------------------------------------------------------------------------------


def levels(given: Sequence[Offer]) -> list[tuple[str, Level]]:
    """Every gain that can be ticked, a line each."""
    return [(one.code, level) for one in given for level in one.levels]


def ticked(given: Sequence[Offer], chosen: Mapping[str, Decimal]) -> list[bool]:
    """For each line whether it is the level chosen of its criterion: code -> its gain."""
    return [chosen.get(code) == level.points for code, level in levels(given)]


def of_list(found: Shortest) -> dict[str, Decimal]:
    return {choice.code: choice.points for choice in found.choices}


def of_all(given: Sequence[Offer]) -> dict[str, Decimal]:
    return {one.code: one.most for one in given}


def of_plan(plan: Plan, given: Sequence[Offer], rows: pd.DataFrame) -> dict[str, Decimal]:
    """A plan's gains as things stand now: the least level that brings what was to be reached."""
    wanted = {item.code: item.reach for item in plan.items}
    has = {str(row["criterion_code"]): held(row) for row in rows_of(rows)}
    chosen = {}
    for one in given:
        lacking = wanted.get(one.code, ZERO) - has[one.code]
        if lacking > 0:
            enough = [level.points for level in one.levels if level.points >= lacking]
            chosen[one.code] = min(enough, default=one.most)
    return chosen


def chosen(given: Sequence[Offer], marks: Sequence[bool]) -> dict[str, Decimal]:
    """What the reader ticked: of several levels of a criterion the highest counts."""
    picked: dict[str, Decimal] = {}
    for (code, level), is_ticked in zip(levels(given), marks, strict=True):
        if is_ticked:
            picked[code] = max(picked.get(code, ZERO), level.points)
    return picked


def items(picked: Mapping[str, Decimal], rows: pd.DataFrame) -> tuple[Item, ...]:
    """What is ticked, as a plan keeps it: the points that each criterion is to reach."""
    has = {str(row["criterion_code"]): held(row) for row in rows_of(rows)}
    return tuple(Item(code, has[code] + points) for code, points in picked.items())


@kept
def editor(
    given: Sequence[Offer],
    marks: Sequence[bool],
    rows: pd.DataFrame,
    duty: Mapping[str, Duty],
) -> pd.DataFrame:
    """The lines to tick, each one line high: the table under them has the whole words."""
    named = _by_code(rows)
    lines = [
        {
            TICK: mark,
            CODE: code,
            NAME: words.short(named[code]["criterion_name"], LONGEST_NAME),
            LEVEL: level_words(level, held(named[code])),
            GAIN: "+" + words.number(level.points, 4),
            "Chủ trì": words.short(duty[code].owner, LONGEST_OWNER),
        }
        for (code, level), mark in zip(levels(given), marks, strict=True)
    ]
    return pd.DataFrame(lines, columns=[TICK, CODE, NAME, LEVEL, GAIN, "Chủ trì"])


def level_words(level: Level, has: Decimal) -> str:
    reach = f"{_n(has + level.points)} điểm"
    if level.at_percent is None:
        return reach
    return f"từ {words.percent(level.at_percent)}: {reach}"


@kept
def plan_table(
    picked: Mapping[str, Decimal],
    given: Sequence[Offer],
    rows: pd.DataFrame,
    duty: Mapping[str, Duty],
) -> pd.DataFrame:
    """What is ticked, with who answers for it and the plan's work on it."""
    named = _by_code(rows)
    by_gain = {(code, level.points): level for code, level in levels(given)}
    lines = [
        {
            CODE: code,
            NAME: str(named[code]["criterion_name"]),
            LEVEL: level_words(by_gain[code, points], held(named[code])),
            GAIN: float(points),
            "Chủ trì": duty[code].owner,
            "Việc của kế hoạch": duty[code].work,
        }
        for code, points in picked.items()
    ]
    return pd.DataFrame(lines, columns=[CODE, NAME, LEVEL, GAIN, "Chủ trì", "Việc của kế hoạch"])


def _by_code(rows: pd.DataFrame) -> dict[str, Row]:
    return {str(row["criterion_code"]): row for row in rows_of(rows)}


@dataclass(frozen=True)
class Duty:
    """Who answers for a criterion, and which work of the plan serves it."""

    owner: str
    work: str


@kept
def duties(rows: pd.DataFrame, owners: pd.DataFrame, tasks: pd.DataFrame) -> dict[str, Duty]:
    """By criterion. owners: `year_owners`, by area · tasks: `criteria_tasks`.

    The owner named with the area's target goes first, then the lead of a work that staff confirmed
    to serve the criterion, then who leads the area.
    """
    by_area = {str(row["area_code"]): row for row in rows_of(owners)}
    by_code: dict[str, list[Row]] = {}
    for task in rows_of(tasks[tasks["state"].isin(["confirmed", "proposed"])]):
        by_code.setdefault(str(task["criterion_code"]), []).append(task)
    return {
        code: _duty(by_area.get(str(row["area_code"]), {}), by_code.get(code, []))
        for code, row in _by_code(rows).items()
    }


def _duty(area: Row, tasks: Sequence[Row]) -> Duty:
    confirmed = [task for task in tasks if task["state"] == "confirmed"]
    leads = [str(task["lead"]) for task in confirmed if words.known(task["lead"])]
    basis, owner = str(area.get("owner_basis")), area.get("owner")
    if leads and basis != "target":
        return Duty(leads[0], _work(area, confirmed, tasks))
    whose = str(owner) + OWNER_BASES.get(basis, "") if words.known(owner) else NO_OWNER
    return Duty(whose, _work(area, confirmed, tasks))


def _work(area: Row, confirmed: Sequence[Row], tasks: Sequence[Row]) -> str:
    """A confirmed work, else one that is proposed, said to be so, else how many the area has."""
    shown = confirmed or tasks
    if shown:
        text = words.short(shown[0]["action"] or shown[0]["title"], 90)
        rest = f" (và {len(shown) - 1} việc khác)" if len(shown) > 1 else ""
        return f"{text}{rest}" if confirmed else f"Đề xuất, chưa xác nhận: {text}{rest}"
    count = int(area.get("task_count") or 0)
    return f"Chưa gắn việc; lĩnh vực có {count} việc" if count else NO_WORK


def result(found: Outcome) -> dict[str, str]:
    """The plan's outcome, in four short words; the least of it while points are waited for."""
    least = "từ " if found.is_least else ""
    return {
        "Chỉ số": least + words.percent(found.percent),
        "Tổng điểm": least + words.number(found.points),
        "Xếp loại": _class(found),
        "So với mục tiêu": STATES.get(found.state or "", "○ Chưa có mục tiêu"),
    }


def least(now: Outlook, assumed: Decimal) -> str:
    """Said under figures that leave out what is waited for; empty where nothing is left out."""
    if assumed or not now.waiting:
        return ""
    return f"Mức thấp nhất: chưa kể {words.number(now.waiting)} điểm đang chờ"


def _class(found: Outcome) -> str:
    """The class, or the two between which it stands while points are waited for."""
    if found.best_band and found.band and found.best_band != found.band:
        return f"{found.band} – {found.best_band}"
    return found.band or words.MISSING


def plans_table(compared: Sequence[tuple[Plan, Outcome]]) -> pd.DataFrame:
    """Saved plans side by side, by the figures of today."""
    lines = [
        {
            "Phương án": plan.name,
            "Chỉ số (%)": float(then.percent) if then.percent is not None else None,
            "Xếp loại": _class(then),
            "So với mục tiêu": STATES.get(then.state or "", "○ Chưa có mục tiêu"),
            "Tổng điểm": float(then.points),
            "Số tiêu chí": then.items,
            "Giả định điểm đang chờ": float(plan.assumed),
            "Người lưu": plan.saved_by or NOBODY_NAMED,
            "Lưu ngày": plan.saved_at.date() if plan.saved_at else None,
        }
        for plan, then in compared
    ]
    return pd.DataFrame(lines)


# one line a criterion -----------------------------------------------------------------------------


@kept
def leaf_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Every criterion that bears points, as the rules divide it, and by which rule."""
    return pd.DataFrame(
        {
            CODE: rows["criterion_code"],
            NAME: rows["criterion_name"],
            "Tối đa (điểm)": rows["max_points"],
            "Chắc chắn (điểm)": rows["certain"],
            "Còn phấn đấu (điểm)": rows["winnable"],
            "Đã mất (điểm)": rows["lost"],
            "Đang chờ (điểm)": rows["waiting"],
            "Căn cứ": [rule_words(row) for row in rows_of(rows)],
        }
    )


def rule_words(row: Row) -> str:
    """By which rule a criterion is divided, with the figures that it rests on."""
    points, own = words.number(row["points"], 4), words.number(row["self_points"], 4)
    sentences = {
        "not_applicable": f"Không áp dụng, theo vòng {_round(row)}",
        "final": f"Kết quả chính thức: {points} điểm",
        "survey_scored": f"Đã có kết quả điều tra: {points} điểm",
        "appraised_2": f"Thẩm định lần 2: {points} điểm",
        "appraised": f"Thẩm định lần 1: {points} điểm; tự chấm {own}"
        + (", phần chênh còn giải trình được" if row["winnable"] else ""),
        "appraised_alone": f"Thẩm định lần 1: {points} điểm; phần thiếu còn giải trình được",
        "survey": "Chờ kết quả khảo sát",
        "self": f"Tự chấm {points} điểm, chờ thẩm định; phần không tự chấm coi là mất",
        "self_confirmed": f"Tự chấm {points} điểm; số liệu tháng xác nhận {_rate(row)}",
        "indicator": f"{words.upper_first(_rate(row))}; giữ được thì chắc chắn",
        "trial": f"Chấm thử {points} điểm, chờ thẩm định; phần còn lại còn phấn đấu",
        "yearly": "Chỉ chấm được khi hết năm",
        "year_over": "Năm đã hết, chờ thẩm định",
        "open": "Chưa vòng nào chấm, còn phấn đấu",
    }
    return sentences[str(row["rule"])]


def _round(row: Row) -> str:
    return words.ROUNDS.get(str(row["round"]), str(row["round"]))


def _rate(row: Row) -> str:
    """ "hồ sơ nộp trực tuyến lũy kế đến tháng 9/2024: 80,85%, 2,5 điểm"."""
    what = words.lower_first(str(row["indicator_name"]))
    until = words.lower_first(words.period(row["indicator_period_id"]))
    rate = words.percent(row["indicator_percent"])
    return f"{what} đến hết {until}: {rate}, {words.number(row['indicator_points'], 4)} điểm"
