"""Maps as pictures, from what the page tells the browser: the same places, classes, colours, circles, outlines and names.

    MapPicture.of(model.chart, model.paint(), keys=[map_key_of(...)])

What ``static/atlas-map.js`` does with a screen this does with a page; the words of its functions are the same there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from views.formatting import number
from views.pictures.keys import Key
from views.pictures.outlines import Ground, View
from views.pictures.panel_drawing import draw_panel
from views.pictures.panels import PanelPicture
from views.pictures.pen import TOP, Box, Pen
from views.pictures.words import Run, block_height, wrapped

if TYPE_CHECKING:
    import folium

_KEY_WIDTH, _GAP = 224.0, 22.0
_PANEL_GAP, _CAPTION_GAP = 14.0, 5.0
_TITLE, _NOTE, _SMALL = 13.0, 11.0, 11.0
_PAD, _WALL_PAD = 14.0, 18.0
_TALLEST, _PANEL_TALL = 560.0, 300.0
_LONGEST_BAR = 110.0


@dataclass(frozen=True)
class MapPicture:
    """A map, or a wall of maps at one scale.

    Attributes
    ----------
    config, payload
        What `views.maps.build_map` and `build_paint` tell the browser.
    keys
        Legends, one below the other.
    """

    config: Mapping[str, Any]
    payload: Mapping[str, Any]
    keys: Sequence[Key] = field(default_factory=tuple)

    @classmethod
    def of(cls, chart: folium.Map, paint: folium.FeatureGroup, *, keys: Sequence[Key] = ()) -> MapPicture:
        """The picture of a page's map: `chart` from `build_map`, `paint` from `build_paint`."""
        return cls(chart.told, paint.told, tuple(keys))

    @property
    def alt(self) -> str:
        """The map in words."""
        return str(self.payload["alt"])

    @property
    def is_wall(self) -> bool:
        """Whether it is several maps at one scale."""
        return bool(self.config["wall"])

    def grounds(self) -> list[Ground]:
        """Projection of each panel."""
        found = []
        for spec in self.config["panels"]:
            west, south, east, north = spec["bounds"]
            found.append(Ground((west + east) / 2, (south + north) / 2 if spec["scene"] else None))
        return found

    def extents(self) -> list[tuple[float, float, float, float]]:
        """West, south, east and north of each panel in metres of its projection."""
        found = []
        for spec, ground in zip(self.config["panels"], self.grounds(), strict=True):
            west, south, east, north = spec["bounds"]
            edge = np.array(
                [[x, y] for x in (west, (west + east) / 2, east) for y in (south, (south + north) / 2, north)]
            )
            metres = ground.metres(edge)
            found.append((*map(float, metres.min(axis=0)), *map(float, metres.max(axis=0))))
        return found

    # As the body of a sheet ---------------------------------------------------------------------------------------------

    def height(self, width: float) -> float:
        """Height in units that it wants at a width."""
        if self.is_wall:
            columns = self._columns(width, fitted=False)
            rows = -(-len(self.config["panels"]) // columns)
            panels = (
                rows * (self._caption(width, columns) + self._panel_tall(width, columns))
                + (rows - 1) * _PANEL_GAP
            )
            return panels + self._keys_below(width)
        if self._is_country:
            return width * self._aspect + self._keys_below(width)
        wide = width - _KEY_WIDTH - _GAP
        return max(min(wide * self._aspect, _TALLEST), self._keys_tall(_KEY_WIDTH), 240.0)

    def draw(self, pen: Pen, box: Box, *, lang: str, fitted: bool) -> None:
        """Draw it with its legends and one scale bar."""
        if self.is_wall:
            places = self._wall(box, fitted=fitted)
        elif self._is_country and not fitted:
            places = [Box(box.left, box.top, box.width, box.width * self._aspect)]
            self._draw_keys(pen, Box(box.left, places[0].bottom + _GAP * 0.7, box.width, 0), across=True)
        else:
            places = [Box(box.left, box.top, box.width - (_KEY_WIDTH + _GAP if self.keys else 0), box.height)]
            self._draw_keys(pen, Box(places[0].right + _GAP, box.top, _KEY_WIDTH, box.height), across=False)
        if self.is_wall:
            self._draw_keys(pen, self._wall_keys(box, places, fitted=fitted), across=not fitted)
        views = self.views(places)
        panels = [
            PanelPicture(spec, part, ground, view, place, self.config, self.payload)
            for spec, part, ground, view, place in zip(
                self.config["panels"], self.payload["panels"], self.grounds(), views, places, strict=True
            )
        ]
        for panel in panels:
            draw_panel(pen, panel, panels)
            if self.is_wall:
                self._draw_caption(pen, panel)
        draw_scale(
            pen,
            places[0],
            views[0].scale,
            ink=self.payload["look"]["ink"],
            halo=self.payload["look"]["halo"],
            lang=lang,
        )

    def views(self, places: Sequence[Box]) -> list[View]:
        """Scale and place of each panel: the largest common scale at which each shows all that it should."""
        pad = _WALL_PAD if self.is_wall else _PAD
        extents = self.extents()
        scale = min(
            min((place.width - 2 * pad) / (east - west), (place.height - 2 * pad) / (north - south))
            for place, (west, south, east, north) in zip(places, extents, strict=True)
        )
        return [
            View(
                scale,
                place.left + place.width / 2 - scale * (west + east) / 2,
                place.top + place.height / 2 + scale * (south + north) / 2,
            )
            for place, (west, south, east, north) in zip(places, extents, strict=True)
        ]

    # Layout -------------------------------------------------------------------------------------------------------------

    @property
    def _is_country(self) -> bool:
        return not self.is_wall and self.config["panels"][0]["scene"] is None

    @property
    def _aspect(self) -> float:
        if self.config["aspect"]:
            return float(self.config["aspect"])
        west, south, east, north = self.extents()[0]
        return min(max((north - south) / (east - west), 0.5), 1.25)

    def _columns(self, width: float, *, fitted: bool) -> int:
        n = len(self.config["panels"])
        return n if fitted or n < 4 or width > 1000 else 2

    def _panel_tall(self, width: float, columns: int) -> float:
        wide = (width - (columns - 1) * _PANEL_GAP) / columns
        return min(_PANEL_TALL, wide * 0.95)

    def _caption(self, width: float, columns: int) -> float:
        wide = (width - (columns - 1) * _PANEL_GAP) / columns
        tall = [
            block_height(wrapped(part["title"], wide, Run("", _TITLE, "", 600)))
            + (block_height(wrapped(part["note"], wide, Run("", _NOTE, ""))) if part["note"] else 0)
            for part in self.payload["panels"]
        ]
        return max(tall) + _CAPTION_GAP

    def _keys_tall(self, width: float) -> float:
        return sum(key.height(width) for key in self.keys) + 14 * (len(self.keys) - 1)

    def _keys_below(self, width: float) -> float:
        return _GAP * 0.7 + max(key.height_across(width) for key in self.keys) if self.keys else 0.0

    def _wall(self, box: Box, *, fitted: bool) -> list[Box]:
        width = box.width - (_KEY_WIDTH + _GAP if fitted and self.keys else 0)
        columns = self._columns(width, fitted=fitted)
        wide = (width - (columns - 1) * _PANEL_GAP) / columns
        caption = self._caption(width, columns)
        rows = -(-len(self.config["panels"]) // columns)
        tall = (
            (box.height - (rows - 1) * _PANEL_GAP) / rows - caption
            if fitted
            else self._panel_tall(width, columns)
        )
        return [
            Box(
                box.left + i % columns * (wide + _PANEL_GAP),
                box.top + i // columns * (caption + tall + _PANEL_GAP) + caption,
                wide,
                tall,
            )
            for i in range(len(self.config["panels"]))
        ]

    def _wall_keys(self, box: Box, places: Sequence[Box], *, fitted: bool) -> Box:
        if fitted:
            return Box(box.right - _KEY_WIDTH, box.top, _KEY_WIDTH, box.height)
        return Box(box.left, places[-1].bottom + _GAP * 0.7, box.width, 0)

    def _draw_keys(self, pen: Pen, box: Box, *, across: bool) -> None:
        from views.pictures.keys import draw_key

        top = box.top
        for key in self.keys:
            top += (
                draw_key(
                    pen,
                    key,
                    Box(box.left, top, box.width, box.height),
                    across=across,
                    look=self.payload["look"],
                )
                + 14
            )

    def _draw_caption(self, pen: Pen, panel: PanelPicture) -> None:
        place, look = panel.place, self.payload["look"]
        lines = wrapped(panel.part["title"], place.width, Run("", _TITLE, look["ink"], 600))
        if panel.part["note"]:
            lines += wrapped(panel.part["note"], place.width, Run("", _NOTE, look["muted"]))
        pen.text(lines, place.left, place.top - _CAPTION_GAP, level="bottom")


def round_length(most: float) -> float:
    """The largest 1, 2, 3 or 5 times a power of ten up to a length, as Leaflet's scale bar has it."""
    power = 10.0 ** math.floor(math.log10(most))
    share = most / power
    return power * next(step for step in (10, 5, 3, 2, 1) if share >= step)


def draw_scale(pen: Pen, place: Box, scale: float, *, ink: str, halo: str, lang: str) -> None:
    """Draw a scale bar at the bottom left of a panel: `scale` is units a metre."""
    metres = round_length(_LONGEST_BAR / scale)
    text = f"{number(metres / 1000, 0, lang)} km" if metres >= 1000 else f"{number(metres, 0, lang)} m"
    x, y, width = place.left + 10, place.bottom - 10, metres * scale
    for colour, line in ((halo, 3.2), (ink, 1.2)):
        pen.line([x, x, x + width, x + width], [y - 5, y, y, y - 5], colour=colour, width=line, z=TOP)
    pen.text([(Run(text, 11, ink),)], x + 4, y - 3, level="bottom", halo=halo)
