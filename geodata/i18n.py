"""Message catalogues in Indonesian and English, for the few texts that data itself has to say to people.

`views.i18n` builds on this and holds what pages need besides; message ids are the English texts.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path

__all__ = [
    "DEFAULT_LANGUAGE",
    "DOMAIN",
    "LANGUAGES",
    "LOCALES",
    "LOCALE_DIR",
    "check_language",
    "plural_translator",
    "translator",
]

LANGUAGES = ("id", "en")
DEFAULT_LANGUAGE = "id"
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
