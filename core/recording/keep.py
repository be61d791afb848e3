"""How much of a run a recording keeps: the one value that shapes, chunks, files and readers ask.

Of a run in two dimensions everything but the memories is kept of every step. Of a network's, whose
points are thousands of numbers, a summary is: what is measured of every step, and the points of
some times, the *kept* ones.
"""

from __future__ import annotations

import dataclasses
import itertools
from typing import Literal

import numpy as np

from core.experiment.experiment import Experiment
from core.experiment.record import Record, What
from core.recording.arrays import ARRAYS
from landscapes.base import Array
from landscapes.networks import Network

MemoryDepth = Literal["all", "last", "none"]

MOST_KEPT = 200
"""Kept times beside the start, where the file does not say how many."""
POSITIONS_BYTES = ITEMS_BYTES = 2**26
"""Room of one method's positions, and of its memory items, where the file does not say."""
OFTEN_IN_A_TASK = 4
"""Kept times of each task in sequence, at least: what is known right after one hangs on them."""
MEASURING = 0.5
"""Share of the work of training that measuring the whole sets may add, about."""


@dataclasses.dataclass(frozen=True)
class Summary:
    """What is kept of a network: every `every`-th time, 0 and the last included, and of those the
    points themselves, their projections, or neither; `items` of the memories beside the points."""

    every: int
    what: What = "positions"
    items: bool = False

    @classmethod
    def of(cls, experiment: Experiment, network: Network, memory: MemoryDepth) -> Summary:
        """As the experiment wishes it, and as far as room and time allow where it does not say."""
        record = experiment.record or Record()
        every = record.every or _default_every(experiment, network, record.what)
        rows = 1 if memory == "last" else cls(every).count(experiment.steps, experiment.steps)
        size = 4 * rows * experiment.start_count * experiment.landscape.dimension
        items = (
            record.what == "positions"
            and memory != "none"
            and any(spec.row.memory for spec in experiment.enabled_methods)
            and size * experiment.capacity <= ITEMS_BYTES
        )
        return cls(every, record.what, items)

    def kept(self, steps: int) -> Array:
        """The kept times of a run of T steps, (K+1,) int32."""
        times = np.arange(0, steps + 1, self.every, dtype=np.int32)
        return times if times[-1] == steps else np.append(times, np.int32(steps))

    def count(self, filled: int, steps: int) -> int:
        """How many of them have come after `filled` of T steps."""
        return filled // self.every + 1 + int(filled == steps and steps % self.every > 0)

    def row(self, time: int, steps: int) -> int:
        """Which of them is the last at or before a time."""
        return self.count(time, steps) - 1


@dataclasses.dataclass(frozen=True)
class Keep:
    """What is kept of a run of T steps; `memory` says of which times the memories are, and
    `summary`, of a network, of which times the points are."""

    memory: MemoryDepth = "all"
    summary: Summary | None = None

    @classmethod
    def of(cls, experiment: Experiment, memory: MemoryDepth | Keep) -> Keep:
        """What the recordings of an experiment keep."""
        if isinstance(memory, Keep):
            return memory
        network = experiment.landscape
        if not isinstance(network, Network):
            return cls(memory)
        return cls(memory, Summary.of(experiment, network, memory))

    @classmethod
    def of_rows(cls, rows: int | None) -> Keep:
        """What a recording keeps that has so many rows of memories, None where it has none."""
        if rows is None:
            return cls("none")
        return cls("last" if rows == 1 else "all")

    @property
    def every(self) -> int:
        """The points of every so many-th step are kept."""
        return self.summary.every if self.summary else 1

    def holds(self, key: str) -> bool:
        """Whether there is an array of this key."""
        kind, summary = ARRAYS[key], self.summary
        if kind.of_memory and self.memory == "none":
            return False
        if summary is None:
            return kind.of != "summary"
        only = {"positions": summary.what == "positions", "ends": summary.what != "positions",
                "projections": summary.what == "projections",
                "memory_items": summary.items}  # fmt: skip
        return kind.of != "whole" and only.get(key, True)

    def times(self, key: str, steps: int) -> int:
        """Of how many times, 0 … T, the states of this key are kept."""
        if ARRAYS[key].held and self.memory == "last":
            return 1
        if self.summary and ARRAYS[key].kept:
            return self.summary.count(steps, steps)
        return steps + 1

    def count(self, key: str, filled: int, steps: int) -> int:
        """How many of them have come after `filled` steps."""
        if ARRAYS[key].held and self.memory == "last":
            return 1
        if self.summary and ARRAYS[key].kept:
            return self.summary.count(filled, steps)
        return filled + 1

    def row(self, key: str, time: int, filled: int, steps: int) -> int | None:
        """Where the state of a time stands in a track of which `filled` of T steps are there."""
        if not self.holds(key) or not 0 <= time <= filled:
            return None
        if ARRAYS[key].held and self.memory == "last":
            return 0 if time == filled else None
        if self.summary and ARRAYS[key].kept:
            exact = time % self.summary.every == 0 or time == steps
            return self.summary.row(time, steps) if exact else None
        return time


def _default_every(experiment: Experiment, network: Network, what: What) -> int:
    """As often as takes little room and time: measuring the sets is most of what a kept time
    costs, a third of what a step on as many samples does."""
    steps = experiment.steps
    point = 4 * experiment.start_count * experiment.landscape.dimension
    rows = POSITIONS_BYTES // point if what == "positions" else MOST_KEPT + 1
    samples = network.train_count + network.test_count
    batch = experiment.batch or network.train_count
    ends = (0, *network.task_ends(batch))
    tasks = [(stop - start) // OFTEN_IN_A_TASK for start, stop in itertools.pairwise(ends)]
    often = (
        -(-steps // MOST_KEPT),
        -(-steps // max(1, rows - 1)),
        min([round(samples / (3 * batch * MEASURING)), *tasks]),
    )
    return min(steps, max(1, *often))
