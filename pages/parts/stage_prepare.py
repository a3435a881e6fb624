"""Preparing a talk: order, titles and notes of its slides, freezing its numbers, its file, its export."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from geodata.errors import SchemaError
from pages.parts import frame, state, takeaway, talks
from views.i18n import translator
from views.page_names import page_names
from views.takeaway.state import BadState, read_state
from views.talk.showing import frozen_text, written
from views.talk.talk import MAX_BYTES, BadTalk, Slide, Talk, read_talk, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from views.deck.slides import Shown
    from views.selection import Selection
    from views.takeaway.kit import Kit

_PROBLEM = "talk_problem"


def notes(one: Shown | None, selection: Selection) -> None:
    """What the speaker means to say; folded away, as the room need not read it."""
    _ = translator(selection.lang)
    if one is not None and one.notes:
        with st.expander(_("Speaker’s notes")):
            frame.paragraph(one.notes)


def drawer(talk: Talk, selection: Selection) -> None:
    """Everything about a talk that is not shown."""
    _ = translator(selection.lang)
    with st.expander(_("Prepare the talk"), icon=":material/edit_note:", expanded=selection.talk == "own"):
        _tell(st.session_state.pop(_PROBLEM, None), selection.lang)
        if selection.talk != "own":
            st.button(
                _("Make a copy that I can change"),
                key="talk_copy",
                on_click=state.later(partial(_copy, talk)),
            )
        else:
            _edit(talk, selection)
        _keep(talk, selection)


def _tell(problem: Exception | None, lang: str) -> None:
    """What was wrong with a file or a link: in words, and then every fault as it was found."""
    if problem is None:
        return
    _ = translator(lang)
    is_file = isinstance(problem, BadTalk)
    frame.alert(
        _("This cannot be used as a talk. Nothing was changed; save a talk on this page and load that file.")
        if is_file
        else _("This link cannot be used as a slide. Copy one from the foot of a page.")
    )
    st.code(
        "\n".join(problem.faults) if isinstance(problem, BadTalk) else str(problem),
        language=None,
        wrap_lines=True,
    )


def _copy(talk: Talk) -> None:
    talks.use(talk)
    state.choose("talk", "own")


# Slides -------------------------------------------------------------------------------------------------------


def _edit(talk: Talk, selection: Selection) -> None:
    """The list of slides and the one that is shown."""
    _, lang = translator(selection.lang), selection.lang
    st.text_input(
        _("Title of the talk"), said(talk.title, lang), key="talk_title", max_chars=200, on_change=_title
    )
    if talk.slides:
        at = min(selection.slide, len(talk.slides)) - 1
        names = page_names(lang)
        labels = {
            str(n): f"{n}. {names[one.state.page]}"
            + (f" · {said(one.title, lang)}" if said(one.title, lang) else "")
            for n, one in enumerate(talk.slides, start=1)
        }
        state.widget(st.selectbox, _("Slide"), "slide", list(labels), str(at + 1), format_func=labels.get)
        with st.container(horizontal=True):
            _button(_("Move up"), "talk_up", partial(_move, at, -1), disabled=at == 0)
            _button(_("Move down"), "talk_down", partial(_move, at, 1), disabled=at == len(talk.slides) - 1)
            _button(_("Remove"), "talk_remove", partial(_remove, at))
        one = talk.slides[at]
        for name, label in (
            ("title", _("Title of this slide (empty: the finding)")),
            ("notes", _("Notes of this slide")),
        ):
            make = st.text_input if name == "title" else st.text_area
            make(label, said(getattr(one, name), lang), key=f"talk_{name}_{at}_{lang}_{id(one)}", max_chars=4_000,
                 on_change=partial(_words, at, name, f"talk_{name}_{at}_{lang}_{id(one)}"))  # fmt: skip
    st.text_input(_("Add a slide from a permanent link"), key="talk_link", on_change=partial(_add_link, lang))


def _button(label: str, key: str, act: Callable[[], None], *, disabled: bool = False) -> None:
    st.button(label, key=key, on_click=state.later(act), disabled=disabled)


def _title() -> None:
    talks.use(replace(talks.own(), title={"": st.session_state["talk_title"].strip()}))


def _words(at: int, name: str, key: str) -> None:
    talk = talks.own()
    talks.use(talk.changed(at, replace(talk.slides[at], **{name: {"": st.session_state[key].strip()}})))


def _move(at: int, by: int) -> None:
    talks.use(talks.own().moved(at, by))
    state.choose("slide", str(at + 1 + by))


def _remove(at: int) -> None:
    talks.use(talks.own().without(at))
    state.choose("slide", str(max(1, min(at + 1, len(talks.own().slides)))))


def _add_link(lang: str) -> None:
    text = st.session_state["talk_link"].strip()
    if not text:
        return
    try:
        talks.use(talks.own().with_slide(Slide(read_state(text, lang)), lang))
        st.session_state["talk_link"] = ""
    except (BadState, BadTalk) as error:
        st.session_state[_PROBLEM] = error


# File ---------------------------------------------------------------------------------------------------------


def _keep(talk: Talk, selection: Selection) -> None:
    """Freeze, save, load, export."""
    _, lang = translator(selection.lang), selection.lang
    if talk.slides:
        frame.small(
            frozen_text(talk, lang)
            or _("Numbers are those of the atlas now. Frozen, they travel with the talk and cannot change.")
        )
        with st.container(horizontal=True, key="talk_files"):
            if selection.talk == "own":
                label = (
                    _("Freeze the numbers")
                    if talk.frozen is None
                    else _("Let the numbers follow the atlas again")
                )
                _button(label, "talk_freeze", _freeze)
            st.download_button(
                _("Save the talk"),
                talk.to_json,
                file_name="atlas-talk.json",
                mime="application/json",
                on_click="ignore",
                key="talk_save",
            )
            for name, label, ending in (
                ("deck", _("Slides (PPTX)"), "pptx"),
                ("briefing", _("Briefing (HTML)"), "html"),
            ):
                make = partial(_made, name, talks.kit(talk), talk, lang, takeaway.address())
                st.download_button(
                    label, make, file_name=f"atlas-talk.{ending}", on_click="ignore", key=f"talk_{name}"
                )
    most = MAX_BYTES // 1_000_000
    file = st.file_uploader(
        _("Load a talk that was saved"), type="json", key="talk_load", max_upload_size=most
    )
    if file is not None and st.session_state.get("talk_loaded") != file.file_id:
        st.session_state["talk_loaded"] = file.file_id
        _load(file.getvalue(), lang)
        st.rerun()


def _freeze() -> None:
    talk = talks.own()
    talks.use(replace(talk, frozen=talks.frozen_now() if talk.frozen is None else None))


def _load(content: bytes, lang: str) -> None:
    try:
        talk = read_talk(content, lang)
        talks.kit(talk)  # frozen numbers that do not fit are refused now, not on every page from now on
    except BadTalk as error:
        st.session_state[_PROBLEM] = error
        return
    except SchemaError as error:
        st.session_state[_PROBLEM] = BadTalk(error.faults)
        return
    talks.use(talk)
    state.choose("talk", "own")
    state.choose("slide", "1")


def _made(kind: str, kit: Kit, talk: Talk, lang: str, base: str) -> bytes:
    """Slides or a briefing of a whole talk, made when its button is pressed."""
    return written(kind, kit, talk, lang, made=dt.date.today(), base=base)  # noqa: DTZ011 - the reader's day
