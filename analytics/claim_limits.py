"""The error of the figures of a claim, and the limit that a difference has to pass; the rule is in `analytics.claims`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics.noise import Wobble

Z = 1.959963984540054


@dataclass(frozen=True)
class Uncertainty:
    """What is known about the error of an indicator's figures.

    Attributes
    ----------
    wobble
        From `analytics.noise.wobble`, None where it could not be estimated.
    registration
        Share by which two registers of the same residents differ, for figures per resident; 0 for others.
    least
        Smallest difference that the publisher or the catalogue lets count, in the figure's unit; 0 for none.
    survey
        Whether the figures are estimates from a sample.
    """

    wobble: Wobble | None = None
    registration: float = 0.0
    least: float = 0.0
    survey: bool = False


def errors_of(
    sides: pd.DataFrame, uncertainty: Uncertainty, values: pd.Series[float], column: str = "standard_error"
) -> tuple[pd.Series[float], str]:
    """Standard error of each figure and what it rests on; of a published one beside a wobble the larger one counts."""
    nothing = pd.Series(math.nan, index=sides.index)
    published = sides[column].astype("float64") if column in sides else nothing
    if published.notna().all():
        return published, "published"
    found = uncertainty.wobble
    if found is None:
        return published, "half_published" if published.notna().any() else "rounding"
    wobbles = pd.Series([found.of(str(code), value) for code, value in values.items()], index=sides.index)
    return wobbles.combine(published, _larger), {2: "wobble", 1: "two_years", 0: "spread"}[found.order]


def _larger(error: float, published: float) -> float:
    return error if math.isnan(published) else max(error, published)


def errors_of_change(
    sides: pd.DataFrame, uncertainty: Uncertainty
) -> tuple[pd.Series[float], pd.Series[float], str]:
    """Standard errors of the figures after and before, and what they rest on; published ones count where all are."""
    after, basis = errors_of(sides, uncertainty, sides["value"])
    before, basis_before = errors_of(sides, uncertainty, sides["value_since"], "standard_error_since")
    if basis != basis_before:  # published for one of the years only
        plain = sides.drop(columns=["standard_error", "standard_error_since"], errors="ignore")
        after, basis = errors_of(plain, uncertainty, sides["value"])
        before, _ = errors_of(plain, uncertainty, sides["value_since"])
    return after, before, basis


def change_errors(
    figures: pd.DataFrame, after: pd.Series[float], before: pd.Series[float], decimals: int, *, grows: bool
) -> tuple[pd.Series[float], pd.DataFrame]:
    """Rounding of each change, and the standard errors of its two figures, in the unit of the change."""
    half = 0.5 * 10.0**-decimals
    start, end = figures["value_since"], figures["value"]
    by_end = 100 / start if grows else start * 0 + 1
    by_start = 100 * end / start**2 if grows else by_end
    rounding = half * (by_end.abs() + by_start.abs())
    return rounding, pd.DataFrame({"after": after * by_end, "before": before * by_start})


def limit_of(
    rounding: float, errors: list[float], least: float, registration: float, basis: str
) -> dict[str, float]:
    """Terms of the limit, and the limit itself."""
    error = Z * math.sqrt(sum(e * e for e in errors if not math.isnan(e)))
    # A wobble was measured on rounded figures; a published error was not.
    both = rounding + error if basis in ("published", "half_published") else max(rounding, error)
    limit = max(both, least) + registration
    return {
        "rounding": rounding, "error": error, "least": least, "registration": registration, "limit": limit,
    }  # fmt: skip


def basis_of(parts: Mapping[str, float], basis: str) -> str:
    """The term that is the limit: the error, unless rounding or the least difference named is larger."""
    if parts["least"] > 0 and parts["limit"] <= parts["least"] + parts["registration"]:
        return "least"
    published = basis in ("published", "half_published")
    return basis if published or parts["error"] > parts["rounding"] else "rounding"


def change_limits(
    ends: pd.DataFrame, indicator: Mapping[str, Any], uncertainty: Uncertainty, *, grows: bool
) -> pd.Series[float]:
    """Largest change of each place that its figures leave open: a change counts where it is larger.

    Parameters
    ----------
    ends
        Index code; ``value_since`` and ``value`` in the indicator's unit; ``standard_error_since`` and ``standard_error``
        where they are published (NaN for none): they count for a place that has both.
    indicator
        The catalogue record: ``decimals``.
    uncertainty
        What is known about the figures' error.
    grows
        Whether changes are in percent of the first value, else in the unit.

    Returns
    -------
    pandas.Series
        Index of ``ends``, 0 or more, in the unit of the change; NaN where a value is missing.
    """
    ends = ends.astype({"value": "float64", "value_since": "float64"})
    limits = []
    for code in ends.index:
        place = ends.loc[[code]]
        after, before, basis = errors_of_change(place, uncertainty)
        rounding, terms = change_errors(place, after, before, int(indicator["decimals"]), grows=grows)
        errors = terms.iloc[0].tolist()
        limits.append(limit_of(float(rounding.iloc[0]), errors, uncertainty.least, 0.0, basis)["limit"])
    known = ends[["value", "value_since"]].notna().all(axis=1)
    return pd.Series(limits, index=ends.index, dtype="float64").where(known)


def gap_limit(
    code: str, value: float, median: float, n: int, indicator: Mapping[str, Any], uncertainty: Uncertainty
) -> float:
    """Largest gap between a place and the median of its peers that the figures leave open.

    The median of n figures with independent normal errors s has the standard error ``sqrt(pi / 2) s / sqrt(n)``.

    Parameters
    ----------
    code, value
        The place and its figure.
    median, n
        Of the peers that have a figure, and how many these are.
    indicator
        The catalogue record: ``decimals``.
    uncertainty
        What is known about the figures' error.

    Returns
    -------
    float
        0 or more, in the indicator's unit; NaN without a value or a peer.
    """
    if math.isnan(value) or math.isnan(median) or n < 1:
        return math.nan
    errors, found = [], uncertainty.wobble
    if found is not None:
        # The peers' own restlessness is that of all: "" is the code of no place.
        errors = [found.of(code, value), found.of("", median) * math.sqrt(math.pi / 2 / n)]
    registration = uncertainty.registration * (abs(value) + abs(median))
    return limit_of(10.0 ** -int(indicator["decimals"]), errors, uncertainty.least, registration, "wobble")[
        "limit"
    ]
