"""A page as slides: a PPTX with native charts, maps as pictures, sources on each slide and notes for who speaks."""

from views.deck.making import deck, shown_of
from views.deck.slides import Shown

__all__ = ["Shown", "deck", "shown_of"]
