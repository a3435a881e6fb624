"""What is said of the frameworks: their names, what they are, how far the figures reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.formatting import names_text, number
from views.i18n import translator

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from views.frameworks import Part


def framework_names(lang: str) -> dict[str, str]:
    """Frameworks by the word in the address, in the order of the control."""
    _ = translator(lang)
    return {"elements": _("Three elements"), "pillars": _("Six pillars"), "iso": _("ISO themes")}


def intro(framework: str, lang: str) -> str:
    """What a framework is."""
    _ = translator(lang)
    return {
        "elements": _(
            "What Indonesia put to the network in October 2024: three elements that follow Government Regulation 59/2022 on urban areas and SNI ISO 37122."
        ),
        "pillars": _(
            "The six pillars of the Gerakan Menuju Smart City (100 Smart City), the ministry’s movement for smart-city master plans."
        ),
        "iso": _(
            "Themes common to ISO 37120 (city services and quality of life) and ISO 37122 (smart cities), both adopted as SNI."
        ),
    }[framework]


def sentence(parts: Sequence[Part], lang: str) -> str:
    """How many parts have a result for every pilot, and which have none or no indicator at all."""
    _ = translator(lang)
    full = [part for part in parts if any(line.whole and line.result for line in part.lines)]
    said = [
        _("{n} of {total} parts have at least one result with figures for every pilot.").format(
            n=number(len(full), 0, lang), total=number(len(parts), 0, lang)
        )
    ]
    poor = [part.name for part in parts if part.lines and not any(line.result for line in part.lines)]
    empty = [part.name for part in parts if not part.lines]
    if poor:
        said.append(
            _("Only inputs, stand-ins or context, no result: {names}.").format(names=names_text(poor, lang))
        )
    if empty:
        said.append(_("No indicator stands in yet for: {names}.").format(names=names_text(empty, lang)))
    return " ".join(said)


def notes(items: pd.DataFrame, framework: str, lang: str) -> list[str]:
    """What to mind: none of ours is an indicator of the standard; what no public page confirmed."""
    _ = translator(lang)
    said = []
    if framework == "iso":
        said.append(
            _(
                "None of the indicators here is one of ISO 37122 as the standard defines it; they only lie near a theme."
            )
        )
    if items["verify"].any():
        said.append(_("Not verified: the list of themes and their counts; the standards are paid documents."))
    return said
