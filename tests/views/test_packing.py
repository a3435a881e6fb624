"""A repaint of thousands of places: a few tens of kB, and every text to the letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.states import store
from tests.views.packed import numbers_in, texts_in
from views.figures import make_figure
from views.maps import script_json
from views.packing import MANY, packed_layer, packed_numbers
from views.scenes import paint_figure


@given(st.lists(st.integers(0, 2**40)))
def test_numbers_come_back(numbers: list[int]) -> None:
    text = packed_numbers(numbers)
    assert numbers_in(text) == numbers
    assert script_json(text) == f'"{text}"'


@given(
    st.lists(
        st.sampled_from(["", "0", "1.234,50", "1,234.50", "0,05", "−1", "tidak ada", "12", "1.2.3"]),
        min_size=1,
    ),
    st.sampled_from([1, 400]),
)
def test_every_text_comes_back(texts: list[str], times: int) -> None:
    many = (texts * (MANY // len(texts) + 1) + [f"{n},25" for n in range(times)])[: MANY + times]
    layer = {"classes": "0" * len(many), "texts": "|".join(many)}
    packed = packed_layer(layer)
    assert texts_in(packed) == many
    assert packed["many"] == len(many)


def test_few_places_go_as_they_are() -> None:
    layer = {"classes": "01x", "texts": "a|b|"}
    assert packed_layer(layer) == layer


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize(
    ("indicator", "year", "most"),
    [
        ("area_km2_polygon", 2025, 36_000),
        ("kelurahan_share_pct", 2025, 24_000),
        ("village_count", 2025, 24_000),
        ("population_density_km2", 2024, 18_000),
    ],
)
def test_all_districts_in_a_few_tens_of_kilobytes(lang: str, indicator: str, year: int, most: int) -> None:
    figure = make_figure(store(), indicator, level="district", year=year)
    layer = paint_figure(figure, lang, {"district": sorted(figure.values.index)})["district"]
    packed = packed_layer(layer)
    assert len(script_json(packed)) < most
    printed = {code: figure.bare_text(value, lang) for code, value in figure.values.items()}
    assert texts_in(packed) == [printed[code] for code in sorted(printed)]
    if figure.is_count:
        assert numbers_in(packed["radii"]) == [round(r * 10) for r in layer["radii"]]
        assert packed["classes"] == "-"


def test_texts_of_many_are_those_of_each() -> None:
    figure = make_figure(store(), "area_km2_polygon", level="district", year=2025)
    sample = figure.values.iloc[::97]
    assert [figure.bare_text(v, "id") for v in sample] == figure.texts("id").iloc[::97].tolist()
