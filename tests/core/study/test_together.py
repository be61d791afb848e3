"""Settings that step as one batch come to the same bits as alone, whatever the method."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.methods import HYPERPARAMETERS, METHODS
from core.experiment.schedules import Schedule
from core.stepping.together import MAY_DIFFER, alike
from core.study.asking.question import Question
from core.study.asking.studying import Studying, study
from core.study.results.starts import gathered, gathered_each
from core.study.starting.sampling import Sampling
from core.study.starting.vary import Variation
from core.study.telling.tables import tables
from core.study.work.means import Means
from core.study.work.plan import plan
from core.study.work.tasks import Task, run
from landscapes import make

LEVY = make({"name": "levy"})
STEPS = 20


def race(*specs: MethodSpec, **fields: object) -> Experiment:
    return Experiment(LEVY, specs, ((0.0, 0.0),), steps=STEPS, seed=4, **fields)


def settings_of(method: str, policy: str, count: int, rng: np.random.Generator) -> list[MethodSpec]:
    """Cards that differ in all that may differ."""
    base = METHODS[method].base.name
    slow = 0.02 if base.startswith("sgd") else 1.0
    values = {
        "lr": rng.uniform(0.01, 0.2, count) * slow,
        "eps": 10.0 ** rng.uniform(-8, -1, count),
        "weight_decay": rng.uniform(0, 0.2, count),
        "momentum": rng.uniform(0, 0.95, count),
        "decay": rng.uniform(0.3, 1, count),
        "memory_start": rng.integers(0, 9, count),
        "memory_stop": rng.choice([0, 12, 17, STEPS], count),
        "rho": rng.uniform(0, 0.3, count),
    }
    assert set(values) == set(MAY_DIFFER)
    common = {"capacity": 3, "strength": 0.8, "policy": policy, "lr": 0.05 * slow}
    return [
        MethodSpec.create(
            method,
            common | {k: v[i].item() for k, v in values.items() if base in MAY_DIFFER[k]},
        )
        for i in range(count)
    ]


POLICIES = HYPERPARAMETERS["policy"].choices
PAIRS = {(method, POLICIES[place % len(POLICIES)]) for place, method in enumerate(METHODS)}


@pytest.mark.parametrize(("method", "policy"), sorted(PAIRS | {("adam+cm", p) for p in POLICIES}))
def test_settings_that_step_together_come_to_what_they_come_to_alone(
    method: str, policy: str
) -> None:
    rng = np.random.default_rng([len(method), len(policy)])
    specs = settings_of(method, policy, 3, rng)
    starts = rng.uniform(-10, 10, (70, 2))
    starts[3] = 1e3  # is lost at once
    falling = Schedule("cosine", to=0.1) if policy == "random" else Schedule()
    noisy = race(*specs, noise=0.2, lr_schedule=falling, strength_schedule=falling)
    together = run(Task(noisy, starts, first=100))
    assert len({alike(spec) for spec in specs}) == 1
    assert together["diverged"].any() and len(np.unique(together["final_loss"])) > 50
    for place, spec in enumerate(specs):
        alone = run(Task(dataclasses.replace(noisy, methods=(spec,)), starts, first=100))
        for name, values in alone.items():
            np.testing.assert_array_equal(together[name][place * 70 : place * 70 + 70], values)


def test_a_sweep_of_cells_that_step_together_is_that_of_cells_alone() -> None:
    pair = race(MethodSpec.create("adam+cm", {"capacity": 2}), MethodSpec.create("adam"))
    varied = (
        Variation("methods[*].lr", (0.01, 0.1, 0.3)),
        Variation("methods[0].capacity", (1, 4)),
    )
    question = Question("sweep", pair, Sampling("uniform", 70), variations=varied)
    few, many = Means(rows=63), Means(rows=4096)
    assert [len(Studying(question, means).tasks) for means in (few, many)] == [24, 3]
    alone, together = (tables(study(question, means))["sweep"] for means in (few, many))
    assert together.csv() == alone.csv()


def test_nothing_steps_together_that_is_rounded_otherwise_than_alone() -> None:
    one = MethodSpec.create("adam+cm")
    for name, value in (("strength", 0.5), ("beta1", 0.8), ("capacity", 2), ("policy", "fifo")):
        assert alike(one) != alike(one.changed(**{name: value}))
    slow, fast = (MethodSpec.create("sgdm", {"lr": lr}) for lr in (0.01, 0.02))
    assert alike(slow) != alike(fast)
    assert alike(one) == alike(one.changed(momentum=0.1, lr=0.2, rho=1.0))
    starts = np.zeros((600, 2))
    for rows, tasks in ((4096, 1), (700, 2), (600, 3)):
        races = [(race(one.changed(lr=lr)), starts) for lr in (0.1, 0.2, 0.3)]
        assert len(plan(races, Means(rows=rows), best=True, entered=False)) == tasks
    assert len(plan(races, Means(device="cuda"), best=True, entered=False)) == 3


def test_minima_of_several_races_are_as_flat_as_each_ones_alone() -> None:
    """To the last bit, on two landscapes in turn, of one start, of many, of one that is lost."""
    races, rng = [], np.random.default_rng(0)
    for place, n in enumerate((1, 70, 40, 9)):
        landscape = make({"name": ("ackley", "levy")[place % 2]})
        specs = (MethodSpec.create("adam", {"lr": 0.05}),) * (1 + place % 2)
        experiment = Experiment(landscape, specs, ((0.0, 0.0),), steps=STEPS)
        starts = rng.uniform(-5, 5, (n, 2))
        ends = run(Task(dataclasses.replace(experiment, methods=specs[:1]), starts))
        ends["rest"][8:9] = np.nan
        races.append((experiment, starts, [ends] * len(specs)))
    sampling = Sampling("uniform", 70)
    for race_, together in zip(races, gathered_each(races, sampling, 0.5), strict=True):
        alone = gathered(race_[0], sampling, *race_[1:], 0.5)
        assert (together.experiment, together.below) == (race_[0], 0.5)
        assert together.names == alone.names
        np.testing.assert_array_equal(together.minima, alone.minima)
        for one, other in zip(together.methods, alone.methods, strict=True):
            assert one.spec == other.spec and one.ends.keys() == other.ends.keys()
            np.testing.assert_array_equal(one.attractor, other.attractor)
            for name, values in one.ends.items():
                np.testing.assert_array_equal(values, other.ends[name])
