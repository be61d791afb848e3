"""What a method's memory is, item by item or as a running average, as quantities of it."""

from __future__ import annotations

import numpy as np

from core.experiment.experiment import MethodSpec
from core.experiment.methods import Value
from core.recording.recording import Track
from landscapes.base import Array

FORGOTTEN = 40
"""After this many times C steps an item of a running mean weighs less than rounding, e⁻⁴⁰."""
_SMALL = 1e-140
"""Shorter items lose digits when they are squared."""


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


def threshold(priorities: Array, capacity: int, policy: Value = "priority") -> Array:
    """What a newcomer's ‖g‖ must exceed: the lowest of priorities (..., slots) held; shape (...).

    NaN where nothing has to be beaten: a slot is free, there is none, or the policy does not ask.
    Slots beyond `capacity` are closed and do not count.
    """
    shape = priorities.shape[:-1]
    if capacity == 0 or policy != "priority":
        return np.full(shape, np.nan)
    return priorities[..., :capacity].min(-1)  # an empty slot is NaN, and so is then the minimum
