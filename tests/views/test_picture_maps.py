"""Maps as pictures: the places, colours, sizes and numbers of the screen, true to area, one scale bar."""

from __future__ import annotations

import base64
import html
import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgba
from matplotlib.text import Text
from pyproj import Geod

from geodata.encode import encode_layer
from tests.views.pictured import DENSITY, MAPS, PILOTS, chart, city, comparison, drawn_map, overview, patterns
from tests.views.saying import store
from views.maps import Panel, PanelPaint, build_map, build_paint, paint_layer
from views.pictures import Sheet
from views.pictures.bodies import ChartBody
from views.pictures.keys import Key, ink_on
from views.pictures.maps import MapPicture, round_length
from views.pictures.outlines import Ground, View, layers_in, paths
from views.pictures.page_keys import correlation_key, figure_key, groups_key, network_key
from views.pictures.panels import circles_of, class_colours, picked_codes
from views.pictures.pen import Box, Pen
from views.pictures.sheet import compose
from views.scenes import country_panel, look, palette, scene_panel
from views.theme import city_style, tokens

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BOX = Box(0, 0, 736, 900)
GEOD = Geod(ellps="WGS84")


@cache
def drawn(
    kind: str, lang: str = "id", theme: str = "light", *, fitted: bool = False
) -> tuple[MapPicture, Pen]:
    picture = drawn_map(kind, lang, theme)
    pen = Pen(BOX.width, BOX.height, tokens(theme).paper)
    picture.draw(pen, BOX, lang=lang, fitted=fitted)
    return picture, pen


def named(axes: Axes, gid: str) -> list[Any]:
    return [artist for artist in axes.get_children() if artist.get_gid() == gid]


def area(path: Any) -> float:
    """Area of an outline with its holes, in square units."""
    total = 0.0
    for ring in path.to_polygons(closed_only=True):
        x, y = (ring - ring[0]).T
        total += float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2
    return abs(total)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["id", "en"])
def test_districts_have_the_colours_of_their_classes(lang: str, theme: str) -> None:
    model = city(lang, theme, level="district", indicator=DENSITY, place="class-5")
    _picture, pen = drawn("city by district", lang, theme)
    (places,) = named(pen.figure.axes[0], "places-district")
    classes, colours = model.figure.classes.assign(model.figure.values), palette(model.figure, theme)
    wanted = [to_rgba(colours[int(classes[code])]) for code in sorted(model.figure.values.index)]
    assert len(wanted) == 26
    np.testing.assert_allclose(places.get_facecolor(), wanted)


def test_every_panel_of_a_wall_shares_classes_and_colours() -> None:
    model = comparison("id", "light")
    _picture, pen = drawn("wall of four")
    colours = palette(model.figure, "light")
    classes = model.figure.classes.assign(model.figure.values)
    for axes, code in zip(pen.figure.axes, model.selection.cities, strict=True):
        (places,) = named(axes, "places-regency")
        own = [c for c in sorted(classes.index) if c == code or (code == "31" and c.startswith("31."))]
        assert [to_hex(face) for face in places.get_facecolor()] == [
            colours[int(classes[c])].lower() for c in own
        ]


def test_neighbours_are_quieter_than_the_city() -> None:
    _picture, pen = drawn("city")
    (context,), (own,) = (named(pen.figure.axes[0], f"places-{name}") for name in ("context", "regency"))
    assert set(own.get_facecolor()[:, 3]) == {1.0}
    assert set(context.get_facecolor()[:, 3]) == {0.42}


def test_the_country_has_every_regency_in_its_colour() -> None:
    model = overview("id", "light")
    picture, pen = drawn("country")
    (places,) = named(pen.figure.axes[0], "places-regency")
    layer = layers_in(picture.config["national"], picture.grounds()[0])["regency"]
    seen = [path is not None for path in paths(layer, picture.views([Box(0, 0, 736, 736 * 0.42)])[0])]
    assert sum(seen) > 505  # a town of a few kilometres may be smaller than a tenth of a millimetre
    classes, colours = model.figure.classes.assign(model.figure.values), palette(model.figure, "light")
    wanted = [
        colours[int(classes[code])].lower() for code, shown in zip(layer.codes, seen, strict=True) if shown
    ]
    assert [to_hex(face) for face in places.get_facecolor()] == wanted


