"""The matrix of what we do not know as HTML: a row an indicator, a column a city, in each cell a strip of years.

Equal years in a row are drawn as one bar, so that a series reads as a line and a gap as a gap. Every kind of absence has a sign
of its own besides its look; the strip's words stand in its label for screen readers and on hover.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from views.absence import Absence
from views.catalogue import pillar_name
from views.coverage import coverage_matrix, coverage_sentence
from views.coverage_style import FEW_YEARS, STYLE_CLASS, style_sheet
from views.figures import PROVINCE_CITY
from views.formatting import EN_DASH, number
from views.i18n import pick, translator
from views.knowledge import level_name
from views.markup import HIDDEN, escape, short_place_name
from views.theme import city_style

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geodata.store import Store
    from views.coverage import CoverageMatrix

__all__ = ["coverage_html"]

# Kind of a run to its sign; what has none is a plain bar.
_SIGNS = {
    "province": "P",
    "not_loaded": "↓",
    "provisional": "~",
    "unreliable": Absence.UNRELIABLE.mark,
    "zero": Absence.ZERO.mark,
    "other_year": Absence.OTHER_YEAR.mark,
    "no_data": Absence.NO_DATA.mark,
    "not_applicable": Absence.NOT_APPLICABLE.mark,
}
KINDS = ("value", "part", *_SIGNS)
_LABEL_EVERY = 5


class _Run(NamedTuple):
    """Years in a row that look the same."""

    kind: str
    n: int
    expected: int
    instead: bool
    first: int
    last: int


def coverage_html(matrix: CoverageMatrix, *, lang: str, theme: str, max_height: int | None = 680) -> str:
    """Write the matrix with its legend.

    Parameters
    ----------
    matrix
        What is shown.
    lang, theme
        "id" or "en"; "light" or "dark".
    max_height
        Height in px beyond which the table scrolls under its heading; None lets it take its room.

    Returns
    -------
    str
        A style sheet and one element, all text escaped; readable from 320 px of width up.
    """
    _ = translator(lang)
    if matrix.catalogue.empty or not matrix.years:
        nothing = _("There is no indicator here at this level.")
        return f'<p class="atlas-small">{escape(nothing)}</p>'
    caption = _("Years with and without figures by indicator and city; level: {level}").format(
        level=level_name(matrix.level, lang)
    )
    height = f' style="max-height:{max_height}px"' if max_height else ""
    runs = _runs(matrix)
    columns = "<col>" + "<col>" * len(matrix.names)
    aside = _("Move the table sideways to see every city.")
    return (
        f"{style_sheet(theme, years=len(matrix.years), cities=len(matrix.names))}"
        f'<div class="{STYLE_CLASS}">{_legend(runs, lang)}<p class="aside">{escape(aside)} <span aria-hidden="true">↔</span></p>'
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(caption)}"{height}>'
        f'<table><caption style="{HIDDEN}">{escape(caption)}</caption><colgroup>{columns}</colgroup>'
        f"<thead><tr><td></td>{_heads(matrix)}</tr></thead>{_bodies(matrix, runs, lang)}</table></div></div>"
    )


def kind_text(kind: str, lang: str) -> str:
    """Words of one kind of cell."""
    _ = translator(lang)
    texts = {
        "value": _("Figure"),
        "province": _("Figure of Jakarta only as a province, not of its regencies and cities"),
        "not_loaded": _(
            "Figures of Jakarta’s regencies and cities; that of the province is published, not loaded here"
        ),
        "part": _("Figure for some of the places only"),
        "provisional": _("Provisional figure"),
        "unreliable": Absence.UNRELIABLE.text(lang),
        "zero": Absence.ZERO.text(lang),
        "other_year": _("None this year, but the year before or after"),
        "no_data": Absence.NO_DATA.text(lang),
        "not_applicable": Absence.NOT_APPLICABLE.text(lang),
    }
    return texts[kind]


def _legend(runs: Mapping[tuple[str, str], Sequence[_Run]], lang: str) -> str:
    """Kinds that occur; the five of absence always, so that what is not there can be missed."""
    there = {run.kind for strip in runs.values() for run in strip}
    shown = [
        kind
        for kind in KINDS
        if kind in there or kind not in ("part", "province", "not_loaded", "provisional")
    ]
    items = "".join(
        f'<li><span class="strip" aria-hidden="true">{_bar(kind, 1)}</span>{escape(kind_text(kind, lang))}</li>'
        for kind in shown
    )
    return f"<ul>{items}</ul>"


def _heads(matrix: CoverageMatrix) -> str:
    ticks = _ticks(matrix.years)
    return "".join(
        f'<th scope="col"><span style="color:{city_style(code, list(matrix.names)).colour}" aria-hidden="true">'
        f"{city_style(code, list(matrix.names)).glyph}</span> {escape(short_place_name(name))}{ticks}</th>"
        for code, name in matrix.names.items()
    )


def _ticks(years: Sequence[int]) -> str:
    """Years over a strip: all of a few, else every fifth."""
    few = len(years) <= FEW_YEARS
    labels = []
    for at, year in enumerate(years, start=1):
        if few or year % _LABEL_EVERY == 0:
            # The last label ends where its year ends, else it would leave the column.
            place = f"1/{at + 1};justify-self:end" if at == len(years) and not few else str(at)
            text = f"’{year % 100:02}" if few or labels else str(year)
            labels.append(f'<i style="grid-column:{place}">{text}</i>')
    return f'<span class="ticks" aria-hidden="true">{"".join(labels)}</span>'


def _bodies(matrix: CoverageMatrix, runs: Mapping[tuple[str, str], Sequence[_Run]], lang: str) -> str:
    cells = {key: _cell(strip, lang) for key, strip in runs.items()}
    known, possible = matrix.known(), matrix.possible()
    shorts = matrix.catalogue[f"short_{lang}"]
    twice = set(
        shorts[shorts.duplicated()]
    )  # two rows of the same name on a telephone say less than a long one
    parts = []
    for pillar, rows in matrix.catalogue.groupby("pillar", sort=False):
        sums = known.loc[rows.index].sum(), possible.loc[rows.index].sum()
        counts = "".join(f"<td>{_count(sums[0][code], sums[1][code], lang)}</td>" for code in matrix.names)
        head = f'<tr class="group"><th scope="rowgroup">{escape(pillar_name(str(pillar), lang))}</th>{counts}</tr>'
        lines = "".join(
            f'<tr><th scope="row"><span class="long">{escape(pick(record, "name", lang))}</span>'
            f'<span class="short">{escape(pick(record, "name" if record[f"short_{lang}"] in twice else "short", lang))}</span></th>'
            f"{''.join(cells[str(name), code] for code in matrix.names)}</tr>"
            for name, record in rows.iterrows()
        )
        parts.append(f"<tbody>{head}{lines}</tbody>")
    return "".join(parts)


def _count(have: int, possible: int, lang: str) -> str:
    """How many indicators have a figure; those that cannot exist there are not asked for."""
    _ = translator(lang)
    if not possible:
        return Absence.NOT_APPLICABLE.mark
    return escape(_("{have} of {all}").format(have=number(have, 0, lang), all=number(possible, 0, lang)))


def _runs(matrix: CoverageMatrix) -> dict[tuple[str, str], list[_Run]]:
    """Years in a row that look the same, for each indicator and city."""
    found: dict[tuple[str, str], list[_Run]] = {}
    columns = ["indicator", "city", "year", "state", "n", "expected", "instead"]
    for indicator, city, year, state, n, expected, instead in matrix.states[columns].itertuples(
        index=False, name=None
    ):
        kind = "part" if state == "value" and n < expected else state
        if kind == "value" and city == PROVINCE_CITY and indicator in matrix.province_only:
            kind = "province"
        if kind in ("value", "part") and instead and indicator in matrix.not_loaded:
            kind = "not_loaded"
        runs = found.setdefault((indicator, city), [])
        if runs and (runs[-1].kind, runs[-1].n) == (kind, n):
            runs[-1] = runs[-1]._replace(last=year)
        else:
            runs.append(_Run(kind, n, expected, instead, year, year))
    return found


def _cell(runs: Sequence[_Run], lang: str) -> str:
    words = escape("; ".join(_words(run, lang) for run in runs))
    bars = "".join(_bar(run.kind, run.last - run.first + 1) for run in runs)
    return f'<td><span class="strip" role="img" aria-label="{words}" title="{words}">{bars}</span></td>'


def _words(row: _Run, lang: str) -> str:
    _ = translator(lang)
    years = str(row.first) if row.first == row.last else f"{row.first}{EN_DASH}{row.last}"
    text = f"{years}: {kind_text(row.kind, lang)}"
    if row.n and row.expected > 1:
        counted = _("{have} of {all}").format(have=number(row.n, 0, lang), all=number(row.expected, 0, lang))
        text += f" ({counted})"
    if row.n and row.instead and row.kind != "not_loaded":
        text += _(", for its regencies and cities and not for the province")
    return text


def _bar(kind: str, years: int) -> str:
    span = f' style="grid-column:span {years}"' if years > 1 else ""
    return f'<i class="{kind.replace("_", "-")}"{span}>{_SIGNS.get(kind, "")}</i>'


def coverage_texts(
    store: Store, cities: Mapping[str, str], lang: str, theme: str, level: str, pillar: str
) -> tuple[str, str]:
    """Sentence and matrix of a store at a level, in one pillar or in all ("")."""
    matrix = coverage_matrix(store, names=cities, level=level, pillars=[pillar] if pillar else None)
    return coverage_sentence(matrix, lang), coverage_html(matrix, lang=lang, theme=theme)
