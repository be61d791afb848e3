"""Several races from the same rule for starts, as one piece of work: cells of a sweep, a curve."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor

from core.experiment.experiment import Experiment
from core.study.cache import Cache
from core.study.sampling import Sampling
from core.study.starts import StartsResult, gathered
from core.study.tasks import ROWS, Task, cut, joined
from core.study.work import Report, carry_out


def study_many(
    experiments: Sequence[Experiment],
    sampling: Sampling,
    *,
    make_executor: Callable[[], Executor] | None = None,
    cache: Cache | None = None,
    report: Report | None = None,
    rows: int = ROWS,
    best: bool = True,
    entered: bool = False,
) -> list[StartsResult]:
    """A starts study of each experiment, their tasks shared out together; `best` and
    `entered` as a `Task` has them.

    Raises ExperimentError when one has no method that runs or its starts cannot be drawn.
    """
    plans = []
    tasks: list[Task] = []
    for experiment in experiments:
        experiment.check_runs()
        starts = sampling.points(experiment.landscape, experiment.seed)
        own = list(cut(experiment, starts, rows=rows, best=best, entered=entered))
        plans.append((experiment, starts, len(own)))
        tasks += own
    done = iter(carry_out(tasks, make_executor, cache=cache, report=report))
    results = []
    for experiment, starts, count in plans:
        methods = len(experiment.enabled_methods)
        ends = [joined([next(done) for _ in range(count // methods)]) for _ in range(methods)]
        results.append(gathered(experiment, sampling, starts, ends))
    return results
