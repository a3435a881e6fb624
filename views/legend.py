"""Legend of a map as HTML: histogram in class colours, closed limits, counts, reference marks, no-data hatch.

Bars are a picture and not SVG in the page: Streamlit's sanitiser (``st.html``, DOMPurify's HTML profile) removes SVG. All
styles stand inside the tags, so the legend looks the same in the app, in an export and in an e-mail.
"""

from __future__ import annotations

import base64
import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from analytics.classify import Classes
from views.formatting import Row, class_label, is_missing, number, unit_text, value_text, year_text
from views.i18n import pick, translator
from views.markup import HIDDEN, escape
from views.picking import class_token, pick_button, pick_mark
from views.reference import ReferenceMark, mark_text
from views.theme import Tokens, tokens

if TYPE_CHECKING:
    import pandas as pd

GLYPHS = ("▲", "△", "◆", "◇")
BINS = 28
MARK_PX = 13


def legend_html(  # noqa: PLR0913 - options, each with its meaning
    classes: Classes,
    palette: Sequence[str],
    counts: Sequence[int],
    *,
    indicator_row: Row,
    year: int | str | None,
    lang: str,
    theme: str,
    reference_marks: Sequence[ReferenceMark] = (),
    n_missing: int = 0,
    histogram: pd.DataFrame | None = None,
    title: bool = True,
    pickable: bool = False,
) -> str:
    """Build the legend; readable from 260 px of width up.

    Parameters
    ----------
    classes
        Limits pooled over everything the map shows.
    palette
        One ``#RRGGBB`` a class, lowest first (`views.theme.sequential` or ``diverging``).
    counts
        Places shown in each class, lowest first (``classes.counts(values)``).
    indicator_row
        The indicator's record in the catalogue.
    year
        Year or years the values are of; None where they have none.
    lang, theme
        "id" or "en"; "light" or "dark".
    reference_marks
        Values to mark under the histogram, at most four.
    n_missing
        Places shown without a value: their row with the hatch; no row at 0.
    histogram
        Bars from ``classes.histogram``; default: made here, without a long tail that would flatten the rest.
    title
        Whether name, unit and year stand above.
    pickable
        Whether a click on a class marks its places (``data-pick``, see ``static/atlas-pick.js``).

    Returns
    -------
    str
        One HTML element, all text escaped.

    Raises
    ------
    ValueError
        If there is not one colour and one count for each class.
    """
    if not classes.k:
        # Nothing to colour: what remains is the name, and the row of places without data.
        palette, counts = (), ()
    if not classes.k == len(palette) == len(counts):
        msg = f"`palette` and `counts` must have one entry a class ({classes.k}), they have {len(palette)}, {len(counts)}."
        raise ValueError(msg)
    t, _ = tokens(theme), translator(lang)
    name = pick(indicator_row, "name", lang)
    head = _head(indicator_row, year, lang, t) if title else ""
    bars = (
        _bars(classes, palette, reference_marks, histogram, indicator_row, lang, t, pickable=pickable)
        if classes.k
        else ""
    )
    body = _rows(classes, palette, counts, n_missing, indicator_row, lang, t, pickable=pickable)
    label = escape(_("Legend: {name}").format(name=name))
    return (
        f'<div role="group" aria-label="{label}" style="color:{t.ink};font-size:13px;line-height:1.4;'
        f'font-variant-numeric:tabular-nums;max-width:420px">{head}{bars}{body}</div>'
    )


def head_texts(row: Row, year: int | str | None, lang: str) -> tuple[str, str]:
    """Name of the indicator; its unit and the year or years."""
    when = "" if year is None else str(year) if isinstance(year, str) else year_text(year)
    return pick(row, "name", lang), ", ".join(part for part in (unit_text(row, lang), when) if part)


def _head(row: Row, year: int | str | None, lang: str, t: Tokens) -> str:
    name, rest = head_texts(row, year, lang)
    return (
        f'<div style="font-weight:600">{escape(name)}</div>'
        f'<div style="color:{t.muted};font-size:12px;margin-bottom:6px">{escape(rest)}</div>'
    )


