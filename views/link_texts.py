"""What is said of the parts of a link that do not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geodata.history import changes_since
from views.formatting import names_text, number
from views.i18n import pick, plural_translator, translator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodata.store import Store
    from views.selection import Ignored, Selection

_MOST = 5


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


def version_text(store: Store, version: str, selection: Selection) -> str:
    """What has changed since a link was made with another version of the data.

    Parameters
    ----------
    store
        The data in use.
    version
        The one that the link names.
    selection
        What the link shows: of its own indicator it is said whether its figures are the same.
    """
    lang = selection.lang
    _, _n = translator(lang), plural_translator(lang)
    first = _("This link was made with version {then} of the data; here is version {now}.").format(
        then=version, now=store.version
    )
    found = changes_since(store, version)
    if found is None:
        unknown = _("What has changed in between is not known here; check the figures before you quote them.")
        return f"{first} {unknown}"
    said = []
    if selection.indicator in found.changed:
        said.append(_("Figures of the indicator shown have changed."))
    elif selection.indicator:
        said.append(_("The figures of the indicator shown are the same."))
    for codes, text in (
        (
            found.changed,
            _n("{n} indicator has other figures", "{n} indicators have other figures", len(found.changed)),
        ),
        (found.added, _n("{n} indicator is new", "{n} indicators are new", len(found.added))),
        (found.removed, _n("{n} indicator is gone", "{n} indicators are gone", len(found.removed))),
    ):
        if codes:
            said.append(
                f"{text.format(n=number(len(codes), 0, lang))}: {names_text(_short(store, codes, lang), lang)}."
            )
    if found.places:
        said.append(_("Boundaries, names or codes of places have changed."))
    return " ".join([first, *said])


def _short(store: Store, codes: Sequence[str], lang: str) -> list[str]:
    """Names of some indicators, at most `_MOST`; one that is gone has only its code left."""
    table = store.catalogue().set_index("indicator")
    names = [pick(table.loc[code], "short", lang) if code in table.index else code for code in codes[:_MOST]]
    return names if len(codes) <= _MOST else [*names, "…"]
