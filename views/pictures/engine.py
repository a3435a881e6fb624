"""Matplotlib, made ready once: our fonts and no others, text as text in SVG, nothing that differs from run to run.

Loaded when the first picture is drawn, so that no page waits for it. Never pyplot: each picture has a figure of its own, so
that several may be drawn at the same time.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

FONTS = Path(__file__).parent / "fonts"
FAMILY = "Plus Jakarta Sans"
# Signs that our type lacks, such as the shapes before names; it comes with matplotlib.
SIGNS = "DejaVu Sans"
WEIGHTS = {400: "Regular", 600: "SemiBold", 700: "Bold"}
POINTS = 72
"""Units of a page per inch: a unit is a point, and a pixel of a PNG at scale 1 before a layout enlarges it."""
_lock = threading.Lock()
_ready = threading.Event()


def start() -> None:
    """Load matplotlib and give it our fonts; every later call returns at once."""
    if _ready.is_set():
        return
    with _lock:
        if not _ready.is_set():
            _set_up()
            _ready.set()


def _set_up() -> None:
    import matplotlib as mpl
    from matplotlib import font_manager

    mpl.rcParams.update(
        {
            "svg.fonttype": "none",  # text stays text
            "svg.hashsalt": "atlas",  # names of clip paths are the same for the same picture
            "text.hinting": "none",  # letters as wide in a picture of points as in one of lines
            "text.parse_math": False,  # a dollar sign is a dollar sign
            "path.simplify": False,
            "lines.scale_dashes": False,
            "hatch.linewidth": 1.0,
        }
    )
    manager = font_manager.fontManager
    shipped = Path(mpl.get_data_path())
    # A font of the same name in the system must not be taken for ours: other widths, other pictures.
    manager.ttflist = [font for font in manager.ttflist if Path(font.fname).is_relative_to(shipped)]
    bold = next(
        font
        for font in manager.ttflist
        if font.name == SIGNS and font.weight == 700 and font.style == "normal"
    )
    manager.ttflist.append(replace(bold, weight=600))
    for style in WEIGHTS.values():
        manager.addfont(FONTS / f"PlusJakartaSans-{style}.ttf")


def new_figure(width: float, height: float) -> Figure:
    """Figure of a page of so many units."""
    start()
    from matplotlib.figure import Figure

    return Figure(figsize=(width / POINTS, height / POINTS), dpi=POINTS)


@lru_cache(maxsize=256)
def font(size: float, weight: int = 400) -> FontProperties:
    """Our type at a size in units."""
    start()
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=[FAMILY, SIGNS], size=size, weight=weight)


@lru_cache(maxsize=20_000)
def _share(text: str, weight: int) -> float:
    from matplotlib.textpath import text_to_path

    return text_to_path.get_text_width_height_descent(text, font(100, weight), ismath=False)[0] / 100


def text_width(text: str, size: float, weight: int = 400) -> float:
    """Width in units that a line of text needs."""
    start()
    return _share(text, weight) * size
