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
    UnknownName,
)
from geodata.store import Store, open_store

__all__ = [
    "AtlasError",
    "SchemaError",
    "SourceError",
    "Store",
    "StoreDamaged",
    "StoreError",
    "StoreMissing",
    "StoreTooNew",
    "UnknownName",
    "open_store",
]
