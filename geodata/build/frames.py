"""Small helpers for frames that several steps use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["records"]


def records(frame: pd.DataFrame) -> Iterator[Any]:
    """Rows as named tuples with plain attributes; the index is `Index`."""
    return iter(frame.itertuples())
