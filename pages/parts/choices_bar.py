"""The row of choices at the top of every page."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import state
from pages.parts.session import get_availability, get_choices
from views.choices import MAX_CITIES, MIN_CITIES
from views.i18n import LANGUAGES, pick, translator
from views.knowledge import level_name
from views.markup import short_place_name
from views.peer_choice import trend_indicators

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from views.selection import Selection

_LANGUAGE_LABELS = {"id": "ID", "en": "EN"}


def choices_bar(selection: Selection, fields: Sequence[str]) -> None:
    """The row of choices, always in the same order and place; the language last."""
    choices_later(selection, fields)()


def choices_later(selection: Selection, fields: Sequence[str]) -> Callable[[], None]:
    """Keep the place of the row, for a page that draws its map first; what is given back fills it."""
    row = st.container(horizontal=True, vertical_alignment="bottom", key="choices")
    _ = translator(selection.lang)

    def fill() -> None:
        with row:
            for field in fields:
                _field(field)(selection, _)
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

    return fill


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
    records = get_availability().records
    state.widget(
        st.selectbox,
        _("Indicator"),
        "indicator",
        options,
        selection.indicator or None,
        format_func=lambda name: str(pick(records[name], "name", selection.lang)),
        width=288,
    )


def _city_indicator(selection: Selection, _: Callable[[str], str]) -> None:
    _indicator(selection, _, selection.city)


def _year(selection: Selection, _: Callable[[str], str], city: str | None = None) -> None:
    years = get_availability().years(selection.indicator, selection.level, city=city)
    state.widget(st.selectbox, _("Year"), "year", years[::-1], selection.year, width=95)


def _city_year(selection: Selection, _: Callable[[str], str]) -> None:
    _year(selection, _, None if selection.level == "regency" else selection.city)


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
}
# Fields of single pages: module and function, loaded by the page that has them and waited for by no other.
_FIELDS_ELSEWHERE = {
    "since": ("peer_fields", "since"),
    "peers": ("peer_fields", "peers"),
    "index": ("index_fields", "index_field"),
    "ranked": ("index_fields", "ranked_field"),
    "pattern_city": ("pattern_fields", "city"),
    "pattern_level": ("pattern_fields", "level"),
    "pattern_indicator": ("pattern_fields", "indicator"),
    "talk": ("talk_fields", "talk"),
}


def _field(name: str) -> Callable[[Selection, Callable[[str], str]], None]:
    if name in _FIELDS:
        return _FIELDS[name]
    module, function = _FIELDS_ELSEWHERE[name]
    found: Callable[[Selection, Callable[[str], str]], None] = getattr(
        import_module(f"pages.parts.{module}"), function
    )
    return found
