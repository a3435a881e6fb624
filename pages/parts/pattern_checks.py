"""What an analyst asks next of a pattern: small populations, the other level, a second indicator; computed when opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import frame, map_panel, pattern_fields
from pages.parts.charts import figure_with_table
from pages.parts.session import get_availability, get_pair, get_pattern
from views import pattern_levels, pattern_pair
from views.charts.moran_pair import pair_scatter
from views.charts.smoothing import smoothing_chart
from views.i18n import translator
from views.knowledge import level_name
from views.pattern_map import base_map
from views.pattern_rates import rate_lines, smoothed_rates
from views.tables import html_table

if TYPE_CHECKING:
    from views.pattern_model import PatternsPage

MAP_PX = 480


def small_populations(page: PatternsPage) -> None:
    """Raw rates beside smoothed ones."""
    lang = page.selection.lang
    _ = translator(lang)
    given = st.expander(
        _("Rates of small populations: raw and smoothed"), on_change="rerun", key="pattern_rates"
    )
    if not given.open:
        return
    with given:
        found = smoothed_rates(page)
        if found is None:
            frame.paragraph(
                _(
                    "Not for this indicator: smoothing needs a rate whose two counts, cases and people, are both known here."
                )
            )
            return
        frame.lines(rate_lines(page, found))
        figure_with_table(smoothing_chart(page, found), key="smoothing", lang=lang)


def other_level(page: PatternsPage) -> None:
    """The same statistic one level up or down."""
    s = page.selection
    _ = translator(s.lang)
    other = pattern_levels.other_level(get_availability(), s)
    given = st.expander(_("The same at the other level"), on_change="rerun", key="pattern_other")
    if not given.open:
        return
    with given:
        if other is None:
            frame.paragraph(_("There are no figures of this indicator at the other level here."))
            return
        level, year = other
        there = get_pattern(s.city, level, s.indicator, year)
        check = pattern_levels.check_levels(page, there)
        frame.lines(pattern_levels.level_lines(page, check, year))
        table = pattern_levels.level_table(page, there, level, year)
        st.html(
            html_table(
                table,
                caption=_("Both levels"),
                theme=page.theme,
                numeric=list(table.columns[2:]),
            )
        )
        parts = pattern_levels.parts_table(page, there)
        if len(parts):
            caption = _("Villages inside marked districts, or marked villages inside others")
            st.html(
                html_table(
                    parts, caption=caption, theme=page.theme, numeric=list(parts.columns[2:]), max_height=420
                )
            )


def second_indicator(page: PatternsPage) -> None:
    """A map of two rates, and whether one goes along with the other around it."""
    s = page.selection
    _ = translator(s.lang)
    given = st.expander(
        _("Two indicators at once"), on_change="rerun", key="pattern_pair", expanded=bool(s.second)
    )
    if not given.open:
        return
    with given:
        pattern_fields.second(s)
        if not s.second:
            frame.paragraph(_("Choose a second indicator to see both on one map."))
            return
        pair = get_pair(s)
        frame.lines(pattern_pair.pair_lines(page, pair))
        if pair.classes.status != "ok":
            return
        wide, narrow = st.columns([0.62, 0.38], gap="medium")
        with wide:
            alt = ". ".join([_("Two indicators at once"), f"{level_name(s.level, s.lang)}, {page.city_name}"])
            painted = pattern_pair.pair_paint(page, pair, alt)
            map_panel.draw(base_map(page.store, s.city, s.level, s.lang), painted, key="pair", height=MAP_PX)
        with narrow:
            st.html(pattern_pair.pair_key(page, pair))
            frame.small(pattern_pair.pair_note(page, pair))
        if pair.moran.status == "ok":
            figure_with_table(pair_scatter(page, pair), key="pair_scatter", lang=s.lang)
