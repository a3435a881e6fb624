"""View model of the peers page: who is most like a place, why, and how far it stands from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from views.charts.gaps import gap_plot
from views.claims import uncertainty_of
from views.columns import bare_text, column_heading
from views.formatting import Absence, names_text, number, share_text
from views.i18n import translator
from views.marking import captioned, read_marking, signs_key
from views.markup import short_place_name
from views.peer_choice import KIND, MAX_PEERS, feature_weights, level_of_peer
from views.peer_gaps import gap_note, gap_rows
from views.peer_groups import (
    Features,
    features_of,
    group_names,
    group_rule,
    likeness,
    limit_of_likeness,
    peer_codes,
    place_names,
)
from views.peer_texts import (
    far_sentence,
    features_sentence,
    gap_sentence,
    limit_sentence,
    nearest_sentence,
    peer_notes,
    peers_headline,
    reasons_text,
)
from views.publishers import publishers_text
from views.theme import city_style

if TYPE_CHECKING:
    from analytics.claim_limits import Uncertainty
    from geodata.store import Store
    from views.availability import Availability
    from views.charts import Chart
    from views.charts.gap_rows import GapRow
    from views.selection import Selection

_LISTED = 40


@dataclass(frozen=True)
class PeersPage:
    """All that the peers page shows.

    Attributes
    ----------
    codes
        Peers in the order of likeness, those that cannot be compared last.
    alike
        One row a peer that can be compared, see `analytics.peers.similar_places`.
    limit
        Distance up to which a place is called alike, see `analytics.peers.likeness_limit`.
    rows
        One row an indicator that the place has.
    lacking
        Names of the indicators that it has not.
    """

    store: Store
    availability: Availability
    selection: Selection
    theme: str
    names: Mapping[str, str]
    codes: Sequence[str]
    features: Features
    alike: pd.DataFrame
    limit: float
    rows: Sequence[GapRow]
    lacking: Sequence[str]

    @property
    def catalogue(self) -> pd.DataFrame:
        """The catalogue indexed by indicator."""
        return self.availability.catalogue

    @property
    def name(self) -> str:
        """Short name of the place."""
        return short_place_name(self.names[self.selection.city])

    @property
    def level(self) -> str:
        """Level of the place and its peers."""
        return level_of_peer(self.selection.city)

    @property
    def shown(self) -> dict[str, str]:
        """Code -> short name of the place and its peers: what can be picked."""
        return {code: short_place_name(self.names[code]) for code in (self.selection.city, *self.codes)}

    @property
    def editable(self) -> bool:
        """Whether the list is short enough to be edited by hand."""
        return len(self.codes) <= MAX_PEERS

    @property
    def candidates(self) -> list[str]:
        """Places that can stand in a list picked by hand: those of the place's own level first, then the others."""
        level, own = len(self.selection.city), self.selection.city
        return sorted((c for c in self.names if c != own), key=lambda c: (len(c) != level, self.names[c], c))

    @property
    def headline(self) -> str:
        """The nearest places, or where the place stands furthest ahead and behind."""
        s = self.selection
        near = [str(code) for code in self.alike.index if not self._far(code)]
        return peers_headline(self.name, s.peers, self.codes, near, self.rows, self.names, s.lang)

    @property
    def subtitle(self) -> str:
        """Group, its rule and its size."""
        s = self.selection
        _ = translator(s.lang)
        group = group_names(s.lang, s.city).get(s.peers, _("Picked by hand"))
        count = _("{n} places").format(n=number(len(self.codes), 0, s.lang))
        return " · ".join(filter(None, [group, count, group_rule(s.peers, s.city, s.lang)]))

    @property
    def listed(self) -> list[str]:
        """Codes of the table's rows."""
        return [self.selection.city, *self.codes[:_LISTED]]

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a peer: distance, reasons and features as text, units in the heads; the place itself on top."""
        lang = self.selection.lang
        _ = translator(lang)
        shown = self.listed
        columns: dict[str, list[str]] = {
            _("Place"): [short_place_name(self.names[code]) for code in shown],
            _("Distance"): ["0", *(self._distance(code) for code in shown[1:])],
            _("Why"): [_("the place itself"), *(self._why(code) for code in shown[1:])],
        }
        features = [feature for feature in self.features.weights if feature != KIND]
        signs = read_marking(self.store, self.availability, features, shown, lang).signs
        for feature in features:
            year = self.features.years[feature]
            heading = column_heading(self.catalogue.loc[feature], lang, str(year))
            columns[heading] = [self._value(code, feature) + signs(feature, code, year) for code in shown]
        return pd.DataFrame(columns)

    def _far(self, code: str) -> bool:
        """Whether a peer is too far from the place to be called alike."""
        return bool(self.alike.at[code, "distance"] > self.limit)

    def _distance(self, code: str) -> str:
        if code not in self.alike.index:
            return Absence.NO_DATA.mark
        return number(self.alike.at[code, "distance"], 2, self.selection.lang)  # a part compared: see `_why`

    def _why(self, code: str) -> str:
        lang = self.selection.lang
        _ = translator(lang)
        if code not in self.alike.index:
            same = len(code) == len(self.selection.city)
            return _("too few features in common") if same else _("a place of another level")
        text = reasons_text(self.alike.loc[code], self.catalogue, lang)
        coverage = self.alike.at[code, "coverage"]
        if coverage > 1 - 1e-9:
            return text
        part = _("{share} of the weight compared").format(share=share_text(coverage, lang))
        return f"{text} ({part})" if text else part

    def _value(self, code: str, feature: str) -> str:
        frame, year = self.features.frame, self.features.years[feature]
        if code in frame.index:
            value = frame.at[code, feature]
        else:  # a place of another level: compared in nothing, but its figure is there
            value = self.store.values(feature, codes=[code], years=year)["value"].max()
        return bare_text(value, self.catalogue.loc[feature], self.selection.lang)

    @property
    def sentence(self) -> str:
        """The nearest place with distance and reasons; "" without one."""
        if self.alike.empty:
            return ""
        code = str(self.alike.index[0])
        why = reasons_text(self.alike.loc[code], self.catalogue, self.selection.lang)
        said = nearest_sentence(code, self._distance(code), why, self.name, self.names, self.selection.lang)
        if not said or not self._far(code):
            return said
        return f"{said} {far_sentence(self.selection.peers, self.selection.lang)}"

    @property
    def measured_by(self) -> str:
        """How likeness is measured."""
        if not self.features.weights:
            return ""
        lang = self.selection.lang
        said = features_sentence(self.features, self.catalogue, lang)
        return " ".join(filter(None, (said, limit_sentence(self.limit, lang))))

    def gaps(self) -> Chart | None:
        """The place against the range and the median of its peers; None without a value to compare."""
        if not self.rows or not self.codes:
            return None
        s = self.selection
        chart = gap_plot(
            self.rows, code=s.city, names=self.shown, style=city_style(s.city), lang=s.lang, theme=self.theme
        )
        if not signs_key(chart.table, s.lang):
            return chart
        _ = translator(s.lang)
        return replace(chart, caption=captioned(_("Gap to the peers"), chart.table, s.lang))

    @property
    def gap_sentence(self) -> str:
        """Where the place stands furthest ahead and behind."""
        return gap_sentence(self.rows, self.name, self.selection.lang)

    @property
    def gap_note(self) -> str:
        """What the words and marks of the gap chart mean; "" where there are none."""
        return gap_note(self.rows, self.selection.lang)

    @property
    def notes(self) -> list[str]:
        """Caveats."""
        s = self.selection
        _ = translator(s.lang)
        notes = peer_notes(s.city, s.peers, self.codes, self.features, self.catalogue, s.lang)
        if self.lacking:
            notes.append(
                _("{place} has no figure for {names}.").format(
                    place=self.name, names=names_text(self.lacking, s.lang)
                )
            )
        if len(self.codes) > _LISTED:
            text = _("The table lists the {n} nearest of {total} places; the chart holds them all.")
            notes.append(text.format(n=_LISTED, total=number(len(self.codes), 0, s.lang)))
        return notes

    @property
    def source(self) -> str:
        """Publishers of the figures shown."""
        wanted = {str(row.record["indicator"]): row.year for row in self.rows} | dict(self.features.years)
        rows = (
            self.store.values(list(wanted), codes=[self.selection.city])
            if wanted
            else self.store.values().head(0)
        )
        used = rows.loc[rows["year"] == rows["indicator"].astype(str).map(wanted), "source"].astype(str)
        return publishers_text(self.store.sources(), used, self.selection.lang)


def build_peers(
    store: Store,
    availability: Availability,
    selection: Selection,
    *,
    theme: str,
    known_error: Callable[[str, str], Uncertainty] | None = None,
) -> PeersPage:
    """Find the peers of a place and put it beside them.

    Parameters
    ----------
    store, availability
        Where the figures are.
    selection
        The place, its group of peers, what makes them alike.
    theme
        "light" or "dark".
    known_error
        Error of an indicator's figures at a level, see `views.claims.uncertainty_of`; None reads it from the store.
    """
    known_error = known_error or (lambda indicator, level: uncertainty_of(store, indicator, level=level))
    code, level = selection.city, level_of_peer(selection.city)
    features = features_of(store, availability, level, feature_weights(selection.features, level))
    codes = peer_codes(store, availability, [code], peers=selection.peers, features=selection.features)[code]
    alike = likeness(features, code, k=max(len(codes), 1), within=codes)
    ordered = [*(str(one) for one in alike.index), *(one for one in codes if one not in alike.index)]
    rows, lacking = gap_rows(store, availability, code, ordered, selection.lang, known_error)
    return PeersPage(
        store, availability, selection, theme, place_names(store), ordered, features, alike,
        limit_of_likeness(features), rows, lacking,
    )  # fmt: skip
