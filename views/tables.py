"""Tables: the accessible twin of a figure as plain HTML, and one to sort."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from views.formatting import Absence, is_missing, number, unit_text, value_text
from views.i18n import pick
from views.markup import HIDDEN, escape
from views.notes import lack_text
from views.picking import pick_button, pick_mark
from views.theme import tokens

# A column of numbers whose longest text is longer may break into lines.
LONGEST = 26
# A first column of names that are no longer stays in one line each.
LONGEST_NAME = 22
# A column of long texts keeps this width and breaks; narrower, a telephone would show a word a line and still push the table aside.
TEXT_WIDTH = "min-width:9.5em"
# The key to signs stands in the caption: on a telephone it breaks at the edge of the screen and stays when the table is pushed aside.
CAPTION = "display:block;position:sticky;left:0;width:fit-content;max-width:min(100%,88vw)"

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler


def html_table(  # noqa: PLR0913 - options, each with its meaning
    frame: pd.DataFrame,
    *,
    caption: str,
    theme: str,
    numeric: Iterable[str] = (),
    highlight: Mapping[int, str] | None = None,
    caption_hidden: bool = False,
    max_height: int | None = None,
    codes: Sequence[str] = (),
    column_codes: Sequence[str] = (),
) -> str:
    """Write a table of texts as accessible HTML.

    Parameters
    ----------
    frame
        Texts to print under translated headings, first column naming the row; missing cells get the mark of no data.
    caption
        What the table shows; read first by a screen reader.
    theme
        "light" or "dark".
    numeric
        Headings of columns to set right, in tabular figures.
    highlight
        Row position -> colour (``#RRGGBB``) of a bar before the row's name, for chosen places.
    caption_hidden
        Hide the caption from eyes only.
    max_height
        Height in px beyond which the table scrolls by itself (also by keyboard).
    codes
        Code of each row's place, where a click on a row picks it.
    column_codes
        The same for columns, "" for one that is about no place.

    Returns
    -------
    str
        One HTML element; every text is escaped.
    """
    t, right, places = tokens(theme), set(numeric), list(column_codes) or [""] * len(frame.columns)
    line = f"border:0;border-bottom:1px solid {t.hairline};padding:5px 10px 5px 0"
    styles = [
        f"{line};{_align(frame.iloc[:, i], right=name in right)}" for i, name in enumerate(frame.columns)
    ]
    for i, name in enumerate(frame.columns[1:], 1):
        if (
            name not in right and frame.columns[i - 1] in right
        ):  # words do not run into the number before them
            styles[i] += ";padding-left:10px"
    if len(frame) and frame.iloc[:, 0].astype(str).str.len().max() <= LONGEST_NAME:
        styles[0] += ";white-space:nowrap"
    head = "".join(
        f'<th scope="col"{pick_mark(code)} style="{style};white-space:normal;font-weight:600;color:{t.muted};vertical-align:bottom">'
        f"{pick_button(escape(name)) if code else escape(name)}</th>"
        for name, style, code in zip(frame.columns, styles, places, strict=True)
    )
    body = "".join(
        _body_row(cells, styles, (highlight or {}).get(i), codes[i] if codes else "", places)
        for i, cells in enumerate(frame.itertuples(index=False, name=None))
    )
    caption_style = (
        HIDDEN if caption_hidden else f"text-align:left;caption-side:top;color:{t.muted};padding:0 0 4px"
    )
    scroll = f"max-height:{max_height}px;overflow:auto" if max_height else "overflow-x:auto"
    return (
        f'<div role="region" tabindex="0" aria-label="{escape(caption)}" style="{scroll}">'
        f'<table class="atlas-table" style="border-collapse:collapse;width:100%;color:{t.ink};font-size:13px;line-height:1.4">'
        f'<caption style="{caption_style}"><span style="{CAPTION}">{escape(caption)}</span></caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _align(column: pd.Series, *, right: bool) -> str:
    longest = column.astype(str).str.len().max()
    if not right:
        return f"text-align:left;{TEXT_WIDTH}" if longest > LONGEST_NAME else "text-align:left"
    style = "text-align:right;font-variant-numeric:tabular-nums"
    # Long words ("Rp470.713 per orang per bulan, peringkat …") may break, else the table is wider than a page.
    return f"{style};{TEXT_WIDTH}" if longest > LONGEST else f"{style};white-space:nowrap"


def _body_row(
    cells: Sequence[Any], styles: Sequence[str], colour: str | None, code: str, places: Sequence[str]
) -> str:
    parts = []
    for i, (style, cell) in enumerate(zip(styles, cells, strict=True)):
        text = cell if isinstance(cell, str) else Absence.NO_DATA.mark if pd.isna(cell) else str(cell)
        if i:
            parts.append(f'<td{pick_mark(places[i])} style="{style}">{escape(text)}</td>')
            continue
        bar = (
            f"border-left:4px solid {colour};padding-left:8px;font-weight:600"
            if colour
            else "font-weight:400"
        )
        inner = pick_button(escape(text)) if code else escape(text)
        parts.append(f'<th scope="row" style="{style};{bar}">{inner}</th>')
    return f"<tr{pick_mark(code)}>{''.join(parts)}</tr>"


def wide_table(
    values: pd.DataFrame,
    catalogue: pd.DataFrame,
    *,
    names: Mapping[str, str],
    lang: str,
    place_heading: str,
    signs: Callable[[str, str, int], str] | None = None,
) -> pd.DataFrame:
    """Set places side by side as texts: one row an indicator, one column a place.

    Parameters
    ----------
    values
        ``code, indicator, year, value``, at most one row a (code, indicator).
    catalogue
        One row an indicator (column ``indicator`` or the index names it); its order is the table's.
    names
        Code -> name, in the order of the columns.
    lang
        "id" or "en".
    place_heading
        Heading of the first column, e.g. "Indikator".
    signs
        Signs that follow the figure of an (indicator, code, year), see `views.marking.Marking.signs`.

    Returns
    -------
    pandas.DataFrame
        Texts: "5,37% (2024)", missing cells the words of no data. Each cell says its year, since years may differ.
    """
    records = catalogue.set_index("indicator") if "indicator" in catalogue.columns else catalogue
    cells = values.set_index(["indicator", "code"])
    rows = []
    for indicator, record in records.iterrows():
        name, unit = pick(record, "name", lang), unit_text(record, lang)
        row = {place_heading: f"{name} ({unit})" if unit and record["unit_kind"] == "index" else name}
        for code, place in names.items():
            row[place] = _cell(cells, (indicator, code), record, lang, signs)
        rows.append(row)
    return pd.DataFrame(rows, columns=[place_heading, *names.values()])


def _cell(
    cells: pd.DataFrame,
    key: tuple[Any, str],
    record: pd.Series,
    lang: str,
    signs: Callable[[str, str, int], str] | None,
) -> str:
    if key not in cells.index:
        return lack_text(record, key[1], lang)
    cell = cells.loc[key]
    if is_missing(cell["value"]):
        return lack_text(record, key[1], lang)
    year = int(cell["year"])
    marked = signs(str(key[0]), key[1], year) if signs is not None else ""
    return f"{value_text(cell['value'], record, lang)}{marked} ({year})"


def styled_table(
    frame: pd.DataFrame, *, columns: Mapping[str, str], decimals: Mapping[str, int], lang: str
) -> Styler:
    """Prepare a frame for ``st.dataframe``: numbers sort as numbers and are written in the chosen language.

    ``st.column_config`` would write them in the browser's language, which may be another.

    Parameters
    ----------
    frame
        Any frame.
    columns
        Column -> translated heading, in the order to show.
    decimals
        Column -> decimals, for every column of numbers (0 for whole numbers; leave years out).
    lang
        "id" or "en".

    Returns
    -------
    pandas.io.formats.style.Styler
    """
    shown = frame[list(columns)].rename(columns=dict(columns))
    writers = {
        columns[name]: partial(number, decimals=places, lang=lang) for name, places in decimals.items()
    }
    return shown.style.format(writers, na_rep=Absence.NO_DATA.mark)
