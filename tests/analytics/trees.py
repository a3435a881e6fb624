"""Small frameworks and tables for the tests of the composite index."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analytics.composite import CompositeIndex, Framework


def leaf(parent: str, **more: Any) -> dict[str, Any]:
    """An indicator in percent from 0 to 100 where more is better, unless said otherwise."""
    return {
        "parent": parent, "direction": "higher_better", "unit": "%", "goalposts": [0, 100], "source": "test", **more,
    }  # fmt: skip


def content(**more: Any) -> dict[str, Any]:
    """Two groups: a (x, y) and b (z, u, v, w); w is better the lower it is."""
    return {
        "framework": {"id": "toy", **more},
        "node": {"all": {}, "a": {"parent": "all"}, "b": {"parent": "all", "weight": 2}},
        "indicator": {
            "x": leaf("a"),
            "y": leaf("a", weight=3),
            **{name: leaf("b") for name in "zuv"},
            "w": leaf("b", direction="lower_better", goalposts=[-50, 50], unit="points"),
        },
    }


def toy(**choices: Any) -> CompositeIndex:
    """The index of `content`, with choices as `CompositeIndex.with_choices` takes them."""
    return CompositeIndex(Framework.from_dict(content())).with_choices(**choices)


def table(places: int, seed: int = 0) -> pd.DataFrame:
    """Random figures inside the limits of `content`."""
    random = np.random.default_rng(seed)
    values = random.uniform(0, 100, (places, 6))
    frame = pd.DataFrame(values, columns=list("xyzuvw"), index=[f"{k:02d}.01" for k in range(places)])
    return frame.assign(w=frame["w"] - 50)
