"""Whether regencies and cities draw nearer to each other in a national series: the spread year by year, and who grew faster."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analytics.inequality import BetaConvergence, SigmaConvergence, beta_convergence, sigma_convergence
from analytics.series_breaks import break_marks, concerns
from views.figures import catalogue_row, values_by_code
from views.formatting import names_text, number, share_text
from views.i18n import pick, translator

if TYPE_CHECKING:
    from geodata.store import Store

COVERED = 0.9
"""Years count in which at least this share of the best-covered year's places have a figure: else one year would set the field."""


@dataclass(frozen=True)
class Convergence:
    """A national series and what became of the differences in it.

    Attributes
    ----------
    row
        The indicator's record.
    sigma, beta
        Spread by year; growth over the start. None where fewer than two years can be compared.
    broken
        Years in which the series starts anew for all places.
    """

    row: pd.Series
    sigma: SigmaConvergence | None
    beta: BetaConvergence | None
    broken: tuple[int, ...]


def convergence_of(store: Store, indicator: str) -> Convergence:
    """Measure a series of regencies and cities over the years that most places have.

    Growth is measured within the last unbroken part of the series.
    """
    row = catalogue_row(store, indicator)
    wide = values_by_code(store, indicator, "regency")
    counts = wide.notna().sum()
    years = [int(year) for year in wide.columns if counts[year] >= COVERED * counts.max()]
    marks = break_marks(str(row["breaks"] or "[]"))
    for_all = tuple(sorted(int(mark["year"]) for mark in marks if mark["scope"] == "all"))
    breaks = {
        str(code): sorted({int(mark["year"]) for mark in marks if concerns(mark["scope"], str(code))})
        for code in wide.index
    }
    if len(years) < 2:
        return Convergence(row, None, None, for_all)
    inside = [year for year in for_all if years[0] < year <= years[-1]]
    part = [year for year in years if not inside or year >= inside[-1]]
    frame = wide[years]
    beta = beta_convergence(frame, part[0], part[-1], breaks=breaks) if len(part) > 1 else None
    only_all = list(for_all)  # a break of one place ends no part of the field's spread
    return Convergence(row, sigma_convergence(frame, breaks=only_all), beta, tuple(inside))


def lines(found: Convergence, lang: str) -> list[str]:
    """What became of the spread, who grew faster, and what that proves."""
    _ = translator(lang)
    if found.sigma is None or found.sigma.status != "ok":
        return [_("Too few places have this series in every year: nothing is measured.")]
    texts = [_spread(found, lang)]
    if found.beta is not None and found.beta.status == "ok":
        texts.append(_growth(found, lang))
        texts.append(
            _(
                "Growth alone proves little: what was low by chance grows by itself. Only both together speak of places drawing nearer."
            )
        )
    if found.broken:
        text = _("The series starts anew in {years}; spreads are compared within a part only.")
        texts.append(text.format(years=names_text([str(year) for year in found.broken], lang)))
    return texts


def _spread(found: Convergence, lang: str) -> str:
    _ = translator(lang)
    sigma = found.sigma
    assert sigma is not None
    part = sigma.table[sigma.table["part"] == sigma.table["part"].iloc[-1]]
    said = {
        "n": number(sigma.n, 0, lang),
        "indicator": pick(found.row, "short", lang),
        "first": str(part.index[0]),
        "last": str(part.index[-1]),
    }
    if pd.isna(sigma.change_percent):
        return _(
            "{indicator}: the spread between {n} regencies and cities cannot be compared between years."
        ).format(**said)
    change = share_text(abs(sigma.change_percent) / 100, lang)
    if sigma.change_percent < 0:
        text = _(
            "{indicator}: the spread between {n} regencies and cities was {change} smaller in {last} than in {first}."
        )
    else:
        text = _(
            "{indicator}: the spread between {n} regencies and cities was {change} larger in {last} than in {first}."
        )
    return text.format(change=change, **said)


def _growth(found: Convergence, lang: str) -> str:
    _ = translator(lang)
    beta = found.beta
    assert beta is not None
    texts = {
        "converging": _("Places that started lower grew faster from {first} to {last}: a start twice as high goes with {slope} a year (95% interval {low} to {high})."),
        "diverging": _("Places that started higher grew faster from {first} to {last}: a start twice as high goes with {slope} a year (95% interval {low} to {high})."),
        "neither": _("From {first} to {last} those that started low grew no differently from those that started high: a start twice as high goes with {slope} a year (95% interval {low} to {high})."),
    }  # fmt: skip
    slope = number(per_doubling(beta.slope), 2, lang)
    return texts[str(beta.verdict)].format(
        first=beta.first, last=beta.last, slope=" ".join([slope, _("percentage points")]),
        low=number(per_doubling(beta.low), 2, lang), high=number(per_doubling(beta.high), 2, lang),
    )  # fmt: skip


def per_doubling(slope: float) -> float:
    """Difference in growth, in percentage points a year, that goes with a first value twice as high."""
    return 100.0 * slope * math.log(2.0)


def left_out_text(found: Convergence, lang: str) -> str:
    """How many places take no part in the growth, and why; "" for none."""
    _ = translator(lang)
    if found.beta is None or not len(found.beta.left_out):
        return ""
    words = {
        "no_data": _("without a figure at both ends"),
        "not_positive": _("with a value of zero or below"),
        "break": _("whose series starts anew in between"),
    }
    counts = found.beta.left_out.value_counts()
    parts = [
        f"{number(int(counts[reason]), 0, lang)} {words[reason]}" for reason in words if reason in counts
    ]
    return _("Left out: {parts}.").format(parts=names_text(parts, lang))
