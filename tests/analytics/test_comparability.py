"""Each row of the table of rules has a case that it finds and a case that it leaves alone; the worst verdict counts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from analytics.comparability import SIDES, Options, Suggestion, assess
from analytics.comparability_rules import RULES, VERDICTS, Rule

A, B = "35.10", "32.11"
SIDE = {
    "level": "regency", "kind": "kabupaten", "year": 2024, "value": 6.5, "source": "bps", "publisher": "BPS",
    "confidence": "high", "provisional": False, "denominator_year": pd.NA, "population": 1_000_000.0,
    "area_deviation_pct": 0.1, "boundary_vintage": "2025",
}  # fmt: skip
RATE = {
    "indicator": "rate", "measure": "intensive", "unit_kind": "percent", "rankable": True, "breaks": "[]",
    "comparable_note_en": "",
}  # fmt: skip
BREAK_ALL = '[{"year": 2018, "scope": "all"}]'


def sides(
    a: dict[str, Any] | None = None, b: dict[str, Any] | None = None, codes: tuple[str, str] = (A, B)
) -> pd.DataFrame:
    """Two places alike, with changes."""
    return pd.DataFrame([SIDE | (a or {}), SIDE | (b or {})], index=pd.Index(codes, name="code"))


CHANGE = {"since": 2015, "value_since": 9.0}
PROVINCE = {"level": "province", "kind": "provinsi"}
CITY = {"kind": "kota"}
# rule -> two sides that it finds something in, and changes of the indicator
CASES: dict[str, tuple[pd.DataFrame, dict[str, Any]]] = {
    "too_few_values": (sides({"value": float("nan")}), {}),
    "missing_value": (
        pd.concat([sides(), sides({"value": float("nan")}, codes=("73.71", "31.71")).head(1)]),
        {},
    ),
    "different_levels": (sides(PROVINCE, codes=("32", "35.10")), {}),
    "province_as_city": (sides(PROVINCE, codes=("31", "35.10")), {}),
    "part_of_other": (sides(PROVINCE, codes=("31", "31.71")), {}),
    "city_and_regency": (sides(CITY), {}),
    "follows_countryside": (sides(CITY), {"indicator": "population_density_km2"}),
    "administrative_city": (sides({"kind": "kota_administrasi"}), {}),
    "desa_and_kelurahan": (sides({"kind": "desa"}, {"kind": "kelurahan"}), {}),
    "scored_by_kind": (sides(CITY), {"indicator": "food_security_index"}),
    "scored_by_level": (sides(PROVINCE, codes=("31", "35.10")), {"indicator": "competitiveness_index"}),
    "defined_otherwise": (sides(codes=("73.71", "35.10")), {"indicator": "voter_turnout_pct"}),
    "current_prices": (sides(CHANGE, CHANGE), {"indicator": "poverty_line"}),
    "rank_in_a_list": (sides(), {"unit_kind": "rank"}),
    "rank_other_edition": (sides({"year": 2023}), {"unit_kind": "rank"}),
    "indicator_note": (sides(), {"comparable_note_en": "A survey result."}),
    "different_years": (sides({"year": 2020}), {}),
    "years_far_apart": (sides({"year": 2019}), {}),
    "different_spans": (sides(CHANGE, CHANGE | {"since": 2016}), {}),
    "old_figures": (sides({"year": 2021}, {"year": 2021}), {}),
    "break_between": (sides(CHANGE, CHANGE), {"breaks": BREAK_ALL}),
    "break_without_jump": (sides(CHANGE, CHANGE), {"breaks": BREAK_ALL, "indicator": "mean_years_schooling"}),
    "different_sources": (sides({"publisher": "Dukcapil"}), {}),
    "area_before_split": (
        sides(PROVINCE | {"year": 2021}, PROVINCE | {"year": 2021}, codes=("91", "32")),
        {"breaks": '[{"year": 2022, "scope": ["91", "92"]}]'},
    ),
    "different_boundaries": (sides({"boundary_vintage": "own"}), {}),
    "area_deviates": (sides({"area_deviation_pct": -12.0}), {"unit_kind": "density"}),
    "low_confidence": (sides({"confidence": "low"}), {}),
    "medium_confidence": (sides({"confidence": "medium"}), {}),
    "some_provisional": (sides({"provisional": True}), {}),
    "all_provisional": (sides({"provisional": True}, {"provisional": True}), {}),
    "self_reported": (sides(), {"indicator": "waste_managed_share"}),
    "known_for_few": (sides(), {"rankable": False}),
    "count_unlike_size": (sides({"population": 1_600_000.0}), {"measure": "extensive"}),
    "count_other_size": (sides({"population": 1_200_000.0}), {"measure": "extensive"}),
    "count_size_unknown": (sides({"population": float("nan")}), {"measure": "extensive"}),
    "denominator_far": (sides({"denominator_year": 2019}), {}),
    "denominator_near": (sides({"denominator_year": 2023}), {}),
}  # fmt: skip
OPTIONS = Options(newest_year=2026)


def test_every_rule_has_a_case_and_a_name_of_its_own() -> None:
    assert [rule.id for rule in RULES] == list(dict.fromkeys(rule.id for rule in RULES))
    assert {rule.id for rule in RULES} == set(CASES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_finds_its_case(rule: Rule) -> None:
    frame, changes = CASES[rule.id]
    found = assess(frame, RATE | changes, options=OPTIONS)
    row = found.reasons.set_index("rule").loc[rule.id]
    assert (row["verdict"], row["aspect"]) == (rule.verdict, rule.aspect)
    assert VERDICTS.index(found.verdict) >= VERDICTS.index(rule.verdict)
    # and it alone: the rules left over find what they find without it
    others = assess(frame, RATE | changes, options=OPTIONS, rules=[r for r in RULES if r is not rule])
    assert set(others.rules) == set(found.rules) - {rule.id}


@pytest.mark.parametrize(
    "frame", [sides(), sides(CITY, CITY), sides(CHANGE, CHANGE), sides(PROVINCE, PROVINCE, ("32", "35"))]
)
def test_places_alike_in_one_year_are_comparable_without_a_remark(frame: pd.DataFrame) -> None:
    found = assess(frame, RATE, options=OPTIONS)
    assert (found.verdict, list(found.rules), found.fair_view) == ("comparable", [], ())


@pytest.mark.parametrize(
    ("frame", "changes", "absent"),
    [
        (sides(CHANGE, CHANGE), {"breaks": '[{"year": 2015, "scope": "all"}]'}, "break_between"),  # starts with it
        (sides(CHANGE, CHANGE), {"breaks": '[{"year": 2018, "scope": ["91"]}]'}, "break_between"),  # elsewhere
        (sides(), {"breaks": BREAK_ALL}, "break_between"),  # one year only
        (sides({"area_deviation_pct": -12.0}), {}, "area_deviates"),  # a rate that does not rest on area
        (sides({"population": 5e6}), {"measure": "extensive", "indicator": "population"}, "count_unlike_size"),
        (sides(CHANGE | {"population": 5e6}, CHANGE), {"measure": "extensive"}, "count_unlike_size"),  # as growth
        (sides({"population": 1_050_000.0}), {"measure": "extensive"}, "count_other_size"),
        (sides(PROVINCE, PROVINCE, ("31", "32")), {}, "province_as_city"),  # among provinces it is one
        (sides(codes=("73.71", "73.71.01")), {"indicator": "voter_turnout_pct"}, "defined_otherwise"),
        (sides({"year": 2023}, {"year": 2023}), {}, "old_figures"),
        (sides(CITY, CITY), {"indicator": "food_security_index"}, "scored_by_kind"),
        (sides({"kind": "kota_administrasi"}, {"kind": "kota_administrasi"}), {}, "administrative_city"),
    ],
)  # fmt: skip
def test_a_rule_leaves_alone_what_it_is_not_about(
    frame: pd.DataFrame, changes: dict[str, Any], absent: str
) -> None:
    assert absent not in assess(frame, RATE | changes, options=OPTIONS).rules


def test_the_worst_reason_decides_and_stands_first() -> None:
    frame = sides(PROVINCE | {"confidence": "medium"}, {"year": 2015}, codes=("31", "35.10"))
    found = assess(frame, RATE)
    assert found.verdict == "not_comparable"
    assert found.reasons["verdict"].tolist() == ["not_comparable", "with_care", "comparable"]
    assert found.rules == ("years_far_apart", "province_as_city", "medium_confidence")


def test_a_statistician_changes_a_verdict_in_the_table() -> None:
    frame, _ = CASES["city_and_regency"]
    strict = [replace(rule, verdict="with_care") if rule.id == "city_and_regency" else rule for rule in RULES]
    assert assess(frame, RATE).verdict == "comparable"
    assert assess(frame, RATE, rules=strict).verdict == "with_care"


FAIR = [
    ("different_years", {A: (2020, 2024), B: (2020, 2024)}, Suggestion("common_year", {"year": 2024})),
    ("too_few_values", {A: (2021,), B: (2021, 2024)}, Suggestion("common_year", {"year": 2021})),
    ("break_between", {A: (2015, 2018, 2020, 2024), B: (2015, 2018, 2024)}, Suggestion("span", {"since": 2018, "until": 2024})),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "years", "expected"), FAIR)
def test_the_fair_view_is_one_that_exists(
    rule: str, years: dict[str, tuple[int, ...]], expected: Suggestion
) -> None:
    frame, changes = CASES[rule]
    assert assess(frame, RATE | changes, options=Options(years=years)).fair_view == (expected,)
    assert assess(frame, RATE | changes, options=Options(years={A: (2011,), B: (2012,)})).fair_view == ()


def test_a_count_points_to_its_rate_where_there_is_one() -> None:
    frame, changes = CASES["count_unlike_size"]
    found = assess(frame, RATE | changes, options=Options(rates=("share",)))
    assert found.fair_view == (Suggestion("use_rate", {"indicators": ("share",)}),)
    assert assess(frame, RATE | changes).fair_view == ()


def test_a_province_as_city_points_below_beside_and_to_its_like() -> None:
    frame, _ = CASES["province_as_city"]
    found = assess(frame, RATE, options=Options(levels=("district",), parts={"31": ("31.71",)}, provinces=38))
    assert [view.id for view in found.fair_view] == ["lower_level", "parts", "with_provinces"]
    assert assess(frame, RATE, options=Options(provinces=1)).fair_view == ()


def test_formulas_that_differ_by_kind_point_to_the_same_kind() -> None:
    frame, changes = CASES["scored_by_kind"]
    view = assess(frame, RATE | changes).fair_view
    assert view == (Suggestion("same_kind", {"cities": (A,), "regencies": (B,)}),)


def test_nothing_known_at_all_is_one_reason_and_not_an_error() -> None:
    found = assess(sides({"value": float("nan")}, {"value": float("nan")}), RATE)
    assert (found.verdict, found.rules) == ("not_comparable", ("too_few_values",))
    assert found.reasons["places"].iloc[0] == (A, B)


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(
        ValueError,
        match=r"lacks the column kind.*lacks the column value.*both of since.*lacks the key rankable",
    ):
        assess(
            sides().drop(columns=["kind", "value"]).assign(since=2015),
            {key: RATE[key] for key in RATE if key != "rankable"},
        )
    with pytest.raises(ValueError, match=r"two rows at least, it has 1"):
        assess(sides().head(1), RATE)
    with pytest.raises(ValueError, match=r"names a place twice: \['35\.10'\]"):
        assess(sides(codes=(A, A)), RATE)
    with pytest.raises(ValueError, match=r"verdict 'fine'.*check 'guess'"):
        assess(sides(), RATE, rules=[Rule("x", "level", "fine", "guess")])
    assert set(SIDES) == set(SIDE)


def test_a_note_about_some_places_counts_where_one_of_them_is_compared() -> None:
    note = {"place_notes": '[{"scope": ["73.71", "73.71.*"], "text_id": "a", "text_en": "b"}]'}
    assert "indicator_note" in assess(sides(codes=("73.71", "35.10")), RATE | note, options=OPTIONS).rules
    assert "indicator_note" not in assess(sides(codes=("32.11", "35.10")), RATE | note, options=OPTIONS).rules
