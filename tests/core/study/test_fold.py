"""What is folded while a run goes on is what its recording, kept whole, tells afterwards."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.experiment.drift import Drift
from core.experiment.experiment import Experiment, MethodSpec
from core.stepping.simulate import record
from core.study.work import fold
from core.study.work.all_at_once import lower_some, may_be_lower
from core.study.work.tasks import Task, run
from landscapes import make
from landscapes.expression import Expression

RIM = Expression("x**4/20 + y**2 + sqrt(x + 2.5)", ((-3.0, 3.0), (-1.0, 1.0)))
"""No loss where x < −2.5; a large rate throws starts out of it, or to where there is none."""
CHUTE = Expression("y**2 - x**4", ((-3.0, 3.0), (-1.0, 1.0)))
"""Who is lost falls ever lower."""


@pytest.mark.parametrize("many", [1, 10**6])
@pytest.mark.parametrize("numbers", [1, 600, 10**6])
@pytest.mark.parametrize(
    ("landscape", "rate", "drift"),
    [
        (RIM, 0.15, None),
        (RIM, 1.01, None),
        (RIM, 1.01, Drift("jump", 9, (0.6, -0.2))),
        (make({"name": "levy"}, dimension=3), 0.05, None),
    ],
)
def test_folded_figures_are_those_of_the_whole_recording(
    landscape: Expression,
    rate: float,
    drift: Drift | None,
    numbers: int,
    many: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fold, "NUMBERS", numbers)
    monkeypatch.setattr(fold, "MANY_NUMBERS", many)
    low, high = np.array(landscape.domain).T
    starts = low + np.random.default_rng(1).random((70, len(low))) * (high - low)
    spec = MethodSpec.create("sgdm", {"lr": rate, "momentum": 0.3})
    experiment = Experiment(landscape, (spec,), tuple(map(tuple, starts)), 50, drift=drift)
    ends = run(Task(experiment, starts))
    (track,) = record(experiment).tracks
    positions, losses = track["positions"], track["losses"]
    lengths = np.nan_to_num(np.linalg.norm(np.diff(positions, axis=0), axis=-1))
    np.testing.assert_array_equal(ends["position"], positions[-1])
    np.testing.assert_allclose(ends["path_length"], lengths.sum(0), rtol=1e-12)
    np.testing.assert_allclose(ends["best_loss"], np.fmin.reduce(losses), rtol=1e-12)
    moved = lengths > fold.STILL * landscape.diagonal
    last = np.where(moved.any(0), len(moved) - np.argmax(moved[::-1], axis=0), 0)
    np.testing.assert_array_equal(ends["settled_at"], last)
    dead = np.isnan(positions[-1]).any(-1)
    np.testing.assert_array_equal(ends["diverged"] | ends["undefined"], dead | np.isnan(losses[-1]))
    assert len(np.unique(np.isnan(positions[..., 0]).sum(0))) >= (4 if rate > 1 else 1)


@pytest.mark.parametrize("landscape", [make({"name": "ackley"}), RIM, CHUTE])
@pytest.mark.parametrize("method", ["adam+cm", "adam+cm+sam", "sgd+sam"])
def test_the_best_loss_is_the_same_told_on_the_way_or_looked_up(
    method: str, landscape: Expression, monkeypatch: pytest.MonkeyPatch
) -> None:
    rates = (0.01, 0.7) if method != "sgd+sam" else (0.5,)
    specs = tuple(MethodSpec.create(method, {"lr": rate, "rho": 0.3}) for rate in rates)
    starts = np.random.default_rng(2).uniform(-3, 3, (130, 2))
    starts[3] = 1e3  # is lost at once
    race = Experiment(landscape, specs, ((0.0, 0.0),), steps=30, noise=0.3, seed=1)
    monkeypatch.setattr(fold, "NUMBERS", 7 * 2 * 192)  # the last fold has fewer steps
    found = []
    for many in (1, 10**6):
        monkeypatch.setattr(fold, "MANY_NUMBERS", many)
        found.append(run(Task(race, starts, first=9)))
    told, looked_up = found
    for name, values in looked_up.items():
        np.testing.assert_array_equal(told[name], values, name)
    assert told["diverged"].any() and len(np.unique(told["best_loss"])) > 100


@pytest.mark.parametrize("lower", [0, 1, 63, 64, 200])
def test_only_losses_that_may_be_lower_are_asked_for(lower: int) -> None:
    random = np.random.default_rng(lower)
    points = random.uniform(1.0, 2.0, (3, 200, 2))
    points[random.integers(0, 3, lower), random.permutation(200)[:lower]] *= 0.1
    points[2, 0], least = np.nan, np.full(200, 1.0)
    least[[0, 1]] = np.nan
    losses, asked, kept = points.sum(-1), [], torch.from_numpy(least.copy())
    wanted = np.fmin(np.fmin.reduce(losses), least)
    which = np.empty((3, 200), dtype=bool)
    for floor, out in zip(losses - 0.25, which, strict=True):
        may_be_lower(kept, torch.from_numpy(floor).view(4, 50), out)

    def loss(some: torch.Tensor) -> torch.Tensor:
        asked.append(len(some))
        return some[:, 0] + some[:, 1]

    lower_some(kept, torch.from_numpy(points), which, loss)
    np.testing.assert_array_equal(kept.numpy(), wanted)
    np.testing.assert_array_equal(which, ~(losses - 0.25 >= least))
    assert asked == [which.sum() + -which.sum() % 64]


def test_who_was_lost_and_is_a_number_again_has_no_place_all_the_same() -> None:
    """Some optimizers of another package put points back where their own state says."""
    starts = np.zeros((3, 2))
    experiment = Experiment(CHUTE, (MethodSpec.create("sgd"),), ((0.0, 0.0),), 2)
    folded = fold.Fold(experiment, starts, best=False)
    for x in (1e9, 0.5):
        points = torch.from_numpy(starts.copy())
        points[1, 0] = x
        folded.take(points)
        folded.settle()
    ends = folded.ends()
    assert ends["diverged"].tolist() == [False, True, False]
    assert np.isnan(ends["position"]).all(-1).tolist() == [False, True, False]
    assert np.isnan(ends["final_loss"]).tolist() == [False, True, False]
