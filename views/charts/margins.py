"""Margins of a chart for the labels of its axes, known before a browser draws it.

Plotly's own way (``automargin``) draws a chart, measures every label and draws all of it again; that takes more time than the
drawing itself. Our labels are texts that we wrote, in type that we ship, so their widths can be added up here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from views.theme import MARGIN, TICK_SIZE

if TYPE_CHECKING:
    import plotly.graph_objects as go

_GAP = 4
"""Pixels between a plot and the labels of its axes, besides the layout's ``margin.pad``, and one for rounding."""
_TICK, _LINE = 5, 1.3
_TAG = re.compile(r"<(?!br)[^>]*>")
# Letters of Plus Jakarta Sans by their width in thousandths of the size (the tests hold them against the font).
_LETTERS = {
    170: " ",
    199: "íï",
    229: "ijl",
    245: "'",
    256: "I",
    270: ",‘’",
    282: "!",
    286: ".:·",
    295: "()",
    300: "|",
    306: ";",
    315: "[]",
    317: "{}",
    338: "r",
    352: "`",
    371: "1",
    383: "J",
    388: "t",
    393: "f",
    395: '"',
    420: "“”",
    427: "²",
    429: "/\\",
    436: "³",
    449: "z",
    479: "*",
    482: "°",
    487: "x",
    498: "-",
    499: "?",
    509: "s",
    512: "T",
    517: "v",
    531: "L",
    536: "y",
    543: "7",
    548: "k",
    568: "–",
    572: "aáàâä",
    573: "hnuúüñ",
    581: "F",
    584: "Z",
    597: "69X",
    598: "_",
    600: "2cç",
    606: "+<=>^~×−",
    609: "3",
    612: "E",
    615: "eéèêë",
    616: "5",
    623: "Y",
    624: "†",
    628: "8",
    630: "4",
    641: "R",
    643: "P",
    646: "$S",
    652: "AV",
    654: "K",
    655: "oóôö",
    662: "g",
    667: "bdpq",
    686: "…",
    693: "B",
    700: "U",
    732: "0",
    734: "&",
    736: "HN",
    742: "D",
    781: "C",
    790: "#",
    797: "w",
    821: "G",
    836: "M",
    878: "OQ",
    898: "—",
    908: "m",
    929: "@",
    974: "%",
    984: "W",
}
_WIDTH = {letter: width for width, letters in _LETTERS.items() for letter in letters}
_OTHER, _BOLD = 760, 1.07


def letters_px(text: str, size: float) -> float:
    """Width in px of the longest line of a text; ``<br>`` parts lines, other tags have no width."""
    heavy = _BOLD if "<b>" in text else 1.0
    lines = _TAG.sub("", text).split("<br>")
    return max(sum(_WIDTH.get(letter, _OTHER) for letter in line) for line in lines) * size * heavy / 1000


def settle_margins(figure: go.Figure) -> None:
    """Give the labels of both axes their room, where we wrote them; where plotly writes them it still has to measure."""
    # The plain values under plotly's objects: asking and setting through the objects takes 3 ms a chart, this nothing.
    layout: dict[str, Any] = figure._layout  # noqa: SLF001
    margin = layout.setdefault("margin", {})
    for name, side in (("yaxis", "l"), ("xaxis", "b")):
        axis = layout.setdefault(name, {})
        if axis.get("visible") is False or axis.get("showticklabels") is False:
            axis["automargin"] = False
            continue
        if axis.get("ticktext") is None or (side == "b" and axis.get("tickangle") != 0):
            continue
        size = axis.get("tickfont", {}).get("size", TICK_SIZE)
        texts = [str(text) for text in axis["ticktext"] if text]
        if side == "l":
            need = max((letters_px(text, size) for text in texts), default=0.0)
        else:
            need = max((text.count("<br>") + 1 for text in texts), default=0) * size * _LINE
        need += MARGIN["pad"] + _GAP + (_TICK if axis.get("ticks") == "outside" else 0)
        margin[side] = max(margin.get(side, MARGIN[side]), round(need + 0.5))
        axis["automargin"] = False
