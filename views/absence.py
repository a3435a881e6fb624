"""Five ways in which a figure can be absent or weak, and their marks."""

from __future__ import annotations

import math
from enum import Enum
from typing import Any

import pandas as pd

from views.i18n import translator


class Absence(Enum):
    """Five ways in which a figure can be absent or weak; each has its own mark, never a blank, never a zero."""

    NO_DATA = "no_data"
    ZERO = "zero"
    NOT_APPLICABLE = "not_applicable"
    UNRELIABLE = "unreliable"
    OTHER_YEAR = "other_year"

    @property
    def mark(self) -> str:
        """Short mark for tables and labels; that of `UNRELIABLE` and `OTHER_YEAR` follows the number."""
        return {
            "no_data": "…",
            "zero": "0",
            "not_applicable": "\N{EN DASH}",
            "unreliable": "†",
            "other_year": "*",
        }[self.value]

    @property
    def css_class(self) -> str:
        """Class name for style sheets, e.g. ``absence-no-data``."""
        return "absence-" + self.value.replace("_", "-")

    def text(self, lang: str) -> str:
        """Words that stand beside the mark in a key."""
        _ = translator(lang)
        texts = {
            "no_data": _("No data"),
            "zero": _("True zero"),
            "not_applicable": _("Not applicable"),
            "unreliable": _("Unreliable, use with care"),
            "other_year": _("Provisional or other year"),
        }
        return texts[self.value]


def is_missing(value: Any) -> bool:
    """Tell whether there is no number: None, NaN, <NA> or infinite."""
    return value is None or value is pd.NA or not math.isfinite(float(value))
