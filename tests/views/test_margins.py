"""Labels of axes have their room before a browser measures them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont

from tests.conftest import ROOT
from views.charts.base import Chart, new_figure
from views.charts.margins import _LETTERS, letters_px, settle_margins
from views.theme import MARGIN

if TYPE_CHECKING:
    import plotly.graph_objects as go


def test_letters_are_as_wide_as_the_type_has_them() -> None:
    font = TTFont(ROOT / "views/pictures/fonts/PlusJakartaSans-Regular.ttf", lazy=True)
    glyphs, widths = font.getBestCmap(), font["hmtx"]
    assert font["head"].unitsPerEm == 1000
    known = {letter: width for width, letters in _LETTERS.items() for letter in letters}
    assert known == {letter: widths[glyphs[ord(letter)]][0] for letter in known}
    assert set(map(chr, range(32, 127))) <= set(known)


def test_the_longest_line_counts_and_tags_have_no_width() -> None:
    assert letters_px("Kab. Banyuwangi<br>25", 12) == letters_px("Kab. Banyuwangi", 12)
    assert letters_px('<span style="color:red">25</span>', 12) == letters_px("25", 12)
    assert letters_px("<b>25</b>", 12) > letters_px("25", 12)


def figure(**layout: object) -> go.Figure:
    """A chart with two rows."""
    found, _ = new_figure(theme="light", lang="id", height=200)
    found.add_scatter(x=[1, 2], y=[0, 1])
    found.update_layout(**layout)
    return found


def test_labels_that_we_wrote_are_not_measured_again() -> None:
    texts = ["Kabupaten Banyuwangi", "Kota Makassar"]
    drawn = figure(
        yaxis={"tickvals": [0, 1], "ticktext": texts},
        xaxis={"tickvals": [1], "ticktext": ["a<br>b"], "tickangle": 0},
    )
    layout = Chart(drawn, "", None).figure.layout  # type: ignore[arg-type] - no table is asked for
    assert layout.yaxis.automargin is False
    assert layout.xaxis.automargin is False
    assert letters_px(texts[0], 12) + MARGIN["pad"] < layout.margin.l < letters_px(texts[0], 12) + 20
    assert 2 * 12 < layout.margin.b < 60
    assert layout.margin.r is None


@pytest.mark.parametrize("axis", ["yaxis", "xaxis"])
def test_labels_that_plotly_writes_are_left_to_it(axis: str) -> None:
    drawn = figure()
    settle_margins(drawn)
    assert drawn.layout[axis].automargin is None


def test_a_larger_margin_stays_and_hidden_labels_need_none() -> None:
    drawn = figure(margin={"l": 300}, yaxis={"tickvals": [0], "ticktext": ["x"]}, xaxis={"visible": False})
    settle_margins(drawn)
    assert drawn.layout.margin.l == 300
    assert drawn.layout.margin.b is None
    assert drawn.layout.xaxis.automargin is False
