"""A simulation on strings: it goes only as far as a test lets it, and needs no torch.

Its numbers tell where they come from: every coordinate at step t is start + lr · t, so a track
that belongs to other settings than it claims is seen at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import numpy as np

from app.running.worker import WAITING_SECONDS
from core.experiment.experiment import Experiment, MethodSpec
from core.recording.arrays import ARRAYS
from core.recording.keep import MemoryDepth
from core.recording.recording import Chunk, Track
from core.recording.shapes import track_shapes


class Puppet:
    """`load` gives a session the simulation; `calls` lists the experiments it was asked for."""

    def __init__(self, limit: int | None = None) -> None:
        self.calls: list[Experiment] = []
        self.limit = limit  # the step that runs may reach; None: no limit
        self.chunk = 10
        self.delay = 0.0
        self.fault: Exception | None = None
        self.closed = 0

    def load(self) -> Callable[..., Iterator[Chunk]]:
        return self.simulate

    def simulate(
        self, experiment: Experiment, *, memory: MemoryDepth, chunk_steps: int
    ) -> Iterator[Chunk]:
        self.calls.append(experiment)
        try:
            for first in range(0, experiment.steps, self.chunk):
                stop = min(first + self.chunk, experiment.steps)
                self._wait_for(stop)
                last = len(experiment.enabled_methods) - 1
                for index, spec in enumerate(experiment.enabled_methods):
                    if stop == self.limit and index == last:
                        time.sleep(1.5 * WAITING_SECONDS)  # a message goes out before the halt
                    yield self._chunk(experiment, memory, index, spec, first, stop)
        finally:
            self.closed += 1

    def methods_of(self, call: int) -> list[str]:
        return [spec.label for spec in self.calls[call].methods]

    def _wait_for(self, stop: int) -> None:
        while self.limit is not None and stop > self.limit and not self.fault:
            time.sleep(0.001)
        time.sleep(self.delay)
        if self.fault:
            raise self.fault

    @staticmethod
    def _chunk(
        experiment: Experiment,
        memory: MemoryDepth,
        index: int,
        spec: MethodSpec,
        first: int,
        stop: int,
    ) -> Chunk:
        times = np.arange(0 if first == 0 else first + 1, stop + 1)
        arrays = {}
        for key, shape in track_shapes(experiment, memory).items():
            rows = len(times) if ARRAYS[key].along == "states" else stop - first
            arrays[key] = np.zeros((rows, *shape[1:]))
        arrays["positions"] += experiment.start_positions()
        arrays["positions"] += float(spec.values["lr"]) * times[:, None, None]
        return Chunk(index, stop, arrays)


def belongs(track: Track, experiment: Experiment, spec: MethodSpec) -> bool:
    """Whether every filled step of a track comes from these settings and these starts."""
    times = np.arange(track.filled + 1)[:, None, None]
    expected = experiment.start_positions() + float(spec.values["lr"]) * times
    return track.steps == experiment.steps and np.allclose(
        track["positions"][: track.filled + 1], expected, rtol=0, atol=1e-9
    )
