"""What a reader has picked: places by code, or a class of the legend; marked in every view of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from views.formatting import class_label, names_text, number
from views.i18n import plural_translator, translator
from views.markup import escape, short_place_name

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


def is_code(text: str) -> bool:
    """Whether a text has the form of a place's code."""
    return (
        len(text) in (2, 5, 8, 11, 13)
        and text.replace(".z", "").replace(".", "").isdigit()
        and text.isascii()
    )


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
    away
        Codes that the link holds and the page does not show now.
    """

    tokens: tuple[str, ...]
    codes: tuple[str, ...]
    away: tuple[str, ...] = ()


def resolve(text: str, figure: Figure | None, names: Mapping[str, str]) -> Picks:
    """Read what a link says is picked.

    Parameters
    ----------
    text
        The link's parameter: codes parted by commas, or a class.
    figure
        What the page shows in classes; None where it has none, so that no class can be picked.
    names
        Code -> name of every place of the page.
    """
    classes = figure is not None
    tokens = tuple(t for t in tokens_in(text) if (classes if is_class(t) else t in names))
    away = tuple(t for t in tokens_in(text) if not is_class(t) and t not in names)
    codes: list[str] = []
    for token in tokens:
        found = _CLASS.fullmatch(token)
        codes += _members(figure, int(found[1])) if found and figure is not None else [token]
    return Picks(tokens, tuple(dict.fromkeys(codes)), away)


def _members(figure: Figure, wanted: int) -> list[str]:
    if not wanted:
        return figure.missing()
    if figure.is_count:
        return []
    groups: pd.Series = figure.classes.assign(figure.values)
    return list(groups.index[(groups == wanted - 1).fillna(False)])


def not_shown_html(picks: Picks, names: Mapping[str, str], lang: str) -> str:
    """A line on places that a link marks and that the page does not show now; "" where it shows them all."""
    away = [short_place_name(names[code]) for code in picks.away if code in names]
    if not away:
        return ""
    _ = translator(lang)
    said = _("Marked, but not shown here: {places}.").format(places=names_text(away, lang))
    return f'<p class="atlas-small">{escape(said)}</p>'


def chip_data(picks: Picks, figure: Figure | None, lang: str) -> dict[str, object]:
    """All that the page's chip says, as texts (see ``static/atlas-pick.js``)."""
    _, _n = translator(lang), plural_translator(lang)
    n = len(picks.codes)
    said = _n("{n} place marked", "{n} places marked", n).format(n=number(n, 0, lang))
    groups = [_class_name(t, figure, lang) for t in picks.tokens if figure is not None and is_class(t)]
    hint = _("Click a place or a class to mark it everywhere; Ctrl or Shift adds another.")
    if figure is None:
        hint = _(
            "Click a place, by its mark, its name or its row, to mark it everywhere; Ctrl or Shift adds another."
        )
    return {
        "picked": ",".join(picks.tokens),
        "most": MOST,
        "said": " \N{MIDDLE DOT} ".join([*groups, said]) if picks.tokens else "",
        "clear": _("Clear"),
        "hint": hint,
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
