"""What the browser tests ask of the atlas: its map frames, colours, charts and widgets."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from tests.app import browser as tools
from views.colour import hex_rgb, mix
from views.theme import sequential, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Frame, Locator, Page

PATHS = {
    "overview": "",
    **{
        page: page
        for page in (
            "city",
            "compare",
            "trends",
            "index",
            "peers",
            "patterns",
            "network",
            "data",
            "stage",
            "method",
        )
    },
}
MAPS = {
    "overview": 1,
    "city": 1,
    "compare": 1,
    "trends": 0,
    "index": 0,
    "peers": 0,
    "patterns": 1,
    "network": 0,
    "data": 0,
    "stage": 1,
    "method": 0,
}
CHARTS = {
    "overview": 0,
    "city": 1,
    "compare": 3,
    "trends": 7,
    "index": 2,
    "peers": 1,
    "patterns": 5,
    "network": 1,
    "data": 0,
    "stage": 0,
    "method": 0,
}

# Share of each wanted colour among the filled pixels of a panel's places, and of those pixels in the canvas.
_FILLS = """
([wanted, panel]) => {
  const canvas = document.querySelectorAll(".leaflet-places-pane canvas")[panel];
  const { width, height } = canvas;
  const data = canvas.getContext("2d").getImageData(0, 0, width, height).data;
  const keys = new Map(wanted.map((c) => [parseInt(c.slice(1), 16), c.toUpperCase()]));
  const counts = Object.fromEntries(wanted.map((c) => [c.toUpperCase(), 0]));
  let filled = 0;
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] !== 255) continue;
    filled += 1;
    const colour = keys.get((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
    if (colour) counts[colour] += 1;
  }
  for (const colour of Object.keys(counts)) counts[colour] /= filled || 1;
  return { counts, filled: filled / (width * height) };
}
"""
# A number for the picture of all canvases of a panel: equal pictures have equal numbers.
_PICTURE = """
(panel) => {
  const canvas = document.querySelectorAll(".leaflet-places-pane canvas")[panel];
  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  let hash = 2166136261;
  for (let i = 0; i < data.length; i += 1) hash = Math.imul(hash ^ data[i], 16777619);
  return `${canvas.width}x${canvas.height}:${hash >>> 0}`;
}
"""
_OVERFLOW = """
() => [document.scrollingElement, document.querySelector('[data-testid="stMain"]')].filter(Boolean)
  .map((box) => box.scrollWidth - box.clientWidth).filter((extra) => extra > 0)
"""


# How often each chart of the page was drawn since this was first asked.
DRAWN = """
() => [...document.querySelectorAll(".js-plotly-plot")].map((plot) => {
  if (!plot.atlasCount) { plot.atlasCount = { n: 0 }; plot.on("plotly_afterplot", () => { plot.atlasCount.n += 1; }); }
  return plot.atlasCount.n;
})
"""


def map_frame(visit: tools.Visit, nth: int = 0) -> Frame:
    """Return the `nth` map's frame once it is painted and its size has come to rest."""
    element = visit.page.locator(tools.MAP_FRAME).nth(nth).element_handle()
    frame = element.content_frame() if element else None
    assert frame, "the page has no map"
    frame.wait_for_function("Number(document.body.dataset.painted || 0) > 0 && !!window.AtlasMap")
    settle_frame(frame)
    return frame


def settle_frame(frame: Frame) -> None:
    """Wait until two pictures in a row, taken one after the other, are the same."""
    frame.wait_for_function(
        """() => {
            const sizes = [...document.querySelectorAll("canvas")].map((c) => `${c.width}x${c.height}`).join();
            const now = `${document.body.dataset.painted} ${innerWidth}x${innerHeight} ${sizes}`;
            const same = window.__lastLook === now;
            window.__lastLook = now;
            return same;
        }""",
        polling=120,
    )


def paints(frame: Frame) -> int:
    """How often a frame has been painted."""
    return int(frame.evaluate("Number(document.body.dataset.painted || 0)"))


@contextlib.contextmanager
def repainting(frame: Frame) -> Iterator[None]:
    """Wait, at the end of the block, until the map has been painted anew."""
    before = paints(frame)
    yield
    frame.wait_for_function("(n) => Number(document.body.dataset.painted) > n", arg=before)
    settle_frame(frame)


def fills(frame: Frame, colours: Sequence[str], panel: int = 0) -> dict[str, float]:
    """Share of each colour among the filled pixels of a panel."""
    found: dict[str, float] = frame.evaluate(_FILLS, [list(colours), panel])["counts"]
    return found


def filled(frame: Frame, panel: int = 0) -> float:
    """Share of a panel's canvas that places cover."""
    return float(frame.evaluate(_FILLS, [["#000000"], panel])["filled"])


def picture(frame: Frame, panel: int = 0) -> str:
    """Fingerprint of what a panel's places look like."""
    return str(frame.evaluate(_PICTURE, panel))


def palette(classes: int = 5, theme: str = "light") -> list[str]:
    """Colours that a filled map uses."""
    return [colour.upper() for colour in sequential(classes, theme)]


def circle_share(frame: Frame, theme: str = "light") -> float:
    """Share of the canvas that circles cover: the darkest colour, laid over plain land with an opacity of 0.82."""
    wanted = hex_rgb(mix(tokens(theme).land, palette(theme=theme)[-1], 0.82))
    canvas = frame.locator(".leaflet-places-pane canvas").first
    return sum(
        share
        for colour, share in tools.canvas_colours(canvas).items()
        if all(abs(a - b) < 0.02 for a, b in zip(hex_rgb(colour), wanted, strict=True))
    )


