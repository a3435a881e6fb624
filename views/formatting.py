"""Values with their units, money, ranks, ranges and dates, in Indonesian and English.

Spaces between a number and what belongs to it do not break.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from babel.dates import format_date
from babel.lists import format_list

from analytics.rounding import rounded_decimal
from views.absence import Absence, is_missing
from views.i18n import LOCALES, check_language, pick, translator
from views.numerals import EN_DASH, MINUS, NBSP, big_number, number, numbers, three_digits, written

if TYPE_CHECKING:
    import datetime as dt

# What pages and figures need about numbers, in one place.
__all__ = [
    "EN_DASH", "MINUS", "NBSP", "Absence", "Row", "amount", "axis_title", "big_number", "class_label", "date_text",
    "difference_text", "direction_text", "is_missing", "names_text", "number", "numbers", "printed_value", "range_text", "rank_note",
    "rank_text", "share_text", "unit_text", "value_text", "year_text", "years_text",
]  # fmt: skip

Row = Mapping[str, Any] | Any


def amount(currency: str, value: Any, lang: str, *, short: bool = False, decimals: int = 0) -> str:
    """Write money: "Rp1.250.000" / "IDR 1,250,000"; from a milliard up, "Rp74,6 triliun" / "IDR 74.6 trillion".

    Parameters
    ----------
    currency
        ISO code; "IDR" is written Rp in Indonesian.
    value
        Amount in the base unit (rupiah).
    lang
        "id" or "en".
    short
        Use words from a million up (cards), else from 10^9 up.
    decimals
        Decimals where all digits are written.
    """
    if is_missing(value):
        return Absence.NO_DATA.mark
    base = float(value)
    in_words = abs(base) >= (1e6 if short else IN_WORDS)
    text = big_number(abs(base), lang) if in_words else number(abs(base), decimals, lang)
    sign = MINUS if base < 0 and rounded_decimal(base, decimals) else ""
    symbol = "Rp" if (currency == "IDR" and lang == "id") else currency + NBSP
    return f"{sign}{symbol}{text}"


IN_WORDS = 0.9995e9
CURRENCY_WORDS = re.compile(
    r"^\s*(?:(?:ribu|juta|miliar|triliun|thousand|million|billion|trillion)\s+)?(?:rupiah|rp|idr)\b\s*",
    re.IGNORECASE,
)


def unit_text(row: Row, lang: str) -> str:
    """Unit as printed after a number, "" where there is none."""
    return pick(row, "unit", lang)


def value_text(value: Any, row: Row, lang: str, *, with_unit: bool = True, short: bool = False) -> str:
    """Write a value of an indicator with its unit.

    Parameters
    ----------
    value
        In the store's unit of the indicator.
    row
        The indicator's record in the catalogue (``unit_id, unit_en, unit_kind, scale, decimals``).
    lang
        "id" or "en".
    with_unit
        False writes the bare number of the store's unit, for a table whose head names the unit.
    short
        Write people and money from a million up in words, for cards.

    Returns
    -------
    str
        "Tidak ada data" / "No data" where the value is missing, its mark "…" where no unit is asked for.
    """
    if is_missing(value):
        return Absence.NO_DATA.text(lang) if with_unit else Absence.NO_DATA.mark
    kind, decimals = str(row["unit_kind"]), int(row["decimals"])
    text = number(value, decimals, lang)
    if not with_unit or kind in ("index", "rank"):
        return text
    if kind == "percent":
        return text + "%"
    if kind == "currency":
        return _money(value, row, lang, short=short)
    if kind == "count" and short and abs(float(value)) >= 1e6:
        text = big_number(value, lang, decimals=2)
    return _with_unit(text, _unit_for(text, unit_text(row, lang), kind, lang))


def printed_value(value: Any, row: Row) -> float:
    """The number that `value_text` prints, in the store's unit: readers compute with it, and so do our sentences.

    Money from a milliard up is printed with three digits, so that 126.4 and 24.4 trillion are 126 and 24.4; all else has
    the indicator's decimals. NaN where the value is missing.
    """
    if is_missing(value):
        return float("nan")
    if str(row["unit_kind"]) != "currency":
        return float(rounded_decimal(float(value), int(row["decimals"])))
    base, _digits = _in_base_unit(value, row, IN_WORDS)
    return (base if abs(base) < IN_WORDS else three_digits(base)) / float(row["scale"] or 1)


def _with_unit(text: str, unit: str) -> str:
    return f"{text}{NBSP}{unit}" if unit else text


def _unit_for(text: str, unit: str, kind: str, lang: str) -> str:
    """Drop the English plural after exactly one thing ("1 school")."""
    if lang != "en" or kind != "count" or text != "1" or " " in unit:
        return unit
    if unit in ("people", "persons", "residents"):
        return "person"
    return unit.removesuffix("ies") + "y" if unit.endswith("ies") else unit.removesuffix("s")


def _money(value: Any, row: Row, lang: str, *, short: bool) -> str:
    base, digits = _in_base_unit(value, row, 1e6 if short else IN_WORDS)
    rest = CURRENCY_WORDS.sub("", unit_text(row, lang))
    text = amount("IDR", base, lang, short=short, decimals=max(digits, 0))
    return text + rest if rest.startswith(",") else f"{text} {rest}".rstrip()


def _in_base_unit(value: Any, row: Row, words_from: float) -> tuple[float, int]:
    """Money in rupiah, with as many digits as the store has (a value in thousands has no single rupiah), and their number.

    What will be written in words is rounded there, once: 498.498 milliard is 498, not 498.5 and then 499.
    """
    scale = float(row["scale"] or 1)
    digits = int(row["decimals"]) - round(math.log10(scale))
    whole = float(Decimal(repr(float(value))) * Decimal(scale))
    base = float(rounded_decimal(whole, digits))
    return (whole if min(abs(whole), abs(base)) >= words_from else base), digits


def difference_text(value: Any, row: Row, lang: str) -> str:
    """Write a signed difference; of percentages in "poin persen" / "percentage points".

    Parameters
    ----------
    value
        Difference in the indicator's unit.
    row
        The indicator's record in the catalogue.
    lang
        "id" or "en".
    """
    if is_missing(value):
        return Absence.NO_DATA.text(lang)
    _ = translator(lang)
    base = float(value)
    text = value_text(abs(base), row, lang)
    if str(row["unit_kind"]) == "percent":
        unit = _("percentage points")
        text = f"{number(abs(base), int(row['decimals']), lang)}{NBSP}{unit}"
    zero = not rounded_decimal(base, int(row["decimals"]))
    return text if zero else (MINUS if base < 0 else "+") + text


def range_text(low: Any, high: Any, row: Row, lang: str, *, with_unit: bool = True) -> str:
    """Write a range with one unit: "1,2–3,4%"; with "sampai" / "to" where a limit is negative."""
    if is_missing(low) or is_missing(high):
        return Absence.NO_DATA.text(lang) if with_unit else Absence.NO_DATA.mark
    first = value_text(low, row, lang, with_unit=False)
    last = value_text(high, row, lang, with_unit=False)
    if first == last:
        return value_text(high, row, lang, with_unit=with_unit)
    _ = translator(lang)
    if with_unit and str(row["unit_kind"]) == "currency":
        # Each side may have its own word (juta, miliar), so each is written out.
        first, last = value_text(low, row, lang), value_text(high, row, lang)
        return _("{low} to {high}").format(low=first, high=last)
    if with_unit:
        last = value_text(high, row, lang)
    if float(low) < 0 or float(high) < 0:
        return _("{low} to {high}").format(low=first, high=last)
    return f"{first}{EN_DASH}{last}"


def class_label(edges: Sequence[float], i: int, decimals: int, lang: str) -> str:
    """Write the limits of class ``i``: "10,2 – <12,4"; the last class is closed: "12,4 – 15,0".

    A class that holds one printed number only is that number: "0" and not "0 – <1".
    """
    last = i == len(edges) - 2
    width = rounded_decimal(edges[i + 1], decimals) - rounded_decimal(edges[i], decimals)
    low, high = number(edges[i], decimals, lang), number(edges[i + 1], decimals, lang)
    if width == 0 or (width == Decimal(1).scaleb(-decimals) and not last):
        return low
    return f"{low}{NBSP}{EN_DASH}{NBSP}{'' if last else '<'}{high}"


def rank_text(low: Any, high: Any, n: int, lang: str, *, direction: str = "higher_better") -> str:
    """Write a rank band: "peringkat 12–15 dari 514" / "rank 12–15 of 514"; a neutral one by size.

    Parameters
    ----------
    low, high
        Ends of the band, 1 or more; missing gives the text of no data.
    n
        Number of places ranked.
    lang
        "id" or "en".
    direction
        The indicator's direction; ``neutral`` is written "terbesar ke-12–15 dari 514", never as good or bad.
    """
    if is_missing(low) or is_missing(high):
        return Absence.NO_DATA.text(lang)
    _ = translator(lang)
    band = number(low, 0, lang) if low == high else f"{number(low, 0, lang)}{EN_DASH}{number(high, 0, lang)}"
    total = number(n, 0, lang)
    if direction == "neutral":
        return _("rank {band} of {n} by size").format(band=band, n=total)
    return _("rank {band} of {n}").format(band=band, n=total)


def rank_note(direction: str, lang: str) -> str:
    """Say what rank 1 means: "1 = nilai terendah (terbaik)" and so on."""
    _ = translator(lang)
    notes = {
        "higher_better": _("1 = highest value (best)"),
        "lower_better": _("1 = lowest value (best)"),
        "neutral": _("1 = largest value; neither good nor bad"),
    }
    return notes[direction]


def direction_text(direction: str, lang: str) -> str:
    """Name the direction of an indicator."""
    _ = translator(lang)
    texts = {
        "higher_better": _("higher is better"),
        "lower_better": _("lower is better"),
        "neutral": _("neither high nor low is better"),
    }
    return texts[direction]


def share_text(share: Any, lang: str, *, decimals: int = 0) -> str:
    """Write a share of 0 to 1 as a percentage; never 100% or 0% unless it is exactly so."""
    if is_missing(share):
        return Absence.NO_DATA.mark
    value = rounded_decimal(float(share) * 100, decimals)
    step = Decimal(1).scaleb(-decimals)
    if value == 100 and float(share) < 1:
        value -= step
    if value == 0 and float(share) > 0:
        value += step
    return written(value, lang) + "%"


def year_text(year: Any) -> str:
    """Write a year, never with a thousands mark."""
    return Absence.NO_DATA.mark if is_missing(year) else str(int(year))


def years_text(years: Iterable[int]) -> str:
    """Write years as ranges: "2010–2015, 2017"; the same in both languages."""
    todo = sorted({int(y) for y in years})
    starts = [i for i, year in enumerate(todo) if i == 0 or year != todo[i - 1] + 1]
    runs = [todo[a:b] for a, b in zip(starts, [*starts[1:], len(todo)], strict=False)]
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}{EN_DASH}{r[-1]}" for r in runs)


def date_text(date: dt.date, lang: str) -> str:
    """Write a date: "17 Agustus 2024" / "17 August 2024"."""
    return format_date(date, format="long", locale=LOCALES[check_language(lang)])


def names_text(names: Sequence[str], lang: str) -> str:
    """Join names: "A, B, dan C" / "A, B and C"."""
    return format_list([*names], locale=LOCALES[check_language(lang)]) if names else ""


def axis_title(row: Row, lang: str, *, year: Any = None, short: bool = False) -> str:
    """Write what an axis shows: name, unit and year, e.g. "Angka kemiskinan (%), 2024"."""
    name, unit = pick(row, "short" if short else "name", lang), unit_text(row, lang)
    text = f"{name} ({unit})" if unit else name
    return text if year is None else f"{text}, {year_text(year)}"
