"""A race as one table: a row for every method, start and step."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from app.map.drawing.scene import Scene
from app.running.shown import Picture
from app.running.to_end import Report
from core import files
from core.experiment.experiment import Experiment, MethodSpec
from core.measures.series import SERIES
from core.measures.sharpness import sharpness
from core.recording.recording import Track
from landscapes.base import Array
from landscapes.networks import Network

MEASURED = {
    "train_loss": "train_losses",
    "test_loss": "test_losses",
    "train_accuracy": "train_accuracies",
    "test_accuracy": "test_accuracies",
    "distance": "distances",
}
"""Columns of a network, with the keys of its recording."""


def columns(experiment: Experiment) -> list[str]:
    """What the columns are called. `gradient_norm` and `lr` are those of the step that led to the
    row's point; what there is not, as of a start or of a method without a memory, is empty.

    A network has thousands of coordinates, which are left to the recording; in their place stands
    what was measured of it, on whole sets at the kept times alone.
    """
    network = experiment.landscape
    measures = ["loss", "gradient_norm", "lr", "agreement", "held"]
    if isinstance(network, Network):
        return ["method", "start", "step", *measures, *MEASURED, *map(_of_task, network.tasks)]
    axes = [f"x{axis + 1}" for axis in range(experiment.landscape.dimension)]
    return ["method", "start", "step", *axes, *measures, "sharpness"]


def write(path: Path, scene: Scene, options: Mapping[str, Any], report: Report) -> None:
    """Write a CSV in UTF-8; see `app.export.formats.Format.write`."""
    picture, experiment = scene.picture, scene.picture.experiment
    total = len(experiment.enabled_methods) * experiment.start_count
    with files.rewriting(path) as file:
        file.write(lines([columns(experiment)]))
        for done, rows in enumerate(blocks(picture), 1):
            file.write(lines(rows))
            report(done, total)
        report(total, total)  # the last way out before the new file is there


def blocks(picture: Picture) -> Iterator[Iterator[Sequence[object]]]:
    """The rows of each start of each method; a method that is off has no track."""
    experiment = picture.experiment
    for spec, track in zip(experiment.methods, picture.tracks, strict=True):
        if track is None:
            continue
        told = _measures(experiment, spec, track)
        if track.keep.summary is None:
            points = np.moveaxis(track["positions"][: track.filled + 1], -1, 0)
            seen = experiment.comoving(track["positions"][: track.filled + 1])
            told = [*points, *told, sharpness(experiment.landscape, seen).largest]
        else:
            told += _training(track)
        held = columns(experiment).index("held") - 3
        for start in range(experiment.start_count):
            yield _rows(spec, start, [column[:, start] for column in told], held)


def _measures(experiment: Experiment, spec: MethodSpec, track: Track) -> list[Array]:
    """Each measure that all landscapes have, (T+1, S), NaN where there is none."""
    steps, starts = track.filled, track.starts
    none = np.full((steps + 1, starts), np.nan)
    norms, rates = none.copy(), none.copy()
    norms[1:] = track["gradient_norms"][:steps]
    schedule = experiment.lr_schedule
    rate = float(spec.values.get("lr", np.nan))
    rates[1:] = rate * np.array(
        [schedule(step, experiment.steps) for step in range(1, steps + 1)]
    ).reshape(-1, 1)
    agreement, held = none, none
    if spec.row.memory is not None and track.row("memory_births", 0) == 0:
        agreement = SERIES["agreement"].values(experiment, spec, track)[..., 0]
        held = (track["memory_births"][: steps + 1] >= 0).sum(-1).astype(np.float64)
    return [track["losses"][: steps + 1], norms, rates, agreement, held]


def _training(track: Track) -> list[Array]:
    """What was measured of a network at some times, (T+1, S), NaN at the others."""
    kept = track.kept[track.kept <= track.filled]
    found = [track[key] for key in MEASURED.values()]
    if "task_accuracies" in track:
        found += np.moveaxis(track["task_accuracies"], -1, 0)
    told = []
    for rows in found:
        spread = np.full((track.filled + 1, track.starts), np.nan)
        spread[kept] = rows[: len(kept)]
        told.append(spread)
    return told


def _of_task(task: str) -> str:
    return f"test_accuracy of {task}"


def _rows(
    spec: MethodSpec, start: int, told: Sequence[Array], held: int
) -> Iterator[Sequence[object]]:
    for step, row in enumerate(np.column_stack(told).tolist()):
        if row[held] == row[held]:
            row[held] = int(row[held])
        yield [spec.label, start, step, *("" if value != value else value for value in row)]


def lines(rows: Iterable[Sequence[object]], mark: str = ",") -> bytes:
    """Rows as lines of a file, with a mark between their values."""
    text = io.StringIO()
    csv.writer(text, delimiter=mark, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
