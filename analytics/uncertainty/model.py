"""One index under many choices at once: what is drawn, and the scores that each draw gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from analytics.composite.evaluate import Plan, combine, evaluate
from analytics.composite.framework import Leaf
from analytics.composite.index import CompositeIndex
from analytics.composite.normalise import leaf_scores
from analytics.composite.tables import indicator_columns
from analytics.uncertainty.choices import FEWEST_OBSERVED, Choices

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Inputs", "Model"]

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
NOBODY = -1
_PIECE = 128
_LEAST = float(np.finfo("float64").tiny)


@dataclass(frozen=True)
class Inputs:
    """What was drawn, one field a choice, so that one can be held while the others are drawn anew.

    Attributes
    ----------
    weights
        Node -> shares of its parts, shape (draws, parts).
    normalisation, aggregation
        Number of the alternative, shape (draws,).
    leave_one_out
        Number of the leaf left out, -1 for none, shape (draws,).
    missing
        Leaf -> position between the lowest (0) and the highest (1) score it may have, shape (draws, places without its figure).
    errors
        Leaf -> standard normal numbers, shape (draws, places with an error).
    """

    weights: Mapping[str, Array]
    normalisation: Whole
    aggregation: Whole
    leave_one_out: Whole
    missing: Mapping[str, Array]
    errors: Mapping[str, Array]

    @property
    def draws(self) -> int:
        """How many draws."""
        return len(self.normalisation)


class Model:
    """An index on the places that have a score, ready to be drawn.

    Parameters
    ----------
    index
        The index as it stands.
    frame
        All its places.
    choices
        What is varied.
    errors
        Standard errors: index and columns as ``frame``, in its units, NaN for none.

    Attributes
    ----------
    codes
        Places with a score, sorted: the order of rows must not decide what is drawn for whom.
    nominal
        Their scores, 0 to 100.
    """

    def __init__(
        self, index: CompositeIndex, frame: pd.DataFrame, choices: Choices, errors: pd.DataFrame | None
    ) -> None:
        self.index, self.choices = index, choices
        self.plan = Plan.of(index.framework)
        names = frame.index.astype(str)
        ordered = frame.iloc[np.argsort(names, kind="stable")]
        found = evaluate(self.plan, index.framework, index.leaf_scores(ordered))
        root = found.values[self.plan.order[-1]]
        scored = ~np.isnan(root)
        self.codes = ordered.index[scored]
        self.nominal = root[scored]
        self._unscored = {node: np.isnan(found.values[node][scored]) for node in self.plan.order}
        self._raw = indicator_columns(ordered[scored], index.indicators, "frame")
        self._errors = self._error_columns(errors)
        self._indices = self._normalised(index)
        self._kinds = self._aggregated(index)
        self._leaves = {leaf.id: leaf for leaf in index.framework.leaves if leaf.id in self.plan.leaves}
        # Not by `CompositeIndex.leaf_scores`, which would read and check the same columns for every normalisation.
        self._base = [
            {
                leaf.id: leaf_scores(leaf, self._raw[leaf.indicator], one.reference)
                for leaf in one.framework.leaves
                if leaf.id in self.plan.leaves
            }
            for one in self._indices
        ]
        self._range = [one.leaf_ranges() for one in self._indices]
        self._known = [
            self._observed(one, scores) for one, scores in zip(self._indices, self._base, strict=True)
        ]
        self._mute = [one.no_information for one in self._indices]
        self._missing = {
            leaf: np.flatnonzero(np.isnan(self._raw[one.indicator])) for leaf, one in self._leaves.items()
        }

    def _observed(self, index: CompositeIndex, scores: Mapping[str, Array]) -> dict[str, Array]:
        """Scores that places have, in order, of leaves that enough have; none where missing figures come from the range.

        Those of the reference set where there is one: what a figure may be must not hang on whom a place is ranked among.
        """
        if self.choices.missing_from != "observed":
            return {}
        found = {}
        for leaf in index.framework.leaves:
            if leaf.id in scores:
                values = scores[leaf.id]
                if index.reference is not None:
                    known = np.array(index.reference.values.get(leaf.indicator, ()), dtype="float64")
                    values = leaf_scores(leaf, known, index.reference)
                found[leaf.id] = np.sort(values[~np.isnan(values)])
        return {leaf: values for leaf, values in found.items() if len(values) >= FEWEST_OBSERVED}

    def _error_columns(self, errors: pd.DataFrame | None) -> dict[str, Array]:
        if errors is None or not self.choices.errors:
            return {}
        known = [name for name in self.index.indicators if name in errors]
        columns = indicator_columns(errors.reindex(self.codes), known, "errors")
        negative = [name for name, values in columns.items() if (values < 0).any()]
        if negative:
            raise ValueError(
                f"`errors` must be standard errors of 0 or more; {', '.join(negative)} has negative ones."
            )
        return {name: np.nan_to_num(values) for name, values in columns.items() if (values > 0).any()}

    def _normalised(self, index: CompositeIndex) -> list[CompositeIndex]:
        found = [index]
        if self.choices.normalisation:
            for name in self.choices.normalisations:
                other = index.with_choices(normalisation=name)
                found += [other] if other not in found else []
        return found

    def _aggregated(self, index: CompositeIndex) -> list[dict[str, str]]:
        found = [{node.id: node.aggregation for node in index.framework.nodes if node.id in self.plan.order}]
        if self.choices.aggregation:
            for name in self.choices.aggregations:
                framework = index.with_choices(aggregation=name).framework
                kinds = {one.id: one.aggregation for one in framework.nodes if one.id in self.plan.order}
                found += [kinds] if kinds not in found else []
        return found

    @property
    def varied(self) -> tuple[str, ...]:
        """Choices that are on and have more than one outcome here."""
        several = {
            "weights": self.choices.weights and any(len(s) > 1 for s in self.plan.shares.values()),
            "normalisation": len(self._indices) > 1,
            "aggregation": len(self._kinds) > 1,
            "leave_one_out": self.choices.leave_one_out and len(self.plan.leaves) > 1,
            "missing": self.choices.missing and any(len(places) for places in self._missing.values()),
            "errors": bool(self._errors),
        }
        return tuple(name for name, more in several.items() if more)

    def draw(self, draws: int, seed: np.random.SeedSequence) -> Inputs:
        """Draw all choices; each from its own stream, so that switching one off leaves the others as they are."""
        streams = [np.random.default_rng(child) for child in seed.spawn(6)]
        on = self.varied
        leaves = len(self.plan.leaves)
        none = np.zeros(draws, dtype=np.int64)
        return Inputs(
            weights=self._weights(draws, streams[0]) if "weights" in on else {},
            normalisation=_in_turn(len(self._indices), draws, streams[1]),
            aggregation=_in_turn(len(self._kinds), draws, streams[2]),
            leave_one_out=(_in_turn(leaves + 1, draws, streams[3]) if "leave_one_out" in on else none)
            + NOBODY,
            missing=self._fill(draws, streams[4]) if "missing" in on else {},
            errors=self._noise(draws, streams[5]) if "errors" in on else {},
        )

    def _weights(self, draws: int, random: np.random.Generator) -> dict[str, Array]:
        found = {}
        for node in self.plan.order:
            shares = np.array(self.plan.shares[node])
            if len(shares) > 1:
                concentration = (len(shares) - 1) / self.choices.weight_variation**2 - 1
                found[node] = random.dirichlet(shares * concentration, draws)
        return found

    def _fill(self, draws: int, random: np.random.Generator) -> dict[str, Array]:
        return {
            leaf: random.random((draws, len(places))) for leaf, places in self._missing.items() if len(places)
        }

    def _noise(self, draws: int, random: np.random.Generator) -> dict[str, Array]:
        return {
            indicator: random.standard_normal((draws, int((errors > 0).sum())))
            for indicator, errors in self._errors.items()
        }

    def scores(self, inputs: Inputs) -> Array:
        """Scores of every draw, shape (draws, places), 0 to 100."""
        found = np.empty((inputs.draws, len(self.codes)))
        for norm in range(len(self._indices)):
            for kind in range(len(self._kinds)):
                every = np.flatnonzero((inputs.normalisation == norm) & (inputs.aggregation == kind))
                # Pieces that stay in a processor's cache.
                for start in range(0, len(every), _PIECE):
                    rows = every[start : start + _PIECE]
                    found[rows] = self._group(inputs, rows, norm, self._kinds[kind])
        return found

    def _group(self, inputs: Inputs, rows: Whole, norm: int, kinds: Mapping[str, str]) -> Array:
        """Draws that share a normalisation and an aggregation."""
        values = {leaf: self._leaf(leaf, inputs, rows, norm) for leaf in self.plan.leaves}
        numbers = {leaf: k for k, leaf in enumerate(self.plan.leaves)}
        gone = inputs.leave_one_out[rows, None]
        for node in self.plan.order:
            parts = self.plan.children[node]
            drawn = inputs.weights.get(node)
            shares: list[float | Array] = []
            for k, part in enumerate(parts):
                share = self.plan.shares[node][k] if drawn is None else drawn[rows, k : k + 1]
                # A node whose only indicator is left out has no score in that draw, and its own siblings share its weight.
                shares.append(np.where(gone == numbers.get(part, -2), 0.0, share))
            values[node] = combine(
                kinds[node], [values[part] for part in parts], shares, self.index.framework.floor
            )
            if "missing" not in self.varied and self._unscored[node].any():
                values[node] = np.where(self._unscored[node], np.nan, values[node])
        return np.broadcast_to(values[self.plan.order[-1]], (len(rows), len(self.codes)))

    def _leaf(self, leaf: str, inputs: Inputs, rows: Whole, norm: int) -> Array:
        """Scores of a leaf: shape (places,), or (rows, places) where something is drawn for it."""
        found = self._base[norm][leaf]
        one = self._leaves[leaf]
        if one.indicator in inputs.errors:
            choice = replace(one, normalisation=self._normalisation(norm, leaf))
            found = self._with_errors(choice, inputs.errors[one.indicator][rows])
        if leaf in inputs.missing and leaf not in self._mute[norm]:
            found = np.array(np.broadcast_to(found, (len(rows), len(self.codes))))
            found[:, self._missing[leaf]] = self._filled(leaf, norm, inputs.missing[leaf][rows])
        return found

    def _filled(self, leaf: str, norm: int, position: Array) -> Array:
        """Scores in the place of missing ones, for positions of 0 to 1: among the known ones in order, or in the range."""
        known = self._known[norm].get(leaf)
        if known is not None:
            return known[np.minimum((position * len(known)).astype(np.int64), len(known) - 1)]
        low, high = self._range[norm][leaf]
        return low + (high - low) * position

    def _normalisation(self, norm: int, leaf: str) -> str:
        part = self._indices[norm].framework.parts[leaf]
        assert isinstance(part, Leaf)
        return part.normalisation

    def _with_errors(self, leaf: Leaf, normal: Array) -> Array:
        errors = self._errors[leaf.indicator]
        with_error = np.flatnonzero(errors > 0)
        raw = np.array(np.broadcast_to(self._raw[leaf.indicator], (len(normal), len(errors))))
        raw[:, with_error] += errors[with_error] * normal
        # A draw that is not above 0 has no logarithm; it counts as the lowest there is.
        return leaf_scores(leaf, np.maximum(raw, _LEAST) if leaf.log else raw, self.index.reference)


def _in_turn(outcomes: int, draws: int, random: np.random.Generator) -> Whole:
    """Numbers of outcomes, each as often as the others (but for one), in random order.

    Drawn freely, an outcome's share of the draws would itself differ from seed to seed.
    """
    return random.permutation(np.arange(draws) % outcomes)
