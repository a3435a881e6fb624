"""Parts of the patterns page, from the map to what an analyst asks next; all of one model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import frame, map_panel, pattern_fields
from pages.parts.charts import figure_with_table
from pages.parts.data import shared_outlines
from pages.parts.session import maker
from views import pattern_texts as say
from views.charts.moran import chance_histogram, moran_scatter
from views.headlines import caveats, source_text
from views.i18n import translator
from views.pattern_lineup import (
    alt_text,
    lineup_of,
    lineup_svg,
    lineup_table,
    picture,
    question,
    token_of,
    verdict,
)
from views.pattern_map import base_map, key, paint
from views.tables import html_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from views.pattern_model import PatternsPage

MAP_PX = 560


def answer(page: PatternsPage) -> None:
    """What was found."""
    frame.headline(say.headline(page), say.subtitle(page), say.lead(page))


def city_map(page: PatternsPage) -> None:
    """Map with its switches, source and notes."""
    s = page.selection
    pattern_fields.map_switches(page)
    alt = f"{say.subtitle(page)}. {say.headline(page)}"
    map_panel.draw(
        base_map(page.store, s.city, s.level, s.lang), paint(page, alt), key="patterns", height=MAP_PX
    )
    st.html(key(page))


def notes(page: PatternsPage) -> None:
    """Source, what is left out, what the words mean."""
    lang = page.selection.lang
    vintage = page.store.boundary_vintage
    frame.source_line(source_text(page.figure, page.store.sources(), lang, vintage=vintage))
    for text in (*say.notes(page), caveats(page.figure, lang)):
        frame.note(text)
    frame.small(say.method_note(lang))


def marked(page: PatternsPage, codes: Sequence[str]) -> None:
    """The marked areas among their neighbours; without any, what stands out most."""
    lang = page.selection.lang
    _ = translator(lang)
    chosen = [code for code in codes if code in page.names]
    shown = chosen or say.standing_out(page)
    if not shown:
        st.html("<span></span>")
        return
    caption = _("Marked areas among their neighbours") if chosen else _("Areas that stand out most")
    table = say.short_rows(page, shown)
    numeric = list(table.columns[1:3])
    st.html(
        html_table(table, caption=caption, theme=page.theme, numeric=numeric, max_height=460, codes=shown)
    )


def scatter(page: PatternsPage) -> None:
    """Moran's scatter and what chance makes of its slope, side by side."""
    lang = page.selection.lang
    _, made = translator(lang), maker("patterns", page.selection)
    if page.moran.status != "ok":
        return
    left, right = st.columns(2, gap="large")
    with left:
        frame.section(_("Each area beside its neighbours"))
        figure_with_table(made("scatter", lambda: moran_scatter(page)), key="scatter", lang=lang)
    with right:
        frame.section(_("Could chance do this?"))
        chance = made("chance", lambda: chance_histogram(page.moran, lang=lang, theme=page.theme))
        figure_with_table(chance, key="chance", lang=lang)


def lineup(page: PatternsPage) -> None:
    """The real map among eight of chance; drawn when it is opened, told when one is picked."""
    s = page.selection
    _ = translator(s.lang)
    if page.moran.status != "ok":
        return
    given = st.expander(_("Which map is real? See for yourself"), on_change="rerun", key="pattern_lineup")
    if not given.open:
        return
    found = lineup_of(page.pattern, token_of(page))
    outlines, height = shared_outlines(s.city, s.level)
    with given:
        frame.paragraph(question(s.lang))
        st.html(picture(lineup_svg(outlines, height, page.figure, found, page.theme), alt_text(s.lang)))
        guess = pattern_fields.guess(token_of(page), s.lang)
        if guess is not None:
            frame.paragraph(verdict(page, found, guess))
            table = lineup_table(found, s.lang)
            caption = _("How alike neighbours are in each map")
            st.html(html_table(table, caption=caption, theme=page.theme, numeric=[table.columns[1]]))
