"""The recipe of a figure: what brings it back, what it was made from, and what to compare a second one with."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from views.takeaway.data import csv, used_sources

if TYPE_CHECKING:
    from views.takeaway.data import Export
    from views.takeaway.kit import Kit

FORMAT = "atlas-recipe"
FORMAT_VERSION = 1


def recipe(kit: Kit, given: Export) -> bytes:
    """Page, choices and version of the data, the sources, and the SHA-256 of the figure's own CSV.

    The file is a state with more beside it: ``atlas.py export … --state FILE`` makes the figure again, and its CSV has that
    checksum as long as the data are the same.

    Parameters
    ----------
    kit
        The store and what is computed from it.
    given
        The figure.

    Returns
    -------
    bytes
        JSON in UTF-8.
    """
    document, piece = given.document, given.piece
    sources = used_sources(kit, piece)
    content = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        **document.state.to_dict(),
        "figure": piece.key,
        "title": piece.title,
        "subtitle": document.subtitle,
        "link": given.link,
        "made": given.made.isoformat(),
        "boundaries": document.vintage,
        "indicators": list(piece.behind.indicators) if piece.behind else [],
        "codes": list(piece.behind.codes) if piece.behind else [],
        "csv_sha256": hashlib.sha256(csv(kit, given)).hexdigest(),
        "sources": sources[["source", "citation", "licence", "url"]].to_dict("records"),
    }
    return (json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n").encode()
