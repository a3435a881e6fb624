"""The method says what the program does, in both languages alike, on the page and in ``docs/``."""

from __future__ import annotations

import re
from dataclasses import replace
from inspect import signature
from typing import TYPE_CHECKING

import pytest

from analytics import claim_limits, correlation, noise, peers, screening
from analytics.comparability_rules import RULES, VERDICTS
from analytics.composite import CompositeIndex, normalise, reference
from analytics.spatial import chance, neighbours, sample
from analytics.uncertainty import Choices, choices, ignorance, run, sensitivity
from tests.conftest import ROOT
from tests.views.saying import cells, check_words, store
from views import convergence_model, index_model, method, method_values, pattern_lineup, pattern_model
from views.claims import registration_gap
from views.comparability_texts import verdict_word
from views.formatting import share_text
from views.i18n import LANGUAGES
from views.method import DOCUMENTS, TEXTS, document, method_parts, template
from views.method_rules import rules_table

if TYPE_CHECKING:
    from pathlib import Path

MONTHS = {"September"}


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


def test_the_numbers_are_those_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each constant, changed where the text takes it from, changes the text in both languages; the sources are the program's."""
    sources = {
        "REDUNDANT": correlation, "FEWEST_PLACES": reference, "WIDEST_Z": normalise, "SKEW": screening,
        "KURTOSIS": screening, "MOST_POINTS": screening, "FEWEST_OBSERVED": choices, "LOW": run, "HIGH": run,
        "GUESSES": ignorance, "BATCHES": sensitivity,
        "DRAWS": index_model, "FEWEST": sample, "FEWEST_FULL": sample, "PERMUTATIONS": chance,
        "MOST_PERMUTATIONS": chance, "RELATIVE_TOLERANCE": neighbours, "ALIKE": peers, "LEAST_COVERAGE": peers,
        "MAD_TO_SD": peers, "IQR_TO_SD": peers, "NORMAL_MAD": noise, "WIDEST": noise, "Z": claim_limits,
        "ALPHA": pattern_model, "MAPS": pattern_lineup, "COVERED": convergence_model,
    }  # fmt: skip
    before = method_values.method_values(store(), "en")
    asked = {name for part in TEXTS for name in re.findall(r"\{(\w+)\}", template(part, "en"))}
    assert asked == {*before, "rules"}
    for name, home in sources.items():
        value = getattr(home, name)
        assert getattr(method_values, name) == value
        with monkeypatch.context() as patch:
            patch.setattr(
                method_values, name, value * 10 if name == "RELATIVE_TOLERANCE" else type(value)(value * 0.5)
            )
            assert method_values.method_values(store(), "en") != before, name


def test_defaults_of_the_text_are_defaults_of_the_program() -> None:
    values = method_values.method_values(store(), "en")
    shape = signature(screening.distributions).parameters
    assert (shape["skew"].default, shape["kurtosis"].default) == (screening.SKEW, screening.KURTOSIS)
    assert signature(screening.winsorised).parameters["most"].default == screening.MOST_POINTS
    shipped = CompositeIndex.shipped("smart_city").framework
    assert f"{shipped.coverage_threshold:.0%}" == values["node_coverage"]
    assert f"{shipped.floor:g}" == values["floor"]
    assert f"{Choices().weight_variation:g}" == values["variation"]
    ipm = {leaf.id: leaf.goalposts for leaf in CompositeIndex.shipped("ipm").framework.leaves}
    assert ipm["expenditure_ppp"] == (1007.436, 26572.352)
    assert (values["spending_low"], values["spending_high"]) == ("1,007.436", "26,572.352")
    assert values["permutations_districts"] == "1,759"
    assert values["smallest_p"] == "0.002"


