"""Pure statistics: numbers in, numbers out; no files, no network, no plots.

Modules
-------
area_grid
    A raster over areas that answers most points without looking at a polygon.
area_index
    In which of many areas a point lies: one answer for each, borders half-open.
breaks
    Where to cut a row of counted cells into classes, one function a scheme.
classify
    Class limits for maps, pooled over everything a map shows.
counts
    Points counted, summed or averaged per area, also from a stream.
coverage
    What is known and what is not: indicators, cities, years.
exact_sums
    Sums by group that do not depend on the order of the values.
histogram
    Bars of a histogram that never cross a class limit.
identities
    Published figures recomputed from their published components.
point_frames
    Frames of points as arrays, with every fault named.
ranks
    Rank bands with ties, and positions between 0 and 100.
rates
    Counts per head, and sums and means of parts that refuse gaps.
rounding
    Rounding to published decimals, exactly as figures are printed.
summary
    The national reference: median, mean, weighted mean, total, coverage.
"""
