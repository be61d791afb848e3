"""What is kept of a network while it is trained: a summary, taken step by step.

The states of 64 steps of a network would take gigabytes, so nothing of them waits: each step is
measured at once, and of the points only those of the kept times stay.
"""

from __future__ import annotations

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
from landscapes.networks.samples import Part

PARTS: tuple[Part, ...] = ("train", "test")
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
        self._every: dict[str, list[Tensor]] = {}
        self._lost: list[Array] = []
        self._kept: dict[str, list[Array]] = {}
        self._time = 0
        self._directions: Tensor | None = None
        if self._keep.holds("projections"):
            drawn = directions(experiment.seed, self._dimension)
            self._directions = torch.from_numpy(drawn.copy())

    @property
    def diverged(self) -> Tensor | None:
        """The starts (S,) that have diverged so far, None when none has."""
        return torch.from_numpy(self._dead) if self._dead.any() else None

    def begin(
        self, theta: Tensor, state: State, losses: Tensor, judged: dict[str, Array] | None = None
    ) -> dict[str, Array]:
        """The start: points (S, D), the state before any step, the losses (S,) of the first.

        How it does on whole sets is handed out, and taken from another method that begins there.
        """
        self._start, self._judged = theta, judged or self._judge(theta)
        self._dead = ~np.isfinite(losses.numpy())
        self._note_state(theta, state, losses)
        return self._judged

    def note(self, theta: Tensor, state: State, losses: Tensor, norms: Tensor) -> None:
        """A step that used gradients of these norms (S,), the points and state after it, and the
        losses (S,) of the step that follows."""
        lengths = row_norm(theta - self._theta)
        self._every.setdefault("gradient_norms", []).append(norms)
        self._every.setdefault("step_lengths", []).append(lengths)
        there = np.isfinite(lengths.numpy()) & np.isfinite(losses.numpy())
        self._time += 1
        self._dead = self._dead | ~there
        self._note_state(theta, state, losses)

    def take(self) -> dict[str, Array]:
        """The arrays of the steps since the last time."""
        every, kept, lost = self._every, self._kept, np.stack(self._lost)
        self._every, self._kept = {}, {}
        arrays = {key: torch.stack(rows).numpy() for key, rows in every.items()}
        if self._keep.holds("memory_births"):
            arrays |= self._memory.take(
                len(arrays["losses"]), len(arrays["step_lengths"]), self._starts
            )
        for key, rows in arrays.items():
            # A gradient belongs to the point it starts from, all else to the one it leads to.
            shift = 1 if key == "gradient_norms" else 0
            arrays[key] = _blanked(key, rows, lost[len(lost) - len(rows) - shift :][: len(rows)])
        arrays |= {key: np.stack(rows) for key, rows in kept.items()}
        if self._keep.memory == "last" and self._keep.holds("memory_items"):
            arrays["memory_items"] = self._items()[None]
        if self._keep.holds("ends"):
            arrays["ends"] = _blanked("ends", self._theta.numpy(), self._dead)
        self._lost = [self._dead]
        return arrays

    def _note_state(self, theta: Tensor, state: State, losses: Tensor) -> None:
        self._theta, self._state = theta, state
        self._every.setdefault("losses", []).append(losses)
        self._lost.append(self._dead)
        if self._keep.holds("memory_births"):
            self._memory.note(state)
        if self._keep.row("kept", self._time, self._time, self._steps) is not None:
            for key, row in self._measured(theta).items():
                self._kept.setdefault(key, []).append(_blanked(key, row, self._dead))

    def _measured(self, theta: Tensor) -> dict[str, Array]:
        """What is kept of the kept times alone."""
        found = {"distances": row_norm(theta - self._start).numpy()}
        found |= self._judge(theta) if self._time else self._judged
        if self._keep.holds("positions"):
            found["positions"] = theta.numpy()
        if self._directions is not None:
            found["projections"] = (theta @ self._directions.to(theta)).numpy()
        if self._keep.holds("memory_items") and self._keep.memory == "all":
            found["memory_items"] = self._items()
        return found

    def _judge(self, theta: Tensor) -> dict[str, Array]:
        """Losses and accuracies of points (S, D) on whole sets."""
        found: dict[str, Array] = {}
        for part in PARTS:
            measured = self._network.measured(theta, part)
            found |= {f"{part}_losses": measured.loss, f"{part}_accuracies": measured.accuracy}
        if self._network.tasks:
            each = range(len(self._network.tasks))
            told = [self._network.measured(theta, "test", task=task).accuracy for task in each]
            found["task_accuracies"] = np.stack(told, -1)
        return found

    def _items(self) -> Array:
        items = self._memory.items(self._state, self._starts, self._dimension)
        return _blanked("memory_items", items, self._dead)


def _blanked(key: str, rows: Array, lost: Array) -> Array:
    """Rows that begin with the axes of `lost`, blank where that is."""
    if not lost.any():
        return rows
    gone = lost.reshape(lost.shape + (1,) * (rows.ndim - lost.ndim))
    return np.where(gone, _BLANKS.get(key, np.nan), rows).astype(rows.dtype)
