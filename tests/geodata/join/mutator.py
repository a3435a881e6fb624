"""Tables as people make them, by the thousand and from a seed: right ones, spoilt in all the ways that uploads are.

Each table knows the truth about its rows. What cannot be known from a table is kept out: a misspelling never is another
place's name, and a code without a name beside it never becomes another place's code, for no reader could see that.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geodata.codes import CODE_LENGTH, LEVELS, Level
from geodata.join.gazetteer import Gazetteer
from geodata.join.lookup import AllNames

if TYPE_CHECKING:
    from collections.abc import Callable

    from geodata import Store

__all__ = ["Mutator", "Spoilt"]

SEED = 20261122
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")
_SEPARATORS = (",", ";", "\t", "|")
_LEVEL_HEADS: dict[Level, tuple[str, ...]] = {
    "province": ("Provinsi", "PROVINSI", "Nama Provinsi", "Province", "Wilayah"),
    "regency": (
        "Kabupaten/Kota", "KAB/KOTA", "Nama Kabupaten/Kota", "Wilayah", "Nama Daerah", "nama_kabupaten_kota",
        "Regency/Municipality",
    ),
    "district": ("Kecamatan", "KECAMATAN", "Nama Kecamatan", "nama_kecamatan", "Wilayah"),
    "village": ("Desa/Kelurahan", "Kelurahan", "Nama Desa", "nama_desa_kelurahan", "DESA / KELURAHAN"),
}  # fmt: skip
_CODE_HEADS = ("Kode", "kode", "KODE WILAYAH", "Kode Wilayah", "code", "kode_wilayah")


@dataclass
class Spoilt:
    """A table and the truth about it.

    Attributes
    ----------
    cells
        The table as it would be read: a frame with its header, or a sheet with the header inside.
    truth
        Place code by row label; "" for rows that are no place.
    figures
        Numbers of each row, column by column, as exact decimals (None where there is none).
    places
        Which places it is joined to: a key of `Mutator.places`.
    options
        Arguments for `join_table`.
    story
        What was done to it, for a failing test.
    """

    cells: pd.DataFrame
    truth: dict[object, str]
    figures: dict[object, list[Decimal | None]]
    places: str
    options: dict[str, object] = field(default_factory=dict)
    story: list[str] = field(default_factory=list)


class Mutator:
    """Makes tables from the committed store."""

    def __init__(self, store: Store) -> None:
        self.codes = store.codes()
        self.names = self.codes.set_index("code")["name"].to_dict()
        self.bps = {
            c: b
            for c, b in zip(self.codes["code"], self.codes["bps_code"], strict=True)
            if isinstance(b, str) and b
        }
        self.by_level = {
            level: self.codes.loc[self.codes["level"] == level, "code"].tolist() for level in LEVELS
        }
        self.digits = {code.replace(".", "") for code in self.names} | set(self.bps.values())
        self.readers = AllNames(Gazetteer(self.codes[self.codes["level"] != "village"]))

    @cached_property
    def village_reader(self) -> AllNames:
        """Reader of the names of the villages that tables are made of, and of all places above them."""
        return AllNames(Gazetteer(self.places["village"]))

    @cached_property
    def gazetteers(self) -> dict[str, Gazetteer]:
        """`places`, ready to join to."""
        return {name: Gazetteer(places) for name, places in self.places.items()}

    @cached_property
    def places(self) -> dict[str, pd.DataFrame]:
        """Places to join to: the upper two levels, three, and villages of some regencies with all above them."""
        level = self.codes["level"]
        some = self.codes["code"].str[:5].isin(["31.74", "32.11", "35.10", "73.71", "11.08", "34.04"])
        return {
            "upper": self.codes[level.isin(["province", "regency"])].reset_index(drop=True),
            "district": self.codes[level != "village"].reset_index(drop=True),
            "village": self.codes[(level != "village") | some].reset_index(drop=True),
        }

    def table(self, number: int) -> Spoilt:
        """The table with this number: the same one each time."""
        return _Maker(self, np.random.default_rng([SEED, number])).make()


class _Maker:
    """Makes one table."""

    def __init__(self, mutator: Mutator, rng: np.random.Generator) -> None:
        self.m, self.rng, self.story = mutator, rng, []

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def pick(self, options: tuple[str, ...] | list[str]) -> str:
        return str(options[int(self.rng.integers(len(options)))])

    # Rows ---------------------------------------------------------------------------------------------------

    def make(self) -> Spoilt:
        self.level: Level = LEVELS[int(self.rng.choice(4, p=[0.06, 0.62, 0.2, 0.12]))]
        codes = self._scope()
        self.scheme = self._scheme()
        self.style = self.pick(("official", "upper", "kab", "bps", "bare", "lower"))
        self.value_style = self.pick(("number", "plain", "id", "en"))
        self.value_count = int(self.rng.integers(1, 4))
        self.story += [self.level, f"{len(codes)} rows", str(self.scheme), self.style, self.value_style]
        rows = [self._row(code) for code in codes]
        if self.chance(0.25):
            rows = self._doubled(rows)
        rows = [self._spoil(row) for row in rows] if self.chance(0.8) else rows
        if self.chance(0.4):
            rows = self._with_totals(rows)
        if self.chance(0.25):
            self.story.append("rows shuffled")
            rows = [rows[i] for i in self.rng.permutation(len(rows))]
        return self._written(rows)

    def _scope(self) -> list[str]:
        codes = self.m.by_level[self.level]
        if self.level == "village":
            codes = [c for c in self.m.places["village"]["code"] if len(c) == CODE_LENGTH["village"]]
        if self.level in {"district", "village"} or self.chance(0.6):
            cut = {"province": 0, "regency": 2, "district": 5, "village": 5}[self.level]
            groups = sorted({code[:cut] for code in codes})
            chosen = set(
                self.rng.choice(
                    groups, size=min(len(groups), int(self.rng.integers(1, 4))), replace=False
                ).tolist()
            )
            codes = [code for code in codes if code[:cut] in chosen]
        most = 514 if self.level == "regency" and self.chance(0.1) else 60
        if len(codes) > most or self.chance(0.3):
            size = max(3, min(most, int(len(codes) * self.rng.uniform(0.4, 1.0))))
            keep = np.sort(self.rng.choice(len(codes), size=min(size, len(codes)), replace=False))
            codes = [codes[i] for i in keep]
        return codes

    def _scheme(self) -> dict[str, object]:
        code = self.pick(("", "dots", "digits", "int", "float", "bps", "quoted"))
        if self.level == "village" and code == "bps":
            code = "dots"
        if code == "float" and self.level != "regency":
            code = "int"
        name = not code or self.chance(0.75)
        uppers = LEVELS[: LEVELS.index(self.level)]
        parents = [level for level in uppers if self.chance(0.5)]
        return {"code": code, "name": name, "parents": parents, "declared": self.chance(0.4)}

    def _row(self, code: str) -> dict[str, object]:
        values = [
            Decimal(int(self.rng.integers(1_000, 9_999_999))) / (10 ** int(self.rng.integers(0, 3)))
            for _ in range(self.value_count)
        ]
        row = {"truth": code, "code": self._code(code), "name": self._name(code), "values": values}
        return row | {level: self._parent(code, level) for level in self.scheme["parents"]}  # type: ignore[attr-defined]

    def _code(self, code: str) -> object:
        digits = code.replace(".", "")
        how = self.scheme["code"]
        if how == "bps":
            return self.m.bps.get(code, "")
        if how == "float":
            return float(code)
        return {"": "", "dots": code, "digits": digits, "int": int(digits), "quoted": f"'{digits}"}[str(how)]

    def _name(self, code: str) -> str:
        name = " ".join(self.m.names[code].split())
        if self.level != "regency":
            return {"upper": name.upper(), "bps": name.upper(), "lower": name.lower()}.get(self.style, name)
        kind, _, rest = name.partition(" ")
        rest = rest.removeprefix("Administrasi ")
        city = kind == "Kota"
        return {
            "official": name,
            "upper": name.upper(),
            "lower": name.lower(),
            "kab": f"{'Kota' if city else 'Kab.'} {rest}",
            "bps": f"KOTA {rest.upper()}" if city else rest.upper(),
            "bare": rest,
        }[self.style]

    def _parent(self, code: str, level: Level) -> str:
        name = " ".join(self.m.names[code[: CODE_LENGTH[level]]].split())
        return name.upper() if self.style in {"upper", "bps"} else name

    # Spoiling -----------------------------------------------------------------------------------------------

    def _doubled(self, rows: list[dict[str, object]]) -> list[dict[str, object]]:
        self.story.append("a row twice")
        at = int(self.rng.integers(len(rows)))
        return [*rows, {**rows[at], "values": [value + 1 for value in rows[at]["values"]]}]  # type: ignore[attr-defined]

    def _spoil(self, row: dict[str, object]) -> dict[str, object]:
        row = dict(row)
        name = str(row["name"])
        if self.chance(0.06):
            name = self._typo(name)
        if self.chance(0.05):
            name = name.replace(" ", self.pick(("  ", "\u00a0", " \u00a0")))
        if self.chance(0.04):
            name += self.pick(("*", " *", "**", " 1)", "¹", " "))
        if self.chance(0.03):
            name = f"{int(self.rng.integers(1, 40))}. {name}"
        if self.chance(0.03):
            name = name.replace(" ", "-") if self.level != "village" else name
        row["name"] = name
        if self.chance(0.04):
            row["code"] = self._code_typo(row["code"])
        for level in self.scheme["parents"]:  # type: ignore[attr-defined]
            if self.chance(0.03):
                row[level] = self._parent_typo(str(row[level]), level)
        if self.chance(0.02):
            row["values"] = [None, *row["values"][1:]]  # type: ignore[index]
        return row

    def _letters(self, text: str) -> str:
        """One mistake: a letter lost, doubled, changed or two swapped."""
        at = int(self.rng.integers(len(text)))
        letter = chr(int(self.rng.integers(97, 123)))
        swapped = text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]
        return self.pick(
            [
                text[:at] + text[at + 1 :],
                text[:at] + text[at] + text[at:],
                text[:at] + letter + text[at + 1 :],
                swapped,
            ]
        )

    def _typo(self, name: str) -> str:
        """A misspelling that is no other place's name."""
        wrong = self._letters(name)
        if not wrong.strip() or self._names_something(wrong, self.level):
            return name
        self.story.append(f"{name!r} -> {wrong!r}")
        return wrong

    def _parent_typo(self, name: str, level: Level) -> str:
        wrong = self._letters(name)
        return name if not wrong.strip() or self._names_something(wrong, level) else wrong

    def _names_something(self, text: str, level: Level) -> bool:
        if level == "village":
            return self.m.village_reader.at("village").hit(text).found
        hits = [self.m.readers.at(one).hit(text) for one in LEVELS[: LEVELS.index(level) + 1]]
        return any(hit.found or hit.other_kind for hit in hits)

    def _code_typo(self, code: object) -> object:
        """One digit changed; without a name beside it, into no code at all."""
        text = str(code)
        places = [i for i, letter in enumerate(text) if letter.isdigit()]
        if not places or isinstance(code, float):
            return code
        at = places[int(self.rng.integers(len(places)))]
        wrong = text[:at] + str(int(self.rng.integers(10))) + text[at + 1 :]
        plain = "".join(letter for letter in wrong if letter.isdigit())
        if not self.scheme["name"] and plain in self.m.digits:
            return code
        self.story.append(f"code {text} -> {wrong}")
        return int(wrong) if isinstance(code, int) else wrong

    def _with_totals(self, rows: list[dict[str, object]]) -> list[dict[str, object]]:
        """Rows of totals: of the whole, or of the places above by their name."""
        blank = dict.fromkeys(self.scheme["parents"], "")  # type: ignore[attr-defined]
        made = []
        word = self.pick(("Jumlah", "TOTAL", "Jumlah/Total", "INDONESIA", "Rata-rata"))
        made.append({"truth": "", "code": "", "name": word, "values": self._sum(rows), **blank})
        if not self.scheme["name"]:
            made[0]["code"] = word
        if self.level == "regency" and self.scheme["name"] and self.chance(0.5):
            self.story.append("subtotals of provinces")
            for province in sorted({str(row["truth"])[:2] for row in rows}):
                part = [row for row in rows if str(row["truth"])[:2] == province]
                code = province if self.scheme["code"] and self.chance(0.7) else ""
                name = self._parent(f"{province}.01", "province") if province != "31" else "DKI JAKARTA"
                made.append({"truth": "", "code": code, "name": name, "values": self._sum(part), **blank})
        self.story.append(f"total {word!r}")
        return [*rows, *made] if self.chance(0.7) else [*made, *rows]

    def _sum(self, rows: list[dict[str, object]]) -> list[Decimal | None]:
        columns = zip(*(row["values"] for row in rows), strict=True)  # type: ignore[misc]
        return [sum((value for value in column if value is not None), Decimal(0)) for column in columns]

    # Writing ------------------------------------------------------------------------------------------------

    def _written(self, rows: list[dict[str, object]]) -> Spoilt:
        columns = self._columns()
        order = list(columns)
        if self.chance(0.3):
            self.story.append("columns moved")
            order = [order[i] for i in self.rng.permutation(len(order))]
        data = [[columns[head](row) for head in order] for row in rows]
        shape = self.pick(("frame", "sheet", "csv", "csv"))
        self.story.append(shape)
        if shape == "frame":
            cells, first = pd.DataFrame(data, columns=order), 0
        else:
            cells, first = self._sheet(order, data)
            if shape == "csv":
                cells = self._through_csv(cells)
        truth = {first + i: str(row["truth"]) for i, row in enumerate(rows)}
        figures = {first + i: list(row["values"]) for i, row in enumerate(rows)}  # type: ignore[call-overload]
        places = "village" if self.level == "village" else "district" if self.level == "district" else "upper"
        return Spoilt(cells, truth, figures, places, self._options(), self.story)

    def _options(self) -> dict[str, object]:
        return {"level": self.level} if self.chance(0.3) else {}

    def _columns(self) -> dict[str, Callable[[dict[str, object]], object]]:
        columns: dict[str, Callable[[dict[str, object]], object]] = {}
        if self.scheme["code"]:
            system = "BPS" if self.scheme["code"] == "bps" else "Kemendagri"
            head = f"Kode {system}" if self.scheme["declared"] else self.pick(_CODE_HEADS)
            columns[head] = lambda row: row["code"]
        for level in self.scheme["parents"]:  # type: ignore[attr-defined]
            columns[_LEVEL_HEADS[level][0]] = lambda row, level=level: row[level]
        if self.scheme["name"]:
            heads = [head for head in _LEVEL_HEADS[self.level] if head not in columns]
            columns[self.pick(heads)] = lambda row: row["name"]
        for i in range(self.value_count):
            head = ("Penduduk (jiwa)", "Luas (km2)", "Anggaran (Rp)")[i]
            columns[head] = lambda row, i=i: self._value(row["values"][i])  # type: ignore[index]
        return columns

    def _value(self, value: Decimal | None) -> object:
        if value is None:
            return None if self.value_style == "number" else self.pick(("-", "…", ""))
        if self.value_style == "number":
            return float(value)
        english = f"{value:,}"
        if self.value_style == "en":
            return english
        return str(value) if self.value_style == "plain" else english.translate(str.maketrans(",.", ".,"))

    def _sheet(self, order: list[str], data: list[list[object]]) -> tuple[pd.DataFrame, int]:
        """The header inside the sheet, titles above and a source below it."""
        width = len(order)
        above: list[list[object]] = []
        if self.chance(0.5):
            above.append(["Tabel 1. Penduduk, Luas, dan Anggaran, 2024", *[None] * (width - 1)])
            if self.chance(0.5):
                above.append([None] * width)
        below: list[list[object]] = []
        if self.chance(0.4) and width > 1:
            below.append(["Sumber: BPS", *[None] * (width - 1)])
        sheet = pd.DataFrame([*above, list(order), *data, *below], dtype=object)
        return sheet, len(above) + 1

    def _through_csv(self, cells: pd.DataFrame) -> pd.DataFrame:
        """Write the sheet as CSV in some encoding and separator, and read it back as text."""
        encoding, separator = self.pick(_ENCODINGS), self.pick(_SEPARATORS)
        text = cells.to_csv(index=False, header=False, sep=separator)
        try:
            data = text.encode(encoding)
        except UnicodeEncodeError:
            data, encoding = text.encode("utf-8"), "utf-8"
        self.story.append(f"{encoding} {separator!r}")
        read = pd.read_csv(
            io.BytesIO(data),
            header=None,
            sep=separator,
            encoding=encoding,
            dtype=str,
            keep_default_na=False,
            skip_blank_lines=False,
        )
        return read.astype(object).where(read != "", None)
