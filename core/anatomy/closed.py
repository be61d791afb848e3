"""A step of an optimizer of another package: what went in and what came out, and no more.

Its inside is the package's own and is not recorded.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from core.anatomy.substep import SubStep, as_vector
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.packaged import PACKAGES
from core.measures.lengths import lengths
from core.recording.recording import Track
from core.writing import number, point, short, vector
from landscapes.base import Array


def closed_step(
    experiment: Experiment, spec: MethodSpec, track: Track, time: int, start: int
) -> tuple[Array, Array, tuple[SubStep, ...]] | None:
    """Where the step from `time` to `time + 1` begins and ends, and its sub-steps; None where there
    is no such step."""
    if "gradients" not in track or not 0 <= time < track.filled:  # no network's are recorded
        return None
    if not np.isfinite(track["gradients"][time, start]).all():
        return None
    theta, arrival = track["positions"][time : time + 2, start]
    if not np.isfinite(arrival).all():
        return None
    gradient = track["gradients"][time, start]
    return theta, arrival, tuple(_substeps(experiment, spec, theta, gradient, arrival))


def _substeps(
    experiment: Experiment, spec: MethodSpec, theta: Array, gradient: Array, arrival: Array
) -> Iterator[SubStep]:
    noise = " + σξ" if experiment.noise > 0 else ""
    said = f" Noise of σ = {short(experiment.noise)} is in it." if noise else ""
    length = number(float(lengths(gradient)))
    yield SubStep(
        "gradient",
        "Gradient",
        f"g = ∇f(θ){noise}",
        f"g = ∇f{vector(theta)}{noise} = {vector(gradient)}",
        f"The gradient points uphill, with length {length}; the push is the other way.{said}",
        as_vector(-gradient),
        as_vector(theta),
        symbol="−g",
    )
    move = arrival - theta
    name = f"{PACKAGES[spec.row.base.package]}.{spec.row.base.title}"
    yield SubStep(
        "move",
        "Move",
        "θ ← θ + Δ",
        f"θ = {point(theta)} + {vector(move)} = {point(arrival)}",
        f"{name} moves the point by {number(float(lengths(move)), 3)}. What it does between the "
        "gradient and the move is the package's own, and is not shown.",
        as_vector(move),
        as_vector(theta),
        symbol="θₜ₊₁",
        to_scale=True,
    )
