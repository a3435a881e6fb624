"""The rules of the architecture (docs/architecture.md): who may import whom, and how long things may be.

Every import counts, at the top or inside a function. Each rule is also shown a text that breaks it, so that a rule that sees
nothing is noticed.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STREAMLIT = {"streamlit", "streamlit_folium"}
OUTER = {"views", "pages", "app", "commands", "benchmarks", "atlas"}
FILES_AND_NETWORK = {
    "aiohttp", "fsspec", "glob", "http", "io", "os", "pathlib", "pickle", "pyogrio", "requests", "shutil", "socket", "sqlite3",
    "subprocess", "tempfile", "urllib", "urllib3",
}  # fmt: skip
PLOTS = {"altair", "branca", "folium", "matplotlib", "plotly", "pydeck", "seaborn"}
FORBIDDEN = {
    "geodata": STREAMLIT | OUTER | {"analytics"} | PLOTS,
    "analytics": STREAMLIT | OUTER | FILES_AND_NETWORK | PLOTS | {"geodata"},
    "views": STREAMLIT | (OUTER - {"views"}),
    "commands": STREAMLIT | {"analytics", "app", "geodata", "pages", "views"},
}
READERS = re.compile(r"^(open|read_\w+|to_(?:csv|excel|feather|file|json|parquet|pickle|sql)|savefig)$")
LONGEST_PAGE = 120
LONGEST_MODULE = 300
CACHE_HOME = "pages/parts/data.py"
# Frameworks of the composite index are files of the method; this one module of analytics reads them.
FRAMEWORK_READER = "analytics/composite/reading.py"


def modules(*folders: str) -> Iterator[tuple[str, str]]:
    """Paths (relative to the project) and texts of the Python files in some folders."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def imported(source: str) -> dict[str, int]:
    """Top-level names of everything that a module imports, with the line of the first import."""
    found: dict[str, int] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module or ""]
        else:
            continue
        for name in names:
            found.setdefault(name.split(".")[0], node.lineno)
    return found


def wrong_imports(source: str, folder: str, allowed: frozenset[str] = frozenset()) -> list[str]:
    """Imports that `folder` must not have, as "line: name"."""
    wrong = FORBIDDEN[folder] - allowed
    return [f"{line}: {name}" for name, line in imported(source).items() if name in wrong]


def file_calls(source: str) -> list[str]:
    """Calls that read or write files, as "line: name"."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
            if READERS.match(name):
                found.append(f"{node.lineno}: {name}")
    return found


def cache_uses(source: str) -> list[str]:
    """Uses of Streamlit's caches, as "line: name"."""
    nodes = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute | ast.alias))
    names = ((node.lineno, node.attr if isinstance(node, ast.Attribute) else node.name) for node in nodes)
    return [f"{line}: {name}" for line, name in names if name in {"cache_data", "cache_resource"}]


def length(path: Path) -> int:
    """Lines of a file."""
    return len(path.read_text(encoding="utf-8").splitlines())


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("folder", sorted(FORBIDDEN))
def test_imports_point_one_way(folder: str) -> None:
    texts = dict(modules(folder))
    assert texts, f"there is no module in {folder}/"
    allowed = {FRAMEWORK_READER: frozenset({"os", "pathlib"})}
    found = {
        path: wrong
        for path, text in texts.items()
        if (wrong := wrong_imports(text, folder, allowed.get(path, frozenset())))
    }
    assert found == {}


def test_analytics_touches_no_file() -> None:
    found = {path: calls for path, text in modules("analytics") if (calls := file_calls(text))}
    assert set(found) == {FRAMEWORK_READER}, "one module reads framework files, and no other touches a file"


def test_one_module_caches() -> None:
    texts = {
        path: text for path, text in modules("pages", "views", "geodata", "analytics") if path != CACHE_HOME
    }
    texts["app.py"] = (ROOT / "app.py").read_text(encoding="utf-8")
    assert {path: uses for path, text in texts.items() if (uses := cache_uses(text))} == {}
    assert cache_uses((ROOT / CACHE_HOME).read_text(encoding="utf-8")), f"{CACHE_HOME} caches nothing"


def test_pages_are_short() -> None:
    pages = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py"))]
    assert len(pages) > 1
    assert {relative(page): length(page) for page in pages if length(page) > LONGEST_PAGE} == {}


def test_every_fragment_is_guarded() -> None:
    """What happens in a fragment does not reach ``app.py``: each says itself when its data cannot be read, and is logged."""
    bare = []
    for path, text in modules("pages"):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                marks = [ast.unparse(mark).split("(")[0] for mark in node.decorator_list]
                if "st.fragment" in marks and marks[-1] != "guard":
                    bare.append(f"{path}: {node.name}")
    assert bare == []


def test_modules_are_short() -> None:
    folders = ("geodata", "analytics", "views", "pages", "commands")
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    assert {relative(path): length(path) for path in paths if length(path) > LONGEST_MODULE} == {}


def test_commands_need_nothing_installed() -> None:
    """``atlas.py`` runs before anything is installed."""
    import sys

    known = set(sys.stdlib_module_names) | {"commands", ""}
    texts = {**dict(modules("commands")), "atlas.py": (ROOT / "atlas.py").read_text(encoding="utf-8")}
    assert {path: strange for path, text in texts.items() if (strange := set(imported(text)) - known)} == {}


@pytest.mark.parametrize(
    ("folder", "source"),
    [
        ("geodata", "import streamlit as st"),
        ("geodata", "def f():\n    from analytics.ranks import rank_band"),
        ("analytics", "import pathlib"),
        ("analytics", "from urllib.request import urlopen"),
        ("analytics", "import plotly.graph_objects as go"),
        ("views", "from streamlit_folium import st_folium"),
        ("views", "if True:\n    from pages.parts import data"),
    ],
)
def test_wrong_imports_are_seen(folder: str, source: str) -> None:
    assert len(wrong_imports(source, folder)) == 1


def test_right_imports_pass() -> None:
    assert (
        wrong_imports("import pandas\nfrom analytics.ranks import rank_band\nfrom . import x", "views") == []
    )


@pytest.mark.parametrize("source", ["open('a')", "pd.read_csv(x)", "frame.to_parquet('a')", "path.open()"])
def test_file_calls_are_seen(source: str) -> None:
    assert len(file_calls(source)) == 1


@pytest.mark.parametrize("source", ["@st.cache_data\ndef f(): ...", "from streamlit import cache_resource"])
def test_caches_are_seen(source: str) -> None:
    assert len(cache_uses(source)) == 1
