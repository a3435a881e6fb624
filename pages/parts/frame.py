"""What stands around every page: style, the row of choices, what a link said and did not fit, the footer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import embed, state, takeaway
from pages.parts.session import get_store, theme
from pages.parts.start import guard, through_app
from views.i18n import translator
from views.maps import asset_url
from views.markup import escape
from views.picking import pick_button, pick_mark
from views.spoken import spoken_html

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from views.selection import Selection

_CSS = asset_url("atlas.css").removeprefix("../../")


def open_page(page: str) -> tuple[Selection, Callable[[str], str]]:
    """Style and choice of a page; the first line of every page."""
    through_app()
    st.html(
        f'<style>@import url("{_CSS}");</style>'
    )  # by URL: the sheet itself would travel with every rerun
    state.work_off()
    selection = state.read(page)
    embed.show_alone(page, selection, theme())
    return selection, translator(selection.lang)


def link_notes(page: str, selection: Selection) -> None:
    """What the address said and does not fit, and what has changed since it was made."""
    items, version = state.ignored(page), state.made_with(page)
    if not items and not version:
        return
    from views.link_texts import misfits_text, version_text  # most links fit

    texts = [misfits_text(items, selection.lang)] if items else []
    if version:
        texts.append(version_text(get_store(), version, selection))
    for text in texts:
        st.html(f'<div class="atlas-note" role="status">{escape(text)}</div>')


def stop_without_figures(
    page: str, selection: Selection, fill_choices: Callable[[], None] = lambda: None
) -> None:
    """End the page in words where there is nothing to draw at this level; with its row of choices, if that was left for later."""
    if selection.indicator:
        return
    fill_choices()
    _ = translator(selection.lang)
    note(_("There are no figures at this level here. Choose another level or place."))
    close_page(page, selection)
    st.stop()


def headline(title: str, subtitle: str, sentence: str = "") -> None:
    """Finding, then indicator, unit, year and area, then a sentence."""
    st.html(
        f"<h1>{escape(title)}</h1><p class='atlas-sub'>{escape(subtitle)}</p>"
        + (f"<p class='atlas-lead'>{escape(sentence)}</p>" if sentence else "")
    )


def section(title: str) -> None:
    """Heading of a part of a page."""
    st.html(f"<h2>{escape(title)}</h2>")


def panel_title(title: str, code: str) -> None:
    """Heading of one panel of several; a click on it picks the place."""
    st.html(f"<h3{pick_mark(code)}>{pick_button(escape(title))}</h3>")


def paragraph(text: str) -> None:
    """Plain text."""
    st.html(f"<p>{escape(text)}</p>")


def lines(texts: Sequence[str]) -> None:
    """Sentences one below the other."""
    st.html(f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>")


def small(text: str) -> None:
    """Plain text in small type."""
    st.html(f'<p class="atlas-small">{escape(text)}</p>')


def note(text: str) -> None:
    """A caveat."""
    if text:
        st.html(f'<div class="atlas-note">{escape(text)}</div>')


def step(number: int, title: str) -> None:
    """Heading of one step of several."""
    st.html(f'<h2 class="atlas-step"><b>{number}</b>{escape(title)}</h2>')


def alert(text: str) -> None:
    """What went wrong, and what to do."""
    st.html(f'<div class="atlas-note" role="alert">{escape(text)}</div>')


def source_line(text: str) -> None:
    """Where a figure comes from."""
    st.html(f'<div class="atlas-source">{escape(text)}</div>')


def close_page(page: str, selection: Selection, *, bare: bool = False) -> None:
    """Footer, and the mark that tests and bookmarks wait for; the data's version where readers look for it.

    A bare page has the mark alone: nothing but the slide is on the screen.
    """
    _ = translator(selection.lang)
    store = get_store()
    if bare:
        st.html(f'<span class="atlas-ready" data-page="{page}"></span>')
        st.html(state.ONE_ENTRY, unsafe_allow_javascript=True)
        return
    _take_away(page, selection)
    text = _("Pilot City Atlas · boundaries {vintage}, not an authority on borders")
    if page in ("data", "method"):
        text = _("Pilot City Atlas · data {version} · boundaries {vintage}, not an authority on borders")
    text = text.format(version=store.version, vintage=store.boundary_vintage)
    st.html(
        f'<div class="atlas-source">{escape(text)}</div><span class="atlas-ready" data-page="{page}"></span>'
    )
    st.html(state.ONE_ENTRY + spoken_html(selection.lang), unsafe_allow_javascript=True)


@st.fragment
@guard()
def _take_away(page: str, selection: Selection) -> None:
    takeaway.panel(page, selection)
