"""Thousands of places on one map of a picture: a shape a colour instead of one a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.path import Path


def joined(found: Sequence[Path]) -> list[Path]:
    """Many outlines as one; none of none."""
    from matplotlib.path import Path as Outline

    return [Outline.make_compound_path(*found)] if found else []


def by_colour(shown: Sequence[tuple[Path, str]]) -> list[tuple[str, list[Path]]]:
    """Colours with the outlines they fill, the most frequent first: it lies under all, so that no sea shines through between two."""
    groups: dict[str, list[Path]] = {}
    for path, colour in shown:
        groups.setdefault(colour, []).append(path)
    ordered = sorted(groups.items(), key=lambda item: -len(item[1]))
    return [
        (colour, found if rank else [path for path, _colour in shown])
        for rank, (colour, found) in enumerate(ordered)
    ]
