"""A base that joins the table with a direction of its own runs, is taken apart and charted.

NAdam stands for it: what it steps along hangs on the step's number and on all before it.
"""

import dataclasses
import math

import numpy as np
import pytest
import torch

from core.anatomy.anatomy import anatomy
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.methods import BASES, METHODS, Method
from core.experiment.shapes import Direction, product
from core.measures.series import SERIES
from core.stepping.rules import RULES
from core.stepping.simulate import record
from landscapes import make
from tests.core.doubles import double_throughout

STEPS = 40


def momentum(beta1, t):
    """The momentum of step t, as torch lets it grow."""
    return beta1 * (1 - 0.5 * 0.96 ** (0.004 * t))


def ahead(h, t):
    """p and q of Dozat's NAdam, before the division by 1 − β₁ᵗ."""
    given = (h["beta1"],)
    corrected = 1 - h["beta1"] ** t
    return (
        momentum(*given, t + 1) * corrected / (1 - product(momentum, given, t + 1)),
        (1 - momentum(*given, t)) * corrected / (1 - product(momentum, given, t)),
    )


@pytest.fixture(autouse=True)
def nadam(monkeypatch):
    adam = BASES["adam"]
    direction = Direction("d", "Look ahead", "p·{m} + q·{g}", "It looks ahead.", ahead)
    shape = adam.shape._replace(direction=direction)
    base = dataclasses.replace(adam, name="nadam", title="NAdam", shape=shape)
    monkeypatch.setitem(BASES, base.name, base)
    monkeypatch.setitem(RULES, base.name, RULES["adam"])
    for memory in (None, "cg", "cm"):
        method = Method(base, memory, sam=False)
        monkeypatch.setitem(METHODS, method.name, method)


def run(method, **settings):
    """A run on x² − y² + y⁴/4 from (1, 1), where the gradient is (2, −1)."""
    given = {"lr": 0.05, "beta1": 0.5, "beta2": 0.75, "strength": 2.0}
    spec = MethodSpec.create(method, {**given, **settings})
    experiment = Experiment(make({"name": "saddle"}), (spec,), ((1.0, 1.0),), STEPS)
    return experiment, spec, record(experiment).tracks[0]


def torchs():
    landscape = make({"name": "saddle"})
    theta = torch.nn.Parameter(torch.ones(2, dtype=torch.float64))
    optimizer, path = torch.optim.NAdam([theta], 0.05, (0.5, 0.75), 1e-8), []
    for _ in range(STEPS + 1):
        path.append(theta.detach().tolist())
        theta.grad = landscape.gradient(theta.detach())
        optimizer.step()
    return path


@pytest.mark.parametrize("method", ["nadam", "nadam+cg"])
def test_it_is_torchs_own_where_no_memory_has_strength(method):
    _, _, track = run(method, strength=0)
    with double_throughout():
        np.testing.assert_allclose(track["positions"][:, 0], torchs(), rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize("method", ["nadam", "nadam+cg", "nadam+cm"])
def test_a_step_taken_apart_arrives_where_it_did(method):
    experiment, spec, track = run(method)
    for time in range(STEPS):
        found = anatomy(experiment, spec, track, time)
        np.testing.assert_allclose(found.arrival, track["positions"][time + 1, 0], rtol=1e-9)


def test_its_direction_is_shown_under_its_letter():
    # μ₁ = 0.25004, μ₂ = 0.25008: p = μ₂/(1 − μ₁μ₂)/2 and q = (1 − μ₁)/(1 − μ₁)/2
    experiment, spec, track = run("nadam")
    substeps = {s.key: s for s in anatomy(experiment, spec, track, 0).substeps}
    direction = substeps["direction"]
    assert direction.formula == "d = p·m + q·g"
    assert direction.numbers == "d = 0.1334·(1, −0.5) + 0.5·(2, −1) = (1.13, −0.567)"
    assert substeps["scaled"].formula.startswith("Δ = −α·(d/(1 − β₁ᵗ))/")


def test_the_pull_of_its_memory_is_beside_what_it_is_added_to():
    experiment, spec, track = run("nadam+cm")
    values = SERIES["pull"].values(experiment, spec, track)
    for time in (0, 1, 17):
        p, q = ahead(spec.values, time + 1)
        direction = p * track["first_moments"][time + 1, 0] + q * track["gradients"][time, 0]
        assert values[time, 0, 1] == pytest.approx(np.linalg.norm(direction), rel=1e-12)


def test_a_product_over_all_steps_is_multiplied_once():
    asked = []

    def factor(rate, step):
        asked.append(step)
        return rate / step

    for t in (0, 1, 2, 3, 4, 7, 8, 100, 5):
        assert product(factor, (2.0,), t) == pytest.approx(2.0**t / math.factorial(t), rel=1e-12)
    assert len(asked) <= 8  # for 100 steps
    rates = torch.tensor([2.0, 3.0])
    torch.testing.assert_close(product(factor, (rates,), 4), rates**4 / 24)
    for constant in (0.5, 1):
        assert product(lambda rate, step: rate, (constant,), 5) == constant**5
