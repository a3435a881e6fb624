"""Text that fits its box: sizes tried from large to small, and what does not fit goes to the notes, never out of the box."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from views.pictures.words import BOLD, Run, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

POINTS = 72
LEADING = 1.22
"""Height of a line as a multiple of its letters."""
# Our own letters, which the text is measured in, are wider than Arial: what fits in them fits in it.
_AFTER = 6.0
_TAGS = re.compile(r"<[^>]+>")


def plain(text: object) -> str:
    """A text of a chart, which may hold small HTML, as words with line feeds."""
    return html.unescape(_TAGS.sub("", str(text).replace("<br>", "\n"))).strip()


def one_line(text: object) -> str:
    """The same in one line."""
    return " ".join(plain(text).split())


def line_count(text: str, size: float, width: float, *, bold: bool = False) -> int:
    """Lines that a text takes at a size in points and a width in inches."""
    return len(wrapped(text, width * POINTS, Run("", size, "", BOLD if bold else 400)))


def block_inches(texts: Sequence[str], size: float, width: float, *, bold: bool = False) -> float:
    """Height of paragraphs in inches, with the space between them."""
    lines = sum(line_count(text, size, width, bold=bold) for text in texts)
    return (lines * size * LEADING + max(len(texts) - 1, 0) * _AFTER) / POINTS


def fitted(
    texts: Sequence[str], box: tuple[float, float], sizes: Sequence[float], *, bold: bool = False
) -> tuple[list[str], float]:
    """As many of some paragraphs as fit a box, at the largest size at which most of them do.

    Parameters
    ----------
    texts
        Paragraphs in the order in which they matter.
    box
        Width and height in inches.
    sizes
        Sizes in points that may be used, largest first.
    bold
        Whether the letters are bold.

    Returns
    -------
    list of str, float
        Paragraphs that fit, each whole, and their size; the others belong into the notes.
    """
    width, height = box
    best: tuple[list[str], float] = ([], sizes[-1])
    for size in sizes:
        kept: list[str] = []
        for text in texts:
            if block_inches([*kept, text], size, width, bold=bold) <= height:
                kept.append(text)
        if len(kept) == len(texts):
            return kept, size
        if len(kept) > len(best[0]):
            best = (kept, size)
    return best


def shortened(
    text: str, box: tuple[float, float], sizes: Sequence[float], *, bold: bool = False
) -> tuple[str, float]:
    """One text at the largest size at which it fits; at the smallest it ends early, with an ellipsis, if it must."""
    kept, size = fitted([text], box, sizes, bold=bold)
    if kept:
        return text, size
    words, (width, height) = text.split(" "), box
    while len(words) > 1 and block_inches([" ".join(words) + " …"], sizes[-1], width, bold=bold) > height:
        words.pop()
    return " ".join(words) + " …", sizes[-1]
