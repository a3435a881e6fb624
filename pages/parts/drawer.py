"""The drawer of a map page: what few readers need, out of the way; and the keyboard's way to pick a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import state
from pages.parts.session import get_store
from views.districts import found_html
from views.i18n import translator
from views.markup import short_place_name
from views.picking import MOST
from views.pointkinds import kind_names, kinds_of
from views.selection import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from views.picking import Picks
    from views.selection import Selection


def place_picker(names: Mapping[str, str], picks: Picks, selection: Selection) -> None:
    """Pick places by name or code, for those who do not click."""
    _ = translator(selection.lang)
    key = "w_place"
    state.hand_over(key, [token for token in picks.tokens if token in names])
    st.multiselect(
        _("Find places by name or code"),
        sorted(names, key=lambda code: (names[code], code)),
        key=key,
        format_func=lambda code: f"{names[code]} · {code}" if code[:1].isdigit() else names[code],
        on_change=lambda: state.choose("place", ",".join(st.session_state[key])),
        max_selections=MOST,
        placeholder=_("none picked"),
        select_all=False,  # its row is in English, stands first, and Enter would take it
        filter_mode="contains",
    )


def place_search(names: Mapping[str, str], selection: Selection) -> None:
    """Find places by name or code among thousands, too many for a list that travels with every pick; a button each picks it."""
    _ = translator(selection.lang)
    text = st.text_input(
        _("Find places by name or code"),
        key="w_search",
        placeholder=_("Type a name or code, then Enter"),
        max_chars=60,
    )
    if found := found_html(text, names, selection.lang):
        st.html(found)


def lay_over(selection: Selection, names: Mapping[str, str]) -> None:
    """Choose whose outline is laid over the other cities at true size."""
    _ = translator(selection.lang)
    state.widget(
        st.selectbox,
        _("Lay an outline over the others"),
        "over",
        ["", *selection.cities],
        selection.over,
        format_func=lambda code: short_place_name(names[code]) if code else _("no outline"),
    )


def scheme_names(lang: str) -> dict[str, str]:
    """Names of the classifications."""
    _ = translator(lang)
    return {
        "quantiles": _("Equal counts (quantiles)"),
        "fisher_jenks": _("Natural breaks (Fisher-Jenks)"),
        "equal_interval": _("Equal steps"),
        "pretty": _("Round steps"),
    }


def class_settings(selection: Selection) -> None:
    """Classification and number of classes."""
    _ = translator(selection.lang)
    names = scheme_names(selection.lang)
    state.widget(
        st.selectbox, _("Class limits"), "scheme", list(SCHEMES), selection.scheme, format_func=names.get
    )
    state.widget(st.selectbox, _("Number of classes"), "k", [2, 3, 4, 5, 6, 7], selection.k)


def city_drawer(selection: Selection) -> None:
    """Points, class limits."""
    _ = translator(selection.lang)
    kinds = kinds_of(get_store(), selection.city)
    names = kind_names(selection.lang)
    with st.expander(_("Layers and class limits")):
        if kinds:
            chosen = [kind for kind in selection.points.split(",") if kind in kinds]
            state.widget(
                st.multiselect,
                _("Points on the map"),
                "points",
                kinds,
                chosen,
                format_func=names.get,
                select_all=False,
            )
        class_settings(selection)
