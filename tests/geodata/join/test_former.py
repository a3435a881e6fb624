"""The register of former names: complete records, places that exist, old names that are nobody's name today."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geodata.errors import SchemaError, SourceError
from geodata.join.former import former_names, mothers

if TYPE_CHECKING:
    from pathlib import Path

    from geodata.join import Gazetteer


def test_former_names_are_of_places_that_exist(places: Gazetteer) -> None:
    records = former_names()
    assert len(records) == len({(record.former, record.code) for record in records})
    for record in records:
        index = places.index(record.level)
        assert record.code in index.names, record
        # With its kind an old name is no place's name of today, or the table could not be read.
        assert index.named(record.key, record.kind) == [], record


def test_split_provinces_exist(places: Gazetteer) -> None:
    provinces = set(places.codes("province"))
    assert {*mothers(), *(code for codes in mothers().values() for code in codes)} <= provinces


def test_faults_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "former_names.toml"
    path.write_text('[[former]]\nformer = "Kabupaten X"\ncode = "3510"\nsince = 3\n')
    with pytest.raises(SchemaError) as error:
        former_names(tmp_path)
    assert len(error.value.faults) == 5
    path.write_text("[[former")
    with pytest.raises(SourceError, match="cannot be read as TOML"):
        former_names(tmp_path / ".")
