"""Which figures earlier versions of a store held, so that a link made with one of them can say what has changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from geodata.store import Store

__all__ = [
    "HISTORY_NAME",
    "KEPT",
    "Changes",
    "Contents",
    "changes",
    "changes_since",
    "contents_of",
    "with_former",
]

HISTORY_NAME = "history.json"
KEPT = 20
"""Versions that are remembered; an older one is forgotten."""
_DIGITS = 12

Contents = Mapping[str, str]
"""Indicator -> digest of its figures; ``""`` stands for the places and their codes."""


@dataclass(frozen=True)
class Changes:
    """What is different between two versions.

    Attributes
    ----------
    added, removed, changed
        Indicators, sorted: only now, only then, with other figures.
    places
        Whether places, their names, codes or areas are others.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    places: bool


def contents_of(observations: pd.DataFrame, places: pd.DataFrame) -> Contents:
    """Digest the figures of each indicator, and the places.

    Parameters
    ----------
    observations
        Columns ``indicator, code, year, value``, in any order of rows.
    places
        Columns ``code, name, kind, area_km2``.

    Returns
    -------
    Mapping
        The same for the same figures, whatever their order.
    """
    rows = observations.sort_values(["indicator", "code", "year"])
    found = {
        str(name): _digest(part[["code", "year", "value"]])
        for name, part in rows.groupby("indicator", observed=True)
    }
    found[""] = _digest(places[["code", "name", "kind", "area_km2"]].sort_values("code"))
    return found


def _digest(frame: pd.DataFrame) -> str:
    text = frame.to_csv(index=False, header=False, lineterminator="\n")
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def changes(then: Contents, now: Contents) -> Changes:
    """Compare two versions."""
    old, new = set(then) - {""}, set(now) - {""}
    return Changes(
        added=tuple(sorted(new - old)),
        removed=tuple(sorted(old - new)),
        changed=tuple(sorted(name for name in old & new if then[name] != now[name])),
        places=then.get("") != now.get(""),
    )


def history_of(store: Store) -> dict[str, Contents]:
    """Contents of earlier versions, oldest first; none where the store remembers none.

    Raises
    ------
    StoreMissing, StoreDamaged
        If the file is not what the manifest says.
    """
    if HISTORY_NAME not in store.manifest.files:
        return {}
    content: dict[str, Contents] = json.loads(store.file(HISTORY_NAME))
    return content


def changes_since(store: Store, version: str) -> Changes | None:
    """What is different in a store since an earlier version of it; None for a version that it does not remember."""
    now = contents_of(store.values(), store.place_table())
    then = now if version == store.version else history_of(store).get(version)
    return None if then is None else changes(then, now)


def with_former(
    history: Mapping[str, Contents], version: str, former: Contents, now: Contents
) -> dict[str, Contents]:
    """Remember a former version, oldest first; one with the same figures as now is the present and is not remembered.

    Parameters
    ----------
    history
        What the former store remembered.
    version, former
        The former store and its contents.
    now
        Contents of the store that takes its place.
    """
    kept = {name: one for name, one in history.items() if name != version}
    if dict(former) != dict(now):
        kept[version] = former
    return dict(list(kept.items())[-KEPT:])
