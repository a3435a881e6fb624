"""How a change of a unit is said: as a difference, or in percent."""

from __future__ import annotations

from typing import Literal

Kind = Literal["percent", "points"]

# A share, an index, a rank and a span of years have a scale of their own: their change is a difference.
_POINTS = frozenset({"percent", "index", "rank", "years"})


def change_kind(unit_kind: str) -> Kind:
    """Tell how a change is said: ``points`` (a difference in the unit) or ``percent`` (of the earlier value).

    Parameters
    ----------
    unit_kind
        The catalogue's kind of unit, e.g. ``percent``, ``index``, ``currency``, ``count``.
    """
    return "points" if unit_kind in _POINTS else "percent"