@pytest.mark.parametrize("kind", ["city by district", "two indicators"])
def test_places_are_as_large_as_they_are(kind: str) -> None:
    picture, pen = drawn(kind)
    code = "32.11" if kind == "city by district" else "31"
    (places,) = named(pen.figure.axes[0], "places-district")
    official = store().places("district", within=code, detail="city").sort_values("code")
    ours = layers_in(picture.config["panels"][0]["scene"], picture.grounds()[0])["district"]
    scale = _scale(picture, BOX)
    shown = [i for i, path in enumerate(paths(ours, View(scale, 0, 0))) if path is not None]
    inside = (
        dict(zip([ours.codes[i] for i in shown], places.get_paths(), strict=False))
        if len(shown) == len(places.get_paths())
        else {}
    )
    wanted = official.set_index("code")["area_km2"]
    assert kind == "two indicators" or len(inside) == 26
    for district, path in inside.items():
        assert area(path) / scale**2 / 1e6 == pytest.approx(wanted[district], rel=0.02)


def _scale(picture: MapPicture, box: Box) -> float:
    wide = box.width - (224 + 22 if picture.keys else 0)
    return picture.views([Box(box.left, box.top, wide, box.height)])[0].scale


@pytest.mark.parametrize("kind", ["wall of two", "wall of three", "wall of four", "wall of districts"])
@pytest.mark.parametrize("fitted", [True, False])
def test_all_panels_have_the_same_metres_a_unit(kind: str, *, fitted: bool) -> None:
    picture = drawn_map(kind, "id", "light")
    places = picture._wall(BOX, fitted=fitted)
    views = picture.views(places)
    assert len({view.scale for view in views}) == 1
    for (west, south, east, north), view, place in zip(picture.extents(), views, places, strict=True):
        left, bottom = view.units(np.array([[west, south]]))[0]
        right, top = view.units(np.array([[east, north]]))[0]
        assert place.left <= left < right <= place.right
        assert place.top <= top < bottom <= place.bottom
    # A distance on the page is the distance on the ground, in each panel.
    for spec, ground, view in zip(picture.config["panels"], picture.grounds(), views, strict=True):
        west, south, east, north = spec["bounds"]
        ends = view.units(ground.metres(np.array([[west, south], [east, north]])))
        apart = GEOD.inv(west, south, east, north)[2]
        assert np.hypot(*(ends[1] - ends[0])) / view.scale == pytest.approx(apart, rel=0.005)


@pytest.mark.parametrize("kind", MAPS)
def test_one_scale_bar_that_is_true(kind: str) -> None:
    picture, pen = drawn(kind)
    bars = [
        a.get_text()
        for a in pen.figure.artists
        if isinstance(a, Text) and re.fullmatch(r"[\d.]+ k?m", a.get_text())
    ]
    assert len(bars) == 1
    size, unit = bars[0].split()
    metres = float(size.replace(".", "")) * (1000 if unit == "km" else 1)
    lines = [
        a
        for a in pen.figure.artists
        if hasattr(a, "get_xdata") and len(a.get_xdata()) == 4 and a.get_linewidth() == pytest.approx(1.2)
    ]
    assert len(lines) == 1
    long = max(lines[0].get_xdata()) - min(lines[0].get_xdata())
    scale = picture.views(_places(picture))[0].scale
    assert long / scale == pytest.approx(metres)
    assert 40 <= long <= 110


def _places(picture: MapPicture) -> list[Box]:
    if picture.is_wall:
        return picture._wall(BOX, fitted=False)
    if picture._is_country:
        return [Box(0, 0, BOX.width, BOX.width * picture._aspect)]
    return [Box(0, 0, BOX.width - 224 - 22, BOX.height)]


