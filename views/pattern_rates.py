"""Rates of small populations: raw beside drawn towards the common rate, where both counts behind the rate are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.spatial import Moran, empirical_bayes, morans_i_rates
from views.columns import bare_text, column_heading
from views.formatting import number, share_text, value_text
from views.i18n import pick, translator
from views.markup import short_place_name
from views.pattern_inequality import denominator
from views.pattern_model import SEED
from views.pattern_texts import moran_line

if TYPE_CHECKING:
    from views.pattern_model import PatternsPage

_RATES = frozenset({"rate", "percent"})


@dataclass(frozen=True)
class Smoothed:
    """Rates of areas, raw and smoothed.

    Attributes
    ----------
    table
        Index code: ``events``, ``population`` (counts), ``raw_rate``, ``smoothed_rate`` (indicator's unit), ``weight`` (of the
        area's own rate, 0 to 1), ``reason``; areas with both rates only.
    numerator, denominator
        Indicators of the two counts.
    moran
        Moran's I of the rates put on one footing.
    """

    table: pd.DataFrame
    numerator: str
    denominator: str
    moran: Moran


def smoothed_rates(page: PatternsPage) -> Smoothed | None:
    """Smooth the rate of a page towards that of the whole city.

    Returns
    -------
    Smoothed or None
        None where the rate is no count among people, where a count is not in the store, or where the two counts do not give the
        published rate.
    """
    row, s = page.figure.row, page.selection
    catalogue = page.store.catalogue().set_index("indicator")
    top, below = str(row["numerator"] or ""), str(row["denominator"] or "")
    if str(row["unit_kind"]) not in _RATES or not all(
        name in catalogue.index and catalogue.at[name, "unit_kind"] == "count" for name in (top, below)
    ):
        return None
    rows = page.store.values(top, level=s.level, within=s.city, years=s.year)
    people = denominator(page, below)
    if not len(rows) or people is None:
        return None
    events = (
        rows.set_index(rows["code"].astype(str))["value"].astype("float64").reindex(page.pattern.values.index)
    )
    factor = _factor(page.pattern.values, events, people, int(row["decimals"]))
    if factor is None:
        return None
    rates = empirical_bayes(events, people, factor=factor)
    moran = morans_i_rates(events, people, page.pattern.neighbours, seed=SEED)
    table = rates.assign(events=events, population=people)
    return Smoothed(table[table["reason"] == ""], top, below, moran)


def _factor(values: pd.Series, events: pd.Series, people: pd.Series, decimals: int) -> float | None:
    """Power of ten that turns events per person into the published rate; None where no such number does."""
    known = values.notna() & events.notna() & (people > 0)
    share = events[known] / people[known]
    positive = share > 0
    if not positive.any():
        return None
    factor = float(10.0 ** np.rint(np.log10((values[known][positive] / share[positive]).median())))
    off = (values[known] - factor * share).abs()
    return factor if bool((off <= 0.51 * 10.0**-decimals).all()) else None


def rate_lines(page: PatternsPage, found: Smoothed) -> list[str]:
    """What smoothing changes, and whether the pattern stays."""
    lang, row = page.selection.lang, page.figure.row
    _ = translator(lang)
    catalogue = page.store.catalogue().set_index("indicator")
    table = found.table
    shift = (table["smoothed_rate"] - table["raw_rate"]).abs()
    lines = [
        _(
            "Made of two counts ({top}; {below}): with few people one case more or less moves the rate far, by chance alone."
        ).format(
            top=pick(catalogue.loc[found.numerator], "name", lang),
            below=pick(catalogue.loc[found.denominator], "name", lang),
        )
    ]
    if float(shift.max()) > 0:
        code = str(shift.idxmax())
        lines.append(
            _("Most changed: {place}, from {raw} to {smoothed}; its own rate counts {weight}, that of the city the rest.").format(
                place=short_place_name(page.names[code]), raw=bare_text(table.at[code, "raw_rate"], row, lang),
                smoothed=value_text(table.at[code, "smoothed_rate"], row, lang), weight=share_text(table.at[code, "weight"], lang),
            )
        )  # fmt: skip
    text = _("Pattern of the rates on one footing: {moran}.")
    lines.append(text.format(moran=moran_line(found.moran, lang)))
    return lines


def rate_table(page: PatternsPage, found: Smoothed) -> pd.DataFrame:
    """One row an area, fewest people first."""
    lang, row = page.selection.lang, page.figure.row
    _ = translator(lang)
    catalogue = page.store.catalogue().set_index("indicator")
    table = found.table.sort_values("population", kind="stable")
    return pd.DataFrame(
        {
            _("Place"): [short_place_name(page.names[str(code)]) for code in table.index],
            pick(catalogue.loc[found.denominator], "short", lang): [
                number(n, 0, lang) for n in table["population"]
            ],
            pick(catalogue.loc[found.numerator], "short", lang): [
                number(n, 0, lang) for n in table["events"]
            ],
            column_heading(row, lang, _("raw")): [bare_text(rate, row, lang) for rate in table["raw_rate"]],
            column_heading(row, lang, _("smoothed")): [
                bare_text(rate, row, lang) for rate in table["smoothed_rate"]
            ],
            _("Weight of its own rate"): [share_text(weight, lang) for weight in table["weight"]],
        }
    )
