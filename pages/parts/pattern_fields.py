"""Fields of the patterns page: cities, levels and rates it can test, what the map shows, the second indicator, the series."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import state
from pages.parts.session import get_availability, get_choices
from views.i18n import pick, translator
from views.knowledge import level_name
from views.pattern_choice import (
    GRAPH,
    SHOWN,
    national_series,
    pattern_cities,
    pattern_indicators,
    pattern_levels,
)
from views.pattern_lineup import MAPS
from views.pattern_texts import shown_names

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from views.pattern_model import PatternsPage
    from views.selection import Selection


def city(selection: Selection, _: Callable[[str], str]) -> None:
    """Choose a city that has rates inside it."""
    names = get_choices().cities
    state.widget(
        st.selectbox, _("City or regency"), "city", pattern_cities(get_choices()), selection.city,
        format_func=lambda code: f"{names[code]} · {code}", width=280,
    )  # fmt: skip


def level(selection: Selection, _: Callable[[str], str]) -> None:
    """Choose districts or villages."""
    levels = pattern_levels(get_availability(), selection.city)
    state.widget(
        st.selectbox, _("Level"), "level", list(levels), selection.level if selection.level in levels else None,
        format_func=lambda name: level_name(name, selection.lang, short=True), width=175,
    )  # fmt: skip


def indicator(selection: Selection, _: Callable[[str], str]) -> None:
    """Choose a rate."""
    options = pattern_indicators(get_availability(), selection.level, selection.city)
    _indicator_box(_("Indicator"), "indicator", options, selection.indicator or None, selection.lang)


def second(selection: Selection) -> None:
    """Choose a second rate, or none."""
    _ = translator(selection.lang)
    options = pattern_indicators(get_availability(), selection.level, selection.city)
    others = ["", *(name for name in options if name != selection.indicator)]
    _indicator_box(_("Second indicator"), "second", others, selection.second, selection.lang, _("none yet"))


def series(selection: Selection) -> None:
    """Choose the national series."""
    _ = translator(selection.lang)
    options = national_series(get_availability())
    _indicator_box(
        _("Series of regencies and cities"), "series", options, selection.series or None, selection.lang
    )


def _indicator_box(
    label: str, name: str, options: Sequence[str], current: str | None, lang: str, nothing: str = ""
) -> None:
    catalogue = get_availability().catalogue
    state.widget(
        st.selectbox, label, name, list(options), current,
        format_func=lambda one: pick(catalogue.loc[one], "name", lang) if one else nothing, width=288,
    )  # fmt: skip


def map_switches(page: PatternsPage) -> None:
    """What the map paints, and whether lines join neighbours."""
    s = page.selection
    _ = translator(s.lang)
    make: Callable[..., object] = st.segmented_control
    with st.container(horizontal=True, vertical_alignment="bottom", key="pattern_switches"):
        if page.moran.status == "ok":
            names = shown_names(s.lang)
            state.widget(
                make, _("The map shows"), "shown", list(SHOWN), s.shown, format_func=names.get, required=True
            )
        on = {"off": _("hidden"), "on": _("shown")}
        state.widget(
            make,
            _("Lines between neighbours"),
            "graph",
            list(GRAPH),
            s.graph,
            format_func=on.get,
            required=True,
        )


def guess(token: str, lang: str) -> int | None:
    """Which of the nine maps the reader takes for the real one; asked anew for every selection.

    It is an answer and no view, so that it stands in no link: whoever opens one is to guess for himself.
    """
    _ = translator(lang)
    kept = st.session_state.setdefault("pattern_guess", {})
    key = "w_pattern_guess"
    state.hand_over(key, kept.get(token))

    def changed() -> None:
        st.session_state["pattern_guess"] = {token: st.session_state[key]}

    st.segmented_control(_("Which one is real?"), list(range(1, MAPS + 1)), key=key, on_change=changed)
    found = kept.get(token)
    return int(found) if found is not None else None
