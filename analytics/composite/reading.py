"""Framework files, read: the one module of `analytics` that opens a file.

A framework belongs to the method and not to the data, so that it travels with the code that computes it; and a person
who has one of their own hands over its path. Nothing else here looks at a disk.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from analytics.composite.errors import FrameworkError

__all__ = ["FilePath", "shipped_names", "shipped_path", "toml_tables"]

FilePath = str | os.PathLike[str]

_FOLDER = Path(__file__).resolve().parents[1] / "frameworks"
LARGEST_BYTES = 1_000_000


def shipped_path(name: str) -> Path:
    """Path of a file that travels with the program, by its name without ``.toml``.

    Raises
    ------
    FrameworkError
        If there is none of that name.
    """
    path = _FOLDER / f"{name}.toml"
    if name not in shipped_names():
        raise FrameworkError(f"`name` must be one of {', '.join(shipped_names())}, it is {name!r}.")
    return path


def shipped_names() -> tuple[str, ...]:
    """Names of the files that travel with the program."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def toml_tables(path: FilePath) -> dict[str, Any]:
    """Tables of a TOML file (UTF-8, at most a megabyte).

    Raises
    ------
    FrameworkError
        If there is no such file, or it is no TOML.
    """
    try:
        raw = Path(path).read_bytes()
        if len(raw) > LARGEST_BYTES:
            raise FrameworkError(f"{path} has {len(raw)} bytes; a framework has at most {LARGEST_BYTES}.")
        return tomllib.loads(raw.decode("utf-8"))
    except OSError as error:
        raise FrameworkError(
            f"{path} cannot be read ({error.strerror}); give the path of a TOML file."
        ) from None
    except UnicodeDecodeError as error:
        raise FrameworkError(f"{path} is not UTF-8 (byte {error.start}); save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise FrameworkError(f"{path} is no TOML: {error}.") from None
