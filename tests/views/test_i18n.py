"""Languages: complete catalogues, and texts of records."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from babel.messages.pofile import read_po

from views import messages
from views.i18n import LANGUAGES, LOCALE_DIR, main, pick, plural_translator, translator


def test_every_text_of_the_program_is_translated_and_compiled() -> None:
    """On a fault: `python -m views.i18n extract`, fill in the Indonesian, `python -m views.i18n compile`."""
    assert messages.check() == []


def test_indonesian_is_indonesian_and_english_is_the_message_itself() -> None:
    assert translator("id")("No data") == "Tidak ada data"
    assert translator("en")("No data") == "No data"
    assert translator("id")("a text that nobody translated") == "a text that nobody translated"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="one of id, en"):
        translator("fr")


def test_records_hold_texts_in_both_languages() -> None:
    record = {
        "name_id": "Luas",
        "name_en": "Area",
        "note_id": "",
        "note_en": "only English",
        "x_id": float("nan"),
    }
    assert (pick(record, "name", "id"), pick(record, "name", "en")) == ("Luas", "Area")
    assert pick(pd.Series(record), "note", "id") == "only English"
    assert pick(record, "x", "en") == ""
    row = next(pd.DataFrame([{"name_id": "Luas", "name_en": "Area"}]).itertuples())
    assert pick(row, "name", "en") == "Area"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A small program with a plain text, one inside an f-string and a plural."""
    (tmp_path / "views").mkdir()
    (tmp_path / "app.py").write_text(
        'print(f"<b>{_("Inside {x}")}</b>", _("Plain"))\n'.replace('_("Inside {x}")', "_('Inside {x}')")
    )
    (tmp_path / "views" / "a.py").write_text('_n("one place", "{n} places", n)\n')
    for lang in LANGUAGES:
        (tmp_path / "locale" / lang / "LC_MESSAGES").mkdir(parents=True)
    return tmp_path


def extracted(program: Path) -> Path:
    messages.extract(program, program / "locale")
    return messages.po_path("id", program / "locale")


def test_texts_inside_f_strings_and_plurals_are_found(program: Path) -> None:
    ids = {message.id for message in messages.collect(program) if message.id}
    assert ids == {"Inside {x}", "Plain", ("one place", "{n} places")}


def test_a_text_that_is_no_constant_is_refused(program: Path) -> None:
    (program / "app.py").write_text("_(f'no {x}')\n_(name)\n")
    with pytest.raises(ValueError, match=r"app.py:1, app.py:2"):
        messages.collect(program)


def test_extract_keeps_translations_drops_unused_ones_and_is_repeatable(program: Path) -> None:
    po = extracted(program)
    po.write_text(
        po.read_text("utf-8").replace('msgid "Plain"\nmsgstr ""', 'msgid "Plain"\nmsgstr "Polos"'), "utf-8"
    )
    first = extracted(program).read_bytes()
    assert b"Polos" in first
    assert extracted(program).read_bytes() == first
    (program / "app.py").write_text("")
    assert b"Polos" not in extracted(program).read_bytes()


def test_check_names_each_kind_of_fault(program: Path) -> None:
    locale = program / "locale"
    po = extracted(program)
    messages.compile_all(locale)
    assert "id: no translation: 'Plain'" in messages.check(program, locale)
    text = po.read_text("utf-8").replace(
        'msgid "Plain"\nmsgstr ""', '#, fuzzy\nmsgid "Plain"\nmsgstr "Polos"'
    )
    po.write_text(
        text.replace('msgid "Inside {x}"\nmsgstr ""', 'msgid "Inside {x}"\nmsgstr "Di dalam {y}"'), "utf-8"
    )
    faults = "\n".join(messages.check(program, locale))
    assert "fuzzy: 'Plain'" in faults
    assert "placeholders differ: 'Inside {x}'" in faults
    assert "run compile" in faults
    (program / "app.py").write_text('_("New")\n')
    faults = "\n".join(messages.check(program, locale))
    assert "not in the catalogue, run extract: 'New'" in faults
    assert "not used by the program, run extract: 'Plain'" in faults


def test_indonesian_has_one_plural_form(program: Path) -> None:
    po = extracted(program)
    assert "nplurals=1" in po.read_text("utf-8")
    assert plural_translator("en")("one place", "{n} places", 1) == "one place"
    assert plural_translator("en")("one place", "{n} places", 5) == "{n} places"


def test_wrong_commands_say_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["translate"]) == 2
    assert "extract,compile,check" in capsys.readouterr().err


def test_no_message_is_put_together_before_translation() -> None:
    """`_("…" + x)` or `_(f"…")` could never be translated: collect() refuses them, so it must succeed."""
    assert len(messages.collect()) > 100
    for path in messages.source_files():
        ast.parse(path.read_text("utf-8"))
    assert LOCALE_DIR.name == "locale"


def test_a_translation_fills_each_place_no_more_often_than_its_text() -> None:
    """A text pasted twice would fill its places twice."""
    with (LOCALE_DIR / "id" / "LC_MESSAGES" / "atlas.po").open("rb") as file:
        messages_ = [message for message in read_po(file) if message.id]
    place = re.compile(r"\{\w+\}")
    twice = []
    for message in messages_:
        source = message.id if isinstance(message.id, str) else message.id[-1]
        said = [message.string] if isinstance(message.string, str) else message.string
        twice += [text for text in said if Counter(place.findall(text)) - Counter(place.findall(source))]
    assert len(messages_) > 1000
    assert twice == []
