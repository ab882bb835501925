"""The parts of the page on criteria: asked, fetched and shown one at a time.

In: the scope and what was chosen of it. Out: Streamlit elements. What rows become, and what is said
of them, is cchc.ui.criteria's; only the part that the reader opened is fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from cchc import keeping, links
from cchc.figures.pareto_bars import pareto_bars
from cchc.ledger import Entry
from cchc.rows import rows_of
from cchc.ui import blocks, criteria, data, filters, words
from cchc.ui.criteria import Choice
from cchc.ui.filters import Scope

OWN = ""
PEERS = "cung-loai"
INSIDE, LEAF = "trong", "tctp"
GRID, YEARS, SELF, FULL, TASKS, CASCADE = (
    *("don-vi", "nhieu-nam", "tu-cham", "toi-da", "nhiem-vu", "cap-duoi"),
)


# what is looked at -------------------------------------------------------------------------------


def ask_choice(scope: Scope) -> Choice | None:
    """Whose points and of which round; None when nobody of the scope has any."""
    held = {key: rounds for key, (_, rounds) in _held(scope).items() if not rounds.empty}
    if not held:
        return None
    left, right, last = filters.choices([4, 6, 6])
    names = {key: name for key, (name, _) in _held(scope).items() if key in held}
    with left:
        whose = filters.ask("Điểm của", "diem-cua", names)
    rounds = rows_of(held[whose])
    # Named by what they are: a choice made for others falls back to the latest, never to another.
    by_name = {_round_key(row): row for row in rounds}
    labels = {key: _round_name(row, rounds) for key, row in by_name.items()}
    with right:
        row = by_name[filters.ask("Kỳ và vòng chấm", "vong", labels)]
    unit, group = _parameters(scope, whose)
    choice = Choice(
        framework=str(row["framework_id"]),
        framework_name=str(row["framework_name"]),
        period=str(row["period_id"]),
        round=str(row["round"]),
        finest_level=str(row["finest_level"]),
        unit=unit,
        unit_group=group,
        peers=group or scope.unit_group,
        whom=names[whose],
        unit_count=int(row["unit_count"]),
        illustrative=bool(row["illustrative"]),
    )
    levels = criteria.places(data.fetch("criteria_missing", **choice.params), choice.leaf)
    with last:
        return replace(choice, inside=filters.ask("Xem", INSIDE, levels))


def _held(scope: Scope) -> dict[str, tuple[str, pd.DataFrame]]:
    """Whom the page can look at, each with the rounds that they hold."""
    named = {OWN: scope.unit_name, PEERS: scope.unit_group_name} | dict(scope.children)
    found = {}
    for key, name in named.items():
        unit, group = _parameters(scope, key)
        rounds = data.fetch("criteria_rounds", unit=unit, unit_group=group)
        alone = key == PEERS and not rounds.empty and int(rounds["unit_count"].max()) < 2
        found[key] = (words.upper_first(name), rounds.head(0) if alone else rounds)
    return found


def _parameters(scope: Scope, whose: str) -> tuple[str | None, str | None]:
    if whose == OWN:
        return scope.unit_id, None
    return None, scope.unit_group if whose == PEERS else whose


def _round_key(row: dict[Any, Any]) -> str:
    return f"{row['period_id']}|{row['round']}|{row['framework_id']}"


def _round_name(row: dict[Any, Any], rounds: Sequence[dict[Any, Any]]) -> str:
    """ "Năm 2024 · thẩm định lần 1"; the framework too where two stand in one round."""
    name = f"{words.period(row['period_id'])} · {words.ROUNDS.get(row['round'], row['round'])}"
    alike = [
        one
        for one in rounds
        if (one["period_id"], one["round"]) == (row["period_id"], row["round"])
    ]
    return f"{name} · {row['framework_name']}" if len(alike) > 1 else name


def who_leads(scope: Scope, choice: Choice, leaf: criteria.Row) -> tuple[pd.DataFrame, str | None]:
    """Of one criterion: the tasks confirmed to serve it, and whom the plan names for it."""
    code = leaf["criterion_code"]
    served = data.fetch("task_links", framework=choice.framework, criterion=code)
    if choice.unit is None:
        return served, None
    targets = data.fetch("targets", unit=scope.unit_id, period=scope.target)
    return served, criteria.owner_of(targets, leaf)


def total(rows: pd.DataFrame, choice: Choice) -> None:
    """What is missing in all, and the levels over the one that is open, each a click away."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.subheader(criteria.total(rows, choice), anchor=False, width="content")
        for code, name in _over(rows, choice).items():
            st.button(
                name,
                key=f"len-{code}",
                type="tertiary",
                on_click=filters.choose,
                args=(INSIDE, code),
            )


