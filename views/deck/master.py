"""The master of our decks: size, colours, letters and layouts, written once into ``master.pptx``.

An office that has a house style opens that file in its own program, changes how it looks, and saves it: a deck only asks for
the layouts below by name and for their placeholders by number. ``python -m views.deck.master`` writes it anew.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from views.deck.office import FONT, LOOK
from views.markup import escape

if TYPE_CHECKING:
    from pptx.presentation import Presentation

FILE = Path(__file__).with_name("master.pptx")
WIDTH, HEIGHT = 13.333, 7.5
"""Of a slide, in inches: 16:9."""
MARGIN = 0.6
INCH = 914_400
TITLE, SUBTITLE, SAID, SOURCE, NUMBER = 0, 13, 14, 15, 16
"""Numbers of the placeholders."""
_ACCENTS = ("#0F6B66", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#6E7B8B")
_NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)


@dataclass(frozen=True)
class Slot:
    """A placeholder: number, kind, name, place and letters; inches and points."""

    number: int
    kind: str
    name: str
    box: tuple[float, float, float, float]
    size: float
    colour: str = "tx1"
    bold: bool = False
    anchor: str = "t"


_WIDE = WIDTH - 2 * MARGIN
_FOOT = Slot(SOURCE, "body", "Source", (MARGIN, 6.72, _WIDE - 0.9, 0.52), 9, "tx2", anchor="b")
_AT = Slot(NUMBER, "sldNum", "Number", (WIDTH - MARGIN - 0.8, 6.94, 0.8, 0.3), 10, "tx2", anchor="b")
_HEAD = Slot(TITLE, "title", "Title", (MARGIN, 0.38, _WIDE, 0.95), 26, bold=True, anchor="b")
_UNDER = Slot(SUBTITLE, "body", "Subtitle", (MARGIN, 1.36, _WIDE, 0.46), 14, "tx2")
LAYOUTS: dict[str, tuple[Slot, ...]] = {
    "Cover": (
        Slot(TITLE, "title", "Title", (1.0, 2.0, WIDTH - 2.0, 1.9), 38, bold=True, anchor="b"),
        Slot(SUBTITLE, "body", "Subtitle", (1.0, 4.05, WIDTH - 2.0, 1.25), 18, "tx2"),
        Slot(SOURCE, "body", "Made", (1.0, 6.2, WIDTH - 2.0, 0.7), 12, "tx2", anchor="b"),
    ),
    "Agenda": (_HEAD, Slot(SAID, "body", "Agenda", (MARGIN, 1.75, _WIDE, 4.75), 18), _AT),
    "Figure": (_HEAD, _UNDER, Slot(SAID, "body", "Said", (9.55, 1.95, WIDTH - MARGIN - 9.55, 4.55), 15), _FOOT, _AT),
    "Table": (_HEAD, _UNDER, _FOOT, _AT),
}  # fmt: skip
"""Layout -> its placeholders."""
FIGURE_BOX = (MARGIN, 1.95, 8.7, 4.65)
"""Where a figure with words beside it lies: left, top, width, height in inches."""
WIDE_BOX = (MARGIN, 1.95, _WIDE, 4.65)


def slot(layout: str, number: int) -> Slot:
    """A placeholder of a layout as we made it."""
    return next(found for found in LAYOUTS[layout] if found.number == number)


def build() -> Presentation:
    """The master, made from what python-pptx brings: everything of its look is replaced."""
    from pptx import Presentation
    from pptx.util import Emu

    made = Presentation()
    made.slide_width, made.slide_height = Emu(round(WIDTH * INCH)), Emu(round(HEIGHT * INCH))
    _paint_theme(made)
    _clear(made.slide_master._element.cSld.spTree)  # noqa: SLF001 - python-pptx has no other way to a master's shapes
    tree = made.slide_master._element.cSld.spTree  # noqa: SLF001
    for at, found in enumerate((_HEAD, Slot(1, "body", "Text", WIDE_BOX, 16), _AT), start=2):
        tree.append(_shape(found, at))
    _letters(made.slide_master._element)  # noqa: SLF001
    layouts = list(made.slide_layouts)
    for layout, (name, slots) in zip(layouts, LAYOUTS.items(), strict=False):
        _lay_out(layout, name, slots)
    for layout in layouts[len(LAYOUTS) :]:
        made.slide_layouts.remove(layout)
    made.core_properties.title, made.core_properties.author = "", ""
    return made


def _paint_theme(made: Presentation) -> None:
    """Colours and letters of the theme, so that whoever adds to a deck adds in its style."""
    from pptx.opc.constants import RELATIONSHIP_TYPE

    t = LOOK
    part = made.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = part.blob.decode()
    named = {
        "dk1": t.ink,
        "lt1": "#FFFFFF",
        "dk2": t.muted,
        "lt2": t.paper,
        "hlink": t.accent,
        "folHlink": t.muted,
    }
    named |= {f"accent{at}": colour for at, colour in enumerate(_ACCENTS, start=1)}
    for name, colour in named.items():
        inside = f'<a:{name}><a:srgbClr val="{colour[1:]}"/></a:{name}>'
        text = re.sub(rf"<a:{name}>.*?</a:{name}>", inside, text, flags=re.DOTALL)
    text = re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', rf"\g<1>{FONT}", text)
    part._blob = re.sub(r'(<a:(?:theme|clrScheme|fontScheme)[^>]* name=")[^"]*', r"\g<1>Atlas", text).encode()  # noqa: SLF001


def _clear(tree: Any) -> None:
    for shape in [child for child in tree if child.tag.endswith(("}sp", "}pic", "}graphicFrame"))]:
        tree.remove(shape)


def _letters(master: Any) -> None:
    """Text of a body has no bullets and no indents unless a slide asks for them."""
    from pptx.oxml import parse_xml

    body = "".join(
        f'<a:lvl{n}pPr marL="0" indent="0" algn="l"><a:spcBef><a:spcPts val="600"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="1600"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr></a:lvl{n}pPr>'
        for n in range(1, 6)
    )
    title = '<a:lvl1pPr algn="l"><a:lnSpc><a:spcPct val="95000"/></a:lnSpc><a:defRPr sz="2600" b="1"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mj-lt"/></a:defRPr></a:lvl1pPr>'
    found = next(child for child in master if child.tag.endswith("}txStyles"))
    fresh = parse_xml(
        f"<p:txStyles {_NS}><p:titleStyle>{title}</p:titleStyle><p:bodyStyle>{body}</p:bodyStyle><p:otherStyle/></p:txStyles>"
    )
    master.replace(found, fresh)


def _lay_out(layout: Any, name: str, slots: tuple[Slot, ...]) -> None:
    element = layout._element  # noqa: SLF001
    element.attrib.pop("type", None)
    element.set("userDrawn", "1")
    layout.name = name
    tree = element.cSld.spTree
    _clear(tree)
    tree.append(_bar(name))
    for at, found in enumerate(slots, start=3):
        tree.append(_shape(found, at))


def _bar(layout: str) -> Any:
    """The one ornament: a bar of the accent, beside a cover's title, at the edge of any other slide."""
    from pptx.oxml import parse_xml

    box = (0.0, 2.0, 0.18, 3.3) if layout == "Cover" else (0.0, 0.46, 0.12, 0.84)
    return parse_xml(
        f'<p:sp {_NS}><p:nvSpPr><p:cNvPr id="2" name="Bar"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr>{_frame(box)}<a:solidFill><a:schemeClr val="accent1"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
        '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-US"/></a:p></p:txBody></p:sp>'
    )


