"""One call from a chart or a map to the bytes of a picture."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from views.charts.base import Chart
from views.i18n import check_language, translator
from views.pictures.bodies import ChartBody
from views.pictures.pen import Pen
from views.pictures.sheet import NATURAL, PIXELS, Body, Sheet, compose
from views.theme import tokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from views.pictures.keys import Key

FORMS = ("svg", "png")
SCALES = (1, 2)
LETTERS = 72


def picture(  # noqa: PLR0913 - options, each with its meaning
    what: Chart | Body,
    sheet: Sheet,
    *,
    form: str = "svg",
    layout: str = NATURAL,
    scale: int = 1,
    lang: str,
    theme: str = "light",
    keys: Sequence[Key] = (),
    embed_fonts: bool = True,
) -> bytes:
    """Draw a chart or a map with all that belongs to it.

    Parameters
    ----------
    what
        A chart of `views.charts`, or a map (`views.pictures.maps.MapPicture`).
    sheet
        What stands around it.
    form
        ``svg`` (text stays text) or ``png``.
    layout
        ``natural``, 1 200 px wide, ``slide``, 16:9, or ``bare``, without what stands around it.
    scale
        1, or 2 for a PNG with twice as many pixels; an SVG has no pixels, there it is its size.
    lang, theme
        "id" or "en"; "light" or "dark".
    keys
        Legends of a chart that stand beside it on its page (`views.pictures.page_keys`); a map holds its own.
    embed_fonts
        Whether an SVG brings its letters along; not needed inside a page that has them.

    Returns
    -------
    bytes
        The same for the same content, always.

    Raises
    ------
    ValueError
        If an option is none of those above, or a chart holds what pictures do not know (`UnknownFeature`).
    """
    for name, value, known in (("form", form, FORMS), ("scale", scale, SCALES)):
        if value not in known:
            msg = f"`{name}` must be one of {', '.join(map(str, known))}, it is {value!r}."
            raise ValueError(msg)
    check_language(lang)
    body: Body = what if not isinstance(what, Chart) else ChartBody(what, keys, _look(theme) if keys else {})
    if isinstance(what, Chart) and not sheet.alt:
        sheet = _with_alt(sheet, what.alt)
    pen = compose(body, sheet, layout=layout, lang=lang, t=tokens(theme))
    pixels = PIXELS[layout] * scale
    return (
        _svg(pen, sheet, pixels, lang, embed_fonts=embed_fonts)
        if form == "svg"
        else _png(pen, sheet, pixels, lang)
    )


def _look(theme: str) -> Mapping[str, str]:
    from views.scenes import look  # loads folium, which a chart without a legend of its own does not need

    return look(theme)


def _with_alt(sheet: Sheet, alt: str) -> Sheet:
    return replace(sheet, alt=f"{sheet.words}. {alt}")


def _said(sheet: Sheet, lang: str) -> Mapping[str, Any]:
    _ = translator(lang)
    return {
        "Title": sheet.title, "Description": sheet.words, "Source": " ".join(part for part in (sheet.source, sheet.link) if part),
    }  # fmt: skip


def _svg(pen: Pen, sheet: Sheet, pixels: float, lang: str, *, embed_fonts: bool) -> bytes:
    from views.pictures.svg import finished, font_faces

    out = io.StringIO()
    said = {
        **_said(sheet, lang),
        "Creator": translator(lang)("Pilot City Atlas"),
        "Date": None,
        "Language": lang,
    }
    if sheet.licence:
        said["Rights"] = sheet.licence
    if sheet.date is not None:
        said["Date"] = sheet.date.isoformat()
    pen.figure.savefig(
        out, format="svg", metadata={k: v for k, v in said.items() if v or k == "Date"}, facecolor=pen.ground
    )
    faces = font_faces(pen.letters) if embed_fonts else ""
    size = (pen.width * pixels, round(pen.height * pixels, 2))
    return finished(out.getvalue(), size=size, lang=lang, alt=sheet.words, faces=faces)


def _png(pen: Pen, sheet: Sheet, pixels: float, lang: str) -> bytes:
    import numpy as np
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    out = io.BytesIO()
    said = {**_said(sheet, lang), "Software": translator(lang)("Pilot City Atlas")}
    if sheet.licence:
        said["Copyright"] = sheet.licence
    if sheet.date is not None:
        said["Creation Time"] = sheet.date.isoformat()
    canvas = FigureCanvasAgg(pen.figure)
    pen.figure.set_dpi(LETTERS * pixels)
    canvas.draw()
    # Nothing shines through a page: without the fourth channel, and at this level, writing takes half the time.
    page = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    info = PngInfo()
    for name, text in said.items():
        if text:
            info.add_text(name, text)
    page.save(out, "png", compress_level=3, pnginfo=info, dpi=(LETTERS * pixels, LETTERS * pixels))
    return out.getvalue()
