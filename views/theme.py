"""Look of the atlas: tokens for light and dark, city colours, map palettes and the plotly template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import plotly.graph_objects as go

from views.colour import oklch_hex
from views.i18n import check_language

THEMES = ("light", "dark")
FONT = '"Plus Jakarta Sans", system-ui, sans-serif'
MAX_CLASSES = 9
MARGIN = {"l": 8, "r": 16, "t": 8, "b": 8, "pad": 4}
TICK_SIZE = 12
"""Pixels around a chart that says nothing else, and the size of what stands at its axes."""


@dataclass(frozen=True)
class Tokens:
    """Colours and sizes of one theme; every colour is ``#RRGGBB``.

    Attributes
    ----------
    paper, panel
        Ground of the page, and of a raised or recessed area.
    ink, muted, faint
        Text (at least 7:1 on paper), second text (4.5:1), marks of other places (3:1).
    hairline, grid
        Lines that part things; quiet lines inside a chart.
    accent, accent_soft
        Deep teal for what can be clicked or is chosen, and a wash of it.
    warning
        Caveats; never alone, always with words.
    no_data, hatch
        Ground and lines of the hatch of a place without data.
    sea, land, context_line
        Quiet ground of maps.
    """

    name: str
    paper: str
    panel: str
    ink: str
    muted: str
    faint: str
    hairline: str
    grid: str
    accent: str
    accent_soft: str
    warning: str
    no_data: str
    hatch: str
    sea: str
    land: str
    context_line: str


_TOKENS = {
    "light": Tokens(
        name="light", paper="#FBFAF7", panel="#F3F0E8", ink="#1C2B2D", muted="#556466", faint="#7C8887",
        hairline="#DAD5C8", grid="#E7E4DB", accent="#0F6B66", accent_soft="#DCEBE8", warning="#8A4B08",
        no_data="#F0EEE8", hatch="#A9A698", sea="#EAF0F1", land="#F3F0E8", context_line="#C9C5B8",
    ),
    "dark": Tokens(
        name="dark", paper="#12191A", panel="#1A2324", ink="#E8E6DF", muted="#A9B8B6", faint="#768583",
        hairline="#2C3839", grid="#263230", accent="#4DB6AC", accent_soft="#173A38", warning="#E8B86B",
        no_data="#1E2829", hatch="#5C6B69", sea="#0E1618", land="#1B2527", context_line="#3B4A48",
    ),
}  # fmt: skip


def tokens(theme: str) -> Tokens:
    """Give the tokens of "light" or "dark".

    Raises
    ------
    ValueError
        If ``theme`` is another.
    """
    if theme not in _TOKENS:
        msg = f"`theme` must be one of {', '.join(THEMES)}, it is {theme!r}."
        raise ValueError(msg)
    return _TOKENS[theme]


@dataclass(frozen=True)
class CityStyle:
    """How one chosen place looks everywhere: ``colour``, plotly marker ``symbol``, ``glyph`` for text and HTML, ``dash``."""

    colour: str
    symbol: str
    glyph: str
    dash: str


# Okabe and Ito 2008: told apart with every kind of colour vision; each with a marker of its own.
_PILOTS = {
    "31": CityStyle("#0072B2", "circle", "●", "solid"),
    "73.71": CityStyle("#D55E00", "square", "■", "longdash"),
    "35.10": CityStyle("#009E73", "diamond", "◆", "dashdot"),
    "32.11": CityStyle("#CC79A7", "triangle-up", "▲", "dash"),
}
# Jakarta's six belong to Jakarta: its blue, lighter or darker, and open or cut circles.
_JAKARTA = {
    "31.01": CityStyle("#3C97C9", "circle-open", "○", "solid"),
    "31.71": CityStyle("#4A86B8", "circle-dot", "◉", "solid"),
    "31.72": CityStyle("#2F8FD0", "circle-cross", "⊕", "solid"),
    "31.73": CityStyle("#5A8CC9", "circle-x", "⊗", "solid"),
    "31.74": CityStyle("#3A7CA5", "circle-open-dot", "◎", "solid"),
    "31.75": CityStyle("#6A8FBF", "octagon", "⬢", "solid"),
}
# Further places: quiet mid tones that no party uses, in the order in which places were chosen.
_FURTHER = (
    CityStyle("#6E7B8B", "triangle-down", "▼", "dot"),
    CityStyle("#8F7A4E", "pentagon", "⬟", "longdashdot"),
    CityStyle("#8A6FA3", "star", "★", "dash"),
    CityStyle("#55858C", "cross", "✚", "dot"),
)


def city_styles(codes: Sequence[str]) -> dict[str, CityStyle]:
    """Give each chosen place its look; a pilot's never changes, a further place keeps the one of its position.

    Parameters
    ----------
    codes
        Chosen places in the order of choice; adding one at the end changes no other.
    """
    fixed = {**_PILOTS, **_JAKARTA}
    others = [code for code in dict.fromkeys(codes) if code not in fixed]
    free = {code: _FURTHER[i % len(_FURTHER)] for i, code in enumerate(others)}
    return {code: fixed.get(code) or free[code] for code in codes}


def city_style(code: str, codes: Sequence[str] = ()) -> CityStyle:
    """Give the look of one place; ``codes`` are all chosen places in order, needed for one that is no pilot."""
    return city_styles(codes if code in codes else [*codes, code])[code]


# Lightness and chroma at the ends and the hue; light theme: light is low. In the dark theme low is dark, so that
# in both a low value stays close to the paper and a high one stands out from it.
_RAMP = {"light": (0.900, 0.038, 0.360, 0.070, 190.0), "dark": (0.380, 0.045, 0.900, 0.075, 188.0)}
_ARMS = {"low": 58.0, "high": 190.0}
_MIDDLE = {"light": 0.93, "dark": 0.34}
_END = {"light": 0.40, "dark": 0.86}


@cache
def sequential(k: int, theme: str = "light") -> tuple[str, ...]:
    """Teal colours for ``k`` ordered classes, lowest first; equal steps of lightness.

    Parameters
    ----------
    k
        0 to 9; more than 7 are hard to tell apart.
    theme
        "light" (low is light) or "dark" (low is dark).
    """
    _check_k(k)
    low, low_chroma, high, high_chroma, hue = _RAMP[tokens(theme).name]
    if k == 1:
        return (oklch_hex((low + high) / 2, 0.085, hue),)
    steps = [i / (k - 1) for i in range(k)]
    # Chroma is highest in the middle: the ends of the lightness scale hold little of it in sRGB.
    return tuple(
        oklch_hex(
            low + (high - low) * t, low_chroma + (high_chroma - low_chroma) * t + 0.08 * t * (1 - t), hue
        )
        for t in steps
    )


@cache
def diverging(below: int, above: int, theme: str = "light") -> tuple[str, ...]:
    """Brown colours below and teal ones above a named middle, strongest at the ends.

    Parameters
    ----------
    below, above
        Number of classes on each side (`analytics.classify.Classes.below` and ``k - below``).
    theme
        "light" or "dark".
    """
    _check_k(below + above)
    longest = max(below, above, 1)
    brown = [_arm(i, longest, "low", theme) for i in range(below, 0, -1)]
    teal = [_arm(i, longest, "high", theme) for i in range(1, above + 1)]
    return tuple(brown + teal)


def _arm(i: int, longest: int, side: str, theme: str) -> str:
    t = i / longest
    middle, end = _MIDDLE[tokens(theme).name], _END[theme]
    return oklch_hex(middle + (end - middle) * t, 0.035 + 0.075 * t, _ARMS[side])


def _check_k(k: int) -> None:
    if not 0 <= k <= MAX_CLASSES:
        msg = f"`k` must be 0 to {MAX_CLASSES} classes, it is {k!r}; join classes first."
        raise ValueError(msg)


def separators(lang: str) -> str:
    """Decimal and group mark for plotly, decimal first."""
    return {"id": ",.", "en": ".,"}[check_language(lang)]


@cache
def atlas_template(theme: str, lang: str) -> go.layout.Template:
    """Plotly template: our type and colours, hairline grid, no SI suffix anywhere.

    Charts write their tick texts themselves (`views.formatting`); the settings here only keep plotly from adding
    what we did not write.
    """
    t = tokens(theme)
    axis = {
        "automargin": True, "exponentformat": "none", "separatethousands": True, "showexponent": "none",
        "gridcolor": t.grid, "gridwidth": 1, "linecolor": t.hairline, "linewidth": 1, "zeroline": False,
        "tickcolor": t.hairline, "tickfont": {"color": t.muted, "size": TICK_SIZE}, "fixedrange": True,
        "title": {"font": {"color": t.muted, "size": 12}, "standoff": 10},
    }  # fmt: skip
    layout = go.Layout(
        font={"family": FONT, "size": 13, "color": t.ink},
        separators=separators(lang),
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        colorway=[style.colour for style in (*_PILOTS.values(), *_FURTHER)],
        margin={**MARGIN},
        xaxis=axis,
        # Labels have their margin; plotly would measure each of them to see whether it has.
        yaxis=axis | {"ticklabeloverflow": "allow"},
        showlegend=False,
        hovermode="closest",
        hoverlabel={
            "bgcolor": t.paper,
            "bordercolor": t.hairline,
            "align": "left",
            "namelength": -1,
            "font": {"family": FONT, "size": 13, "color": t.ink},
        },
        dragmode=False,
        modebar={"bgcolor": "rgba(0,0,0,0)", "color": t.faint, "activecolor": t.accent},
    )
    return go.layout.Template(layout=layout)
