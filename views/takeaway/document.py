"""A page as a document: its findings, figures and tables in order, for files that leave the app.

A document is made from the same models as the page, so that no number can differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from views.i18n import translator

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from views.charts import Chart
    from views.takeaway.state import State


@dataclass(frozen=True)
class Behind:
    """Which observations of the store a figure rests on.

    Attributes
    ----------
    indicators, codes
        What and where.
    years
        Of which years; None for all.
    """

    indicators: tuple[str, ...]
    codes: tuple[str, ...]
    years: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Piece:
    """One figure of a page, or a table that stands alone.

    Attributes
    ----------
    key
        Its name on the page, the same in both languages.
    title
        What it shows, as a heading.
    table
        The numbers it shows, as texts under translated heads, first column naming the row.
    caption
        What stands above the table.
    sentences
        What is said about it.
    notes
        Caveats.
    source
        Where its figures come from.
    badge
        How comparable the places are, in words; "" where nothing is compared.
    alt
        The figure in words, for those who do not see it.
    chart
        The chart, where it is one.
    map
        The page's model, where it is a map: it has ``chart`` and ``paint()`` (see `views.city.City`).
    behind
        The observations it rests on; None where they are no observations of the store.
    codes
        Code of the place of each row of the table; empty where rows are about something else.
    """

    key: str
    title: str
    table: pd.DataFrame
    caption: str = ""
    sentences: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    source: str = ""
    badge: str = ""
    alt: str = ""
    chart: Chart | None = None
    map: Any = None
    behind: Behind | None = None
    codes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Leave out texts that are silent."""
        for name in ("sentences", "notes"):
            object.__setattr__(self, name, tuple(text for text in getattr(self, name) if text))

    @property
    def is_figure(self) -> bool:
        """Whether there is a picture of it."""
        return self.chart is not None or self.map is not None


@dataclass(frozen=True)
class Document:
    """A page with all that it says.

    Attributes
    ----------
    state
        Page, choices, language and version of the data.
    title, subtitle, lead
        Finding; indicator, unit, years and places; first sentence.
    pieces
        Figures and tables in the order of the page.
    notes
        Caveats on all of it.
    vintage
        Decree of the boundaries.
    """

    state: State
    title: str
    subtitle: str
    lead: str
    pieces: Sequence[Piece]
    notes: Sequence[str]
    vintage: str

    @property
    def lang(self) -> str:
        """Language."""
        return self.state.lang

    def said(self, piece: Piece) -> tuple[str, ...]:
        """What is said beside a figure: the page's first sentence where it is its first figure, and its own."""
        first = self.pieces[0].key == piece.key
        return tuple(dict.fromkeys(text for text in (self.lead if first else "", *piece.sentences) if text))

    def piece(self, key: str) -> Piece:
        """One figure by its name.

        Raises
        ------
        KeyError
            If there is none; the message names those there are.
        """
        for piece in self.pieces:
            if piece.key == key:
                return piece
        raise KeyError(
            f"no figure {key!r} on the page {self.state.page}; there are {', '.join(p.key for p in self.pieces)}"
        )


def title_of(documents: Sequence[Document], title: str = "") -> str:
    """Of several documents as one: the title given, else the finding they share, else the name of the set."""
    findings = {one.title for one in documents}
    _ = translator(documents[0].lang)
    return title or (findings.pop() if len(findings) == 1 else _("The pilot cities side by side"))
