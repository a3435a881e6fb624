"""Spellings in use that no rule brings to the official name: short forms of provinces and regencies, and BPS spellings.

Keys and values are keys of `geodata.join.names`: small letters and digits alone, without the kind. Names that a regulation
changed stand in `geodata/registry/former_names.toml` instead.
"""

from __future__ import annotations

__all__ = ["SPELLINGS"]

_JAKARTA = "daerahkhususibukotajakarta"
_YOGYAKARTA = "daerahistimewayogyakarta"

SPELLINGS: dict[str, dict[str, str]] = {
    "province": {
        "bangkabelitung": "kepulauanbangkabelitung",
        "babel": "kepulauanbangkabelitung",
        "daerahkhususjakarta": _JAKARTA,
        "dkijakarta": _JAKARTA,
        "dkjakarta": _JAKARTA,
        "dkj": _JAKARTA,
        "jakarta": _JAKARTA,
        "jakartaraya": _JAKARTA,
        "diy": _YOGYAKARTA,
        "diyogyakarta": _YOGYAKARTA,
        "yogyakarta": _YOGYAKARTA,
        "daistayogyakarta": _YOGYAKARTA,
        "ntb": "nusatenggarabarat",
        "ntt": "nusatenggaratimur",
        "kepri": "kepulauanriau",
        "sumut": "sumaterautara",
        "sumbar": "sumaterabarat",
        "sumsel": "sumateraselatan",
        "jabar": "jawabarat",
        "jateng": "jawatengah",
        "jatim": "jawatimur",
        "kalbar": "kalimantanbarat",
        "kalteng": "kalimantantengah",
        "kalsel": "kalimantanselatan",
        "kaltim": "kalimantantimur",
        "kaltara": "kalimantanutara",
        "sulut": "sulawesiutara",
        "sulteng": "sulawesitengah",
        "sulsel": "sulawesiselatan",
        "sultra": "sulawesitenggara",
        "sulbar": "sulawesibarat",
        "malut": "malukuutara",
    },
    "regency": {
        "50kota": "limapuluhkota",
        "50koto": "limapuluhkota",
        "limapuluhkoto": "limapuluhkota",
        "jakbar": "jakartabarat",
        "jakpus": "jakartapusat",
        "jaksel": "jakartaselatan",
        "jaktim": "jakartatimur",
        "jakut": "jakartautara",
        "makasar": "makassar",
        "mahakamhulu": "mahakamulu",
        "memberamoraya": "mamberamoraya",
        "memberamotengah": "mamberamotengah",
        "oki": "ogankomeringilir",
        "oku": "ogankomeringulu",
        "okuselatan": "ogankomeringuluselatan",
        "okutimur": "ogankomeringulutimur",
        "padangsidempuan": "padangsidimpuan",
        "pali": "penukalabablematangilir",
        "pangkep": "pangkajenekepulauan",
        "siautagulandangbiaro": "kepulauansiautagulandangbiaro",
        "sitaro": "kepulauansiautagulandangbiaro",
        "tangsel": "tangerangselatan",
        "tanahtidung": "tanatidung",
        "tanahtoraja": "tanatoraja",
        "tts": "timortengahselatan",
        "ttu": "timortengahutara",
    },
    "district": {},
    "village": {},
}
