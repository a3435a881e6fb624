"""A slide of a talk as what is drawn: the document of its page, its figure, its words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from geodata.frozen import FrozenStore, freeze
from views.deck.slides import Shown
from views.formatting import date_text
from views.i18n import translator
from views.page_names import page_names
from views.takeaway.build import NothingToShow, document
from views.takeaway.kit import Kit
from views.talk.talk import Slide, Talk, said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodata.frozen import Frozen
    from geodata.store import Store
    from views.takeaway.document import Document


_SAME_FINDING = ("dots", "strip", "ranking")
"""Figures of the same numbers as the first of their page: its finding is theirs."""


def shown(kit: Kit, slide: Slide, lang: str) -> Shown:
    """What a slide shows.

    Parameters
    ----------
    kit
        The store, or the talk's own numbers, and what is computed from them.
    slide
        The slide.
    lang
        Language of the talk.

    Raises
    ------
    NothingToShow
        If its page has no figures, or not this one, in this store; in the reader's language.
    """
    return in_document(document(kit, slide.in_language(lang)), slide, lang)


def in_document(found: Document, slide: Slide, lang: str) -> Shown:
    """What a slide shows of the document of its page; see `shown`."""
    piece = next((one for one in found.pieces if slide.figure in ("", one.key)), None)
    if piece is None:
        _ = translator(lang)
        text = _("The page “{page}” shows no figure “{name}” with these choices; it shows {names}.")
        names = ", ".join(one.key for one in found.pieces)
        page = page_names(lang)[slide.state.page]
        raise NothingToShow(text.format(page=page, name=slide.figure[:40], names=names))
    own = found.title if piece.key == found.pieces[0].key or piece.key in _SAME_FINDING else piece.title
    return Shown(found, (piece,), said(slide.title, lang) or own, said(slide.notes, lang))


def kit_for(store: Store, frozen: Frozen) -> Kit:
    """What documents are made from where a talk carries its numbers along.

    Raises
    ------
    SchemaError
        If the numbers do not fit the places and indicators of this store.
    """
    return Kit.of(FrozenStore(store, frozen))


@lru_cache(maxsize=2)
def checksum(store: Store) -> str:
    """Checksum of a store's observations, as a talk that freezes them names it."""
    return freeze(store, "").sha256


def as_documents(slides: Sequence[Shown]) -> list[Document]:
    """Slides as documents of one figure each, for a briefing."""
    return [
        replace(
            one.document,
            title=one.title,
            pieces=one.pieces,
            notes=[text for text in (one.notes, *one.document.notes) if text],
        )
        for one in slides
    ]


def frozen_text(talk: Talk, lang: str) -> str:
    """Badge that says that the numbers cannot change; "" where they can."""
    if talk.frozen is None:
        return ""
    _ = translator(lang)
    text = _("Numbers frozen on {date} · data {version}")
    return text.format(
        date=date_text(dt.date.fromisoformat(talk.frozen.made), lang), version=talk.frozen.version
    )


def written(kind: str, kit: Kit, talk: Talk, lang: str, *, made: dt.date, base: str = "") -> bytes:
    """A whole talk as slides or as a briefing.

    Parameters
    ----------
    kind
        ``deck`` or ``briefing``.
    kit
        The store, or the talk's own numbers (`kit_for`).
    talk, lang
        The talk, and its language.
    made, base
        Day on the cover; address of the app, before the permanent links.
    """
    slides = [shown(kit, one, lang) for one in talk.slides]
    title, badge = said(talk.title, lang), frozen_text(talk, lang)
    if kind == "deck":
        from views.deck import deck  # loads python-pptx

        return deck(kit, slides, made=made, base=base, title=title, badge=badge)
    from views.takeaway.briefing import briefing

    return briefing(kit, as_documents(slides), made=made, base=base, title=title, badge=badge)
