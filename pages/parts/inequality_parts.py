"""Parts of the patterns page on inequality: inside the city, and between regencies and cities over the years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import frame, pattern_fields
from pages.parts.charts import figure_with_table
from pages.parts.session import get_convergence, maker
from views import convergence_model
from views.charts.convergence import beta_chart, lorenz, sigma_chart
from views.i18n import translator
from views.pattern_inequality import groups_table, inequality_of, inside_lines, measures_table
from views.peer_groups import place_names
from views.tables import html_table

if TYPE_CHECKING:
    from views.pattern_model import PatternsPage
    from views.selection import Selection


def inside(page: PatternsPage) -> None:
    """How unequal the areas of the city are, and where the inequality lies."""
    lang = page.selection.lang
    _, made = translator(lang), maker("patterns", page.selection)
    frame.section(_("How unequal the areas of the city are"))
    found = made("inequality", lambda: inequality_of(page))
    if not found.measurable or found.gini.status != "ok":
        frame.lines(inside_lines(page, found))
        return
    left, right = st.columns(2, gap="large")
    with left:
        figure_with_table(made("lorenz", lambda: lorenz(page, found)), key="lorenz", lang=lang)
    with right:
        frame.lines(inside_lines(page, found))
        table = measures_table(found, lang)
        st.html(
            html_table(
                table, caption=_("Measures of inequality"), theme=page.theme, numeric=[table.columns[1]]
            )
        )
    if found.groups is not None and len(found.theil.groups):
        table = groups_table(page, found)
        with st.expander(_("Between and inside the groups")):
            st.html(
                html_table(table, caption=_("Groups, the highest mean first"), theme=page.theme,
                           numeric=list(table.columns[1:]), max_height=420)
            )  # fmt: skip


def between(selection: Selection, names_of: PatternsPage) -> None:
    """Whether regencies and cities draw nearer to each other."""
    lang = selection.lang
    _ = translator(lang)
    frame.section(_("Do regencies and cities draw nearer to each other?"))
    if not selection.series:
        frame.note(_("There is no series long enough."))
        return
    pattern_fields.series(selection)
    found, made = get_convergence(selection.series), maker("patterns", selection)
    frame.lines(convergence_model.lines(found, lang))
    if found.sigma is None or found.sigma.status != "ok":
        return
    left, right = st.columns(2, gap="large")
    theme = names_of.theme
    with left:
        sigma = made("sigma", lambda: sigma_chart(found, lang=lang, theme=theme))
        figure_with_table(sigma, key="sigma", lang=lang)
    with right:
        if found.beta is not None and found.beta.status == "ok":
            names = place_names(names_of.store)
            chart = made(
                "beta",
                lambda: beta_chart(found, city=selection.city, names=names, lang=lang, theme=theme),
            )
            figure_with_table(chart, key="beta", lang=lang)
            frame.small(convergence_model.left_out_text(found, lang))
