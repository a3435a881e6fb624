"""Which choices of an index are varied, and how far."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FEWEST_OBSERVED", "NAMES", "Choices"]

NAMES = ("weights", "normalisation", "aggregation", "leave_one_out", "missing", "errors")
"""Choices that can be varied, in the order of their tables."""
MISSING_FROM = ("observed", "range")
FEWEST_OBSERVED = 30
"""With fewer known scores a missing one is drawn from the whole range: a handful says too little of what is possible."""


@dataclass(frozen=True)
class Choices:
    """A switch for each choice; off leaves it as the index has it.

    Attributes
    ----------
    weights
        Weights of each node's parts from a Dirichlet distribution around the index's own.
    normalisation
        The index's own or one of `normalisations`, each as often.
    aggregation
        The index's own tree, or the same mean of `aggregations` everywhere, each as often.
    leave_one_out
        One indicator left out, or none: each as often.
    missing
        Each missing figure of a place that has a score, drawn as `missing_from` says. Off: what is missing is left out, as
        the index's score does.
    errors
        Figures with a published standard error, normal around the published value.
    weight_variation
        Coefficient of variation of a weight where the weights of a node are equal: 0.25 is a standard deviation of a
        quarter of the weight. With k parts the Dirichlet's concentration is ``(k - 1) / weight_variation**2 - 1``.
    missing_from
        ``observed``: the missing score is any of those that the places with a figure have, each as likely: the reference set's,
        or without one those of the places that are ranked (where at least `FEWEST_OBSERVED` have one). It takes a place that
        does not report for one like those that do. ``range``: even between the worst and the best possible score, which takes
        it for one that may be better or worse than all others.
    normalisations, aggregations
        Alternatives to the index's own.
    sensitivity
        Whether to compute each choice's share of the variance too (one more run of draws a choice).

    Raises
    ------
    ValueError
        If the variation is not between 0 and 1, `missing_from` is neither, or no alternative is named where one is asked for.
    """

    weights: bool = True
    normalisation: bool = True
    aggregation: bool = True
    leave_one_out: bool = True
    missing: bool = True
    errors: bool = True
    weight_variation: float = 0.25
    missing_from: str = "observed"
    normalisations: tuple[str, ...] = ("goalposts", "minmax", "zscore", "percentile")
    aggregations: tuple[str, ...] = ("arithmetic", "geometric")
    sensitivity: bool = True

    def __post_init__(self) -> None:
        faults = []
        if not 0 < self.weight_variation < 1:
            faults.append(f"`weight_variation` must be above 0 and below 1, it is {self.weight_variation}")
        if self.missing_from not in MISSING_FROM:
            faults.append(
                f"`missing_from` must be one of {', '.join(MISSING_FROM)}, it is {self.missing_from!r}"
            )
        faults += [
            f"`{switch}s` must name alternatives; to vary none set {switch}=False"
            for switch in ("normalisation", "aggregation")
            if getattr(self, switch) and not getattr(self, f"{switch}s")
        ]
        if faults:
            raise ValueError("; ".join(faults) + ".")
