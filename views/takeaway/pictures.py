"""The picture of a figure, with title, source, licence, date and link burnt in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from views.i18n import translator
from views.pictures import Sheet, picture
from views.pictures.maps import MapPicture
from views.pictures.page_keys import figure_key, groups_key, points_key
from views.takeaway.data import used_sources
from views.takeaway.kit import THEME

if TYPE_CHECKING:
    from collections.abc import Iterable

    from views.pictures.keys import Key
    from views.takeaway.data import Export
    from views.takeaway.document import Piece
    from views.takeaway.kit import Kit

MIME = {"svg": "image/svg+xml", "png": "image/png"}


def piece_picture(kit: Kit, given: Export, *, form: str, layout: str = "natural", scale: int = 1) -> bytes:
    """Draw a figure as a file of its own.

    Parameters
    ----------
    kit
        The store and what is computed from it.
    given
        The figure; a table has no picture.
    form, layout, scale
        See `views.pictures.picture`.

    Raises
    ------
    ValueError
        If the figure is a table.
    """
    document, piece = given.document, given.piece
    sheet = Sheet(
        document.title if piece.title == document.title else piece.title,
        document.subtitle,
        piece.source,
        licence=licence_text(kit, piece, given.lang),
        date=given.made,
        link=given.link,
        notes=piece.notes,
        badge=piece.badge,
        alt=piece.alt,
    )
    return picture(drawn(piece), sheet, form=form, layout=layout, scale=scale, lang=given.lang, theme=THEME)


def twin(given: Export) -> str:
    """The figure alone as SVG for a page that has the letters, and says the rest around it."""
    piece = given.piece
    sheet, settings = (
        Sheet(piece.title, alt=piece.alt),
        {"form": "svg", "layout": "bare", "embed_fonts": False},
    )
    svg = picture(drawn(piece), sheet, lang=given.lang, theme=THEME, **settings).decode()
    return svg[svg.index("<svg") :]


def figure_png(given: Export) -> bytes:
    """The figure alone as PNG, sharp on a projector, for a page that says the rest around it."""
    piece = given.piece
    return picture(
        drawn(piece),
        Sheet(piece.title, alt=piece.alt),
        form="png",
        layout="panel",
        scale=2,
        lang=given.lang,
        theme=THEME,
    )


def drawn(piece: Piece) -> Any:
    """What a picture is drawn from: the chart, or the map with its legends."""
    if piece.chart is not None:
        return piece.chart
    if piece.map is None:
        raise ValueError(
            f"`piece` must be a map or a chart to be drawn; {piece.key!r} is a table: take its data."
        )
    return MapPicture.of(piece.map.chart, piece.map.paint(), keys=[*_keys(piece.map)])


def _keys(model: Any) -> Iterable[Key]:
    s = model.selection
    if hasattr(model, "page"):  # patterns: groups instead of classes
        yield groups_key(model.page)
        return
    nation = getattr(model, "nation", None)
    yield figure_key(model.figure, nation, lang=s.lang, theme=model.theme)
    points = points_key([kind for kind in s.points.split(",") if kind], s.lang)
    if points is not None:
        yield points


def licence_text(kit: Kit, piece: Piece, lang: str) -> str:
    """Licences of the figures shown, each once; the whole of each stands in the metadata of the data files."""
    _ = translator(lang)
    column = "licence" if lang == "en" else "licence_id"
    found = dict.fromkeys(str(text) for text in used_sources(kit, piece)[column] if text)
    return "; ".join(found)
