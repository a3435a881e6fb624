"""Which places are most like one: standardised distance over chosen features, with every reason at hand."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

__all__ = [
    "ALIKE", "LEAST_COVERAGE", "Reason", "likeness_limit", "reasons", "similar_places", "standardised",
]  # fmt: skip

Scale = Literal["plain", "log", "as_is"]
LEAST_COVERAGE = 0.75
# In robust standard deviations: nearer than this is alike, from here on it is higher or lower.
ALIKE = 0.5
MAD_TO_SD, IQR_TO_SD = 1.4826, 1.349
# A place whose nearest is farther than that of 95 in 100 places is like none; and where all lie far apart (38 provinces do),
# so is one whose nearest is a whole robust standard deviation away: two places drawn blindly are about sqrt(2) apart.
LIKE_NONE, LIKE_NONE_AT = 0.95, 1.0


@dataclass(frozen=True)
class Reason:
    """Why a place is near or far.

    Attributes
    ----------
    feature
        Column of the features.
    way
        The place is ``alike`` in it, or ``higher`` or ``lower`` than the place asked about.
    difference
        By how many robust standard deviations, signed.
    """

    feature: str
    way: Literal["alike", "higher", "lower"]
    difference: float


def standardised(frame: pd.DataFrame, *, scales: Mapping[str, Scale] | None = None) -> pd.DataFrame:
    """Robust z of every feature: ``(x - median) / (1.4826 * median absolute deviation)``.

    Where more than half of the places share one value that deviation is 0; then the quartiles' distance / 1.349 stands in
    for it, then the standard deviation. A feature that is the same everywhere is 0 everywhere: it tells nobody apart.

    Parameters
    ----------
    frame
        All places of the national set by features; missing values stay missing.
    scales
        Feature -> ``plain`` (default), ``log`` (natural logarithm first, for skewed ones such as people, density and money)
        or ``as_is`` (no standardising, for a mark of 0 or 1: another kind is 1 apart).

    Returns
    -------
    pandas.DataFrame
        float64, index and columns of ``frame``, in robust standard deviations.

    Raises
    ------
    ValueError
        If a scale is none of the three, or a value of a ``log`` feature is not positive.
    """
    result = {}
    for feature in frame.columns:
        scale = (scales or {}).get(feature, "plain")
        values = _finite(frame[feature])
        if scale == "as_is":
            result[feature] = values
            continue
        values = _log(values, str(feature)) if scale == "log" else values
        if scale not in ("plain", "log"):
            msg = f"`scales` must be plain, log or as_is, that of {feature} is {scale!r}."
            raise ValueError(msg)
        spread = _spread(values)
        result[feature] = (values - values.median()) / spread if spread > 0 else values * 0.0
    return pd.DataFrame(result, index=frame.index, columns=frame.columns, dtype="float64")


def similar_places(
    frame: pd.DataFrame,
    code: str,
    *,
    weights: Mapping[str, float] | None = None,
    k: int = 10,
    within: Collection[str] | None = None,
    scales: Mapping[str, Scale] | None = None,
) -> pd.DataFrame:
    """The places most like one.

    ``distance = sqrt(sum(w * d**2) / sum(w))`` over the features that *both* places have, with d the difference of their
    standardised values: the weighted root mean square difference in robust standard deviations. A place of which less than
    75 % of all weight can be compared is not offered.

    Parameters
    ----------
    frame
        All places of the national set (index: code) by features. Standardising uses all of them.
    code
        The place asked about.
    weights
        Feature -> weight, at least 0; 1 each by default. A feature of weight 0, or not named, takes no part.
    k
        How many places to give, at least 1.
    within
        Codes that may be offered; by default all.
    scales
        As in `standardised`.

    Returns
    -------
    pandas.DataFrame
        Index: code, nearest first, equal distances by code; at most ``k`` rows. ``distance`` (0 or more), ``coverage`` (share of
        the weight that was compared, 0.75 to 1), and for each feature of positive weight ``difference.<feature>`` (the other less
        this place, robust standard deviations, NaN where either has no value) and ``contribution.<feature>`` (its share of the
        squared distance, 0 to 1, which add up to 1; all 0 where the distance is 0).

    Raises
    ------
    ValueError
        If the place is not in ``frame`` or there twice, ``k`` is below 1, a weight is negative, names an unknown feature, or none
        is positive; or as `standardised`.
    """
    w = _weights(frame, code, weights, k)
    z = standardised(frame[list(w.index)], scales=scales)
    others = [one for one in frame.index if one != code and (within is None or one in set(within))]
    differences = z.loc[others] - z.loc[code]
    compared = differences.notna().astype("float64") @ w
    coverage = compared / w.sum()
    squares = differences.pow(2).mul(w, axis=1).fillna(0.0)
    # Rounded, so that the order of adding up decides no tie.
    distance = np.sqrt(squares.sum(axis=1) / compared.where(compared > 0)).round(12)
    shares = squares.div(squares.sum(axis=1).where(distance > 0), axis=0).fillna(0.0)
    table = pd.concat(
        [
            pd.DataFrame({"distance": distance, "coverage": coverage}),
            differences.add_prefix("difference."),
            shares.add_prefix("contribution."),
        ],
        axis=1,
    ).rename_axis("code")
    offered = table[(table["coverage"] >= LEAST_COVERAGE - 1e-9) & table["distance"].notna()]
    order = np.lexsort((offered.index.astype(str), offered["distance"]))
    return offered.iloc[order[:k]]


def reasons(likeness: pd.Series[float], *, alike: int = 2, different: int = 1) -> list[Reason]:
    """Why a place is where it is: the features in which it is closest, then those in which it is farthest.

    Parameters
    ----------
    likeness
        One row of `similar_places`.
    alike, different
        At most how many of each. A feature is alike below 0.5 robust standard deviations, different from there on.

    Returns
    -------
    list of Reason
        Closest first, then farthest first; equal ones in the order of the features.
    """
    prefix = "difference."
    found = {
        str(name).removeprefix(prefix): float(value)
        for name, value in likeness.items()
        if str(name).startswith(prefix)
    }
    known = {name: value for name, value in found.items() if np.isfinite(value)}
    near = sorted(
        (name for name in known if abs(known[name]) < ALIKE), key=lambda name: round(abs(known[name]), 12)
    )
    far = sorted((n for n in known if abs(known[n]) >= ALIKE), key=lambda n: -round(abs(known[n]), 12))
    return [
        *(Reason(name, "alike", known[name]) for name in near[:alike]),
        *(Reason(name, "higher" if known[name] > 0 else "lower", known[name]) for name in far[:different]),
    ]


def _weights(frame: pd.DataFrame, code: str, weights: Mapping[str, float] | None, k: int) -> pd.Series[float]:
    """Weights above 0, with every fault of the arguments named."""
    faults = []
    if not frame.index.is_unique:
        faults.append("`frame` must hold each place once; drop the repeats")
    if code not in frame.index:
        faults.append(f"`code` must be a row of `frame`, {code!r} is none")
    if k < 1:
        faults.append(f"`k` must be at least 1, it is {k}")
    given = {str(name): 1.0 for name in frame.columns} if weights is None else dict(weights)
    faults += [
        f"`weights` names {name}, which is no column of `frame`"
        for name in given
        if name not in frame.columns
    ]
    faults += [
        f"`weights` must be finite and at least 0, that of {n} is {v}"
        for n, v in given.items()
        if not 0 <= v < np.inf
    ]
    if not faults and not any(value > 0 for value in given.values()):
        faults.append("`weights` must hold at least one feature with a positive weight")
    if faults:
        raise ValueError("; ".join(faults) + ".")
    return pd.Series({name: float(value) for name, value in given.items() if value > 0}, dtype="float64")


def _finite(values: pd.Series[float]) -> pd.Series[float]:
    numbers = pd.to_numeric(values).astype("float64")
    return numbers.where(np.isfinite(numbers))


def _log(values: pd.Series[float], feature: str) -> pd.Series[float]:
    if bool((values <= 0).any()):
        lowest = values.min()
        msg = f"`scales` says log for {feature}, which has values that are not positive ({lowest}); use plain for it."
        raise ValueError(msg)
    return pd.Series(np.log(values), index=values.index)


def _spread(values: pd.Series[float]) -> float:
    """Robust standard deviation; 0 where all values are equal or there is none."""
    known = values.dropna().to_numpy(dtype="float64")
    if len(known) == 0 or known.min() == known.max():
        return 0.0
    low, middle, high = np.quantile(known, [0.25, 0.5, 0.75])
    tries = (MAD_TO_SD * np.median(np.abs(known - middle)), (high - low) / IQR_TO_SD, known.std())
    return float(next((spread for spread in tries if spread > 0), 0.0))


def likeness_limit(
    frame: pd.DataFrame,
    *,
    weights: Mapping[str, float] | None = None,
    scales: Mapping[str, Scale] | None = None,
) -> float:
    """Distance beyond which no place is called alike: ``min(q, 1)``, q the 95th percentile of distances to the nearest place.

    Parameters
    ----------
    frame, weights, scales
        As in `similar_places`; a pair of which less than 75 % of all weight can be compared is no neighbour.

    Returns
    -------
    float
        0 to 1, in robust standard deviations; NaN where no two places can be compared.

    Raises
    ------
    ValueError
        As `similar_places`.
    """
    if frame.empty:
        return math.nan
    w = _weights(frame, frame.index[0], weights, 1)
    z = standardised(frame[list(w.index)], scales=scales).to_numpy(dtype="float64")
    compared, squares = np.zeros((len(z), len(z))), np.zeros((len(z), len(z)))
    for column, weight in zip(z.T, w, strict=True):
        gaps = column[:, None] - column[None, :]
        compared += weight * np.isfinite(gaps)
        squares += weight * np.nan_to_num(gaps) ** 2
    offered = compared / w.sum() >= LEAST_COVERAGE - 1e-9
    np.fill_diagonal(offered, val=False)
    distances = np.sqrt(np.divide(squares, compared, out=np.full_like(squares, np.inf), where=offered))
    nearest = distances.min(axis=1)
    known = nearest[np.isfinite(nearest)]
    # Rounded like the distances it is held against.
    return float(min(np.quantile(known, LIKE_NONE).round(12), LIKE_NONE_AT)) if len(known) else math.nan
