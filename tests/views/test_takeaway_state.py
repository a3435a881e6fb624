"""A permanent link says all of a page and gives it back exactly; what is no link is told in words."""

from __future__ import annotations

import json
import random
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.states import choices, random_state, store
from views.page_params import PARAMS
from views.takeaway.state import BadState, State, open_state, read_state, state_of

FEW, ALL = 8, 200
BASE = "http://127.0.0.1:8501"


@pytest.mark.parametrize("page", PARAMS)
def test_any_state_comes_back_from_its_link_and_its_file(page: str, *, full: bool) -> None:
    draw = random.Random(page)
    for _turn in range(ALL if full else FEW):
        state = random_state(draw, page)
        for text in (state.link(), state.link(BASE), json.dumps(state.to_dict())):
            back = read_state(text)
            assert back == state
            selection, misfits = open_state(back, choices())
            assert misfits == []
            assert state_of(page, selection, back.version) == state


@pytest.mark.parametrize("page", PARAMS)
def test_a_link_says_the_defaults_too_and_the_version_of_the_data(page: str) -> None:
    selection, _misfits = open_state(State(page, {}), choices())
    address = urlsplit(state_of(page, selection, store().version).link(BASE))
    said = dict(parse_qsl(address.query))
    assert said.pop("v") == store().version
    assert address.path == ("/" if page == "overview" else f"/{page}")
    optional = {"place", "over", "claim", "points", "second"}
    assert set(PARAMS[page]) - optional <= set(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1 to 8000 characters"),
        ("x" * 9000, "1 to 8000 characters"),
        ("/nowhere?lang=id", "No page is called “nowhere”"),
        ("https://example.org/a/b/c", "No page is called “c”"),
        ("http://[broken", "cannot be read"),
        ("{", "no JSON"),
        ("{}", "`page` and `params`"),
        ('{"page": "city", "params": [1]}', "`page` and `params`"),
        ('{"page": "moon", "params": {}}', "No page is called “moon”"),
    ],
)
def test_what_is_no_state_is_told_with_a_remedy(text: str, said: str) -> None:
    with pytest.raises(BadState, match=said.replace("(", r"\(").replace("`", "`")):
        read_state(text)


def test_a_version_that_has_not_the_form_of_one_is_none() -> None:
    for text in ("<script>", "a b", "=1+1", "x" * 41, "ü"):
        assert read_state(State("city", {"city": "31"}, text).link()).version == ""
