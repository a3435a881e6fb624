"""What was asked: the choices behind a document, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.formatting import names_text
from views.i18n import pick, translator
from views.index_names import field_names, index_names
from views.knowledge import level_name
from views.markup import short_place_name
from views.page_names import page_names
from views.peer_groups import group_names
from views.takeaway.state import open_state

if TYPE_CHECKING:
    from collections.abc import Mapping

    from views.selection import Selection
    from views.takeaway.kit import Kit
    from views.takeaway.state import State


def asked(kit: Kit, state: State) -> list[tuple[str, str]]:
    """Label and choice, a pair a choice that a reader would name; the permanent link has all of them."""
    selection, _misfits = open_state(state, kit.choices)
    _, s = translator(selection.lang), selection
    names = set(state.params)
    cities = kit.choices.cities
    pairs = [(_("Page"), page_names(s.lang)[state.page])]
    if "city" in names:
        pairs.append((_("Place"), cities[s.city]))
    if "cities" in names:
        pairs.append((_("Places"), names_text([short_place_name(cities[code]) for code in s.cities], s.lang)))
    if "level" in names:
        pairs.append((_("Level"), level_name(s.level, s.lang, short=True)))
    pairs += _figure(kit, s, names)
    if "peers" in names and state.page in ("peers", "trends"):
        group = group_names(s.lang, s.city).get(s.peers, _("Picked by hand"))
        pairs.append((_("Peers"), group))
    if state.page == "index":
        pairs += [
            (_("Framework of the index"), index_names(s.lang)[s.index]),
            (_("Ranked among"), field_names(s.lang)[s.field]),
        ]
    return pairs


def _figure(kit: Kit, s: Selection, names: set[str] | Mapping[str, str]) -> list[tuple[str, str]]:
    _ = translator(s.lang)
    found = []
    if "indicator" in names and s.indicator:
        found.append((_("Indicator"), pick(kit.availability.records[s.indicator], "name", s.lang)))
    years = [
        str(year)
        for year in (s.since if "since" in names else None, s.year if "year" in names else None)
        if year
    ]
    if years:
        found.append((_("Year"), "–".join(years)))
    return found
