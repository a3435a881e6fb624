"""From a joined table to figures of the session: what each column stands for, rates beside counts, the template."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd

from analytics.rates import per
from geodata.own import OwnColumn, OwnData, OwnZones, source_id
from views.availability import PILOTS, city_of, count_figures
from views.i18n import translator

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import geopandas as gpd

    from analytics.counts import Counts
    from geodata.own import Direction, Measure
    from geodata.store import Store

SETTINGS = ("use", "name", "unit", "measure", "direction", "decimals", "per_people")
PEOPLE = {"regency": "population_registered", "province": "population_registered"}
PER = 10_000
_PROVINCE = 2
_MOST_DECIMALS = 4
_COUNT_WORDS = re.compile(r"\b(jumlah|banyak\w*|total|number|count|jml)\b", re.IGNORECASE)
_RATE_UNITS = re.compile(r"%|persen|percent|\bper\b|/|indeks|index|rasio|ratio|tahun|years?\b", re.IGNORECASE)
_PERCENT_NAMES = re.compile(r"(persentase|persen|percentage|percent)\b", re.IGNORECASE)
_AREAS = re.compile(r"km2|km²|ha|hektare?|m2|m²", re.IGNORECASE)
_RATE_WORDS = re.compile(
    r"%|persen|percent|\bper\b|tingkat|rate|indeks|index|rasio|ratio|rata-rata|average|share|angka|kepadatan|density",
    re.IGNORECASE,
)


def guess_settings(
    observations: pd.DataFrame,
    units: dict[str, str] | None = None,
    *,
    stem: str = "",
    order: Sequence[str] = (),
) -> pd.DataFrame:
    """What the columns of a table probably stand for, for the reader to confirm.

    Parameters
    ----------
    observations
        `code, year, indicator, value`.
    units
        Unit of an indicator as its header says it.
    stem
        Name of the table, for a column whose header is but a sign ("%").
    order
        Indicators in the order of the file's columns; the others follow.

    Returns
    -------
    DataFrame
        Index: indicator, in the order of the file; `use`, `name`, `unit`, `measure` (extensive or intensive), `direction`
        (always neutral: nobody but the reader knows), `decimals`, `per_people`.
    """
    rows = {}
    figures = dict(iter(observations.groupby("indicator", sort=False)["value"]))
    for key in dict.fromkeys([*(name for name in order if name in figures), *figures]):
        values = figures[key]
        known = values.dropna()
        unit = _unit(str(key), units or {})
        measure = _measure(str(key), unit, known)
        name = str(key)
        if not any(c.isalpha() for c in name) or _RATE_UNITS.fullmatch(name):
            unit, name = unit or name, f"{plain_title(stem)} ({name})" if stem else name
        rows[str(key)] = (len(known) > 0, name, unit, measure, "neutral", _decimals(known), False)
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(SETTINGS))


def _unit(name: str, units: dict[str, str]) -> str:
    """Unit that the header says, also for a part of a year ("Tamu · Januari"); "Persentase …" says one in its name."""
    head = next((text for text in (name, name.split(" · ", maxsplit=1)[0]) if text in units), "")
    return units.get(head) or ("%" if _PERCENT_NAMES.match(name) else "")


def settings_of(columns: Sequence[OwnColumn]) -> pd.DataFrame:
    """Settings of columns that are known already, in the form of `guess_settings`."""
    rows = {c.key: (True, c.name, c.unit, c.measure, c.direction, c.decimals, False) for c in columns}
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(SETTINGS))


def _measure(name: str, unit: str, values: pd.Series) -> Measure:
    """A count where words or numbers say so; in doubt a rate, which does not claim to add up."""
    if _AREAS.fullmatch(unit.strip()):
        return "extensive"
    if _RATE_UNITS.search(unit) or _RATE_WORDS.search(name):
        return "intensive"
    whole = bool((values == values.round()).all() and (values >= 0).all())
    if _COUNT_WORDS.search(name) and whole:
        return "extensive"
    return "extensive" if whole and len(values) and values.max() > 100 else "intensive"


def _decimals(values: pd.Series) -> int:
    """Decimals of the most exact value, four at most."""
    for decimals in range(_MOST_DECIMALS):
        if np.allclose(values, values.round(decimals), rtol=0, atol=1e-9):
            return decimals
    return _MOST_DECIMALS


def add_to_session(  # noqa: PLR0913 - parts of one table, each with its meaning
    own: OwnData,
    store: Store,
    observations: pd.DataFrame,
    settings: pd.DataFrame,
    *,
    title: str,
    level: str,
    day: date,
    zones: OwnZones | None = None,
    errors: pd.DataFrame | None = None,
) -> OwnData:
    """The session's data with a joined table: the columns in use, and rates per resident where asked for.

    Parameters
    ----------
    own, store
        What the session has, and the store for populations.
    observations
        `code, year, indicator, value`.
    settings
        As `guess_settings` makes it.
    title, level, day
        Name of the table, level of its places, day it was read.
    zones, errors
        Polygons and standard errors that came with it.
    """
    used = settings[settings["use"].astype(bool)]
    columns = [_column(str(key), row) for key, row in used.iterrows()]
    rows = observations[observations["indicator"].isin(used.index)]
    rows = rows[["code", "year", "indicator", "value"]]
    for key, row in used[used["per_people"].astype(bool)].iterrows():
        rate, column = _per_people(store, rows[rows["indicator"] == key], str(key), row, level)
        rows = pd.concat([rows, rate], ignore_index=True)
        columns.append(column)
    described = _told_apart(columns, own, title)
    return own.added(title, rows, described, day=day, zones=zones, errors=errors)


def _told_apart(columns: Sequence[OwnColumn], own: OwnData, title: str) -> list[OwnColumn]:
    """Columns of which another table of the session has one of the same name carry the table's name as well."""
    others = own.without(source_id(title)).catalogue["name_id"]
    taken = set(others.str.removesuffix(translator("id")("{name} (your data)").format(name="")))
    return [
        replace(column, name=f"{column.name}, {plain_title(title)}") if column.name in taken else column
        for column in columns
    ]


