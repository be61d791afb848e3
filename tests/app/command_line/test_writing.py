"""Every command that writes leaves what it should, whatever happens meanwhile."""

from __future__ import annotations

import json
import os
import resource
import signal
import threading
from pathlib import Path

import pytest
from typed_commands import errors, left_over, race, start, wait_for

from app.command_line import export_command, run_command
from main import main

# The other tests' application; a process of its own makes one without a screen.
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize(("command", "suffix"), [("run", ".npz"), ("export", ".mp4")])
class TestEveryCommandThatWrites:
    def test_refuses_another_suffix_and_names_its_own(
        self,
        experiment: Path,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        command: str,
        suffix: str,
    ) -> None:
        for name in ("out.tiff", "out"):
            assert main([command, str(experiment), "-o", str(tmp_path / name)]) == 2
            message = errors(capsys)
            assert name in message
            assert suffix in message
        assert left_over(tmp_path) == []

    def test_names_a_missing_folder_before_the_work(
        self,
        experiment: Path,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
        command: str,
        suffix: str,
    ) -> None:
        for module in (run_command, export_command):
            monkeypatch.setattr(module, "run_to_end", None)  # must not be reached
        folder = tmp_path / "missing"
        assert main([command, str(experiment), "-o", str(folder / f"out{suffix}")]) == 1
        message = errors(capsys)
        assert str(folder) in message
        assert "does not exist" in message

    def test_names_a_folder_that_takes_no_files(
        self,
        experiment: Path,
        capsys: pytest.CaptureFixture[str],
        command: str,
        suffix: str,
    ) -> None:
        if not Path("/proc/self").exists():
            pytest.skip("needs a folder that refuses files even from root")
        assert main([command, str(experiment), "-o", f"/proc/self/out{suffix}"]) == 1
        assert "/proc/self" in errors(capsys)

    def test_keeps_an_existing_file_when_the_input_is_refused(
        self,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        command: str,
        suffix: str,
    ) -> None:
        out = tmp_path / f"out{suffix}"
        out.write_text("precious")
        path = tmp_path / "race.basin.json"
        path.write_text(json.dumps(race(steps=0)), encoding="utf-8")
        assert main([command, str(path), "-o", str(out)]) == 2
        message = errors(capsys)
        assert str(path) in message
        assert "$.steps" in message
        assert "1000000" in message.replace(",", "")
        assert out.read_text() == "precious"

    def test_replaces_an_existing_file_when_done(
        self, experiment: Path, tmp_path: Path, command: str, suffix: str
    ) -> None:
        out = tmp_path / f"out{suffix}"
        out.write_text("old")
        assert main([command, str(experiment), "-o", str(out)]) == 0
        assert out.read_bytes() != b"old"
        assert left_over(tmp_path) == [out.name]

    def test_says_that_the_experiment_is_missing(
        self,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        command: str,
        suffix: str,
    ) -> None:
        missing = tmp_path / "missing.json"
        assert main([command, str(missing), "-o", str(tmp_path / f"out{suffix}")]) == 1
        assert str(missing) in errors(capsys)

    @pytest.mark.parametrize(
        "content",
        [b"", b"{", b"\xff\xfe\x00", b"[" * 100_000, b'{"format": 1}', b'{"format": NaN}'],
    )
    def test_refuses_a_broken_experiment_without_a_traceback(
        self,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        command: str,
        suffix: str,
        content: bytes,
    ) -> None:
        path = tmp_path / "race.basin.json"
        path.write_bytes(content)
        assert main([command, str(path), "-o", str(tmp_path / f"out{suffix}")]) == 2
        assert str(path) in errors(capsys)
        assert left_over(tmp_path) == []

    def test_refuses_an_experiment_with_every_method_switched_off(
        self,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        command: str,
        suffix: str,
    ) -> None:
        path = tmp_path / "race.basin.json"
        off = race(methods=[{"method": "adam", "enabled": False}])
        path.write_text(json.dumps(off), encoding="utf-8")
        assert main([command, str(path), "-o", str(tmp_path / f"out{suffix}")]) == 2
        said = errors(capsys)
        assert "enable" in said and str(path) in said
        assert left_over(tmp_path) == []


@pytest.mark.parametrize("command", ["export", "study"])
def test_an_experiment_is_not_replaced_by_its_own_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    own, link = tmp_path / "own.json", tmp_path / "link.json"
    own.write_text(json.dumps(race()), encoding="utf-8")
    link.symlink_to(own)
    for output in (own, link):
        assert main([command, str(own), "-o", str(output)]) == 2
        assert "the experiment would be lost" in errors(capsys)
    assert json.loads(own.read_text(encoding="utf-8")) == race()


def test_a_terminated_run_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "race.basin.json"
    path.write_text(json.dumps(race(steps=300_000)), encoding="utf-8")
    timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGTERM))
    timer.start()
    assert main(["run", str(path), "-o", str(tmp_path / "out.npz")]) == 143
    timer.join()
    assert "interrupted" in errors(capsys)
    assert left_over(tmp_path) == []


@pytest.mark.parametrize(("command", "name"), [("run", "out.npz"), ("export", "out.mp4")])
def test_a_full_disk_is_an_error_that_leaves_nothing(
    experiment: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    command: str,
    name: str,
) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        code = main([command, str(experiment), "-o", str(tmp_path / name)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert code == 1
    message = errors(capsys)
    assert "File too large" in message
    assert name in message
    assert left_over(tmp_path) == []


def test_an_interrupted_export_leaves_what_was_there(tmp_path: Path) -> None:
    path, out = tmp_path / "race.basin.json", tmp_path / "out.mp4"
    path.write_text(json.dumps(race(steps=200)), encoding="utf-8")
    out.write_text("precious")
    with start("export", str(path), "-o", str(out), "--speed", "0.01") as process:
        wait_for(lambda: len(left_over(tmp_path)) > 1, process)  # the new file has begun
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted" in said[1]
    assert "Traceback" not in said[1]
    assert out.read_text() == "precious"
    assert left_over(tmp_path) == ["out.mp4"]
