"""Kind of unit and scale of a reader's own column."""

from __future__ import annotations

import re

_MONEY = (("triliun", 1e12), ("trillion", 1e12), ("miliar", 1e9), ("billion", 1e9), ("juta", 1e6), ("million", 1e6),
          ("ribu", 1e3), ("thousand", 1e3))  # fmt: skip


def unit_kind(unit: str, measure: str) -> tuple[str, float]:
    """Kind of unit and multiplier to whole rupiah, read from the words of a unit."""
    low = unit.lower()
    if low in ("%", "persen", "percent", "per cent"):
        return "percent", 1.0
    if re.search(r"\b(rp|rupiah|idr)\b", low):
        return "currency", next((scale for word, scale in _MONEY if word in low), 1.0)
    if re.search(r"km2|km²|\bha\b|hektar", low):
        return ("density" if "/" in low or "per " in low else "area"), 1.0
    return ("count" if measure == "extensive" else "ratio"), 1.0
