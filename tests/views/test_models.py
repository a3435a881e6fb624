"""View models on the real store: what is shown is what the store holds, and absence is said."""

from __future__ import annotations

import base64
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


def test_the_year_shown_is_that_of_the_places_compared() -> None:
    rows = [
        ("31", "province", 2024, 1), ("31", "regency", 2022, 6), ("35.10", "regency", 2024, 1),
        ("35.10", "regency", 2023, 1), ("73.71", "regency", 2023, 1), ("73.71", "district", 2020, 15),
        ("73.71", "district", 2021, 3), ("94.01", "regency", 2020, 1),
    ]  # fmt: skip
    counts = pd.DataFrame(rows, columns=["city", "level", "year", "n"]).assign(indicator="x")
    catalogue = pd.DataFrame({"indicator": ["x"], "rankable": True}).set_index("indicator", drop=False)
    best = Availability(counts, catalogue).best_year
    assert best("x", "regency", cities=("35.10", "73.71")) == 2023  # both have it
    assert best("x", "regency", cities=("31", "35.10")) == 2024  # a province as a city: its own figure
    assert (
        best("x", "regency", cities=("31", "35.10", "73.71", "94.01")) == 2024
    )  # two of four, the newest such year
    assert best("x", "regency", cities=("94.01", "35.10"), must="94.01") == 2020
    assert best("x", "district", cities=("73.71",)) == 2020  # 2021 is there for three of fifteen
    assert best("x", "district", cities=("94.01",)) is None


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

    cards = {card.code: card for card in build_cards(STORE, "en", names=choices.cities, pilots=load_pilots())}
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
    assert len(catalogue_rows(there, query="")) == 131


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


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_table_of_all_figures_marks_what_is_to_be_minded(
    choices: Choices, there: Availability, lang: str
) -> None:
    selection, _ignored = read_selection({"lang": lang}, {}, choices, page="compare")
    model = build_comparison(STORE, there, selection, theme="light", cities=choices.cities)
    table, notes = compare_charts.table(model), compare_charts.table_notes(model)
    signs = {cell[-1] for column in table.columns[1:] for cell in table[column] if cell[-1] in "*†"}
    assert signs == {name[0] for name, _text in notes} != set()
    assert all(name.endswith(":") and text.rstrip(".").strip() for name, text in notes)
    assert len({text for _name, text in notes}) == len(notes)
