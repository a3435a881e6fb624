"""Keys beside a map: the legend of its classes or circles, and of the points laid over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from views.formatting import Absence, number, value_text
from views.i18n import translator
from views.legend import head_texts, legend_html
from views.markup import escape
from views.pointkinds import kind_colour, kind_names
from views.reference import reference_marks
from views.scenes import palette
from views.theme import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from views.figures import Figure, National


def map_key(
    figure: Figure, nation: National | None, *, lang: str, theme: str, neighbours: bool = False
) -> str:
    """Legend of a map: classes with histogram for rates, sizes of circles for counts; that `neighbours` count, where they do."""
    if figure.is_count:
        return circle_key(figure, lang=lang, theme=theme) + (_neighbours_note(lang) if neighbours else "")
    key = legend_html(
        figure.classes,
        palette(figure, theme),
        figure.classes.counts(figure.values),
        indicator_row=figure.row,
        year=figure.year,
        lang=lang,
        theme=theme,
        reference_marks=reference_marks(nation.reference, lang) if nation is not None else (),
        n_missing=len(figure.missing()),
        pickable=True,
    )
    return key + (_neighbours_note(lang) if neighbours else "")


def _neighbours_note(lang: str) -> str:
    _ = translator(lang)
    text = _(
        "Neighbours are coloured by the same legend and counted in it; a coloured outline marks the places chosen."
    )
    return f'<div class="atlas-small">{escape(text)}</div>'


def circle_key(figure: Figure, *, lang: str, theme: str) -> str:
    """Three circles with their values, the largest a round number near the highest value shown; missing places."""
    t, colour = tokens(theme), palette(figure, theme)[-1]
    name, rest = head_texts(figure.row, figure.year, lang)
    rows = "".join(_circle_row(value, figure, colour, lang) for value in round_sizes(figure))
    if figure.missing():
        words = counted(Absence.NO_DATA.text(lang), len(figure.missing()), lang)
        rows += (
            f'<div class="atlas-keyrow"><span class="atlas-hatch"></span><span>{escape(words)}</span></div>'
        )
    note = circle_note(lang)
    return (
        f'<div role="group" style="color:{t.ink};font-size:13px"><div style="font-weight:600">{escape(name)}</div>'
        f'<div class="atlas-small">{escape(rest)}</div>{rows}<div class="atlas-small">{escape(note)}</div></div>'
    )


def circle_note(lang: str) -> str:
    """How circles are to be read."""
    _ = translator(lang)
    return _("The area of a circle is proportional to the value.")


def counted(text: str, n: int, lang: str) -> str:
    """A text with how many places it holds for, in brackets."""
    return f"{text} ({number(n, 0, lang)})"


def _circle_row(value: float, figure: Figure, colour: str, lang: str) -> str:
    size = 2 * figure.radius(value)
    circle = f'<span style="width:{size:.0f}px;height:{size:.0f}px;border-radius:50%;background:{colour};opacity:.82"></span>'
    text = value_text(value, figure.row, lang, with_unit=False)
    return f'<div class="atlas-keyrow"><span class="atlas-keymark">{circle}</span><span>{escape(text)}</span></div>'


def round_sizes(figure: Figure) -> list[float]:
    """At most three round numbers up to the highest value shown, largest first; none where there is no value above 0."""
    highest = float(np.nanmax(figure.values.to_numpy(dtype=float), initial=0.0))
    if highest <= 0:
        return []
    power = 10.0 ** np.floor(np.log10(highest))
    top = float(power * max(step for step in (1, 2, 5) if step * power <= highest))
    sizes = [top, top / 4, top / 20]
    least = 10.0 ** -int(figure.row["decimals"])
    return [size for size in sizes if size >= least]


def points_key(chosen: Sequence[str], lang: str) -> str:
    """Names and colours of the points on the map; "" without any."""
    names = kind_names(lang)
    rows = "".join(
        f'<div class="atlas-keyrow"><span class="atlas-keymark"><span style="width:9px;height:9px;border-radius:50%;background:{kind_colour(kind)}">'
        f"</span></span><span>{escape(names[kind])}</span></div>"
        for kind in chosen
        if kind in names
    )
    return f'<div style="font-size:13px">{rows}</div>' if rows else ""
