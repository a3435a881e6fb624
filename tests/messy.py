"""Three real tables, written out the way people do, with the right answer for every row.

Each can be made from the committed store (`from_store`) or from the input data (`from_sources`), so that the tests that need
no folder of inputs see real names, codes and figures too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from geodata import Store, open_store

__all__ = ["Inputs", "Messy", "bps_sheet", "from_sources", "from_store", "kemendagri_sheet", "village_sheet"]

# What the regency was called before, and what it is called now; the decrees stand in the registry of former names.
FORMER = {
    "Kabupaten Toba": "Kab. Toba Samosir",
    "Kabupaten Mempawah": "Kab. Pontianak",
    "Kabupaten Pasangkayu": "Kab. Mamuju Utara",
    "Kabupaten Kepulauan Tanimbar": "Kab. Maluku Tenggara Barat",
    "Kabupaten Paser": "Kab. Pasir",
}
PILOTS = ("31", "32.11", "35.10", "73.71")
NBSP = "\u00a0"


class Messy(NamedTuple):
    """A table as people write it.

    Parameters
    ----------
    cells
        The sheet as read: columns 0, 1, 2 …, the header inside.
    truth
        Row label -> the place the row means, "" where it means none or nothing tells.
    verdicts
        Row label -> the verdict it must get; "note" for every line that is no row.
    """

    cells: pd.DataFrame
    truth: pd.Series
    verdicts: pd.Series


@dataclass(frozen=True)
class Inputs:
    """Official names and codes (`code, name, level, bps_code`) and figures (`code, year, indicator, value`)."""

    places: pd.DataFrame
    figures: pd.DataFrame

    def level(self, level: str) -> pd.DataFrame:
        """Places of one level, by code."""
        return self.places[self.places["level"] == level].sort_values("code", ignore_index=True)

    def wide(self, indicator: str) -> pd.DataFrame:
        """Figures of one indicator: a row a place, a column a year."""
        figures = self.figures[self.figures["indicator"] == indicator]
        return figures.pivot_table(index="code", columns="year", values="value")

    def one(self, indicator: str) -> dict[str, float]:
        """The latest figures of one indicator."""
        wide = self.wide(indicator)
        return wide[wide.columns.max()].dropna().to_dict()


def from_store(store: Store | None = None) -> Inputs:
    """Names and figures of the committed store."""
    opened = store or open_store()
    wanted = [
        "poverty_rate",
        "population_registered",
        "digital_id_activated",
        "digital_id_share",
        "budget_total_bn",
    ]
    return Inputs(
        opened.codes(), opened.values([*wanted, "polling_stations"])[["code", "year", "indicator", "value"]]
    )


def from_sources(folder: Path) -> Inputs:
    """Names and figures of the input data."""
    places = pd.read_parquet(folder / "boundaries/codes.parquet")
    places["level"] = (
        places["code"].str.len().map({2: "province", 5: "regency", 8: "district", 13: "village"})
    )
    bridge = pd.read_csv(folder / "boundaries/bps_codes.csv", dtype=str)
    places["bps_code"] = places["code"].map(bridge.set_index("code")["bps_code"])
    files = (
        "bps_poverty_rate_2019_2025", "bps_social_2021", "bps_social_2022", "bps_social_2024", "dukcapil_digital_id_2024",
        "djpk_programme_budget_2023", "kemendagri_area_population",
    )  # fmt: skip
    paths = [folder / f"indicators/{name}.csv" for name in files] + [
        folder / "subdistrict/kpu_2024_polling_stations.csv"
    ]
    figures = pd.concat([pd.read_csv(path, dtype={"code": str}) for path in paths], ignore_index=True)
    return Inputs(places, figures)


class _Sheet:
    """Lines with the answer for each."""

    def __init__(self) -> None:
        self.lines: list[tuple[list[Any], str, str]] = []

    def add(self, cells: list[Any], code: str = "", verdict: str = "note") -> None:
        self.lines.append((cells, code, verdict))

    def done(self) -> Messy:
        width = max(len(cells) for cells, _, _ in self.lines)
        rows = [cells + [None] * (width - len(cells)) for cells, _, _ in self.lines]
        cells = pd.DataFrame(rows, dtype=object)
        truth = pd.Series([code for _, code, _ in self.lines], index=cells.index, dtype="str")
        verdicts = pd.Series([verdict for _, _, verdict in self.lines], index=cells.index, dtype="str")
        return Messy(cells, truth, verdicts)


def indonesian(value: float, decimals: int = 0) -> str:
    """A number as an Indonesian office writes it: 1.234,5."""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def bps_name(name: str) -> str:
    """A regency as BPS writes it: upper case, cities with KOTA, regencies bare."""
    short = re.sub(r"^Kabupaten (?:Administrasi )?", "", name)
    return re.sub(r"^Kota Administrasi ", "Kota ", short).upper()


def bps_sheet(inputs: Inputs) -> Messy:
    """BPS's wide table: its own codes as numbers, upper case, years as columns, provinces among the rows, stars, a source.

    Regencies whose BPS code is not known have none here and must join by name.
    """
    sheet = _Sheet()
    figures = inputs.wide("poverty_rate")
    years = sorted(figures.columns)[-3:]
    shown = figures.to_dict("index")
    sheet.add(["Persentase Penduduk Miskin Menurut Kabupaten/Kota (Persen)"])
    sheet.add([f"Percentage of Poor Population by Regency/Municipality, {years[0]}–{years[-1]}"])
    sheet.add([])
    sheet.add(["Kode", "Kabupaten/Kota", *years[:-1], f"{years[-1]}*"])
    sheet.add([f"({k})" for k in range(1, 6)])
    sheet.add([None, "INDONESIA", 9.54, 9.36, 9.03], verdict="total")

    def cells(code: str) -> list[Any]:
        found = [shown.get(code, {}).get(year) for year in years]
        return ["-" if value is None or pd.isna(value) else value for value in found]

    for province in inputs.level("province").itertuples():
        head = None if pd.isna(province.bps_code) else int(f"{province.bps_code}00")
        sheet.add([head, province.name.upper(), *cells(province.code)], verdict="total")
        regencies = inputs.level("regency")
        for place in regencies[regencies["code"].str.startswith(f"{province.code}.")].itertuples():
            known = not pd.isna(place.bps_code)
            # Every seventh name carries the star of a provisional figure.
            star = "*" if int(place.code[-2:]) % 7 == 0 else ""
            key = int(place.bps_code) if known else None
            sheet.add(
                [key, f"{bps_name(place.name)}{star}", *cells(place.code)],
                place.code,
                "bps_code" if known else "name",
            )
    sheet.add([])
    sheet.add(["Catatan: *) Angka sementara"])
    sheet.add(["Sumber: BPS, Survei Sosial Ekonomi Nasional (Susenas) Maret"])
    return sheet.done()


def kemendagri_name(name: str) -> str:
    """A regency as ministries shorten it: Kab., Kota Adm., Kep."""
    for long, short in (("Kabupaten ", "Kab. "), ("Administrasi ", "Adm. "), ("Kepulauan ", "Kep. ")):
        name = name.replace(long, short)
    return name


def kemendagri_sheet(inputs: Inputs, *, as_text: bool = False) -> Messy:
    """A ministry's sheet: codes as spreadsheet numbers (35.1 for 35.10), "Kab.", two header rows, Indonesian numbers, "Rp".

    Five regencies stand under their former name without a code; one row's code and name are two different cities.
    `as_text` gives the codes as a CSV file has them.
    """
    sheet = _Sheet()
    columns = ("population_registered", "digital_id_activated", "digital_id_share", "budget_total_bn")
    figures = {name: inputs.one(name) for name in columns}
    provinces = inputs.level("province").set_index("code")["name"]
    sheet.add(["Rekapitulasi Kependudukan dan Belanja Daerah"])
    sheet.add(
        [
            "Kode",
            "Kab/Kota",
            "Provinsi",
            "Penduduk (jiwa)",
            "Identitas Kependudukan Digital",
            None,
            "Belanja (miliar Rp)",
        ]
    )
    sheet.add([None, None, None, "2024", "Aktivasi (jiwa)", "Cakupan (%)", "2023"])

    def cells(code: str) -> list[str]:
        people, active, share, budget = (figures[name].get(code) for name in columns)
        return [
            "…" if people is None else indonesian(people),
            "…" if active is None else indonesian(active),
            "…" if share is None else f"{indonesian(share, 2)}%",
            "-" if budget is None else f"Rp {indonesian(budget, 2)}",
        ]

    def key(code: str) -> float | str:
        return f"{float(code)}" if as_text else float(code)

    for place in inputs.level("regency").itertuples():
        province = provinces[place.code[:2]]
        former = FORMER.get(place.name)
        name = former or kemendagri_name(place.name)
        verdict = "former_name" if former else "code"
        sheet.add(
            [None if former else key(place.code), name, province, *cells(place.code)], place.code, verdict
        )
    # BPS's number of South Jakarta is the ministry's number of Central Jakarta.
    sheet.add(
        [key("31.71"), "Kota Adm. Jakarta Selatan", provinces["31"], "1", "1", "1,00%", "Rp 1,00"],
        "",
        "conflict",
    )
    totals = [sum(figures[name].get(code, 0) for code in inputs.level("regency")["code"]) for name in columns]
    total = [indonesian(totals[0]), indonesian(totals[1]), "…", f"Rp {indonesian(totals[3], 2)}"]
    sheet.add([None, "JUMLAH", None, *total], verdict="total")
    sheet.add(["Sumber: Ditjen Dukcapil, DJPK; 1) angka sementara"])
    return sheet.done()


def village_sheet(inputs: Inputs) -> Messy:
    """Villages of the pilots by name only, under their district: double blanks, NBSP, sums after each district.

    Some names stand in several districts of the table; the columns of the district and the city tell them apart.
    """
    sheet = _Sheet()
    stations = inputs.one("polling_stations")
    names = inputs.places.set_index("code")["name"]
    villages = inputs.level("village")
    sheet.add(["Jumlah TPS Pemilu 2024 Menurut Desa/Kelurahan"])
    sheet.add([])
    sheet.add(["No", "Kabupaten/Kota", "Kecamatan", "Desa/Kelurahan", "Jumlah TPS (unit)"])
    number = 0
    mine = villages[
        villages["code"].map(lambda code: code.startswith(tuple(f"{pilot}." for pilot in PILOTS)))
    ]
    for district, rows in mine.groupby(mine["code"].str[:8], sort=True):
        city = kemendagri_name(names[district[:5]]).upper()
        kecamatan = str(names[district])
        for k, place in enumerate(rows.itertuples()):
            number += 1
            name = place.name.replace(" ", NBSP if k % 2 else "  ")
            spoilt = f" {name}{NBSP}" if k % 3 == 0 else name.upper()
            sheet.add(
                [number, city, f"Kec. {kecamatan}", spoilt, stations.get(place.code, "…")], place.code, "name"
            )
        total = sum(stations.get(code, 0) for code in rows["code"])
        sheet.add([None, city, f"Kec. {kecamatan}", "Jumlah", total], verdict="total")
    sheet.add(
        [None, None, None, "TOTAL", sum(stations.get(code, 0) for code in mine["code"])], verdict="total"
    )
    sheet.add(["Sumber: KPU RI (diolah)"])
    return sheet.done()
