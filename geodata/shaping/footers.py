"""Lines below a table that are no rows: sources, notes, explanations of signs."""

from __future__ import annotations

import re

from geodata.shaping.grid import Line

__all__ = ["begins_note", "is_continuation", "is_footer", "is_remark"]

# A colon or more words must follow: Sumber is also the name of districts and villages.
_FOOTER = re.compile(
    r"""(?:sumber|source|catatan|note|keterangan|ket|penjelasan|remark|footnote)s?\.?\ *(?:data)?\ *(?:/\ *[\w ]+)?[:：]
      | sumber\ +(?:data|bps|badan|dinas|kementerian|kemendagri)\b | \*+\)?\ *(?:angka|data|sementara|provisional|preliminary)\b
      | (?:data\ +)?(?:diolah|diunduh|dicetak)\b | last\ update | https?:// | ©""",
    re.IGNORECASE | re.VERBOSE,
)
# Below the last row these are notes too; among the rows they may begin a name ("1) Pacitan").
_REMARK = re.compile(
    r"""[*†‡]+\)?\ *:?\ *[^\W\d] | [0-9]{1,2}\)\ *[^\W\d] | [⁰¹²³⁴-⁹]+\)?\ *[^\W\d] | (?:r|p|e|x{1,3})\)?\ *[:=]
      | (?:-|–|…|\.\.\.|na|n\.a\.)\ *[:=]\ *\w | angka\ (?:sementara|perbaikan|sangat) | tanda\ |  mengetahui | nip\b""",
    re.IGNORECASE | re.VERBOSE,
)
_CONTINUATION = re.compile(r"(?:lanjutan|sambungan|continued|tabel|table)\b.*", re.IGNORECASE)


def begins_note(cell: str) -> bool:
    """Whether a cell's text begins as a source, a note or a repeated title does."""
    if cell[:1].isdigit():  # as codes do; no note, and thousands of rows
        return False
    text = " ".join(cell.split())
    return _FOOTER.match(text) is not None or _CONTINUATION.fullmatch(text) is not None


def is_footer(line: Line) -> bool:
    """Whether a line begins as a source or a note does and holds no figures; its own commas may have cut it."""
    return "number" not in line.kinds and _FOOTER.match(line.text) is not None


def is_remark(line: Line) -> bool:
    """Whether a line below the last row explains a sign or closes the sheet: one cell of text."""
    return len(line.filled) == 1 and "number" not in line.kinds and _REMARK.match(line.text) is not None


def is_continuation(line: Line) -> bool:
    """Whether a line repeats the title of a table ("Lanjutan Tabel 3.1", "Table 2 …")."""
    return len(line.filled) == 1 and _CONTINUATION.fullmatch(line.text) is not None
