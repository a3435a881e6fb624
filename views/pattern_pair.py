"""Two rates at once: a map of both, and whether one goes along with the other in the neighbourhood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.spatial import (
    NOT_SIGNIFICANT,
    BivariateClasses,
    LocalResult,
    Moran,
    Neighbours,
    bivariate_classes,
    local_moran_bivariate,
    morans_i_bivariate,
)
from views.colour import hex_rgb, oklch_hex, rgb_hex
from views.columns import bare_text, column_heading
from views.figures import catalogue_row
from views.formatting import Absence, number, range_text
from views.i18n import pick, plural_translator, translator
from views.maps import PanelPaint, paint_layer
from views.markup import escape, short_place_name
from views.pattern_map import paint_groups
from views.pattern_model import ALPHA, SEED, city_values
from views.pattern_texts import p_text
from views.scenes import city_outline
from views.theme import tokens

if TYPE_CHECKING:
    import folium

    from geodata.store import Store
    from views.pattern_model import PatternsPage

# Hues of the two scales, and lightness from low to high; both are laid over each other.
_HUES = (190.0, 355.0)
_LIGHTNESS = {"light": (0.955, 0.60), "dark": (0.22, 0.66)}
_CHROMA = (0.012, 0.125)


@dataclass(frozen=True)
class Pair:
    """Two variables on one graph, in no language.

    Attributes
    ----------
    around
        Values of the second variable, index code.
    classes
        Classes of both for the map.
    moran, local
        The first variable against the second one of the neighbours.
    """

    around: pd.Series
    classes: BivariateClasses
    moran: Moran
    local: LocalResult


def pair_of(
    values: pd.Series, around: pd.Series, neighbours: Neighbours, *, decimals: tuple[int, int]
) -> Pair:
    """Class and test two variables; `decimals` are those that each is printed with."""
    return Pair(
        around,
        bivariate_classes(values, around, x_decimals=decimals[0], y_decimals=decimals[1]),
        morans_i_bivariate(values, around, neighbours, seed=SEED),
        local_moran_bivariate(values, around, neighbours, seed=SEED, alpha=ALPHA),
    )


def pair_between(
    store: Store,
    city: str,
    level: str,
    neighbours: Neighbours,
    first: tuple[str, int | None],
    second: tuple[str, int | None],
) -> Pair:
    """Class and test two indicators inside a city, each given with its year."""
    values, around = (city_values(store, city, level, *one) for one in (first, second))
    decimals = store.catalogue().set_index("indicator")["decimals"]
    return pair_of(values, around, neighbours, decimals=(int(decimals[first[0]]), int(decimals[second[0]])))


def pair_colours(columns: int, rows: int, theme: str) -> list[list[str]]:
    """Colour of each pair of classes: ``colours[x][y]``, both from low to high.

    In the light theme the two scales are multiplied, in the dark one screened, so that a pair of high values is the
    strongest colour in both.
    """
    first, second = (_scale(k, hue, theme) for k, hue in ((columns, _HUES[0]), (rows, _HUES[1])))
    return [[_laid(a, b, theme) for b in second] for a in first]


def _scale(k: int, hue: float, theme: str) -> list[str]:
    low, high = _LIGHTNESS[tokens(theme).name]
    steps = np.linspace(0.0, 1.0, k) if k > 1 else [0.5]
    return [
        oklch_hex(low + (high - low) * t, _CHROMA[0] + (_CHROMA[1] - _CHROMA[0]) * t, hue)
        for t in map(float, steps)
    ]


def _laid(one: str, other: str, theme: str) -> str:
    a, b = hex_rgb(one), hex_rgb(other)
    if theme == "light":
        return rgb_hex((a[0] * b[0], a[1] * b[1], a[2] * b[2]))
    screen = [1 - (1 - x) * (1 - y) for x, y in zip(a, b, strict=True)]
    return rgb_hex((screen[0], screen[1], screen[2]))


def pair_paint(page: PatternsPage, pair: Pair, alt: str) -> folium.FeatureGroup:
    """Map of both: one colour for each pair of classes."""
    s, classes = page.selection, pair.classes
    columns, rows = len(classes.x_limits), len(classes.y_limits)
    colours = pair_colours(columns, rows, page.theme)
    numbers = (classes.frame["x_class"] * rows + classes.frame["y_class"]).astype("Float64")
    layers = {s.level: paint_layer(numbers, page.figure.texts(s.lang))}
    palette = [colours[x][y] for x in range(columns) for y in range(rows)]
    return paint_groups(
        page, PanelPaint(layers, outlines=city_outline(s.city)), palette, alt, Absence.NO_DATA.text(s.lang)
    )


def pair_key(page: PatternsPage, pair: Pair) -> str:
    """Key as a square: the first indicator to the right, the second upwards, with how many areas each field has."""
    lang, t = page.selection.lang, tokens(page.theme)
    _ = translator(lang)
    classes = pair.classes
    columns, rows = len(classes.x_limits), len(classes.y_limits)
    colours = pair_colours(columns, rows, page.theme)
    first, second = page.figure.row, catalogue_row(page.store, page.selection.second)
    body = ""
    for y in reversed(range(rows)):
        cells = "".join(_cell(colours[x][y], pair_counts(classes, x, y), lang) for x in range(columns))
        body += f'<tr><th scope="row" style="font-weight:400;text-align:right;padding-right:8px">{escape(limits_text(classes.y_limits[y], second, lang))}</th>{cells}</tr>'
    heads = "".join(
        f'<th scope="col" style="font-weight:400;padding-top:4px">{escape(limits_text(limits, first, lang))}</th>'
        for limits in classes.x_limits
    )
    caption = escape(_("Key of the map: number of areas in each pair of classes"))
    return (
        f'<div style="color:{t.ink};font-size:13px;overflow-x:auto"><div style="font-weight:600">{escape(pick(second, "short", lang))} ↑</div>'
        f'<table style="border-collapse:collapse;text-align:center"><caption class="atlas-hidden">{caption}</caption>'
        f"<tbody>{body}<tr><td></td>{heads}</tr></tbody></table>"
        f'<div style="font-weight:600">{escape(pick(first, "short", lang))} →</div>{_missing(classes, lang)}</div>'
    )


def _missing(classes: BivariateClasses, lang: str) -> str:
    """Row of the key for areas without one of the two figures; "" for none."""
    left = len(classes.frame) - classes.n
    if not left:
        return ""
    text = f"{Absence.NO_DATA.text(lang)} ({number(left, 0, lang)})"
    return f'<div class="atlas-keyrow"><span class="atlas-hatch"></span><span>{escape(text)}</span></div>'


def _cell(colour: str, n: int, lang: str) -> str:
    ink = "#111111" if sum(hex_rgb(colour)) > 1.35 else "#FFFFFF"
    return f'<td style="background:{colour};color:{ink};width:84px;height:40px;border:0">{number(n, 0, lang)}</td>'


def pair_counts(classes: BivariateClasses, x: int, y: int) -> int:
    """Number of areas in one pair of classes."""
    return int(classes.counts.get(y, pd.Series(dtype=int)).get(x, 0))


def limits_text(limits: tuple[float, float], row: pd.Series, lang: str) -> str:
    """Limits of a class as the key writes them."""
    return range_text(limits[0], limits[1], row, lang, with_unit=str(row["unit_kind"]) == "percent")


def pair_lines(page: PatternsPage, pair: Pair) -> list[str]:
    """Whether one goes along with the other around it, and what that does not mean."""
    lang, moran = page.selection.lang, pair.moran
    _, _n = translator(lang), plural_translator(lang)
    said = {
        "first": pick(page.figure.row, "short", lang),
        "second": pick(catalogue_row(page.store, page.selection.second), "short", lang),
    }
    if moran.status != "ok":
        nothing = {
            "too_few": _("Too few areas have both figures for a test (n = {n}).").format(
                n=number(moran.n, 0, lang)
            ),
            "no_variation": _("One of the two has the same value everywhere: there is nothing to test."),
        }
        return [nothing[moran.status]]
    if moran.p > ALPHA:
        text = _("No link beyond chance between {first} in an area and {second} around it")
    elif moran.statistic > 0:
        text = _("Where {first} is high, {second} is high in the areas around it")
    else:
        text = _("Where {first} is high, {second} is low in the areas around it")
    numbers = _("(bivariate Moran’s I {i}, {p}, {n} areas).").format(
        i=number(moran.statistic, 2, lang), p=p_text(moran.p, lang), n=number(moran.n, 0, lang)
    )
    marked = int((pair.local.frame["cluster_fdr"].dropna() != NOT_SIGNIFICANT).sum())
    return [
        f"{text.format(**said)} {numbers}",
        _n(
            "{n} area stands out with false discoveries held at 5%.",
            "{n} areas stand out with false discoveries held at 5%.",
            marked,
        ).format(n=number(marked, 0, lang)),
        _(
            "This sets an area against its neighbours; it is no correlation inside an area (that is {r} here) and no cause."
        ).format(r=number(moran.correlation, 2, lang)),
    ]


def pair_note(page: PatternsPage, pair: Pair) -> str:
    """Why so many classes."""
    _ = translator(page.selection.lang)
    if pair.classes.n >= 30:
        return _("Classes of equal numbers of areas; equal values are never parted.")
    return _(
        "Fewer than 30 areas with both figures: two classes each, or a field would hold one or two areas only."
    )


def pair_table(page: PatternsPage, pair: Pair) -> tuple[pd.DataFrame, list[str]]:
    """Both values of every area, the highest first.

    Returns
    -------
    pandas.DataFrame, list of str
        Texts, and the code of each row.
    """
    lang = page.selection.lang
    _ = translator(lang)
    first, second = page.figure.row, catalogue_row(page.store, page.selection.second)
    codes = [str(code) for code in page.pattern.values.sort_values(ascending=False, kind="stable").index]
    table = pd.DataFrame(
        {
            _("Place"): [short_place_name(page.names[code]) for code in codes],
            column_heading(first, lang): [
                bare_text(page.pattern.values[code], first, lang) for code in codes
            ],
            column_heading(second, lang): [bare_text(pair.around[code], second, lang) for code in codes],
        }
    )
    return table, codes
