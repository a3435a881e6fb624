"""Step 4: rows that did not join, a page at a time; what a person accepts becomes a crosswalk for next month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from geodata.errors import AtlasError
from geodata.join import Crosswalk
from pages.parts import frame
from pages.parts.data import official_names, shared_store
from pages.parts.fields import field
from views import doctor, doctor_texts
from views.formatting import number
from views.i18n import translator
from views.tables import html_table

if TYPE_CHECKING:
    from geodata.join import JoinResult
    from views.selection import Selection

_PAIRS, _FAULT = "own_pairs", "own_pairs_fault"  # not "up_": they outlive the file
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
    fault = st.session_state.pop(_FAULT, "")
    if fault:
        frame.alert(fault)
    left = doctor.left_rows(result)
    if left.empty:
        frame.paragraph(_("Nothing is left over."))
    else:
        _pages(result, left, selection)
    _pairs(selection)


def _pages(result: JoinResult, left: Any, selection: Selection) -> None:
    lang = selection.lang
    _ = translator(lang)
    pages = -(-len(left) // _PAGE)
    page = 1
    if pages > 1:
        text = _("Page of rows left over (of {pages})").format(pages=number(pages, 0, lang))
        page = int(
            field(st.number_input, text, "page", 1, lang=lang, min_value=1, max_value=pages, width=260)
        )
    part = left.iloc[(page - 1) * _PAGE : page * _PAGE]
    st.html(doctor.rows_html(result, part, lang, frame.theme()))
    open_rows = [row for row in part.itertuples() if row.verdict != "duplicate"]
    if len(open_rows) < len(part):
        frame.note(
            _(
                "Rows that claim the same place twice are settled in your file, or by undoing a pair below that led to it."
            )
        )
    if not open_rows:
        return
    with st.form(f"up_review_{page}_{lang}", border=False):
        answers = {}
        # Row by row, so that a narrow window keeps the order.
        for start in range(0, len(open_rows), 2):
            for side, row in zip(st.columns(2), open_rows[start : start + 2], strict=False):
                with side:
                    answers[row.row] = _answer(result, row, selection)
        if st.form_submit_button(_("Accept these pairs")):
            _accept(result, {row: code for row, code in answers.items() if code != LATER}, selection)


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
    chosen: str = st.selectbox(label, options, format_func=said, key=f"up_row_{row.row}_{lang}")
    return chosen


def _names(level: str) -> dict[str, str]:
    """Official names of a level; of villages only the pilots', which are the ones that can be drawn."""
    return shared_store().place_table(level).set_index("code")["name"].to_dict()


def _accept(result: JoinResult, pairs: dict[Any, str], selection: Selection) -> None:
    """Take the pairs; one whose place has a row already would only make both rows double."""
    _ = translator(selection.lang)
    there = set(result.joined.index) if not result.dimensions else set()
    taken = sorted({code for code in pairs.values() if code in there})
    try:
        made = result.accept(
            {row: None if code == LEAVE else code for row, code in pairs.items() if code not in there}
        )
    except AtlasError as error:
        st.session_state[_FAULT] = str(error)
    else:
        st.session_state[_PAIRS] = accepted().merged(made)
    if taken:
        names = ", ".join(doctor_texts.place_text(code, official_names()) for code in taken)
        st.session_state[_FAULT] = _(
            "Not accepted, because a row has joined there already: {places}."
        ).format(places=names)
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
            _load(came.getvalue())
            st.rerun()


def _load(data: bytes) -> None:
    try:
        loaded = Crosswalk.from_csv(data.decode("utf-8-sig", errors="replace"))
    except AtlasError as error:
        st.session_state[_FAULT] = str(error)
        return
    st.session_state[_PAIRS] = accepted().merged(loaded)
