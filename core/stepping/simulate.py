"""Running an experiment: a plain generator from an Experiment to Chunks of its recording.

Threads, windows and files only drive it. Rules are pure, so the states of consecutive steps
are distinct tensors: recording a step is keeping a reference, and a chunk is stacked at its end
(`core.stepping.chunks`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor

from core.experiment.experiment import Experiment
from core.recording.keep import MemoryDepth
from core.recording.recording import Chunk, Recording
from core.recording.shapes import chunk_length
from core.stepping.chunks import ChunkWriter
from core.stepping.race import Race
from core.stepping.state import State
from core.stepping.summaries import SummaryWriter
from landscapes.base import Array
from landscapes.networks import Network


def simulate(
    experiment: Experiment,
    *,
    state: State | Sequence[State] | None = None,
    memory: MemoryDepth = "all",
    chunk_steps: int | None = None,
) -> Iterator[Chunk]:
    """Run every enabled method, all in step with one another, a few steps a chunk.

    `state` starts the methods from a given state (one for all, or one each) instead of an empty
    one; births then go on counting from its `step`. `memory` says how much of the memories the
    chunks carry. A method's first chunk carries index 0, the start, too. `chunk_steps` None is as
    many as take little room. Of a network a summary is recorded (`core.stepping.summaries`).
    Raises ExperimentError when no method is enabled.
    """
    race = Race(experiment, state)
    advance = _whole(race, experiment, memory)
    if isinstance(experiment.landscape, Network):
        advance = _summed_up(race, experiment, memory)
    chunk_steps = chunk_steps or chunk_length(experiment)
    for first in range(0, experiment.steps, chunk_steps):
        count = min(chunk_steps, experiment.steps - first)
        with torch.inference_mode():  # left before each yield: it belongs to the thread
            chunks = advance(count)
        for index, arrays in enumerate(chunks):
            yield Chunk(index, first + count, arrays)


_Advance = Callable[[int], list[dict[str, Array]]]


def _whole(race: Race, experiment: Experiment, memory: MemoryDepth) -> _Advance:
    """What makes some more steps and hands out the arrays of each method's."""
    writers = [ChunkWriter(experiment, memory) for _ in race.runs]

    def advance(count: int) -> list[dict[str, Array]]:
        thetas, states = [race.thetas], [race.states]
        found, norms = [], []
        for _ in range(count):
            gradient, norm = race.step()
            found.append(gradient)
            norms.append(norm)
            thetas.append(race.thetas)
            states.append(race.states)
        gradients_used, norms_used = torch.stack(found).numpy(), torch.stack(norms).numpy()
        chunks = []
        for index, writer in enumerate(writers):
            arrays = writer.write(
                [rows[index] for rows in thetas],
                [rows[index] for rows in states],
                gradients_used[:, index],
                norms_used[:, index],
            )
            chunks.append(arrays)
            race.bury(index, writer.diverged)
        return chunks

    return advance


def _summed_up(race: Race, experiment: Experiment, memory: MemoryDepth) -> _Advance:
    """The same of networks: each step is summed up as soon as it is made."""
    writers = [SummaryWriter(experiment, spec, memory) for spec in experiment.enabled_methods]
    begun = race.states[0].step

    def note(norms: Tensor | None) -> None:
        losses, judged = race.look(), None
        for index, (writer, theta, state) in enumerate(
            zip(writers, race.thetas, race.states, strict=True)
        ):
            if norms is None:
                judged = writer.begin(theta, state, losses[index], judged)
            else:
                writer.note(theta, state, losses[index], norms[index])
            race.bury(index, writer.diverged)

    def advance(count: int) -> list[dict[str, Array]]:
        if race.states[0].step == begun:
            note(None)
        for _ in range(count):
            note(race.step()[1])
        return [writer.take() for writer in writers]

    return advance


def record(experiment: Experiment, memory: MemoryDepth = "all") -> Recording:
    """The whole recording of an experiment."""
    recording = Recording.blank(experiment, memory)
    for chunk in simulate(experiment, memory=memory):
        recording.append(chunk)
    return recording
