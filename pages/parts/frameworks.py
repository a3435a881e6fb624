"""A framework part by part: folded, with its counts in view; an open part leads from each indicator to its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import state
from pages.parts.links import indicator_link
from pages.parts.start import guard
from views.framework_texts import framework_names
from views.frameworks_html import head_html, line_html, part_html, part_label
from views.i18n import translator

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.delta_generator import DeltaGenerator

    from views.frameworks import FrameworkPage, Part
    from views.selection import Selection


def framework_switch(selection: Selection) -> None:
    """Choose the framework; the address keeps it."""
    _ = translator(selection.lang)
    names = framework_names(selection.lang)
    make: Callable[..., object] = st.segmented_control
    state.widget(
        make,
        _("Framework"),
        "framework",
        list(names),
        selection.framework,
        format_func=names.get,
        required=True,
    )


@st.fragment
@guard()  # what happens in a fragment does not reach app.py
def parts(page: FrameworkPage, selection: Selection) -> None:
    """Draw the parts; unfolding one runs this alone, and only what is open is sent."""
    for part in page.parts:
        box = st.expander(part_label(part), key=f"part_{selection.framework}_{part.id}", on_change="rerun")
        if box.open:
            with box:
                _part(part, page, selection.lang)


def _part(part: Part, page: FrameworkPage, lang: str) -> None:
    st.html(part_html(part, lang))
    if part.lines:
        _left, right = _columns()
        right.html(head_html(page.pilots, lang))
    for line in part.lines:
        left, right = _columns()
        with left:
            indicator_link(line, lang)
        right.html(line_html(line, page.pilots, lang))


def _columns() -> list[DeltaGenerator]:
    """The same widths on every line, so that the pilots stand in columns."""
    return st.columns([0.34, 0.66], gap="small", vertical_alignment="center")
