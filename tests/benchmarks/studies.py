"""Studies: their rate beside bare stepping and C, maps, sweeps, memory, and two processes."""

from __future__ import annotations

import dataclasses
import functools
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

import numpy as np

from core.experiment.experiment import Experiment, MethodSpec
from core.study.asking.basins import maps
from core.study.asking.question import Question
from core.study.asking.studying import Studying, study
from core.study.starting.sampling import Sampling
from core.study.starting.vary import Variation
from core.study.telling.tables import tables
from core.study.work.means import Means
from core.study.work.processes import processes
from core.study.work.raster import raster
from landscapes.two_basins import TwoBasins
from tests.benchmarks.mathematics import ACKLEY, STARTS, batch_run, c_loop
from tests.benchmarks.pairs import Result, interleaved, seconds

LONG_SECONDS = 20.0
FEW_PAIRS = 5


def two_processes() -> Iterator[Result]:
    """A job that takes one process twenty seconds, beginning of the processes included."""
    specs = (MethodSpec.create("adam"), MethodSpec.create("adam+cm"))
    race = Experiment(TwoBasins(100.0), specs, ((0.0, 0.0),), steps=500)

    def answer(count: int, workers: int) -> float:
        question = Question("starts", race, Sampling("uniform", count))
        make = processes(workers - 1) if workers > 1 else None  # as the command has it
        return seconds(lambda: study(question, Means(make_executor=make, helps=True)))

    trial = 3 * 4096
    count = int(trial * LONG_SECONDS / answer(trial, 1))
    one, two = answer(count, 1), answer(count, 2)
    detail = f"{count:,} starts, two methods: {one:.0f} s against {two:.0f} s"
    yield Result("a study in one process / in two", one / two, 1.7, detail=detail)


def folded() -> Iterator[Result]:
    """All statistics of 16,384 starts, ends and tables included, in one task, beside the same steps
    without any, and beside a C loop's; each time all three begin anew, from the same starts."""
    experiment, _ = batch_run()
    alone = dataclasses.replace(experiment, starts=((0.0, 0.0),))
    question = Question("starts", alone, Sampling("uniform", STARTS))
    steps = experiment.steps

    def one_round() -> list[float]:
        (_, advance), loop = batch_run(), c_loop(experiment)
        times = [seconds(lambda: tables(study(question, Means(rows=STARTS))))]
        times.append(seconds(lambda: advance(steps)))
        return times + ([seconds(lambda: loop[0](steps))] if loop else [])

    rounds = [one_round() for _ in range(FEW_PAIRS + 1)][1:]
    names = ("bare stepping's", "hand-written C loop's")
    for place, (name, target) in enumerate(zip(names, (0.75, 0.55), strict=True), 1):
        found = [times[place] / times[0] for times in rounds if place < len(times)]
        detail = f"{statistics.median(times[0] for times in rounds):.2f} s for {steps} steps"
        yield Result(
            f"starts study of 16,384 starts: speed / {name}",
            statistics.median(found) if found else None,
            target,
            detail=detail if found else "no C compiler here",
        )


def basin_map() -> Iterator[Result]:
    """200 × 200 starts, 200 steps: the first picture and the whole, in seconds."""
    race = Experiment(TwoBasins(), (MethodSpec.create("adam+cm"),), ((0.0, 0.0),), steps=200)
    question = Question("basins", race, Sampling("lattice", 200))
    rounds = []
    for _ in range(FEW_PAIRS + 1):
        raster.cache_clear()
        seen: list[float] = []
        begun = time.perf_counter()

        def grown(studying: Studying, seen: list[float] = seen, begun: float = begun) -> None:
            if not seen:
                maps(studying.answer())
                seen.append(time.perf_counter() - begun)

        maps(study(question, Means(first_rows=640), grown))
        rounds.append((*seen, time.perf_counter() - begun))
    coarse, whole = (statistics.median(times) for times in zip(*rounds[1:], strict=True))
    for name, found, bound in (("25 × 25 first", coarse, 0.1), ("the whole", whole, 1.5)):
        yield Result(f"basin map 200 × 200, 200 steps: {name}, seconds", found, bound, False)


def sweep() -> Iterator[Result]:
    """32 cells of learning rate and decay: as many together as may be, against a study of its
    starts for each, which is what there is without a sweep; and against sweeps of one cell, which
    tell no best loss either."""
    race = Experiment(ACKLEY, (MethodSpec.create("adam+cm"),), ((0.0, 0.0),), steps=200)
    varied = tuple(
        Variation(f"methods[0].{name}", tuple(np.linspace(low, high, count).tolist()))
        for name, low, high, count in (("lr", 0.01, 0.1, 8), ("decay", 0.5, 0.99, 4))
    )
    for n in (64, 256, 512):
        sampling = Sampling("uniform", n)
        question = Question("sweep", race, sampling, variations=varied)
        studies = [Question("starts", cell.experiment, sampling) for cell in question.cells]
        sweeps = [dataclasses.replace(question, variations=_only(varied, cell.values))
                  for cell in question.cells]  # fmt: skip
        for alone, bound, whose in ((studies, 4, "studies of a cell"), (sweeps, None, "its cells")):

            def one_by_one(alone: list[Question] = alone) -> None:
                for each in alone:
                    study(each)

            ratio, one, many = interleaved(
                functools.partial(seconds, one_by_one),
                functools.partial(seconds, functools.partial(study, question)),
                FEW_PAIRS,
            )
            detail = f"{one:.2f} s against {many:.2f} s"
            name = f"sweep of 32 cells × {n} starts: {whose} alone / together"
            yield Result(name, ratio, bound, detail=detail)


def _only(varied: tuple[Variation, ...], values: tuple[float, ...]) -> tuple[Variation, ...]:
    """Of what is varied one value each."""
    return tuple(Variation(row.path, (value,)) for row, value in zip(varied, values, strict=True))


def million_starts() -> Iterator[Result]:
    """Peak memory of a process of its own that answers a study of a million starts."""
    code = (
        "import pathlib, resource, sys\n"
        "from core.experiment.experiment import Experiment, MethodSpec\n"
        "from core.study.asking.question import Question\n"
        "from core.study.starting.sampling import Sampling\n"
        "from core.study.asking.studying import study\n"
        "from core.study.telling.tables import tables\n"
        "from landscapes import make\n"
        "race = Experiment(make({'name': 'ackley'}), (MethodSpec.create('adam+cm'),),"
        " ((0.0, 0.0),), steps=200)\n"
        "tables(study(Question('starts', race, Sampling('uniform', 1_000_000))))\n"
        "status = pathlib.Path('/proc/self/status')\n"
        "if status.exists():\n"  # what Linux tells otherwise counts the process that began it too
        "    print(int(status.read_text().partition('VmHWM:')[2].split()[0]) / 2**10)\n"
        "else:\n"
        "    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "    print(most / (2**20 if sys.platform == 'darwin' else 2**10))\n"
    )
    told: list[str] = []
    took = seconds(
        lambda: told.append(
            subprocess.run(
                [sys.executable, "-c", code], check=True, capture_output=True, text=True
            ).stdout
        )
    )
    name = "a million starts × 200 steps: megabytes of the process at most"
    yield Result(name, float(told[0]), 400, False, detail=f"{took:.0f} s")


BENCHMARKS = (folded, basin_map, sweep, million_starts, two_processes)
