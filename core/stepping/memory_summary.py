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


class Sizes(NamedTuple):
    """Of S memories of C slots: the items' norms and products with their sum (C, S), and the
    norm of the sum (S,). An empty slot counts as 0."""

    norms: Tensor
    products: Tensor
    whole: Tensor


def sizes(memory: Memory) -> Sizes:
    """The sizes of a memory's items (C, S, D). They are added one after the other and multiplied
    row by row: a replica's numbers do not depend on how many come with it."""
    total = memory.items[0].clone()
    for items in memory.items[1:]:
        total.add_(items)
    return Sizes(row_norm(memory.items), (memory.items * total).sum(-1), row_norm(total))


class MemorySummary:
    """The memory of one method in the `slots` slots of a recording; `note` is told each state,
    `take` hands out what is told of those since the last time."""

    def __init__(self, slots: int, capacity: int) -> None:
        self._slots, self._capacity = slots, capacity
        self._births: list[Tensor] = []
        self._priorities: list[Tensor] = []
        self._sizes: list[Sizes] = []
        self._averages: list[Array] = []
        self._before: Array | None = None

    def note(self, state: State) -> None:
        """The state at the next time."""
        memory = state.memory
        if memory is not None:
            known = self._births and torch.equal(self._births[-1], memory.births)
            self._sizes.append(self._sizes[-1] if known else sizes(memory))
            self._births.append(memory.births)
            self._priorities.append(memory.priorities)
        elif state.memory_average is not None:
            self._averages.append(self._average_norms(state.step, state.memory_average))

    def take(self, times: int, steps: int, starts: int) -> dict[str, Array]:
        """Births, priorities, norms and cosines (n, S, C), agreement and ‖mean(B)‖ (n, S) of as
        many times; events and slots of as many steps."""
        births = np.full((times, starts, self._slots), -1, dtype=np.int32)
        told: dict[str, Array] = {
            f"memory_{key}": np.full(births.shape, np.nan)
            for key in ("priorities", "norms", "cosines")
        }
        nothing: Array = np.full((times, starts), np.nan)
        told |= {"agreement": nothing, "memory_mean_norms": nothing}
        events = np.full((steps, starts), NONE, dtype=np.int8)
        slots = np.full((steps, starts), -1, dtype=np.int16)
        if self._averages:
            told["memory_mean_norms"] = np.stack(self._averages)
        elif self._births:
            self._tell(births, told)
            whole = births if self._before is None else np.concatenate([self._before, births])
            events, slots = events_of(whole[-steps - 1 :])
            self._before = births[-1:]
        for noted in (self._births, self._priorities, self._sizes, self._averages):
            noted.clear()
        return {
            "memory_births": births, **told, "memory_events": events, "memory_slots": slots
        }  # fmt: skip

    def items(self, state: State, starts: int, dimension: int) -> Array:
        """The items (S, C, D) of a state, float32, NaN where a slot is empty."""
        items = np.full((starts, self._slots, dimension), np.nan, dtype=np.float32)
        memory = state.memory
        if memory is not None:
            held = (memory.births >= 0).numpy().T[..., None]
            np.copyto(items[:, : held.shape[1]], memory.items.transpose(0, 1).numpy(), where=held)
        return items

    def _tell(self, births: Array, told: dict[str, Array]) -> None:
        """Fill in what the noted states tell."""
        found = _rows(self._births)
        held, width = found >= 0, found.shape[-1]
        births[..., :width] = found
        norms, products = (
            _rows([getattr(each, key) for each in self._sizes]).astype(np.float64)
            for key in ("norms", "products")
        )
        whole = torch.stack([each.whole for each in self._sizes]).double().numpy()
        with np.errstate(all="ignore"):
            most = norms * whole[..., None]
            cosines = np.where(most > 0, np.clip(products / most, -1.0, 1.0), np.nan)
            lengths = np.where(held, norms, 0.0).sum(-1)
            agreement = np.where(lengths > 0, np.minimum(whole / lengths, 1.0), np.nan)
        rows = {"priorities": _rows(self._priorities), "norms": norms, "cosines": cosines}
        for key, each in rows.items():
            told[f"memory_{key}"][..., :width] = np.where(held, each, np.nan)
        told["agreement"] = agreement
        told["memory_mean_norms"] = whole / np.maximum(held.sum(-1), 1)

    def _average_norms(self, step: int, average: Tensor) -> Array:
        """‖mean(B)‖ (S,) of the policy `ema`: the running mean without its bias."""
        norms: Array = row_norm(average).double().numpy()
        if step == 0 or self._capacity == 0:
            return np.zeros_like(norms)
        return norms / (1 - (1 - 1 / self._capacity) ** step)


def _rows(tensors: list[Tensor]) -> Array:
    """n tensors (C, S) as one array (n, S, C)."""
    return torch.stack(tensors).numpy().transpose(0, 2, 1)
