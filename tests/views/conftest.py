"""Indicator records and small frames that the tests of views share."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from hypothesis import settings

# A busy machine is no fault of the code.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")

EVIL = "Kab. <script>alert('x')</script> \"q\" `${7*7}` & Ma'rang"


def record(**changes: object) -> pd.Series:
    """Catalogue record of the poverty rate, with changes."""
    fields: dict[str, object] = {
        "indicator": "poverty_rate",
        "name_id": "Persentase penduduk miskin",
        "name_en": "Poverty rate",
        "short_id": "Kemiskinan",
        "short_en": "Poverty",
        "unit_id": "%",
        "unit_en": "%",
        "unit_kind": "percent",
        "scale": 1.0,
        "decimals": 2,
        "direction": "lower_better",
        "measure": "intensive",
        "breaks": "[]",
    }
    return pd.Series(fields | changes)


@pytest.fixture
def percent() -> pd.Series:
    return record()


@pytest.fixture
def people() -> pd.Series:
    return record(
        indicator="population_registered", name_id="Jumlah penduduk", name_en="Population", short_id="Penduduk",
        short_en="People", unit_id="jiwa", unit_en="people", unit_kind="count", decimals=0, direction="neutral",
        measure="extensive",
    )  # fmt: skip


@pytest.fixture
def billions() -> pd.Series:
    return record(
        unit_id="miliar rupiah",
        unit_en="billion IDR",
        unit_kind="currency",
        scale=1e9,
        decimals=1,
        direction="neutral",
    )


@pytest.fixture
def thousands() -> pd.Series:
    return record(
        unit_id="ribu rupiah per orang per tahun", unit_en="thousand IDR per person per year",
        unit_kind="currency", scale=1e3, decimals=0,
    )  # fmt: skip


@pytest.fixture
def index() -> pd.Series:
    return record(
        indicator="hdi", name_id="Indeks pembangunan manusia", name_en="Human development index", short_id="IPM",
        short_en="HDI", unit_id="indeks 0–100", unit_en="index 0–100", unit_kind="index", direction="higher_better",
    )  # fmt: skip


@pytest.fixture
def broken() -> pd.Series:
    """A series that breaks in 2021 for all and in 2013 for Makassar only."""
    breaks = [
        {"year": 2021, "scope": "all", "text_id": "Sumber lain <b>", "text_en": "Another source <b>"},
        {"year": 2013, "scope": ["73.71"], "text_id": "Pemekaran", "text_en": "Divided"},
    ]
    return record(breaks=json.dumps(breaks))


@pytest.fixture
def cities() -> pd.DataFrame:
    rows = [
        ("31", "Daerah Khusus Ibukota Jakarta", 4.3),
        ("73.71", "Kota Makassar", 4.97),
        ("35.10", "Kabupaten Banyuwangi", 6.54),
        ("32.11", "Kabupaten Sumedang", 9.1),
        ("99.01", EVIL, None),
    ]
    return pd.DataFrame(rows, columns=["code", "name", "value"])
