"""Numbers with the marks and words of a language.

Decimal and group marks and the words juta / million and so on come from CLDR through Babel. Numbers are put together
from Babel's marks here, because ``babel.numbers.format_decimal`` takes about 30 µs and a map of 7 285 districts needs
as many (the tests hold both to the same text). Spaces inside a number's text do not break.
"""

from __future__ import annotations

import math
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd
from babel import Locale

from analytics.rounding import rounded, rounded_decimal
from views.absence import Absence, is_missing
from views.i18n import LOCALES, check_language

if TYPE_CHECKING:
    from collections.abc import Iterable

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
EN_DASH = "\N{EN DASH}"
_SURE = 1e9


@cache
def _marks(lang: str) -> tuple[str, str]:
    """Group and decimal mark of a language."""
    symbols = Locale.parse(LOCALES[check_language(lang)]).number_symbols["latn"]
    return symbols["group"], symbols["decimal"]


@cache
def _word(power: int, lang: str) -> str:
    """Word for 10**power: juta, miliar, triliun / million, billion, trillion."""
    formats = Locale.parse(LOCALES[check_language(lang)]).compact_decimal_formats["long"]["other"]
    return str(formats[str(10**power)].pattern).replace("0", "").replace("'", "").strip()


def number(value: Any, decimals: int, lang: str) -> str:
    """Write a number with its marks: ``number(-1234.5, 1, "id")`` is "−1.234,5".

    Parameters
    ----------
    value
        Any number; None, NaN and infinite give the mark of no data, "…".
    decimals
        Decimals to print; all are printed, so that columns line up.
    lang
        "id" or "en".
    """
    if is_missing(value):
        return Absence.NO_DATA.mark
    return written(rounded_decimal(float(value), decimals), lang)


def numbers(
    values: Iterable[Any], decimals: int, lang: str, *, missing: str = Absence.NO_DATA.mark
) -> list[str]:
    """`number` for many values at once; `missing` stands for those that there are not."""
    series = pd.Series(values, dtype="float64")
    group, decimal = _marks(lang)
    marks = {ord(","): group, ord("."): decimal, ord("-"): MINUS}
    form, found = f",.{max(decimals, 0)}f", rounded(series, decimals=decimals).tolist()
    return [
        missing
        if math.isnan(one)
        # A float this large has fewer digits than would be printed.
        else format(one, form).translate(marks)
        if abs(one) < _SURE
        else number(value, decimals, lang)
        for one, value in zip(found, series.tolist(), strict=True)
    ]


def written(value: Decimal, lang: str) -> str:
    """Write a rounded number with all its digits."""
    group, decimal = _marks(lang)
    text = f"{value.copy_abs():,f}".replace(",", "\0").replace(".", decimal).replace("\0", group)
    return MINUS + text if value < 0 else text


def big_number(value: Any, lang: str, *, decimals: int | None = None) -> str:
    """Write a large number in words: "11,04 juta" / "11.04 million"; below a million all digits.

    The words are written out because a bare "M" is 10^9 in Indonesian and 10^6 in English.

    Parameters
    ----------
    value
        Any number.
    lang
        "id" or "en".
    decimals
        Decimals before the word; default: as many as make three digits.
    """
    if is_missing(value):
        return Absence.NO_DATA.mark
    power = _power(float(value))
    if power == 0:
        return number(value, 0, lang)
    scaled = float(Decimal(repr(float(value))).scaleb(-power))
    places = _three_digits(scaled) if decimals is None else decimals
    return f"{number(scaled, places, lang)}{NBSP}{_word(power, lang)}"


def three_digits(value: float) -> float:
    """The number that `big_number` writes, rounded to the three digits it shows."""
    power = _power(value)
    scaled = Decimal(repr(value)).scaleb(-power)
    return float(rounded_decimal(float(scaled), _three_digits(float(scaled))).scaleb(power))


def _power(value: float) -> int:
    """Power of ten whose word is used: 0 (none), 6, 9 or 12; 999.999.999 is 1 miliar, not 1.000 juta."""
    size = abs(value)
    return next((p for p in (12, 9, 6) if size >= 10.0**p * (0.9995 if p > 6 else 1.0)), 0)


def _three_digits(value: float) -> int:
    size = abs(value)
    return 0 if size >= 99.95 else 1 if size >= 9.995 else 2
