"""`run` writes what a fresh run gives, and tells how methods ended."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typed_commands import errors, left_over, race

from app.command_line import room
from main import main

# The other tests' application; a process of its own makes one without a screen.
pytestmark = pytest.mark.usefixtures("qapp")


def test_run_writes_the_recording(
    experiment: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.npz"
    assert main(["run", str(experiment), "-o", str(out)]) == 0
    with np.load(out, allow_pickle=False) as recording:
        assert recording["positions"].shape == (2, 13, 1, 2)
        assert recording["memory_items"].shape == (2, 13, 1, 3, 2)
        assert json.loads(str(recording["experiment"]))["steps"] == 12
    assert errors(capsys).count("\n") == 1  # one closing line, no progress off a terminal
    assert left_over(tmp_path) == ["out.npz"]


def test_run_twice_gives_the_same_bits(experiment: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.npz", tmp_path / "two.npz"
    for out in (one, two):
        assert main(["run", str(experiment), "--output", str(out)]) == 0
    with np.load(one) as first, np.load(two) as second:
        assert set(first) == set(second)
        for key in first:
            assert first[key].tobytes() == second[key].tobytes(), key


@pytest.mark.parametrize(("memory", "length"), [("all", 13), ("last", 1), ("none", None)])
def test_run_keeps_as_much_of_the_memories_as_asked(
    experiment: Path, tmp_path: Path, memory: str, length: int | None
) -> None:
    out = tmp_path / "out.npz"
    assert main(["run", str(experiment), "-o", str(out), "--memory", memory]) == 0
    with np.load(out) as recording:
        kept = {key for key in recording if key.startswith("memory_")}
        if length is None:
            assert not kept
        else:
            assert len(kept) == 5
            assert recording["memory_items"].shape[1] == length


def test_a_diverged_method_is_a_result_that_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "race.basin.json"
    wild = {"method": "adam", "label": "wild", "hyperparameters": {"lr": 100}}
    methods = [wild, {"method": "adam", "label": "calm"}]
    path.write_text(json.dumps(race(methods=methods, steps=200)), encoding="utf-8")
    out = tmp_path / "out.npz"
    assert main(["run", str(path), "-o", str(out)]) == 0
    with np.load(out) as recording:
        assert np.isnan(recording["positions"][0, -1]).all()
    said = errors(capsys)
    assert "wild diverged" in said and "calm diverged" not in said


def test_a_method_that_came_to_where_there_is_no_loss_is_told_as_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "race.basin.json"
    landscape = {
        "name": "expression", "parameters": {"loss": "log(x)+y**2"}, "domain": [[-2, 2], [-2, 2]]
    }  # fmt: skip
    methods = [{"method": "sgd"}]
    race_there = race(landscape=landscape, methods=methods, starts=[[1, 1], [2, 0]], steps=100)
    path.write_text(json.dumps(race_there), encoding="utf-8")
    assert main(["run", str(path), "-o", str(tmp_path / "out.npz")]) == 0
    said = errors(capsys)
    assert "sgd came to where the loss is not a number from 1 of 2 starts" in said
    assert "diverged" not in said


def test_a_recording_above_a_gigabyte_is_refused_but_for_its_last_memory(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "race.basin.json"
    method = {"method": "adam+cm", "hyperparameters": {"capacity": 100}}
    large = race(methods=[method], starts={"random": 400}, steps=2000)
    path.write_text(json.dumps(large), encoding="utf-8")
    out = tmp_path / "out.npz"
    assert main(["run", str(path), "-o", str(out)]) == 2
    message = errors(capsys)
    assert "--memory last" in message
    assert "2.3 GB" in message  # 400 × 2001 × 100 × (16 + 8 + 4) bytes and the rest
    assert left_over(tmp_path) == []
    assert room.LARGEST_BYTES == 10**9


@pytest.mark.parametrize(
    "command", [("run", "out.npz"), ("run", "out.npz", "--memory", "last"), ("export", "out.png")]
)
def test_more_starts_than_there_is_room_for_are_refused_before_they_are_read(
    command: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("app.running.to_end._machine_bytes", lambda: 1e8)
    path = tmp_path / "race.basin.json"
    points = "[1,2]," * 200_000 + "[1,1e999]"  # whoever reads them complains of the last
    path.write_text(json.dumps(race(starts=[])).replace("[]", f"[{points}]", 1), encoding="utf-8")
    name, out, *rest = command
    assert main([name, str(path), "-o", str(tmp_path / out), *rest]) == 2
    message = errors(capsys)
    assert "GB" in message and "finite" not in message
    assert left_over(tmp_path) == []
