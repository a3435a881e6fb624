"""Reading a link: what fits is taken, what does not is named, the result is always complete."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from views.availability import Availability, city_of
from views.choices import Choices
from views.selection import read_selection


def _choices() -> Choices:
    counts = pd.DataFrame(
        [
            ("hdi", "regency", "35.10", 2023, 1), ("hdi", "regency", "35.10", 2024, 1), ("hdi", "regency", "11.01", 2024, 1),
            ("poverty_rate", "regency", "35.10", 2020, 1), ("population_density_km2", "district", "35.10", 2024, 25),
            ("population_density_km2", "district", "31", 2019, 44), ("idm_score", "village", "35.10", 2024, 189),
            ("area", "village", "35.10", 2025, 217), ("area", "village", "32.11", 2025, 277),
        ],
        columns=["indicator", "level", "city", "year", "n"],
    )  # fmt: skip
    catalogue = pd.DataFrame(
        {
            "indicator": ["hdi", "poverty_rate", "population_density_km2", "idm_score", "area"],
            "rankable": True,
            "measure": ["intensive"] * 4 + ["extensive"],
        }
    ).set_index("indicator", drop=False)
    cities = {
        "31": "Jakarta",
        "73.71": "Kota Makassar",
        "35.10": "Kabupaten Banyuwangi",
        "32.11": "Kabupaten Sumedang",
        "11.01": "Kabupaten Aceh Selatan",
    }
    return Choices(cities, Availability(counts, catalogue))


CHOICES = _choices()


def test_empty_link_gives_defaults_and_nothing_to_report() -> None:
    selection, ignored = read_selection({}, {}, CHOICES, page="city")
    assert (selection.city, selection.level, selection.indicator, selection.year) == (
        "35.10",
        "district",
        "population_density_km2",
        2024,
    )
    assert ignored == []


def test_link_wins_over_memory_and_memory_over_default() -> None:
    memory = {"lang": "en", "city": "32.11"}
    assert read_selection({"city": "31"}, memory, CHOICES)[0].city == "31"
    assert read_selection({}, memory, CHOICES)[0].city == "32.11"
    assert read_selection({}, memory, CHOICES)[0].lang == "en"


@pytest.mark.parametrize(
    ("browser", "expected"), [("en-US", "en"), ("id-ID", "id"), ("de", "id"), (None, "id")]
)
def test_language_comes_from_the_browser_and_is_indonesian_otherwise(
    browser: str | None, expected: str
) -> None:
    assert read_selection({}, {}, CHOICES, browser_lang=browser)[0].lang == expected


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("city", "99.99", "unknown"), ("city", "<script>", "unknown"), ("lang", "fr", "unknown"), ("year", "20x4", "unknown"),
        ("indicator", "hdi", "unavailable"), ("year", "1850", "unavailable"), ("indicator", "nonsense", "unknown"),
        ("level", "galaxy", "unknown"), ("k", "99", "unknown"), ("scheme", "magic", "unknown"), ("level", "village", None),
        ("place", "${x}", "unknown"), ("place", "32.11.01", "unavailable"), ("year", "²", "unknown"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(name: str, text: str, reason: str | None) -> None:
    _, ignored = read_selection({"city": "35.10", name: text}, {}, CHOICES, page="city")
    assert [(i.name, i.text, i.reason) for i in ignored] == ([(name, text, reason)] if reason else [])


def test_villages_only_where_there_are_villages() -> None:
    selection, ignored = read_selection({"city": "11.01", "level": "village"}, {}, CHOICES, page="city")
    assert selection.level == "regency"
    assert [(i.name, i.reason) for i in ignored] == [("level", "unavailable")]


@pytest.mark.parametrize("text", ["31", "31,31", "31,73.71,35.10,32.11,11.01", "31,xx", ""])
def test_two_to_four_different_cities(text: str) -> None:
    selection, ignored = read_selection({"cities": text}, {}, CHOICES, page="compare")
    assert selection.cities == ("31", "73.71", "35.10", "32.11")
    assert [i.name for i in ignored] == ["cities"]


@pytest.mark.parametrize(
    ("cities", "levels"),
    [("35.10,32.11", True), ("35.10,73.71", False), ("35.10,11.01", False)],
)
def test_villages_are_compared_where_each_city_has_a_figure_of_them(cities: str, levels: bool) -> None:  # noqa: FBT001
    link = {"cities": cities, "level": "village"}
    selection, ignored = read_selection(link, {}, CHOICES, page="compare")
    assert (selection.level == "village", ignored == []) == (levels, levels)
    if levels:  # the village score is Banyuwangi's alone
        assert (selection.indicator, selection.year) == ("area", 2025)
        taken, misfits = read_selection({**link, "indicator": "idm_score"}, {}, CHOICES, page="compare")
        assert (taken.indicator, [m.name for m in misfits]) == ("area", ["indicator"])


@pytest.mark.parametrize(("text", "taken"), [("31", "31"), ("", ""), ("11.01", ""), ("35.10.01", "")])
def test_outline_is_one_of_the_cities_compared(text: str, taken: str) -> None:
    link = {"cities": "31,35.10", "over": text}
    assert read_selection(link, {}, CHOICES, page="compare")[0].over == taken
    assert read_selection({"cities": "73.71,35.10"}, {"over": "31"}, CHOICES, page="compare")[0].over == ""


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("35.10.01,35.10.02", "35.10.01,35.10.02"), ("35.10.01,35.10.01", "35.10.01"), ("class-3", "class-3"),
        ("class-0", "class-0"),
        ("class-3,35.10.01", ""), ("class-", ""), ("35.10.01,32.11.01", ""), (",", ""), ("35.10", "35.10"),
    ],
)  # fmt: skip
def test_several_places_or_one_class_are_picked(text: str, taken: str) -> None:
    link = {"city": "35.10", "level": "district", "place": text}
    assert read_selection(link, {}, CHOICES, page="city")[0].place == taken


@pytest.mark.parametrize("page", ["trends", "peers"])
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("35.10,73.71", None),
        ("31", None),
        ("class-1", "unavailable"),
        ("35.10.01", "unavailable"),
        ("x", "unknown"),
    ],
)
def test_trends_and_peers_pick_places_and_no_classes(page: str, text: str, reason: str | None) -> None:
    selection, ignored = read_selection({"place": text}, {}, CHOICES, page=page)
    assert selection.place == ("" if reason else text)
    assert [(one.name, one.reason) for one in ignored] == ([("place", reason)] if reason else [])


@pytest.mark.parametrize(
    ("text", "taken"),
    [("31,ascn-bangkok", "31,ascn-bangkok"), ("ascn-x", ""), ("class-1", ""), ("33.22", "")],
)
def test_the_network_picks_its_members(text: str, taken: str) -> None:
    choices = replace(CHOICES, network=frozenset({"31", "ascn-bangkok"}))
    selection, ignored = read_selection({"place": text}, {}, choices, page="network")
    assert selection.place == taken
    assert [one.name for one in ignored] == ([] if taken else ["place"])


names = st.sampled_from(
    ["lang", "city", "cities", "level", "indicator", "year", "scheme", "k", "place", "points", "over"]
)
texts = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["hdi", "31", "35.10", "district", "2024", "31,32.11", "village", "5", "class-2", "35.10.01,35.10.02"]
    ),
)


# The first draw of text loads a table of all characters, which hypothesis takes for a slow strategy.
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.dictionaries(names, texts),
    st.dictionaries(names, texts),
    st.sampled_from(["city", "compare", "overview"]),
)
def test_every_link_gives_a_complete_choice_that_reads_back_as_itself(
    link: dict[str, str], memory: dict[str, str], page: str
) -> None:
    selection, ignored = read_selection(link, memory, CHOICES, page=page)
    assert selection.city in CHOICES.cities
    assert all(code in CHOICES.cities for code in selection.cities)
    assert selection.level in ("regency", "district", "village")
    assert {i.name for i in ignored} <= set(link)
    again, nothing = read_selection(
        selection.params(
            ("lang", "city", "cities", "level", "indicator", "year", "scheme", "k", "points", "over", "place")
        ),
        {},
        CHOICES,
        page=page,
    )
    assert (again, nothing) == (selection, [])


def test_all_of_jakarta_is_one_city() -> None:
    codes = pd.Series(["31", "31.74", "31.74.04.1001", "35.10.01", "35"])
    assert city_of(codes).tolist() == ["31", "31", "31", "35.10", "35"]
