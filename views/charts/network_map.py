"""Map of the network's cities on plain axes: quiet land from a file of our own, a marker for each year of joining."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from views.charts.base import Chart, code_data, new_figure, with_columns
from views.markup import escape_plotly
from views.theme import Tokens, city_style

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go
    from numpy.typing import NDArray

LAND_FILE = Path(__file__).parents[2] / "static" / "vendor" / "natural-earth" / "southeast-asia.json"
HOME, OTHER = "ID", "other"
# Degrees: near the equator a degree of longitude is as long as one of latitude (93 % of it at 21° north).
WEST, SOUTH, EAST, NORTH = 92.0, -11.5, 141.5, 24.5
# The smallest size at which the page shows every name that fits; on a narrower one it keeps those of our places.
WIDTH_PX, HEIGHT_PX = 620, 451
LABEL_PX, PILOT_PX = 11, 14
_CHAR_PX, _GAP_PX = 6.2, 8
_SIDES = ("middle right", "middle left", "top center", "bottom center")


@dataclass(frozen=True)
class YearMark:
    """How cities that joined in one year look: plotly ``symbol``, ``glyph`` for text, ``size`` in px, token of the colour."""

    symbol: str
    glyph: str
    size: int
    token: str

    def colour(self, t: Tokens) -> str:
        """Colour in a theme."""
        return str(getattr(t, self.token))


_MARKS = (
    YearMark("circle", "●", 9, "muted"),
    YearMark("star", "★", 13, "ink"),
    YearMark("x", "✖", 10, "warning"),
    YearMark("hexagon", "⬢", 11, "accent"),
)


def year_marks(years: Sequence[int]) -> dict[int, YearMark]:
    """Look of each year of joining, oldest first; the last one stands for all later years."""
    return {year: _MARKS[min(i, len(_MARKS) - 1)] for i, year in enumerate(sorted(set(years)))}


@cache
def land() -> Mapping[str, NDArray[np.float32]]:
    """Outlines by member state ("ID", …) and "other": rows of longitude and latitude, NaN between two rings."""
    found = {}
    for feature in json.loads(LAND_FILE.read_text(encoding="utf-8"))["features"]:
        rings = [ring for part in feature["geometry"]["coordinates"] for ring in part]
        rows = [row for ring in rings for row in (*ring, (np.nan, np.nan))]
        found[str(feature["properties"]["iso"])] = np.array(rows, dtype="float32")
    return found


def network_map(
    cities: pd.DataFrame,
    hover: Sequence[Sequence[str]],
    *,
    lang: str,
    theme: str,
    alt: str,
    table: pd.DataFrame,
) -> Chart:
    """Draw every city of the network where it lies.

    Parameters
    ----------
    cities
        ``city, lon, lat, joined_year, code, token``, one row a city; `code` is missing outside our places, `token` stands for
        the city where it is picked.
    hover
        Lines of each city's hover text, the first one set bold; any text.
    lang, theme
        "id" or "en"; "light" or "dark".
    alt, table
        What says the same without eyes for it.

    Returns
    -------
    Chart
        Cities with a code keep their fixed marker and colour; the others have the marker of their year. Each carries its token
        in ``customdata``.
    """
    data = with_columns(cities, ("city", "lon", "lat", "joined_year", "code", "token"), name="cities")
    figure, t = new_figure(theme=theme, lang=lang, height=HEIGHT_PX)
    _add_land(figure, t)
    texts = np.array([_hover(lines) for lines in hover], dtype=object)
    sides = label_sides(data)
    known = data["code"].notna().to_numpy(dtype=bool)
    for year, mark in year_marks(list(data["joined_year"].astype(int))).items():
        here = ~known & (data["joined_year"] == year).to_numpy()
        marker = {"symbol": mark.symbol, "size": mark.size, "color": mark.colour(t)}
        _add_cities(figure, data[here], texts[here], [sides[i] for i in np.flatnonzero(here)], marker, t)
    styles = [city_style(str(code)) for code in data.loc[known, "code"]]
    marker = {"symbol": [s.symbol for s in styles], "size": PILOT_PX, "color": [s.colour for s in styles]}
    pilots = [sides[i] for i in np.flatnonzero(known)]
    _add_cities(figure, data[known], texts[known], pilots, marker, t, strong=True)
    frame = {"visible": False, "constrain": "domain"}
    figure.update_xaxes(range=[WEST, EAST], **frame)
    figure.update_yaxes(range=[SOUTH, NORTH], scaleanchor="x", scaleratio=1, **frame)
    figure.update_layout(plot_bgcolor=t.sea, margin={"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0})
    return Chart(figure, alt, table, codes=tuple(data["token"]))


def _add_land(figure: go.Figure, t: Tokens) -> None:
    """Other land without a border, the member states with theirs, Indonesia a shade stronger."""
    members = [outline for name, outline in land().items() if name not in (OTHER, HOME)]
    for outline, fill, line in (
        (land()[OTHER], t.land, t.land),
        (np.concatenate(members), t.panel, t.context_line),
        (land()[HOME], t.accent_soft, t.context_line),
    ):
        figure.add_scatter(
            x=outline[:, 0], y=outline[:, 1], mode="lines", fill="toself", fillcolor=fill, hoverinfo="skip",
            line={"color": line, "width": 0.8}, connectgaps=False,
        )  # fmt: skip


def _add_cities(
    figure: go.Figure,
    part: pd.DataFrame,
    hover: NDArray[np.object_],
    sides: Sequence[str],
    marker: Mapping[str, Any],
    t: Tokens,
    *,
    strong: bool = False,
) -> None:
    if part.empty:
        return
    names = [escape_plotly(city) if side else "" for city, side in zip(part["city"], sides, strict=True)]
    figure.add_scatter(
        x=part["lon"], y=part["lat"], mode="markers+text", hoverinfo="text", hovertext=hover,
        customdata=code_data(part["token"]), marker={**marker, "line": {"color": t.paper, "width": 1}},
        text=[f"<b>{name}</b>" for name in names] if strong else names,
        textposition=[side or _SIDES[0] for side in sides],
        textfont={"size": LABEL_PX, "color": t.ink if strong else t.muted}, cliponaxis=False,
    )  # fmt: skip


def _hover(lines: Sequence[str]) -> str:
    first, *rest = (escape_plotly(line) for line in lines)
    return "<br>".join([f"<b>{first}</b>", *rest])


def label_sides(cities: pd.DataFrame) -> list[str]:
    """Side of its point where each city's name runs into nothing, "" where there is none; places of ours come first.

    Parameters
    ----------
    cities
        ``city, lon, lat, code``.
    """
    scale = WIDTH_PX / (EAST - WEST)
    points = [
        ((x - WEST) * scale, (NORTH - y) * scale) for x, y in zip(cities["lon"], cities["lat"], strict=True)
    ]
    taken = [(x - 6, y - 6, x + 6, y + 6) for x, y in points]
    sides = [""] * len(points)
    order = sorted(range(len(points)), key=lambda i: (bool(cities["code"].isna().iloc[i]), points[i][1]))
    for i in order:
        width = len(str(cities["city"].iloc[i])) * _CHAR_PX
        others = taken[:i] + taken[i + 1 :]
        for side, box in _boxes(points[i], width):
            inside = box[0] >= 0 and box[2] <= WIDTH_PX
            if inside and not any(_overlap(box, other) for other in others):
                sides[i] = side
                taken.append(box)
                break
    return sides


_Box = tuple[float, float, float, float]


def _boxes(point: tuple[float, float], width: float) -> Iterator[tuple[str, _Box]]:
    (x, y), half = point, LABEL_PX / 2 + 1
    yield _SIDES[0], (x + _GAP_PX, y - half, x + _GAP_PX + width, y + half)
    yield _SIDES[1], (x - _GAP_PX - width, y - half, x - _GAP_PX, y + half)
    yield _SIDES[2], (x - width / 2, y - _GAP_PX - 2 * half, x + width / 2, y - _GAP_PX)
    yield _SIDES[3], (x - width / 2, y + _GAP_PX, x + width / 2, y + _GAP_PX + 2 * half)


def _overlap(a: _Box, b: _Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
