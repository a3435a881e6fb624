"""The message catalogues' tool: extract, merge, compile and check (used by ``python -m views.i18n``)."""

from __future__ import annotations

import ast
import io
import string
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from views.i18n import DOMAIN, LANGUAGES, LOCALE_DIR

ROOT = LOCALE_DIR.parent
VOLATILE = tuple(
    f'"{name}:'.encode()
    for name in (
        "Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date", "Generated-By",
        "Last-Translator", "Language-Team",
    )
)  # fmt: skip
# Translating functions and how many texts they take.
KEYWORDS = {"_": 1, "_n": 2}
HEADER = "# {language} texts of Atlas Kota Percontohan / Pilot City Atlas."
# Babel gives a text, or one for each plural form, or nothing yet.
MessageText = str | tuple[str, ...] | list[str] | None


def source_files(root: Path = ROOT) -> list[Path]:
    """List the program files whose texts are translated, in a stable order."""
    folders = ("pages", "views", "geodata")
    files = [root / "app.py", *(path for folder in folders for path in (root / folder).rglob("*.py"))]
    return sorted(path for path in files if path.is_file())


def collect(root: Path = ROOT) -> Catalog:
    """Read every ``_("...")`` and ``_n("...", "...", n)`` of the program into a template.

    The syntax tree is read and not the tokens, as Babel's own reader does: before Python 3.12 that one cannot see
    into f-strings.

    Raises
    ------
    ValueError
        If a call has anything but a plain text; all such places are named.
    """
    template = Catalog(project=DOMAIN, charset="utf-8", fuzzy=False)
    faults: list[str] = []
    for path in source_files(root):
        name = path.relative_to(root).as_posix()
        for call, texts in _calls(ast.parse(path.read_text("utf-8"))):
            if all(isinstance(text, str) for text in texts):
                # No line numbers: an edit above a text must not change the catalogue.
                template.add(texts[0] if len(texts) == 1 else tuple(texts), locations=[(name, 0)])
            else:
                faults.append(f"{name}:{call.lineno}")
    if faults:
        msg = f"`_` and `_n` take plain texts (fill them with .format afterwards), not so in: {', '.join(faults)}."
        raise ValueError(msg)
    return template


def _calls(tree: ast.AST) -> Iterator[tuple[ast.Call, list[Any]]]:
    """Translating calls in the order of the file, with the values of their texts (None for no constant)."""
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    for call in sorted(calls, key=lambda c: (c.lineno, c.col_offset)):
        number = KEYWORDS.get(getattr(call.func, "id", ""))
        if number is not None:
            yield call, [getattr(argument, "value", None) for argument in call.args[:number]]


def po_path(lang: str, locale_dir: Path = LOCALE_DIR) -> Path:
    """Where the editable catalogue of a language is."""
    return locale_dir / lang / "LC_MESSAGES" / f"{DOMAIN}.po"


def load(lang: str, locale_dir: Path = LOCALE_DIR) -> Catalog:
    """Read the editable catalogue of a language; empty where there is none yet."""
    path = po_path(lang, locale_dir)
    if not path.exists():
        catalogue = Catalog(locale=lang, domain=DOMAIN, fuzzy=False)
        if lang == "id":
            # Babel knows no plural rule of Indonesian and would take the English one.
            catalogue.mime_headers = [("Plural-Forms", "nplurals=1; plural=0;")]
        return catalogue
    with path.open("rb") as file:
        return read_po(file, locale=lang, domain=DOMAIN, abort_invalid=True)


def extract(root: Path = ROOT, locale_dir: Path = LOCALE_DIR) -> list[str]:
    """Merge the program's texts into every catalogue: new ones empty, unused ones dropped, the rest kept."""
    template, lines = collect(root), []
    for lang in LANGUAGES:
        catalogue = load(lang, locale_dir)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path = po_path(lang, locale_dir)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_po_bytes(catalogue, lang))
        empty = sum(1 for m in _texts(catalogue) if not _is_translated(m))
        lines.append(f"{lang}: {len(catalogue)} texts, {empty} without translation")
    return lines


def compile_all(locale_dir: Path = LOCALE_DIR) -> list[str]:
    """Write the compiled catalogue of every language."""
    lines = []
    for lang in LANGUAGES:
        buffer = io.BytesIO()
        write_mo(buffer, load(lang, locale_dir))
        po_path(lang, locale_dir).with_suffix(".mo").write_bytes(buffer.getvalue())
        lines.append(f"{lang}: {po_path(lang, locale_dir).with_suffix('.mo').name} written")
    return lines


def check(root: Path = ROOT, locale_dir: Path = LOCALE_DIR) -> list[str]:
    """List every fault of the catalogues: missing, fuzzy, wrong placeholders, unused, stale .mo."""
    template = collect(root)
    faults = [fault for lang in LANGUAGES for fault in _faults(lang, template, locale_dir)]
    return sorted(faults)


def _faults(lang: str, template: Catalog, locale_dir: Path) -> Iterator[str]:
    catalogue = load(lang, locale_dir)
    wanted = {_strings(m.id) for m in _texts(template)}
    there = {_strings(m.id): m for m in _texts(catalogue)}
    for key in wanted - there.keys():
        yield f"{lang}: not in the catalogue, run extract: {_first(key)!r}"
    for key in there.keys() - wanted:
        yield f"{lang}: not used by the program, run extract: {_first(key)!r}"
    for message in there.values():
        if message.fuzzy:
            yield f"{lang}: fuzzy: {_first(message.id)!r}"
        # English reads the message id itself, so only other languages must be filled in.
        if lang != "en" and not _is_translated(message):
            yield f"{lang}: no translation: {_first(message.id)!r}"
        for text in _strings(message.string):
            if text and _fields(text) != _fields(*_strings(message.id)):
                yield f"{lang}: placeholders differ: {_first(message.id)!r} and {text!r}"
    if _compiled(lang, locale_dir) != _translations(there.values()):
        yield f"{lang}: the .mo file is not that of the .po file, run compile"


def _translations(messages: Iterable[Message]) -> dict[tuple[str, ...], tuple[str, ...]]:
    # A plural without a translation is compiled as the texts themselves, which is what an uncompiled one shows.
    pairs = {_strings(m.id): _strings(m.string) for m in messages if _is_translated(m)}
    return {key: text for key, text in pairs.items() if text != key}


def _compiled(lang: str, locale_dir: Path) -> dict[tuple[str, ...], tuple[str, ...]]:
    path = po_path(lang, locale_dir).with_suffix(".mo")
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return _translations(_texts(read_mo(file)))


def _po_bytes(catalogue: Catalog, lang: str) -> bytes:
    catalogue.header_comment = HEADER.format(language={"id": "Indonesian", "en": "English"}[lang])
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=110, sort_by_file=True, include_lineno=False, omit_header=False)
    # Dates and tool versions change although no text did.
    lines = buffer.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(VOLATILE))


def _texts(catalogue: Catalog) -> Iterable[Message]:
    return [message for message in catalogue if message.id]


def _strings(text: MessageText) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def _first(key: MessageText) -> str:
    return _strings(key)[0]


def _is_translated(message: Message) -> bool:
    strings = _strings(message.string)
    return bool(strings) and all(strings)


def _fields(*texts: str) -> set[str]:
    """Names in braces over all forms of a message."""
    return {
        name
        for text in texts
        for _lit, name, _spec, _conv in string.Formatter().parse(text)
        if name is not None
    }
