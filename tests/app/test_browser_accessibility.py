"""axe-core on every page, in both languages and both themes: no finding in what is ours."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pytest

from tests.app import atlas, axe
from tests.app import browser as tools
from tests.app.reading import PAGES

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

# What else is looked at: sections behind a choice, and what is told of a picked place.
LINKS: dict[str, dict[str, str]] = {
    "city": {"place": "35.10.05"},
    "overview": {"place": "31"},
    "patterns": {"city": "31", "place": "31.74.04"},
}
NARROW = (
    390,
    320,
)  # a telephone; the least that WCAG 2.2 asks for (1.4.10), which is also 1280 px enlarged four times
TABS = ("coverage", "own", "sources")
# Opened by the script and not by the mouse: what is tested here is what they hold.
_OPEN = """
() => {
  const closed = [...document.querySelectorAll('[data-testid="stExpander"] details:not([open]) > summary')];
  closed.forEach((summary) => summary.click());
  document.querySelectorAll("details").forEach((drawer) => { drawer.open = true; });
  return closed.length;
}
"""
pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Foreign:
    """A finding that Streamlit, plotly or Leaflet cause themselves: rule, a part of the element's HTML, pages, why it stays."""

    rule: str
    html: str
    pages: tuple[str, ...]
    reason: str

    def covers(self, finding: axe.Finding, page: str) -> bool:
        """Whether it is this finding."""
        return self.rule == finding.rule and self.html in finding.html and page in self.pages


# Nothing that axe calls serious or critical; what it calls minor stands here as well.
FOREIGN = (
    Foreign(
        "presentation-role-conflict",
        'data-testid="stFileUploaderDropzone"',
        ("index", "data/own", "stage"),
        "Streamlit gives the field for files the role of decoration and a name all the same; its button has both right.",
    ),
)


def assert_ours_are_mended(found: list[axe.Finding], page: str) -> None:
    """Nothing was found but what stands in the table, and all of that was found."""
    ours = {
        str(finding): None for finding in found if not any(known.covers(finding, page) for known in FOREIGN)
    }
    assert not ours, page + "\n" + "\n".join(ours)
    here = [known for known in FOREIGN if page in known.pages]
    stale = [known for known in here if not any(known.covers(finding, page) for finding in found)]
    assert not stale, "mended where it came from: take it out of the table"


def open_drawers(visit: tools.Visit) -> None:
    """Open everything that can be opened, and what was inside it."""
    for _ in range(2):
        if visit.page.evaluate(_OPEN):
            visit.page.wait_for_timeout(150)  # until Streamlit has heard of it
            visit.settle()


def look(visit: tools.Visit, page: str, script: str) -> list[axe.Finding]:
    """Findings on a page as it is, with everything opened, and in its maps."""
    window = visit.page
    frames = [atlas.map_frame(visit, nth) for nth in range(atlas.MAPS[page])]
    open_drawers(visit)
    found = axe.findings(window.main_frame, script)
    # A map is a part of a page: rules on pages as a whole are none of its business.
    return found + [one for frame in frames for one in axe.findings(frame, script, axe.WCAG)]


def turn(window: Page, theme: Literal["light", "dark"]) -> None:
    """Let the system ask for a theme; colours that the server writes follow with the next choice."""
    window.emulate_media(color_scheme=theme)
    window.wait_for_function(
        """(theme) => getComputedStyle(document.querySelector('[data-testid="stApp"]')).colorScheme === theme""",
        arg=theme,
    )


def widths_that_scroll(visit: tools.Visit) -> list[int]:
    """Widths at which the page, with everything opened, would have to be pushed sideways; it is as wide as before afterwards."""
    window = visit.page
    before = window.viewport_size
    assert before
    scrolls = []
    for width in NARROW:
        window.set_viewport_size({"width": width, "height": 844})
        visit.settle()
        window.wait_for_timeout(300)  # charts are drawn anew a little later
        if atlas.overflow(window):
            scrolls.append(width)
    window.set_viewport_size(before)
    visit.settle()
    return scrolls


