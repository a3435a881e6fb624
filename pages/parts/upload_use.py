"""The last step of every upload: what the columns stand for, and the button that puts them to use."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from geodata.errors import SchemaError
from geodata.own import source_id
from geodata.shaping.error_columns import errors_of_pairs
from pages.parts import frame, state
from pages.parts.data import shared_store
from pages.parts.fields import field
from pages.parts.session import get_store, own_data, use_own
from views.formatting import direction_text, number
from views.i18n import translator
from views.own import add_to_session, people_year
from views.own_errors import error_columns, error_texts, unclear_text
from views.tables import html_table

if TYPE_CHECKING:
    from geodata.own import OwnZones
    from geodata.shaping.error_columns import ErrorPair
    from views.selection import Selection

_EDITS = "up_edits"
_FAULT = "up_use_fault"  # what stood against the last try, as a function of the language
_DONE = "own_done"  # not "up_": what is said after the file is let go
_MOST = 12
FIRST_YEAR, LAST_YEAR = 2000, 2100


def use_step(
    observations: pd.DataFrame,
    guess: pd.DataFrame,
    *,
    title: str,
    level: str,
    selection: Selection,
    step: int,
    year: int | None = None,
    zones: OwnZones | None = None,
) -> None:
    """Confirm year, name, unit, count or rate, direction; then the figures stand in every selector of this session.

    `year` is the guess for figures whose column names none; without one the reader has to say it.
    """
    lang = selection.lang
    _ = translator(lang)
    frame.step(step, _("Use"))
    if observations["value"].notna().sum() == 0:
        frame.alert(
            _(
                "There is no number to show. Check in step 2 how the numbers are read, and in step 4 what joined."
            )
        )
        return
    dated = _dated(observations, year, selection)
    settings = _edited(guess)
    pairs = _error_step(dated, settings, selection)
    settings = settings.drop(index=[column for pair in pairs for column in pair.columns])
    chosen = _columns(settings, selection)
    if not chosen:
        return
    settings["use"] = settings.index.isin(chosen)
    _editor(settings.loc[chosen], level, selection)
    table = _described(settings.loc[chosen], dated, lang)
    st.html(html_table(table, caption=_("What will be shown"), theme=frame.theme(), max_height=320))
    if dated["year"].isna().any():
        frame.note(_("Say first which year the figures are of."))
        return
    if source_id(title) in set(own_data().sources["source"]):
        frame.note(_("A table of this name is in use already: this one takes its place."))
    if _FAULT in st.session_state:
        frame.alert(st.session_state.pop(_FAULT)(lang))
    st.button(
        _("Use in this session"), type="primary", key="up_use",
        on_click=state.later(
            partial(_use, dated, settings, pairs, title=title, level=level, zones=zones, file=_file_id())
        ),
    )  # fmt: skip


def _dated(observations: pd.DataFrame, year: int | None, selection: Selection) -> pd.DataFrame:
    """Observations with the reader's year where the table names none."""
    _ = translator(selection.lang)
    open_ = observations["year"].isna()
    if not open_.any():
        return observations
    said = field(
        st.number_input, _("Year of the figures"), "year", year, lang=selection.lang, min_value=FIRST_YEAR, max_value=LAST_YEAR,
        step=1, width=180,
    )  # fmt: skip
    if said is None:
        return observations
    return observations.assign(year=observations["year"].fillna(int(said)))


def _error_step(
    observations: pd.DataFrame, settings: pd.DataFrame, selection: Selection
) -> tuple[ErrorPair, ...]:
    """Say which columns are read as errors of others, and let the reader refuse."""
    lang = selection.lang
    _ = translator(lang)
    pairs, unclear = error_columns(observations, settings)
    if unclear:
        frame.note(unclear_text(unclear, lang))
    if not pairs:
        return ()
    frame.note("; ".join(error_texts(pairs, lang)) + ".")
    text = _("Use them as errors: the claim checker on the page Compare then rests on them")
    return pairs if field(st.checkbox, text, "errors", True, lang=lang) else ()


def _edited(guess: pd.DataFrame) -> pd.DataFrame:
    """Settings with the reader's changes."""
    settings = guess.copy()
    for key, changes in st.session_state.get(_EDITS, {}).items():
        if key in settings.index:
            for name, value in changes.items():
                settings.at[key, name] = value
    return settings


def _columns(settings: pd.DataFrame, selection: Selection) -> list[str]:
    """Columns in use; says how many there are where not all are."""
    lang = selection.lang
    _ = translator(lang)
    names = settings["name"].to_dict()
    usable = list(settings.index[settings["use"].astype(bool)])
    chosen: list[str] = field(
        st.multiselect, _("Columns to use"), "columns", usable[:_MOST], lang=lang, options=usable, format_func=names.get,
        placeholder=_("none picked"),
    )  # fmt: skip
    if len(chosen) < len(usable):
        text = _("{n} of {all} columns picked.")
        st.caption(text.format(n=number(len(chosen), 0, lang), all=number(len(usable), 0, lang)))
    return chosen


