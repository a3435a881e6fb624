"""What a reader has chosen, read from a link and checked against what there is.

A link wins over the session's memory, the memory over defaults. What does not fit in a link is named, never dropped
in silence.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from geodata.own import OWN_LEVEL
from views.availability import PILOTS
from views.choices import MAX_CITIES, MIN_CITIES, Choices
from views.figures import PROVINCE_CITY
from views.frameworks import FRAMEWORKS
from views.i18n import LANGUAGES
from views.index_choice import read_index
from views.link_reader import Ignored, Reader
from views.page_params import recalled
from views.pattern_choice import pattern_cities, pattern_indicators, pattern_levels, read_pattern
from views.peer_choice import read_choice, trend_indicators
from views.picking import is_class, is_code, tokens_in
from views.pointkinds import kind_names
from views.talk.choice import read_stage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from views.availability import Availability


DEFAULT_INDICATOR = {
    "regency": "hdi",
    "district": "population_density_km2",
    "village": "population_density_km2",
}
SCHEMES = ("quantiles", "fisher_jenks", "equal_interval", "pretty")
TABS = ("catalogue", "coverage", "own", "sources")
OF_CITIES = ("trends", "peers", "network", "index")
WITHOUT_CLASSES = (*OF_CITIES, "patterns")
_CODE_LENGTH = {"district": 8, OWN_LEVEL: 11, "village": 13}


@dataclass(frozen=True)
class Selection:
    """One reader's choice. Every field stands in the link of the pages that use it.

    Only `usual_year` does not: the year that is shown where none is asked for (`Availability.best_year`).
    """

    lang: str = "id"
    city: str = "35.10"
    cities: tuple[str, ...] = PILOTS
    level: str = "district"
    indicator: str = ""
    year: int | None = None
    usual_year: int | None = None
    scheme: str = "quantiles"
    k: int = 5
    place: str = ""
    over: str = ""
    claim: str = ""
    points: str = ""
    tab: str = "catalogue"
    since: int | None = None
    peers: str = "similar"
    features: str = "standard"
    scale: str = "same"
    measure: str = "base"
    framework: str = "elements"
    index: str = "smart_city"
    weights: str = ""
    norm: str = "own"
    mean: str = "own"
    field: str = "all"
    shown: str = "cluster"
    graph: str = "off"
    second: str = ""
    series: str = ""
    talk: str = "pilots"
    slide: int = 1
    show: str = "off"

    def params(self, names: tuple[str, ...]) -> dict[str, str]:
        """The chosen fields as they stand in a link, defaults too."""
        texts = {name: getattr(self, name) for name in names}
        return {
            name: ",".join(value) if isinstance(value, tuple) else str(value)
            for name, value in texts.items()
            if value not in ("", None)
        }


def _one_of(allowed: object) -> Callable[[str], str | None]:
    return lambda text: text if text in allowed else None  # type: ignore[operator]


def _whole_number(low: int, high: int) -> Callable[[str], int | None]:
    return lambda text: (
        int(text)
        if text.isascii() and text.isdigit() and len(text) < 6 and low <= int(text) <= high
        else None
    )


def read_selection(
    link: Mapping[str, str],
    memory: Mapping[str, str],
    choices: Choices,
    *,
    browser_lang: str | None = None,
    page: str = "city",
) -> tuple[Selection, list[Ignored]]:
    """Read a link.

    Parameters
    ----------
    link
        Parameters of the address.
    memory
        What this session chose before, same form; used where the link is silent.
    choices
        What there is to choose from.
    browser_lang
        Language tag of the browser, for the first visit.
    page
        Name of the page: decides which levels fit.

    Returns
    -------
    Selection, list of Ignored
        The choice, always complete and valid, and the parts of the link that did not fit.
    """
    if set(link) - {"lang"}:  # a link that says something says it all: what it does not pick is not picked
        memory = {
            name: text
            for name, text in memory.items()
            if name not in ("place", "over", "claim", "points", "since", "second")
        }
    reader = Reader(link, recalled(page, memory))
    guess = "en" if (browser_lang or "").lower().startswith("en") else "id"
    selection = Selection(
        lang=reader.take("lang", _one_of(LANGUAGES), guess),
        city=_city(reader, choices, page),
        cities=reader.take("cities", lambda text: _cities(text, choices, page), choices.default_cities()),
        scheme=reader.take("scheme", _one_of(SCHEMES), "quantiles"),
        k=reader.take("k", _whole_number(2, 7), 5),
        tab=reader.take("tab", _one_of(TABS), TABS[0]),
        framework=reader.take("framework", _one_of(FRAMEWORKS), "elements"),
    )
    selection = _read_level(reader, selection, choices, page)
    if page != "index":  # its figures are those of the framework
        selection = _read_figure(reader, selection, choices, page)
    if page in ("trends", "peers"):
        selection = read_choice(reader, selection, choices, page)
    if page == "index":
        selection = read_index(reader, selection)
    if page == "stage":
        selection = read_stage(reader, selection)
    if page == "patterns":
        selection = read_pattern(reader, selection, choices.availability)
    place = reader.take(
        "place",
        lambda text: _picks(text, selection, choices, page),
        "",
        known=lambda text: all(is_code(token) or is_class(token) for token in text.split(",")),
    )
    over = reader.take("over", _one_of(selection.cities), "", known=lambda text: text in choices.cities)
    claim = reader.take(
        "claim", lambda text: _claim(text, selection, choices), "", known=lambda text: "," in text
    )
    kinds = kind_names(selection.lang)
    points = reader.take(
        "points", lambda text: text if all(kind in kinds for kind in text.split(",")) else None, ""
    )
    return replace(selection, place=place, over=over, claim=claim, points=points), reader.ignored


def _city(reader: Reader, choices: Choices, page: str) -> object:
    allowed = pattern_cities(choices) if page == "patterns" else list(choices.cities)
    default = choices.default_city()
    first = default if default in allowed else next(iter(allowed), default)
    return reader.take("city", _one_of(allowed), first, known=lambda text: text in choices.cities)


def _cities(text: str, choices: Choices, page: str) -> tuple[str, ...] | None:
    codes = tuple(dict.fromkeys(text.split(",")))
    least = 1 if page == "trends" else MIN_CITIES
    return (
        codes if least <= len(codes) <= MAX_CITIES and all(code in choices.cities for code in codes) else None
    )


def _read_level(reader: Reader, selection: Selection, choices: Choices, page: str) -> Selection:
    if page in ("trends", "peers", "index"):
        return replace(selection, level="regency")
    if page == "overview":
        allowed, default = choices.country_levels(), "regency"
    elif page == "compare":
        allowed, default = choices.compare_levels(selection.cities), "regency"
    elif page == "patterns":
        allowed = pattern_levels(choices.availability, selection.city) or ("district",)
        default = allowed[0]
    else:
        allowed, default = choices.levels(selection.city), choices.default_level(selection.city)
    level = reader.take(
        "level", _one_of(allowed), default, known=lambda text: text in ("regency", *_CODE_LENGTH)
    )
    return replace(selection, level=level)


def _read_figure(reader: Reader, selection: Selection, choices: Choices, page: str) -> Selection:
    scope = None if page == "compare" else selection.city
    if page == "trends":
        allowed = trend_indicators(choices.availability)
    elif page == "compare":
        allowed = choices.compare_indicators(selection.level, selection.cities)
    elif page == "patterns":
        allowed = pattern_indicators(choices.availability, selection.level, selection.city)
    elif page == "overview":
        allowed = choices.country_indicators(selection.level)
    else:
        allowed = choices.indicators(selection.level, scope)
    default = DEFAULT_INDICATOR.get(selection.level)
    if page == "overview" and selection.level != "regency":
        default = None  # what a city is first shown by, the other 400 have not: the first rate that most have
    known = choices.availability.catalogue.index
    rates = [name for name in allowed if name in choices.availability.rate_names]
    fallback = default if default in allowed else next(iter([*rates, *allowed]), "")
    indicator = reader.take("indicator", _one_of(allowed), fallback, known=lambda text: text in known)
    city = selection.city if page in ("city", "patterns") and selection.level != "regency" else None
    years = choices.availability.years(indicator, selection.level, city=city)
    usual = choices.availability.best_year(
        indicator, selection.level, cities=_chosen(selection, choices, page)
    )
    year = reader.take(
        "year",
        lambda text: year if (year := _whole_number(1900, 2100)(text)) in years else None,
        usual,
        known=lambda text: text.isascii() and text.isdigit() and len(text) == 4,
    )
    return replace(selection, indicator=indicator, year=year, usual_year=usual)


def _chosen(selection: Selection, choices: Choices, page: str) -> tuple[str, ...]:
    """The places that a page is about, whose figures decide which year it shows."""
    if page == "overview":
        return tuple(code for code in PILOTS if code in choices.cities)
    return selection.cities if page in ("compare", "trends") else (selection.city,)


def _picks(text: str, selection: Selection, choices: Choices, page: str) -> str | None:
    """Picked places, or one class; None where one of them is not on the page."""
    tokens = tokens_in(text)
    if len(tokens) == 1 and is_class(tokens[0]) and page not in WITHOUT_CLASSES:
        return tokens[0]
    if page == "network":
        return ",".join(tokens) if tokens and choices.network.issuperset(tokens) else None
    fits = all(is_code(token) and _shown(token, selection, choices, page) for token in tokens)
    return ",".join(tokens) if tokens and fits else None


def _claim(text: str, selection: Selection, choices: Choices) -> str | None:
    """A claim about two of the compared cities in years that both have."""
    if not text:
        return None
    from views.claims import read_claim

    years = partial(_years_of, choices.availability, selection.indicator)
    return text if read_claim(text, cities=selection.cities, years=years) is not None else None


def _years_of(availability: Availability, indicator: str, code: str) -> list[int]:
    return availability.place_years(indicator, code)


def _shown(code: str, selection: Selection, choices: Choices, page: str) -> bool:
    """Whether a code is one of the places that the page shows."""
    if page in OF_CITIES:  # their peers may be any regency, city or province
        return code in choices.cities or (
            len(code) == len(PROVINCE_CITY) and choices.places is not None and code in choices.places
        )
    if page == "overview" and selection.level == "district":
        known = choices.places is None or code in choices.places
        return code in PILOTS or (known and len(code) == _CODE_LENGTH["district"])
    if page == "overview" or selection.level == "regency":
        return code in choices.cities
    if choices.places is not None and code not in choices.places:
        return False
    cities = selection.cities if page == "compare" else (selection.city,)
    own = page == "city" and code in cities
    return own or (
        len(code) == _CODE_LENGTH[selection.level] and code.startswith(tuple(f"{c}." for c in cities))
    )
