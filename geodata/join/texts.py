"""What a join says to people, in Indonesian and English: reasons for verdicts, why columns are keys, and the summary."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

from geodata.codes import is_code
from geodata.i18n import plural_translator, translator
from geodata.join.figures import number_text
from geodata.join.former import FormerName
from geodata.join.total_texts import total_lines

if TYPE_CHECKING:
    from geodata.join.gazetteer import Gazetteer
    from geodata.join.keys import Keys
    from geodata.join.result import JoinResult
    from geodata.join.verdict import Judged, Row

__all__ = [
    "key_texts",
    "level_text",
    "reason_text",
    "reasons",
    "shape_texts",
    "summary_lines",
    "verdict_text",
]

_GROUPS = {
    "joined": ("code", "bps_code", "name", "former_name", "crosswalk"),
    "left": ("ambiguous", "conflict", "duplicate", "not_found", "left_out"),
    "aside": ("total", "note"),
}
_SHOWN_COLUMNS = _SHOWN_PLACES = 3


@cache
def reasons(lang: str) -> dict[str, str]:
    """Sentences by the id of a reason, with named places for what a row says."""
    _ = translator(lang)
    return _joined_reasons(lang) | _aside_reasons(lang) | {
        "ambiguous_system": _("Code {text} may be Kemendagri’s or BPS’s, and means different places; nothing tells which."),
        "ambiguous_kind": _("“{text}” may be the kabupaten or the kota: the table does not say which."),
        "ambiguous_former": _("“{text}” may be a place of today or, until {since}, the former name of {place}."),
        "ambiguous_name": _("{count} places are called “{text}”; nothing in the row tells which is meant."),
        "ambiguous_parent": _("“{text}” may be meant, but “{parent}” is not known as the place above it."),
        "ambiguous_upper": _("“{text}” may be {place} or a total of the area of the same name."),
        "ambiguous_stray": _("“{text}” would be {place}, but nearly all other rows lie in {home}."),
        "conflict_name": _("The code means {place}, the name says “{text}”."),
        "conflict_code": _("The name means {place}, but code {text} belongs elsewhere."),
        "conflict_pair": _("The accepted pair leads to {pair}, but the row itself says {place}."),
        "conflict_parent": _("The code means {place}, which does not lie in “{text}”."),
        "duplicate": _("{count} rows claim {place} for the same period; none of them is joined."),
        "not_found_name": _("No place of this level is called “{text}”."),
        "not_found_kind": _("There is {place}, but no “{text}”."),
        "not_found_parent": _("There is no “{text}” in “{parent}”."),
        "not_found_hint": _("What stands in brackets, “{text}”, is not known."),
        "not_found_code": _("The atlas knows no place under the number {text}."),
        "not_found_bps": _(
            "The atlas knows no place under the number {text}. Read as BPS codes, the numbers of some regencies are not in the"
            " atlas: add a column with the names."
        ),
        "upper_level": _("“{text}” is {place}, a place of a higher level than the other rows."),
        "lower_level": _("“{text}” is a place of a lower level than the other rows."),
        "no_key": _("The row has neither a code nor a name."),
        "no_keys": _("No column of the table holds codes or names of places."),
        "unknown_codes": _(
            "The atlas does not know the codes in column “{column}”: only {share}% of them are codes of places. Read as BPS"
            " codes, the numbers of some regencies are not in the atlas: add a column with the names."
        ),
    }  # fmt: skip


def _joined_reasons(lang: str) -> dict[str, str]:
    _ = translator(lang)
    return {
        "code_agreed": _("Kemendagri code {text}; the name agrees."),
        "code_misspelt": _("Kemendagri code {text}; the name “{name}” differs from {place} only in spelling."),
        "code_alone": _("Kemendagri code {text}."),
        "bps_code_agreed": _("BPS code {text}; the name agrees."),
        "bps_code_misspelt": _("BPS code {text}; the name “{name}” differs from {place} only in spelling."),
        "bps_code_alone": _("BPS code {text}."),
        "name": _("The name “{text}”."),
        "capital": _("“{text}” is a province, and stands among regencies as the one city that it is."),
        "name_in_parent": _("The name “{text}”, and where the row says it lies."),
        "name_habit": _("The name “{text}”: in this table every kota says so, so a name without it is a kabupaten."),
        "name_pair": _("The name “{text}”: the kota of the same name has a row of its own."),
        "former_name": _("“{text}” was the name of {place} until {since}: {note}"),
        "crosswalk": _("Accepted before, in the crosswalk."),
    }  # fmt: skip


def _aside_reasons(lang: str) -> dict[str, str]:
    _ = translator(lang)
    return {
        "total_word": _("“{text}” is a total, an average or the head of a section."),
        "total_upper": _("“{text}” is the area above: its row is a total."),
        "left_out": _("Left out, in the crosswalk."),
        "title": _("A title above the table."),
        "header": _("The header of the table."),
        "units": _("A row of units."),
        "numbering": _("A row of column numbers."),
        "blank": _("A blank row."),
        "footer": _("A note or source below the table."),
    }  # fmt: skip


def reason_text(judged: Judged, row: Row, templates: dict[str, str], gazetteer: Gazetteer, lang: str) -> str:
    """Fill a reason with what its row says; places are written with their official name and code."""
    which, params = judged.reason
    if not which:
        return ""
    by_code = which.startswith(("code_", "bps_code_"))
    values: dict[str, Any] = {
        "text": row.code_text if by_code else row.name,
        "name": row.name,
        "place": judged.code,
    }
    values |= params
    former = values.pop("former", None)
    if isinstance(former, FormerName):
        note = former.note_id if lang == "id" else former.note_en
        values |= {"place": former.code, "since": former.since, "note": note}
    for name in ("place", "home", "pair"):
        found = values.get(name)
        codes = found if isinstance(found, tuple) else (found,) if is_code(found) else ()
        if codes:
            shown = [f"{gazetteer.name(code)} ({code})" for code in codes[:_SHOWN_PLACES]]
            values[name] = ", ".join([*shown, "…"] if len(codes) > _SHOWN_PLACES else shown)
    return templates[which].format_map(values)


def verdict_text(verdict: str, lang: str) -> str:
    """Name of a verdict for people."""
    _ = translator(lang)
    return {
        "code": _("by Kemendagri code"),
        "bps_code": _("by BPS code"),
        "name": _("by name"),
        "former_name": _("by a former name"),
        "crosswalk": _("by the crosswalk"),
        "ambiguous": _("ambiguous"),
        "duplicate": _("the same place twice"),
        "not_found": _("not found"),
        "conflict": _("contradictory"),
        "left_out": _("left out by you"),
        "total": _("totals"),
        "note": _("titles and notes"),
    }[verdict]


def level_text(level: str | None, lang: str) -> str:
    """Name of a level for people."""
    _ = translator(lang)
    names = {
        "province": _("provinces"),
        "regency": _("regencies and cities"),
        "district": _("districts (kecamatan)"),
        "village": _("villages (kelurahan and desa)"),
    }
    return names.get(level or "", "")


def key_texts(keys: Keys, lang: str) -> list[str]:
    """Why each column serves as a key, one sentence each."""
    _ = translator(lang)
    templates = {
        "code_given": _("Column “{column}” holds the codes, as you said."),
        "code_header": _(
            "Column “{column}” holds the codes: its header says so, and {share}% of its cells are codes of places."
        ),
        "code_cells": _("Column “{column}” holds the codes: {share}% of its cells are codes of places."),
        "name_given": _("Column “{column}” holds the names, as you said."),
        "name_header": _(
            "Column “{column}” holds the names: its header says so, and {share}% of its cells are names of places."
        ),
        "name_cells": _("Column “{column}” holds the names: {share}% of its cells are names of places."),
        "glued": _("Column “{column}” holds a code before each name; both are compared."),
        "parent": _("Column “{column}” says where a place lies ({level})."),
        "system_given": _("The codes are read as you said."),
        "system_header": _("The header says whose codes they are: {system}."),
        "system_dots": _("The codes are Kemendagri’s: they are written with dots."),
        "system_length": _("The number of digits says whose codes they are: {system}."),
        "system_names": _("The names beside them say whose codes they are: {system}."),
        "system_exclusive": _("Some of them exist in one system only: {system}."),
        "system_same": _("The codes mean the same places for Kemendagri and BPS."),
        "system_undecided": _("Nothing says whether the codes are Kemendagri’s or BPS’s."),
        "level": _("The rows are read as {level}."),
        "merged": _(
            "Column “{column}” has a value only on the first row of each block, as merged cells do; it counts for the rows"
            " below as well."
        ),
        "heads": _("Rows “Kabupaten” and “Kota” in column “{column}” say the kind of the names below them."),
        "no_keys": _("No column holds codes or names of places."),
        "unknown_codes": reasons(lang)["unknown_codes"],
    }
    names, lines = {"kemendagri": "Kemendagri", "bps": "BPS"}, []
    for which, params in keys.why:
        values = dict(params)
        values["level"] = level_text(values.get("level"), lang)
        values["system"] = names.get(values.get("system") or "", "")
        lines.append(templates[which].format(**values))
    return lines


def shape_texts(result: JoinResult, lang: str) -> list[str]:
    """What a reader must know of how the table was read: a row of units, months and quarters that are no years."""
    _ = translator(lang)
    shaped, columns = result.shaped, result.columns
    found = []
    if (shaped.set_aside["kind"] == "units").any():
        text = _("A row of units below the header was used: {units}.")
        found.append(text.format(units=", ".join(unit for unit in columns["unit"].unique() if unit)))
    periods = columns.loc[columns["period"] != "", "column"].tolist()
    period_text = _(
        "Columns of months, quarters or other parts of a year: {columns}. The atlas holds one figure a year, so each stands as"
        " an indicator of its own named after its period, and none is taken for the whole year. For figures of the year, add"
        " a column to your table: the sum for counts, the average for rates."
    )
    apart_text = _(
        "A place has several rows in one year, told apart by {columns}. The atlas holds one figure a place and year, so each"
        " group of rows stands as an indicator of its own, and none is taken for the whole. For figures of the whole, keep"
        " one row a place and year in your table."
    )
    for text, named in ((period_text, periods), (apart_text, result.apart)):
        if named:
            more = " …" if len(named) > _SHOWN_COLUMNS else ""
            quoted = ", ".join(f"“{column}”" for column in named[:_SHOWN_COLUMNS])
            found.append(text.format(columns=quoted + more))
    return found


def summary_lines(result: JoinResult, lang: str) -> list[str]:
    """A few lines: rows of the table, how they joined, what is left over, balance, places without a row, questions."""
    _, _n = translator(lang), plural_translator(lang)
    counts = Counter(one.verdict for one in result.judged)
    total = sum(counts.values())
    values = {name: number_text(sum(counts[v] for v in verdicts), lang) for name, verdicts in _GROUPS.items()}
    first = _n(
        "{rows} row in the table: {joined} joined, {left} left over, {aside} set aside.",
        "{rows} rows in the table: {joined} joined, {left} left over, {aside} set aside.",
        total,
    )
    lines = [first.format(rows=number_text(total, lang), **values)]
    for name, start in (("joined", _("Joined")), ("left", _("Left over")), ("aside", _("Set aside"))):
        parts = [
            f"{verdict_text(v, lang)} {number_text(counts[v], lang)}" for v in _GROUPS[name] if counts[v]
        ]
        if parts:
            lines.append(f"{start}: {', '.join(parts)}.")
    told = zip(result.keys.why, key_texts(result.keys, lang), strict=True)
    lines += [text for (which, _params), text in told if which in {"merged", "heads"}]
    lines += [
        *shape_texts(result, lang),
        *_balance_lines(result, lang),
        *total_lines(result, lang, most=3, headed=True),
    ]
    lines += _missing_lines(result, lang)
    if result.questions:
        lines.append(
            _("To decide: {questions}").format(questions=" ".join(q.text(lang) for q in result.questions[:3]))
        )
    return lines


def _missing_lines(result: JoinResult, lang: str) -> list[str]:
    _, level = translator(lang), result.keys.level
    if level is None:
        return []
    values = {
        "missing": len(result.missing),
        "all": len(result.names.gazetteer.codes(level)),
        "there": sum(map(len, result.missing_beside.values())),
    }
    text = _("Places without a row: {missing} of {all} {level}.")
    if 0 < values["there"] < values["missing"]:
        text = _(
            "Places without a row: {missing} of {all} {level}; {there} of them where the table has rows."
        )
    numbers = {name: number_text(value, lang) for name, value in values.items()}
    return [text.format(level=level_text(level, lang), **numbers)]


def _balance_lines(result: JoinResult, lang: str) -> list[str]:
    _, _n = translator(lang), plural_translator(lang)
    line = _("“{column}”: {total} = joined {joined} + left over {left}.")
    parts = []
    for column, row in result.balance.head(_SHOWN_COLUMNS).iterrows():
        numbers = {"total": row["total"], "joined": row["joined"], "left": row["left_over"]}
        parts.append(
            line.format(column=column, **{name: number_text(value, lang) for name, value in numbers.items()})
        )
    if parts:
        parts.insert(0, _("Control sums, which only show that nothing got lost:"))
    if (more := len(result.balance) - _SHOWN_COLUMNS) > 0:
        text = _n("{count} more is in balance as well.", "{count} more are in balance as well.", more)
        parts.append(text.format(count=number_text(more, lang)))
    return [" ".join(parts)] if parts else []
