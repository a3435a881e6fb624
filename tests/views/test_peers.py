"""Peers: groups, reasons, gaps, and what is said where places cannot fairly be compared."""

from __future__ import annotations

import math
import random
import re
from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from analytics.peer_gap import Gap
from tests.views.conftest import EVIL, record
from tests.views.saying import store, there
from tests.views.test_legend import parts
from views.charts.gap_rows import GapRow
from views.charts.gaps import gap_plot
from views.i18n import pick
from views.peer_choice import GROUPS, STANDARD, feature_weights, features_text
from views.peer_groups import features_of, group_names, likeness, peer_codes
from views.peer_marked import marked_peers
from views.peer_texts import inner, reasons_text
from views.peers import PeersPage, build_peers
from views.picking import resolve
from views.selection import Selection
from views.theme import city_style

NUMBER = re.compile(r"\d[\d.,]*\d|\d")
FEW, MANY = 12, 1000


@cache
def page(
    lang: str = "en", city: str = "35.10", peers: str = "similar", features: str = STANDARD
) -> PeersPage:
    choice = Selection(lang=lang, city=city, peers=peers, features=features)
    return build_peers(store(), there(), choice, theme="light")


def codes_of(city: str, peers: str) -> list[str]:
    return peer_codes(store(), there(), [city], peers=peers, features=STANDARD)[city]


# Groups -----------------------------------------------------------------------------------------------------------------


def test_groups_are_what_their_names_say() -> None:
    assert codes_of("32.11", "neighbours") == ["32.04", "32.05", "32.06", "32.10", "32.12", "32.13"]
    assert set(codes_of("35.10", "ascn")) == {"31", "73.71", "32.11"}
    assert len(codes_of("73.71", "kind")) == 97
    assert len(codes_of("35.10", "kind")) == 415
    assert all(code.startswith("35.") for code in codes_of("35.10", "province"))
    assert len(codes_of("35.10", "province")) == 37
    assert len(codes_of("35.10", "country")) == 513
    assert codes_of("35.10", "32.11,35.10,31") == ["32.11", "31"]


def test_similar_size_is_the_nearest_ratio_of_people() -> None:
    people = store().values("population_registered", level="regency", years=2024).set_index("code")["value"]
    ratio = (people / people["35.10"]).map(math.log).abs().drop("35.10")
    assert set(codes_of("35.10", "size")) == set(ratio.nsmallest(10).index)


@pytest.mark.parametrize("peers", GROUPS)
@pytest.mark.parametrize("city", ["31", "31.01", "91.71", "35.10"])
def test_no_place_is_its_own_peer_and_none_comes_twice(city: str, peers: str) -> None:
    codes = codes_of(city, peers)
    assert city not in codes
    assert len(codes) == len(set(codes))


def test_jakarta_has_provinces_or_its_own_parts_for_peers() -> None:
    names = group_names("en", "31")
    assert "kind" not in names
    assert {
        len(code) for group in names if group not in ("province", "ascn") for code in codes_of("31", group)
    } == {2}
    assert codes_of("31", "province") == ["31.01", "31.71", "31.72", "31.73", "31.74", "31.75"]
    assert set(codes_of("31", "neighbours")) == {"32", "36"}
    assert any("fair peers are provinces" in note for note in page(city="31").notes)


# Likeness ---------------------------------------------------------------------------------------------------------------


def test_features_name_their_year_and_their_scale() -> None:
    found = features_of(store(), there(), "regency", feature_weights(STANDARD, "regency"))
    assert found.scales["population_registered"] == found.scales["grdp_per_capita_real"] == "log"
    assert found.scales["poverty_rate"] == "plain"
    assert found.scales["kind"] == "as_is"
    assert set(found.frame["kind"]) == {0.0, 1.0}
    assert len(found.frame) == 514
    assert "population (2024, logarithm)" in page().measured_by


def test_a_place_with_too_little_in_common_is_not_likened() -> None:
    weights = {"grdp_per_capita_real": 1.0, "poverty_rate": 1.0}
    found = features_of(store(), there(), "regency", weights)
    assert likeness(found, "91.71").empty  # no regional product in Papua
    model = page(city="91.71", features=features_text(weights, "regency"))
    assert model.codes == []
    assert model.headline == "Kota Jayapura: no peers in this group"
    assert any("Fewer than three quarters" in note for note in model.notes)
    assert model.gaps() is None
    assert model.sentence == ""


