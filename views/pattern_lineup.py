"""Could chance do this? The real map among eight with the same values handed out at random, as one picture."""

from __future__ import annotations

import base64
import zlib
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from analytics.spatial import LineUp, line_up
from views.availability import PILOTS
from views.formatting import number, share_text
from views.i18n import translator
from views.maps import geometry_facts
from views.markup import escape
from views.scenes import palette
from views.theme import tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from geodata.store import Store
    from views.figures import Figure
    from views.pattern_model import Pattern, PatternsPage

MAPS, COLUMNS = 9, 3
PANEL, GAP, HEAD = 300, 24, 34
"""Width of a map, what lies between two, and room for its number, in units of the picture."""
_TOLERANCE = 2.0  # units: a border may move by two thirds of a percent of a map's width


def lineup_of(pattern: Pattern, token: str) -> LineUp:
    """The maps of a selection: always the same for it, and another place of the real one for another selection.

    Parameters
    ----------
    pattern
        The statistics of the selection.
    token
        What names the selection.
    """
    return line_up(pattern.values, pattern.neighbours, n=MAPS, seed=zlib.crc32(token.encode()))


def token_of(page: PatternsPage) -> str:
    """Name of a selection."""
    s = page.selection
    return f"{s.city}|{s.level}|{s.indicator}|{s.year}"


def lineup_svg(outlines: Mapping[str, str], height: int, figure: Figure, found: LineUp, theme: str) -> str:
    """Draw the maps in rows of three, numbered, in the classes of the indicator.

    Parameters
    ----------
    outlines, height
        From `outline_paths`.
    figure
        Whose classes and colours are used.
    found
        The maps.
    theme
        "light" or "dark".

    Returns
    -------
    str
        An SVG document without any text that came from data.
    """
    t, colours = tokens(theme), palette(figure, theme)
    names = {code: f"a{i}" for i, code in enumerate(outlines)}
    shapes = "".join(f'<path id="{names[code]}" d="{path}"/>' for code, path in outlines.items())
    rows = -(-MAPS // COLUMNS)
    width, full = COLUMNS * (PANEL + GAP) - GAP, rows * (height + HEAD + GAP) - GAP
    parts = []
    for i, column in enumerate(found.panels.columns):
        x, y = i % COLUMNS * (PANEL + GAP), i // COLUMNS * (height + HEAD + GAP)
        classes = figure.classes.assign(found.panels[column])
        body = _areas(classes, names, colours, t.no_data)
        parts.append(
            f'<text x="{x + 2}" y="{y + HEAD - 10}" font-family="sans-serif" font-weight="700" font-size="24" fill="{t.ink}">{column}</text>'
            f'<svg x="{x}" y="{y + HEAD}" width="{PANEL}" height="{height}" viewBox="0 0 {PANEL} {height}" stroke="{t.paper}" stroke-width="0.8">{body}</svg>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {full}" width="{width}" height="{full}">'
        f"<defs>{shapes}</defs>{''.join(parts)}</svg>"
    )


def _areas(classes: pd.Series, names: dict[str, str], colours: tuple[str, ...], nothing: str) -> str:
    groups = classes.reindex(list(names)).fillna(-1).astype(int)
    return "".join(
        f'<g fill="{nothing if at < 0 else colours[at]}">'
        + "".join(f'<use href="#{names[str(code)]}"/>' for code in part.index)
        + "</g>"
        for at, part in groups.groupby(groups)
    )


def outline_paths(store: Store, city: str, level: str) -> tuple[dict[str, str], int]:
    """Simplified outline of each place as an SVG path, and the height of a map, in units of the picture.

    The window is that of the city's map: islands far out are not drawn, and take no part in the maps.
    """
    areas = store.places(level, within=city, detail="city" if city in PILOTS else "district")
    west, south, east, north = geometry_facts(store.geometry_url(f"scene-{city}"))["bounds"]
    narrow = np.cos(np.radians((south + north) / 2))  # a degree of longitude in degrees of latitude
    scale = PANEL / ((east - west) * narrow)
    shapes = shapely.transform(
        areas.geometry.to_numpy(),
        lambda xy: np.column_stack([(xy[:, 0] - west) * narrow * scale, (north - xy[:, 1]) * scale]),
    )
    height = round((north - south) * scale)
    plain = shapely.coverage_simplify(shapes, _TOLERANCE)
    codes = areas["code"].astype(str)
    return {code: _path(shape) for code, shape in zip(codes, plain, strict=True)}, height


def _path(shape: shapely.Geometry) -> str:
    rings = [ring for part in shapely.get_parts(shape) for ring in shapely.get_rings(part)]
    return "".join(_ring(shapely.get_coordinates(ring)) for ring in rings)


def _ring(corners: NDArray[np.float64]) -> str:
    points = np.rint(corners * 2) / 2
    steps = " ".join(f"{x:g} {y:g}" for x, y in points[:-1])
    return f"M{steps}z"


def picture(svg: str, alt: str) -> str:
    """An SVG as an image of the page: as wide as the page lets it, with a text in its place."""
    data = base64.b64encode(svg.encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(alt)}" style="width:100%;max-width:960px;height:auto;display:block">'


def alt_text(lang: str) -> str:
    """What the picture is."""
    _ = translator(lang)
    return _(
        "Nine small maps of the city, numbered 1 to 9. One shows the real values, eight the same values handed out at random."
    )


def question(lang: str) -> str:
    """What the reader is asked."""
    _ = translator(lang)
    return _(
        "One of these maps is real; in the others the same values were handed out to the areas at random. If you cannot find it, chance could have made it."
    )


def verdict(page: PatternsPage, found: LineUp, guess: int) -> str:
    """Whether the reader's pick is the real map, and what that means."""
    lang = page.selection.lang
    _ = translator(lang)
    said = {
        "real": number(found.position, 0, lang),
        "chance": share_text(found.chance, lang),
        "i": number(float(found.statistics[found.position]), 2, lang),
    }
    if guess == found.position:
        text = _(
            "Yes, map {real} is the real one (Moran’s I {i}). Somebody who only guesses hits it in {chance} of cases."
        )
    else:
        text = _("No, map {real} is the real one (Moran’s I {i}). The map you picked is chance.")
    return text.format(**said)


def lineup_table(found: LineUp, lang: str) -> pd.DataFrame:
    """Moran's I of each map, for the solution."""
    _ = translator(lang)
    real = _("real")
    return pd.DataFrame(
        {
            _("Map"): [
                f"{column} ({real})" if column == found.position else str(column)
                for column in found.statistics.index
            ],
            _("Moran’s I"): [number(value, 2, lang) for value in found.statistics],
        }
    )
