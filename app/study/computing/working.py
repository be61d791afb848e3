"""What the working thread of the study page does; torch and `core.study` are imported in it.

The first tasks are done right here, so that there is a picture at once. Meanwhile processes begin,
where the study is long enough for that to pay, and take over what is left.
"""

from __future__ import annotations

import dataclasses
import functools
import math
import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.running.simulation import load_simulate
from app.study.asking.pace import PROCESS_SECONDS, Pace, fitted
from app.study.computing.job import CancelledError, Control
from core.experiment.experiment import Experiment
from landscapes.base import Landscape

if TYPE_CHECKING:
    from core.study.asking.answer import Answer
    from core.study.asking.question import Question
    from core.study.asking.studying import Studying
    from core.study.claims.claim import Claim
    from core.study.plots.values import Plot
    from core.study.results.table import Table
    from core.study.work.crew import Crew
    from core.study.work.means import Means

FIRST_STARTS = 512
_FEW, _MANY, _STEPS, _TRIES = 64, 2048, 6, 3


@dataclasses.dataclass(frozen=True, eq=False)
class Found:
    """An answer as it is shown."""

    answer: Answer
    tables: Mapping[str, Table]
    plots: Sequence[Plot]
    verdict: tuple[str, ...]


def found(answer: Answer) -> Found:
    """What is shown of an answer, which takes some time to make."""
    from core.study.plots import plots
    from core.study.telling.tables import tables
    from core.study.telling.verdict import verdict

    return Found(answer, tables(answer), plots(answer), verdict(answer))


def _told(studying: Studying) -> Found | None:
    """What is shown of an answer that grows; None while nothing is known. Maps of basins are shown
    method by method before there is an answer."""
    from core.study.plots import of_basins

    answer = studying.answer()
    if answer.known:
        return found(answer)
    glimpse = studying.glimpse() if studying.question.kind == "basins" else None
    return Found(answer, {}, of_basins.plots(glimpse), ()) if glimpse else None


def opened(path: Path, control: Control) -> Found:
    """What a study file holds; raises as `core.study.asking.study_file.load`."""
    load_simulate()
    from core.study.asking import study_file

    return found(study_file.load(path))


def prepare(experiment: Experiment, control: Control) -> Pace:
    """Import what a study needs, and measure how long a step takes here."""
    load_simulate()
    _import_all()
    control.check()
    if experiment.steps <= _STEPS or experiment.landscape.domain is None:
        return Pace()
    _look_around(experiment.landscape)
    control.check()
    few, many = (min(_seconds(experiment, n) for _ in range(_TRIES)) for n in (_FEW, _MANY))
    return fitted(_FEW, few, _MANY, many)


def _import_all() -> None:
    """What an answer is made of and drawn by, so that the first picture does not wait for it."""
    from app.study.drawing import painter  # noqa: F401
    from app.study.showing import (
        plot_view,  # noqa: F401
        table_view,  # noqa: F401
    )
    from core.study.asking import studying  # noqa: F401
    from core.study.plots import plots  # noqa: F401
    from core.study.telling import tables, verdict  # noqa: F401


def _look_around(landscape: Landscape) -> None:
    """Find the basins of a landscape, which every map of them looks up and which are kept."""
    from core.study.work.raster import raster

    if landscape.dimension == 2:
        raster(landscape)


def _seconds(experiment: Experiment, n: int) -> float:
    """What a step of n starts and its folding take, on average over the methods."""
    import numpy as np

    from core.stepping.race import Race
    from core.study.work.fold import Fold

    low, high = np.array(experiment.landscape.domain, dtype=np.float64).T
    starts = low + np.random.default_rng(0).random((n, len(low))) * (high - low)
    race, methods = Race(experiment, starts=starts), len(experiment.enabled_methods)
    fold = Fold(experiment, starts, best=True)
    race.step(reuse=True)  # the first one makes room
    begun = time.perf_counter()
    for _ in range(_STEPS):
        race.step(reuse=True)
        for theta in race.thetas:
            fold.take(theta)
            fold.settle()
    return (time.perf_counter() - begun) / _STEPS / methods


def answered(
    question: Question, workers: int, seconds: float, known: Any, control: Control
) -> Found:
    """Carry out a study. `seconds` is what it is thought to take one process; `known` a cache.

    Raises:
        CancelledError: it was cancelled, with what is `Found` until then, if anything is.
    """
    from core.study.asking.studying import study
    from core.study.starting.lattice import COARSEST
    from core.study.work.means import Means

    latest: list[Studying] = []

    def grown(studying: Studying) -> None:
        latest[:] = [studying]
        control.check()
        control.report(studying.done, len(studying.tasks))
        if studying.done < len(studying.tasks):
            control.tell(lambda: _told(studying))

    first = FIRST_STARTS
    if question.kind == "basins":  # the coarsest lattice makes the first picture
        first = math.ceil(question.sampling.count / COARSEST) ** 2
    means = Means(cache=known, check=control.check, first_rows=first)
    try:
        if workers > 1 and seconds > PROCESS_SECONDS:
            make = _begun_with(question, means, grown, workers)
            means = dataclasses.replace(means, make_executor=make)
        return found(study(question, means, grown))
    except CancelledError:
        raise CancelledError(found(latest[0].answer()) if latest else None) from None


def _begun_with(
    question: Question, means: Means, grown: Callable[[Studying], None], workers: int
) -> Callable[[], Crew]:
    """Makes crews of processes, the first of which has begun while tasks were done here: after the
    first picture, which would wait longer while they import what they need."""
    from core.study.asking.studying import Studying
    from core.study.starting.sampling import Sampling
    from core.study.work.processes import processes

    make = processes(workers, gives_way=True)
    crew, beginning = None, []
    studying, known = Studying(question, means), means.cache
    first_picture = len(question.cells[0].experiment.enabled_methods)
    assert known is not None
    try:
        for index, task in enumerate(studying.tasks):
            if index == first_picture:
                crew = make()  # torch is imported with what is submitted
                beginning = [crew.submit(Sampling) for _ in range(workers)]
            if crew is not None and all(each.done() for each in beginning):
                break
            ends = known.get(task.key)
            if ends is None:
                ends = task.run(means.check)
                known.put(task.key, ends)
            studying.take(index, ends)
            grown(studying)
        else:  # nothing is left for them
            if crew is not None:
                crew.shutdown(wait=True, cancel_futures=True)
            return make
    except BaseException:
        if crew is not None:
            crew.shutdown(wait=True, cancel_futures=True)
        raise
    first = [crew]
    return lambda: first.pop() if first else make()


def reproduced(
    workers: int, scale: float, networks: bool, known: Any, control: Control
) -> tuple[Claim, ...]:
    """Try the papers' claims, on toys or on networks; `known` is a cache. The first that are judged
    are told when they are."""
    load_simulate()
    from core.study.claims.reproduce import Reproduction, reproduce_networks
    from core.study.work.means import Means
    from core.study.work.processes import processes

    def report(done: int, total: int) -> None:
        control.check()
        control.report(done, total)

    make = processes(workers, gives_way=True) if workers > 1 else None
    means = Means(make_executor=make, check=control.check, cache=known)
    if networks:
        return reproduce_networks(scale=scale, means=means, report=report)

    def grown(claims: tuple[Claim, ...]) -> None:
        control.tell(lambda: claims)

    return Reproduction(scale=scale, means=means, report=report, grown=grown).claims


@functools.cache
def usual_workers() -> int:
    """As many processes as there are processors, which leaves one to the window where there are
    more than two."""
    cores = os.cpu_count() or 1
    return cores if cores <= 2 else cores - 1
