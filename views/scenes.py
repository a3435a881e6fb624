"""Which geometry files a map loads, and what of them is painted: shared by the pages with maps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geodata.own import OWN_LEVEL
from views.figures import PROVINCE_CITY, Figure, make_figure, province_value
from views.formatting import Absence, unit_text
from views.maps import Panel, PanelPaint, build_paint, geometry_facts, paint_circles, paint_layer
from views.picking import tokens_in
from views.theme import city_style, sequential, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    import folium

    from geodata.store import Store

INDONESIA = (94.9, -11.1, 141.1, 6.2)


def look(theme: str) -> dict[str, str]:
    """Colours of a map's ground, lines and letters."""
    t = tokens(theme)
    return {
        "sea": t.sea,
        "land": t.land,
        "groundLine": t.context_line,
        "line": t.paper,
        "ink": t.ink,
        "muted": t.muted,
        "halo": t.paper,
        "noData": t.no_data,
        "hatch": t.hatch,
        "page": t.paper,
    }


def scene_panel(store: Store, code: str, *, level: str) -> Panel:
    """Panel of one city: its scene, and its villages where they are shown."""
    info = geometry_facts(store.geometry_url(f"scene-{code}"))
    extra = store.geometry_url(f"{level}-{code}") if level in ("village", OWN_LEVEL) else None
    return Panel(tuple(info["bounds"]), scene=store.geometry_url(f"scene-{code}"), extra=extra)


def country_panel() -> Panel:
    """Panel of the whole country."""
    return Panel(INDONESIA)


def members(store: Store, city: str, level: str) -> list[str]:
    """Codes of the places of a city at a level, in the order of its geometry file."""
    return sorted(store.place_table(level, within=city)["code"])


def neighbours(store: Store, city: str) -> list[str]:
    """Regencies drawn around a city, in the order of its geometry file."""
    return list(geometry_facts(store.geometry_url(f"scene-{city}"))["layers"]["context"])


def city_figure(
    store: Store,
    city: str,
    *,
    indicator: str,
    level: str,
    year: int | None,
    scheme: str = "quantiles",
    k: int = 5,
    pool: Sequence[str] = (),
) -> Figure:
    """Figure of a city's places; with its neighbours at regency level.

    `pool` names the cities whose districts share the class limits; regencies share those of the whole country.
    """
    places = members(store, city, level)
    if level == "regency":
        places = places + neighbours(store, city)
        figure = make_figure(store, indicator, level=level, year=year, places=places, scheme=scheme, k=k)
        return with_province(store, figure, city, scheme=scheme, k=k)
    return make_figure(
        store,
        indicator,
        level=level,
        year=year,
        places=places,
        within=list(pool) or [city],
        scheme=scheme,
        k=k,
    )


def with_province(store: Store, figure: Figure, city: str, *, scheme: str, k: int) -> Figure:
    """Give Jakarta's six the province's own figure where they have none (one government, one budget).

    The class limits then hold that figure too.
    """
    six = [code for code in figure.values.index if code.startswith("31.")]
    if city != PROVINCE_CITY or figure.is_count or not six or figure.values[six].notna().any():
        return figure  # a count six times over would be six times too much
    value = province_value(store, str(figure.row["indicator"]), figure.year)
    if np.isnan(value):
        return figure
    from dataclasses import replace

    from analytics.classify import classify

    values = figure.values.copy()
    values[six] = value
    pooled = pd.concat([figure.pooled, pd.Series([value])])
    return replace(
        figure,
        values=values,
        pooled=pooled,
        classes=classify(pooled, scheme=scheme, k=k, decimals=int(figure.row["decimals"])),
    )


def palette(figure: Figure, theme: str) -> tuple[str, ...]:
    """Colours of a figure's classes, lowest first."""
    return sequential(max(figure.classes.k, 1), theme)


def paint_map(
    figure: Figure, panels: Sequence[PanelPaint], *, lang: str, theme: str, alt: str, selected: str
) -> folium.FeatureGroup:
    """Values of a figure for the panels of a map, in the colours of its classes; `selected` as a link says it."""
    unit = unit_text(figure.row, lang)
    return build_paint(
        panels,
        palette=palette(figure, theme),
        look=look(theme),
        lang=lang,
        alt=alt,
        selected=tokens_in(selected),
        sign="%" if str(figure.row["unit_kind"]) == "percent" else "",
        unit=f" {unit}" if unit and str(figure.row["unit_kind"]) not in ("percent", "index", "rank") else "",
        missing=Absence.NO_DATA.text(lang),
    )


def paint_figure(figure: Figure, lang: str, groups: dict[str, Sequence[str]]) -> dict[str, dict[str, Any]]:
    """Layers of a panel: each group of codes by the name of its layer."""
    texts = figure.texts(lang)
    if figure.is_count:
        radii = figure.radii()
        return {layer: paint_circles(radii[list(codes)], texts) for layer, codes in groups.items()}
    classes = figure.classes.assign(figure.values).astype("Float64")
    return {layer: paint_layer(classes[list(codes)], texts) for layer, codes in groups.items()}


def panel_layers(store: Store, figure: Figure, city: str, level: str, lang: str) -> dict[str, dict[str, Any]]:
    """Layers of a city's panel at a level."""
    groups: dict[str, Sequence[str]] = {level: members(store, city, level)}
    if level == "regency":
        groups = {"context": neighbours(store, city), "regency": groups["regency"]}
    return paint_figure(figure, lang, groups)


def city_outline(city: str, cities: Sequence[str] = ()) -> list[dict[str, Any]]:
    """A city's own boundary, in its fixed colour."""
    colour = city_style(city, tuple(cities)).colour
    return [
        {"layer": "regency", "code": city, "color": colour, "weight": 1.5 if city == PROVINCE_CITY else 2.2}
    ]
