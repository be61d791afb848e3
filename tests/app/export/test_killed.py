"""Killed at any moment, a writer of any format leaves the old file whole, or the new one.

What the process is and how it is killed stands in `killed_writer.py`, which does the same at 50
moments for each format in about half a minute.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.export.formats import FORMATS

TIMES, SEED = 6, 2307
WRITER = Path(__file__).with_name("killed_writer.py")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What stood there after each of some kills, by the format's suffix."""
    if not hasattr(os, "fork"):
        pytest.skip("children of one process need a fork")
    folder = tmp_path_factory.mktemp("killed")
    command = [sys.executable, str(WRITER), str(folder), str(TIMES), str(SEED)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=200)
    assert done.stdout, done.stderr  # with 1 it ends where something was broken
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("suffix", [each.suffix for each in FORMATS])
def test_the_old_file_or_the_new_one_is_whole_and_leftovers_are_swept(
    suffix: str, found: dict[str, Any]
) -> None:
    told = found[suffix]
    assert told["broken"] == 0
    assert told["old"] + told["new"] == TIMES
    assert told["after"] == [f"race{suffix}"]


def test_some_were_killed_before_and_some_after_the_new_file_was_there(
    found: dict[str, Any],
) -> None:
    for what in ("old", "new", "left"):
        assert sum(told[what] for told in found.values()) > len(FORMATS) / 2
