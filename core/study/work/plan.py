"""How the work of a study is cut into tasks: settings that may step together do."""

from __future__ import annotations

import collections
import dataclasses
import itertools
from collections.abc import Hashable, Sequence

from core.experiment.experiment import MAX_METHODS, Experiment, MethodSpec
from core.experiment.starts import SeedStarts
from core.stepping.together import alike
from core.study.work.arithmetic import PADDED
from core.study.work.means import Means
from core.study.work.tasks import Task
from core.study.work.training import TrainingTask
from landscapes.base import Array

TOGETHER = 2
"""A task of several methods has at most so many times the rows of one that has as many starts as
it may: twice, because a step of more rows costs little more than one of few."""


@dataclasses.dataclass(frozen=True)
class Piece:
    """Some starts of one method of one race: what a task has of it."""

    race: int
    method: int
    block: int


def plan(
    races: Sequence[tuple[Experiment, Array]], means: Means, *, best: bool, entered: bool
) -> list[tuple[Task, tuple[Piece, ...]]]:
    """The tasks of races, each from its starts (n, D), in the order in which they are best done;
    and what each of a task's methods is a part of.

    Race by race, block of starts by block; but methods that may step together wait for one
    another, as long as a task has no more rows than `TOGETHER` allows.
    """
    tasks: list[tuple[Task, tuple[Piece, ...]]] = []
    waiting: dict[Hashable, list[tuple[MethodSpec, Piece]]] = {}

    def emit(experiment: Experiment, first: int, starts: Array, key: Hashable) -> None:
        specs, parts = zip(*waiting.pop(key), strict=True)
        place = (tuple(map(float, starts[0])),)
        together = dataclasses.replace(experiment, methods=specs, starts=place)
        task = Task(together, starts, first, best, entered, means.device)
        tasks.append((task, parts))

    left = {}
    for race, (experiment, starts) in enumerate(races):
        first = 0
        for block, size in enumerate(means.sizes(len(starts))):
            part = starts[first : first + size]
            most = _most_together(size, means)
            for method, spec in enumerate(experiment.enabled_methods):
                key = (_ground(experiment), id(starts), block, alike(spec))
                waiting.setdefault(key, []).append((spec, Piece(race, method, block)))
                left[key] = (experiment, first, part, key)
                if len(waiting[key]) == most:
                    emit(*left.pop(key))
            first += size
    for rest in left.values():
        emit(*rest)
    # Those that have waited come first all the same: what is seen early is made of them.
    return sorted(tasks, key=lambda task: (task[1][0].race, task[1][0].block))


def trainings(
    races: Sequence[tuple[Experiment, Array]], means: Means, at: tuple[float, ...]
) -> list[tuple[TrainingTask, tuple[Piece, ...]]]:
    """The tasks of training networks, each from its starts (n, D), that are looked at at the levels
    `at`; and what each is a part of. Block of replicas by block, so that what is seen early tells
    of all methods."""
    tasks = []
    for race, (experiment, starts) in enumerate(races):
        firsts = itertools.accumulate(means.sizes(len(starts)), initial=0)
        for block, (first, stop) in enumerate(itertools.pairwise(firsts)):
            part = starts[first:stop]
            for method, spec in enumerate(experiment.enabled_methods):
                alone = dataclasses.replace(
                    experiment, methods=(spec,), starts=SeedStarts(len(part)), view=None
                )
                task = TrainingTask(alone, part, first, at, means.device)
                tasks.append((task, (Piece(race, method, block),)))
    return sorted(tasks, key=lambda task: (task[1][0].block, task[1][0].race))


def count(experiments: Sequence[Experiment], n: int, means: Means) -> int:
    """How many tasks there are of experiments that start from n points each, the same for all."""
    alikes = collections.Counter(
        (_ground(experiment), alike(spec))
        for experiment in experiments
        for spec in experiment.enabled_methods
    )
    most = [_most_together(size, means) for size in means.sizes(n)]
    return sum(-(-methods // each) for methods in alikes.values() for each in most)


def _most_together(size: int, means: Means) -> int:
    """How many methods may step together from so many starts."""
    if means.device != "cpu":  # elsewhere a tensor of settings is rounded otherwise than a number
        return 1
    return max(1, min(MAX_METHODS, TOGETHER * means.rows // (size + -size % PADDED)))


def _ground(experiment: Experiment) -> Hashable:
    """What an experiment is beside its methods and starts."""
    return tuple(
        getattr(experiment, field.name)
        for field in dataclasses.fields(experiment)
        if field.name not in ("methods", "starts")
    )
