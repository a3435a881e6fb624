"""Steps of the join doctor for a table: check how it is read, join, review what is left over, use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from geodata.codes import LEVELS
from geodata.errors import AtlasError
from geodata.join import Crosswalk, JoinResult, join_table
from pages.parts import frame, session, state
from pages.parts.data import gazetteer, official_names, shared_store
from pages.parts.fields import field, forget
from pages.parts.session import get_choices
from pages.parts.upload_review import accepted, review_step
from pages.parts.upload_use import use_step
from views import doctor, doctor_texts
from views.crosswalks import pairs_at
from views.exporting import csv_bytes, excel_csv_bytes, xlsx_bytes
from views.formatting import number
from views.i18n import plural_translator, translator
from views.joined import joined_table, workbook
from views.knowledge import level_name
from views.markup import escape
from views.missing import missing_html
from views.own import guess_settings

if TYPE_CHECKING:
    import pandas as pd

    from geodata.join import Question
    from geodata.uploads import Table
    from views.selection import Selection

_OPTIONS, _ASKED, _MADE = "up_options", "up_asked", "up_made"
MOST_ROWS = 300_000
"""Rows that the page joins: 600 000 take 40 s of processor time and 1.4 GB, which other readers of the app would feel."""
_MANY = 50_000


def table_steps(table: Table, title: str, selection: Selection) -> None:
    """Steps 2 to 5."""
    _ = translator(selection.lang)
    frame.step(2, _("Check"))
    if len(table.cells) > MOST_ROWS:
        frame.alert(_too_long(len(table.cells), table.name, selection.lang))
        return
    with st.spinner(_working(len(table.cells), selection.lang)):
        result = _joined(table)
    if isinstance(result, AtlasError):
        frame.alert(str(result))
        st.button(_("Start again from the file"), key="up_again", on_click=state.later(_start_again))
        return
    if result.shaped.table.empty:
        frame.alert(_("{name} has no row of data below its header.").format(name=title))
        return
    _check(table, result, selection)
    if result.keys.level is None:
        return
    frame.step(3, _("Join"))
    st.html(doctor.verdict_html(result, selection.lang))
    balance = doctor.balance_html(result, selection.lang, frame.theme())
    if balance:
        st.html(balance)
    totals = doctor.totals_html(result, selection.lang)
    if totals:
        st.html(totals)
    with st.expander(_("Places without a row")):
        st.html(missing_html(result, official_names(), selection.lang))
    review_step(result, selection)
    _use(result, title, selection)


def _too_long(rows: int, name: str, lang: str) -> str:
    _ = translator(lang)
    text = _(
        "{name} has {n} rows; the page joins up to {most} at once, because it serves others too. Bring a part, a year or a"
        " province at a time, or join the whole on the command line: python3 atlas.py join TABLE."
    )
    return text.format(name=name, n=number(rows, 0, lang), most=number(MOST_ROWS, 0, lang))


def _working(rows: int, lang: str) -> str:
    _ = translator(lang)
    if rows < _MANY:
        return _("Joining the rows …")
    return _("Joining {n} rows; that takes up to a minute …").format(n=number(rows, 0, lang))


def _start_again() -> None:
    """Forget what was decided about the keys."""
    st.session_state.pop(_OPTIONS, None)
    forget("key_level", "key_code", "key_name", "key_parent", "system", "within")


def _joined(table: Table) -> JoinResult | AtlasError:
    """The table joined as the reader has decided so far."""
    options: dict[str, Any] = dict(st.session_state.get(_OPTIONS, {}))
    within = options.pop("within", None)
    token = (st.session_state["up_file"].id, table.sheet, within, repr(sorted(options.items())))

    def join(crosswalk: Crosswalk) -> JoinResult | AtlasError:
        try:
            return join_table(gazetteer(within), table.cells, crosswalk=crosswalk, **options)
        except AtlasError as error:
            return error

    plain: JoinResult | AtlasError = session.remember("join", token, lambda: join(Crosswalk()))
    if isinstance(plain, AtlasError):
        return plain
    pairs = pairs_at(accepted(), plain.keys.level)
    crossed = (token, pairs.to_csv() if pairs else "")
    st.session_state[_MADE] = crossed
    if not pairs:
        return plain
    result: JoinResult | AtlasError = session.remember("crossed", crossed, lambda: join(pairs))
    return result


def _decide(option: str, value: Any) -> None:
    """Keep a decision of the reader; None lets the doctor find it again."""
    options: dict[str, Any] = st.session_state.setdefault(_OPTIONS, {})
    if value in (None, [], ()):
        options.pop(option, None)
    else:
        options[option] = value


def _check(table: Table, result: JoinResult, selection: Selection) -> None:
    """How the table was read, and what only the reader can say."""
    lang = selection.lang
    _ = translator(lang)
    lines = [doctor_texts.shape_text(result, lang), *result.key_texts(lang)]
    frame.paragraph(" ".join(lines))
    for question in result.questions:
        if question.kind == "system":
            systems = {"kemendagri": "Kemendagri", "bps": "BPS"}
            field(
                st.radio, question.text(lang), "system", None, lang=lang, options=list(systems), format_func=systems.get,
                horizontal=True, decided=lambda value: _decide("system", value),
            )  # fmt: skip
        elif question.kind == "keys":
            frame.alert(question.text(lang))
    _ask_where(result, selection)
    _ask_styles([question for question in result.questions if question.kind == "style"], selection)
    with st.expander(_("First lines, keys and level"), expanded=result.keys.level is None):
        st.html(doctor.preview_html(table.cells, lang, frame.theme()))
        _keys_fields(result, selection)


def _ask_where(result: JoinResult, selection: Selection) -> None:
    """Whether all rows lie in one regency or city: names of villages stand dozens of times in the country."""
    within = st.session_state.get(_OPTIONS, {}).get("within")
    if result.keys.level not in ("district", "village") or (
        within is None and not result.counts["ambiguous"]
    ):
        return
    lang, names = selection.lang, official_names()
    _ = translator(lang)
    likely = doctor_texts.homes_of(result)
    options = [None, *likely, *(code for code in get_choices().cities if code not in likely)]
    field(
        st.selectbox, _("All rows lie in"), "within", within, lang=lang, options=options, width=420,
        format_func=lambda code: _("anywhere in Indonesia") if code is None else f"{names[code]} · {code}",
        decided=lambda code: _decide("within", code),
    )  # fmt: skip


def _ask_styles(questions: list[Question], selection: Selection) -> None:
    """One question for all columns that can be read in two ways; it stays, so that the answer can be changed."""
    asked: list[Question] = st.session_state.get(_ASKED, []) or questions
    if not asked:
        return
    st.session_state[_ASKED] = asked
    lang = selection.lang
    _ = translator(lang)
    first, columns = asked[0], [question.column for question in asked]
    answers = {
        style: doctor_texts.reading_text(cell, style, value, lang)
        for style, (cell, value) in first.readings.items()
    }
    text = first.text(lang)
    if len(columns) > 1:
        text += " " + _("The answer also holds for: {columns}.").format(columns=", ".join(columns[1:]))
    said = field(
        st.radio, text, "styles", None, lang=lang, options=list(answers), format_func=answers.get,
        decided=lambda style: _decide("styles", dict.fromkeys(columns, style)),
    )  # fmt: skip
    if said is None:
        frame.note(_("Waiting for your answer: {columns}.").format(columns=", ".join(columns)))


def _keys_fields(result: JoinResult, selection: Selection) -> None:
    """Columns that serve as keys, and the level: found, and to be overruled."""
    lang = selection.lang
    _ = translator(lang)
    columns = list(result.shaped.table.columns)
    keys = result.keys
    places = st.columns(4)

    def level_said(value: str | None) -> str:
        return _("found automatically") if value is None else level_name(value, lang, short=True)

    def column_said(value: str | None) -> str:
        return _("found automatically") if value is None else value

    found = (
        ("level", _("Level"), [None, *LEVELS], keys.level, level_said),
        ("code", _("Column with codes"), [None, *columns], keys.code, column_said),
        ("name", _("Column with names"), [None, *columns], keys.name, column_said),
    )
    for place, (option, label, options, value, said) in zip(places, found, strict=False):
        with place:
            field(
                st.selectbox, label, f"key_{option}", value, lang=lang, options=options, format_func=said,
                decided=lambda chosen, option=option: _decide(option, chosen),
            )  # fmt: skip
    with places[3]:
        field(
            st.multiselect, _("Columns that say where it lies"), "key_parent", [p.column for p in keys.parents], lang=lang,
            options=columns, placeholder=_("none picked"), decided=lambda chosen: _decide("parent", list(chosen)),
        )  # fmt: skip


def _use(result: JoinResult, title: str, selection: Selection) -> None:
    """Step 5: what to use, and the joined table to take away."""
    lang = selection.lang
    _, _n = translator(lang), plural_translator(lang)
    level = str(result.keys.level)
    made = st.session_state[_MADE]
    with st.spinner(_("Making the figures ready …")):
        observations = session.remember("observations", made, result.observations)
    drawn = observations["code"].isin(shared_store().place_table()["code"])
    if not drawn.all():
        away = int((~drawn).sum())
        text = _n(
            "{n} figure is of a village outside the four pilots: it is joined, but cannot be drawn.",
            "{n} figures are of villages outside the four pilots: they are joined, but cannot be drawn.",
            away,
        )
        frame.note(text.format(n=number(away, 0, lang)))
    if level == "province":
        frame.note(
            _("Figures of provinces are shown for Jakarta only: the other maps are of regencies and cities.")
        )
    guess = guess_settings(
        observations[drawn], doctor_texts.units_of(result), stem=title, order=doctor.column_order(result)
    )
    use_step(
        observations[drawn], guess, title=title, level=level, selection=selection, step=5,
        year=doctor_texts.year_of(result, title),
    )  # fmt: skip
    _downloads(result, title, selection)


def _downloads(result: JoinResult, title: str, selection: Selection) -> None:
    """The joined table as CSV, as CSV for Indonesian Excel, and as a workbook with all verdicts."""
    _ = translator(selection.lang)
    lang = selection.lang

    def joined() -> pd.DataFrame:
        """Made when somebody asks for it: for a long table it takes seconds."""
        return joined_table(result, shared_store().codes(), lang)

    stem = title.rsplit(".", 1)[0]
    with st.container(horizontal=True, vertical_alignment="center"):
        words = _("The joined table")
        st.html(f"<span class='atlas-small'>{escape(words)}</span>")
        st.download_button(
            "CSV", lambda: csv_bytes(joined()), file_name=f"{stem}-atlas.csv", on_click="ignore", key="up_csv"
        )
        st.download_button(
            "CSV (Excel)",
            lambda: excel_csv_bytes(joined()),
            file_name=f"{stem}-atlas-excel.csv",
            on_click="ignore",
            key="up_excel",
        )
        st.download_button(
            "XLSX", lambda: xlsx_bytes(workbook(result, joined(), lang)), file_name=f"{stem}-atlas.xlsx",
            on_click="ignore", key="up_xlsx",
        )  # fmt: skip
