"""Opening and saving what a person keeps: experiment files, recordings and what was exported."""

from __future__ import annotations

from pathlib import Path

from app.files import png_text
from core.experiment import experiment_file
from core.experiment.experiment import Experiment
from core.recording import recording_file
from core.recording.recording import Recording

VIDEO_SUFFIXES = (".mp4", ".m4v", ".mov")
PICTURE_SUFFIX = ".png"
SUFFIXES = (".json", ".npz", *VIDEO_SUFFIXES, PICTURE_SUFFIX)


def is_experiment_file(path: Path) -> bool:
    """Whether saving goes back to this file."""
    return path.suffix.lower() == ".json"


def read(path: Path) -> tuple[Experiment, Recording | None]:
    """The experiment that a file holds, with its recording when there is one.

    Raises OSError when the file cannot be read, ExperimentError when it is refused.
    """
    suffix = path.suffix.lower()
    if suffix == ".npz":
        recording = recording_file.load(path)
        return recording.experiment, recording
    if suffix in VIDEO_SUFFIXES:
        from app.files.video_tags import read_experiment  # a decoder, which is slow to import

        return read_experiment(path), None
    if suffix == PICTURE_SUFFIX:
        return png_text.read_experiment(path), None
    return experiment_file.read(path), None


def write(path: Path, experiment: Experiment) -> None:
    """Write an experiment file; OSError when it cannot be written, and then nothing changes."""
    experiment_file.write(path, experiment)
