"""The country by district: names that tell 7 285 places apart, words for them, and the search among them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import pandas as pd

from analytics.rounding import rounded
from geodata.codes import CODE_LENGTH
from views.availability import PILOTS, city_of
from views.formatting import names_text, number
from views.headlines import MANY, nothing_headline
from views.i18n import pick, plural_translator, translator
from views.markup import escape, plain_name, short_place_name
from views.picking import pick_button, pick_mark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geodata.store import Store
    from views.figures import Figure, National

_names: WeakKeyDictionary[Store, dict[str, str]] = WeakKeyDictionary()  # a store never changes
FOUND = 12
"""Places that a search lists at most."""


def district_names(store: Store) -> dict[str, str]:
    """Every district by its code, with its regency, since many share a name: "Muncar, Kab. Banyuwangi"; to be read only."""
    if store in _names:
        return _names[store]
    regencies = store.place_table("regency").set_index("code")["name"].map(short_place_name)
    table = store.place_table("district")
    above = table["code"].str[: CODE_LENGTH["regency"]].map(regencies)
    _names[store] = dict(zip(table["code"], table["name"] + ", " + above, strict=True))
    return _names[store]


def spread_headline(figure: Figure, nation: National, names: Mapping[str, str], lang: str) -> str:
    """How many districts have a figure, from where to where these go, and what lies in their middle."""
    _ = translator(lang)
    values, short = figure.values.dropna(), pick(figure.row, "short", lang)
    if values.empty:
        return nothing_headline(figure, _("Indonesia"), lang)
    if len(values) == 1:
        return _("{indicator}: only {place} has a figure, {value}").format(
            indicator=short, place=names[values.index[0]], value=figure.text(values.iloc[0], lang)
        )
    n, total = number(len(values), 0, lang), number(len(figure.values), 0, lang)
    low, high = figure.text(values.min(), lang), figure.text(values.max(), lang)
    if figure.row["unit_kind"] not in ("percent", "currency") and low != high:
        low = figure.bare_text(values.min(), lang)  # the unit once is enough
    if low == high:
        text = _("{indicator}: all {n} districts with a figure have the same value, {value}")
        return text.format(indicator=short, n=n, value=low)
    text = _(
        "{indicator}: {n} of {total} districts have a figure, from {low} to {high}; their median is {median}"
    )
    if len(values) == len(figure.values):
        text = _("{indicator}: from {low} to {high}; the median of all {total} districts is {median}")
    median = figure.text(nation.reference.median, lang)
    return text.format(indicator=short, n=n, total=total, low=low, high=high, median=median)


def ends_sentence(figure: Figure, names: Mapping[str, str], lang: str) -> str:
    """Which districts stand highest and lowest, or how many do; "" where all are equal or there are none to compare."""
    _ = translator(lang)
    shown = rounded(figure.values.dropna(), decimals=int(figure.row["decimals"]))
    if len(shown) < 2 or shown.min() == shown.max():
        return ""
    text = _("Highest ({high}) in {top}; lowest ({low}) in {bottom}.")
    if figure.row["unit_kind"] == "count":
        text = _("Most ({high}) in {top}; fewest ({low}) in {bottom}.")
    if figure.row["unit_kind"] == "area":
        text = _("Largest ({high}): {top}; smallest ({low}): {bottom}.")
    high, low = (figure.text(limit, lang) for limit in (shown.max(), shown.min()))
    top, bottom = (_some(shown.index[shown == limit], names, lang) for limit in (shown.max(), shown.min()))
    return text.format(top=top, high=high, bottom=bottom, low=low)


def _some(codes: Sequence[str], names: Mapping[str, str], lang: str) -> str:
    if len(codes) > MANY:
        _n = plural_translator(lang)
        return _n("{n} district", "{n} districts", len(codes)).format(n=number(len(codes), 0, lang))
    return names_text([names[code] for code in codes], lang)


def missing_note(figure: Figure, cities: Mapping[str, str], lang: str) -> str:
    """How many districts have no figure, and whose have; "" where all have one."""
    lost, known = figure.missing(), figure.values.dropna()
    if not lost or known.empty:
        return ""
    _ = translator(lang)
    of = set(city_of(pd.Series(known.index.astype(str))))
    text = _("{n} of {total} districts have no figure of {year} and are hatched.")
    if of <= set(PILOTS):
        text = _(
            "{n} of {total} districts have no figure of {year} and are hatched: the atlas has this one for districts of {places} only."
        )
    places = names_text([plain_name(cities[code]) for code in PILOTS if code in of and code in cities], lang)
    return text.format(
        n=number(len(lost), 0, lang),
        total=number(len(figure.values), 0, lang),
        year=figure.year,
        places=places,
    )


def find(text: str, names: Mapping[str, str]) -> list[str]:
    """Codes of the places that a text finds: by the start of their code, by name, or by a part of it; the best first.

    Examples
    --------
    >>> find("unca", {"35.10.05": "Muncar, Kab. Banyuwangi", "32.11.01": "Wado, Kab. Sumedang"})
    ['35.10.05']
    """
    wanted = " ".join(text.casefold().split())
    if not wanted:
        return []
    found = []
    for code, name in names.items():
        plain = name.casefold()
        if code.startswith(wanted):
            found.append((0, len(code), name, code))
        elif plain.startswith(wanted):
            found.append((1, len(plain.partition(",")[0]), name, code))
        elif wanted in plain:
            found.append((2, plain.index(wanted), name, code))
    return [code for *_order, code in sorted(found)]


def found_html(text: str, names: Mapping[str, str], lang: str) -> str:
    """What a search finds, as a list of buttons that pick a place; "" for an empty text."""
    _, _n = translator(lang), plural_translator(lang)
    codes = find(text, names)
    if not text.strip():
        return ""
    if not codes:
        said = _("No place here has this name or code.")
        return f'<p class="atlas-small" role="status">{escape(said)}</p>'
    said = _n("{n} place found", "{n} places found", len(codes)).format(n=number(len(codes), 0, lang))
    if len(codes) > FOUND:
        said += "; " + _("the first {n} are listed").format(n=number(FOUND, 0, lang))
    rows = "".join(
        f"<li{pick_mark(code)}>{pick_button(escape(f'{names[code]} · {code}'))}</li>"
        for code in codes[:FOUND]
    )
    return f'<p class="atlas-small" role="status">{escape(said)}.</p><ul class="atlas-found">{rows}</ul>'
