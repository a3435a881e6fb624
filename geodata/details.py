"""Which levels each detail holds, and which detail a level is drawn with."""

from __future__ import annotations

from geodata.codes import LEVELS, Detail, Level, check_detail, check_level
from geodata.errors import UnknownName

__all__ = ["DEFAULT_DETAIL", "LAYERS", "layers_for"]

LAYERS: dict[Detail, tuple[Level, ...]] = {
    "city": ("province", "regency", "district", "village"),
    "district": ("province", "regency", "district"),
    "national": ("province", "regency"),
}
DEFAULT_DETAIL: dict[Level, Detail] = {
    "province": "national",
    "regency": "national",
    "district": "district",
    "village": "city",
}


def layers_for(level: str | None, detail: str | None) -> list[tuple[Level, Detail]]:
    """Layers that a level and a detail name; without a level all the detail has, without a detail each level's own.

    Raises
    ------
    UnknownName
        If a name is unknown or that detail does not hold that level.
    """
    levels: tuple[Level, ...] = LEVELS if level is None else (check_level(level),)
    if detail is None:
        return [(one, DEFAULT_DETAIL[one]) for one in levels]
    checked = check_detail(detail)
    held = [one for one in levels if one in LAYERS[checked]]
    if not held:
        have = ", ".join(LAYERS[checked])
        raise UnknownName(f"Detail {checked!r} has the levels {have}; got level {level!r}.")
    return [(one, checked) for one in held]
