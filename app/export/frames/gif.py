"""A GIF of a race, played for ever, in colours of its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.export.frames.coding import GIF
from app.export.frames.plan import VideoPlan
from app.export.frames.video import composed, encode
from app.files import gif_comment
from app.map.drawing.scene import Scene
from app.map.seen import as_seen
from app.running.to_end import Report
from core import files
from core.experiment import experiment_file


def write(path: Path, scene: Scene, options: Mapping[str, Any], report: Report) -> None:
    """Write a GIF; see `app.export.formats.Format.write`."""
    experiment = as_seen(scene)
    plan = VideoPlan.of(options, experiment.steps)
    with files.replacing(path) as part:
        encode(part, composed(scene, options), plan, GIF, report)
        gif_comment.append(part, experiment_file.dumps(experiment))
        report(plan.frames, plan.frames)  # the last way out before the new file is there
