"""``rank_uncertainty`` on the country: 1 000 draws of 514 places and 20 indicators, every choice varied.

The shape is the one that the index page needs at most; the figures are drawn (a tenth of them missing, a standard error on each),
so that the measurement hangs on no year of the store. Each round is held against the first one: another result with the same
seed is no measurement. Beside it the shares of the variance, which take one run of the draws
more for each choice.
"""

from __future__ import annotations

import argparse
import statistics
import time
from typing import Any

import numpy as np
import pandas as pd

from analytics.composite import CompositeIndex, Framework
from analytics.uncertainty import Choices, rank_uncertainty

PLACES, PILLARS, INDICATORS_EACH = 514, 5, 4
LIMIT_S = 2.0
FULL, SHORT = 1000, 100
CASES = {
    "ranks": (Choices(sensitivity=False), False),
    "ranks with errors": (Choices(sensitivity=False), True),
    "ranks and shares of the variance": (Choices(), False),
}


def example() -> tuple[CompositeIndex, pd.DataFrame, pd.DataFrame]:
    """An index of twenty indicators in five pillars, its national table and standard errors."""
    random = np.random.default_rng(20)
    names = [f"i{k:02d}" for k in range(PILLARS * INDICATORS_EACH)]
    leaf = {"direction": "higher_better", "unit": "%", "goalposts": [0, 100], "source": "benchmark"}
    content = {
        "framework": {"id": "benchmark", "coverage_threshold": 0.5},
        "node": {"all": {}} | {f"p{k}": {"parent": "all"} for k in range(PILLARS)},
        "indicator": {name: {**leaf, "parent": f"p{k // INDICATORS_EACH}"} for k, name in enumerate(names)},
    }
    common = random.normal(50, 15, (PLACES, 1))
    values = np.clip(common + random.normal(0, 15, (PLACES, len(names))), 0, 100)
    values[random.random(values.shape) < 0.1] = np.nan
    codes = [f"{k // 20 + 11}.{k % 20 + 1:02d}" for k in range(PLACES)]
    frame = pd.DataFrame(values, index=codes, columns=names)
    return CompositeIndex(Framework.from_dict(content)).with_reference(frame), frame, frame * 0 + 2


def measure(case: str, rounds: int = 7, draws: int = FULL) -> dict[str, Any]:
    """Median seconds of one case, from the frame to ranks, bands and six pairs.

    Raises
    ------
    RuntimeError
        If a round gives another result than the first.
    """
    index, frame, errors = example()
    choices, with_errors = CASES[case]
    among, seconds, first = list(frame.index[:4]), [], None
    for _round in range(rounds):
        start = time.perf_counter()
        found = rank_uncertainty(
            index,
            frame,
            seed=1,
            draws=draws,
            choices=choices,
            among=among,
            errors=errors if with_errors else None,
        )
        seconds.append(time.perf_counter() - start)
        first = found if first is None else first
        if not (found.ranks.equals(first.ranks) and found.p_higher.equals(first.p_higher)):
            message = f"{case}: the same seed gave another result: nothing to measure"
            raise RuntimeError(message)
    assert first is not None
    return {
        "draws": draws,
        "places": first.n,
        "indicators": len(index.indicators),
        "varied": list(first.varied),
        "seconds": [round(s, 3) for s in seconds],
        "median_s": round(statistics.median(seconds), 3),
        "limit_s": LIMIT_S,
    }


def measure_all(rounds: int, draws: int) -> dict[str, dict[str, Any]]:
    """Every case, each with a printed line."""
    found = {}
    for case in CASES:
        found[f"index, {case}"] = row = measure(case, rounds, draws)
        print(line(case, row), flush=True)
    return found


def line(case: str, row: dict[str, Any]) -> str:
    """One case in a line."""
    return (
        f"index, {case}: {row['median_s']} s (limit {row['limit_s']} s), {row['draws']} draws, {row['places']} places, "
        f"{row['indicators']} indicators, {len(row['varied'])} choices varied"
    )


def main() -> int:
    """Measure every case and print a line each; 1 if one is over its limit."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.index", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    rows = measure_all(given.rounds, FULL).values()
    return int(any(row["median_s"] > row["limit_s"] for row in rows))


if __name__ == "__main__":
    raise SystemExit(main())