def _over(rows: pd.DataFrame, choice: Choice) -> dict[str, str]:
    """Where a click goes to: up, or from the leaves to the areas and back."""
    levels = criteria.places(rows, choice.leaf)
    if choice.inside == criteria.LEAVES:
        return {criteria.AREAS: "→ Theo lĩnh vực"} if criteria.AREAS in levels else {}
    if choice.inside == criteria.AREAS:
        return {criteria.LEAVES: f"→ Từng {choice.leaf}"}
    over = criteria.above(rows, choice.inside)
    return {code: f"↑ {words.plain(name)}" for code, name in over.items()}


def pareto(scope: Scope, rows: pd.DataFrame, choice: Choice) -> None:
    """The figure at the level that the reader opened; a click on a row opens what it holds."""
    if criteria.shown(rows, choice.inside).empty:
        blocks.instead("Phần này không thiếu điểm nào.")
        return
    barred = rows_of(criteria.barred(rows, choice.inside))

    def open_row(place: int) -> None:
        key = LEAF if barred[place]["is_leaf"] else INSIDE
        filters.choose(key, str(barred[place]["criterion_code"]))

    place = blocks.pick_row(
        pareto_bars,
        criteria.bars(rows, choice.inside),
        alt="Điểm chưa đạt, nhiều nhất trước, với tỷ lệ cộng dồn",
        key=f"chon-hang-{choice.inside}",
        on_pick=open_row,
        pickable=True,
    )
    _say_under(rows, choice)
    with st.container(key="chi-chuot"):  # a finger scrolls over the figure instead
        st.caption(criteria.how_to_open(rows, choice.inside))
    if place is not None and barred[place]["is_leaf"]:
        blocks.say(criteria.picked_leaf(barred[place], *who_leads(scope, choice, barred[place])))


def _say_under(rows: pd.DataFrame, choice: Choice) -> None:
    """What the bars are, and how fine the result is."""
    counted = criteria.unit_of_measure(rows)
    whole = "tổng điểm chưa đạt"
    if choice.inside not in (criteria.LEAVES, criteria.AREAS):
        whole = "điểm chưa đạt của mục này"
    blocks.under(
        f"Thanh: {counted}; cộng dồn: phần {whole}",
        criteria.how_fine(choice),
        illustrative=choice.illustrative,
    )


def all_rows(rows: pd.DataFrame, choice: Choice, about: blocks.About) -> None:
    """Every row of the level shown, only when asked for."""
    opened = st.expander("Bảng đầy đủ", key="bang-day-du", on_change="rerun")
    if opened.open:
        with opened:
            table = criteria.pareto_table(rows, choice.inside)
            blocks.table(table, "Điểm chưa đạt", about=about)


# the parts ---------------------------------------------------------------------------------------


@st.fragment
def part(scope: Scope, choice: Choice, rows: pd.DataFrame, about: blocks.About) -> None:
    """The part that the reader chose; choosing another leaves what stands above as it is."""
    names = {
        GRID: f"Từng đơn vị theo {choice.leaf}",
        YEARS: "Chưa đạt nhiều năm liền",
        SELF: "Tự chấm so với thẩm định",
        FULL: "Ai đạt điểm tối đa",
        TASKS: "Nhiệm vụ phục vụ từng tiêu chí",
        CASCADE: "Điểm chưa đạt của huyện đến từ đâu"
        if scope.unit_level == "huyen"
        else "Ảnh hưởng đến chỉ số của huyện",
    }
    if scope.unit_level == "tinh":
        del names[CASCADE]
    st.header("Tìm hiểu tiếp", anchor=False)
    chosen = filters.ask("Nội dung", "xem", names)
    PARTS[chosen](scope, choice, rows, about)


def _ask_area(rows: pd.DataFrame) -> str | None:
    """One area at a time, so that a grid stays readable; the one that lacks the most first."""
    named = criteria.areas(rows)
    return filters.ask("Lĩnh vực", "linh-vuc-xem", named) if named else None


def _ask_leaf(rows: pd.DataFrame) -> str:
    return filters.ask("Tiêu chí thành phần", LEAF, criteria.leaf_names(rows))


