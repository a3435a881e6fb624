"""Makes the document of a page from the page's own model."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from views.i18n import translator
from views.page_names import page_names
from views.takeaway import pieces_analysis as analysis
from views.takeaway import pieces_maps as maps
from views.takeaway.document import Document
from views.takeaway.state import open_state, state_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from views.selection import Selection
    from views.takeaway.kit import Kit
    from views.takeaway.pieces_maps import Found
    from views.takeaway.state import State

PAGES: dict[str, Callable[[Kit, Selection], Found]] = {
    "overview": maps.overview,
    "city": maps.city,
    "compare": maps.compare,
    "network": maps.network,
    "trends": analysis.trends,
    "peers": analysis.peers,
    "index": analysis.index,
    "patterns": analysis.patterns,
}
"""Pages that show figures; the others are texts about the data."""


class NothingToShow(ValueError):
    """A state whose page has no figure: no page of figures, or no figures at this level."""


def document(kit: Kit, state: State) -> Document:
    """The document of a state.

    Parameters
    ----------
    kit
        The store and what is computed from it.
    state
        Page and choices; what does not fit is put right as the page would, and said in the notes.

    Returns
    -------
    Document
        Of the kit's store, whatever version the state was made with.

    Raises
    ------
    NothingToShow
        If the page has no figures.
    """
    if state.page not in PAGES:
        _ = translator(state.lang)
        names = page_names(state.lang)
        text = _("The page “{page}” has no figures to take away; these have: {names}.")
        raise NothingToShow(
            text.format(page=names[state.page], names=", ".join(names[page] for page in PAGES))
        )
    selection, misfits = open_state(state, kit.choices)
    if not selection.indicator and state.page not in ("index", "network", "peers"):
        raise NothingToShow(
            translator(selection.lang)(
                "There are no figures at this level here. Choose another level or place."
            )
        )
    found = PAGES[state.page](kit, selection)
    now = state_of(state.page, selection, kit.store.version)
    document = Document(
        now, found.title, found.subtitle, found.lead, found.pieces, found.notes, kit.store.boundary_vintage
    )
    if not misfits:
        return document
    from views.link_texts import misfits_text

    return replace(document, notes=[misfits_text(misfits, selection.lang), *found.notes])
