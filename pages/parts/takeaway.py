"""Take a page away: its permanent link, and every figure as files; at the foot of every page, made when asked for."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import streamlit as st

from pages.parts import embed, session, state
from views.i18n import translator
from views.markup import escape
from views.page_params import WITH_FIGURES
from views.takeaway.link_html import link_html
from views.takeaway.state import State, state_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from views.selection import Selection
    from views.takeaway.data import Export
    from views.takeaway.files import Kind
    from views.takeaway.kit import Kit


def panel(page: str, selection: Selection) -> None:
    """The drawer at the foot of a page: opening it, or choosing in it, runs this alone."""
    _ = translator(selection.lang)
    given = st.expander(
        _("Take this page away"), on_change="rerun", key="take_away", icon=":material/download:"
    )
    if not given.open:
        return
    with given:
        st.html(link_html(session.get_store().version, selection.lang), unsafe_allow_javascript=True)
        if session.own_data():
            st.caption(
                _(
                    "Figures that you brought along are not in the link: they stay on this machine and in this session."
                )
            )
        if page in WITH_FIGURES:
            _figures(page, selection)


def address() -> str:
    """Address of the app as the reader's browser has it."""
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _figures(page: str, selection: Selection) -> None:
    from views.takeaway.build import (  # here: no page waits for it before it is asked for
        NothingToShow,
        document,
    )
    from views.takeaway.files import of_figure, of_page

    kit = session.get_kit()
    try:
        found = document(kit, state_of(page, selection, kit.store.version))
    except NothingToShow as error:
        st.caption(str(error))
        return
    _ = translator(selection.lang)
    titles = {piece.key: _("Map") if piece.map is not None else piece.title for piece in found.pieces}
    key = st.selectbox(_("Figure or table"), list(titles), format_func=titles.get, key=f"take_{page}")
    st.button(
        _("Add to my talk"),
        key=f"take_talk_{page}",
        icon=":material/slideshow:",
        on_click=partial(_to_talk, page, key, kit.store.version),
    )
    _buttons(_("This figure"), of_figure(found.piece(key), selection.lang), kit, page, key)
    _buttons(_("The whole page"), of_page(selection.lang), kit, page, "")
    with st.popover(_("Embed this figure"), icon=":material/code:"):
        link = state_of(page, selection, kit.store.version).link()
        st.code(embed.code(address(), link, key, titles[key]), language="html", wrap_lines=True)


def _to_talk(page: str, key: str, version: str) -> None:
    """Put the figure, as the page shows it now, at the end of this session's talk."""
    from pages.parts import talks
    from views.talk.talk import BadTalk

    current = state.current()
    _ = translator(current.get("lang", "id"))
    try:
        count = talks.add(State(page, dict(current), version), key)
    except BadTalk as error:
        st.toast(str(error))
        return
    st.toast(
        _("Added as slide {n} of your talk; it stands on the page Stage.").format(n=count),
        icon=":material/check:",
    )


def _buttons(label: str, kinds: Mapping[str, Kind], kit: Kit, page: str, key: str) -> None:
    with st.container(
        horizontal=True, vertical_alignment="center", key=f"take_{'figure' if key else 'page'}"
    ):
        st.html(f"<span class='atlas-small'>{escape(label)}</span>")
        for name, kind in kinds.items():
            made = partial(_made, kind.make, kit, page, key, state.current(), address())
            file = "-".join(part for part in ("atlas", page, key) if part) + f".{kind.ending}"
            st.download_button(
                kind.label, made, file_name=file, mime=kind.mime, on_click="ignore", key=f"take_{name}"
            )


def _made(
    make: Callable[[Kit, Export], bytes], kit: Kit, page: str, key: str, current: Mapping[str, str], base: str
) -> bytes:
    """A file, made when its button is pressed, of what the page shows then: a slider may have moved since it was drawn."""
    from views.takeaway.build import document
    from views.takeaway.data import Export

    found = document(kit, State(page, dict(current), kit.store.version))
    piece = found.piece(key) if key else found.pieces[0]
    return make(kit, Export(found, piece, dt.date.today(), base))  # noqa: DTZ011 - the reader's day
