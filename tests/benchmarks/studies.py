"""Studies: how much faster two processes answer than one."""

from __future__ import annotations

from collections.abc import Iterator

from core.experiment.experiment import Experiment, MethodSpec
from core.study.means import Means
from core.study.processes import processes
from core.study.question import Question
from core.study.sampling import Sampling
from core.study.studying import study
from landscapes.two_basins import TwoBasins
from tests.benchmarks.pairs import Result, seconds

LONG_SECONDS = 20.0


def two_processes() -> Iterator[Result]:
    """A job that takes one process twenty seconds, beginning of the processes included."""
    specs = (MethodSpec.create("adam"), MethodSpec.create("adam+cm"))
    race = Experiment(TwoBasins(100.0), specs, ((0.0, 0.0),), steps=500)

    def answer(count: int, workers: int) -> float:
        question = Question("starts", race, Sampling("uniform", count))
        make = processes(workers) if workers > 1 else None
        return seconds(lambda: study(question, Means(make_executor=make)))

    trial = 3 * 4096
    count = int(trial * LONG_SECONDS / answer(trial, 1))
    one, two = answer(count, 1), answer(count, 2)
    detail = f"{count:,} starts, two methods: {one:.0f} s against {two:.0f} s"
    yield Result("a study in one process / in two", one / two, 1.7, detail=detail)


BENCHMARKS = (two_processes,)
