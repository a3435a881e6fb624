"""Marker symbols and dashes as plotly draws them."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from views.pictures.words import UnknownFeature

if TYPE_CHECKING:
    from matplotlib.path import Path

# Corners in radii of the marker, y upwards; the outlines of plotly's symbol_defs.
_WIDE = 2 / math.sqrt(3)
_OUTLINES: dict[str, list[tuple[float, float]]] = {
    "square": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
    "diamond": [(1.3, 0), (0, 1.3), (-1.3, 0), (0, -1.3)],
    "triangle-up": [(-_WIDE, -0.5), (_WIDE, -0.5), (0, 1)],
    "triangle-down": [(-_WIDE, 0.5), (_WIDE, 0.5), (0, -1)],
    "pentagon": [(0.951, 0.309), (0.588, -0.809), (-0.588, -0.809), (-0.951, 0.309), (0, 1)],
    "octagon": [
        (-0.383, -0.924), (0.383, -0.924), (0.924, -0.383), (0.924, 0.383), (0.383, 0.924), (-0.383, 0.924), (-0.924, 0.383), (-0.924, -0.383),
    ],
    "cross": [
        (1.2, -0.4), (0.4, -0.4), (0.4, -1.2), (-0.4, -1.2), (-0.4, -0.4), (-1.2, -0.4), (-1.2, 0.4), (-0.4, 0.4), (-0.4, 1.2), (0.4, 1.2),
        (0.4, 0.4), (1.2, 0.4),
    ],
    "hexagon": [(0.866, -0.5), (0.866, 0.5), (0, 1), (-0.866, 0.5), (-0.866, -0.5), (0, -1)],
    "x": [
        (x * 0.8 / math.sqrt(2), y * 0.8 / math.sqrt(2))
        for x, y in ((0, 1), (1, 2), (2, 1), (1, 0), (2, -1), (1, -2), (0, -1), (-1, -2), (-2, -1), (-1, 0), (-2, 1), (-1, 2))
    ],
    "star": [
        (1.4 * r * math.sin(math.pi * i / 5), 1.4 * r * math.cos(math.pi * i / 5))
        for i, r in ((i, 1.0 if i % 2 == 0 else 0.382) for i in range(10))
    ],
}  # fmt: skip
_LINES: dict[str, list[tuple[tuple[float, float], tuple[float, float]]]] = {
    "line-ns": [((0, 1.4), (0, -1.4))],
    "circle-cross": [((0, 1), (0, -1)), ((1, 0), (-1, 0))],
    "circle-x": [((-0.7071, -0.7071), (0.7071, 0.7071)), ((-0.7071, 0.7071), (0.7071, -0.7071))],
}
_DOT = 0.22
_DASHES = {"solid": (), "dot": (1, 1), "dash": (3, 3), "longdash": (5, 5), "dashdot": (3, 1, 1, 1), "longdashdot": (5, 2, 1, 2)}  # fmt: skip


def split_symbol(symbol: str) -> tuple[str, bool, bool]:
    """Shape of a symbol, whether it is open, whether it has a dot in its middle."""
    shape = symbol
    dot = shape.endswith("-dot")
    shape = shape.removesuffix("-dot")
    hollow = shape.endswith("-open")
    return shape.removesuffix("-open"), hollow, dot


@lru_cache(maxsize=64)
def symbol_path(symbol: str) -> Path:
    """Outline of a symbol whose size is 1.

    Raises
    ------
    UnknownFeature
        If plotly has it and we have not.
    """
    from matplotlib.path import Path

    shape, _hollow, dot = split_symbol(symbol)
    parts: list[Path] = []
    if shape == "circle" or shape.startswith("circle-"):
        parts.append(Path.circle(radius=1))
    if shape in _OUTLINES:
        corners = _OUTLINES[shape]
        parts.append(Path([*corners, corners[0]], closed=True))
    parts += [Path(ends) for ends in _LINES.get(shape, ())]
    if not parts or (shape.startswith("circle-") and shape not in _LINES):
        raise UnknownFeature(f"Pictures do not know the symbol {symbol!r}.")
    if dot:
        parts.append(Path.circle(radius=_DOT))
    whole = Path.make_compound_path(*parts)
    return Path(whole.vertices / 2, whole.codes)


def dashes(style: str | None, width: float) -> tuple[float, ...]:
    """Lengths of dashes and gaps in units for a line of a width in units.

    Raises
    ------
    UnknownFeature
        If the style is none of plotly's names.
    """
    name = style or "solid"
    if name not in _DASHES:
        raise UnknownFeature(f"Pictures do not know the dash {name!r}.")
    return tuple(part * max(width, 3.0) for part in _DASHES[name])
