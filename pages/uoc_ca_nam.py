"""Ước cả năm: điểm nào chắc chắn, còn phấn đấu, đã mất, đang chờ; làm gì để đạt mục tiêu."""

import streamlit as st

from cchc.figures.year_bar import year_bar
from cchc.ui import blocks, data, filters, improving, year_end

scope = filters.ask_scope()
asked = {"unit": scope.unit_id, "target": scope.target, "as_of": scope.judged_on}
rounds = data.fetch("year_rounds", **asked)
left, right, _ = filters.choices([5, 4, 1])
with left:
    latest = filters.ask("Tính đến vòng chấm", "vong", year_end.rounds(rounds))
with right:
    own = filters.ask_number("Mục tiêu riêng (%)", "muc-tieu-rieng", high=100.0, step=0.5)
rows = data.fetch("year_outlook", round=latest or None, **asked)
if rows.empty or scope.target is None:
    blocks.headline(
        year_end.nothing(scope.unit_name, scope.target),
        scope.caption_until,
        illustrative=scope.illustrative,
    )
    blocks.say(year_end.what_to_do(scope.target))
    st.stop()

now = year_end.outlook(rows)
total = year_end.total(data.fetch("compare_components", **scope.params))
wanted = year_end.goal(total, own)
files = data.fetch("year_sources", **asked)
caption = year_end.caption(scope.caption, scope.judged_on, rounds, latest)
about = blocks.About(caption, files, scope.illustrative)

blocks.headline(year_end.headline(now), caption, illustrative=scope.illustrative)
blocks.draw(
    year_bar,
    year_end.parts(now),
    year_end.line(now, wanted),
    alt=year_end.described(now, wanted),
    key="uoc-ca-nam",
)
blocks.say(year_end.losses(now, rows))
blocks.say(year_end.about_target(now, wanted, total, own is not None, scope.target))
blocks.under(
    year_end.no_round(rounds, scope.target),
    year_end.coarse(rows),
    illustrative=scope.illustrative,
)

st.header("Phương án cải thiện điểm số", anchor=False)
ground = improving.ground(scope.unit_id, scope.target, rows, wanted, about)
improving.show(ground)

st.header("Từng tiêu chí", anchor=False)
blocks.table(
    year_end.leaf_table(rows),
    "Điểm cả năm từng tiêu chí",
    about=about,
    links=blocks.cells_of(rows),
    per_page=year_end.PER_PAGE,
)
blocks.sources(files)
