"""The arithmetic of the pace on the trends page: years to the best peer, as a table and in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.change import best_peers, gap_years
from analytics.ranks import counts_from_top
from views.columns import cell_difference, cell_text
from views.formatting import Absence, year_text
from views.i18n import translator
from views.marking import read_marking
from views.notes import is_not_loaded, lack_text
from views.pace_texts import finer, pace_reason, pace_sentences, years_needed_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from views.trends import TrendsPage

__all__ = ["pace_of", "pace_table"]


def pace_of(page: TrendsPage) -> tuple[pd.DataFrame, str] | None:
    """Table of the arithmetic and its sentence; None without an earlier year, or where neither side is better."""
    s = page.selection
    if page.span is None or str(page.row["direction"]) == "neutral":
        return None
    better = counts_from_top(str(page.row["direction"]))
    ends = page.wide[page.span[1]] if page.span[1] in page.wide.columns else pd.Series(dtype="float64")
    best = best_peers(ends, page.peers, higher_is_better=better)
    decimals = int(page.row["decimals"])
    gaps = gap_years(
        page.wide, *page.span, best=best, decimals=decimals, higher_is_better=better, breaks=page.breaks,
        doubtful=page.doubtful,
    )  # fmt: skip
    codes = [str(code) for code in [*gaps.index, *gaps["best"]] if code]
    marking = read_marking(page.store, page.availability, [s.indicator], codes, s.lang)
    table = pace_table(gaps, page.row, page.names, page.span, s.lang, signs=marking.signs)
    return table, pace_sentences(gaps, page.row, page.names, page.span, s.lang)


def pace_table(
    gaps: pd.DataFrame,
    row: pd.Series,
    names: Mapping[str, str],
    span: tuple[int, int],
    lang: str,
    *,
    signs: Callable[[str, str, int], str] = lambda *_figure: "",
) -> pd.DataFrame:
    """The arithmetic, one row a place: from what to what in how many years, the pace, the best peer, the gap, the years.

    Parameters
    ----------
    gaps
        From `analytics.change.gap_years`.
    row
        The indicator's record.
    names
        Code -> name.
    span
        The two years of the pace.
    lang
        "id" or "en".
    signs
        Signs that follow the figure of an (indicator, code, year), see `views.marking.Marking.signs`.
    """
    _, name = translator(lang), str(row["indicator"])
    first, last = span
    nothing = Absence.NOT_APPLICABLE.mark
    rows = []
    for code, gap in gaps.iterrows():
        moved = pd.notna(gap["change"])
        peer = gap["best"]
        rows.append(
            [
                names[str(code)],
                cell_text(gap["first_value"], row, lang) + signs(name, str(code), first),
                cell_text(gap["last_value"], row, lang) + signs(name, str(code), last),
                f"{cell_difference(gap['change'], row, lang)} ÷ {last - first}" if moved else nothing,
                cell_difference(gap["pace"], finer(row), lang) if moved else nothing,
                f"{names[peer]}: {cell_text(gap['best_value'], row, lang)}{signs(name, peer, last)}"
                if peer
                else nothing,
                cell_difference(gap["gap"], row, lang) if peer and pd.notna(gap["gap"]) else nothing,
                _outcome(str(code), gap, row, lang),
            ]
        )
    heads = [
        _("Place"),
        year_text(first),
        year_text(last),
        _("Change ÷ years"),
        _("Pace a year"),
        _("Best peer, {year}").format(year=year_text(last)),
        _("Gap to it"),
        _("Gap ÷ pace"),
    ]
    return pd.DataFrame(rows, columns=heads)


def _outcome(code: str, gap: pd.Series, row: pd.Series, lang: str) -> str:
    """Years that the arithmetic gives, or why it gives none; figures that are only not loaded are not called absent."""
    if not gap["reason"]:
        return years_needed_text(gap["years"], lang)
    nothing = pd.isna(gap["first_value"]) and pd.isna(gap["last_value"])
    return (
        lack_text(row, code, lang)
        if nothing and is_not_loaded(row, code)
        else pace_reason(gap["reason"], lang)
    )
