"""Counts per head, and sums and weighted means of parts that refuse gaps.

Extensive values (counts) add up: that of a district is the sum of its villages'. Intensive ones (rates, indices) do
not: that of a district is the mean of its villages' weighted by what they divide by. Either is unknown as soon as one
part is: a sum of what happens to be there would look like the whole.
"""

from __future__ import annotations

import numpy as np
import pandas as pd


def per(count: pd.Series[float], base: pd.Series[float], *, factor: float = 1.0) -> pd.Series[float]:
    """Rate of a count: ``factor * count / base``.

    Parameters
    ----------
    count
        Extensive values, index: place.
    base
        What they are divided by (people, km2), at least 0; places not in ``count`` are ignored.
    factor
        What one unit of base becomes: 1 000 for "per 1 000", 100 for percent.

    Returns
    -------
    pandas.Series
        float64 with the index of ``count``; NaN where either is missing or the base is 0 (nobody to divide by).

    Raises
    ------
    ValueError
        If ``factor`` is not positive, a base is negative, or an index holds a place twice.
    """
    if not factor > 0:
        msg = f"`factor` must be positive, it is {factor!r}; 100 gives percent, 1000 a rate per 1 000."
        raise ValueError(msg)
    _check_unique(count=count, base=base)
    below = pd.to_numeric(base).astype("float64").reindex(count.index)
    _check_not_negative(base=below)
    rate = factor * pd.to_numeric(count).astype("float64") / below.where(below > 0)
    return pd.Series(np.asarray(rate, dtype="float64"), index=count.index, name=count.name)


def aggregate_counts(counts: pd.Series[float], *, parents: pd.Series[str]) -> pd.DataFrame:
    """Add parts up to their parents; a parent with a part missing gets no sum.

    Parameters
    ----------
    counts
        Extensive values, index: place.
    parents
        The parent of *every* part there is, index: place; a part that is here and not in ``counts`` is missing.

    Returns
    -------
    pandas.DataFrame
        Index: parent; ``value`` (NaN where a part is missing), ``parts`` and ``missing`` (numbers of parts).

    Raises
    ------
    ValueError
        If an index holds a place twice, or ``counts`` has a place without a parent.
    """
    parts = _with_parents(counts, parents, name="counts")
    groups = parts.groupby(parents.to_numpy(), sort=True)
    return _refusing(groups.sum(), groups.size(), groups.count())


def aggregate_rates(
    rates: pd.Series[float], *, weights: pd.Series[float], parents: pd.Series[str]
) -> pd.DataFrame:
    """Mean of parts' rates weighted by what they divide by; a parent with a part missing gets none.

    ``sum(rate * weight) / sum(weight)``: with the rate's own denominator as weight this is the parent's true rate.

    Parameters
    ----------
    rates
        Intensive values, index: place.
    weights
        Their denominators (people for a rate per head, km2 for a density), at least 0, index: place. A part of weight
        0 needs no rate: nobody lives there.
    parents
        The parent of *every* part there is, index: place.

    Returns
    -------
    pandas.DataFrame
        Index: parent; ``value`` (NaN where a rate or weight is missing, or all weights are 0), ``parts``, ``missing``.

    Raises
    ------
    ValueError
        If an index holds a place twice, a weight is negative, or a place has no parent.
    """
    rate = _with_parents(rates, parents, name="rates")
    weight = _with_parents(weights, parents, name="weights")
    _check_not_negative(weights=weight)
    product = (rate * weight).where(weight > 0, weight * 0.0)
    keys = parents.to_numpy()
    known = product.groupby(keys, sort=True)
    total = weight.groupby(keys, sort=True).sum()
    return _refusing(known.sum() / total.where(total > 0), known.size(), known.count())


def _refusing(value: pd.Series[float], parts: pd.Series[int], known: pd.Series[int]) -> pd.DataFrame:
    missing = parts - known
    return pd.DataFrame({"value": value.where(missing == 0), "parts": parts, "missing": missing})


def _with_parents(values: pd.Series[float], parents: pd.Series[str], *, name: str) -> pd.Series[float]:
    _check_unique(**{name: values})
    _check_unique(parents=parents)
    lost = values.index.difference(parents.index)
    if len(lost):
        msg = (
            f"`parents` must name the parent of every place in `{name}`, {len(lost)} have none (first: {lost[0]!r}); "
            "take both from the same place table."
        )
        raise ValueError(msg)
    return pd.to_numeric(values).astype("float64").reindex(parents.index)


def _check_unique(**series: pd.Series[float] | pd.Series[str]) -> None:
    for name, values in series.items():
        if not values.index.is_unique:
            twice = values.index[values.index.duplicated()]
            msg = f"`{name}` must hold each place once, {len(twice)} came again (first: {twice[0]!r}); drop the repeats."
            raise ValueError(msg)


def _check_not_negative(**series: pd.Series[float]) -> None:
    for name, values in series.items():
        negative = values < 0
        if bool(negative.any()):
            first = values.index[negative.to_numpy()][0]
            msg = f"`{name}` must be at least 0, {first!r} has {float(values[first])!r}; correct it at its source."
            raise ValueError(msg)
