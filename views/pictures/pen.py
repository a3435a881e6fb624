"""Drawing on a page whose units run from its top left corner, as on a screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from views.pictures.engine import FAMILY, POINTS, font, new_figure
from views.pictures.words import Line, Run, block_height, line_height, line_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Side = Literal["left", "center", "right"]
Level = Literal["top", "middle", "bottom"]
# From the middle of a line down to the foot of its letters, as a share of the size: half the height of a capital.
_FOOT = 0.355
TOP = 50
"""Above everything that lies in a plot."""


@dataclass(frozen=True)
class Box:
    """Part of a page in units."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.top + self.height


class Pen:
    """A page and what draws on it; positions and sizes are units, y downwards.

    Parameters
    ----------
    width, height
        Of the page.
    ground
        Its colour.
    """

    def __init__(self, width: float, height: float, ground: str) -> None:
        from matplotlib.transforms import Affine2D

        self.width, self.height, self.ground = width, height, ground
        self.figure: Figure = new_figure(width, height)
        self.figure.patch.set_facecolor(ground)
        flip = Affine2D().translate(0, -height).scale(1 / POINTS, -1 / POINTS)
        self.letters: dict[int, set[str]] = {}
        self.units = flip + self.figure.dpi_scale_trans

    def axes(self, box: Box) -> Axes:
        """An empty plot without axes of its own."""
        where = (
            box.left / self.width,
            1 - box.bottom / self.height,
            box.width / self.width,
            box.height / self.height,
        )
        axes = self.figure.add_axes(where)
        axes.set_axis_off()
        axes.patch.set_visible(False)
        return axes

    def text(
        self,
        lines: Sequence[Line],
        x: float,
        y: float,
        *,
        side: Side = "left",
        level: Level = "top",
        align: Side | None = None,
        halo: str = "",
        url: str = "",
    ) -> Box:
        """Write lines with their left, middle or right at `x` and their top, middle or bottom at `y`.

        `align` is how lines stand to each other, by default as they stand to `x`; `halo` is the colour of a rim that keeps
        letters legible over a map. Give back where they stand.
        """
        height = block_height(lines)
        width = max((line_width(line) for line in lines), default=0.0)
        left = x - {"left": 0.0, "center": 0.5, "right": 1.0}[side] * width
        top = y - {"top": 0.0, "middle": 0.5, "bottom": 1.0}[level] * height
        at = top
        for line in lines:
            tall = line_height(line)
            foot = at + tall / 2 + max(run.size for run in line) * _FOOT
            self._line(line, left, width, foot, align or side, halo=halo, url=url)
            at += tall
        return Box(left, top, width, height)

    def _line(self, line: Line, left: float, width: float, foot: float, align: Side, **look: Any) -> None:
        share = {"left": 0.0, "center": 0.5, "right": 1.0}[align]
        if len(line) == 1:
            # A browser measures letters itself; anchored on the right side, its rounding moves nothing.
            self._run(line[0], left + share * width, foot, align, **look)
            return
        x = left + share * (width - line_width(line))
        for run in line:
            self._run(run, x, foot, "left", **look)
            x += run.width

    def _run(self, run: Run, x: float, foot: float, anchor: Side, *, halo: str = "", url: str = "") -> None:
        from matplotlib.text import Text

        # A browser drops spaces at the ends of a text; they stand in the position instead.
        words = run.text.strip(" ")
        if not words:
            return
        self.letters.setdefault(run.weight, set()).update(words)
        if anchor == "left":
            x += Run(
                run.text[: len(run.text) - len(run.text.lstrip(" "))], run.size, run.colour, run.weight
            ).width
        if halo:
            self._halo(run, words, x, foot, anchor, halo)
        text = Text(
            x, foot, words, fontproperties=font(run.size, run.weight), color=run.colour, ha=anchor, va="baseline",
            transform=self.units, zorder=TOP + 1, clip_on=False, url=url or None,
        )  # fmt: skip
        self.figure.add_artist(text)

    def _halo(self, run: Run, words: str, x: float, foot: float, anchor: Side, colour: str) -> None:
        from matplotlib.patches import PathPatch
        from matplotlib.textpath import TextPath
        from matplotlib.transforms import Affine2D

        left = (
            x
            - {"left": 0.0, "center": 0.5, "right": 1.0}[anchor] * Run(words, run.size, "", run.weight).width
        )
        path = TextPath((0, 0), words, size=run.size, prop=font(run.size, run.weight))
        place = Affine2D().scale(1, -1).translate(left, foot) + self.units
        patch = PathPatch(
            path, transform=place, facecolor=colour, edgecolor=colour, linewidth=3, joinstyle="round",
            zorder=TOP, clip_on=False,
        )  # fmt: skip
        self.figure.add_artist(patch)

    def rect(
        self, box: Box, *, fill: str = "none", line: str = "none", width: float = 1.0, radius: float = 0.0,
        hatch: str = "", opacity: float = 1.0, z: float = TOP - 1,
    ) -> None:  # fmt: skip
        """Draw a rectangle; with `hatch`, the colour of slanted lines over it."""
        from matplotlib.patches import FancyBboxPatch, Rectangle

        look: dict[str, Any] = {
            "facecolor": fill, "edgecolor": line, "linewidth": width, "transform": self.units, "zorder": z, "alpha": opacity,
        }  # fmt: skip
        if radius:
            style = f"round,pad=0,rounding_size={radius}"
            patch: Any = FancyBboxPatch((box.left, box.top), box.width, box.height, boxstyle=style, **look)
        else:
            patch = Rectangle((box.left, box.top), box.width, box.height, **look)
        self.figure.add_artist(patch)
        if hatch:
            lines = Rectangle(
                (box.left, box.top), box.width, box.height, transform=self.units, zorder=z, fill=False, linewidth=0,
                hatch=HATCH, edgecolor=hatch,
            )  # fmt: skip
            self.figure.add_artist(lines)

    def circle(
        self, x: float, y: float, radius: float, *, fill: str, line: str = "none", width: float = 1.0, opacity: float = 1.0
    ) -> None:  # fmt: skip
        """Draw a circle."""
        from matplotlib.patches import Circle

        self.figure.add_artist(
            Circle((x, y), radius, facecolor=fill, edgecolor=line, linewidth=width, transform=self.units, zorder=TOP - 1, alpha=opacity)
        )  # fmt: skip

    def line(
        self, x: Sequence[float], y: Sequence[float], *, colour: str, width: float = 1.0, z: float = TOP - 1,
        dashes: Sequence[float] = (),
    ) -> None:  # fmt: skip
        """Draw a line through points."""
        from matplotlib.lines import Line2D

        style: Any = (0, tuple(dashes)) if dashes else "-"
        self.figure.add_artist(
            Line2D(list(x), list(y), color=colour, linewidth=width, linestyle=style, transform=self.units, zorder=z,
                   solid_capstyle="butt", dash_capstyle="butt")
        )  # fmt: skip


HATCH = "/" * 4
"""Slanted lines for places without data, as dense as on the screen."""
__all__ = ["FAMILY", "HATCH", "TOP", "Box", "Level", "Pen", "Side"]
