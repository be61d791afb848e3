"""The recording of a race, as `run` leaves it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.map.drawing.scene import Scene
from app.running.to_end import Report
from core.recording import recording_file
from core.recording.recording import Recording


def write(path: Path, scene: Scene, options: Mapping[str, Any], report: Report) -> None:
    """Write an NPZ; see `app.export.formats.Format.write`."""
    picture = scene.picture
    tracks = tuple(track for track in picture.tracks if track is not None)
    report(1, 1)  # the last way out before the new file is there
    recording_file.save(Recording(picture.experiment, tracks), path)
