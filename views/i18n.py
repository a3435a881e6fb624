"""Indonesian and English: message catalogues, language names, and texts that the store holds in both languages.

Message ids are the English texts. Write them as ``_("text")`` and ``_n("one", "many", n)`` where
``_ = translator(lang)`` and ``_n = plural_translator(lang)``, so that extraction finds them; placeholders are named
and filled afterwards: ``_("{n} of {total} places").format(n=..., total=...)``.

    python -m views.i18n extract    merge new texts of app.py, pages/ and views/ into locale/*/LC_MESSAGES/atlas.po
    python -m views.i18n compile    write the .mo files
    python -m views.i18n check      say what is missing, fuzzy, stale or has other placeholders
"""

from __future__ import annotations

import gettext
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("id", "en")
DEFAULT_LANGUAGE = "id"
LANGUAGE_NAMES = {"id": "Bahasa Indonesia", "en": "English"}
# Babel locales: British dates ("17 August 2024") for English, as Indonesian offices write them.
LOCALES = {"id": "id_ID", "en": "en_GB"}
LOCALE_DIR = Path(__file__).resolve().parent.parent / "locale"
DOMAIN = "atlas"


def check_language(lang: str) -> str:
    """Return ``lang`` if it is one of the languages.

    Raises
    ------
    ValueError
        If it is not; the message names the languages there are.
    """
    if lang not in LANGUAGES:
        msg = f"`lang` must be one of {', '.join(LANGUAGES)}, it is {lang!r}."
        raise ValueError(msg)
    return lang


@cache
def _catalogue(lang: str) -> gettext.NullTranslations:
    # A catalogue that was not compiled shows English rather than no page; the suite fails on it.
    return gettext.translation(DOMAIN, LOCALE_DIR, [check_language(lang)], fallback=True)


def translator(lang: str) -> Callable[[str], str]:
    """Give the function that turns an English message into ``lang`` ("id" or "en")."""
    return _catalogue(lang).gettext


def plural_translator(lang: str) -> Callable[[str, str, int], str]:
    """Give the function ``(one, many, n)`` that chooses and translates the form for ``n``."""
    return _catalogue(lang).ngettext


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
