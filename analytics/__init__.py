"""Pure statistics: numbers in, numbers out; no files, no network, no plots.

Modules
-------
breaks
    Where to cut a row of counted cells into classes, one function a scheme.
classify
    Class limits for maps, pooled over everything a map shows.
histogram
    Bars of a histogram that never cross a class limit.
identities
    Published figures recomputed from their published components.
ranks
    Rank bands with ties, and positions between 0 and 100.
rates
    Counts per head, and sums and means of parts that refuse gaps.
rounding
    Rounding to published decimals, exactly as figures are printed.
summary
    The national reference: median, mean, weighted mean, total, coverage.
"""
