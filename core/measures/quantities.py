"""The quantities of a run that people compare, computed from what was recorded and nothing else.

All functions are vectorised over time and starts: leading axes pass through. A quantity that
does not exist (an empty memory's agreement, a method without one) is NaN, never a made-up 0.
"""

from __future__ import annotations

import dataclasses
from typing import Literal

import numpy as np

from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.methods import Value
from core.measures.lengths import lengths
from core.recording.recording import Track
from landscapes.base import Array, Landscape

CONVERGED_GRADIENT = 1e-3
"""A run has converged when ‖∇f(θ)‖ stays below this, to the end of what is recorded …"""
CONVERGED_STEPS = 10
"""… and for at least this many steps, so that a lucky last point does not count."""
FORGOTTEN = 40
"""After this many times C steps an item of a running mean weighs less than rounding, e⁻⁴⁰."""
_SMALL = 1e-140
"""Shorter items lose digits when they are squared."""
REACH = 0.02
"""A minimum is reached within this share of the domain's diagonal."""


def agreement(items: Array) -> Array:
    """‖Σ bᵢ‖ / Σ‖bᵢ‖ of items (..., C, D), NaN where a slot is empty; shape (...), in [0, 1].

    Near 1 the items point one way; near 0 they cancel, which the paper calls gradient
    cancellation (arXiv 2307.09638, section 3). NaN when nothing is held or all that is held is 0.
    """
    held = _held(items)
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        lengths = np.asarray(_lengths(held.swapaxes(0, 1)).sum(0))
        total = np.asarray(_lengths(held.sum(0)))
        odd = ~((lengths > _SMALL) & (lengths < np.inf))
        if odd.any():  # squares beyond the range of numbers: the same items at another scale
            some = held[..., odd]
            peak = np.abs(some).max((0, 1), initial=0.0)
            some = some / np.where(peak > 0, peak, 1.0)
            lengths[odd], total[odd] = _lengths(some.swapaxes(0, 1)).sum(0), _lengths(some.sum(0))
    ratio = np.divide(total, lengths, out=np.full_like(lengths, np.nan), where=lengths > 0)
    return np.minimum(ratio, 1.0)  # rounding alone exceeds 1


def mean_item(items: Array) -> Array:
    """Arithmetic mean of items (..., C, D), NaN where empty; shape (..., D), 0 when none is held.

    This is `mean(B)` of the update rules.
    """
    count = (~np.isnan(items[..., 0])).sum(-1)
    means: Array = _held(items).sum(0) / np.maximum(count, 1)
    return means.transpose(*range(1, means.ndim), 0)


def _held(items: Array) -> Array:
    """Items (..., C, D) as (C, D, ...), 0 where a slot is empty: numpy adds along first axes
    several times faster than along short last ones."""
    before = items.ndim - 2
    held = items.transpose(before, before + 1, *range(before)).copy(order="C")
    held[np.isnan(held)] = 0.0
    return held


def _lengths(vectors: Array) -> Array:
    """L2 norms of vectors (D, ...); shape (...)."""
    return np.sqrt((vectors * vectors).sum(0))


def has_memory(spec: MethodSpec, track: Track) -> bool:
    """Whether the track tells at every time what the method's memory is, item by item or as a
    running average of what it holds; of a network it does not."""
    return has_slots(spec, track) or (is_average(spec) and "gradients" in track)


def has_slots(spec: MethodSpec, track: Track) -> bool:
    """Whether the track holds the items of the method's memory at every time, as arrows in few
    dimensions; a network's are thousands of numbers, and what is known of them is told otherwise.
    """
    return (
        spec.row.memory is not None
        and track.keep.summary is None
        and "memory_items" in track
        and track.keep.times("memory_items", track.steps) > track.steps
        and not is_average(spec)
    )


def is_average(spec: MethodSpec) -> bool:
    """Whether the method keeps a running average instead of items (policy `ema`)."""
    return spec.row.memory is not None and spec.values["policy"] == "ema"


def memory_mean(spec: MethodSpec, track: Track, times: slice, starts: slice = slice(None)) -> Array:
    """mean(B) as it is at some times (before the step that starts there), shape (n, S, D)."""
    if is_average(spec):
        items = track["gradients"] if spec.row.memory == "cg" else track["first_moments"][1:]
        capacity = int(spec.values["capacity"])
        first = max(0, times.start - FORGOTTEN * capacity)
        means = _averages(items[first : times.stop - 1, starts], capacity, first)
        return means[times.start - first :]
    return mean_item(track["memory_items"][times, starts])


