"""A store in PostGIS: every version a schema of its own, filled in one transaction, and one row that says which is current.

The schema ``atlas`` holds what there is (`geodata.postgis.tables`):

- ``versions``: a row a version: name of its schema, manifest, rows and digest of each table. The row is written in the
  transaction that fills the schema, so a version that is listed is whole.
- ``about``: one row: layout of the database and the current version. A reader looks at it once, when it opens the store, and
  reads that version's schema from then on; a switch changes this row alone.
- ``switches``: who made what version current, and when; ``readers``: roles that get every new version to read.

A version's schema, such as ``atlas_2025_1_3778b237b87b``, has the tables of `geodata.schema` with their types, keys and
comments, a table of polygons for each layer (``shapes_regency_national``, …), and ``files``. They are ordinary tables: QGIS and
SQL read them as well. The program reads a table whole, once a process, as it reads a file, in its order (``position``), compares
its digest, and answers from memory: the same frames, by the same code, as from a folder. Asked in SQL each time, a median
question for figures takes once to twice as long on one machine (`benchmarks/shared_store.py`) and a round trip more over a
network, where a page asks dozens; and a database that stops would stop what is known already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geodata.backing import Backing

__all__ = ["open_backing"]


def open_backing(url: str) -> Backing:
    """The current version of the store in a database.

    Raises
    ------
    StoreError
        If there is none, it cannot be reached, or a later version of the program wrote it.
    """
    from geodata.errors import StoreError

    try:
        from geodata.postgis.database import Database
        from geodata.postgis.reading import current_version
    except ImportError as error:
        msg = (
            f"To read a store in PostGIS the package {error.name} is needed and not installed. Install what shared stores need: "
            "python3 atlas.py setup --server."
        )
        raise StoreError(msg) from error
    return current_version(Database(url))
