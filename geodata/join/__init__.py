"""The join doctor: somebody's own table joined to places, with a verdict on every row.

>>> from geodata import open_store
>>> from geodata.join import join_table
>>> result = join_table(open_store().place_table(), table)  # doctest: +SKIP
>>> result.joined, result.verdicts, result.balance  # doctest: +SKIP
"""

from geodata.join.crosswalk import Crosswalk
from geodata.join.errors import JoinError
from geodata.join.gazetteer import Gazetteer
from geodata.join.questions import Question
from geodata.join.result import JoinResult
from geodata.join.table import join_table

__all__ = ["Crosswalk", "Gazetteer", "JoinError", "JoinResult", "Question", "join_table"]
