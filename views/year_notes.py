"""What to know of the year shown: which chosen places lack it, which have a newer one, and how much of the country has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.formatting import names_text, number
from views.i18n import translator

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from views.availability import Availability
    from views.figures import National
    from views.selection import Selection

__all__ = ["country_note", "newest_year", "year_notes"]


def year_notes(
    availability: Availability,
    selection: Selection,
    codes: Sequence[str],
    *,
    names: Mapping[str, str],
    nation: National | None = None,
) -> list[str]:
    """Remarks on the year of a page, each a sentence; none where every place has it and nothing newer.

    Parameters
    ----------
    availability
        Which figures there are.
    selection
        Indicator, level, year shown and the year that `Availability.best_year` gives, language.
    codes
        The chosen places.
    names
        Code -> name.
    nation
        The field of ranks and medians, where the page shows any.
    """
    _, year = translator(selection.lang), selection.year
    if year is None:
        return []
    have = {code: _own_years(availability, selection, code) for code in codes}
    lacking = {code: max(years) for code, years in have.items() if years and year not in years}
    newer = {code: max(years) for code, years in have.items() if year in years and max(years) > year}
    notes = [
        _("{places}: no figure of {year}, the newest is of {latest}.").format(
            places=places, year=year, latest=latest
        )
        for latest, places in _by_year(lacking, names, selection.lang)
    ]
    if year == selection.usual_year:  # who asks for an older year knows that there are newer ones
        text = _("{year} is the newest year that all of these places have; {latest} is there for {places}.")
        if lacking:
            text = _(
                "{year} is the newest year that most of these places have; {latest} is there for {places}."
            )
        notes += [
            text.format(places=places, year=year, latest=latest)
            for latest, places in _by_year(newer, names, selection.lang)
        ]
    return [*notes, *country_note(nation, year, selection.lang)]


def country_note(nation: National | None, year: int, lang: str) -> list[str]:
    """Of how many regencies and cities ranks and medians are, where some have no figure; none where there is no field."""
    if nation is None:
        return []
    n, total = int(nation.values.notna().sum()), len(nation.values)
    if not 0 < n < total:
        return []
    _ = translator(lang)
    text = _("{year} is there for {n} of {total} regencies and cities; ranks and the median are among these.")
    return [text.format(year=year, n=number(n, 0, lang), total=number(total, 0, lang))]


def newest_year(availability: Availability, selection: Selection, code: str) -> int | None:
    """Newest year that a chosen place has where it lacks the one shown; None where it has that, or none."""
    years = _own_years(availability, selection, code)
    return max(years) if years and selection.year not in years else None


def _own_years(availability: Availability, selection: Selection, code: str) -> set[int]:
    if selection.level == "regency":
        return set(availability.place_years(selection.indicator, code))
    return availability.chosen_years(selection.indicator, selection.level, code)


def _by_year(latest: Mapping[str, int], names: Mapping[str, str], lang: str) -> Iterable[tuple[int, str]]:
    """Years, newest first, each with the names of its places."""
    for year in sorted(set(latest.values()), reverse=True):
        yield year, names_text([names[code] for code, one in latest.items() if one == year], lang)
