"""Legends of the pages' maps as data, from the models that their HTML is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.formatting import Absence, number, value_text
from views.i18n import pick, translator
from views.keys import circle_note, counted, round_sizes
from views.legend import (
    class_labels,
    closed_note,
    end_texts,
    head_texts,
    histogram_of,
    mark_place,
    shown_marks,
)
from views.pictures.keys import Histogram, Key, KeyRow, Square
from views.pointkinds import kind_colour, kind_names
from views.reference import ReferenceMark, mark_text, reference_marks
from views.scenes import palette
from views.theme import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from views.charts.base import Chart
    from views.coverage_map import CoverageMap
    from views.figures import Figure, National
    from views.network_members import Member
    from views.pattern_model import PatternsPage
    from views.pattern_pair import Pair


def figure_key(figure: Figure, nation: National | None, *, lang: str, theme: str) -> Key:
    """Legend of a map, as `views.keys.map_key`: classes with a histogram for rates, sizes of circles for counts."""
    if figure.is_count:
        return _circle_key(figure, lang, theme)
    marks = reference_marks(nation.reference, lang) if nation is not None else ()
    return class_key(figure, marks, lang=lang, theme=theme)


def _missing(n: int, text: str, theme: str, count: str = "") -> tuple[KeyRow, ...]:
    t = tokens(theme)
    return (KeyRow(text, count, t.no_data, t.hatch),) if n else ()


def class_key(figure: Figure, marks: Sequence[ReferenceMark] = (), *, lang: str, theme: str) -> Key:
    """Legend of classes, as `views.legend.legend_html`."""
    _ = translator(lang)
    classes, colours = figure.classes, palette(figure, theme)
    title, subtitle = head_texts(figure.row, figure.year, lang)
    left = len(figure.missing())
    rows = [
        KeyRow(label, number(n, 0, lang), colour)
        for label, n, colour in zip(
            class_labels(classes, lang), classes.counts(figure.values), colours, strict=False
        )
    ]
    rows += _missing(left, _("No data"), theme, number(left, 0, lang))
    lines = tuple(f"{glyph} {mark_text(mark, figure.row, lang)}" for glyph, mark in shown_marks(marks))
    return Key(
        title, subtitle, tuple(rows), closed_note(classes, lang), _histogram(figure, colours, marks, lang), lines if classes.k else (),
    )  # fmt: skip


def _histogram(
    figure: Figure, colours: Sequence[str], marks: Sequence[ReferenceMark], lang: str
) -> Histogram | None:
    classes = figure.classes
    if not classes.k:
        return None
    frame = histogram_of(classes)
    low, high = float(frame["left"].iloc[0]), float(frame["right"].iloc[-1])
    if high <= low:
        return None
    tallest = float(frame["density"].max()) or 1.0
    bars = tuple(
        (
            (left - low) / (high - low),
            (right - low) / (high - low),
            max(density / tallest, 0.03),
            colours[int(group)],
        )
        for left, right, density, group in frame[["left", "right", "density", "class"]].itertuples(
            index=False
        )
        if density > 0
    )
    first, last, note = end_texts(classes, high, figure.row, lang)
    points = tuple(mark_place(glyph, mark.value, low, high) for glyph, mark in shown_marks(marks))
    return Histogram(bars, (first, last), note, points)


def _circle_key(figure: Figure, lang: str, theme: str) -> Key:
    title, subtitle = head_texts(figure.row, figure.year, lang)
    colour, left = palette(figure, theme)[-1], len(figure.missing())
    rows = [
        KeyRow(value_text(size, figure.row, lang, with_unit=False), fill=colour, radius=figure.radius(size))
        for size in round_sizes(figure)
    ]
    rows += _missing(left, counted(Absence.NO_DATA.text(lang), left, lang), theme)
    return Key(title, subtitle, tuple(rows), circle_note(lang))


def points_key(chosen: Sequence[str], lang: str) -> Key | None:
    """Names and colours of the points on a map; None without any."""
    names = kind_names(lang)
    rows = tuple(KeyRow(names[kind], fill=kind_colour(kind), radius=4.5) for kind in chosen if kind in names)
    return Key("", rows=rows) if rows else None


def groups_key(page: PatternsPage) -> Key:
    """Legend of the map of patterns: groups with how many areas each has, or the classes of the values."""
    from views.pattern_map import groups, key_heads, not_tested

    lang, theme = page.selection.lang, page.theme
    if page.shown == "values":
        return class_key(page.figure, lang=lang, theme=theme)
    found, order, colours, names = groups(page)
    counts, left = found.value_counts(), int(found.isna().sum())
    rows = [KeyRow(names[name], number(int(counts.get(name, 0)), 0, lang), colours[name]) for name in order]
    rows += _missing(left, not_tested(lang), theme, number(left, 0, lang))
    title, subtitle = key_heads(page)
    return Key(title, subtitle, tuple(rows))


def pair_key(page: PatternsPage, pair: Pair) -> Key:
    """Legend of two indicators on one map: a square, the first to the right and the second upwards."""
    from views.figures import catalogue_row
    from views.pattern_pair import limits_text, pair_colours, pair_counts

    lang, theme, classes = page.selection.lang, page.theme, pair.classes
    first, second = page.figure.row, catalogue_row(page.store, page.selection.second)
    columns, rows = len(classes.x_limits), len(classes.y_limits)
    left = len(classes.frame) - classes.n
    square = Square(
        tuple(tuple(column) for column in pair_colours(columns, rows, theme)),
        tuple(
            tuple(number(pair_counts(classes, x, y), 0, lang) for y in range(rows)) for x in range(columns)
        ),
        tuple(limits_text(limits, first, lang) for limits in classes.x_limits),
        tuple(limits_text(limits, second, lang) for limits in classes.y_limits),
        pick(first, "short", lang),
        pick(second, "short", lang),
    )
    return Key("", rows=_missing(left, counted(Absence.NO_DATA.text(lang), left, lang), theme), square=square)


def coverage_key(model: CoverageMap, *, lang: str, theme: str) -> Key:
    """Legend of the map of what is known: classes, or a line a year, newest first."""
    from views.coverage_map import year_labels

    _ = translator(lang)
    figure = model.figure
    if model.measure != "latest":
        return class_key(figure, lang=lang, theme=theme)
    left = len(figure.missing())
    rows = [
        KeyRow(label, number(n, 0, lang), colour)
        for label, n, colour in zip(
            year_labels(figure.classes),
            figure.classes.counts(figure.values),
            palette(figure, theme),
            strict=False,
        )
    ][::-1]
    return Key(model.title, rows=(*rows, *_missing(left, _("No data"), theme, number(left, 0, lang))))


def network_key(cities: Sequence[Member], *, lang: str, theme: str) -> Key:
    """Legend of the map of the network: what each mark means."""
    from views.network_html import key_rows

    return Key(
        "", rows=tuple(KeyRow(text, glyphs=tuple(marks)) for marks, text in key_rows(cities, lang, theme))
    )


def correlation_key(chart: Chart, *, lang: str) -> Key:
    """Legend of the map of correlations: five values between its ends in their colours."""
    from matplotlib.colors import to_hex

    from views.pictures.traces import scale_colour

    _, trace = translator(lang), chart.figure.data[0]
    values = [trace.zmin + (trace.zmax - trace.zmin) * share for share in (1.0, 0.75, 0.5, 0.25, 0.0)]
    rows = tuple(KeyRow(number(value, 1, lang), fill=to_hex(scale_colour(value, trace))) for value in values)
    return Key(_("Correlation (Pearson)"), rows=rows)
