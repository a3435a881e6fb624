"""The map of the patterns page: clusters, significance or values, with its key, and the graph of neighbours over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics.spatial import NOT_SIGNIFICANT
from views.colour import oklch_hex
from views.formatting import unit_text
from views.i18n import translator
from views.keys import counted
from views.legend import legend_html
from views.maps import PanelPaint, build_map, build_paint, paint_layer
from views.markup import escape
from views.pattern_texts import cluster_names, significance_names
from views.picking import tokens_in
from views.scenes import city_outline, look, members, paint_map, palette, panel_layers, scene_panel
from views.theme import tokens

if TYPE_CHECKING:
    import folium

    from geodata.store import Store
    from views.pattern_model import PatternsPage

CLUSTERS = ("high_high", "low_low", "high_low", "low_high", NOT_SIGNIFICANT)
SIGNIFICANCE = ("after_control", "alone", NOT_SIGNIFICANT)
# Lightness, chroma, hue: high is teal and low brown as everywhere; what differs from its neighbours is paler.
_CLUSTER_OKLCH = {
    "light": {
        "high_high": (0.45, 0.080, 190.0), "low_low": (0.50, 0.105, 55.0), "high_low": (0.74, 0.085, 190.0), "low_high": (0.78, 0.100, 65.0),
    },
    "dark": {
        "high_high": (0.82, 0.095, 188.0), "low_low": (0.76, 0.110, 62.0), "high_low": (0.55, 0.075, 190.0), "low_high": (0.50, 0.080, 55.0),
    },
}  # fmt: skip
_QUIET = {"light": "#E0DDD5", "dark": "#313D3D"}
_STRENGTH = {
    "light": {"after_control": (0.42, 0.090, 290.0), "alone": (0.74, 0.075, 290.0)},
    "dark": {"after_control": (0.82, 0.090, 290.0), "alone": (0.54, 0.090, 290.0)},
}


def cluster_colours(theme: str) -> dict[str, str]:
    """Colour of each cluster, and the quiet grey of what is not significant."""
    quiet = {NOT_SIGNIFICANT: _QUIET[tokens(theme).name]}
    return {name: oklch_hex(*parts) for name, parts in _CLUSTER_OKLCH[theme].items()} | quiet


def significance_colours(theme: str) -> dict[str, str]:
    """Colour of each step of significance."""
    quiet = {NOT_SIGNIFICANT: _QUIET[tokens(theme).name]}
    return {name: oklch_hex(*parts) for name, parts in _STRENGTH[theme].items()} | quiet


def significance(page: PatternsPage) -> pd.Series:
    """For each area ``after_control``, ``alone`` (below 0.05 only) or ``not_significant``; <NA> where nothing was tested."""
    frame = page.local.frame
    found = pd.Series(NOT_SIGNIFICANT, index=frame.index, dtype="str")
    found = found.mask(frame["cluster"] != NOT_SIGNIFICANT, "alone")
    found = found.mask(frame["cluster_fdr"] != NOT_SIGNIFICANT, "after_control")
    return found.where(frame["cluster"].notna())


def groups(page: PatternsPage) -> tuple[pd.Series, tuple[str, ...], dict[str, str], dict[str, str]]:
    """What the map paints where it paints a test: group of each area, their order, colours and names."""
    lang = page.selection.lang
    if page.shown == "significance":
        colours, names = significance_colours(page.theme), significance_names(lang)
        return significance(page), SIGNIFICANCE, colours, names
    return page.local.frame["cluster_fdr"], CLUSTERS, cluster_colours(page.theme), cluster_names(lang)


def links(page: PatternsPage) -> dict[str, Any] | None:
    """Pairs of neighbours to draw a line for, by their place in the geometry file; None where it is switched off."""
    s = page.selection
    if s.graph != "on":
        return None
    at = {code: i for i, code in enumerate(members(page.store, s.city, s.level))}
    pairs = page.pattern.neighbours.pairs
    flat = [at[code] for row in zip(pairs["code"], pairs["neighbour"], strict=True) for code in row]
    return {"layer": s.level, "pairs": flat, "color": tokens(page.theme).ink}


def base_map(store: Store, city: str, level: str, lang: str) -> folium.Map:
    """The city's map; its script depends on the city and the level only."""
    _ = translator(lang)
    broken = _("The boundaries could not be loaded. Reload the page; if it stays, run the setup again.")
    panel = scene_panel(store, city, level=level)
    return build_map([panel], national=store.geometry_url("national"), broken=broken)