def _file_id() -> str:
    """Which file is at hand."""
    file = st.session_state.get("up_file")
    return "" if file is None else str(file.id)


def _use(
    observations: pd.DataFrame,
    settings: pd.DataFrame,
    pairs: tuple[ErrorPair, ...],
    *,
    title: str,
    level: str,
    zones: OwnZones | None,
    file: str,
) -> None:
    """Put the figures to use, and let go of their file unless another one has come meanwhile."""
    try:
        own = add_to_session(
            own_data(), shared_store(), observations, settings, title=title, level=level, day=datetime.now(tz=UTC).date(),
            zones=zones, errors=errors_of_pairs(observations, pairs),
        )  # fmt: skip
    except SchemaError as error:
        st.session_state[_FAULT] = partial(_twice_text, str(error))
        return
    use_own(own)
    if _file_id() == file:
        for key in [key for key in st.session_state if str(key).startswith("up_")]:
            del st.session_state[key]
    st.session_state[_DONE] = True


def _twice_text(detail: str, lang: str) -> str:
    _ = translator(lang)
    text = _("Some places have two figures for one year: mend the table and bring it again.")
    return f"{text} ({detail})"


def say_done(lang: str) -> None:
    """Say once that figures have been put to use."""
    _ = translator(lang)
    if _DONE in st.session_state:
        st.toast(_("Your figures are in use in this session."))
        del st.session_state[_DONE]


def measure_names(lang: str) -> dict[str, str]:
    """A count or a rate, in words."""
    _ = translator(lang)
    return {"extensive": _("count that adds up (circles)"), "intensive": _("rate or index (coloured areas)")}


def direction_name(direction: str, lang: str) -> str:
    """Direction in a word or two, for tables."""
    _ = translator(lang)
    return _("neutral") if direction == "neutral" else direction_text(direction, lang)


def _editor(settings: pd.DataFrame, level: str, selection: Selection) -> None:
    """Fields of one column at a time, so that thirty columns are no wall of fields."""
    lang = selection.lang
    _ = translator(lang)
    with st.expander(_("Change name, unit, kind or direction")):
        names, keys = settings["name"].to_dict(), list(settings.index)
        key = field(
            st.selectbox, _("Column"), "edited", keys[0], lang=lang, options=keys, format_func=names.get
        )
        row, place = settings.loc[key], keys.index(key)

        def setting(make: Any, label: str, name: str, value: Any, **options: Any) -> None:
            def decided(new: Any) -> None:
                st.session_state.setdefault(_EDITS, {}).setdefault(key, {})[name] = new

            field(make, label, f"set_{place}_{name}", value, lang=lang, decided=decided, **options)

        first, second = st.columns(2)
        with first:
            setting(st.text_input, _("Name"), "name", str(row["name"]), max_chars=60)
            setting(st.text_input, _("Unit"), "unit", str(row["unit"]), max_chars=24)
            setting(
                st.number_input, _("Decimals"), "decimals", int(row["decimals"]), min_value=0, max_value=6
            )
        with second:
            measures = measure_names(lang)
            setting(
                st.selectbox,
                _("Kind of figure"),
                "measure",
                str(row["measure"]),
                options=list(measures),
                format_func=measures.get,
            )
            setting(
                st.selectbox, _("Direction"), "direction", str(row["direction"]),
                options=["neutral", "higher_better", "lower_better"], format_func=lambda d: direction_name(d, lang),
            )  # fmt: skip
            year = people_year(get_store(), level)
            if str(row["measure"]) == "extensive" and year is not None:
                text = _("Also per 10,000 residents (of {year})").format(year=year)
                setting(st.checkbox, text, "per_people", bool(row["per_people"]))


def _described(settings: pd.DataFrame, observations: pd.DataFrame, lang: str) -> pd.DataFrame:
    _ = translator(lang)
    yes, dash = _("yes"), "\N{EN DASH}"
    years = {
        key: "\N{EN DASH}".join(str(int(y)) for y in sorted({part.min(), part.max()}))
        if part.notna().all()
        else "?"
        for key, part in observations.groupby("indicator")["year"]
    }
    return pd.DataFrame(
        {
            _("Name"): settings["name"].astype(str).to_numpy(),
            _("Unit"): [str(unit) or dash for unit in settings["unit"]],
            _("Year"): [years.get(key, dash) for key in settings.index],
            _("Kind of figure"): settings["measure"].map(measure_names(lang)).to_numpy(),
            _("Direction"): [direction_name(str(d), lang) for d in settings["direction"]],
            _("Per 10,000 residents"): [yes if flag else dash for flag in settings["per_people"]],
        }
    )
