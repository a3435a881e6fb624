"""What a reader gets from a page: AppTest runs it through ``app.py``, and the functions here read what came out.

AppTest knows nothing of our maps (a component) and charts (plotly); both are read from the messages that Streamlit would
send to the browser.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import numpy as np
from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES = (
    "overview", "city", "compare", "trends", "index", "peers", "patterns", "network", "data", "stage", "method",
)  # fmt: skip
LANGUAGES = ("id", "en")
SPACES = re.compile(r"[\s\N{NO-BREAK SPACE}]+")
_ATTRIBUTES = {"alt", "aria-label", "placeholder", "title"}
_UNSEEN = {"script", "style"}
_TIMEOUT_S = 120  # the first page of a busy machine reads the whole store
_PAINT = re.compile(r"AtlasMap\.paint\((\{.*\})\);", re.DOTALL)
_CREATE = re.compile(r"AtlasMap\.create\(\w+, (\{.*?\})\);", re.DOTALL)
# Fields of Streamlit's messages that hold words for people, by the kind of the element.
_WORDS = {
    "alert": ("body",),
    "caption": ("body",),
    "markdown": ("body",),
    "multiselect": ("label", "options", "placeholder", "help"),
    "plotly_chart": ("alt",),
    "slider": ("label", "help"),
    "selectbox": ("label", "options", "placeholder", "help"),
    "text_input": ("label", "placeholder", "help"),
}


def run_page(
    page: str = "", /, lang: str | None = "en", *, browser: str | None = None, **link: str
) -> AppTest:
    """Open a page through ``app.py`` with a link.

    Parameters
    ----------
    page
        "overview", "city", …; "" opens the app without naming a page.
    lang
        Language of the link; None leaves it out.
    browser
        Language tag of the browser.
    **link
        Further parts of the link.
    """
    app = AppTest.from_file(ROOT / "app.py", default_timeout=_TIMEOUT_S)
    if browser:
        app.context = {"locale": browser}
    if page:
        app.switch_page(f"pages/{page}.py")
    app.query_params.update(({"lang": lang} if lang else {}) | link)
    return app.run()


def link(app: AppTest) -> dict[str, str]:
    """What the address says."""
    return {name: value[-1] if isinstance(value, list) else value for name, value in app.query_params.items()}


def elements(app: AppTest) -> Iterator[Any]:
    """Every element and block of a page, in its order."""

    def walk(block: Any) -> Iterator[Any]:
        for child in block.children.values():
            yield child
            if hasattr(child, "children"):
                yield from walk(child)

    yield from walk(app._tree)


def plain(text: str) -> str:
    """One kind of space, and one of them at a time."""
    return SPACES.sub(" ", text).strip()


@dataclass
class Reading(HTMLParser):
    """Texts, tables and marks of a piece of HTML.

    Attributes
    ----------
    texts
        Text nodes and the attributes that a screen reader reads, spaces evened out.
    rows
        Cells of every table row.
    tables
        The same rows, a list a table.
    ids
        What ``data-page`` says.
    tags
        Names of all elements.
    """

    texts: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._unseen = 0
        self._cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._unseen += tag in _UNSEEN
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.rows.append([])
            self.tables[-1].append(self.rows[-1])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self._cell = True
        for name, value in attrs:
            if name in _ATTRIBUTES and value and value.strip():
                self.texts.append(plain(value))
            elif name == "data-page":
                self.pages.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN
        if tag in ("td", "th"):
            self._cell = False

    def handle_data(self, data: str) -> None:
        if self._unseen or not data.strip():
            return
        self.texts.append(plain(data))
        if self._cell:
            self.rows[-1][-1] = plain(f"{self.rows[-1][-1]} {data}")


def read_html(source: str) -> Reading:
    """Read a piece of HTML."""
    reading = Reading()
    reading.feed(source)
    reading.close()
    return reading


def html_of(app: AppTest) -> list[str]:
    """Source of every ``st.html`` of a page that Streamlit cleans; what may run scripts holds no text."""
    return [
        str(element.proto.body) for element in app.get("html") if not element.proto.unsafe_allow_javascript
    ]


def read(app: AppTest) -> Reading:
    """Everything that the page's own HTML says."""
    return read_html("\n".join(html_of(app)))


