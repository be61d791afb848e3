"""Commands need no display and no open stream, in any encoding."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import av
import pytest
from typed_commands import ROOT, start

# The other tests' application; a process of its own makes one without a screen.
pytestmark = pytest.mark.usefixtures("qapp")


def test_export_needs_no_display(experiment: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.mp4"
    with start("export", str(experiment), "-o", str(out), "--size", "320x240") as process:
        said = process.communicate(timeout=120)
    assert (process.returncode, said[0]) == (0, "")
    assert said[1].count("\n") == 1
    with av.open(out) as container:
        assert sum(1 for _ in container.decode(video=0)) == 13


def test_without_a_display_the_window_names_export(tmp_path: Path) -> None:
    with start() as process:
        said = process.communicate(timeout=120)
    assert process.returncode == 2
    assert "export" in said[1]
    assert "Traceback" not in said[1]


@pytest.mark.skipif(os.name == "nt", reason="needs a shell that closes streams")
@pytest.mark.parametrize("streams", [">&-", ">&- 2>&- <&-"])
def test_closed_streams_are_no_reason_to_fail(streams: str) -> None:
    command = f'exec "{sys.executable}" "{ROOT / "main.py"}" list --json {streams}'
    done = subprocess.run(["sh", "-c", command], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(os.name == "nt", reason="needs a shell that closes streams")
def test_no_file_of_ours_takes_the_number_of_a_closed_stream() -> None:
    code = (
        "import os, sys; from app.command_line.streams import make_ready; make_ready(); "
        "os._exit(os.open(os.devnull, os.O_RDONLY))"
    )
    command = f'exec "{sys.executable}" -c "{code}" <&- 2>&-'
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, timeout=60, check=False)
    assert done.returncode > 2


@pytest.mark.parametrize("how", [[], ["--json"]])
def test_list_goes_into_a_file_of_any_encoding(how: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "list", *how],
        env=os.environ | {"PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    said = done.stdout.decode("cp1252")
    if how:
        assert any("√" in row["formula"] for row in json.loads(said)["landscapes"])
    else:
        assert "adam+cm" in said and "\\u03b1" in said


def test_list_stops_quietly_when_nobody_reads_on() -> None:
    process = start("list", "--json")
    process.stdout.close()
    assert process.wait(timeout=60) == 1
    assert process.stderr.read() == ""
    process.stderr.close()
