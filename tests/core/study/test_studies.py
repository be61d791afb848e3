"""Studies against a plain loop, and however their work is cut."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import numpy as np
import pytest

from core.experiment.experiment import Experiment, MethodSpec
from core.study.asking.question import Question
from core.study.asking.studying import Studying, study
from core.study.results.starts import StartsResult
from core.study.results.statistics import measured
from core.study.starting.sampling import Sampling
from core.study.starting.vary import Variation
from core.study.telling.differences import starts_differences
from core.study.telling.starts_table import starts_table
from core.study.telling.tables import tables
from core.study.work.cache import Cache
from core.study.work.crew import BrokenError, Crew
from core.study.work.means import Means
from core.study.work.processes import processes
from core.study.work.sharing import carry_out
from core.study.work.tasks import Ends, Task, run
from landscapes import make
from landscapes.two_basins import TwoBasins
from tests.core import plain


def race(*specs: MethodSpec, steps: int = 500, **fields: object) -> Experiment:
    return Experiment(TwoBasins(100.0), specs, ((0.0, 0.0),), steps=steps, **fields)


def starts_study(experiment: Experiment, sampling: Sampling, **means: object) -> StartsResult:
    answer = study(Question("starts", experiment, sampling), Means(**means))
    return answer.known[0]


def ends_of(experiment: Experiment, starts: np.ndarray, **options: bool) -> Ends:
    return run(Task(experiment, starts, **options))


def tasks_of(rows: int = 4096) -> tuple[Task, ...]:
    return Studying(Question("starts", NOISY, SOME), Means(rows=rows)).tasks


def carried_out(tasks: Sequence[Task], **means: object) -> list[Ends]:
    found: dict[int, Ends] = {}
    carry_out(tasks, Means(**means), found.__setitem__)
    return [found[index] for index in range(len(tasks))]


@pytest.mark.parametrize("method", ["adam", "adam+cm", "adam+cg", "adam+cm+sam", "sgdm+cm"])
def test_a_start_ends_where_a_plain_loop_ends(method: str) -> None:
    """`plain` shares no code with the steppers."""
    spec = MethodSpec.create(method, {"capacity": 3, "memory_start": 5, "lr": 0.01})
    landscape = TwoBasins(100.0)
    experiment = race(spec, steps=40)
    starts = np.array([[-1.4, 0.1], [-1.6, 0.05], [1.0, -0.4]])
    ends = ends_of(experiment, starts)
    for index, start in enumerate(starts):
        path = plain.run(landscape.gradient, start, method, dict(spec.values), 40)[0]
        assert ends["position"][index] == pytest.approx(path[-1], abs=1e-9)
        losses = landscape.loss(path)
        assert ends["best_loss"][index] == pytest.approx(losses.min(), abs=1e-9)
        lengths = np.linalg.norm(np.diff(path, axis=0), axis=-1)
        assert ends["path_length"][index] == pytest.approx(lengths.sum(), abs=1e-9)


# The same bits however the work is cut and whoever does it


NOISY = race(
    MethodSpec.create("adam"),
    MethodSpec.create("adam+cm", {"capacity": 4, "policy": "random"}),
    steps=60,
    noise=0.3,
    seed=5,
)
SOME = Sampling("uniform", 150)


def csv(rows: int, make_executor: object = None) -> str:
    result = starts_study(NOISY, SOME, rows=rows, make_executor=make_executor)
    return starts_table(result).csv()


def test_the_size_of_the_tasks_changes_no_bit() -> None:
    whole = csv(4096)
    assert [csv(rows) for rows in (37, 64, 149)] == [whole] * 3


class Scripted(Crew):
    """Runs what it is given at once; breaks, as a pool does, after so many."""

    def __init__(self, lives: int) -> None:
        self.lives = lives

    def submit(self, fn, /, *arguments):  # type: ignore[no-untyped-def]
        future: Future[Ends] = Future()
        if self.lives > 0:
            future.set_result(fn(*arguments))
        else:
            future.set_exception(BrokenProcessPool("a process was killed"))
        self.lives -= 1
        return future


def test_what_a_killed_process_left_is_taken_over_by_new_ones() -> None:
    lives = iter([2, 1, 100])
    assert csv(64, lambda: Scripted(next(lives))) == csv(4096)


def test_four_processes_one_of_which_is_killed_give_the_same_bytes() -> None:
    crews: list[Crew] = [Scripted(100), processes(4)()]  # the last one comes first

    def kill(studying: Studying) -> None:
        if studying.done == 1:
            multiprocessing.active_children()[-1].kill()

    question = Question("starts", NOISY, SOME)
    answer = study(question, Means(rows=16, make_executor=crews.pop), kill)
    assert not crews
    assert starts_table(answer.known[0]).csv() == csv(4096)


def test_processes_that_die_again_and_again_are_given_up() -> None:
    made = []

    def make_executor() -> Scripted:
        made.append(Scripted(0))
        return made[-1]

    with pytest.raises(BrokenError, match="died 3 times; 6 of 6 tasks"):
        csv(64, make_executor)
    assert len(made) == 3


def test_equal_tasks_run_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[Task] = []

    def counted(task: Task, check: object) -> Ends:
        ran.append(task)
        return run(task)

    monkeypatch.setattr("core.study.work.sharing.run", counted)
    tasks = tasks_of()
    found = carried_out([*tasks, *tasks])
    assert len(ran) == len(tasks) == 2
    assert all(a is b for a, b in zip(found[:2], found[2:], strict=True))


def test_an_interrupted_study_goes_on_where_it_was_left(tmp_path: Path) -> None:
    tasks, done = tasks_of(rows=64), []

    def leave(index: int, ends: Ends) -> None:
        done.append(index)
        if len(done) == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        carry_out(tasks, Means(cache=Cache(tmp_path)), leave)
    kept = sorted(tmp_path.iterdir())
    assert len(kept) == 4
    kept[0].write_bytes(kept[0].read_bytes()[:100])  # a corrupt entry is computed again
    cache = Cache(tmp_path)
    found = carried_out(tasks, cache=cache)
    for ends, fresh in zip(found, carried_out(tasks), strict=True):
        for name, values in fresh.items():
            np.testing.assert_array_equal(ends[name], values)
    cache.forget()
    assert not list(tmp_path.iterdir())  # nobody needs them any more


# Tables


def test_every_start_is_counted_once() -> None:
    lost = race(MethodSpec.create("sgd", {"lr": 50.0}), MethodSpec.create("adam"), steps=50)
    result = starts_study(lost, Sampling("uniform", 64))
    table = starts_table(result)
    ends = [table.column(name) for name in ("diverged", "undefined", "converged", "moving")]
    assert [sum(counts) for counts in zip(*ends, strict=True)] == table.column("n") == [64, 64]
    assert table.column("diverged")[0] > 0


def test_who_diverged_counts_as_the_worst_in_a_median() -> None:
    wild = race(MethodSpec.create("sgd", {"lr": 50.0}), steps=30)
    result = starts_study(wild, Sampling("uniform", 64))
    assert result.methods[0].ends["diverged"].mean() > 0.5
    assert measured("median_final_loss", result, result.methods[0]).value == np.inf


def test_a_lattice_has_shares_without_intervals() -> None:
    result = starts_study(race(MethodSpec.create("adam"), steps=20), Sampling("lattice", 8))
    found = measured("share:flat", result, result.methods[0])
    assert 0 < found.value < 1 and np.isnan(found.low) and np.isnan(found.high)


def test_behind_the_sharp_minimum_the_two_rules_of_escape_differ() -> None:
    """The reference: adam+sam, ρ 0.1, at s = 300: .21 by the larger term, .05 by attractor."""
    experiment = race(MethodSpec.create("adam+sam", {"rho": 0.1}))
    answer = study(Question("escape", experiment, Sampling("disc", 512), (300.0,)))
    table = tables(answer)["escape"]
    assert table.column("escape_ratio")[0] == pytest.approx(0.21, abs=0.06)
    assert table.column("by_attractor")[0] == pytest.approx(0.05, abs=0.04)


def test_a_sweep_has_a_row_for_every_cell_and_method() -> None:
    experiment = race(MethodSpec.create("adam+cm"), MethodSpec.create("adam"), steps=30)
    variations = (
        Variation.parsed("methods[0].capacity=1,5", experiment),
        Variation.parsed("landscape.sharpness=10,100,300", experiment),
    )
    sampling = Sampling("uniform", 16)
    question = Question("sweep", experiment, sampling, variations=variations, statistic="diverged")
    table = tables(study(question))["sweep"]
    assert len(table.rows) == 2 * 3 * 2
    assert table.columns[:2] == ("methods[0].capacity", "landscape.sharpness")
    assert set(table.column("methods[0].capacity")) == {1, 5}


def test_the_share_at_a_place_is_the_same_however_the_place_is_typed() -> None:
    hills = make({"name": "goldstein-price"})
    experiment = Experiment(hills, (MethodSpec.create("adam"),), ((0.0, 0.0),), steps=20)
    vary = (Variation.parsed("methods[0].lr=0.05", experiment),)
    shares = [
        tables(
            study(
                Question(
                    "sweep", experiment, Sampling("uniform", 32), variations=vary,
                    statistic=f"share:{place}",
                )
            )
        )["sweep"].column("value")[0]
        for place in ("(0, −1)", "(0, -1)", "0,-1")
    ]  # fmt: skip
    assert shares[0] > 0.1 and len(set(shares)) == 1


def test_methods_are_compared_on_the_same_starts() -> None:
    experiment = race(
        MethodSpec.create("adam+cm", {"strength": 0.0, "memory_start": 100}, label="control"),
        MethodSpec.create("adam+cm", {"memory_start": 100}, label="C = 5"),
    )
    result = starts_study(experiment, Sampling("disc", 128))
    table = starts_differences(result)
    row = dict(
        zip(table.columns, table.rows[table.column("what").index("share:flat")], strict=True)
    )
    assert row["method"] == "C = 5" and row["difference"] > 0.9
    assert row["low"] > 0.8 and row["p"] < 1e-20
