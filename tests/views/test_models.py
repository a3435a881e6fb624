"""View models on the real store: what is shown is what the store holds, and absence is said."""

from __future__ import annotations

import base64
import random
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analytics.claim_limits import Uncertainty
from geodata import open_store
from views import compare_charts
from views.availability import PILOTS, Availability, availability
from views.cards import build_cards
from views.choices import Choices
from views.city import build_city
from views.compare import build_comparison
from views.facts import facts_html
from views.figures import make_figure, national, province_value
from views.headlines import caveats, city_headline, compare_headline, inside_headline, median_headline
from views.keys import circle_key, round_sizes
from views.knowledge import catalogue_rows, latest_years
from views.maps import geometry_facts
from views.overview import build_overview
from views.scenes import city_figure, members, neighbours
from views.selection import Selection, read_selection
from views.spark import spark_image

STORE = open_store()


@pytest.fixture(scope="module")
def there() -> Availability:
    return availability(STORE)


@pytest.fixture(scope="module")
def choices(there: Availability) -> Choices:
    names = STORE.place_table().set_index("code")["name"]
    regencies = STORE.place_table("regency")["code"]
    return Choices({code: str(names[code]) for code in (*PILOTS, *regencies)}, there)


def _choose(choices: Choices, page: str, **link: str) -> Selection:
    selection, ignored = read_selection({"lang": "en", **link}, {}, choices, page=page)
    assert ignored == []
    return selection


def test_availability_counts_every_value_of_the_store_once(there: Availability) -> None:
    assert int(there.counts["n"].sum()) == len(STORE.values())


def test_best_year_passes_over_a_newer_half_empty_table() -> None:
    counts = pd.DataFrame(
        {"indicator": "x", "level": "regency", "city": "35.10", "year": [2023, 2024], "n": [500, 300]}
    )
    catalogue = pd.DataFrame({"indicator": ["x"], "rankable": True}).set_index("indicator", drop=False)
    assert Availability(counts, catalogue).best_year("x", "regency") == 2023
    assert Availability(counts, catalogue).best_year("y", "regency") is None


COUNTS = pd.DataFrame(
    [
        ("x", "regency", "35.10", 2021, 1), ("x", "regency", "35.10", 2024, 1), ("x", "regency", "32.11", 2021, 1),
        ("x", "regency", "32.11", 2023, 1), ("x", "regency", "73.71", 2024, 1), ("x", "regency", "31", 2022, 6),
        ("x", "regency", "31", 2024, 6), ("x", "regency", "11.01", 2020, 1), ("p", "province", "31", 2020, 1),
        ("p", "regency", "31", 2024, 6), ("p", "regency", "35.10", 2020, 1), ("p", "regency", "35.10", 2024, 1),
        ("d", "district", "35.10", 2024, 12), ("d", "district", "35.10", 2020, 25), ("d", "district", "32.11", 2020, 25),
        ("d", "district", "32.11", 2024, 26),
    ],
    columns=["indicator", "level", "city", "year", "n"],
)  # fmt: skip


@pytest.mark.parametrize(
    ("indicator", "level", "cities", "first", "year"),
    [
        (
            "x",
            "regency",
            ("35.10", "32.11"),
            "",
            2021,
        ),  # the newest that both have, though each has a newer one
        ("x", "regency", ("35.10", "73.71"), "", 2024),
        (
            "x",
            "regency",
            ("35.10", "73.71", "32.11"),
            "",
            2024,
        ),  # no year has them all: the newest that most have
        ("x", "regency", ("35.10", "99.99"), "", 2024),  # who has nothing does not count
        ("x", "regency", ("99.99",), "", 2024),  # nobody has anything: the country
        ("x", "regency", (), "", 2024),
        ("x", "regency", ("32.11", "35.10", "73.71", "31"), "", 2024),
        ("x", "regency", ("32.11", "35.10", "73.71", "31"), "32.11", 2021),  # of the years that Sumedang has
        ("x", "regency", ("11.01", "35.10", "73.71"), "11.01", 2020),  # none of the others has it
        ("x", "regency", ("99.99", "35.10"), "99.99", 2024),
        ("x", "regency", ("31", "35.10"), "", 2024),  # Jakarta has none of its own: its six stand for it
        ("x", "regency", ("31.74",), "", 2024),
        ("p", "regency", ("31", "35.10"), "", 2020),  # its own figure, not those of its six
        ("p", "regency", ("31.74", "35.10"), "", 2024),
        ("d", "district", ("35.10",), "", 2020),  # half of the districts are not the city
        ("d", "district", ("35.10", "32.11"), "", 2020),
        ("nothing", "regency", ("35.10",), "35.10", None),
    ],
)
def test_the_year_shown_is_the_newest_that_the_chosen_places_share(
    indicator: str, level: str, cities: tuple[str, ...], first: str, year: int | None
) -> None:
    catalogue = pd.DataFrame({"indicator": ["x", "p", "d"], "rankable": True}).set_index(
        "indicator", drop=False
    )
    assert Availability(COUNTS, catalogue).best_year(indicator, level, cities=cities, first=first) == year


