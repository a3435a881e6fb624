"""One to three sentences for a figure, in both languages; every number is read from the cells the figure shows.

Where a value is missing there is no sentence ("") rather than a guess.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analytics.rounding import rounded
from views.formatting import (
    Row,
    difference_text,
    is_missing,
    names_text,
    number,
    printed_value,
    rank_text,
    value_text,
    year_text,
)
from views.i18n import pick, translator

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

# More places than these that share an end are counted, not listed.
LISTED = 3


def map_sentence(
    values: pd.Series[float], row: Row, *, names: Mapping[str, str], year: int | None, lang: str, places: str
) -> str:
    """Say what a map shows: highest, lowest, median, and how many places have no data.

    Parameters
    ----------
    values
        One value a place (index: code), as drawn.
    row
        The indicator's record in the catalogue.
    names
        Code -> name.
    year
        Year of the values; None where there is none.
    lang
        "id" or "en".
    places
        What the places are called, e.g. "kecamatan" / "districts".
    """
    _ = translator(lang)
    known = values.dropna()
    if known.empty or year is None:
        return ""
    missing = int(values.isna().sum())
    tail = (
        " " + _("{n} of {total} {places} have no data.").format(
            n=number(missing, 0, lang), total=number(len(values), 0, lang), places=places)
        if missing else ""
    )  # fmt: skip
    shown = rounded(known, decimals=int(row["decimals"]))
    if _all_equal(shown):
        text = _("{indicator} is {value} in all {n} {places} with data ({year}).")
        return text.format(
            indicator=pick(row, "name", lang), value=value_text(known.iloc[0], row, lang), places=places,
            n=number(len(known), 0, lang), year=year_text(year),
        ) + tail  # fmt: skip
    text = _("{indicator} ({year}) is highest in {top} ({high}) and lowest in {bottom} ({low}).").format(
        indicator=pick(row, "name", lang),
        year=year_text(year),
        top=_named(shown.index[shown == shown.max()], names, places, lang),
        high=value_text(known.max(), row, lang),
        bottom=_named(shown.index[shown == shown.min()], names, places, lang),
        low=value_text(known.min(), row, lang),
    )
    middle = _("The median of {n} {places} is {value}.").format(
        n=number(len(known), 0, lang), places=places, value=value_text(known.median(), row, lang)
    )
    return f"{text} {middle}{tail}"


def _all_equal(shown: pd.Series[float]) -> bool:
    return bool((shown == shown.iloc[0]).all())


def _named(codes: pd.Index, names: Mapping[str, str], places: str, lang: str) -> str:
    if len(codes) > LISTED:
        return f"{number(len(codes), 0, lang)} {places}"
    return names_text([names[str(code)] for code in codes], lang)


def place_sentence(
    value: float, row: Row, *, name: str, year: int | None, rank: tuple[int, int, int] | None, lang: str
) -> str:
    """Say one place's value, year and rank band; "" where the value is missing.

    Parameters
    ----------
    value
        In the indicator's unit.
    row
        The indicator's record in the catalogue.
    name
        The place.
    year
        Year of the value.
    rank
        Ends of the rank band and number of places ranked; None leaves the rank out.
    lang
        "id" or "en".
    """
    if is_missing(value) or year is None:
        return ""
    _ = translator(lang)
    text = _("{indicator} of {place}: {value} ({year})").format(
        indicator=pick(row, "name", lang),
        place=name,
        value=value_text(value, row, lang),
        year=year_text(year),
    )
    if rank is None:
        return text + "."
    low, high, n = rank
    return f"{text}, {rank_text(low, high, n, lang, direction=str(row['direction']))}."


def compare_sentence(
    values: pd.Series[float], row: Row, *, names: Mapping[str, str], year: int | None, lang: str
) -> str:
    """Say which of the compared places stands highest and lowest and how far apart they are.

    Parameters
    ----------
    values
        One value a place (index: code), at least two of them known, else "".
    row
        The indicator's record in the catalogue.
    names
        Code -> name.
    year
        Year of the values.
    lang
        "id" or "en".
    """
    known = values.dropna()
    if len(known) < 2 or year is None:
        return ""
    _ = translator(lang)
    shown = rounded(known, decimals=int(row["decimals"]))
    name = pick(row, "name", lang)
    if _all_equal(shown):
        text = _("{places} have the same {indicator}: {value} ({year}).")
        listed = names_text([names[str(code)] for code in known.index], lang)
        value = value_text(known.iloc[0], row, lang)
        return text.format(places=listed, indicator=name, value=value, year=year_text(year))
    if len(known) == 2:
        text = _("{indicator} in {year}: {top} {high}, {bottom} {low}; they are {gap} apart.")
    else:
        text = _(
            "{indicator} in {year}: highest {top} ({high}), lowest {bottom} ({low}); they are {gap} apart."
        )
    # Readers subtract what is printed, so the difference is that of the printed numbers.
    return text.format(
        indicator=name,
        year=year_text(year),
        top=names_text([names[str(c)] for c in shown.index[shown == shown.max()]], lang),
        high=value_text(known.max(), row, lang),
        bottom=names_text([names[str(c)] for c in shown.index[shown == shown.min()]], lang),
        low=value_text(known.min(), row, lang),
        gap=difference_text(
            printed_value(known.max(), row) - printed_value(known.min(), row), row, lang
        ).lstrip("+"),
    )


def distribution_sentence(
    values: pd.Series[float], row: Row, *, year: int | None, lang: str, places: str
) -> str:
    """Say between which values the middle half of all places lies.

    Parameters
    ----------
    values
        One value a place, as a rule all 514; at least eight known, else "" (quartiles of fewer say little).
    row
        The indicator's record in the catalogue.
    year
        Year of the values.
    lang
        "id" or "en".
    places
        What the places are called, e.g. "kabupaten/kota" / "regencies and cities".
    """
    known = values.dropna().to_numpy(dtype="float64")
    if len(known) < 8 or year is None:
        return ""
    low, middle, high = np.quantile(known, [0.25, 0.5, 0.75])
    _ = translator(lang)
    text = _(
        "{indicator} in {year}: half of the {n} {places} lie between {low} and {high}, the median is {middle}."
    )
    return text.format(
        n=number(len(known), 0, lang),
        places=places,
        low=value_text(low, row, lang),
        high=value_text(high, row, lang),
        middle=value_text(middle, row, lang),
        indicator=pick(row, "name", lang),
        year=year_text(year),
    )
