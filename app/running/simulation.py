"""The numerical core, imported when it is first needed: torch takes seconds to import."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from core.experiment.experiment import Experiment
from core.recording.keep import MemoryDepth
from core.recording.recording import Chunk


class Simulate(Protocol):
    """What `core.stepping.simulate.simulate` looks like from here."""

    def __call__(
        self, experiment: Experiment, *, memory: MemoryDepth, chunk_steps: int
    ) -> Iterator[Chunk]:
        """Chunks of every method in lockstep."""
        ...


def load_simulate() -> Simulate:
    """Import the numerical core, torch with it, for one thread of computation."""
    import torch

    from core.stepping.simulate import simulate

    torch.set_num_threads(1)  # two are several times slower on a small busy machine
    return simulate
