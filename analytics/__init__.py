"""Pure statistics: numbers in, numbers out; no files, no network, no plots.

Modules
-------
area_grid
    A raster over areas that answers most points without looking at a polygon.
area_index
    In which of many areas a point lies: one answer for each, borders half-open.
breaks
    Where to cut a row of counted cells into classes, one function a scheme.
claims
    Whether "A is higher than B" or "A improved faster than B" holds, with the smallest difference that counts.
classify
    Class limits for maps, pooled over everything a map shows.
change
    Change over years: growth, index to a base year, years at a pace, ranks over time.
comparability
    Whether places may be compared in an indicator: verdict, reasons, the fairer view; its rules are a table.
comparability_case
    What is compared, as the rules see it.
comparability_checks
    The conditions that the rules name.
comparability_rules
    The table of rules, to be read and changed.
composite
    Composite index: a framework in a file to scores with coverage, intervals and contributions.
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
inequality
    How unequal areas are, and whether places draw nearer to each other over the years.
noise
    How much a figure wobbles around its own course: a floor under its error.
number_faults
    What may be wrong with one column of numbers.
peers
    The places most like one: standardised distance with its reasons.
point_frames
    Frames of points as arrays, with every fault named.
ranks
    Rank bands with ties, and positions between 0 and 100.
rates
    Counts per head, and sums and means of parts that refuse gaps.
rounding
    Rounding to published decimals, exactly as figures are printed.
series_breaks
    Where a series starts anew, and what lies between two years.
spatial
    Patterns inside one city: neighbours, Moran's I, clusters, what chance could do.
summary
    The national reference: median, mean, weighted mean, total, coverage.
uncertainty
    How sure the ranks of a composite index are, and what they hang on.
unit_change
    How a change of a unit is said: as a difference, or in percent.
"""
