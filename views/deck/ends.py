"""Where the axes of an office chart end."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from views.pictures.axes import Axis

NUMBER = re.compile(r"^[−-]?[\d.,\u00a0\u202f]*\d")
"""What a tick that is a number begins with."""


@dataclass(frozen=True)
class Ends:
    """Lowest and highest number of an axis, and its step; no step where it has no ticks of numbers."""

    low: float
    high: float
    step: float = 0.0


def has_words(axis: Axis) -> bool:
    """Whether a tick of an axis says something else than its number: a word, or a number on another scale."""
    said = [(at, NUMBER.match(text)) for at, text in axis.ticks if text]
    if any(found is None for _at, found in said):
        return True
    digits = [(at, "".join(filter(str.isdigit, found[0]))) for at, found in said if found]
    powers = {round(math.log10(abs(at) / int(text)), 3) for at, text in digits if at and text and int(text)}
    return any(abs(power - round(power)) > 0.002 for power in powers)


def ends_of(axis: Axis, lowest: float = float("-inf")) -> Ends:
    """Ends of an axis whose ticks, which an office program counts from the low end, are those of the screen.

    Parameters
    ----------
    axis
        As on the screen.
    lowest
        Lowest number drawn: air below it is given up rather than doubled.
    """
    low, high = sorted((axis.low, axis.high))
    at = sorted(value for value, text in axis.ticks if text)
    if has_words(axis) or len(at) < 2:
        return Ends(low, high)
    # Ranks have ticks at the first and the last besides the round ones.
    inner = at if len({round(b - a, 9) for a, b in itertools.pairwise(at)}) == 1 else at[1:-1]
    steps = {round(b - a, 9) for a, b in itertools.pairwise(inner)}
    if len(steps) != 1:
        return Ends(low, high)
    step = steps.pop()
    below = max(0.0, -(-(inner[0] - max(low, lowest) - step * 1e-6) // step))
    return Ends(inner[0] - below * step, high, step)
