"""Step 4: rows that did not join, a page at a time; what a person accepts becomes a crosswalk for next month."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from geodata.errors import AtlasError
from geodata.join import Crosswalk
from pages.parts import frame, state
from pages.parts.data import official_names, shared_store
from pages.parts.fields import field, forget, kept
from pages.parts.start import guard
from views import crosswalks, doctor, doctor_texts
from views.formatting import number
from views.i18n import plural_translator, translator
from views.tables import html_table

if TYPE_CHECKING:
    from geodata.join import JoinResult
    from views.selection import Selection

_PAIRS = "own_pairs"  # not "up_": they outlive the file
_FAULT = "up_fault"  # what went wrong last, as a function of the language; until something goes right
_LOADED = "up_loaded"  # which file of pairs was taken
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


@st.fragment
@guard()
def _pages(result: JoinResult, left: Any, selection: Selection) -> None:
    """A page of rows at a time, each with its field; the rows of other pages are not looked into.

    A fragment, so that a choice does not do the whole page again. What is chosen is kept by row: it outlives the turn of the
    page, which a form would not let it do.
    """
    if state.is_waiting():  # accepted: the rest of the page has to know as well
        st.rerun(scope="app")
    lang = selection.lang
    _, _n = translator(lang), plural_translator(lang)
    start = _page(len(left), lang)
    part = doctor.suggested(result, left.iloc[start : start + _PAGE])
    reasons = result.reasons(lang)
    if (part["verdict"] == "duplicate").any():
        frame.note(
            _(
                "Rows that claim the same place twice are settled in your file, or by undoing a pair below that led to it."
            )
        )
    for row in part.itertuples():
        said, asked = st.columns([0.58, 0.42], gap="medium", vertical_alignment="center")
        with said:
            st.html(doctor.row_html(result, row, str(reasons.iloc[row.Index]), lang))
        if row.verdict in doctor.ASKED:
            with asked:
                _answer(result, row, selection)
    if not left["verdict"].isin(doctor.ASKED).any():
        return
    count = len(_chosen(result, left))
    elsewhere = count - len(_chosen(result, part))
    if elsewhere:
        text = _n(
            "{n} choice on another page counts as well.",
            "{n} choices on other pages count as well.",
            elsewhere,
        )
        frame.note(text.format(n=number(elsewhere, 0, lang)))
    label = (
        _("Accept these pairs ({n})").format(n=number(count, 0, lang)) if count else _("Accept these pairs")
    )
    st.button(
        label, key="up_accept", disabled=not count, on_click=state.later(partial(_accept, result, left))
    )


def _chosen(result: JoinResult, rows: Any) -> dict[Any, str]:
    """What the reader has chosen for some rows; a choice that the level of the rows no longer allows is none."""
    places = result.names.gazetteer.index(result.keys.level).names if result.keys.level else {}
    asked = rows.loc[rows["verdict"].isin(doctor.ASKED), "row"]
    found = {row: kept(_name(row), LATER) for row in asked}
    return {row: code for row, code in found.items() if code == LEAVE or code in places}


def _name(row: Any) -> str:
    """Name under which the choice for a row is kept."""
    return f"row_{row}"


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


def _answer(result: JoinResult, row: Any, selection: Selection) -> None:
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
    field(
        st.selectbox, label, _name(row.row), LATER, lang=lang, options=options, format_func=said,
        label_visibility="collapsed",
    )  # fmt: skip


def _names(level: str) -> dict[str, str]:
    """Official names of a level; of villages only the pilots', which are the ones that can be drawn."""
    return shared_store().place_table(level).set_index("code")["name"].to_dict()


def _accept(result: JoinResult, left: Any) -> None:
    """Take the chosen pairs of all pages; one whose place has a row already would only make both rows double."""
    pairs = _chosen(result, left)
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
        forget(*(_name(row) for row, code in pairs.items() if code not in there))
        if taken:
            st.session_state[_FAULT] = partial(crosswalks.taken_text, taken, official_names())


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
                chosen = f"up_undo_{lang}_{len(keys)}"
                st.multiselect(
                    _("Undo"), range(len(keys)), format_func=lambda i: " / ".join(t for t in keys[i] if t),
                    key=chosen, placeholder=_("none picked"), select_all=False,
                )  # fmt: skip
                st.button(
                    _("Undo these"), key="up_undo_button", on_click=state.later(partial(_undo, keys, chosen))
                )
            st.download_button(
                _("Save for next month"),
                crosswalk.to_csv(),
                file_name="atlas-crosswalk.csv",
                on_click="ignore",
                key="up_save",
            )
        with st.container(key=f"uploader_{lang}_pairs"):
            came = st.file_uploader(_("Load accepted pairs (CSV)"), type=["csv"], key="up_load")
        if came is not None and st.session_state.get(_LOADED) != came.file_id:
            _load(came.getvalue())
            st.session_state[_LOADED] = came.file_id  # last: what is cut off is done again
            st.rerun()


def _undo(keys: list[Any], chosen: str) -> None:
    """Take pairs back, by their positions in the list as it was shown."""
    gone = {keys[position] for position in st.session_state.get(chosen, [])}
    st.session_state[_PAIRS] = Crosswalk(
        {key: code for key, code in accepted().pairs.items() if key not in gone}
    )


def _load(data: bytes) -> None:
    """Take the pairs of a file, or keep what is wrong with it."""
    loaded = crosswalks.read_pairs(data, official_names())
    st.session_state.pop(_FAULT, None)
    if loaded.fault is not None:
        st.session_state[_FAULT] = loaded.fault
    st.session_state[_PAIRS] = accepted().merged(loaded.pairs)
