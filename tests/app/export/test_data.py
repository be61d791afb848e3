"""The numbers of a race, read by other means than those that wrote them."""

from __future__ import annotations

import csv
import dataclasses
import json
import math
import runpy
from pathlib import Path

import numpy as np
import pytest

from app.export.formats import format_of
from app.map.drawing.scene import Scene
from core.experiment.drift import Drift
from core.experiment.experiment import Experiment
from core.recording.recording import Recording


def nothing(done: int, total: int) -> None:
    """Report to nobody."""


def exported(suffix: str, scene: Scene, folder: Path, **texts: str) -> Path:
    path = folder / f"race{suffix}"
    each = format_of(path)
    assert each is not None
    each.write(path, scene, each.parsed(texts), nothing)
    return path


def test_a_table_tells_the_sharpness_of_a_landscape_that_drifts_where_it_stands(
    scene: Scene, recording: Recording, tmp_path: Path
) -> None:
    drift = Drift("jump", 10, (0.8, -0.3))
    experiment = dataclasses.replace(recording.experiment, drift=drift)
    moved = scene.of(dataclasses.replace(scene.picture, experiment=experiment))
    with exported(".csv", moved, tmp_path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[:31]
    for row in rows:
        by = (0.8, -0.3) if int(row["step"]) // 10 % 2 else (0.0, 0.0)
        point = np.array([float(row["x1"]), float(row["x2"])]) - by
        bent = np.linalg.eigvalsh(experiment.landscape.hessian(point))[-1]
        assert float(row["sharpness"]) == pytest.approx(bent)


def test_a_table_has_a_row_for_every_method_start_and_step(
    scene: Scene, recording: Recording, tmp_path: Path
) -> None:
    with exported(".csv", scene, tmp_path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [
        "method", "start", "step", "x1", "x2", "loss", "gradient_norm", "lr", "agreement", "held",
        "sharpness",
    ]  # fmt: skip
    assert [row["method"] for row in rows] == ["adam"] * 31 + ["adam+cm"] * 31
    assert [int(row["step"]) for row in rows] == [*range(31)] * 2
    adam, cm = recording.tracks
    for row in rows[:31]:
        step = int(row["step"])
        assert [float(row["x1"]), float(row["x2"])] == adam["positions"][step, 0].tolist()
        assert float(row["loss"]) == adam["losses"][step, 0]
        assert row["agreement"] == row["held"] == ""
        gradient = adam["gradients"][step - 1, 0] if step else None
        if gradient is None:
            assert row["gradient_norm"] == row["lr"] == ""
        else:
            assert float(row["gradient_norm"]) == pytest.approx(np.linalg.norm(gradient))
            assert float(row["lr"]) > 0
    for row in rows[31:]:
        items = cm["memory_items"][int(row["step"]), 0]
        held = items[np.isfinite(items).all(-1)]
        assert int(row["held"]) == len(held)
        if len(held):
            agreement = np.linalg.norm(held.sum(0)) / np.linalg.norm(held, axis=-1).sum()
            assert float(row["agreement"]) == pytest.approx(agreement)


def test_standings_tell_every_start_at_the_step_that_was_asked(
    scene: Scene, recording: Recording, tmp_path: Path
) -> None:
    told = json.loads(exported(".json", scene, tmp_path, step="7").read_text(encoding="utf-8"))
    assert told["step"] == 7 and told["experiment"]["steps"] == 30
    assert [each["label"] for each in told["methods"]] == ["adam", "adam+cm"]
    for each, track in zip(told["methods"], recording.tracks, strict=True):
        (standing,) = each["standings"]
        assert standing["loss"] == track["losses"][7, 0]
        assert standing["best"] == track["losses"][:8, 0].min()
        assert standing["position"] == track["positions"][7, 0].tolist()
        moves = np.diff(track["positions"][:8, 0], axis=0)
        assert standing["path_length"] == pytest.approx(np.linalg.norm(moves, axis=-1).sum())
        assert sum(each["outcomes"].values()) == 1
        assert math.isfinite(standing["sharpness"])


def test_the_script_runs_and_prints_where_the_race_ends(
    scene: Scene, experiment: Experiment, recording: Recording, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    found = runpy.run_path(str(exported(".py", scene, tmp_path)))
    assert found["experiment"] == experiment
    lines = capsys.readouterr().out.splitlines()
    for line, spec, track in zip(lines, experiment.enabled_methods, recording.tracks, strict=True):
        assert line.startswith(f"{spec.label}, start 1: loss {track['losses'][-1, 0]:.6g} at ")