@pytest.mark.parametrize(
    ("most", "length"), [(110, 100), (99, 50), (49, 30), (29.9, 20), (10, 10), (1999, 1000), (0.35, 0.3)]
)
def test_scale_bars_are_round(most: float, length: float) -> None:
    assert round_length(most) == pytest.approx(length)


def test_places_without_data_are_hatched() -> None:
    picture, pen = drawn("coverage")
    (missing,) = named(pen.figure.axes[0], "missing-regency")
    marks = picture.payload["panels"][0]["layers"]["regency"]["classes"]
    assert 190 <= len(missing.get_paths()) <= marks.count("x")
    assert missing.get_hatch()
    assert to_hex(missing.get_edgecolor()[0]).upper() == tokens("light").hatch
    (places,) = named(pen.figure.axes[0], "places-regency")
    quiet = sum(to_hex(face).upper() == tokens("light").no_data for face in places.get_facecolor())
    assert quiet == len(missing.get_paths())


def test_counts_are_circles_whose_area_is_the_count() -> None:
    model = city("id", "light", level="district", indicator="population")
    picture, pen = drawn("city of counts")
    (circles,) = named(pen.figure.axes[0], "circles")
    values = model.figure.values.dropna().sort_values(ascending=False, kind="stable")
    assert len(values) == len(circles.get_sizes()) == 26
    shares = circles.get_sizes() / circles.get_sizes()[0]
    np.testing.assert_allclose(shares, values.to_numpy() / values.iloc[0], rtol=0.05)
    colours = {to_hex(face) for face in named(pen.figure.axes[0], "places-district")[0].get_facecolor()}
    assert colours == {picture.payload["look"]["land"].lower()}


def test_a_picked_class_is_every_place_in_it() -> None:
    model = city("id", "light", level="district", indicator=DENSITY, place="class-5")
    classes = model.figure.classes.assign(model.figure.values)
    panel = _panel(drawn_map("city by district", "id", "light"))
    assert picked_codes(panel) == set(classes.index[classes == 4])


def _panel(picture: MapPicture) -> Any:
    from views.pictures.panels import PanelPicture

    place = Box(0, 0, 500, 500)
    view = picture.views([place] * len(picture.config["panels"]))[0]
    return PanelPicture(
        picture.config["panels"][0],
        picture.payload["panels"][0],
        picture.grounds()[0],
        view,
        place,
        picture.config,
        picture.payload,
    )


def test_an_outline_laid_over_keeps_its_size() -> None:
    picture, pen = drawn("wall of two")
    over = [a for a in named(pen.figure.axes[0], "outline") if a.get_linestyle()[0][1] is not None]
    (own,) = [a for a in named(pen.figure.axes[1], "outline") if a.get_linestyle()[0][1] is None]
    assert len(over) == 1
    assert area(over[0].get_paths()[0]) == pytest.approx(area(own.get_paths()[0]), rel=0.001)
    assert to_hex(over[0].get_edgecolor()[0]).upper() == city_style("32.11").colour
    assert picture.payload["panels"][1]["outlines"][0]["code"] == "32.11"


def test_points_have_the_colours_of_their_kinds() -> None:
    picture, pen = drawn("city with points")
    (points,) = named(pen.figure.axes[0], "points")
    kinds = picture.payload["panels"][0]["points"]["kinds"]
    assert {to_hex(face).upper() for face in points.get_facecolor()} == {kind["color"] for kind in kinds}
    assert {row.text for row in picture.keys[1].rows} == {kind["label"] for kind in kinds}
    assert len(points.get_offsets()) > 100


def test_lines_join_the_neighbours() -> None:
    page = patterns("id", "light", shown="cluster", graph="on")
    _picture, pen = drawn("clusters")
    halo, lines = named(pen.figure.axes[0], "links")
    assert len(lines.get_segments()) == len(halo.get_segments()) == len(page.pattern.neighbours.pairs)


def test_pilots_are_marked_where_they_lie_in_their_own_look() -> None:
    picture, pen = drawn("country")
    (marks,) = named(pen.figure.axes[0], "marks")
    assert [to_hex(face).upper() for face in marks.get_facecolor()] == [
        city_style(code).colour for code in PILOTS
    ]
    said = {a.get_text() for a in pen.figure.artists if isinstance(a, Text)}
    assert {mark["label"] for mark in picture.payload["panels"][0]["marks"]} <= said


