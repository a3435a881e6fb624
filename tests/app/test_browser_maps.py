"""Maps in a real browser: a click selects, an indicator recolours without loading anything anew, the wall keeps one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.app import atlas
from tests.app import browser as tools

if TYPE_CHECKING:
    from playwright.sync_api import Frame, Page

WIDTHS = (1440, 900, 390)
MUNCAR, GLENMORE = "35.10.05", "35.10.10"
pytestmark = pytest.mark.browser


@pytest.fixture
def geometry(visit: tools.Visit) -> list[str]:
    """Names of the geometry files that are fetched, as they are fetched."""
    fetched: list[str] = []
    visit.page.on(
        "request",
        lambda asked: fetched.append(asked.url.rsplit("/", 1)[1]) if "/static/geo/" in asked.url else None,
    )
    return fetched


def heading(page: Page, text: str) -> None:
    """Wait for a heading of the profile beside the map."""
    page.get_by_role("heading", name=text, exact=True).wait_for()


def tip(frame: Frame) -> list[str]:
    """Lines of the note under the mouse."""
    note = frame.locator(".atlas-tip")
    note.wait_for()
    return note.inner_text().replace("\N{NO-BREAK SPACE}", " ").split("\n")


def test_click_selects_a_district_and_a_second_click_lets_go(visit: tools.Visit) -> None:
    window = visit.goto("city", lang="en")
    frame = atlas.map_frame(visit)
    assert atlas.selected(frame) == []
    atlas.point_at(visit, frame, MUNCAR, click=False)
    assert tip(frame) == ["Muncar", "1,695 people per km²"]
    atlas.point_at(visit, frame, MUNCAR, click=True)
    atlas.wait_selected(frame, [MUNCAR])
    heading(window, "Muncar")
    atlas.wait_query(window, place=MUNCAR)
    row = window.locator("table.atlas-profile tr").filter(has_text="Population density")
    assert "1,695" in row.inner_text()
    visit.settle()
    assert atlas.tags(window, "Find places by name or code") == [f"Muncar · {MUNCAR}"]
    atlas.point_at(visit, frame, MUNCAR, click=True)
    heading(window, "Kabupaten Banyuwangi")
    atlas.wait_query(window, place=None)
    atlas.wait_selected(frame, [])
    assert visit.complaints() == {}


def test_clicks_in_a_row_end_at_the_last(visit: tools.Visit) -> None:
    window = visit.goto("city", lang="id")
    frame = atlas.map_frame(visit)
    atlas.point_at(visit, frame, MUNCAR, click=False)
    assert tip(frame) == ["Muncar", "1.695 jiwa per km²"]
    for code in (MUNCAR, "35.10.18", GLENMORE):
        atlas.point_at(visit, frame, code, click=True)
    heading(window, "Glenmore")
    atlas.wait_query(window, place=GLENMORE)
    visit.settle()
    atlas.wait_selected(frame, [GLENMORE])
    assert visit.complaints() == {}


def test_place_in_the_country_gets_a_card_and_a_way_to_its_page(visit: tools.Visit) -> None:
    window = visit.goto(lang="en")
    frame = atlas.map_frame(visit)
    atlas.point_at(visit, frame, "62.02", click=True)  # Kotawaringin Timur, large enough to hit
    heading(window, "Kabupaten Kotawaringin Timur")
    atlas.wait_query(window, place="62.02")
    visit.settle()
    window.get_by_role("link", name="Open the city map").click()
    window.locator(f'{tools.READY}[data-page="city"]').wait_for(state="attached")
    visit.settle()
    said = atlas.query(window)
    assert (said["city"], said["lang"], said["level"]) == ("62.02", "en", "regency")
    assert visit.complaints() == {}


def test_indicator_recolours_and_loads_nothing_anew(visit: tools.Visit, geometry: list[str]) -> None:
    window = visit.goto("city", lang="en")
    frame = atlas.map_frame(visit)
    fetched, before, shares = sorted(geometry), atlas.picture(frame), atlas.fills(frame, atlas.palette())
    assert [name.rsplit(".", 2)[0] for name in fetched] == ["national", "scene-35.10"]
    frame.evaluate("window.__stayed = true")
    with atlas.repainting(frame):
        atlas.choose(visit, "Indicator", "Night lights")
    visit.settle()
    atlas.wait_query(window, indicator="night_light_radiance")
    assert atlas.picture(frame) != before
    assert sum(atlas.fills(frame, atlas.palette()).values()) > 0.5
    assert frame.evaluate("window.__stayed") is True
    assert sorted(geometry) == fetched
    assert "Night lights" in window.locator("h1").inner_text()
    with atlas.repainting(frame):
        atlas.choose(visit, "Indicator", "Population density")
    # Edges of neighbours are drawn in another order, which changes a pixel here and there.
    assert atlas.fills(frame, atlas.palette()) == pytest.approx(shares, abs=0.005)
    assert visit.complaints() == {}


def test_year_recolours_the_country(visit: tools.Visit, geometry: list[str]) -> None:
    visit.goto(lang="id")
    frame = atlas.map_frame(visit)
    before = atlas.picture(frame)
    frame.evaluate("window.__stayed = true")
    with atlas.repainting(frame):
        atlas.choose(visit, "Tahun", "2012")
    assert atlas.picture(frame) != before
    assert frame.evaluate("window.__stayed") is True
    assert len(geometry) == 1
    assert visit.complaints() == {}


def test_another_city_and_level_bring_their_own_geometry(visit: tools.Visit, geometry: list[str]) -> None:
    window = visit.goto("city", lang="en", city="32.11", level="village")
    atlas.map_frame(visit)
    assert sorted(name.rsplit(".", 2)[0] for name in geometry) == ["national", "scene-32.11", "village-32.11"]
    atlas.choose(visit, "City or regency", "Kota Makassar")
    atlas.wait_query(window, city="73.71", place=None)
    visit.settle()
    frame = atlas.map_frame(visit)
    frame.wait_for_function("AtlasMap.where('73.71.01') !== null || AtlasMap.where('73.71.01.1001') !== null")
    assert any(name.startswith("scene-73.71.") for name in geometry)
    assert visit.complaints() == {}


def test_count_is_drawn_in_circles(visit: tools.Visit) -> None:
    visit.goto("city", lang="en", indicator="population")
    frame = atlas.map_frame(visit)
    assert sum(atlas.fills(frame, atlas.palette()).values()) < 0.01  # no area is filled
    assert 0.01 < atlas.circle_share(frame) < 0.2
    assert visit.complaints() == {}


def test_points_come_when_asked_for(visit: tools.Visit, geometry: list[str]) -> None:
    visit.goto("city", lang="en", points="school_sd")
    frame = atlas.map_frame(visit)
    frame.wait_for_function("Number(document.body.dataset.points || 0) > 100")
    assert any(name.startswith("points-35.10.") for name in geometry)
    assert visit.complaints() == {}


def test_wall_has_one_ground_scale_in_every_width(visit: tools.Visit) -> None:
    visit.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    visit.goto("compare", lang="en")
    for width in WIDTHS:
        visit.page.set_viewport_size({"width": width, "height": 900})
        visit.settle()
        frame = atlas.map_frame(visit)
        frame.wait_for_function("(width) => innerWidth < width && innerWidth > width * 0.7", arg=width)
        atlas.settle_frame(frame)
        scales = atlas.scales(frame)
        assert len(scales) == 4
        assert max(scales) / min(scales) < 1.01
        assert [atlas.filled(frame, panel) > 0.001 for panel in range(4)] == [True] * 4
        for panel, city in enumerate(("31.74", "73.71", "35.10", "32.11")):
            x, y = atlas.where(frame, city, panel)
            assert 0 < x < width and y > 0
        assert atlas.overflow(frame) == []
    assert visit.complaints() == {}


def test_zooming_one_panel_zooms_all_and_a_click_selects(visit: tools.Visit) -> None:
    window = visit.goto("compare", lang="en", cities="73.71,32.11,94.01")
    wall = atlas.map_frame(visit)
    before = atlas.scales(wall)
    wall.locator(".atlas-wall .leaflet-control-zoom-in").click()
    wall.wait_for_function(
        "(old) => AtlasMap.metresPerPixel().every((now) => now < old * 0.9)", arg=before[0]
    )
    atlas.settle_frame(wall)
    after = atlas.scales(wall)
    assert len(after) == 3
    assert max(after) / min(after) < 1.01
    atlas.point_at(visit, wall, "32.11", click=True, panel=1)
    atlas.wait_selected(wall, ["32.11"])
    atlas.wait_query(window, place="32.11")
    assert visit.complaints() == {}


def test_outline_is_laid_over_the_others_at_true_size(visit: tools.Visit) -> None:
    window = visit.goto("compare", lang="en", cities="73.71,35.10,94.01")
    wall = atlas.map_frame(visit)
    assert [len(shapes) for shapes in wall.evaluate("AtlasMap.outlines()")] == [2, 2, 2]  # seam and line
    with atlas.repainting(wall):
        atlas.choose(visit, "Lay an outline over the others", "Kab. Banyuwangi")
    atlas.wait_query(window, over="35.10")
    makassar, banyuwangi, merauke = wall.evaluate("AtlasMap.outlines()")
    assert len(banyuwangi) == 2
    for panel in (makassar, merauke):
        assert panel[2] == pytest.approx(banyuwangi[0], rel=0.01)  # seam and line
        assert panel[3] == pytest.approx(banyuwangi[0], rel=0.01)
    assert visit.complaints() == {}


def test_twins_keep_their_kind_on_the_map_and_neighbours_the_colours_of_the_legend(
    visit: tools.Visit,
) -> None:
    window = visit.goto(
        "compare", lang="en", cities="32.71,32.01", level="regency", indicator="poverty_rate", year="2025"
    )
    wall = atlas.map_frame(visit)
    labels = [text for panel in wall.evaluate("AtlasMap.labels()") for text in panel]
    assert any(text.startswith("Kota Bogor") for text in labels)
    assert any(text.startswith("Kab. Bogor") for text in labels)
    assert not any(text.startswith("Bogor") for text in labels)
    assert any(text.startswith("Depok") for text in labels)  # has no twin
    # All but lines and letters: a paler neighbour would be a colour of no class.
    assert all(sum(atlas.fills(wall, atlas.palette(), panel).values()) > 0.85 for panel in (0, 1))
    assert window.get_by_text("Neighbours are coloured by the same legend").count() == 1
    assert visit.complaints() == {}


def test_pilots_are_compared_by_village(visit: tools.Visit, geometry: list[str]) -> None:
    window = visit.goto("compare", lang="en", cities="73.71,35.10", level="village")
    wall = atlas.map_frame(visit)
    assert {name.split(".")[0] for name in geometry if name.startswith("village-")} == {
        "village-73",
        "village-35",
    }
    assert atlas.where(wall, "35.10.05.2001", 1)
    assert "median village" in window.locator("h1").inner_text()
    assert visit.complaints() == {}


def test_map_says_what_is_wrong_without_its_geometry(visit: tools.Visit) -> None:
    visit.page.route("**/static/geo/scene-35.10.*", lambda route: route.fulfill(status=404, body=""))
    visit.goto("city", lang="en")
    element = visit.page.locator(tools.MAP_FRAME).content_frame
    element.locator(".atlas-broken").wait_for()
    assert "could not be loaded" in element.locator(".atlas-broken").inner_text()
    assert visit.errors == []  # the failure is handled, not thrown
    assert visit.outside == []
