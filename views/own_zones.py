"""A reader's own polygons: which column names them, and the numbers that came with them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from geodata.crs import METRES
from views.formatting import number
from views.i18n import plural_translator
from views.own import long_rows

if TYPE_CHECKING:
    import geopandas as gpd

    from geodata.zones import MadeZones

_LISTED = 8
_NAME_COLUMNS = re.compile(
    r"^(nama|name|nm|label|judul|title|zona|zone|wilayah|area|kawasan|blok|rw|rt)", re.IGNORECASE
)


def name_column(polygons: gpd.GeoDataFrame) -> str | None:
    """Column that probably holds the polygons' names: named so, else the first text that tells them apart."""
    texts = [
        str(c) for c in polygons.columns if c != "geometry" and not pd.api.types.is_numeric_dtype(polygons[c])
    ]
    named = [c for c in texts if _NAME_COLUMNS.match(c)]
    apart = [c for c in texts if polygons[c].nunique() == len(polygons)]
    return next(iter([*named, *apart]), None)


def zone_observations(
    polygons: gpd.GeoDataFrame, codes: pd.Series, year: int, *, name: str | None, area_name: str
) -> pd.DataFrame:
    """Numbers that came with a reader's polygons, and their areas in km2, as `code, year, indicator, value`."""
    frame = pd.DataFrame(polygons.drop(columns="geometry")).select_dtypes("number")
    wide = frame.drop(columns=[name], errors="ignore").astype("float64")
    wide[area_name] = polygons.to_crs(METRES).area.to_numpy() / 1e6
    inside = (codes != "").to_numpy()
    return long_rows(wide[inside].set_axis(codes[inside].to_numpy(), axis=0), year)


def zones_text(made: MadeZones, polygons: pd.DataFrame, name: str | None, lang: str) -> str:
    """How many polygons became zones, in how many places, and which were left out."""
    _n = plural_translator(lang)
    n, cities = len(made.zones.table), made.zones.table["parent"].nunique()
    shown = _n("{n} polygon", "{n} polygons", n).format(n=number(n, 0, lang))
    text = _n("{polygons} in {n} regency or city.", "{polygons} in {n} regencies or cities.", cities)
    text = text.format(polygons=shown, n=number(cities, 0, lang))
    left = [at for at, code in enumerate(made.codes) if not code]
    if not left:
        return text
    named = [str(at + 1) if name is None else str(polygons[name].iloc[at]) for at in left]
    more = " …" if len(named) > _LISTED else ""
    lost = _n("{n} does not touch the land of Indonesia and is left out: {names}.",
              "{n} do not touch the land of Indonesia and are left out: {names}.", len(left))  # fmt: skip
    return f"{text} " + lost.format(n=number(len(left), 0, lang), names=", ".join(named[:_LISTED]) + more)