def _averages(items: Array, capacity: int, first: int) -> Array:
    """Policy `ema`: e_t/(1−γ^t) for t = first … first + n from items (n, S, D); γ = 1 − 1/C.

    What was taken in before the time `first` is left out.
    """
    means = np.zeros((len(items) + 1, *items.shape[1:]))
    if capacity == 0:
        return means
    keep = 1 - 1 / capacity
    averages = (1 - keep) * items
    reach, factor = 1, keep
    while reach < len(items) and factor > 0:  # each pass doubles how far back a sum reaches
        averages[reach:] += factor * averages[:-reach]
        reach, factor = 2 * reach, factor * factor
    taken = first + np.arange(1, len(items) + 1)[:, None, None]
    means[1:] = averages / (1 - keep**taken)
    return means


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


def threshold(priorities: Array, capacity: int, policy: Value = "priority") -> Array:
    """What a newcomer's ‖g‖ must exceed: the lowest of priorities (..., slots) held; shape (...).

    NaN where nothing has to be beaten: a slot is free, there is none, or the policy does not ask.
    Slots beyond `capacity` are closed and do not count.
    """
    shape = priorities.shape[:-1]
    if capacity == 0 or policy != "priority":
        return np.full(shape, np.nan)
    return priorities[..., :capacity].min(-1)  # an empty slot is NaN, and so is then the minimum


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


def converged_at(landscape: Landscape, positions: Array) -> Array:
    """Time from which ‖∇f(θ)‖ stays below `CONVERGED_GRADIENT`; positions (T+1, ..., D) → (...).

    −1 where it does not, or has not done so for `CONVERGED_STEPS` steps. It is the landscape's own
    gradient at the recorded points, so that SAM's ascent and gradient noise do not hide a rest.
    """
    at_end = _calm(landscape, positions[-CONVERGED_STEPS - 1 :]).all(0)
    found = np.full(at_end.shape, -1)
    if len(positions) <= CONVERGED_STEPS or not at_end.any():
        return found
    calm = _calm(landscape, positions[:, at_end])  # most runs that have not come to rest are done
    found[at_end] = len(positions) - np.logical_and.accumulate(calm[::-1], axis=0).sum(0)
    return found


def _calm(landscape: Landscape, positions: Array) -> Array:
    """Whether ‖∇f(θ)‖ lies below `CONVERGED_GRADIENT` at positions (..., D), shape (...)."""
    with np.errstate(all="ignore"):
        norms: Array = lengths(landscape.gradient(positions))
    return norms < CONVERGED_GRADIENT


def diverged_at(positions: Array) -> Array:
    """First time at which positions (T+1, ..., D) are not finite, shape (...); −1 where none is."""
    lost = ~np.isfinite(positions).all(-1)
    return np.where(lost.any(0), lost.argmax(0), -1)


def undefined_there(losses: Array, gradients: Array) -> Array:
    """Whether the step from points with these losses (...) and gradients (..., D) leads nowhere
    because one of the two is not a number there; a point that runs away has infinite ones."""
    return np.isnan(losses) | (np.isfinite(losses) & np.isnan(gradients).any(-1))


UNSETTLED: Literal["not converged"] = "not converged"
"""What is said of a run that is neither at rest nor lost at its last step: it runs no more."""
TRAINED: Literal["trained"] = "trained"
"""What is said of a network at its last step: whether it is at rest nobody has looked."""
Kind = Literal["running", "converged", "diverged", "undefined", "not converged", "trained"]


@dataclasses.dataclass(frozen=True)
class Status:
    """What has become of a run at some time: still running, or an end and when it came.

    `undefined` is a run whose point stands, from `step` on, where the loss is not a number.
    """

    kind: Kind
    step: int = -1

    @property
    def lost(self) -> bool:
        """Whether there is no loss any more."""
        return self.kind in ("diverged", "undefined")

    def __str__(self) -> str:
        return self.kind if self.step < 0 else f"{self.kind} at {self.step:,}"


def status(
    time: int, *, converged: int = -1, diverged: int = -1, undefined: int = -1, ended: bool = False
) -> Status:
    """The status at `time` of a run that comes to these ends at these times (−1: never).

    A point that stood where nothing is defined before it was no number itself is undefined, not
    diverged. `ended` says that there is no further step.
    """
    if 0 <= undefined <= time:
        return Status("undefined", undefined)
    if 0 <= diverged <= time:
        return Status("diverged", diverged)
    if 0 <= converged <= time:
        return Status("converged", converged)
    return Status(UNSETTLED if ended else "running")
