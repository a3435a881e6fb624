"""Claims on the store's own figures, in both languages; every number said is one of the claim's."""

from __future__ import annotations

import datetime as dt
import math
import random
import re

import pandas as pd
import pytest

from analytics.claims import Uncertainty, check_faster
from analytics.comparability import Assessment
from analytics.comparability_rules import LEAST, PEOPLE, SURVEYS
from analytics.noise import WIDEST, Wobble
from analytics.rounding import rounded_decimal
from geodata import open_store
from geodata.join import join_table
from geodata.overlay import Overlay
from geodata.own import OwnColumn, OwnData
from geodata.shaping.error_columns import errors_of_pairs
from geodata.store import Store
from tests.views.conftest import EVIL
from tests.views.saying import cells, check_words
from views.availability import Availability, availability, with_more
from views.claim_texts import arithmetic, basis_sentences, claim_sentence, figures_table
from views.claims import (
    ClaimChoice,
    ClaimView,
    build_claim,
    default_claim,
    first_pair,
    read_claim,
    registration_gap,
    uncertainty_of,
    with_part,
    years_of,
)
from views.claims_html import answer_html
from views.figures import PROVINCE_CITY
from views.formatting import difference_text, number, value_text
from views.own import add_to_session, guess_settings
from views.own_errors import error_columns, error_texts


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store()


@pytest.fixture(scope="module")
def known(store: Store) -> Availability:
    return availability(store)


@pytest.fixture(scope="module")
def names(store: Store) -> dict[str, str]:
    return store.place_table().set_index("code")["name"].to_dict()


def ask(
    store: Store, known: Availability, names: dict[str, str], indicator: str, text: str, lang: str = "en"
) -> ClaimView:
    choice = read_claim(text, cities=names, years=years_of(store, indicator))
    assert choice is not None
    return build_claim(store, known, choice, indicator, lang, names=names)


@pytest.mark.parametrize(
    ("indicator", "text", "answer", "basis"),
    [
        ("poverty_rate", "32.11,35.10,higher,2024", "supported", "wobble"),
        ("poverty_rate", "35.10,32.11,higher,2024", "not_supported", "wobble"),
        ("poverty_rate", "32.11,35.10,faster,2015,2024", "not_distinguishable", "wobble"),
        ("hdi", "73.71,32.11,higher,2024", "supported", "wobble"),
        ("stunting_prevalence", "32.11,35.10,higher,2021", "not_distinguishable", "spread"),
        ("sanitation_access", "35.10,32.11,higher,2022", "not_distinguishable", "two_years"),
        ("digital_id_share", "32.11,73.71,higher,2024", "supported", "rounding"),
        ("population_registered", "35.10,73.71,higher,2024", "supported", "rounding"),
        ("grdp_per_capita_real", "32.11,35.10,faster,2015,2024", "supported", "wobble"),
        ("life_expectancy", "73.71,32.11,higher,2022", "no_data", ""),
        ("food_security_index", "73.71,32.11,higher,2022", "not_comparable", ""),
        ("unemployment_rate", "35.10,32.11,faster,2015,2024", "not_comparable", ""),
        ("hdi", "91,32,faster,2018,2024", "not_comparable", ""),
        ("hdi", "31,35.10,higher,2024", "supported", "wobble"),
    ],
)
def test_answers(
    store: Store,
    known: Availability,
    names: dict[str, str],
    indicator: str,
    text: str,
    answer: str,
    basis: str,
) -> None:
    view = ask(store, known, names, indicator, text)
    assert (view.claim.answer, view.claim.basis) == (answer, basis)
    assert bool(view.arithmetic) == bool(view.basis) == bool(basis)


def test_a_supported_claim_in_words(store: Store, known: Availability, names: dict[str, str]) -> None:
    view = ask(store, known, names, "poverty_rate", "32.11,35.10,higher,2024")
    assert view.word == "Supported"
    assert view.sentence == (
        "Poverty rate (P0) in 2024: Kabupaten Sumedang is higher than Kabupaten Banyuwangi, 9.10% against 6.54%."
    )
    assert view.basis[0].startswith(
        "They are 2.56\N{NO-BREAK SPACE}percentage points apart; a difference counts from 0.7"
    )
    assert list(view.table.columns) == ["Place", "2024", "Standard error used"]
    assert view.table["2024"].tolist() == ["9.10%", "6.54%"]


def test_with_care_shows_its_reason_and_a_fair_view(
    store: Store, known: Availability, names: dict[str, str]
) -> None:
    view = ask(store, known, names, "hdi", "31,35.10,higher,2024")
    assert "province" in view.reasons[0]
    assert any("6 parts" in text for text in view.fair)