def _column(key: str, row: pd.Series) -> OwnColumn:
    return OwnColumn(
        key,
        str(row["name"]).strip() or key,
        str(row["unit"]),
        cast("Measure", row["measure"]),
        cast("Direction", row["direction"]),
        int(row["decimals"]),
    )


def people_year(store: Store, level: str) -> int | None:
    """Year of the population that counts are divided by at a level; None where the atlas has none."""
    if level not in ("province", "regency", "district", "village"):
        return None
    years = store.values(PEOPLE.get(level, "population"), level=level)["year"]
    return int(years.max()) if len(years) else None


def _per_people(
    store: Store, rows: pd.DataFrame, key: str, row: pd.Series, level: str
) -> tuple[pd.DataFrame, OwnColumn]:
    """A count per 10 000 residents; the year of the residents is said in the definition."""
    year = people_year(store, level)
    people = store.values(PEOPLE.get(level, "population"), level=level, years=year).set_index("code")["value"]
    parts = []
    for _year, part in rows.groupby("year"):
        rate = per(part.set_index("code")["value"], people, factor=PER)
        parts.append(part.assign(value=rate.to_numpy()))
    name = f"{key}\x00per"
    rate_rows = pd.concat(parts, ignore_index=True).assign(indicator=name) if parts else rows.head(0)
    words = {
        lang: translator(lang)("Divided by the registered residents of {year}.").format(year=year)
        for lang in ("id", "en")
    }
    column = OwnColumn(
        name,
        f"{str(row['name']).strip() or key} / 10.000",
        "per 10.000",
        "intensive",
        cast("Direction", row["direction"]),
        2,
        note_id=words["id"],
        note_en=words["en"],
    )
    return rate_rows, column