def test_of_many_places_nine_tenths_are_enough() -> None:
    codes = [f"11.{n:02d}" for n in range(1, 21)]
    rows = [("x", "regency", code, 2010, 1) for code in codes] + [
        ("x", "regency", code, 2024, 1) for code in codes[:18]
    ]
    catalogue = pd.DataFrame({"indicator": ["x"], "rankable": True}).set_index("indicator", drop=False)
    known = Availability(pd.DataFrame(rows, columns=COUNTS.columns), catalogue)
    assert known.best_year("x", "regency", cities=codes) == 2024
    assert known.best_year("x", "regency", cities=codes[1:]) == 2010  # 17 of 19


def test_the_index_answers_as_the_counts_do(there: Availability) -> None:
    counts, draw = there.counts, random.Random(7)
    for indicator in draw.sample(list(there.catalogue.index), 12):
        for level in ("province", "regency", "district", "village"):
            rows = counts[(counts["indicator"] == indicator) & (counts["level"] == level)]
            assert there.years(indicator, level) == sorted(set(rows["year"]))
            for city in PILOTS:
                own = rows[rows["city"] == city]
                assert there.years(indicator, level, city=city) == sorted(set(own["year"]))
                assert (indicator in there.indicators(level, city=city, mappable=False)) == (not own.empty)


@pytest.mark.parametrize("page", ["overview", "compare", "trends"])
def test_every_page_about_the_pilots_shows_the_same_year(choices: Choices, page: str) -> None:
    """The newest survey misses whole provinces, so a rule for the country gave another year than the pilots have."""
    for indicator in ("unemployment_rate", "labour_participation_rate", "hdi", "sanitation_access"):
        shown = _choose(choices, page, indicator=indicator, cities=",".join(PILOTS)) if page != "overview" else _choose(
            choices, page, indicator=indicator)  # fmt: skip
        own = [set(choices.availability.chosen_years(indicator, "regency", code)) for code in PILOTS]
        assert shown.year == max(set.intersection(*own))
    assert _choose(choices, "city", city="35.10", level="regency", indicator="unemployment_rate").year == 2024


def test_a_page_says_how_far_its_year_reaches(there: Availability, choices: Choices) -> None:
    selection = _choose(choices, "compare", cities="35.10,32.11", indicator="unemployment_rate")
    model = build_comparison(STORE, there, selection, theme="light", cities=choices.cities)
    assert model.nation is not None
    known = int(model.nation.values.notna().sum())
    assert f"{selection.year} is there for {known} of 514 regencies and cities" in model.notes[-1]
    jambi = _choose(
        choices, "city", city="15.71", level="regency", indicator="unemployment_rate", year="2024"
    )
    city = build_city(STORE, there, jambi, theme="light", cities=choices.cities)
    assert city.headline.endswith("no data for Kota Jambi in 2024, the newest is of 2023")
    assert "Kota Jambi: no figure of 2024, the newest is of 2023." in city.notes
    water = _choose(choices, "compare", cities="35.10,73.71", indicator="drinking_water_access")
    said = build_comparison(STORE, there, water, theme="light", cities=choices.cities).notes
    assert any("2022 is there for Kab. Banyuwangi" in note for note in said)
    asked = replace(water, year=2020)
    said = build_comparison(STORE, there, asked, theme="light", cities=choices.cities).notes
    assert not any("2022" in note for note in said if "is there for" in note)


