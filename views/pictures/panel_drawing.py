"""Drawing one map: ground, places in their classes, circles, outlines, lines, marks and points, then names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from views.maps import NO_DATA
from views.packing import MANY
from views.pictures.crowd import by_colour, joined
from views.pictures.outlines import GRID, Layer, View, near, paths
from views.pictures.panels import PanelPicture, circles_of, class_colours, marks_of, picked_codes, points_of
from views.pictures.pen import HATCH, Pen
from views.pictures.symbols import symbol_path
from views.pictures.traces import rgba

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.path import Path

FADED = 0.42
"""Neighbours are context: coloured, but behind the city that is shown."""
_LINE, _GROUND_LINE = 0.7, 0.6
_CIRCLE, _HALO, _SEAM = 0.82, 1.2, 0.15
_WHOLE_CLASS, _FADE = 200, 0.72
"""From so many picked places on the others fade, as ``static/atlas-map.js`` has it."""
_POINT, _MARK = 3.4, 7.0
_Z = {"ground": 1.0, "places": 2.0, "hatch": 2.1, "circles": 3.0, "points": 3.2, "marks": 3.4, "outline": 4.0, "links": 4.2, "picked": 4.4}  # fmt: skip


@dataclass(frozen=True)
class _Sheet:
    """What draws into one panel and no further."""

    axes: Axes

    def add(self, artist: Any, z: str) -> None:
        artist.set_zorder(_Z[z])
        self.axes.add_artist(artist)
        artist.set_clip_path(self.axes.patch)


def draw_panel(pen: Pen, panel: PanelPicture, panels: Sequence[PanelPicture]) -> None:
    """Draw one map; `panels` are all of the picture, for outlines that are laid over."""
    from views.pictures.place_names import draw_names

    axes = pen.axes(panel.place)
    axes.patch.set_visible(True)
    axes.set_axis_on()
    axes.set_frame_on(True)
    axes.patch.set_facecolor(panel.look["sea"])
    axes.xaxis.set_visible(False)
    axes.yaxis.set_visible(False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    # Places are drawn in units of the page, as everything else is; the axes only cut them off at their edges.
    sheet = _Sheet(axes)
    axes.set_xlim(panel.place.left, panel.place.right)
    axes.set_ylim(panel.place.bottom, panel.place.top)
    _ground(sheet, panel)
    for name, data in panel.part["layers"].items():
        _places(sheet, panel, name, data)
    _circles(sheet, panel)
    _points(sheet, panel)
    _marks(sheet, panel)
    _outlines(sheet, panel, panels)
    _links(sheet, panel)
    _picked(sheet, panel)
    draw_names(pen, panel)


def _collection(sheet: _Sheet, found: Sequence[Path], z: str, **look: Any) -> None:
    from matplotlib.collections import PathCollection

    if found:
        collection = PathCollection(
            found,
            offset_transform=None,
            transform=sheet.axes.transData,
            joinstyle="round",
            capstyle="round",
            **look,
        )
        sheet.add(collection, z)


def _dots(
    sheet: _Sheet,
    at: Sequence[tuple[float, float]],
    z: str,
    *,
    symbols: Sequence[str] = ("circle",),
    **look: Any,
) -> None:
    from matplotlib.collections import PathCollection
    from matplotlib.transforms import IdentityTransform

    if at:
        marks = PathCollection(
            [symbol_path(symbol) for symbol in symbols], offsets=np.array(at), offset_transform=sheet.axes.transData,
            transform=IdentityTransform(), **look,
        )  # fmt: skip
        sheet.add(marks, z)


def _ground(sheet: _Sheet, panel: PanelPicture) -> None:
    """Land that is not what the map is about: without holes, quietly."""
    layers = []
    finer = {
        code for name in ("context", "regency") if name in panel.layers for code in panel.layers[name].codes
    }
    if panel.country is not None:
        layers.append((panel.country, finer))
    layers += [
        (panel.layers[name], set())
        for name in ("context", "regency")
        if name in panel.layers and panel.spec["scene"]
    ]
    found = []
    for layer, left_out in layers:
        seen = near(layer, panel.view, panel.box)
        outlines = paths(layer, panel.view, filled=True)
        found += [
            path
            for path, code, here in zip(outlines, layer.codes, seen, strict=True)
            if path is not None and here and code not in left_out
        ]
    look = panel.look
    _collection(
        sheet,
        found,
        "ground",
        facecolors=look["land"],
        edgecolors=look["groundLine"],
        linewidths=_GROUND_LINE,
    )


def _places(sheet: _Sheet, panel: PanelPicture, name: str, data: Mapping[str, Any]) -> None:
    layer, look = panel.layers[name], panel.look
    colours = class_colours(panel, name, data)
    shown = [
        (path, colour, mark)
        for path, colour, mark, seen in zip(
            paths(layer, panel.view),
            colours,
            data["classes"],
            near(layer, panel.view, panel.box),
            strict=True,
        )
        if path is not None and seen
    ]
    if panel.is_crowd(name):
        _crowd(sheet, [(path, colour) for path, colour, _mark in shown], name)
    else:
        opacity = FADED if name == "context" else 1.0
        _collection(
            sheet, [path for path, _colour, _mark in shown], "places", facecolors=[rgba(colour, opacity) for _path, colour, _mark in shown],
            edgecolors=look["line"], linewidths=_LINE * panel.fine, gid=f"places-{name}",
        )  # fmt: skip
    missing = [path for path, _colour, mark in shown if mark == NO_DATA]
    _collection(
        sheet,
        joined(missing) if panel.is_crowd(name) else missing,
        "hatch",
        facecolors="none",
        edgecolors=look["hatch"],
        linewidths=0,
        hatch=HATCH,
        gid=f"missing-{name}",
    )


def _crowd(sheet: _Sheet, shown: Sequence[tuple[Path, str]], name: str) -> None:
    """Thousands of places without borders, which would be all there is to see."""
    for rank, (colour, found) in enumerate(by_colour(shown)):
        line = _SEAM if rank else 0.0
        _collection(sheet, joined(found), "places", facecolors=colour, edgecolors=colour, linewidths=line, gid=f"places-{name}")  # fmt: skip


def _circles(sheet: _Sheet, panel: PanelPicture) -> None:
    """Circles, the largest first; of thousands those of one size at once, so that a file holds each size once."""
    found = circles_of(panel)
    many = len(found) >= MANY
    for _size, group in groupby(found, key=lambda circle: circle[3] if many else 0):
        same = list(group)
        _dots(
            sheet, [(x, y) for _code, x, y, _r in same], "circles", sizes=[(2 * r) ** 2 for *_rest, r in same][: 1 if many else None],
            facecolors=rgba(panel.payload["palette"][-1], _CIRCLE), edgecolors=panel.look["halo"],
            linewidths=min(_HALO, same[0][3] * 0.35) if many else _HALO, gid="circles",
        )  # fmt: skip


def _points(sheet: _Sheet, panel: PanelPicture) -> None:
    found = points_of(panel)
    _dots(
        sheet, [(x, y) for x, y, _colour in found], "points", sizes=[(2 * _POINT) ** 2], facecolors=[rgba(colour, 0.95) for *_at, colour in found],
        edgecolors=panel.look["halo"], linewidths=1.0, gid="points",
    )  # fmt: skip


def _marks(sheet: _Sheet, panel: PanelPicture) -> None:
    found = marks_of(panel)
    _dots(
        sheet, [(x, y) for x, y, _mark in found], "marks", symbols=[mark["shape"] for *_at, mark in found] or ["circle"],
        sizes=[(2 * mark.get("radius", _MARK)) ** 2 for *_at, mark in found], facecolors=[mark["color"] for *_at, mark in found],
        edgecolors=panel.look["halo"], linewidths=2.0, gid="marks",
    )  # fmt: skip


def _named(layer: Layer, view: View, wanted: Any) -> list[Path]:
    return [
        path
        for code, path in zip(layer.codes, paths(layer, view), strict=True)
        if path is not None and wanted(code)
    ]


def _outlines(sheet: _Sheet, panel: PanelPicture, panels: Sequence[PanelPicture]) -> None:
    """A city's border; another city's, centre on centre, since both projections are true to scale around their own."""
    for spec in panel.part["outlines"]:
        if "borders" in spec:
            _borders(sheet, panel, spec)
            continue
        laid = "panel" in spec and spec["panel"] is not None and panels[spec["panel"]] is not panel
        source = panels[spec["panel"]] if laid else panel
        layer, code = source.layers.get(spec["layer"]), spec.get("code")
        if layer is None:
            continue
        shift = View(panel.view.scale, panel.view.x, panel.view.y)
        found = _named(layer, shift, lambda c, code=code: not code or c == code or c.startswith(f"{code}."))
        width = spec["weight"] * panel.fine
        if laid:
            _collection(
                sheet, found, "outline", facecolors="none", edgecolors=panel.look["halo"], linewidths=5
            )
        style = (0, (7, 5)) if laid else "solid"
        _collection(
            sheet,
            found,
            "outline",
            facecolors="none",
            edgecolors=spec["color"],
            linewidths=width,
            linestyles=[style],
            gid="outline",
        )


def _borders(sheet: _Sheet, panel: PanelPicture, spec: Mapping[str, Any]) -> None:
    """Lines between the places of a level, each once."""
    from matplotlib.collections import LineCollection

    lines = [np.round(line / GRID) * GRID for line in panel.borders(spec["borders"])]
    width = spec["weight"] * panel.fine * 0.45
    sheet.add(LineCollection(lines, colors=spec["color"], linewidths=width, transform=sheet.axes.transData, gid="borders"), "outline")  # fmt: skip


def _links(sheet: _Sheet, panel: PanelPicture) -> None:
    """Who is next to whom: a line between the label points of each pair."""
    from matplotlib.collections import LineCollection

    spec = panel.part["links"]
    if not spec:
        return
    at = panel.at(panel.layers[spec["layer"]])
    pairs = np.asarray(spec["pairs"], dtype=int).reshape(-1, 2)
    lines = np.round(at[pairs] / GRID) * GRID
    for colour, width, opacity in ((panel.look["halo"], 2.6, 0.7), (spec["color"], 1.1, 0.85)):
        sheet.add(LineCollection(list(lines), colors=colour, linewidths=width, alpha=opacity, transform=sheet.axes.transData, gid="links"), "links")  # fmt: skip


def _picked(sheet: _Sheet, panel: PanelPicture) -> None:
    wanted = picked_codes(panel)
    if not wanted:
        return
    lines = ((1, 3.4), (0, 1.6)) if len(wanted) > 20 else ((1, 5.5), (0, 2.6))
    for name in panel.part["layers"]:
        if panel.is_crowd(name) and len(wanted) > _WHOLE_CLASS:
            others = joined(_named(panel.layers[name], panel.view, lambda code: code not in wanted))
            _collection(
                sheet, others, "picked", facecolors=rgba(panel.look["halo"], _FADE), edgecolors="none"
            )
            continue
        found = _named(panel.layers[name], panel.view, wanted.__contains__)
        for halo, width in lines:
            colour = panel.look["halo"] if halo else panel.look["ink"]
            _collection(sheet, found, "picked", facecolors="none", edgecolors=colour, linewidths=width)
