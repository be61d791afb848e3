"""What one step is made of: its sub-steps in the order they are computed, for people to read.

Each has its formula, the formula with the step's own numbers in it, one plain sentence, and the
arrow that shows it. `terms` has the mathematics, the other modules the words.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np

from core.anatomy.bookkeeping import bookkeeping
from core.anatomy.closed import closed_step
from core.anatomy.direction import aggregated, directed, gradient, mean, momentum
from core.anatomy.letters import direction_name
from core.anatomy.motion import moved, scaled, second_moment, shrunk
from core.anatomy.substep import SubStep, Vector, as_vector
from core.anatomy.terms import Terms, terms
from core.experiment.experiment import Experiment, MethodSpec
from core.recording.recording import Track


@dataclasses.dataclass(frozen=True)
class Anatomy:
    """The sub-steps of step `step`, which goes from `theta` to `arrival`."""

    step: int
    theta: Vector
    arrival: Vector
    substeps: tuple[SubStep, ...]


def anatomy(
    experiment: Experiment, spec: MethodSpec, track: Track, time: int, start: int = 0
) -> Anatomy | None:
    """Take apart the step from `time` to `time + 1` of one start of a method.

    None where there is no such step: not computed yet, or diverged by then. None too where the
    memory was not recorded (see `memory_is_known`): then nobody can tell what a step was made of.
    """
    with np.errstate(all="ignore"):  # a step may be made of the largest numbers there are
        if spec.row.base.package:
            closed = closed_step(experiment, spec, track, time, start)
            if closed is None:
                return None
            theta, arrival, steps = closed
            return Anatomy(time + 1, as_vector(theta), as_vector(arrival), steps)
        found = terms(experiment, spec, track, time, start)
        if found is None:
            return None
        substeps = tuple(_substeps(experiment, spec, track, found, start))
    return Anatomy(found.step, as_vector(found.theta), as_vector(found.arrival), substeps)


def _substeps(
    experiment: Experiment, spec: MethodSpec, track: Track, terms: Terms, start: int
) -> Iterator[SubStep]:
    yield from gradient(experiment, spec, terms)
    if spec.row.memory == "cg":
        yield mean(spec, track, terms, start)
        yield aggregated(terms, "gradient", "ĝ", "g", terms.gradient, terms.gradient_used)
    if terms.momentum is not None:
        yield momentum(spec, terms)
    if spec.row.base.shape.direction is not None:
        yield directed(spec, terms, spec.row.base.shape.direction)
    if spec.row.memory == "cm":
        assert terms.momentum is not None
        name = direction_name(spec)
        yield mean(spec, track, terms, start)
        yield aggregated(terms, "momentum", "s", name, terms.direction, terms.stepped)
    if terms.second is not None:
        yield second_moment(spec, terms)
    yield scaled(spec, terms)
    if spec.row.memory is not None:
        yield from bookkeeping(spec, track, terms, start)
    if terms.shrinkage is not None:
        yield shrunk(spec, terms)
    yield moved(terms)
