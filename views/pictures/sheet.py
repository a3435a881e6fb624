"""The sheet around a picture: what it shows, how it may be used, and where it can be seen again; all burnt in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from views.formatting import date_text
from views.i18n import translator
from views.pictures.pen import Box, Pen
from views.pictures.words import Line, Run, block_height, wrapped

if TYPE_CHECKING:
    from datetime import date

    from views.theme import Tokens

NATURAL, SLIDE, BARE, PANEL = "natural", "slide", "bare", "panel"
LAYOUTS = (NATURAL, SLIDE, BARE, PANEL)
_EDGE = {NATURAL: 32.0, SLIDE: 32.0, BARE: 2.0, PANEL: 2.0}
_WIDTH = {NATURAL: 800.0, SLIDE: 960.0, BARE: 800.0, PANEL: 800.0}
_AIR = {NATURAL: 16.0, SLIDE: 10.0}
SLIDE_HEIGHT = 540.0
PANEL_HEIGHT = 427.6
"""Of a figure beside words on a slide: as wide and tall as its room there."""
PIXELS = {NATURAL: 1.5, SLIDE: 1.0, BARE: 1.5, PANEL: 1.5}
"""Pixels a unit at scale 1: a natural picture is 1 200 px wide, a slide 960 by 540, at scale 2 1 920 by 1 080."""
# Letters of a sheet in units: headline, subtitle, badge, notes, what stands at the foot.
_SIZES = {NATURAL: (21.0, 12.5, 12.0, 11.0, 9.5), SLIDE: (23.0, 12.5, 11.5, 8.5, 7.5)}
_STEP = 0.04
_CHIP = 4.0
# Of a slide, head and foot together may take so much before their letters get smaller.
_FRAME_SHARE, _LEAST_LETTERS = 0.34, 0.8


class Body(Protocol):
    """What a sheet stands around."""

    def height(self, width: float) -> float:
        """Height in units that it wants at a width."""
        ...

    def draw(self, pen: Pen, box: Box, *, lang: str, fitted: bool) -> None:
        """Draw it into a box of that height; `fitted`: into one of any height, as large as it can be."""
        ...


@dataclass(frozen=True)
class Sheet:
    """What stands around a picture.

    Attributes
    ----------
    title, subtitle
        The finding; indicator, unit, year, area.
    source
        Whole sentence, as `views.headlines.source_text` writes it.
    licence
        Licences of the data, without a label; "" where the source says them.
    date
        Day on which the picture was made; None leaves it out.
    link
        Permanent link to what it shows.
    notes
        Caveats, each a sentence.
    badge
        What the comparability badge says, as plain text.
    alt
        The picture in words; by default what title and subtitle say.
    """

    title: str
    subtitle: str = ""
    source: str = ""
    licence: str = ""
    date: date | None = None
    link: str = ""
    notes: Sequence[str] = ()
    badge: str = ""
    alt: str = ""

    @property
    def words(self) -> str:
        """The picture in words."""
        return self.alt or ". ".join(part for part in (self.title, self.subtitle) if part)


@dataclass(frozen=True)
class _Block:
    lines: list[Line]
    before: float
    url: str = ""
    chip: bool = False

    @property
    def height(self) -> float:
        return block_height(self.lines) + self.before + (2 * _CHIP if self.chip else 0)


def foot_texts(sheet: Sheet, lang: str) -> list[tuple[str, str]]:
    """What stands at the foot, each with where it leads ("" for nowhere): source, licence, day, link."""
    _ = translator(lang)
    made = _("Pilot City Atlas")
    if sheet.date is not None:
        made = _("Pilot City Atlas, {date}").format(date=date_text(sheet.date, lang))
    licence = _("Licence: {licence}").format(licence=sheet.licence) if sheet.licence else ""
    texts = [(sheet.source, ""), (" · ".join(part for part in (licence, made) if part), "")]
    if sheet.link:
        texts.append((_("Permanent link: {link}").format(link=sheet.link), sheet.link))
    return [(text, url) for text, url in texts if text]


def _head(sheet: Sheet, layout: str, t: Tokens, shrink: float) -> list[_Block]:
    width = _WIDTH[layout] - 2 * _EDGE[layout]
    title, subtitle, badge, _notes, _foot = (size * shrink for size in _SIZES[layout])
    blocks = [_Block(wrapped(sheet.title, width, Run("", title, t.ink, 700)), 5)]
    if sheet.subtitle:
        blocks.append(_Block(wrapped(sheet.subtitle, width, Run("", subtitle, t.muted)), 3))
    if sheet.badge:
        blocks.append(_Block(wrapped(sheet.badge, width - 20, Run("", badge, t.ink, 600)), 7, chip=True))
    return blocks


def _foot(sheet: Sheet, layout: str, lang: str, t: Tokens, shrink: float) -> list[_Block]:
    width = _WIDTH[layout] - 2 * _EDGE[layout]
    *_rest, notes, foot = (size * shrink for size in _SIZES[layout])
    blocks = [_Block(wrapped(note, width, Run("", notes, t.ink)), 3) for note in sheet.notes if note]
    blocks += [
        _Block(wrapped(text, width, Run("", foot, t.accent if url else t.muted)), 2, url=url)
        for text, url in foot_texts(sheet, lang)
    ]
    return blocks


def _tall(blocks: Sequence[_Block]) -> float:
    return sum(block.height for block in blocks)


def compose(body: Body, sheet: Sheet, *, layout: str, lang: str, t: Tokens) -> Pen:
    """Put a picture and what stands around it on a page.

    Parameters
    ----------
    body
        Chart or map.
    sheet
        What stands around.
    layout
        ``natural``: as wide as a page of a report, as tall as needed; ``slide``: 16:9, everything fitted in; ``bare``: the
        picture alone, for a page that says the rest around it; ``panel``: the same, fitted into the room of a slide.
    lang, t
        Language of the labels, tokens of the theme.

    Raises
    ------
    ValueError
        If the layout is another.
    """
    if layout not in LAYOUTS:
        msg = f"`layout` must be one of {', '.join(LAYOUTS)}, it is {layout!r}."
        raise ValueError(msg)
    edge, width = _EDGE[layout], _WIDTH[layout] - 2 * _EDGE[layout]
    if layout in (BARE, PANEL):
        tall = body.height(width) if layout == BARE else PANEL_HEIGHT - 2 * edge
        pen = Pen(_WIDTH[layout], tall + 2 * edge, t.paper)
        body.draw(pen, Box(edge, edge, width, tall), lang=lang, fitted=layout == PANEL)
        return pen
    shrink = _letters(sheet, layout, lang, t)
    head, foot = _head(sheet, layout, t, shrink), _foot(sheet, layout, lang, t, shrink)
    top = edge + _tall(head) + _AIR[layout]
    below = _tall(foot) + 8 + _AIR[layout]
    if layout == NATURAL:
        tall = body.height(width)
        page = top + tall + below + edge * 0.7
    else:
        page, tall = SLIDE_HEIGHT, SLIDE_HEIGHT - top - below - edge * 0.6
    pen = Pen(_WIDTH[layout], page, t.paper)
    pen.rect(Box(edge, edge - 8, 36, 3), fill=t.accent)
    _write(pen, head, edge, edge, t)
    body.draw(pen, Box(edge, top, width, tall), lang=lang, fitted=layout == SLIDE)
    foot_top = page - edge * 0.6 - _tall(foot)
    pen.line([edge, edge + width], [foot_top - 6, foot_top - 6], colour=t.hairline)
    _write(pen, foot, edge, foot_top, t)
    return pen


def _letters(sheet: Sheet, layout: str, lang: str, t: Tokens) -> float:
    """How much smaller letters around a slide must be so that its picture keeps most of the room."""
    shrink = 1.0
    while layout == SLIDE and shrink > _LEAST_LETTERS:
        frame = _tall(_head(sheet, layout, t, shrink)) + _tall(_foot(sheet, layout, lang, t, shrink))
        if frame <= _FRAME_SHARE * SLIDE_HEIGHT:
            break
        shrink -= _STEP
    return shrink


def _write(pen: Pen, blocks: Sequence[_Block], left: float, top: float, t: Tokens) -> None:
    for block in blocks:
        top += block.before
        if block.chip:
            tall = block_height(block.lines)
            wide = max(sum(run.width for run in line) for line in block.lines)
            pen.rect(Box(left, top, wide + 20, tall + 2 * _CHIP), fill=t.accent_soft, radius=5)
            pen.text(block.lines, left + 10, top + _CHIP)
            top += 2 * _CHIP
        else:
            pen.text(block.lines, left, top, url=block.url)
        top += block_height(block.lines)
