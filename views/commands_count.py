"""``python3 atlas.py count POINTS``: points of a file counted per area, from the command line."""

from __future__ import annotations

import argparse
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geodata import AtlasError, open_store
from geodata.codes import LEVELS
from geodata.point_files import DEFAULT_ROWS, read_points, total_rows
from views.i18n import LANGUAGES, translator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.counts import Counts

UNREADABLE, STOPPED = 2, 130
_ABOUT = "Count the points of a file per area; the file may be larger than memory. Ends with 2 where it cannot be read."


def main(arguments: Sequence[str] | None = None) -> int:
    """Count and write a CSV file.

    Returns
    -------
    int
        0 done, also where points lie outside (their number is said); 2 where the arguments or the file cannot be read;
        130 after Ctrl-C.
    """
    given = _parser().parse_args(arguments)
    _ = translator(given.lang)
    try:
        _run(given)
    except KeyboardInterrupt:
        print(_("Stopped; nothing was written."), file=sys.stderr)
        return STOPPED
    except (AtlasError, ValueError, OSError) as error:
        print(_("Error: {message}").format(message=error), file=sys.stderr)
        return UNREADABLE
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="atlas.py count", description=_ABOUT, allow_abbrev=False)
    parser.add_argument(
        "points", type=Path, metavar="POINTS", help="Parquet or CSV file, one point a row, of any size"
    )
    parser.add_argument(
        "--level", choices=LEVELS, default="district", help="default: district; villages only of the pilots"
    )
    parser.add_argument("--within", metavar="CODE", help="only areas in this place, for example 35.10")
    parser.add_argument("--by", metavar="COLUMN", help="a column of the result for each value of this one")
    parser.add_argument("--value", metavar="COLUMN", help="column to add up or average")
    parser.add_argument("--how", choices=("count", "sum", "mean"), help="default: count, or sum with --value")
    parser.add_argument("--lon", metavar="COLUMN", help="default: lon, lng, longitude, bujur or x")
    parser.add_argument("--lat", metavar="COLUMN", help="default: lat, latitude, lintang or y")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="CSV file to write; default: standard output"
    )
    parser.add_argument("--quiet", action="store_true", help="no progress and no summary")
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of headings and messages")
    return parser


def _run(given: argparse.Namespace) -> None:
    from views.point_counts import count_lines, count_table

    columns = [name for name in (given.by, given.value) if name is not None]
    texts = [given.by] if given.by is not None else []
    parts = read_points(
        given.points, lon=given.lon, lat=given.lat, columns=columns, texts=texts, chunk_rows=DEFAULT_ROWS
    )
    places = open_store().places(given.level, within=given.within)
    counts = _count(given, parts, places)
    table = count_table(counts, places, given.lang)
    _write(table.to_csv(index=False, lineterminator="\n"), given.out)
    if not given.quiet:
        print("\n".join(count_lines(counts, given.lang)), file=sys.stderr)


def _count(given: argparse.Namespace, parts: Any, places: Any) -> Counts:
    from analytics.counts import count_points

    how = given.how or ("count" if given.value is None else "sum")
    with _bar(given) as bar:
        progress = None if bar is None else bar.update
        return count_points(parts, places, by=given.by, value=given.value, how=how, progress=progress)


def _bar(given: argparse.Namespace) -> Any:
    """Progress bar in a terminal; nothing where it would fill a log."""
    if given.quiet or not sys.stderr.isatty():
        return nullcontext()
    from tqdm import tqdm

    _ = translator(given.lang)
    unit = " " + _("points")
    return tqdm(total=total_rows(given.points), unit=unit, unit_scale=True, dynamic_ncols=True)


def _write(text: str, path: Path | None) -> None:
    """Write in one step: a file is there whole or as it was before."""
    if path is None:
        sys.stdout.write(text)
        return
    draft = path.with_name(f"{path.name}.part")
    try:
        draft.write_text(text, encoding="utf-8", newline="")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


if __name__ == "__main__":
    raise SystemExit(main())
