"""The choice of a talk, in the row of choices of the stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import state, talks
from views.i18n import plural_translator
from views.talk.choice import TALKS
from views.talk.talk import said

if TYPE_CHECKING:
    from collections.abc import Callable

    from views.selection import Selection


def talk(selection: Selection, _: Callable[[str], str]) -> None:
    """The talk that comes with the atlas, or this session's own."""
    mine = talks.own()
    _n, n = plural_translator(selection.lang), len(mine.slides)
    own = _n("{name} · {n} slide", "{name} · {n} slides", n).format(
        name=said(mine.title, selection.lang) or _("My talk"), n=n
    )
    names = {TALKS[0]: said(talks.shipped().title, selection.lang), TALKS[1]: own}
    state.widget(st.selectbox, _("Talk"), "talk", TALKS, selection.talk, format_func=names.get, width=420)
