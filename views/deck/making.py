"""A deck from documents: cover, agenda, a slide a figure, tables, sources; each with its source and notes for who speaks."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

from views.deck import master
from views.deck.office import DRAWING
from views.deck.slides import Shown, add_slides, new_slide, write, write_title
from views.deck.text import fitted
from views.formatting import date_text
from views.i18n import translator
from views.page_names import page_names
from views.takeaway.data import sources_of
from views.takeaway.document import title_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.presentation import Presentation

    from views.takeaway.document import Document
    from views.takeaway.kit import Kit

_PANEL = "panel-"
_MOST_SOURCES = 9
"""Sources on a slide."""
_LOCALES = {"id": "id-ID", "en": "en-GB"}


def shown_of(documents: Sequence[Document]) -> list[Shown]:
    """A slide a figure and a table, in the order of the pages; small multiples together."""
    found = []
    _ = translator(documents[0].lang)
    for one in documents:
        panels = tuple(piece for piece in one.pieces if piece.key.startswith(_PANEL))
        for at, piece in enumerate(one.pieces):
            title = piece.title if at else one.title
            if piece in panels:
                if piece is panels[0]:
                    found.append(Shown(one, panels[:4], _("Each place beside its peers")))
            else:
                found.append(Shown(one, (piece,), title))
    return found


def deck(
    kit: Kit,
    shown: Sequence[Shown],
    *,
    made: dt.date,
    base: str = "",
    title: str = "",
    subtitle: str = "",
    badge: str = "",
) -> bytes:
    """Write slides.

    Parameters
    ----------
    kit
        The store and what is computed from it.
    shown
        The slides in order, all of one language; see `shown_of`.
    made
        Date on the cover.
    base
        Address of the app, before the permanent links in the notes.
    title, subtitle
        Of the cover; by default those of the first page.
    badge
        What stands beside the date, such as that the numbers are frozen.

    Returns
    -------
    bytes
        A PPTX whose charts can be edited.

    Raises
    ------
    ValueError
        If there is nothing to show.
    """
    from pptx import Presentation

    if not shown:
        raise ValueError("`shown` must have a slide at least; choose a page with figures.")
    file = Presentation(str(master.FILE))
    first = shown[0].document
    title = title_of([one.document for one in shown], title)
    names = page_names(first.lang)
    pages = " · ".join(dict.fromkeys(names[one.document.state.page] for one in shown))
    _cover(file, first, title, subtitle or ("" if first.title == title else pages), made=made, badge=badge)
    _agenda(file, shown)
    for one in shown:
        add_slides(file, one, made, base)
    _sources(file, kit, shown)
    _finish(file, first.lang, title, made)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _cover(
    file: Presentation, first: Document, title: str, subtitle: str, *, made: dt.date, badge: str
) -> None:
    _ = translator(first.lang)
    slide = new_slide(file, "Cover")
    left = write_title(slide, "Cover", title, (38, 34, 30, 27, 24))
    own = first.title == title
    texts = [
        text
        for text in (subtitle or (first.subtitle if own else ""), first.lead if own and not subtitle else "")
        if text
    ]
    kept, size = fitted(texts, master.slot("Cover", master.SUBTITLE).box[2:], (18, 16, 14))
    write(slide, master.SUBTITLE, kept, size)
    version = _("data {version}").format(version=first.state.version)
    foot = [
        _("Pilot City Atlas"),
        " · ".join(part for part in (date_text(made, first.lang), version, badge) if part),
    ]
    write(slide, master.SOURCE, foot, 12)
    slide.notes_slide.notes_text_frame.text = "\n".join(
        dict.fromkeys(part for part in (left, *texts) if part)
    )


def _agenda(file: Presentation, shown: Sequence[Shown]) -> None:
    _ = translator(shown[0].document.lang)
    slide = new_slide(file, "Agenda")
    write_title(slide, "Agenda", _("Contents"), (26,))
    items = list(dict.fromkeys(one.title for one in shown))
    numbered = [f"{at}. {text}" for at, text in enumerate(items, start=1)]
    kept, size = fitted(numbered, master.slot("Agenda", master.SAID).box[2:], (18, 16, 14, 12, 11))
    write(slide, master.SAID, kept, size)
    slide.notes_slide.notes_text_frame.text = "\n".join(numbered)


def _sources(file: Presentation, kit: Kit, shown: Sequence[Shown]) -> None:
    lang = shown[0].document.lang
    _ = translator(lang)
    cited, method = sources_of(kit, [piece for one in shown for piece in one.pieces], lang)
    texts = [*cited, method]
    while texts:
        kept, size = fitted(
            texts[:_MOST_SOURCES], master.slot("Agenda", master.SAID).box[2:], (12, 11, 10, 9)
        )
        kept = kept or texts[:1]
        slide = new_slide(file, "Agenda")
        write_title(slide, "Agenda", _("Sources and method"), (26,))
        write(slide, master.SAID, kept, size)
        texts = [text for text in texts if text not in kept]


def _finish(file: Presentation, lang: str, title: str, made: dt.date) -> None:
    """Language of every run, for spelling and for who listens; what the file is."""
    for slide in file.slides:
        trees = [slide.shapes._spTree]  # noqa: SLF001
        trees += [slide.notes_slide.shapes._spTree] if slide.has_notes_slide else []  # noqa: SLF001
        for run in (run for tree in trees for run in tree.iter(f"{{{DRAWING}}}r")):
            run.get_or_add_rPr().set("lang", _LOCALES[lang])
    about = file.core_properties
    about.title, about.author, about.language = title, translator(lang)("Pilot City Atlas"), _LOCALES[lang]
    about.created = about.modified = dt.datetime.combine(made, dt.time())
    about.last_modified_by, about.revision = about.author, 1
