"""The quantities of a run that people compare, computed from what was recorded and nothing else.

All functions are vectorised over time and starts: leading axes pass through. A quantity that
does not exist (an empty memory's agreement, a method without one) is NaN, never a made-up 0.
"""

from __future__ import annotations

import numpy as np

from core.experiment.experiment import Experiment, MethodSpec
from core.measures.lengths import lengths
from landscapes.base import Array, Landscape

REACH = 0.02
"""A minimum is reached within this share of the domain's diagonal."""


def effective_rates(
    experiment: Experiment, spec: MethodSpec, steps: Array, second: Array, positions: Array
) -> Array:
    """What each axis of the update is multiplied by in steps (n,), shape (n, S, D).

    `second` is v and `positions` θ after those steps, (n, S, D) each. For adam and adamw the rate
    is α_t/(√(v_t/(1−β₂^t)) + ε), for rmsprop α_t/(√v_t + ε); for sgd and sgdm it is α_t itself.
    Of an optimizer of another package nobody knows: NaN.
    """
    if spec.row.base.package:
        return np.full_like(positions, np.nan)
    values = spec.values
    factors = [experiment.lr_schedule(int(step), experiment.steps) for step in steps]
    α = float(values["lr"]) * np.array(factors)[:, None, None]
    shape = spec.row.base.shape
    if not shape.second_keeps:
        return np.where(np.isnan(positions), np.nan, α)
    keep = float(values[shape.second_keeps])
    correction: Array = 1 - keep ** steps[:, None, None] if shape.corrected else 1.0
    return α / (np.sqrt(second / correction) + float(values["eps"]))


def direction(spec: MethodSpec, first: Array, gradients: Array, rows: slice) -> Array:
    """What critical momenta are added to in some steps, (n, S, D): the first moment after them,
    or what the base rule makes of it and the gradient used."""
    shape = spec.row.base.shape
    if shape.direction is None:
        return first
    steps = range(rows.start + 1, rows.stop + 1)
    weights = np.array([shape.direction.weights(spec.values, step) for step in steps])
    on_moment, on_gradient = weights.reshape(-1, 2).T[:, :, None, None]
    return np.asarray(on_moment * first + on_gradient * gradients)


def best_so_far(losses: Array) -> Array:
    """Lowest loss up to each time, along axis 0; what is not finite is passed over."""
    return np.fmin.accumulate(losses, axis=0)


def step_lengths(positions: Array) -> Array:
    """‖θ_{t+1} − θ_t‖ of positions (T+1, ..., D); shape (T, ...)."""
    with np.errstate(over="ignore", invalid="ignore"):
        return lengths(np.diff(positions, axis=0))


def path_lengths(positions: Array) -> Array:
    """Way travelled up to each time of positions (T+1, ..., D); shape (T+1, ...), 0 at first."""
    with np.errstate(over="ignore"):
        walked = np.add.accumulate(step_lengths(positions), axis=0)
    return np.concatenate([np.where(np.isnan(positions[:1, ..., 0]), np.nan, 0.0), walked])


def distances(landscape: Landscape, points: Array, *, global_only: bool = True) -> Array:
    """Distance of points (..., D) to each known minimum, shape (..., K); K may be 0."""
    chosen = [m.position for m in landscape.minima if m.is_global or not global_only]
    places = np.array(chosen, dtype=np.float64).reshape(len(chosen), points.shape[-1])
    with np.errstate(over="ignore", invalid="ignore"):
        return lengths(points[..., None, :] - places)


def distance_to_global(landscape: Landscape, points: Array) -> Array:
    """Distance of points (..., D) to the nearest known global minimum; NaN where none is known."""
    apart = distances(landscape, points)
    return apart.min(-1) if apart.shape[-1] else np.full(apart.shape[:-1], np.nan)


def minimum_reached(landscape: Landscape, points: Array) -> Array:
    """Index in `landscape.minima` of the known minimum that points (..., D) are at; −1 if none.

    The nearest one counts, if it lies within `REACH` of the domain's diagonal.
    """
    apart = distances(landscape, points, global_only=False)
    if not apart.shape[-1]:
        return np.full(apart.shape[:-1], -1)
    near = np.nan_to_num(apart, nan=np.inf)
    within = near.min(-1) <= REACH * landscape.diagonal
    return np.where(within, near.argmin(-1), -1)
