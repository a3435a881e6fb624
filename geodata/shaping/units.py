"""Units in headers: "Jumlah Penduduk (jiwa)", "Luas (km2)", "PDRB per Kapita (ribu rupiah/tahun)", "Kemiskinan %"."""

from __future__ import annotations

import re

__all__ = ["is_unit", "split_unit", "tidy_unit", "words"]


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


# A unit wherever they stand.
_MEASURES = words(
    """% persen percent jiwa orang person persons people ribu juta miliar milyar triliun trilyun thousand million billion trillion
    rp idr rupiah usd us$ $ dollar dolar km km2 km² m m2 m² m3 m³ mm cm ha hektar hektare hectare hectares meter metres kg kuintal
    kwintal ton tons tonnes kwh mwh gwh watt mw kva liter litre °c derajat mdpl dpl kk"""
)
# Things that are counted: a unit in brackets or after "per", a name of their own elsewhere.
_THINGS = words(
    """unit buah penduduk population rumah tangga rumahtangga household households rt keluarga tahun year years bulan month months
    hari day days jam hour hours menit kapita capita kali poin point points indeks index skor score rasio ratio kelahiran births
    kematian kasus cases siswa murid guru sekolah pasien ekor batang butir lembar paket titik lokasi kejadian celcius pemilih
    suara perkawinan kunjungan wisatawan kamar kendaraan desa kelurahan kecamatan sambungan pelanggan"""
)
_WEAK = words("dan and atau of the x per hidup live tidur ratus puluh atas dasar a")
# "(Desa)" after "Penduduk Miskin" means the rural ones; after "Jumlah Desa" it is a unit.
_PLACES = words("desa kelurahan kecamatan")
_COUNTED = re.compile(
    r"\b(?:jumlah|banyak(?:nya)?|desa|kelurahan|kecamatan|number|villages?|districts?)\b", re.IGNORECASE
)
_TOKEN = re.compile(r"[^\s/.,()\-]+")
_NUMBER = re.compile(r"[0-9][0-9.,]*")
_WHOLE = re.compile(r"([(\[]?)([^()\[\]]*)[)\]]?")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,48})[)\]]")
_BARE = re.compile(r"[\s,;:/-]+(%|km2|km²|km\^2|ha)$", re.IGNORECASE)
_TIDY = {
    "persen": "%",
    "percent": "%",
    "km2": "km²",
    "km^2": "km²",
    "m2": "m²",
    "rupiah": "Rp",
    "rp": "Rp",
    "milyar": "miliar",
}
LONGEST = 40


def is_unit(text: str, extra: frozenset[str] = frozenset()) -> bool:
    """Whether a text is a unit and nothing else; brackets around it help where a word may also be a name.

    Examples
    --------
    >>> is_unit("ribu jiwa"), is_unit("per 1.000 penduduk"), is_unit("Penduduk"), is_unit("(Laki-laki)")
    (True, True, False, False)
    """
    whole = _WHOLE.fullmatch(text.strip().lower())
    inner = (whole[2] if whole else "").strip()
    if whole is None or not inner or len(inner) > LONGEST:
        return False
    if inner in extra:
        return True
    found = [word for word in _TOKEN.findall(inner.replace("^", "")) if not _NUMBER.fullmatch(word)]
    if any(word not in _MEASURES and word not in _THINGS and word not in _WEAK for word in found):
        return False
    # Without brackets "Penduduk per km2" is a name; "jiwa per km2" and "per 1.000 penduduk" are units.
    begins = bool(found) and (found[0] in _MEASURES or found[0] == "per")
    return begins if not whole[1] else any(word in _MEASURES or word in _THINGS for word in found)


def tidy_unit(text: str) -> str:
    """A unit in one way of writing.

    Examples
    --------
    >>> tidy_unit("(km2)"), tidy_unit("Persen"), tidy_unit("[ribu  Rp]")
    ('km²', '%', 'ribu Rp')
    """
    inner = " ".join(text.strip().strip("()[]").split()).strip(" ,;:")
    if inner.lower() in _TIDY:
        return _TIDY[inner.lower()]
    return inner.lower() if inner.istitle() and inner.lower() not in {"rp", "kk"} else inner


def split_unit(label: str, extra: frozenset[str] = frozenset()) -> tuple[str, str]:
    """A label without its units in brackets, and the first of them ("" if it names none).

    Examples
    --------
    >>> split_unit("Jumlah Penduduk (jiwa) 2023")
    ('Jumlah Penduduk 2023', 'jiwa')
    >>> split_unit("Penduduk (ribu) Population (thousand)"), split_unit("Luas km2")
    (('Penduduk Population', 'ribu'), ('Luas', 'km²'))
    """
    unit = ""
    for match in reversed(list(_BRACKETS.finditer(label))):
        found, kept = _unit_in(match[1], label[: match.start()], extra)
        if found:
            unit = found
            label = f"{label[: match.start()]} {kept} {label[match.end() :]}"
    label = " ".join(label.split())
    bare = _BARE.search(label)
    if not unit and bare and label[: bare.start()].strip():
        return label[: bare.start()].strip(), tidy_unit(bare[1])
    return label, unit


def _unit_in(inner: str, before: str, extra: frozenset[str]) -> tuple[str, str]:
    """Unit inside brackets, and what else stands in them with the brackets again: "jiwa, 2023" -> jiwa, (2023)."""
    for part in [inner, *re.split(r"[,;]\s", inner)]:
        place = part.strip().lower() in _PLACES and not _COUNTED.search(before)
        if is_unit(f"({part})", extra) and not place:
            rest = inner.replace(part, "", 1).strip(" ,;")
            return tidy_unit(part), f"({rest})" if rest else ""
    return "", ""
