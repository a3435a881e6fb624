"""Pictures to take away: every map and chart as SVG and PNG, drawn by matplotlib without a browser.

    picture(chart, Sheet(title, subtitle, source, …), form="png", layout="slide", scale=2, lang="id")

Matplotlib is loaded with the first picture and not before.
"""

from views.pictures.making import picture
from views.pictures.sheet import Sheet
from views.pictures.words import UnknownFeature

__all__ = ["Sheet", "UnknownFeature", "picture"]
