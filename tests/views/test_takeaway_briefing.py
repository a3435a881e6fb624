"""The briefing: all of it in one file, nothing asked of anybody, the numbers of the page, pictures of everything."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from functools import cache
from html.parser import HTMLParser

import pytest

from tests.states import store
from views.i18n import LANGUAGES
from views.takeaway.briefing import briefing, digest
from views.takeaway.build import PAGES, document
from views.takeaway.document import Document
from views.takeaway.kit import Kit
from views.takeaway.state import State, read_state

MADE, BASE = dt.date(2026, 11, 28), "http://127.0.0.1:8501"


@cache
def kit() -> Kit:
    """The committed store."""
    return Kit.of(store())


@cache
def made(page: str, lang: str) -> tuple[Document, str]:
    """A page and its briefing."""
    found = document(kit(), State(page, {"lang": lang}))
    return found, briefing(kit(), [found], made=MADE, base=BASE).decode()


class Outline(HTMLParser):
    """Headings, tables, pictures and what would be asked for."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.asked: list[str] = []
        self.links: list[str] = []
        self.pictures = self.tables = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        given = dict(attrs)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.pictures += tag == "svg" and given.get("role") == "img"
        self.tables += tag == "table"
        if tag == "a":
            self.links.append(given.get("href") or "")
        elif tag not in ("use", "svg"):
            self.asked += [
                f"{tag} {given[name]}" for name in ("src", "href", "data", "poster") if given.get(name)
            ]


@pytest.mark.parametrize("page", PAGES)
def test_it_is_whole_and_asks_for_nothing(page: str) -> None:
    lang = LANGUAGES[list(PAGES).index(page) % 2]
    found, text = made(page, lang)
    seen = Outline(re.sub(r"<script.*?</script>|<style.*?</style>", "", text, flags=re.DOTALL))
    assert seen.asked == []
    assert not re.search(r"@import|url\((?!data:|#)", text.split("<body>")[0])
    assert seen.pictures == sum(piece.is_figure for piece in found.pieces)
    assert seen.tables == sum(not piece.table.empty for piece in found.pieces)
    assert seen.headings[0] == 1
    assert seen.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(seen.headings, seen.headings[1:], strict=False))
    assert f'<html lang="{lang}">' in text
    assert len(text.encode()) < 5_000_000
    links = [html.unescape(link) for link in seen.links if link.startswith(BASE)]
    assert [read_state(link) for link in links] == [found.state]
    assert digest(kit(), [found], MADE) in text


@pytest.mark.parametrize("page", PAGES)
def test_every_number_of_the_page_stands_in_it(page: str) -> None:
    found, text = made(page, LANGUAGES[list(PAGES).index(page) % 2])
    cells = {html.unescape(cell) for cell in re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", text)}
    for piece in found.pieces:
        assert {str(cell) for column in piece.table for cell in piece.table[column]} <= cells
        assert all(
            html.escape(said, quote=False) in text or said in text
            for said in (piece.source, *piece.sentences)
            if said
        )


def test_what_is_alive_are_the_figures_of_the_page() -> None:
    found, text = made("trends", "id")
    lives = dict(
        re.findall(
            r'<script type="application/json" id="live-part-1-([^"]+)">(.*?)</script>', text, re.DOTALL
        )
    )
    assert list(lives) == [piece.key for piece in found.pieces if piece.is_figure]
    for key, content in lives.items():
        chart = found.piece(key).chart
        assert chart is not None
        assert json.loads(content)["data"] == json.loads(chart.figure.to_json())["data"]


def test_four_cities_in_one_file_stay_small_and_the_same() -> None:
    cities = [
        document(kit(), State("city", {"lang": "id", "city": code}))
        for code in ("31", "73.71", "35.10", "32.11")
    ]
    pages = [*cities, made("compare", "id")[0]]
    one, other = (briefing(kit(), pages, made=MADE, base=BASE) for _ in range(2))
    assert one == other
    assert len(one) < 5_000_000
    assert one.count(b'id="asset:leaflet.js"') == 1


def test_hostile_words_stay_words() -> None:
    found, _text = made("city", "id")
    from dataclasses import replace

    bad = replace(
        found, title="</script><script>alert(1)</script>", lead="`${alert(1)}` <img src=x onerror=alert(1)>"
    )
    text = briefing(kit(), [bad], made=MADE).decode()
    assert "<script>alert(1)" not in text
    assert "<img src=x" not in text
