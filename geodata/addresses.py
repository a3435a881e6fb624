"""Where a store can lie: a folder, a database, or any address that fsspec knows; and such an address without its secrets."""

from __future__ import annotations

import re

__all__ = ["DATABASES", "is_database", "scheme_of", "shown"]

DATABASES = ("postgresql", "postgres")
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]+)://", re.IGNORECASE)
# All that stands before the last "@" of the host part may be a secret, also where somebody forgot to escape a sign in it.
_LOGIN = re.compile(r"(?P<scheme>[a-z][a-z0-9+.\-]+://)(?P<user>[^\s:@/?#]*):(?P<secret>\S*)@", re.IGNORECASE)
_OPTION = re.compile(r"(?P<name>[?&;](?:pass\w*|pwd|secret\w*|token|key|sig\w*)=)[^&;\s]*", re.IGNORECASE)


def scheme_of(location: str) -> str:
    """Scheme of an address; empty for a folder (also one of Windows, with its drive)."""
    found = _SCHEME.match(location)
    return found[1].lower() if found else ""


def is_database(location: str) -> bool:
    """Tell whether an address names a PostgreSQL database."""
    return scheme_of(location).split("+")[0] in DATABASES


def shown(text: str) -> str:
    """A text in which addresses may stand, with ``***`` for every password.

    Examples
    --------
    >>> shown("postgresql://atlas:s3cret@db.example/atlas?passfile=x")
    'postgresql://atlas:***@db.example/atlas?passfile=***'
    """
    return _OPTION.sub(r"\g<name>***", _LOGIN.sub(r"\g<scheme>\g<user>:***@", text))
