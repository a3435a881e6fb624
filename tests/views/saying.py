"""What the tests of sentences share: the store, random choices, numbers in texts, and what no text may hold."""

from __future__ import annotations

import random
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from babel.messages.pofile import read_po

from geodata import open_store
from views.availability import PILOTS, Availability, availability
from views.choices import Choices
from views.formatting import difference_text, number, value_text
from views.i18n import DOMAIN, LOCALE_DIR, pick

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from geodata.store import Store

NUMBER = re.compile(r"[-\N{MINUS SIGN}]?\d(?:[\d.,]*\d)?")
LEAK = re.compile(r"\b(?:nan|NaN|NaT|inf)\b|\bNone\b(?! of)|<NA>|[{}]|  |\(\)|\.\.|,,| [.,;:](?!\d)")
LEAST_FRAGMENT = 14
FEW, ALL = 40, 1000


@cache
def store() -> Store:
    """The committed store."""
    return open_store()


@cache
def there() -> Availability:
    """What it has figures of."""
    return availability(store())


@cache
def names() -> dict[str, str]:
    """Names of all places by code."""
    table = store().place_table()
    return dict(zip(table["code"], table["name"], strict=True))


@cache
def choices() -> Choices:
    """The pilots, and all regencies and cities."""
    regencies = store().place_table("regency")["code"]
    return Choices({code: names()[code] for code in (*PILOTS, *regencies)}, there())


def several(draw: random.Random, least: int = 2, most: int = 4) -> list[str]:
    """Random cities: often pilots, else any of the country."""
    pool = list(choices().cities if draw.random() < 0.5 else PILOTS)
    return draw.sample(pool, draw.randint(least, most))


def numbers(texts: Iterable[object]) -> set[str]:
    """Numbers as they are written, without their sign."""
    return {found.lstrip("-\N{MINUS SIGN}") for text in texts for found in NUMBER.findall(str(text))}


def cells(*tables: Any) -> list[str]:
    """Texts of all cells and headings of some tables."""
    return [str(cell) for table in tables for cell in [*table.columns, *table.to_numpy().ravel()]]


def whole(values: Iterable[int], lang: str) -> list[str]:
    """Whole numbers as a page writes them."""
    return [number(value, 0, lang) for value in values]


def of_how_many(table: pd.DataFrame, lang: str) -> list[str]:
    """How many of the chosen places have a change in the last row of the table of a trend, where not all have."""
    told = sum(any(sign.isdigit() for sign in str(cell)) for cell in table.iloc[-1, 1:])
    total = len(table.columns) - 1
    return whole([told, total], lang) if told < total else []


def own_words(row: Mapping[str, Any]) -> list[str]:
    """What the catalogue says about an indicator in either language: texts that bring numbers of their own."""
    stems = ("name", "short", "unit", "definition", "comparable_note", "basis")
    said = [pick(row, stem, lang) for stem in stems for lang in ("id", "en")]
    return [*said, str(row["breaks"]), str(row["provisional"]), str(row["place_notes"])]


def printed(value: float, row: Mapping[str, Any], lang: str) -> list[str]:
    """A value and a difference of it as a page writes them."""
    return [value_text(value, row, lang), difference_text(value, row, lang)]


@cache
def all_words() -> list[str]:
    """Names and units of every indicator."""
    return [text for _i, row in there().catalogue.iterrows() for text in own_words(row)[:6]]


def check_words(texts: Iterable[str], lang: str) -> None:
    """No leak of the program and no sentence of the other language stands in a text."""
    for text in texts:
        found = LEAK.search(text)
        assert found is None, (found, text)
        strange = [part for part in _english() if part in text] if lang == "id" else []
        assert not strange, (strange, text)


@cache
def _english() -> tuple[str, ...]:
    """Parts of the English texts that the Indonesian ones do not hold."""
    with (LOCALE_DIR / "id" / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        catalog = read_po(file)
    pieces: set[str] = set()
    said: list[str] = []
    for message in catalog:
        texts = message.id if isinstance(message.id, tuple) else (message.id,)
        for text in texts:
            pieces |= {part.strip() for part in re.split(r"\{\w+\}", text)}
        said += message.string if isinstance(message.string, tuple) else [message.string]
    indonesian = "\n".join(said)
    return tuple(p for p in pieces if len(p) >= LEAST_FRAGMENT and " " in p and p not in indonesian)
