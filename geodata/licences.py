"""`DATA_LICENSES.md`, written from the source records: publisher, licence, what was changed, how to cite.

python -m geodata.licences
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from geodata.catalogue import load_sources

__all__ = ["LICENCES_FILE", "licences_text", "main"]

LICENCES_FILE = Path(__file__).parents[1] / "DATA_LICENSES.md"

HEAD = """# Data licences

Written by `python -m geodata.licences` from `geodata/registry/sources.toml`; do not edit by hand.

The code of this project is under the MIT licence (`LICENSE`). The data are not ours: each source below keeps its own
terms. The store holds facts and figures, brought to one form, not copies of the publishers' files. Where a public
repository is named under *read from*, only the official figures in it were taken. When you show a figure, name its
publisher; for BPS that is "Sumber: BPS". If you publish a figure here and want it named otherwise or taken out,
open an issue. The land behind the map of the ASEAN network is from Natural Earth 4.1.0, in the public domain
(`static/vendor/natural-earth/README.md`).

*Kode proyek ini berlisensi MIT. Data bukan milik kami: setiap sumber di bawah ini tunduk pada ketentuannya sendiri.
Sebutkan penerbitnya setiap kali menampilkan angka; untuk BPS: "Sumber: BPS".*
"""

_Row: TypeAlias = Mapping[Hashable, Any]
_SECTIONS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("Figures of provinces, regencies and cities", lambda file: file.startswith("indicators/")),
    ("Boundaries, codes, areas and population", lambda file: file.startswith("boundaries/")),
    ("Figures, points and facts of the pilots", lambda file: file.startswith("subdistrict/")),
    ("Computed by the build", lambda file: not file),
)


def licences_text() -> str:
    """Return the whole of `DATA_LICENSES.md`, in the order of the source records."""
    rows = load_sources().to_dict("records")
    parts = [HEAD]
    for title, belongs in _SECTIONS:
        parts.append(f"## {title}\n")
        parts += [_entry(row) for row in rows if belongs(row["file"])]
    return "\n".join(parts)


def _entry(row: _Row) -> str:
    lines = [
        f"### {row['title']}\n",
        f"- Source id: `{row['source']}`",
        f"- Publisher: {row['publisher']} / {row['publisher_en']}",
        f"- Licence: {row['licence']}",
        f"- Years: {row['years']}",
        f"- Read from: {row['read_from']}",
        f"- Address: <{row['url']}>" if row["url"] else "",
        f"- Changed: {row['changes_en']}",
        f"- Caveats: {row['caveats_en']}" if row["caveats_en"] else "",
        f"- Cite as: {row['citation']}",
        f"- Indicators: {', '.join(f'`{name}`' for name in row['indicators'])}" if row["indicators"] else "",
    ]
    return "\n".join(line for line in lines if line) + "\n"


def main() -> None:
    """Write the file."""
    LICENCES_FILE.write_text(licences_text(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
