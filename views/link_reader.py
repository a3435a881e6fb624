"""Reads the parameters of a link one by one: the link wins over the session's memory, the memory over defaults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True)
class Ignored:
    """One part of a link that did not fit: which parameter, what it said, why (``unknown`` or ``unavailable``)."""

    name: str
    text: str
    reason: str


class Reader:
    """Takes parameters one by one and remembers what did not fit."""

    def __init__(self, link: Mapping[str, str], memory: Mapping[str, str]) -> None:
        self.link, self.memory, self.ignored = link, memory, []

    def take(
        self,
        name: str,
        accept: Callable[[str], object | None],
        default: object,
        *,
        known: Callable[[str], bool] | None = None,
    ) -> object:
        """The link's value if it fits, else the memory's, else the default; a misfit of the link is noted."""
        for source in (self.link, self.memory):
            text = source.get(name)
            if text is None:
                continue
            value = accept(text)
            if value is not None:
                return value
            if source is self.link:
                reason = "unavailable" if known is not None and known(text) else "unknown"
                self.ignored.append(Ignored(name, text[:60], reason))
        return default
