"""Kết quả xếp hạng: ai đứng đâu, theo một chỉ số, trong một năm; chỉ so các đơn vị cùng loại."""

import streamlit as st

from cchc.figures.ranking_bars import ranking_bars
from cchc.ui import blocks, data, filters, frames, sentences

scope = filters.ask_scope()
choice = filters.ask_ranking(scope)
if choice is None:
    blocks.headline("Chưa có kết quả để xếp hạng", scope.caption, illustrative=scope.illustrative)
    st.stop()
ranked = data.fetch("rank_units", **choice.params)
grid = data.fetch("unit_components", **choice.params)
files = data.fetch("unit_sources", unit_group=choice.unit_group, period=choice.period)
about = blocks.About(choice.caption, files, choice.illustrative)

blocks.headline(
    sentences.ranking(choice.unit_level, choice.period, frames.decision(grid)),
    choice.caption,
    illustrative=choice.illustrative,
)

if frames.is_comparable(ranked):
    own = frames.row_of(ranked, scope.unit_name)
    above = data.fetch("next_above", unit=scope.unit_id, **choice.params)
    if own:
        st.subheader(sentences.rank_of_unit(own), anchor=False)
    blocks.say(sentences.beside(ranked, scope.unit_name, above))
    blocks.draw(
        ranking_bars,
        frames.bars(ranked, scope.unit_name),
        alt=f"Xếp hạng theo {choice.criterion_name}",
        key="bars",
    )
    blocks.under(illustrative=choice.illustrative)
else:
    blocks.instead(sentences.only_some(ranked))
    blocks.say(sentences.how_to_rank(choice.other_groups))

st.header("Kết quả từng đơn vị", anchor=False)
blocks.ranking_table(
    frames.ranking_table(ranked), scope.unit_name, blocks.source_links(ranked), about=about
)

if not grid.empty:
    st.header("Đơn vị theo chỉ số thành phần (% điểm tối đa)", anchor=False)
    percents, links = frames.unit_grid(grid)
    blocks.unit_grid(percents, links, scope.unit_name, about=about)
    if cut := frames.cut_heads(grid):
        st.caption("Tên đầy đủ: " + "; ".join(cut) + ".")

blocks.sources(files)
