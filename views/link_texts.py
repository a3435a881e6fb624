"""What is said of the parts of a link that do not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.formatting import names_text
from views.i18n import translator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from views.selection import Ignored


def misfits_text(items: Sequence[Ignored], lang: str) -> str:
    """One sentence that names every part that was ignored, with the reason."""
    _ = translator(lang)
    words = {
        "city": _("city"),
        "cities": _("cities"),
        "level": _("level"),
        "indicator": _("indicator"),
        "year": _("year"),
        "lang": _("language"),
        "place": _("place"),
        "over": _("outline"),
        "claim": _("claim"),
        "scheme": _("classes"),
        "k": _("number of classes"),
        "points": _("points"),
        "tab": _("section"),
        "since": _("first year"),
        "peers": _("peers"),
        "features": _("features of likeness"),
        "scale": _("scale"),
        "measure": _("kind of change"),
        "framework": _("framework"),
        "index": _("framework of the index"),
        "weights": _("weights"),
        "norm": _("normalisation"),
        "mean": _("mean"),
        "field": _("ranked among"),
        "shown": _("what the map shows"),
        "graph": _("lines between neighbours"),
        "second": _("second indicator"),
        "series": _("national series"),
    }
    reasons = {
        "unknown": _("not known"),
        "unavailable": _("no such figures here"),
        "parameter": _("no such parameter"),
    }
    parts = [f"{words.get(item.name, item.name)} “{item.text}” ({reasons[item.reason]})" for item in items]
    return _("Ignored in the link: {parts}.").format(parts=names_text(parts, lang))
