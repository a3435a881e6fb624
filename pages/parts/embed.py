"""A single figure inside somebody else's page: ``?embed=true&figure=NAME`` on the link of any page with figures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import session, state
from views.i18n import translator
from views.markup import escape
from views.page_params import WITH_FIGURES
from views.takeaway.state import state_of

if TYPE_CHECKING:
    from views.selection import Selection


def show_alone(page: str, selection: Selection, theme: str) -> None:
    """Show the figure that an embedding page asks for, and end the run; nothing where none is asked for."""
    name = state.figure_wanted(page)
    if not name or not st.context.is_embedded or page not in WITH_FIGURES:
        return
    from pages.parts import shown  # here and below: no page waits for what one figure alone needs
    from views.takeaway.build import NothingToShow
    from views.talk.showing import in_document
    from views.talk.stage_html import foot_html, legend_html, said_html
    from views.talk.talk import Slide

    kit = replace(session.get_kit(), theme=theme)
    asked = state_of(page, selection, kit.store.version)
    _ = translator(selection.lang)
    try:
        one = in_document(session.get_document(kit, asked), Slide(asked, name), selection.lang)
    except NothingToShow as error:
        st.html(f'<div class="atlas-note" role="alert">{escape(str(error))}</div>')
    else:
        piece = one.pieces[0]
        st.html(f"<h1>{escape(one.title)}</h1><p class='atlas-sub'>{escape(one.document.subtitle)}</p>")
        with st.container(key="shown_figure"):
            shown.figure(piece, selection.lang, theme)
        st.html(legend_html(piece) + said_html(one.document, piece, big=False) + foot_html(piece, ""))
    link, label = escape(asked.link()), _("Open in the atlas")
    st.html(f'<p class="atlas-small"><a href="{link}" target="_blank" rel="noopener">{escape(label)}</a></p>')
    st.html(f'<span class="atlas-ready atlas-alone" data-page="{page}"></span>')
    st.stop()


def code(base: str, link: str, name: str, title: str) -> str:
    """HTML that embeds a figure."""
    address = escape(f"{base}{link}&embed=true&figure={name}")
    return f'<iframe src="{address}" title="{escape(title)}" width="100%" height="640" style="border:0" loading="lazy"></iframe>'
