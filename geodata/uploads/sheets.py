"""A workbook of which nobody has said which sheet: the fullest one, not the first, which often explains the others."""

from __future__ import annotations

from geodata.uploads.limits import DEFAULT_LIMITS, Limits
from geodata.uploads.reading import read_upload
from geodata.uploads.results import Features, Table, UploadError

__all__ = ["read_fullest"]

MOST_SHEETS = 6
"""So many sheets are looked at: each is read in a process of its own."""


def read_fullest(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Table | Features:
    """Read a file; of a workbook the sheet with the most cells that are filled.

    Parameters
    ----------
    name, data, limits
        As `read_upload` takes them.

    Raises
    ------
    UploadError
        If the file cannot be read. A further sheet that cannot be read is passed over.
    """
    first = read_upload(name, data, limits)
    if not isinstance(first, Table) or len(first.sheets) < 2:
        return first
    found = [first]
    for sheet in [other for other in first.sheets if other != first.sheet][: MOST_SHEETS - 1]:
        try:
            table = read_upload(name, data, limits, sheet=sheet)
        except UploadError:
            continue
        if isinstance(table, Table):
            found.append(table)
    return max(found, key=lambda table: int(table.cells.notna().to_numpy().sum()))
