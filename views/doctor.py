"""What the join doctor shows: what was read, how the rows joined, the balance, and what is left over."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pandas as pd

from geodata.codes import parent_of
from geodata.join.parents import Parents
from geodata.join.suggest import suggest
from geodata.join.texts import verdict_text
from geodata.join.total_texts import total_lines
from views.formatting import number
from views.i18n import plural_translator, translator
from views.markup import escape
from views.tables import html_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodata.join import JoinResult
    from geodata.join.suggest import Suggestion

JOINED = ("code", "bps_code", "name", "former_name", "crosswalk")
LEFT = ("conflict", "ambiguous", "duplicate", "not_found")
LEFT_OUT = "left_out"
ASIDE = ("total", "note")
ASKED = ("conflict", "ambiguous", "not_found")
_CELL, _MOST_GROUPS, _LIKELY = 40, 60, 75
VERDICT_CSS = """
.atlas-verdict strong { font-size: 1.12rem; }
.atlas-verdict-bar { display: flex; gap: 2px; height: 14px; margin: 0.35rem 0 0.5rem; }
.atlas-verdict-bar span { min-width: 3px; }
.atlas-verdict ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0.2rem 1.4rem; font-size: 0.9rem; }
.atlas-verdict li { display: flex; align-items: baseline; gap: 0.4rem; margin: 0; }
.atlas-verdict-key { width: 12px; height: 12px; flex: none; align-self: center; }
.atlas-verdict-joined { background: #0F6B66; }
.atlas-verdict-left { background: repeating-linear-gradient(135deg, #8A4B08 0 3px, #E9B872 3px 6px); }
.atlas-verdict-aside { background: #B9B9AE; }
.atlas-note { border-left: 3px solid #8A4B08; padding-left: 0.8rem; margin: 1rem 0; }
"""
"""Look of `verdict_html` where the app's own style sheet is not: in the report."""


def counts(result: JoinResult) -> dict[str, int]:
    """Rows a verdict, in the order they are shown; verdicts without a row are left out."""
    found = dict(result.counts)
    # The header is part of the table, and nobody misses it.
    found["note"] = found.get("note", 0) - len(result.shaped.header_rows)
    return {name: found[name] for name in (*JOINED, *LEFT, LEFT_OUT, *ASIDE) if found.get(name, 0) > 0}


def left_rows(result: JoinResult) -> pd.DataFrame:
    """Outcome of the rows that need a person; `suggested` says what they may mean."""
    return result.outcome[result.outcome["verdict"].isin(LEFT)]


def suggested(result: JoinResult, rows: pd.DataFrame) -> pd.DataFrame:
    """Some rows of the outcome with their `suggestions`, made for these rows alone: comparing names takes its time."""
    level, body = result.keys.level, len(result.judged)
    found: dict[int, tuple[Suggestion, ...]] = {}
    asked = [at for at, verdict in rows["verdict"].items() if at < body and verdict in ASKED]
    if level is not None and asked:
        parents = Parents(result.keys.parents, result.names)
        joined = Counter(parent_of(one.code) for one in result.judged if one.verdict in JOINED)
        made = suggest(
            [result.judged[at] for at in asked],
            [result.rows[at].name for at in asked],
            [parents.above(result.rows[at].above) for at in asked],
            result.names.at(level),
            joined,
        )
        found = dict(zip(asked, made, strict=True))
    return rows.assign(
        suggestions=pd.Series([found.get(at, ()) for at in rows.index], rows.index, dtype=object)
    )


def column_order(result: JoinResult) -> list[str]:
    """Names under which `JoinResult.observations` gives the figures, in the order of the file's columns."""
    table = result.shaped.columns
    return [
        str(name) for line in table.itertuples() for name in (line.group, line.label, line.column) if name
    ]


def verdict_html(result: JoinResult, lang: str) -> str:
    """One bar of all rows by verdict, and the same as a list: the first thing to look at."""
    found = counts(result)
    rows = sum(n for name, n in found.items() if name not in ASIDE)
    joined = sum(found.get(name, 0) for name in JOINED)
    head = joined_text(joined, rows, lang)
    bar = "".join(
        f'<span class="atlas-verdict-{_group(name)}" style="flex:{n}"></span>'
        for name, n in found.items()
        if name not in ASIDE
    )
    items = "".join(
        f'<li><span class="atlas-verdict-key atlas-verdict-{_group(name)}"></span>'
        f"<b>{number(n, 0, lang)}</b> {escape(verdict_text(name, lang))}</li>"
        for name, n in found.items()
    )
    return (
        f'<div class="atlas-verdict" role="group" aria-label="{escape(head)}"><strong>{escape(head)}</strong>'
        f'<div class="atlas-verdict-bar" aria-hidden="true">{bar}</div><ul>{items}</ul></div>'
    )


def joined_text(joined: int, rows: int, lang: str) -> str:
    """How many of the rows joined."""
    _n = plural_translator(lang)
    text = _n("{joined} of {rows} row joined", "{joined} of {rows} rows joined", rows)
    return text.format(joined=number(joined, 0, lang), rows=number(rows, 0, lang))


def _group(verdict: str) -> str:
    return "joined" if verdict in JOINED else "left" if verdict in LEFT else "aside"


def balance_table(result: JoinResult, lang: str) -> pd.DataFrame:
    """Sums a numeric column: all rows = joined + left over; what stood in total rows beside it."""
    _ = translator(lang)
    rows = []
    for name, line in result.balance.iterrows():
        texts = {
            _("Column"): str(name),
            _("All rows"): _sum(line["total"], lang),
            _("= joined"): _sum(line["joined"], lang),
            _("+ left over"): _sum(line["left_over"], lang),
        }
        if "set_aside" in line.index:
            texts[_("In total rows")] = _sum(line["set_aside"], lang)
        rows.append(texts)
    return pd.DataFrame(rows)


def _sum(value: Any, lang: str) -> str:
    if pd.isna(value):
        return "…"
    whole = float(value).is_integer()
    return number(value, 0 if whole else 2, lang)


def balance_html(result: JoinResult, lang: str, theme: str) -> str:
    """The balance as a table; nothing where the table has no numbers."""
    _ = translator(lang)
    table = balance_table(result, lang)
    if table.empty:
        return ""
    return html_table(
        table,
        caption=_("Control sums: every number is either joined or left over"),
        theme=theme,
        numeric=list(table.columns[1:]),
        max_height=260,
    )


def totals_html(result: JoinResult, lang: str) -> str:
    """Totals of the table that its rows do not add up to; nothing where all fit."""
    _ = translator(lang)
    lines = total_lines(result, lang, most=8)
    if not lines:
        return ""
    head = _("Totals that do not fit:")
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<div class="atlas-note" role="status"><b>{escape(head)}</b><ul>{items}</ul></div>'


def rows_table(result: JoinResult, rows: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Some rows of the outcome as texts, with the reason and what they might mean."""
    _ = translator(lang)
    reasons, body = result.reasons(lang), result.shaped.table
    if "suggestions" not in rows.columns:
        rows = suggested(result, rows)
    return pd.DataFrame(
        {
            _("Row"): [str(row_number(row)) for row in rows["row"]],
            _("In your table"): [row_text(body, row) for row in rows["row"]],
            _("Verdict"): [verdict_text(str(verdict), lang) for verdict in rows["verdict"]],
            _("Why"): [str(reasons.iloc[position]) for position in rows.index],
            _("Suggestions"): [suggestions_text(found, lang) for found in rows["suggestions"]],
        }
    )


def row_html(result: JoinResult, row: Any, reason: str, lang: str) -> str:
    """One row left over as a block that fits beside or above its field: what it says, the verdict and why, suggestions.

    `row` is a tuple of `suggested`, `reason` its text of `JoinResult.reasons`.
    """
    _ = translator(lang)
    head = _("Row {row}: {text}").format(row=row_number(row.row), text=row_text(result.shaped.table, row.row))
    parts = [
        f"<b>{escape(head)}</b>",
        f'<p><span class="atlas-tag">{escape(verdict_text(str(row.verdict), lang))}</span> {escape(reason)}</p>',
    ]
    if any(score >= _LIKELY for _code, _name, score in row.suggestions):
        text = _("Suggestions: {places}").format(places=suggestions_text(row.suggestions, lang))
        parts.append(f"<p>{escape(text)}</p>")
    return f'<div class="atlas-row">{"".join(parts)}</div>'


def suggestions_text(suggestions: Sequence[tuple[str, str, float]], lang: str, *, most: int = 3) -> str:
    """Places that a row may mean, the likeliest first, with their likeness from 0 to 100; unlikely ones are noise."""
    likely = [
        f"{name} · {code} ({number(score, 0, lang)})"
        for code, name, score in suggestions[:most]
        if score >= _LIKELY
    ]
    return "; ".join(likely) or "\N{EN DASH}"


def row_number(row: Any) -> Any:
    """Number of a row as a spreadsheet counts it: from 1."""
    return row + 1 if isinstance(row, int) or hasattr(row, "__index__") else row


def row_text(body: pd.DataFrame, row: Any) -> str:
    """First cells of a row of the reader's table, enough to recognise it."""
    if row not in body.index:
        return ""
    cells = [str(cell).strip() for cell in body.loc[row] if not pd.isna(cell) and str(cell).strip()]
    return " · ".join(cell if len(cell) <= _CELL else f"{cell[: _CELL - 1]}…" for cell in cells[:4])


def preview_html(cells: pd.DataFrame, lang: str, theme: str, *, rows: int = 6, columns: int = 8) -> str:
    """First lines of a file as they were read."""
    _ = translator(lang)
    part = cells.iloc[:rows, :columns]
    table = pd.DataFrame(
        [
            [str(row_number(index)), *(_cell(cell) for cell in line)]
            for index, line in zip(part.index, part.to_numpy(dtype=object), strict=True)
        ],
        columns=[_("Row"), *(_letter(i) for i in range(part.shape[1]))],
    )
    return html_table(table, caption=_("First lines as they were read"), theme=theme)


def _cell(value: Any) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return ""
    text = " ".join(str(value).split())
    return text if len(text) <= _CELL else f"{text[: _CELL - 1]}…"


def _letter(position: int) -> str:
    """Name of a column as a spreadsheet writes it."""
    text = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        text = chr(65 + rest) + text
    return text
