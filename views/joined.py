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
    """The joined rows to take away: code and official name first, then the reader's own columns."""
    _ = translator(lang)
    code_word, name_word = _("Code"), _("Official name")
    names = places.set_index("code")["name"]
    table = result.joined.rename_axis("\0code").reset_index().rename(columns={"\0code": code_word})
    table.columns = [
        str(name) if i == 0 or str(name) not in (code_word, name_word) else f"{name} *"
        for i, name in enumerate(table.columns)
    ]
    table.insert(1, name_word, table[code_word].map(names))
    return table


def workbook(result: JoinResult, joined: pd.DataFrame, lang: str) -> dict[str, pd.DataFrame]:
    """Sheets of the joined table: the rows, the verdict on every row, the balance."""
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
    return {_("Joined"): joined, _("Verdicts"): verdicts, _("Balance"): balance}
