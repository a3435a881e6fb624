"""Charts as pictures: every kind of the app, drawn by matplotlib with the numbers, colours and words of its plotly figure."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go
import pytest
from matplotlib.colors import to_hex, to_rgba
from matplotlib.text import Text
from plotly.colors import find_intermediate_color, hex_to_rgb

from tests.views.pictured import KINDS, chart
from views.pictures import UnknownFeature
from views.pictures.axes import rows_of
from views.pictures.bodies import best_columns
from views.pictures.charts import draw_chart, natural_height
from views.pictures.pen import Box, Pen
from views.pictures.words import Run, parse
from views.theme import atlas_template, tokens

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH = 736.0
EVERY = [(kind, lang, theme) for kind in KINDS for lang in ("id", "en") for theme in ("light", "dark")]
CLEAR = (0.0, 0.0, 0.0, 0.0)


@cache
def drawn(kind: str, lang: str, theme: str) -> tuple[go.Figure, Pen, Axes]:
    figure = chart(kind, lang, theme).figure
    pen = Pen(WIDTH, natural_height(figure, WIDTH, 1.0), tokens(theme).paper)
    draw_chart(pen, figure, Box(0, 0, WIDTH, pen.height), 1.0)
    return figure, pen, pen.figure.axes[0]


def found(axes: Axes, gid: str) -> Any:
    """The artist of that name, None if there is none."""
    named = [artist for artist in axes.get_children() if artist.get_gid() == gid]
    assert len(named) <= 1
    return named[0] if named else None


def numbers(values: Any, names: list[str] | None = None) -> np.ndarray:
    """Values of a trace as plotly has them; a name is its position."""
    if values is None:
        return np.array([])
    return np.array(
        [np.nan if v is None else names.index(v) if isinstance(v, str) else v for v in values], dtype=float
    )


def each(value: Any, n: int) -> list[Any]:
    return list(value) if hasattr(value, "__len__") and not isinstance(value, str) else [value] * n


def words(pen: Pen) -> list[str]:
    return [artist.get_text() for artist in pen.figure.artists if isinstance(artist, Text)]


@pytest.mark.parametrize(("kind", "lang", "theme"), EVERY)
def test_lines_are_those_of_the_figure(kind: str, lang: str, theme: str) -> None:
    figure, _pen, axes = drawn(kind, lang, theme)
    for i, trace in enumerate(figure.data):
        line = found(axes, f"trace-{i}-line")
        wanted = trace.type == "scatter" and "lines" in (trace.mode or "lines")
        assert (line is not None) == wanted
        if not wanted:
            continue
        np.testing.assert_array_equal(line.get_xdata(), numbers(trace.x))
        np.testing.assert_array_equal(line.get_ydata(), numbers(trace.y))
        assert to_hex(line.get_color()[:3]).upper() == trace.line.color.upper()
        assert line.get_color()[3] == pytest.approx(1.0 if trace.opacity is None else trace.opacity)
        assert line.get_linewidth() == (2 if trace.line.width is None else trace.line.width)
        assert line.is_dashed() == (trace.line.dash not in (None, "solid"))


@pytest.mark.parametrize(("kind", "lang", "theme"), EVERY)
def test_points_are_those_of_the_figure(kind: str, lang: str, theme: str) -> None:
    figure, _pen, axes = drawn(kind, lang, theme)
    for i, trace in enumerate(figure.data):
        points = found(axes, f"trace-{i}-points")
        if trace.type != "scatter" or "markers" not in trace.mode:
            assert points is None
            continue
        at = np.column_stack([numbers(trace.x), numbers(trace.y)])
        there = np.flatnonzero(~np.isnan(at).any(axis=1))
        if not len(there):
            assert points is None
            continue
        np.testing.assert_array_equal(points.get_offsets(), at[there])
        n, marker = len(at), trace.marker
        colours, symbols, sizes = each(marker.color, n), each(marker.symbol, n), each(marker.size, n)
        rims, widths = each(marker.line.color, n), each(marker.line.width, n)
        share = (1.0 if trace.opacity is None else trace.opacity) * (
            1.0 if marker.opacity is None else marker.opacity
        )
        faces, edges = points.get_facecolor(), points.get_edgecolor()
        for k, j in enumerate(there):
            hollow = "open" in (symbols[j] or "")
            face, edge = faces[k % len(faces)], edges[k % len(edges)]
            colour = colours[j] or figure.layout.template.layout.colorway[i % 8]
            assert tuple(face) == pytest.approx(CLEAR if hollow else to_rgba(colour, share))
            if widths[j] and (hollow or rims[j]):
                assert tuple(edge) == pytest.approx(to_rgba(colour if hollow else rims[j], share))
        assert [size**0.5 for size in points.get_sizes()] == pytest.approx([sizes[j] for j in there])


@pytest.mark.parametrize(("kind", "lang", "theme"), EVERY)
def test_fills_are_those_of_the_figure(kind: str, lang: str, theme: str) -> None:
    figure, _pen, axes = drawn(kind, lang, theme)
    for i, trace in enumerate(figure.data):
        filled = trace.type == "scatter" and trace.fill not in (None, "none")
        patch = found(axes, f"trace-{i}-fill")
        assert (patch is not None) == filled
        if filled:
            assert to_hex(patch.get_facecolor()).upper() == trace.fillcolor.upper()
            corners = {
                (x, y)
                for x, y in zip(numbers(trace.x), numbers(trace.y), strict=True)
                if not np.isnan([x, y]).any()
            }
            assert corners <= {tuple(corner) for corner in patch.get_path().vertices}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["bands", "contributions", "chance"])
def test_bars_are_those_of_the_figure(kind: str, theme: str) -> None:
    figure, _pen, axes = drawn(kind, "id", theme)
    ends: dict[float, float] = {}
    for i, trace in enumerate(figure.data):
        if trace.type != "bar":
            continue
        bars = found(axes, f"trace-{i}-bars")
        flat = trace.orientation == "h"
        at, size = numbers(trace.y if flat else trace.x), numbers(trace.x if flat else trace.y)
        boxes = [path.get_extents() for path in bars.get_paths()]
        assert len(boxes) == np.count_nonzero(~np.isnan(size))
        bases = each(trace.base, len(at))
        for a, s, base, box, colour in zip(
            at, size, bases, boxes, each(trace.marker.color, len(at)), strict=True
        ):
            low = base if base is not None else ends.get(a, 0.0)
            drawn_ends = (box.x0, box.x1) if flat else (box.y0, box.y1)
            assert drawn_ends == pytest.approx((low, low + s))
            middle = (box.y0 + box.y1) / 2 if flat else (box.x0 + box.x1) / 2
            assert middle == pytest.approx(a)
            ends[a] = low + s
            assert to_hex(colour) in {to_hex(face[:3]) for face in bars.get_facecolor()}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_cells_have_the_colours_of_plotlys_scale(theme: str) -> None:
    figure, _pen, axes = drawn("correlations", "en", theme)
    trace, cells = figure.data[0], found(axes, "trace-0-cells")
    z = np.asarray(trace.z, dtype=float)
    wanted = []
    for share in ((v - trace.zmin) / (trace.zmax - trace.zmin) for v in z[~np.isnan(z)]):
        low, high = next(pair for pair in pairwise(trace.colorscale) if share <= pair[1][0] + 1e-12)
        ends = [tuple(part / 255 for part in hex_to_rgb(colour)) for _at, colour in (low, high)]
        wanted.append(find_intermediate_color(*ends, (share - low[0]) / (high[0] - low[0])))
    assert np.abs(cells.get_facecolor()[:, :3] - np.array(wanted)).max() < 0.005


@pytest.mark.parametrize(("kind", "lang", "theme"), EVERY)
def test_axes_end_where_those_of_the_figure_do(kind: str, lang: str, theme: str) -> None:
    figure, _pen, axes = drawn(kind, lang, theme)
    for axis, ends in ((figure.layout.xaxis, axes.get_xlim()), (figure.layout.yaxis, axes.get_ylim())):
        if axis.range is not None:
            assert ends == pytest.approx(tuple(axis.range))


@pytest.mark.parametrize(("kind", "lang", "theme"), EVERY)
def test_every_word_of_the_figure_stands_in_the_picture(kind: str, lang: str, theme: str) -> None:
    figure, pen, _axes = drawn(kind, lang, theme)
    layout, said = figure.layout, words(pen)
    wanted = [note.text for note in layout.annotations]
    wanted += [
        text
        for trace in figure.data
        if trace.type == "scatter" and "text" in trace.mode
        for text in trace.text
    ]
    for axis in (layout.xaxis, layout.yaxis):
        if axis.visible is not False and axis.range is not None:
            low, high = sorted(axis.range)
            ticks = zip(each(axis.tickvals, 0), each(axis.ticktext, 0), strict=False)
            wanted += [text for at, text in ticks if low <= at <= high]
    runs = [
        run.text.strip(" ")
        for text in wanted
        if text
        for line in parse(text, Run("", 12, "#000000"))
        for run in line
    ]
    missing = [text for text in runs if text and text not in said]
    assert missing == []


def test_half_of_the_rows_are_drawn_as_the_whole_is() -> None:
    figure = chart("ranking", "id", "light").figure
    count = rows_of(figure)
    pen = Pen(400, 400, "#FFFFFF")
    draw_chart(pen, figure, Box(0, 0, 400, 400), 1.0, (count // 2, count))
    points = found(pen.figure.axes[0], "trace-0-points")
    rows = numbers(figure.data[0].y)
    assert len(points.get_offsets()) == np.count_nonzero(rows >= count // 2)
    said = words(pen)
    assert figure.layout.yaxis.ticktext[-1] in said
    assert figure.layout.yaxis.ticktext[0] not in said


def test_tall_charts_get_columns_on_a_slide_and_no_row_is_lost() -> None:
    gaps, width, room = chart("gaps", "id", "light"), 896.0, 300.0
    columns, zoom = best_columns(gaps, width, room)
    assert columns > 1
    assert zoom > room / gaps.figure.layout.height
    from views.pictures.bodies import ChartBody

    pen = Pen(960, 540, "#FFFFFF")
    ChartBody(gaps).draw(pen, Box(32, 100, width, room), lang="id", fitted=True)
    offsets = [
        found(axes, f"trace-{i}-points") for axes in pen.figure.axes for i in range(len(gaps.figure.data))
    ]
    shown = sum(len(points.get_offsets()) for points in offsets if points is not None)
    expected = sum(
        np.count_nonzero(~np.isnan(numbers(trace.y)) & ~np.isnan(numbers(trace.x)))
        for trace in gaps.figure.data
        if "markers" in trace.mode
    )
    assert shown == expected


# What is not known is refused -------------------------------------------------------------------------------------------


def bare(trace: Any = None, **layout: Any) -> go.Figure:
    figure = go.Figure()
    figure.update_layout(template=atlas_template("light", "id"), height=200)
    ticks = {"tickvals": [1, 2], "ticktext": ["1", "2"]}
    figure.update_xaxes(**ticks)
    figure.update_yaxes(**ticks)
    figure.add_trace(trace or go.Scatter(x=[1, 2], y=[1, 2], mode="lines"))
    return figure.update_layout(**layout)


def attempt(figure: go.Figure) -> Pen:
    pen = Pen(300, 200, "#FFFFFF")
    draw_chart(pen, figure, Box(0, 0, 300, 200), 1.0)
    return pen


def arrow() -> go.Figure:
    return bare().add_annotation(x=1, y=1, text="here")


def rich(text: str) -> go.Figure:
    return bare().add_annotation(x=1, y=1, text=text, showarrow=False)


REFUSED = {
    "pie": bare(go.Pie(values=[1, 2])),
    "filled area": bare(go.Scatter(x=[1, 2], y=[1, 2], mode="lines", fill="tozeroy")),
    "spline": bare(go.Scatter(x=[1, 2], y=[1, 2], mode="lines", line={"shape": "spline"})),
    "joined gaps": bare(go.Scatter(x=[1, 2], y=[1, 2], mode="lines", connectgaps=True)),
    "error bars": bare(go.Scatter(x=[1, 2], y=[1, 2], mode="lines", error_y={"value": 1})),
    "colour scale": bare(go.Scatter(x=[1, 2], y=[1, 2], mode="markers", marker={"color": [1, 2]})),
    "symbol": bare(go.Scatter(x=[1, 2], y=[1, 2], mode="markers", marker={"symbol": "hourglass"})),
    "dash": bare(go.Scatter(x=[1, 2], y=[1, 2], mode="lines", line={"dash": "5px,2px"})),
    "title": bare(title="A title of plotly’s own"),
    "second axis": bare(yaxis2={"overlaying": "y"}),
    "picture": bare(images=[{"source": "a.png"}]),
    "arrow": arrow(),
    "italics": rich("<i>here</i>"),
    "style": rich('<span style="text-decoration:underline">here</span>'),
    "ticks of plotly's": bare(xaxis={"tickvals": None}),
    "turned ticks": bare(xaxis={"tickangle": 45}),
    "grouped bars": bare(go.Bar(x=[1, 2], y=[1, 2]), barmode="group"),
    "circle": bare(shapes=[{"type": "circle", "x0": 0, "x1": 1, "y0": 0, "y1": 1}]),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_pictures_do_not_know_is_refused(name: str) -> None:
    with pytest.raises(UnknownFeature, match=r"Pictures do not know|need a text each"):
        attempt(REFUSED[name])


def test_the_plain_figure_of_these_tests_is_drawn() -> None:
    assert found(attempt(bare()).figure.axes[0], "trace-0-line") is not None


def test_a_logarithmic_axis_puts_equal_ratios_at_equal_distances() -> None:
    figure = bare(go.Scatter(x=[1, 10, 100], y=[1, 1.5, 2], mode="markers"))
    figure.update_xaxes(type="log", range=[0, 2], tickvals=[1, 10, 100], ticktext=["one", "ten", "hundred"])
    pen = attempt(figure)
    axes = pen.figure.axes[0]
    xs = [axes.transData.transform((x, 1))[0] for x in (1, 10, 100)]
    assert xs[1] - xs[0] == pytest.approx(xs[2] - xs[1])
    labels = {a.get_text(): a.get_position()[0] for a in pen.figure.artists if isinstance(a, Text)}
    assert [labels[t] for t in ("one", "ten", "hundred")] == pytest.approx(xs)


def test_no_line_crosses_a_gap() -> None:
    figure = bare(go.Scatter(x=[1, 2, 3, 4], y=[1, None, 1, 2], mode="lines"))
    line = found(attempt(figure).figure.axes[0], "trace-0-line")
    assert np.isnan(line.get_ydata()).tolist() == [False, True, False, False]


def test_an_annotation_stands_where_its_anchors_and_shifts_say() -> None:
    figure = bare()
    figure.add_annotation(
        x=1,
        xref="paper",
        y=0,
        yref="paper",
        xanchor="right",
        yanchor="top",
        xshift=-3,
        yshift=-24,
        text="A<br>longer",
        showarrow=False,
    )
    pen = attempt(figure)
    axes_box = pen.figure.axes[0].get_position()
    right, bottom = axes_box.x1 * pen.width, (1 - axes_box.y0) * pen.height
    lines = [a for a in pen.figure.artists if isinstance(a, Text) and a.get_text() in ("A", "longer")]
    assert all(line.get_position()[1] > bottom + 24 for line in lines)
    first, second = sorted(lines, key=lambda a: a.get_position()[1])
    assert (first.get_text(), second.get_text()) == ("A", "longer")
    longest = next(a for a in lines if a.get_text() == "longer")
    from views.pictures.engine import text_width

    middle = (
        right - 3 - text_width("longer", 13) / 2
    )  # lines stand in the middle of each other unless told otherwise
    assert longest.get_position()[0] == pytest.approx(middle)


def test_colours_of_a_text_follow_its_tags() -> None:
    lines = parse(
        '<b>A</b> <span style="color:#FF0000;font-size:9px">b &lt; c</span><br>d', Run("", 12, "#000000")
    )
    assert [[(r.text, r.size, r.colour, r.weight) for r in line] for line in lines] == [
        [("A", 12, "#000000", 700), (" ", 12, "#000000", 400), ("b < c", 9, "#FF0000", 400)],
        [("d", 12, "#000000", 400)],
    ]


def test_every_kind_of_chart_module_is_among_the_kinds() -> None:
    """A new chart has to be drawn here before it can be taken away."""
    import ast

    from tests.conftest import ROOT

    makers = {
        node.name
        for path in (ROOT / "views" / "charts").glob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and "Chart" in ast.unparse(node.returns or ast.Constant(0))
    }
    here = (ROOT / "tests" / "views" / "pictured.py").read_text(encoding="utf-8")
    pages = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "views").glob("*.py"))
    assert len(makers) > 15
    unseen = {name for name in makers if f"{name}(" not in here and f"{name}(" not in pages}
    assert unseen == set()
