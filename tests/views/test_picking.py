"""What is picked: read from a link, resolved to places, said by the chip."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.classify import classify
from geodata import open_store
from views.figures import Figure, catalogue_row, make_figure
from views.marked import marked_html
from views.picking import MOST, Picks, chip_data, class_token, is_class, not_shown_html, resolve, tokens_in

NAMES = {"35.10.01": "Pesanggaran", "35.10.02": "Bangorejo", "35.10.03": "Purwoharjo", "35.10.04": "Kota <b>"}


@pytest.fixture
def figure() -> Figure:
    """Four districts in two classes, one without a value."""
    values = pd.Series([1.0, 2.0, 9.0, np.nan], index=pd.Index(NAMES, name="code"))
    row = catalogue_row(open_store(), "population_density_km2")
    classes = classify(values.dropna(), scheme="equal_interval", k=2, decimals=0)
    return Figure(row, 2024, values, values.dropna(), classes, ())


def test_link_is_read_without_doubles_and_with_an_end() -> None:
    assert tokens_in("") == ()
    assert tokens_in("a,b,,a") == ("a", "b")
    assert len(tokens_in(",".join(map(str, range(40))))) == MOST
    assert is_class(class_token(3))
    assert not is_class("class-")
    assert not is_class("class-10")
    assert not is_class("35.10")


def test_class_stands_for_its_places(figure: Figure) -> None:
    assert resolve("class-1", figure, NAMES).codes == ("35.10.01", "35.10.02")
    assert resolve("class-2", figure, NAMES).codes == ("35.10.03",)
    assert resolve("class-0", figure, NAMES).codes == ("35.10.04",)
    assert resolve("class-9", figure, NAMES) == Picks(("class-9",), ())


def test_place_of_another_page_is_left_out(figure: Figure) -> None:
    assert resolve("35.10.03,73.71.01,35.10.01", figure, NAMES).tokens == ("35.10.03", "35.10.01")


def test_page_without_classes_has_places_alone() -> None:
    picks = resolve("class-1,35.10.03,73.71.01", None, NAMES)
    assert picks == Picks(("35.10.03",), ("35.10.03",), ("73.71.01",))
    data = chip_data(picks, None, "en")
    assert (data["picked"], data["said"]) == ("35.10.03", "1 place marked")
    assert "class" not in str(data["hint"])


def test_places_of_the_link_that_are_not_shown_are_named(figure: Figure) -> None:
    picks = resolve("35.10.03,73.71", figure, NAMES)
    said = not_shown_html(picks, {"73.71": "Kota <i>"}, "en")
    assert "Marked, but not shown here: Kota &lt;i&gt;." in said
    assert not_shown_html(resolve("35.10.03", figure, NAMES), NAMES, "en") == ""


def test_count_has_no_classes_but_places_without_data() -> None:
    count = make_figure(open_store(), "population", level="district", year=2024, within=["35.10"])
    names = dict.fromkeys(count.values.index, "x")
    assert resolve("class-1", count, names).codes == ()


@pytest.mark.parametrize(
    ("lang", "text", "said"),
    [
        ("en", "35.10.01,35.10.02", "2 places marked"),
        ("en", "35.10.01", "1 place marked"),
        ("id", "35.10.01", "1 wilayah ditandai"),
        ("en", "class-0", "No data · 1 place marked"),
        ("en", "", ""),
    ],
)
def test_chip_says_how_many(figure: Figure, lang: str, text: str, said: str) -> None:
    data = chip_data(resolve(text, figure, NAMES), figure, lang)
    assert data["said"] == said
    assert data["picked"] == text


def test_chip_names_the_class_by_its_limits(figure: Figure) -> None:
    said = str(chip_data(resolve("class-2", figure, NAMES), figure, "en")["said"])
    assert said.startswith(("Class 5", "Class 6"))
    assert said.endswith("9 · 1 place marked")


def test_several_places_stand_in_a_table_highest_first(figure: Figure) -> None:
    picks = resolve(",".join(NAMES), figure, NAMES)
    html = marked_html(picks, figure, NAMES, profile=str, lang="en", theme="light")
    order = [html.index(f'data-pick="{code}"') for code in ("35.10.03", "35.10.02", "35.10.01", "35.10.04")]
    assert order == sorted(order)
    assert "Kota <b>" not in html
    assert "No data" in html


def test_one_place_has_its_profile(figure: Figure) -> None:
    picks = resolve("35.10.02", figure, NAMES)
    assert (
        marked_html(picks, figure, NAMES, profile=lambda code: f"[{code}]", lang="en", theme="light")
        == "<div>[35.10.02]</div>"
    )
    assert (
        marked_html(Picks((), ()), figure, NAMES, profile=lambda code: f"[{code}]", lang="en", theme="light")
        == "<div>[]</div>"
    )


def test_long_class_is_cut_and_says_so() -> None:
    figure = make_figure(open_store(), "hdi", level="regency", year=2024)
    names = dict.fromkeys(figure.values.index, "x")
    picks = resolve("class-5", figure, names)
    assert len(picks.codes) > 25
    html = marked_html(picks, figure, names, profile=str, lang="en", theme="light")
    assert f"the first 25 of {len(picks.codes)}" in html
    assert html.count("<tr data-pick") == 25
