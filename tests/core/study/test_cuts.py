"""What becomes of a start hangs on nobody that comes with it, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.experiment.experiment import Experiment, MethodSpec
from core.measures.attractors import descend
from core.measures.sharpness import sharpness
from core.study.starting.sampling import Sampling
from core.study.work.tasks import Task
from landscapes import make
from landscapes.base import Landscape
from landscapes.expression import Expression

WAVES = "sin(x*y) + exp(-x**2) + log(1 + y**2) + tanh(x) + abs(x)**1.5 + 0.1*atan2(y, x)"
GROUNDS = [
    *(make({"name": name}) for name in ("ackley", "levy", "two-basins", "himmelblau")),
    make({"name": "levy", "parameters": {"dimension": 3}}),
    Expression(WAVES, ((-4.0, 4.0), (-4.0, 4.0))),
]


@pytest.mark.parametrize("landscape", GROUNDS, ids=lambda each: f"{each.title} {each.dimension}")
def test_a_descent_and_a_curvature_are_the_same_alone_and_in_company(landscape: Landscape) -> None:
    """numpy's vectorised functions, einsum and eigh, on batches that shrink while they rest."""
    low, high = np.array(landscape.domain).T
    rng = np.random.default_rng(3)
    points = low + rng.random((45, len(low))) * (high - low)
    points[7], points[8], points[9] = np.nan, np.inf, 1e200  # who is lost takes nobody along
    rests, curved = descend(landscape, points), sharpness(landscape, points).largest
    for cuts in ([1, 2, 3, 6, 11, 20], [17], np.sort(rng.choice(45, 12, replace=False))):
        parts = np.split(points, cuts)
        apart = np.concatenate([descend(landscape, part) for part in parts])
        assert apart.tobytes() == rests.tobytes()
        apart = np.concatenate([sharpness(landscape, part).largest for part in parts])
        assert apart.tobytes() == curved.tobytes()


def test_a_task_computes_in_one_thread_wherever_it_runs() -> None:
    """Several would cut a batch where rows of a vector are left over."""
    ground = GROUNDS[0]
    race = Experiment(ground, (MethodSpec.create("adam"),), ((0.0, 0.0),), steps=2)
    seen: list[int] = []
    before = torch.get_num_threads()
    torch.set_num_threads(3)
    try:
        task = Task(race, Sampling("uniform", 8).points(ground, 0))
        task.run(lambda: seen.append(torch.get_num_threads()))
        assert torch.get_num_threads() == 3
    finally:
        torch.set_num_threads(before)
    assert set(seen) == {1}