def test_every_scene_lists_its_districts_in_the_order_the_map_is_painted() -> None:
    for code in (*PILOTS, "11.01", "94.01", "12.78"):
        layers = geometry_facts(STORE.geometry_url(f"scene-{code}"))["layers"]
        assert layers["district"] == members(STORE, code, "district")
        assert layers["regency"] == members(STORE, code, "regency")
        assert layers["context"] == sorted(layers["context"])
    for code in PILOTS:
        assert geometry_facts(STORE.geometry_url(f"village-{code}"))["layers"]["village"] == members(
            STORE, code, "village"
        )
    country = geometry_facts(STORE.geometry_url("national"))["layers"]["regency"]
    assert country == sorted(STORE.place_table("regency")["code"])


def test_classes_are_pooled_over_years_and_places() -> None:
    figure = make_figure(STORE, "hdi", level="regency", year=2024)
    everything = STORE.values("hdi", level="regency")["value"]
    assert figure.classes.edges[0] <= everything.min()
    assert figure.classes.edges[-1] >= everything.max()
    assert len(figure.pooled) == len(everything)


def test_jakartas_six_carry_the_provinces_figure_where_they_have_none_of_their_own() -> None:
    figure = city_figure(STORE, "31", indicator="budget_ict_per_capita", level="regency", year=2023)
    value = province_value(STORE, "budget_ict_per_capita", 2023)
    assert (figure.values[members(STORE, "31", "regency")] == value).all()
    assert figure.classes.assign(figure.values).notna().any()
    own = city_figure(STORE, "31", indicator="hdi", level="regency", year=2024)
    assert own.values[members(STORE, "31", "regency")].nunique() == 6


def test_jakartas_budget_is_not_counted_six_times() -> None:
    figure = city_figure(STORE, "31", indicator="budget_total_bn", level="regency", year=2023)
    assert figure.values[members(STORE, "31", "regency")].isna().all()


def test_provisional_years_and_breaks_are_said_where_they_are_shown() -> None:
    assert "provisional" in caveats(
        make_figure(STORE, "grdp_per_capita_real", level="regency", year=2024), "en"
    )
    assert "provisional" not in caveats(
        make_figure(STORE, "grdp_per_capita_real", level="regency", year=2015), "en"
    )


def test_facts_from_weak_pages_are_not_shown(there: Availability, choices: Choices) -> None:
    html = facts_html(STORE, there.catalogue, choices.cities, "en")
    assert "akurat.blog" not in html
    assert "115" in html


def test_rank_of_few_is_no_rank() -> None:
    few = national(STORE, "poverty_rate", 2025, level="province")
    assert few.values.notna().sum() < 19
    assert few.rank("31", "en") == ""
    assert national(STORE, "hdi", 2024).rank("73.71", "en") == "rank 14 of 514"


def test_headlines_say_equal_single_and_nothing() -> None:
    names = {"a": "A", "b": "B"}
    figure = make_figure(STORE, "hdi", level="regency", year=2024)

    def said(values: list[float]) -> str:
        return inside_headline(
            replace(figure, values=pd.Series(values, index=["a", "b"][: len(values)])), names, "X", "en"
        )

    assert said([np.nan, np.nan]) == "Human Development Index (HDI): no data for X in 2024"
    assert said([70.001, 70.002]) == "HDI is 70.00 everywhere in X"
    assert said([70.0]) == "HDI in A: 70.00"
    assert said([70.0, 71.0]) == "HDI in X: highest in B, lowest in A"
    assert compare_headline(pd.Series([np.nan], index=["a"]), names, figure, "en").startswith(
        "Human Development Index (HDI): none"
    )


def test_headlines_of_the_country_say_equal_and_single() -> None:
    nation = national(STORE, "hdi", 2024)
    figure = make_figure(STORE, "hdi", level="regency", year=2024)
    names = {"73.71": "Kota Makassar", "35.10": "Kabupaten Banyuwangi"}
    equal = replace(nation, values=nation.values * 0 + 70.001)
    text = "HDI: all 514 regencies and cities with a figure have the same value, 70.00"
    assert median_headline(equal, figure, names, Uncertainty(), "en") == text
    assert city_headline("Kota Makassar", 70.001, equal, "73.71", figure, "en") == text
    assert equal.rank("73.71", "en") == ""
    single = replace(nation, values=nation.values.where(nation.values.index == "35.10"))
    text = "HDI: only {} has a figure, 73.11"
    assert median_headline(single, figure, names, Uncertainty(), "en") == text.format("Kab. Banyuwangi")
    said = city_headline("Kabupaten Banyuwangi", 73.11, single, "35.10", figure, "en")
    assert said == text.format("Kabupaten Banyuwangi")
    assert "no data" in city_headline("Kota Makassar", np.nan, single, "73.71", figure, "en")


