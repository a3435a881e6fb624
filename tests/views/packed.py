"""Opens what `views.packing` packs, by other means than the browser's."""

from __future__ import annotations

import re
from typing import Any

from views.packing import LETTERS


def numbers_in(text: str) -> list[int]:
    """Whole numbers of a packed text."""
    found = []
    for group in re.findall(r"[g-z0-9_-]*[A-Za-f]", text):
        digits = [LETTERS.index(letter) % 32 for letter in group]
        found.append(sum(digit << 5 * at for at, digit in enumerate(digits)))
    return found


def texts_in(layer: dict[str, Any]) -> list[str]:
    """Text of each place of a layer, packed or not."""
    if "texts" in layer:
        return str(layer["texts"]).split("|")
    if "at" in layer:
        words = layer["words"].split("|")
        return [words[at] for at in numbers_in(layer["at"])]
    group, decimal, decimals = layer["marks"][0], layer["marks"][1], int(layer["marks"][2])
    found = []
    for number in numbers_in(layer["numbers"]):
        text = f"{(number - 1) / 10**decimals:,.{decimals}f}".replace(",", "\0").replace(".", decimal)
        found.append(text.replace("\0", group) if number else "")
    return found
