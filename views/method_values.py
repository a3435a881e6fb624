"""Numbers that the method text names, read from the constants of the program and from the store, so that neither can part from it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from analytics.claim_limits import Z
from analytics.composite import Framework, MaturityScheme
from analytics.composite.normalise import WIDEST_Z
from analytics.composite.reference import FEWEST_PLACES
from analytics.correlation import REDUNDANT
from analytics.inequality.convergence import FEWEST as FEWEST_CONVERGENCE
from analytics.inequality.people import FEWEST as FEWEST_PEOPLE
from analytics.noise import NORMAL_MAD, WIDEST
from analytics.peer_gap import MEDIAN_PEERS, MEDIAN_SHARE, MEDIAN_SHARE_OF_MANY
from analytics.peers import ALIKE, IQR_TO_SD, LEAST_COVERAGE, LIKE_NONE, LIKE_NONE_AT, MAD_TO_SD
from analytics.screening import KURTOSIS, MOST_POINTS, SKEW
from analytics.spatial import FEWEST, FEWEST_FULL, PERMUTATIONS, permutations_for
from analytics.spatial.chance import MOST_PERMUTATIONS
from analytics.spatial.neighbours import RELATIVE_TOLERANCE
from analytics.uncertainty import Choices
from analytics.uncertainty.choices import FEWEST_OBSERVED
from analytics.uncertainty.ignorance import GUESSES
from analytics.uncertainty.result import told_apart_from
from analytics.uncertainty.run import HIGH, LOW
from analytics.uncertainty.sensitivity import BATCHES
from views.availability import MOSTLY, PILOTS
from views.claims import registration_gap
from views.convergence_model import COVERED
from views.formatting import number, share_text
from views.index_choice import shipped
from views.index_model import DRAWS
from views.pattern_lineup import MAPS
from views.pattern_model import ALPHA

if TYPE_CHECKING:
    from geodata.store import Store

_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_JAKARTA = PILOTS[0]


def method_values(store: Store, lang: str) -> dict[str, str]:
    """Every number that a placeholder of the texts asks for, as it is written in a language.

    Parameters
    ----------
    store
        For the counts of places, figures and indicators.
    lang
        "id" or "en".

    Returns
    -------
    dict
        Placeholder -> text.
    """
    return {
        **_of_the_store(store, lang),
        **_comparing(store, lang),
        **_index(lang),
        **_uncertainty(lang),
        **_patterns(store, lang),
    }


def _of_the_store(store: Store, lang: str) -> dict[str, str]:
    return {
        "vintage": store.boundary_vintage,
        "districts": number(len(store.place_table("district")), 0, lang),
        "regencies": number(len(store.place_table("regency")), 0, lang),
        "year_share": share_text(MOSTLY, lang),
        "values": number(len(store.values()), 0, lang),
        "indicators": number(len(store.catalogue()), 0, lang),
    }


def _comparing(store: Store, lang: str) -> dict[str, str]:
    return {
        "z": number(Z, 2, lang),
        "widest": number(WIDEST, 0, lang),
        "normal_mad": number(NORMAL_MAD, 4, lang),
        "gap": share_text(registration_gap(store), lang, decimals=2),
        "peer_coverage": share_text(LEAST_COVERAGE, lang),
        "mad_to_sd": number(MAD_TO_SD, 4, lang),
        "iqr_to_sd": number(IQR_TO_SD, 3, lang),
        "alike": number(ALIKE, 1, lang),
        "like_none": share_text(LIKE_NONE, lang),
        "like_none_at": number(LIKE_NONE_AT, 0, lang),
        "blind_distance": number(math.sqrt(2), 1, lang),
        "median_peers": number(MEDIAN_PEERS, 0, lang),
        "median_share": share_text(MEDIAN_SHARE, lang),
        "median_share_of_many": share_text(MEDIAN_SHARE_OF_MANY, lang),
    }


def _index(lang: str) -> dict[str, str]:
    limits = {
        "life": ("life_expectancy", 0),
        "expected": ("expected_years_schooling", 0),
        "mean": ("mean_years_schooling", 0),
        "spending": ("expenditure_ppp", 3),
    }
    goalposts = {leaf.id: leaf.goalposts for leaf in shipped("ipm").framework.leaves if leaf.goalposts}
    return {
        **{
            f"{name}_{end}": number(limit, decimals, lang)
            for name, (leaf, decimals) in limits.items()
            for end, limit in zip(("low", "high"), goalposts[leaf], strict=True)
        },
        "node_coverage": share_text(Framework.coverage_threshold, lang),
        "floor": number(Framework.floor, 0, lang),
        "z_widest": number(WIDEST_Z, 0, lang),
        "fewest_places": number(FEWEST_PLACES, 0, lang),
        "levels": number(len(MaturityScheme.shipped().levels), 0, lang),
        "skew": number(SKEW, 0, lang),
        "kurtosis": number(KURTOSIS, 1, lang),
        "most_points": number(MOST_POINTS, 0, lang),
        "redundant": number(REDUNDANT, 1, lang),
    }


def _uncertainty(lang: str) -> dict[str, str]:
    return {
        "draws": number(DRAWS, 0, lang),
        "variation": number(Choices().weight_variation, 2, lang),
        "low": share_text(LOW, lang),
        "high": share_text(HIGH, lang),
        "apart_low": number(1.0 - told_apart_from(DRAWS), 2, lang),
        "apart_high": number(told_apart_from(DRAWS), 2, lang),
        "fewest_observed": number(FEWEST_OBSERVED, 0, lang),
        # A share is least certain at one half.
        "share_error": number(math.sqrt(0.25 / DRAWS), 3, lang),
        "batches": number(BATCHES, 0, lang),
        "guesses": number(GUESSES, 0, lang),
    }


def _patterns(store: Store, lang: str) -> dict[str, str]:
    inside = {level: _inside_jakarta(store, level) for level in ("district", "village")}
    return {
        "fewest": number(FEWEST, 0, lang),
        "most_cautious": number(FEWEST_FULL - 1, 0, lang),
        "fewest_full": number(FEWEST_FULL, 0, lang),
        "permutations": number(PERMUTATIONS, 0, lang),
        "most_permutations": number(MOST_PERMUTATIONS, 0, lang),
        "smallest_p": number(2 / (PERMUTATIONS + 1), 3, lang),
        "alpha": share_text(ALPHA, lang),
        "p": number(ALPHA, 2, lang),
        "tolerance": _power_of_ten(RELATIVE_TOLERANCE),
        "areas_single": number(math.floor(round((PERMUTATIONS + 1) * ALPHA / 2, 6)), 0, lang),
        "jakarta_districts": number(inside["district"], 0, lang),
        "jakarta_villages": number(inside["village"], 0, lang),
        "permutations_districts": number(permutations_for(inside["district"], ALPHA), 0, lang),
        "permutations_villages": number(permutations_for(inside["village"], ALPHA), 0, lang),
        "maps": number(MAPS, 0, lang),
        "maps_false": number(MAPS - 1, 0, lang),
        "fewest_people": number(FEWEST_PEOPLE, 0, lang),
        "fewest_convergence": number(FEWEST_CONVERGENCE, 0, lang),
        "covered": share_text(COVERED, lang),
    }


def _inside_jakarta(store: Store, level: str) -> int:
    return int(store.place_table(level)["code"].str.startswith(f"{_JAKARTA}.").sum())


def _power_of_ten(value: float) -> str:
    """10⁻⁹ for 1e-9.

    Examples
    --------
    >>> _power_of_ten(1e-9)
    '10⁻⁹'
    """
    return "10" + str(round(math.log10(value))).translate(_SUPERSCRIPT)
