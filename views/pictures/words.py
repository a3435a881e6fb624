"""Text with bold pieces, colours and line breaks, as plotly's small HTML says it, measured and wrapped."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from views.pictures.engine import text_width

LEADING = 1.25
"""Height of a line as a multiple of its size."""
BOLD = 700
_TAG = re.compile(r"(</?[a-z]+(?: [^<>]*)?/?>)")
_STYLE = re.compile(r'<span style="([^"]*)">')
_BREAKABLE = re.compile(r"(?<=[&?/;=\-–—])")
# A link may break inside its lists too; a number never breaks at its marks.
_BREAKABLE_LINK = re.compile(r"(?<=[&?/;=\-–—,.])")


class UnknownFeature(ValueError):
    """A chart asks for something that pictures cannot draw: it must be taught here before it can be taken away."""


@dataclass(frozen=True)
class Run:
    """Piece of a line in one look; ``size`` in units, ``colour`` as ``#RRGGBB``."""

    text: str
    size: float
    colour: str
    weight: int = 400

    @property
    def width(self) -> float:
        """Width in units."""
        return text_width(self.text, self.size, self.weight)


Line = tuple[Run, ...]


def parse(text: object, base: Run, *, zoom: float = 1.0) -> list[Line]:
    """Lines of a text with ``<b>``, ``<br>`` and ``<span style="color:…;font-size:…px">``.

    Parameters
    ----------
    text
        As a chart holds it: tags, entities.
    base
        Look of plain words; its own text is not used.
    zoom
        Units a pixel, for sizes that stand in the text.

    Raises
    ------
    UnknownFeature
        If there is another tag.
    """
    lines: list[list[Run]] = [[]]
    looks = [base]
    for piece in _TAG.split(str(text)):
        if piece in ("<br>", "<br/>"):
            lines.append([])
        elif piece == "<b>":
            looks.append(replace(looks[-1], weight=BOLD))
        elif found := _STYLE.fullmatch(piece):
            looks.append(_styled(looks[-1], found[1], zoom))
        elif piece in ("</b>", "</span>"):
            looks.pop()
        elif _TAG.fullmatch(piece):
            raise UnknownFeature(f"Pictures do not know {piece!r} in a text.")
        elif piece:
            lines[-1].append(replace(looks[-1], text=html.unescape(piece)))
    return [tuple(line) or (replace(base, text=""),) for line in lines]


def _styled(look: Run, style: str, zoom: float) -> Run:
    for part in filter(None, style.split(";")):
        name, _, value = part.partition(":")
        if name.strip() == "color":
            look = replace(look, colour=value.strip())
        elif name.strip() == "font-size" and value.strip().endswith("px"):
            look = replace(look, size=float(value.strip()[:-2]) * zoom)
        else:
            raise UnknownFeature(f"Pictures do not know {part!r} in the style of a text.")
    return look


def line_width(line: Line) -> float:
    """Width in units."""
    return sum(run.width for run in line)


def block_width(lines: Sequence[Line]) -> float:
    """Width of the longest line in units."""
    return max((line_width(line) for line in lines), default=0.0)


def line_height(line: Line) -> float:
    """Height in units."""
    return max(run.size for run in line) * LEADING


def block_height(lines: Sequence[Line]) -> float:
    """Height of all lines in units."""
    return sum(line_height(line) for line in lines)


def wrapped(text: str, width: float, look: Run) -> list[Line]:
    """Plain text in lines of at most so many units; a word that is longer (a link) breaks after its own marks.

    Parameters
    ----------
    text
        No tags; a line feed stays one.
    width
        In units.
    look
        Its own text is not used.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _filled(paragraph, width, look)
    return [(replace(look, text=line),) for line in lines]


def _filled(text: str, width: float, look: Run) -> list[str]:
    lines, line = [], ""
    for word in text.split(" "):
        for i, piece in enumerate(_pieces(word, width, look)):
            joined = f"{line} {piece}" if line and not i else line + piece
            if line and text_width(joined, look.size, look.weight) > width:
                lines.append(line)
                line = piece
            else:
                line = joined
    return [*lines, line]


def _pieces(word: str, width: float, look: Run) -> list[str]:
    """A word whole where it fits; else where it may break; else letter by letter."""
    if text_width(word, look.size, look.weight) <= width:
        return [word]
    parts = [part for part in (_BREAKABLE_LINK if "://" in word else _BREAKABLE).split(word) if part]
    return [
        piece
        for part in parts
        for piece in ([part] if text_width(part, look.size, look.weight) <= width else list(part))
    ]
