"""The reader's own data, step by step: read, check, join, review, use. Everything stays in the session."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from geodata.uploads import DEFAULT_LIMITS, Table, UploadError, points_from_table, read_fullest, read_upload
from pages.parts import frame, session, state
from pages.parts.data import shared_store
from pages.parts.fields import field
from pages.parts.session import get_choices, own_data, use_own
from pages.parts.upload_shapes import points_steps, zones_steps
from pages.parts.upload_table import table_steps
from pages.parts.upload_use import say_done
from views import doctor_texts
from views.availability import PILOTS
from views.exporting import csv_bytes, xlsx_bytes
from views.formatting import number
from views.i18n import pick, plural_translator, translator
from views.knowledge import level_name
from views.markup import escape
from views.own import cities_of, home_of, template

if TYPE_CHECKING:
    from geodata.uploads import Features
    from views.selection import Selection

FORMATS = ["csv", "tsv", "txt", "xlsx", "geojson", "json", "gpkg", "zip", "fgb", "parquet"]
_FILE = "up_file"
_TAKEN = "own_taken"  # not "up_": a file that was let go shall not come back by itself


@dataclass(frozen=True)
class _File:
    """An uploaded file, kept in the session so that a visit to another page does not lose the work."""

    name: str
    data: bytes
    id: str


def own_section(selection: Selection) -> None:
    """Bring a table, zones or points; what is in use already stands above."""
    _ = translator(selection.lang)
    say_done(selection.lang)
    in_use(selection)
    frame.section(_("Bring your own table or map file"))
    promise = _(
        "What you bring stays in this session: nobody else sees it, and it is gone when you close the page."
    )
    st.html(f"<p class='atlas-sub'>{escape(promise)}</p>")
    file = _choose_file(selection)
    if file is None:
        _template(selection)
        return
    content = _read(file, selection)
    if content is not None:
        _steps(content, file, selection)


def _choose_file(selection: Selection) -> _File | None:
    """The file at hand; the reader may put another in its place."""
    _ = translator(selection.lang)
    kept: _File | None = st.session_state.get(_FILE)
    if kept is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(f"<b>{escape(kept.name)}</b>")
            st.button(
                _("Take another file"), key="up_other", on_click=state.later(partial(forget_file, kept.id))
            )
        return kept
    size = number(DEFAULT_LIMITS.bytes / 2**20, 0, selection.lang)
    with st.container(key=f"uploader_{selection.lang}"):
        came = st.file_uploader(
            _(
                "CSV, XLSX, GeoJSON, GeoPackage, zipped Shapefile, FlatGeobuf or GeoParquet, up to {mb} MB"
            ).format(mb=size),
            type=FORMATS,
            key="up_widget",
        )
    if came is not None and came.file_id != st.session_state.get(_TAKEN):
        # No callback does it: a press that waits would cut it off, and the field show a file that is never read.
        st.session_state[_FILE] = _File(came.name, came.getvalue(), came.file_id)
        st.session_state[_TAKEN] = came.file_id
        st.rerun()
    return None


def forget_file(file: str) -> None:
    """Let go of a file and of everything found out about it; of none that has come since."""
    if _FILE in st.session_state and st.session_state[_FILE].id == file:
        _clear()


def _clear() -> None:
    for key in [key for key in st.session_state if str(key).startswith("up_")]:
        del st.session_state[key]


def _read(file: _File, selection: Selection) -> Table | Features | None:
    """Step 1: read the file, in a process of its own; a sheet or layer may be chosen."""
    _ = translator(selection.lang)
    frame.step(1, _("Read"))
    part = st.session_state.get("up_part")

    def attempt() -> Table | Features | UploadError:
        try:
            if part is None:
                return read_fullest(file.name, file.data)
            return read_upload(file.name, file.data, sheet=part, layer=part)
        except UploadError as error:
            return error

    with st.spinner(_("Reading the file …")):
        content = session.remember("content", (file.id, part), attempt)
    if isinstance(content, UploadError):
        frame.alert(content.text(selection.lang))
        return None
    frame.paragraph(doctor_texts.file_text(content, selection.lang))
    parts = content.sheets if isinstance(content, Table) else content.layers
    if len(parts) > 1:
        now = content.sheet if isinstance(content, Table) else content.layer
        label = _("Sheet") if isinstance(content, Table) else _("Layer")
        field(
            st.selectbox,
            label,
            "part",
            now,
            lang=selection.lang,
            options=list(parts),
            width=320,
            decided=_take_part,
        )
    for text in content.note_texts(selection.lang):
        frame.note(text)
    return content


def _take_part(part: str) -> None:
    """Take another sheet or layer; what was decided for the last one does not hold for it."""
    file = st.session_state[_FILE]
    _clear()
    st.session_state.update({_FILE: file, "up_part": part, "up_fields": {"part": part}})


def _steps(content: Table | Features, file: _File, selection: Selection) -> None:
    """Steps 2 to 5, by what the file holds."""
    _ = translator(selection.lang)
    part = content.sheet if isinstance(content, Table) else content.layer
    many = len(content.sheets if isinstance(content, Table) else content.layers) > 1
    title = f"{file.name} · {part}" if many else file.name
    if not isinstance(content, Table):
        (points_steps if content.kind == "points" else zones_steps)(content, title, selection)
        return
    points = session.remember("points", (file.id, content.sheet), lambda: points_from_table(content))
    if points is not None:
        ways = {
            "table": _("a figure a place (join by code or name)"),
            "points": _("a point a row (count per area)"),
        }
        way = field(
            st.radio, _("This table has coordinates. Each row is"), "way", "points", lang=selection.lang, options=list(ways),
            format_func=ways.get, horizontal=True,
        )  # fmt: skip
        if way == "points":
            read = set(content.note_texts(selection.lang))  # said above already
            for text in (text for text in points.note_texts(selection.lang) if text not in read):
                frame.note(text)
            points_steps(points, title, selection)
            return
    table_steps(content, title, selection)


def in_use(selection: Selection) -> None:
    """Tables of this session, with ways to the maps, and a way to take each out again."""
    own, lang = own_data(), selection.lang
    _, _n = translator(lang), plural_translator(lang)
    if not own:
        return
    frame.section(_("In use in this session"))
    for record in own.sources.to_dict("records"):
        mine = own.catalogue[own.catalogue["indicator"].isin(record["indicators"])]
        figures = own.observations[own.observations["source"] == record["source"]]
        many, places = len(figures), int(figures["code"].nunique())
        text = _("{title}: {figures} of {places}, {years}").format(
            title=record["title"],
            figures=_n("{n} figure", "{n} figures", many).format(n=number(many, 0, lang)),
            places=_n("{n} place", "{n} places", places).format(n=number(places, 0, lang)),
            years=record["years"],
        )
        names = ", ".join(pick(row, "name", lang) for _i, row in mine.iterrows())
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(f"<b>{escape(text)}</b><p class='atlas-small'>{escape(names)}</p>")
            st.space("stretch")
            _ways(figures, selection)
            st.button(
                _("Remove"),
                key=f"remove_{record['source']}",
                on_click=state.later(partial(_remove, record["source"])),
            )


def _remove(source: str) -> None:
    """Take a table out of use."""
    use_own(own_data().without(source))


def _ways(figures: Any, selection: Selection) -> None:
    """Links to the pages that show a table's first indicator."""
    _ = translator(selection.lang)
    level, city = home_of(figures)
    indicator = str(figures["indicator"].iloc[0])
    if city not in get_choices().cities:
        return
    query = {"lang": selection.lang, "indicator": indicator, "level": level}
    if level == "regency":
        st.page_link(
            "pages/overview.py",
            label=_("Country map"),
            icon=":material/public:",
            query_params={"lang": selection.lang, "indicator": indicator},
        )
    if level != "province":
        st.page_link(
            "pages/city.py", label=_("City map"), icon=":material/map:", query_params={**query, "city": city}
        )
    cities = cities_of(figures, level)
    if len(cities) > 1:
        query["cities"] = ",".join(cities)
        st.page_link(
            "pages/compare.py", label=_("Compare"), icon=":material/compare_arrows:", query_params=query
        )