def ground(theme: str) -> str:
    """Colour of the page as the browser writes it."""
    paper = tokens(theme).paper
    return f"rgb({', '.join(str(int(paper[i : i + 2], 16)) for i in (1, 3, 5))})"


def where(frame: Frame, code: str, panel: int = 0) -> tuple[float, float]:
    """Pixel of a place's label point in the frame."""
    spot = frame.evaluate("([code, panel]) => AtlasMap.where(code, panel)", [code, panel])
    assert spot, f"{code} is not on the map"
    return float(spot[0]), float(spot[1])


def point_at(
    visit: tools.Visit, frame: Frame, code: str, *, click: bool, panel: int = 0, add: bool = False
) -> None:
    """Move the mouse to a place, and click it; with Ctrl where it is to be one more."""
    element = frame.frame_element()
    element.scroll_into_view_if_needed()
    box = element.bounding_box()
    assert box
    x, y = where(frame, code, panel)
    visit.page.mouse.move(box["x"] + x - 3, box["y"] + y - 3)
    visit.page.mouse.move(box["x"] + x, box["y"] + y)
    if click:
        with held(visit.page, "Control") if add else contextlib.nullcontext():
            visit.page.mouse.click(box["x"] + x, box["y"] + y)


@contextlib.contextmanager
def held(page: Page, key: str) -> Iterator[None]:
    """Hold a key down."""
    page.keyboard.down(key)
    try:
        yield
    finally:
        page.keyboard.up(key)


def selected(frame: Frame) -> list[str]:
    """Codes that the map marks."""
    return list(frame.evaluate("AtlasMap.selected()"))


def wait_selected(frame: Frame, codes: list[str]) -> None:
    """Wait until the map marks exactly these."""
    frame.wait_for_function("(codes) => AtlasMap.selected().join() === codes", arg=",".join(codes))


def scales(frame: Frame) -> list[float]:
    """Metres a pixel of each panel."""
    return [float(metres) for metres in frame.evaluate("AtlasMap.metresPerPixel()")]


def overflow(page: Page | Frame) -> list[int]:
    """Pixels by which the page, or its main part, is wider than its window."""
    return list(page.evaluate(_OVERFLOW))


def query(page: Page) -> dict[str, str]:
    """Parameters of the address."""
    return {name: values[-1] for name, values in parse_qs(urlsplit(page.url).query).items()}


def wait_query(page: Page, **wanted: str | None) -> None:
    """Wait until the address holds these parameters; None stands for a parameter that is not there."""
    page.wait_for_function(
        """(wanted) => {
            const said = new URLSearchParams(location.search);
            return Object.entries(wanted).every(([name, value]) => said.get(name) === value);
        }""",
        arg=wanted,
    )


def box(page: Page, label: str) -> Locator:
    """Return a selectbox by its label."""
    return page.get_by_role("combobox", name=label, exact=True)


def unfold(page: Page, label: str) -> None:
    """Open the list of a selectbox; once more where the page was being drawn anew and closed it."""
    from playwright.sync_api import TimeoutError as TooLate

    for _attempt in range(4):
        box(page, label).click()
        with contextlib.suppress(TooLate):
            page.get_by_role("option").first.wait_for(timeout=7_000)
            return
    page.get_by_role("option").first.wait_for()


def tags(page: Page, label: str) -> list[str]:
    """What is chosen in a field that takes several."""
    field = page.locator('[data-testid="stMultiSelect"]').filter(has_text=label)
    return [
        str(tag.get_attribute("title"))
        for tag in field.locator(".react-aria-ComboBox [data-tag] > span").all()
    ]


def choose(visit: tools.Visit, label: str, option: str) -> None:
    """Choose an option of a selectbox by typing it; a code may stand behind a name."""
    visit.settle()  # a page that is drawn again closes an open list
    field = box(visit.page, label)
    field.click()
    field.fill(option)
    wanted = re.compile(rf"^{re.escape(option)}(?: · [\d.]+)?$")
    visit.page.get_by_role("option", name=wanted).click()


def switch_language(visit: tools.Visit, lang: str) -> None:
    """Press the other language."""
    visit.page.get_by_role("radio", name=lang.upper(), exact=True).click()
    wait_query(visit.page, lang=lang)
    visit.settle()


def wait_for_charts(page: Page, count: int) -> None:
    """Wait until so many charts are drawn."""
    page.wait_for_function(
        "(n) => document.querySelectorAll('.js-plotly-plot .main-svg .point').length >= 4 * n", arg=count
    )


def charts(page: Page) -> list[dict[str, Any]]:
    """Charts of a page: number of marks drawn, width, right edge, texts, and labels of axes that are cut off."""
    found: list[dict[str, Any]] = page.evaluate(
        """() => [...document.querySelectorAll(".js-plotly-plot")].map((plot) => ({
            marks: plot.querySelectorAll(".points path, .point").length,
            width: plot.getBoundingClientRect().width,
            right: plot.getBoundingClientRect().right,
            texts: [...plot.querySelectorAll("text")].map((node) => node.textContent),
            cut: [...plot.querySelectorAll(".xtick text, .ytick text")].filter((label) => {
                const sheet = plot.querySelector(".main-svg").getBoundingClientRect(), box = label.getBoundingClientRect();
                return box.left < sheet.left || box.bottom > sheet.bottom;
            }).map((label) => label.textContent),
        }))"""
    )
    return found
