"""Which torch `make` fetches: the CPU build where there is one, PyPI's where it is out of reach."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
INDEX = "https://cpu.example/whl"
# An interpreter that has torch or not, notes what pip is asked for and reaches an index or not.
PYTHON = """#!/bin/sh
if [ "$1" = -c ]; then exit {has_torch}; fi
echo "$@" >> {log}
case "$*" in *--index-url*) exit {reached} ;; esac
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere PyPI's is the CPU build")


def fetch(
    folder: Path, *, has_torch: bool = False, reached: bool = True, index: str = INDEX
) -> tuple[list[str], str]:
    """What pip was asked for, a line a call, and what was said."""
    python, log = folder / "python", folder / "log"
    log.touch()
    python.write_text(
        PYTHON.format(has_torch=int(not has_torch), reached=int(not reached), log=log)
    )
    python.chmod(0o755)
    done = subprocess.run(
        [ROOT / ".ci" / "torch", python],
        cwd=ROOT,
        env={**os.environ, "TORCH_INDEX": index},
        capture_output=True,
        text=True,
        check=True,
    )
    return log.read_text().splitlines(), done.stdout


def test_the_cpu_build_comes_from_the_index_that_is_named(tmp_path: Path) -> None:
    (call,), said = fetch(tmp_path)
    assert f"--index-url {INDEX}" in call and "torch==" in call
    assert "CPU build" in said and INDEX in said


def test_an_index_out_of_reach_is_told_and_pypi_taken_instead(tmp_path: Path) -> None:
    (first, second), said = fetch(tmp_path, reached=False)
    assert INDEX in first and "--index-url" not in second and "torch==" in second
    assert "did not work" in said and "CUDA" in said


def test_an_empty_index_means_pypi(tmp_path: Path) -> None:
    (call,), _ = fetch(tmp_path, index="")
    assert "--index-url" not in call


def test_an_installed_torch_is_kept(tmp_path: Path) -> None:
    assert fetch(tmp_path, has_torch=True) == ([], "")
