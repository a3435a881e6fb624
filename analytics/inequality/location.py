"""Location quotient: where something is concentrated, compared with where everything is."""

from __future__ import annotations

import pandas as pd

from analytics.number_faults import faults_of, numbers


def location_quotient(part: pd.Series[float], whole: pd.Series[float]) -> pd.DataFrame:
    """Share of a part in each area against its share in all of them.

    ``LQ_i = (part_i / whole_i) / (sum part / sum whole)``: 1 as much as the city, 2 twice as much, 0 none. Both sums are over the
    areas where both counts are known, so that a gap in one does not tilt the other.

    Parameters
    ----------
    part
        Counts of 0 or more, index code (schools, the elderly, workers of a branch).
    whole
        Counts of what it is measured against, 0 or more (residents, all workers).

    Returns
    -------
    pandas.DataFrame
        Index of ``part``: ``location_quotient`` (0 or more, without a unit; NaN unless ``reason`` is "") and ``reason``: "",
        ``no_value`` (a count is missing), ``no_whole`` (there is nothing to measure against) or ``none_anywhere`` (no part).

    Raises
    ------
    ValueError
        If an index holds an area twice, a number is infinite or negative; all faults at once.

    References
    ----------
    W. Isard (1960), Methods of Regional Analysis, MIT Press, chapter 7.
    """
    faults = [*faults_of("part", part, negative=False), *faults_of("whole", whole, negative=False)]
    if faults:
        raise ValueError("; ".join(faults) + ".")
    x, base = numbers(part), numbers(whole).reindex(part.index)
    reason = pd.Series("", index=part.index, dtype="str", name="reason")
    reason = reason.mask(base == 0, "no_whole").mask(x.isna() | base.isna(), "no_value")
    known = reason != "no_value"
    total, everything = float(x[known].sum()), float(base[known].sum())
    if total == 0:
        reason = reason.mask(reason == "", "none_anywhere")
    here = reason == ""
    share = x.where(here) / base.where(here)
    quotient = share / (total / everything) if here.any() else share
    return pd.DataFrame({"location_quotient": quotient.astype("float64"), "reason": reason}, index=part.index)