def test_no_data_names_the_place_and_a_year_that_all_have(
    store: Store, known: Availability, names: dict[str, str]
) -> None:
    view = ask(store, known, names, "life_expectancy", "73.71,32.11,higher,2022")
    assert "Kota Makassar" in view.sentence
    assert "Sumedang" not in view.sentence
    assert any("2024" in text for text in view.fair)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_number_said_is_one_of_the_claim(
    store: Store, known: Availability, names: dict[str, str], lang: str, *, full: bool
) -> None:
    rng = random.Random(lang)
    regencies = list(store.place_table("regency")["code"])
    indicators = [
        "poverty_rate",
        "hdi",
        "unemployment_rate",
        "grdp_per_capita_real",
        "digital_id_share",
        "stunting_prevalence",
    ]
    said = 0
    for _ in range(400 if full else 24):
        indicator, (a, b) = rng.choice(indicators), rng.sample(regencies, 2)
        kind = rng.choice(["higher", "faster"])
        choice = default_claim(a, b, kind, years=years_of(store, indicator), year=None)
        if choice is None:
            continue
        view = build_claim(store, known, choice, indicator, lang, names=names)
        assert "{" not in " ".join([view.sentence, *view.basis, *view.arithmetic, *view.reasons, *view.fair])
        if not view.claim.basis:
            continue
        row, figures = known.catalogue.loc[indicator], view.claim.figures
        if kind == "higher":
            assert all(value_text(value, row, lang) in view.sentence for value in figures["value"])
            first, second = (rounded_decimal(value, int(row["decimals"])) for value in figures["value"])
            assert difference_text(abs(first - second), row, lang).lstrip("+") in view.basis[0]
        else:
            assert all(text in view.sentence for text in view.table.iloc[:, 3])
        said += 1
    assert said >= 10


def test_the_registers_differ_by_less_than_one_percent(store: Store) -> None:
    parts = store.values("population", level="district", within="32.11", years=2024)["value"].sum()
    whole = store.values("population_registered", codes=["32.11"], years=2024)["value"].iloc[0]
    assert registration_gap(store) == pytest.approx(abs(parts / whole - 1))  # Sumedang's is the largest
    assert 0.001 < registration_gap(store) < 0.01
    assert uncertainty_of(store, "digital_id_share", level="regency").registration == registration_gap(store)
    assert uncertainty_of(store, "poverty_rate", level="regency").registration == 0.0


def test_the_wobble_does_not_reach_over_the_break(store: Store) -> None:
    found = uncertainty_of(store, "unemployment_rate", level="regency").wobble
    assert found is not None
    assert 0.5 < found.sd < 1.0
    years = store.values("unemployment_rate", level="regency").groupby("code")["year"].agg(set)
    spans = [(a, b, c) for own in map(sorted, years) for a, b, c in zip(own, own[1:], own[2:], strict=False)]
    whole = pd.Series(
        [span for span in spans if span[2] - span[0] <= WIDEST and not span[0] < 2018 <= span[2]]
    )
    sizes = whole.map(whole.value_counts())
    assert found.differences == int(
        (sizes >= 30).sum()
    )  # rarer spans cannot be freed from what moved all places


def test_names_in_the_rules_are_indicators_of_the_catalogue(known: Availability) -> None:
    assert {*SURVEYS, *LEAST, *PEOPLE} <= set(known.catalogue.index)


def test_jakarta_stands_with_the_regencies(store: Store, known: Availability, names: dict[str, str]) -> None:
    view = ask(store, known, names, "poverty_rate", f"{PROVINCE_CITY},35.10,higher,2024")
    assert view.claim.answer == "not_supported"
    assert view.claim.assessment.verdict == "with_care"


# Links --------------------------------------------------------------------------------------------------------------

CITIES = {"31": "Jakarta", "35.10": "Banyuwangi", "32.11": "Sumedang"}


def years(code: str) -> list[int]:
    return {"31": [2019, 2024], "35.10": [2015, 2019, 2024], "32.11": [2024]}.get(code, [])


@pytest.mark.parametrize(
    "choice", [ClaimChoice("31", "35.10", "higher", 2019), ClaimChoice("35.10", "31", "faster", 2024, 2019)]
)
def test_a_claim_survives_the_link(choice: ClaimChoice) -> None:
    assert read_claim(choice.text(), cities=CITIES, years=years) == choice