def test_features_that_no_province_has_are_named() -> None:
    model = page(city="31", features="mean_years_schooling:1,hdi:1")
    assert any("No figures at this level for mean schooling" in note for note in model.notes)
    assert model.codes == []


def test_partly_compared_places_are_marked() -> None:
    table = page(city="91.71").table
    nearest = table.iloc[1]
    assert nearest["Distance"][-1].isdigit()  # signs in this table are about figures
    assert "83% of the weight compared" in nearest["Why"]


def test_reasons_in_words() -> None:
    row = pd.Series(
        {
            "difference.population_density_km2": 0.1,
            "difference.mean_years_schooling": -0.2,
            "difference.poverty_rate": 1.4,
        }
    )
    catalogue = there().catalogue
    assert reasons_text(row, catalogue, "en") == "alike in density and mean schooling; poverty higher"
    other = pd.Series({"difference.kind": 1.0, "difference.hdi": -2.0})
    assert reasons_text(other, catalogue, "en") == "HDI lower; of the other kind"
    assert reasons_text(pd.Series(dtype=float), catalogue, "en") == ""
    assert [inner(name) for name in ("Kepadatan", "IPM", "")] == ["kepadatan", "IPM", ""]


def test_a_peer_of_another_level_keeps_its_there() -> None:
    table = page(peers="31").table
    assert table.iloc[1]["Why"] == "a place of another level"
    assert table.iloc[1]["Population (people, 2024)"] == "11,038,216"
    assert any("another level of government" in note for note in page(peers="31").notes)


def test_long_groups_are_listed_in_part_and_not_edited() -> None:
    model = page(peers="kind")
    assert not model.editable
    assert len(model.table) == 41
    assert any("40 nearest of 415" in note for note in model.notes)
    assert page().editable
    assert page().candidates[0] != page().selection.city


# Gaps -------------------------------------------------------------------------------------------------------------------


def gap_row(value: float, median: float, direction: str = "higher_better", **ends: float) -> GapRow:
    low, high = ends.get("low", min(value, median) - 1), ends.get("high", max(value, median) + 1)
    return GapRow(record(direction=direction), 2024, Gap(value, low, median, high, value - median, 3, 4))


@pytest.mark.parametrize(
    ("value", "direction", "side"),
    [
        (6.0, "higher_better", "ahead"), (4.0, "higher_better", "behind"), (6.0, "lower_better", "behind"),
        (4.0, "lower_better", "ahead"), (5.0, "lower_better", "level"), (6.0, "neutral", "more"), (4.0, "neutral", "less"),
        (math.nan, "neutral", ""),
    ],
)  # fmt: skip
def test_the_direction_decides_the_side(value: float, direction: str, side: str) -> None:
    assert gap_row(value, 5.0, direction, low=1.0, high=9.0).side == side


def test_right_is_better() -> None:
    row = gap_row(2.0, 5.0, "lower_better", low=1.0, high=9.0)
    assert (row.at(9.0), row.at(1.0)) == (0.0, 1.0)
    assert row.lead == pytest.approx(3 / 8)
    assert gap_row(5.0, 5.0, low=5.0, high=5.0).at(5.0) == 0.5