def _bars(
    classes: Classes,
    palette: Sequence[str],
    marks: Sequence[ReferenceMark],
    histogram: pd.DataFrame | None,
    row: Row,
    lang: str,
    t: Tokens,
    *,
    pickable: bool,
) -> str:
    frame = histogram_of(classes) if histogram is None else histogram
    low, high = float(frame["left"].iloc[0]), float(frame["right"].iloc[-1])
    if high <= low:
        # All values equal: the one row of the key says everything, a histogram of one bar nothing.
        return _mark_lines(marks, row, lang, t)
    boxes = _boxes(frame, palette, low, high, t) + (_handles(classes, low, high) if pickable else "")
    points = "".join(_point(glyph, m.value, low, high, i) for i, (glyph, m) in enumerate(shown_marks(marks)))
    label = escape(_histogram_text(classes, row, lang))
    return (
        f'<div role="img" aria-label="{label}">'
        f'<div style="position:relative;height:52px;border-bottom:1px solid {t.muted}">{boxes}</div>'
        f'<div style="position:relative;height:{max(len(shown_marks(marks)), 1) * MARK_PX}px;font-size:12px;'
        f'line-height:{MARK_PX}px">{points}</div></div>'
        f"{_ends(classes, high, row, lang, t)}{_mark_lines(marks, row, lang, t)}"
    )


def histogram_of(classes: Classes) -> pd.DataFrame:
    """Bars of a legend: ``left, right, density, class``, without a long tail that would flatten the rest."""
    return classes.histogram(BINS, upper=_upper(classes))


def _upper(classes: Classes) -> float | None:
    """Where to end the histogram: before a tail of 2 % of the values that would take two thirds of the width."""
    low, high, most = classes.edges[0], classes.edges[-1], classes.quantile(0.98)
    return most if 0 < (most - low) < (high - low) / 3 else None


