"""One figure of a page by itself, as the stage and embedded figures show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import map_panel
from views.i18n import translator
from views.tables import html_table
from views.talk.enlarged import enlarged

if TYPE_CHECKING:
    from views.charts import Chart
    from views.takeaway.document import Piece

_ROOM_PX = 680
"""Height that a chart should not need more of to be enlarged."""


def figure(piece: Piece, lang: str, theme: str, *, most: float = 1.0, map_px: int = 460) -> None:
    """Draw a live map, a chart or a table, and the numbers of a figure folded away below it.

    Parameters
    ----------
    piece
        The figure.
    lang, theme
        Of the page.
    most
        How many times as large a chart may be.
    map_px
        Height of a map.
    """
    if piece.map is not None:
        map_panel.draw(piece.map.chart, piece.map.paint(), key="shown_map", height=map_px)
    elif piece.chart is not None:
        st.plotly_chart(
            enlarged(piece.chart, _factor(piece.chart, most)), theme=None, key="shown_chart", alt=piece.alt, width="stretch",
            config={"displaylogo": False, "displayModeBar": False, "responsive": True},
        )  # fmt: skip
    else:
        st.html(_table(piece, piece.title, theme))
    if piece.is_figure:
        _ = translator(lang)
        with st.expander(_("The numbers as a table")):
            st.html(_table(piece, piece.alt, theme))


def _factor(chart: Chart, most: float) -> float:
    return max(1.0, min(most, _ROOM_PX / float(chart.figure.layout.height or _ROOM_PX)))


def _table(piece: Piece, caption: str, theme: str) -> str:
    """The numbers of a figure as on the page."""
    return html_table(
        piece.table, caption=piece.caption or caption, theme=theme, numeric=list(piece.table.columns[1:])
    )
