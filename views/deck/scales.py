"""Axes of a native chart: ends, steps, and numbers written as on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from views.deck.ends import NUMBER, Ends, has_words
from views.deck.office import CHART, DECLARED, DRAWING, LOOK, rgb, xml

if TYPE_CHECKING:
    from pptx.chart.chart import Chart as OfficeChart

    from views.deck.series import Drawn
    from views.pictures.axes import Axis


def number_format(axis: Axis, lang: str) -> str:
    """Format of an axis in the code of office programs: as many decimals, and the same words after it, as its ticks have."""
    mark = "," if lang == "id" else "."
    decimals, suffix, power = 0, "", 0
    for at, text in axis.ticks:
        found = NUMBER.match(text)
        if not found or not at:
            continue
        _whole, _mark, rest = found[0].partition(mark)
        decimals, suffix = max(decimals, len(rest)), text[found.end() :].strip()
        plain = found[0].replace("−", "-").replace("\u00a0", "").replace("\u202f", "")
        said = float(plain.replace("." if lang == "id" else ",", "").replace(mark, "."))
        power = max(power, round(len(str(round(abs(at / said)))) / 3) if said and abs(at / said) > 900 else 0)
    zeros = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    space = "" if suffix == "%" else " "
    whole = zeros + "," * power + (f'"{space}{suffix}"' if suffix else "")
    return f"{whole};;" if _is_of_ranks(axis) else whole


def _is_of_ranks(axis: Axis) -> bool:
    """Whether an axis begins with a first rank: none is called zero."""
    at = [value for value, text in axis.ticks if text]
    return len(at) > 1 and min(at) >= 0 and (min(at) == 1.0 or axis.low > axis.high)


def dress_axes(chart: OfficeChart, found: Drawn, lang: str) -> None:
    """Set both axes of a chart."""
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK

    across, up = chart.category_axis, chart.value_axis
    if found.kind == "scatter":
        _numbers(across, found.x, found.across, lang, hidden=False)
        ends = Ends(-0.5, len(found.rows) - 0.5) if found.rows else found.up
        _numbers(up, found.y, ends, lang, hidden=bool(found.rows))
        up.reverse_order = not found.rows and found.y.low > found.y.high
        _make_room(up, found)
        return
    across.format.line.color.rgb = rgb(LOOK.hairline)
    across.major_tick_mark, across.has_major_gridlines = XL_TICK_MARK.NONE, False
    across.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if found.kind == "bar":
        _numbers(up, found.x, found.across, lang, hidden=False)
        across.reverse_order = True
        up.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
        chart.plots[0].gap_width, chart.plots[0].overlap = 60, 100
    else:
        _numbers(up, found.y, found.up, lang, hidden=False)
        up.reverse_order = found.y.low > found.y.high
        if up.reverse_order:  # the first rank is on top, the years stay below
            across.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
        _skip_years(across, found)


def _skip_years(across: Any, found: Drawn) -> None:
    """At most seven years are written, and never aslant."""
    years = {int(at) for one in found.series for at in one.x}
    across.tick_labels.font.bold = False  # makes the element whose letters may not be turned
    across._element.find(f"{{{CHART}}}txPr").find(f"{{{DRAWING}}}bodyPr").set("rot", "0")  # noqa: SLF001
    step = max(1, -(-(max(years) - min(years)) // 6)) if years else 1
    skip = xml(f'<c:tickLblSkip {DECLARED} val="{step}"/>')
    across._element.find(f"{{{CHART}}}noMultiLvlLbl").addprevious(skip)  # noqa: SLF001


def _make_room(axis: Any, found: Drawn) -> None:
    """Words that stand over the plot need room above its highest value."""
    n = len(found.rows)
    heights = [
        n - 1 - y if n else y
        for one in found.series
        if one.labels and one.line is None and one.marker is None
        for y in one.y
        if y is not None
    ]
    top = axis.maximum_scale
    if heights and max(heights) > top and not axis.reverse_order:
        axis.maximum_scale = max(heights) + (top - axis.minimum_scale) * 0.04


def _numbers(axis: Any, found: Axis, ends: Ends, lang: str, *, hidden: bool) -> None:
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK

    axis.minimum_scale, axis.maximum_scale = ends.low, ends.high
    axis.has_minor_gridlines = False
    axis.major_tick_mark = XL_TICK_MARK.NONE
    _cross_low(axis)
    axis.format.line.color.rgb = rgb(LOOK.hairline)
    texts = [text for _at, text in found.ticks if text]
    if hidden or not texts or has_words(found):
        axis.has_major_gridlines = False
        axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
        axis.format.line.fill.background()
        return
    axis.has_major_gridlines = found.grid
    if found.grid:
        axis.major_gridlines.format.line.color.rgb = rgb(LOOK.grid)
    if ends.step:
        axis.major_unit = ends.step
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = (
        number_format(found, lang),
        False,
    )
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW


def _cross_low(axis: Any) -> None:
    """The other axis stands at the low end, wherever zero is."""
    from pptx.enum.chart import XL_AXIS_CROSSES

    axis.crosses = XL_AXIS_CROSSES.MINIMUM
