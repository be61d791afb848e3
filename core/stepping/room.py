"""The memory of a large batch in the plane, overwritten where it lies.

Before its slots lies one more, where a newcomer stands while it asks for a place. The lowest of all
is then where it goes: an empty slot, the slot that it is stronger than, or where it stands, when no
other is lower. So every newcomer is written somewhere, and none has to be told from the others.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor

from core.stepping.layout import room_for, slots
from core.stepping.memory import EMPTY, Memory, decide
from core.stepping.norms import Number
from landscapes.base import Array
from landscapes.layout import apart

MOST_SLOTS = 126  # they are counted in bytes


class Room:
    """The room of one memory, whose tensors become parts of it: `memory`. Without `dates` births
    stay as they were, unless what is remembered hangs on them."""

    def __init__(self, memory: Memory, *, dates: bool = True) -> None:
        self._dates = dates or memory.held is None
        count, *shape = memory.priorities.shape
        items = slots(count + 1, memory.items[0])
        priorities = memory.priorities.new_full((count + 1, *shape), EMPTY)
        births = memory.births.new_full((count + 1, *shape), -1)
        for own, given in ((items, memory.items), (priorities, memory.priorities)):
            own[1:].copy_(given)
        births[1:].copy_(memory.births)
        self.memory = Memory(items[1:], priorities[1:], births[1:], memory.held)
        coordinates = items.movedim(-1, 0).numpy()
        self._items, self._columns = coordinates[:, 1:], coordinates.reshape(2, -1)
        self._sum = torch.empty_like(items[0])
        self._sums = self._sum.movedim(-1, 0).numpy()
        self._priorities = priorities.numpy().reshape(count + 1, -1)
        self._flat = self._priorities.reshape(-1)
        self._births = births.numpy().reshape(-1)
        rows = self._priorities.shape[1]
        self._lowest = room_for(rows)
        self._here = room_for(count + 1, rows, dtype=torch.bool)
        self._rank = room_for(rows, dtype=torch.int8)
        self._place = room_for(rows, dtype=torch.int64)
        self._early = np.arange(count + 1, 0, -1, dtype=np.int8)[:, None]
        self._ends = torch.arange(rows * (count + 1), rows * (count + 2)).numpy()

    @staticmethod
    def fits(memory: Memory) -> bool:
        """Whether a memory can have such room: of a batch whose coordinates lie apart."""
        items = memory.items
        return (
            len(items) <= MOST_SLOTS
            and items.shape[-1] == 2
            and items.dtype == torch.float64
            and items.device.type == "cpu"
            and apart(items)
        )

    def added_to(self, leaf: Tensor, strength: Number) -> Tensor:
        """leaf + κ·mean(B), as `Memory.added_to`; it stands here until the next time."""
        np.add.reduce(self._items, axis=1, out=self._sums)  # one after the other, see there
        return self.memory.with_total(self._sum, leaf, strength)

    def remember(
        self,
        item: Tensor,
        priority: Tensor,
        birth: int,
        *,
        policy: str = "priority",
        draw: Tensor | None = None,
        finite: bool = False,
    ) -> Memory:
        """As `Memory.remember` with `reuse`, of the memory that has this room."""
        standing = self._priorities[0]
        np.copyto(standing, priority.numpy().reshape(-1))
        if not finite:
            standing[~(standing < math.inf)] = EMPTY
        place = self._weakest() if policy == "priority" else self._victim(policy, priority, draw)
        new = item.numpy()
        for axis, column in enumerate(self._columns):
            column[place] = new[..., axis].reshape(-1)
        self._flat[place] = standing
        if self._dates or policy == "fifo":
            self._births[place] = birth
        held = self.memory.held
        if held is not None and held < len(self._priorities) - 1:
            self.memory = self.memory._replace(held=held + 1)
        return self.memory

    def decay(self, factor: Number) -> Memory:
        """As `Memory.decay` with `reuse`."""
        if isinstance(factor, Tensor):
            return self.memory.decay(factor, reuse=True)
        slots = self._priorities[1:]
        np.multiply(slots, factor, out=slots)
        return self.memory

    def _weakest(self) -> Array:
        """The place of the lowest priority of each problem, the first where there are several."""
        priorities, here, rank = self._priorities, self._here, self._rank
        np.minimum.reduce(priorities, axis=0, out=self._lowest)
        np.equal(priorities, self._lowest, out=here)
        weights = here.view(np.int8)
        np.multiply(weights, self._early, out=weights)
        np.maximum.reduce(weights, axis=0, out=rank)
        return self._at(rank)

    def _at(self, rank: Array) -> Array:
        """The places (N,) that lie so many slots before the end."""
        place = self._place
        np.copyto(place, rank)  # cast by itself, which is sooner than on the way
        np.multiply(place, -len(rank), out=place)
        return np.add(place, self._ends, out=place)

    def _victim(self, policy: str, priority: Tensor, draw: Tensor | None) -> Array:
        """The place of each newcomer by another policy."""
        memory, count = self.memory, len(self._priorities) - 1
        slot, accepted = decide(
            memory.priorities, memory.births, priority, policy=policy, draw=draw
        )
        rank = np.where(accepted.numpy(), count - slot.numpy(), count + 1)
        return self._at(rank.reshape(-1))
