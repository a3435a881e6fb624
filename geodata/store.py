"""The store: boundaries, figures and their sources, in one folder that travels with the program or shared by many.

    from geodata import open_store
    store = open_store()
    store.places(level="district", within="32.11", detail="city")
    store.values(["hdi", "poverty_rate"], level="regency")

Tables are read when first asked for, once, behind a lock; each file is compared with the digest in the manifest
and each table with its schema before it is handed out, wherever it comes from
(`geodata.opening`). Only `places` needs geopandas; the rest starts without it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geodata.codes import CODE_LENGTH, check_level, level_of
from geodata.details import layers_for
from geodata.errors import UnknownName, require_known
from geodata.store_files import StoreFiles

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy.typing as npt

    from geodata.backing import Backing
    from geodata.manifest import Manifest

__all__ = ["Store"]


class Store:
    """Read-only access to one version of one store; safe to share between threads.

    Every method returns a frame of its own: changing it does not change what others get.
    """

    def __init__(self, backing: Backing) -> None:
        self._files = StoreFiles(backing)

    def __repr__(self) -> str:
        return f"Store({self.location!r}, version={self.version!r})"

    @property
    def location(self) -> str:
        """Where it lies, for people: folder or address, without secrets."""
        return self._files.backing.label

    @property
    def manifest(self) -> Manifest:
        """What it holds, from which inputs."""
        return self._files.manifest

    @property
    def version(self) -> str:
        """Content version: the same data has the same version, and any other data another one."""
        return self.manifest.version

    @property
    def boundary_vintage(self) -> str:
        """Decree whose boundaries and codes these are."""
        return self.manifest.boundary_vintage

    # Places -------------------------------------------------------------------------------------------------

    def place_table(self, level: str | None = None, *, within: str | None = None) -> pd.DataFrame:
        """Places without their shapes.

        Parameters
        ----------
        level
            `province`, `regency`, `district` or `village`; all levels by default.
        within
            Code of a place: only that place and those below it.

        Returns
        -------
        DataFrame
            Columns `code, name, kind, level, parent, area_km2, official_area_km2, label_x, label_y, bps_code`, by
            level and code; villages only of the pilots.

        Raises
        ------
        UnknownName
            If `level` is not a level or `within` not a place of the store.
        """
        return self._files.kept(("places", level, within), lambda: self._places(level, within)).copy(
            deep=False
        )

    def _places(self, level: str | None, within: str | None) -> pd.DataFrame:
        table = self._files.table("places")
        return table[self._mask(table["code"], level=level, within=within)].reset_index(drop=True)

    def places(
        self, level: str | None = None, *, within: str | None = None, detail: str | None = None
    ) -> gpd.GeoDataFrame:
        """Places with their shapes (EPSG:4326).

        Parameters
        ----------
        level, within
            As in `place_table`; without `level`, every level that `detail` has.
        detail
            `city` (edges within about 15 m; villages of the pilots and what they add up to), `district` (about
            150 m) or `national` (about 500 m). By default a level's own: village city, district district,
            regency and province national.

        Returns
        -------
        GeoDataFrame
            The columns of `place_table` and `geometry`. Levels of one detail nest exactly.

        Raises
        ------
        UnknownName
            If a name is unknown or that detail does not hold that level.
        """
        import geopandas as gpd  # Here, because pages that draw no shapes must not wait for it.

        layers = layers_for(level, detail)
        if within is not None:
            self._check_place(within)
        shapes = pd.concat([self._files.shapes(*layer) for layer in layers])
        table = self.place_table(level, within=within)
        table = table[table["code"].isin(shapes.index)].reset_index(drop=True)
        geometry = gpd.GeoSeries(shapes.loc[table["code"]].to_numpy(), crs="EPSG:4326")
        return gpd.GeoDataFrame(table, geometry=geometry)

    def codes(self, level: str | None = None) -> pd.DataFrame:
        """The official list, all villages of the country too: `code, name, level, bps_code, bps_name`."""
        table = self._files.table("codes")
        return table[self._mask(table["code"], level=level)].reset_index(drop=True)

    # Figures ------------------------------------------------------------------------------------------------

    def record(self, indicator: str) -> pd.Series:
        """Catalogue record of an indicator; `UnknownName` if there is none."""
        require_known(indicator, self._records, "indicator", "catalogue")
        return self._records[indicator].copy()

    @cached_property
    def _records(self) -> dict[str, pd.Series]:
        rows = self.catalogue().to_dict("records")
        return {str(row["indicator"]): pd.Series(row, name=row["indicator"], dtype=object) for row in rows}

    def catalogue(self) -> pd.DataFrame:
        """One row an indicator: names, definition, unit, decimals, direction, pillar, breaks, …."""
        return self._files.table("catalogue").copy(deep=False)

    def sources(self) -> pd.DataFrame:
        """One row a source record: publisher, title, licence, years, confidence, caveats, …."""
        return self._files.table("sources").copy(deep=False)

    def values(
        self,
        indicators: str | Iterable[str] | None = None,
        *,
        level: str | None = None,
        within: str | None = None,
        codes: Iterable[str] | None = None,
        years: int | Iterable[int] | None = None,
    ) -> pd.DataFrame:
        """Observations, one row a place, year and indicator; a missing row is missing data, never zero.

        Parameters
        ----------
        indicators
            Indicator ids; all by default.
        level, within
            As in `place_table`.
        codes
            Only these places.
        years
            One year or several.

        Returns
        -------
        DataFrame
            Columns `code, year, indicator, value, source`, by indicator, code and year.

        Raises
        ------
        UnknownName
            If an indicator, level or place is not in the store.
        """
        known = self._files.observations()
        at = known.positions(self._check_indicators(indicators))
        if level is not None:
            at = known.of_length(at, CODE_LENGTH[check_level(level)])
        if years is not None:
            at = known.of_years(at, list(years) if isinstance(years, Iterable) else [years])
        if within is not None:
            at = known.inside(at, self._check_place(within))
        if codes is not None:
            at = known.of_places(at, [self._check_place(code) for code in codes])
        return known.rows(at)

    def facts(self, code: str | None = None) -> pd.DataFrame:
        """Single facts of the pilots and their comparators, each with the page it was read from."""
        table = self._files.table("facts")
        if code is None:
            return table.copy(deep=False)
        return table[table["code"] == self._check_place(code)].reset_index(drop=True)

    def ascn(self) -> pd.DataFrame:
        """The cities of the ASEAN Smart Cities Network; `focus_is_our_reading` marks our own reading."""
        return self._files.table("ascn").copy(deep=False)

    def points(self, kind: str | Iterable[str] | None = None, *, within: str | None = None) -> pd.DataFrame:
        """Schools, facilities and flood posts: `id, kind, name, lon, lat, district, village, source`.

        Raises
        ------
        UnknownName
            If a kind or the place is not in the store.
        """
        table = self._files.table("points")
        keep = np.ones(len(table), dtype=bool)
        if kind is not None:
            kinds = [kind] if isinstance(kind, str) else list(kind)
            for one in kinds:
                require_known(one, set(table["kind"]), "kind", "points")
            keep &= table["kind"].isin(kinds).to_numpy()
        if within is not None:
            keep &= self._mask(table["village"].fillna(table["district"]).fillna(""), within=within)
        return table[keep].reset_index(drop=True)

    def quality(self, level: str | None = None) -> pd.DataFrame:
        """How good each place's polygon is: deviation from the official area, gaps in the source, repairs."""
        table = self._files.table("quality")
        return table[self._mask(table["code"], level=level)].reset_index(drop=True)

    def file(self, name: str) -> bytes:
        """A file of the store that is no table, such as ``history.json``."""
        return self._files.file(name)

    def agency_faults(self) -> tuple[str, ...]:
        """Why figures that agencies keep beside a shared store are not shown; none where they are, or where there are none."""
        return self._files.agency().faults

    # Browser geometry ---------------------------------------------------------------------------------------

    def geometry_names(self) -> list[str]:
        """Names that `geometry_url` knows: `national`, `scene-<code>`, `village-<code>`, `points-<code>`."""
        return sorted(self._files.browser())

    def geometry_url(self, name: str) -> str:
        """Path below `static/` of one browser geometry file, for example `geo/scene-35.10.ab12cd34.json`.

        Raises
        ------
        UnknownName
            If there is no such file.
        """
        index = self._files.browser()
        require_known(name, index, "name", "browser geometry")
        return f"geo/{index[name]['file']}"

    # Asking -------------------------------------------------------------------------------------------------

    def _mask(
        self, codes: pd.Series, *, level: str | None = None, within: str | None = None
    ) -> npt.NDArray[np.bool_]:
        keep = np.ones(len(codes), dtype=bool)
        if level is not None:
            checked = check_level(level)
            keep &= (codes.str.len() == CODE_LENGTH[checked]).to_numpy()
        if within is not None:
            self._check_place(within)
            keep &= ((codes == within) | codes.str.startswith(f"{within}.")).to_numpy()
        return keep

    def _check_place(self, code: str) -> str:
        if code not in self._files.ids("places"):
            level_of(code)
            raise UnknownName(f"`code` {code} is no place of this store ({self.location}).")
        return code

    def _check_indicators(self, indicators: str | Iterable[str] | None) -> list[str] | None:
        if indicators is None:
            return None
        wanted = [indicators] if isinstance(indicators, str) else list(indicators)
        for indicator in wanted:
            require_known(indicator, self._files.ids("catalogue"), "indicator", "catalogue")
        return wanted
