"""Report of a join as one HTML file that opens anywhere: what joined, what did not and why, and that nothing got lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from views import doctor, doctor_texts
from views.formatting import number
from views.i18n import plural_translator, translator
from views.markup import escape
from views.missing import missing_html
from views.tables import html_table
from views.theme import FONT, tokens

if TYPE_CHECKING:
    from geodata.join import JoinResult

__all__ = ["report_html"]

MOST_ROWS = 2_000
_THEME = "light"


def report_html(
    result: JoinResult, *, title: str, names: pd.Series, read: str, version: str, lang: str
) -> str:
    """Write the report; every text of the table is escaped, nothing is fetched from anywhere.

    Parameters
    ----------
    result
        What `join_table` found.
    title
        Name of the table.
    names
        Official names by code, for the places without a row.
    read
        How the file was read, in words.
    version
        Version of the store joined to.
    lang
        "id" or "en".
    """
    _ = translator(lang)
    left = doctor.left_rows(result)
    heading = _("Join report: {title}").format(title=title)
    no_numbers = _("The table has no column of numbers.")
    aside = result.outcome[result.outcome["verdict"].isin(doctor.ASIDE)]
    parts = [
        _element("h1", heading),
        _element("p", " ".join([read, doctor_texts.shape_text(result, lang), *result.key_texts(lang)])),
        doctor.verdict_html(result, lang),
        *(f'<p class="atlas-note">{escape(question.text(lang))}</p>' for question in result.questions),
        _element("h2", _("Control sums")),
        _element(
            "p", _("They show that no figure got lost; a sum of rates or percentages means nothing else.")
        ),
        doctor.balance_html(result, lang, _THEME) or _element("p", no_numbers),
        doctor.totals_html(result, lang),
        _element("h2", _("Rows left over ({n})").format(n=number(len(left), 0, lang))),
        _rows(result, left, lang),
        _element("h2", _("Rows joined by accepted pairs")),
        _pairs(result, names, lang),
        _element("h2", _("Places without a row")),
        missing_html(result, names, lang),
        _element("h2", _("Rows set aside")),
        _rows(result, aside.assign(suggestions=[()] * len(aside)), lang),
        _element("footer", _("Pilot City Atlas · data {version}").format(version=version)),
    ]
    return _page(heading, "\n".join(parts), lang)


def _element(tag: str, text: str) -> str:
    return f"<{tag}>{escape(text)}</{tag}>"


def _rows(result: JoinResult, rows: pd.DataFrame, lang: str) -> str:
    _ = translator(lang)
    if rows.empty:
        return _element("p", _("None."))
    return _table(doctor.rows_table(result, rows.head(MOST_ROWS), lang), len(rows), lang)


def _table(table: pd.DataFrame, count: int, lang: str) -> str:
    """A table of rows, and how many more there are."""
    _, _n = translator(lang), plural_translator(lang)
    text = html_table(table, caption=_("Row by row"), theme=_THEME, caption_hidden=True)
    rest = count - MOST_ROWS
    more = _n("… and {n} more row.", "… and {n} more rows.", rest).format(n=number(rest, 0, lang))
    return text + (_element("p", more) if rest > 0 else "")


def _pairs(result: JoinResult, names: pd.Series, lang: str) -> str:
    """Rows that a person's pairs joined: the reader of the report must be able to check each."""
    _ = translator(lang)
    rows = result.outcome[result.outcome["verdict"] == "crosswalk"]
    if rows.empty:
        return _element("p", _("None."))
    shown = rows.head(MOST_ROWS)
    table = pd.DataFrame(
        {
            _("Row"): [str(doctor.row_number(row)) for row in shown["row"]],
            _("In your table"): [doctor.row_text(result.shaped.table, row) for row in shown["row"]],
            _("Place"): [doctor_texts.place_text(code, names) for code in shown["code"]],
        }
    )
    return _table(table, len(rows), lang)


def _page(title: str, body: str, lang: str) -> str:
    t = tokens(_THEME)
    style = f"""
body {{ font-family: {FONT}; color: {t.ink}; background: {t.paper}; max-width: 72rem; margin: 2rem auto; padding: 0 1.2rem; line-height: 1.5; }}
h1 {{ font-size: 1.7rem; }} h2 {{ font-size: 1.15rem; margin-top: 2rem; border-top: 1px solid {t.hairline}; padding-top: 0.8rem; }}
footer {{ color: {t.muted}; font-size: 0.85rem; margin-top: 2.5rem; }}
{doctor.VERDICT_CSS}
@media print {{ body {{ max-width: none; margin: 0; background: none; }} }}
"""
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<style>{style}</style></head><body>\n{body}\n</body></html>\n"
    )
