"""Finding and moving rows of a large batch, where torch has a faster way or numpy does."""

from __future__ import annotations

import functools

import numpy as np
import torch
from torch import Tensor

from landscapes.base import Array

SOME_ROWS = 1024  # from so many on it takes longer to move or find them than to ask for it
MANY_ROWS = 4096  # of so many problems the lowest priorities are found otherwise than of a few


def least(priorities: Tensor) -> tuple[Tensor, Tensor]:
    """The lowest priority (1, *norm) of each problem and the first slot that has it."""
    count = len(priorities)
    if priorities.numel() < MANY_ROWS * count or count > 127 or priorities.device.type != "cpu":
        lowest, slot = priorities.min(0, keepdim=True)
        return lowest, slot
    # Torch looks for the place of a minimum number by number; this takes a fifth of the time.
    numbers = priorities.numpy()
    lowest = np.minimum.reduce(numbers, axis=0)
    here = np.equal(numbers, lowest).view(np.int8)
    np.multiply(here, _early(count, here.ndim), out=here)
    slot = np.subtract(count, np.maximum.reduce(here, axis=0), dtype=np.int64)
    return torch.from_numpy(lowest[None]), torch.from_numpy(slot[None])


@functools.lru_cache(maxsize=64)
def _early(count: int, ndim: int) -> Array:
    """count … 1 along the first of `ndim` axes."""
    return np.arange(count, 0, -1, dtype=np.int8).reshape(-1, *(1,) * (ndim - 1))


def greater(one: Tensor, other: Tensor) -> Tensor:
    """Where one is greater than another."""
    if one.numel() < MANY_ROWS or one.device.type != "cpu":
        return one > other
    return torch.from_numpy(one.numpy() > other.numpy())  # numpy compares much faster


class Arrivals:
    """Where the newcomers of N problems, of which some are `accepted` (N,), are put among all slots
    (C·N), given the slot (N,) of each."""

    def __init__(self, slot: Tensor, accepted: Tensor) -> None:
        rows = len(slot)
        self._stay: Tensor | None = None
        if rows < SOME_ROWS or accepted.device.type != "cpu":
            self._problems = accepted.nonzero()[:, 0]
            self._places = slot.index_select(0, self._problems).mul_(rows).add_(self._problems)
            return
        mask, slots = accepted.numpy(), slot.numpy()
        if 2 * np.count_nonzero(mask) > rows:
            places = np.multiply(slots, rows)
            np.add(places, _numbered(rows), out=places)
            self._stay = torch.from_numpy(places[(~mask).nonzero()[0]])
        else:
            problems = mask.nonzero()[0]  # torch looks twice at each
            self._problems = torch.from_numpy(problems)
            places = slots[problems] * rows + problems
        self._places = torch.from_numpy(places)

    def put(self, kept: Tensor, new: Tensor) -> None:
        """Put what is `new` (N, …) into what all slots keep (C·N, …)."""
        if self._stay is None:
            kept.index_copy_(0, self._places, new.index_select(0, self._problems))
            return
        # Most are accepted: it is sooner to move all, and the few others back.
        stay = kept.index_select(0, self._stay)
        kept.index_copy_(0, self._places, new)
        kept.index_copy_(0, self._stay, stay)

    def mark(self, kept: Tensor, number: int) -> None:
        """Put one number in all their places."""
        stay = None if self._stay is None else kept.index_select(0, self._stay)
        kept.index_fill_(0, self._places, number)
        if stay is not None and self._stay is not None:
            kept.index_copy_(0, self._stay, stay)


@functools.lru_cache(maxsize=16)
def _numbered(count: int) -> Array:
    """0 … count − 1."""
    return np.arange(count)


def by_pairs(rows: Tensor) -> Tensor:
    """The same memory (N, …); rows of two numbers are one complex number each (N,), which is moved
    in half the time."""
    pairs = rows.size(1) == 2 and rows.dtype == torch.float64
    return torch.view_as_complex(rows) if pairs else rows
