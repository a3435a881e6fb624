"""Kinds of points that can be laid over a city's map: names and colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from views.i18n import translator

if TYPE_CHECKING:
    from geodata.store import Store

# Dark enough on every class of the teal map; the tooltip and the key name the kind.
_COLOURS = ("#B0006D", "#7A3E00", "#1D4ED8", "#A88B00", "#C2410C")


def kind_names(lang: str) -> dict[str, str]:
    """Kind to its name."""
    _ = translator(lang)
    return {
        "school_sd": _("Primary schools (SD)"),
        "school_smp": _("Junior secondary schools (SMP)"),
        "school_sma": _("Senior secondary schools (SMA)"),
        "school_smk": _("Vocational schools (SMK)"),
        "school_slb": _("Special schools (SLB)"),
        "hospital": _("Hospitals"),
        "puskesmas": _("Community health centres (puskesmas)"),
        "clinic": _("Clinics"),
        "pharmacy": _("Pharmacies"),
        "transjakarta_stop": _("TransJakarta stops"),
        "rail_station": _("Railway stations"),
        "fuel_station": _("Fuel stations"),
        "shopping_centre": _("Shopping centres and markets"),
        "pump_house": _("Pump houses"),
        "flood_post": _("Flood posts"),
        "rain_gauge": _("Rain gauges"),
        "reservoir": _("Reservoirs and retention ponds"),
        "sluice_gate": _("Sluice gates"),
        "river_observation_post": _("River observation posts"),
    }


def kinds_of(store: Store, city: str) -> list[str]:
    """Kinds a city has points of, in the order of `kind_names`; none outside the pilots."""
    from views.maps import geometry_facts  # loads folium, which a page without a map does not need

    name = f"points-{city}"
    if name not in store.geometry_names():
        return []
    present = set(geometry_facts(store.geometry_url(name))["kinds"])
    return [kind for kind in kind_names("en") if kind in present]


def points_spec(store: Store, city: str, chosen: str, lang: str) -> dict[str, Any] | None:
    """What atlas-map.js needs to draw the chosen kinds; None where there is nothing to draw."""
    kinds = [kind for kind in chosen.split(",") if kind and kind in kinds_of(store, city)]
    if not kinds:
        return None
    names, order = kind_names(lang), list(kind_names("en"))
    return {
        "url": store.geometry_url(f"points-{city}"),
        "kinds": [{"kind": kind, "label": names[kind], "color": kind_colour(kind, order)} for kind in kinds],
    }


def kind_colour(kind: str, order: list[str] | None = None) -> str:
    """Fixed colour of a kind."""
    places = order or list(kind_names("en"))
    return _COLOURS[places.index(kind) % len(_COLOURS)]
