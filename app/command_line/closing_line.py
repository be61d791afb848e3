"""What a command says of a race when it is done: what was run, and which methods were lost."""

from __future__ import annotations

import numpy as np

from core.experiment.experiment import Experiment
from core.recording.recording import Recording


def summary(experiment: Experiment) -> str:
    """How many steps of which methods on what landscape."""
    names = ", ".join(method.label for method in experiment.enabled_methods)
    steps = "1 step" if experiment.steps == 1 else f"{experiment.steps:,} steps"
    return f"{steps} of {names} on {experiment.landscape.title}"


def losses(recording: Recording) -> str:
    """Which methods have diverged, in words; nothing where none has."""
    words = []
    for spec, track in zip(recording.experiment.enabled_methods, recording.tracks, strict=True):
        lost = int(np.isnan(track["positions"][-1]).any(-1).sum())
        if lost:
            of = f" from {lost:,} of {recording.experiment.start_count:,} starts"
            words.append(
                f"{spec.label} diverged{of if recording.experiment.start_count > 1 else ''}"
            )
    return "".join(f"; {word}" for word in words)
