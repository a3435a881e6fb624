"""The stage: a slide in big type, the way to the next one, and what belongs to it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from geodata.errors import AtlasError
from pages.parts import frame, session, state, talks
from pages.parts import shown as shown_parts
from views.i18n import plural_translator, translator
from views.takeaway.build import NothingToShow
from views.talk.choice import SHOW
from views.talk.showing import frozen_text, in_document
from views.talk.stage_html import foot_html, head_html, legend_html, progress_html, said_html
from views.talk.talk import BadTalk, Talk, said

if TYPE_CHECKING:
    from views.deck.slides import Shown
    from views.selection import Selection

BIG = 1.45
"""How many times as large a chart is on the stage at most."""
_MAP_PX = 560


def talk_bar(talk: Talk, selection: Selection) -> None:
    """Which talk, the steps through it, whether it is being shown."""
    _ = translator(selection.lang)
    count, showing = len(talk.slides), selection.show == "on"
    at = min(selection.slide, max(count, 1))
    with st.container(horizontal=True, vertical_alignment="center", key="stage_bar"):
        if count:
            name = said(talk.title, selection.lang) or _("My talk")
            st.html(
                progress_html(at, count, name, selection.lang, showing=showing), unsafe_allow_javascript=True
            )
            _step("first", ":material/first_page:", _("First slide"), 1, disabled=at == 1)
            _step("back", ":material/chevron_left:", _("Back"), at - 1, disabled=at == 1)
            _step("next", ":material/chevron_right:", _("Next"), at + 1, disabled=at == count)
            _step("last", ":material/last_page:", _("Last slide"), count, disabled=at == count)
            label = _("End the show") if showing else _("Start the show")
            st.button(label, key="stage_show", type="secondary" if showing else "primary",
                      on_click=partial(state.choose, "show", SHOW[not showing]))  # fmt: skip


def _step(name: str, icon: str, label: str, to: int, *, disabled: bool) -> None:
    st.button(
        "", icon=icon, help=label, key=f"stage_{name}", disabled=disabled, type="tertiary",
        on_click=partial(state.choose, "slide", str(to)),
    )  # fmt: skip


def slide(talk: Talk, selection: Selection) -> Shown | None:
    """Show a slide; in words why not, where its page or its figure is not there any more."""
    lang, count = selection.lang, len(talk.slides)
    if selection.slide > count:
        _n = plural_translator(lang)
        text = _n("The talk has {n} slide; this is it.", "The talk has {n} slides; this is the last.", count)
        frame.note(text.format(n=count))
    at = min(selection.slide, count) - 1
    try:
        one = _shown(talk, at, lang)
        badge = frozen_text(talk, lang)
    except (AtlasError, BadTalk, NothingToShow) as error:
        frame.alert(str(error))
        return None
    st.html(head_html(one))
    piece = one.pieces[0]
    words = said_html(one.document, piece) + legend_html(piece)
    wide, narrow = st.columns([0.7, 0.3], gap="large") if words else (st.container(), None)
    with wide, st.container(key="stage_figure"):
        shown_parts.figure(piece, lang, frame.theme(), most=_most(), map_px=_MAP_PX)
    if narrow is not None:
        with narrow:
            st.html(words)
    st.html(foot_html(piece, badge))
    return one


def _shown(talk: Talk, at: int, lang: str) -> Shown:
    one = talk.slides[at]
    kit = replace(talks.kit(talk), theme=frame.theme())
    return in_document(session.get_document(kit, one.in_language(lang)), one, lang)


def _most() -> float:
    """On a telephone big type would run together: there is no room to be large in."""
    return 1.0 if "Mobi" in st.context.headers.get("User-Agent", "") else BIG


def empty(selection: Selection) -> None:
    """What to do where this session has no talk yet."""
    _ = translator(selection.lang)
    frame.headline(
        _("Your talk has no slides yet"),
        _("A slide is a page of the atlas as you have set it, with one of its figures."),
    )
    frame.paragraph(_("Open any page, choose what you want to show, and press “Add to my talk” at its foot."))
    frame.paragraph(_("Or start from the talk on the four pilots, or load a talk that you saved."))
