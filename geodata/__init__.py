"""Places, figures and their sources: reading inputs, building the store, and opening it.

>>> from geodata import open_store
>>> store = open_store()
"""

from geodata.errors import (
    AtlasError,
    SchemaError,
    SourceError,
    StoreDamaged,
    StoreError,
    StoreMissing,
    StoreTooNew,
    StoreUnreachable,
    UnknownName,
)
from geodata.opening import open_store
from geodata.store import Store

__all__ = [
    "AtlasError",
    "SchemaError",
    "SourceError",
    "Store",
    "StoreDamaged",
    "StoreError",
    "StoreMissing",
    "StoreTooNew",
    "StoreUnreachable",
    "UnknownName",
    "open_store",
]
