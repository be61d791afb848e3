"""The terms of one recorded step, computed again from what the recording holds around it.

The rules of `core.stepping` run on batches of tensors; this is the same mathematics for one
point in numpy, term by term, so that a person can see what a step was made of.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.noise import standard_normal
from core.experiment.shapes import Shape
from core.measures.lengths import lengths
from core.measures.memories import has_memory, memory_mean
from core.recording.recording import Track
from landscapes.base import Array


@dataclasses.dataclass(frozen=True)
class Terms:
    """What step `step` (1, 2, …) was computed from, in the letters of the papers; vectors (D,).

    `slope` and `ascent` (θ′ − θ) exist with SAM, `mean` with a memory; `momentum`, `second` and
    those before them where the base rule has them. `direction` is what would be stepped along
    without critical momenta, `stepped` with them. `in_use` tells whether the step used the
    memory. `update` is what the rule adds to θ, `shrinkage` what weight decay adds.
    """

    step: int
    theta: Array
    slope: Array | None
    ascent: Array | None
    gradient: Array
    norm: float
    mean: Array | None
    strength: float
    in_use: bool
    gradient_used: Array
    momentum_before: Array | None
    momentum: Array | None
    direction: Array
    stepped: Array
    squared: Array
    second_before: Array | None
    second: Array | None
    rate: float
    first_correction: float
    second_correction: float
    update: Array
    shrinkage: Array | None

    @property
    def move(self) -> Array:
        """θ_{t+1} − θ_t."""
        return self.update if self.shrinkage is None else self.update + self.shrinkage

    @property
    def arrival(self) -> Array:
        """θ_{t+1}."""
        return self.theta + self.move


def terms(
    experiment: Experiment, spec: MethodSpec, track: Track, time: int, start: int = 0
) -> Terms | None:
    """The terms of the step from `time` to `time + 1` of one start.

    None where there is no such step: not computed yet, or the point has diverged by then. None
    too where nobody knows what the memory was: see `memory_is_known`.
    """
    if not memory_is_known(spec, track):
        return None
    if "gradients" not in track or not 0 <= time < track.filled:  # no network's are recorded
        return None
    if not np.isfinite(track["gradients"][time, start]).all():
        return None
    values, shape, memory = spec.values, spec.row.base.shape, spec.row.memory
    step = time + 1
    theta = track["positions"][time, start]
    gradient = track["gradients"][time, start]
    slope, ascent = _ascent(experiment, spec, theta, step, start)

    in_use = spec.uses_memory(step)
    strength = float(values["strength"]) * experiment.strength_schedule(step, experiment.steps)
    mean = None
    if memory is not None:
        mean = np.zeros_like(theta)
        if int(values["capacity"]) > 0:
            mean = memory_mean(spec, track, slice(time, step), slice(start, start + 1))[0, 0]
    pull = strength * mean if in_use and mean is not None else np.zeros_like(theta)

    gradient_used = gradient + pull if memory == "cg" else gradient
    before = track["first_moments"][time, start] if shape.first else None
    momentum, first_correction = _momentum(spec, shape, before, gradient_used, step)
    direction = momentum if momentum is not None else gradient_used
    if shape.direction is not None:
        direction = np.asarray(shape.direction.of(direction, gradient_used, values, step))
    stepped = direction + pull if memory == "cm" else direction
    squared = stepped if memory == "cm" and in_use else gradient_used

    second_before = track["second_moments"][time, start] if shape.second_keeps else None
    second, second_correction = _second(spec, shape, second_before, squared, step)
    rate = float(values["lr"]) * experiment.lr_schedule(step, experiment.steps)
    divisor: Array = 1.0
    if second is not None:
        divisor = np.sqrt(second / second_correction) + float(values["eps"])
    shrinks = "weight_decay" in spec.row.base.hyperparameters
    return Terms(
        step=step,
        theta=theta,
        slope=slope,
        ascent=ascent,
        gradient=gradient,
        norm=float(track["gradient_norms"][time, start]),
        mean=mean,
        strength=strength,
        in_use=in_use,
        gradient_used=gradient_used,
        momentum_before=before,
        momentum=momentum,
        direction=direction,
        stepped=stepped,
        squared=squared,
        second_before=second_before,
        second=second,
        rate=rate,
        first_correction=first_correction,
        second_correction=second_correction,
        update=-rate * (stepped / first_correction) / divisor,
        shrinkage=-rate * float(values["weight_decay"]) * theta if shrinks else None,
    )


def memory_is_known(spec: MethodSpec, track: Track) -> bool:
    """Whether the track tells what the memory of a method was before each step.

    So it does of a method without one, of C = 0 and of a running average; the items in slots are
    there only if the track keeps them of all times (memory depth "all").
    """
    if spec.row.memory is None or int(spec.values["capacity"]) == 0:
        return True
    return has_memory(spec, track)


def _ascent(
    experiment: Experiment, spec: MethodSpec, theta: Array, step: int, start: int
) -> tuple[Array | None, Array | None]:
    """SAM's gradient at θ and the way it climbs from there."""
    if not spec.row.sam:
        return None, None
    slope = np.asarray(experiment.landscape_at(step - 1).gradient(theta))
    if experiment.noise > 0:
        draws = standard_normal(experiment.seed, step, (start + 1, len(theta)))
        slope = slope + experiment.noise * draws[start]
    return slope, float(spec.values["rho"]) * slope / (lengths(slope) + 1e-12)


def _momentum(
    spec: MethodSpec, shape: Shape, before: Array | None, gradient: Array, step: int
) -> tuple[Array | None, float]:
    """First moment after the step, and what its bias is divided by."""
    if before is None:
        return None, 1.0
    keep = float(spec.values[shape.first_keeps])
    fresh = 1 - keep if shape.first == "average" else 1.0
    return keep * before + fresh * gradient, 1 - keep**step if shape.corrected else 1.0


def _second(
    spec: MethodSpec, shape: Shape, before: Array | None, of: Array, step: int
) -> tuple[Array | None, float]:
    """Second moment after the step, and what its bias is divided by."""
    if before is None:
        return None, 1.0
    keep = float(spec.values[shape.second_keeps])
    return keep * before + (1 - keep) * of**2, 1 - keep**step if shape.corrected else 1.0
