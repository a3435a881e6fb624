"""The land behind the network's map: cut, simplified together, one shape a member state; a bad file is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely

from geodata.build import region
from geodata.errors import SourceError


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """Squares in a row for the member states, neighbours of each other, and one more country that reaches out of the window."""
    arcs, countries = [], []
    for i, number in enumerate([*sorted(region.MEMBERS), "036"]):
        west = 95 + 3 * i
        east = 170 if number == "036" else west + 3
        arcs.append([[west, 0], [east, 0], [east, 3], [west, 3], [west, 0]])
        countries.append({"type": "Polygon", "arcs": [[i]], "id": number, "properties": {"name": number}})
    # An island that is less than a pixel of the map.
    arcs.append([[100, 10], [100.02, 10], [100.02, 10.02], [100, 10.02], [100, 10]])
    countries[0] = {**countries[0], "type": "MultiPolygon", "arcs": [[[0]], [[len(arcs) - 1]]]}
    objects = {"countries": {"type": "GeometryCollection", "geometries": countries}}
    path = tmp_path / "world.json"
    path.write_text(json.dumps({"type": "Topology", "objects": objects, "arcs": arcs}), encoding="utf-8")
    return path


def shapes(text: str) -> dict[str, shapely.Geometry]:
    return {
        f["properties"]["iso"]: shapely.geometry.shape(f["geometry"]) for f in json.loads(text)["features"]
    }


def test_each_member_state_is_kept_and_the_rest_is_one_shape_inside_the_window(world: Path) -> None:
    found = shapes(region.reduce_land(world))
    assert set(found) == {region.OTHER, *region.MEMBERS.values()}
    for shape in found.values():
        assert shape.is_valid
        assert shapely.box(*region.WINDOW).covers(shape)
    assert found["BN"].area == pytest.approx(9.0)  # the island is left out
    assert found[region.OTHER].area == pytest.approx((142 - 125) * 3)


def test_shapes_do_not_overlap_and_the_text_is_always_the_same(world: Path) -> None:
    text = region.reduce_land(world)
    assert text == region.reduce_land(world)
    parts = list(shapes(text).values())
    assert shapely.union_all(parts).area == pytest.approx(sum(part.area for part in parts))


def test_a_file_without_a_member_state_is_refused(world: Path) -> None:
    world.write_text(world.read_text(encoding="utf-8").replace('"702"', '"999"'), encoding="utf-8")
    with pytest.raises(SourceError, match=r"lacks member states[\s\S]*702"):
        region.reduce_land(world)


@pytest.mark.parametrize("text", ["", "{}", '{"type": "FeatureCollection", "features": []}'])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match="cannot be read"):
        region.reduce_land(path)


def test_the_command_writes_the_file_and_says_how_to_use_it(
    world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert region.main([]) == 2
    assert "npm pack" in capsys.readouterr().out
    assert region.main([str(world), str(tmp_path / "land.json")]) == 0
    assert (tmp_path / "land.json").read_text(encoding="utf-8") == region.reduce_land(world)