def plain(markup: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup)))


def key_texts(key: Key) -> list[str]:
    found = [key.title, key.subtitle, key.note, *key.marks]
    found += [text for row in key.rows for text in (row.text, row.count)]
    if key.histogram is not None:
        found += [*key.histogram.ends, key.histogram.note]
    return [re.sub(r"\s+", " ", text) for text in found if text]


@pytest.mark.parametrize("lang", ["id", "en"])
def test_legends_say_what_those_of_the_page_say(lang: str) -> None:
    models = (
        overview(lang, "light"),
        city(lang, "light"),
        city(lang, "light", level="district", indicator=DENSITY),
        city(lang, "light", level="district", indicator="population"),
        comparison(lang, "light"),
        comparison(lang, "light", indicator="grdp_per_capita_real"),
    )
    cases = [(m.legend, figure_key(m.figure, m.nation, lang=lang, theme="light")) for m in models]
    from views.pattern_map import key as group_markup

    for shown in ("cluster", "significance", "values"):
        page = patterns(lang, "light", shown=shown)
        cases.append((group_markup(page), groups_key(page)))
    for markup, key in cases:
        text = plain(markup)
        assert [said for said in key_texts(key) if said not in text] == []
        colours = {row.fill.upper() for row in key.rows if row.fill and not row.hatch}
        assert all(colour in markup.upper() or colour.lower() in markup for colour in colours)
        if key.histogram is not None:
            decoded = base64.b64decode(re.search(r"base64,([^\"]+)", markup)[1]).decode().upper()  # type: ignore[index]
            assert {bar[3].upper() for bar in key.histogram.bars} == set(
                re.findall(r'FILL="(#[0-9A-F]{6})"', decoded)
            )


def test_counts_of_a_legend_add_up_to_the_places() -> None:
    model = comparison("id", "light")
    key = figure_key(model.figure, model.nation, lang="id", theme="light")
    assert sum(int(row.count) for row in key.rows) == len(model.figure.values)


def test_the_square_of_two_indicators_counts_every_area_once() -> None:
    picture, _pen = drawn("two indicators")
    square = picture.keys[0].square
    assert square is not None
    counted = sum(int(n) for column in square.counts for n in column)
    left = sum(int(re.search(r"\((\d+)\)", row.text)[1]) for row in picture.keys[0].rows)  # type: ignore[index]
    assert counted + left == 44
    assert picture.payload["palette"] == [colour for column in square.colours for colour in column]
    assert ink_on("#FFFFFF") == "#111111"
    assert ink_on("#102030") == "#FFFFFF"


def test_the_network_has_a_key() -> None:
    from views.network_members import members

    key = network_key(members(store().ascn(), "id"), lang="id", theme="light")
    assert len(key.rows) >= 2
    assert sum(len(row.glyphs) for row in key.rows) >= 5


def test_correlations_have_a_key_in_the_colours_of_their_cells() -> None:
    shown = chart("correlations", "id", "light")
    key = correlation_key(shown, lang="id")
    assert [row.text for row in key.rows] == ["1,0", "0,5", "0,0", "\N{MINUS SIGN}0,5", "\N{MINUS SIGN}1,0"]
    stops = [colour.lower() for _at, colour in shown.figure.data[0].colorscale]
    assert (key.rows[0].fill, key.rows[-1].fill) == (stops[-1], stops[0])


@pytest.mark.parametrize("layout", ["natural", "slide"])
def test_a_chart_can_have_its_page_s_legend(layout: str) -> None:
    from views.network_members import members

    key = network_key(members(store().ascn(), "id"), lang="id", theme="light")
    body = ChartBody(chart("network", "id", "light"), [key], look("light"))
    pen = compose(
        body, Sheet("Jejaring", source="Sumber: ASEAN."), layout=layout, lang="id", t=tokens("light")
    )
    found = [a.get_text() for a in pen.figure.artists if isinstance(a, Text)]
    said = " ".join(found)
    assert [row.text for row in key.rows if row.text not in said] == []
    from tests.views.test_picture_sheets import collisions, texts

    assert collisions(texts(pen)) == []


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("kind", MAPS)
def test_no_name_lies_on_another(kind: str, lang: str) -> None:
    from tests.views.test_picture_sheets import collisions, texts

    _picture, pen = drawn(kind, lang)
    assert collisions(texts(pen)) == []


