"""What is said of totals that are not the sum of their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geodata.i18n import plural_translator, translator
from geodata.join.figures import number_text

if TYPE_CHECKING:
    from geodata.join.result import JoinResult

__all__ = ["total_lines"]


def total_lines(result: JoinResult, lang: str, *, most: int, headed: bool = False) -> list[str]:
    """A sentence for each total that differs from the sum of its rows, the first `most` of them, and how many more.

    With `headed` they stand behind a heading, in one line.
    """
    _, _n = translator(lang), plural_translator(lang)
    missing = _(
        "“{name}” says {stated} in “{column}”, its rows add up to {summed}: {off} missing in the rows."
    )
    beyond = _(
        "“{name}” says {stated} in “{column}”, its rows add up to {summed}: {off} too much in the rows."
    )
    lines = []
    for line in result.totals.head(most).to_dict("records"):
        numbers = {"stated": line["stated"], "summed": line["summed"], "off": abs(line["difference"])}
        shown = {name: number_text(value, lang) for name, value in numbers.items()}
        text = missing if line["difference"] > 0 else beyond
        lines.append(text.format(name=line["name"], column=line["column"], **shown))
    more = len(result.totals) - most
    if more > 0:
        text = _n("{n} more total differs from its rows.", "{n} more totals differ from their rows.", more)
        lines.append(text.format(n=number_text(more, lang)))
    if headed and lines:
        return [" ".join([_("Totals that do not fit:"), *lines])]
    return lines
