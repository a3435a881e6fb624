"""Sheets: nothing is cut off or lies on something else, the same bytes every time, words travel with the picture."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import sys
import threading
import time

import numpy as np
import plotly.graph_objects as go
import pytest
from defusedxml import ElementTree
from fontTools.ttLib import TTFont
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from PIL import Image

from tests.conftest import ROOT
from tests.views.conftest import EVIL
from tests.views.pictured import KINDS, MAPS, chart, drawn_map
from views.pictures import Sheet, picture
from views.pictures.bodies import ChartBody
from views.pictures.engine import FAMILY, FONTS, SIGNS, WEIGHTS, font, text_width
from views.pictures.pen import Pen
from views.pictures.sheet import BARE, LAYOUTS, PANEL, compose
from views.pictures.words import Run, block_width, line_width, wrapped
from views.theme import tokens

LINK = (
    "https://atlas.example.go.id/bandingkan?lang=id&slide=0&store=2026.11-3f9a2c&city=31&cities=31,73.71,35.10,32.11&indicator=hdi&level=regency"
    "&year=2024&scheme=quantiles&k=5&over=&points=&place=73.71,class-5&since=2010&peers=similar&features=population-3,density-2,kind-1&weights=1"
)
LONG = Sheet(
    title=(
        "Persentase rumah tangga yang memiliki akses terhadap layanan sanitasi layak dan berkelanjutan: "
        "Kabupaten Administrasi Kepulauan Seribu tertinggi di antara kabupaten/kota yang dibandingkan"
    ),
    subtitle=(
        "Persentase rumah tangga menurut akses sanitasi layak, % · Susenas Maret, definisi 2019 · 2024 · "
        "Kabupaten/kota · Daerah Khusus Ibukota Jakarta, Kota Makassar, Kabupaten Banyuwangi, Kabupaten "
        "Sumedang · makin tinggi makin baik"
    ),
    source=(
        "Sumber: Badan Pusat Statistik (BPS), Persentase Rumah Tangga menurut Kabupaten/Kota dan Akses "
        "terhadap Sanitasi Layak (2024); Kementerian Dalam Negeri, Direktorat Jenderal Kependudukan dan "
        "Pencatatan Sipil, Data Kependudukan Bersih Semester II (2024). Batas wilayah: Kepmendagri "
        "300.2.2-2430/2025, cahyadsn/wilayah_boundaries (MIT), dirapikan dan disederhanakan; bukan acuan "
        "resmi batas wilayah."
    ),
    licence=("Data BPS dapat dikutip dengan menyebutkan sumber; batas wilayah MIT"),
    badge=(
        "≈ Sebanding dengan catatan: Jakarta dihitung sebagai provinsi, yang lain sebagai kabupaten/kota; "
        "bandingkan keenam wilayahnya."
    ),
    date=dt.date(2026, 11, 28),
    link=LINK,
    notes=(
        "Semua tahun memakai dasar umur harapan hidup lama; angka resmi BPS sejak 2023 lebih tinggi.",
        "Angka 2024 bersifat sementara.",
    ),
)
SHORT = Sheet("IPM naik", source="Sumber: BPS.", date=dt.date(2026, 1, 2))
EVERY = [(kind, layout) for kind in (*KINDS, *MAPS) for layout in LAYOUTS]


def page(kind: str, sheet: Sheet, layout: str, lang: str = "id", theme: str = "light") -> Pen:
    body = ChartBody(chart(kind, lang, theme)) if kind in KINDS else drawn_map(kind, lang, theme)
    return compose(body, sheet, layout=layout, lang=lang, t=tokens(theme))


def texts(pen: Pen) -> list[tuple[str, float, float, float, float]]:
    """Texts of a page with their left, bottom, right and top in units."""
    renderer = FigureCanvasAgg(pen.figure).get_renderer()
    boxes = [(a.get_text(), a.get_window_extent(renderer)) for a in pen.figure.artists if isinstance(a, Text)]
    return [(text, box.x0, box.y0, box.x1, box.y1) for text, box in boxes]


def collisions(found: list[tuple[str, float, float, float, float]]) -> list[tuple[str, str]]:
    """Pairs of texts that lie on each other by more than the air inside their boxes."""
    hits = []
    for i, (text, x0, y0, x1, y1) in enumerate(found):
        for other, a0, b0, a1, b1 in found[i + 1 :]:
            if min(x1, a1) - max(x0, a0) > 1.5 and min(y1, b1) - max(y0, b0) > 2.5:
                hits.append((text, other))
    return hits


@pytest.mark.parametrize("sheet", [LONG, SHORT], ids=["long", "short"])
@pytest.mark.parametrize(("kind", "layout"), EVERY)
def test_no_text_is_cut_off_or_lies_on_another(kind: str, layout: str, sheet: Sheet) -> None:
    pen = page(kind, sheet, layout)
    found = texts(pen)
    outside = [t for t, x0, y0, x1, y1 in found if x0 < 0 or y0 < 0 or x1 > pen.width or y1 > pen.height]
    assert outside == []
    assert collisions(found) == []
    assert (pen.width, pen.height) == (960, 540) if layout == "slide" else pen.width == 800


def test_a_collision_would_be_seen() -> None:
    pen = Pen(200, 100, "#FFFFFF")
    for y in (20, 24):
        pen.text(wrapped("Kota Makassar", 200, Run("", 12, "#000000")), 10, y)
    assert len(collisions(texts(pen))) == 1


@pytest.mark.parametrize("layout", [layout for layout in LAYOUTS if layout not in (BARE, PANEL)])
def test_every_word_of_the_sheet_is_burnt_in(layout: str) -> None:
    said = "".join(text for text, *_box in texts(page("dots", LONG, layout))).replace(" ", "")
    for part in (
        LONG.title,
        LONG.subtitle,
        LONG.source,
        LONG.licence,
        LONG.link,
        LONG.badge,
        *LONG.notes,
        "28 November 2026",
    ):
        assert part.replace(" ", "") in said


@pytest.mark.parametrize("width", [40, 120, 300, 736])
def test_wrapped_lines_fit_and_lose_nothing(width: float) -> None:
    for text in (LINK, LONG.source, "pendek", "", f"{'a' * 300} b"):
        lines = wrapped(text, width, Run("", 10, "#000000"))
        assert block_width(lines) <= width + 1e-6
        assert "".join(run.text for line in lines for run in line).replace(" ", "") == text.replace(" ", "")
    assert line_width(wrapped("1.234,5–6.789,1", 50, Run("", 10, ""))[0]) < 50
    assert [line[0].text for line in wrapped("1.234,5–6.789,1", 50, Run("", 10, ""))] == [
        "1.234,5–",
        "6.789,1",
    ]


@pytest.mark.parametrize("form", ["svg", "png"])
@pytest.mark.parametrize("kind", ["lines", "strip", "wall of two"])
def test_the_same_state_gives_the_same_bytes(kind: str, form: str) -> None:
    what = chart(kind, "id", "light") if kind in KINDS else drawn_map(kind, "id", "light")
    first, second = (picture(what, LONG, form=form, lang="id") for _ in range(2))
    assert first == second


def test_another_process_gives_the_same_bytes() -> None:
    code = (
        "import sys, hashlib; from tests.views.test_picture_sheets import LONG; from tests.views.pictured import chart; "
        "from views.pictures import picture; data = picture(chart('dots', 'id', 'light'), LONG, lang='id'); "
        "print(hashlib.sha256(data).hexdigest())"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    assert runs[0].stdout == runs[1].stdout
    assert len(runs[0].stdout.strip()) == 64


@pytest.mark.parametrize(
    ("layout", "scale", "size"),
    [("natural", 1, 1200), ("natural", 2, 2400), ("slide", 1, 960), ("slide", 2, 1920)],
)
def test_a_png_has_its_pixels_and_its_words(layout: str, scale: int, size: int) -> None:
    data = picture(chart("dots", "id", "light"), LONG, form="png", layout=layout, scale=scale, lang="id")
    with Image.open(io.BytesIO(data)) as image:
        assert image.width == size
        assert layout != "slide" or image.height == size * 9 // 16
        assert image.text["Title"] == LONG.title
        assert image.text["Description"].startswith(LONG.title)
        assert chart("dots", "id", "light").alt in image.text["Description"]
        assert image.text["Source"] == f"{LONG.source} {LONG.link}"
        assert image.text["Creation Time"] == "2026-11-28"
        assert image.convert("RGB").getpixel((2, 2)) == (0xFB, 0xFA, 0xF7)


def root_of(data: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(data)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_an_svg_is_words_and_asks_nobody(lang: str) -> None:
    data = picture(chart("lines", lang, "light"), LONG, lang=lang)
    root, text = root_of(data), data.decode()
    assert root.get("lang") == lang
    assert (root[0].tag.split("}")[1], root[0].text) == ("title", LONG.title)
    assert root[1].tag.split("}")[1] == "desc"
    assert root[1].text.endswith(chart("lines", lang, "light").alt)
    said = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "2024" in said
    assert any(part.startswith("Persentase rumah tangga yang memiliki") for part in said)
    # Names of vocabularies are no requests, the permanent link is one only when somebody follows it.
    known = (
        "http://www.w3.org/",
        "http://purl.org/",
        "http://creativecommons.org/",
        "https://atlas.example.go.id/",
    )
    assert [url for url in re.findall(r"https?://[^\"' <)]+", text) if not url.startswith(known)] == []
    assert re.findall(r"url\((?!data:|#)[^)]*\)", text) == []
    assert re.findall(r"<(?:image|use)[^>]+href=\"(?!#|data:)", text) == []


def test_letters_travel_with_an_svg_and_are_enough() -> None:
    data = picture(chart("lines", "id", "light"), LONG, lang="id").decode()
    faces = re.findall(
        r'@font-face\{font-family:"([^"]+)";font-weight:(\d+);src:url\(data:font/woff;base64,([^)]+)\)', data
    )
    import base64

    have = {
        (family, int(weight)): set(TTFont(io.BytesIO(base64.b64decode(font_data))).getBestCmap())
        for family, weight, font_data in faces
    }
    assert {family for family, _weight in have} == {FAMILY, SIGNS}
    pen = page("lines", LONG, "natural")
    for weight, letters in pen.letters.items():
        known = have[FAMILY, weight] | have.get((SIGNS, weight), set())
        assert {ord(letter) for letter in letters} <= known
    assert (
        "@font-face"
        not in picture(chart("lines", "id", "light"), LONG, lang="id", embed_fonts=False).decode()
    )


def test_hostile_text_is_text() -> None:
    figure = chart("dots", "id", "light")
    sheet = Sheet(
        EVIL, EVIL, EVIL, licence=EVIL, notes=(EVIL,), badge=EVIL, alt=EVIL, link='https://x/?a=<b>&c="d"'
    )
    data = picture(figure, sheet, lang="id")
    root = root_of(data)
    assert list(root.iter("{http://www.w3.org/2000/svg}script")) == []
    said = "".join(element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text"))
    assert "<script>alert('x')</script>" in said
    picture(figure, sheet, form="png", lang="id")


def test_a_number_with_many_decimals_is_not_shortened() -> None:
    figure = go.Figure()
    from views.theme import atlas_template

    figure.update_layout(template=atlas_template("light", "en"), height=200)
    figure.add_scatter(x=[1], y=[1], mode="text", text=[' d="M 1.23456789 2.3456789'])
    figure.update_xaxes(tickvals=[1], ticktext=["0.123456789"])
    figure.update_yaxes(tickvals=[], ticktext=[])
    from dataclasses import replace

    data = picture(replace(chart("dots", "en", "light"), figure=figure), SHORT, lang="en").decode()
    assert "0.123456789" in data
    assert "1.23456789 2.3456789" in data


def test_only_our_fonts_are_used() -> None:
    for weight, style in WEIGHTS.items():
        found = font_manager.fontManager._find_fonts_by_props(font(12, weight))
        assert found[0] == str(FONTS / f"PlusJakartaSans-{style}.ttf")
    import matplotlib as mpl

    text_width("a", 12)
    known = (str(FONTS), mpl.get_data_path())
    assert [
        entry.fname for entry in font_manager.fontManager.ttflist if not entry.fname.startswith(known)
    ] == []


def test_fonts_are_three_weights_of_one_family_under_the_open_licence() -> None:
    assert "SIL Open Font License, Version 1.1" in (FONTS / "OFL.txt").read_text(encoding="utf-8")
    for weight, style in WEIGHTS.items():
        with TTFont(FONTS / f"PlusJakartaSans-{style}.ttf") as face:
            assert "fvar" not in face
            assert face["OS/2"].usWeightClass == weight
            assert face["name"].getDebugName(16) == FAMILY
            assert {ord(letter) for letter in "Aaşé0–−%²↑"} <= set(face.getBestCmap())
    assert (
        text_width("Banyuwangi", 12) < text_width("Banyuwangi", 12, 600) < text_width("Banyuwangi", 12, 700)
    )


def test_pictures_can_be_drawn_side_by_side() -> None:
    kinds = ("dots", "lines", "wall of two", "moran")
    bodies = {
        kind: chart(kind, "id", "light") if kind in KINDS else drawn_map(kind, "id", "light")
        for kind in kinds
    }
    alone = {kind: picture(body, LONG, form="png", lang="id") for kind, body in bodies.items()}
    got: dict[tuple[str, int], bytes] = {}

    def draw(kind: str, number: int) -> None:
        got[kind, number] = picture(bodies[kind], LONG, form="png", lang="id")

    threads = [threading.Thread(target=draw, args=(kind, number)) for kind in kinds for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == {(kind, number): alone[kind] for kind in kinds for number in range(2)}


def in_a_process_of_its_own(code: str) -> list[str]:
    """What a fresh Python prints: other tests of this process may have loaded whatever the code must not load."""
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return run.stdout.split()


def test_a_page_that_draws_nothing_loads_no_matplotlib() -> None:
    code = (
        "import sys, views.pictures, views.pictures.maps, views.pictures.page_keys; "
        "print('matplotlib' in sys.modules, 'fontTools' in sys.modules)"
    )
    assert in_a_process_of_its_own(code) == ["False", "False"]


def test_pyplot_is_never_loaded() -> None:
    code = (
        "import sys; from tests.views.test_picture_sheets import SHORT, chart, picture; "
        "picture(chart('dots', 'id', 'light'), SHORT, form='png', lang='id'); "
        "print('matplotlib.figure' in sys.modules, 'matplotlib.pyplot' in sys.modules)"
    )
    assert in_a_process_of_its_own(code) == ["True", "False"]


@pytest.mark.parametrize(
    "option", [{"form": "gif"}, {"scale": 3}, {"layout": "poster"}, {"lang": "fr"}, {"theme": "sepia"}]
)
def test_what_there_is_not_is_refused(option: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="must be"):
        picture(chart("dots", "id", "light"), SHORT, **({"lang": "id"} | option))  # type: ignore[arg-type]


def test_dark_pictures_are_dark() -> None:
    data = picture(chart("dots", "id", "dark"), SHORT, form="png", lang="id", theme="dark")
    with Image.open(io.BytesIO(data)) as image:
        assert np.asarray(image.convert("L")).mean() < 60


@pytest.mark.full
@pytest.mark.parametrize("kind", ["lines", "strip", "gaps", "network", "country", "wall of districts"])
def test_a_picture_takes_less_than_a_second_of_work(kind: str) -> None:
    what = chart(kind, "id", "light") if kind in KINDS else drawn_map(kind, "id", "light")
    for form in ("svg", "png"):
        picture(what, LONG, form=form, lang="id")
        start = time.thread_time()
        picture(what, LONG, form=form, lang="id")
        assert time.thread_time() - start < 1.0
