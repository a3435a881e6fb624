"""What is said when a link was made with other data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from geodata import open_store
from geodata.history import contents_of
from views.i18n import LANGUAGES
from views.link_texts import version_text
from views.selection import Selection

if TYPE_CHECKING:
    from geodata.store import Store

OTHER = "2025.1-0123456789ab"


@pytest.fixture
def remembering(monkeypatch: pytest.MonkeyPatch) -> Store:
    """The store with an earlier version, in which four things were otherwise."""
    store = open_store()
    then = dict(contents_of(store.values(), store.place_table()))
    then |= {"": "x", "poverty_rate": "x", "happiness": "x"}
    del then["gini_ratio" if "gini_ratio" in then else "poverty_line"]
    monkeypatch.setattr("geodata.history.history_of", lambda _store: {OTHER: then})
    return store


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_changed_is_told_of_the_indicator_shown_first(remembering: Store, lang: str) -> None:
    texts = [
        version_text(remembering, OTHER, Selection(lang=lang, indicator=name))
        for name in ("poverty_rate", "hdi", "")
    ]
    assert all(OTHER in text and remembering.version in text for text in texts)
    assert len(set(texts)) == 3
    assert all("happiness" in text for text in texts)
    words = {
        "en": ("1 indicator has other figures", "1 indicator is new"),
        "id": ("1 indikator berubah angkanya", "1 indikator baru"),
    }
    assert all(word in text for text in texts for word in words[lang])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_a_version_nobody_remembers_it_is_said(lang: str) -> None:
    text = version_text(open_store(), OTHER, Selection(lang=lang, indicator="hdi"))
    assert {"en": "not known here", "id": "tidak diketahui"}[lang] in text


def test_the_history_is_a_file_of_the_store() -> None:
    store = open_store()
    assert json.loads(store.file("history.json")) is not None
    assert "history.json" in store.manifest.files
