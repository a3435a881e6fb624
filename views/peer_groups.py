"""Who a place is compared with: the places most like it, ready-made groups, or a list picked by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analytics.peers import likeness_limit, similar_places
from views.figures import PROVINCE_CITY, catalogue_row, values_in
from views.i18n import pick, translator
from views.maps import neighbours_in
from views.markup import common_name
from views.peer_choice import GROUPS, KIND, feature_weights, level_of_peer, listed

if TYPE_CHECKING:
    from geodata.store import Store
    from views.availability import Availability

K = 10
_SKEWED = frozenset({"count", "currency", "density", "area"})
# Expenditure and not the regional product, which mines and oil wells lift without anybody nearby being richer.
_ONE_FEATURE = {"size": "population_registered", "income": "expenditure_ppp"}


@dataclass(frozen=True)
class Features:
    """Features of likeness for all places of a level.

    Attributes
    ----------
    frame
        Places by features, in each feature's own unit; kind is 1 for a kota, 0 for a kabupaten.
    weights
        Weight of each feature.
    scales
        How each is standardised, see `analytics.peers.standardised`.
    years
        Year of each feature's values.
    absent
        Features that were asked for and have no figures at this level.
    """

    frame: pd.DataFrame
    weights: Mapping[str, float]
    scales: Mapping[str, str]
    years: Mapping[str, int]
    absent: tuple[str, ...] = ()


def features_of(
    store: Store, availability: Availability, level: str, weights: Mapping[str, float]
) -> Features:
    """Read the features of all places of a level, each in its latest well-covered year."""
    columns, scales, years = {}, {}, {}
    for name in weights:
        if name == KIND:
            columns[KIND], scales[KIND] = _is_kota(store, level), "as_is"
            continue
        year = availability.best_year(name, level)
        if year is None:
            continue
        values = values_in(store, name, level, year)
        skewed = str(catalogue_row(store, name)["unit_kind"]) in _SKEWED and bool((values.dropna() > 0).all())
        columns[name], scales[name], years[name] = values, "log" if skewed else "plain", year
    codes = store.place_table(level)["code"]
    frame = pd.DataFrame(columns, index=pd.Index(codes, name="code"), dtype="float64")
    absent = tuple(name for name in weights if name not in columns)
    return Features(frame, {name: weights[name] for name in columns}, scales, years, absent)


def _is_kota(store: Store, level: str) -> pd.Series:
    places = store.place_table(level).set_index("code")
    return places["kind"].astype(str).str.startswith("kota").astype("float64")


def likeness(
    features: Features, code: str, *, k: int = K, within: Sequence[str] | None = None
) -> pd.DataFrame:
    """Places most like one, nearest first; none where nothing of the place is known.

    Missing features of the whole level count against the coverage like any other missing feature.
    """
    if features.frame.empty or code not in features.frame.index or not features.weights:
        return pd.DataFrame(columns=["distance", "coverage"], dtype="float64")
    frame, weights = _with_absent(features)
    return similar_places(frame, code, weights=weights, k=k, within=within, scales=features.scales)


def limit_of_likeness(features: Features) -> float:
    """Distance up to which places of the features' level are called alike; NaN where no two can be compared."""
    if features.frame.empty or not features.weights:
        return float("nan")
    frame, weights = _with_absent(features)
    return likeness_limit(frame, weights=weights, scales=features.scales)


def _with_absent(features: Features) -> tuple[pd.DataFrame, dict[str, float]]:
    """Frame and weights with the features that the whole level lacks."""
    nothing = dict.fromkeys(features.absent, float("nan"))
    return features.frame.assign(**nothing), dict(features.weights) | dict.fromkeys(features.absent, 1.0)


def peer_codes(
    store: Store, availability: Availability, cities: Sequence[str], *, peers: str, features: str
) -> dict[str, list[str]]:
    """Codes of each place's peers by a group's name or a list picked by hand; a place is never among its own."""
    if peers in ("similar", *_ONE_FEATURE):
        return _nearest(store, availability, cities, peers=peers, features=features)
    if peers == "neighbours":
        borders = {
            level: neighbours_in(store.geometry_url("national"), level)
            for level in map(level_of_peer, cities)
        }
        return {city: list(borders[level_of_peer(city)].get(city, ())) for city in cities}
    groups = {
        city: list(listed(peers)) if peers not in GROUPS else _group(store, city, level_of_peer(city), peers)
        for city in cities
    }
    return {city: [one for one in codes if one != city] for city, codes in groups.items()}


