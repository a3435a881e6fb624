"""Small things that python-pptx has no names for: colours, pieces of XML, gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from views.theme import tokens

if TYPE_CHECKING:
    from pptx.chart.chart import Chart as OfficeChart

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
LOOK = tokens("light")
"""Colours of whatever leaves the app, as the theme has them."""
FONT = "Arial"
"""Every office program has it or a font of the same widths; our own letters would be replaced where they are not installed."""
DECLARED = f'xmlns:c="{CHART}" xmlns:a="{DRAWING}"'


def rgb(colour: str) -> Any:
    """``#RRGGBB`` as python-pptx wants it."""
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(colour.lstrip("#"))


def xml(text: str) -> Any:
    """An element of a chart from its text, which declares its namespaces with `DECLARED`."""
    from pptx.oxml import parse_xml

    return parse_xml(text)


def describe(frame: Any, name: str, alt: str) -> None:
    """Name a chart or table, and say it in words for those who do not see it."""
    frame.name = name
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)  # noqa: SLF001 - python-pptx has no other way to an alt text


def open_gaps(chart: OfficeChart) -> None:
    """What is missing is left open, never zero and never bridged."""
    space = chart._chartSpace  # noqa: SLF001
    for point in space.findall(f".//{{{CHART}}}pt"):
        value = point.find(f"{{{CHART}}}v")
        if value is not None and value.text in ("None", "nan"):
            point.getparent().remove(point)
    inside = space.find(f"{{{CHART}}}chart")
    blank = inside.find(f"{{{CHART}}}dispBlanksAs")
    if blank is None:
        blank = xml(f"<c:dispBlanksAs {DECLARED}/>")
        inside.find(f"{{{CHART}}}plotVisOnly").addnext(blank)
    blank.set("val", "gap")


def place_plot(chart: OfficeChart, shares: tuple[float, float, float, float]) -> None:
    """Put the plot itself at left, top, width and height, as shares of the chart's box."""
    inside = "".join(f'<c:{name} val="{share:.4f}"/>' for name, share in zip("xywh", shares, strict=True))
    fresh = xml(
        f'<c:layout {DECLARED}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>{inside}</c:manualLayout></c:layout>'
    )
    area = chart._chartSpace.find(f".//{{{CHART}}}plotArea")  # noqa: SLF001
    old = area.find(f"{{{CHART}}}layout")
    if old is not None:
        area.remove(old)
    area.insert(0, fresh)
