"""What a network learns from and is tested on: inputs with the labels they should be given."""

from __future__ import annotations

import dataclasses
import functools
from typing import Literal

import numpy as np

from landscapes.base import Array
from landscapes.networks.streams import Stream, order, uniform

Part = Literal["train", "validation", "test"]


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


def split_off(
    every: Samples, train: int, validation: int, test: int, split: int
) -> dict[Part, Samples]:
    """`train` samples to learn from, `validation` others to choose settings by, and `test` others
    to be tested on.

    All are drawn by `split`. More training samples contain fewer, and are tested on the same.
    Raises ValueError where there are not so many.
    """
    count = len(every)
    if train + validation + test > count:
        raise ValueError(f"there are no {train} + {validation} + {test} samples but {count}")
    shuffled = order(split, Stream.SPLIT, count)
    rows: dict[Part, Array] = {
        "train": shuffled[:train],
        "validation": shuffled[count - test - validation : count - test],
        "test": shuffled[count - test :],
    }
    return {part: Samples(every.inputs[these], every.labels[these]) for part, these in rows.items()}


def wrong_labels(share: float) -> str:
    """Such a share, for people."""
    return f", {100 * share:g} % of the labels wrong" if share else ""


def mislabelled(samples: Samples, share: float, classes: int, split: int) -> Samples:
    """The samples with a share of their labels, rounded to a whole number of them, replaced by
    other classes: every one of those is wrong."""
    count, wrong = len(samples), round(share * len(samples))
    chosen = order(split, Stream.LABELS, count)[:wrong]
    shift = 1 + (uniform(split, Stream.LABELS, count, (1, 0)) * (classes - 1)).astype(np.int64)
    labels = samples.labels.copy()
    labels[chosen] = (labels[chosen] + shift[chosen]) % classes
    return Samples(samples.inputs, labels)
