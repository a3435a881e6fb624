"""Figures of every shape: counts, few, equal, negative, none. The legend stays true, and who has no value is named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from tests.app import reading, stores
from tests.app.reading import LANGUAGES
from tests.states import choices

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

NO_DATA = {"en": "No data", "id": "Tidak ada data"}
COUNT = {"en": "This is a count: circles", "id": "Ini jumlah, maka digambar sebagai lingkaran"}
HEADS = {("Class", "Number of places"), ("Kelas", "Jumlah wilayah")}
LIMITS = re.compile(r"(?P<low>[^ ]+) – (?P<open><?)(?P<high>[^ ]+)")
BANYUWANGI = tuple(f"35.10.{i:02d}" for i in range(1, 26))


def legend(app: AppTest) -> dict[str, int]:
    """Rows of the first legend: label -> number of places."""
    _head, *rows = next(rows for rows in reading.read(app).tables if rows and tuple(rows[0]) in HEADS)
    return {label: int(re.sub(r"[.,]", "", count)) for label, count in rows}


def inside(number: float, label: str, lang: str) -> bool:
    """Whether a number lies between the limits that a label prints; a class of one value prints only that."""
    match = LIMITS.fullmatch(label)
    if match is None:
        return number == reading.number(label, lang)
    low, high = (reading.number(match[side], lang) for side in ("low", "high"))
    return low <= number < high if match["open"] else low <= number <= high


def recount(labels: dict[str, int], texts: list[str], lang: str) -> dict[str, int]:
    """Count anew, from the numbers as the map prints them and the limits as the legend prints them."""
    numbers = [reading.number(text.rstrip("%"), lang) for text in texts if text]
    return {
        label: texts.count("") if label == NO_DATA[lang] else sum(inside(n, label, lang) for n in numbers)
        for label in labels
    }


def observed(
    indicator: str, codes: tuple[str, ...], year: int | None = None, folder: Path = stores.STORE
) -> pd.Series:
    """Values of some places, missing ones as NaN."""
    rows = stores.table("observations", folder).query("indicator == @indicator and code in @codes")
    year = int(rows["year"].max()) if year is None else year
    values: pd.Series = rows[rows["year"] == year].set_index("code")["value"].reindex(codes)
    return values


# As the store is -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "indicator",
    ["population_density_km2", "idm_score", "night_light_radiance", "tree_cover_pct", "sex_ratio"],
)
def test_legend_counts_what_lies_between_its_printed_limits(indicator: str, lang: str) -> None:
    app = reading.run_page("city", lang, indicator=indicator)
    rows, (drawn,) = legend(app), reading.maps(app)
    texts = drawn.texts("district")
    assert not app.exception
    assert sum(rows.values()) == 25
    assert rows == recount(rows, texts, lang)
    labels = list(rows)
    for mark, text in zip(drawn.layer("district")["classes"], texts, strict=True):
        assert (
            mark == "x"
            if not text
            else inside(reading.number(text.rstrip("%"), lang), labels[int(mark)], lang)
        )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_place_without_a_value_is_hatched_and_named(lang: str) -> None:
    app = reading.run_page("city", lang, indicator="idm_score", place="35.10.16")
    (drawn,) = reading.maps(app)
    assert drawn.layer("district")["classes"].index("x") == 15  # 35.10.16, a district of kelurahan only
    assert drawn.layer("district")["classes"].count("x") == 1
    assert legend(app)[NO_DATA[lang]] == 1
    assert f"{NO_DATA[lang]}: Banyuwangi." in reading.read(app).texts
    assert drawn.paint["missing"] == NO_DATA[lang]
    assert any(
        row[0] == "Banyuwangi" and row[1] == NO_DATA[lang] for row in reading.read(app).rows if len(row) == 2
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_city_without_a_value_is_named_in_a_comparison(lang: str) -> None:
    app = reading.run_page("compare", lang, cities="31,35.10", indicator="waste_managed_share")
    assert not app.exception
    # The badge names it, and no note says it again.
    (reason,) = {"id": ["Tidak ada data untuk Jakarta."], "en": ["There is no figure for Jakarta."]}[lang]
    texts = reading.read(app).texts
    assert any(reason in text for text in texts)
    assert not any(text.startswith(NO_DATA[lang]) and "2024" in text for text in texts)
    notes = [panel["note"] for panel in reading.maps(app)[0].paint["panels"]]
    assert notes[0] == NO_DATA[lang]
    assert "%" in notes[1]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", ["overview", "city", "compare"])
def test_count_is_drawn_as_circles_and_said_to_be_one(page: str, lang: str) -> None:
    level = {} if page == "overview" else {"level": "regency"}
    app = reading.run_page(page, lang, indicator="population_registered", **level)
    assert not app.exception
    for panel, painted in enumerate(reading.maps(app)[0].paint["panels"]):
        for name, layer in painted["layers"].items():
            assert set(layer["classes"]) <= {"-", "x"}, (panel, name)
            assert max(layer["radii"]) <= 26
    if page != "overview":
        assert any(text.startswith(COUNT[lang]) for text in reading.read(app).texts)


def test_area_of_a_circle_is_proportional_to_its_count() -> None:
    app = reading.run_page("overview", "en", indicator="population_registered")
    layer = reading.maps(app)[0].layer("regency")
    codes = tuple(sorted(stores.table("places").query("level == 'regency'")["code"]))
    people = observed("population_registered", codes).to_numpy()
    area = np.square(np.array(layer["radii"]))
    assert len(area) == 514
    assert np.allclose(area / area.max(), people / people.max(), atol=0.02)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("city", "level", "indicator"),
    [
        ("31", "district", "flood_pumps_per_10km2"),
        ("31", "district", "transjakarta_brt_stops_per_km2"),
        ("31", "village", "rail_stations"),
        ("73.71", "district", "primary_schools_per_10k"),
        ("32.11", "district", "village_fund_idr"),
        ("73.71", "district", "births_per_1000"),
        ("32.11", "village", "village_fund_per_capita_idr"),
    ],
)
def test_every_kind_of_indicator_can_be_drawn(city: str, level: str, indicator: str, lang: str) -> None:
    app = reading.run_page("city", lang, city=city, level=level, indicator=indicator)
    assert not app.exception and not app.error
    assert app.query_params["indicator"] == indicator
    (drawn,) = reading.maps(app)
    places = stores.table("places").query("level == @level and code.str.startswith(@city + '.')")
    assert len(drawn.layer(level)["classes"]) == len(places)
    assert len(drawn.texts(level)) == len(places)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("city", ["94.01", "12.01", "31.01", "96.71"])
def test_city_outside_the_pilots(city: str, lang: str) -> None:
    app = reading.run_page("city", lang, city=city)
    assert not app.exception and not app.error
    assert app.query_params["level"] == "regency"
    value = observed("hdi", (city,), 2024).iloc[0]
    shown = f"{value:.2f}".replace(".", "," if lang == "id" else ".")
    assert shown in reading.read(app).texts[0]
    (drawn,) = reading.maps(app)
    assert drawn.texts("regency") == [shown]
    assert len(drawn.layer("context")["classes"]) > 0


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("city", ["94.01", "12.01"])
def test_districts_outside_the_pilots_have_what_is_counted_everywhere(city: str, lang: str) -> None:
    app = reading.run_page("city", lang, city=city, level="district")
    assert not app.exception and not app.error
    places = stores.table("places").query("level == 'district' and code.str.startswith(@city + '.')")
    (drawn,) = reading.maps(app)
    assert app.query_params["indicator"] == "kelurahan_share_pct"
    assert {"area_km2_polygon", "village_count"} < set(choices().indicators("district", city))
    assert len(drawn.layer("district")["classes"]) == len(places)
    assert "" not in drawn.texts("district")


# As no store is --------------------------------------------------------------------------------------------------------


def doctor(rows: pd.DataFrame) -> pd.DataFrame:
    """Give Banyuwangi's districts, and all regencies, figures of shapes that the real data do not have."""
    source = rows.query("indicator == 'sex_ratio' and code == '35.10.01'")["source"].iloc[0]
    odd = {
        "sex_ratio": np.full(25, 100.0),
        "child_share_pct": np.linspace(-12.345, 17.5, 25),
        "elderly_share_pct": np.linspace(-9.0, -1.0, 25),
        "tree_cover_pct": np.zeros(25),
        "night_light_radiance": np.r_[np.full(24, 0.01), 1e7],
        "household_size": np.r_[np.full(13, 3.0), np.full(12, 4.0)],
        "higher_education_pct": np.r_[5.25, np.full(24, np.nan)],
        "voter_turnout_pct": np.r_[np.full(23, np.nan), 1.0, 2.0],
        "not_working_count": np.zeros(25),
    }
    out = rows[~(rows["indicator"].isin(odd) & rows["code"].str.startswith("35.10."))]
    made = [
        pd.DataFrame({"code": BANYUWANGI, "year": 2024, "indicator": name, "value": values, "source": source})
        for name, values in odd.items()
    ]
    regencies = out["code"].str.len() == 5
    out = out[~(regencies & (out["indicator"] == "recycling_rate") & (out["code"] != "35.10"))]
    out.loc[regencies & (out["indicator"] == "stunting_prevalence"), "value"] = 20.0
    out.loc[regencies & (out["indicator"] == "poverty_gap_p1"), "value"] *= -1
    frame = pd.concat([out, *made]).dropna(subset=["value"])
    frame = frame.astype({"year": rows["year"].dtype})
    return frame.sort_values(["indicator", "code", "year"], ignore_index=True)


