"""The commands as a person types them."""

from __future__ import annotations

from pathlib import Path

import pytest

from geodata.__main__ import main


def test_build_then_check(toy_sources: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "store"
    arguments = [
        "build",
        str(toy_sources),
        "--out",
        str(out),
        "--cache",
        str(tmp_path / "cache"),
        "--jobs",
        "1",
    ]
    assert main(arguments) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "province 31: 6 villages, 0 repaired" in said.err
    assert "4 district, 2 province, 3 regency, 6 village" in said.err
    # Without --static a store elsewhere gets its geometry beside it.
    assert (tmp_path / "geo").is_dir()
    # The toy country is not Indonesia, and check says so.
    assert main(["check", str(out), "--static", str(tmp_path / "geo")]) == 1
    printed = capsys.readouterr().out
    assert "FAIL  places of level regency" in printed
    assert "ok    coverage district at detail district" in printed
    assert "ok    browser files with the right digest" in printed


def test_quiet_builds_in_silence(
    toy_sources: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, cache = tmp_path / "store", tmp_path / "cache"
    assert (
        main(["build", str(toy_sources), "--out", str(out), "--cache", str(cache), "--jobs", "1", "--quiet"])
        == 0
    )
    assert capsys.readouterr() == ("", "")


def test_a_refusal_is_one_message_and_exit_code_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", str(tmp_path / "absent"), "--out", str(tmp_path / "store")]) == 1
    assert main(["check", str(tmp_path / "absent")]) == 1
    said = capsys.readouterr().err
    assert "\nError: The source folder" in said
    assert "There is no store in" in said
    assert "Traceback" not in said


def test_a_folder_that_cannot_be_written_is_told(
    toy_sources: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    out = ["--out", str(tmp_path / "store"), "--cache", str(tmp_path / "file" / "cache")]
    assert main(["build", str(toy_sources), *out, "--jobs", "1", "--quiet"]) == 1
    assert "free space" in capsys.readouterr().err


def test_a_stop_by_the_keyboard_is_no_traceback(
    toy_sources: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("geodata.build.run.clean_districts", stop)
    out = ["--out", str(tmp_path / "store"), "--cache", str(tmp_path / "cache")]
    assert main(["build", str(toy_sources), *out, "--jobs", "1", "--quiet"]) == 130
    assert "finished provinces are kept" in capsys.readouterr().err
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize("arguments", [[], ["bake"], ["build"]])
def test_wrong_arguments_exit_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage: python -m geodata" in capsys.readouterr().err
