"""What the worker says instead of an answer: the id of a rule and what came."""

from __future__ import annotations

from typing import Any

__all__ = ["Note", "Refusal"]

Note = tuple[str, dict[str, Any]]
"""Id of something a person should know about the file, and its values."""


class Refusal(Exception):
    """The file will not be read.

    Parameters
    ----------
    rule
        Id of the rule; `geodata.uploads.texts` holds its sentence.
    params
        What stands in the sentence: numbers, texts, or ids that the sentence's words stand for.
    """

    def __init__(self, rule: str, **params: Any) -> None:
        super().__init__(rule)
        self.rule = rule
        self.params = params
