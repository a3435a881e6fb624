"""Style sheet of the coverage matrix; it travels with the matrix, so that an exported one looks the same."""

from __future__ import annotations

from views.theme import tokens

__all__ = ["FEW_YEARS", "STYLE_CLASS", "style_sheet"]

STYLE_CLASS = "atlas-coverage"
FEW_YEARS = 7
"""Up to so many years each has its label."""
_FIRST = 124


def style_sheet(theme: str, *, years: int, cities: int) -> str:
    """Write the style sheet for a number of years and cities.

    A year is at least 10 px wide, so that a sign fits, and 20 where each is labelled; a narrower page scrolls sideways.
    """
    t = tokens(theme)
    strip = years * 20 if years <= FEW_YEARS else years * 10
    rules = {
        "": f"color:{t.ink};font-size:13px;line-height:1.3",
        " ul": "display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;margin:0 0 10px;padding:0;font-size:12.5px",
        " ul li": "display:flex;align-items:center;gap:6px;margin:0;padding:0",
        " .aside": f"display:none;margin:0 0 6px;font-size:12.5px;color:{t.muted}",
        " .scroll": f"overflow:auto;max-width:100%;overscroll-behavior-x:contain;scrollbar-width:thin;scrollbar-color:{t.faint} {t.panel}",
        " table": f"border-collapse:separate;border-spacing:0;width:100%;min-width:{_width(strip, cities)}px;table-layout:fixed",
        " col:first-child": "width:25%",
        " th, td": "border:0;padding:3px 14px 3px 0;text-align:left;font-weight:400;vertical-align:middle",
        " tbody th": f"position:sticky;left:0;background:{t.paper};z-index:1;overflow-wrap:break-word;hyphens:auto",
        " thead th": f"position:sticky;top:0;background:{t.paper};z-index:2;font-weight:650;padding-bottom:2px",
        " thead td": f"position:sticky;top:0;left:0;background:{t.paper};z-index:3;border:0",
        " tr.group th, tr.group td": f"border-top:1px solid {t.hairline};padding-top:9px;padding-bottom:4px",
        " tr.group th": "font-weight:650",
        " tr.group td": f"color:{t.muted};font-size:12px;font-variant-numeric:tabular-nums",
        " .ticks, .strip": f"display:grid;grid-template-columns:repeat({years},minmax(0,1fr))",
        " .ticks": f"color:{t.muted};font-size:12px;font-weight:400;height:16px;margin-top:2px",
        " i": "font-style:normal;min-width:0;white-space:nowrap;grid-row:1",
        " .short": "display:none",
        " tbody tr:not(.group):hover > *": f"background:{t.panel}",
        " .strip": f"height:16px;background:repeating-linear-gradient(to right,{t.grid} 0 1px,transparent 1px calc(100%/{years}))",
        # After the rule for all strips: those of the legend are one year wide.
        " ul .strip": "width:22px;grid-template-columns:1fr;flex:none;background:none",
        " .strip i": "font-size:12px;line-height:16px;text-align:center;overflow:hidden;border-radius:1px;font-weight:650",
        " .value": f"background:{t.accent}",
        " .part": f"background:linear-gradient(to top,{t.accent} 45%,{t.accent_soft} 45%)",
        " .province, .provisional, .not-loaded": f"background:{t.accent};color:{t.paper}",
        " .unreliable": f"background:{t.accent_soft};color:{t.ink};box-shadow:inset 0 0 0 1.5px {t.accent}",
        " .zero": f"background:{t.paper};color:{t.ink};box-shadow:inset 0 0 0 1.5px {t.ink}",
        " .other-year": f"color:{t.accent};outline:1px dashed {t.accent};outline-offset:-1px",
        # The hatch of the maps.
        " .strip .no-data": f"line-height:10px;color:{t.ink};background:repeating-linear-gradient(135deg,{t.no_data} 0 4px,{t.hatch}66 4px 5px)",
        " .not-applicable": f"color:{t.muted};background:{t.panel}",
    }
    body = "".join(f"{_selectors(where)}{{{what}}}" for where, what in rules.items())
    narrow = f"{_selectors(' col:first-child')}{{width:{_FIRST}px}}{_selectors(' .short')}{{display:inline}}{_selectors(' .long')}{{display:none}}"
    # Where the columns do not fit beside each other, words say that there are more.
    wide = f"@media (max-width:{_width(strip, cities) + 96}px){{{_selectors(' .aside')}{{display:block}}}}"
    return f"<style>{body}{wide}@media (max-width:640px){{{narrow}}}</style>"


def _width(strip: int, cities: int) -> int:
    """Least width of the table in px."""
    return _FIRST + cities * (strip + 14)


def _selectors(where: str) -> str:
    """Every selector of a rule under the matrix's own class, so that nothing else on the page changes."""
    return ",".join(f".{STYLE_CLASS} {part.strip()}".strip() for part in where.split(","))
