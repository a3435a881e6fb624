"""A framework out of the tables of a file; every fault of form is collected, then the rules are asked."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from analytics.composite.errors import FrameworkError
from analytics.composite.framework import Framework, Leaf, Node, Steps

__all__ = ["parse"]

TABLES = ("framework", "node", "indicator")
_KIND: dict[str, str] = {
    "weight": "number", "target": "number", "base": "number", "coverage_threshold": "number", "floor": "number",
    "log": "flag", "year": "whole", "goalposts": "pair", "steps": "steps", "lacking": "texts", "lacking_id": "texts",
}  # fmt: skip
_SAY = {
    "number": "a number", "flag": "true or false", "whole": "a whole number", "pair": "two numbers",
    "steps": "{limits = [numbers], scores = [numbers]}", "texts": "a list of texts", "text": "a text",
}  # fmt: skip


def parse(content: Mapping[str, Any], name: str) -> Framework:
    """See `Framework.from_dict`."""
    faults = _unknown(content, TABLES, "the file")
    head = _section(content, "framework", faults)
    nodes = _members(content, "node", faults)
    leaves = _members(content, "indicator", faults)
    given = _values(head, Framework, "[framework]", faults, without=("nodes", "leaves"))
    # Placeholders for what is missing would be faults of their own: the rules name "" plainly.
    made_nodes = tuple(
        Node(id=key, **_values(table, Node, f"[node.{key}]", faults, without=("id",)))
        for key, table in nodes.items()
    )
    made_leaves = tuple(_leaf(key, table, faults) for key, table in leaves.items())
    given = {"id": "", **given, "nodes": made_nodes, "leaves": made_leaves}
    try:
        framework = Framework(**given)
    except FrameworkError as error:
        raise FrameworkError(
            f"{name} is no framework that can be scored; correct:", [*faults, *error.faults]
        ) from None
    if faults:
        raise FrameworkError(f"{name} is no framework that can be scored; correct:", faults)
    return framework


def _leaf(key: str, table: Mapping[str, Any], faults: list[str]) -> Leaf:
    values = _values(table, Leaf, f"[indicator.{key}]", faults, without=("id",))
    return Leaf(**{"id": key, "indicator": key, "parent": "", "direction": "", "unit": "", **values})


def _section(content: Mapping[str, Any], table: str, faults: list[str]) -> Mapping[str, Any]:
    found = content.get(table, {})
    if not isinstance(found, Mapping):
        faults.append(f"[{table}] must be a table, it is {found!r}")
        return {}
    if not found:
        faults.append(f"the table [{table}] is missing or empty")
    return found


def _members(content: Mapping[str, Any], table: str, faults: list[str]) -> dict[str, Mapping[str, Any]]:
    members = _section(content, table, faults)
    faults += [
        f"[{table}.{key}] must be a table, it is {value!r}"
        for key, value in members.items()
        if not isinstance(value, Mapping)
    ]
    return {str(key): value for key, value in members.items() if isinstance(value, Mapping)}


def _values(
    table: Mapping[str, Any], kind: type, at: str, faults: list[str], *, without: tuple[str, ...]
) -> dict[str, Any]:
    """Keys of a table that are attributes of `kind`, each of its type; the rest are faults."""
    known = tuple(field.name for field in fields(kind) if field.name not in without)
    faults += _unknown(table, known, at)
    found = {}
    for key in known:
        if key not in table:
            continue
        wanted = _KIND.get(key, "text")
        value = _typed(table[key], wanted)
        if value is None:
            faults.append(f"{at} {key} must be {_SAY[wanted]}, it is {table[key]!r}")
        else:
            found[key] = value
    return found


def _unknown(table: Mapping[str, Any], known: tuple[str, ...], at: str) -> list[str]:
    found = []
    for key in table:
        if key not in known:
            close = difflib.get_close_matches(str(key), known, n=1)
            hint = f"; did you mean {close[0]}?" if close else f"; there are {', '.join(known)}"
            found.append(f"{at} has the unknown key {key!r}{hint}")
    return found


def _typed(value: Any, kind: str) -> Any:
    """The value as its type, or None if it is of another one."""
    return _READ[kind](value)


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _texts(value: Any) -> tuple[str, ...] | None:
    fits = isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)
    return tuple(value) if fits else None


def _pair(value: Any) -> tuple[float, ...] | None:
    numbers = _numbers(value)
    return numbers if numbers is not None and len(numbers) == 2 else None


def _steps(value: Any) -> Steps | None:
    if not isinstance(value, Mapping) or set(value) != {"limits", "scores"}:
        return None
    limits, scores = _numbers(value["limits"]), _numbers(value["scores"])
    return None if limits is None or scores is None else Steps(limits, scores)


def _number(value: Any) -> float | None:
    plain = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if plain and not math.isnan(value) else None


def _numbers(value: Any) -> tuple[float, ...] | None:
    if not isinstance(value, list | tuple):
        return None
    numbers = [_number(one) for one in value]
    return None if None in numbers else tuple(one for one in numbers if one is not None)


_READ: dict[str, Callable[[Any], Any]] = {
    "text": lambda value: value if isinstance(value, str) else None,
    "flag": lambda value: value if isinstance(value, bool) else None,
    "whole": _whole, "number": _number, "texts": _texts, "pair": _pair, "steps": _steps,
}  # fmt: skip
