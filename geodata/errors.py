"""What can go wrong with data, as one small family of exceptions.

Catch `AtlasError` to show any of them as a sentence; each message names the file or argument, the rule,
what came, and the remedy.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable

__all__ = [
    "AtlasError",
    "SchemaError",
    "SourceError",
    "StoreDamaged",
    "StoreError",
    "StoreMissing",
    "StoreTooNew",
    "StoreUnreachable",
    "UnknownName",
    "require_known",
]


class AtlasError(Exception):
    """Anything the atlas itself reports; the message is a full sentence for people."""


class StoreError(AtlasError):
    """The store cannot be used as it lies on the disk."""


class StoreMissing(StoreError):
    """The store, or one of its files, is not there."""


class StoreDamaged(StoreError):
    """A file of the store is there but is not what the manifest and the schema promise."""


class StoreTooNew(StoreError):
    """The store was written by a later version of the program."""


class StoreUnreachable(StoreError):
    """A shared store does not answer, answers too late, or refuses the login; what it holds may be whole."""


class FaultsError(AtlasError):
    """An error that collects every fault of one file or table.

    Parameters
    ----------
    what
        The sentence that names the file or table and the remedy.
    faults
        One short text per fault; the message lists the first twenty, the attribute holds all.
    """

    SHOWN = 20

    def __init__(self, what: str, faults: Iterable[str] = ()) -> None:
        self.what = what
        self.faults = list(faults)
        super().__init__(self._message())

    def _message(self) -> str:
        lines = [f"  - {fault}" for fault in self.faults[: self.SHOWN]]
        rest = len(self.faults) - self.SHOWN
        if rest > 0:
            lines.append(f"  - … and {rest} more")
        return "\n".join([self.what, *lines])

    def __reduce__(self) -> tuple[type[FaultsError], tuple[str, list[str]]]:
        # The default would hand the finished message to __init__ when a worker process sends the error back.
        return type(self), (self.what, self.faults)


class SourceError(FaultsError):
    """An input file cannot be read as what it should be; `.faults` lists every reason."""


class SchemaError(FaultsError):
    """A table breaks the rules of its schema; `.faults` lists every broken rule."""


class UnknownName(AtlasError, KeyError):
    """An indicator, level, code, kind or detail that the store does not have."""

    def __str__(self) -> str:
        # KeyError would print the message in quotes.
        return str(self.args[0]) if self.args else ""


def require_known(name: str, known: Collection[str], argument: str, where: str) -> None:
    """Raise `UnknownName` if `name` is not in `known`; the message suggests names that look like it.

    Parameters
    ----------
    name
        What was asked for.
    known
        The names there are.
    argument
        Name of the argument, for the message.
    where
        Which part of the store was looked in, for the message.
    """
    if name in known:
        return
    close = difflib.get_close_matches(str(name), sorted(known), n=3)
    hint = f" Did you mean {', '.join(close)}?" if close else ""
    raise UnknownName(f"`{argument}` {name!r} is not in the {where} of this store.{hint}")
