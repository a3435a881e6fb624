"""Links, language and keyboard in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.app import atlas
from tests.app import browser as tools

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def headline(page: Page) -> str:
    """First heading of the page."""
    return page.locator("h1").inner_text()


def test_bad_link_says_what_was_ignored(visit: tools.Visit) -> None:
    window = visit.goto("city", lang="en", city="99.99", year="soon", colour="red")
    note = window.get_by_role("status").filter(has_text="Ignored in the link")
    assert note.inner_text() == (
        "Ignored in the link: city “99.99” (not known), year “soon” (not known) and colour “red” (no such parameter)."
    )
    assert atlas.query(window) == {
        "lang": "en", "city": "35.10", "level": "district", "indicator": "population_density_km2", "year": "2024",
        "scheme": "quantiles", "k": "5",
    }  # fmt: skip
    atlas.map_frame(visit)
    atlas.choose(visit, "City or regency", "Kota Makassar")
    atlas.wait_query(window, city="73.71")
    note.wait_for(state="detached")
    assert visit.complaints() == {}


def test_the_overview_opens_by_its_name_with_its_link(visit: tools.Visit) -> None:
    """Its path is "/"; Streamlit would say "Page not found" in English about "/overview"."""
    window = visit.goto("overview", lang="id", indicator="hdi", year="2024")
    atlas.wait_query(window, lang="id", indicator="hdi", year="2024")
    assert window.url.split("?")[0] == f"{visit.app.url}/"
    assert headline(window).startswith("IPM")
    assert window.get_by_role("dialog").count() == 0
    assert visit.complaints() == {}


def test_link_with_a_script_shows_it_as_text(visit: tools.Visit) -> None:
    fired: list[str] = []
    visit.page.on("dialog", lambda dialog: (fired.append(dialog.message), dialog.dismiss()))
    nasty = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    window = visit.goto("city", lang="en", city=nasty, **{nasty: "1"})
    note = window.get_by_role("status").filter(has_text="Ignored in the link")
    assert note.inner_text().count(nasty) >= 1
    assert window.locator("img[src=x]").count() == 0
    assert fired == []


def test_link_restores_the_page_and_a_change_of_language_keeps_it(visit: tools.Visit) -> None:
    link = {
        "city": "32.11", "level": "district", "indicator": "idm_score", "year": "2024", "scheme": "pretty", "k": "4",
        "place": "32.11.01",
    }  # fmt: skip
    window = visit.goto("city", lang="en", **link)
    frame = atlas.map_frame(visit)
    assert atlas.selected(frame) == ["32.11.01"]
    assert atlas.box(window, "City or regency").input_value().startswith("Kabupaten Sumedang")
    assert atlas.box(window, "Indicator").input_value() == "Village Development Index (IDM)"
    english = headline(window)
    atlas.switch_language(visit, "id")
    assert headline(window) != english
    assert atlas.query(window) == {"lang": "id", **link}
    assert atlas.box(window, "Indikator").input_value() == "Indeks Desa Membangun (IDM)"
    assert atlas.selected(atlas.map_frame(visit)) == ["32.11.01"]
    assert window.get_by_test_id("stTopNavLink").nth(1).inner_text() == "Peta kota"
    window.reload()
    visit.settle()
    assert atlas.query(window) == {"lang": "id", **link}
    assert headline(window) != english
    assert visit.complaints() == {}


def test_choice_goes_along_to_another_page_and_back(visit: tools.Visit) -> None:
    window = visit.goto("city", lang="id")
    atlas.choose(visit, "Kota atau kabupaten", "Kota Makassar")
    atlas.wait_query(window, city="73.71")
    visit.settle()
    window.get_by_test_id("stTopNavLink").filter(has_text="Metode").click()
    window.locator(f'{tools.READY}[data-page="method"]').wait_for(state="attached")
    visit.settle()
    window.get_by_test_id("stTopNavLink").filter(has_text="Peta kota").click()
    window.locator(f'{tools.READY}[data-page="city"]').wait_for(state="attached")
    atlas.wait_query(window, lang="id", city="73.71")
    visit.settle()
    assert "Makassar" in headline(window)
    assert visit.complaints() == {}


def test_back_button_undoes_a_choice(visit: tools.Visit) -> None:
    window = visit.goto(lang="en")
    before = headline(window)
    atlas.choose(visit, "Indicator", "Poverty rate (P0)")
    atlas.wait_query(window, indicator="poverty_rate")
    visit.settle()
    assert headline(window) != before
    while atlas.query(window)["indicator"] != "hdi":
        window.go_back()
        visit.settle()
    assert headline(window) == before
    assert visit.complaints() == {}


def test_place_is_picked_with_the_keyboard_alone(visit: tools.Visit) -> None:
    window = visit.goto("city", lang="en")
    frame = atlas.map_frame(visit)
    visit.settle()
    field = atlas.box(window, "Find places by name or code")
    window.locator("body").press("Tab")
    for _ in range(60):
        if field.evaluate("element => element === document.activeElement"):
            break
        window.keyboard.press("Tab")
    assert field.evaluate("element => element === document.activeElement"), "Tab does not reach the field"
    window.keyboard.press("ControlOrMeta+a")
    window.keyboard.type("Muncar")
    window.get_by_role("option", name="Muncar · 35.10.05").wait_for()
    window.keyboard.press("Enter")
    atlas.wait_query(window, place="35.10.05")
    atlas.wait_selected(frame, ["35.10.05"])
    window.keyboard.press("Escape")  # a list that stays open for more hides the page from screen readers
    visit.settle()
    window.get_by_role("heading", name="Muncar", exact=True).wait_for()
    assert visit.complaints() == {}


def test_focus_can_be_seen(visit: tools.Visit) -> None:
    window = visit.goto("city", lang="en")
    atlas.map_frame(visit)
    unseen = []
    for _ in range(10):
        window.keyboard.press("Tab")
        focused = window.evaluate_handle("document.activeElement").as_element()
        box = focused.bounding_box() if focused else None
        assert focused and box
        clip = {
            "x": max(box["x"] - 6, 0), "y": max(box["y"] - 6, 0), "width": min(box["width"] + 12, 1200),
            "height": min(box["height"] + 12, 400),
        }  # fmt: skip
        with_focus = window.screenshot(clip=clip, animations="disabled", caret="hide")
        focused.evaluate("element => element.blur()")
        without = window.screenshot(clip=clip, animations="disabled", caret="hide")
        focused.focus()
        if with_focus == without:
            unseen.append(focused.evaluate("e => e.getAttribute('aria-label') || e.tagName"))
    assert unseen == []


@pytest.mark.parametrize("page", ["overview", "city"])
def test_choice_after_a_change_of_language_changes_nothing_else(visit: tools.Visit, page: str) -> None:
    """Streamlit's fields send back the words they show: after a change of language these must be the new ones."""
    link = {"level": "regency"} if page == "city" else {}
    window = visit.goto(atlas.PATHS[page], lang="en", indicator="poverty_rate", **link)
    atlas.switch_language(visit, "id")
    assert atlas.box(window, "Indikator").input_value() == "Persentase penduduk miskin (P0)"
    atlas.choose(visit, "Tahun", "2015")
    atlas.wait_query(window, year="2015")
    visit.settle()
    said = atlas.query(window)
    assert (said["lang"], said["indicator"], said["year"]) == ("id", "poverty_rate", "2015")
    assert atlas.box(window, "Indikator").input_value() == "Persentase penduduk miskin (P0)"
    assert visit.complaints() == {}


def test_record_stays_open_in_the_other_language(visit: tools.Visit) -> None:
    window = visit.goto("data", lang="en")
    atlas.choose(visit, "Record of one indicator", "Poverty rate (P0)")
    window.get_by_role("heading", name="Poverty rate (P0)", exact=True).wait_for()
    atlas.switch_language(visit, "id")
    window.get_by_role("heading", name="Persentase penduduk miskin (P0)", exact=True).wait_for()
    assert atlas.box(window, "Rincian satu indikator").input_value() == "Persentase penduduk miskin (P0)"
    assert visit.complaints() == {}
