"""The same statistics by another hand: esda and libpysal, to 1e-9, or to the error of their permutations.

Where they differ on purpose, the test says so: esda's local I has the factor (n - 1) / n, its p-values are one-sided
unless asked otherwise, its smoothing lets a spread fall below 0, and its G* holds the area's own value.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import esda
import libpysal
import numpy as np
import pandas as pd
import pytest
from esda.significance import calculate_significance
from esda.smoothing import Empirical_Bayes, Spatial_Empirical_Bayes, assuncao_rate

from analytics.spatial import (
    Neighbours,
    contiguity,
    empirical_bayes,
    fdr_cutoff,
    getis_ord,
    join_counts,
    local_moran,
    local_moran_bivariate,
    morans_i,
    morans_i_bivariate,
    morans_i_rates,
)
from geodata import open_store
from tests.analytics.shapes import coverage
from tests.analytics.spatial.graphs import board, noise

if TYPE_CHECKING:
    import geopandas as gpd

JAKARTA = "31"
MANY = 9999


def areas(within: str, level: str) -> gpd.GeoDataFrame:
    return open_store().places(level=level, within=within, detail="city")


def weights(graph: Neighbours, transform: str = "r") -> libpysal.weights.W:
    neighbours = {code: list(graph.neighbours_of(code)) for code in graph.codes}
    found = libpysal.weights.W(neighbours, id_order=list(graph.codes), silence_warnings=True)
    found.transform = transform
    return found


@pytest.fixture(scope="module")
def graph() -> Neighbours:
    """Jakarta's districts on the mainland."""
    found = contiguity(areas(JAKARTA, "district"), within=JAKARTA)
    return found.only(found.components[0])


def ordered(values: pd.Series[float], graph: Neighbours) -> np.ndarray:
    return values.loc[list(graph.codes)].to_numpy()


@pytest.mark.parametrize("kind", ["queen", "rook"])
@pytest.mark.parametrize(
    ("within", "level"),
    [("31", "village"), ("73.71", "district"), ("35.10", "district"), ("32.11", "village")],
)
def test_contiguity_is_that_of_libpysal(kind: str, within: str, level: str) -> None:
    places = areas(within, level).set_index("code")
    ours = contiguity(places, kind=kind, within=within)  # type: ignore[arg-type]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of islands
        theirs = libpysal.graph.Graph.build_contiguity(places, rook=kind == "rook")
    pairs = theirs.adjacency[theirs.adjacency > 0].index
    assert {frozenset(pair) for pair in pairs} == {
        frozenset(pair) for pair in ours.pairs.itertuples(index=False)
    }
    assert set(theirs.isolates) == set(ours.islands)


@pytest.mark.parametrize("seed", [1, 2])
def test_contiguity_of_awkward_cells_is_that_of_libpysal(seed: int) -> None:
    places = coverage(seed, 60).set_index("code")
    for kind, rook in (("queen", False), ("rook", True)):
        theirs = libpysal.graph.Graph.build_contiguity(places, rook=rook)
        ours = contiguity(places, kind=kind)  # type: ignore[arg-type]
        assert {frozenset(pair) for pair in theirs.adjacency.index} == {
            frozenset(pair) for pair in ours.pairs.itertuples(index=False)
        }


def test_row_standardised_weights(graph: Neighbours) -> None:
    assert graph.matrix() == pytest.approx(weights(graph).full()[0], abs=1e-15)


@pytest.mark.parametrize("seed", range(5))
def test_global_moran(graph: Neighbours, seed: int) -> None:
    values = noise(graph, seed)
    ours = morans_i(values, graph, seed=1, permutations=MANY)
    theirs = esda.Moran(ordered(values, graph), weights(graph), permutations=0)
    assert ours.statistic == pytest.approx(theirs.I, abs=1e-9)
    assert ours.expected == pytest.approx(theirs.EI, abs=1e-12)
    assert ours.sd == pytest.approx(theirs.seI_rand, abs=1e-9)
    assert ours.z == pytest.approx(theirs.z_rand, abs=1e-9)
    # Two independent sets of permutations: four standard errors of a share.
    np.random.seed(12)  # noqa: NPY002 esda draws from numpy's old global generator
    sim = esda.Moran(ordered(values, graph), weights(graph), permutations=MANY).sim
    share = calculate_significance(ours.statistic, sim, "two-sided")
    assert ours.p == pytest.approx(share, abs=4 * np.sqrt(2 * 0.25 / MANY))


@pytest.mark.parametrize("seed", range(3))
def test_local_moran(graph: Neighbours, seed: int) -> None:
    values, n = noise(graph, seed), len(graph.codes)
    ours = local_moran(values, graph, seed=1, permutations=MANY).frame
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that its p_sim is one-sided
        theirs = esda.Moran_Local(
            ordered(values, graph),
            weights(graph),
            permutations=MANY,
            seed=12,
            keep_simulations=True,
            n_jobs=1,
        )
    assert ours["statistic"].to_numpy() == pytest.approx(theirs.Is * n / (n - 1), abs=1e-9)
    names = {1: "high_high", 2: "low_high", 3: "low_low", 4: "high_low"}
    assert ours["quadrant"].tolist() == [names[int(q)] for q in theirs.q]
    two_sided = calculate_significance(theirs.Is, theirs.rlisas, "two-sided")
    # 42 comparisons of two independent shares; twice a tail of at most a half.
    error = 2 * np.sqrt(2 * np.maximum(two_sided / 2, 1e-3) / MANY)
    assert (np.abs(ours["p"].to_numpy() - two_sided) <= 4.5 * error).all()
    # Its own p_sim is one tail, chosen after looking: half of ours.
    assert ours["p"].to_numpy() / 2 == pytest.approx(theirs.p_sim, abs=0.03)


