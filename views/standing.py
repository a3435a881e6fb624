"""How a place stands: its rank band, the median of its field and of its peers; the store is read once for several indicators."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from analytics.peer_gap import Gap, gap_to_peers
from views.availability import MOSTLY
from views.figures import National
from views.formatting import NBSP, is_missing, number, unit_text, value_text
from views.i18n import translator
from views.peer_choice import STANDARD, feature_weights, level_of_peer
from views.peer_groups import Features, features_of, likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geodata.store import Store
    from views.availability import Availability

_PLACES_WITH_PEERS = (2, 5)  # characters of a code: provinces; regencies and cities
# A store never changes, and every click on a map asks the same of it: what was read and ranked is kept as long as it is.
_fields: WeakKeyDictionary[Store, dict[tuple[str, str | None], Field]] = WeakKeyDictionary()
_features: WeakKeyDictionary[Store, dict[str, Features]] = WeakKeyDictionary()
_sources: WeakKeyDictionary[Store, dict[str, dict[str, str]]] = WeakKeyDictionary()
_places: WeakKeyDictionary[Store, dict[str, dict[str, Any]]] = WeakKeyDictionary()
_similar: WeakKeyDictionary[Store, dict[str, tuple[str, ...]]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Field:
    """All places that a place is ranked among; it grows by the indicators that are asked for.

    Attributes
    ----------
    codes
        Every place of the field, with or without figures.
    values
        By indicator: its observations in all years (``code, year, value``).
    """

    codes: pd.Index
    values: dict[str, pd.DataFrame] = field(default_factory=dict)
    _nations: dict[tuple[str, int], National] = field(default_factory=dict, repr=False)
    _usual: dict[str, int | None] = field(default_factory=dict, repr=False)

    def at(self, indicator: str, year: int) -> pd.Series:
        """One value a place of the field, NaN where there is none."""
        rows = self.values[indicator]
        chosen = rows["year"].to_numpy() == year
        values = pd.Series(rows["value"].to_numpy()[chosen], index=rows["code"].to_numpy()[chosen])
        return values.reindex(self.codes).astype("float64")

    def nation(self, record: pd.Series, year: int) -> National:
        """The field in one indicator and year, for ranks and medians; ranked once however many places ask."""
        key = (str(record["indicator"]), year)
        if key not in self._nations:
            self._nations[key] = National(self.at(*key), record, pd.Series(dtype="float64"))
        return self._nations[key]

    def usual_year(self, indicator: str) -> int | None:
        """Latest year that most of the field has, by the rule of `Availability.best_year` for the country; None without figures."""
        if indicator not in self._usual:
            years, sizes = np.unique(self.values[indicator]["year"].to_numpy(), return_counts=True)
            self._usual[indicator] = int(years[sizes >= MOSTLY * sizes.max()].max()) if len(years) else None
        return self._usual[indicator]


def read_field(store: Store, indicators: Sequence[str], level: str, *, within: str | None = None) -> Field:
    """Read some indicators of all places of a level (in one place, where one is named), in one go and once."""
    kept = _fields.setdefault(store, {})
    if (level, within) not in kept:
        codes = store.place_table(level, within=within)["code"]
        kept[level, within] = Field(pd.Index(codes, name="code"))
    place = kept[level, within]
    new = [name for name in indicators if name not in place.values]
    if new:
        place.values.update(by_indicator(store.values(new, level=level, within=within), new))
    return place


def by_indicator(rows: pd.DataFrame, indicators: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Observations of each indicator apart; none is an empty frame."""
    found = {str(name): part for name, part in rows.groupby("indicator", observed=True, sort=False)}
    return {name: found.get(name, rows.head(0)) for name in indicators}


def similar_codes(store: Store, availability: Availability, code: str) -> tuple[str, ...]:
    """The places most like one, as the peers page lists them at first; none for districts, villages and zones."""
    if len(code) not in _PLACES_WITH_PEERS:
        return ()
    known = _similar.setdefault(store, {})
    if code not in known:
        level, read = level_of_peer(code), _features.setdefault(store, {})
        if level not in read:
            read[level] = features_of(store, availability, level, feature_weights(STANDARD, level))
        known[code] = tuple(str(one) for one in likeness(read[level], code).index)
    return known[code]


def source_records(store: Store) -> Mapping[str, Mapping[str, str]]:
    """Each source of the store, by its id, as plain texts."""
    if store not in _sources:
        _sources[store] = {str(row["source"]): row for row in store.sources().to_dict("records")}
    return _sources[store]


def place_records(store: Store) -> Mapping[str, Mapping[str, Any]]:
    """What is known of each place itself (name, areas, villages without a polygon), as plain values."""
    if store not in _places:
        columns = ["code", "name", "area_km2", "official_area_km2"]
        rows = store.place_table()[columns].merge(
            store.quality()[["code", "villages_without_polygon"]], on="code", how="left"
        )
        rows["villages_without_polygon"] = rows["villages_without_polygon"].fillna(0)
        values = (rows[name].tolist() for name in rows)
        _places[store] = {
            row[0]: dict(zip(rows.columns, row, strict=True)) for row in zip(*values, strict=True)
        }
    return _places[store]


def against(place: Field, record: pd.Series, year: int, code: str, peers: Iterable[str]) -> Gap:
    """A place and the median of its peers in the year of its own figure."""
    values = place.nation(record, year).values
    return gap_to_peers(values, code, [*peers], decimals=int(record["decimals"]))


def standing_lines(
    rank: str, nation: National, gap: Gap, record: pd.Series, code: str, lang: str
) -> tuple[str, ...]:
    """Rank, median of all regencies and cities, median of the peers: short lines to stand under a figure.

    Beside a rank the median is of as many places as the rank; without one, and for a province, it says of how many. That of
    the peers says how many of them have a figure.
    """
    _, province = translator(lang), level_of_peer(code) == "province"
    median, similar = "", ""
    if nation.values.notna().any():
        text = (
            _("median of {n} regencies and cities {value}") if province or not rank else _("median {value}")
        )
        n = number(int(nation.values.notna().sum()), 0, lang)
        median = text.format(n=n, value=_short(nation.values.median(), record, lang))
    if not is_missing(gap.median):
        text = _("median of {n} peers {value}")
        if province:
            text = _("median of {n} peer provinces {value}")
        similar = text.format(n=number(gap.known, 0, lang), value=_short(gap.median, record, lang))
    if rank and not province:
        median = median.replace(" ", NBSP)
    first = (rank, median) if province else (" · ".join(filter(None, (rank, median))),)
    return tuple(filter(None, (*first, similar)))


def _short(value: float, record: pd.Series, lang: str) -> str:
    """A value in short and without its unit, which stands at the figure above it."""
    text = value_text(value, record, lang, short=True).removesuffix(NBSP + unit_text(record, lang))
    return text.split(" ")[0].rstrip(",")
