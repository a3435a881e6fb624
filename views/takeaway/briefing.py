"""The briefing: one HTML file with everything in it, which opens anywhere, asks nobody and prints well.

Every figure is there twice: as a picture, for paper and where no script runs, and alive, for a screen.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from views.formatting import date_text
from views.i18n import translator
from views.maps import script_json
from views.markup import escape
from views.page_names import page_names
from views.takeaway.asked import asked
from views.takeaway.assets import font_css, packed, text
from views.takeaway.briefing_parts import MOST_ROWS, Live, live_chart, live_map, table_html
from views.takeaway.data import Export, csv, sources_of
from views.takeaway.document import title_of
from views.takeaway.pictures import twin

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from views.takeaway.document import Document
    from views.takeaway.kit import Kit

_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "connect-src 'none'; form-action 'none'; base-uri 'none'"
)
_ALWAYS = {
    "leaflet.js": "vendor/leaflet/leaflet.js",
    "leaflet.css": "vendor/leaflet/leaflet.css",
    "atlas-map.js": "atlas-map.js",
}
_PLOTLY = {"plotly.js": "vendor/plotly-cartesian/plotly-cartesian.min.js"}


def briefing(
    kit: Kit,
    documents: Sequence[Document],
    *,
    made: dt.date,
    base: str = "",
    title: str = "",
    badge: str = "",
) -> bytes:
    """Write one or several pages as one HTML file.

    Parameters
    ----------
    kit
        The store and what is computed from it.
    documents
        Pages in order, all of one language.
    made
        Date on the title page.
    base
        Address of the app, before the permanent links.
    title
        Of the title page; by default the finding of the only page, or the name of the atlas.
    badge
        What else the title page says, such as that the numbers are frozen.

    Returns
    -------
    bytes
        UTF-8; the same for the same documents and date.
    """
    lang = documents[0].lang
    lives: list[Live] = []
    body = "".join(
        [
            _cover(kit, documents, made, base, title, badge),
            _contents(documents),
            *(
                _article(one, at, made, base, lives, several=len(documents) > 1)
                for at, one in enumerate(documents, start=1)
            ),
            _sources(kit, documents),
        ]
    )
    name = translator(lang)("Pilot City Atlas")
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title_of(documents, title))} · {escape(name)}</title>"
        f'<style id="fonts">{font_css()}</style><style>{text("briefing.css")}</style>'
    )
    return (
        f'<!doctype html>\n<html lang="{lang}"><head>{head}</head><body>{body}{_assets(lives)}'
        f"<script>{text('briefing.js')}</script></body></html>\n"
    ).encode()


def digest(kit: Kit, documents: Sequence[Document], made: dt.date) -> str:
    """SHA-256 over the data of every figure, as its CSV has them."""
    found = hashlib.sha256()
    for one in documents:
        for piece in one.pieces:
            found.update(csv(kit, Export(one, piece, made)))
    return found.hexdigest()


def _cover(kit: Kit, documents: Sequence[Document], made: dt.date, base: str, title: str, badge: str) -> str:
    first, lang = documents[0], documents[0].lang
    _ = translator(lang)
    pairs = asked(kit, first.state) if len(documents) == 1 else []
    pairs += [
        (_("Made on"), date_text(made, lang)),
        (_("Version of the data"), first.state.version),
        (_("Boundaries"), first.vintage),
        (_("SHA-256 of the figures"), digest(kit, documents, made)),
    ]
    pairs += [(_("Numbers"), badge)] if badge else []
    rows = "".join(f"<dt>{escape(label)}</dt><dd>{escape(said)}</dd>" for label, said in pairs)
    links = _link(first, base) if base and len(documents) == 1 else ""
    lead = f'<p class="lead">{escape(first.lead)}</p>' if len(documents) == 1 and first.lead else ""
    subtitle = f'<p class="sub">{escape(first.subtitle)}</p>' if len(documents) == 1 else ""
    a4, wide = _("Print on A4"), _("Print as 16:9 slides")
    atlas, kind = _("Pilot City Atlas"), _("Briefing")
    return (
        f'<header class="cover"><p class="kicker">{escape(atlas)} · {escape(kind)}</p>'
        f"<h1>{escape(title_of(documents, title))}</h1>{subtitle}{lead}<dl>{rows}{links}</dl>"
        f'<div class="tools"><button type="button" data-print="a4">{escape(a4)}</button>'
        f'<button type="button" data-print="wide">{escape(wide)}</button></div></header>'
    )


def _link(one: Document, base: str) -> str:
    _ = translator(one.lang)
    link, label = escape(one.state.link(base)), _("Permanent link")
    return f'<dt>{escape(label)}</dt><dd><a href="{link}">{link}</a></dd>'


def _contents(documents: Sequence[Document]) -> str:
    lang = documents[0].lang
    _ = translator(lang)
    if len(documents) == 1:
        return ""
    items = "".join(
        f'<li><a href="#part-{at}">{escape(one.title)}</a></li>' for at, one in enumerate(documents, start=1)
    )
    head = _("Contents")
    return f"<nav><h2>{escape(head)}</h2><ol>{items}</ol></nav>"


def _article(one: Document, at: int, made: dt.date, base: str, lives: list[Live], *, several: bool) -> str:
    name = page_names(one.lang)[one.state.page]
    notes = "".join(f'<p class="note">{escape(note)}</p>' for note in one.notes)
    lead = f'<p class="lead said">{escape(one.lead)}</p>' if one.lead else ""
    said = {one.lead, *one.notes}  # what has been said once is not said again
    link = f'<dl class="small">{_link(one, base)}</dl>' if base and several else ""
    pieces = "".join(
        _piece(Export(one, piece, made, base), f"part-{at}-{piece.key}", lives, said) for piece in one.pieces
    )
    only = ' class="only"'
    return (
        f'<article id="part-{at}"{"" if several else only}><p class="kicker">{escape(name)}</p><h2>{escape(one.title)}</h2>'
        f'<p class="sub">{escape(one.subtitle)}</p>{lead}{link}{notes}{pieces}</article>'
    )


def _piece(given: Export, name: str, lives: list[Live], said: set[str]) -> str:
    one, piece = given.document, given.piece
    kind = "figure" if piece.is_figure else "table" if len(piece.table) <= MOST_ROWS else "table long"
    head = "" if piece.title == one.title else f"<h3>{escape(piece.title)}</h3>"
    badge = _new([piece.badge], "badge", said)
    lines, notes = _new(piece.sentences, "said", said), _new(piece.notes, "note", said)
    figure = _figure(given, name, lives) if piece.is_figure else ""
    source = f'<p class="source">{escape(piece.source)}</p>' if piece.source else ""
    inside = f"{head}{badge}{lines}{figure}{table_html(piece, one.lang)}{source}{notes}"
    return f'<section class="piece {kind}" id="{escape(name)}">{inside}</section>'


def _new(texts: Sequence[str], kind: str, said: set[str]) -> str:
    """Paragraphs of a kind, without those that have been said; now they are."""
    new = [text for text in dict.fromkeys(texts) if text and text not in said]
    said.update(new)
    return "".join(f'<p class="{kind}">{escape(text)}</p>' for text in new)


def _figure(given: Export, name: str, lives: list[Live]) -> str:
    piece, data = given.piece, f"live-{name}"
    live = live_map(piece) if piece.map is not None else live_chart(piece)
    lives.append(live)
    inside = (
        f'<iframe class="live" title="{escape(piece.alt)}" style="height:{live.height}px"></iframe>'
        if live.kind == "map"
        else f'<div class="live" role="img" aria-label="{escape(piece.alt)}" style="height:{live.height}px"></div>'
    )
    return (
        f'<figure data-live="{data}" data-kind="{live.kind}"><div class="twin">{twin(given)}</div>{inside}</figure>'
        f'<script type="application/json" id="{data}">{script_json(live.content)}</script>'
    )


def _sources(kit: Kit, documents: Sequence[Document]) -> str:
    lang = documents[0].lang
    _ = translator(lang)
    cited, method = sources_of(kit, [piece for one in documents for piece in one.pieces], lang)
    items = "".join(f"<li>{escape(text)}</li>" for text in cited)
    licence = _(
        "The code is under the MIT licence; the data keep the terms of their publishers, who are to be named when a figure is shown."
    )
    head = _("Sources and method")
    return (
        f'<footer><h2>{escape(head)}</h2><ul class="small">{items}</ul>'
        f'<p class="small">{escape(method)}</p><p class="small">{escape(licence)}</p></footer>'
    )


def _assets(lives: Sequence[Live]) -> str:
    """What the figures that are alive need, each once."""
    wanted: dict[str, str] = {}
    if any(live.kind == "map" for live in lives):
        wanted |= {name: packed(path) for name, path in _ALWAYS.items()}
        wanted |= {path: packed(path) for live in lives for path in live.geometry}
    if any(live.kind == "chart" for live in lives):
        wanted |= {name: packed(path) for name, path in _PLOTLY.items()}
    return "".join(
        f'<script type="text/plain" id="asset:{escape(name)}">{content}</script>'
        for name, content in wanted.items()
    )
