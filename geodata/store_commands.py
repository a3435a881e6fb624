"""``python3 atlas.py store …``: push a store to where many read it, look at it, go back, clear out."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import NoReturn

from geodata.addresses import is_database, shown
from geodata.backing import FolderBacking
from geodata.errors import StoreError
from geodata.opening import DEFAULT_FOLDER, open_store
from geodata.shared import KEEP, Shared, shared_store

__all__ = ["Parser", "add_store_commands"]

_FROM = "ATLAS_STORE"
STATIC = DEFAULT_FOLDER.parents[1] / "static"
_URL = f"postgresql://USER@HOST/DATABASE, s3://BUCKET/PATH, file:///PATH; - for what {_FROM} says, which nobody else sees"


class Parser(argparse.ArgumentParser):
    """Repeats what came without its passwords."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line, and end."""
        super().error(shown(message))


def add_store_commands(parser: argparse.ArgumentParser) -> None:
    """Give a parser the commands of shared stores."""
    parser.description = (
        "A store that many read: in PostGIS, or on object or shared storage. See docs/shared-store.md."
    )
    commands = parser.add_subparsers(required=True, metavar="command", parser_class=Parser)
    push = commands.add_parser("push", help="make a store the current version there, whole or not at all")
    push.add_argument("url", metavar="URL", help=_URL)
    push.add_argument(
        "--store", type=Path, default=DEFAULT_FOLDER, metavar="FOLDER", help="store to push (default: own)"
    )
    push.add_argument(
        "--keep", type=int, default=KEEP, metavar="N", help=f"versions that stay (default: {KEEP})"
    )
    push.add_argument(
        "--reader", action="append", default=[], metavar="ROLE", help="role that may read, and only read"
    )
    push.set_defaults(run=_push)
    for name, run, text in (
        ("status", _status, "read everything there and say what is wrong"),
        ("versions", _versions, "list the versions there"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("url", metavar="URL", help=_URL)
        command.set_defaults(run=run)
    rollback = commands.add_parser("rollback", help="make an earlier version current")
    rollback.add_argument("url", metavar="URL", help=_URL)
    rollback.add_argument("version", nargs="?", metavar="VERSION", help="default: the one before")
    rollback.set_defaults(run=_rollback)
    prune = commands.add_parser("prune", help="remove old versions")
    prune.add_argument("url", metavar="URL", help=_URL)
    prune.add_argument(
        "--keep", type=int, default=KEEP, metavar="N", help=f"versions that stay (default: {KEEP})"
    )
    prune.set_defaults(run=_prune)
    own = commands.add_parser(
        "own", help="make the tables for agencies' own figures, and check what is in them"
    )
    own.add_argument("url", metavar="URL", help="postgresql://USER@HOST/DATABASE")
    own.add_argument("--writer", action="append", default=[], metavar="ROLE", help="role that may write them")
    own.set_defaults(run=_own)


def _shared(given: argparse.Namespace) -> Shared:
    return shared_store(_url(given))


def _url(given: argparse.Namespace) -> str:
    url: str = given.url
    if url != "-":
        return url
    named = os.environ.get(_FROM, "")
    if not named:
        msg = f"URL is -, but {_FROM} names no store."
        raise StoreError(msg)
    return named


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _push(given: argparse.Namespace) -> int:
    source, shared = FolderBacking(given.store), _shared(given)
    try:
        done = shared.push(source, keep=given.keep, readers=given.reader, say=_say)
    except KeyboardInterrupt:
        _say("Stopped; readers see the version before.")
        return 130
    print(f"{done.version}: {'pushed' if done.is_new else 'was there already'}, current")
    if done.removed:
        print(f"removed: {', '.join(done.removed)}")
    for note in done.notes:
        print(note)
    return 0


def _status(given: argparse.Namespace) -> int:
    status = _shared(given).status()
    status.facts["browser geometry"] = _geometry(_url(given))
    width = max(map(len, status.facts))
    for what, fact in status.facts.items():
        print(f"{what:<{width}}  {fact}")
    for fault in status.faults:
        print(f"FAULT  {fault}")
    print(f"{len(status.faults)} faults" if status.faults else "no faults")
    return 1 if status.faults else 0


def _geometry(url: str) -> str:
    """Whether this program has the outlines that the store's maps are drawn from; they travel with the program."""
    try:
        store = open_store(url)
        names = store.geometry_names()
    except StoreError as error:
        return f"not known ({error})"
    lacking = [name for name in names if not (STATIC / store.geometry_url(name)).is_file()]
    if not lacking:
        return f"all {len(names)} files are in static/geo of this program"
    return f"{len(lacking)} of {len(names)} files are not in static/geo of this program: run the one whose store was pushed"


def _versions(given: argparse.Namespace) -> int:
    for one in _shared(given).versions():
        mark = "current" if one.is_current else ""
        print(
            f"{one.version}  {one.pushed_at.isoformat(timespec='seconds')}  {one.pushed_by:<12}  {mark}".rstrip()
        )
    return 0


def _rollback(given: argparse.Namespace) -> int:
    print(
        f"{_shared(given).rollback(given.version)}: current; programs that are running read it when they start again"
    )
    return 0


def _prune(given: argparse.Namespace) -> int:
    print(f"removed: {', '.join(_shared(given).prune(given.keep)) or 'none'}")
    return 0


def _own(given: argparse.Namespace) -> int:
    url = _url(given)
    if not is_database(url):
        msg = f"Agencies' own tables are kept in a database; {shown(url)} is none."
        raise StoreError(msg)
    from geodata.postgis.versions import PostgisStore

    faults, said = PostgisStore(url).own_tables(given.writer)
    print(said)
    for fault in faults:
        print(f"FAULT  {fault}")
    return 1 if faults else 0
