"""Which training samples a step looks at: every epoch a new order of all of them."""

from __future__ import annotations

import functools

import numpy as np

from landscapes.base import Array
from landscapes.networks.streams import Stream, order


def batch_rows(
    seed: int, step: int, replicas: range, size: int, samples: int, task: int = 0
) -> Array:
    """Rows (replicas, size) of the training set, int64, that a step 1, 2, … looks at.

    Each replica goes through all `samples` in an order of its own, then through another order of
    them, and so on; a batch at the seam takes the end of one and the beginning of the next.

    Orders of one task are not those of another.

    Raises ValueError where the size is not 1, 2, … or the step is not.
    """
    if size < 1 or step < 1:
        raise ValueError(f"steps and sizes are counted from 1, these are {step} and {size}")
    epoch, begin = divmod((step - 1) * size, samples)
    seam = _orders(seed, epoch, task, replicas, samples)[:, begin : begin + size]
    if seam.shape[1] == size:
        return seam.copy()
    rows = [seam]
    while (missing := size - sum(part.shape[1] for part in rows)) > 0:
        epoch += 1
        rows.append(_orders(seed, epoch, task, replicas, samples)[:, :missing])
    return np.concatenate(rows, axis=1)


@functools.lru_cache(maxsize=8)
def _orders(seed: int, epoch: int, task: int, replicas: range, samples: int) -> Array:
    places = ((epoch + (task << 32), replica) for replica in replicas)
    return np.stack([order(seed, Stream.BATCHES, samples, place) for place in places])
