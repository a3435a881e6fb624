"""The joined table to take away: the rows with code and official name, the verdict on every row, the balance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geodata.join.texts import verdict_text
from views.doctor import row_number, row_text
from views.i18n import translator

if TYPE_CHECKING:
    from geodata.join import JoinResult


def joined_table(result: JoinResult, places: pd.DataFrame, lang: str) -> pd.DataFrame:
    """The joined rows to take away: code, official name, the row and its name in the reader's table, then its own columns."""
    _ = translator(lang)
    labels, rows = result.shaped.table.index, [result.rows[at] for at in result.order]
    own = result.joined.reset_index(drop=True)
    codes = result.joined.index.to_series().reset_index(drop=True)
    ours = pd.DataFrame(
        {
            _("Code"): codes,
            _("Official name"): codes.map(places.set_index("code")["name"]),
            _("Row"): [row_number(labels[at]) for at in result.order],
            _("Name in your table"): pd.Series([row.name or row.code_text for row in rows], dtype="str"),
        }
    )
    taken = set(ours.columns)
    own.columns = [f"{name} *" if str(name) in taken else str(name) for name in own.columns]
    return pd.concat([ours, own], axis=1)


def workbook(result: JoinResult, joined: pd.DataFrame, lang: str) -> dict[str, pd.DataFrame]:
    """Sheets of the joined table: the rows, the verdict on every row, the control sums."""
    _ = translator(lang)
    verdicts = pd.DataFrame(
        {
            _("Row"): [row_number(row) for row in result.outcome["row"]],
            _("In your table"): [row_text(result.shaped.table, row) for row in result.outcome["row"]],
            _("Verdict"): [verdict_text(verdict, lang) for verdict in result.outcome["verdict"]],
            _("Code"): result.outcome["code"],
            _("Why"): result.reasons(lang).to_numpy(),
        }
    )
    balance = result.balance[["total", "joined", "left_over", "set_aside"]].reset_index()
    balance.columns = [_("Column"), _("All rows"), _("= joined"), _("+ left over"), _("In total rows")]
    return {_("Joined"): joined, _("Verdicts"): verdicts, _("Control sums"): balance}
