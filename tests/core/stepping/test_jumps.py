"""What a minimum that jumps does to a memory: found in trials, and held here.

A bowl ten times as steep along y as along x, whose middle jumps from (−1, −0.3) to (1, 0.3) and
back every 100 steps; 500 steps from the origin.
"""

import numpy as np
import pytest

import landscapes
from core.experiment.drift import Drift
from core.experiment.experiment import Experiment, MethodSpec
from core.stepping.simulate import record

BOWL = landscapes.make(
    {
        "name": "expression",
        "parameters": {"loss": "0.5*((x+1)**2 + 10*(y+0.3)**2)"},
        "domain": [[-3, 3], [-2, 2]],
    }
)
JUMPS = Drift("jump", 100, (2.0, 0.6))


def raced(specs, memory):
    return record(Experiment(BOWL, tuple(specs), ((0.0, 0.0),), 500, drift=JUMPS), memory).tracks


@pytest.mark.parametrize(
    ("method", "settings", "rates", "loss"),
    [
        ("adam+cm", {"strength": 0.0}, (0.03, 0.05, 0.1), 0.17),
        ("adam", {}, (0.3, 0.4, 0.5), 0.17),
        ("adam+cm", {"capacity": 5, "decay": 0.7}, (0.02, 0.03, 0.05), 0.35),
        ("adam+cm", {"capacity": 20, "decay": 0.7}, (0.03, 0.05, 0.1), 0.33),
        ("adam+cm", {"capacity": 20, "decay": 0.99}, (0.05, 0.1, 0.2), 0.31),
        ("adam+cm", {"capacity": 20, "decay": 1.0}, (0.05, 0.1, 0.2), 0.24),
    ],
)
def test_at_its_best_rate_a_memory_costs_mean_loss_after_jumps(method, settings, rates, loss):
    tracks = raced((MethodSpec.create(method, settings | {"lr": rate}) for rate in rates), "none")
    means = [track["losses"].mean() for track in tracks]
    assert np.argmin(means) == 1  # no rate at the edge of those tried
    assert means[1] == pytest.approx(loss, abs=0.006)


def test_a_large_jump_flushes_the_memory_by_its_own_gradients_unless_nothing_is_forgotten():
    short, long, endless = raced(
        (
            MethodSpec.create("adam+cm", {"capacity": 5, "decay": 0.7, "lr": 0.03}),
            MethodSpec.create("adam+cm", {"capacity": 20, "decay": 0.99, "lr": 0.1}),
            MethodSpec.create("adam+cm", {"capacity": 20, "decay": 1.0, "lr": 0.1}),
        ),
        "all",
    )
    for jump in (100, 200, 300, 400):
        assert short["memory_births"][jump + 5, 0, :5].min() >= jump
        assert long["memory_births"][jump + 40, 0].min() >= jump
        assert endless["memory_births"][jump + 99, 0].min() < 10
