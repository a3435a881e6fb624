"""Error columns of a reader's own table: which they are, what is said of them, and the standard errors they give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geodata.shaping.error_columns import ErrorPair, find_errors
from views.formatting import names_text
from views.i18n import translator

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd


def error_columns(
    observations: pd.DataFrame, settings: pd.DataFrame
) -> tuple[tuple[ErrorPair, ...], tuple[str, ...]]:
    """Error columns with the columns they belong to, and columns that only look like one.

    Parameters
    ----------
    observations
        `code, year, indicator, value`.
    settings
        As `views.own.guess_settings` makes it: the columns in the order of the file, with their units.
    """
    pairs, unclear = find_errors([str(key) for key in settings.index])
    highest = observations.groupby("indicator")["value"].max()
    # A relative error of 0.07 may be 7 % or 0.07 %: the unit must say.
    open_ = [
        pair
        for pair in pairs
        if pair.kind == "rse"
        and settings.at[pair.columns[0], "unit"] != "%"
        and highest.get(pair.columns[0], 0.0) <= 1
    ]
    kept = tuple(pair for pair in pairs if pair not in open_)
    return kept, (*unclear, *(column for pair in open_ for column in pair.columns))


def error_texts(pairs: Sequence[ErrorPair], lang: str) -> list[str]:
    """What each pair is, in words."""
    _ = translator(lang)
    texts = {
        "se": _("“{column}” is the standard error of “{of}”"),
        "rse": _("“{column}” is the standard error of “{of}” in percent of the value"),
        "moe": _("“{column}” is the margin of error of “{of}” ({level} in 100)"),
        "limits": _("{columns} are the confidence limits of “{of}” ({level} in 100)"),
    }
    return [
        texts[pair.kind].format(
            column=pair.columns[0],
            columns=names_text([f"“{column}”" for column in pair.columns], lang),
            of=pair.of,
            level=pair.level,
        )
        for pair in pairs
    ]


def unclear_text(unclear: Sequence[str], lang: str) -> str:
    """Which columns look like an error and stay columns of their own; "" for none."""
    _ = translator(lang)
    text = _("Looks like an error, but whose is not plain: {columns}. It stays a column of its own.")
    return text.format(columns=names_text([f"“{one}”" for one in unclear], lang)) if unclear else ""
