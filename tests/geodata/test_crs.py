"""The metre system: exact areas, small distortion, and the way back."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely

from geodata.crs import area_km2, to_degrees, to_metres

CORNERS = [(95.0, 5.9), (118.0, 0.0), (141.0, -9.1), (106.8, -6.2), (123.6, -10.9)]


@pytest.mark.parametrize(("lon", "lat"), CORNERS)
def test_area_equals_the_geodesic_area(lon: float, lat: float) -> None:
    # Fine edges, because a straight edge of the plane is no geodesic.
    square = shapely.segmentize(shapely.box(lon, lat, lon + 0.2, lat + 0.2), 0.001)
    geodesic, _ = pyproj.Geod(ellps="WGS84").geometry_area_perimeter(square)
    assert area_km2(to_metres(np.array([square])))[0] == pytest.approx(abs(geodesic) / 1e6, rel=1e-8)


@pytest.mark.parametrize(("lon", "lat"), CORNERS)
def test_lengths_are_off_by_at_most_one_and_a_half_percent(lon: float, lat: float) -> None:
    geod = pyproj.Geod(ellps="WGS84")
    for azimuth in (0, 45, 90):
        end_lon, end_lat, _ = geod.fwd(lon, lat, azimuth, 1000)
        start, end = to_metres(shapely.points([(lon, lat), (end_lon, end_lat)]))
        assert shapely.distance(start, end) == pytest.approx(1000, rel=0.0155)


def test_there_and_back_is_the_same_place() -> None:
    points = shapely.points(CORNERS)
    back = shapely.get_coordinates(to_degrees(to_metres(points)))
    # PROJ takes the latitude back by a series that is true to about a millimetre.
    assert np.abs(back - np.array(CORNERS)).max() < 2e-8
