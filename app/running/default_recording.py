"""The shipped run of the default experiment, so that the first paint needs no computation.

`python -m app.running.default_recording` makes it anew, after a change to the default experiment
or to the numerical core; a test holds it equal to a fresh run.
"""

from __future__ import annotations

from pathlib import Path

import resources
from core.experiment import presets
from core.recording import recording_file
from core.recording.recording import Recording

PATH = Path(resources.__file__).with_name("default.npz")


def read() -> Recording:
    """The shipped recording; OSError or ExperimentError when the file is missing or broken."""
    return recording_file.load(PATH)


def make(path: Path = PATH) -> None:
    """Run the default experiment and write its recording."""
    from core.stepping.simulate import record  # torch is only needed to make it

    recording_file.save(record(presets.load("default")), path)


if __name__ == "__main__":
    make()
