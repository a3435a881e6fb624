"""Is A higher than B, did A improve faster than B: what the figures allow to be said.

A difference counts when it is larger than what the figures leave open. With h half the last printed digit, s the standard
error of a figure (published, else its `noise.Wobble`), r the share by which two registers of the same residents differ
and n figures that take part (two of a comparison, four of two changes)

    limit = max(n h, 1.96 sqrt(sum of s^2), least) + r (|a| + |b|)

where `least` is a smallest difference that the publisher or the catalogue names. Rounding is contained in the wobble, so
the larger of the two counts; a register's own habit is not, so it is added. The smallest difference that counts is the
next printed step above the limit. Where nothing truly differs and errors are normal, one of the two directions is called
supported in at most 5 % of cases (1.96 is the two-sided 95 % point of the normal).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Context, Decimal
from typing import Any

import pandas as pd

from analytics.comparability import Assessment
from analytics.comparability_rules import NOT_COMPARABLE, PROPORTIONAL
from analytics.noise import Wobble
from analytics.rounding import rounded_decimal

Z = 1.959963984540054
GROWTH_DECIMALS = 2
_CONTEXT = Context(prec=400, rounding=ROUND_FLOOR)


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


@dataclass(frozen=True)
class Claim:
    """The answer to one claim.

    Attributes
    ----------
    answer
        ``supported``, ``not_supported`` (the figures say otherwise), ``not_distinguishable``, ``not_comparable`` or
        ``no_data``.
    rule
        Id of the rule that decided: ``beyond_limit``, ``opposite_beyond_limit``, ``within_limit``, ``no_gain`` (neither
        improved), ``no_value``, ``not_comparable``.
    difference
        A minus B as printed, in the unit of `measure`; for changes, gain of A minus gain of B. NaN without figures.
    smallest_difference
        Smallest printed difference that would count; NaN without figures.
    basis
        What it rests on: ``published``, ``wobble`` (order 2), ``two_years`` (order 1), ``spread`` (order 0), ``least`` or
        ``rounding``; "" without figures.
    parts
        Terms of the limit in the same unit: ``rounding, error, least, registration, limit``.
    measure
        ``value``, ``change`` (in the indicator's unit) or ``growth`` (percent).
    figures
        Index the codes of A and B; ``value``, ``error`` (standard error used, NaN for none) and, for changes, ``since``,
        ``value_since`` and ``gain`` (towards the better; of a neutral indicator upwards).
    assessment
        Whether the comparison holds at all, with its reasons.
    """

    answer: str
    rule: str
    difference: float
    smallest_difference: float
    basis: str
    parts: Mapping[str, float]
    measure: str
    figures: pd.DataFrame
    assessment: Assessment


def check_higher(
    sides: pd.DataFrame, indicator: Mapping[str, Any], assessment: Assessment, uncertainty: Uncertainty
) -> Claim:
    """Check "A is higher than B".

    Parameters
    ----------
    sides
        Two rows, A then B, index code; column ``value``, and ``standard_error`` where one is published (NaN for none).
    indicator
        The catalogue record: ``decimals``.
    assessment
        From `analytics.comparability.assess` for these two.
    uncertainty
        What is known about the figures' error.

    Returns
    -------
    Claim

    Raises
    ------
    ValueError
        If `sides` has not exactly two rows or lacks a column.
    """
    _check(sides, "value")
    decimals = int(indicator["decimals"])
    figures = pd.DataFrame({"value": sides["value"].astype("float64")}, index=sides.index)
    errors, basis = _errors(sides, uncertainty, figures["value"])
    figures["error"] = errors
    refused = _refusal(figures, assessment, "value")
    if refused is not None:
        return refused
    a, b = (rounded_decimal(value, decimals) for value in figures["value"])
    rounding = float(Decimal(1).scaleb(-decimals))
    parts = _limit(rounding, errors.tolist(), uncertainty, uncertainty.registration * float(abs(a) + abs(b)))
    return _judge(float(a - b), parts, _basis(parts, basis), decimals, "value", figures, assessment)


def check_faster(
    sides: pd.DataFrame, indicator: Mapping[str, Any], assessment: Assessment, uncertainty: Uncertainty
) -> Claim:
    """Check "A improved faster than B" (of a neutral indicator "A rose faster than B").

    Changes of rates and indices are compared in their unit. Changes of money and counts are compared as growth in
    percent, where the wobble is proportional: 100 rupiah more is not the same step for a rich and for a poor place.

    Parameters
    ----------
    sides
        Two rows, A then B, index code; columns ``since, value_since, year, value`` and ``standard_error`` where one is
        published (taken for both years).
    indicator
        The catalogue record: ``decimals, direction, unit_kind``.
    assessment, uncertainty
        As in `check_higher`.

    Returns
    -------
    Claim

    Raises
    ------
    ValueError
        If `sides` has not exactly two rows or lacks a column.
    """
    _check(sides, "value", "value_since", "since")
    grows = _as_growth(sides, indicator)
    sign = -1 if str(indicator["direction"]) == "lower_better" else 1
    decimals = GROWTH_DECIMALS if grows else int(indicator["decimals"])
    figures = sides[["since", "value_since", "value"]].astype({"value": "float64", "value_since": "float64"})
    errors, basis = _errors(sides, uncertainty, figures["value"])
    before, _ = _errors(sides, uncertainty, figures["value_since"])
    figures["error"] = errors
    refused = _refusal(figures, assessment, "growth" if grows else "change")
    if refused is not None:
        return refused
    figures["gain"] = [
        float(sign * _gain(start, end, int(indicator["decimals"]), grows=grows))
        for start, end in zip(figures["value_since"], figures["value"], strict=True)
    ]
    rounding, terms = _change_errors(figures, errors, before, int(indicator["decimals"]), grows=grows)
    parts = _limit(rounding, terms, uncertainty, 0.0)
    a, b = (rounded_decimal(gain, decimals) for gain in figures["gain"])
    measure = "growth" if grows else "change"
    claim = _judge(float(a - b), parts, _basis(parts, basis), decimals, measure, figures, assessment)
    if claim.rule != "within_limit" and max(a, b) <= 0:
        return replace(claim, answer="not_supported", rule="no_gain")
    return claim


def _check(sides: pd.DataFrame, *columns: str) -> None:
    lacking = [name for name in columns if name not in sides]
    if len(sides) != 2 or lacking:
        msg = (
            f"`sides` must have two rows, A then B, and the columns {', '.join(columns)}; "
            f"it has {len(sides)} rows and lacks {', '.join(lacking) or 'none'}."
        )
        raise ValueError(msg)


def _refusal(figures: pd.DataFrame, assessment: Assessment, measure: str) -> Claim | None:
    """Answer without arithmetic: a figure is missing, or the comparison does not hold."""
    columns = ["value", *(["value_since"] if "value_since" in figures else [])]
    if figures[columns].isna().any(axis=None):
        answer, rule = "no_data", "no_value"
    elif assessment.verdict == NOT_COMPARABLE:
        answer, rule = "not_comparable", "not_comparable"
    else:
        return None
    return Claim(answer, rule, math.nan, math.nan, "", {}, measure, figures, assessment)


def _errors(
    sides: pd.DataFrame, uncertainty: Uncertainty, values: pd.Series[float]
) -> tuple[pd.Series[float], str]:
    """Standard error of each figure and what it rests on; the published one only where both sides have it."""
    published = sides.get("standard_error")
    if published is not None and published.notna().all():
        return published.astype("float64"), "published"
    found = uncertainty.wobble
    if found is None:
        return pd.Series(math.nan, index=sides.index), "rounding"
    errors = [found.of(str(code), value) for code, value in values.items()]
    return pd.Series(errors, index=sides.index), {2: "wobble", 1: "two_years", 0: "spread"}[found.order]


def _as_growth(sides: pd.DataFrame, indicator: Mapping[str, Any]) -> bool:
    values = sides[["value", "value_since"]].to_numpy(dtype="float64")
    return str(indicator["unit_kind"]) in PROPORTIONAL and not bool((values <= 0).any())


def _gain(start: float, end: float, decimals: int, *, grows: bool) -> Decimal:
    first, last = rounded_decimal(start, decimals), rounded_decimal(end, decimals)
    return Decimal(100) * (last / first - 1) if grows and first else last - first


def _change_errors(
    figures: pd.DataFrame, after: pd.Series[float], before: pd.Series[float], decimals: int, *, grows: bool
) -> tuple[float, list[float]]:
    """Rounding of the difference of two changes, and the standard error of each figure in the unit of the change."""
    half = 0.5 * 10.0**-decimals
    start, end = figures["value_since"], figures["value"]
    by_end = 100 / start if grows else start * 0 + 1
    by_start = 100 * end / start**2 if grows else by_end
    rounding = float((half * (by_end.abs() + by_start.abs())).sum())
    return rounding, [*(after * by_end), *(before * by_start)]


def _limit(
    rounding: float, errors: list[float], uncertainty: Uncertainty, registration: float
) -> dict[str, float]:
    known = [error for error in errors if not math.isnan(error)]
    error = Z * math.sqrt(sum(e * e for e in known))
    limit = max(rounding, error, uncertainty.least) + registration
    return {
        "rounding": rounding, "error": error, "least": uncertainty.least, "registration": registration, "limit": limit,
    }  # fmt: skip


def _basis(parts: Mapping[str, float], basis: str) -> str:
    """The term that is the limit: the error, unless rounding or the least difference named is larger."""
    if parts["least"] >= max(parts["error"], parts["rounding"]):
        return "least"
    return basis if parts["error"] > parts["rounding"] else "rounding"


def _judge(
    difference: float, parts: Mapping[str, float], basis: str, decimals: int, measure: str, figures: pd.DataFrame,
    assessment: Assessment,
) -> Claim:  # fmt: skip
    """Compare the printed difference with the next printed step above the limit."""
    step = Decimal(1).scaleb(-decimals)
    # The shortest decimal of the limit: 0.1 + 0.2 must not count as more than 0.3.
    limit = Decimal(repr(round(parts["limit"], 12)))
    smallest = float(_CONTEXT.divide_int(limit, step) * step + step)
    if difference >= smallest:
        answer, rule = "supported", "beyond_limit"
    elif -difference >= smallest:
        answer, rule = "not_supported", "opposite_beyond_limit"
    else:
        answer, rule = "not_distinguishable", "within_limit"
    return Claim(answer, rule, difference, smallest, basis, parts, measure, figures, assessment)
