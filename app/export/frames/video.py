"""A moving picture of a race: paint every frame, encode it, put the file in place."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import av
from av.video.reformatter import VideoReformatter

from app.export.composition import Composition
from app.export.frames.coding import MP4, WEBM, Coding
from app.export.frames.encoder import VideoEncoder
from app.export.frames.frame_painter import FramePainter
from app.export.frames.palette import palette_of, sampled
from app.export.frames.plan import VideoPlan
from app.files.video_tags import experiment_tags
from app.map.drawing.scene import Scene
from app.map.seen import as_seen
from app.running.to_end import Report
from core import files


def write(path: Path, scene: Scene, options: Mapping[str, Any], report: Report) -> None:
    """Write an MP4 or a WebM; see `app.export.formats.Format.write`."""
    coding = WEBM if path.suffix.lower() == ".webm" else MP4
    experiment = as_seen(scene)
    plan = VideoPlan.of(options, experiment.steps)
    with files.replacing(path) as part:
        encode(part, composed(scene, options), plan, coding, report, experiment_tags(experiment))
        report(plan.frames, plan.frames)  # the last way out before the new file is there


def composed(scene: Scene, options: Mapping[str, Any]) -> Composition:
    """A scene as the options of a moving picture want it."""
    return Composition.of(dataclasses.replace(scene, theme=options["theme"]), options)


def encode(
    path: Path,
    shown: Composition | Scene,
    plan: VideoPlan,
    coding: Coding,
    report: Report,
    tags: Mapping[str, str] | None = None,
) -> None:
    """Encode the frames of a plan to `path`, which is whole when this returns.

    `report` is told the frames done; what it raises ends the work.

    Raises:
        OSError: the file could not be written.
    """
    painter = FramePainter(shown, plan.width, plan.height)
    if painter.clear:
        coding = coding.transparent()
    palette = _palette(painter, plan, coding) if coding.reduced else None
    size = (plan.width, plan.height)
    with VideoEncoder(path, coding, *size, plan.fps, tags, palette) as encoder:
        step, image = -1, None
        for frame, at in enumerate(plan):
            if image is None or at != step or painter.turns:
                step, image = at, painter.paint(at, plan.share(frame))
            encoder.write(image)
            report(frame + 1, plan.frames)


def _palette(painter: FramePainter, plan: VideoPlan, coding: Coding) -> av.VideoFrame:
    """The colours of the clip, from frames spread over all of it."""

    def frames() -> Iterator[av.VideoFrame]:
        reformatter = VideoReformatter()
        for frame in sampled(plan.frames):
            yield coding.frame(painter.paint(plan.step(frame), plan.share(frame)), reformatter)

    return palette_of(frames(), plan.width, plan.height, clear=coding.clear)