def test_the_chart_draws_range_median_and_place() -> None:
    rows = [
        replace(gap_row(6.54, 5.0, "lower_better", low=2.0, high=9.0), peers={"35.07": 9.0}),
        GapRow(record(), 2021, Gap(3.0, math.nan, math.nan, math.nan, math.nan, 0, 4)),
    ]
    chart = gap_plot(
        rows,
        code="35.10",
        names={"35.10": EVIL, "35.07": "Kab. Malang"},
        style=city_style("35.10"),
        lang="en",
        theme="dark",
    )
    assert "<script" not in chart.figure.to_json()
    *_traces, place = chart.figure.data
    peers = next(trace for trace in chart.figure.data if trace.mode == "none")
    assert (list(peers.x), list(peers.y), peers.customdata.tolist()) == ([0.0], [0], [["35.07"]])
    assert peers.hovertext == ("<b>Kab. Malang</b><br>Poverty: 9.00% (2024)",)
    assert place.customdata.tolist() == [["35.10"], ["35.10"]]
    assert chart.columns == ("", "35.10", "", "", "", "")
    assert list(place.x) == [pytest.approx(1 - 4.54 / 7), 0.5]
    assert chart.table.iloc[0].tolist()[1:] == [
        "6.54%", "2.00–9.00%", "5.00%", "+1.54\xa0percentage points, worse", "3 of 4",
    ]  # fmt: skip
    assert chart.table.iloc[1].tolist()[1:] == ["3.00%", "No data", "No data", "No data", "0 of 4"]


def test_gaps_are_those_of_the_store() -> None:
    model = page()
    values = store().values("hdi", level="regency", years=2024).set_index("code")["value"]
    hdi = next(row for row in model.rows if row.record["indicator"] == "hdi")
    assert hdi.gap.median == values[list(model.codes)].median()
    assert hdi.gap.value == values["35.10"]
    assert dict(hdi.peers) == values[list(model.codes)].to_dict()
    assert hdi.gap.gap == pytest.approx(round(values["35.10"], 2) - round(hdi.gap.median, 2), abs=0.0101)


def test_labels_break_between_gap_and_words() -> None:
    figure = page("id").gaps().figure  # type: ignore[union-attr]
    labels = dict(
        zip((row.record["indicator"] for row in page("id").rows), figure.layout.yaxis.ticktext, strict=True)
    )
    small = re.compile(r">([^<>]+)</span>")
    assert small.findall(labels["poverty_rate"])[-1] in ("lebih baik", "lebih buruk")
    assert small.findall(labels["grdp_per_capita_real"]) == ["+Rp3,83\N{NO-BREAK SPACE}juta, lebih baik"]


# Marked -----------------------------------------------------------------------------------------------------------------


def test_rows_of_the_table_are_the_places_listed() -> None:
    model = page()
    assert model.table["Place"].tolist() == [model.shown[code] for code in model.listed]


def test_marked_peers_stand_beside_the_place_with_the_store_s_there() -> None:
    model = page()
    picks = resolve(f"{model.codes[2]},{model.codes[0]},94.01", None, model.shown)
    html = marked_peers(model, picks)
    head, *rows = parts(html).rows
    assert head == ["Indicator", "Kab. Banyuwangi", model.shown[model.codes[2]], model.shown[model.codes[0]]]
    hdi = store().values("hdi", years=2024).set_index("code")["value"]
    assert rows[0] == [
        "HDI (index 0–100, 2024)",
        *(f"{hdi[c]:.2f}" for c in ("35.10", model.codes[2], model.codes[0])),
    ]
    assert len(rows) == len(model.rows)
    assert html.count(f'data-pick="{model.codes[0]}"') == len(rows) + 1
    assert "Marked, but not shown here" in html
    assert marked_peers(model, resolve("", None, model.shown)) == ""


def test_more_marked_peers_than_columns_are_counted() -> None:
    model = page()
    html = marked_peers(model, resolve(",".join(model.codes[:6]), None, model.shown))
    assert len(parts(html).rows[0]) == 2 + 4
    assert "the first 4 of 6" in html


# Sentences --------------------------------------------------------------------------------------------------------------


def cells(table: pd.DataFrame) -> set[str]:
    return {
        n
        for text in [*map(str, table.columns), *map(str, table.to_numpy().ravel())]
        for n in NUMBER.findall(text)
    }


