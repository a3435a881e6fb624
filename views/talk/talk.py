"""A talk as data, and its file: JSON that a person can read, with the frozen numbers as one packed part."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from geodata.errors import SchemaError
from geodata.frozen import Frozen
from views.formatting import number
from views.i18n import LANGUAGES, translator
from views.takeaway.state import BadState, State
from views.talk.choice import MOST

FORMAT, FORMAT_VERSION = "atlas-talk", 1
MAX_SLIDES, MAX_WORDS, MAX_BYTES = MOST, 4_000, 8_000_000
"""Most slides of a talk, letters of one of its texts, bytes of its file."""
SHIPPED = Path(__file__).parent / "pilots.json"

Words = Mapping[str, str]
"""A text by language; under "" where it is the same in all."""


class BadTalk(ValueError):
    """A file that is no talk; the message lists every fault, and says what would do.

    The faults are in the language that the reader of the file was asked for, the message around them is for a command line.
    """

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        lines = [f"  - {fault}" for fault in faults[:20]]
        rest = [f"  - … and {len(faults) - 20} more"] if len(faults) > 20 else []
        super().__init__(
            "\n".join(["The file is no talk of the atlas; save one from the page Stage.", *lines, *rest])
        )


def said(words: Words, lang: str) -> str:
    """A text in a language; "" where there is none."""
    return words.get(lang) or words.get("", "")


@dataclass(frozen=True)
class Slide:
    """One state of a page on the stage.

    Attributes
    ----------
    state
        The page and every choice on it.
    figure
        Name of the figure shown; "" for the first of the page.
    title
        Instead of the page's own finding.
    notes
        For who speaks.
    """

    state: State
    figure: str = ""
    title: Words = None  # type: ignore[assignment] - made empty below; a mapping is no default
    notes: Words = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        """Texts that are not given are empty."""
        for name in ("title", "notes"):
            object.__setattr__(self, name, dict(getattr(self, name) or {}))

    def in_language(self, lang: str) -> State:
        """The state as another language shows it."""
        return State(self.state.page, {**self.state.params, "lang": lang}, self.state.version)

    def to_dict(self) -> dict[str, Any]:
        """As plain values, for the file."""
        found: dict[str, Any] = {**self.state.to_dict(), "figure": self.figure}
        return found | {
            name: _plain(getattr(self, name)) for name in ("title", "notes") if getattr(self, name)
        }


@dataclass(frozen=True)
class Talk:
    """Slides in order.

    Attributes
    ----------
    title
        Of the talk.
    slides
        At most `MAX_SLIDES`.
    frozen
        Numbers that the talk carries along; None where it shows those of the store.
    """

    title: Words
    slides: tuple[Slide, ...] = ()
    frozen: Frozen | None = None

    def with_slide(self, slide: Slide, lang: str = "en") -> Talk:
        """The talk with one more slide at its end.

        Raises
        ------
        BadTalk
            If it has as many as a talk may have.
        """
        if len(self.slides) >= MAX_SLIDES:
            _ = translator(lang)
            raise BadTalk([_("A talk has at most {most} slides; remove one first.").format(most=MAX_SLIDES)])
        return replace(self, slides=(*self.slides, slide))

    def changed(self, at: int, slide: Slide) -> Talk:
        """The talk with another slide at a place, from 0."""
        return replace(self, slides=(*self.slides[:at], slide, *self.slides[at + 1 :]))

    def without(self, at: int) -> Talk:
        """The talk without the slide at a place."""
        return replace(self, slides=(*self.slides[:at], *self.slides[at + 1 :]))

    def moved(self, at: int, by: int) -> Talk:
        """The talk with a slide moved down (1) or up (-1); as it is at its ends."""
        to = at + by
        if not 0 <= to < len(self.slides):
            return self
        slides = list(self.slides)
        slides[at], slides[to] = slides[to], slides[at]
        return replace(self, slides=tuple(slides))

    def to_json(self) -> bytes:
        """The file: the same for the same talk."""
        content: dict[str, Any] = {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "title": _plain(self.title),
        }
        content["slides"] = [slide.to_dict() for slide in self.slides]
        if self.frozen is not None:
            content["frozen"] = self.frozen.to_dict()
        return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _plain(words: Words) -> str | dict[str, str]:
    return words[""] if set(words) == {""} else dict(words)


def read_talk(content: bytes, lang: str = "en") -> Talk:
    """Read the file of a talk.

    Raises
    ------
    BadTalk
        With every fault of the file, in `lang`.
    """
    _ = translator(lang)
    if len(content) > MAX_BYTES:
        sizes = {"size": number(len(content) / 1e6, 1, lang), "most": number(MAX_BYTES / 1e6, 1, lang)}
        raise BadTalk([_("The file has {size} MB; a talk has at most {most} MB.").format(**sizes)])
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise BadTalk([_("The file is no JSON.")]) from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise BadTalk([_("The file must be an object with {field}.").format(field=f'"format": "{FORMAT}"')])
    if found.get("format_version") != FORMAT_VERSION:
        fault = _("The file has the format version {found}; this atlas reads {known}.")
        raise BadTalk([fault.format(found=repr(found.get("format_version"))[:40], known=FORMAT_VERSION)])
    return _talk(found, lang)


def _talk(found: Mapping[str, Any], lang: str) -> Talk:
    _ = translator(lang)
    faults: list[str] = []
    title = _words(found.get("title", ""), "title", faults, lang)
    given = found.get("slides")
    if not isinstance(given, list) or not 1 <= len(given) <= MAX_SLIDES:
        faults.append(_("`slides` must be a list of 1 to {most}.").format(most=MAX_SLIDES))
        given = []
    slides = [
        slide for at, one in enumerate(given, start=1) if (slide := _slide(one, at, faults, lang)) is not None
    ]
    frozen = None
    if found.get("frozen") is not None:
        try:
            frozen = Frozen.from_dict(found["frozen"] if isinstance(found["frozen"], dict) else {})
        except SchemaError as error:
            faults += error.faults
    if faults:
        raise BadTalk(faults)
    return Talk(title, tuple(slides), frozen)


def _slide(found: object, at: int, faults: list[str], lang: str) -> Slide | None:
    _ = translator(lang)
    where = _("slide {n}").format(n=at)
    try:
        state = State.from_dict(found, lang)
    except BadState as error:
        faults.append(f"{where}: {error}")
        return None
    assert isinstance(found, dict)  # `State.from_dict` reads nothing else
    figure = found.get("figure", "")
    if not isinstance(figure, str) or len(figure) > 100:
        faults.append(_("{where}: `figure` must be the name of a figure.").format(where=where))
        figure = ""
    texts = {
        name: _words(found.get(name, ""), f"{where}: {name}", faults, lang) for name in ("title", "notes")
    }
    return Slide(state, figure, **texts)


def _words(found: object, where: str, faults: list[str], lang: str) -> dict[str, str]:
    words = {"": found} if isinstance(found, str) else found
    known = isinstance(words, dict) and set(words) <= {"", *LANGUAGES}
    if not known or not all(isinstance(text, str) and len(text) <= MAX_WORDS for text in words.values()):  # type: ignore[union-attr]
        _ = translator(lang)
        fault = _("`{where}` must be a text, or one for each of {languages}, of at most {most} letters.")
        faults.append(fault.format(where=where, languages=", ".join(LANGUAGES), most=MAX_WORDS))
        return {}
    return {name: str(text) for name, text in words.items() if text}  # type: ignore[union-attr]


@cache
def shipped() -> Talk:
    """The talk on the four pilots that comes with the atlas."""
    return read_talk(SHIPPED.read_bytes())
