"""Every kind of chart and of map that the app shows, made by the models of its pages: what the tests of pictures draw."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from analytics.screening import correlations
from tests.views.saying import names, store, there
from views import compare_charts, convergence_model, pattern_map, pattern_pair, pattern_texts
from views.charts import spark_line
from views.charts.contributions import contribution_bars
from views.charts.convergence import beta_chart, lorenz, sigma_chart
from views.charts.correlations import correlation_map
from views.charts.index_bands import field_bands, rank_bands
from views.charts.moran import chance_histogram, moran_scatter
from views.charts.moran_pair import pair_scatter
from views.charts.smoothing import smoothing_chart
from views.city import City, build_city
from views.compare import Comparison, build_comparison
from views.coverage_map import coverage_map
from views.index_choice import own_weights, weights_text
from views.index_model import IndexModel, build_index, index_frame
from views.network import build_network
from views.overview import Overview, build_overview
from views.pattern_inequality import inequality_of
from views.pattern_model import PatternsPage, build_patterns, city_neighbours, city_values, pattern_of
from views.pattern_rates import smoothed_rates
from views.peer_choice import STANDARD, fair_start
from views.peers import PeersPage, build_peers
from views.pictures.maps import MapPicture
from views.pictures.page_keys import coverage_key, figure_key, groups_key, pair_key, points_key
from views.selection import Selection
from views.theme import sequential
from views.trend_panels import panels
from views.trends import TrendsPage, build_trends

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from views.charts import Chart
    from views.pattern_model import Pattern

PILOTS = ("31", "73.71", "35.10", "32.11")
DENSITY, ELDERLY = "population_density_km2", "elderly_share_pct"
KINDS = (
    "ranking", "dots", "strip", "strip of money", "profile", "lines", "broken lines", "lines of money", "panel", "ranks",
    "growth", "gaps", "gaps of the country", "bands", "field", "contributions", "correlations", "moran", "chance",
    "smoothing", "pair", "lorenz", "sigma", "beta", "network", "spark",
)  # fmt: skip


@cache
def overview(lang: str, theme: str, indicator: str = "hdi", year: int = 2024) -> Overview:
    choice = Selection(lang=lang, level="regency", indicator=indicator, year=year)
    return build_overview(store(), there(), choice, theme=theme, cities=names())


@cache
def city(lang: str, theme: str, **options: object) -> City:
    choice = {"city": "32.11", "level": "regency", "indicator": "hdi"} | options
    year = there().best_year(str(choice["indicator"]), str(choice["level"]), cities=(str(choice["city"]),))
    choice = {"year": year} | choice
    return build_city(store(), there(), Selection(lang=lang, **choice), theme=theme, cities=names())  # type: ignore[arg-type]


@cache
def comparison(lang: str, theme: str, **options: object) -> Comparison:
    choice = {"cities": PILOTS, "level": "regency", "indicator": "hdi", "year": 2024} | options
    return build_comparison(store(), there(), Selection(lang=lang, **choice), theme=theme, cities=names())  # type: ignore[arg-type]


@cache
def trends(lang: str, theme: str, indicator: str = "hdi", year: int = 2024, **options: object) -> TrendsPage:
    since = fair_start(there(), indicator, PILOTS, year)
    choice = {"cities": PILOTS, "indicator": indicator, "year": year, "since": since} | options
    return build_trends(store(), there(), Selection(lang=lang, **choice), theme=theme)  # type: ignore[arg-type]


@cache
def _pattern(place: str, level: str, indicator: str, year: int) -> Pattern:
    return pattern_of(
        city_values(store(), place, level, indicator, year), city_neighbours(store(), place, level)
    )


@cache
def patterns(
    lang: str,
    theme: str,
    place: str = "32.11",
    level: str = "district",
    indicator: str = DENSITY,
    **options: str,
) -> PatternsPage:
    year = there().best_year(indicator, level, cities=(place,))
    assert year is not None
    choice = Selection(lang=lang, city=place, level=level, indicator=indicator, year=year, **options)  # type: ignore[arg-type]
    pattern = _pattern(place, level, indicator, year)
    return build_patterns(store(), choice, pattern, theme=theme, cities=names())


def pair(page: PatternsPage, second: str) -> pattern_pair.Pair:
    s = page.selection
    years = [there().best_year(name, s.level, cities=(s.city,)) for name in (s.indicator, second)]
    graph = city_neighbours(store(), s.city, s.level)
    return pattern_pair.pair_between(
        store(), s.city, s.level, graph, (s.indicator, years[0]), (second, years[1])
    )


@cache
def _frame(name: str) -> pd.DataFrame:
    return index_frame(store(), name)


@cache
def index(lang: str, theme: str) -> IndexModel:
    name = "smart_city"
    choice = Selection(lang=lang, index=name, weights=weights_text(own_weights(name), name))
    return build_index(store(), there(), choice, theme=theme, frame=_frame(name))


Makers = dict[str, "Callable[[], Chart | None]"]


@cache
def chart(kind: str, lang: str, theme: str) -> Chart:
    """One chart of the app."""
    made = {**_city_charts(lang, theme), **_trend_charts(lang, theme), **_index_charts(lang, theme)}
    made |= {**_pattern_charts(lang, theme), **_other_charts(lang, theme)}
    found = made[kind]()
    assert found is not None
    return found


def _city_charts(lang: str, theme: str) -> Makers:
    wall = comparison(lang, theme)
    money = comparison(lang, theme, indicator="grdp_per_capita_real", year=2024)
    return {
        "ranking": lambda: city(lang, theme, level="district", indicator=DENSITY, year=2024).ranking(),
        "dots": lambda: compare_charts.dots(wall),
        "strip": lambda: compare_charts.strip(wall),
        "strip of money": lambda: compare_charts.strip(money),
        "profile": lambda: compare_charts.profile(wall),
    }


def _trend_charts(lang: str, theme: str) -> Makers:
    return {
        "lines": lambda: trends(lang, theme).lines(),
        "broken lines": lambda: trends(lang, theme, "poverty_rate", peers="country").lines(),
        "lines of money": lambda: trends(lang, theme, "grdp_per_capita_real").lines(),
        "panel": lambda: panels(trends(lang, theme))[1].chart,
        "ranks": lambda: trends(lang, theme).ranks,
        "growth": lambda: trends(lang, theme, measure="growth").measured()[0],
    }


def _index_charts(lang: str, theme: str) -> Makers:
    model = index(lang, theme)
    groups, scored = model.result.group_contributions.loc[model.order], model.result.table.loc[model.order]
    return {
        "bands": lambda: rank_bands(model.found, model.order, names=model.names, lang=lang, theme=theme),
        "field": lambda: field_bands(model.found, model.order, names=model.names, lang=lang, theme=theme),
        "contributions": lambda: contribution_bars(
            groups, scored, model.result.base, part_names=model.part_names, names=model.names,
            colours=sequential(len(groups.columns), theme), lang=lang, theme=theme,
        ),
        "correlations": lambda: correlation_map(
            correlations(model.used), names=model.part_names, lang=lang, theme=theme
        ),
    }  # fmt: skip


def _pattern_charts(lang: str, theme: str) -> Makers:
    page = patterns(lang, theme)
    jakarta = patterns(lang, theme, "31", second=ELDERLY)
    return {
        "moran": lambda: moran_scatter(page),
        "chance": lambda: chance_histogram(page.moran, lang=lang, theme=theme),
        "smoothing": lambda: smoothing_chart(page, smoothed_rates(patterns(lang, theme, indicator=ELDERLY))),
        "pair": lambda: pair_scatter(jakarta, pair(jakarta, ELDERLY)),
        "lorenz": lambda: lorenz(page, inequality_of(page)),
    }


@cache
def _series() -> convergence_model.Convergence:
    return convergence_model.convergence_of(store(), "grdp_per_capita_real")


def _other_charts(lang: str, theme: str) -> Makers:
    def peers(group: str) -> PeersPage:
        choice = Selection(lang=lang, city="35.10", peers=group, features=STANDARD)
        return build_peers(store(), there(), choice, theme=theme)

    return {
        "gaps": lambda: peers("similar").gaps(),
        "gaps of the country": lambda: peers("country").gaps(),
        "sigma": lambda: sigma_chart(_series(), lang=lang, theme=theme),
        "beta": lambda: beta_chart(_series(), city="35.10", names=names(), lang=lang, theme=theme),
        "network": lambda: build_network(store(), lang=lang, theme=theme).chart,
        "spark": lambda: spark_line(
            store().values("hdi", codes=["35.10"]), there().catalogue.loc["hdi"], lang=lang, theme=theme,
        ),
    }  # fmt: skip


MAPS = (
    "country", "city", "city by district", "city of counts", "city with points", "city elsewhere", "wall of two", "wall of three",
    "wall of four", "wall of districts", "clusters", "significance", "values", "two indicators", "coverage",
)  # fmt: skip


@cache
def drawn_map(kind: str, lang: str, theme: str) -> MapPicture:
    """One map of the app."""
    if kind == "country":
        page = overview(lang, theme)
        return MapPicture.of(
            page.chart, page.paint(), keys=[figure_key(page.figure, page.nation, lang=lang, theme=theme)]
        )
    if kind == "coverage":
        model = coverage_map(store(), lang=lang, indicator="waste_managed_share")
        paint = model.paint(lang=lang, theme=theme)
        return MapPicture.of(
            model.chart(store(), lang), paint, keys=[coverage_key(model, lang=lang, theme=theme)]
        )
    if kind.startswith("wall"):
        model_ = comparison(lang, theme, **WALLS[kind])
        return MapPicture.of(
            model_.chart,
            model_.paint(),
            keys=[figure_key(model_.figure, model_.nation, lang=lang, theme=theme)],
        )
    if kind in CITIES:
        model_ = city(lang, theme, **CITIES[kind])
        keys = [figure_key(model_.figure, model_.nation, lang=lang, theme=theme)]
        points = points_key(str(CITIES[kind].get("points", "")).split(","), lang)
        return MapPicture.of(model_.chart, model_.paint(), keys=[*keys, *([points] if points else [])])
    return _pattern_map(kind, lang, theme)


CITIES: dict[str, dict[str, object]] = {
    "city": {"city": "35.10", "place": "35.10"},
    "city by district": {"level": "district", "indicator": DENSITY, "place": "class-5"},
    "city of counts": {"level": "district", "indicator": "population"},
    "city with points": {
        "city": "31",
        "level": "district",
        "indicator": DENSITY,
        "points": "hospital,rail_station",
    },
    "city elsewhere": {"city": "94.01", "indicator": "poverty_rate"},
}
WALLS: dict[str, dict[str, object]] = {
    "wall of two": {"cities": ("35.10", "32.11"), "over": "32.11"},
    "wall of three": {"cities": ("73.71", "35.10", "12.71")},
    "wall of four": {},
    "wall of districts": {"level": "district", "indicator": DENSITY},
}


def _pattern_map(kind: str, lang: str, theme: str) -> MapPicture:
    if kind == "two indicators":
        page = patterns(lang, theme, "31", second=ELDERLY)
        found = pair(page, ELDERLY)
        paint = pattern_pair.pair_paint(page, found, pattern_texts.subtitle(page))
        return MapPicture.of(
            pattern_map.base_map(store(), "31", "district", lang), paint, keys=[pair_key(page, found)]
        )
    options = {"shown": "cluster", "graph": "on"} if kind == "clusters" else {"shown": kind}
    page = patterns(lang, theme, **options)
    paint = pattern_map.paint(page, pattern_texts.subtitle(page))
    return MapPicture.of(
        pattern_map.base_map(store(), "32.11", "district", lang), paint, keys=[groups_key(page)]
    )
