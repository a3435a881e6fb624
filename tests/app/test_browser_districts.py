"""All 7 285 districts in a real browser: they are painted, a click and a search pick one, the note says what the page prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.app import atlas

if TYPE_CHECKING:
    from tests.app import browser as tools

LARGEST, MUNCAR = "65.02.04", "35.10.05"  # the largest of all; one of a pilot
SHARE, AREA = "kelurahan_share_pct", "area_km2_polygon"
pytestmark = pytest.mark.browser


def test_all_districts_are_painted_and_a_click_picks_one(visit: tools.Visit) -> None:
    fetched: list[str] = []
    visit.page.on("request", lambda asked: fetched.append(asked.url.rsplit("/", 1)[1]))
    window = visit.goto(lang="en", level="district", indicator=SHARE)
    frame = atlas.map_frame(visit)
    assert [name.rsplit(".", 2)[0] for name in fetched if name.startswith(("national", "districts"))] == [
        "districts"
    ]
    assert (
        frame.evaluate("AtlasMap.members('class-1').length + AtlasMap.members('class-5').length")
        == 5195 + 723
    )
    shares = atlas.fills(frame, atlas.palette())
    assert sum(shares.values()) > 0.5
    atlas.point_at(visit, frame, LARGEST, click=False)
    note = frame.locator(".atlas-tip").filter(has_text="Kayan Hilir")
    note.wait_for()
    assert note.inner_text().split("\n") == ["Kayan Hilir", "Kabupaten Malinau", "0.0%"]
    atlas.point_at(visit, frame, LARGEST, click=True)
    atlas.wait_query(window, place=LARGEST)
    atlas.wait_selected(frame, [LARGEST])
    window.get_by_role("heading", name="Kayan Hilir, Kab. Malinau", exact=True).wait_for()
    window.locator('[data-pick="class-5"] button').first.click()
    atlas.wait_query(window, place="class-5")
    frame.wait_for_function("AtlasMap.selected().length === 723")
    assert visit.complaints() == {}


def test_a_search_picks_a_district_with_the_keyboard_alone(visit: tools.Visit) -> None:
    window = visit.goto(lang="en", level="district", indicator=AREA)
    frame = atlas.map_frame(visit)
    field = window.get_by_role("textbox", name="Find places by name or code")
    field.fill("muncar")
    field.press("Enter")
    found = window.get_by_role("button", name=f"Muncar, Kab. Banyuwangi · {MUNCAR}")
    found.wait_for()
    found.focus()
    window.keyboard.press("Enter")
    atlas.wait_query(window, place=MUNCAR)
    atlas.wait_selected(frame, [MUNCAR])
    window.get_by_role("heading", name="Muncar, Kab. Banyuwangi", exact=True).wait_for()
    assert visit.complaints() == {}


def test_levels_and_indicators_change_and_the_frame_stays_for_an_indicator(visit: tools.Visit) -> None:
    window = visit.goto(lang="id")
    atlas.map_frame(visit)
    atlas.choose(visit, "Tingkat", "Kecamatan")
    atlas.wait_query(window, level="district", indicator=SHARE)
    visit.settle()
    frame = atlas.map_frame(visit)
    frame.wait_for_function("AtlasMap.where('35.10.05') !== null")
    frame.evaluate("window.__stayed = true")
    before = atlas.picture(frame)
    with atlas.repainting(frame):
        atlas.choose(visit, "Indikator", "Jumlah desa dan kelurahan")
    assert atlas.picture(frame) != before
    assert frame.evaluate("window.__stayed") is True
    assert visit.complaints() == {}
