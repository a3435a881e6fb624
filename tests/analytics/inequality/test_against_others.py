"""The same measures by another hand: the package inequality, scipy and numpy, to 1e-9."""

from __future__ import annotations

import inequality.gini
import inequality.theil
import numpy as np
import pandas as pd
import pytest
import scipy.stats

from analytics.inequality import beta_convergence, coefficient_of_variation, gini, theil, weighted_quantile
from analytics.inequality.convergence import t_quantile
from geodata import open_store


@pytest.fixture(scope="module")
def spending() -> pd.DataFrame:
    """Expenditure per person of all regencies and cities by year."""
    values = open_store().values(["expenditure_ppp"], level="regency")
    return values.pivot_table(index="code", columns="year", values="value").dropna()


def test_gini_and_theil(spending: pd.DataFrame) -> None:
    values = spending[spending.columns[-1]]
    assert gini(values).value == pytest.approx(inequality.gini.Gini(values.to_numpy()).g, abs=1e-9)
    assert theil(values).value == pytest.approx(float(inequality.theil.Theil(values.to_numpy()).T), abs=1e-9)
    assert coefficient_of_variation(values).value == pytest.approx(scipy.stats.variation(values), abs=1e-9)


def test_parts_of_theil_by_province(spending: pd.DataFrame) -> None:
    values = spending[spending.columns[-1]]
    provinces = pd.Series(values.index.str[:2], index=values.index)
    ours = theil(values, groups=provinces)
    theirs = inequality.theil.TheilD(values.to_numpy(), provinces.to_numpy())
    assert ours.between == pytest.approx(float(np.ravel(theirs.bg)[0]), abs=1e-9)
    assert ours.within == pytest.approx(float(np.ravel(theirs.wg)[0]), abs=1e-9)


def test_weights_are_repetitions() -> None:
    rng = np.random.default_rng(1)
    values, people = pd.Series(rng.lognormal(size=30)), pd.Series(rng.integers(1, 20, 30))
    each = np.repeat(values.to_numpy(), people.to_numpy())
    assert gini(values, people).value == pytest.approx(inequality.gini.Gini(each).g, abs=1e-9)
    assert theil(values, people).value == pytest.approx(float(inequality.theil.Theil(each).T), abs=1e-9)
    for q in (0.1, 0.25, 0.5, 0.9):
        expected = np.quantile(each, q, method="averaged_inverted_cdf")
        assert weighted_quantile(values, q, people) == pytest.approx(expected, abs=1e-9)


def test_beta_is_a_line_of_least_squares(spending: pd.DataFrame) -> None:
    first, last = int(spending.columns[0]), int(spending.columns[-1])
    ours = beta_convergence(spending, first, last)
    logs = np.log(spending)
    line = scipy.stats.linregress(logs[first], (logs[last] - logs[first]) / (last - first))
    assert ours.slope == pytest.approx(line.slope, abs=1e-9)
    assert ours.intercept == pytest.approx(line.intercept, abs=1e-9)
    assert ours.standard_error == pytest.approx(line.stderr, abs=1e-9)
    assert ours.r_squared == pytest.approx(line.rvalue**2, abs=1e-9)
    # HC1 by its definition, with matrices.
    x = np.column_stack([np.ones(len(logs)), logs[first]])
    rest = (logs[last] - logs[first]) / (last - first) - line.intercept - line.slope * logs[first]
    bread = np.linalg.inv(x.T @ x)
    sandwich = bread @ (x.T * rest.to_numpy() ** 2) @ x @ bread * len(x) / (len(x) - 2)
    assert ours.robust_error == pytest.approx(np.sqrt(sandwich[1, 1]), abs=1e-9)


@pytest.mark.parametrize(("degrees", "error"), [(8, 1e-3), (28, 1e-5), (512, 1e-9)])
def test_t_quantile(degrees: int, error: float) -> None:
    assert t_quantile(degrees) == pytest.approx(scipy.stats.t.ppf(0.975, degrees), abs=error)