def _frame(box: tuple[float, float, float, float]) -> str:
    x, y, width, height = (round(inches * INCH) for inches in box)
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'


def _shape(found: Slot, at: int) -> Any:
    from pptx.oxml import parse_xml

    number = "" if found.number == TITLE else f' idx="{found.number}"'
    inside = (
        '<a:r><a:rPr lang="en-US"/><a:t>‹#›</a:t></a:r>'
        if found.kind != "sldNum"
        else '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="en-US"/><a:t>‹#›</a:t></a:fld>'
    ).replace("‹#›", "‹#›" if found.kind == "sldNum" else escape(found.name))
    align = ' algn="r"' if found.kind == "sldNum" else ""
    bold = ' b="1"' if found.bold else ' b="0"'
    return parse_xml(
        f'<p:sp {_NS}><p:nvSpPr><p:cNvPr id="{at}" name="{found.name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="{found.kind}"{number}/></p:nvPr></p:nvSpPr><p:spPr>{_frame(found.box)}</p:spPr>'
        f'<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{found.anchor}"><a:noAutofit/></a:bodyPr>'
        f'<a:lstStyle><a:lvl1pPr{align}><a:defRPr sz="{round(found.size * 100)}"{bold}><a:solidFill><a:schemeClr val="{found.colour}"/></a:solidFill>'
        f"</a:defRPr></a:lvl1pPr></a:lstStyle><a:p>{inside}</a:p></p:txBody></p:sp>"
    )


def main() -> int:
    """Write the file."""
    build().save(str(FILE))
    print(FILE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
