"""How colours look to other eyes, and how far apart two of them look."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

from views.colour import RGB, decode, hex_rgb, luminance

if TYPE_CHECKING:
    from collections.abc import Sequence

Lab = tuple[float, float, float]

# Linear RGB as people see it who lack one kind of cone (Machado, Oliveira and Fernandes 2009, table 1, severity 1.0).
MACHADO = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
GREY = "greyscale"
EYES = ("all cones", *MACHADO, GREY)
_TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE = (0.95047, 1.0, 1.08883)  # D65


def seen(colour: str, eyes: str) -> RGB:
    """Linear RGB (0 to 1) that a person with all cones would have to look at to see what `eyes` see.

    Parameters
    ----------
    colour
        ``#RRGGBB``.
    eyes
        One of `EYES`.
    """
    red, green, blue = (decode(c) for c in hex_rgb(colour))
    if eyes == GREY:
        grey = luminance(colour)
        return grey, grey, grey
    if eyes not in MACHADO:
        return red, green, blue
    r, g, b = (min(max(row[0] * red + row[1] * green + row[2] * blue, 0.0), 1.0) for row in MACHADO[eyes])
    return r, g, b


def lab(linear: RGB) -> Lab:
    """CIELAB of linear RGB under D65: lightness 0 to 100, green to red, blue to yellow."""
    x, y, z = (
        _root(sum(m * c for m, c in zip(row, linear, strict=True)) / white)
        for row, white in zip(_TO_XYZ, _WHITE, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(share: float) -> float:
    return math.cbrt(share) if share > (6 / 29) ** 3 else share / (3 * (6 / 29) ** 2) + 4 / 29


def lightness(colour: str, eyes: str) -> float:
    """L* (0 to 100) of a colour to some eyes."""
    return lab(seen(colour, eyes))[0]


def apart(one: str, other: str, eyes: str) -> float:
    """How far apart two colours look to some eyes: CIEDE2000; 1 is just visible side by side."""
    return ciede2000(lab(seen(one, eyes)), lab(seen(other, eyes)))


def nearest(colours: Sequence[str], eyes: str) -> float:
    """CIEDE2000 of the two of some colours that are hardest to tell apart."""
    return min(apart(a, b, eyes) for a, b in itertools.combinations(colours, 2))


def ciede2000(one: Lab, other: Lab) -> float:
    """Difference of two colours (Sharma, Wu and Dalal 2005, equations 2 to 22)."""
    mean_chroma = (math.hypot(*one[1:]) + math.hypot(*other[1:])) / 2
    stretch = 1.5 - 0.5 * math.sqrt(mean_chroma**7 / (mean_chroma**7 + 25**7))
    (c1, h1), (c2, h2) = (_polar(a * stretch, b) for _, a, b in (one, other))
    d_light, d_chroma = other[0] - one[0], c2 - c1
    light, chroma = (one[0] + other[0]) / 2, (c1 + c2) / 2
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    d_hue = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    hue = h1 + h2 if c1 * c2 == 0 else h1 + turn / 2
    t = (
        1
        - 0.17 * _cos(hue - 30)
        + 0.24 * _cos(2 * hue)
        + 0.32 * _cos(3 * hue + 6)
        - 0.20 * _cos(4 * hue - 63)
    )
    s_light = 1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2)
    s_chroma, s_hue = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    bend = math.exp(-((((hue % 360) - 275) / 25) ** 2))
    rotation = -2 * math.sqrt(chroma**7 / (chroma**7 + 25**7)) * math.sin(math.radians(60 * bend))
    parts = d_light / s_light, d_chroma / s_chroma, d_hue / s_hue
    return math.sqrt(sum(part**2 for part in parts) + rotation * parts[1] * parts[2])


def _polar(a: float, b: float) -> tuple[float, float]:
    return math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def _cos(degrees: float) -> float:
    return math.cos(math.radians(degrees))
