"""What is told of a network's memory instead of its items, which are thousands of numbers each."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from core.recording.recording import NONE
from core.stepping.chunks import events_of
from core.stepping.memory import Memory
from core.stepping.norms import row_norm
from core.stepping.state import State
from landscapes.base import Array


class Facts(NamedTuple):
    """Of S memories of C slots: the items' norms and cosines to their mean (S, C), NaN where a
    slot is empty; agreement (S,), NaN where nothing is held; ‖mean(B)‖ (S,), 0 there."""

    norms: Array
    cosines: Array
    agreement: Array
    mean_norms: Array


def facts(memory: Memory) -> Facts:
    """The facts of a memory of items (C, S, D). Items are added one after the other and squared
    row by row: a replica's numbers do not depend on how many come with it."""
    held = (memory.births >= 0).numpy().T
    total = memory.items[0].clone()
    for items in memory.items[1:]:
        total.add_(items)
    lengths = row_norm(memory.items).double().numpy().T
    whole = row_norm(total).double().numpy()
    along = (memory.items * total).sum(-1).double().numpy().T
    with np.errstate(all="ignore"):
        product = lengths * whole[:, None]
        cosines = np.where(held & (product > 0), np.clip(along / product, -1, 1), np.nan)
        together = np.where(held, lengths, 0.0).sum(-1)
        agreement = np.where(together > 0, np.minimum(whole / together, 1.0), np.nan)
    means = whole / np.maximum(held.sum(-1), 1)
    return Facts(np.where(held, lengths, np.nan), cosines, agreement, means)


class MemorySummary:
    """The memory of one method in `slots` slots of a recording, state by state."""

    def __init__(self, slots: int, capacity: int) -> None:
        self._slots, self._capacity = slots, capacity
        self._births: Array = np.empty(0)
        self._known: tuple[Tensor, Facts] | None = None

    def of_step(self) -> dict[str, Array]:
        """What the step that led to the last state did: events and slots (S,)."""
        return {"memory_events": self._events, "memory_slots": self._where}

    def of_state(self, state: State, starts: int) -> dict[str, Array]:
        """Births, priorities, norms and cosines (S, C), agreement and ‖mean(B)‖ (S,)."""
        shape, memory = (starts, self._slots), state.memory
        births = np.full(shape, -1, dtype=np.int32)
        told = {key: np.full(shape, np.nan) for key in ("priorities", "norms", "cosines")}
        agreement = mean_norms = np.full(starts, np.nan)
        if memory is not None:
            width, known = len(memory.births), self._facts_of(memory)
            births[:, :width] = memory.births.numpy().T
            held = births[:, :width] >= 0
            priorities = np.where(held, memory.priorities.numpy().T, np.nan)
            for key, rows in zip(told, (priorities, known.norms, known.cosines), strict=True):
                told[key][:, :width] = rows
            agreement, mean_norms = known.agreement, known.mean_norms
        elif state.memory_average is not None:
            mean_norms = self._average_norms(state, state.memory_average)
        self._compare(births, memory is not None)
        return {
            "memory_births": births,
            **{f"memory_{key}": rows for key, rows in told.items()},
            "agreement": agreement,
            "memory_mean_norms": mean_norms,
        }

    def items(self, state: State, starts: int, dimension: int) -> Array:
        """The items (S, C, D), float32, NaN where a slot is empty."""
        items = np.full((starts, self._slots, dimension), np.nan, dtype=np.float32)
        memory = state.memory
        if memory is not None:
            held = (memory.births >= 0).numpy().T[..., None]
            np.copyto(items[:, : held.shape[1]], memory.items.transpose(0, 1).numpy(), where=held)
        return items

    def _compare(self, births: Array, has_slots: bool) -> None:
        """What became of the births since the state before."""
        before, self._births = self._births, births
        self._events = np.full(len(births), NONE, dtype=np.int8)
        self._where = np.full(len(births), -1, dtype=np.int16)
        if has_slots and len(before):
            events, slots = events_of(np.stack([before, births]))
            self._events, self._where = events[0], slots[0]

    def _facts_of(self, memory: Memory) -> Facts:
        """The facts of the items; those of the state before where no item is new."""
        if self._known is None or not torch.equal(self._known[0], memory.births):
            self._known = memory.births, facts(memory)
        return self._known[1]

    def _average_norms(self, state: State, average: Tensor) -> Array:
        """‖mean(B)‖ (S,) of the policy `ema`: the running mean without its bias."""
        norms: Array = row_norm(average).double().numpy()
        if state.step == 0 or self._capacity == 0:
            return np.zeros_like(norms)
        return norms / (1 - (1 - 1 / self._capacity) ** state.step)
