"""Problems side by side, or in the room of the last step, take the course that each takes alone."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import landscapes
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.methods import HYPERPARAMETERS, METHODS
from core.stepping.norms import row_norm
from core.stepping.scratch import Scratch
from core.stepping.simulate import record
from core.stepping.update import Rule
from tests.core.stepping.test_rules import (
    NUDGE,
    STEPS,
    advance,
    assert_same_course,
    hyperparameters,
    methods,
)

MIXED = ("lr", "beta1", "beta2", "decay", "strength", "rho", "memory_start", "memory_stop")


def batch_and_singles(method, rows, seed):
    """Each row's path in a batch, alone, and alone from a rounding away."""
    shared = {k: value for k, value in rows[0].items() if k not in (*MIXED, "capacity")}
    batch = shared | {
        k: torch.tensor([float(r[k]) for r in rows], dtype=torch.float64) for k in MIXED
    }
    batch["capacity"] = torch.tensor([row["capacity"] for row in rows])
    if method.startswith("sgd"):
        batch["lr"] = batch["lr"] * 1e-3
    starts = torch.from_numpy(np.random.default_rng(seed).uniform(-8, 8, (len(rows), 2)))
    together = advance(Rule.create(method, batch), starts)
    for index, row in enumerate(rows):
        single = row | shared
        single["lr"] = float(batch["lr"][index])
        rule, start = Rule.create(method, single), starts[index : index + 1]
        alone, nudged = (advance(rule, place, row=index) for place in (start, start * NUDGE))
        yield together[:, index], alone[:, 0], nudged[:, 0]


@settings(max_examples=30, deadline=None)
@given(
    method=methods, rows=st.lists(hyperparameters, min_size=4, max_size=4), seed=st.integers(0, 9)
)
def test_a_batch_of_mixed_settings_is_as_many_single_runs(method, rows, seed):
    """Capacities 0, 1, 3 and 5 side by side, every hyperparameter with one value per problem."""
    rows = [row | {"capacity": c} for row, c in zip(rows, (0, 1, 3, 5), strict=True)]
    for together, alone, nudged in batch_and_singles(method, rows, seed):
        assert_same_course(together, alone, nudged)


@pytest.mark.parametrize("policy", HYPERPARAMETERS["policy"].choices)
@pytest.mark.parametrize("method", METHODS)
def test_a_batch_at_usual_settings_is_as_many_single_runs_to_nine_digits(method, policy):
    usual = {name: row.default for name, row in HYPERPARAMETERS.items()} | {"policy": policy}
    rows = [
        usual | {"lr": 0.01 * (n + 1), "beta1": 0.9 - 0.1 * n, "decay": 0.7 + 0.1 * n,
                 "strength": 1.0 - 0.2 * n, "memory_start": 2 * n, "capacity": (0, 1, 3, 5)[n]}
        for n in range(4)
    ]  # fmt: skip
    for together, alone, _ in batch_and_singles(method, rows, seed=1):
        torch.testing.assert_close(together, alone, rtol=1e-9, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(method=methods, values=hyperparameters, seed=st.integers(0, 9))
def test_permuting_the_starts_permutes_the_run_exactly(method, values, seed):
    values["policy"] = "priority" if values["policy"] == "random" else values["policy"]
    generator = np.random.default_rng(seed)
    starts, order = generator.uniform(-8, 8, (7, 2)), generator.permutation(7)
    spec = MethodSpec.create(method, values)
    landscape = landscapes.make({"name": "levy"})

    def positions(points):
        points = tuple(map(tuple, points))
        return record(Experiment(landscape, (spec,), points, STEPS)).tracks[0]["positions"]

    assert np.array_equal(positions(starts[order]), positions(starts)[:, order], equal_nan=True)


@settings(max_examples=30, deadline=None)
@given(method=methods, values=hyperparameters, rows=st.sampled_from([1, 6]))
def test_overwriting_the_state_gives_the_same_run(method, values, rows):
    """`reuse` trades purity for speed, never a digit."""
    rule = Rule.create(method, values)
    generator = torch.Generator().manual_seed(0)
    pure = torch.randn(rows, 2, generator=generator, dtype=torch.float64)
    reused = pure.clone()
    state = rule.start(pure, row_norm(pure))
    other = rule.start(reused, row_norm(reused))
    scratch = Scratch()
    for _ in range(15):
        gradient = torch.randn(rows, 2, generator=generator, dtype=torch.float64)
        before = [x.clone() for x in state if isinstance(x, torch.Tensor)]
        step, after = rule.update(gradient, row_norm(gradient), state)
        assert all(
            torch.equal(x, y)
            for x, y in zip(before, (x for x in state if isinstance(x, torch.Tensor)), strict=True)
        )
        pure, state = rule.move(pure, step), after
        step, other = rule.update(gradient, row_norm(gradient), other, reuse=scratch)
        reused = rule.move(reused, step, out=reused)
        assert torch.equal(pure, reused)
