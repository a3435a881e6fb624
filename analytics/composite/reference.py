"""The reference set: the places against which a relative normalisation is judged (all 514, never a handful)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from analytics.composite.errors import IndexDataError
from analytics.composite.tables import indicator_columns

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FEWEST_PLACES", "Reference"]

FEWEST_PLACES = 30
"""With fewer known values an indicator is not judged relative to others: four places are no yardstick."""


@dataclass(frozen=True)
class Reference:
    """Known values of each indicator, sorted: all that the normalisations need, and the same whatever the order of places.

    Attributes
    ----------
    values
        Indicator -> its known values in rising order, in its unit.
    """

    values: Mapping[str, tuple[float, ...]]

    @staticmethod
    def of(frame: pd.DataFrame, indicators: Iterable[str]) -> Reference:
        """Take the reference set from a table of places.

        Parameters
        ----------
        frame
            Index code, one column an indicator, missing values as NaN.
        indicators
            Columns to take.

        Raises
        ------
        IndexDataError
            With every fault of the table.
        """
        columns = indicator_columns(frame, indicators, "reference")
        return Reference({name: tuple(np.sort(v[~np.isnan(v)]).tolist()) for name, v in columns.items()})

    def sample(self, indicator: str, *, log: bool = False) -> npt.NDArray[np.float64]:
        """Sorted known values of an indicator, as natural logarithms if asked.

        Raises
        ------
        IndexDataError
            If there are fewer than `FEWEST_PLACES`, or a logarithm is asked of a value that is not positive.
        """
        known = np.array(self.values.get(indicator, ()), dtype="float64")
        if len(known) < FEWEST_PLACES:
            raise IndexDataError(
                f"The reference set has {len(known)} values of {indicator!r}; a normalisation relative to other places "
                f"needs {FEWEST_PLACES}. Give a larger set, or use goalposts."
            )
        if log and known[0] <= 0:
            raise IndexDataError(
                f"The reference set has {known[0]} for {indicator!r}, which is scored on a log scale; it must be above 0."
            )
        return np.log(known) if log else known

    def to_dict(self) -> dict[str, list[float]]:
        """The set as plain lists."""
        return {name: list(values) for name, values in self.values.items()}

    @staticmethod
    def from_dict(content: Mapping[str, Any]) -> Reference:
        """The set out of plain lists; sorted again, so that an edited recipe cannot hold a wrong order.

        Raises
        ------
        IndexDataError
            If a value is no finite number.
        """
        found, faults = {}, []
        for name, values in content.items():
            good = isinstance(values, list) and all(
                isinstance(one, (int, float)) and math.isfinite(one) for one in values
            )
            if good:
                found[str(name)] = tuple(sorted(float(one) for one in values))
            else:
                faults.append(f"{name}: must be a list of finite numbers")
        if faults:
            raise IndexDataError("The reference set cannot be read; correct:", faults)
        return Reference(found)
