"""Fields of the peers: a ready-made group, the list as it stands, and the features that likeness is measured by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import state
from pages.parts.session import get_availability
from views.formatting import number
from views.i18n import translator
from views.markup import escape_markdown, short_place_name
from views.peer_choice import (
    GROUPS,
    MAX_PEERS,
    WEIGHTS,
    feature_weights,
    features_text,
    level_of_peer,
    years_before,
)
from views.peer_groups import feature_names, group_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from views.peers import PeersPage
    from views.selection import Selection

_COLUMNS = 3
# As many rows of the table of likeness are shown whole; a longer one scrolls in so many pixels.
_WHOLE, _SCROLLED_PX = 13, 640


def peer_group(selection: Selection, code: str | None = None) -> None:
    """Choose a ready-made group; a list picked by hand shows as one more."""
    _ = translator(selection.lang)
    names = group_names(selection.lang, code)
    options = list(names) if selection.peers in names else [*names, selection.peers]
    state.widget(
        st.selectbox,
        _("Peers"),
        "peers",
        options,
        selection.peers,
        format_func=lambda name: names.get(
            name, _("Picked by hand") if name not in GROUPS else _("Does not apply here")
        ),
        width=288,
    )


def peers(selection: Selection, _: Callable[[str], str]) -> None:
    """The group as a field of the choices bar."""
    peer_group(selection, selection.city)


def since(selection: Selection, _: Callable[[str], str]) -> None:
    """First year of a change."""
    before = years_before(get_availability(), selection)
    state.widget(st.selectbox, _("From"), "since", before[::-1], selection.since, width=95)


def peer_list(model: PeersPage) -> None:
    """Add and take away peers; the list then stands in the link."""
    selection = model.selection
    _ = translator(selection.lang)
    if not model.editable:
        st.caption(
            _("A list of more than {n} places cannot be edited here; choose a smaller group first.").format(
                n=MAX_PEERS
            )
        )
        return
    key = "w_peer_list"
    state.hand_over(key, list(model.codes))
    st.multiselect(
        _("The list: add or take away"),
        model.candidates,
        key=key,
        format_func=lambda code: short_place_name(model.names[code]),
        max_selections=MAX_PEERS,
        placeholder=_("none picked"),
        select_all=False,
        filter_mode="contains",
        on_change=lambda: state.choose("peers", ",".join(st.session_state[key])),
    )


def table_height(model: PeersPage) -> int | None:
    """Height beyond which the table of likeness scrolls by itself; None where it is short."""
    return None if len(model.listed) <= _WHOLE else _SCROLLED_PX


def likeness_drawer(selection: Selection) -> None:
    """Features of likeness and their weights, out of the way."""
    _ = translator(selection.lang)
    level = level_of_peer(selection.city)
    weights = feature_weights(selection.features, level)
    names = feature_names(get_availability(), level, selection.lang)
    with st.expander(_("Features and weights of likeness")):
        key = "w_features"
        state.hand_over(key, [name for name in weights if name in names])
        st.multiselect(
            _("Features"),
            list(names),
            key=key,
            format_func=names.get,
            select_all=False,
            filter_mode="contains",
            on_change=lambda: _choose(
                {name: weights.get(name, 1.0) for name in st.session_state[key]}, level
            ),
        )
        columns = st.columns(_COLUMNS)
        for i, name in enumerate(name for name in weights if name in names):
            with columns[i % _COLUMNS]:
                _weight(name, names[name], weights, level, selection.lang)


def _weight(name: str, label: str, weights: dict[str, float], level: str, lang: str) -> None:
    key = f"w_weight_{name}"
    state.hand_over(key, weights[name])
    st.segmented_control(
        escape_markdown(label),
        WEIGHTS,
        key=key,
        required=True,
        format_func=lambda weight: f"× {number(weight, int(weight % 1 > 0), lang)}",
        on_change=lambda: _choose(weights | {name: st.session_state[key]}, level),
    )


def _choose(weights: dict[str, float], level: str) -> None:
    state.choose("features", features_text(weights, level))


def trend_drawer(selection: Selection) -> None:
    """Who the grey lines are."""
    _ = translator(selection.lang)
    with st.expander(_("Choose the peers")):
        peer_group(selection)


def scale_switch(selection: Selection) -> None:
    """Whether the panels share a vertical axis."""
    _ = translator(selection.lang)
    names = {"same": _("the same for all panels"), "own": _("each panel its own")}
    _segmented(selection.scale, _("Vertical axis"), "scale", names)


def measure_switch(selection: Selection, names: dict[str, str]) -> None:
    """Change since the first year, or from year to year."""
    _ = translator(selection.lang)
    _segmented(selection.measure, _("Kind of change"), "measure", names)


def _segmented(current: str, label: str, name: str, names: dict[str, str]) -> None:
    make: Callable[..., object] = st.segmented_control
    state.widget(make, label, name, list(names), current, format_func=names.get, required=True)
