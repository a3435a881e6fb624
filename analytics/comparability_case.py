"""One comparison as the checks of `analytics.comparability_checks` look at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Case:
    """One comparison.

    Attributes
    ----------
    sides
        Rows of the places with a value (for a change: with both), index code, columns as `comparability.SIDES`.
    missing
        Codes of the places without.
    indicator
        The catalogue record.
    change
        Whether changes since `since` are compared and not values of one year.
    newest_year
        Newest year that any figure of the collection has; 0 if not known.
    """

    sides: pd.DataFrame
    missing: tuple[str, ...]
    indicator: Mapping[str, Any]
    change: bool
    newest_year: int

    @property
    def codes(self) -> tuple[str, ...]:
        """Places with a value."""
        return tuple(str(code) for code in self.sides.index)

    @property
    def name(self) -> str:
        """Id of the indicator."""
        return str(self.indicator["indicator"])

    @property
    def first_year(self) -> int:
        """Oldest year that takes part; of a change, that it starts from."""
        years = self.sides["since"] if self.change else self.sides["year"]
        return int(years.min())

    @property
    def last_year(self) -> int:
        """Newest year that takes part."""
        return int(self.sides["year"].max())

    def where(self, keep: pd.Series[bool]) -> tuple[str, ...]:
        """Codes of the rows to keep."""
        return tuple(str(code) for code in self.sides.index[keep.to_numpy(dtype=bool)])
