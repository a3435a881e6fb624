"""Cards and profiles: medians of the peers, what is marked, and that reading once changes no result."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd
import pytest

from analytics.ranks import counts_from_top, rank_band
from geodata import open_store
from geodata.catalogue import load_pilots
from tests.views.conftest import EVIL, record
from views.availability import PILOTS, Availability, availability, city_of
from views.cards import Card, Metric, build_cards, card_html
from views.facts import facts_html
from views.figures import national, values_in
from views.formatting import number, rank_text, value_text
from views.peers import build_peers
from views.profile import profile_html, profile_rows
from views.quality import Mark, quality_marks, signs_text, words_lines
from views.selection import Selection
from views.standing import read_field, similar_codes

STORE = open_store()
FINE = {"confidence": "high", "caveats_en": "A caveat", "confidence_note_en": ""}
PLACES = [
    ("32.11", "regency"), ("73.71", "regency"), ("31.01", "regency"), ("94.01", "regency"), ("31", "province"),
    ("32.11.04", "district"), ("31.71.01", "district"), ("35.10.12", "district"), ("32.11.04.2001", "village"),
]  # fmt: skip


@cache
def there() -> Availability:
    return availability(STORE)


@cache
def cards(lang: str = "en") -> dict[str, Card]:
    names = STORE.place_table().set_index("code")["name"]
    built = build_cards(
        STORE, availability(STORE), lang, names={code: names[code] for code in PILOTS}, pilots=load_pilots()
    )
    return {card.code: card for card in built}


def metric(code: str, label: str) -> Metric:
    return next(one for one in cards()[code].metrics if one.label == label)


# Medians ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", PILOTS)
def test_peers_of_a_card_are_those_of_the_peers_page(code: str) -> None:
    page = build_peers(STORE, there(), Selection(lang="en", city=code, peers="similar"), theme="light")
    assert list(similar_codes(STORE, there(), code)) == list(page.codes)
    row = next(row for row in page.rows if row.record["indicator"] == "hdi")
    assert metric(code, "HDI").lines[-1].endswith(f" {value_text(row.gap.median, row.record, 'en')}")
    assert len(cards()[code].similar) == len(page.codes)


@pytest.mark.parametrize("code", [code for code in PILOTS if code != "31"])
def test_median_of_the_peers_is_that_of_those_with_a_figure(code: str) -> None:
    values = values_in(STORE, "waste_managed_share", "regency", 2024)
    known = values.reindex(list(similar_codes(STORE, there(), code))).dropna()
    _rank, *peers = metric(code, "Waste managed").lines
    said = f"median of {len(known)} peers {number(known.median(), 2, 'en')}%"
    # Sumedang's six of ten would be too few.
    assert peers == ([said] if len(known) >= 8 else [])
    assert (len(known) >= 8) == (code != "32.11")


def test_jakarta_stands_beside_provinces_and_says_so() -> None:
    rank, country, similar = metric("31", "HDI").lines
    assert rank == "rank 1 of 38 among provinces"
    assert country == "median of 514 regencies and cities 71.69"
    assert re.fullmatch(r"median of 10 peer provinces \d\d\.\d\d", similar)
    # Three of its ten peers have a poverty rate: their median would be a chance.
    assert metric("31", "Poverty").lines == ("median of 514 regencies and cities 8.75%",)


def test_jakartas_budget_stands_alone() -> None:
    rows = profile_rows(
        STORE, there(), "31", "province", "en", colour="#000", first="budget_ict_per_capita"
    ).set_index("indicator")
    assert rows.at["budget_ict_per_capita", "lines"] == ()
    assert rows.at["hdi", "lines"] == metric("31", "HDI").lines


# Reading once -----------------------------------------------------------------------------------------------------------


def _rank_alone(code: str, level: str, name: str, year: int, row: pd.Series) -> str:
    """Rank of one place in one indicator with a read of its own."""
    if level == "regency":
        return national(STORE, name, year).rank(code, "en")
    if level == "province":
        rank = national(STORE, name, year, level="province").rank(code, "en")
        return f"{rank} among provinces" if rank and not name.startswith(("budget_", "capital_")) else ""
    city = city_of(pd.Series([code]))[0]
    peers = STORE.values(name, level=level, within=city, years=year).set_index("code")["value"]
    if len(peers) < 2:
        return ""
    direction = str(row["direction"])
    bands = rank_band(peers, decimals=int(row["decimals"]), higher_is_better=counts_from_top(direction))
    low, high, n = (int(bands.at[code, column]) for column in ("rank_low", "rank_high", "n"))
    return rank_text(low, high, n, "en", direction=direction)


@pytest.mark.parametrize(("code", "level"), PLACES)
@pytest.mark.parametrize("first", ["", "budget_ict_per_capita", "waste_managed_share"])
def test_profile_read_at_once_equals_each_read_alone(code: str, level: str, first: str) -> None:
    rows = profile_rows(STORE, there(), code, level, "en", colour="#000", first=first)
    assert 0 < len(rows) <= 8
    for row in rows.to_dict("records"):
        name, year = row["indicator"], int(row["year"])
        catalogue = there().catalogue.loc[name]
        assert year == STORE.values(name, codes=[code])["year"].max()
        assert row["rank"] == _rank_alone(code, level, name, year, catalogue), name
        assert not row["rank"] or row["lines"][0].startswith(row["rank"])


def test_profile_gives_the_same_again_and_after_another_place() -> None:
    first = profile_html(profile_rows(STORE, there(), "32.11", "regency", "en", colour="#000"), "en")
    fresh = open_store()
    profile_rows(fresh, there(), "73.71", "regency", "id", colour="#000", first="budget_ict_per_capita")
    again = profile_rows(fresh, there(), "32.11", "regency", "en", colour="#000")
    assert profile_html(again, "en") == first


@pytest.mark.parametrize("level", ["regency", "province"])
def test_usual_year_is_that_of_availability(level: str) -> None:
    names = there().indicators(level)
    field = read_field(STORE, names, level)
    assert {n: field.usual_year(n) for n in names} == {n: there().best_year(n, level) for n in names}


# Marks ------------------------------------------------------------------------------------------------------------------


def test_nothing_is_marked_where_all_is_well() -> None:
    assert quality_marks(record(), FINE, "35.10", [2023, 2024], "en", usual=2024) == []
    assert (
        quality_marks(record(), FINE | {"confidence": "medium-high"}, "35.10", [2024], "en", usual=None) == []
    )


def test_each_thing_to_mind_has_sign_words_and_reason(broken: pd.Series) -> None:
    marks = quality_marks(broken, FINE, "35.10", [2019, 2021], "en", usual=2024)
    assert [(m.sign, m.words) for m in marks] == [
        ("*", "older than most (2024)"),
        ("*", "new series since 2021"),
    ]
    assert marks[1].reason == "Another source <b>"
    assert quality_marks(broken, FINE, "35.10", [2021, 2022], "en", usual=2022) == []
    assert quality_marks(broken, FINE, "73.71", [2012, 2013], "en", usual=2013)[0].reason == "Divided"
    settled = record(provisional='[{"year": 2024, "scope": ["31.*"], "text_id": "a", "text_en": "b"}]')
    assert quality_marks(settled, FINE, "35.10", [2024], "en", usual=2024) == []
    assert [m.reason for m in quality_marks(settled, FINE, "31.71", [2024], "en", usual=2024)] == ["b"]
    weak = quality_marks(record(), FINE | {"confidence": "low"}, "35.10", [2024], "en", usual=2024)
    assert words_lines(weak) == ["† weak source"]
    assert signs_text([*marks, *weak]) == "*†"


def test_cards_mark_what_the_catalogue_and_the_sources_say() -> None:
    for code in PILOTS:
        marked = {m.label: signs_text(m.marks) for m in cards()[code].metrics if m.marks}
        assert marked == {"Poverty": "*", "Waste managed": "†"}
    html = card_html(cards()["32.11"], "en", "light")
    assert "<strong>8.81%*</strong>" in html
    assert "<strong>14.59%†</strong>" in html
    assert "have not been compared with a second source" in html
    jakarta = card_html(cards()["31"], "en", "light")
    assert "<strong>No data</strong>" in jakarta
    assert re.search(r"99\.\d\d% \(2024\)†", jakarta)


def test_profile_marks_and_folds_the_reasons() -> None:
    html = profile_html(profile_rows(STORE, there(), "32.11", "regency", "en", colour="#000"), "en")
    assert "<span>* provisional or unchecked</span><span>† source not fully checked</span>" in html
    assert "still provisional at BPS" in html
    calm = profile_rows(STORE, there(), "32.11", "regency", "en", colour="#000").head(1)
    assert "<details" not in profile_html(calm, "en")


def test_text_of_a_file_is_no_markup() -> None:
    card = Card(
        "32.11",
        EVIL,
        EVIL,
        [Metric(EVIL, EVIL, "2024", EVIL, (EVIL,), {2024: 1.0}, (), [Mark("*", EVIL, EVIL)])],
        [EVIL],
    )
    assert "<script" not in card_html(card, "en", "light")
    rows = pd.DataFrame(
        [
            {
                "name": EVIL,
                "value": EVIL,
                "year": "2024",
                "lines": (EVIL,),
                "marks": [Mark("*", EVIL, EVIL)],
                "trend": "",
            }
        ]
    )
    assert "<script" not in profile_html(rows, "en")


# Facts ------------------------------------------------------------------------------------------------------------------


def test_facts_stand_with_value_year_and_page_and_rank_nobody() -> None:
    names = STORE.place_table().set_index("code")["name"]
    html = facts_html(STORE, there().catalogue, {code: names[code] for code in PILOTS}, "en")
    cells = [cell for cell in re.findall(r"<td>(.*?)</td>", html) if "<strong>" in cell]
    assert len(cells) > 10
    for cell in cells:
        assert re.search(r"<strong>[\d.,]+</strong>", cell)
        assert re.search(r"(20\d\d), <a href=\"https?://[^\"]+\"[^>]*>[\w.-]+</a>", cell)
    assert "<strong>103</strong> of 142 cities" in html
    assert "of 514" not in html
    assert "akurat.blog" not in html