def template(store: Store, level: str, cities: Sequence[str], lang: str) -> dict[str, pd.DataFrame]:
    """An empty table to fill in, with codes and names of all places of a level, and a sheet that explains it.

    Parameters
    ----------
    store
        Where the places are.
    level
        `province`, `regency`, `district` or `village`.
    cities
        Only places within these; all of the level if empty.
    lang
        "id" or "en".
    """
    _ = translator(lang)
    frames = [store.place_table(level, within=city) for city in cities] or [store.place_table(level)]
    places = pd.concat(frames, ignore_index=True).drop_duplicates("code")
    names = store.place_table().set_index("code")["name"]
    year_word, value_word = _("Year"), _("Value")
    table = pd.DataFrame({_("Code"): places["code"], _("Name"): places["name"]})
    if level != "province":
        table[_("Within")] = places["parent"].map(names).to_numpy()
    table[year_word], table[value_word] = "", ""
    guide = pd.DataFrame(
        {
            _("Column"): [_("Code"), _("Name"), year_word, value_word],
            _("What belongs there"): [
                _("Kemendagri code with dots; keep the column as text, so that 35.10 does not become 35.1."),
                _("Official name, for people; it is compared with the code."),
                _("Four digits. Years can also be columns of their own, one column a year."),
                _(
                    "Numbers only; leave a cell empty where there is no data. Rename the column and put the unit in brackets."
                ),
            ],
        }
    )
    return {_("Data"): table, _("Guide"): guide}


def plain_title(title: str) -> str:
    """Name of a file as words: without ending, number in front and underscores."""
    stem = title.rsplit(".", 1)[0] if "." in title[-8:] else title
    return re.sub(r"^\d+[\s_.-]+", "", stem).replace("_", " ").strip() or stem


def year_in(title: str) -> int | None:
    """Year in the name of a file; None without one, or with several."""
    found = {int(text) for text in re.findall(r"(?<!\d)20\d\d(?!\d)", title)}
    return found.pop() if len(found) == 1 else None


def long_rows(wide: pd.DataFrame, year: int) -> pd.DataFrame:
    """A frame indexed by code, a column an indicator, as `code, year, indicator, value`."""
    codes = wide.rename_axis("code").reset_index()
    rows = codes.melt(id_vars="code", var_name="indicator", value_name="value")
    return rows.assign(year=year)[["code", "year", "indicator", "value"]]


def near_points(counts: Counts, observations: pd.DataFrame) -> pd.DataFrame:
    """Observations of areas whose place above holds at least one point.

    A file with the schools of one city says nothing of another: nought schools there would be a claim, not a count.
    """
    parents = counts.numbers.index.str.rpartition(".").get_level_values(0)
    covered = set(parents[(counts.numbers.sum(axis=1) > 0).to_numpy()])
    return observations[observations["code"].str.rpartition(".")[0].isin(covered)].reset_index(drop=True)


def home_of(figures: pd.DataFrame) -> tuple[str, str]:
    """Level of most figures and the city that most of them lie in, a pilot if there is one: where a map of them opens."""
    counts = count_figures(figures)
    level = str(counts.groupby("level")["n"].sum().idxmax())
    cities = counts[counts["level"] == level].groupby("city")["n"].sum()
    pilots = cities[cities.index.isin(PILOTS)]
    return level, str((pilots if len(pilots) else cities).idxmax())


def cities_of(figures: pd.DataFrame, level: str, *, most: int = 4) -> list[str]:
    """Cities to compare figures in: the pilots that have some, else the first; none for levels that are not compared."""
    if level not in ("regency", "district"):
        return []
    homes = city_of(figures.loc[figures["code"].str.len() > _PROVINCE, "code"])
    there = list(dict.fromkeys(homes))
    return sorted(there, key=lambda code: (code not in PILOTS, there.index(code)))[:most]


def lonlat(points: gpd.GeoDataFrame) -> pd.DataFrame:
    """Points as a plain table with columns `lon` and `lat` beside their attributes."""
    table = pd.DataFrame(points.drop(columns=["geometry", "lon", "lat"], errors="ignore"))
    return table.assign(lon=points.geometry.x.to_numpy(), lat=points.geometry.y.to_numpy())
