"""Points per area: known answers, totals conserved, borders, streams, categories, sums and every fault."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from analytics import counts as module
from analytics.area_index import AreaIndex
from analytics.counts import Counts, count_points
from tests.analytics.shapes import board


def points(rows: list[tuple[Any, ...]], columns: str = "lon lat") -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split())


INSIDE = points(
    [
        (106.5, -6.5, "school", 2.0),
        (106.6, -6.4, "school", 3.0),
        (107.0, -6.0, "clinic", 0.1),  # the corner of four squares
        (108.5, -4.5, None, 0.2),
        (100.0, -6.5, "school", 10.0),  # west of all
        (math.nan, -6.5, "clinic", 20.0),
        (108.5, -4.5, "clinic", math.nan),
    ],
    "lon lat kind beds",
)
CODES = [f"11.{n:02}" for n in range(1, 10)]


def test_known_counts() -> None:
    counted = count_points(INSIDE, board())
    assert counted.table.index.tolist() == CODES
    assert counted.table["count"].tolist() == [3, 0, 0, 0, 0, 0, 0, 0, 2]
    assert counted.table["count"].dtype == np.int64
    assert (counted.outside["count"], counted.unplaced["count"], counted.totals["count"]) == (1, 1, 7)
    assert (counted.total, counted.n_inside, counted.n_outside, counted.n_unplaced) == (7, 5, 1, 1)
    assert counted.examples.to_dict("list") == {"lon": [100.0], "lat": [-6.5]}
    assert counted.without_value == 0


def test_known_categories() -> None:
    counted = count_points(INSIDE, board(), by="kind")
    assert counted.table.columns.tolist() == ["clinic", "school", ""]
    assert counted.table.columns.name == "kind"
    assert counted.table.loc["11.01"].tolist() == [1, 2, 0]
    assert counted.table.loc["11.09"].tolist() == [1, 0, 1]
    assert counted.outside.tolist() == [0, 1, 0]
    assert counted.unplaced.tolist() == [1, 0, 0]
    assert counted.totals.tolist() == [3, 3, 1]


def test_known_sums_and_means() -> None:
    sums = count_points(INSIDE, board(), value="beds", how="sum")
    assert sums.table["sum"].tolist() == [5.1, *[0.0] * 7, 0.2]
    assert (sums.outside["sum"], sums.unplaced["sum"], sums.totals["sum"]) == (10.0, 20.0, 35.3)
    assert sums.without_value == 1
    assert sums.numbers["sum"].tolist() == [3, *[0] * 7, 1]
    means = count_points(INSIDE, board(), value="beds", how="mean")
    assert means.table["mean"].iloc[0] == 1.7
    assert means.table["mean"].isna().tolist() == [False, *[True] * 7, False]
    assert means.totals["mean"] == pytest.approx(35.3 / 6, abs=1e-15)


def test_points_without_any_value_have_no_sum() -> None:
    lost = points([(106.5, -6.5, math.nan), (107.5, -6.5, math.inf)], "lon lat beds")
    counted = count_points(lost, board(), value="beds", how="sum")
    assert counted.table["sum"].isna().tolist() == [True, True, *[False] * 7]
    assert counted.table["sum"].iloc[2] == 0.0
    assert counted.without_value == 2


def test_nothing_is_changed_and_order_of_places_is_kept() -> None:
    places, before = board().iloc[[4, 0, 8]], INSIDE.copy()
    counted = count_points(INSIDE, places)
    assert counted.table.index.tolist() == ["11.05", "11.01", "11.09"]
    # The corner belongs to 11.01 there too: codes decide, not rows.
    assert counted.table["count"].tolist() == [0, 3, 2]
    pd.testing.assert_frame_equal(INSIDE, before)


def test_geodataframe_of_points() -> None:
    shapes = gpd.points_from_xy(INSIDE["lon"], INSIDE["lat"])
    shapes[5] = None
    frame = gpd.GeoDataFrame(INSIDE[["kind"]], geometry=shapes, crs="EPSG:4326")
    pd.testing.assert_frame_equal(
        count_points(frame, board(), by="kind").table, count_points(INSIDE, board(), by="kind").table
    )


def test_prepared_places_give_the_same() -> None:
    index = AreaIndex(board())
    for _ in range(2):
        pd.testing.assert_frame_equal(count_points(INSIDE, index).table, count_points(INSIDE, board()).table)


def test_categories_are_the_same_however_a_part_types_them() -> None:
    one = points([(106.5, -6.5, 1), (106.5, -6.5, 2)], "lon lat kind")
    two = points([(106.5, -6.5, 1.0), (106.5, -6.5, None)], "lon lat kind")
    three = points([(106.5, -6.5, "1"), (106.5, -6.5, " ")], "lon lat kind")
    counted = count_points([one, two, three], board(), by="kind")
    assert counted.table.loc["11.01"].to_dict() == {"1": 3, "2": 1, "": 2}


def test_progress_says_every_point(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_ROWS_AT_ONCE", 3)
    said: list[int] = []
    count_points(INSIDE, board(), progress=said.append)
    assert said == [3, 3, 1]


def test_examples_end_at_twenty() -> None:
    far = [points([(0.0, float(n))]) for n in range(50)]
    assert count_points(far, board()).examples["lat"].tolist() == [float(n) for n in range(20)]


@pytest.mark.parametrize("nothing", [INSIDE.iloc[:0], [], iter([])], ids=["frame", "list", "iterator"])
def test_no_points_at_all(nothing: Any) -> None:
    counted = count_points(nothing, board())
    assert counted.table["count"].tolist() == [0] * 9
    assert (counted.total, len(counted.examples)) == (0, 0)


# Identities

LON = st.sampled_from([105.5, 106.0, 106.25, 106.5, 107.0, 107.5, 108.0, 108.9, 109.0, 109.5, math.nan])
LAT = st.sampled_from([-7.5, -7.0, -6.5, -6.0, -5.25, -5.0, -4.5, -4.0, -3.0, math.nan])
ROWS = st.lists(
    st.tuples(LON, LAT, st.sampled_from(["a", "b", "", None]), st.floats(-1e9, 1e9) | st.just(math.nan)),
    max_size=60,
)


def frame_of(rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    return points(rows, "lon lat kind beds").astype(
        {"lon": float, "lat": float, "beds": float, "kind": object}
    )


def whole(counted: Counts) -> pd.Series:
    return counted.table.sum() + counted.outside + counted.unplaced


@given(ROWS)
def test_no_point_is_lost_and_none_counts_twice(rows: list[tuple[Any, ...]]) -> None:
    counted = count_points(frame_of(rows), board(), by="kind")
    assert whole(counted).tolist() == counted.totals.tolist()
    assert counted.totals.sum() == counted.total == len(rows)
    assert counted.n_inside + counted.n_outside + counted.n_unplaced == counted.total


@given(ROWS)
def test_sums_of_the_parts_are_the_whole(rows: list[tuple[Any, ...]]) -> None:
    counted = count_points(frame_of(rows), board(), value="beds", how="sum")
    parts = [*counted.table["sum"], counted.outside["sum"], counted.unplaced["sum"]]
    known = [part for part in parts if not math.isnan(part)]
    every = [row[3] for row in rows if not math.isnan(row[3])]
    # Each of the eleven parts was rounded once, by half a unit in its last place; the sums themselves are exact here.
    slack = sum(Fraction(math.ulp(part)) / 2 for part in known)
    assert abs(sum(map(Fraction, known)) - sum(map(Fraction, every))) <= slack
    if every:
        assert counted.totals["sum"] == math.fsum(every)


@given(ROWS, st.randoms(), st.integers(1, 7), st.sampled_from(["count", "sum", "mean"]))
def test_order_and_parts_of_the_points_change_nothing(
    rows: list[tuple[Any, ...]], random: Any, size: int, how: str
) -> None:
    options: dict[str, Any] = {"by": "kind", "how": how, "value": None if how == "count" else "beds"}
    once = count_points(frame_of(rows), board(), **options)
    random.shuffle(rows)
    parts = [frame_of(rows[start : start + size]) for start in range(0, len(rows), size)]
    if not parts:
        return
    again = count_points(iter(parts), board().sample(frac=1, random_state=1), **options)
    pd.testing.assert_frame_equal(again.table.loc[CODES], once.table, check_exact=True)
    pd.testing.assert_series_equal(again.totals, once.totals, check_exact=True)


@given(ROWS)
def test_a_mean_is_the_sum_by_the_number(rows: list[tuple[Any, ...]]) -> None:
    frame = frame_of(rows)
    mean = count_points(frame, board(), value="beds", how="mean")
    total = count_points(frame, board(), value="beds", how="sum")
    expected = (total.table["sum"] / total.numbers["sum"].where(total.numbers["sum"] > 0)).rename("mean")
    pd.testing.assert_series_equal(mean.table["mean"], expected, rtol=1e-15, check_names=False)


# Faults


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(ValueError, match="lon") as caught:
        count_points(points([("106,5", 2)], "bujur lat"), board().to_crs(3857), by="kind", how="sum")
    text = str(caught.value)
    for part in ("`value` must name the column to add up", "EPSG:4326, they are in EPSG:3857",
                 "must have the column lon, it has bujur, lat; rename yours", "must have the column kind"):  # fmt: skip
        assert part in text


@pytest.mark.parametrize(
    ("frame", "options", "fault"),
    [
        (INSIDE, {"how": "median"}, "`how` must be count, sum or mean, it is 'median'"),
        (INSIDE, {"value": "beds"}, "`value` has no meaning for how='count'"),
        (INSIDE, {"how": "mean"}, "column to average"),
        (INSIDE, {"by": "beds", "value": "beds", "how": "sum"}, "must be two columns"),
        (INSIDE, {"value": "kind", "how": "sum"}, "column kind of `points` must be numbers, 6 cells are not (first: 'school')"),
        (INSIDE.assign(lon="106,5"), {}, "column lon of `points` must be numbers, 7 cells are not (first: '106,5')"),
        (INSIDE.assign(beds=pd.Timestamp("2024-01-01")), {"value": "beds", "how": "sum"}, "column beds of `points`"),
        (pd.concat([INSIDE, INSIDE[["lon"]]], axis=1), {}, "has the column lon more than once"),
        ([INSIDE, INSIDE.drop(columns="lat")], {}, "In part 2 of `points`:\n`points` must have the column lat"),
        ([INSIDE, "x"], {}, "a str came"),
        (gpd.GeoDataFrame(geometry=[shapely.Point(1, 1)]), {}, "`points` must be in EPSG:4326 and says no"),
        (gpd.GeoDataFrame(geometry=[shapely.Point(1, 1)], crs=3857), {}, "`points` must be in EPSG:4326, they are in EPSG:3857"),
        (gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 1, 1)], crs=4326), {}, "must be points, 1 are not (first: Polygon)"),
    ],
)  # fmt: skip
def test_one_clear_message(frame: Any, options: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValueError, match=r"must|has") as caught:
        count_points(frame, board(), **options)
    assert fault in str(caught.value)


@pytest.mark.parametrize("wrong", ["points.csv", 7, None, {"lon": [1]}])
def test_points_that_are_no_frames(wrong: Any) -> None:
    with pytest.raises(TypeError, match=r"read_points reads a file in parts"):
        count_points(wrong, board())


def test_blank_texts_are_missing_and_written_numbers_are_numbers() -> None:
    frame = points([("106.5", "-6.5", "2"), ("", "-6.5", " ")], "lon lat beds")
    counted = count_points(frame, board(), value="beds", how="sum")
    assert (counted.table["sum"].iloc[0], counted.n_unplaced, counted.without_value) == (2.0, 1, 1)


def test_too_many_categories_are_refused() -> None:
    frame = points([(106.5, -6.5, f"school {n}") for n in range(201)], "lon lat name")
    with pytest.raises(ValueError, match="at most 200 different values, 'name' has more"):
        count_points(frame, board(), by="name")
