"""What there is to choose from: cities, levels, indicators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geodata.own import OWN_LEVEL
from views.availability import PILOTS
from views.markup import common_name
from views.network_members import member_tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geodata.store import Store
    from views.availability import Availability

DEFAULT_CITY = "35.10"
MAX_CITIES, MIN_CITIES = 4, 2


@dataclass(frozen=True)
class Choices:
    """What can be chosen: names of cities by code (the pilots first), the figures there are, codes of all places, the network.

    Without `places` every code of the right form is taken for one.
    """

    cities: Mapping[str, str]
    availability: Availability
    places: frozenset[str] | None = None
    network: frozenset[str] = frozenset()

    def default_city(self) -> str:
        """Banyuwangi, or the first city of a store without it."""
        return DEFAULT_CITY if DEFAULT_CITY in self.cities else next(iter(self.cities))

    def default_cities(self) -> tuple[str, ...]:
        """The pilots a store has, filled up to two."""
        pilots = [code for code in PILOTS if code in self.cities]
        return tuple(dict.fromkeys([*pilots, *self.cities]))[: max(len(pilots), MIN_CITIES)]

    def levels(self, city: str) -> tuple[str, ...]:
        """Levels a city has figures for: its villages only where it is a pilot, a reader's own zones where they lie in it."""
        levels = ("district", "village", "regency") if city in PILOTS else ("district", "regency")
        return (*levels, OWN_LEVEL) if self.availability.indicators(OWN_LEVEL, city=city) else levels

    def default_level(self, city: str) -> str:
        """Districts for the pilots; for others, whose districts have hardly a figure, the city among its neighbours."""
        return "district" if city in PILOTS else "regency"

    def compare_levels(self, cities: tuple[str, ...]) -> tuple[str, ...]:
        """Levels at which cities can be compared: by village only pilots, whose villages have figures in each of them."""
        levels = ("regency", "district")
        return (*levels, "village") if self.compare_indicators("village", cities) else levels

    def compare_indicators(self, level: str, cities: tuple[str, ...]) -> list[str]:
        """Indicators that cities can be compared by at a level; by village those that each of them has."""
        if level != "village":
            return self.indicators(level, None)
        if not set(cities) <= set(PILOTS):
            return []
        each = [set(self.availability.indicators(level, city=city)) for city in cities]
        return [name for name in self.availability.indicators(level) if all(name in known for known in each)]

    def country_levels(self) -> tuple[str, ...]:
        """Levels that the whole country is drawn by: its districts only where some have figures."""
        return ("regency", "district") if self.availability.indicators("district") else ("regency",)

    def country_indicators(self, level: str) -> list[str]:
        """Indicators that the country can be drawn by at a level; below regencies those that most places have come first."""
        names = self.availability.indicators(level)
        widest = {name: self.availability.widest(name, level) for name in names}
        most = max(widest.values(), default=0)
        return names if level == "regency" else sorted(names, key=lambda name: widest[name] < most / 2)

    def indicators(self, level: str, city: str | None) -> list[str]:
        """Indicators that can be drawn at a level."""
        return self.availability.indicators(level, city=None if level == "regency" else city)


def build_choices(store: Store, known: Availability) -> Choices:
    """Cities in the order of the selector: the pilots, then all others by name; with all that a link may name."""
    regencies = store.place_table("regency").set_index("code")["name"]
    provinces = store.place_table("province").set_index("code")["name"]
    pilots = {
        code: common_name(provinces.get(code, regencies.get(code)))
        for code in PILOTS
        if code in provinces.index or code in regencies.index
    }
    others = regencies[~regencies.index.isin(list(pilots))].sort_values()
    places = frozenset(store.place_table()["code"])
    return Choices({**pilots, **others.to_dict()}, known, places, member_tokens(store.ascn()))
