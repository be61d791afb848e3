"""Commands as a person types them: races for them, their errors, and processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]


def race(**changes: Any) -> dict[str, Any]:
    """A small experiment, as its file has it."""
    return {
        "format": 1,
        "landscape": {"name": "ackley"},
        "methods": [
            {"method": "adam"},
            {"method": "adam+cm", "hyperparameters": {"capacity": 3}},
        ],
        "starts": [[2.5, -1.5]],
        "steps": 12,
    } | changes


def left_over(folder: Path) -> list[str]:
    """Names of what is in a folder besides the experiment."""
    return sorted(path.name for path in folder.iterdir() if path.name != "race.basin.json")


def errors(capsys: pytest.CaptureFixture[str]) -> str:
    """What stands on the standard error; nothing may stand on the standard output."""
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    return said.err


def start(*arguments: str) -> subprocess.Popen[str]:
    """`main.py` in a process without a display."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {key: value for key, value in os.environ.items() if key not in hidden}
    return subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(condition: Any, process: subprocess.Popen[str]) -> None:
    """Wait until a condition holds; fail if the process ends before."""
    until = time.monotonic() + 60
    while not condition():
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < until
        time.sleep(0.01)