@pytest.mark.parametrize(
    "text",
    [
        "", "31", "31,35.10", "31,35.10,higher", "31,31,higher,2024", "31,99.99,higher,2024", "31,35.10,better,2024",
        "31,35.10,higher,1999", "31,35.10,higher,2019,2024", "31,35.10,faster,2024", "31,35.10,faster,2024,2019",
        "31,35.10,faster,2019,2019", "31,35.10,higher,²⁰²⁴", "31,35.10,higher,2024,", ",,,", "<script>",
    ],
)  # fmt: skip
def test_a_link_that_does_not_fit_is_none(text: str) -> None:
    choice = read_claim(text, cities=CITIES, years=years)
    assert choice is None or choice.text() == text.rstrip(",")


def test_default_years_are_those_that_both_have() -> None:
    assert default_claim("31", "35.10", "higher", years=years, year=2015) == ClaimChoice(
        "31", "35.10", "higher", 2024
    )
    assert default_claim("31", "35.10", "higher", years=years, year=2019) == ClaimChoice(
        "31", "35.10", "higher", 2019
    )
    assert default_claim("31", "35.10", "faster", years=years, year=2024) == ClaimChoice(
        "31", "35.10", "faster", 2024, 2019
    )
    assert default_claim("31", "32.11", "faster", years=years, year=2024) is None
    assert default_claim("31", "77.77", "higher", years=lambda _: [], year=2024) is None


def test_one_part_changes_and_the_rest_still_fits() -> None:
    start = ClaimChoice("31", "35.10", "higher", 2024)
    assert with_part(start, "b", "31", years=years) == ClaimChoice("35.10", "31", "higher", 2024)
    assert with_part(start, "kind", "faster", years=years) == ClaimChoice("31", "35.10", "faster", 2024, 2019)
    changed = with_part(ClaimChoice("31", "35.10", "faster", 2024, 2019), "b", "32.11", years=years)
    assert changed == ClaimChoice("31", "32.11", "higher", 2024)  # no two years in common: one is left
    assert with_part(start, "until", 2019, years=years) == ClaimChoice("31", "35.10", "higher", 2019)
    assert with_part(start, "a", "31", years=years) is start


# HTML ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_answer_as_html(store: Store, known: Availability, names: dict[str, str], lang: str) -> None:
    view = ask(store, known, names, "hdi", "31,35.10,higher,2024", lang)
    html = answer_html(view, lang=lang, theme="light")
    assert f'data-answer="{view.claim.answer}"' in html
    assert view.word in html
    folded = html.split("<details>")[1]
    assert view.reasons[0] in html.split("<details>")[0]
    assert len(re.findall("<li>", folded)) == sum(
        map(len, (view.basis[1:], view.arithmetic, view.reasons, view.fair))
    )
    assert "<table" in folded


def test_hostile_names_are_escaped(store: Store, known: Availability) -> None:
    hostile = {"31": EVIL, "35.10": EVIL}
    view = build_claim(store, known, ClaimChoice("31", "35.10", "higher", 2024), "hdi", "en", names=hostile)
    html = answer_html(view, lang="en", theme="dark")
    assert "<script" not in html
    assert "${" not in html
    assert math.isfinite(view.claim.difference)


def test_a_reader_s_own_figures_are_judged_like_the_store_s(store: Store, names: dict[str, str]) -> None:
    rows = pd.DataFrame(
        {"code": ["31", "35.10", "32.11"], "year": 2024, "indicator": "trees", "value": [5.0, 9.0, 9.01]}
    )
    own = OwnData().added("Trees", rows, [OwnColumn("trees", "Trees", decimals=2)], day=dt.date(2026, 1, 2))
    laid = Overlay(store, own)
    indicator = str(own.catalogue["indicator"].iloc[0])
    known = with_more(availability(store), own.observations, laid.catalogue())
    view = build_claim(
        laid, known, ClaimChoice("32.11", "35.10", "higher", 2024), indicator, "en", names=names
    )
    assert (view.claim.answer, view.claim.basis) == ("not_distinguishable", "rounding")
    assert any("cannot be estimated from so short a series" in text for text in view.basis)
    far = build_claim(laid, known, ClaimChoice("35.10", "31", "higher", 2024), indicator, "en", names=names)
    assert (far.claim.answer, far.claim.assessment.verdict) == ("supported", "with_care")


