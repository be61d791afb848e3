"""Which training samples a step looks at: every epoch a new order of all of them."""

from __future__ import annotations

import functools

import numpy as np

from landscapes.base import Array
from landscapes.networks.streams import Stream, order


def batch_rows(seed: int, step: int, replicas: range, size: int, samples: int) -> Array:
    """Rows (replicas, size) of the training set, int64, that a step 1, 2, … looks at.

    Each replica goes through all `samples` in an order of its own, then through another order of
    them, and so on; a batch at the seam takes the end of one and the beginning of the next.

    Raises ValueError where the size is not 1 … samples or the step is not 1, 2, …
    """
    if not 1 <= size <= samples:
        raise ValueError(f"a batch has 1 to {samples} samples, not {size}")
    if step < 1:
        raise ValueError(f"steps are counted from 1, this is {step}")
    epoch, begin = divmod((step - 1) * size, samples)
    rows = _orders(seed, epoch, replicas, samples)[:, begin : begin + size]
    missing = size - rows.shape[1]
    if not missing:
        return rows.copy()
    return np.concatenate([rows, _orders(seed, epoch + 1, replicas, samples)[:, :missing]], axis=1)


@functools.lru_cache(maxsize=8)
def _orders(seed: int, epoch: int, replicas: range, samples: int) -> Array:
    return np.stack([order(seed, Stream.BATCHES, samples, (epoch, r)) for r in replicas])
