"""Kinds of files that can be taken away: what they are called and how they are made."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from views.i18n import translator
from views.takeaway.briefing import briefing
from views.takeaway.data import Export, csv, excel_csv, xlsx
from views.takeaway.pictures import piece_picture
from views.takeaway.recipe import recipe
from views.takeaway.shapes import geojson, geopackage

if TYPE_CHECKING:
    from collections.abc import Callable

    from views.takeaway.document import Piece
    from views.takeaway.kit import Kit


@dataclass(frozen=True)
class Kind:
    """A kind of file: its label, ending and media type, and what makes it."""

    label: str
    ending: str
    mime: str
    make: Callable[[Kit, Export], bytes]


def of_figure(piece: Piece, lang: str) -> dict[str, Kind]:
    """Kinds of files of one figure, by name; a table has no picture, and only a map has shapes."""
    _ = translator(lang)
    found = {}
    if piece.is_figure:
        slide = {"layout": "slide", "scale": 2}
        found |= {
            "png": Kind("PNG", "png", "image/png", partial(piece_picture, form="png")),
            "png2": Kind("PNG 2×", "2x.png", "image/png", partial(piece_picture, form="png", scale=2)),
            "slide": Kind(
                _("PNG 16:9"), "slide.png", "image/png", partial(piece_picture, form="png", **slide)
            ),
            "svg": Kind("SVG", "svg", "image/svg+xml", partial(piece_picture, form="svg")),
        }
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    found |= {
        "xlsx": Kind("XLSX", "xlsx", sheet, xlsx),
        "csv": Kind("CSV", "csv", "text/csv", csv),
        "excel": Kind("CSV (Excel)", "excel.csv", "text/csv", excel_csv),
    }
    if piece.map is not None:
        found |= {
            "geojson": Kind("GeoJSON", "geojson", "application/geo+json", geojson),
            "gpkg": Kind("GeoPackage", "gpkg", "application/geopackage+sqlite3", geopackage),
        }
    return found | {"recipe": Kind(_("Recipe (JSON)"), "recipe.json", "application/json", recipe)}


def of_page(lang: str) -> dict[str, Kind]:
    """Kinds of files of a whole page, by name."""
    _ = translator(lang)
    slides = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    return {
        "briefing": Kind(_("Briefing (HTML)"), "html", "text/html", _briefing),
        "deck": Kind(_("Slides (PPTX)"), "pptx", slides, _deck),
    }


def _briefing(kit: Kit, given: Export) -> bytes:
    return briefing(kit, [given.document], made=given.made, base=given.base)


def _deck(kit: Kit, given: Export) -> bytes:
    from views.deck import deck, shown_of  # loads python-pptx, which nothing else needs

    return deck(kit, shown_of([given.document]), made=given.made, base=given.base)