def test_circles_grow_with_the_root_of_the_value() -> None:
    figure = make_figure(STORE, "population_registered", level="regency", year=2024)
    assert figure.is_count
    assert figure.radius(4e6) == pytest.approx(2 * figure.radius(1e6))
    assert figure.radius(0) == 0
    sizes = round_sizes(figure)
    assert sizes == [5e6, 1.25e6, 2.5e5]
    assert "5,000,000" in circle_key(figure, lang="en", theme="light")


def test_spark_line_breaks_where_a_year_is_missing_or_a_series_starts_anew() -> None:
    def moves(**settings: object) -> int:
        image = spark_image({2018: 1.0, 2019: 2.0, 2020: 3.0, 2022: 4.0}, "#000000", **settings)
        svg = base64.b64decode(re.search(r"base64,([^\"]+)", image)[1]).decode()
        return re.search(r' d="([^"]+)"', svg)[1].count("M")

    assert moves() == 2
    assert moves(breaks=[2020]) == 3
    assert spark_image({2020: 1.0, 2021: 2.0}, "#000000") == ""


def test_cards_hold_the_stores_numbers(choices: Choices) -> None:
    from geodata.catalogue import load_pilots

    cards = {
        card.code: card
        for card in build_cards(STORE, availability(STORE), "en", names=choices.cities, pilots=load_pilots())
    }
    assert list(cards) == list(PILOTS)
    makassar = {m.label: m for m in cards["73.71"].metrics}
    assert (makassar["HDI"].value, makassar["HDI"].rank) == ("83.90", "rank 14 of 514")
    assert "ASCN since 2024" in cards["32.11"].note


def test_known_years_are_the_latest_of_the_store(there: Availability) -> None:
    years = latest_years(STORE, there)
    assert years.at["hdi", "31"] == 2024
    assert pd.isna(years.at["idm_score", "73.71"])


def test_search_finds_every_word_in_either_language(there: Availability) -> None:
    assert "poverty_rate" in catalogue_rows(there, query="miskin").index
    assert "poverty_rate" in catalogue_rows(there, query="POVERTY").index
    assert catalogue_rows(there, query="no such thing").empty
    assert len(catalogue_rows(there, query="")) == 133


@pytest.mark.parametrize(
    ("lang", "theme", "level", "city"),
    [("id", "light", "district", "31"), ("en", "dark", "village", "32.11"), ("id", "dark", "regency", "31")],
)
def test_every_indicator_can_be_drawn(
    there: Availability, choices: Choices, lang: str, theme: str, level: str, city: str
) -> None:
    for indicator in choices.indicators(level, city):
        selection = _choose(choices, "city", city=city, level=level, indicator=indicator, lang=lang)
        model = build_city(STORE, there, selection, theme=theme, cities=choices.cities)
        assert model.headline
        assert model.figure.sources or model.figure.values.isna().all()
        model.paint()


def test_comparison_of_the_pilots(there: Availability, choices: Choices) -> None:
    model = build_comparison(STORE, there, _choose(choices, "compare"), theme="light", cities=choices.cities)
    assert model.values["31"] == pytest.approx(83.08)
    assert compare_charts.strip(model) is not None
    assert {"31", "73.71", "35.10", "32.11"} == set(model.values.index)


def test_two_of_the_same_ground_do_not_count_twice(there: Availability, choices: Choices) -> None:
    selection = _choose(choices, "compare", cities="31,31.71", level="district")
    model = build_comparison(STORE, there, selection, theme="light", cities=choices.cities)
    assert model.figure.values.index.is_unique
    assert neighbours(STORE, "31.71")


def test_overview_says_how_the_pilots_stand(there: Availability, choices: Choices) -> None:
    model = build_overview(STORE, there, _choose(choices, "overview"), theme="light", cities=choices.cities)
    assert "Kota Makassar 83.90 (rank 14 of 514)" in model.sentence
    assert (
        model.headline
        == "HDI: Kota Makassar, Kab. Banyuwangi and Kab. Sumedang are above the median of regencies and cities (71.69)"
    )
    assert "Jakarta, a province and not ranked with them: 83.08." in model.sentence
    assert "1 = highest value (best)" in model.sentence
