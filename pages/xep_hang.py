"""Kết quả xếp hạng: ai đứng đâu, theo một chỉ số, trong một năm; chỉ so các đơn vị cùng loại."""

import streamlit as st

from cchc.figures.ranking_bars import ranking_bars
from cchc.ui import blocks, comparability, data, filters, ranking

scope = filters.ask_scope()
choice = ranking.ask(scope)
if choice is None:
    said, to_do = ranking.nothing_to_rank(scope)
    blocks.headline(said, scope.caption, illustrative=scope.illustrative)
    st.markdown(to_do)
    st.stop()
ranked = data.fetch("rank_units", **choice.params)
grid = data.fetch("unit_components", **choice.params)
former = data.fetch("predecessors", **choice.of_year_before)
files = data.fetch("unit_sources", unit_group=choice.unit_group, period=choice.period)
about = blocks.About(choice.caption, files, choice.illustrative)

said = ranking.headline(choice, ranking.decision(grid))
blocks.headline(said, choice.caption, illustrative=choice.illustrative)

if ranking.has_peers(ranked):
    if own := ranking.row_of(ranked, scope.unit_name):
        st.subheader(ranking.rank_of_unit(own), anchor=False)
    above = data.fetch("next_above", unit=scope.unit_id, **choice.params)
    blocks.say(ranking.beside(ranked, scope.unit_name, above))
    named = f"Xếp hạng theo {choice.criterion_name}"
    blocks.draw(ranking_bars, ranking.bars(ranked, scope.unit_name), alt=named, key="bars")
    left_out = ranking.not_all_drawn(ranked, scope.unit_name)
    blocks.under(left_out, illustrative=choice.illustrative)
else:
    blocks.instead(ranking.only_some(ranked, choice))
    blocks.say(ranking.how_to_rank(ranked, choice.other_groups))
blocks.say(ranking.disagreement(ranked))

if not ranked.empty:
    st.header("Kết quả từng đơn vị", anchor=False)
    ranking.show_table(ranked, scope.unit_name, about)
    for note in (
        ranking.units_of_table(ranked),
        *comparability.notes(ranked, choice.previous_period),
    ):
        blocks.under(note, illustrative=False)

if not former.empty:
    st.header("Kết quả của các đơn vị cũ, đặt cạnh nhau", anchor=False)
    links = blocks.cells_of(former)
    blocks.table(ranking.former_table(former), alt="Kết quả đơn vị cũ", about=about, links=links)

if not grid.empty:
    st.header("Đơn vị theo chỉ số thành phần (% điểm tối đa)", anchor=False)
    ranking.show_grid(grid, scope.unit_name, about)

blocks.sources(files)
