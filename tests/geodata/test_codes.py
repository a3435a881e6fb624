"""Place codes: levels, parents, kinds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.codes import (
    KINDS,
    LEVELS,
    check_detail,
    check_level,
    is_code,
    is_within,
    kind_of,
    level_of,
    parent_of,
    prefix_of,
)
from geodata.errors import UnknownName

PARTS = st.tuples(st.integers(11, 96), st.integers(1, 99), st.integers(1, 99), st.integers(1001, 3999))


@given(PARTS, st.integers(1, 4))
def test_a_code_climbs_to_its_province_level_by_level(parts: tuple[int, int, int, int], depth: int) -> None:
    texts = [f"{parts[0]:02}", f"{parts[1]:02}", f"{parts[2]:02}", f"{parts[3]:04}"]
    code = ".".join(texts[:depth])
    assert level_of(code) == LEVELS[depth - 1]
    climbed = [code]
    while parent_of(climbed[-1]):
        climbed.append(parent_of(climbed[-1]))
    assert len(climbed) == depth
    assert climbed[-1] == texts[0]
    assert all(is_within(code, place) for place in climbed)
    assert prefix_of(code, "province") == texts[0]


@pytest.mark.parametrize(
    "text", ["", "3", "031", "31.", "31.7", "31.741", "31.74.04.10010", " 31", "31\n", 31, None, "३१"]
)
def test_other_texts_are_no_codes(text: object) -> None:
    assert not is_code(text)


def test_a_malformed_code_is_named() -> None:
    with pytest.raises(UnknownName, match=r"got '3174'"):
        level_of("3174")


def test_a_prefix_that_cuts_a_number_is_not_within() -> None:
    assert not is_within("31.74", "31.7")
    assert not is_within("31", "31.74")


@pytest.mark.parametrize(
    ("code", "name", "kind"),
    [
        ("31", "Daerah Khusus Ibukota Jakarta", "provinsi"),
        ("31.01", "Kabupaten Administrasi Kepulauan Seribu", "kabupaten_administrasi"),
        ("31.74", "Kota Administrasi Jakarta Selatan", "kota_administrasi"),
        ("32.11", "Kabupaten Sumedang", "kabupaten"),
        ("73.71", "Kota Makassar", "kota"),
        ("31.74.04", "Pasar Minggu", "kecamatan"),
        ("31.74.04.1001", "Pejaten Barat", "kelurahan"),
        ("32.11.01.2001", "Cipaku", "desa"),
        ("91.03.01.3001", "Yoboi", "desa_adat"),
    ],
)
def test_kinds(code: str, name: str, kind: str) -> None:
    assert kind_of(code, name) == kind
    assert kind in KINDS[level_of(code)]


def test_a_regency_without_its_kind_is_refused() -> None:
    with pytest.raises(UnknownName, match=r"73\.71"):
        kind_of("73.71", "Makassar")


def test_unknown_levels_and_details_list_the_allowed() -> None:
    with pytest.raises(UnknownName, match="province, regency, district, village"):
        check_level("city")
    with pytest.raises(UnknownName, match="city, district, national"):
        check_detail("village")
