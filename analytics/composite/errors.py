"""Errors of frameworks, recipes and tables of indicators: each collects every fault at once."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["CompositeError", "FrameworkError", "IndexDataError", "RecipeError"]


class CompositeError(ValueError):
    """Something that an index cannot be computed from.

    Parameters
    ----------
    what
        The sentence that names the file or argument and the remedy.
    faults
        One short text a fault; the message lists the first twenty, the attribute holds all.
    """

    SHOWN = 20

    def __init__(self, what: str, faults: Iterable[str] = ()) -> None:
        self.what = what
        self.faults = list(faults)
        lines = [f"  - {fault}" for fault in self.faults[: self.SHOWN]]
        rest = len(self.faults) - self.SHOWN
        if rest > 0:
            lines.append(f"  - … and {rest} more")
        super().__init__("\n".join([what, *lines]))

    def __reduce__(self) -> tuple[type[CompositeError], tuple[str, list[str]]]:
        # The default would hand the finished message to __init__ when a worker process sends the error back.
        return type(self), (self.what, self.faults)


class FrameworkError(CompositeError):
    """A framework is no framework, or a change of its weights or choices would make it none."""


class IndexDataError(CompositeError):
    """A table of indicators, of the places or of the reference set, that cannot be scored."""


class RecipeError(CompositeError):
    """A recipe that cannot be followed."""