@pytest.mark.parametrize("name", TEXTS)
def test_both_languages_say_the_same(name: str) -> None:
    english, indonesian = (template(name, lang) for lang in ("en", "id"))
    for pattern in (
        r"^#+(?= )",  # headings
        r"^\|",  # rows of tables
        r"^(?:-|\d+\.) ",  # items
        r"doi:\S+|ISBN [\d-]+",
    ):
        found = [re.findall(pattern, text, flags=re.MULTILINE) for text in (english, indonesian)]
        assert found[0] == found[1], pattern
    spans = [re.findall(r"`[^`\n]+`", text) for text in (english, indonesian)]
    formulas = [[span for span in side if set(span) & set(" (/")] for side in spans]
    assert formulas[0] == formulas[1]
    symbols = [set(side) for side in spans]
    assert symbols[0] <= symbols[1]  # English words in a formula are explained in Indonesian once more
    assert len(paragraphs(english)) == len(paragraphs(indonesian))
    for one, other in zip(paragraphs(english), paragraphs(indonesian), strict=True):
        assert sorted(re.findall(r"\{\w+\}", one)) == sorted(re.findall(r"\{\w+\}", other)), one
        assert cited(one) == cited(other), one


@pytest.mark.parametrize("name", ["method_comparing", "method_index", "method_patterns"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reference_is_cited_and_every_citation_listed(name: str, lang: str) -> None:
    text, _heading, listed = template(name, lang).rpartition("\n## ")
    entries = re.findall(r"^- (.+?) \((\d{4})\):", listed, flags=re.MULTILINE)
    assert len(entries) == listed.count("\n- ")
    keys = {(surnames(authors)[0], surnames(authors)[-1], year) for authors, year in entries}
    flat = " ".join(text.split())
    assert {key for key in keys if not mentioned(key, flat)} == set()
    listed_years = {(surname, year) for authors, year in entries for surname in surnames(authors)}
    assert {cite for cite in cited(flat) if cite not in listed_years} <= {("IDM", "2024")}


def paragraphs(text: str) -> list[str]:
    return [block for block in re.split(r"\n{2,}", text) if block.strip()]


def surnames(authors: str) -> list[str]:
    return [author.split(". ")[-1].split("/")[-1] for author in authors.split(", ")]


def cited(text: str) -> set[tuple[str, str]]:
    """Last surname and year of every citation in a text."""
    found = re.findall(r"([A-Z][\w-]+)(?: et al\.)?,? \(?((?:19|20)\d\d)\b(?!–)", text)
    return {(surname, year) for surname, year in found if surname not in MONTHS}


def mentioned(key: tuple[str, str, str], text: str) -> bool:
    """Whether "First ... Last 1990" or "First et al. 1990" stands in a text."""
    first, last, year = key
    return any(f"{form} {year}" in text or f"{form} ({year})" in text for form in (last, f"{first} et al."))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_and_the_document_have_every_part(lang: str) -> None:
    parts, text = method_parts(store(), lang), document(store(), lang)
    assert len(parts) == len(TEXTS)
    assert [section.rules for part in parts for section in part.sections].count(True) == 1
    for part in parts:
        assert part.intro
        assert all(section.title and section.text for section in part.sections)
        assert [section for section in part.sections if section.text not in text] == []
    assert len(re.findall("^### ", text, flags=re.MULTILINE)) == sum(len(part.sections) for part in parts)
    assert not set("{}") & set(text)
    rules = rules_table(store(), lang)
    assert [row for row in rules.to_numpy().tolist() if "| " + " | ".join(row) + " |" not in text] == []
    assert share_text(registration_gap(store()), lang, decimals=2) in text


def test_no_english_sentence_stands_in_the_indonesian_text() -> None:
    parts = method_parts(store(), "id")
    texts = [part.intro for part in parts]
    texts += [section.text for part in parts for section in part.sections if "doi:" not in section.text]
    assert len(texts) > 30
    prose = [re.sub(r"\s+", " ", re.sub(r"`[^`]+`", "x", text)) for text in texts]
    check_words(prose, "id")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_documents_are_what_the_command_writes(lang: str) -> None:
    path = ROOT / DOCUMENTS[lang]
    assert path.read_text(encoding="utf-8") == document(store(), lang), "run: python -m views.method write"


def test_the_command_writes_and_checks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "docs").mkdir()
    monkeypatch.setattr(method, "_ROOT", tmp_path)
    assert method.main(["check"]) == 1
    assert not any((tmp_path / "docs").iterdir())
    assert method.main(["write"]) == 0
    assert method.main(["check"]) == 0
    (tmp_path / DOCUMENTS["id"]).write_text("old", encoding="utf-8")
    capsys.readouterr()
    assert method.main(["check"]) == 1
    assert capsys.readouterr().out == "docs/method.id.md\n"
    assert method.main([]) == 2
    assert "usage" in capsys.readouterr().err
