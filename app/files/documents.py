"""Opening and saving what a person keeps: experiment files, recordings and what was exported."""

from __future__ import annotations

from pathlib import Path

from core.experiment import experiment_file
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment
from core.experiment.experiment_file import Check
from core.experiment.file_kinds import HEAD, kind_of
from core.files import reading
from core.recording import archive, recording_file
from core.recording.recording import Recording

VIDEO_SUFFIXES = (".mp4", ".m4v", ".mov", ".webm")
PICTURES = (".png", ".apng", ".gif", ".svg", ".pdf", ".html")
SUFFIXES = (".json", ".npz", *VIDEO_SUFFIXES, *PICTURES)


def is_experiment_file(path: Path) -> bool:
    """Whether saving goes back to this file."""
    return path.suffix.lower() == ".json"


def read(path: Path, check: Check | None = None) -> tuple[Experiment, Recording | None]:
    """The experiment that a file holds, with its recording when there is one.

    `check` is told the experiment before what is large in the file is read, and raises
    ExperimentError where there is no room for it.

    Raises OSError when the file cannot be read, ExperimentError when it is refused.
    """
    if path.suffix.lower() == ".npz":
        recording = recording_file.load(path, check)
        return recording.experiment, recording
    experiment = _bare(path, check)
    if check is not None:
        check(experiment)
    return experiment, None


def holds_study(path: Path) -> bool:
    """Whether a file is an archive with a study in it, sound or not, and no recording."""
    if path.suffix.lower() != ".npz":
        return False
    try:
        with archive.opened(path) as (opened, size):
            return "question" in archive.entries_of(opened, size)
    except (OSError, ExperimentError):
        return False


def read_experiment(path: Path, check: Check | None = None) -> Experiment:
    """The experiment that a file holds; of a recording nothing else is looked at.

    `check` is told of a long list of starts before it is read. Raises as `read`.
    """
    if path.suffix.lower() == ".npz":
        return recording_file.load_experiment(path, check)
    return _bare(path, check)


def _bare(path: Path, check: Check | None) -> Experiment:
    if path.suffix.lower() in VIDEO_SUFFIXES:
        from app.files import video_tags  # a decoder, which is slow to import

        return video_tags.read_experiment(path, check)
    if path.suffix.lower() in PICTURES:
        return _from_picture(path, check)
    if path.suffix.lower() not in SUFFIXES:
        _check_kind(path)
    return experiment_file.read(path, check)


def _from_picture(path: Path, check: Check | None) -> Experiment:
    from app.files import gif_comment, marks, png_text  # not on the way to the first paint

    match path.suffix.lower():
        case ".gif":
            return gif_comment.read_experiment(path, check)
        case ".svg":
            return marks.SVG.read_experiment(path, check)
        case ".pdf":
            return marks.PDF.read_experiment(path, check)
        case ".html":
            return marks.PAGE.read_experiment(path, check)
        case _:
            return png_text.read_experiment(path, check)


def _check_kind(path: Path) -> None:
    """Raise ExperimentError for a file of something else, saying what it is and all that opens."""
    with reading(path) as file:
        kind = kind_of(file.read(HEAD))
    if kind is not None:
        raise ExperimentError("$", f"this is {kind}; what opens ends in {', '.join(SUFFIXES)}")


def write(path: Path, experiment: Experiment) -> None:
    """Write an experiment file; OSError when it cannot be written, and then nothing changes."""
    experiment_file.write(path, experiment)
