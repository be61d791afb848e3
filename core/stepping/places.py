"""Finding and moving rows of a large batch, where torch has a faster way or numpy does."""

from __future__ import annotations

import functools

import torch
from torch import Tensor

SOME_ROWS = 1024  # from so many on it takes longer to move or find them than to ask for it
MANY_ROWS = 4096  # of so many problems the lowest priorities are found otherwise than of a few


def least(priorities: Tensor) -> tuple[Tensor, Tensor]:
    """The lowest priority (1, *norm) of each problem and the first slot that has it."""
    count = len(priorities)
    if priorities.numel() < MANY_ROWS * count or count > 127 or priorities.device.type != "cpu":
        lowest, slot = priorities.min(0, keepdim=True)
        return lowest, slot
    # Torch looks for the place of a minimum number by number; this takes a third of the time.
    lowest = priorities.amin(0, keepdim=True)
    early = _early(count, priorities.ndim)
    here = torch.from_numpy(priorities.numpy() == lowest.numpy())  # numpy compares much faster
    first = here.view(torch.int8).mul_(early).amax(0, keepdim=True)
    return lowest, (count - first).to(torch.int64)


@functools.lru_cache(maxsize=64)
def _early(count: int, ndim: int) -> Tensor:
    """count … 1 along the first of `ndim` axes."""
    return torch.arange(count, 0, -1, dtype=torch.int8).reshape(-1, *(1,) * (ndim - 1))


def where(mask: Tensor) -> Tensor:
    """The places of a mask (N,) that are set."""
    if len(mask) < SOME_ROWS or mask.device.type != "cpu":
        return mask.nonzero()[:, 0]
    return torch.from_numpy(mask.numpy().nonzero()[0])  # torch looks at each number twice


def by_pairs(rows: Tensor) -> Tensor:
    """The same memory (N, …); rows of two numbers are one complex number each (N,), which is moved
    in half the time."""
    pairs = rows.size(1) == 2 and rows.dtype == torch.float64
    return torch.view_as_complex(rows) if pairs else rows
