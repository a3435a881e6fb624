"""What a link to the stage says: which talk, which slide, whether it is being shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from views.link_reader import Reader
    from views.selection import Selection

TALKS = ("pilots", "own")
"""The talk that comes with the atlas, and the one of this session."""
SHOW = ("off", "on")
MOST = 60


def read_stage(reader: Reader, selection: Selection) -> Selection:
    """Read the parameters of the stage; whether a talk has so many slides only the talk knows."""
    return replace(
        selection,
        talk=reader.take("talk", lambda text: text if text in TALKS else None, TALKS[0]),
        slide=reader.take("slide", _number, 1),
        show=reader.take("show", lambda text: text if text in SHOW else None, SHOW[0]),
    )


def _number(text: str) -> int | None:
    """A slide by its number, from 1."""
    return (
        int(text) if text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MOST else None
    )
