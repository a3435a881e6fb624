"""Single slides: what is written where, a figure or a table with its words, its source and its notes."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from views.deck import master
from views.deck.charts import add_native, native
from views.deck.office import DRAWING
from views.deck.tables import add_table, parts
from views.deck.text import fitted, one_line, shortened
from views.i18n import translator
from views.takeaway.data import Export
from views.takeaway.pictures import figure_png

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pptx.presentation import Presentation
    from pptx.slide import Slide

    from views.takeaway.document import Document, Piece


@dataclass(frozen=True)
class Shown:
    """What a slide shows.

    Attributes
    ----------
    document
        The page it is from.
    pieces
        A figure or a table; several small figures share a slide.
    title
        Of the slide.
    notes
        What the speaker means to say; stands before our own notes.
    """

    document: Document
    pieces: tuple[Piece, ...]
    title: str
    notes: str = ""


def new_slide(file: Presentation, layout: str) -> Slide:
    """Add a slide of a layout of the master.

    Raises
    ------
    ValueError
        If the master, which an office may have changed, no longer has it.
    """
    found = next((one for one in file.slide_layouts if one.name == layout), None)
    if found is None:
        raise ValueError(
            f"`master.pptx` has no layout {layout!r}; write it anew with python -m views.deck.master."
        )
    slide = file.slides.add_slide(found)
    for holder in found.placeholders:  # python-pptx brings no slide numbers along
        if holder.placeholder_format.idx == master.NUMBER:
            slide.shapes._spTree.append(_number(holder, len(file.slides)))  # noqa: SLF001
    return slide


def _number(holder: Any, at: int) -> Any:
    from copy import deepcopy

    made = deepcopy(holder._element)  # noqa: SLF001
    made.nvSpPr.cNvPr.set("id", "900")
    made.spPr.clear()
    for text in made.iter(f"{{{DRAWING}}}t"):
        text.text = str(at)
    return made


def write(
    slide: Slide, number: int, texts: Sequence[str], size: float, *, quiet: frozenset[str] = frozenset()
) -> None:
    """Fill a placeholder; without texts it goes, so that nobody sees "click to add text"."""
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.util import Pt

    holder = next(shape for shape in slide.placeholders if shape.placeholder_format.idx == number)
    if not any(texts):
        holder._element.getparent().remove(holder._element)  # noqa: SLF001
        return
    frame = holder.text_frame
    for at, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        paragraph.text = text
        paragraph.font.size = Pt(size)
        if text in quiet:
            paragraph.font.size = Pt(max(size - 2, 10))
            paragraph.font.color.theme_color = MSO_THEME_COLOR.TEXT_2


def write_title(slide: Slide, layout: str, text: str, sizes: Sequence[float]) -> str:
    """Write a slide's title; give what of it had no room."""
    box = master.slot(layout, master.TITLE).box
    said, size = shortened(text, box[2:], sizes, bold=True)
    write(slide, master.TITLE, [said], size)
    return "" if said == text else text


def add_slides(file: Presentation, one: Shown, made: dt.date, base: str) -> None:
    """Add what is shown: a slide of a figure, or as many as a table needs."""
    if one.pieces[0].is_figure:
        _figure_slide(file, one, made, base)
    else:
        _table_slides(file, one, base)


def _figure_slide(file: Presentation, one: Shown, made: dt.date, base: str) -> None:
    piece = one.pieces[0]
    texts = _said(one)
    if len(one.pieces) > 1 or not texts:
        slide, box, kept = new_slide(file, "Table"), master.WIDE_BOX, list[str]()
    else:
        slide, box = new_slide(file, "Figure"), master.FIGURE_BOX
        kept, size = fitted(texts, master.slot("Figure", master.SAID).box[2:], (16, 15, 14, 13, 12, 11))
        write(slide, master.SAID, kept, size, quiet=frozenset({_verdict(piece)}))
    layout = slide.slide_layout.name
    over = [write_title(slide, layout, one.title, (26, 24, 22, 20, 18)), *_head_and_foot(slide, layout, one)]
    under = []
    for number, part in enumerate(one.pieces):
        under += _figure(
            slide,
            Export(one.document, part, made, base),
            _cell(box, number, len(one.pieces)),
            titled=len(one.pieces) > 1,
        )
    _notes(slide, one, base, [*over, *(text for text in texts if text not in kept), *under])


def _said(one: Shown) -> list[str]:
    """What stands beside a figure, and in short how comparable its places are."""
    piece = one.pieces[0]
    return [one_line(text) for text in (*one.document.said(piece), _verdict(piece)) if text]


def _verdict(piece: Piece) -> str:
    """How comparable the places are and the first reason; the notes have all of them."""
    return ". ".join(piece.badge.split(". ")[:2]).rstrip(".") + "." if piece.badge else ""


