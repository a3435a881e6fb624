"""View model of the trends page: how chosen places and their peers changed, and what can honestly be said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from analytics.change import change_between, change_kind, growth, index_to_base
from analytics.ranks import counts_from_top, rank_bands_over_time, steady_places
from analytics.rounding import rounded
from geodata.overlay import published_errors
from views import trend_texts as say
from views.charts import Chart, trend_lines
from views.charts.bands import rank_lines
from views.claims import uncertainty_of
from views.figures import PROVINCE_CITY, catalogue_row, values_by_code
from views.headlines import indicator_parts
from views.i18n import translator
from views.markup import short_place_name
from views.pace_texts import pace_caption
from views.peer_choice import breaks_by_code
from views.peer_groups import peer_codes, place_names
from views.trend_pace import pace_of
from views.trend_rows import (
    changed_row,
    doubtful_changes,
    measured_sentence,
    median_rows,
    sources_text,
    year_rows,
)
from views.year_notes import year_notes

if TYPE_CHECKING:
    from analytics.claim_limits import Uncertainty
    from geodata.store import Store
    from views.availability import Availability
    from views.selection import Selection

_LEAST_RANKED = 0.5


@dataclass(frozen=True)
class TrendsPage:
    """All that the trends page shows.

    Attributes
    ----------
    row
        The indicator's record.
    names
        Code -> short name, of every province, regency and city.
    wide
        Chosen places and their peers by years.
    nation
        All regencies and cities by years.
    peers
        Chosen place -> codes of its peers.
    breaks
        Place -> first years of a new series.
    known
        What is known about the error of the figures.
    """

    store: Store
    availability: Availability
    selection: Selection
    theme: str
    row: pd.Series
    names: Mapping[str, str]
    wide: pd.DataFrame
    nation: pd.DataFrame
    peers: Mapping[str, Sequence[str]]
    breaks: Mapping[str, Sequence[int]]
    known: Uncertainty

    @property
    def span(self) -> tuple[int, int] | None:
        """The two years that changes are taken between; None where there is no earlier one."""
        s = self.selection
        return (s.since, s.year) if s.since is not None and s.year is not None else None

    @cached_property
    def chosen(self) -> pd.DataFrame:
        """The chosen places by years, a row each even where nothing is known."""
        return self.wide.reindex(pd.Index(self.selection.cities, name="code"))

    @cached_property
    def changes(self) -> pd.DataFrame | None:
        """Change of each chosen place over the span."""
        return None if self.span is None else change_between(self.chosen, *self.span, breaks=self.breaks)

    @property
    def years(self) -> list[int]:
        """Years of the chosen places' figures."""
        return sorted(int(year) for year in self.chosen.columns[self.chosen.notna().any()])

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """Chosen places whose change is no larger than what their figures leave open."""
        errors = published_errors(self.store, str(self.row["indicator"]))
        return doubtful_changes(self.changes, self.row, self.span, known=self.known, errors=errors)

    @property
    def shown(self) -> dict[str, str]:
        """Code -> short name of every place with a line: the chosen ones, then their peers."""
        codes = [*self.selection.cities, *(code for one in self.peers.values() for code in one)]
        return {code: self.names[code] for code in codes}

    # Words --------------------------------------------------------------------------------------------------

    @property
    def headline(self) -> str:
        """Where the indicator changed most."""
        s = self.selection
        return say.trend_headline(
            self.changes, self.row, self.names, (s.since, s.year), s.lang, doubtful=self.doubtful
        )

    @property
    def subtitle(self) -> str:
        """Indicator, unit, series, years and places."""
        s = self.selection
        years = say.span_text(self.years[0], self.years[-1]) if self.years else ""
        places = ", ".join(self.names[code] for code in s.cities)
        parts = [*indicator_parts(self.row, s.lang), years, places]
        return " · ".join(part for part in parts if part)

    @property
    def sentence(self) -> str:
        """From what to what it changed most and least."""
        s = self.selection
        return say.trend_sentence(
            self.changes, self.row, self.names, (s.since, s.year), s.lang, doubtful=self.doubtful
        )

    @property
    def peers_text(self) -> str:
        """Who the grey lines are."""
        others = {code for codes in self.peers.values() for code in codes} - set(self.selection.cities)
        return say.grey_lines_text(len(others), self.selection.peers, self.selection.lang)

    @property
    def notes(self) -> list[str]:
        """Caveats."""
        return [
            *say.series_notes(self.row, self.selection.cities, self.years, self.selection.lang),
            *year_notes(self.availability, self.selection, self.selection.cities, names=self.names),
        ]

    @property
    def source(self) -> str:
        """Publishers and tables of the chosen places' figures, with their years."""
        rows = self.store.values(str(self.row["indicator"]), codes=list(self.selection.cities))
        return sources_text(rows, self.store.sources(), self.selection.lang)

    # Figures ------------------------------------------------------------------------------------------------

    def lines(self) -> Chart:
        """Chosen places in colour, their peers in grey, the median of the country dashed; the change in the table."""
        s = self.selection
        _ = translator(s.lang)
        others = list(
            dict.fromkeys(code for codes in self.peers.values() for code in codes if code not in s.cities)
        )
        chart = trend_lines(
            year_rows(self.wide.reindex([*others, *s.cities]), self.names), self.row, lang=s.lang, theme=self.theme, focus=s.cities,
            reference=median_rows(self.nation, self.row), reference_text=_("Median of regencies and cities"),
        )  # fmt: skip
        return replace(chart, table=self._with_changes(self._named(chart.table)))

    def _named(self, table: pd.DataFrame) -> pd.DataFrame:
        """The table of a chart, with the names of places that have no figure and so brought none."""
        return table.rename(columns=dict(self.names))

    def _with_changes(self, table: pd.DataFrame) -> pd.DataFrame:
        """The table of years with a last row of changes."""
        if self.changes is None or self.span is None:
            return table
        _ = translator(self.selection.lang)
        head = _("Change {span}").format(span=say.span_text(*self.span))
        cells = [
            say.change_cell(code, self.changes, self.row, self.selection.lang)
            for code in self.selection.cities
        ]
        return pd.concat([table, pd.DataFrame([[head, *cells]], columns=table.columns)], ignore_index=True)

    @cached_property
    def ranks(self) -> Chart | None:
        """Rank bands of the chosen regencies and cities over the years; None where none of them can be ranked.

        Among the places that have a figure in every year: with 499 places in one year and 411 in the next, everyone's rank
        would jump.
        """
        s = self.selection
        enough = self.nation.columns[self.nation.notna().mean() >= _LEAST_RANKED]
        if not len(enough):
            return None
        bands = rank_bands_over_time(
            steady_places(self.nation[enough], keep=s.cities),
            decimals=int(self.row["decimals"]),
            higher_is_better=counts_from_top(str(self.row["direction"])),
        )
        focus = [code for code in s.cities if code in set(bands["code"])]
        if not focus:
            return None
        return rank_lines(bands, self.row, focus=focus, names=self.names, lang=s.lang, theme=self.theme)

    @property
    def ranks_sentence(self) -> str:
        """Rank of each chosen place in the first and last year it is ranked, after the last break; at most three."""
        start = max((year for years in self.breaks.values() for year in years), default=0)
        if self.ranks is None:
            return ""
        said = say.rank_sentence(self.ranks.table, self.selection.lang, start=start)
        _ = translator(self.selection.lang)
        field = _("Ranked among the regencies and cities that have a figure in every year shown.")
        return f"{said} {field}" if said else said

    @property
    def measure_names(self) -> dict[str, str]:
        """Names of the two kinds of change."""
        _ = translator(self.selection.lang)
        since = "" if self.span is None else str(self.span[0])
        return {"base": _("since {year}").format(year=since), "growth": _("from year to year")}

    @property
    def pace_caption(self) -> str:
        """What the arithmetic is, and is not."""
        return pace_caption(self.row, self.selection.lang)

    def measured(self) -> tuple[Chart, str] | None:
        """Change since the base year or from year to year, and its sentence; None without an earlier year."""
        s = self.selection
        if self.span is None:
            return None
        kind = change_kind(str(self.row["unit_kind"]))
        shown = self.chosen.apply(rounded, decimals=int(self.row["decimals"]))  # what the first figure prints
        if s.measure == "growth":
            frame = growth(shown, kind=kind, breaks=self.breaks)
        else:
            frame = index_to_base(shown, self.span[0], kind=kind, breaks=self.breaks)
        if not frame.notna().any(axis=None):
            return None
        row = changed_row(self.row, s.measure, self.span[0], kind)
        chart = trend_lines(year_rows(frame, self.names), row, lang=s.lang, theme=self.theme, focus=s.cities)
        return replace(chart, table=self._named(chart.table)), measured_sentence(
            frame, row, s.year, self.names, s.lang
        )

    def pace(self) -> tuple[pd.DataFrame, str] | None:
        """Arithmetic of the years to the best peer, and its sentence; None where neither side is better."""
        return pace_of(self)


