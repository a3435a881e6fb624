"""Names (and values) of places on a map, where they fit and touch nothing: as ``drawLabels`` of ``static/atlas-map.js``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from views.pictures.engine import text_width
from views.pictures.panels import PanelPicture, circles_of, marks_of, points_of
from views.pictures.words import Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from views.pictures.outlines import Layer
    from views.pictures.pen import Pen

_KIND = re.compile(r"^(Kabupaten|Kota Administrasi|Kabupaten Administrasi|Kota) ")
_SIZE, _LINE, _MARK_SIZE = 12.0, 13.0, 12.5
_Box = tuple[float, float, float, float]


def shortened(name: str) -> str:
    """A place's name without its kind."""
    return _KIND.sub("", name)


@dataclass
class _Names:
    """What stands on a map already."""

    pen: Pen
    panel: PanelPicture
    taken: list[_Box] = field(default_factory=list)

    def free(self, box: _Box) -> bool:
        return not any(_touch(box, other) for other in self.taken)

    def put(
        self, lines: Sequence[str], x: float, y: float, look: Run, *, must: bool = False, halo: bool = True
    ) -> bool:
        """Write lines around a place if they fit; `must` writes them anyway."""
        width, height = _wide(lines, look), len(lines) * _LINE
        box = (x - width / 2 - 3, y - height / 2 - 1, x + width / 2 + 3, y + height / 2 + 1)
        left, top, right, bottom = self.panel.box
        inside = box[0] >= left + 2 and box[1] >= top + 2 and box[2] <= right - 2 and box[3] <= bottom - 2
        if not must and not (inside and self.free(box)):
            return False
        self.taken.append(box)
        rim = self.panel.look["halo"] if halo else ""
        for i, line in enumerate(lines):
            at = y + (i - (len(lines) - 1) / 2) * _LINE
            self.pen.text(
                [(Run(line, look.size, look.colour, look.weight),)],
                x,
                at,
                side="center",
                level="middle",
                halo=rim,
            )
        return True


def _wide(lines: Sequence[str], look: Run) -> float:
    return max(text_width(line, look.size, look.weight) for line in lines)


def _touch(a: _Box, b: _Box) -> bool:
    return a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1]


def draw_names(pen: Pen, panel: PanelPicture) -> None:
    """Marks first, which are always named; then places by size, those of the city before its neighbours."""
    names = _Names(pen, panel)
    _scale_room(names)
    _marked(names)
    if not panel.config["quietLabels"]:
        _named(names)


def _scale_room(names: _Names) -> None:
    """The scale bar stands in the corner: no name under it."""
    left, _top, _right, bottom = names.panel.box
    names.taken.append((left, bottom - 30, left + 125, bottom))


def _marked(names: _Names) -> None:
    look = Run("", _MARK_SIZE, names.panel.look["ink"], 700)
    found = marks_of(names.panel)
    names.taken += [(x - 8, y - 8, x + 8, y + 8) for x, y, _mark in found]
    for x, y, mark in found:
        wide = text_width(mark["label"], look.size, look.weight) / 2
        half = wide + 14
        sides = (
            (0, -17),
            (0, 19),
            (half, 1),
            (-half, 1),
            (wide, -19),
            (-wide, -19),
            (wide, 19),
            (-wide, 19),
            (0, 34),
            (0, -32),
        )
        if not any(names.put([mark["label"]], x + dx, y + dy, look) for dx, dy in sides):
            names.put([mark["label"]], x, y - 17, look, must=True)


@dataclass(frozen=True)
class _Candidate:
    name: str
    value: str
    at: tuple[float, float]
    width: float
    height: float
    radius: float
    quiet: bool


def _named(names: _Names) -> None:
    panel = names.panel
    radius = {code: r for code, _x, _y, r in circles_of(panel)}
    names.taken += [(x - r, y - r, x + r, y + r) for _code, x, y, r in circles_of(panel)]
    dots = [(x - 4, y - 4, x + 4, y + 4) for x, y, _colour in points_of(panel)]
    candidates = [
        one
        for layer, data in panel.part["layers"].items()
        for one in _candidates(panel, panel.layers[layer], data["texts"].split("|"), radius)
    ]
    if "context" in panel.layers and "context" not in panel.part["layers"]:
        candidates += _candidates(panel, panel.layers["context"], None, {})
    for one in sorted(candidates, key=lambda c: (c.quiet, -c.width * c.height)):
        _name(names, one, dots)


def _candidates(
    panel: PanelPicture, layer: Layer, texts: Sequence[str] | None, radius: dict[str, float]
) -> list[_Candidate]:
    at, scale, sign = panel.at(layer), panel.view.scale, panel.payload["sign"]
    values = texts if texts is not None and len(texts) == len(layer.codes) else [""] * len(layer.codes)
    return [
        _Candidate(
            shortened(name), f"{value}{sign}" if value else "", (float(x), float(y)), float(e - w) * scale, float(n - s) * scale,
            radius.get(code, 0.0), texts is None,
        )
        for code, name, value, (x, y), (w, s, e, n) in zip(layer.codes, layer.names, values, at, layer.boxes, strict=True)
    ]  # fmt: skip


def _name(names: _Names, one: _Candidate, dots: Sequence[_Box]) -> None:
    panel = names.panel
    if one.width < 24 or one.height < 12:
        return
    look = Run("", _SIZE, panel.look["muted" if one.quiet else "ink"], 400 if one.quiet else 600)
    fits = _wide([one.name], look) < one.width * (0.8 if one.quiet else 1.05)
    if not fits or one.height < (26 if one.quiet else 14):
        return
    value = one.value
    lines = [one.name]
    if value and one.height > 34 and _wide([value], look) < one.width * 0.9:
        lines.append(value)
    _place(names, one, lines, look, dots)


def _place(names: _Names, one: _Candidate, lines: list[str], look: Run, dots: Sequence[_Box]) -> None:
    """Beside its circle, or in it where there is no room; clear of points where there is room for that."""
    (x, y), r = one.at, one.radius
    half = _wide(lines, look) / 2

    def beside(said: list[str]) -> bool:
        h = len(said) * 6.5
        gap, side = r + h + 1.5, r + half + 4
        spots = ((0, gap), (0, -gap), (side, 0), (-side, 0)) if r else ((0, 0), (0, 15), (0, -15))
        return any(
            not any(_touch((x + dx - half, y + dy - h, x + dx + half, y + dy + h), dot) for dot in dots)
            and names.put(said, x + dx, y + dy, look)
            for dx, dy in spots
        )

    if beside(lines):
        return
    if half < 0.85 * r and len(lines) * 6.5 < 0.7 * r:
        white = Run("", look.size, names.panel.look["halo"], look.weight)
        names.put(lines, x, y, white, must=True, halo=False)
    elif not r:
        names.put(lines, x, y, look)
    else:
        beside(lines[:1])