def show_grid(_: Scope, choice: Choice, rows: pd.DataFrame, about: blocks.About) -> None:
    under = _ask_area(rows)
    cells = data.fetch("criteria_grid", under=under, **choice.of_peers)
    st.caption(
        f"{words.upper_first(criteria.unit_of_measure(cells))}; “–” là chưa chấm hoặc không áp "
        "dụng. Chọn một ô để xem chi tiết."
    )
    place = blocks.pick_grid(
        criteria.grid(cells), "Điểm chưa đạt của từng đơn vị", about=about, key=f"luoi-{under}"
    )
    cell = criteria.picked(cells, place)
    if cell:
        rounds = data.fetch(
            "criteria_self_score",
            framework=choice.framework,
            period=choice.period,
            unit=cell["unit_id"],
            criterion=cell["criterion_code"],
        )
        link = words.source_link(cell)
        opened = f" [{blocks.OPEN_CELL} {cell['cell']}]({link})" if link else ""
        st.markdown(words.plain(criteria.cell_words(cell, rounds)) + opened)
    st.caption("Tên đầy đủ: " + criteria.grid_names(cells))


def show_years(_: Scope, choice: Choice, rows: pd.DataFrame, about: blocks.About) -> None:
    below = data.fetch("criteria_years_below", **choice.params)
    blocks.say(criteria.longest_below(below, choice.unit is None))
    if not below.empty:
        blocks.table(criteria.years_table(below), "Chưa đạt nhiều năm liền", about=about)
        st.caption(
            "Chỉ nối các năm dùng cùng bộ tiêu chí, hoặc bộ khác mà danh mục nói so được; mỗi năm "
            "trước lấy kết quả chính thức, không có thì vòng chấm sau cùng. Đơn vị mới do nhập "
            "toàn bộ: năm trước ngày nhập tính là chưa đạt khi mọi đơn vị cũ đều chưa đạt; điểm "
            "của các đơn vị cũ không cộng lại."
        )


def show_self(_: Scope, choice: Choice, rows: pd.DataFrame, about: blocks.About) -> None:
    scored = data.fetch("criteria_self_score", **choice.params)
    blocks.say(criteria.highest_self(scored))
    differing = criteria.self_scored(scored)
    if not differing.empty:
        blocks.table(
            criteria.self_table(differing),
            "Tự chấm so với thẩm định",
            about=about,
            links=blocks.cells_of(differing),
        )
        st.caption(
            "So với vòng sau cùng đã chấm tiêu chí ấy. Số dương: tự chấm cao hơn; số âm: thấp hơn."
        )


def show_full(_: Scope, choice: Choice, rows: pd.DataFrame, about: blocks.About) -> None:
    code = _ask_leaf(rows)
    units = data.fetch("criteria_full_marks", criterion=code, **choice.of_peers)
    blocks.say(criteria.who_has_full(units))
    if not units.empty:
        blocks.table(
            criteria.full_table(units),
            "Điểm của từng đơn vị",
            about=about,
            links=blocks.cells_of(units),
            per_page=15,
        )


# tasks -------------------------------------------------------------------------------------------


def show_tasks(scope: Scope, choice: Choice, rows: pd.DataFrame, about: blocks.About) -> None:
    plan = {"plan_unit": scope.unit_id, "plan_period": scope.target}
    served = data.fetch("criteria_served", **plan, **choice.params)
    blocks.say(criteria.unserved(served))
    if not criteria.lacking(served).empty:
        blocks.table(criteria.served_table(served), "Nhiệm vụ phục vụ tiêu chí", about=about)
    st.subheader("Xác nhận nhiệm vụ phục vụ một tiêu chí", anchor=False)
    code = _ask_leaf(rows)
    every = st.toggle("Hiện cả các nhiệm vụ không được đề xuất", key="moi-nhiem-vu")
    tasks = data.fetch(
        "criteria_tasks",
        unit=scope.unit_id,
        plan_period=scope.target,
        framework=choice.framework,
        criterion=code,
        every=every,
    )
    by = filters.ask_person()
    if tasks.empty:
        st.markdown(_no_tasks(scope.target, every))
    else:
        _decide(choice, tasks, by)
    _show_lost(choice, about, by)


def _no_tasks(year: str | None, every: bool) -> str:
    if year is None or every:
        return (
            "Chưa có kế hoạch nhiệm vụ của đơn vị hoặc của cấp trên. Nạp phụ lục nhiệm vụ ở trang "
            "[Nhập số liệu](nhap-so-lieu)."
        )
    return (
        f"Không nhiệm vụ nào của kế hoạch năm {year} giống tiêu chí này theo lĩnh vực và lời văn. "
        "Bật “Hiện cả các nhiệm vụ không được đề xuất” để tự chọn."
    )


