"""An SVG that looks the same everywhere: the letters that it uses travel inside, and it says in words what it shows."""

from __future__ import annotations

import base64
import io
import re
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from views.pictures.engine import FAMILY, FONTS, SIGNS, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_HEAD = re.compile(r'<svg [^>]*?viewBox="(?P<box>[^"]+)"[^>]*>')
# Outlines with more digits than any eye or printer needs; only those, never a number in a text.
_OUTLINE = re.compile(r'(<path[^<>]*? d=")([^"]*)(")')
_DIGITS = re.compile(r"(\.\d\d)\d+")
# Features of letters that a browser uses by itself, and matplotlib too.
_FEATURES = ["kern", "mark", "mkmk", "ccmp", "calt", "liga", "locl"]


def finished(svg: str, *, size: tuple[float, float], lang: str, alt: str, faces: str) -> bytes:
    """Matplotlib's SVG with a size in pixels, a description, a language and the faces of its letters.

    Parameters
    ----------
    svg
        With a ``<title>`` of matplotlib's own.
    size
        Width and height in pixels.
    lang, alt
        Language, and the picture in words.
    faces
        From `font_faces`; "" where the page around has them.
    """
    head = _HEAD.search(svg)
    assert head is not None, "matplotlib writes a viewBox"
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" role="img" xml:lang="{lang}" '
        f'lang="{lang}" width="{size[0]:g}" height="{size[1]:g}" viewBox="{head["box"]}">'
    )
    body = svg[head.end() :]
    title_end = body.index("</title>") + len("</title>")
    style = f"<style>{faces}</style>" if faces else ""
    described = f"{body[:title_end]}\n <desc>{escape(alt)}</desc>\n {style}{body[title_end:]}"
    short = _OUTLINE.sub(lambda found: found[1] + _shorter(found[2]) + found[3], described)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{opening}{short}'.encode()


def _shorter(outline: str) -> str:
    """An outline with as many digits as are seen; where it has no curves, each corner as a step from the one before."""
    outline = _DIGITS.sub(r"\1", outline).replace("\n", "")
    if "C" in outline or "Q" in outline:
        return outline
    return "".join(_steps(ring) for ring in outline.split("M") if ring.strip())


def _steps(ring: str) -> str:
    """One ring of straight lines: where it begins, then steps of hundredths, which are short texts and repeat."""
    numbers = ring.replace("L", " ").replace("z", " ").split()
    hundredths = np.rint(np.array(numbers, dtype="float64") * 100).astype(np.int64).reshape(-1, 2)
    steps = np.diff(hundredths, axis=0).ravel().tolist()
    end = "z" if "z" in ring else ""
    begin = "".join(_step(value) for value in hundredths[0].tolist()).lstrip()
    return f"M{begin}" + (f"l{''.join(map(_step, steps)).lstrip()}" if steps else "") + end


@lru_cache(maxsize=20_000)
def _step(hundredths: int) -> str:
    """A number as short as SVG allows, with what parts it from the one before."""
    text = (
        f"{hundredths / 100:.2f}".rstrip("0").rstrip(".").replace("0.", ".")
        if abs(hundredths) < 100
        else f"{hundredths / 100:g}"
    )
    text = "0" if text in ("", "-", "-0") else text
    return text if text.startswith("-") else f" {text}"


def font_faces(used: Mapping[int, Iterable[str]]) -> str:
    """CSS that holds the letters a picture uses, and no others.

    Parameters
    ----------
    used
        Letters by weight.
    """
    rules = []
    for weight, letters in sorted(used.items()):
        wanted = frozenset(letters)
        ours = FONTS / f"PlusJakartaSans-{WEIGHTS[weight]}.ttf"
        have = wanted & _letters(ours)
        rules.append(_face(FAMILY, weight, ours, have))
        rest = wanted - have
        signs = _signs(weight)
        if rest & _letters(signs):
            rules.append(_face(SIGNS, weight, signs, rest & _letters(signs)))
    return "".join(rules)


def _signs(weight: int) -> Path:
    import matplotlib as mpl

    return (
        Path(mpl.get_data_path())
        / "fonts"
        / "ttf"
        / ("DejaVuSans-Bold.ttf" if weight >= 600 else "DejaVuSans.ttf")
    )


def _face(family: str, weight: int, path: Path, letters: frozenset[str]) -> str:
    data = base64.b64encode(_subset(path, letters)).decode()
    return f'@font-face{{font-family:"{family}";font-weight:{weight};src:url(data:font/woff;base64,{data}) format("woff")}}'


@lru_cache(maxsize=16)
def _letters(path: Path) -> frozenset[str]:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(chr(code) for code in font.getBestCmap())


@lru_cache(maxsize=64)
def _subset(path: Path, letters: frozenset[str]) -> bytes:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(layout_features=_FEATURES, hinting=False, notdef_outline=True, recalc_timestamp=False)
    options.drop_tables += ["FFTM"]
    with TTFont(path, recalcTimestamp=False, lazy=True) as font:
        cutter = Subsetter(options)
        cutter.populate(unicodes=[ord(letter) for letter in letters])
        cutter.subset(font)
        font.flavor = "woff"
        out = io.BytesIO()
        font.save(out, reorderTables=False)
    return out.getvalue()
