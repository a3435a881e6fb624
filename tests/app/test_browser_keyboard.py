"""The way through the atlas with the keyboard alone, seen at every stop."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.app import atlas
from tests.app import browser as tools
from views.colour import contrast
from views.theme import tokens

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MOST_STOPS = 60
pytestmark = pytest.mark.browser

# What has the focus, as a screen reader names it, and the colour of what shows it: an outline, a shadow around it, or the border
# of the field that it lies in (Streamlit draws its fields' borders around them). "" where nothing does.
_STOP = """
() => {
  const outer = document.activeElement, at = outer.contentDocument ? outer.contentDocument.activeElement : outer; // in a map
  const look = (element) => getComputedStyle(element), drawn = (width) => parseFloat(width) >= 1;
  const isField = (element) => drawn(look(element).borderBottomWidth) && look(element).borderBottomStyle !== "none";
  let ring = "";
  if (look(at).outlineStyle !== "none" && drawn(look(at).outlineWidth)) ring = look(at).outlineColor;
  else if (look(at).boxShadow !== "none") ring = look(at).boxShadow;
  else if (at.matches("input")) {
    let field = at;
    while (field && field !== document.body && !isField(field)) field = field.parentElement;
    if (field && field !== document.body) ring = look(field).borderBottomColor;
  }
  const name = at.getAttribute("aria-label") || (at.labels && at.labels.length && at.labels[0].textContent) || at.innerText || "";
  const box = outer.getBoundingClientRect();
  return { tag: at.tagName, name: name.trim(), ring,
           inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth };
}
"""


def stop(window: Page) -> dict[str, Any]:
    """Where the focus is; it has to be in sight, and to be seen."""
    window.wait_for_timeout(60)  # a ring that fades in has its colour
    found: dict[str, Any] = window.evaluate(_STOP)
    if found["tag"] == "BODY":  # past the end: the browser's own bar
        return found
    assert found["inside"], f"the focus is out of sight: {found}"
    assert strength(found["ring"]) >= 3, f"the focus cannot be seen: {found}"
    return found


def strength(colour: str) -> float:
    """Contrast of a ring's colour, as the browser writes it, with light paper; see-through ones laid on it. 0 for no colour."""
    numbers = re.match(r"rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)", colour)
    if not numbers:
        return 0.0
    paper = [int(tokens("light").paper[i : i + 2], 16) for i in (1, 3, 5)]
    share = float(numbers[4] or 1)
    mixed = [
        round(float(value) * share + ground * (1 - share))
        for value, ground in zip(numbers.groups()[:3], paper, strict=True)
    ]
    return contrast("#" + "".join(f"{value:02X}" for value in mixed), tokens("light").paper)


def tab_to(window: Page, name: str, tag: str, key: str = "Tab") -> list[str]:
    """Press Tab until something of that name has the focus; give the names that were passed."""
    passed: list[str] = []
    for _ in range(MOST_STOPS):
        window.keyboard.press(key)
        at = stop(window)
        if at["tag"] == tag and (at["name"] == name or at["name"].endswith("\n" + name)):
            return passed
        passed.append(f"{at['tag']} {at['name'][:40]}")
    msg = f"{key} does not lead to {name!r}, but to {passed}"
    raise AssertionError(msg)


def choose(visit: tools.Visit, text: str) -> None:
    """Choose in the field that has the focus."""
    visit.page.keyboard.press("ControlOrMeta+a")
    visit.page.keyboard.type(text)
    visit.page.get_by_role("option", name=re.compile(rf"^{re.escape(text)}")).first.wait_for()
    visit.page.keyboard.press("Enter")


def test_from_the_first_tab_to_the_copied_link(visit: tools.Visit) -> None:
    window = visit.goto(lang="en")
    atlas.map_frame(visit)
    visit.settle()
    window.keyboard.press("Tab")
    assert stop(window)["name"] == "Skip to the content"
    window.keyboard.press("Enter")
    assert stop(window)["tag"] == "MAIN"  # past ten links at once
    tab_to(window, "Compare", "A", "Shift+Tab")
    window.keyboard.press("Enter")
    window.locator(f'{tools.READY}[data-page="compare"]').wait_for(state="attached")
    frame = atlas.map_frame(visit)
    visit.settle()
    tab_to(window, "Indicator", "INPUT")
    choose(visit, "Poverty rate (P0)")
    atlas.wait_query(window, indicator="poverty_rate")
    visit.settle()
    tab_to(window, "Find places by name or code", "INPUT")
    choose(visit, "Kota Makassar")
    atlas.wait_query(window, place="73.71")
    atlas.wait_selected(frame, ["73.71"])
    window.keyboard.press("Escape")  # a list that stays open for more hides the page from screen readers
    visit.settle()
    tab_to(window, "Take this page away", "SUMMARY")
    window.keyboard.press("Enter")
    window.locator(".atlas-link input").wait_for()
    visit.settle()
    tab_to(window, "Copy", "BUTTON")
    window.keyboard.press("Enter")
    window.locator(".atlas-link [role=status]", has_text="opied").wait_for()
    assert "place=73.71" in window.locator(".atlas-link input").input_value()
    assert visit.complaints() == {}


def test_a_ring_that_is_missing_or_pale_is_noticed(visit: tools.Visit) -> None:
    assert strength("") == 0
    assert strength("rgb(15, 107, 102)") > 5
    assert strength("rgba(15, 107, 102, 0.5) 0px 0px 0px 3.2px") < 3  # Streamlit's own
    window = visit.goto("method", lang="en")
    for rule in ("outline: none", "outline-color: #eee"):
        sheet = window.add_style_tag(
            content=f".stApp :focus-visible {{ {rule} !important; box-shadow: none !important }}"
        )
        window.locator("body").press("Tab")
        with pytest.raises(AssertionError, match="cannot be seen"):
            stop(window)
        sheet.evaluate("sheet => sheet.remove()")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_map_is_reached_named_and_left_by_keyboard(chromium: Browser, app: tools.App, theme: str) -> None:
    """In the frame, Tab goes from the map to its two buttons and out again; the buttons zoom, in the page's language."""
    with tools.visiting(chromium, app, color_scheme=theme) as visit:
        window = visit.goto("city", lang="id")
        frame = atlas.map_frame(visit)
        visit.settle()
        assert (window.locator(tools.MAP_FRAME).get_attribute("aria-label") or "").startswith("Kepadatan")
        before = atlas.scales(frame)
        names: list[str] = []
        for _ in range(MOST_STOPS):
            window.keyboard.press("Tab")
            inside = window.evaluate("document.activeElement.tagName === 'IFRAME'")
            if names and not inside:
                break
            if inside:
                names.append(frame.evaluate("document.activeElement.getAttribute('aria-label')"))
                if names[-1] == "Perbesar":
                    window.keyboard.press("Enter")
                    frame.wait_for_function("(scale) => AtlasMap.metresPerPixel()[0] < scale", arg=before[0])
        assert names[-2:] == ["Perbesar", "Perkecil"]
        assert visit.complaints() == {}
