"""Text from files shows as text and nothing else."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from views.markup import escape, escape_plotly, short_place_name, wrap_plotly


class Reader(HTMLParser):
    """Text and tags of some HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.tags = "", []

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self.tags.append(tag)


@given(st.text(alphabet="<>&\"'`${}ab /=!-", max_size=40))
def test_html_shows_the_very_text_and_holds_no_mark(text: str) -> None:
    safe = escape(text)
    assert not set(safe) & set("<>\"'`")
    assert "${" not in safe
    reader = Reader()
    reader.feed(f"<p title='{safe}'>{safe}</p>")
    reader.close()
    assert reader.tags == ["p"]
    assert reader.text == text


def test_plotly_shows_tags_and_entities_as_text() -> None:
    assert escape_plotly("<b>A&B</b>") == "&lt;b&gt;A&amp;B&lt;/b&gt;"
    assert escape_plotly("&lt;") == "&amp;lt;"


def test_long_names_break_and_nothing_is_cut() -> None:
    name = "Kabupaten Pangkajene dan Kepulauan <b>"
    wrapped = wrap_plotly(name, 20)
    assert wrapped.split("<br>") == ["Kabupaten Pangkajene", "dan Kepulauan &lt;b&gt;"]
    assert wrap_plotly("", 20) == ""


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Kabupaten Banyuwangi", "Kab. Banyuwangi"),
        ("Kota Makassar", "Kota Makassar"),
        ("Kota Administrasi Jakarta Pusat", "Kota Adm. Jakarta Pusat"),
        ("Kabupaten Administrasi Kepulauan Seribu", "Kab. Adm. Kepulauan Seribu"),
        ("Daerah Khusus Ibukota Jakarta", "Jakarta"),
        ("Daerah Khusus Jakarta", "Jakarta"),
        ("Provinsi DKI Jakarta", "Jakarta"),
        ("DKI Jakarta", "Jakarta"),
        ("Kabupatenku", "Kabupatenku"),
        ("Ma'rang", "Ma'rang"),
    ],
)
def test_kinds_are_shortened_as_offices_do(name: str, short: str) -> None:
    assert short_place_name(name) == short
