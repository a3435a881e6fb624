"""``atlas.py`` as a person meets it: too old a Python, first and second start, damage, failures, passing things on."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from tests.commands.conftest import Project

OLD = ("2.7", "3.6", "3.7", "3.8", "3.9", "3.10")
POSIX = pytest.mark.skipif(
    os.name == "nt", reason="folders of a virtual environment are laid out differently on Windows"
)


def old_pythons() -> list[str]:
    """Interpreters on this machine that are too old for the atlas."""
    on_path = [shutil.which(f"python{version}") for version in OLD]
    pyenv = [
        path
        for version in OLD
        for path in sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    ]
    candidates = dict.fromkeys([*map(str, pyenv), *filter(None, on_path)])
    return [path for path in candidates if _runs(path)]


def _runs(python: str) -> bool:
    return subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0


# Python


@pytest.mark.parametrize(
    "python", old_pythons() or [pytest.param("", marks=pytest.mark.skip(reason="no Python before 3.11 here"))]
)
def test_old_python_gets_a_sentence(python: str) -> None:
    version = subprocess.run(
        [python, "-c", "import platform; print(platform.python_version())"],
        capture_output=True,
        text=True,
        check=True,
    )
    answer = subprocess.run(
        [python, ROOT / "atlas.py", "run"], capture_output=True, text=True, check=False, env={"LANG": "C"}
    )
    assert answer.returncode == 1
    assert answer.stderr == (
        f"Python 3.11 or newer is needed, this is {version.stdout.strip()}. "
        "Get it from https://www.python.org/downloads/ and repeat the command with it.\n"
    )


def test_refusal_speaks_indonesian() -> None:
    import atlas

    text = atlas.refusal((3, 8, 18, "final", 0), {"LANG": "id_ID.UTF-8"})
    assert text.startswith("Diperlukan Python 3.11 atau yang lebih baru; yang ini 3.8.18.")


def test_old_pythons_can_read_the_file() -> None:
    source = (ROOT / "atlas.py").read_bytes()
    assert source.isascii()
    tree = ast.parse(source)
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.AsyncFunctionDef, ast.Match)
    assert not [node for node in ast.walk(tree) if isinstance(node, newer)]
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert not [
        f.name for f in functions if f.returns or any(a.annotation for a in f.args.args) or f.args.kwonlyargs
    ]


# What is said


def test_help_lists_what_exists(bare_project: Project) -> None:
    english, indonesian = bare_project.atlas("--help"), bare_project.atlas("--lang", "id", "--help")
    assert english.returncode == indonesian.returncode == 0
    for text in (english.stdout, indonesian.stdout):
        listed = [
            line.split()[0] for line in text.splitlines() if line.startswith("  ") and "atlas.py" not in line
        ]
        assert listed == [
            "run",
            "demo",
            "setup",
            "test",
            "build",
            "check",
            "store",
            "join",
            "count",
            "export",
            "bench",
            "lint",
        ]
    assert "Pilot City Atlas" in english.stdout
    assert "Atlas Kota Percontohan" in indonesian.stdout


@pytest.mark.parametrize("module", ["geodata", "benchmarks"])
def test_passed_on_modules_exist(module: str) -> None:
    assert (ROOT / module / "__main__.py").is_file()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["rnu"], "There is no command 'rnu'. Commands: run, demo, setup, test"),
        (["run", "--port", "x"], "atlas.py run: argument --port: invalid int value: 'x'"),
        (["run", "--prot", "1"], "atlas.py run: unrecognized arguments: --prot 1"),
        (["--lang", "fr", "run"], "atlas.py: argument --lang: invalid choice: 'fr'"),
        (["run", "--lang", "id", "--port", "70000"], "--port bernilai 70000; harus antara 1 dan 65535."),
    ],
)
def test_bad_command_lines_get_one_sentence(
    bare_project: Project, arguments: list[str], sentence: str
) -> None:
    answer = bare_project.atlas(*arguments)
    assert answer.returncode in {1, 2}
    assert answer.stderr.startswith(sentence)
    assert answer.stderr.count("\n") == 1
    assert not bare_project.venv.exists()


def test_no_command_shows_help(bare_project: Project) -> None:
    answer = bare_project.atlas(LANG="id_ID.UTF-8")
    assert answer.returncode == 2
    assert "jalankan aplikasi" in answer.stdout


# Installing


def test_first_start_installs(installed_once: tuple[Project, subprocess.CompletedProcess[str]]) -> None:
    project, answer = installed_once
    assert answer.returncode == 0, answer.stderr
    assert "Making the environment" in answer.stderr
    assert "Everything is installed" in answer.stderr
    stamp = json.loads((project.venv / "atlas-stamp.json").read_text())
    assert set(stamp["keys"]) == {"run", "server", "dev"}
    assert {"streamlit", "streamlit-1.0.dist-info", "pytest"} <= set(stamp["site_packages"])
    assert not (project.venv / "atlas-installing").exists()


def test_second_start_installs_nothing(project: Project) -> None:
    before = project.state()
    answer = project.atlas("setup", PIP_FIND_LINKS="nowhere")
    assert (answer.returncode, answer.stderr) == (0, f"Everything is installed ({project.venv}).\n")
    assert project.state() == before


def test_changed_pins_install_again(project: Project) -> None:
    before = project.state()
    (project.folder / "requirements.txt").write_text("-c constraints.txt\nstreamlit==1.0\n# changed\n")
    answer = project.atlas("setup")
    assert answer.returncode == 0, answer.stderr
    assert "Making the environment" not in answer.stderr
    assert "Installing" in answer.stderr
    assert project.state() != before


def test_interrupted_installation_is_resumed(project: Project) -> None:
    """A package without its record was being written when pip was stopped; pip alone would take it for installed."""
    (project.venv / "atlas-installing").touch()
    (project.venv / "atlas-stamp.json").unlink()
    (project.site_packages / "streamlit-1.0.dist-info" / "RECORD").unlink()
    (project.site_packages / "streamlit" / "__main__.py").unlink()
    (project.site_packages / "~treamlit").mkdir()
    answer = project.atlas("setup")
    assert answer.returncode == 0, answer.stderr
    assert "was interrupted; continuing" in answer.stderr
    assert (project.site_packages / "streamlit" / "__main__.py").exists()
    assert not (project.site_packages / "~treamlit").exists()


def test_lost_package_rebuilds(project: Project) -> None:
    shutil.rmtree(project.site_packages / "streamlit")
    answer = project.atlas("setup")
    assert answer.returncode == 0, answer.stderr
    assert (
        "is damaged (1 installed files or folders are gone, among them streamlit); making it anew"
        in answer.stderr
    )
    assert (project.site_packages / "streamlit").is_dir()


@POSIX
def test_broken_python_rebuilds(project: Project) -> None:
    for name in (project.venv / "bin").glob("python*"):
        name.unlink()
    project.python.write_text("#!/bin/sh\nexit 1\n")
    project.python.chmod(0o755)
    (project.venv / "atlas-stamp.json").write_text("{ half")
    answer = project.atlas("setup", LANG="id_ID.UTF-8")
    assert answer.returncode == 0, answer.stderr
    assert "rusak (Python di dalamnya tidak berfungsi); dibuat ulang" in answer.stderr
    assert subprocess.run([project.python, "-c", "import streamlit"], check=False).returncode == 0
    assert [path.name for path in project.folder.iterdir() if ".old" in path.name] == []


def test_other_python_rebuilds(project: Project) -> None:
    config = project.venv / "pyvenv.cfg"
    lines = config.read_text().splitlines()
    config.write_text(
        "\n".join("version = 3.10.4" if line.startswith("version ") else line for line in lines)
    )
    (project.venv / "atlas-stamp.json").unlink()
    answer = project.atlas("setup")
    assert answer.returncode == 0, answer.stderr
    assert (
        f"was made with Python 3.10, this is {sys.version_info.major}.{sys.version_info.minor}; making it anew"
        in answer.stderr
    )


def test_what_shared_stores_need_is_installed_on_request(project: Project) -> None:
    answer = project.atlas("setup", "--server")
    assert answer.returncode == 0
    stamp = json.loads((project.venv / "atlas-stamp.json").read_text())
    assert {"run", "server"} <= set(stamp["keys"])


def test_other_folder_is_left_alone(bare_project: Project, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "thesis.txt").write_text("years of work")
    answer = bare_project.atlas("setup", "--rebuild", ATLAS_VENV=str(precious))
    assert answer.returncode == 1
    assert answer.stderr.startswith(
        f"{precious} exists and is not a virtual environment, so it is left alone."
    )
    assert [path.name for path in precious.iterdir()] == ["thesis.txt"]


def test_missing_package_is_named(project: Project) -> None:
    (project.folder / "requirements.txt").write_text("-c constraints.txt\nstreamlit==9.9\n")
    (project.folder / "constraints.txt").write_text("streamlit==9.9\n")
    answer = project.atlas("setup")
    assert answer.returncode == 1
    assert "Package streamlit==9.9 cannot be had for Python" in answer.stderr
    assert str(project.venv / "atlas-pip.log") in answer.stderr
    assert "Traceback" not in answer.stderr
    assert "no version" not in project.atlas("setup", "--help").stderr


def test_unreachable_index_is_named(project: Project) -> None:
    """Port 9 of this machine: nobody answers there."""
    shutil.rmtree(project.venv)
    answer = project.atlas(
        "setup",
        PIP_NO_INDEX="0",
        PIP_FIND_LINKS="",
        PIP_INDEX_URL="http://127.0.0.1:9/simple",
        PIP_RETRIES="0",
    )
    assert answer.returncode == 1
    assert (
        "Package streamlit==1.0 could not be fetched: the package index cannot be reached." in answer.stderr
    )
    again = project.atlas("setup")
    assert again.returncode == 0, again.stderr
    assert "The last installation was interrupted; continuing it." in again.stderr


def test_missing_requirements_get_a_sentence(project: Project) -> None:
    (project.folder / "constraints.txt").unlink()
    answer = project.atlas("run")
    assert answer.returncode == 1
    assert (
        answer.stderr
        == f"{project.folder / 'constraints.txt'} is missing. Restore it (git restore) or clone the project again.\n"
    )


def test_two_at_once_wait_for_each_other(bare_project: Project) -> None:
    command = [sys.executable, str(bare_project.folder / "atlas.py"), "setup"]
    running = [
        subprocess.Popen(
            command, env=bare_project.environment(), stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120)[1] for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    assert sum("Making the environment" in text for text in said) == 1
    assert sum("Another atlas.py is installing" in text for text in said) == 1


# Passing on


@pytest.mark.parametrize(
    ("arguments", "said", "at_root"),
    [
        (["build", "../data", "--province", "32"], "tool build ../data --province 32", False),
        (["check"], "tool check", False),
        (["bench", "--help"], "tool --help", False),
        (
            ["--lang", "id", "test", "-k", "x", "--full"],
            "tool -n auto --maxprocesses=4 --dist=loadfile --no-loadscope-reorder -k x --full",
            True,
        ),
    ],
)
def test_arguments_are_passed_on(
    project: Project, tmp_path: Path, arguments: list[str], said: str, *, at_root: bool
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    answer = project.atlas(*arguments, cwd=elsewhere)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.strip() == f"{said} {project.folder if at_root else elsewhere}"


def test_exit_code_is_the_tools(project: Project) -> None:
    assert project.atlas("test", "fail").returncode == 3


def test_lint_runs_every_tool_and_keeps_the_first_failure(project: Project) -> None:
    (project.site_packages / "ruff" / "__main__.py").write_text(
        "import sys\nprint('ruff', *sys.argv[1:])\nsys.exit(4)\n"
    )
    answer = project.atlas("lint")
    assert answer.returncode == 4
    assert [line.split()[0] for line in answer.stdout.splitlines()] == ["ruff", "ruff", "tool", "tool"]


# Speed


@POSIX
def test_second_start_adds_under_a_second(project: Project) -> None:
    """From the command to the first line of what it starts, best of three (the machine may be busy)."""
    took = []
    for _ in range(3):
        began = time.time()
        process = subprocess.Popen(
            [sys.executable, "atlas.py", "run", "--no-browser"],
            cwd=project.folder,
            env=project.environment(),
            stderr=subprocess.PIPE,
            text=True,
        )
        for line in process.stderr:
            if "Ctrl-C" in line:
                break
        process.terminate()
        process.communicate(timeout=20)
        took.append(json.loads((project.folder / "told.json").read_text())["at"] - began)
    assert min(took) < 1, took
