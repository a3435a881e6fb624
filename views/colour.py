"""Colour arithmetic: OKLCH to sRGB, luminance and contrast as WCAG 2.2 defines them."""

from __future__ import annotations

import math

RGB = tuple[float, float, float]


def oklch_hex(lightness: float, chroma: float, hue: float) -> str:
    """Convert an OKLCH colour to ``#rrggbb``.

    OKLCH steps of equal lightness look equally far apart, which RGB steps do not (Ottosson 2020,
    https://bottosson.github.io/posts/oklab/). A colour outside sRGB is clipped.

    Parameters
    ----------
    lightness
        0 (black) to 1 (white).
    chroma
        0 (grey) to about 0.32.
    hue
        Degrees.
    """
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    lms = (
        (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3,
        (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3,
        (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3,
    )
    linear = (
        4.0767416621 * lms[0] - 3.3077115913 * lms[1] + 0.2309699292 * lms[2],
        -1.2684380046 * lms[0] + 2.6097574011 * lms[1] - 0.3413193965 * lms[2],
        -0.0041960863 * lms[0] - 0.7034186147 * lms[1] + 1.7076147010 * lms[2],
    )
    return rgb_hex((encode(linear[0]), encode(linear[1]), encode(linear[2])))


def encode(linear: float) -> float:
    """Linear light (0 to 1) to an sRGB value (0 to 1), clipped."""
    c = min(max(linear, 0.0), 1.0)
    return 12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055


def decode(value: float) -> float:
    """SRGB value (0 to 1) to linear light."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def hex_rgb(colour: str) -> RGB:
    """``#rrggbb`` to three numbers of 0 to 1."""
    r, g, b = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return r, g, b


def rgb_hex(rgb: RGB) -> str:
    """Three numbers of 0 to 1 to ``#RRGGBB``."""
    return "#" + "".join(f"{round(c * 255):02X}" for c in rgb)


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""
    r, g, b = (decode(c) for c in hex_rgb(colour))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """Colour ``share`` (0 to 1) of the way from ``one`` to ``other`` in sRGB."""
    a, b = hex_rgb(one), hex_rgb(other)
    return rgb_hex((a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share))
