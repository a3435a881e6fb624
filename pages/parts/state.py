"""A reader's choice between the address bar, the session and the widgets.

The address is the truth: widgets write it in their callbacks and are set from it, so a link restores a page and the
back button works. (Streamlit's own ``bind="query-params"`` drops invalid values without a word and leaves out defaults,
so that a saved link would change its meaning with them.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from pages.parts.data import get_choices
from views.selection import MIN_CITIES, Ignored, Selection, read_selection

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PARAMS = {
    "overview": ("lang", "indicator", "year", "place"),
    "city": ("lang", "city", "level", "indicator", "year", "scheme", "k", "points", "place"),
    "compare": ("lang", "cities", "level", "indicator", "year", "scheme", "k", "place"),
    "data": ("lang", "city"),
    "method": ("lang",),
}
_MEMORY, _QUIET, _IGNORED = "_chosen", "_quiet", "_ignored"


def read(page: str) -> Selection:
    """The choice for a page, written back to the address in full."""
    memory: dict[str, str] = st.session_state.setdefault(_MEMORY, {})
    link = {name: st.query_params[name] for name in st.query_params if name in PARAMS[page]}
    selection, ignored = read_selection(
        link, memory, get_choices(), browser_lang=st.context.locale, page=page
    )
    strange = [
        Ignored(name, st.query_params[name][:60], "parameter")
        for name in st.query_params
        if not any(name in names for names in PARAMS.values())
    ]
    if not st.session_state.pop(_QUIET, False) and (ignored or strange):
        st.session_state[_IGNORED] = (page, [*ignored, *strange])
    params = selection.params(PARAMS[page])
    memory.update(params)
    if st.query_params.to_dict() != params:
        st.query_params.from_dict(params)
    return selection


def ignored(page: str) -> list[Ignored]:
    """What the link said and did not fit, until the reader chooses something."""
    where, items = st.session_state.get(_IGNORED, ("", []))
    return items if where == page else []


def choose(name: str, value: str) -> None:
    """Set one parameter, as a widget's callback or before a rerun."""
    st.session_state[_MEMORY][name] = value
    st.session_state[_QUIET] = True
    st.session_state.pop(_IGNORED, None)
    if value:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]
    if name in ("city", "cities", "level") and "place" in st.query_params:
        choose("place", "")


def hand_over(key: str, value: Any) -> None:
    """Set a widget that shows another value, or shows this one in the other language.

    A browser keeps the words it shows and sends them back; in another language they would be no option any more.
    """
    lang = st.session_state[_MEMORY].get("lang")
    if st.session_state.get(key) != value or st.session_state.get(f"{key}_lang") != lang:
        st.session_state[key] = value
    st.session_state[f"{key}_lang"] = lang


def widget(
    make: Callable[..., Any], label: str, name: str, options: Sequence[Any], current: Any, **settings: Any
) -> None:
    """Draw a widget that shows `current` and writes its choice to the address."""
    key = f"w_{name}"
    if current is not None:
        hand_over(key, current)

    def changed() -> None:
        value = st.session_state[key]
        if value is None or (
            name == "cities" and len(value) < MIN_CITIES
        ):  # a comparison needs two: keep what was
            st.session_state[_QUIET] = True
            return
        choose(name, ",".join(value) if isinstance(value, list) else str(value))

    make(label, options, key=key, on_change=changed, **settings)
