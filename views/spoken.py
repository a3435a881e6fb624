"""What a screen reader is told about the page as a whole: its language, and Streamlit's words for the way around."""

from __future__ import annotations

from views.i18n import translator
from views.maps import script_json

# Streamlit's page says that it is in English, whatever it holds: an Indonesian voice would not be chosen.
_SCRIPT = """<script>{
  const said = SAID;
  const skip = document.querySelector('[data-testid="stSkipToContent"]'), pages = document.querySelector('[data-testid="stTopNav"]');
  document.documentElement.lang = said.lang;
  if (skip) skip.textContent = said.skip;
  if (pages) pages.setAttribute("aria-label", said.pages);
}</script>"""


def spoken_html(lang: str) -> str:
    """Script that says it, again after each change of language.

    Parameters
    ----------
    lang
        "id" or "en".
    """
    _ = translator(lang)
    said = {"lang": lang, "skip": _("Skip to the content"), "pages": _("Pages of the atlas")}
    return _SCRIPT.replace("SAID", script_json(said))
