"""What stands around a figure on the stage: progress, words in big type, source and badge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.i18n import translator
from views.maps import asset_url
from views.markup import escape

if TYPE_CHECKING:
    from views.deck.slides import Shown
    from views.takeaway.document import Document, Piece

_SCRIPT = asset_url("atlas-stage.js").removeprefix("../../")


def progress_html(at: int, count: int, title: str, lang: str, *, showing: bool) -> str:
    """Title of the talk, where it stands, and the button that fills the screen; its script hears the keys.

    Parameters
    ----------
    at, count
        Slide shown, from 1, and how many there are.
    title
        Of the talk.
    lang
        "id" or "en".
    showing
        Whether everything but the slide is hidden.
    """
    _ = translator(lang)
    where = _("Slide {at} of {count}").format(at=at, count=count)
    full = _("Full screen")
    keys = _("Keys: → next, ← back, F full screen")
    mark = '<span class="atlas-showing"></span>' if showing else ""
    return (
        f'<div class="atlas-progress">{mark}<b>{escape(title)}</b><span role="status">{escape(where)}</span>'
        f'<progress max="{count}" value="{at}" aria-label="{escape(where)}"></progress>'
        f'<button type="button" title="{escape(keys)}">{escape(full)}</button></div>'
        f'<script>import(new URL("{_SCRIPT}", document.baseURI)).then((script) => '
        'document.querySelectorAll(".atlas-progress").forEach(script.mount));</script>'
    )


def head_html(one: Shown) -> str:
    """Finding and subtitle of a slide."""
    return (
        f'<div class="atlas-stage-head"><h1>{escape(one.title)}</h1>'
        f"<p class='atlas-sub'>{escape(one.document.subtitle)}</p></div>"
    )


def said_html(document: Document, piece: Piece, *, big: bool = True) -> str:
    """Sentences of a figure and how comparable its places are."""
    said = "".join(f"<p>{escape(text)}</p>" for text in document.said(piece))
    badge = f'<p class="atlas-stage-badge">{escape(piece.badge)}</p>' if piece.badge else ""
    kind = "atlas-stage-said" if big else "atlas-embed-said"
    return f'<div class="{kind}">{said}{badge}</div>' if said or badge else ""


def legend_html(piece: Piece) -> str:
    """Legend of a map, where it has one beside it."""
    return str(getattr(piece.map, "legend", "")) if piece.map is not None else ""


def foot_html(piece: Piece, frozen: str) -> str:
    """Source of a figure and, where its numbers cannot change, the badge that says so."""
    badge = f'<span class="atlas-tag">{escape(frozen)}</span> ' if frozen else ""
    return f'<div class="atlas-source atlas-stage-foot">{badge}{escape(piece.source)}</div>'
