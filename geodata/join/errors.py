"""What can be wrong with the arguments of a join, as one message that lists every fault."""

from __future__ import annotations

from geodata.errors import FaultsError

__all__ = ["JoinError"]


class JoinError(FaultsError):
    """The places, a named column, a level, a style or a crosswalk cannot be used; `.faults` lists every reason."""
