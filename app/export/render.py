"""A finished video from an experiment: run it where needed, paint, encode, put it in place."""

from __future__ import annotations

from pathlib import Path

from app.export.frames import FramePainter
from app.export.plan import VideoPlan
from app.export.target import ENCODERS
from app.files.video_tags import experiment_tags
from app.map.drawing.scene import Scene
from app.running.to_end import Report
from core import files


def render(path: Path, scene: Scene, plan: VideoPlan, report: Report) -> None:
    """Write the video of a scene whose picture is complete to `path`, in the format of its suffix.

    `report` is told the frames done. An existing file survives until the new one is whole; after
    an error or an exception raised by `report` nothing of the new one stays.

    Raises:
        OSError: the file could not be written.
    """
    painter = FramePainter(scene, plan.width, plan.height)
    tags = experiment_tags(scene.picture.experiment)
    encoder_type = ENCODERS[path.suffix.lower()]()
    with files.replacing(path) as part:
        with encoder_type(part, plan.width, plan.height, plan.fps, tags) as encoder:
            shown, image = -1, None
            for frame, step in enumerate(plan):
                if image is None or step != shown:
                    shown, image = step, painter.paint(step)
                encoder.write(image)
                report(frame + 1, plan.frames)
        report(plan.frames, plan.frames)  # the last way out before the new file is there
