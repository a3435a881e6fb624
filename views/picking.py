"""What a reader has picked: places by code, or a class of the legend; marked in every view of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from views.formatting import class_label, number
from views.i18n import plural_translator, translator
from views.markup import escape

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from views.figures import Figure

MOST = 12
_CLASS = re.compile(r"class-([0-9])")


def class_token(number_: int) -> str:
    """Token of a class as the legend counts them: 1 is the lowest, 0 stands for the places without data."""
    return f"class-{number_}"


def tokens_in(text: str) -> tuple[str, ...]:
    """Tokens of a link's text, each once, at most `MOST`."""
    return tuple(dict.fromkeys(token for token in text.split(",") if token))[:MOST]


def is_class(token: str) -> bool:
    """Whether a token names a class and not a place."""
    return _CLASS.fullmatch(token) is not None


def pick_mark(token: str) -> str:
    """Attribute of an HTML element that picks `token` when it is clicked; "" for none."""
    return f' data-pick="{escape(token)}"' if token else ""


def pick_button(inner: str) -> str:
    """The way of a keyboard into an element with `pick_mark`, around its escaped text."""
    return f'<button type="button" class="atlas-pick" aria-pressed="false">{inner}</button>'


@dataclass(frozen=True)
class Picks:
    """What is picked on a page that shows a figure.

    Attributes
    ----------
    tokens
        Codes, or one class.
    codes
        Codes of all places that are picked, those of the class too; those the page does not show are left out.
    """

    tokens: tuple[str, ...]
    codes: tuple[str, ...]


def resolve(text: str, figure: Figure, names: Mapping[str, str]) -> Picks:
    """Read what a link says is picked.

    Parameters
    ----------
    text
        The link's parameter: codes parted by commas, or a class.
    figure
        What the page shows.
    names
        Code -> name of every place of the page.
    """
    tokens = tuple(token for token in tokens_in(text) if is_class(token) or token in names)
    codes: list[str] = []
    for token in tokens:
        found = _CLASS.fullmatch(token)
        codes += _members(figure, int(found[1])) if found else [token]
    return Picks(tokens, tuple(dict.fromkeys(codes)))


def _members(figure: Figure, wanted: int) -> list[str]:
    if not wanted:
        return figure.missing()
    if figure.is_count:
        return []
    groups: pd.Series = figure.classes.assign(figure.values)
    return list(groups.index[(groups == wanted - 1).fillna(False)])


def chip_data(picks: Picks, figure: Figure, lang: str) -> dict[str, object]:
    """All that the page's chip says, as texts (see ``static/atlas-pick.js``)."""
    _, _n = translator(lang), plural_translator(lang)
    n = len(picks.codes)
    said = _n("{n} place marked", "{n} places marked", n).format(n=number(n, 0, lang))
    groups = [_class_name(token, figure, lang) for token in picks.tokens if is_class(token)]
    return {
        "picked": ",".join(picks.tokens),
        "most": MOST,
        "said": " \N{MIDDLE DOT} ".join([*groups, said]) if picks.tokens else "",
        "clear": _("Clear"),
        "hint": _("Click a place or a class to mark it everywhere; Ctrl or Shift adds another."),
    }


def _class_name(token: str, figure: Figure, lang: str) -> str:
    _ = translator(lang)
    found = token.removeprefix("class-")
    if found == "0":
        return _("No data")
    at = int(found) - 1
    if at >= figure.classes.k:
        return _("Class {n}").format(n=found)
    label = class_label(figure.classes.edges, at, figure.classes.decimals, lang)
    return _("Class {limits}").format(limits=label)