def paint(page: PatternsPage, alt: str) -> folium.FeatureGroup:
    """Groups, or values, in their colours, the graph, and what is picked."""
    s, outline = page.selection, city_outline(page.selection.city)
    if page.shown == "values":
        layers = panel_layers(page.store, page.figure, s.city, s.level, s.lang)
        panel = PanelPaint(layers, outlines=outline, links=links(page))
        return paint_map(page.figure, [panel], lang=s.lang, theme=page.theme, alt=alt, selected=s.place)
    found, order, colours, _names = groups(page)
    numbers = found.map({name: i for i, name in enumerate(order)}).astype("Float64")
    layers = {s.level: paint_layer(numbers, page.figure.texts(s.lang))}
    panel = PanelPaint(layers, outlines=outline, links=links(page))
    _ = translator(s.lang)
    missing = _("not tested")
    return paint_groups(page, panel, [colours[name] for name in order], alt, missing)


def paint_groups(
    page: PatternsPage, panel: PanelPaint, palette: list[str], alt: str, missing: str
) -> folium.FeatureGroup:
    """A panel whose classes are groups; the tooltips tell the chosen indicator's values."""
    s, row = page.selection, page.figure.row
    unit, kind = unit_text(row, s.lang), str(row["unit_kind"])
    return build_paint(
        [panel],
        palette=palette,
        look=look(page.theme),
        lang=s.lang,
        alt=alt,
        selected=tokens_in(s.place),
        sign="%" if kind == "percent" else "",
        unit=f" {unit}" if unit and kind not in ("percent", "index", "rank") else "",
        missing=missing,
    )


def key(page: PatternsPage) -> str:
    """Key of the map: groups with how many areas each has, and what is hatched; or the classes of the values."""
    s = page.selection
    if page.shown == "values":
        return values_key(page)
    found, order, colours, names = groups(page)
    counts = found.value_counts()
    rows = "".join(_row(colours[name], names[name], int(counts.get(name, 0)), s.lang) for name in order)
    left = int(found.isna().sum())
    if left:
        text = counted(not_tested(s.lang), left, s.lang)
        rows += (
            f'<div class="atlas-keyrow"><span class="atlas-hatch"></span><span>{escape(text)}</span></div>'
        )
    title, subtitle = key_heads(page)
    return group_key(title, subtitle, rows, page.theme)


def not_tested(lang: str) -> str:
    """What is hatched on a map of tests."""
    _ = translator(lang)
    return _("Not tested: no data or no neighbour")


def key_heads(page: PatternsPage) -> tuple[str, str]:
    """Title and subtitle of the key of a test."""
    _ = translator(page.selection.lang)
    title = (
        _("Clusters, false discoveries held at 5%")
        if page.shown == "cluster"
        else _("How surely an area stands out")
    )
    return title, _("An area seen with its neighbours")


def values_key(page: PatternsPage) -> str:
    """Classes of the values; they pick nothing, since the other maps of the page have other classes."""
    figure, lang = page.figure, page.selection.lang
    return legend_html(
        figure.classes,
        palette(figure, page.theme),
        figure.classes.counts(figure.values),
        indicator_row=figure.row,
        year=figure.year,
        lang=lang,
        theme=page.theme,
        n_missing=len(figure.missing()),
    )


def group_key(title: str, subtitle: str, rows: str, theme: str) -> str:
    """Frame of a key around escaped rows."""
    return (
        f'<div role="group" style="color:{tokens(theme).ink};font-size:13px"><div style="font-weight:600">{escape(title)}</div>'
        f'<div class="atlas-small">{escape(subtitle)}</div><div class="atlas-keygrid">{rows}</div></div>'
    )


def _row(colour: str, name: str, n: int, lang: str) -> str:
    mark = f'<span style="width:26px;height:14px;margin:0 15px;flex:none;background:{colour}"></span>'
    text = counted(name, n, lang)
    return f'<div class="atlas-keyrow">{mark}<span>{escape(text)}</span></div>'
