"""The badge of a profile counts what each indicator's own badge says, and names the doubtful ones with their reasons."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.views.conftest import EVIL
from tests.views.saying import store, there
from views.comparability import judge
from views.profile_badge import judge_profile, profile_badge

if TYPE_CHECKING:
    from analytics.comparability import Assessment

NAMES = {"31": "DKI Jakarta", "73.71": "Kota Makassar", "35.10": "Kab. Banyuwangi", "32.11": "Kab. Sumedang"}
LANGUAGES = ("en", "id")


@cache
def found(*codes: str) -> dict[str, Assessment]:
    return judge_profile(store(), there(), codes, level="regency")


def test_each_indicator_is_judged_as_by_its_own_badge() -> None:
    codes = ("73.71", "35.10", "32.11")
    judged = found(*codes)
    assert len(judged) == 12
    for indicator, one in judged.items():
        year = there().best_year(indicator, "regency", cities=codes)
        alone = judge(store(), there(), indicator, ("73.71", "35.10", "32.11"), level="regency", year=year)
        assert one.verdict == alone.verdict


def test_a_province_among_regencies_is_with_care_in_everything_it_has() -> None:
    judged = found("31", "35.10")
    assert judged
    assert {one.verdict for one in judged.values()} == {"with_care"}


def test_an_indicator_that_only_one_place_has_is_no_comparison() -> None:
    """Jakarta as a province has no unemployment rate in the store."""
    assert "unemployment_rate" in found("35.10", "32.11")
    assert "unemployment_rate" not in found("31", "35.10")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_counts_add_up_and_every_doubt_is_named(lang: str) -> None:
    judged = found("73.71", "35.10", "32.11")
    said = profile_badge(judged, there().catalogue, names=NAMES, lang=lang)
    head = re.search(r"</span> (.*?)</p>", said)[1]
    total, *counts = (int(n) for n in re.findall(r"\d+", head))
    assert total == len(judged) == sum(counts)
    doubted = [name for name, one in judged.items() if one.verdict != "comparable"]
    assert said.count("<li>") == len(doubted) > 0
    for name in doubted:
        assert there().catalogue.at[name, f"short_{lang}"] in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_folded_away_where_all_is_fair(lang: str) -> None:
    judged = {"hdi": found("35.10", "32.11")["hdi"]}
    assert judged["hdi"].verdict == "comparable"
    said = profile_badge(judged, there().catalogue, names=NAMES, lang=lang)
    assert {"en": "One indicator", "id": "1 indikator"}[lang] in said
    assert 'data-verdict="comparable"' in said
    assert "<details>" not in said


def test_without_a_judgement_there_is_no_badge() -> None:
    assert profile_badge({}, there().catalogue, names=NAMES, lang="en") == ""


def test_names_are_text() -> None:
    said = profile_badge(found("31", "35.10"), there().catalogue, names=dict.fromkeys(NAMES, EVIL), lang="en")
    assert "<script" not in said
    assert EVIL not in said
