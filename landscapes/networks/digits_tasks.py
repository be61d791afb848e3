"""Five tasks in sequence: what is left of the first when the last has been learnt."""

from __future__ import annotations

import bisect
import dataclasses
import functools
import itertools
import math
from typing import ClassVar

import numpy as np

from landscapes.base import Array, Parameter
from landscapes.networks import digits, parameters
from landscapes.networks.batches import batch_rows
from landscapes.networks.perceptron import PerceptronNetwork
from landscapes.networks.samples import Part, Samples

_PAIR = 2


@dataclasses.dataclass(frozen=True)
class DigitsTasks(PerceptronNetwork):
    """Zeros from ones, then twos from threes, … eights from nines; the mini-batches of a step hold
    digits of its task alone. As a landscape it is the mean loss over all tasks.

    With heads of their own a task's two digits are told apart from each other; with one head for
    all, from all ten.
    """

    train: int = digits.MOST
    passes: int = 1
    own_heads: int = 1
    hidden: int = 32
    depth: int = 1
    split: int = 0

    name: ClassVar[str] = "digits-tasks"
    title: ClassVar[str] = "Tasks in sequence"
    formula: ClassVar[str] = "mean of −log softmax(W₂·ReLU(W₁x + b₁) + b₂) at the label, by task"
    source: ClassVar[str] = (
        "split digits, after F. Zenke, B. Poole and S. Ganguli, Continual Learning Through "
        "Synaptic Intelligence, arXiv 1703.04200"
    )
    licence: ClassVar[str] = digits.LICENCE
    inputs: ClassVar[int] = digits.PIXELS
    classes: ClassVar[int] = digits.CLASSES
    parameters: ClassVar[tuple[Parameter, ...]] = (
        parameters.train(digits.MOST, train, "images to learn from, of all tasks"),
        Parameter(
            "passes", "e", 1, 100, passes,
            "how often each image of a task is seen before the next task",
            logarithmic=True, whole=True,
        ),
        Parameter(
            "own_heads", "H", 0, 1, own_heads,
            "1: every task has two outputs of its own; 0: all tasks share ten", whole=True,
        ),
        parameters.hidden(hidden),
        parameters.depth(depth),
        parameters.split(split, "the images"),
    )  # fmt: skip
    tasks: ClassVar[tuple[str, ...]] = ("0 or 1", "2 or 3", "4 or 5", "6 or 7", "8 or 9")

    @property
    def architecture(self) -> str:
        heads = "a head for each task" if self.own_heads else "one head"
        return f"{super().architecture}, {heads}"

    @property
    def data(self) -> str:
        passes = "one pass" if self.passes == 1 else f"{self.passes} passes"
        return f"{digits.words(self.train, 0.0)}; five tasks in sequence, {passes}"

    @property
    def head(self) -> int:
        return _PAIR if self.own_heads else 0

    def task_ends(self, batch: int) -> tuple[int, ...]:
        """The last step of each task, with mini-batches of so many images."""
        steps = (math.ceil(len(rows) * self.passes / batch) for rows in self._rows)
        return tuple(itertools.accumulate(steps))

    def task_at(self, step: int, batch: int) -> int:
        """Which task a step 1, 2, … learns; once all have had their turn, the last goes on."""
        return min(bisect.bisect_left(self.task_ends(batch), step), len(self.tasks) - 1)

    def samples(self, part: Part, task: int | None = None) -> Samples:
        every = super().samples(part)
        return every if task is None else _of_task(every, task)

    def _rows_of_step(self, seed: int, step: int, replicas: range, size: int) -> Array:
        task = self.task_at(step, size)
        before = self.task_ends(size)[task - 1] if task else 0
        rows = self._rows[task]
        return rows[batch_rows(seed, step - before, replicas, size, len(rows), task)]

    @functools.cached_property
    def _rows(self) -> tuple[Array, ...]:
        """Which training images belong to each task."""
        labels = self.samples("train").labels
        return tuple(_where(labels, task) for task in range(len(self.tasks)))

    def _all_samples(self, part: Part) -> Samples:
        return digits.digits(self.train, 0.0, self.split)[part]


def _where(labels: Array, task: int) -> Array:
    return np.flatnonzero(labels // _PAIR == task)


@functools.lru_cache(maxsize=32)
def _of_task(samples: Samples, task: int) -> Samples:
    rows = _where(samples.labels, task)
    return Samples(samples.inputs[rows], samples.labels[rows])
