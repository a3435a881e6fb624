"""What is known and what is not: the state of every indicator, city and year, and how much of it each place has."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, product
from typing import Literal, get_args

import numpy as np
import pandas as pd

__all__ = ["STATES", "State", "coverage_share", "coverage_states", "coverage_years"]

State = Literal["value", "provisional", "zero", "unreliable", "other_year", "no_data", "not_applicable"]
STATES: tuple[State, ...] = get_args(State)
_KEYS = ["indicator", "city", "year"]
Triples = Collection[tuple[str, str, int]]


def coverage_states(  # noqa: PLR0913 - options, each with its meaning
    observations: pd.DataFrame,
    *,
    members: Mapping[str, Sequence[str]],
    indicators: Sequence[str],
    years: Sequence[int],
    instead: Mapping[str, Sequence[str]] | None = None,
    weak_sources: Collection[str] = (),
    provisional: Triples = (),
    not_applicable: Collection[tuple[str, str]] = (),
    near: int = 1,
) -> pd.DataFrame:
    """State of each indicator in each city and year.

    Parameters
    ----------
    observations
        ``code, year, indicator, value, source``; others than those asked for, and rows without a finite value, are ignored.
    members
        City to the codes of the places it consists of at one level (at its own level: itself).
    indicators, years
        What to say something about.
    instead
        City to other codes, used for an indicator that `members` of that city have no figure of in any year (a province's
        cities in the place of the province).
    weak_sources
        Sources whose figures are to be used with care.
    provisional
        Triples (indicator, city, year) whose figures are provisional.
    not_applicable
        Pairs (indicator, city) where such a figure cannot exist.
    near
        Years between a gap and a figure up to which the gap is called `other_year`, at least 0.

    Returns
    -------
    DataFrame
        One row for each indicator, city and year, in the order asked: ``indicator, city, year, state, n, expected, instead``.
        `n` of `expected` places have a figure. With a figure the state is ``unreliable`` (one of them from a weak source),
        ``zero`` (all of them 0), ``provisional`` or ``value``, the first that fits; without, ``not_applicable``,
        ``other_year`` or ``no_data``.

    Raises
    ------
    ValueError
        If a code is a member of two cities, or `near` is negative.
    """
    if near < 0:
        msg = f"`near` must be at least 0 years, it is {near}."
        raise ValueError(msg)
    places = _places(members, instead or {})
    counted = _counted(observations, places, indicators, weak_sources)
    grid = pd.DataFrame(list(product(indicators, members, years)), columns=_KEYS)
    table = grid.merge(counted, on=_KEYS, how="left")
    numbers = ["n", "zeros", "weak"]
    table[numbers] = table[numbers].fillna(0).astype("int64")
    table["instead"] = _replaced(table, counted)
    size = places.groupby(["city", "instead"]).size()
    table["expected"] = (
        size.reindex(pd.MultiIndex.from_frame(table[["city", "instead"]])).fillna(0).to_numpy("int64")
    )
    table["state"] = _states(table, _near(table, counted, near), set(provisional), set(not_applicable))
    return table[[*_KEYS, "state", "n", "expected", "instead"]]


def coverage_share(
    observations: pd.DataFrame, *, codes: Iterable[str], indicators: Collection[str]
) -> pd.DataFrame:
    """How many of some indicators each place has a figure of, in any year.

    Returns
    -------
    DataFrame
        Index ``code`` as given; ``n``, ``expected`` (both whole numbers) and ``share``, 0 to 1, NaN without indicators.
    """
    rows = _known(observations, indicators)
    n = rows.drop_duplicates(["code", "indicator"])["code"].value_counts()
    index = pd.Index(list(codes), name="code")
    known = n.reindex(index).fillna(0).astype("int64")
    expected = len(set(indicators))
    share = known / expected if expected else known * np.nan
    return pd.DataFrame({"n": known, "expected": expected, "share": share}, index=index)


def coverage_years(observations: pd.DataFrame, *, codes: Iterable[str], indicator: str) -> pd.DataFrame:
    """Latest year and number of years with a figure of one indicator.

    Returns
    -------
    DataFrame
        Index ``code`` as given; ``latest`` (Int64, <NA> where there is none) and ``years`` (int64, 0 where there is none).
    """
    rows = _known(observations, [indicator])
    groups = rows.groupby("code")["year"]
    index = pd.Index(list(codes), name="code")
    return pd.DataFrame(
        {
            "latest": groups.max().reindex(index).astype("Int64"),
            "years": groups.nunique().reindex(index).fillna(0).astype("int64"),
        },
        index=index,
    )


def _places(members: Mapping[str, Sequence[str]], instead: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    rows = chain(
        ((code, city, False) for city, codes in members.items() for code in codes),
        ((code, city, True) for city, codes in instead.items() if city in members for code in codes),
    )
    places = pd.DataFrame(list(rows), columns=["code", "city", "instead"]).astype(
        {"code": "str", "city": "str"}
    )
    twice = places[places["code"].duplicated()]
    if len(twice):
        row = twice.iloc[0]
        msg = (
            f"`members` and `instead` must hold each place once, {len(twice)} came again "
            f"(first: {row['code']!r} in {row['city']!r}); give each place to one city."
        )
        raise ValueError(msg)
    return places


def _known(observations: pd.DataFrame, indicators: Iterable[str]) -> pd.DataFrame:
    """Rows with a finite value of some indicators; an empty table may have columns of any type."""
    finite = np.isfinite(pd.to_numeric(observations["value"]).astype("float64"))
    rows = observations[observations["indicator"].isin(list(indicators)) & finite]
    return rows.astype({"indicator": "str", "code": "str", "year": "int64", "value": "float64"})


def _counted(
    observations: pd.DataFrame, places: pd.DataFrame, indicators: Sequence[str], weak: Collection[str]
) -> pd.DataFrame:
    """Figures of each city: number, how many are 0, how many weak; those of `instead` only where it has no other."""
    rows = _known(observations, indicators).merge(places, on="code")
    own = ~rows["instead"]
    has_own = own.groupby([rows["indicator"], rows["city"]]).transform("any").to_numpy(dtype=bool)
    rows = rows[own.to_numpy() | ~has_own]
    marked = rows.assign(zeros=rows["value"] == 0, weak=rows["source"].isin(list(weak)))
    groups = marked.groupby(_KEYS, sort=False)
    counted: pd.DataFrame = groups.agg(
        n=("code", "nunique"), zeros=("zeros", "sum"), weak=("weak", "sum"), instead=("instead", "any")
    ).reset_index()
    return counted


def _replaced(table: pd.DataFrame, counted: pd.DataFrame) -> pd.Series[bool]:
    """Whether the figures of an indicator and city are those of `instead`, in the years without one too."""
    pairs = counted.loc[counted["instead"].astype(bool), ["indicator", "city"]]
    found = pd.MultiIndex.from_frame(table[["indicator", "city"]]).isin(pd.MultiIndex.from_frame(pairs))
    return pd.Series(found, index=table.index)


def _near(table: pd.DataFrame, counted: pd.DataFrame, near: int) -> pd.Series[bool]:
    """Whether there is a figure at most `near` years away."""
    there = set(counted[_KEYS].itertuples(index=False, name=None))
    steps = [step for step in range(-near, near + 1) if step]
    keys = table[_KEYS].itertuples(index=False, name=None)
    found = [any((i, city, year + step) in there for step in steps) for i, city, year in keys]
    return pd.Series(found, index=table.index, dtype=bool)


def _states(
    table: pd.DataFrame,
    near: pd.Series[bool],
    provisional: set[tuple[str, str, int]],
    not_applicable: set[tuple[str, str]],
) -> np.ndarray:
    keys = list(table[_KEYS].itertuples(index=False, name=None))
    has = (table["n"] > 0).to_numpy()
    is_provisional = np.array([key in provisional for key in keys], dtype=bool)
    excluded = np.array([key[:2] in not_applicable for key in keys], dtype=bool)
    cases: list[tuple[np.ndarray, State]] = [
        (has & (table["weak"] > 0).to_numpy(), "unreliable"),
        (has & (table["zeros"] == table["n"]).to_numpy(), "zero"),
        (has & is_provisional, "provisional"),
        (has, "value"),
        (excluded, "not_applicable"),
        (near.to_numpy(), "other_year"),
    ]
    return np.select([case for case, _ in cases], [state for _, state in cases], default="no_data")
