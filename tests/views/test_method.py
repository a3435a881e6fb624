"""The method page says what the program does: its numbers and its table of rules are read from the code."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analytics.comparability_rules import RULES, VERDICTS
from analytics.peers import LEAST_COVERAGE
from analytics.spatial import FEWEST, FEWEST_FULL, PERMUTATIONS
from tests.views.saying import cells, check_words, store
from views.claims import registration_gap
from views.comparability_texts import verdict_word
from views.convergence_model import COVERED
from views.formatting import share_text
from views.method import comparing_markdown, method_markdown, patterns_markdown
from views.method_rules import rules_table


@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_rule_stands_in_the_table_with_its_verdict(lang: str) -> None:
    table = rules_table(store(), lang)
    assert len(table) == len(RULES)
    assert table.iloc[:, 3].tolist() == [verdict_word(rule.verdict, lang) for rule in RULES]
    check_words(cells(table), lang)
    raw = {
        name for rule in RULES for part in rule.settings.values() if isinstance(part, tuple) for name in part
    }
    raw |= {rule.id for rule in RULES if "_" in rule.id}
    assert not {one for one in raw if "_" in str(one)} & {
        word for cell in cells(table) for word in cell.split()
    }


def test_a_changed_rule_changes_the_table() -> None:
    changed = [
        replace(rule, verdict=next(v for v in VERDICTS if v != rule.verdict))
        if rule.id == "area_deviates"
        else rule
        for rule in RULES
    ]
    changed = [
        replace(rule, settings={"least": 3, "most": 7}) if rule.id == "different_years" else rule
        for rule in changed
    ]
    before, after = (rules_table(store(), "en", rules=rules) for rules in (RULES, changed))
    rows = [rule.id for rule in RULES]
    assert before.loc[rows.index("different_years"), "When"] == "1 to 4 years"
    assert after.loc[rows.index("different_years"), "When"] == "3 to 7 years"
    assert "5%" in before.loc[rows.index("area_deviates"), "When"]
    assert after.loc[rows.index("area_deviates"), "At best"] == "Comparable"
    assert (before != after).any(axis=1).sum() == 2


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_text_names_the_numbers_of_the_program(lang: str) -> None:
    text = comparing_markdown(store(), lang)
    assert share_text(registration_gap(store()), lang, decimals=2) in text
    assert share_text(LEAST_COVERAGE, lang) in text
    assert "10.1093/biomet/73.3.625" in text
    assert "10.1080/01621459.1993.10476408" in text
    assert "{" not in text + method_markdown(store(), lang)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_text_on_patterns_names_the_gates_of_the_program(lang: str) -> None:
    text = patterns_markdown(lang)
    for told in (FEWEST, FEWEST_FULL, PERMUTATIONS):
        assert f" {told} " in text
    assert share_text(COVERED, lang) in text
    assert "{" not in text
