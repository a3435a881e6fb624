"""A page as a document: whatever is chosen, it says what the page says, and each figure has its numbers."""

from __future__ import annotations

import random
from functools import cache

import pytest

from tests.states import random_state, store
from views.i18n import LANGUAGES
from views.takeaway.build import PAGES, NothingToShow, document
from views.takeaway.kit import Kit
from views.takeaway.state import State

FEW, ALL = 2, 25


@cache
def kit() -> Kit:
    """The committed store."""
    return Kit.of(store())


@pytest.mark.parametrize("page", PAGES)
def test_any_state_of_a_page_with_figures_gives_a_document(page: str, *, full: bool) -> None:
    draw = random.Random(f"document {page}")
    for turn in range(ALL if full else FEW):
        state = random_state(draw, page, lang=LANGUAGES[turn % 2])
        found = document(kit(), state)
        assert found.state == state
        assert found.title
        assert found.vintage == store().boundary_vintage
        keys = [piece.key for piece in found.pieces]
        assert len(set(keys)) == len(keys) > 0
        for piece in found.pieces:
            assert piece.title.strip()
            assert len(piece.table.columns) > 1
            assert piece.table.columns.is_unique
            assert not piece.codes or len(piece.codes) == len(piece.table)
            assert piece.is_figure <= bool(piece.alt)
            assert not any(text != text.strip() or not text for text in (*piece.sentences, *piece.notes))
            if piece.behind is not None:
                assert set(piece.behind.indicators) <= set(store().catalogue()["indicator"])


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_have_the_same_figures(page: str) -> None:
    found = [document(kit(), State(page, {"lang": lang})) for lang in LANGUAGES]
    assert len({tuple(piece.key for piece in one.pieces) for one in found}) == 1
    assert len({tuple(piece.title for piece in one.pieces) for one in found}) == 2
    for pieces in zip(*(one.pieces for one in found), strict=True):
        assert len({piece.table.shape for piece in pieces}) == 1
        assert len({piece.behind for piece in pieces}) == 1


def test_what_a_link_says_and_does_not_fit_stands_in_the_notes() -> None:
    found = document(kit(), State("city", {"lang": "en", "city": "35.10", "year": "1850"}))
    assert "year “1850”" in found.notes[0]


@pytest.mark.parametrize("page", ["data", "stage", "method"])
def test_a_page_without_figures_says_so(page: str) -> None:
    with pytest.raises(NothingToShow, match="has no figures"):
        document(kit(), State(page, {"lang": "en"}))


def test_a_figure_that_is_not_there_is_named_with_those_that_are() -> None:
    found = document(kit(), State("city", {"lang": "en"}))
    with pytest.raises(KeyError, match="there are map, ranking"):
        found.piece("pie")
