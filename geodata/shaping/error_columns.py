"""Columns that give the error of the column beside them: standard errors, relative ones, margins, confidence limits.

A column is one only where its header says so and where it is plain whose error it is: the header names the indicator, or it
says nothing else and stands directly behind the indicator. In any other case it stays a column of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from geodata.shaping.labels import SEPARATOR

__all__ = ["ErrorPair", "errors_of_pairs", "find_errors"]

_KINDS = {
    "rse": r"rse|rel(?:ative|atif)?\.? (?:standard|std\.?) err(?:or)?|galat (?:baku )?relatif|kesalahan (?:baku )?relatif",
    "se": r"se|s\.e\.?|(?:standard|std\.?) err(?:or)?|galat baku|kesalahan baku|standar (?:error|galat)",
    "moe": r"moe|margin of error|margin (?:galat|kesalahan)",
    "low": r"batas bawah|lower (?:limit|bound|confidence limit)|lower",
    "high": r"batas atas|upper (?:limit|bound|confidence limit)|upper",
}
_FOUND = {
    kind: re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])", re.IGNORECASE) for kind, words in _KINDS.items()
}
_INTERVAL = r"ci|ik|sk|selang kepercayaan|interval kepercayaan|confidence interval"
_LEVEL = re.compile(rf"(?:\b(?:{_INTERVAL})\b\s*)?\b(90|95|99)\s*(?:%|persen\b|percent\b)", re.IGNORECASE)
_FILL = re.compile(rf"\b(?:dari|untuk|pada|of|for|{_INTERVAL})\b|[^\w\s·]|_", re.IGNORECASE)
_Z = {"90": 1.6448536269514722, "95": 1.959963984540054, "99": 2.5758293035489004}
_PREFERRED = ("se", "rse", "moe", "limits")


@dataclass(frozen=True)
class ErrorPair:
    """Where the error of an indicator stands.

    Attributes
    ----------
    of
        The indicator's column.
    kind
        ``se`` (standard error), ``rse`` (in percent of the value), ``moe`` (half the width of a confidence interval) or
        ``limits`` (its two ends).
    columns
        One column, or the lower and the upper limit.
    level
        Of the interval in percent: 90, 95 or 99; 95 where the header names none.
    """

    of: str
    kind: str
    columns: tuple[str, ...]
    level: int = 95

    @property
    def z(self) -> float:
        """Half the width of the interval in standard errors."""
        return _Z[str(self.level)]


@dataclass(frozen=True)
class _Part:
    column: str
    kind: str
    of: str
    level: int


def find_errors(labels: Sequence[str]) -> tuple[tuple[ErrorPair, ...], tuple[str, ...]]:
    """Pair error columns with the indicators whose error they give.

    Parameters
    ----------
    labels
        Names of the columns of figures in the order of the table, without unit and year.

    Returns
    -------
    pairs, unclear
        At most one pair an indicator (a standard error before a relative one, a margin and limits), and the columns that
        look like an error and are not plain; these and what is not used stay columns of their own.

    Examples
    --------
    >>> find_errors(["Kemiskinan", "SE", "Penduduk"])[0]
    (ErrorPair(of='Kemiskinan', kind='se', columns=('SE',), level=95),)
    >>> find_errors(["Penduduk", "Luas", "RSE Kemiskinan"])
    ((), ('RSE Kemiskinan',))
    """
    kinds = {label: _kind(label) for label in labels}
    plain = [label for label in labels if not kinds[label]]
    parts, unclear = [], []
    before = ""
    for label in labels:
        kind = kinds[label]
        if not kind:
            before = label
            continue
        of = _owner(_rest(label, kind), plain, before)
        level = _LEVEL.search(label)
        if of:
            parts.append(_Part(label, kind, of, int(level[1]) if level else 95))
        else:
            unclear.append(label)
    pairs = []
    for of in dict.fromkeys(part.of for part in parts):
        found, lost = _pair([part for part in parts if part.of == of])
        pairs += found
        unclear += lost
    return tuple(pairs), tuple(unclear)


def _kind(label: str) -> str:
    """Which error a header names; "" for none, and for one that names several."""
    found = [kind for kind, words in _FOUND.items() if words.search(label)]
    if "rse" in found:
        found = [kind for kind in found if kind != "se"]
    return found[0] if len(found) == 1 else ""


def _rest(label: str, kind: str) -> str:
    """What else a header says."""
    return _plain(_FOUND[kind].sub(" ", _LEVEL.sub(" ", label)))


def _plain(text: str) -> str:
    parts = (" ".join(_FILL.sub(" ", part).split()) for part in text.lower().split(SEPARATOR))
    return SEPARATOR.join(part for part in parts if part)


def _owner(rest: str, plain: Sequence[str], before: str) -> str:
    """The one column whose error it is; "" where that is not plain."""
    if not rest:
        return before
    same = [label for label in plain if _plain(label) == rest]
    # "Kemiskinan · SE" beside "Kemiskinan · Persentase": the only other column of its group.
    same = same or [label for label in plain if _plain(label).startswith(rest + SEPARATOR)]
    return same[0] if len(same) == 1 else ""


def _pair(parts: list[_Part]) -> tuple[list[ErrorPair], list[str]]:
    """The best error of one indicator; two of one kind, or one limit without the other, are unclear."""
    by_kind: dict[str, list[_Part]] = {}
    for part in parts:
        by_kind.setdefault(part.kind, []).append(part)
    twice = [part.column for same in by_kind.values() if len(same) > 1 for part in same]
    once = {kind: same[0] for kind, same in by_kind.items() if len(same) == 1}
    found = {
        kind: ErrorPair(part.of, kind, (part.column,), part.level)
        for kind, part in once.items()
        if kind not in ("low", "high")
    }
    low, high = once.get("low"), once.get("high")
    lone = [part.column for part in (low, high) if part is not None]
    if low is not None and high is not None and low.level == high.level:
        found["limits"], lone = ErrorPair(low.of, "limits", (low.column, high.column), low.level), []
    best = next((found[kind] for kind in _PREFERRED if kind in found), None)
    return ([best] if best is not None else []), [*twice, *lone]


def errors_of_pairs(observations: pd.DataFrame, pairs: Sequence[ErrorPair]) -> pd.DataFrame:
    """Standard errors of the figures.

    Parameters
    ----------
    observations
        `code, year, indicator, value`, the errors among them.
    pairs
        From `find_errors`.

    Returns
    -------
    DataFrame
        `code, year, indicator, error`: standard error in the indicator's unit; only where it can be computed and is not
        negative.
    """
    parts = []
    keys = ["code", "year"]
    figures = {name: part.set_index(keys)["value"] for name, part in observations.groupby("indicator")}
    for pair in pairs:
        given = [figures.get(column) for column in pair.columns]
        value = figures.get(pair.of)
        if value is None or any(one is None for one in given):
            continue
        first = given[0].reindex(value.index)  # type: ignore[union-attr]
        if pair.kind == "limits":
            error = (given[1].reindex(value.index) - first) / (2 * pair.z)  # type: ignore[union-attr]
        else:
            error = {"se": first, "rse": first / 100 * value.abs(), "moe": first / pair.z}[pair.kind]
        known = error[error.ge(0)].rename("error").reset_index()
        parts.append(known.assign(indicator=pair.of))
    columns = [*keys, "indicator", "error"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)
