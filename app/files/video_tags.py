"""The experiment that a video carries with it, put in and read back.

It stands as JSON in the container's `comment`, a tag that every player and `ffprobe` knows.
"""

from __future__ import annotations

import errno
from pathlib import Path

import av

from core.experiment import experiment_file
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment
from core.experiment.experiment_file import Check
from core.experiment.file_kinds import HEAD, kind_of
from core.files import reading

TAG = "comment"
KINDS = {"mov": "an MP4 video", "matroska": "a WebM or Matroska video"}


def container_of(path: Path) -> str:
    """What the demuxer is called that reads a file of such a name."""
    return "matroska" if path.suffix.lower() == ".webm" else "mov"


def experiment_tags(experiment: Experiment) -> dict[str, str]:
    """The container tags of a video that shows `experiment`."""
    names = ", ".join(method.label for method in experiment.enabled_methods)
    return {
        "title": f"{experiment.landscape.title}: {names}",
        TAG: experiment_file.dumps(experiment),
    }


def read_experiment(path: Path, check: Check | None = None) -> Experiment:
    """The experiment inside a video that was exported here; `check` as in `loads`.

    Raises:
        OSError: the file is missing or is no such video.
        ExperimentError: it carries no experiment, or a broken one.
    """
    # A given format and an open file: a stranger's file cannot send the demuxer elsewhere.
    with reading(path) as file:
        kind = kind_of(file.read(HEAD)) or "text"
        file.seek(0)
        try:
            # Other programs write titles in other encodings; none of them is looked at.
            with av.open(file, format=container_of(path), metadata_errors="replace") as container:
                tags = {name.lower(): text for name, text in container.metadata.items()}
                text = tags.get(TAG)
        except (av.FFmpegError, OSError, ValueError, RuntimeError, OverflowError) as error:
            wanted = KINDS[container_of(path)]
            what = "" if kind == wanted else f"this is {kind}, "
            problem = f"{what}not a readable {wanted.partition(' ')[2]}"
            raise OSError(errno.EINVAL, problem, str(path)) from error
    if text is None:
        problem = "this video carries no experiment; those that are exported here do"
        raise ExperimentError("$", problem)
    return experiment_file.loads(text, check)