def test_every_number_said_is_in_the_table_of_its_figure(full: bool) -> None:  # noqa: FBT001
    draw, said = random.Random(7), 0
    places = ["31", *store().place_table("regency")["code"]]
    shorts = {
        lang: sorted((inner(pick(r, "short", lang)) for _i, r in there().catalogue.iterrows()), key=len)[::-1]
        for lang in ("id", "en")
    }
    for _i in range(MANY if full else FEW):
        city, peers = draw.choice(places), draw.choice([*GROUPS, ",".join(draw.sample(places, 3))])
        for lang in ("id", "en"):
            model = page.__wrapped__(lang, city, peers)
            gaps = model.gaps()
            for sentence, table in (
                (model.sentence, model.table),
                (model.gap_sentence, gaps.table if gaps else None),
            ):
                plain = sentence
                for short in shorts[lang]:
                    plain = plain.replace(short, "")
                found = set(NUMBER.findall(plain))
                said += len(found)
                assert found <= (cells(table) if table is not None else set()), (city, peers, lang, sentence)
    assert said > 30


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("city", ["31", "31.01", "91.71", "35.10"])
@pytest.mark.parametrize("peers", ["similar", "neighbours", "ascn", "kind"])
def test_every_choice_gives_a_page(city: str, peers: str, lang: str) -> None:
    model = page(lang, city, peers)
    assert model.headline
    assert model.name in model.headline
    words = [model.headline, model.subtitle, model.sentence, *model.notes, *model.table.to_numpy().ravel()]
    assert not re.search(r"\bnan\b|None|NaN", " ".join(words))
    assert len(model.table) == min(len(model.codes), 40) + 1


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_place_like_none_is_called_so(lang: str) -> None:
    """Jakarta's nearest province is more than a robust standard deviation away."""
    jakarta, ordinary = page(lang, "31"), page(lang, "32.11")
    words = {
        "en": ("Nothing in the country", "too far to be called alike"),
        "id": ("Tidak ada wilayah", "terlalu jauh"),
    }
    assert jakarta.alike["distance"].iloc[0] > jakarta.limit
    assert jakarta.headline.startswith(words[lang][0])
    assert words[lang][1] in jakarta.sentence
    assert ordinary.alike["distance"].iloc[0] <= ordinary.limit
    assert not ordinary.headline.startswith(words[lang][0])
    assert words[lang][1] not in ordinary.sentence


def test_only_places_within_the_limit_are_named_as_most_like() -> None:
    model = next(m for m in (page(city=c) for c in store().place_table("regency")["code"]) if 0 < near(m) < 3)
    named = [model.shown[code] for code in model.codes[:3]]
    assert [name in model.headline for name in named] == [i < near(model) for i in range(3)]


def near(model: PeersPage) -> int:
    return int((model.alike["distance"] <= model.limit).sum())


def test_self_reported_figures_carry_their_mark_and_their_count() -> None:
    model = page()
    waste = next(row for row in model.rows if row.record["indicator"] == "waste_managed_share")
    assert waste.sign == "†"
    assert waste.gap.known == len(waste.peers)
    gaps = model.gaps()
    assert gaps is not None
    line = gaps.table[gaps.table["Indicator"].str.startswith(pick(waste.record, "name", "en"))].iloc[0]
    assert line["Kab. Banyuwangi"].endswith("%†")
    assert "† " + pick(waste.record, "short", "en") in model.gap_note
    assert "Self-reported" in model.gap_note
    hdi = next(row for row in model.rows if row.record["indicator"] == "hdi")
    assert hdi.sign == ""


def test_no_median_and_no_gap_is_said_of_too_few_peers() -> None:
    model = page(city="32.11")
    short = [row for row in model.rows if row.gap.known < 8]
    assert model.rows[0].gap.peers == 10
    assert short
    assert all(math.isnan(row.gap.gap) and row.side == "" for row in short)
    gaps = model.gaps()
    assert gaps is not None
    assert (gaps.table["Median of the peers"] == "too few peers for a median").sum() == len(short)
    assert "at least 8 of them" in model.gap_note
    assert "Waste" not in model.gap_sentence + model.headline


def test_a_gap_within_the_figures_own_unrest_is_neither_better_nor_worse() -> None:
    """The integrity survey: "a difference of a point or two means little"."""
    model = page(city="31")
    spi = next(row for row in model.rows if row.record["indicator"] == "integrity_index")
    assert 0 < abs(spi.gap.gap) <= 2
    assert spi.side == "unclear"
    assert "SPI" not in model.gap_sentence
    assert model.gap_note
    assert all(abs(row.gap.gap) > row.limit for row in model.rows if row.side in ("ahead", "behind"))