def test_a_wrong_number_of_classes_is_refused() -> None:
    panel = _panel(drawn_map("city by district", "id", "light"))
    with pytest.raises(ValueError, match="26 places, 1 classes"):
        class_colours(panel, "district", {"classes": "0"})


# A reader's own zones ---------------------------------------------------------------------------------------------------


def test_own_zones_are_drawn_from_their_data_url_and_not_kept() -> None:
    import pandas as pd
    import shapely

    from views.pictures import outlines

    west, south = 107.9, -6.9
    ring = [(west, south), (west + 0.1, south), (west + 0.1, south + 0.1), (west, south + 0.1)]
    hole = [
        (west + 0.03, south + 0.03),
        (west + 0.07, south + 0.03),
        (west + 0.07, south + 0.07),
        (west + 0.03, south + 0.07),
    ]
    places = [("32.11.z1", "Zona <b>A</b>", west + 0.05, south + 0.05, shapely.Polygon(ring, [hole]))]
    content = {"layers": {"own": encode_layer(places, q=100_000)}}
    url = "data:application/json;base64," + base64.b64encode(json.dumps(content).encode()).decode()
    scene = scene_panel(store(), "32.11", level="district")
    folium_map = build_map(
        [Panel(scene.bounds, scene=scene.scene, extra=url)],
        national=store().geometry_url("national"),
        broken="",
    )
    paint = build_paint(
        [PanelPaint({"own": paint_layer(pd.Series([0.0], index=["32.11.z1"]), pd.Series(["5"], index=["32.11.z1"]))})],
        palette=["#123456"], look=look("light"), lang="id", alt="own",
    )  # fmt: skip
    picture = MapPicture.of(folium_map, paint)
    before = outlines._kept_layers.cache_info().currsize, outlines._kept_decoded.cache_info().currsize
    picture.draw(Pen(500, 500, "#FFFFFF"), Box(0, 0, 500, 500), lang="id", fitted=False)
    pen = Pen(500, 500, "#FFFFFF")
    picture.draw(pen, Box(0, 0, 500, 500), lang="id", fitted=False)
    after = outlines._kept_layers.cache_info().currsize, outlines._kept_decoded.cache_info().currsize
    assert all(
        b - a <= 2 for a, b in zip(before, after, strict=True)
    )  # the scene and the country, never the zones
    (own,) = named(pen.figure.axes[0], "places-own")
    assert [to_hex(face) for face in own.get_facecolor()] == ["#123456"]
    degree = 111_195.0
    wanted = (0.1**2 - 0.04**2) * degree**2 * np.cos(np.radians(6.85))
    scale = picture.views([Box(0, 0, 500, 500)])[0].scale
    assert area(own.get_paths()[0]) / scale**2 == pytest.approx(wanted, rel=0.01)


def test_the_country_s_projection_is_true_to_area() -> None:
    ground, small = Ground(118.0, None), 0.1
    for lat in (-11, 0, 6):
        corners = np.array(
            [[100, lat], [100 + small, lat], [100 + small, lat + small], [100, lat + small]], dtype=float
        )
        metres = ground.metres(corners)
        x, y = (metres - metres[0]).T
        shoelace = abs(float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))) / 2
        true = abs(GEOD.polygon_area_perimeter(*corners.T)[0])
        assert shoelace == pytest.approx(true, rel=0.01)


def test_circles_come_largest_first() -> None:
    found = circles_of(_panel(drawn_map("city of counts", "id", "light")))
    radii = [radius for *_rest, radius in found]
    assert radii == sorted(radii, reverse=True)
    assert country_panel().scene is None
