"""What a command says of a race when it is done: what was run, and which methods were lost."""

from __future__ import annotations

from core.experiment.experiment import Experiment
from core.measures.outcomes import Lost
from core.recording.recording import Recording


def summary(experiment: Experiment) -> str:
    """How many steps of which methods on what landscape."""
    names = ", ".join(method.label for method in experiment.enabled_methods)
    steps = "1 step" if experiment.steps == 1 else f"{experiment.steps:,} steps"
    return f"{steps} of {names} on {experiment.landscape.title}"


def losses(recording: Recording) -> str:
    """Which methods are lost at the end, and how, in words; nothing where none is."""
    words, starts = [], recording.experiment.start_count
    for spec, track in zip(recording.experiment.enabled_methods, recording.tracks, strict=True):
        lost = Lost.of_track(track)
        word = "replicas" if track.keep.summary else "starts"
        diverged, undefined = (int(which.sum()) for which in lost.at(track.steps))
        for count, end in (
            (diverged, "diverged"),
            (undefined, "came to where the loss is not a number"),
        ):
            if count:
                of = f" from {count:,} of {starts:,} {word}" if starts > 1 else ""
                words.append(f"{spec.label} {end}{of}")
    return "".join(f"; {word}" for word in words)