def _boxes(frame: pd.DataFrame, palette: Sequence[str], low: float, high: float, t: Tokens) -> str:
    """Bars as one picture, a path a class: half the bytes of a box a bar, and it is sent on every rerun."""
    width, tallest = high - low, float(frame["density"].max()) or 1.0
    paths: dict[int, str] = {}
    for left, right, density, number_ in frame[["left", "right", "density", "class"]].itertuples(index=False):
        if density > 0:
            a, b = round((left - low) / width * 1000), round((right - low) / width * 1000)
            top = 100 - max(round(density / tallest * 100), 3)
            paths[int(number_)] = paths.get(int(number_), "") + f"M{a} 100V{top}H{b}V100z"
    shapes = "".join(f'<path fill="{palette[number_]}" d="{d}"/>' for number_, d in paths.items())
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 100" preserveAspectRatio="none">'
        f'<g stroke="{t.faint}" vector-effect="non-scaling-stroke">{shapes}</g></svg>'
    )
    data = base64.b64encode(svg.encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{data}" alt="" style="display:block;width:100%;height:52px;max-width:none" />'


def _handles(classes: Classes, low: float, high: float) -> str:
    """What takes a click on a class's bars: the rows below are the way for a keyboard and a screen reader."""
    ends = [min(max((edge - low) / (high - low), 0.0), 1.0) * 100 for edge in classes.edges]
    style = "position:absolute;top:0;height:100%"
    return "".join(
        f'<span data-pick="{class_token(i + 1)}" style="{style};left:{a:.2f}%;width:{b - a:.2f}%"></span>'
        for i, (a, b) in enumerate(itertools.pairwise(ends))
    )


def shown_marks(marks: Sequence[ReferenceMark]) -> list[tuple[str, ReferenceMark]]:
    """Marks that have a value, each with its sign."""
    return list(zip(GLYPHS, [m for m in marks if not is_missing(m.value)], strict=False))


def _point(glyph: str, value: float, low: float, high: float, lane: int) -> str:
    glyph, at = mark_place(glyph, value, low, high)
    where = f"position:absolute;left:{at * 100:.2f}%;top:{lane * MARK_PX}px;transform:translateX(-50%)"
    return f'<span style="{where}">{glyph}</span>'


def mark_place(glyph: str, value: float, low: float, high: float) -> tuple[str, float]:
    """Sign of a mark and where it stands on the axis, 0 to 1; one that lies outside stands at the end as an arrow."""
    glyph = "◂" if value < low else "▸" if value > high else glyph
    return glyph, min(max((value - low) / (high - low), 0.0), 1.0)


def end_texts(classes: Classes, high: float, row: Row, lang: str) -> tuple[str, str, str]:
    """What stands under the ends of the histogram, and a note where it does not reach the highest value ("" where it does)."""
    _ = translator(lang)
    first, last = (number(classes.edges[end], classes.decimals, lang) for end in (0, -1))
    right, note = last, ""
    if high < classes.edges[-1]:
        right = number(high, int(row["decimals"]), lang) + " ›"
        note = _("The histogram ends here; the highest value is {value}.").format(value=last)
    return first, right, note


def _ends(classes: Classes, high: float, row: Row, lang: str, t: Tokens) -> str:
    first, right, note = end_texts(classes, high, row, lang)
    text = (
        f'<div style="display:flex;justify-content:space-between;font-size:12px;color:{t.muted}">'
        f"<span>{first}</span><span>{right}</span></div>"
    )
    return text + (f'<div style="font-size:12px;color:{t.muted}">{escape(note)}</div>' if note else "")


def _mark_lines(marks: Sequence[ReferenceMark], row: Row, lang: str, t: Tokens) -> str:
    return "".join(
        f'<div style="font-size:12px;color:{t.ink}"><span aria-hidden="true">{glyph}</span> '
        f"{escape(mark_text(mark, row, lang))}</div>"
        for glyph, mark in shown_marks(marks)
    )


def _histogram_text(classes: Classes, row: Row, lang: str) -> str:
    _ = translator(lang)
    text = _("Histogram of {n} values of {name}, from {low} to {high}, in {k} classes")
    return text.format(
        n=number(classes.n, 0, lang),
        name=pick(row, "name", lang),
        low=value_text(classes.edges[0], row, lang),
        high=value_text(classes.edges[-1], row, lang),
        k=classes.k,
    )


def class_labels(classes: Classes, lang: str) -> list[str]:
    """Limits of each class, lowest first."""
    return [class_label(classes.edges, i, classes.decimals, lang) for i in range(classes.k)]


def closed_note(classes: Classes, lang: str) -> str:
    """Which limits belong to a class; "" where there is only one."""
    _ = translator(lang)
    text = _("Each class includes its lower limit and not its upper one; the last includes both.")
    return text if classes.k > 1 else ""


def _rows(
    classes: Classes,
    palette: Sequence[str],
    counts: Sequence[int],
    n_missing: int,
    row: Row,
    lang: str,
    t: Tokens,
    *,
    pickable: bool,
) -> str:
    _ = translator(lang)
    labels = class_labels(classes, lang)
    swatches = [f"background:{colour}" for colour in palette]
    groups = [class_token(i + 1) if pickable else "" for i in range(classes.k)]
    cells = zip(swatches, labels, counts, groups, strict=True)
    lines = [_row(s, label, n, lang, t, group) for s, label, n, group in cells]
    if n_missing:
        lines.append(
            _row(hatch_style(t), _("No data"), n_missing, lang, t, class_token(0) if pickable else "")
        )
    look = f"border:0;padding:1px 0;font-size:12px;font-weight:400;color:{t.muted};text-align:"
    heads = {_("Class"): "left", _("Number of places"): "right"}
    head = "".join(
        f'<th scope="col" style="{look}{side}">{escape(text)}</th>' for text, side in heads.items()
    )
    note = closed_note(classes, lang)
    foot = f'<div style="font-size:12px;color:{t.muted};margin-top:4px">{note}</div>' if note else ""
    caption = f'<caption style="{HIDDEN}">{escape(pick(row, "name", lang))}</caption>'
    style = "border-collapse:collapse;width:100%;margin-top:6px;border:0;font-size:13px"
    return f'<table style="{style}">{caption}<tr>{head}</tr>{"".join(lines)}</table>{foot}'


def _row(swatch: str, label: str, count: int, lang: str, t: Tokens, group: str) -> str:
    cell = "border:0;padding:1px 0"
    text = pick_button(escape(label)) if group else escape(label)
    return (
        f'<tr{pick_mark(group)}><th scope="row" style="{cell};text-align:left;font-weight:400;color:{t.ink}">'
        f'<span aria-hidden="true" style="display:inline-block;width:22px;height:13px;vertical-align:-2px;'
        f'margin-right:8px;box-shadow:inset 0 0 0 1px {t.faint};{swatch}"></span>{text}</th>'
        f'<td style="{cell};text-align:right;color:{t.muted}">{number(count, 0, lang)}</td></tr>'
    )


def hatch_style(t: Tokens) -> str:
    """Inline style of the hatch for places without data."""
    return f"background:repeating-linear-gradient(45deg,{t.hatch} 0 1.5px,{t.no_data} 1.5px 5px)"
