"""A question being answered: its tasks, and what is known of the answer at any time."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable, Sequence
from typing import Protocol

from core.study.asking.answer import Answer
from core.study.asking.question import Cell, Question
from core.study.results.starts import (
    StartsResult,
    gathered,
    gathered_each,
    ungathered,
)
from core.study.work.known import Known
from core.study.work.means import Means
from core.study.work.plan import Piece, plan, trainings
from core.study.work.sharing import Work, carry_out
from core.study.work.tasks import Ends, Task
from core.study.work.training import REPLICAS, TrainingTask
from landscapes.base import Array


class Studying:
    """The tasks of a question in the order in which they are best done, and what `take` was
    given of them; `answer` may be asked for at any time."""

    def __init__(self, question: Question, means: Means) -> None:
        self.question = question
        self._cells = question.cells
        starts: dict[Hashable, Array] = {}
        for cell in self._cells:
            ground = _ground(cell)
            if ground not in starts:
                starts[ground] = question.starts(cell)
        self._starts = [starts[_ground(cell)] for cell in self._cells]
        races = [
            (cell.experiment, own) for cell, own in zip(self._cells, self._starts, strict=True)
        ]
        planned: Sequence[tuple[Task | TrainingTask, tuple[Piece, ...]]]
        if question.kind == "seeds":
            means = dataclasses.replace(means, rows=REPLICAS, first_rows=None)
            planned = trainings(races, means, question.at_train_loss)
        else:
            best, entered = question.wants_best, question.wants_entered
            planned = plan(races, means, best=best, entered=entered)
        self.tasks = tuple(task for task, _ in planned)
        self._parts = [parts for _, parts in planned]
        self._known = [
            Known(len(experiment.enabled_methods), means.sizes(len(own)))
            for experiment, own in races
        ]
        self._results: list[StartsResult | None] = [None] * len(races)
        self._taken: set[int] = set()

    @property
    def done(self) -> int:
        """How many tasks are finished."""
        return len(self._taken)

    def take(self, index: int, ends: Ends) -> None:
        """What a task came to."""
        self._taken.add(index)
        n = len(self.tasks[index].starts)
        for place, part in enumerate(self._parts[index]):
            own = {name: values[place * n : (place + 1) * n] for name, values in ends.items()}
            self._known[part.race].put(part.method, part.block, own)

    def answer(self) -> Answer:
        """What is known so far."""
        self._tell()
        return Answer(self.question, tuple(self._results), self.done, len(self.tasks))

    def glimpse(self) -> Answer | None:
        """Before there is an answer, of a study of one race: the first starts of those methods that
        have been run from them, as if the others were switched off."""
        begun = self._known[0].begun
        if not begun or len(self._cells) > 1:
            return None
        experiment, question = self._cells[0].experiment, self.question
        enabled = [place for place, spec in enumerate(experiment.methods) if spec.enabled]
        on = {enabled[method] for method in begun}
        specs = tuple(
            dataclasses.replace(spec, enabled=place in on)
            for place, spec in enumerate(experiment.methods)
        )
        ends = list(begun.values())
        told = gathered(
            dataclasses.replace(experiment, methods=specs),
            question.sampling,
            self._starts[0][: len(ends[0]["position"])],
            ends,
            question.below,
        )
        return Answer(question, (told,), self.done, len(self.tasks))

    def _tell(self) -> None:
        """Tell of every race to which something has come since it was told of before."""
        question, grown = self.question, {}
        for place, (known, told) in enumerate(zip(self._known, self._results, strict=True)):
            if known.count and (told is None or len(told.starts) < known.count):
                starts = self._starts[place][: known.count]
                grown[place] = (self._cells[place].experiment, starts, known.ends)
        races, sampling, below = list(grown.values()), question.sampling, question.below
        if question.kind == "seeds":
            fresh = [ungathered(race, sampling, own, ends, below) for race, own, ends in races]
        else:
            fresh = gathered_each(races, sampling, below)
        for place, result in zip(grown, fresh, strict=True):
            self._results[place] = result


def _ground(cell: Cell) -> Hashable:
    """What the starts of a cell are drawn by."""
    return cell.experiment.landscape, cell.experiment.seed


class Part(Protocol):
    """A part of a larger piece of work: its tasks, and who is told what they come to."""

    @property
    def tasks(self) -> Sequence[Work]:
        """In the order in which they are best done."""

    @property
    def done(self) -> int:
        """How many are finished."""

    def take(self, index: int, ends: Ends) -> None:
        """What a task came to."""


def together(parts: Sequence[Part], means: Means, grown: Callable[[], None] | None = None) -> None:
    """Have several parts done as one piece of work; see `study`."""
    owners = [(part, index) for part in parts for index in range(len(part.tasks))]

    def take(place: int, ends: Ends) -> None:
        part, index = owners[place]
        part.take(index, ends)
        if grown:
            grown()

    carry_out([task for part in parts for task in part.tasks], means, take)


def study(
    question: Question, means: Means | None = None, grown: Callable[[Studying], None] | None = None
) -> Answer:
    """Answer a question. `grown` is told after every finished task, and may look at the answer so
    far; what it raises ends the work.

    Raises:
        ExperimentError: the starts cannot be drawn.
        BrokenError: the processes that compute died again and again, or the cluster is lost.
    """
    means = means or Means()
    studying = Studying(question, means)
    together([studying], means, (lambda: grown(studying)) if grown else None)
    return studying.answer()
