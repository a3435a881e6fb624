"""The badge and the claim checker as parts of a page: fields that say the claim, one answer, and the link's text on change."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def script() -> None:
    import streamlit as st

    from pages.parts.badge import comparability_badge
    from pages.parts.claims import claim_checker
    from pages.parts.session import get_choices
    from views.selection import Selection

    memory = st.session_state.setdefault("_chosen", {"lang": "en"})
    selection = Selection(
        lang=memory["lang"],
        cities=("31", "73.71", "35.10"),
        level=memory.get("level", "regency"),
        indicator=memory.get("indicator", "poverty_rate"),
        year=2024,
    )
    cities = get_choices().cities
    comparability_badge(selection, selection.cities, cities=cities)

    def changed(text: str) -> None:
        memory["claim"] = text

    claim_checker(selection, memory.get("claim", ""), changed, cities=cities)


def run(**memory: str) -> AppTest:
    app = AppTest.from_function(script, default_timeout=60)
    app.session_state["_chosen"] = {"lang": "en"} | memory
    app.run()
    assert not app.exception
    return app


def htmls(app: AppTest) -> list[str]:
    return [element.proto.body for element in app.get("html")]


def answer(app: AppTest) -> str:
    return htmls(app)[-1]


def test_the_first_claim_is_about_the_first_two_cities_the_higher_in_front() -> None:
    app = run()
    assert 'data-verdict="with_care"' in htmls(app)[0]
    assert [field.value for field in app.selectbox] == ["73.71", "higher", "31", 2024]
    assert "Jakarta" in answer(app)
    assert "DKI" not in answer(app)


def test_a_change_writes_the_claim_and_answers_it() -> None:
    app = run(claim="31,73.71,higher,2024")
    app.selectbox(key="claim_kind").select("faster").run()
    assert app.session_state["_chosen"]["claim"] == "31,73.71,faster,2019,2024"
    assert [field.value for field in app.selectbox] == ["31", "faster", "73.71", 2019, 2024]
    app.selectbox(key="claim_b").select("35.10").run()
    app.selectbox(key="claim_since").select(2015).run()
    assert app.session_state["_chosen"]["claim"] == "31,35.10,faster,2015,2024"
    assert not app.exception
    assert "2015–2024" in answer(app)


def test_both_places_are_never_the_same() -> None:
    app = run()
    app.selectbox(key="claim_a").select("31").run()
    assert [field.value for field in app.selectbox][:3] == ["31", "higher", "73.71"]


@pytest.mark.parametrize("claim", ["", "nonsense", "31,99.99,higher,2024", "31,73.71,higher,2024"])
def test_a_link_is_read_or_left_aside(claim: str) -> None:
    app = run(claim=claim)
    expected = (
        ["31", "higher", "73.71", 2024] if claim.startswith("31,73") else ["73.71", "higher", "31", 2024]
    )
    assert [field.value for field in app.selectbox] == expected


def test_no_data_and_not_comparable_are_answers() -> None:
    assert 'data-answer="no_data"' in answer(
        run(indicator="life_expectancy", claim="73.71,35.10,higher,2022")
    )
    broken = run(indicator="unemployment_rate", claim="73.71,35.10,faster,2015,2024")
    assert 'data-answer="not_comparable"' in answer(broken)


def test_indonesian() -> None:
    app = run(lang="id")
    assert app.selectbox(key="claim_until").label == "Tahun"
    assert app.selectbox(key="claim_a").value == "73.71"
