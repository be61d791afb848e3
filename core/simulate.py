"""Running an experiment: a plain generator from an Experiment to Chunks of its recording.

Threads, windows and files only drive it. Rules are pure, so the states of consecutive steps
are distinct tensors: recording a step is keeping a reference, and a chunk is stacked at its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import Tensor

from core.errors import ExperimentError
from core.experiment import Experiment, MethodSpec
from core.gradients import source_of
from core.norms import Number, row_norm
from core.recording import NONE, REJECTED, REPLACED, STORED, Chunk, MemoryDepth, Recording
from core.rules import Rule, State
from landscapes.base import Array

CHUNK_STEPS = 16
DIVERGED_WIDTHS = 10.0  # a point this many domain widths from the centre has diverged
_BLANKS = {"memory_births": -1, "memory_events": NONE, "memory_slots": -1}


def simulate(
    experiment: Experiment,
    *,
    state: State | Sequence[State] | None = None,
    memory: MemoryDepth = "all",
    chunk_steps: int = CHUNK_STEPS,
) -> Iterator[Chunk]:
    """Run every enabled method, all in step with one another, a few steps a chunk.

    `state` starts the methods from a given state (one for all, or one each) instead of an empty
    one; births then go on counting from its `step`. `memory` says how much of the memories the
    chunks carry. A method's first chunk carries index 0, the start, too.
    Raises ExperimentError when no method is enabled.
    """
    specs = experiment.enabled_methods
    if not specs:
        raise ExperimentError("$.methods", "every method is disabled; enable at least one")
    states = (
        state
        if isinstance(state, Sequence) and not isinstance(state, State)
        else [state] * len(specs)
    )
    runs = [Run(experiment, spec, given) for spec, given in zip(specs, states, strict=True)]
    starts = torch.from_numpy(experiment.start_positions())
    writers = [_Writer(experiment, run, memory) for run in runs]
    thetas = [starts] * len(runs)
    for first in range(0, experiment.steps, chunk_steps):
        count = min(chunk_steps, experiment.steps - first)
        for index, (run, writer) in enumerate(zip(runs, writers, strict=True)):
            with torch.inference_mode():
                thetas[index], arrays = writer.write(run, thetas[index], count)
            yield Chunk(index, first + count, arrays)


def record(experiment: Experiment, memory: MemoryDepth = "all") -> Recording:
    """The whole recording of an experiment."""
    recording = Recording.blank(experiment, memory)
    for chunk in simulate(experiment, memory=memory):
        recording.append(chunk)
    return recording


class Run:
    """One method on its way: a rule, its gradient source and its state. Knows no recording.

    `step` advances points (S, D) by one step; with `reuse` the points and the state are
    overwritten, which is the fastest way to advance many thousands of starts.
    """

    def __init__(
        self, experiment: Experiment, spec: MethodSpec, state: State | None = None
    ) -> None:
        self.rule = Rule.create(spec.method, spec.values)
        rho = spec.values["rho"]
        assert not isinstance(rho, str)
        self.source = source_of(
            experiment.landscape,
            noise=experiment.noise,
            seed=experiment.seed,
            sam=spec.row.sam,
            rho=rho,
        )
        self.steps = experiment.steps
        self._lr = None if experiment.lr_schedule.kind == "constant" else experiment.lr_schedule
        self._strength = (
            None
            if experiment.strength_schedule.kind == "constant"
            else experiment.strength_schedule
        )
        self.seed = experiment.seed
        self.state = state

    def begin(self, theta: Tensor) -> State:
        """The state before the first step from these points."""
        if self.state is None:
            self.state = self.rule.start(theta, row_norm(theta), self.seed)
        return self.state

    def step(self, theta: Tensor, *, reuse: bool = False) -> tuple[Tensor, Tensor, Tensor]:
        """The points after one step, and the gradient (S, D) and norm (S,) it used."""
        state = self.begin(theta)
        t = state.step + 1
        gradient = self.source(theta, t)
        norm = row_norm(gradient)
        lr = self._scheduled("lr", t)
        step, self.state = self.rule.update(
            gradient, norm, state, lr=lr, strength=self._scheduled("strength", t), reuse=reuse
        )
        return self.rule.move(theta, step, lr, reuse=reuse), gradient, norm

    def _scheduled(self, name: str, t: int) -> Number | None:
        schedule = self._lr if name == "lr" else self._strength
        if schedule is None:
            return None
        value = self.rule.settings[name]
        assert not isinstance(value, str)
        return value * schedule(t, self.steps)


class _Writer:
    """Turns the steps of one run into the arrays of its chunks."""

    def __init__(self, experiment: Experiment, run: Run, memory: MemoryDepth) -> None:
        self._landscape = experiment.landscape
        low, high = np.array(experiment.landscape.domain).T
        self._centre, self._reach = (low + high) / 2, DIVERGED_WIDTHS * (high - low)
        self._slots, self._memory = experiment.capacity, memory
        self._dead = np.zeros(experiment.start_count, dtype=bool)
        self._begun = False

    def write(self, run: Run, theta: Tensor, count: int) -> tuple[Tensor, dict[str, Array]]:
        """Advance `count` steps; the points reached and the chunk's arrays."""
        thetas, states = [theta], [run.begin(theta)]
        gradients, norms = [], []
        for _ in range(count):
            theta, gradient, norm = run.step(theta)
            thetas.append(theta)
            states.append(run.begin(theta))
            gradients.append(gradient)
            norms.append(norm)

        positions = torch.stack(thetas).numpy()
        with np.errstate(all="ignore"):  # what diverges overflows before it is blanked
            losses = self._landscape.loss(positions)
        arrays = {
            "positions": positions,
            "losses": losses,
            "first_moments": _moments([s.first_moment for s in states], positions),
            "second_moments": _moments([s.second_moment for s in states], positions),
            "gradients": torch.stack(gradients).numpy(),
            "gradient_norms": torch.stack(norms).numpy(),
        }
        if self._memory != "none":
            arrays |= self._memories(states, positions)
        if self._bury(arrays):
            theta = theta.masked_fill(torch.from_numpy(self._dead)[:, None], torch.nan)
        if self._begun:  # index 0 of this chunk is the last of the one before
            arrays |= {key: rows[1:] for key, rows in arrays.items() if len(rows) == count + 1}
        self._begun = True
        return theta, arrays

    def _memories(self, states: list[State], positions: Array) -> dict[str, Array]:
        """Items (n+1, S, C, D), priorities and births (n+1, S, C), events and slots (n, S)."""
        length, starts, dimension = positions.shape
        kept = states[-1:] if self._memory == "last" else states
        items = np.full((len(kept), starts, self._slots, dimension), np.nan)
        priorities = np.full((len(kept), starts, self._slots), np.nan)
        births = np.full((length, starts, self._slots), -1, dtype=np.int32)
        if states[0].memory is not None:
            width = len(states[0].memory.births)
            births[..., :width] = _stack([s.memory_births for s in states]).transpose(0, 2, 1)
            held = births[-len(kept) :, :, :width] >= 0
            stacked = _stack([s.memory_items for s in kept]).transpose(0, 2, 1, 3)
            items[:, :, :width] = np.where(held[..., None], stacked, np.nan)
            stacked = _stack([s.memory_priorities for s in kept]).transpose(0, 2, 1)
            priorities[:, :, :width] = np.where(held, stacked, np.nan)
        return {
            "memory_items": items,
            "memory_priorities": priorities,
            "memory_births": births[-len(kept) :],
            **_events(births, has_slots=states[0].memory is not None),
        }

    def _bury(self, arrays: dict[str, Array]) -> bool:
        """Blank what has diverged, from that index on; whether anything has."""
        positions = arrays["positions"]
        with np.errstate(invalid="ignore"):
            lost = ~(np.abs(positions - self._centre) <= self._reach).all(-1)
        lost[0] = self._dead  # the start itself may lie anywhere
        dead = np.logical_or.accumulate(lost)
        if not dead.any():
            return False
        for key, rows in arrays.items():
            # A step belongs to the point it starts from, its event to the memory it leaves.
            gone = dead[:-1] if key in ("gradients", "gradient_norms") else dead[-len(rows) :]
            blank = _BLANKS.get(key, np.nan)
            gone = gone.reshape(gone.shape + (1,) * (rows.ndim - 2))
            arrays[key] = np.where(gone, blank, rows).astype(rows.dtype)
        self._dead = dead[-1]
        return True


def _stack(tensors: Sequence[Tensor | None]) -> Array:
    return torch.stack([tensor for tensor in tensors if tensor is not None]).numpy()


def _moments(moments: Sequence[Tensor | None], like: Array) -> Array:
    return _stack(moments) if moments[0] is not None else np.full_like(like, np.nan)


def _events(births: Array, *, has_slots: bool) -> dict[str, Array]:
    """What each step did to the memory, from what changed in its births (n+1, S, C)."""
    before, after = births[:-1], births[1:]
    changed = before != after
    slots = np.where(changed.any(-1), changed.argmax(-1), -1).astype(np.int16)
    replaced = (changed & (before >= 0)).any(-1)
    events = np.where(slots < 0, REJECTED, np.where(replaced, REPLACED, STORED))
    if not has_slots:
        events = np.full_like(events, NONE)
    return {"memory_events": events.astype(np.int8), "memory_slots": slots}
