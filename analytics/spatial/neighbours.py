"""Neighbours inside one city: a graph of areas that share a border or a corner, and its row-standardised weights."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from analytics.spatial.area_faults import area_faults, codes_of
from analytics.spatial.borders import shared_borders

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

Contiguity = Literal["queen", "rook"]
KINDS = ("queen", "rook")
RELATIVE_TOLERANCE = 1e-9
"""Share of the longer side of the city's box below which two points are one: about 0.1 mm in a city of 100 km."""


@dataclass(frozen=True)
class Neighbours:
    """Who is next to whom among the areas of one city.

    Attributes
    ----------
    codes
        All areas, those without a neighbour included. `contiguity` puts them in the order of where they lie, so that neither
        the order of the rows nor the names of the areas change what a seed draws.
    links
        Positions in ``codes`` of two neighbours, the smaller one first, each pair once, sorted.
    kind
        ``queen`` (a corner is enough), ``rook`` (a piece of border) or ``given`` (from `from_pairs`).
    """

    codes: tuple[str, ...]
    links: tuple[tuple[int, int], ...]
    kind: Literal["queen", "rook", "given"]

    @classmethod
    def from_pairs(cls, codes: Sequence[str], pairs: Iterable[tuple[str, str]]) -> Neighbours:
        """A graph from pairs of codes; a pair and its reverse are one.

        Raises
        ------
        ValueError
            If a code comes twice, or a pair names an unknown code or an area as its own neighbour; all faults at once.
        """
        codes, pairs = tuple(codes), list(pairs)
        place = {code: position for position, code in enumerate(codes)}
        faults = [] if len(place) == len(codes) else ["`codes` must name each area once; drop the repeats"]
        unknown = sorted({str(code) for pair in pairs for code in pair if code not in place})
        if unknown:
            faults.append(
                f"`pairs` must name areas of `codes` only, {', '.join(unknown)} is none; add or drop it"
            )
        own = sorted({str(a) for a, b in pairs if a == b})
        if own:
            faults.append(
                f"`pairs` must join two areas, {', '.join(own)} is its own neighbour; drop that pair"
            )
        if faults:
            raise ValueError("; ".join(faults) + ".")
        links = {(min(place[a], place[b]), max(place[a], place[b])) for a, b in pairs}
        return cls(codes, tuple(sorted(links)), "given")

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """One row for each pair of neighbours, to draw a line for: ``code``, ``neighbour``."""
        first, second = self._ends
        names = np.array(self.codes, dtype=object)
        return pd.DataFrame({"code": names[first], "neighbour": names[second]}, dtype="str")

    @cached_property
    def weights(self) -> pd.DataFrame:
        """Row-standardised weights: ``code``, ``neighbour``, ``weight`` = 1 / (number of neighbours of ``code``).

        Both directions of every pair, in the order of ``codes``. The weights of an area add up to 1; an island has none.
        """
        first, second = self._ends
        here, there = np.concatenate([first, second]), np.concatenate([second, first])
        order = np.lexsort((there, here))
        here, there = here[order], there[order]
        names = np.array(self.codes, dtype=object)
        table = pd.DataFrame({"code": names[here], "neighbour": names[there]}, dtype="str")
        return table.assign(weight=1.0 / self._degree[here])

    @cached_property
    def degrees(self) -> pd.Series[int]:
        """Number of neighbours of each area, index code, in the order of ``codes``."""
        return pd.Series(
            self._degree, index=pd.Index(self.codes, dtype="str", name="code"), name="neighbours"
        )

    @cached_property
    def islands(self) -> tuple[str, ...]:
        """Areas without a neighbour, in the order of ``codes``: no statistic counts them."""
        return tuple(code for code, number in zip(self.codes, self._degree, strict=True) if number == 0)

    @cached_property
    def components(self) -> tuple[tuple[str, ...], ...]:
        """Groups of areas that hang together, largest first, equal ones in the order of ``codes``; an island is one too."""
        label = np.arange(len(self.codes))
        first, second = self._ends
        while True:
            lower = label.copy()
            np.minimum.at(lower, first, label[second])
            np.minimum.at(lower, second, label[first])
            if np.array_equal(lower, label):
                break
            label = lower
        groups: dict[int, list[str]] = {}
        for code, group in zip(self.codes, label.tolist(), strict=True):
            groups.setdefault(group, []).append(code)
        return tuple(tuple(group) for group in sorted(groups.values(), key=len, reverse=True))

    @cached_property
    def lone_pairs(self) -> tuple[str, ...]:
        """Areas whose one neighbour has no other neighbour either: each would only be compared with the other."""
        return tuple(code for group in self.components if len(group) == 2 for code in group)

    def neighbours_of(self, code: str) -> tuple[str, ...]:
        """Neighbours of one area, in the order of ``codes``; none for an island.

        Raises
        ------
        ValueError
            If the area is not in the graph.
        """
        if code not in self.codes:
            msg = f"`code` must be an area of this graph, {code!r} is none; see `codes`."
            raise ValueError(msg)
        at = self.codes.index(code)
        found = sorted(b if a == at else a for a, b in self.links if at in (a, b))
        return tuple(self.codes[other] for other in found)

    def only(self, codes: Collection[str]) -> Neighbours:
        """The graph of some of the areas; who loses all neighbours becomes an island of it.

        Parameters
        ----------
        codes
            Areas to keep; names that are not in the graph change nothing.
        """
        wanted = set(codes)
        kept = [at for at, code in enumerate(self.codes) if code in wanted]
        if len(kept) == len(self.codes):
            return self
        new = {old: position for position, old in enumerate(kept)}
        links = tuple((new[a], new[b]) for a, b in self.links if a in new and b in new)
        return Neighbours(tuple(self.codes[at] for at in kept), links, self.kind)

    def matrix(self) -> NDArray[np.float64]:
        """Row-standardised weights as an ``(n, n)`` array in the order of ``codes``; rows of islands are 0."""
        first, second = self._ends
        joined = np.zeros((len(self.codes), len(self.codes)))
        joined[first, second] = joined[second, first] = 1.0
        return joined / np.maximum(self._degree, 1)[:, None]

    @cached_property
    def _ends(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        links = np.array(self.links, dtype="int64").reshape(-1, 2)
        return links[:, 0], links[:, 1]

    @cached_property
    def _degree(self) -> NDArray[np.int64]:
        return np.bincount(np.concatenate(self._ends), minlength=len(self.codes))


def contiguity(
    areas: gpd.GeoDataFrame,
    *,
    kind: Contiguity = "queen",
    within: str | None = None,
    tolerance: float | None = None,
) -> Neighbours:
    """Neighbours among the areas of one city, from the points that their outlines share.

    Parameters
    ----------
    areas
        Polygons of one city at one level, any coordinate system; their code is the column ``code``, else the index. They must be
        a coverage: no overlap, common borders with common points within ``tolerance`` (simplified coverages are).
    kind
        ``queen``: neighbours have at least a point in common; ``rook``: a piece of border.
    within
        Code of the city: every area must lie in it. Without it, areas whose codes are official ones (``31.71.01``) must at
        least lie in one province: cities far apart are no neighbours, and a statistic over several cities would mix them.
    tolerance
        Distance in the unit of the coordinates below which two points are one; None for 1e-9 of the longer side of the box
        around all areas. 0 asks for equal numbers.

    Returns
    -------
    Neighbours
        With every area; those without a neighbour are its ``islands``.

    Raises
    ------
    ValueError
        If an area has no shape or no code, a code comes twice or lies in another city, a shape is no polygon, ``kind`` is
        unknown or ``tolerance`` negative; all faults at once.
    """
    faults = area_faults(areas, within)
    if kind not in KINDS:
        faults.append(f"`kind` must be queen or rook, it is {kind!r}")
    if tolerance is not None and not 0 <= tolerance < np.inf:
        faults.append(
            f"`tolerance` must be at least 0, it is {tolerance!r}; None takes 1e-9 of the city's size"
        )
    if faults:
        raise ValueError("; ".join(faults) + ".")
    codes = codes_of(areas).astype(str).to_numpy(dtype=object)
    bounds = areas.geometry.bounds.to_numpy(dtype="float64")
    order = np.lexsort((codes, *bounds.T[::-1]))
    if tolerance is None:
        tolerance = RELATIVE_TOLERANCE * float(np.max(bounds[:, 2:].max(axis=0) - bounds[:, :2].min(axis=0)))
    edges, points = shared_borders(areas.geometry.to_numpy()[order], tolerance)
    links = tuple((int(a), int(b)) for a, b in (points if kind == "queen" else edges))
    return Neighbours(tuple(str(code) for code in codes[order]), links, kind)