@pytest.fixture(scope="module")
def odd_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with odd figures."""
    return stores.copy_store(tmp_path_factory.mktemp("odd") / "store", {"observations": doctor})


@pytest.fixture(scope="module")
def odd(odd_folder: Path) -> Iterator[Path]:
    """Let the app read the odd store."""
    with pytest.MonkeyPatch.context() as patch, stores.using(odd_folder, patch):
        yield odd_folder


ODD = [
    ("sex_ratio", 1),
    ("child_share_pct", 5),
    ("elderly_share_pct", 5),
    ("tree_cover_pct", 1),
    ("night_light_radiance", 2),
    ("household_size", 2),
    ("higher_education_pct", 1),
    ("voter_turnout_pct", 2),
]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("indicator", "classes"), ODD)
def test_odd_figures_have_a_true_legend(odd: Path, indicator: str, classes: int, lang: str) -> None:
    app = reading.run_page("city", lang, indicator=indicator)
    values = observed(indicator, BANYUWANGI, 2024, odd)
    rows = legend(app)
    assert not app.exception and not app.error
    assert app.query_params["indicator"] == indicator
    assert sum(rows.values()) == 25
    assert rows == recount(rows, reading.maps(app)[0].texts("district"), lang)
    assert len([label for label in rows if label != NO_DATA[lang]]) == classes
    drawn = reading.maps(app)[0].layer("district")["classes"]
    assert drawn.count("x") == values.isna().sum()
    assert len(set(drawn) - {"x"}) == classes


@pytest.mark.parametrize(("lang", "shown"), [("en", "\N{MINUS SIGN}12."), ("id", "\N{MINUS SIGN}12,")])
def test_negative_numbers_carry_a_minus_sign(odd: Path, lang: str, shown: str) -> None:
    app = reading.run_page("city", lang, indicator="child_share_pct")
    assert any(label.startswith(shown) for label in legend(app))
    assert any(text.startswith(shown) for text in reading.maps(app)[0].texts("district"))


@pytest.mark.parametrize(
    ("lang", "headline"),
    [
        ("en", "Sex ratio is 100.0 men per 100 women everywhere in Kabupaten Banyuwangi"),
        ("id", "Rasio kelamin di Kabupaten Banyuwangi sama di mana-mana: 100,0"),
    ],
)
def test_equal_values_are_called_equal(odd: Path, lang: str, headline: str) -> None:
    title = reading.read(reading.run_page("city", lang, indicator="sex_ratio")).texts[0]
    assert title.startswith(headline)
    assert reading.number(re.search(r"\d+[.,]\d", title)[0], lang) == 100


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_single_value_is_named_with_its_place(odd: Path, lang: str) -> None:
    app = reading.run_page("city", lang, indicator="higher_education_pct")
    assert "Pesanggaran" in reading.read(app).texts[0]
    assert {"en": "5.25%", "id": "5,25%"}[lang] in reading.read(app).texts[0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_places_without_data_are_named_up_to_twelve(odd: Path, lang: str) -> None:
    app = reading.run_page("city", lang, indicator="higher_education_pct")
    line = next(text for text in reading.read(app).texts if text.startswith(f"{NO_DATA[lang]}: "))
    assert line.count(",") >= 11
    assert " 12 " in line


@pytest.mark.parametrize("lang", LANGUAGES)
def test_counts_that_are_all_zero(odd: Path, lang: str) -> None:
    app = reading.run_page("city", lang, indicator="not_working_count")
    assert not app.exception and not app.error
    layer = reading.maps(app)[0].layer("district")
    assert set(layer["radii"]) == {0}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", ["overview", "city", "compare"])
@pytest.mark.parametrize("indicator", ["recycling_rate", "stunting_prevalence", "poverty_gap_p1"])
def test_odd_regency_figures(odd: Path, page: str, indicator: str, lang: str) -> None:
    level = {} if page == "overview" else {"level": "regency"}
    app = reading.run_page(page, lang, indicator=indicator, **level)
    assert not app.exception and not app.error
    assert app.query_params["indicator"] == indicator
    rows = legend(app)
    shown = sum(
        len(layer["classes"])
        for panel in reading.maps(app)[0].paint["panels"]
        for layer in panel["layers"].values()
    )
    assert 0 < sum(rows.values()) <= shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_regencies_equal_share_one_rank(odd: Path, lang: str) -> None:
    app = reading.run_page("compare", lang, indicator="stunting_prevalence", cities="73.71,35.10")
    assert any("1–514" in text for text in reading.words(app))