def words(app: AppTest) -> list[str]:
    """Every text of a page: HTML, labels and options of widgets, alt texts, words of maps and charts."""
    found = list(read(app).texts)
    for element in elements(app):
        found += _words_of(element)
    for frame in maps(app):
        found += frame.words()
    for chart in charts(app):
        found += chart.words()
    return [plain(text) for text in found if text and text.strip()]


def text_of(app: AppTest) -> str:
    """All words of a page in one line."""
    return " ".join(words(app))


def _words_of(element: Any) -> Iterator[str]:
    proto = element.proto
    if proto is None:
        return
    if element.type in ("expander", "tab"):
        yield str(element.label)
    elif element.type == "button_group":
        yield str(proto.label)
    for name in _WORDS.get(element.type, ()):
        value = getattr(proto, name, "")
        yield from [value] if isinstance(value, str) else list(value)


@dataclass(frozen=True)
class Map:
    """One map of a page.

    Attributes
    ----------
    config
        What ``AtlasMap.create`` gets.
    paint
        What ``AtlasMap.paint`` gets.
    script
        The frame's script: where it changes, streamlit-folium loads the frame anew.
    """

    config: dict[str, Any]
    paint: dict[str, Any]
    script: str

    def layer(self, name: str, panel: int = 0) -> dict[str, Any]:
        """One layer of a panel."""
        layer: dict[str, Any] = self.paint["panels"][panel]["layers"][name]
        return layer

    def texts(self, name: str, panel: int = 0) -> list[str]:
        """What the map prints for each place of a layer."""
        return list(self.layer(name, panel)["texts"].split("|"))

    def words(self) -> list[str]:
        """Everything of the map that is language."""
        panels = self.paint["panels"]
        return [
            self.config["broken"],
            self.paint["alt"],
            self.paint["unit"],
            self.paint["missing"],
            *(panel[key] for panel in panels for key in ("title", "note")),
            *(mark["label"] for panel in panels for mark in panel["marks"]),
            *(kind["label"] for panel in panels for kind in (panel["points"] or {}).get("kinds", [])),
        ]


def maps(app: AppTest) -> list[Map]:
    """Maps of a page."""
    found = []
    for element in app.get("component_instance"):
        arguments = json.loads(element.proto.json_args)
        create, paint = _CREATE.search(arguments["script"]), _PAINT.search(arguments["feature_group"])
        assert create and paint, "a component that is no map of ours"
        found.append(Map(json.loads(create[1]), json.loads(paint[1]), arguments["script"]))
    return found


@dataclass(frozen=True)
class Drawn:
    """One chart of a page: plotly's specification and its alternative text."""

    spec: dict[str, Any]
    alt: str

    @property
    def traces(self) -> list[dict[str, Any]]:
        """Plotly's traces."""
        traces: list[dict[str, Any]] = self.spec["data"]
        return traces

    def words(self) -> list[str]:
        """Everything of the chart that is language, markup taken off."""
        return [
            node
            for key in ("text", "title", "hovertemplate", "ticktext", "name")
            for text in _find(self.spec, key)
            for node in read_html(text).texts
        ]


def numbers(trace: dict[str, Any], axis: str = "x") -> list[float]:
    """Numbers of a trace; plotly sends longer rows of them as bytes."""
    data = trace.get(axis) or []
    if isinstance(data, dict):
        return list(np.frombuffer(base64.b64decode(data["bdata"]), dtype=data["dtype"]).astype(float))
    return [float(value) for value in data]


def charts(app: AppTest) -> list[Drawn]:
    """Charts of a page."""
    return [Drawn(json.loads(e.proto.spec), e.proto.alt) for e in app.get("plotly_chart")]


def _find(tree: Any, key: str) -> Iterator[str]:
    """Texts under a key anywhere in a specification, lists of texts included."""
    if isinstance(tree, dict):
        for name, value in tree.items():
            if name == key:
                yield from (v for v in (value if isinstance(value, list) else [value]) if isinstance(v, str))
            if name != "template":
                yield from _find(value, key)
    elif isinstance(tree, list):
        for item in tree:
            yield from _find(item, key)


def number(text: str, lang: str) -> float:
    """Read a number as printed in a language: "4.626" and "83,90", "4,626" and "83.90", a minus sign."""
    mark, point = (".", ",") if lang == "id" else (",", ".")
    return float(text.replace(mark, "").replace(point, ".").replace("\N{MINUS SIGN}", "-"))
