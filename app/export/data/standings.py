"""Where every method and start stands at one time, as JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.export.data.csv_table import MEASURED
from app.map.drawing.scene import Scene
from app.running.to_end import Report
from core import files
from core.experiment import experiment_file
from core.experiment.experiment import Experiment, MethodSpec
from core.measures.outcomes import Fates
from core.measures.standing import Course
from core.measures.trained import trained
from core.recording.recording import Track


def write(path: Path, scene: Scene, options: Mapping[str, Any], report: Report) -> None:
    """Write JSON: `experiment`, `step`, and for each of `methods` its `label`, the `outcomes` of
    all its starts and their `standings`; see `app.export.formats.Format.write`. A network has no
    `position`, but losses and accuracies on its whole sets."""
    experiment, step = scene.picture.experiment, options["step"]
    step = scene.cursor if step is None else step
    running = [
        (spec, track)
        for spec, track in zip(experiment.methods, scene.picture.tracks, strict=True)
        if track is not None
    ]
    methods = []
    for done, (spec, track) in enumerate(running, 1):
        methods.append(_method(experiment, spec, track, step))
        report(done, len(running))
    told = {
        "experiment": json.loads(experiment_file.dumps(experiment)),
        "step": step,
        "methods": methods,
    }
    with files.rewriting(path) as file:
        file.write((json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode())
        report(len(running), len(running))  # the last way out before the new file is there


def _method(experiment: Experiment, spec: MethodSpec, track: Track, step: int) -> dict[str, Any]:
    time = min(step, track.filled)
    return {
        "label": spec.label,
        "method": spec.method,
        "outcomes": dict(Fates(experiment, track).at(time).counts),
        "standings": [
            _standing(experiment, track, start, time) for start in range(experiment.start_count)
        ],
    }


def _standing(experiment: Experiment, track: Track, start: int, time: int) -> dict[str, Any]:
    found = Course(experiment, track, start).at(time)
    told: dict[str, Any] = {"start": start}
    if track.keep.summary is None:
        told["position"] = _plain(track["positions"][time, start].tolist())
    return {
        **told,
        "loss": _plain(found.loss),
        "best": _plain(found.best),
        "sharpness": _plain(found.sharpness),
        "path_length": _plain(found.path_length),
        "status": str(found.status),
        "reached": found.reached or None,
        **_training(track, start, time),
    }


def _training(track: Track, start: int, time: int) -> dict[str, Any]:
    """How well a replica of a network does, as it was measured last by a time."""
    found = trained(track, time)
    if found is None:
        return {}
    names = (*MEASURED, "gap")
    measured = {name: _plain(float(getattr(found, name)[start])) for name in names}
    return {"measured_at": found.time, **measured}


def _plain(value: Any) -> Any:
    """What JSON has no number for is null."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value if math.isfinite(value) else None
