"""Indonesian and English: message catalogues, language names, and texts that the store holds in both languages.

Message ids are the English texts. Write them as ``_("text")`` and ``_n("one", "many", n)`` where
``_ = translator(lang)`` and ``_n = plural_translator(lang)``, so that extraction finds them; placeholders are named
and filled afterwards: ``_("{n} of {total} places").format(n=..., total=...)``.

    python -m views.i18n extract    merge new texts of app.py, pages/, views/ and geodata/ into locale/*/LC_MESSAGES/atlas.po
    python -m views.i18n compile    write the .mo files
    python -m views.i18n check      say what is missing, fuzzy, stale or has other placeholders
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from geodata.i18n import (
    DEFAULT_LANGUAGE,
    DOMAIN,
    LANGUAGES,
    LOCALE_DIR,
    LOCALES,
    check_language,
    plural_translator,
    translator,
)

__all__ = [
    "DEFAULT_LANGUAGE",
    "DOMAIN",
    "LANGUAGES",
    "LANGUAGE_NAMES",
    "LOCALES",
    "LOCALE_DIR",
    "check_language",
    "main",
    "pick",
    "plural_translator",
    "translator",
]

LANGUAGE_NAMES = {"id": "Bahasa Indonesia", "en": "English"}


def pick(row: Mapping[str, Any] | Any, stem: str, lang: str) -> str:
    """Read a text that a record holds in both languages.

    Parameters
    ----------
    row
        A mapping, a pandas row or an object with the attributes ``{stem}_id`` and ``{stem}_en``.
    stem
        Column name without its language, e.g. ``"name"``.
    lang
        "id" or "en".

    Returns
    -------
    str
        The text; the other language's where this one is empty; "" where both are.
    """
    other = "en" if check_language(lang) == "id" else "id"
    for language in (lang, other):
        text = _field(row, f"{stem}_{language}")
        if isinstance(text, str) and text.strip():
            return text
    return ""


def _field(row: Any, name: str) -> Any:
    getter = getattr(row, "get", None)
    return getter(name) if getter is not None else getattr(row, name, None)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``extract``, ``compile`` or ``check``; return the exit status."""
    # Only this tool needs the catalogue code, a page never does.
    from views import messages

    words = list(sys.argv[1:] if arguments is None else arguments)
    actions: dict[str, Callable[[], list[str]]] = {
        "extract": messages.extract,
        "compile": messages.compile_all,
        "check": messages.check,
    }
    if len(words) != 1 or words[0] not in actions:
        print(f"usage: python -m views.i18n {{{','.join(actions)}}}", file=sys.stderr)
        return 2
    lines = actions[words[0]]()
    print("\n".join(lines))
    return int(words[0] == "check" and bool(lines))


if __name__ == "__main__":
    raise SystemExit(main())
