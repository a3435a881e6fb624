import pytest
@pytest.mark.browser
def test_fail(chromium):
    assert [1,2] == [1,3]
@pytest.mark.browser
@pytest.mark.parametrize("p", ["overview","city","compare","data","method"])
def test_c(visit, p):
    visit.goto(p, lang="id")
    print(p, visit.complaints())
    visit.page.screenshot(path=f"/tmp/{p}.png")
