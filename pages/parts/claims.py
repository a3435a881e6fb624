"""The claim checker: a sentence to fill in, and its answer with everything behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from pages.parts import state
from pages.parts.frame import paragraph, theme
from pages.parts.session import get_availability, get_store
from views.claims import (
    KINDS,
    ClaimChoice,
    build_claim,
    default_claim,
    first_pair,
    read_claim,
    with_part,
    years_of,
)
from views.claims_html import answer_html
from views.i18n import translator
from views.markup import short_place_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from views.selection import Selection


def claim_checker(
    selection: Selection, text: str, changed: Callable[[str], None], *, cities: Mapping[str, str]
) -> None:
    """Ask whether A is higher than B, or improved faster, and answer.

    Parameters
    ----------
    selection
        Language, indicator, year and the compared cities.
    text
        The claim as the link holds it (`ClaimChoice.text`); "" or what does not fit any more asks about the first two cities
        with a figure.
    changed
        Called with the new text when the reader changes a part of the claim.
    cities
        All places that can be chosen, code -> name.
    """
    store, lang = get_store(), selection.lang
    _ = translator(lang)
    years = years_of(store, selection.indicator)
    options = list(selection.cities)
    names = {code: short_place_name(cities[code]) for code in options}
    pair = first_pair(store, selection.indicator, options, selection.year)
    choice = read_claim(text, cities=names, years=years) or default_claim(
        *pair, "higher", years=years, year=selection.year
    )
    if choice is None:
        paragraph(_("There are no figures to check a claim with."))
        return
    availability = get_availability()
    improves = str(availability.catalogue.at[selection.indicator, "direction"]) != "neutral"
    words = {
        "higher": _("is higher than"),
        "faster": _("improved faster than") if improves else _("rose faster than"),
    }
    _sentence_row(choice, names, words, years, changed, lang)
    view = build_claim(store, availability, choice, selection.indicator, lang, names=names)
    st.html(answer_html(view, lang=lang, theme=theme()))


def _sentence_row(
    choice: ClaimChoice,
    names: Mapping[str, str],
    words: Mapping[str, str],
    years: Callable[[str], list[int]],
    changed: Callable[[str], None],
    lang: str,
) -> None:
    """The claim as a row of fields: place, relation, place, years."""
    _ = translator(lang)
    common = sorted({*years(choice.a), *years(choice.b)})
    with st.container(horizontal=True, vertical_alignment="bottom", key="claim_row"):
        _field(_("Place A"), "a", list(names), choice, years, changed, format_func=names.get, width=210)
        _field(_("Claim"), "kind", list(KINDS), choice, years, changed, format_func=words.get, width=190)
        _field(_("Place B"), "b", list(names), choice, years, changed, format_func=names.get, width=210)
        if choice.since is not None:
            _field(
                _("From"), "since", [y for y in common if y < choice.until], choice, years, changed, width=95
            )
            _field(
                _("To"), "until", [y for y in common if y > choice.since], choice, years, changed, width=95
            )
        else:
            _field(_("Year"), "until", common[::-1], choice, years, changed, width=95)


def _field(
    label: str,
    part: str,
    options: Sequence[Any],
    choice: ClaimChoice,
    years: Callable[[str], list[int]],
    changed: Callable[[str], None],
    **settings: Any,
) -> None:
    key = f"claim_{part}"
    state.hand_over(key, getattr(choice, part))

    def write() -> None:
        changed(with_part(choice, part, st.session_state[key], years=years).text())

    st.selectbox(label, options, key=key, on_change=write, **settings)
