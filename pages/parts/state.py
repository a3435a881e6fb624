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
    "data": ("lang", "tab"),
    "method": ("lang",),
}
_MEMORY, _WRITTEN, _IGNORED = "_chosen", "_written", "_ignored"
_MOST, _LONGEST = 5, 60


def read(page: str) -> Selection:
    """The choice for a page, written back to the address in full.

    An address that neither this function nor a widget wrote is a new link: what it says and does not fit is kept for
    `ignored`, until the next link or choice.
    """
    memory: dict[str, str] = st.session_state.setdefault(_MEMORY, {})
    address = st.query_params.to_dict()
    link = {name: text for name, text in address.items() if name in PARAMS[page]}
    selection, misfits = read_selection(
        link, memory, get_choices(), browser_lang=st.context.locale, page=page
    )
    if address != st.session_state.get(_WRITTEN):
        every = {name for names in PARAMS.values() for name in names}
        strange = [
            Ignored(name[:_LONGEST], text[:_LONGEST], "parameter")
            for name, text in address.items()
            if name not in every
        ]
        st.session_state[_IGNORED] = (page, [*misfits, *strange][:_MOST])
    params = selection.params(PARAMS[page])
    memory.update(params)
    if address != params:
        st.query_params.from_dict(params)
    st.session_state[_WRITTEN] = params
    return selection


def ignored(page: str) -> list[Ignored]:
    """What the link said and did not fit, until the reader chooses something."""
    where, items = st.session_state.get(_IGNORED, ("", []))
    return items if where == page else []


def choose(name: str, value: str) -> None:
    """Set one parameter, as a widget's callback or before a rerun."""
    st.session_state[_MEMORY][name] = value
    st.session_state.pop(_IGNORED, None)
    if value:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]
    if name in ("city", "cities", "level") and "place" in st.query_params:
        choose("place", "")
    st.session_state[_WRITTEN] = st.query_params.to_dict()


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
            return
        choose(name, ",".join(value) if isinstance(value, list) else str(value))

    make(label, options, key=key, on_change=changed, **settings)


def remember(name: str, token: object, make: Callable[[], Any]) -> Any:
    """A result of this session that is made again only when `token` has changed."""
    kept = st.session_state.get(f"up_kept_{name}")
    if kept is None or kept[0] != token:
        kept = st.session_state[f"up_kept_{name}"] = (token, make())
    return kept[1]
