"""Paces in words: how many years a place needs to its best peer, as arithmetic that a reader can redo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.change import PACE_MORE
from views.columns import column_unit, is_heavy
from views.formatting import difference_text, number, value_text, year_text
from views.i18n import translator
from views.trend_texts import MOST, span_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

_EXACT = 9
LONGEST_YEARS = 20
_A_YEAR = {"id": " per tahun", "en": " per year"}


def pace_caption(row: pd.Series, lang: str) -> str:
    """What the arithmetic is, and is not; the unit where it is too long for every cell."""
    _ = translator(lang)
    text = _(
        "Arithmetic, no forecast: it takes a steady pace and a best peer that stands still. Gap ÷ pace, from the printed numbers."
    )
    if not is_heavy(row, lang):
        return text
    unit = _("Figures in {unit}.").format(unit=column_unit(row, lang))
    return f"{text} {unit}"


def years_needed_text(years: float, lang: str) -> str:
    """A number of years of the arithmetic: one decimal, and no false precision beyond twenty."""
    _ = translator(lang)
    if years > LONGEST_YEARS:
        return _("more than {n} years").format(n=number(LONGEST_YEARS, 0, lang))
    # 0.94 ÷ 0.08 is 11.75 for whoever redoes it, not 11.749 999…, as binary numbers have it.
    return _("{n} years").format(n=number(round(years, _EXACT), 1, lang))


def pace_reason(reason: str, lang: str) -> str:
    """Why no number of years is given."""
    _ = translator(lang)
    texts = {
        "no_data": _("no data in one of the two years"),
        "no_peer": _("no peer with a figure"),
        "break": _("the series breaks between the two years"),
        "already_there": _("already level or ahead"),
        "standing_still": _("standing still"),
        "moving_away": _("moving away"),
        "in_doubt": _("no clear change, so no pace"),
    }
    return texts[reason]


def finer(row: pd.Series) -> pd.Series:
    """The record with the decimals of a pace, for a change a year."""
    copy = row.copy()
    copy["decimals"] = int(row["decimals"]) + PACE_MORE
    return copy


def _each_year(row: pd.Series) -> pd.Series:
    """As `finer`, for a sentence that says "each year": a unit per year would say it twice ("per person per year each year")."""
    copy = finer(row)
    for lang, words in _A_YEAR.items():
        copy[f"unit_{lang}"] = str(row[f"unit_{lang}"]).removesuffix(words)
    return copy


def pace_sentences(
    gaps: pd.DataFrame, row: pd.Series, names: Mapping[str, str], years: tuple[int, int], lang: str
) -> str:
    """How many years each place needs at its pace, at most three; the numbers stand in the table of the arithmetic."""
    _ = translator(lang)
    text = _(
        "If its pace of {span} ({pace} each year) does not change, {place} reaches the figure of {peer} in {last} ({value}) after {years}."
    )
    said = [
        text.format(
            span=span_text(*years), pace=difference_text(gap["pace"], _each_year(row), lang), place=names[str(code)], peer=names[gap["best"]],
            last=year_text(years[1]), value=value_text(gap["best_value"], row, lang), years=years_needed_text(gap["years"], lang),
        )
        for code, gap in gaps[gaps["reason"] == ""].iterrows()
    ]  # fmt: skip
    return " ".join(said[:MOST])
