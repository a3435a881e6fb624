"""What a join found: the joined rows, a verdict on every row, the balance, and what a person must decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.join import texts
from geodata.join.balance import balance_of
from geodata.join.check_totals import check_totals
from geodata.join.code_cells import text_of
from geodata.join.crosswalk import Crosswalk, accepted_pairs, row_key
from geodata.join.figures import Figures, sortable
from geodata.join.keys import Keys
from geodata.join.lookup import AllNames
from geodata.join.questions import Question
from geodata.join.verdict import JOINED, SET_ASIDE, Judged, Row
from geodata.shaping import Shaped

__all__ = ["CODES", "JoinResult"]

CODES = "atlas_codes"


@dataclass(frozen=True)
class JoinResult:
    """Result of `join_table`.

    Attributes
    ----------
    shaped
        The table with its header found; rows keep the labels that they had.
    keys
        Which columns served as key, for which level, and why.
    figures
        The other columns, and how their numbers were read.
    judged, rows
        Verdict and key cells of each row of `shaped.table`, in its order.
    names
        Reader of names.
    dimensions
        Columns that tell several rows of one place apart (years, indicators).
    system_open
        Whether codes may be Kemendagri's or BPS's and nothing tells.
    year
        Year of figures whose column names none.
    """

    shaped: Shaped
    keys: Keys
    figures: Figures
    judged: tuple[Judged, ...]
    rows: tuple[Row, ...]
    names: AllNames
    dimensions: list[str]
    system_open: bool = False
    year: int | None = None

    # Rows ---------------------------------------------------------------------------------------------------

    @cached_property
    def joined(self) -> pd.DataFrame:
        """Joined rows, indexed by place code, sorted by code and then by years and indicators.

        The columns are those of the table that are no keys, in their order; columns of figures as float64.
        """
        codes = pd.Index([self.judged[at].code for at in self.order], dtype="str", name="code")
        frame = self.figures.columns.iloc[self.order].set_axis(codes, axis=0)
        frame = frame.rename(columns={"code": "code (table)"})
        # Two digits of a province do not say whose they are; the frame itself remembers, for a second join.
        frame.attrs[CODES] = "kemendagri"
        return frame

    @cached_property
    def order(self) -> npt.NDArray[np.intp]:
        """Positions of the joined rows in `shaped.table` and `rows`, in the order of `joined`."""
        at = np.flatnonzero(self._mask(JOINED))
        codes = np.array([self.judged[position].code for position in at], dtype=object)
        frame = self.figures.columns.iloc[at]
        by = [sortable(frame[column]) for column in self.dimensions if column in frame.columns]
        return at[np.lexsort([*reversed(by), codes])]

    @cached_property
    def outcome(self) -> pd.DataFrame:
        """Verdicts without suggestions, which take time: `row, verdict, code, reason`, one row a table row."""
        aside = self.shaped.set_aside[self.shaped.set_aside["row"].notna()]
        body = {
            "row": list(self.shaped.table.index),
            "verdict": [one.verdict for one in self.judged],
            "code": [one.code if one.verdict in JOINED else "" for one in self.judged],
            "reason": list(self.reasons("en").iloc[: len(self.judged)]),
        }
        notes = {
            "row": aside["row"].tolist(),
            "verdict": "note",
            "code": "",
            "reason": self._aside_reasons("en"),
        }
        parts = [pd.DataFrame(part) for part in ((body, notes) if len(aside) else (body,))]
        frame = pd.concat(parts, ignore_index=True)
        return frame.astype({"verdict": "str", "code": "str", "reason": "str"})

    @cached_property
    def verdicts(self) -> pd.DataFrame:
        """One row a table row: `row, verdict, code, suggestions, reason`; rows set aside by their shape stand last.

        `row` is the label of the row in the table as given, `code` is blank where the row did not join, `suggestions`
        is a tuple of (code, name, likeness 0 to 100), best first, at most five. `reason` is English; `reasons` gives
        the other language.
        """
        frame = self.outcome.copy()
        found = [*self._suggestions(), *([()] * (len(frame) - len(self.judged)))]
        frame.insert(3, "suggestions", pd.Series(found, dtype=object))
        return frame

    def reasons(self, lang: str) -> pd.Series:
        """Reasons in a language ("id" or "en"), in the order of `verdicts`."""
        if lang not in self._reasons:
            self._reasons[lang] = self._made_reasons(lang)
        return self._reasons[lang]

    @cached_property
    def _reasons(self) -> dict[str, pd.Series]:
        """Reasons by language, made once."""
        return {}

    def _made_reasons(self, lang: str) -> pd.Series:
        templates, pairs = texts.reasons(lang), zip(self.judged, self.rows, strict=True)
        body = [texts.reason_text(one, row, templates, self.names.gazetteer, lang) for one, row in pairs]
        return pd.Series([*body, *self._aside_reasons(lang)], dtype="str", name="reason")

    @cached_property
    def missing(self) -> list[str]:
        """Codes of the places of the level that no row joined, sorted."""
        if self.keys.level is None:
            return []
        there = {one.code for one in self.judged if one.verdict in JOINED}
        return [code for code in self.names.gazetteer.codes(self.keys.level) if code not in there]

    @cached_property
    def missing_beside(self) -> dict[str, list[str]]:
        """Those of `missing` that lie beside a joined place; keys are all places above in which a row joined."""
        there = {one.code for one in self.judged if one.verdict in JOINED}
        found: dict[str, list[str]] = {
            above: [] for above in sorted(code.rpartition(".")[0] or code for code in there)
        }
        for code in self.missing:
            above = code.rpartition(".")[0]
            if above in found and above not in there:  # Jakarta stands for its own six
                found[above].append(code)
        return found

    # Figures ------------------------------------------------------------------------------------------------

    @cached_property
    def balance(self) -> pd.DataFrame:
        """A row a column of figures: `total, joined, left_over, set_aside, rows_total, rows_joined, rows_left_over`.

        `total == joined + left_over` holds exactly. `set_aside` is what stood in rows of totals and notes. In a table with
        a column of indicators, a row an indicator. The sums are control sums: a sum of rates means nothing else.
        """
        found = self._of_role("indicator")
        names = [text_of(cell) for cell in self.shaped.table[found[0]].tolist()] if found else None
        return balance_of(self.figures.numbers, self._mask(JOINED), self._mask(SET_ASIDE), names)

    @cached_property
    def totals(self) -> pd.DataFrame:
        """Totals that the table states and its rows do not add up to: `row, name, column, stated, summed, difference`.

        `row` is the label of the row; averages and totals of more than the table holds are none (`check_totals`).
        """
        level, table = self.keys.level, self.shaped.table
        told = [table[column].map(text_of) for column in self.dimensions]
        groups = list(zip(*told, strict=True)) if told else [()] * len(table)
        above = partial(self.names.above, level=level) if level else lambda _text: ()
        frame = check_totals(self.judged, self.rows, self.figures.numbers, groups, above)
        return frame.assign(row=[table.index[at] for at in frame["row"]])

    @cached_property
    def columns(self) -> pd.DataFrame:
        """What each column of figures holds: `column, label, unit, year, group, period, style`."""
        known = self.shaped.columns[self.shaped.columns["column"].isin(self.figures.readings)]
        readings = [self.figures.readings[column] for column in known["column"]]
        units = [unit or reading.unit for unit, reading in zip(known["unit"], readings, strict=True)]
        frame = known[["column", "label", "unit", "year", "group", "period"]].reset_index(drop=True)
        frame["unit"] = pd.Series(units, dtype="str")
        return frame.assign(style=pd.Series([reading.style for reading in readings], dtype="str"))

    def observations(
        self, *, year: int | None = None, indicators: Collection[str] | None = None
    ) -> pd.DataFrame:
        """Joined figures as observations: `code, year, indicator, value, mark`.

        Parameters
        ----------
        year
            Year of figures whose column names none.
        indicators
            Columns to take; every column of figures that could be read by default.
        """
        from geodata.shaping.tidy import tidy

        mask = self._mask(JOINED)
        codes = [one.code for one in self.judged if one.verdict in JOINED]
        keep = [column for column in self.shaped.table.columns if column not in self.keys.columns]
        raw = self.shaped.table.loc[mask, keep].set_axis(pd.Index(codes, dtype="str", name="code"), axis=0)
        raw = raw.rename(columns={"code": "code (table)"})
        styles = {c: r.style for c, r in self.figures.readings.items() if r.style in {"comma", "point"}}
        taken = list(self.figures.numbers) if indicators is None else list(indicators)
        return tidy(
            raw, self.shaped.columns, year=year or self.year, values=taken, styles=styles, apart=self.apart
        )

    @cached_property
    def apart(self) -> list[str]:
        """Columns beside years and indicators that must tell rows of one place apart, because those do not."""
        told = [*self._of_role("year"), *self._of_role("indicator")]
        free = [column for column in self.dimensions if column not in told and column in self.joined.columns]
        return free if free and self.joined[told].reset_index().duplicated().any() else []

    # People -------------------------------------------------------------------------------------------------

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What a person must decide before every row and figure can be used."""
        found = []
        for column in self.figures.questions:
            both = self.figures.readings[column].both
            found.append(
                Question("style", column, {style: (str(cell), float(v)) for style, (cell, v) in both.items()})
            )
        if self.system_open and self.keys.code is not None:
            found.append(Question("system", self.keys.code))
        if self.keys.level is None:
            found.append(Question("keys", str(self.keys.why[0][1].get("column", ""))))
        return tuple(found)

    def summary(self, lang: str) -> str:
        """What happened, in a few lines of text for people, in a language ("id" or "en")."""
        return "\n".join(texts.summary_lines(self, lang))

    def key_texts(self, lang: str) -> list[str]:
        """Which columns served as key and why, a sentence each."""
        return texts.key_texts(self.keys, lang)

    @cached_property
    def counts(self) -> Counter[str]:
        """Number of rows by verdict; rows that the shape of the table set aside count as notes."""
        counts = Counter(one.verdict for one in self.judged)
        counts["note"] += int(self.shaped.set_aside["row"].notna().sum())
        return counts

    def accept(self, pairs: Mapping[object, str | None]) -> Crosswalk:
        """Make a crosswalk of what a person accepted.

        Parameters
        ----------
        pairs
            Row label -> place code, or None for a row to leave out.

        Raises
        ------
        JoinError
            As `crosswalk.accepted_pairs` says.
        """
        places = set(self.names.gazetteer.index(self.keys.level).names) if self.keys.level else set()
        keys = {
            label: row_key(row.code_text, row.name, row.above)
            for label, row in zip(self.shaped.table.index, self.rows, strict=True)
        }
        return accepted_pairs(pairs, keys, places, str(self.keys.level))

    # Inside -------------------------------------------------------------------------------------------------

    def _of_role(self, role: str) -> list[str]:
        """Columns of the joined table that have a role."""
        columns = self.shaped.columns
        there = columns["column"].isin(self.figures.columns.columns) & (columns["role"] == role)
        return columns.loc[there, "column"].tolist()

    def _mask(self, verdicts: Collection[str]) -> npt.NDArray[np.bool_]:
        return np.array([one.verdict in verdicts for one in self.judged], dtype=bool)

    def _aside_reasons(self, lang: str) -> list[str]:
        aside = self.shaped.set_aside[self.shaped.set_aside["row"].notna()]
        return [texts.reasons(lang)[kind] for kind in aside["kind"]]

    def _suggestions(self) -> list[tuple[tuple[str, str, float], ...]]:
        from geodata.join.suggest import suggest_all

        return suggest_all(self.judged, self.rows, self.keys, self.names)
