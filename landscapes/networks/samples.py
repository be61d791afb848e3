"""What a network learns from and is tested on: inputs with the labels they should be given."""

from __future__ import annotations

import dataclasses
import functools
from typing import Literal

import numpy as np

from landscapes.base import Array
from landscapes.networks.streams import Stream, order, uniform

Part = Literal["train", "test"]


@dataclasses.dataclass(frozen=True, eq=False)
class Samples:
    """N samples: inputs (N, …), float32 or the numbers of words in int64; labels (N,) or (N, T)
    int64, each of T places of a sample being judged by itself."""

    inputs: Array
    labels: Array

    def __post_init__(self) -> None:
        for array in (self.inputs, self.labels):
            array.setflags(write=False)

    def __len__(self) -> int:
        return len(self.labels)


@functools.lru_cache(maxsize=16)
def leading(samples: Samples, count: int) -> Samples:
    """The first `count` samples; the same object for the same ones."""
    return Samples(samples.inputs[:count], samples.labels[:count])


def split_off(every: Samples, train: int, test: int, split: int) -> dict[Part, Samples]:
    """`train` samples to learn from and `test` others to be tested on.

    Both are drawn by `split`. More training samples contain fewer, and are tested on the same.
    """
    shuffled = order(split, Stream.SPLIT, len(every))
    to_train, to_test = shuffled[:train], shuffled[len(every) - test :]
    return {
        "train": Samples(every.inputs[to_train], every.labels[to_train]),
        "test": Samples(every.inputs[to_test], every.labels[to_test]),
    }


def mislabelled(samples: Samples, share: float, classes: int, split: int) -> Samples:
    """The samples with a share of their labels, rounded to a whole number of them, replaced by
    other classes: every one of those is wrong."""
    count, wrong = len(samples), round(share * len(samples))
    chosen = order(split, Stream.LABELS, count)[:wrong]
    shift = 1 + (uniform(split, Stream.LABELS, count, (1, 0)) * (classes - 1)).astype(np.int64)
    labels = samples.labels.copy()
    labels[chosen] = (labels[chosen] + shift[chosen]) % classes
    return Samples(samples.inputs, labels)
