"""A talk: its file, its slides, what is wrong with a file, the talk that ships, big type, export."""

from __future__ import annotations

import base64
import datetime as dt
import io
import json
import random
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from pptx import Presentation

from geodata.frozen import freeze
from tests.states import random_state, store
from views.commands_export import main
from views.i18n import LANGUAGES
from views.page_params import WITH_FIGURES
from views.takeaway.build import NothingToShow, document
from views.takeaway.kit import Kit
from views.takeaway.state import State
from views.talk.enlarged import enlarged
from views.talk.showing import frozen_text, kit_for, shown, written
from views.talk.stage_html import foot_html, head_html, progress_html, said_html
from views.talk.talk import MAX_SLIDES, BadTalk, Slide, Talk, read_talk, said, shipped

MADE = dt.date(2026, 11, 28)


@cache
def kit() -> Kit:
    """The committed store."""
    return Kit.of(store())


def talk_file(**more: Any) -> dict[str, Any]:
    """A file with one slide."""
    slide = {"page": "compare", "params": {"lang": "id"}, "version": "", "figure": "dots"}
    return {"format": "atlas-talk", "format_version": 1, "title": "Rapat", "slides": [slide]} | more


def test_a_talk_comes_back_from_its_file() -> None:
    draw = random.Random("talk")
    slides = tuple(
        Slide(
            random_state(draw, page),
            "map" if turn else "",
            {"": "Judul"} if turn else {},
            {"id": "a\nb", "en": "c"},
        )
        for turn, page in enumerate(WITH_FIGURES)
    )
    talk = Talk({"id": "Satu", "en": "One"}, slides, freeze(store(), "2026-11-28"))
    assert read_talk(talk.to_json()) == talk
    assert talk.to_json() == read_talk(talk.to_json()).to_json()
    assert read_talk(Talk({"": "Rapat"}, slides[:1]).to_json()).frozen is None


def test_slides_are_moved_changed_and_removed() -> None:
    one, two, three = (Slide(State("network", {"lang": "id"}), notes={"": str(n)}) for n in range(3))
    talk = Talk({}, (one, two)).with_slide(three)
    assert talk.moved(2, -1).slides == (one, three, two)
    assert talk.moved(0, -1) == talk.moved(2, 1) == talk
    assert talk.without(0).slides == (two, three)
    assert talk.changed(1, three).slides == (one, three, three)
    with pytest.raises(BadTalk, match="at most 60"):
        Talk({}, (one,) * MAX_SLIDES).with_slide(one)


def test_every_fault_of_a_file_is_named_at_once() -> None:
    broken = talk_file(
        title=["x"],
        slides=[
            {"page": "nowhere", "params": {}},
            {"params": 3},
            {"page": "city", "params": {}, "notes": {"fr": "x"}},
        ],
        frozen={"version": "1"},
    )
    with pytest.raises(BadTalk) as caught:
        read_talk(json.dumps(broken).encode())
    faults = " ".join(caught.value.faults)
    assert len(caught.value.faults) == 5
    for word in ("`title`", "slide 1", "“nowhere”", "slide 2", "slide 3: notes", "must have made"):
        assert word in faults


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"\xff\xfe", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[]", "format"),
        (json.dumps(talk_file(format="other")).encode(), "format"),
        (json.dumps(talk_file(format_version=2)).encode(), "reads 1"),
        (json.dumps(talk_file(slides=[])).encode(), "1 to 60"),
        (json.dumps(talk_file(slides=talk_file()["slides"] * 61)).encode(), "1 to 60"),
        (json.dumps(talk_file(title="x" * 5000)).encode(), "4000 letters"),
        (b" " * 9_000_000, "9.0 MB"),
    ],
)
def test_what_is_no_talk_is_refused(content: bytes, fault: str) -> None:
    with pytest.raises(BadTalk, match=fault):
        read_talk(content)


def test_faults_are_told_in_the_language_of_the_reader() -> None:
    with pytest.raises(BadTalk) as caught:
        read_talk(json.dumps(talk_file(slides=[{"page": "nowhere", "params": {}}])).encode(), "id")
    assert caught.value.faults[0].startswith("salindia 1: Tidak ada halaman")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_talk_that_ships_shows_every_slide(lang: str) -> None:
    talk = shipped()
    assert 9 <= len(talk.slides) <= 12
    assert {code for one in talk.slides for code in one.state.params.get("cities", "").split(",")} >= {
        "73.71",
        "35.10",
        "32.11",
    }
    for slide in talk.slides:
        one = shown(kit(), slide, lang)
        assert one.title
        assert one.notes == said(slide.notes, lang)
        assert one.document.lang == lang
        assert not [note for note in one.document.notes if "tautan" in note.lower() or "link" in note.lower()]
        assert slide.state.version == store().version
        assert not any(ch.isdigit() for ch in one.notes), (
            "numbers belong into the figure, where they follow the data"
        )


