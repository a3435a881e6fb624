"""``python3 atlas.py join TABLE``: the join doctor on the command line, with a report to hand on."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geodata import AtlasError, open_store
from geodata.codes import LEVELS
from geodata.join import Gazetteer, join_table
from geodata.uploads import Table, UploadError, points_from_table, read_fullest, read_upload
from views.crosswalks import read_pairs
from views.doctor import LEFT
from views.doctor_texts import file_text
from views.exporting import csv_bytes
from views.i18n import LANGUAGES, translator
from views.joined import joined_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from geodata.join import Crosswalk, JoinResult

DONE, LEFT_OVER, UNREADABLE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Join a table and say what happened.

    Returns
    -------
    int
        0 where every row joined or was set aside and nothing has to be decided, 1 where rows are left over or a question
        is open, 2 where the arguments or the file cannot be read.
    """
    given = _parser().parse_args(arguments)
    _ = translator(given.lang)
    try:
        return _run(given)
    except UploadError as error:
        print(error.text(given.lang), file=sys.stderr)
    except (AtlasError, OSError) as error:
        print(_("Error: {message}").format(message=error), file=sys.stderr)
    return UNREADABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="atlas.py join", description=__doc__, allow_abbrev=False)
    parser.add_argument("table", type=Path, metavar="TABLE", help="CSV, TSV or XLSX file")
    parser.add_argument("--level", choices=LEVELS, help="level of the rows; found where not given")
    parser.add_argument("--code", metavar="COLUMN", help="column with codes; found where not given")
    parser.add_argument("--name", metavar="COLUMN", help="column with names; found where not given")
    parser.add_argument(
        "--parent",
        metavar="COLUMN",
        action="append",
        help="column that says where a row lies; may be repeated",
    )
    parser.add_argument("--within", metavar="CODE", help="place that all rows lie in, for example 35.10")
    parser.add_argument(
        "--system", choices=("kemendagri", "bps"), help="whose codes they are, where nothing tells"
    )
    parser.add_argument(
        "--numbers",
        choices=("comma", "point"),
        help="how numbers such as 1.234 are read, where nothing tells",
    )
    parser.add_argument("--sheet", help="sheet of a workbook; default: the fullest")
    parser.add_argument(
        "--crosswalk", type=Path, metavar="FILE", help="accepted pairs, as the app saves them"
    )
    parser.add_argument("--report", type=Path, metavar="FILE", help="HTML report to write")
    parser.add_argument("--out", type=Path, metavar="FILE", help="CSV file to write with the joined rows")
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of messages and report")
    return parser


def _run(given: argparse.Namespace) -> int:
    _ = translator(given.lang)
    data = given.table.read_bytes()
    content = (
        read_fullest(given.table.name, data)
        if given.sheet is None
        else read_upload(given.table.name, data, sheet=given.sheet)
    )
    if not isinstance(content, Table):
        text = _(
            "{name} holds shapes, no table: bring it on the Data page, or count points with `atlas.py count`."
        )
        raise AtlasError(text.format(name=given.table.name))
    store = open_store()
    names = store.codes().set_index("code")["name"]
    pairs = None if given.crosswalk is None else _pairs(given.crosswalk, names, given.lang)
    result = _join(given, content, Gazetteer.of(store.codes(), within=given.within), pairs)
    if result.shaped.table.empty:
        raise AtlasError(_("{name} has no row of data below its header.").format(name=content.name))
    if result.keys.code is None and result.keys.name is None and points_from_table(content) is not None:
        text = _(
            "{name} holds points (coordinates in each row), and no codes or names of places to join by: count them per area with"
            " `atlas.py count {file} --level district`."
        )
        raise AtlasError(text.format(name=content.name, file=given.table.name))
    print(result.summary(given.lang))
    if given.report is not None:
        from views.join_report import report_html

        report = report_html(
            result, title=content.name, names=names, read=file_text(content, given.lang), version=store.version,
            lang=given.lang,
        )  # fmt: skip
        _write(report.encode(), given.report)
    if given.out is not None:
        _write(csv_bytes(joined_table(result, store.codes(), given.lang)), given.out)
    left = sum(result.counts[verdict] for verdict in LEFT)
    return LEFT_OVER if left or result.questions else DONE


def _pairs(path: Path, names: pd.Series, lang: str) -> Crosswalk:
    """Accepted pairs of a file; refused as a whole where one of them cannot be used, as on the Data page."""
    loaded = read_pairs(path.read_bytes(), names)
    if loaded.fault is not None:
        raise AtlasError(loaded.fault(lang))
    return loaded.pairs


def _join(given: argparse.Namespace, content: Table, places: Any, crosswalk: Crosswalk | None) -> JoinResult:
    options: dict[str, Any] = {
        name: getattr(given, name)
        for name in ("level", "code", "name", "parent", "system")
        if getattr(given, name)
    }
    if crosswalk is not None:
        options["crosswalk"] = crosswalk
    result = join_table(places, content.cells, **options)
    open_columns = [question.column for question in result.questions if question.kind == "style"]
    if given.numbers is None or not open_columns:
        return result
    return join_table(places, content.cells, styles=dict.fromkeys(open_columns, given.numbers), **options)


def _write(data: bytes, path: Path) -> None:
    """Write in one step: a file is there whole or as it was before."""
    draft = path.with_name(f"{path.name}.part")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


if __name__ == "__main__":
    raise SystemExit(main())
