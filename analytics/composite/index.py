"""The composite index: a framework, perhaps a reference set, and what is computed from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.composite import changes, recipes
from analytics.composite.contributions import contribution_base, contributions
from analytics.composite.evaluate import Evaluation, Plan, bounds, evaluate
from analytics.composite.framework import Framework
from analytics.composite.normalise import leaf_range, leaf_scores
from analytics.composite.reading import FilePath, shipped_path, toml_tables
from analytics.composite.reference import Reference
from analytics.composite.result import CompositeResult
from analytics.composite.tables import indicator_columns

__all__ = ["CompositeIndex"]

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class CompositeIndex:
    """A composite index (OECD/JRC 2008, ISBN 978-92-64-04345-9), never changed: each ``with_…`` gives a copy.

    Attributes
    ----------
    framework
        The tree with its weights and choices.
    reference
        The places that relative normalisations (minmax, zscore, percentile) are judged on; None where only fixed limits are used.

    Examples
    --------
    >>> index = CompositeIndex.shipped("ipm")
    >>> index.with_weights({"education": 2}).weights["education"]
    2.0
    """

    framework: Framework
    reference: Reference | None = None

    # Where an index comes from ---------------------------------------------------------------------------------

    @staticmethod
    def from_file(path: FilePath, *, reference: pd.DataFrame | None = None) -> CompositeIndex:
        """Read a framework (TOML; its keys stand in ``docs/frameworks.md``).

        Parameters
        ----------
        path
            The file.
        reference
            As in `with_reference`.

        Raises
        ------
        FrameworkError
            With every fault of the file at once.
        IndexDataError
            With every fault of the reference set.
        """
        index = CompositeIndex(Framework.from_dict(toml_tables(path), str(path)))
        return index if reference is None else index.with_reference(reference)

    @staticmethod
    def shipped(name: str, *, reference: pd.DataFrame | None = None) -> CompositeIndex:
        """One of the frameworks that travel with the program: ``ipm`` or ``smart_city``.

        Raises
        ------
        FrameworkError
            If there is none of that name.
        """
        return CompositeIndex.from_file(shipped_path(name), reference=reference)

    @staticmethod
    def from_recipe(recipe: Mapping[str, Any], *, frame: pd.DataFrame | None = None) -> CompositeIndex:
        """Index out of what `to_recipe` gave; it scores the same figures to the same bits.

        Parameters
        ----------
        recipe
            The dictionary, perhaps after a round trip through JSON.
        frame
            The figures about to be scored; if the recipe holds a digest they must be the same.

        Raises
        ------
        RecipeError
            If it is no recipe, of a later version, or the figures are others.
        """
        framework, reference = recipes.read(recipe, frame)
        return CompositeIndex(framework, reference)

    def to_recipe(self, frame: pd.DataFrame | None = None) -> dict[str, Any]:
        """All that is needed to compute the index again, as plain dictionaries, lists, numbers and texts.

        Parameters
        ----------
        frame
            The figures that were scored: the recipe then holds their SHA-256.
        """
        return recipes.write(self.framework, self.reference, frame)

    # Changed copies --------------------------------------------------------------------------------------------

    def with_reference(self, frame: pd.DataFrame) -> CompositeIndex:
        """Copy that judges relative normalisations on these places.

        Parameters
        ----------
        frame
            The national set: index code, the framework's indicators as columns.

        Raises
        ------
        IndexDataError
            With every fault of the table.
        """
        # Those of weight 0 too, where they are there: a weight may be given later.
        more = [leaf.indicator for leaf in self.framework.leaves if leaf.indicator in frame.columns]
        return replace(self, reference=Reference.of(frame, [*self.indicators, *more]))

    def with_weights(self, weights: Mapping[str, float]) -> CompositeIndex:
        """Copy with other weights of some nodes or leaves; the others keep theirs.

        Parameters
        ----------
        weights
            Part -> weight, 0 or more, against its siblings. 0 takes the part out, exactly as if it were not in the file.

        Raises
        ------
        FrameworkError
            If a name is unknown, a weight is negative or not finite, or a node is left without any part.
        """
        return replace(self, framework=changes.with_weights(self.framework, weights))

    def with_share(self, part: str, share: float) -> CompositeIndex:
        """Copy in which a part has a given share of its node, its siblings keeping their proportions.

        Parameters
        ----------
        part
            Node or leaf other than the root, with at least one sibling of weight above 0.
        share
            0 to 1.

        Raises
        ------
        FrameworkError
            If the part is unknown or has no such sibling, or the share is out of range.
        """
        return replace(self, framework=changes.with_share(self.framework, part, share))

    def with_choices(
        self,
        *,
        normalisation: str | Mapping[str, str] | None = None,
        aggregation: str | Mapping[str, str] | None = None,
        coverage_threshold: float | None = None,
        missing: str | None = None,
    ) -> CompositeIndex:
        """Copy with other choices.

        Parameters
        ----------
        normalisation
            For every leaf (those in steps stay in steps: categories have no other scale), or leaf -> normalisation.
        aggregation
            For every node, or node -> aggregation.
        coverage_threshold, missing
            As in `Framework`.

        Raises
        ------
        FrameworkError
            If a name is unknown or a leaf lacks what the normalisation needs.
        """
        framework = changes.with_choices(
            self.framework, normalisation, aggregation, coverage_threshold, missing
        )
        return replace(self, framework=framework)

    # What it is ------------------------------------------------------------------------------------------------

    @property
    def weights(self) -> dict[str, float]:
        """Weights as written, of every part but the root."""
        return self.framework.weights

    @property
    def shares(self) -> dict[str, float]:
        """Share of each part in its node, 0 to 1; the parts of a node add up to 1. Parts of weight 0 are not there."""
        plan = Plan.of(self.framework)
        return {
            part: share
            for node in reversed(plan.order)
            for part, share in zip(plan.children[node], plan.shares[node], strict=True)
        }

    @property
    def indicators(self) -> list[str]:
        """Columns that a frame to be scored must have: those of leaves that count."""
        used = Plan.of(self.framework).leaves
        return list(dict.fromkeys(leaf.indicator for leaf in self.framework.leaves if leaf.id in used))

    @property
    def no_information(self) -> tuple[str, ...]:
        """Leaves in which nobody can have a score, since the reference set is the same everywhere."""
        used, probe = Plan.of(self.framework).leaves, np.ones(1)
        return tuple(
            leaf.id
            for leaf in self.framework.leaves
            if leaf.id in used and np.isnan(leaf_scores(leaf, probe, self.reference)).all()
        )

    # Scores ----------------------------------------------------------------------------------------------------

    def leaf_scores(self, frame: pd.DataFrame) -> dict[str, Array]:
        """Score of each leaf that counts, 0 to 100, shape (places,), NaN where there is none.

        Raises
        ------
        IndexDataError
            With every fault of the frame, or if a reference set is needed.
        """
        plan = Plan.of(self.framework)
        used = [leaf for leaf in self.framework.leaves if leaf.id in plan.leaves]
        logs = [leaf.indicator for leaf in used if leaf.log]
        columns = indicator_columns(frame, self.indicators, "frame", positive=logs)
        return {leaf.id: leaf_scores(leaf, columns[leaf.indicator], self.reference) for leaf in used}

    def leaf_ranges(self) -> dict[str, tuple[float, float]]:
        """Lowest and highest score that a missing figure might get, of each leaf that counts.

        Raises
        ------
        IndexDataError
            If the rule is ``reference`` and there is no reference set.
        """
        plan, rule = Plan.of(self.framework), self.framework.missing
        return {
            leaf.id: leaf_range(leaf, self.reference, rule)
            for leaf in self.framework.leaves
            if leaf.id in plan.leaves
        }

    def score(self, frame: pd.DataFrame) -> CompositeResult:
        """Score places.

        Parameters
        ----------
        frame
            Index: code of each place, once. Columns: at least `indicators`, in the units of the framework; NaN for no
            figure. A place's scores depend on no other row.

        Returns
        -------
        CompositeResult

        Raises
        ------
        IndexDataError
            With every fault of the frame, or if a reference set is needed.
        """
        plan = Plan.of(self.framework)
        found = evaluate(plan, self.framework, self.leaf_scores(frame))
        ranges = self.leaf_ranges()
        sides = [bounds(plan, self.framework, found, ranges, side) for side in (0, 1)]
        names = (*reversed(plan.order), *plan.leaves)
        column = self.framework.column
        scored = {name: ~np.isnan(found.values[name]) | (name in plan.leaves) for name in names}
        low, high = (
            {column(name): np.where(scored[name], side[name], np.nan) for name in names} for side in sides
        )
        return CompositeResult(
            scores=pd.DataFrame({column(name): found.values[name] for name in names}, index=frame.index),
            coverage=self._coverage(plan, found, frame.index),
            low=pd.DataFrame(low, index=frame.index),
            high=pd.DataFrame(high, index=frame.index),
            contributions=contributions(plan, self.framework, found, frame.index),
            base=contribution_base(plan, self.framework),
            children={column(node): plan.children[node] for node in reversed(plan.order)},
            no_information=self.no_information,
        )

    def _coverage(self, plan: Plan, found: Evaluation, index: pd.Index) -> pd.DataFrame:
        nodes = {self.framework.column(node): found.coverage[node] for node in reversed(plan.order)}
        return pd.DataFrame(nodes, index=index)
