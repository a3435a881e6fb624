"""Links of trends and peers: groups, lists, features, years; what does not fit is named."""

from __future__ import annotations

import json

import pytest

from tests.views.test_selection import CHOICES
from views.availability import Availability
from views.choices import Choices
from views.peer_choice import STANDARD, fair_start, feature_weights, features_text, trend_indicators
from views.selection import Selection, read_selection


def read(
    page: str = "trends", memory: dict[str, str] | None = None, **link: str
) -> tuple[Selection, list[tuple[str, str]]]:
    selection, ignored = read_selection(link, memory or {}, CHOICES, page=page)
    return selection, [(item.name, item.reason) for item in ignored]


def test_one_city_is_enough_for_a_trend_and_too_few_for_a_comparison() -> None:
    assert read(cities="35.10")[0].cities == ("35.10",)
    assert read("compare", cities="35.10")[1] == [("cities", "unknown")]
    assert read("compare", memory={"cities": "35.10"})[0].cities != ("35.10",)
    assert read(cities="")[1] == [("cities", "unknown")]


def test_a_trend_needs_two_years() -> None:
    assert trend_indicators(CHOICES.availability) == ["hdi"]
    assert read(indicator="poverty_rate") == (read()[0], [("indicator", "unavailable")])
    assert (read()[0].indicator, read()[0].year, read()[0].since) == ("hdi", 2024, 2023)


def test_the_first_year_lies_before_the_last() -> None:
    assert read(since="2023", year="2024")[0].since == 2023
    assert read(since="2024", year="2024")[1] == [("since", "unavailable")]
    assert read(year="2023")[0].since is None
    assert read(since="x")[1] == [("since", "unknown")]


def test_a_link_that_says_something_does_not_take_the_first_year_from_memory() -> None:
    assert read(memory={"since": "2023"}, indicator="hdi", year="2023")[0].since is None


def broken_after(year: int) -> Choices:
    catalogue = CHOICES.availability.catalogue.copy()
    marks = json.dumps([{"year": year, "scope": "all", "text_id": "x", "text_en": "x"}])
    catalogue["breaks"] = [marks] + ["[]"] * (len(catalogue) - 1)
    return Choices(CHOICES.cities, Availability(CHOICES.availability.counts, catalogue))


def test_a_change_starts_after_the_last_break_and_where_all_have_figures() -> None:
    known = CHOICES.availability
    assert fair_start(known, "hdi", ["35.10"], 2024) == 2023
    assert fair_start(known, "hdi", ["11.01"], 2024) == 2023  # it has none before: the earliest there is
    assert fair_start(known, "hdi", ["35.10"], 2023) is None
    assert fair_start(known, "hdi", ["35.10"], None) is None
    assert fair_start(broken_after(2024).availability, "hdi", ["35.10"], 2024) is None
    assert fair_start(broken_after(2023).availability, "hdi", ["35.10"], 2024) == 2023


@pytest.mark.parametrize("text", ["similar", "ascn", "31,73.71", "35.10"])
def test_groups_and_lists_are_taken(text: str) -> None:
    assert read("peers", peers=text)[0].peers == text


@pytest.mark.parametrize(
    "text", ["nearest", "99.99", "31,31.01.02", "<b>", ",", "35.10.16", ",".join(["31"] * 2 + ["x"])]
)
def test_other_peers_are_named(text: str) -> None:
    assert read("peers", peers=text)[1] == [("peers", "unknown")]
    assert read("peers", peers=text)[0].peers == "similar"


def test_a_list_names_each_place_once() -> None:
    assert read("peers", peers="31,31,73.71")[0].peers == "31,73.71"


def test_features_are_checked_one_by_one() -> None:
    assert read("peers", features="hdi:2,kind:0.5")[0].features == "hdi:2,kind:0.5"
    for wrong in ("hdi", "hdi:4", "hdi:0", "nothing:1", "hdi:1,", ""):
        assert read("peers", features=wrong) == (read("peers")[0], [("features", "unknown")])


def test_the_standard_set_is_named_not_listed() -> None:
    for level in ("regency", "province"):
        assert features_text(feature_weights(STANDARD, level), level) == STANDARD
    assert features_text({}, "regency") == STANDARD
    assert features_text({"hdi": 2.0, "kind": 0.5}, "regency") == "hdi:2,kind:0.5"
    assert feature_weights("hdi:2,kind:0.5", "regency") == {"hdi": 2.0, "kind": 0.5}


def test_scales_and_measures() -> None:
    taken = read(scale="own", measure="growth")[0]
    assert (taken.scale, taken.measure) == ("own", "growth")
    assert read(scale="log", measure="x")[1] == [("scale", "unknown"), ("measure", "unknown")]
