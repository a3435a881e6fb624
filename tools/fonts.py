"""Static fonts for the pictures, made from the vendored variable one: needed again only when that font changes.

Run by a developer, with two packages that the atlas itself does without (woff2 needs brotli)::

    pip install fonttools brotli
    python tools/fonts.py

The same input gives the same bytes. Matplotlib reads neither variable nor woff2 fonts, hence these.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).parents[1]
VENDORED = ROOT / "static" / "vendor" / "plus-jakarta-sans"
TARGET = ROOT / "views" / "pictures" / "fonts"
WEIGHTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}
SUBSETS = ("latin", "latin-ext")


def instance(subset: str, weight: int) -> TTFont:
    """One subset at one weight."""
    font = TTFont(VENDORED / f"plus-jakarta-sans-{subset}-wght-normal.woff2", recalcTimestamp=False)
    font = instantiateVariableFont(font, {"wght": weight})
    font.flavor = None
    # Unicode ranges of the two subsets overlap in a few signs; the layout tables of the second are not needed.
    for table in ("STAT", "GSUB", "GPOS", "GDEF") if subset != SUBSETS[0] else ("STAT",):
        if table in font:
            del font[table]
    return font


def name(font: TTFont, style: str, weight: int) -> None:
    """Names under which a program lists it: one family, three weights."""
    font["OS/2"].usWeightClass = weight
    # Three styles that no program may take for its own bold of another.
    font["OS/2"].fsSelection = 0x20 if style == "Bold" else 0x40
    font["head"].macStyle = int(style == "Bold")
    family = "Plus Jakarta Sans"
    for number, text in {
        1: family, 2: style, 4: f"{family} {style}", 6: f"PlusJakartaSans-{style}", 16: family, 17: style,
    }.items():  # fmt: skip
        font["name"].setName(text, number, 3, 1, 0x409)


def main() -> None:
    """Write the fonts and their licence."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for style, weight in WEIGHTS.items():
        parts = []
        for subset in SUBSETS:
            part = TARGET / f".{subset}.ttf"
            instance(subset, weight).save(part)
            parts.append(part)
        font = Merger().merge([str(part) for part in parts])
        name(font, style, weight)
        font["head"].modified = font["head"].created = TTFont(parts[0])["head"].created
        font.recalcTimestamp = False
        font.save(TARGET / f"PlusJakartaSans-{style}.ttf", reorderTables=True)
        for part in parts:
            part.unlink()
    shutil.copyfile(VENDORED / "LICENSE", TARGET / "OFL.txt")


if __name__ == "__main__":
    main()
