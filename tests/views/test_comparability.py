"""The badge on the store's own cases, in both languages; every rule and every fair view has words."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from analytics.comparability import Assessment, Suggestion
from analytics.comparability_rules import RULES
from geodata import open_store
from geodata.store import Store
from tests.views.conftest import EVIL, record
from views.availability import Availability, availability
from views.comparability import badge, fair_texts, judge, plain_text, reason_texts, sides_of
from views.comparability_texts import fair_text, reason_text, verdict_word


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store()


@pytest.fixture(scope="module")
def known(store: Store) -> Availability:
    return availability(store)


@pytest.fixture(scope="module")
def names(store: Store) -> dict[str, str]:
    return store.place_table().set_index("code")["name"].to_dict()


MAKASSAR, BANYUWANGI, SUMEDANG, JAKARTA = "73.71", "35.10", "32.11", "31"
LEVELS = [
    # indicator, places, year, verdict, rules that must be among the reasons, fair views
    ("poverty_rate", (BANYUWANGI, SUMEDANG), 2024, "comparable", "", ""),
    ("poverty_rate", (MAKASSAR, SUMEDANG), 2024, "comparable", "city_and_regency", ""),
    ("poverty_rate", (JAKARTA, BANYUWANGI), 2024, "with_care", "province_as_city", "parts"),
    ("hdi", (JAKARTA, MAKASSAR, SUMEDANG), 2024, "with_care", "province_as_city", "parts with_provinces"),
    ("budget_ict_per_capita", (JAKARTA, MAKASSAR), 2023, "with_care", "province_as_city", "with_provinces"),
    ("budget_ict_per_capita", (MAKASSAR, SUMEDANG), 2023, "comparable", "denominator_near", ""),
    (
        "hdi",
        ("32", SUMEDANG),
        2024,
        "not_comparable",
        "different_levels part_of_other",
        "parts with_provinces",
    ),
    ("hdi", (JAKARTA, "32"), 2024, "comparable", "", ""),
    ("hdi", ("91", "32"), 2021, "with_care", "area_before_split", ""),
    ("hdi", ("91", "32"), 2022, "comparable", "", ""),
    ("poverty_gap_p1", ("92", "32"), 2023, "with_care", "area_before_split", ""),
    ("food_security_index", (MAKASSAR, SUMEDANG), 2022, "not_comparable", "scored_by_kind", "same_kind"),
    ("food_security_index", (BANYUWANGI, SUMEDANG), 2022, "comparable", "indicator_note", ""),
    (
        "population_density_km2",
        (MAKASSAR, SUMEDANG),
        2024,
        "with_care",
        "follows_countryside",
        "lower_level same_kind",
    ),
    ("digital_id_activated", (MAKASSAR, "31.01"), 2024, "not_comparable", "count_unlike_size", "use_rate"),
    ("population_registered", (MAKASSAR, SUMEDANG), 2024, "comparable", "city_and_regency", ""),
    ("imd_smart_city_rank", (JAKARTA, MAKASSAR), 2024, "with_care", "rank_in_a_list known_for_few", ""),
    ("waste_managed_share", (BANYUWANGI, SUMEDANG), 2024, "with_care", "self_reported", ""),
    ("life_expectancy", (MAKASSAR, SUMEDANG), 2022, "not_comparable", "too_few_values", "common_year"),
    ("grdp_per_capita_real", (BANYUWANGI, SUMEDANG), 2024, "with_care", "all_provisional", ""),
    ("grdp_per_capita_real", (BANYUWANGI, SUMEDANG), 2022, "comparable", "", ""),
    ("poverty_rate", (BANYUWANGI, SUMEDANG), 2025, "with_care", "all_provisional", ""),
    ("unemployment_rate", (JAKARTA, BANYUWANGI), 2024, "not_comparable", "too_few_values", ""),
]


@pytest.mark.parametrize(("indicator", "codes", "year", "verdict", "rules", "fair"), LEVELS)
def test_values_of_one_year(
    store: Store, known: Availability, indicator: str, codes: tuple[str, ...], year: int, verdict: str, rules: str, fair: str,
) -> None:  # fmt: skip
    found = judge(store, known, indicator, codes, level="regency", year=year)
    assert found.verdict == verdict
    assert set(found.rules) >= set(rules.split())
    assert {view.id for view in found.fair_view} == set(fair.split())


@pytest.mark.parametrize(
    ("indicator", "codes", "since", "until", "verdict", "fair"),
    [
        (
            "unemployment_rate",
            (BANYUWANGI, SUMEDANG),
            2014,
            2023,
            "not_comparable",
            {"since": 2018, "until": 2024},
        ),
        ("unemployment_rate", (BANYUWANGI, SUMEDANG), 2018, 2023, "comparable", None),
        ("hdi", ("91", "32"), 2018, 2024, "not_comparable", {"since": 2022, "until": 2024}),
        ("hdi", ("36", "32"), 2018, 2024, "comparable", None),
        ("spbe_index", (BANYUWANGI, MAKASSAR), 2020, 2023, "not_comparable", None),
        ("mean_years_schooling", (BANYUWANGI, SUMEDANG), 2015, 2024, "with_care", None),
        ("poverty_rate", (BANYUWANGI, SUMEDANG), 2015, 2024, "comparable", None),
        ("poverty_line", (BANYUWANGI, SUMEDANG), 2015, 2024, "with_care", None),
    ],
)
def test_changes_over_breaks(
    store: Store, known: Availability, indicator: str, codes: tuple[str, str], since: int, until: int, verdict: str,
    fair: dict[str, int] | None,
) -> None:  # fmt: skip
    found = judge(store, known, indicator, codes, level="regency", year=until, since=since)
    assert found.verdict == verdict
    spans = [dict(view.params) for view in found.fair_view if view.id == "span"]
    assert spans == ([fair] if fair else [])


def test_the_fair_span_holds_no_break_whatever_span_was_asked(store: Store, known: Availability) -> None:
    """Asked from the break on, for a place that lacks the last year: the offer must not go back behind the break."""
    codes = ("95.01", MAKASSAR)
    found = judge(store, known, "unemployment_rate", codes, level="regency", year=2023, since=2018)
    (span,) = [dict(view.params) for view in found.fair_view if view.id == "span"]
    assert span["since"] >= 2018
    both = set.intersection(*(set(known.years("unemployment_rate", "regency", city=code)) for code in codes))
    assert set(span.values()) <= both


def test_e_government_scores_break_in_2021(store: Store, known: Availability) -> None:
    rows = store.values("spbe_index").groupby("code")["year"].agg(["min", "max"])
    across = rows[(rows["min"] < 2021) & (rows["max"] >= 2021)]
    code, span = str(across.index[0]), across.iloc[0]
    found = judge(
        store,
        known,
        "spbe_index",
        (code, "73.71"),
        level="regency",
        year=int(span["max"]),
        since=int(span["min"]),
    )
    assert "break_between" in found.rules
    assert found.verdict == "not_comparable"


def test_years_that_differ(store: Store, known: Availability) -> None:
    codes = (BANYUWANGI, SUMEDANG)
    near = judge(
        store, known, "poverty_rate", codes, level="regency", year={BANYUWANGI: 2022, SUMEDANG: 2024}
    )
    assert (near.verdict, near.rules[0]) == ("with_care", "different_years")
    far = judge(store, known, "poverty_rate", codes, level="regency", year={BANYUWANGI: 2015, SUMEDANG: 2024})
    assert (far.verdict, far.rules[0]) == ("not_comparable", "years_far_apart")
    assert [view.id for view in far.fair_view] == ["common_year"]


def test_districts_bring_jakarta_and_the_others_to_one_level(store: Store, known: Availability) -> None:
    codes = (JAKARTA, MAKASSAR, BANYUWANGI, SUMEDANG)
    found = judge(store, known, "population_density_km2", codes, level="district", year=2024)
    assert "province_as_city" not in found.rules
    assert "different_sources" in found.rules  # Jakarta's own portal beside Dukcapil
    above = judge(store, known, "population_density_km2", codes, level="regency", year=2024)
    assert Suggestion("lower_level", {"level": "district"}) in above.fair_view


def test_sides_read_what_stands_in_the_store(store: Store) -> None:
    frame = sides_of(store, "hdi", (JAKARTA, MAKASSAR), level="regency", year=2024)
    assert frame.loc[MAKASSAR, "value"] == store.values("hdi", codes=[MAKASSAR], years=2024)["value"].iloc[0]
    assert frame["level"].tolist() == ["province", "regency"]
    assert frame["kind"].tolist() == ["provinsi", "kota"]
    assert frame["confidence"].tolist() == ["high", "high"]
    fact = sides_of(store, "imd_smart_city_rank", ("12.71", MAKASSAR), level="regency", year=2023)
    assert fact.loc["12.71", "confidence"] == "high"  # its own, not the "medium" of the collection
    districts = sides_of(store, "population_density_km2", (SUMEDANG,), level="district", year=2024)
    values = store.values("population_density_km2", level="district", within=SUMEDANG, years=2024)["value"]
    assert districts.loc[SUMEDANG, "value"] == values.median()
    assert districts.loc[SUMEDANG, "kind"] == "kecamatan"


# Words --------------------------------------------------------------------------------------------------------------

PARAMS = {
    "levels": ("province", "regency"), "cities": ("b",), "regencies": ("a",), "years": (2015, 2024), "year": 2022,
    "publishers": ("BPS", "KPK"), "percent": 12.0, "ratio": 9.04,
}  # fmt: skip
NAMES = {"a": "Kab. Banyuwangi", "b": "Kota Makassar"}


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_every_rule_has_words(rule: str, lang: str) -> None:
    breaks = '[{"year": 2022, "scope": "all", "text_id": "Instrumen baru.", "text_en": "New instrument."}]'
    row = record(
        breaks=breaks, provisional=breaks, comparable_note_id="Catatan.", comparable_note_en="A note."
    )
    text = reason_text({"rule": rule, "places": ("a",), "params": PARAMS}, row, names=NAMES, lang=lang)
    assert text
    assert "{" not in text
    assert "Banyuwangi" in text or rule not in (
        "too_few_values",
        "missing_value",
        "province_as_city",
        "low_confidence",
    )
    if rule in ("break_between", "break_without_jump", "all_provisional"):
        assert text.endswith("Instrumen baru." if lang == "id" else "New instrument.")


def test_numbers_in_the_words_are_those_of_the_reason() -> None:
    row = record()

    def say(rule: str, lang: str) -> str:
        return reason_text({"rule": rule, "places": ("a",), "params": PARAMS}, row, names=NAMES, lang=lang)

    assert "9.0 " in say("count_unlike_size", "en")
    assert "9,0 " in say("count_unlike_size", "id")
    assert re.search(r"\b9\b.*2015 and 2024", say("years_far_apart", "en"))
    assert "12.0%" in say("area_deviates", "en")


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize(
    "view",
    [
        Suggestion("common_year", {"year": 2021}),
        Suggestion("span", {"since": 2018, "until": 2024}),
        Suggestion("use_rate", {"indicators": ("digital_id_share",)}),
        Suggestion("lower_level", {"level": "district"}),
        Suggestion("lower_level", {"level": "village"}),
        Suggestion("parts", {"place": "a", "parts": ("x", "y")}),
        Suggestion("with_provinces", {"place": "a", "n": 38}),
        Suggestion("same_kind", {"cities": ("a",), "regencies": ("b",)}),
    ],
)
def test_every_fair_view_has_words(view: Suggestion, lang: str, known: Availability) -> None:
    text = fair_text(view, names=NAMES, catalogue=known.catalogue, lang=lang)
    assert text
    assert "{" not in text
    for number in (value for value in view.params.values() if isinstance(value, int)):
        assert str(number) in text


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_badge_says_word_reasons_and_fair_view(
    store: Store, known: Availability, names: dict[str, str], lang: str
) -> None:
    found = judge(store, known, "digital_id_activated", (JAKARTA, SUMEDANG), level="regency", year=2024)
    options = {"names": names, "catalogue": known.catalogue, "lang": lang}
    row = known.catalogue.loc["digital_id_activated"]
    html = badge(found, row, **options)
    assert html.startswith('<div class="atlas-badge" data-verdict="not_comparable"><p>')
    shown = html[: html.index("</p>")]
    assert verdict_word("not_comparable", lang) in shown
    texts = reason_texts(found, row, names=names, lang=lang)
    assert texts[0] in shown.replace("&#x27;", "'")  # the gravest reason is not folded away
    assert len(texts) - 1 == html.count("<li>") == len(found.reasons) - 1
    for text in [*texts, *fair_texts(found, names=names, catalogue=known.catalogue, lang=lang)]:
        assert text in html.replace("&#x27;", "'")
        assert text in plain_text(found, row, **options)


def test_nothing_to_say_is_a_plain_line() -> None:
    empty = Assessment(
        "comparable", pd.DataFrame(columns=["rule", "aspect", "verdict", "places", "params"]), ()
    )
    html = badge(empty, record(), names={}, catalogue=pd.DataFrame(), lang="en")
    assert html.startswith('<div class="atlas-badge" data-verdict="comparable">')
    assert "Comparable" in html


def test_remarks_can_be_left_out(store: Store, known: Availability, names: dict[str, str]) -> None:
    found = judge(store, known, "hdi", (JAKARTA, MAKASSAR), level="regency", year=2024)
    row = known.catalogue.loc["hdi"]
    assert len(reason_texts(found, row, names=names, lang="en", remarks=False)) == 1
    assert len(reason_texts(found, row, names=names, lang="en")) > 1


def test_hostile_names_are_escaped() -> None:
    rows = [("missing_value", "value", "with_care", ("a",), {})]
    found = Assessment(
        "with_care", pd.DataFrame(rows, columns=["rule", "aspect", "verdict", "places", "params"]), ()
    )
    html = badge(found, record(), names={"a": EVIL}, catalogue=pd.DataFrame(), lang="en")
    assert "<script" not in html
    assert "${" not in html
    assert "`" not in html
