"""Reference values that legends and charts mark: the national median, mean and so on."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.summary import Reference
from views.formatting import NBSP, Row, is_missing, number, share_text, value_text
from views.i18n import translator


@dataclass(frozen=True)
class ReferenceMark:
    """A value to mark, with its words (without the value): ``ReferenceMark(9.03, "Median of 514")``."""

    value: float
    text: str


def reference_marks(reference: Reference, lang: str, *, mean: bool = True) -> tuple[ReferenceMark, ...]:
    """Marks of a national reference: the median, and with ``mean`` the mean weighted by people.

    Parameters
    ----------
    reference
        From `analytics.summary.national_reference`; what it lacks gets no mark.
    lang
        "id" or "en".
    mean
        Whether to mark the weighted mean as well; its words say its coverage where it is below 99.5 %.
    """
    _ = translator(lang)
    marks = []
    if not is_missing(reference.median):
        n = number(reference.n, 0, lang)
        marks.append(ReferenceMark(reference.median, _("Median of {n} places").format(n=n)))
    if mean and not is_missing(reference.weighted_mean):
        text = _("Average of regencies and cities, weighted by residents")
        if reference.weight_coverage < 0.995:
            text = _("Average weighted by population ({share} of residents)").format(
                share=share_text(reference.weight_coverage, lang)
            )
        marks.append(ReferenceMark(reference.weighted_mean, text))
    return tuple(marks)


def mark_text(mark: ReferenceMark, row: Row, lang: str) -> str:
    """Words and value of a mark in one line."""
    return f"{mark.text}:{NBSP}{value_text(mark.value, row, lang)}"