def is_spoken(visit: tools.Visit, lang: str) -> bool:
    """Whether the page and its maps say that they are in a language."""
    return all(frame.evaluate("document.documentElement.lang") == lang for frame in visit.page.frames)


@pytest.fixture(scope="module")
def script() -> str:
    """Text of axe-core."""
    try:
        return axe.source()
    except axe.Unavailable as missing:
        pytest.skip(str(missing))


@pytest.mark.parametrize("page", PAGES)
def test_page_has_no_finding_of_ours_and_needs_no_pushing_sideways(
    chromium: Browser, app: tools.App, page: str, script: str, *, full: bool
) -> None:
    """Light in English, dark in Indonesian; with ``--full`` both in both. One visit: loading takes longest.

    Narrow in Indonesian, whose words are longer; with ``--full`` in English too.
    """
    found: list[axe.Finding] = []
    with tools.visiting(chromium, app, color_scheme="light") as visit:
        window = visit.goto(atlas.PATHS[page], lang="en", **LINKS.get(page, {}))
        atlas.wait_for_charts(window, atlas.CHARTS[page])
        found += look(visit, page, script)
        assert is_spoken(visit, "en")
        assert not full or widths_that_scroll(visit) == []
        turn(window, "dark")
        atlas.switch_language(visit, "id")
        found += look(visit, page, script)
        assert is_spoken(visit, "id")
        assert widths_that_scroll(visit) == []
        if full:
            atlas.switch_language(visit, "en")
            found += look(visit, page, script)
            turn(window, "light")
            atlas.switch_language(visit, "id")
            found += look(visit, page, script)
        assert visit.complaints() == {}
    assert_ours_are_mended(found, page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_sections_of_the_data_page_have_no_finding_of_ours(
    chromium: Browser, app: tools.App, theme: str, script: str
) -> None:
    with tools.visiting(chromium, app, color_scheme=theme) as visit:
        for tab in TABS:
            visit.goto("data", lang="id", tab=tab)
            assert_ours_are_mended(look(visit, "data", script), f"data/{tab}")
            assert theme == "dark" or widths_that_scroll(visit) == []


def test_axe_sees_what_is_wrong(visit: tools.Visit, script: str) -> None:
    """A button without a name, a picture without a text, grey on grey, two small targets, headings left out."""
    window = visit.goto("method", lang="en")
    window.evaluate(
        """() => document.querySelector("h1").insertAdjacentHTML("afterend",
            `<button></button><img src="data:," width="9"><p style="color:#999;background:#aaa">pale</p><h5>Deep</h5>
             <div style="display:flex"><button style="width:10px;height:10px;padding:0;border:0" aria-label="a"></button><button
              style="width:10px;height:10px;padding:0;border:0" aria-label="b"></button></div>`)"""
    )
    window.evaluate(
        "document.querySelector('h1').insertAdjacentHTML('afterend', '<div style=\"width:350px\">wide</div>')"
    )
    assert widths_that_scroll(visit) == [320]
    rules = {finding.rule for finding in axe.findings(window.main_frame, script)}
    assert {"button-name", "image-alt", "color-contrast", "target-size", "heading-order"} <= rules


def test_axe_is_kept_and_nothing_else_is_taken_for_it(tmp_path: Path, script: str) -> None:
    assert script.startswith(f"/*! axe v{axe.VERSION}")
    asked: list[str] = []

    def fetch(url: str) -> bytes:
        asked.append(url)
        if len(asked) == 1:
            raise OSError(os.strerror(101))
        return b"something else"

    with pytest.raises(axe.Unavailable, match="cannot be fetched"):
        axe.source(tmp_path, fetch)
    with pytest.raises(ValueError, match="not what was published"):
        axe.source(tmp_path, fetch)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "axe.min.js").write_text("kept", encoding="utf-8")
    assert axe.source(tmp_path, fetch) == "kept"
    assert asked == [axe.TARBALL] * 2
