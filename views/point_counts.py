"""Counts of points as a table, as observations and as sentences for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.counts import NO_CATEGORY
from geodata.own import OwnColumn
from views.formatting import number
from views.i18n import plural_translator, translator

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from analytics.counts import Counts

__all__ = ["column_names", "count_lines", "count_observations", "count_table", "own_columns"]

# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def count_lines(counts: Counts, lang: str) -> list[str]:
    """Say how many points were counted and what became of the others.

    Returns
    -------
    list of str
        One sentence a kind of point; the numbers in them add up: read = inside + outside + without coordinates.
    """
    _, _n = translator(lang), plural_translator(lang)
    written = {
        name: number(getattr(counts, name), 0, lang)
        for name in ("total", "n_inside", "n_outside", "n_unplaced", "without_value")
    }
    filled = int((counts.numbers.sum(axis=1) > 0).sum())
    lines = [
        _n("{n} point read.", "{n} points read.", counts.total).format(n=written["total"]),
        _n(
            "{n} lies in an area; {filled} of {areas} areas have at least one.",
            "{n} lie in an area; {filled} of {areas} areas have at least one.",
            counts.n_inside,
        ).format(
            n=written["n_inside"], filled=number(filled, 0, lang), areas=number(len(counts.table), 0, lang)
        ),
        _n("{n} lies outside every area.", "{n} lie outside every area.", counts.n_outside).format(
            n=written["n_outside"]
        ),
    ]
    if counts.n_unplaced:
        text = _n("{n} has no coordinates.", "{n} have no coordinates.", counts.n_unplaced)
        lines.append(text.format(n=written["n_unplaced"]))
    if counts.without_value:
        text = _n(
            "{n} has no value and takes no part in sums and means.",
            "{n} have no value and take no part in sums and means.",
            counts.without_value,
        )
        lines.append(text.format(n=written["without_value"]))
    return lines


def column_names(counts: Counts, lang: str) -> dict[str, str]:
    """Columns of a count as people read them."""
    _ = translator(lang)
    own = {"count": _("Points"), "sum": _("Sum"), "mean": _("Mean")}
    by_kind = counts.table.columns.name is not None
    return {
        name: (name if name != NO_CATEGORY else _("Without a category")) if by_kind else own[name]
        for name in counts.table.columns
    }


def count_table(counts: Counts, places: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Table to write out: ``code``, ``name`` and a column a category; nothing in its head can start a formula."""
    names = {
        key: f"'{name}" if name.startswith(_FORMULA) else name
        for key, name in column_names(counts, lang).items()
    }
    table = counts.table.rename(columns=names).reset_index()
    table.insert(1, "name", table["code"].map(places.set_index("code")["name"]))
    table.columns.name = None
    return table


def count_observations(counts: Counts, *, year: int) -> pd.DataFrame:
    """Counts as observations ``code, year, indicator, value``; `indicator` is the column's name, absent values are left out."""
    long = counts.table.reset_index().melt(id_vars="code", var_name="indicator", value_name="value")
    long = long[long["value"].notna()].assign(year=year)
    return long[["code", "year", "indicator", "value"]].reset_index(drop=True)


def own_columns(
    counts: Counts, *, title: str, how: str, lang: str, units: Mapping[str, str] | None = None
) -> list[OwnColumn]:
    """Describe the columns of a count, so that they can stand beside the atlas's own indicators.

    Parameters
    ----------
    title
        What the points are ("Puskesmas"), in the reader's own words.
    how
        ``count``, ``sum`` or ``mean``, as counted.
    units
        Column to its unit, where it is not points.
    """
    _ = translator(lang)
    heads = {"count": _("{title}: number"), "sum": _("{title}: sum"), "mean": _("{title}: mean")}
    by_kind = counts.table.columns.name is not None
    unit = _("points") if how == "count" else ""
    named = column_names(counts, lang)
    return [
        OwnColumn(
            key=key,
            name=heads[how].format(title=f"{title}, {named[key]}" if by_kind else title),
            unit=(units or {}).get(key, unit),
            measure="intensive" if how == "mean" else "extensive",
            decimals=0 if how == "count" else 2,
        )
        for key in counts.table.columns
    ]
