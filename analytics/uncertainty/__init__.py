"""How sure the ranks of a composite index are, and what they hang on.

    from analytics.uncertainty import rank_uncertainty
    found = rank_uncertainty(index, frame, seed=1, among=["73.71", "32.11"])
    found.ranks          # score, rank, median, low, high, p_first
    found.pairs          # a, b, p, verdict

Modules
-------
choices, model
    What is varied, and the scores of every draw.
ranking, run, result
    Ranks of many draws, the entry and what it gives.
sensitivity
    Which choice moves the ranks most.
tipping
    The weight at which the order of two places turns.
leaving_out
    Indicators without which the order of two places turns.
influence
    What a weight does, beside what it says.
ignorance
    Which missing figure would narrow a place's interval most.
"""

from analytics.uncertainty.choices import Choices
from analytics.uncertainty.ignorance import price_of_ignorance
from analytics.uncertainty.influence import effective_weights, group_influence
from analytics.uncertainty.leaving_out import turned_by_leaving_out
from analytics.uncertainty.result import RankUncertainty, pair_verdict, told_apart_from
from analytics.uncertainty.run import rank_uncertainty
from analytics.uncertainty.tipping import tipping_points

__all__ = [
    "Choices", "RankUncertainty", "effective_weights", "group_influence",
    "pair_verdict", "price_of_ignorance", "rank_uncertainty", "tipping_points", "told_apart_from", "turned_by_leaving_out",
]  # fmt: skip
