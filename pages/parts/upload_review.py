"""Step 4: rows that did not join, a page at a time; what a person accepts becomes a crosswalk for next month."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from geodata.errors import AtlasError
from geodata.join import Crosswalk
from pages.parts import frame
from pages.parts.data import official_names, shared_store
from pages.parts.fields import field
from views import crosswalks, doctor, doctor_texts
from views.formatting import number
from views.i18n import translator
from views.tables import html_table

if TYPE_CHECKING:
    from geodata.join import JoinResult
    from views.selection import Selection

_PAIRS = "own_pairs"  # not "up_": they outlive the file
_FAULT = "up_fault"  # what went wrong last, as a function of the language; until something goes right
_PAGE, _MOST = 8, 600  # rows at once; more places than these are too many for a list in each row
LATER, LEAVE = "", "-"


def accepted() -> Crosswalk:
    """Pairs that the reader has accepted or loaded in this session."""
    pairs: Crosswalk = st.session_state.get(_PAIRS, Crosswalk())
    return pairs


def review_step(result: JoinResult, selection: Selection) -> None:
    """Show what is left over and take the reader's decisions."""
    lang = selection.lang
    _ = translator(lang)
    frame.step(4, _("Review"))
    if _FAULT in st.session_state:
        frame.alert(st.session_state[_FAULT](lang))
    left = doctor.left_rows(result)
    if left.empty:
        frame.paragraph(_("Nothing is left over."))
    else:
        _pages(result, left, selection)
    _pairs(selection)


def _pages(result: JoinResult, left: Any, selection: Selection) -> None:
    """A page of rows at a time, each with its field; the rows of other pages are not looked into."""
    lang = selection.lang
    _ = translator(lang)
    start = _page(len(left), lang)
    part = doctor.suggested(result, left.iloc[start : start + _PAGE])
    reasons = result.reasons(lang)
    if (part["verdict"] == "duplicate").any():
        frame.note(
            _(
                "Rows that claim the same place twice are settled in your file, or by undoing a pair below that led to it."
            )
        )
    answers = {}
    with st.form(f"up_review_{start}_{lang}", border=False):
        for row in part.itertuples():
            said, asked = st.columns([0.58, 0.42], gap="medium", vertical_alignment="center")
            with said:
                st.html(doctor.row_html(result, row, str(reasons.iloc[row.Index]), lang))
            if row.verdict in doctor.ASKED:
                with asked:
                    answers[row.row] = _answer(result, row, selection)
        if answers and st.form_submit_button(_("Accept these pairs")):
            _accept(result, {row: code for row, code in answers.items() if code != LATER})


def _page(rows: int, lang: str) -> int:
    """Position of the first row to show."""
    if rows <= _PAGE:
        return 0
    _ = translator(lang)
    starts = list(range(0, rows, _PAGE))

    def said(start: int) -> str:
        return _("{first} to {last} of {all}").format(
            first=number(start + 1, 0, lang), last=number(min(start + _PAGE, rows), 0, lang), all=number(rows, 0, lang)
        )  # fmt: skip

    start: int = field(
        st.selectbox, _("Rows left over"), "page", 0, lang=lang, options=starts, format_func=said, width=260
    )
    return start


def _answer(result: JoinResult, row: Any, selection: Selection) -> str:
    """What a row means: one of the suggestions, any other place, or nothing."""
    lang = selection.lang
    _ = translator(lang)
    names = _names(str(result.keys.level))
    likeness = {code: score for code, _name, score in row.suggestions}
    others = [code for code in names if code not in likeness] if len(names) <= _MOST else []
    options = [LATER, *likeness, LEAVE, *others]

    def said(code: str) -> str:
        if code in (LATER, LEAVE):
            return _("decide later") if code == LATER else _("leave this row out")
        text = doctor_texts.place_text(code, official_names())
        if code not in likeness:
            return text
        return _("{place} (likeness {share})").format(place=text, share=number(likeness[code], 0, lang))

    label = _("Row {row}: {text}").format(
        row=doctor.row_number(row.row), text=doctor.row_text(result.shaped.table, row.row)
    )
    chosen: str = st.selectbox(
        label, options, format_func=said, key=f"up_row_{row.row}_{lang}", label_visibility="collapsed"
    )
    return chosen


def _names(level: str) -> dict[str, str]:
    """Official names of a level; of villages only the pilots', which are the ones that can be drawn."""
    return shared_store().place_table(level).set_index("code")["name"].to_dict()


def _accept(result: JoinResult, pairs: dict[Any, str]) -> None:
    """Take the pairs; one whose place has a row already would only make both rows double."""
    there = set(result.joined.index) if not result.dimensions else set()
    taken = sorted({code for code in pairs.values() if code in there})
    st.session_state.pop(_FAULT, None)
    try:
        made = result.accept(
            {row: None if code == LEAVE else code for row, code in pairs.items() if code not in there}
        )
    except AtlasError:  # all else that it can say is kept out by the fields
        st.session_state[_FAULT] = crosswalks.alike_text
    else:
        st.session_state[_PAIRS] = accepted().merged(made)
        if taken:
            st.session_state[_FAULT] = partial(crosswalks.taken_text, taken, official_names())
    st.rerun()


def _pairs(selection: Selection) -> None:
    """The accepted pairs: to look at, to undo, to save for next month, to load again."""
    lang = selection.lang
    _ = translator(lang)
    crosswalk = accepted()
    with st.expander(_("Accepted pairs ({n})").format(n=number(len(crosswalk), 0, lang))):
        if len(crosswalk):
            names = official_names()
            table = doctor_texts.pairs_table(crosswalk, names, lang)
            st.html(
                html_table(
                    table,
                    caption=_("Accepted pairs"),
                    theme=frame.theme(),
                    caption_hidden=True,
                    max_height=260,
                )
            )
            keys = list(crosswalk.pairs)
            with st.container(horizontal=True, vertical_alignment="bottom"):
                gone = st.multiselect(
                    _("Undo"), range(len(keys)), format_func=lambda i: " / ".join(t for t in keys[i] if t),
                    key=f"up_undo_{lang}_{len(keys)}", placeholder=_("none picked"),
                )  # fmt: skip
                if st.button(_("Undo these"), key="up_undo_button") and gone:
                    kept = {
                        key: code for i, (key, code) in enumerate(crosswalk.pairs.items()) if i not in gone
                    }
                    st.session_state[_PAIRS] = Crosswalk(kept)
                    st.rerun()
            st.download_button(
                _("Save for next month"),
                crosswalk.to_csv(),
                file_name="atlas-crosswalk.csv",
                on_click="ignore",
                key="up_save",
            )
        with st.container(key=f"uploader_{lang}_pairs"):
            came = st.file_uploader(_("Load accepted pairs (CSV)"), type=["csv"], key="up_load")
        if came is not None and st.session_state.get("up_loaded") != came.file_id:
            st.session_state["up_loaded"] = came.file_id
            loaded = crosswalks.read_pairs(came.getvalue(), official_names())
            st.session_state.pop(_FAULT, None)
            if loaded.fault is not None:
                st.session_state[_FAULT] = loaded.fault
            st.session_state[_PAIRS] = accepted().merged(loaded.pairs)
            st.rerun()
