"""Bringing a sheet as people write it (titles, two header rows, units, footers) into one table with one header.

shaped = shape_table(cells)          # .table, .columns, .set_aside, .layout
tidy(frame_by_code, shaped.columns)  # code, year, indicator, value, mark
"""

from geodata.shaping.shape import Layout, Shaped, shape_table
from geodata.shaping.tidy import OBSERVATION_COLUMNS, tidy

__all__ = ["OBSERVATION_COLUMNS", "Layout", "Shaped", "shape_table", "tidy"]