def _template(selection: Selection) -> None:
    """An empty table with codes and names, to fill in and bring back."""
    _ = translator(selection.lang)
    with st.expander(_("An empty table to fill in")):
        levels = ["regency", "district", "village", "province"]
        with st.container(horizontal=True, vertical_alignment="bottom"):
            level = st.selectbox(
                _("Level"),
                levels,
                format_func=lambda x: level_name(x, selection.lang),
                key="tp_level",
                width=260,
            )
            everywhere = {
                "": _("all of Indonesia"),
                **{c: n for c, n in get_choices().cities.items() if c in PILOTS},
            }
            options = list(everywhere) if level != "village" else [code for code in everywhere if code]
            city = (
                ""
                if level == "province"
                else st.selectbox(_("Area"), options, format_func=everywhere.get, key="tp_city", width=260)
            )
            sheets = template(shared_store(), level, [city] if city else [], selection.lang)
            st.download_button(
                "XLSX",
                lambda: xlsx_bytes(sheets),
                file_name="atlas-template.xlsx",
                on_click="ignore",
                icon=":material/download:",
            )
            st.download_button(
                "CSV",
                csv_bytes(next(iter(sheets.values()))),
                file_name="atlas-template.csv",
                on_click="ignore",
                icon=":material/download:",
            )
