"""The rules of the apple-to-apple badge: one table to read and to change.

A row says: if `check` finds something (with these parameters), the comparison is at best `verdict`. The badge shows the
worst verdict of all rows that found something; a row whose verdict is "comparable" is a remark that goes along and
lowers nothing. The checks are in `analytics.comparability_checks`, the words in `views.comparability_texts`; to soften or
sharpen a rule, change its verdict or its parameters here. `tests/analytics/test_comparability.py` has a case for each row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

COMPARABLE, WITH_CARE, NOT_COMPARABLE = "comparable", "with_care", "not_comparable"
VERDICTS = (COMPARABLE, WITH_CARE, NOT_COMPARABLE)
"""From best to worst."""


@dataclass(frozen=True)
class Rule:
    """One row of the table.

    Attributes
    ----------
    id
        Name of the rule; its words hang on it.
    aspect
        What differs: level, kind, year, series, definition, source, boundary, quality, count, denominator, value.
    verdict
        The best that a comparison can be where the rule applies.
    check
        Name of the function in `analytics.comparability_checks` that looks.
    settings
        Parameters of the check: thresholds, lists of indicators and places.
    """

    id: str
    aspect: str
    verdict: str
    check: str
    settings: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


# Indicators that the rules single out, each because its definition or its note in the catalogue says so. ------------

SCORED_BY_KIND = ("food_security_index",)  # "Regencies and cities are scored with different formulas"
SCORED_BY_LEVEL = ("competitiveness_index",)  # "a province's score is built on other indicators"
FOLLOWS_COUNTRYSIDE = (  # a regency's value says mostly how much countryside lies inside its border
    "population_density_km2", "built_up_share", "tree_cover_share", "vegetation_share", "cropland_share", "water_share",
    "kelurahan_share_pct",
)  # fmt: skip
SELF_REPORTED = (
    "waste_generation", "waste_managed_share", "waste_reduction_share", "recycling_rate", "village_fund_idr",
    "village_fund_per_capita_idr", "village_revenue_total_idr", "poor_families_share_reported_pct",
)  # fmt: skip
CURRENT_PRICES = ("poverty_line", "minimum_wage", "grdp_nominal_bn", "capital_spending_bn")
SIZES = (  # counts that say how large a place is and nothing else: to compare them is to compare sizes
    "population", "population_registered", "population_male", "population_female", "households", "area_km2",
    "area_km2_official", "area_km2_polygon", "village_count",
)  # fmt: skip
CONTINUES = ("mean_years_schooling",)  # another collection, but "the levels continue without a jump"
DEFINED_OTHERWISE = MappingProxyType({"voter_turnout_pct": ("73.71",)})  # another ballot was counted there
AREA_BEFORE_SPLIT = (
    MappingProxyType(  # last year that still covers the undivided area, where no break of the series says so
        {"poverty_gap_p1": {"91": 2023, "92": 2023}, "poverty_severity_p2": {"91": 2023, "92": 2023}}
    )
)

# The table ---------------------------------------------------------------------------------------------------------

RULES = (
    Rule("too_few_values", "value", NOT_COMPARABLE, "too_few_values"),
    Rule("missing_value", "value", WITH_CARE, "missing_value"),
    # Level. Jakarta is governed as a province and stands beside regencies and cities with care; any other mix is refused.
    Rule("different_levels", "level", NOT_COMPARABLE, "levels_differ", {"as_city": ("31",)}),
    Rule("province_as_city", "level", WITH_CARE, "province_as_city", {"as_city": ("31",)}),
    Rule("part_of_other", "level", WITH_CARE, "one_inside_other"),
    # Kind. Kabupaten and kota have the same duties and stand in one list of 514: a remark, except where the figure depends on it.
    Rule("city_and_regency", "kind", COMPARABLE, "kinds_mixed", {"besides": (*SCORED_BY_KIND, *FOLLOWS_COUNTRYSIDE)}),
    Rule("follows_countryside", "kind", WITH_CARE, "kinds_mixed", {"only": FOLLOWS_COUNTRYSIDE}),
    Rule("administrative_city", "kind", COMPARABLE, "administrative_beside_others"),
    Rule("desa_and_kelurahan", "kind", WITH_CARE, "village_kinds_differ"),
    # Definition.
    Rule("scored_by_kind", "definition", NOT_COMPARABLE, "kinds_mixed", {"only": SCORED_BY_KIND}),
    Rule("scored_by_level", "definition", NOT_COMPARABLE, "levels_mixed", {"only": SCORED_BY_LEVEL}),
    Rule("defined_otherwise", "definition", WITH_CARE, "defined_otherwise", {"where": DEFINED_OTHERWISE}),
    Rule("current_prices", "definition", WITH_CARE, "listed_across_years", {"only": CURRENT_PRICES}),
    Rule("rank_in_a_list", "definition", WITH_CARE, "rank_same_edition"),
    Rule("rank_other_edition", "definition", NOT_COMPARABLE, "rank_other_edition"),
    Rule("indicator_note", "definition", COMPARABLE, "has_note"),
    # Year, and where a series starts anew.
    Rule("different_years", "year", WITH_CARE, "years_apart", {"least": 1, "most": 4}),
    Rule("years_far_apart", "year", NOT_COMPARABLE, "years_apart", {"least": 5, "most": 999}),
    Rule("different_spans", "year", NOT_COMPARABLE, "spans_differ"),
    Rule("old_figures", "year", COMPARABLE, "figures_old", {"years": 5}),
    Rule("break_between", "series", NOT_COMPARABLE, "break_between", {"besides": CONTINUES}),
    Rule("break_without_jump", "series", WITH_CARE, "break_between", {"only": CONTINUES}),
    # Source and boundary.
    Rule("different_sources", "source", WITH_CARE, "publishers_differ"),
    Rule("area_before_split", "boundary", WITH_CARE, "area_before_split", {"also": AREA_BEFORE_SPLIT}),
    Rule("different_boundaries", "boundary", WITH_CARE, "vintages_differ"),
    Rule("area_deviates", "boundary", WITH_CARE, "area_deviates", {"percent": 5.0, "unit_kinds": ("area", "density")}),
    # Quality of the data.
    Rule("low_confidence", "quality", WITH_CARE, "confidence_among", {"grades": ("low",)}),
    Rule("medium_confidence", "quality", COMPARABLE, "confidence_among", {"grades": ("medium",)}),
    Rule("some_provisional", "quality", WITH_CARE, "some_provisional"),
    Rule("all_provisional", "quality", WITH_CARE, "all_provisional"),
    Rule("self_reported", "quality", WITH_CARE, "listed", {"only": SELF_REPORTED}),
    Rule("known_for_few", "quality", WITH_CARE, "not_rankable"),
    # Counts. Not the count but the rate is fair where places differ in size; ratio = largest over smallest population.
    Rule("count_unlike_size", "count", NOT_COMPARABLE, "count_sizes", {"over": 1.5, "sizes": SIZES}),
    Rule("count_other_size", "count", WITH_CARE, "count_sizes", {"over": 1.1, "up_to": 1.5, "sizes": SIZES}),
    Rule("count_size_unknown", "count", WITH_CARE, "count_size_unknown", {"sizes": SIZES}),
    Rule("denominator_far", "denominator", WITH_CARE, "denominator_apart", {"least": 2, "most": 999}),
    Rule("denominator_near", "denominator", COMPARABLE, "denominator_apart", {"least": 1, "most": 1}),
)  # fmt: skip

# What the claim checker has to know about an indicator. -------------------------------------------------------------

SURVEYS = (  # estimates from a sample (Susenas, Sakernas, SSGI, SPI): they carry a sampling error
    "integrity_index", "unemployment_rate", "labour_participation_rate", "poverty_rate", "poverty_gap_p1",
    "poverty_severity_p2", "expenditure_ppp", "mean_years_schooling", "expected_years_schooling",
    "female_schooling_years", "sanitation_access", "drinking_water_access", "no_clean_water_share",
    "no_electricity_share", "stunting_prevalence", "food_expenditure_share",
)  # fmt: skip
LEAST = MappingProxyType(
    {"integrity_index": 2.0}
)  # "a difference of a point or two means little", in the indicator's unit
PEOPLE = ("population", "population_registered")  # residents as registers count them
PROPORTIONAL = (
    "currency",
    "count",
    "density",
    "area",
    "physical",
)  # kinds of unit whose error grows with the value