@pytest.mark.parametrize("lang", ["id", "en"])
def test_errors_in_a_reader_s_own_table_decide_and_are_said(
    store: Store, names: dict[str, str], lang: str
) -> None:
    table = pd.DataFrame(
        {
            "kode": ["35.10", "32.11", "73.71"],
            "Cakupan imunisasi (%)": [90.0, 84.0, 88.0],
            "SE": [1.5, 1.5, 4.0],
        }
    )
    observed = join_table(store.codes(), table).observations(year=2024)
    settings = guess_settings(observed, order=["Cakupan imunisasi", "SE"])
    pairs, unclear = error_columns(observed, settings)
    assert (len(pairs), unclear) == (1, ())
    assert "“SE”" in error_texts(pairs, lang)[0]
    own = add_to_session(
        OwnData(), store, observed, settings.drop(index="SE"), title="imunisasi.csv", level="regency", day=dt.date(2026, 1, 2),
        errors=errors_of_pairs(observed, pairs),
    )  # fmt: skip
    assert len(own.catalogue) == 1  # the error is no indicator
    laid, indicator = Overlay(store, own), str(own.catalogue["indicator"].iloc[0])
    known = with_more(availability(store), own.observations, laid.catalogue())
    far, near = (
        build_claim(laid, known, ClaimChoice("35.10", b, "higher", 2024), indicator, lang, names=names)
        for b in ("32.11", "73.71")
    )
    assert (far.claim.answer, far.claim.basis) == ("supported", "published")
    assert (near.claim.answer, near.claim.basis) == ("not_distinguishable", "published")
    assert far.claim.parts["error"] == pytest.approx(1.959964 * 1.5 * math.sqrt(2))
    assert far.table.iloc[0, -1] == number(1.5, 2, lang)
    assert ("galat baku" if lang == "id" else "standard errors") in far.basis[1]
    assert len(own.without(str(own.sources["source"].iloc[0])).errors) == 0


def test_a_relative_error_without_a_unit_is_not_guessed() -> None:
    observed = pd.DataFrame({"code": "31", "year": 2024, "indicator": ["P0", "RSE"], "value": [5.0, 0.07]})
    assert error_columns(observed, guess_settings(observed, order=["P0", "RSE"])) == ((), ("RSE",))
    pairs, unclear = error_columns(observed, guess_settings(observed, {"RSE": "%"}, order=["P0", "RSE"]))
    assert (len(pairs), unclear) == (1, ())


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize(
    ("ends", "errors", "rule"),
    [
        ((9.9, 13.0), None, "gain_in_doubt"),
        ((13.0, 9.9), None, "behind"),
        ((7.0, 13.0), [0.3, float("nan")], "beyond_limit"),
    ],
)
@pytest.mark.parametrize("direction", ["lower_better", "neutral"])
def test_every_answer_about_a_change_has_words(
    known: Availability,
    lang: str,
    ends: tuple[float, float],
    errors: list[float] | None,
    rule: str,
    direction: str,
) -> None:
    row = known.catalogue.loc["poverty_rate"].copy()
    row["direction"] = direction
    sign = 1 if direction == "lower_better" else -1
    values = [10.0 + sign * (end - 10.0) for end in ends]
    sides = pd.DataFrame(
        {"since": 2015, "value_since": 10.0, "value": values, "year": 2024}, index=["35.10", "32.11"]
    )
    found = None if errors else Wobble(2, 0.5, pd.Series(dtype="float64"), 99, 9, proportional=False)
    if errors:
        sides = sides.assign(standard_error=errors, standard_error_since=errors)
    nothing = Assessment("comparable", pd.DataFrame(columns=["rule", "verdict"]), ())
    claim = check_faster(sides, row.to_dict(), nothing, Uncertainty(found))
    assert (claim.rule, claim.basis) == (rule, "half_published" if errors else "wobble")
    names = {"35.10": "Banyuwangi", "32.11": "Sumedang"}
    table = figures_table(claim, row, 2024, names=names, lang=lang)
    said = [claim_sentence(claim, row, 2024, names=names, lang=lang)]
    said += [
        *basis_sentences(claim, row, Uncertainty(found), lang),
        *arithmetic(claim, row, Uncertainty(found), lang),
    ]
    check_words([*said, *cells(table)], lang)
    own = claim.parts.get("own")
    assert own is None or number(own, 4, lang) in said[-1]


def test_the_first_question_is_one_that_the_figures_answer_with_yes(store: Store) -> None:
    """The higher place stands in front; a place without a figure is not asked about."""
    pilots = ("31", "73.71", "35.10", "32.11")
    assert first_pair(store, "hdi", ("32.11", "73.71"), 2024) == ("73.71", "32.11")
    assert first_pair(store, "unemployment_rate", pilots, 2024) == ("73.71", "35.10")
    assert first_pair(store, "unemployment_rate", ("31", "73.71"), 2024) == ("31", "73.71")
