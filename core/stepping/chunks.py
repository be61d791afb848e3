"""Stacking the steps of one method into the arrays of its chunks, blank where it diverged."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from core.experiment.experiment import Experiment
from core.recording.keep import Keep, MemoryDepth
from core.recording.recording import NONE, REJECTED, REPLACED, STORED
from core.stepping.state import State
from landscapes.base import Array, Landscape

DIVERGED_WIDTHS = 10.0  # a point this many domain widths from the centre has diverged
_BLANKS = {"memory_births": -1, "memory_events": NONE, "memory_slots": -1}


class ChunkWriter:
    """Turns the steps of one method into the arrays of its chunks, one chunk after another."""

    def __init__(self, experiment: Experiment, memory: MemoryDepth) -> None:
        self._experiment = experiment
        self._centre, self._reach = _surroundings(experiment.landscape)
        self._slots, self._keep = experiment.capacity, Keep(memory)
        self._dead = np.zeros(experiment.start_count, dtype=bool)
        self._done = 0

    @property
    def diverged(self) -> Tensor | None:
        """The starts (S,) that have diverged so far, None when none has."""
        return torch.from_numpy(self._dead) if self._dead.any() else None

    def write(
        self,
        thetas: Sequence[Tensor],
        states: Sequence[State],
        gradients: Array,
        norms: Array,
    ) -> dict[str, Array]:
        """The arrays of n steps: of n + 1 points and states, n gradients (n, S, D) and norms."""
        positions = torch.stack(list(thetas)).numpy()
        with np.errstate(all="ignore"):  # what diverges may overflow before it is blanked
            seen = self._experiment.comoving(positions, self._done)
            losses = self._experiment.landscape.loss(seen)
        arrays = {
            "positions": positions,
            "losses": losses,
            "first_moments": _moments([s.first_moment for s in states], positions),
            "second_moments": _moments([s.second_moment for s in states], positions),
            "gradients": gradients,
            "gradient_norms": norms,
        }
        if self._keep.holds("memory_items"):
            arrays |= self._memories(states, positions)
        self._bury(arrays, seen)
        if self._done:  # index 0 of this chunk is the last of the one before
            arrays |= {key: rows[1:] for key, rows in arrays.items() if len(rows) == len(thetas)}
        self._done += len(gradients)
        return arrays

    def _memories(self, states: Sequence[State], positions: Array) -> dict[str, Array]:
        """Items (n+1, S, C, D), priorities and births (n+1, S, C), events and slots (n, S)."""
        length, starts, dimension = positions.shape
        kept = states[-self._keep.times("memory_items", len(states) - 1) :]
        items = np.full((len(kept), starts, self._slots, dimension), np.nan)
        priorities = np.full((len(kept), starts, self._slots), np.nan)
        births = np.full((length, starts, self._slots), -1, dtype=np.int32)
        events = np.full((length - 1, starts), NONE, dtype=np.int8)
        slots = np.full((length - 1, starts), -1, dtype=np.int16)
        if states[0].memory is not None:
            width = len(states[0].memory.births)
            births[..., :width] = _stack([s.memory_births for s in states]).transpose(0, 2, 1)
            held = births[-len(kept) :, :, :width] >= 0
            stacked = _stack([s.memory_items for s in kept]).transpose(0, 2, 1, 3)
            items[:, :, :width] = np.where(held[..., None], stacked, np.nan)
            stacked = _stack([s.memory_priorities for s in kept]).transpose(0, 2, 1)
            priorities[:, :, :width] = np.where(held, stacked, np.nan)
            events, slots = events_of(births)
        return {
            "memory_items": items,
            "memory_priorities": priorities,
            "memory_births": births[-len(kept) :],
            "memory_events": events,
            "memory_slots": slots,
        }

    def _bury(self, arrays: dict[str, Array], seen: Array) -> None:
        """Blank what has diverged, from that index on, by where the landscape saw it."""
        with np.errstate(invalid="ignore"):
            lost = ~(np.abs(seen - self._centre) <= self._reach).all(-1)
        lost[0] = self._dead  # the start itself may lie anywhere
        dead = np.logical_or.accumulate(lost)
        if not dead.any():
            return
        for key, rows in arrays.items():
            # A step belongs to the point it starts from, its event to the memory it leaves.
            gone = dead[:-1] if key in ("gradients", "gradient_norms") else dead[-len(rows) :]
            gone = gone.reshape(gone.shape + (1,) * (rows.ndim - 2))
            arrays[key] = np.where(gone, _BLANKS.get(key, np.nan), rows).astype(rows.dtype)
        self._dead = dead[-1]


def _stack(tensors: Sequence[Tensor | None]) -> Array:
    return torch.stack([tensor for tensor in tensors if tensor is not None]).numpy()


def _moments(moments: Sequence[Tensor | None], like: Array) -> Array:
    return _stack(moments) if moments[0] is not None else np.full_like(like, np.nan)


def _surroundings(landscape: Landscape) -> tuple[Array, Array]:
    """The centre and how far from it a point has diverged, along each axis."""
    if landscape.domain is None:  # nowhere, as long as it is a number
        return np.zeros(landscape.dimension), np.full(landscape.dimension, np.finfo(float).max)
    low, high = np.array(landscape.domain).T
    return (low + high) / 2, DIVERGED_WIDTHS * (high - low)


def events_of(births: Array) -> tuple[Array, Array]:
    """What each step did to the slots, and to which, from what changed in births (n+1, S, C)."""
    before, after = births[:-1], births[1:]
    changed = before != after
    slots = np.where(changed.any(-1), changed.argmax(-1), -1).astype(np.int16)
    replaced = (changed & (before >= 0)).any(-1)
    events = np.where(slots < 0, REJECTED, np.where(replaced, REPLACED, STORED))
    return events.astype(np.int8), slots
