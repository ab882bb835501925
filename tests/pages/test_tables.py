"""A table of texts as HTML: what data says stays text, what the pages write in Markdown stays."""

import re
import tomllib

import pandas as pd
import pytest

from cchc import settings
from cchc.ui import words
from cchc.ui.tables import stand_out, table_html
from tests.pages.reading import read_table

HOSTILE = [
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "[đây](javascript:alert(1))",
    "**đậm** _nghiêng_ `mã` $x$ :red[đỏ] a\\\\b",
    "1. Tên: mục & phần <b>",
    "- gạch đầu dòng",
    "&lt;đã mã&gt;",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_data_says_is_shown_letter_by_letter(text: str) -> None:
    html = words.as_html(words.plain(text))
    assert "<" not in html
    assert " href" not in html
    texts = pd.DataFrame({"Nội dung": [words.plain(text)]})
    shown = read_table(table_html(texts, "Bảng"))
    assert list(shown.value["Nội dung"]) == [words.plain(text)]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_links_words_and_its_address_stay_apart(text: str) -> None:
    written = words.linked(text, "nguon?tep=1&trang=%22%3E&o=C3")
    html = words.as_html(written)
    start = '<a href="nguon?tep=1&amp;trang=%22%3E&amp;o=C3" target="_blank">'
    assert html.startswith(start)
    assert html.endswith("</a>")
    assert "<" not in html.removeprefix(start).removesuffix("</a>")


def test_several_links_and_words_in_bold_stand_in_one_cell() -> None:
    cell = "**xã A** · [C3](nguon?o=C3); [D4](nguon?o=D4)"
    assert words.as_html(cell) == (
        '<strong>xã A</strong> · <a href="nguon?o=C3" target="_blank">C3</a>; '
        '<a href="nguon?o=D4" target="_blank">D4</a>'
    )


def test_numbers_stand_at_the_right_the_own_row_out_and_shades_behind_their_cells() -> None:
    texts = pd.DataFrame({"Đơn vị": ["xã A", "xã B"], "Điểm": ["8,70", "–"]})
    shades = pd.DataFrame({"Đơn vị": ["", ""], "Điểm": ["rgba(1, 2, 3, 0.20)", ""]})
    html = table_html(
        texts,
        'Bảng "một"',
        right=["Điểm"],
        least={"Đơn vị": "120px"},
        shades=shades,
    )
    assert 'aria-label="Bảng &quot;một&quot;"' in html
    assert '<th scope="col" style="min-width: 120px">Đơn vị</th>' in html
    assert '<th scope="col" class="number">Điểm</th>' in html
    assert '<td class="number" style="background-color: rgba(1, 2, 3, 0.20)">8,70</td>' in html
    assert '<tr><td>xã B</td><td class="number">–</td></tr>' in html
    assert read_table(html, stand_out('Bảng "một"', [1])).own == [1]
    assert read_table(html, stand_out("Bảng hai", [1])).own == []


def test_a_heads_year_stays_together_and_is_read_as_it_was_given() -> None:
    html = table_html(pd.DataFrame({"Mục tiêu năm 2024 (%)": ["> 80"]}), "Mục tiêu")
    assert ">Mục tiêu năm\u00a02024 (%)</th>" in html
    assert list(read_table(html).value.columns) == ["Mục tiêu năm 2024 (%)"]


def test_links_in_tables_have_the_themes_colour() -> None:
    """Streamlit gives HTML none; style.css tells it again."""
    config = tomllib.loads((settings.REPO / ".streamlit" / "config.toml").read_text("utf-8"))
    light, dark = (config["theme"][name]["linkColor"] for name in ("light", "dark"))
    style = (settings.REPO / "cchc" / "ui" / "style.css").read_text("utf-8")
    (rule,) = re.findall(r"^\.cchc-table a \{([^}]*)\}", style, re.MULTILINE)
    assert f"color: light-dark({light}, {dark})" in rule
