"""A video of a race: paint every frame, encode it, put the file in place."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.export.frames.encoder import VideoEncoder
from app.export.frames.frame_painter import FramePainter
from app.export.frames.plan import VideoPlan
from app.files.video_tags import experiment_tags
from app.map.drawing.scene import Scene
from app.running.to_end import Report
from core import files


def write(path: Path, scene: Scene, options: Mapping[str, Any], report: Report) -> None:
    """Write an MP4; see `app.export.formats.Format.write`."""
    steps = scene.picture.experiment.steps
    plan = VideoPlan(steps, *options["size"], options["fps"], options["speed"])
    scene = dataclasses.replace(scene, theme=options["theme"])
    render(path, scene, plan, report)


def render(path: Path, scene: Scene, plan: VideoPlan, report: Report) -> None:
    """Write the video of a scene whose picture is complete to `path`.

    `report` is told the frames done. An existing file survives until the new one is whole; after
    an error or an exception raised by `report` nothing of the new one stays.

    Raises:
        OSError: the file could not be written.
    """
    painter = FramePainter(scene, plan.width, plan.height)
    tags = experiment_tags(scene.picture.experiment)
    with files.replacing(path) as part:
        with VideoEncoder(part, plan.width, plan.height, plan.fps, tags) as encoder:
            shown, image = -1, None
            for frame, step in enumerate(plan):
                if image is None or step != shown:
                    shown, image = step, painter.paint(step)
                encoder.write(image)
                report(frame + 1, plan.frames)
        report(plan.frames, plan.frames)  # the last way out before the new file is there