@pytest.mark.parametrize("star", [True, False])
def test_getis_ord(graph: Neighbours, *, star: bool) -> None:
    values = noise(graph, 4) + 10  # esda divides by the sum
    ours = getis_ord(values, graph, star=star, seed=1).frame
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = esda.G_Local(
            ordered(values, graph), weights(graph, "b"), transform="B", permutations=0, star=star
        )
    assert ours["statistic"].to_numpy() == pytest.approx(theirs.Zs, abs=1e-9)


def test_bivariate_moran(graph: Neighbours) -> None:
    x, y, n = noise(graph, 5), noise(graph, 6), len(graph.codes)
    ours = morans_i_bivariate(x, y, graph, seed=1)
    theirs = esda.Moran_BV(ordered(x, graph), ordered(y, graph), weights(graph), permutations=0)
    assert ours.statistic == pytest.approx(theirs.I, abs=1e-9)
    local = local_moran_bivariate(x, y, graph, seed=1).frame
    parts = esda.Moran_Local_BV(ordered(x, graph), ordered(y, graph), weights(graph), permutations=0)
    # Scores with divisor n - 1 on both sides there, with n here.
    assert local["statistic"].to_numpy() * (n - 1) / n == pytest.approx(parts.Is, abs=1e-9)


def test_join_counts(graph: Neighbours) -> None:
    black = (noise(graph, 7) > 0).astype("int64")
    ours = join_counts(black.map({0: "a", 1: "b"}), graph, seed=1).table.set_index(["class", "other"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = esda.Join_Counts(ordered(black, graph), weights(graph, "b"), permutations=0)
    assert ours.loc[[("b", "b"), ("a", "a"), ("a", "b")], "observed"].tolist() == [
        theirs.bb,
        theirs.ww,
        theirs.bw,
    ]


def counts(graph: Neighbours) -> tuple[pd.Series[float], pd.Series[float]]:
    rng = np.random.default_rng(8)
    people = pd.Series(rng.integers(1000, 90_000, len(graph.codes)).astype(float), index=list(graph.codes))
    return pd.Series(
        rng.poisson(people * rng.uniform(0.01, 0.05, len(people))).astype(float), index=people.index
    ), people


def test_empirical_bayes(graph: Neighbours) -> None:
    events, people = counts(graph)
    theirs = Empirical_Bayes(events.to_numpy(), people.to_numpy()).r.ravel()
    assert empirical_bayes(events, people)["smoothed_rate"].to_numpy() == pytest.approx(theirs, abs=1e-9)
    local = empirical_bayes(events, people, neighbours=graph)["smoothed_rate"]
    spatial = Spatial_Empirical_Bayes(events.to_numpy(), people.to_numpy(), weights(graph, "b")).r.ravel()
    assert local.to_numpy() == pytest.approx(spatial, abs=1e-9)


def test_moran_of_rates(graph: Neighbours) -> None:
    events, people = counts(graph)
    ours = morans_i_rates(events, people, graph, seed=1)
    theirs = esda.Moran(assuncao_rate(events.to_numpy(), people.to_numpy()), weights(graph), permutations=0)
    assert ours.statistic == pytest.approx(theirs.I, abs=1e-9)
    rate = esda.moran.Moran_Rate(events.to_numpy(), people.to_numpy(), weights(graph), permutations=0)
    assert ours.statistic == pytest.approx(rate.I, abs=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_false_discovery_cut_off(seed: int) -> None:
    """The limit alpha k / m there, the largest p below it here: the same areas pass. Where none does, esda says alpha / m."""
    p = np.random.default_rng(seed).uniform(0, 1, 60) ** 3
    ours, theirs = fdr_cutoff(p), esda.fdr(p, 0.05)
    passed = p <= (ours if ours == ours else -1)  # noqa: PLR0124 NaN for none
    assert (passed == (p <= theirs)).all()


def test_an_island_is_no_cluster_here_and_may_be_one_there() -> None:
    """In esda an island has the lag 0, the mean, and counts in n; here it is left out and changes nothing."""
    whole = board(5, 6, more=("island",))
    values = noise(whole, 9)
    ours = morans_i(values, whole, seed=1)
    mainland = whole.only(whole.components[0])
    assert ours.statistic == pytest.approx(
        esda.Moran(ordered(values, mainland), weights(mainland), permutations=0).I, abs=1e-9
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with_island = esda.Moran(ordered(values, whole), weights(whole), permutations=0)
    assert with_island.n == ours.n + 1
