"""A question being answered: its tasks, and what is known of the answer at any time."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Protocol

from core.study.answer import Answer
from core.study.means import Means
from core.study.question import Cell, Question
from core.study.starts import StartsResult, gathered
from core.study.tasks import Ends, Task, cut, joined
from core.study.work import Work, carry_out
from landscapes.base import Array


@dataclasses.dataclass(frozen=True, eq=False)
class _Plan:
    """A cell, its starts, and the places of its tasks, [block][method]."""

    cell: Cell
    starts: Array
    places: tuple[tuple[int, ...], ...]


class Studying:
    """The tasks of a question in the order in which they are best done, and what `take` was
    given of them; `answer` may be asked for at any time."""

    def __init__(self, question: Question, means: Means) -> None:
        self.question = question
        tasks: list[Task] = []
        self._plans = [self._plan(cell, means, tasks) for cell in question.cells]
        self.tasks = tuple(tasks)
        self._ends: dict[int, Ends] = {}

    def _plan(self, cell: Cell, means: Means, tasks: list[Task]) -> _Plan:
        question = self.question
        starts = question.starts(cell)
        blocks = list(
            cut(
                cell.experiment,
                starts,
                means.sizes(len(starts)),
                best=question.wants_best,
                entered=question.wants_entered,
                device=means.device,
            )
        )
        places = []
        for block in blocks:
            places.append(tuple(range(len(tasks), len(tasks) + len(block))))
            tasks += block
        return _Plan(cell, starts, tuple(places))

    @property
    def done(self) -> int:
        """How many tasks are finished."""
        return len(self._ends)

    def take(self, index: int, ends: Ends) -> None:
        """What a task came to."""
        self._ends[index] = ends

    def answer(self) -> Answer:
        """What is known so far."""
        results = tuple(map(self._result, self._plans))
        return Answer(self.question, results, self.done, len(self.tasks))

    def _result(self, plan: _Plan) -> StartsResult | None:
        blocks = []
        for block in plan.places:
            if not all(place in self._ends for place in block):
                break
            blocks.append([self._ends[place] for place in block])
        if not blocks:
            return None
        ends = [joined(list(parts)) for parts in zip(*blocks, strict=True)]
        known = len(ends[0]["final_loss"])
        experiment, question = plan.cell.experiment, self.question
        return gathered(experiment, question.sampling, plan.starts[:known], ends, question.below)


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
