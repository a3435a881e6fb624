"""What the method says that the store gives today, computed again and looked up in both texts."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from analytics.composite import CompositeIndex
from analytics.correlation import redundant
from analytics.inequality import beta_convergence, sigma_convergence
from analytics.screening import coherence, distributions
from analytics.spatial import NOT_SIGNIFICANT, PERMUTATIONS, Neighbours, contiguity, local_moran
from analytics.uncertainty import Choices, effective_weights, rank_uncertainty
from tests.views.saying import store
from tests.views.test_index import page
from views.formatting import number
from views.i18n import LANGUAGES
from views.index_agreement import agreement_table
from views.index_model import DRAWS, SEED, index_frame
from views.method import method_parts

if TYPE_CHECKING:
    import pandas as pd

CITIES = {"Jakarta": "31", "Makassar": "73.71", "Banyuwangi": "35.10", "Sumedang": "32.11"}


@cache
def text(lang: str) -> str:
    """All sections on one line each."""
    return "\n".join(
        " ".join(part.split())
        for parts in method_parts(store(), lang)
        for section in parts.sections
        for part in section.text.split("\n\n")
    )


@cache
def graph(city: str, level: str) -> Neighbours:
    return contiguity(store().places(level=level, within=city, detail="city"), within=city)


@cache
def six_pillars() -> tuple[CompositeIndex, pd.DataFrame]:
    """The framework, judged on all regencies and cities."""
    index = CompositeIndex.shipped("smart_city")
    frame = index_frame(store(), "smart_city")
    return index.with_reference(frame), frame


def says(*told: str) -> bool:
    """Whether the English text has each phrase up to "|", and the Indonesian one what follows."""
    pairs = [one.split("|") for one in told]
    return all(english in text("en") and indonesian in text("id") for english, indonesian in pairs)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_six_pillars_beside_published_indices(lang: str) -> None:
    model = page(lang)
    human, rest, rivals, *few = agreement_table(model).iloc[:, 1:].to_numpy().tolist()
    assert f"{human[1]} ({human[0]} " in text(lang)
    assert f"{rest[1]} ({rest[0]})" in text(lang)
    assert f"{rivals[1]} ({rivals[0]}, " in text(lang)
    assert [one[1] for one in few] == ["–", "–"]
    java = store().values("competitiveness_index", level="regency", years=2024)["code"].str[:1]
    assert set(java) == {"3"}
    complete = page(lang, field="complete").found.n
    assert {"en": f"can be ranked: {complete} in", "id": f"saja: {complete} dalam"}[lang] in text(lang)


def test_what_drawing_missing_figures_from_known_ones_does() -> None:
    index, frame = six_pillars()
    scored = index.score(frame).scores["score"].notna()
    lacking = frame.index[scored & frame[index.indicators].isna().any(axis=1)]
    middle = []
    for rule in ("range", "observed"):
        choices = Choices(sensitivity=False, missing_from=rule)
        ranks = rank_uncertainty(index, frame, seed=SEED, draws=DRAWS, choices=choices).ranks.loc[lacking]
        middle.append(int((ranks["high"] - ranks["low"] + 1).astype(float).median()))
    assert says(f"half of the {len(lacking)} places|separuh dari {len(lacking)} wilayah")
    assert says(
        f"at least {middle[0]} ranks instead of {middle[1]}|sekurang-kurangnya {middle[0]} peringkat, bukan {middle[1]}"
    )


@pytest.mark.parametrize("city", CITIES)
def test_neighbours_of_the_pilots(city: str) -> None:
    counts = []
    for level in ("district", "village"):
        found = graph(CITIES[city], level)
        counts += [len(found.codes), len(found.pairs), len(found.islands) + len(found.lone_pairs)]
    row = f"| {city} | " + " | ".join(str(count) for count in counts) + " |"
    assert all(row in text(lang) for lang in LANGUAGES)


def test_clusters_of_the_villages_of_banyuwangi() -> None:
    values = store().values(["idm_score"], level="village", years=[2024]).set_index("code")["value"]
    here = values[values.index.str.startswith("35.10.")]
    few = local_moran(here, graph("35.10", "village"), seed=1, permutations=PERMUTATIONS)
    enough = local_moran(here, graph("35.10", "village"), seed=1)
    alone, none, some = (
        int((clusters.dropna() != NOT_SIGNIFICANT).sum())
        for clusters in (enough.frame["cluster"], few.frame["cluster_fdr"], enough.frame["cluster_fdr"])
    )
    assert (none, some) == (0, 7)
    assert says(
        f"has {alone} that pass|punya {alone} desa",
        f"R = {number(enough.permutations, 0, 'en')} seven do|R = {number(enough.permutations, 0, 'id')} ada tujuh",
    )


def test_growth_and_spread_of_real_grdp_per_head() -> None:
    values = store().values(["grdp_per_capita_real"], level="regency")
    wide = values.pivot_table(index="code", columns="year", values="value").loc[:, 2010:2024]
    beta, sigma = beta_convergence(wide, 2010, 2024), sigma_convergence(wide.dropna())
    spread = sigma.table["sd_log"]
    assert spread.loc[2010:2019].is_monotonic_decreasing or spread.idxmin() == 2019
    for lang in LANGUAGES:
        told = [(beta.slope, 4), (beta.robust_error, 4), *((spread[year], 3) for year in (2010, 2019, 2024))]
        wanted = [number(value, decimals, lang) for value, decimals in told]
        assert [one for one in [*wanted, f" {sigma.n} "] if one not in text(lang)] == []


def test_scores_of_the_six_pillars() -> None:
    index, frame = six_pillars()
    result = index.score(frame)
    known = result.scores[["score", "governance", "environment"]].notna().sum()
    assert says(
        f"{known['score']} places have a score|{known['score']} wilayah memiliki skor",
        f"(SPI, {known['governance']} places)|(SPI, {known['governance']} wilayah)",
        f"what {known['environment']} local governments|laporan {known['environment']} pemerintah",
        "fifteen rates|lima belas rasio",
    )
    assert len(index.indicators) == 15
    jakarta = frame.loc[frame.index.str.startswith("31."), "integrity_index"]
    assert jakarta.eq(jakarta.iloc[0]).all()  # one government for all its parts


def test_influence_of_environment() -> None:
    index, frame = six_pillars()
    scores = index.score(frame).scores
    complete = scores[["governance", "economy", "society", "environment", "living"]].notna().all(axis=1)
    found = effective_weights(index, frame[complete])
    shares = found.loc[["governance", "economy", "society", "environment", "living"], "variance_share"]
    assert shares.idxmax() == "environment"
    assert shares.max() > 1 / 2
    assert says("over half of the variance|lebih dari separuh ragam")


def test_screening_of_the_six_pillars() -> None:
    index, frame = six_pillars()
    shapes = distributions(frame)
    outliers = set(shapes.index[shapes["outliers"]])
    assert outliers == {"grdp_per_capita_real", "no_electricity_share", "digital_id_share"}
    logged = {leaf.id for leaf in index.framework.leaves if leaf.log}
    assert outliers - logged == {"no_electricity_share", "digital_id_share"}
    assert redundant(frame).empty
    found = coherence(index, frame)
    assert found.at["score", "negative"] == 0
    assert found.at["economy", "negative"] == 3
    assert "unemployment_rate" in {leaf.id for leaf in index.framework.children("economy")}
    for lang in LANGUAGES:
        pair = found.loc[["score", "economy"], "alpha"]
        told = re.findall(r"\((?:alpha|alfa) ([\d.,]+)\)", text(lang))
        assert told == [number(value, 1, lang) for value in pair]
