"""Every rule and note that the code names has its sentence, and sentences are whole."""

from __future__ import annotations

import pickle
import re

import pytest

from geodata.uploads import UploadError
from geodata.uploads.rule_texts import rule_sentences, strangers
from geodata.uploads.texts import _note_sentences, note_text, rule_text
from tests.conftest import ROOT

CODE = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted((ROOT / "geodata/uploads").rglob("*.py"))
)
RULES = rule_sentences(str)
NOTES = _note_sentences(str)
WITHOUT_REFUSAL = {"json_cut", "shapes_broken"}
"""Chosen by `rule_text` where the place is not known."""


def test_every_rule_named_in_the_code_has_a_sentence() -> None:
    named = set(re.findall(r'(?:Refusal|_refused)\(\s*"(\w+)"', CODE))
    named |= set(re.findall(r'UploadError\(\s*[\w.]+,\s*"(\w+)"', CODE))
    assert named <= set(RULES)
    # One stands in a choice of two.
    assert set(RULES) - named - WITHOUT_REFUSAL <= {"encrypted", "legacy", "lines", "mixed"}


def test_every_note_named_in_the_code_has_a_sentence() -> None:
    named = set(re.findall(r'(?:append\(|_note\(layer, |notes = \[|\[\()\(?"(\w+)", ?', CODE)) & (
        set(NOTES) | {"x"}
    )
    assert named <= set(NOTES)
    for name in NOTES:
        assert f'"{name}"' in CODE.replace(f'"{name}": _(', ""), f"no code gives the note {name}"


@pytest.mark.parametrize("lang", ["id", "en"])
def test_sentences_are_whole(lang: str) -> None:
    for rule in RULES:
        text = rule_text(rule, {"line": 3, "row": 4, "column": 5, "found": "pdf"}, lang)
        assert text.endswith(".") and "{" not in text
    for note in NOTES:
        text = note_text(note, {"count": 3, "columns": [1, 2]}, lang)
        assert text.endswith(".") and "{" not in text
    assert set(re.findall(r'found="(\w+)"', CODE)) <= set(strangers(str))


def test_numbers_are_written_as_in_the_language() -> None:
    error = UploadError("a.csv", "rows", {"count": 1_234_567, "limit": 1_000_000})
    assert "1,234,567" in error.text("en") and str(error) == error.text("en")
    assert "1.234.567" in error.text("id")
    assert "60 MB" in UploadError("", "too_large", {"size": 60 * 2**20, "limit": 50 * 2**20}).text("en")


def test_names_from_the_file_cannot_break_the_sentence() -> None:
    error = UploadError("a.zip", "zip_path", {"name": "../{x}\n\u202e" + "y" * 500})
    for lang in ("id", "en"):
        assert "\n" not in error.text(lang) and len(error.text(lang)) < 400


def test_error_survives_a_pickle() -> None:
    error = UploadError("a.csv", "rows", {"count": 2, "limit": 1}, "detail")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (again.rule, again.params, again.detail, str(again)) == (
        error.rule,
        error.params,
        "detail",
        str(error),
    )
