"""Random states of every page, as readers leave them: chosen cities, years, weights, picked places."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from geodata import open_store
from views.availability import PILOTS, Availability, availability
from views.choices import Choices, build_choices
from views.frameworks import FRAMEWORKS
from views.index_choice import FIELDS, INDEXES, MEANS, NORMS, presets, weights_text
from views.page_params import PARAMS
from views.pattern_choice import (
    GRAPH,
    SHOWN,
    national_series,
    pattern_cities,
    pattern_indicators,
    pattern_levels,
)
from views.peer_choice import GROUPS, MEASURES, SCALES, trend_indicators
from views.selection import SCHEMES, TABS
from views.takeaway.state import State, open_state, state_of
from views.talk.choice import SHOW, TALKS

if TYPE_CHECKING:
    import random

    from geodata.store import Store


@cache
def store() -> Store:
    """The committed store."""
    return open_store()


@cache
def known() -> Availability:
    """What it has figures of."""
    return availability(store())


@cache
def choices() -> Choices:
    """What there is to choose from."""
    return build_choices(store(), known())


def random_state(draw: random.Random, page: str, *, lang: str = "") -> State:
    """A state that the app itself could have written; the version is the store's."""
    wanted = _wanted(draw, page)
    wanted["lang"] = lang or draw.choice(["id", "en"])
    params = {name: wanted[name] for name in PARAMS[page] if wanted.get(name)}
    selection, _misfits = open_state(State(page, params), choices())
    return state_of(page, selection, store().version)


def _wanted(draw: random.Random, page: str) -> dict[str, str]:
    """Values for the parameters of all pages; what does not fit together is put right by reading it."""
    every = list(choices().cities)
    pool = PILOTS if draw.random() < 0.5 else every
    cities = draw.sample(list(pool), draw.randint(2, 4))
    city = draw.choice(pattern_cities(choices()) if page == "patterns" else list(pool))
    levels = {
        "overview": choices().country_levels(),
        "city": choices().levels(city),
        "compare": choices().compare_levels(tuple(cities)),
        "patterns": pattern_levels(known(), city) or ("district",),
    }
    level = draw.choice(levels.get(page, ("regency",)))
    indicators = _indicators(page, level, city, tuple(cities))
    indicator = draw.choice(indicators) if indicators else ""
    place = cities[0] if page in ("compare", "trends", "index") else city
    if page == "overview" and level == "district":
        place = draw.choice(["35.10.05", "94.01.01,32.11.01", "31"])
    framework = draw.choice(INDEXES)
    weights = presets(framework)[draw.choice(list(presets(framework)))]
    years = known().years(indicator, level)
    return {
        "city": city, "cities": ",".join(cities), "level": level, "indicator": indicator,
        "year": str(draw.choice(years)) if years else "", "scheme": draw.choice(SCHEMES), "k": str(draw.randint(2, 7)),
        "place": draw.choice(["", place, "class-1"]), "over": draw.choice(["", cities[-1]]),
        "since": str(draw.choice(years)) if years else "", "peers": draw.choice([*GROUPS, "32.11,33.01,12.01"]),
        "features": draw.choice(["standard", "kind:1,poverty_rate:2"]), "scale": draw.choice(SCALES),
        "measure": draw.choice(MEASURES), "index": framework, "field": draw.choice(FIELDS),
        "weights": weights_text(weights, framework), "norm": draw.choice(NORMS), "mean": draw.choice(MEANS),
        "shown": draw.choice(SHOWN), "graph": draw.choice(GRAPH), "second": draw.choice(indicators or [""]),
        "series": draw.choice(national_series(known())), "framework": draw.choice(list(FRAMEWORKS)), "tab": draw.choice(TABS),
        "talk": draw.choice(TALKS), "slide": str(draw.randint(1, 12)), "show": draw.choice(SHOW),
    }  # fmt: skip


def _indicators(page: str, level: str, city: str, cities: tuple[str, ...]) -> list[str]:
    if page == "trends":
        return trend_indicators(known())
    if page == "compare":
        return choices().compare_indicators(level, cities)
    if page == "patterns":
        return pattern_indicators(known(), level, city)
    if page == "overview":
        return choices().country_indicators(level)
    return choices().indicators(level, city if page == "city" else None)
