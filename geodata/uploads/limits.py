"""How much a file may hold and how long reading it may take."""

from __future__ import annotations

from dataclasses import dataclass, fields

__all__ = ["DEFAULT_LIMITS", "Limits"]


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bounds of one upload; whatever lies beyond them is refused with a message.

    Parameters
    ----------
    bytes
        Size of the file itself.
    unpacked_bytes
        Size of everything in an archive, of the text of a sheet, of the pages of a Parquet file.
    rows, columns, cells
        Size of the table that results; cells are rows times columns, blank ones included.
    vertices
        Corners of all shapes together.
    rings
        Outlines and holes of one shape.
    nesting
        Depth of lists and objects in JSON.
    seconds
        Wall clock from the start of the worker process to its answer; if the machine is so busy that the worker's own
        programs load late, that much longer.
    memory_bytes
        Largest resident memory of the worker process.
    """

    bytes: int = 50 * 2**20
    unpacked_bytes: int = 300 * 2**20
    rows: int = 1_000_000
    columns: int = 1_000
    cells: int = 6_000_000
    vertices: int = 2_500_000
    rings: int = 20_000
    nesting: int = 64
    seconds: float = 5.0
    memory_bytes: int = 2**30

    def __post_init__(self) -> None:
        wrong = {item.name: getattr(self, item.name) for item in fields(self)}
        wrong = {name: value for name, value in wrong.items() if not value > 0}
        if wrong:
            msg = f"Every limit of an upload must be above 0; got {wrong}."
            raise ValueError(msg)


DEFAULT_LIMITS = Limits()
