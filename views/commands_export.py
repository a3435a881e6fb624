"""``python3 atlas.py export``: a briefing, slides, a figure or its data from a link, as a nightly job would make them."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from geodata import AtlasError, open_store
from views.i18n import LANGUAGES, translator
from views.takeaway.state import BadState, State, read_state
from views.talk.talk import Talk, read_talk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from views.takeaway.document import Document
    from views.takeaway.kit import Kit

UNREADABLE, STOPPED = 2, 130
PILOT_PAGES = ("overview", "compare", "trends", "index")
"""Pages of the standard set, before the map of each pilot."""
_ABOUT = (
    "Write a briefing, slides, a figure or the data behind it. --state is a permanent link, with or without the address, or a file that "
    "holds one, the JSON of a state, or a talk (briefing and deck). Ends with 2 where something cannot be read or written."
)
_ENDINGS = {"briefing": "briefing", "png": "png", "2x.png": "png2", "slide.png": "slide", "svg": "svg", "xlsx": "xlsx",
            "excel.csv": "excel", "csv": "csv", "geojson": "geojson", "gpkg": "gpkg", "recipe": "recipe"}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the files.

    Returns
    -------
    int
        0 done; 2 where the state, the figure or the place to write to is wrong; 130 after Ctrl-C.
    """
    given = _parser().parse_args(arguments)
    _ = translator(given.lang or "en")
    try:
        for path in _run(given):
            print(path)
    except KeyboardInterrupt:
        print(_("Stopped; the file that was being made was not written."), file=sys.stderr)
        return STOPPED
    except (AtlasError, BadState, ValueError, KeyError, OSError) as error:
        said = error.args[0] if isinstance(error, KeyError) else error
        print(_("Error: {message}").format(message=said), file=sys.stderr)
        return UNREADABLE
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="atlas.py export", description=_ABOUT, allow_abbrev=False)
    parser.add_argument("kind", choices=("briefing", "deck", "figure", "data"), help="what to write")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--state", metavar="LINK_OR_FILE", help="what is shown")
    what.add_argument("--all-pilots", action="store_true", help="the standard set on the four pilots")
    parser.add_argument(
        "--figure", metavar="NAME", default="", help="one figure of the page; default: all of them"
    )
    parser.add_argument(
        "--as", dest="ending", choices=[name for name in _ENDINGS if name != "briefing"],
        help="kind of file; default: svg for a figure, xlsx for data",
    )  # fmt: skip
    parser.add_argument("--lang", choices=LANGUAGES, help="language; default: that of the state")
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="PATH",
        help="file of a briefing or of slides, folder of figures and data",
    )
    parser.add_argument(
        "--base", default="", metavar="URL", help="address of the app, before the permanent links"
    )
    parser.add_argument(
        "--date", type=dt.date.fromisoformat, default=None, metavar="YYYY-MM-DD", help="default: today"
    )
    return parser


def _run(given: argparse.Namespace) -> list[Path]:
    from views.takeaway.build import document
    from views.takeaway.kit import Kit

    kit = Kit.of(open_store())
    talk = _talk(given)
    if talk is not None:
        return [_write(given.out, _of_talk(kit, talk, given))]
    states = pilot_states(given.lang or "id") if given.all_pilots else [_state(given)]
    documents = []
    for state in states:
        _say(f"{state.page} {state.params.get('city', '')}".strip())
        documents.append(document(kit, state))
    made = given.date or dt.date.today()  # noqa: DTZ011 - the day where the file is made
    if given.kind == "briefing":
        from views.takeaway.briefing import briefing

        return [_write(given.out, briefing(kit, documents, made=made, base=given.base))]
    if given.kind == "deck":
        from views.deck import deck, shown_of

        return [_write(given.out, deck(kit, shown_of(documents), made=made, base=given.base))]
    return [path for one in documents for path in _figures(kit, one, given, made)]


def pilot_states(lang: str) -> list[State]:
    """The standard set: the pilots side by side, then each by itself."""
    from views.availability import PILOTS

    pages = [State(page, {"lang": lang}) for page in PILOT_PAGES]
    return [*pages, *(State("city", {"lang": lang, "city": code}) for code in PILOTS)]


def _talk(given: argparse.Namespace) -> Talk | None:
    """The talk that a file holds; None for a link or the state of a page."""
    path = Path(given.state or "")
    if not given.state or given.kind not in ("briefing", "deck") or not _is_file(given.state):
        return None
    content = path.read_bytes()
    return read_talk(content) if b'"atlas-talk"' in content[:200] else None


def _of_talk(kit: Kit, talk: Talk, given: argparse.Namespace) -> bytes:
    """Slides or a briefing of a talk, with its own numbers where it carries some."""
    from views.talk.showing import kit_for, written

    lang = given.lang or talk.slides[0].state.lang
    for at, slide in enumerate(talk.slides, start=1):
        _say(f"{at}/{len(talk.slides)} {slide.state.page}")
    if talk.frozen is not None:
        kit = kit_for(kit.store, talk.frozen)
    made = given.date or dt.date.today()  # noqa: DTZ011 - the day where the file is made
    return written(given.kind, kit, talk, lang, made=made, base=given.base)


def _is_file(text: str) -> bool:
    return len(text) < 1000 and "?" not in text and Path(text).is_file()


def _state(given: argparse.Namespace) -> State:
    state = read_state(
        Path(given.state).read_text(encoding="utf-8") if _is_file(given.state) else given.state
    )
    return State(state.page, {**state.params, "lang": given.lang}, state.version) if given.lang else state


def _figures(kit: Kit, one: Document, given: argparse.Namespace, made: dt.date) -> list[Path]:
    """Every figure that was asked for, in the kind that was asked for."""
    from views.takeaway.data import Export
    from views.takeaway.files import of_figure

    ending = given.ending or ("svg" if given.kind == "figure" else "xlsx")
    wanted = [one.piece(given.figure)] if given.figure else list(one.pieces)
    place = one.state.params.get("city", "")
    paths = []
    for piece in wanted:
        kind = of_figure(piece, one.lang).get(_ENDINGS[ending])
        if kind is None and given.figure:
            raise ValueError(
                f"{piece.key!r} cannot be written as {ending}: a table has no picture, only a map has shapes."
            )
        if kind is None:
            continue
        name = "-".join(part for part in ("atlas", one.state.page, place, piece.key) if part)
        paths.append(
            _write(given.out / f"{name}.{kind.ending}", kind.make(kit, Export(one, piece, made, given.base)))
        )
    return paths


def _write(path: Path, content: bytes) -> Path:
    """Write beside the place first, so that nobody finds half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.write_bytes(content)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return path


def _say(text: str) -> None:
    print(f"… {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