def build_trends(
    store: Store,
    availability: Availability,
    selection: Selection,
    *,
    theme: str,
    known_error: Callable[[str, str], Uncertainty] | None = None,
) -> TrendsPage:
    """Read the series of the chosen places and of their peers; `known_error` as in `views.peers.build_peers`."""
    row = catalogue_row(store, selection.indicator)
    peers = peer_codes(
        store, availability, selection.cities, peers=selection.peers, features=selection.features
    )
    nation = values_by_code(store, selection.indicator, "regency")
    shown = list(dict.fromkeys([*selection.cities, *(code for codes in peers.values() for code in codes)]))
    wide = nation
    if any(len(code) == len(PROVINCE_CITY) for code in shown):
        wide = pd.concat([nation, values_by_code(store, selection.indicator, "province")])
    names = {code: short_place_name(name) for code, name in place_names(store).items()}
    breaks = breaks_by_code(row, shown)
    known_error = known_error or (lambda indicator, level: uncertainty_of(store, indicator, level=level))
    provinces = all(len(code) == len(PROVINCE_CITY) for code in selection.cities)
    known = known_error(selection.indicator, "province" if provinces else "regency")
    wide = wide.reindex(shown).sort_index(axis=1)
    return TrendsPage(store, availability, selection, theme, row, names, wide, nation, peers, breaks, known)
