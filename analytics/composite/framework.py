"""A framework: the tree of an index, from its indicators to its score, and the choices made for each node.

Everything is immutable; a change makes a copy that is checked like a file that was read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from analytics.composite.errors import FrameworkError
from analytics.composite.rules import faults_of

__all__ = ["Framework", "Leaf", "Node", "Steps"]

ROOT_COLUMN = "score"
"""Name of the root's column in every table of results."""


@dataclass(frozen=True)
class Steps:
    """Categories: a value below ``limits[0]`` scores ``scores[0]``, from ``limits[k]`` on ``scores[k + 1]``.

    Attributes
    ----------
    limits
        Increasing, in the indicator's unit.
    scores
        One more than the limits, 0 to 100, never falling as the place gets better.
    """

    limits: tuple[float, ...]
    scores: tuple[float, ...]


@dataclass(frozen=True)
class Leaf:
    """One indicator in the tree.

    Attributes
    ----------
    id
        Name in the tree; that of its column in the results.
    indicator
        Column of the table that is scored; ``id`` by default.
    parent
        Node that it counts for.
    weight
        0 or more, against its siblings; 0 takes it out.
    direction
        ``higher_better`` or ``lower_better``.
    unit
        Unit of the values and of every limit here.
    normalisation
        One of `analytics.composite.rules.NORMALISATIONS`.
    goalposts
        Lower and upper limit, in the unit.
    target, base
        Value that scores 100 and value that scores 0 for the distance to a target, in the unit.
    steps
        For the normalisation ``steps``.
    log
        Whether values and limits are taken as natural logarithms first.
    year
        Year of the figures that the limits were chosen for; None where that does not matter.
    source, source_id
        Where the limits come from, in English and in Indonesian.
    """

    id: str
    indicator: str
    parent: str
    direction: str
    unit: str
    weight: float = 1.0
    normalisation: str = "goalposts"
    goalposts: tuple[float, float] | None = None
    target: float | None = None
    base: float | None = None
    steps: Steps | None = None
    log: bool = False
    year: int | None = None
    source: str = ""
    source_id: str = ""


@dataclass(frozen=True)
class Node:
    """A group of indicators or of other groups.

    Attributes
    ----------
    id, parent, weight
        As in `Leaf`; the root has the parent "".
    aggregation
        ``arithmetic``, ``geometric`` or ``minimum``.
    name_en, name_id
        What people call it; "" where a catalogue knows its id.
    lacking, lacking_id
        Figures that would fill a thin or empty group, in plain words, in English and in Indonesian.
    note, note_id
        What a reader of the framework should know.
    """

    id: str
    parent: str = ""
    weight: float = 1.0
    aggregation: str = "arithmetic"
    name_en: str = ""
    name_id: str = ""
    lacking: tuple[str, ...] = ()
    lacking_id: tuple[str, ...] = ()
    note: str = ""
    note_id: str = ""


@dataclass(frozen=True)
class Framework:
    """A tree with its weights and choices.

    Attributes
    ----------
    id, version
        Name and version of the framework.
    nodes, leaves
        Groups and indicators, in the order of the file.
    coverage_threshold
        Share of a node's weight, above 0 to 1, that must stand on figures; below it the node has no score.
    missing
        What a missing figure might be: ``limits`` (anything from 0 to 100 of the scale) or ``reference`` (anything that
        some place of the reference set has).
    floor
        Least value, 0 to 100, that enters a geometric mean: a single 0 would make the whole mean 0.
    name_en, name_id
        What people call it.
    source, source_id, note, note_id
        Who made the framework, and what a reader should know, in English and in Indonesian.

    Raises
    ------
    FrameworkError
        With every fault, if this is no tree that can be scored.
    """

    id: str
    nodes: tuple[Node, ...]
    leaves: tuple[Leaf, ...]
    version: str = "1"
    coverage_threshold: float = 0.75
    missing: str = "limits"
    floor: float = 1.0
    name_en: str = ""
    name_id: str = ""
    source: str = ""
    source_id: str = ""
    note: str = ""
    note_id: str = ""

    def __post_init__(self) -> None:
        faults = faults_of(self)
        if faults:
            raise FrameworkError(f"The framework {self.id!r} cannot be scored; correct:", faults)

    @cached_property
    def root(self) -> Node:
        """The node without a parent."""
        return next(node for node in self.nodes if not node.parent)

    @property
    def all_parts(self) -> list[Node | Leaf]:
        """Groups, then indicators."""
        return [*self.nodes, *self.leaves]

    @cached_property
    def parts(self) -> Mapping[str, Node | Leaf]:
        """Every node and leaf by its id."""
        return {part.id: part for part in self.all_parts}

    @property
    def weights(self) -> dict[str, float]:
        """Weight of every part but the root, as written (not yet shares)."""
        return {name: part.weight for name, part in self.parts.items() if part.parent}

    def children(self, node: str) -> tuple[Node | Leaf, ...]:
        """Parts right below a node, groups first, those of weight 0 included."""
        return tuple(part for part in self.parts.values() if part.parent == node)

    def column(self, part: str) -> str:
        """Name of a part's column in results: ``score`` for the root."""
        return ROOT_COLUMN if part == self.root.id else part

    def to_dict(self) -> dict[str, Any]:
        """The framework as a file holds it: plain dictionaries that JSON and `from_dict` take."""
        head = _plain(self, leave=("nodes", "leaves"))
        nodes = {node.id: _plain(node, leave=("id",)) for node in self.nodes}
        leaves = {leaf.id: _plain(leaf, leave=("id",)) for leaf in self.leaves}
        return {"framework": head, "node": nodes, "indicator": leaves}

    @staticmethod
    def from_dict(content: Mapping[str, Any], name: str = "framework") -> Framework:
        """Read what a file or a recipe holds.

        Parameters
        ----------
        content
            The tables ``framework``, ``node`` and ``indicator`` of the file; keys as the attributes here.
        name
            File or argument, for the message.

        Returns
        -------
        Framework

        Raises
        ------
        FrameworkError
            With every fault of the content at once.
        """
        from analytics.composite.parsing import parse

        return parse(content, name)


def _plain(part: Any, leave: tuple[str, ...]) -> dict[str, Any]:
    """Fields that differ from nothing, tuples as lists."""
    found: dict[str, Any] = {}
    for field in fields(part):
        value = getattr(part, field.name)
        if field.name in leave or value is None or value in ((), ""):
            continue
        if isinstance(value, Steps):
            value = {"limits": list(value.limits), "scores": list(value.scores)}
        found[field.name] = list(value) if isinstance(value, tuple) else value
    return found
