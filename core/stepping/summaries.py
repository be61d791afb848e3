"""What is kept of a network while it is trained: a summary, taken step by step.

The states of 64 steps of a network would take gigabytes, so nothing of them waits: each step is
measured at once, and of the points only those of the kept times stay.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor

from core.experiment.experiment import Experiment, MethodSpec
from core.recording.keep import Keep, MemoryDepth
from core.recording.projections import directions
from core.recording.recording import NONE
from core.stepping.memory_summary import MemorySummary
from core.stepping.norms import row_norm
from core.stepping.state import State
from landscapes.base import Array
from landscapes.networks import Network

_BLANKS = {"memory_births": -1, "memory_events": NONE, "memory_slots": -1}


class SummaryWriter:
    """Turns the steps of one method into the arrays of its chunks, one chunk after another.

    `begin` is told the start, `note` each step, `take` hands out what has come since. A replica
    has diverged where its points or the loss of its mini-batch are not finite, and is blank from
    there on.
    """

    def __init__(
        self, experiment: Experiment, spec: MethodSpec, memory: MemoryDepth | Keep = "all"
    ) -> None:
        network = experiment.landscape
        assert isinstance(network, Network)
        self._network, self._steps = network, experiment.steps
        self._keep = Keep.of(experiment, memory)
        self._starts, self._dimension = experiment.start_count, experiment.landscape.dimension
        self._memory = MemorySummary(experiment.capacity, int(spec.values.get("capacity", 0)))
        self._rows: dict[str, list[Array]] = {}
        self._time = 0
        self._directions: Tensor | None = None
        if self._keep.holds("projections"):
            drawn = directions(experiment.seed, self._dimension)
            self._directions = torch.from_numpy(drawn.copy())

    @property
    def diverged(self) -> Tensor | None:
        """The starts (S,) that have diverged so far, None when none has."""
        return torch.from_numpy(self._dead) if self._dead.any() else None

    def begin(self, theta: Tensor, state: State, losses: Tensor) -> None:
        """The start: points (S, D), the state before any step, the losses (S,) of the first."""
        self._start = theta
        self._dead = ~np.isfinite(losses.numpy())
        self._note_state(theta, state, losses)

    def note(self, theta: Tensor, state: State, losses: Tensor, norms: Tensor) -> None:
        """A step that used gradients of these norms (S,), the points and state after it, and the
        losses (S,) of the step that follows."""
        self._add({"gradient_norms": norms.numpy()})  # it belongs to the point it starts from
        self._time += 1
        lengths = row_norm(theta - self._theta).numpy()
        self._dead = self._dead | ~np.isfinite(lengths) | ~np.isfinite(losses.numpy())
        self._add({"step_lengths": lengths})
        self._note_state(theta, state, losses)
        if self._keep.holds("memory_events"):
            self._add(self._memory.of_step())

    def take(self) -> dict[str, Array]:
        """The arrays of the steps since the last time."""
        if self._keep.memory == "last" and self._keep.holds("memory_items"):
            self._add_items()
        rows, self._rows = self._rows, {}
        arrays = {key: np.stack(kept) for key, kept in rows.items()}
        if self._keep.holds("ends"):
            arrays["ends"] = self._blanked("ends", self._theta.numpy())
        return arrays

    def _note_state(self, theta: Tensor, state: State, losses: Tensor) -> None:
        self._theta, self._state = theta, state
        self._add({"losses": losses.numpy()})
        if self._keep.holds("memory_births"):
            self._add(self._memory.of_state(state, self._starts))
        if self._keep.row("kept", self._time, self._time, self._steps) is not None:
            self._add(self._kept(theta))

    def _kept(self, theta: Tensor) -> dict[str, Array]:
        """What is kept of the kept times alone."""
        found = {"distances": row_norm(theta - self._start).numpy()}
        for part in ("train", "test"):
            measured = self._network.measured(theta, part)
            found |= {f"{part}_losses": measured.loss, f"{part}_accuracies": measured.accuracy}
        if self._network.tasks:
            each = range(len(self._network.tasks))
            told = [self._network.measured(theta, "test", task=task).accuracy for task in each]
            found["task_accuracies"] = np.stack(told, -1)
        if self._keep.holds("positions"):
            found["positions"] = theta.numpy()
        if self._directions is not None:
            found["projections"] = (theta @ self._directions.to(theta)).numpy()
        if self._keep.holds("memory_items") and self._keep.memory == "all":
            self._add_items()
        return found

    def _add_items(self) -> None:
        self._add({"memory_items": self._memory.items(self._state, self._starts, self._dimension)})

    def _add(self, rows: Mapping[str, Array]) -> None:
        """Put a row (S, …) of each key behind those there are, blank where it has diverged."""
        for key, row in rows.items():
            self._rows.setdefault(key, []).append(self._blanked(key, row))

    def _blanked(self, key: str, row: Array) -> Array:
        if not self._dead.any():
            return row
        gone = self._dead.reshape(-1, *(1,) * (row.ndim - 1))
        return np.where(gone, _BLANKS.get(key, np.nan), row).astype(row.dtype)
