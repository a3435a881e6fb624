"""From columns to observations: `code, year, indicator, value, mark`, one row a figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geodata.errors import AtlasError
from geodata.numerals import read_numbers
from geodata.shaping.grid import cell_text, is_year
from geodata.shaping.labels import SEPARATOR, parse_label

__all__ = ["OBSERVATION_COLUMNS", "tidy"]

OBSERVATION_COLUMNS = ("code", "year", "indicator", "value", "mark")


def tidy(
    frame: pd.DataFrame,
    columns: pd.DataFrame,
    *,
    year: int | None = None,
    values: Collection[str] | None = None,
    styles: Mapping[str, str] | None = None,
    apart: Collection[str] = (),
) -> pd.DataFrame:
    """Melt a table of places into observations.

    Parameters
    ----------
    frame
        Rows with a place code, as the index `code` or as a column `code`; any further columns.
    columns
        What the columns are: `Shaped.columns`, or the part of it that is still in `frame`.
    year
        Year of the figures whose column names none and for which no column of years stands in the table.
    values
        Columns to take; by default every column of numbers whose name is not a key ("role" is "number").
    styles
        Column -> "comma" or "point", where a person has decided.
    apart
        Columns of words that tell several rows of one place apart (months, sexes): their cells name the indicator as well.

    Returns
    -------
    DataFrame
        `code` (text), `year` (Int64; NA where nothing tells it), `indicator` (text: the label of the column, or what the
        column of indicators says; a month or quarter is named behind it, "Pengunjung · Januari", and is never a figure of
        the year), `value` (float64) and `mark` ("", "note", "no_data", "text"), by indicator in the table's order, by code
        and by year. Blank cells make no row: a missing row is missing data, never zero.

    Raises
    ------
    AtlasError
        If there is no code, or a column that is named is not there; the message lists them all.

    Examples
    --------
    >>> columns = pd.DataFrame(
    ...     {"column": ["2022"], "label": ["Penduduk"], "unit": [""], "year": [2022], "role": ["number"]}
    ... )
    >>> frame = pd.DataFrame({"2022": [5.0]}, index=pd.Index(["35.10"], name="code"))
    >>> tidy(frame, columns).to_numpy().tolist()
    [['35.10', 2022, 'Penduduk', 5.0, '']]
    """
    table = frame.reset_index() if frame.index.name == "code" else frame
    known = columns[columns["column"].isin(table.columns)]
    taken = _value_columns(table, known, values)
    years = _year_per_row(table, known)
    names = _indicator_per_row(table, known)
    suffix = _apart_per_row(table, apart)
    if suffix is not None and years is None:
        told = {text: parse_label(text).year for text in suffix.unique()}
        years = suffix.map(told).astype("Int64")
    parts = [
        _observations(table, about, years, (names, suffix), (styles or {}).get(about.column))
        for about in _about(known, taken, names)
    ]
    if not parts:
        return _typed(pd.DataFrame(columns=list(OBSERVATION_COLUMNS)))
    result = pd.concat(parts, ignore_index=True)
    if year is not None:
        result["year"] = result["year"].fillna(year)
    result = _typed(result[result["mark"] != "blank"])
    order = {name: at for at, name in enumerate(result["indicator"].unique())}
    by = result.assign(indicator=result["indicator"].map(order))
    by = by.sort_values(["indicator", "code", "year"], kind="stable")
    return result.loc[by.index].reset_index(drop=True)


@dataclass(frozen=True)
class _About:
    """A column of figures: its name, the indicator and the year in it, "" and NA where it names none."""

    column: str
    indicator: str
    year: int | None


def _about(known: pd.DataFrame, taken: list[str], names: pd.Series | None) -> list[_About]:
    """What each column to take is; two columns never stand for the same indicator and year."""
    rows = known.drop_duplicates("column").set_index("column").reindex(taken)
    years = [None if pd.isna(year) else int(year) for year in rows["year"]]
    periods = rows["period"] if "period" in rows.columns else pd.Series("", index=rows.index)
    parts = (
        [text for text in both if isinstance(text, str) and text]
        for both in zip(rows["label"], periods, strict=True)
    )
    labels = [SEPARATOR.join(part) or name for name, part in zip(taken, parts, strict=True)]
    # Where rows name the indicator, a column adds its own name only if several columns hold figures of one year.
    same = Counter(years if names is not None else zip(labels, years, strict=True))
    found = []
    for name, label, year, period in zip(taken, labels, years, periods, strict=True):
        if names is not None:
            found.append(_About(name, name if same[year] > 1 or period else "", year))
        else:
            found.append(_About(name, name if same[label, year] > 1 else label, year))
    return found


def _value_columns(table: pd.DataFrame, known: pd.DataFrame, values: Collection[str] | None) -> list[str]:
    wanted = list(values) if values is not None else known.loc[known["role"] == "number", "column"].tolist()
    faults = [] if "code" in table.columns else ["there is no column or index `code`"]
    faults += [f"there is no column {name!r}" for name in wanted if name not in table.columns]
    if faults:
        there = ", ".join(map(repr, table.columns))
        raise AtlasError(
            f"The table cannot be made into observations: {'; '.join(faults)}. Its columns are {there}."
        )
    return [name for name in wanted if name != "code"]


def _year_per_row(table: pd.DataFrame, known: pd.DataFrame) -> pd.Series | None:
    """Year of each row, where a column holds the years."""
    found = known.loc[known["role"] == "year", "column"].tolist()
    if not found:
        return None
    texts = table[found[0]].map(cell_text)
    digits = texts.str.extract(r"((?:19|20)[0-9]{2})", expand=False)
    years: pd.Series = pd.to_numeric(digits.where(texts.map(is_year))).astype("Int64")
    return years


def _indicator_per_row(table: pd.DataFrame, known: pd.DataFrame) -> pd.Series | None:
    """Indicator of each row, where a column holds their names and only one other holds the figures."""
    found = known.loc[known["role"] == "indicator", "column"].tolist()
    return table[found[0]].map(cell_text) if found else None


def _apart_per_row(table: pd.DataFrame, columns: Collection[str]) -> pd.Series | None:
    """What tells each row apart from others of its place, in words: "Januari · Laki-laki"; a number with its column's name."""
    found = None
    for column in columns:
        texts = table[column].map(cell_text)
        texts = texts.where(~texts.str.fullmatch("[0-9]+"), f"{column} " + texts)
        found = texts if found is None else found + SEPARATOR + texts
    return found


