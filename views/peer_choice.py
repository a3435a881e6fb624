"""What a reader chooses for trends and peers: the group or list of peers, the features of likeness, years and scales."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from geodata.catalogue import in_scope

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from views.availability import Availability
    from views.choices import Choices
    from views.link_reader import Reader
    from views.selection import Selection

GROUPS = ("similar", "kind", "province", "neighbours", "size", "income", "ascn", "country")
SCALES = ("same", "own")
MEASURES = ("base", "growth")
STANDARD = "standard"
MAX_PEERS = 30
WEIGHTS = (0.5, 1.0, 2.0, 3.0)
KIND = "kind"
STANDARD_FEATURES = {
    "regency": (
        KIND,
        "population_registered",
        "population_density_km2",
        "grdp_per_capita_real",
        "mean_years_schooling",
        "poverty_rate",
    ),
    # Provinces have neither regional product nor years of schooling here, and the poverty rate of a few only.
    "province": (
        "population_registered",
        "population_density_km2",
        "expenditure_ppp",
        "hdi",
        "poverty_gap_p1",
    ),
}
_PLACES_LEVEL = {2: "province", 5: "regency"}


def level_of_peer(code: str) -> str:
    """Level of a place that can have peers: ``province`` for Jakarta, else ``regency``."""
    return _PLACES_LEVEL[len(code)]


def listed(peers: str) -> tuple[str, ...]:
    """Codes of a list picked by hand; none where a group is named."""
    return () if peers in GROUPS else tuple(peers.split(","))


def feature_weights(text: str, level: str) -> dict[str, float]:
    """Features of likeness with their weights, in the order of the link; all weigh the same in the standard set."""
    if text == STANDARD:
        return dict.fromkeys(STANDARD_FEATURES[level], 1.0)
    return {name: float(weight) for name, weight in (part.split(":") for part in text.split(","))}


def features_text(weights: Mapping[str, float], level: str) -> str:
    """Weights as they stand in a link; the standard set of a level is named and not listed."""
    if not weights or dict(weights) == feature_weights(STANDARD, level):
        return STANDARD
    return ",".join(f"{name}:{weight:g}" for name, weight in weights.items())


def trend_indicators(availability: Availability) -> list[str]:
    """Indicators that regencies and cities have for more than one year."""
    several = availability.regency_years
    return [name for name in availability.indicators("regency") if several.get(name, 0) > 1]


def breaks_by_code(row: pd.Series, codes: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """First years of a new series, for each place that has one."""
    marks = json.loads(row.get("breaks") or "[]")
    found = {code: tuple(int(m["year"]) for m in marks if in_scope(m["scope"], code)) for code in codes}
    return {code: years for code, years in found.items() if years}


def fair_start(
    availability: Availability, indicator: str, cities: Sequence[str], year: int | None
) -> int | None:
    """Earliest year before `year` from which all chosen cities have figures and no series breaks; None without one.

    Where no year has them all, the earliest year of any of them.
    """
    if year is None or not indicator:
        return None
    breaks = breaks_by_code(availability.catalogue.loc[indicator], cities)
    last_break = max((b for years in breaks.values() for b in years if b <= year), default=0)
    have = [
        {one for one in availability.place_years(indicator, city) if last_break <= one < year}
        for city in cities
    ]
    known = [years for years in have if years]
    if not known:
        return min(
            (y for y in availability.years(indicator, "regency") if last_break <= y < year), default=None
        )
    common = set.intersection(*known)
    return min(common or set.union(*known))


def years_before(availability: Availability, selection: Selection) -> list[int]:
    """Years of regencies' figures before the chosen one, oldest first."""
    last = selection.year or 0
    return [year for year in availability.years(selection.indicator, "regency") if year < last]


def read_choice(reader: Reader, selection: Selection, choices: Choices, page: str) -> Selection:
    """Read what trends and peers add to a selection; the years only where the page has them."""
    selection = replace(
        selection,
        peers=reader.take("peers", lambda text: _peers(text, choices), GROUPS[0]),
        features=reader.take("features", lambda text: _features(text, choices), STANDARD),
        scale=reader.take("scale", lambda text: text if text in SCALES else None, SCALES[0]),
        measure=reader.take("measure", lambda text: text if text in MEASURES else None, MEASURES[0]),
    )
    if page != "trends":
        return selection
    before = years_before(choices.availability, selection)
    since = reader.take(
        "since",
        lambda text: int(text) if text in {str(one) for one in before} else None,
        fair_start(choices.availability, selection.indicator, selection.cities, selection.year),
        known=lambda text: text.isascii() and text.isdigit() and len(text) == 4,
    )
    return replace(selection, since=since)


def _peers(text: str, choices: Choices) -> str | None:
    if text in GROUPS:
        return text
    codes = list(dict.fromkeys(text.split(",")))
    known = len(codes) <= MAX_PEERS and all(
        len(code) in _PLACES_LEVEL
        and (code in choices.cities or (choices.places is not None and code in choices.places))
        for code in codes
    )
    return ",".join(codes) if known else None


def _features(text: str, choices: Choices) -> str | None:
    if text == STANDARD:
        return text
    weights: dict[str, float] = {}
    rankable = choices.availability.catalogue["rankable"]
    for part in text.split(","):
        name, _colon, weight = part.partition(":")
        known = name == KIND or bool(rankable.get(name, default=False))
        if not known or weight not in {f"{one:g}" for one in WEIGHTS}:
            return None
        weights[name] = float(weight)
    return ",".join(f"{name}:{weight:g}" for name, weight in weights.items())
