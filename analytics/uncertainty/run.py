"""Ranks under many choices: the entry."""

from __future__ import annotations

import math
from collections.abc import Collection

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.composite.index import CompositeIndex
from analytics.uncertainty.choices import Choices
from analytics.uncertainty.model import Model
from analytics.uncertainty.ranking import ranks_of, share_higher
from analytics.uncertainty.result import RankUncertainty
from analytics.uncertainty.sensitivity import variance_shares

__all__ = ["rank_uncertainty"]

Array = npt.NDArray[np.float64]
LOW, HIGH = 0.05, 0.95


def rank_uncertainty(
    index: CompositeIndex,
    frame: pd.DataFrame,
    *,
    seed: int,
    draws: int = 1000,
    choices: Choices | None = None,
    among: Collection[str] = (),
    errors: pd.DataFrame | None = None,
) -> RankUncertainty:
    """How sure the ranks of an index are when its choices are varied (Saisana, Saltelli and Tarantola, 2005).

    Each draw takes weights, a normalisation, an aggregation, perhaps leaves an indicator out, and puts something in the place
    of missing figures and of figures with an error (see `Choices`); then all places with a score are ranked. Who has a score is
    decided once, by the index as it stands.

    Parameters
    ----------
    index
        The index; its reference set is needed where the normalisation is varied.
    frame
        All places that are ranked (index code, columns `index.indicators`), in the units of the framework.
    seed
        0 or more. The same seed gives the same result, in whatever order the rows stand.
    draws
        At least 20: below, there is no 5 %.
    choices
        Which choices are varied; all by default.
    among
        Codes of the places to compare pair by pair; pass ``frame.index`` for all.
    errors
        Standard errors in the units of ``frame``: index code, columns indicators; NaN, or no row or column, for none.

    Returns
    -------
    RankUncertainty

    Raises
    ------
    ValueError
        If ``draws``, ``seed``, ``among`` or ``errors`` cannot be used; an `IndexDataError` or a `FrameworkError`
        where the index cannot be computed on ``frame``, or not with one of the alternatives.
    """
    chosen = choices or Choices()
    asked = list(dict.fromkeys(among))
    _check(frame, draws, seed, asked)
    model = Model(index, frame, chosen, errors)
    main, other = np.random.SeedSequence(seed).spawn(2)
    inputs = model.draw(draws, main)
    scores = model.scores(inputs)
    ranks = ranks_of(scores)
    shares = pd.DataFrame(columns=["share", "standard_error"], dtype="float64")
    if chosen.sensitivity and model.varied and len(model.codes) > 1:
        shares = variance_shares(model, inputs, ranks.astype("float64"), other)
    return RankUncertainty(
        ranks=_table(model, ranks).reindex(frame.index),
        p_higher=_matrix(model, scores, asked),
        variance_shares=shares,
        n=len(model.codes),
        varied=model.varied,
        draws=draws,
        seed=seed,
        choices=chosen,
    )


def _check(frame: pd.DataFrame, draws: int, seed: int, among: list[str]) -> None:
    faults = []
    if draws < 20:
        faults.append(f"`draws` must be at least 20, it is {draws}")
    if seed < 0:
        faults.append(f"`seed` must be 0 or more, it is {seed}")
    strange = [str(code) for code in among if code not in frame.index]
    if strange:
        faults.append(f"`among` must be places of `frame`, {', '.join(strange[:5])} is none")
    if faults:
        raise ValueError("; ".join(faults) + ".")


def _table(model: Model, ranks: npt.NDArray[np.int64]) -> pd.DataFrame:
    columns = {
        "score": model.nominal,
        "rank": ranks_of(model.nominal[None, :])[0] if len(model.codes) else np.array([], dtype="int64"),
    }
    draws = len(ranks)
    rising = np.sort(ranks, axis=0)
    columns["median"] = np.median(rising, axis=0) if len(model.codes) else np.array([])
    columns["low"] = rising[math.floor(LOW * (draws - 1))]
    columns["high"] = rising[math.ceil(HIGH * (draws - 1))]
    columns["p_first"] = (ranks == 1).mean(axis=0)
    table = pd.DataFrame(columns, index=model.codes)
    return table.astype({"rank": "Int64", "low": "Int64", "high": "Int64"})


def _matrix(model: Model, scores: Array, among: list[str]) -> pd.DataFrame:
    """P(row higher than column) of the places asked for."""
    where = model.codes.get_indexer(pd.Index(among))
    known = np.flatnonzero(where >= 0)
    found = np.full((len(among), len(among)), np.nan)
    found[np.ix_(known, known)] = share_higher(scores[:, where[known]])
    return pd.DataFrame(found, index=among, columns=among)
