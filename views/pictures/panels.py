"""What one map of a picture is made of and where: places and their colours, circles, points, marks, what is picked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from views.maps import HIDDEN, NO_DATA
from views.packing import MANY
from views.pictures.outlines import Ground, Layer, View, borders_in, layers_in, read
from views.pictures.pen import Box

_DIGITS = 36
"""Classes are written as digits of this base."""


@dataclass(frozen=True)
class PanelPicture:
    """One map: what it is made of, where it lies.

    Attributes
    ----------
    spec, part
        Of the map's config and of the paint's payload.
    ground, view
        Projection, and how it lies on the page.
    place
        Where on the page.
    config, payload
        Of the whole map.
    """

    spec: Mapping[str, Any]
    part: Mapping[str, Any]
    ground: Ground
    view: View
    place: Box
    config: Mapping[str, Any]
    payload: Mapping[str, Any]

    @property
    def look(self) -> Mapping[str, str]:
        """Colours of ground, lines and letters."""
        return self.payload["look"]  # type: ignore[no-any-return]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return self.place.left, self.place.top, self.place.right, self.place.bottom

    @cached_property
    def layers(self) -> dict[str, Layer]:
        """Layers by name: of the country, or of a scene and its villages."""
        files = [self.spec["scene"] or self.config["national"], self.spec["extra"]]
        return {name: layer for file in files if file for name, layer in layers_in(file, self.ground).items()}

    def borders(self, level: str) -> list[np.ndarray]:
        """Lines between places of a level on the page."""
        lines = borders_in(self.spec["scene"] or self.config["national"], self.ground)[level]
        return [self.view.units(line) for line in lines]

    def is_crowd(self, name: str) -> bool:
        """Whether a layer has thousands of places, whose borders would be all there is to see."""
        return len(self.layers[name].codes) >= MANY

    @cached_property
    def country(self) -> Layer | None:
        """The rest of the country around a scene; None on the country's own map."""
        return layers_in(self.config["national"], self.ground)["regency"] if self.spec["scene"] else None

    @property
    def fine(self) -> float:
        """Share of a line's width: the country on a small page would be nothing but borders."""
        return 1.0 if self.spec["scene"] else min(1.0, max(0.3, self.place.width / 1000))

    def at(self, layer: Layer) -> np.ndarray:
        """Label points of a layer on the page."""
        return self.view.units(layer.at)


def class_colours(panel: PanelPicture, name: str, data: Mapping[str, Any]) -> list[str]:
    """Colour of each place of a layer; that of the ground for one without data."""
    layer, look, palette = panel.layers[name], panel.look, panel.payload["palette"]
    if len(data["classes"]) != len(layer.codes):
        msg = f"Layer {name} has {len(layer.codes)} places, {len(data['classes'])} classes came."
        raise ValueError(msg)
    return [
        look["land"] if mark == HIDDEN else look["noData"] if mark == NO_DATA else palette[int(mark, _DIGITS)]
        for mark in data["classes"]
    ]


def circles_of(panel: PanelPicture) -> list[tuple[str, float, float, float]]:
    """Circles of counts, the largest first: code, where, radius in units."""
    found = []
    for name, data in panel.part["layers"].items():
        if "radii" not in data:
            continue
        layer = panel.layers[name]
        for code, (x, y), radius in zip(layer.codes, panel.at(layer), data["radii"], strict=True):
            if radius > 0:
                found.append((code, float(x), float(y), float(radius)))
    return sorted(found, key=lambda circle: -circle[3])


def points_of(panel: PanelPicture) -> list[tuple[float, float, str]]:
    """Points laid over the map: where, and their colour."""
    spec = panel.part["points"]
    if not spec:
        return []
    content = read(spec["url"])
    found = []
    for kind in spec["kinds"]:
        places = content["kinds"].get(kind["kind"], [])
        if places:
            at = np.array([[x, y] for x, y, *_name in places], dtype="float64") / content["q"]
            found += [
                (float(x), float(y), kind["color"]) for x, y in panel.view.units(panel.ground.metres(at))
            ]
    return found


def marks_of(panel: PanelPicture) -> list[tuple[float, float, Mapping[str, Any]]]:
    """Marks of single places, such as the pilots on the country's map."""
    found = []
    for mark in panel.part["marks"]:
        lat, lon = mark["at"]
        x, y = panel.view.units(panel.ground.metres(np.array([[lon, lat]])))[0]
        found.append((float(x), float(y), mark))
    return found


def picked_codes(panel: PanelPicture) -> set[str]:
    """Places of a panel that are picked: by code, by class, or because they lie in a picked place."""
    tokens = panel.payload["selected"]
    found = set()
    for name, data in panel.part["layers"].items():
        for code, mark in zip(panel.layers[name].codes, data["classes"], strict=True):
            group = (
                "class-0" if mark == NO_DATA else "" if mark == HIDDEN else f"class-{int(mark, _DIGITS) + 1}"
            )
            if group in tokens or any(code == token or code.startswith(f"{token}.") for token in tokens):
                found.add(code)
    return found