def _observations(
    table: pd.DataFrame,
    about: _About,
    years: pd.Series | None,
    names: tuple[pd.Series | None, pd.Series | None],
    style: str | None,
) -> pd.DataFrame:
    reading = read_numbers(table[about.column], style=style)
    if reading.style == "ambiguous":
        cell, as_comma = reading.both["comma"]
        raise AtlasError(
            f"Column {about.column!r} can be read in two ways ({cell} is {as_comma:.15g} with a decimal comma, "
            f"{reading.both['point'][0]} is {reading.both['point'][1]:.15g} with a decimal point); "
            f'say which with `styles={{{about.column!r}: "comma"}}` or "point".'
        )
    rows, apart = names
    indicator: Any = about.indicator
    if rows is not None:
        indicator = rows + SEPARATOR + about.indicator if about.indicator else rows
    if apart is not None:
        indicator = indicator + SEPARATOR + apart
    year: Any = years if about.year is None and years is not None else about.year
    columns = {
        "code": table["code"],
        "year": year,
        "indicator": indicator,
        "value": reading.values,
        "mark": reading.marks,
    }
    return _typed(pd.DataFrame(columns, index=table.index))


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    types = {"code": "str", "year": "Int64", "indicator": "str", "value": "float64", "mark": "str"}
    return frame.astype(types)[list(OBSERVATION_COLUMNS)]
