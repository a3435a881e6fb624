"""A reader's own figures laid over a store: one object that answers as the store does, for one session.

The store itself stays as it is, and is shared: an overlay adds rows when it is asked and keeps nothing in it.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from geodata.errors import UnknownName
from geodata.own import OWN_LEVEL, OwnData, is_own
from geodata.store import Store

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import numpy.typing as npt

__all__ = ["Overlay", "published_errors"]


class Overlay(Store):
    """A store and a reader's own data.

    Parameters
    ----------
    store
        The store beneath; its files are shared, not copied.
    own
        What lies over it.
    """

    def __init__(self, store: Store, own: OwnData) -> None:
        self._files = store._files  # noqa: SLF001
        self.own = own
        self._ids = frozenset(own.catalogue["indicator"])
        self._zones = own.zones.table if own.zones is not None else None

    def place_table(self, level: str | None = None, *, within: str | None = None) -> pd.DataFrame:
        """Places of the store, and the reader's zones as level ``own``."""
        if level == OWN_LEVEL:
            zones = self._zones if self._zones is not None else super().place_table().head(0)
            return zones[self._mask(zones["code"], within=within)].reset_index(drop=True)
        table = super().place_table(level, within=within)
        if level is not None or self._zones is None:
            return table
        zones = self._zones[self._mask(self._zones["code"], within=within)]
        return pd.concat([table, zones], ignore_index=True)

    def places(
        self, level: str | None = None, *, within: str | None = None, detail: str | None = None
    ) -> gpd.GeoDataFrame:
        """Places of the store with their shapes; zones have theirs in the browser only."""
        if level == OWN_LEVEL:
            msg = "`level` own has no shapes here: a reader's zones are drawn from `geometry_url`."
            raise UnknownName(msg)
        return super().places(level, within=within, detail=detail)

    def catalogue(self) -> pd.DataFrame:
        """The store's catalogue and the reader's indicators, last."""
        return pd.concat([super().catalogue(), self.own.catalogue], ignore_index=True)

    def sources(self) -> pd.DataFrame:
        """The store's source records and a record a table of the reader."""
        return pd.concat([super().sources(), self.own.sources], ignore_index=True)

    def values(
        self,
        indicators: str | Iterable[str] | None = None,
        *,
        level: str | None = None,
        within: str | None = None,
        codes: Iterable[str] | None = None,
        years: int | Iterable[int] | None = None,
    ) -> pd.DataFrame:
        """Observations of the store and of the reader."""
        wanted = (
            [indicators] if isinstance(indicators, str) else None if indicators is None else list(indicators)
        )
        mine = sorted(self._ids) if wanted is None else [name for name in wanted if name in self._ids]
        rest = None if wanted is None else [name for name in wanted if name not in self._ids]
        codes = None if codes is None else list(codes)
        parts = [self._own_values(mine, level, within, codes, years)] if mine or rest == [] else []
        if level != OWN_LEVEL and rest != []:
            # Zones are no places of the store: it has nothing on them.
            known = None if codes is None else [code for code in codes if not self._is_zone(code)]
            parts.insert(0, super().values(rest, level=level, within=within, codes=known, years=years))
        if not parts:
            return self.own.observations.head(0)
        return parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)

    def _own_values(
        self,
        indicators: list[str],
        level: str | None,
        within: str | None,
        codes: list[str] | None,
        years: int | Iterable[int] | None,
    ) -> pd.DataFrame:
        table = self.own.observations
        keep = (
            self._mask(table["code"], level=level, within=within)
            & table["indicator"].isin(indicators).to_numpy()
        )
        if codes is not None:
            keep = keep & table["code"].isin([self._check_place(code) for code in codes]).to_numpy()
        if years is not None:
            keep = (
                keep & table["year"].isin(list(years) if isinstance(years, Iterable) else [years]).to_numpy()
            )
        return table[keep].sort_values(["indicator", "code", "year"]).reset_index(drop=True)

    def errors(self, indicator: str) -> pd.DataFrame:
        """Standard errors that came with the reader's figures: `code, year, error`, in the indicator's unit."""
        table = self.own.errors
        return table.loc[table["indicator"] == indicator, ["code", "year", "error"]].reset_index(drop=True)

    def quality(self, level: str | None = None) -> pd.DataFrame:
        """Quality of the store's polygons; nothing is known of a reader's zones."""
        return super().quality(None if level == OWN_LEVEL else level)

    def geometry_url(self, name: str) -> str:
        """As the store's; ``own-<code>`` is a data URL, so that no other session can ask for it."""
        city = name.removeprefix("own-")
        if name != city and self.own.zones is not None and city in self.own.zones.geometry:
            text = base64.b64encode(self.own.zones.geometry[city].encode()).decode()
            return f"data:application/json;base64,{text}"
        return super().geometry_url(name)

    def _is_zone(self, code: str) -> bool:
        return self._zones is not None and bool((self._zones["code"] == code).any())

    def _mask(
        self, codes: pd.Series, *, level: str | None = None, within: str | None = None
    ) -> npt.NDArray[np.bool_]:
        if level != OWN_LEVEL:
            return super()._mask(codes, level=level, within=within)
        return super()._mask(codes, within=within) & codes.str.contains(".z", regex=False).to_numpy()

    def _check_place(self, code: str) -> str:
        return code if self._is_zone(code) else super()._check_place(code)

    def _check_indicators(self, indicators: str | Iterable[str] | None) -> list[str] | None:
        own = (
            [] if indicators is None or isinstance(indicators, str) else [n for n in indicators if is_own(n)]
        )
        lost = [name for name in own if name not in self._ids]
        if lost:
            msg = f"`indicator` {lost[0]!r} is one of a reader's own and not in this session: upload its file again."
            raise UnknownName(msg)
        return super()._check_indicators(indicators)


def published_errors(store: Store, indicator: str) -> pd.DataFrame:
    """Standard errors given with an indicator's figures: `code, year, error`; no source of the built-in figures gives any."""
    if isinstance(store, Overlay):
        return store.errors(indicator)
    return pd.DataFrame({"code": [], "year": [], "error": []})
