"""What a statistic may use: areas with a value and a neighbour that has one, and what is left out and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from analytics.number_faults import faults_of, numbers
from analytics.spatial.neighbours import Neighbours

if TYPE_CHECKING:
    from numpy.typing import NDArray

Gate = Literal["none", "caution", "full"]
Status = Literal["ok", "no_variation", "too_few"]
State = Literal["tested", "no_value", "island", "lone_pair"]

FEWEST = 10
"""With fewer areas nothing is tested."""
FEWEST_FULL = 30
"""With fewer areas a result is read with caution."""
_EQUAL = 1e-12  # as a share of the largest value: below it a difference is the rounding of a computation


def gate(n: int) -> Gate:
    """What n areas allow: ``none`` (under 10: no test), ``caution`` (10 to 29: too few for firm conclusions), ``full`` (30 up).

    A house rule, not a theorem: what few areas cannot show is not shown to be absent.
    """
    return "none" if n < FEWEST else "caution" if n < FEWEST_FULL else "full"


@dataclass(frozen=True)
class Sample:
    """The areas that a statistic uses, in the order of the graph.

    Attributes
    ----------
    values
        ``(n, variables)``, finite.
    graph
        The graph of those areas; each has a neighbour.
    states
        For every area of the whole graph, index code: ``tested``, ``no_value`` (missing or not in the table), ``island`` (no
        neighbour with a value) or ``lone_pair`` (see `Neighbours.lone_pairs`).
    """

    values: NDArray[np.float64]
    graph: Neighbours
    states: pd.Series[str]

    @property
    def n(self) -> int:
        """Number of areas."""
        return len(self.graph.codes)

    @property
    def left_out(self) -> pd.Series[str]:
        """Areas of the graph that are not used, index code, with the reason."""
        return self.states[self.states != "tested"]

    @property
    def status(self) -> Status:
        """Whether there is something to compute: enough areas, and a difference between them in every variable."""
        if gate(self.n) == "none":
            return "too_few"
        return "ok" if all(varies(column) for column in self.values.T) else "no_variation"

    def centred(self, column: int = 0) -> NDArray[np.float64]:
        """Standard scores ``(x - mean) / sd`` with the standard deviation of the n areas (divisor n)."""
        return standard_scores(self.values[:, column])

    def spread(self, numbers: NDArray[np.float64], index: pd.Index[str]) -> pd.Series[float]:
        """Numbers of the areas used, on the index of the caller's table; NaN for those left out."""
        return pd.Series(numbers, index=list(self.graph.codes), dtype="float64").reindex(index)


def varies(x: NDArray[np.float64]) -> bool:
    """Whether values differ by more than the rounding of a computation."""
    return bool(len(x) and np.ptp(x / max(np.abs(x).max(), np.finfo(float).tiny)) > _EQUAL)


def standard_scores(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """``(x - mean) / sd`` with divisor n, for values that vary, however large or small they are."""
    small = x / np.abs(x).max()
    centred = small - small.mean()
    centred /= np.abs(centred).max()
    return np.asarray(centred / np.sqrt(np.mean(centred**2)), dtype="float64")


def take(neighbours: Neighbours, **columns: pd.Series[float]) -> Sample:
    """Line up one or more variables with a graph.

    Parameters
    ----------
    neighbours
        The graph of one city.
    **columns
        Argument name -> one value an area, index code, in any order. Areas of the graph without a row have no value.

    Raises
    ------
    ValueError
        If an index holds a code twice or one that is not in the graph, or a value is infinite; all faults at once.
    """
    faults = [fault for name, values in columns.items() for fault in _faults(name, values, neighbours)]
    if faults:
        raise ValueError("; ".join(faults) + ".")
    codes = list(neighbours.codes)
    table = pd.DataFrame(
        {name: numbers(values).reindex(codes) for name, values in columns.items()},
        index=pd.Index(codes, dtype="str", name="code"),
    )
    known = table.notna().all(axis=1)
    graph = neighbours.only(list(table.index[known]))
    states = pd.Series("tested", index=table.index, dtype="str", name="state").where(known, "no_value")
    states[list(graph.islands)] = "island"
    states[list(graph.lone_pairs)] = "lone_pair"
    used = list(table.index[states == "tested"])
    return Sample(table.loc[used].to_numpy(dtype="float64"), graph.only(used), states)


def _faults(name: str, values: pd.Series[float], neighbours: Neighbours) -> list[str]:
    faults = faults_of(name, values)
    known = set(neighbours.codes)
    strange = [str(code) for code in values.index if code not in known]
    if strange:
        more = f" and {len(strange) - 1} more" if len(strange) > 1 else ""
        faults.append(
            f"`{name}` must be of areas of the graph, {strange[0]}{more} is none; take both from the same places"
        )
    return faults
