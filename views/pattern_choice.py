"""What can be chosen on the patterns page: cities with rates inside them, levels, indicators, and what the map shows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from views.availability import Availability
    from views.choices import Choices
    from views.selection import Selection

LEVELS = ("district", "village")
SHOWN = ("cluster", "significance", "values")
"""What the map paints: clusters after false-discovery control, significance of each area, or the values themselves."""
GRAPH = ("off", "on")
DEFAULT_SERIES = "grdp_per_capita_real"
FEWEST_YEARS = 5
# What can be divided by itself: an index or a rank has no zero to measure growth from.
_RATIO_KINDS = frozenset({"percent", "currency", "rate", "years", "density", "physical", "ratio"})
_STATUS = frozenset({"kelurahan_share_pct"})
"""A status that offices have, set regency by regency: it does not spread from place to place."""


def pattern_indicators(availability: Availability, level: str, city: str) -> list[str]:
    """Rates with figures for the places of a city at a level; a count would only show which area is large."""
    return [name for name in availability.rates.get((level, city), []) if name not in _STATUS]


def pattern_levels(availability: Availability, city: str) -> tuple[str, ...]:
    """Levels at which a city has rates."""
    return tuple(level for level in LEVELS if pattern_indicators(availability, level, city))


def pattern_cities(choices: Choices) -> list[str]:
    """Cities with rates for the places inside them, in the order of the selector."""
    known = choices.availability
    return [code for code in choices.cities if pattern_levels(known, code)]


def national_series(availability: Availability) -> list[str]:
    """Rates of regencies and cities over at least `FEWEST_YEARS` years, of units that a growth can be computed of."""
    catalogue = availability.catalogue
    return [
        name
        for name in catalogue.index
        if availability.regency_years.get(name, 0) >= FEWEST_YEARS
        and catalogue.at[name, "rankable"]
        and catalogue.at[name, "measure"] == "intensive"
        and catalogue.at[name, "unit_kind"] in _RATIO_KINDS
    ]


def second_year(availability: Availability, selection: Selection) -> int | None:
    """Year of the second indicator: that of the first where it has one, else its best."""
    name, level, city = selection.second, selection.level, selection.city
    years = availability.years(name, level, city=city) if name else []
    return selection.year if selection.year in years else availability.best_year(name, level, cities=(city,))


def read_pattern(reader: Any, selection: Selection, availability: Availability) -> Selection:
    """Read the page's own parameters after those of every page."""
    others = [
        name
        for name in pattern_indicators(availability, selection.level, selection.city)
        if name != selection.indicator
    ]
    series = national_series(availability)
    first = DEFAULT_SERIES if DEFAULT_SERIES in series else next(iter(series), "")

    def one_of(allowed: object) -> Any:
        return lambda text: text if text in allowed else None  # type: ignore[operator]

    def known(text: str) -> bool:
        return text in availability.catalogue.index

    return replace(
        selection,
        shown=reader.take("shown", one_of(SHOWN), SHOWN[0]),
        graph=reader.take("graph", one_of(GRAPH), GRAPH[0]),
        second=reader.take("second", one_of(others), "", known=known),
        series=reader.take("series", one_of(series), first, known=known),
    )
