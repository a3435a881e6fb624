"""What stands around every page: style, the row of choices, what a link said and did not fit, the footer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import embed, index_fields, pattern_fields, peer_fields, state, takeaway
from pages.parts.session import get_availability, get_choices, get_store
from pages.parts.start import through_app
from views.choices import MAX_CITIES, MIN_CITIES
from views.i18n import LANGUAGES, pick, translator
from views.knowledge import level_name
from views.link_texts import misfits_text, version_text
from views.maps import asset_url
from views.markup import escape, short_place_name
from views.peer_choice import trend_indicators
from views.picking import pick_button, pick_mark
from views.spoken import spoken_html

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from views.selection import Selection

_CSS = asset_url("atlas.css").removeprefix("../../")
_LANGUAGE_LABELS = {"id": "ID", "en": "EN"}


def theme() -> str:
    """Theme the browser shows: "light" or "dark"."""
    return "dark" if st.context.theme.type == "dark" else "light"


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


def choices_bar(selection: Selection, fields: Sequence[str]) -> None:
    """The row of choices, always in the same order and place; the language last."""
    _ = translator(selection.lang)
    with st.container(horizontal=True, vertical_alignment="bottom", key="choices"):
        for field in fields:
            _FIELDS[field](selection, _)
        st.space("stretch")
        state.widget(
            st.segmented_control,
            _("Language"),
            "lang",
            LANGUAGES,
            selection.lang,
            format_func=_LANGUAGE_LABELS.get,
            required=True,
        )


def _city(selection: Selection, _: Callable[[str], str]) -> None:
    cities = get_choices().cities
    state.widget(
        st.selectbox,
        _("City or regency"),
        "city",
        list(cities),
        selection.city,
        format_func=lambda code: f"{cities[code]} · {code}",
        width=280,
    )


def _cities(selection: Selection, _: Callable[[str], str]) -> None:
    _several(selection, _("Two to four cities or regencies"), MIN_CITIES)


def _trend_cities(selection: Selection, _: Callable[[str], str]) -> None:
    _several(selection, _("One to four cities or regencies"), 1)


def _several(selection: Selection, label: str, least: int) -> None:
    cities = get_choices().cities
    state.widget(
        st.multiselect,
        label,
        "cities",
        list(cities),
        list(selection.cities),
        format_func=lambda code: short_place_name(cities[code]),
        max_selections=MAX_CITIES,
        least=least,
        width=380,
        select_all=False,  # its row is in English, stands first, and Enter would take it
        filter_mode="contains",
    )


def _level(selection: Selection, _: Callable[[str], str], levels: Sequence[str] | None = None) -> None:
    state.widget(
        st.selectbox,
        _("Level"),
        "level",
        list(get_choices().levels(selection.city) if levels is None else levels),
        selection.level,
        format_func=lambda level: level_name(level, selection.lang, short=True),
        width=175,
    )


def _compare_level(selection: Selection, _: Callable[[str], str]) -> None:
    _level(selection, _, get_choices().compare_levels(selection.cities))


def _country_level(selection: Selection, _: Callable[[str], str]) -> None:
    if len(levels := get_choices().country_levels()) > 1:
        _level(selection, _, levels)


def _country_indicator(selection: Selection, _: Callable[[str], str]) -> None:
    _one_of(selection, _, get_choices().country_indicators(selection.level))


def _compare_indicator(selection: Selection, _: Callable[[str], str]) -> None:
    _one_of(selection, _, get_choices().compare_indicators(selection.level, selection.cities))


def _indicator(selection: Selection, _: Callable[[str], str], city: str | None = None) -> None:
    _one_of(selection, _, get_choices().indicators(selection.level, city))


def _trend_indicator(selection: Selection, _: Callable[[str], str]) -> None:
    _one_of(selection, _, trend_indicators(get_availability()))


def _one_of(selection: Selection, _: Callable[[str], str], options: Sequence[str]) -> None:
    catalogue = get_availability().catalogue
    state.widget(
        st.selectbox,
        _("Indicator"),
        "indicator",
        options,
        selection.indicator or None,
        format_func=lambda name: f"{pick(catalogue.loc[name], 'name', selection.lang)}",
        width=288,
    )


def _city_indicator(selection: Selection, _: Callable[[str], str]) -> None:
    _indicator(selection, _, selection.city)


def _year(selection: Selection, _: Callable[[str], str], city: str | None = None) -> None:
    years = get_availability().years(selection.indicator, selection.level, city=city)
    state.widget(st.selectbox, _("Year"), "year", years[::-1], selection.year, width=95)


def _city_year(selection: Selection, _: Callable[[str], str]) -> None:
    _year(selection, _, None if selection.level == "regency" else selection.city)


def _talk(selection: Selection, _: Callable[[str], str]) -> None:
    from pages.parts import talk_fields  # what a talk is made from is loaded by the stage alone

    talk_fields.talk(selection, _)


_FIELDS = {
    "city": _city,
    "cities": _cities,
    "level": _level,
    "compare_level": _compare_level,
    "country_level": _country_level,
    "country_indicator": _country_indicator,
    "indicator": _indicator,
    "compare_indicator": _compare_indicator,
    "city_indicator": _city_indicator,
    "year": _year,
    "city_year": _city_year,
    "trend_cities": _trend_cities,
    "trend_indicator": _trend_indicator,
    "since": peer_fields.since,
    "peers": peer_fields.peers,
    "index": index_fields.index_field,
    "ranked": index_fields.ranked_field,
    "pattern_city": pattern_fields.city,
    "pattern_level": pattern_fields.level,
    "pattern_indicator": pattern_fields.indicator,
    "talk": _talk,
}


def link_notes(page: str, selection: Selection) -> None:
    """What the address said and does not fit, and what has changed since it was made."""
    items, version = state.ignored(page), state.made_with(page)
    texts = [misfits_text(items, selection.lang)] if items else []
    if version:
        texts.append(version_text(get_store(), version, selection))
    for text in texts:
        st.html(f'<div class="atlas-note" role="status">{escape(text)}</div>')


def stop_without_figures(page: str, selection: Selection) -> None:
    """End the page in words where there is nothing to draw at this level."""
    if selection.indicator:
        return
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
def _take_away(page: str, selection: Selection) -> None:
    takeaway.panel(page, selection)