def _nearest(
    store: Store, availability: Availability, cities: Sequence[str], *, peers: str, features: str
) -> dict[str, list[str]]:
    """The places most like each city, by the chosen features or by one; features of a level are read once."""
    one, read, found = _ONE_FEATURE.get(peers), {}, {}
    for city in cities:
        level = level_of_peer(city)
        if level not in read:
            weights = feature_weights(features, level) if one is None else {one: 1.0}
            read[level] = features_of(store, availability, level, weights)
        found[city] = [str(code) for code in likeness(read[level], city).index]
    return found


def _group(store: Store, code: str, level: str, peers: str) -> list[str]:
    if peers == "ascn":
        return [str(one) for one in store.ascn()["code"].dropna()]
    if peers == "province":  # of Jakarta, which is a province itself: what lies in it
        return sorted(store.place_table("regency", within=code[:2])["code"])
    codes = store.place_table(level)["code"]
    if peers == "kind" and level == "regency":
        kota = _is_kota(store, level)
        codes = pd.Series(kota.index[kota == kota.get(code)])
    return sorted(codes)


def group_names(lang: str, code: str | None = None) -> dict[str, str]:
    """Names of the groups that a place can have; for several places, or a regency, those of regencies.

    Parameters
    ----------
    lang
        "id" or "en".
    code
        The place, where it is one.
    """
    _ = translator(lang)
    if code == PROVINCE_CITY:
        return {
            "similar": _("Provinces most like it"),
            "province": _("Its six parts"),
            "neighbours": _("Neighbouring provinces"),
            "size": _("Provinces of similar population"),
            "income": _("Provinces of similar expenditure"),
            "ascn": _("Pilots of the ASEAN network"),
            "country": _("All provinces"),
        }
    return {
        "similar": _("Places most like it"),
        "kind": _("Same kind (kota or kabupaten)"),
        "province": _("Same province"),
        "neighbours": _("Neighbours"),
        "size": _("Similar population"),
        "income": _("Similar expenditure per person"),
        "ascn": _("Pilots of the ASEAN network"),
        "country": _("All regencies and cities"),
    }


def group_rule(peers: str, code: str, lang: str) -> str:
    """How a group is made, in one sentence; "" for a list picked by hand."""
    _ = translator(lang)
    province = code == PROVINCE_CITY
    rules = {
        "similar": _("The {n} places with the smallest distance over the features below."),
        "kind": _("A kota is compared with every kota, a kabupaten with every kabupaten."),
        "province": _(
            "Jakarta’s five cities and one regency; they are not autonomous and have no council or budget of their own."
        )
        if province
        else _("All other regencies and cities of the same province."),
        "neighbours": _("Places with a common border in the boundaries of this atlas; a strait is none."),
        "size": _("The {n} places whose registered population is nearest, as a ratio."),
        "income": _("The {n} places whose adjusted expenditure per person is nearest, as a ratio."),
        "ascn": _("The Indonesian members of the ASEAN Smart Cities Network; they differ in kind and size."),
        "country": _("Every other place of the same level."),
    }
    return rules.get(peers, "").format(n=K)


def place_names(store: Store) -> dict[str, str]:
    """Names of all provinces, regencies and cities by code."""
    tables = [store.place_table(level) for level in ("province", "regency")]
    return {
        str(c): common_name(str(n))
        for table in tables
        for c, n in zip(table["code"], table["name"], strict=True)
    }


def feature_names(availability: Availability, level: str, lang: str) -> dict[str, str]:
    """Names of what likeness can be measured by at a level: the kind, and every rate, share and index there is, and people."""
    _ = translator(lang)
    catalogue = availability.catalogue
    allowed = [
        name
        for name in availability.indicators(level)
        if str(catalogue.at[name, "measure"]) != "extensive" or name == "population_registered"
    ]
    kind = {KIND: _("Kind")} if level == "regency" else {}
    return {**kind, **{name: pick(catalogue.loc[name], "short", lang) for name in allowed}}