def _head_and_foot(slide: Slide, layout: str, one: Shown) -> list[str]:
    """Subtitle and source; give what of them had no room."""
    left = []
    for number, text, sizes in (
        (master.SUBTITLE, one.document.subtitle, (14, 13, 12, 11, 10)),
        (master.SOURCE, one_line(one.pieces[0].source), (9, 8, 7)),
    ):
        said, size = shortened(text, master.slot(layout, number).box[2:], sizes)
        write(slide, number, [said] if text else [], size)
        left += [] if said == text else [text]
    return left


def _cell(
    box: tuple[float, float, float, float], number: int, count: int
) -> tuple[float, float, float, float]:
    """Room of one of several figures: two beside each other, then a second row."""
    if count == 1:
        return box
    left, top, width, height = box
    rows = (count + 1) // 2
    return (
        left + (number % 2) * (width / 2 + 0.1),
        top + (number // 2) * height / rows,
        width / 2 - 0.1,
        height / rows,
    )


def _figure(
    slide: Slide, given: Export, box: tuple[float, float, float, float], *, titled: bool
) -> list[str]:
    """A native chart, or the picture of what has none; give what stands under it."""
    piece = given.piece
    left, top, width, height = box
    found = native(piece.chart) if piece.chart is not None else None
    head = [*([piece.title] if titled else []), *(found.above if found else ())]
    if head:
        _small(slide, " · ".join(head), (left, top, width, 0.28), bold=titled)
        top, height = top + 0.28, height - 0.28
    if found is None:
        _picture(slide, figure_png(given), (left, top, width, height), piece)
        return []
    below = list(found.below)
    if found.left_out:
        _ = translator(given.lang)
        below.append(_("Lines of {n} other places are left out of this chart.").format(n=found.left_out))
    foot = "  ".join(below)
    said, size = shortened(foot, (width, 0.36), (11, 10, 9)) if foot else ("", 9.0)
    room = 0.38 if said else 0.0
    add_native(
        slide, found, (left, top, width, height - room), name=piece.key, alt=piece.alt, lang=given.lang
    )
    if said:
        _small(slide, said, (left, top + height - room, width, room), size=size)
    return below if said != foot else []


def _small(
    slide: Slide, text: str, box: tuple[float, float, float, float], *, size: float = 11, bold: bool = False
) -> None:
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.util import Inches, Pt

    frame = slide.shapes.add_textbox(*(Inches(part) for part in box)).text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    paragraph = frame.paragraphs[0]
    paragraph.text = text
    paragraph.font.size, paragraph.font.bold = Pt(size), bold
    paragraph.font.color.theme_color = MSO_THEME_COLOR.TEXT_2


def _picture(slide: Slide, png: bytes, box: tuple[float, float, float, float], piece: Piece) -> None:
    """A picture as large as its room, in the middle of its height."""
    from pptx.util import Inches

    left, top, width, height = box
    shape = slide.shapes.add_picture(io.BytesIO(png), Inches(left), Inches(top))
    share = min(Inches(width) / shape.width, Inches(height) / shape.height)
    shape.width, shape.height = round(shape.width * share), round(shape.height * share)
    shape.top = Inches(top) + (Inches(height) - shape.height) // 2
    shape.name = piece.key
    shape._element.nvPicPr.cNvPr.set("descr", piece.alt)  # noqa: SLF001


def _table_slides(file: Presentation, one: Shown, base: str) -> None:
    piece = one.pieces[0]
    pages = parts(piece.table, (master.WIDE_BOX[2], master.WIDE_BOX[3] - 0.35))
    for at, page in enumerate(pages, start=1):
        slide = new_slide(file, "Table")
        count = f" ({at}/{len(pages)})" if len(pages) > 1 else ""
        over = [
            write_title(slide, "Table", one.title + count, (26, 24, 22, 20, 18)),
            *_head_and_foot(slide, "Table", one),
        ]
        left, top, width, height = master.WIDE_BOX
        if piece.caption:
            said, size = shortened(one_line(piece.caption), (width, 0.3), (11, 10, 9))
            _small(slide, said, (left, top, width, 0.3), size=size)
        add_table(
            slide,
            page,
            (left, top + 0.35, width, height - 0.35),
            name=piece.key,
            alt=piece.caption or piece.title,
        )
        _notes(slide, one, base, [*over, piece.caption])


def _notes(slide: Slide, one: Shown, base: str, over: Iterable[str]) -> None:
    """Notes: what the speaker wrote, what is said on the slide and about it, where it is from."""
    _ = translator(one.document.lang)
    said = [one.notes, *_said(one)]
    for piece in one.pieces:
        said += [*piece.sentences, piece.badge, *piece.notes, piece.source]
    said += [*one.document.notes, *over]
    link = _("Permanent link: {link}").format(link=one.document.state.link(base))
    texts = dict.fromkeys(one_line(text) if text != one.notes else text for text in said if text)
    slide.notes_slide.notes_text_frame.text = "\n".join([*texts, link])
