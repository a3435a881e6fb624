"""Publishers of many figures in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.i18n import translator

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd


def publishers_text(sources: pd.DataFrame, used: Iterable[object], lang: str) -> str:
    """Name each publisher once, and where titles and licences stand.

    Parameters
    ----------
    sources
        The store's source records.
    used
        Ids of the sources behind the figures.
    lang
        "id" or "en".
    """
    _ = translator(lang)
    records = sources.set_index("source")
    stem = "publisher_en" if lang == "en" else "publisher"
    ids = sorted({str(one) for one in used})
    said = [str(records.at[one, stem] or records.at[one, "publisher"]) for one in ids]
    return _("Source: {sources}. Titles and licences stand on the Data page.").format(
        sources="; ".join(dict.fromkeys(said))
    )
