"""Command line: `python -m geodata build SOURCE_DIR`, `python -m geodata check` and `python -m geodata store …`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from geodata.errors import AtlasError
from geodata.store_commands import Parser, add_store_commands

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 refused with a reason, 2 wrong arguments, 130 stopped."""
    arguments = _parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
    except AtlasError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Error: {error}. Check the path, the rights and the free space of the disk.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped; the store in place is unchanged and finished provinces are kept.", file=sys.stderr)
        return 130
    return code


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m geodata", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    _add_build(commands.add_parser("build", help="build the store from the source folder"))
    check = commands.add_parser("check", help="measure the store and print what must hold")
    check.add_argument("store", nargs="?", type=Path, help="store folder (default: the committed one)")
    check.add_argument("--static", type=Path, help="folder of the browser's geometry (default: static/geo)")
    check.set_defaults(run=_check)
    add_store_commands(
        commands.add_parser("store", help="a store that many read: push, status, versions, rollback")
    )
    return parser


def _add_build(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Build geodata/store and static/geo; the old ones stay until the new ones have passed."
    )
    parser.add_argument("source", type=Path, help="folder with boundaries/, indicators/ and subdistrict/")
    parser.add_argument(
        "--boundaries", type=Path, help="folder with the village polygons, e.g. a clone of wilayah_boundaries"
    )
    parser.add_argument("--out", type=Path, help="store folder to write (default: geodata/store)")
    parser.add_argument("--static", type=Path, help="browser geometry (default: static/geo, or OUT/../geo)")
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="CODE", help="provinces or regencies (partial)"
    )
    parser.add_argument("--cache", type=Path, help="results of the slow steps (default: .cache/build)")
    parser.add_argument("--jobs", type=int, default=2, help="processes for the cleaning (default: 2)")
    parser.add_argument("--allow-fewer", action="store_true", help="replace a store that has more places")
    parser.add_argument("--quiet", action="store_true", help="no progress")
    parser.set_defaults(run=_build)


def _build(arguments: argparse.Namespace) -> int:
    # Here, because `check` and `--help` need none of it.
    from geodata.build import BuildOptions, build
    from geodata.build.progress import Progress

    given = {"out": arguments.out, "static": arguments.static, "cache": arguments.cache}
    if arguments.out is not None and arguments.static is None:
        # A store elsewhere must not change the geometry of the committed one.
        given["static"] = arguments.out.parent / "geo"
    options = BuildOptions(
        source=arguments.source,
        boundaries=arguments.boundaries,
        only=tuple(sorted(set(arguments.only))),
        jobs=max(1, arguments.jobs),
        allow_fewer=arguments.allow_fewer,
        **{name: path for name, path in given.items() if path is not None},
    )
    progress = Progress(quiet=arguments.quiet)
    result = build(options, progress=progress)
    places = ", ".join(f"{count} {level}" for level, count in sorted(result.places.items()))
    progress.step(f"Store {result.manifest.version} in {options.out}: {places}; {result.observations} values")
    size = sum(record.bytes for record in result.manifest.files.values())
    progress.step(
        f"{size / 1e6:.1f} MB store, {result.browser_bytes / 1e6:.1f} MB browser geometry in {options.static}"
    )
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from geodata.check import check_store, format_checks

    checks = check_store(arguments.store, static=arguments.static)
    print(format_checks(checks))
    return 0 if all(item.ok for item in checks) else 1


if __name__ == "__main__":
    sys.exit(main())