def test_a_figure_that_is_not_there_is_named() -> None:
    slide = Slide(State("compare", {"lang": "id"}), "no_such")
    with pytest.raises(NothingToShow, match=r"Bandingkan.*no_such.*dots"):
        shown(kit(), slide, "id")
    with pytest.raises(NothingToShow):
        shown(kit(), Slide(State("method", {"lang": "id"})), "id")


def test_frozen_numbers_stay_when_the_store_has_others() -> None:
    rows = store().values()
    rows.loc[(rows["indicator"] == "hdi") & (rows["code"] == "73.71"), "value"] = 11.11

    class Other:
        version = "2024.9-old"

        def values(self) -> Any:
            return rows

    frozen = freeze(Other(), "2026-01-31")  # type: ignore[arg-type] - all that is asked of a store
    slide = Slide(
        State("compare", {"lang": "id", "indicator": "hdi", "level": "regency", "year": "2024"}), "dots"
    )
    now, then = shown(kit(), slide, "id"), shown(kit_for(store(), frozen), slide, "id")
    assert "83,90" in now.pieces[0].table.to_string()
    assert "11,11" in then.pieces[0].table.to_string()
    assert then.document.state.version == "2024.9-old"
    text = frozen_text(Talk({}, (slide,), frozen), "id")
    assert "31 Januari 2026" in text
    assert "2024.9-old" in text
    assert frozen_text(Talk({}, (slide,)), "id") == ""


def test_hostile_words_stay_words() -> None:
    evil = '"><img src=x onerror=alert(1)>`${1}'
    one = replace(shown(kit(), Slide(State("network", {"lang": "en"})), "en"), title=evil)
    piece = replace(one.pieces[0], sentences=(evil,), badge=evil, source=evil)
    told = (head_html(one), said_html(one.document, piece), foot_html(piece, evil))
    for text in (*told, progress_html(1, 2, evil, "en", showing=True)):
        assert "<img" not in text


def numbers(values: Any) -> np.ndarray:
    """Values of a trace, also as a figure made of JSON holds them: packed."""
    if isinstance(values, dict):
        return np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"]).astype("float64")
    return np.asarray(values, dtype="float64")


def test_big_type_moves_no_number() -> None:
    chart = next(
        p.chart for p in document(kit(), State("compare", {"lang": "id"})).pieces if p.key == "strip"
    )
    assert chart is not None
    big = enlarged(chart, 2.0)
    for small_trace, trace in zip(chart.figure.data, big.data, strict=True):
        assert np.array_equal(numbers(small_trace.x), numbers(trace.x), equal_nan=True)
        assert np.array_equal(numbers(small_trace.y), numbers(trace.y), equal_nan=True)
    assert big.layout.height == 2 * chart.figure.layout.height
    assert list(big.layout.xaxis.tickvals) == list(chart.figure.layout.xaxis.tickvals)
    assert list(big.layout.xaxis.range) == list(chart.figure.layout.xaxis.range)
    assert big.layout.template.layout.font.size == 2 * chart.figure.layout.template.layout.font.size
    sizes = [
        (a.font.size, b.font.size)
        for a, b in zip(chart.figure.layout.annotations, big.layout.annotations, strict=True)
    ]
    assert sizes
    assert all(b == 2 * a for a, b in sizes)
    assert isinstance(big, go.Figure)


@pytest.mark.parametrize("kind", ["deck", "briefing"])
def test_a_talk_is_written_slide_by_slide(kind: str) -> None:
    talk = replace(shipped(), slides=shipped().slides[2:4], frozen=freeze(store(), "2026-11-28"))
    made = written(kind, kit(), talk, "id", made=MADE, base="http://127.0.0.1:8501")
    badge = frozen_text(talk, "id")
    if kind == "briefing":
        text = made.decode()
        assert badge in text
        assert text.count("<article") == 2
        assert said(talk.slides[0].notes, "id")[:40] in text
        return
    file = Presentation(io.BytesIO(made))
    texts = [
        " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        for slide in file.slides
    ]
    assert said(talk.title, "id") in texts[0]
    assert badge in texts[0]
    figures = [slide for slide in file.slides if slide.slide_layout.name in ("Figure", "Table")]
    assert [
        slide.notes_slide.notes_text_frame.text.startswith(said(one.notes, "id"))
        for slide, one in zip(figures, talk.slides, strict=True)
    ] == [True] * 2


def test_the_command_line_writes_a_talk(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = tmp_path / "talk.json", tmp_path / "talk.pptx"
    path.write_bytes(replace(shipped(), slides=shipped().slides[2:3]).to_json())
    assert main(["deck", "--state", str(path), "--lang", "en", "--out", str(out)]) == 0
    assert str(out) in capsys.readouterr().out
    assert len(Presentation(str(out)).slides) >= 3
    path.write_text('{"format": "atlas-talk", "format_version": 1, "slides": []}')
    assert main(["deck", "--state", str(path), "--out", str(out)]) == 2
    assert "1 to 60" in capsys.readouterr().err
