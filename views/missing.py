"""Places without a row: first those in the provinces (regencies, districts) that the table has rows of, then the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geodata.codes import LEVELS, parent_of
from geodata.join.texts import level_text
from views.formatting import number
from views.i18n import plural_translator, translator
from views.markup import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from geodata.join import JoinResult

__all__ = ["missing_html"]

_MOST = 60


def missing_html(result: JoinResult, names: pd.Series, lang: str) -> str:
    """Places of the level that the table has no row for.

    Parameters
    ----------
    result
        What `join_table` found.
    names
        Official names of all levels by code.
    lang
        "id" or "en".
    """
    _, _n = translator(lang), plural_translator(lang)
    level = result.keys.level
    if not result.missing or level is None:
        return _paragraph(_("Every place of this level has a row."))
    codes = result.names.gazetteer.codes(level)
    head = _n(
        "{n} of {all} places has no row.", "{n} of {all} places have no row.", len(result.missing)
    ).format(n=number(len(result.missing), 0, lang), all=number(len(codes), 0, lang))
    if level == "province":
        return _paragraph(head) + _list([_names(result.missing, names, lang)])
    homes = {parent_of(code) for code in codes}
    beside = {home: there for home, there in result.missing_beside.items() if home in homes}
    above = level_text(LEVELS[LEVELS.index(level) - 1], lang)
    covers = _("The table has rows in {n} of {all} {level}.").format(
        n=number(len(beside), 0, lang), all=number(len(homes), 0, lang), level=above
    )
    lines = [
        f"{names.get(home, home)}: {_names(there, names, lang)}" for home, there in beside.items() if there
    ]
    inside = _("Missing there:") if lines else _("Every place there has a row.")
    others = sorted(homes - beside.keys())
    rest = _("No row at all in {n} of {all} {level}: {places}").format(
        n=number(len(others), 0, lang), all=number(len(homes), 0, lang), level=above,
        places=_names(others, names, lang),
    )  # fmt: skip
    more = len(lines) - _MOST
    if more > 0:
        lines = [*lines[:_MOST], f"… (+{number(more, 0, lang)})"]
    parts = [_paragraph(f"{head} {covers} {inside}" if beside else head), _list(lines)]
    return "".join([*parts, _paragraph(rest) if others else ""])


def _names(codes: Sequence[str], names: pd.Series, lang: str) -> str:
    listed = ", ".join(str(names.get(code, code)) for code in codes[:_MOST])
    rest = len(codes) - _MOST
    return f"{listed} … (+{number(rest, 0, lang)})" if rest > 0 else f"{listed}."


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _list(lines: Sequence[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ul class='atlas-small'>{items}</ul>" if lines else ""
