"""The state of a page, all of it: what a permanent link says, what a file of a talk holds, what the command line is given."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from views.i18n import translator
from views.page_params import PARAMS
from views.selection import read_selection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from views.choices import Choices
    from views.link_reader import Ignored
    from views.selection import Selection

VERSION = "v"
"""Parameter of a permanent link that names the store it was made with."""
HOME = "overview"
_LONGEST = 8_000
_A_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]{0,39}")


class BadState(ValueError):
    """A text that is no state of a page; the message says what is wrong and what would do."""


@dataclass(frozen=True)
class State:
    """A page with every choice on it.

    Attributes
    ----------
    page
        Name of the page, as in `PARAMS`.
    params
        Every parameter that has a value, those at their default too, in the order of the link.
    version
        Version of the store that it was made with; "" where the link does not say.
    """

    page: str
    params: Mapping[str, str]
    version: str = ""

    @property
    def lang(self) -> str:
        """Language of the page."""
        return self.params.get("lang", "id")

    def link(self, base: str = "") -> str:
        """Permanent link: every value and the version of the data.

        Parameters
        ----------
        base
            Address of the app, for example ``http://127.0.0.1:8501``; without it the link begins at its root.

        Examples
        --------
        >>> State("city", {"lang": "id", "city": "35.10"}, "2025.1-ab").link()
        '/city?lang=id&city=35.10&v=2025.1-ab'
        """
        path = "" if self.page == HOME else self.page
        version = {VERSION: self.version} if self.version else {}
        return f"{base.rstrip('/')}/{path}?{urlencode({**self.params, **version}, safe=',:')}"

    def to_dict(self) -> dict[str, Any]:
        """The state as plain values, for a file."""
        return {"page": self.page, "params": dict(self.params), "version": self.version}

    @staticmethod
    def from_dict(content: object, lang: str = "en") -> State:
        """The state out of what `to_dict` gave.

        Raises
        ------
        BadState
            If something else came; its message is in `lang`.
        """
        if not isinstance(content, dict) or not isinstance(content.get("params"), dict):
            _ = translator(lang)
            raise BadState(_("A state must have `page` and `params`; save one from the app, or give a link."))
        params = {str(name): str(text) for name, text in content["params"].items()}
        return _checked(str(content.get("page", "")), params, str(content.get("version", "")), lang)


def state_of(page: str, selection: Selection, version: str) -> State:
    """The state of a page that shows a selection of a store."""
    return State(page, selection.params(PARAMS[page]), version)


def read_state(text: str, lang: str = "en") -> State:
    """Read a permanent link (with or without the address of an app) or the JSON of a state.

    Raises
    ------
    BadState
        If it is neither, names no page, or is longer than any link of ours; its message is in `lang`.
    """
    _, text = translator(lang), text.strip()
    if not text or len(text) > _LONGEST:
        found = _(
            "A link must have 1 to {most} characters, this has {n}; copy one from the foot of a page."
        ).format(most=_LONGEST, n=len(text))
        raise BadState(found)
    if text.startswith("{"):
        try:
            return State.from_dict(json.loads(text), lang)
        except json.JSONDecodeError as error:
            found = _("The state is no JSON (line {line}, sign {column}); save it again from the app.")
            raise BadState(found.format(line=error.lineno, column=error.colno)) from error
    try:
        parts = urlsplit(text)
        params = dict(parse_qsl(parts.query))
    except ValueError as error:
        raise BadState(_("The link cannot be read; copy it again from the foot of a page.")) from error
    version = params.pop(VERSION, "")
    return _checked(parts.path.rstrip("/").rpartition("/")[2] or HOME, params, version, lang)


def _checked(page: str, params: dict[str, str], version: str, lang: str) -> State:
    if page not in PARAMS:
        _ = translator(lang)
        found = _("No page is called “{name}”; there are {pages}.")
        raise BadState(found.format(name=page[:40], pages=", ".join(PARAMS)))
    return State(page, params, known_version(version))


def known_version(text: str) -> str:
    """A version as a link may name it; "" for anything that has not its form."""
    return text if _A_VERSION.fullmatch(text) else ""


def open_state(state: State, choices: Choices) -> tuple[Selection, list[Ignored]]:
    """The selection that a state names, checked against what there is, and the parts that do not fit."""
    return read_selection(state.params, {}, choices, page=state.page)
