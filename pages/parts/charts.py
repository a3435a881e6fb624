"""A chart with its table twin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import streamlit as st

from pages.parts import map_panel
from pages.parts.frame import theme
from views.i18n import translator
from views.tables import html_table

if TYPE_CHECKING:
    from views.charts import Chart

_CONFIG = {"displaylogo": False, "displayModeBar": False, "responsive": True}


def figure_alone(chart: Chart, *, key: str, height: Literal["content", "stretch"] = "content") -> None:
    """Draw a chart whose numbers stand in a table nearby, at its own height or at that of its container."""
    map_panel.let_paint()
    st.plotly_chart(
        chart.figure, theme=None, key=key, config=_CONFIG, alt=chart.alt, width="stretch", height=height
    )


def figure_with_table(chart: Chart, *, key: str, lang: str, height: int | None = None) -> None:
    """Draw a chart and, folded away below it, the numbers it shows; a tall one scrolls in `height` pixels."""
    _ = translator(lang)
    tall = height is not None and (chart.figure.layout.height or 0) > height
    with st.container(height=height if tall else "content", border=False):
        figure_alone(chart, key=key)
    with st.expander(_("The numbers as a table")):
        numeric = list(chart.table.columns[1:])
        st.html(
            html_table(
                chart.table,
                caption=chart.caption or chart.alt,
                theme=theme(),
                numeric=numeric,
                caption_hidden=not chart.caption,
                codes=chart.codes,
                column_codes=chart.columns,
            )
        )