def _decide(choice: Choice, tasks: pd.DataFrame, by: str | None) -> None:
    """The tasks of one criterion, an answer each, saved together under the name of who does it."""
    records = rows_of(tasks)
    answers = []
    with st.form(f"phuc-vu-{records[0]['criterion_code']}", border=True):
        for row in records:
            st.markdown(criteria.task_words(row))
            st.caption(criteria.task_note(row))
            stands = criteria.answer_of(row["state"])
            answers.append(
                st.radio(
                    f"Nhiệm vụ {row['number']}.{row['action_number']}",
                    list(criteria.ANSWERS),
                    index=list(criteria.ANSWERS).index(stands),
                    horizontal=True,
                    label_visibility="collapsed",
                    key="|".join(["phuc-vu", _pair(choice, row).key, row["state"]]),
                )
            )
        pressed = st.form_submit_button("Lưu xác nhận", type="primary")
    if pressed:
        keeping.decide(data.folder(), _entries(choice, records, answers), by)
        st.rerun()


def _entries(
    choice: Choice, records: Sequence[dict[Any, Any]], answers: Sequence[str]
) -> list[Entry]:
    """What changed of what stood."""
    return [
        links.decided(_pair(choice, row), criteria.ANSWERS[answer])
        for row, answer in zip(records, answers, strict=True)
        if answer != criteria.answer_of(row["state"])
    ]


def _pair(choice: Choice, row: dict[Any, Any]) -> links.Pair:
    action = row["action"] if words.known(row["action"]) else row["title"]
    return links.Pair(
        plan_unit_id=row["plan_unit_id"],
        plan_period_id=row["plan_period_id"],
        area_code=row["area_code"] if words.known(row["area_code"]) else None,
        task_group=row["task_group"] if words.known(row["task_group"]) else None,
        number=row["number"],
        action_number=int(row["action_number"]),
        framework_id=choice.framework,
        criterion_code=row["criterion_code"],
        task_text=str(action) if words.known(action) else "",
        criterion_name=row["criterion_name"],
    )


def _show_lost(choice: Choice, about: blocks.About, by: str | None) -> None:
    """Links that lost their task or criterion: shown, and taken back by whoever says so."""
    kept = data.fetch("task_links", framework=choice.framework)
    lost = rows_of(kept[kept["state"] != "stands"])
    if not lost:
        return
    head = "Xác nhận không còn việc hoặc tiêu chí"
    st.subheader(head, anchor=False)
    blocks.table(criteria.lost_links(kept), head, about=about)
    with st.form("bo-xac-nhan", border=False):
        names = {str(place): criteria.lost_name(row) for place, row in enumerate(lost)}
        chosen = st.selectbox(
            "Xác nhận cần bỏ", list(names), format_func=names.__getitem__, key="bo-xac-nhan-nao"
        )
        pressed = st.form_submit_button("Bỏ xác nhận này")
    if pressed:
        taken_back = links.decided(_pair(choice, lost[int(chosen)]), None)
        keeping.decide(data.folder(), [taken_back], by)
        st.rerun()


# cascade -----------------------------------------------------------------------------------------


def show_cascade(scope: Scope, choice: Choice, rows: pd.DataFrame, about: blocks.About) -> None:
    is_above = scope.unit_level == "huyen"
    whose = {"unit": scope.unit_id} if is_above else {"member": scope.unit_id}
    told = data.fetch("cascade", period=choice.period, **whose)
    if told.empty:
        st.markdown(
            f"Chưa nói được cho {words.lower_first(words.period(choice.period))}: cần kết quả của "
            "đơn vị cấp dưới và danh mục tiêu chí nào của cấp dưới góp vào tiêu chí nào của huyện."
        )
    elif is_above:
        _show_behind(told, about)
    else:
        blocks.say(criteria.influence(told))
        blocks.table(criteria.influence_table(told), "Ảnh hưởng đến chỉ số của huyện", about=about)


def _show_behind(told: pd.DataFrame, about: blocks.About) -> None:
    code = filters.ask("Tiêu chí của huyện", "tieu-chi-huyen", criteria.fed_areas(told))
    blocks.say(criteria.behind(told, code))
    bars = criteria.cascade_bars(told, code, "xa")
    if not bars.empty:
        alt = "Cấp xã thiếu điểm ở tiêu chí góp vào"
        blocks.draw(pareto_bars, bars, alt=alt, key=f"cap-duoi-{code}")
        blocks.under(
            "Thanh: điểm chưa đạt của từng xã ở tiêu chí góp vào, và phần trong các xã",
            illustrative=about.illustrative,
        )
    blocks.table(criteria.cascade_table(told, code), "Đơn vị cấp dưới", about=about)
    st.caption("Điểm của cấp dưới và của huyện là hai thang điểm, đặt cạnh nhau chứ không cộng.")


Part = Callable[[Scope, Choice, pd.DataFrame, blocks.About], None]
PARTS: dict[str, Part] = {
    GRID: show_grid,
    YEARS: show_years,
    SELF: show_self,
    FULL: show_full,
    TASKS: show_tasks,
    CASCADE: show_cascade,
}
