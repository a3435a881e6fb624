"""How names are read: kinds, prefixes, footnotes, and names that only look like a prefix."""

from __future__ import annotations

import pytest

from geodata.join.names import clean, explicit_level, glued_code, key_of, place_keys, read_name


@pytest.mark.parametrize(
    ("text", "key", "kind"),
    [
        ("Kab. Bandung", "bandung", "kabupaten"),
        ("Kab.Bandung", "bandung", "kabupaten"),
        ("KABUPATEN  BANDUNG*", "bandung", "kabupaten"),
        ("KOTA\u00a0BANDUNG", "bandung", "kota"),
        ("1. Kota Bandung", "bandung", "kota"),
        ("01 Kota Bandung", "bandung", "kota"),
        ("Bandung, Kab.", "bandung", "kabupaten"),
        ("Bandung (Kota)", "bandung", "kota"),
        ("Bandung Regency", "bandung", "kabupaten"),
        ("Kota Bandung 2)", "bandung", "kota"),
        ("Kota Bandung²", "bandung", "kota"),
        ("[3273] KOTA BANDUNG", "bandung", "kota"),
        ("Kotamadya Bandung", "bandung", "kota"),
        ("Kota Madya Bandung", "bandung", "kota"),
        ("Pemerintah Kabupaten Bandung", "bandung", "kabupaten"),
        ("Kota Adm. Jakarta Pusat", "jakartapusat", "kota"),
        ("Kab. Adm. Kep. Seribu", "kepulauanseribu", "kabupaten"),
        ("B A T A M", "batam", ""),
        ("Fak-Fak", "fakfak", ""),
        ("Kab. Pangkajene dan Kepulauan", "pangkajenekepulauan", "kabupaten"),
        ("PANGKEP", "pangkajenekepulauan", ""),
        ("Kabupaten Kota Baru", "kotabaru", "kabupaten"),
        ("Kabupaten Lima Puluh Kota", "limapuluhkota", "kabupaten"),
    ],
)
def test_a_regency_is_read(text: str, key: str, kind: str) -> None:
    assert (key, kind) in read_name(text, "regency").stages


def test_the_literal_reading_comes_first() -> None:
    """The regency Kotabaru is often written in two words; there is no city of that name."""
    assert read_name("Kota Baru", "regency").stages == (("kotabaru", ""), ("baru", "kota"))


@pytest.mark.parametrize(
    ("text", "key"),
    [("Prov. DKI Jakarta", "daerahkhususibukotajakarta"), ("D.I. Yogyakarta", "daerahistimewayogyakarta"),
     ("KEP. BANGKA BELITUNG", "kepulauanbangkabelitung"), ("Kep. Riau", "kepulauanriau"), ("RIAU", "riau")],
)  # fmt: skip
def test_a_province_is_read(text: str, key: str) -> None:
    assert key in {stage for stage, _ in read_name(text, "province").stages}


@pytest.mark.parametrize("text", ["Nias Utara", "13 Ilir", "Blok 15", "Sido Mulyo 20", "Kampung Baru 76"])
def test_numbers_belong_to_the_names_of_villages(text: str) -> None:
    assert [key for key, _ in read_name(text, "village").stages] == [key_of(text)]


@pytest.mark.parametrize("name", ["Kota Agung", "Desa Binjai", "Kelurahan"])
def test_a_village_may_be_called_like_a_prefix(name: str) -> None:
    assert read_name(name, "village").stages[0][0] == place_keys([name], "village")[0][0]


def test_brackets_are_a_hint_unless_they_are_a_note() -> None:
    assert read_name("Bogor (Jawa Barat)", "regency").hint == "jawa barat"
    assert read_name("Mempawah (d/h Pontianak)", "regency").hint == ""
    assert read_name("Bogor (*)", "regency").hint == ""


def test_clean_takes_out_what_is_no_name() -> None:
    assert clean("  KAB.\u00a0MA’RANG¹ \u200b*") == "kab. marang"
    assert key_of("Regapu’u") == "regapuu"


@pytest.mark.parametrize(
    ("text", "level"),
    [("Provinsi Bali", "province"), ("Kab. Bima", "regency"), ("Kec. Tebet", "district"), ("Desa Cipaku", "village"),
     ("Bali", None), ("Kota", None)],
)  # fmt: skip
def test_a_prefix_names_a_level(text: str, level: str | None) -> None:
    assert explicit_level(text) == level


def test_a_code_before_the_name_is_taken_off() -> None:
    assert glued_code("3510 - Banyuwangi") == ("3510", "Banyuwangi")
    assert glued_code("35.10 Banyuwangi") == ("35.10", "Banyuwangi")
    assert glued_code("13 Ilir") == ("", "13 Ilir")
