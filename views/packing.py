"""What a repaint sends of a layer of thousands of places: short lines instead of a text a place.

A place's text is most often a number. Those go as whole numbers (three or four letters each), which the browser writes out
again with the marks of the language: the very text, because packing writes each back and compares. Other texts go once each,
with a number a place. Radii go as tenths of a pixel.

Whole numbers are written as in source maps: five bits a letter, low ones first, a sixth says that more follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
MANY = 1000
"""Places from which a layer is packed: fewer are sent as they are."""
_SEPARATOR = "|"


def packed_numbers(numbers: Iterable[int]) -> str:
    """Whole numbers from 0 up as one text.

    Examples
    --------
    >>> packed_numbers([0, 31, 32, 1000])
    'AfgBof'
    """
    letters = []
    for number in numbers:
        rest = number
        while rest > 31:
            letters.append(LETTERS[rest & 31 | 32])
            rest >>= 5
        letters.append(LETTERS[rest])
    return "".join(letters)


def packed_layer(layer: Mapping[str, Any]) -> dict[str, Any]:
    """A layer as `views.maps.paint_layer` or `paint_circles` gives it, in its short form where it has many places.

    Returns
    -------
    dict
        ``classes`` (one mark, where all have the same), ``radii`` as text, and instead of ``texts`` either ``numbers`` with
        ``marks`` (group and decimal mark, how many decimals; 0 stands for no text) or ``words`` and ``at``.
    """
    count = len(layer["classes"])
    if count < MANY:
        return dict(layer)
    found: dict[str, Any] = {"many": count, "classes": _classes(layer["classes"])}
    found |= _texts(str(layer["texts"]).split(_SEPARATOR))
    if "radii" in layer:
        found["radii"] = packed_numbers(round(radius * 10) for radius in layer["radii"])
    return found


def _classes(classes: str) -> str:
    return classes[0] if len(set(classes)) == 1 else classes


def _texts(texts: Sequence[str]) -> dict[str, Any]:
    words = list(dict.fromkeys(texts))
    index = {word: at for at, word in enumerate(words)}
    as_words = {"words": _SEPARATOR.join(words), "at": packed_numbers(index[text] for text in texts)}
    if len(words) < len(texts) // 8:
        return as_words
    for marks in (".,", ",."):  # Indonesian, English
        numbers = _whole_numbers(texts, marks)
        if numbers is not None:
            found, decimals = numbers
            return {"numbers": packed_numbers(found), "marks": f"{marks}{decimals}"}
    return as_words


def _whole_numbers(texts: Sequence[str], marks: str) -> tuple[list[int], int] | None:
    """Numbers without their marks, one more than they are, and how many decimals they have; None where one is no such number."""
    group, decimal = marks
    decimals = max((len(text.partition(decimal)[2]) for text in texts), default=0)
    found = []
    for text in texts:
        digits = text.replace(group, "").replace(decimal, "")
        if text and not (digits.isascii() and digits.isdigit()):
            return None
        number = int(digits) if text else -1
        if text and _written(number, decimals, marks) != text:
            return None
        found.append(number + 1)
    return found, decimals


def _written(number: int, decimals: int, marks: str) -> str:
    """The number with its marks, as ``static/atlas-map.js`` writes it."""
    whole, rest = divmod(number, 10**decimals)
    text = f"{whole:,}".replace(",", marks[0])
    return f"{text}{marks[1]}{rest:0{decimals}d}" if decimals else text
