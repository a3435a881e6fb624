"""The registry: its own truths, its agreement with the input data, and the faults it must name."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from geodata.catalogue import (
    REGISTRY,
    in_scope,
    load_frameworks,
    load_indicators,
    load_pilots,
    load_sources,
)
from geodata.codes import LEVELS, level_of
from geodata.errors import SchemaError, SourceError
from geodata.licences import LICENCES_FILE, licences_text

# The build makes these, so the input has no value of them at these levels.
COUNTED = {"village_count", "kelurahan_share_pct"}
BUILT = {
    (i, level) for i in ("area_km2_polygon", "population_density_km2") for level in ("province", "regency")
} | {(i, level) for i in COUNTED for level in ("province", "regency", "district")}


@pytest.fixture(scope="module")
def indicators() -> pd.DataFrame:
    return load_indicators().set_index("indicator")


@pytest.fixture(scope="module")
def records() -> pd.DataFrame:
    return load_sources().set_index("source")


def given_by(records: pd.DataFrame, folder: str) -> set[str]:
    files = records[records["file"].str.startswith(folder)]
    return {indicator for ids in files["indicators"] for indicator in ids}


# --- what the registry says


def test_there_are_58_regency_and_73_subdistrict_indicators(
    indicators: pd.DataFrame, records: pd.DataFrame
) -> None:
    regency, below = given_by(records, "indicators/"), given_by(records, "subdistrict/")
    assert (len(regency), len(below)) == (58, 73)
    assert not regency & below
    assert regency | below | COUNTED == set(indicators.index)


def test_pair_of_file_and_indicator_has_one_source(records: pd.DataFrame) -> None:
    pairs = Counter((row.file, i) for row in records.itertuples() for i in row.indicators if row.file)
    assert set(pairs.values()) == {1}


@pytest.mark.parametrize(
    ("pillar", "members"),
    [
        ("governance", {"integrity_index", "budget_ict_per_capita", "spbe_index"}),
        ("branding", {"budget_tourism_creative_per_capita", "imd_smart_city_rank"}),
        ("economy", {"grdp_per_capita_real", "unemployment_rate", "poverty_rate", "budget_capital_share"}),
        (
            "society",
            {"mean_years_schooling", "gender_development_index", "digital_id_share", "voter_turnout_pct"},
        ),
        ("environment", {"waste_managed_share", "tree_cover_pct", "budget_disaster_per_capita"}),
        ("living", {"life_expectancy", "sanitation_access", "stunting_prevalence", "food_security_index"}),
    ],
)
def test_pillars_are_filled_as_the_design_says(
    indicators: pd.DataFrame, pillar: str, members: set[str]
) -> None:
    assert members <= set(indicators.index[indicators["pillar"] == pillar])


def test_budgets_are_inputs_and_facts_never_rank(indicators: pd.DataFrame, records: pd.DataFrame) -> None:
    budgets = indicators[indicators.index.str.match(r"budget_.*_per_capita")]
    assert set(budgets["role"]) == {"input"}
    assert set(budgets["direction"]) == {"neutral"}
    notes = [json.loads(text) for text in budgets["place_notes"]]
    assert all(
        any(in_scope(n["scope"], "31") and "provinsi (31)" in n["text_id"] for n in each) for each in notes
    )
    assert not indicators.loc[records.loc["press_facts", "indicators"], "rankable"].any()


def test_no_count_is_called_better_or_worse(indicators: pd.DataFrame) -> None:
    counts = indicators[indicators["measure"] == "extensive"]
    assert set(counts["direction"]) == {"neutral"}
    assert {"population", "hospitals"} <= set(counts.index)


def test_unit_words_fit_unit_kind_and_scale(indicators: pd.DataFrame) -> None:
    assert ((indicators["unit_en"] == "%") == (indicators["unit_kind"] == "percent")).all()
    money = indicators[indicators["unit_kind"] == "currency"]
    assert money["unit_id"].str.contains("rupiah").all()
    assert money["unit_en"].str.contains("IDR").all()
    for word_id, word_en, scale in (("ribu", "thousand", 1_000), ("miliar", "billion", 1_000_000_000)):
        assert (money["unit_id"].str.startswith(word_id) == (money["scale"] == scale)).all()
        assert (money["unit_en"].str.startswith(word_en) == (money["scale"] == scale)).all()


@pytest.mark.parametrize("field", ["definition", "comparable_note"])
def test_both_languages_name_the_same_years(indicators: pd.DataFrame, field: str) -> None:
    pairs = zip(indicators.index, indicators[f"{field}_id"], indicators[f"{field}_en"], strict=True)
    assert [name for name, first, second in pairs if years_in(first) != years_in(second)] == []


def years_in(text: str) -> list[str]:
    return sorted(re.findall(r"\b20[0-3]\d\b", text))


def test_notes_about_places_name_the_same_years_in_both_languages(indicators: pd.DataFrame) -> None:
    notes = [note for text in indicators["place_notes"] for note in json.loads(text)]
    assert len(notes) > 50
    assert [n for n in notes if years_in(n["text_id"]) != years_in(n["text_en"])] == []


def test_a_note_for_all_places_names_no_pilot_that_others_have_figures_beside(
    indicators: pd.DataFrame,
) -> None:
    names = ("Jakarta", "Makassar", "Banyuwangi", "Sumedang")
    for lang, only in (("id", "Hanya"), ("en", "only")):
        notes = indicators[f"comparable_note_{lang}"]
        named = notes[notes.str.contains("|".join(names))]
        assert named[~named.str.contains(only)].empty


def test_the_basis_of_human_development_is_said(indicators: pd.DataFrame) -> None:
    """The figures of the store are those of the old basis: 83.90 in Makassar, where BPS published 85.23."""
    assert indicators.index[indicators["basis_en"] != ""].tolist() == ["hdi", "life_expectancy"]
    assert indicators.loc["hdi", "basis_id"].startswith("dasar umur harapan hidup lama")
    makassar = [
        n["text_en"] for n in json.loads(indicators.loc["hdi", "place_notes"]) if "73.71" in n["scope"]
    ]
    assert makassar == ["Makassar 2024: 83.90 here, 85.23 in the BPS release."]


def test_levels_not_loaded_are_those_of_a_province_with_a_page(indicators: pd.DataFrame) -> None:
    entries = {i: json.loads(text) for i, text in indicators["not_loaded"].items() if json.loads(text)}
    assert {"unemployment_rate", "life_expectancy", "grdp_per_capita_real"} <= entries.keys()
    assert "waste_managed_share" not in entries, "no page shows a figure of a province"
    assert {each["level"] for several in entries.values() for each in several} == {"province"}


def test_the_split_of_papua_breaks_the_provinces_series_only(indicators: pd.DataFrame) -> None:
    (hdi,) = json.loads(indicators.loc["hdi", "breaks"])
    assert hdi["year"] == 2022
    hit = [code for code in ("91", "92", "93", "91.03", "31", "35.10") if in_scope(hdi["scope"], code)]
    assert hit == ["91", "92"]


def test_unemployment_breaks_everywhere_in_2018(indicators: pd.DataFrame) -> None:
    (entry,) = json.loads(indicators.loc["unemployment_rate", "breaks"])
    assert entry["year"] == 2018
    assert in_scope(entry["scope"], "73.71")


@pytest.mark.parametrize(
    ("scope", "code", "expected"),
    [
        ("all", "31", True),
        (["31"], "31", True),
        (["31"], "31.71", False),
        (["31.*"], "31", False),
        (["31.*"], "31.71.01.1001", True),
        (["3.*"], "31", False),
    ],
)
def test_scope(scope: str | list[str], code: str, expected: object) -> None:
    assert in_scope(scope, code) is expected


def test_provisional_years_are_no_breaks(indicators: pd.DataFrame) -> None:
    marked = {i: json.loads(text) for i, text in indicators["provisional"].items() if json.loads(text)}
    assert {i: [e["year"] for e in entries] for i, entries in marked.items()} == {
        "grdp_per_capita_real": [2023],
        "poverty_rate": [2025],
        "capital_spending_bn": [2022],
    }
    assert json.loads(indicators.loc["capital_spending_bn", "breaks"]) == []


def test_computed_polygon_area_stands_before_the_input(indicators: pd.DataFrame) -> None:
    assert indicators.loc["area_km2_polygon", "prefer"][0] == "boundary_area_computed"


def test_two_unreliable_zeros_are_left_out(records: pd.DataFrame) -> None:
    rows = json.loads(records.loc["bps_social_2021", "leave_out"])
    assert {(r["code"], r["year"], r["indicator"]) for r in rows} == {
        ("95.07", 2021, "unemployment_rate"),
        ("95.08", 2021, "unemployment_rate"),
    }


def test_pilots_are_four_and_jakarta_is_a_province() -> None:
    pilots = load_pilots().set_index("code")
    assert pilots["ascn_joined"].to_dict() == {"31": 2018, "73.71": 2018, "35.10": 2018, "32.11": 2024}
    assert pilots.index[pilots["level"] == "province"].tolist() == ["31"]
    assert "jenis" in pilots.loc["31", "note_id"]
    first_years = {code: json.loads(text)[0]["year"] for code, text in pilots["projects"].items()}
    assert first_years == pilots["ascn_joined"].to_dict()


def test_frameworks_have_their_known_sizes() -> None:
    frameworks = load_frameworks()
    sizes = frameworks.groupby("framework").size().to_dict()
    assert sizes == {"element": 3, "pillar": 6, "context": 1, "iso_theme": 19, "ascn_focus": 6}
    themes = frameworks[frameworks["framework"] == "iso_theme"]
    assert themes["indicator_count"].sum() == 80, "ISO 37122 has 80 indicators"
    assert themes["verify"].all()
    assert not frameworks.drop(themes.index)["verify"].any()


def test_every_frame_is_the_callers_own() -> None:
    frame = load_indicators()
    frame.loc[0, "name_id"] = "changed"
    frame.loc[0, "levels"].append("changed")
    assert load_indicators().loc[0, "name_id"] != "changed"
    assert "changed" not in load_indicators().loc[0, "levels"]


def test_licence_file_is_current_and_complete(records: pd.DataFrame) -> None:
    text = LICENCES_FILE.read_text(encoding="utf-8")
    assert text == licences_text(), "stale: run python -m geodata.licences"
    assert [s for s in records.index if f"- Source id: `{s}`\n" not in text] == []


# --- what it refuses


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(REGISTRY, tmp_path / "registry"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(SchemaError) as caught:
        load_indicators(folder=folder)
    return caught.value.faults


def test_all_faults_come_at_once(copied: Path) -> None:
    path = copied / "indicators.toml"
    edit(path, 'direction = "higher_better"', 'direction = "up"')
    edit(path, "decimals = 2", 'decimals = "2"')
    edit(path, 'pillar = "branding"', 'pillar = "brand"')
    edit(path, 'name_en = "Human Development Index (HDI)"\n', "")
    edit(copied / "sources.toml", 'confidence = "high"', 'confidence = "sure"')
    faults = "\n".join(faults_of(copied))
    for part in ("direction 'up'", "must be int, '2' came", "pillar 'brand'", "hdi: name_en is missing"):
        assert part in faults
    assert "sources.toml: kemendagri_area_population: confidence 'sure'" in faults


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("sources.toml", 'indicators = ["hdi"]', "indicators = []", "hdi: no source record names it"),
        ("sources.toml", 'indicators = ["hdi"]', 'indicators = ["hdi", "hdy"]', "unknown indicator 'hdy'"),
        (
            "sources.toml",
            'indicators = ["poverty_line"]',
            'indicators = ["poverty_line", "hdi"]',
            "indicators/bps_hdi_povertyline_expenditure.csv, hdi: 2 sources",
        ),
        ("sources.toml", 'url = "https://www.bps.go.id"', 'url = "www.bps.go.id"', "is not a web address"),
        ("sources.toml", 'code = "95.07"', 'code = "9507"', "is none of this source"),
        ("indicators.toml", 'name_en = "Poverty line"', 'name_en = "Recycling rate"', "is used 2 times"),
        ("indicators.toml", 'short_id = "IPM"', f'short_id = "{"x" * 25}"', "short_id is longer than 24"),
        ("indicators.toml", 'unit_en = "index 0–100"', 'unit_en = " "', "unit_en is empty"),
        ("indicators.toml", "rankable = true", "rankable = 1", "rankable must be bool"),
        ("indicators.toml", 'numerator = "population_0_14"', 'numerator = "children"', "not an indicator"),
        ("indicators.toml", "scale = 1_000_000_000", "scale = 0", "scale 0 is only for currency"),
        ("indicators.toml", 'scope = ["91", "92"]', 'scope = ["910"]', "scope must be"),
        ("indicators.toml", 'comparable_note_en = "', 'note = "', "unknown key 'note'"),
        (
            "indicators.toml",
            'comparable_note_en = "',
            'comparable_note_en = ""  # "',
            "both languages or in none",
        ),
        ("indicators.toml", 'basis_en = "old', 'basis_en = ""  # "', "both languages or in none"),
        ("indicators.toml", 'basis_en = "old', f'basis_en = "{"x" * 72}', "longer than 72"),
        ("indicators.toml", 'scope = ["31", "31.*"]', "scope = []", "place_notes: scope must be codes"),
        ("indicators.toml", 'scope = ["31", "31.*"]', 'scope = "all"', "place_notes: scope must be codes"),
        ("indicators.toml", 'text_id = "Jakarta 2024: 83', 'text = "83', "place_notes: an entry has scope"),
        ("indicators.toml", 'text_id = "Jakarta 2024: 83', 'text_id = " "  # "', "place_notes: both texts"),
        (
            "indicators.toml",
            'level = "province"\npage',
            'level = "regency"\npage',
            "that `levels` does not name",
        ),
        ("indicators.toml", 'page = "https://erakini', 'page = "erakini', "not_loaded: page 'erakini"),
        (
            "indicators.toml",
            'level = "province"\npage',
            'where = "province"\npage',
            "an entry has level and page",
        ),
        ("sources.toml", 'licence_id = "MIT (repositori)"', 'licence_id = ""', "licence_id is empty"),
        (
            "indicators.toml",
            'levels = ["province", "regency"]',
            'levels = ["regency", "province"]',
            "in this order",
        ),
        (
            "indicators.toml",
            'measure = "intensive"',
            'measure = "extensive"',
            "does not add up over places",
        ),
        ("indicators.toml", 'prefer = ["jabar_minimum_wage", "press_facts"]\n', "", "must put all of"),
    ],
)
def test_each_rule_names_its_fault(copied: Path, file: str, old: str, new: str, fault: str) -> None:
    edit(copied / file, old, new)
    assert any(fault in found for found in faults_of(copied)), faults_of(copied)


def test_pilot_with_the_wrong_level_is_refused(copied: Path) -> None:
    edit(copied / "places.toml", 'level = "province"', 'level = "regency"')
    with pytest.raises(SchemaError, match="code '31' is not a place of level regency"):
        load_pilots(folder=copied)


def test_framework_without_one_of_its_pillars_is_refused(copied: Path) -> None:
    edit(copied / "frameworks.toml", "[pillar.living]", "[pillar.life]")
    with pytest.raises(SchemaError, match=r"pillar: .*life.* expected"):
        load_frameworks(folder=copied)


@pytest.mark.parametrize("content", [None, "name = ", "loose = 1", ""])
def test_file_that_cannot_be_read_is_named(copied: Path, content: str | None) -> None:
    path = copied / "indicators.toml"
    path.unlink() if content is None else path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=re.escape("indicators.toml")):
        load_indicators(folder=copied)


# --- what the input data say


@pytest.fixture(scope="module")
def inputs(sources: Path) -> pd.DataFrame:
    frames = []
    for path in sorted(sources.glob("*/*.csv")):
        frame = pd.read_csv(path, dtype=str)
        if list(frame.columns) == ["code", "year", "indicator", "value"]:
            frames.append(frame.assign(file=f"{path.parent.name}/{path.name}"))
    frame = pd.concat(frames, ignore_index=True)
    frame["level"] = frame["code"].map({code: level_of(code) for code in frame["code"].unique()})
    return frame.assign(value=frame["value"].astype(float))


@pytest.mark.sources
def test_ids_are_those_of_the_input(indicators: pd.DataFrame, sources: Path) -> None:
    wanted: dict[str, set[str]] = defaultdict(set)
    for folder in ("indicators", "subdistrict"):
        with (sources / folder / "indicators.csv").open(encoding="utf-8") as lines:
            wanted[folder] = {row["indicator"] for row in csv.DictReader(lines)}
    assert {folder: len(ids) for folder, ids in wanted.items()} == {"indicators": 58, "subdistrict": 73}
    assert set(indicators.index) - COUNTED == wanted["indicators"] | wanted["subdistrict"]


@pytest.mark.sources
def test_every_row_of_the_input_has_exactly_one_source(inputs: pd.DataFrame, records: pd.DataFrame) -> None:
    given = {(row.file, i) for row in records.itertuples() for i in row.indicators if row.file}
    assert set(zip(inputs["file"], inputs["indicator"], strict=True)) == given
    assert not inputs.duplicated(["code", "year", "indicator"]).any()


@pytest.mark.sources
def test_levels_are_those_with_values(inputs: pd.DataFrame, indicators: pd.DataFrame) -> None:
    said = {(i, level) for i, levels in indicators["levels"].items() for level in levels}
    assert said - BUILT == set(zip(inputs["indicator"], inputs["level"], strict=True))
    assert {level for _, level in said} == set(LEVELS)


@pytest.mark.sources
def test_no_more_decimals_than_the_input_has(inputs: pd.DataFrame, indicators: pd.DataFrame) -> None:
    def needed(values: pd.Series) -> int:
        return next(d for d in range(5) if (values.round(d) - values).abs().max() < 1e-6)

    steps = inputs.groupby("indicator")["value"].agg(needed)
    said = indicators.loc[steps.index, "decimals"]
    assert said[said > steps].to_dict() == {}


@pytest.mark.sources
def test_rates_are_numerator_over_denominator(inputs: pd.DataFrame, indicators: pd.DataFrame) -> None:
    """Each derived rate is a constant (100, 1 000, 10, …) times numerator / denominator of the named year."""
    cells = inputs.set_index(["indicator", "code", "year"])["value"]
    checked = {}
    for name, row in indicators[indicators["numerator"] != ""].iterrows():
        # The density joins three sources with two kinds of area; the build's own tests hold it.
        if name == "population_density_km2":
            continue
        factor = factors(cells, str(name), row)
        checked[name] = round(factor.median())
        assert (factor / checked[name] - 1).abs().median() < 1e-3, name
    assert checked["digital_id_share"] == 100
    assert checked["births_per_1000"] == 1_000
    assert checked["primary_schools_per_10k"] == 10_000
    assert checked["covid19_deaths_per_100k"] == 100_000
    assert checked["flood_pumps_per_10km2"] == 10


def factors(cells: pd.Series, name: str, row: Any) -> pd.Series:
    """`value * denominator / numerator` of every place and year that has all three, zeros left out."""
    value, above, below = cells[name], cells[row["numerator"]], cells[row["denominator"]]
    if row["denominator_year"]:
        of_year = below.xs(str(row["denominator_year"]), level="year")
        below = pd.Series(value.index.get_level_values("code").map(of_year), index=value.index)
    factor = value * below.reindex(value.index) / above.reindex(value.index)
    return factor[value > 0].dropna()
