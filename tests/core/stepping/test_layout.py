"""Points whose coordinates lie apart make the same steps, and stay laid out so."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.experiment.experiment import Experiment, MethodSpec
from core.stepping.race import Race
from landscapes import make
from landscapes.expression import Expression
from landscapes.layout import apart

STARTS = np.random.default_rng(3).uniform(-2, 2, (192, 2))
STEEP = Expression("x**4/20 + y**2 + exp(x*y/9)", ((-3.0, 3.0), (-2.0, 2.0)))


@pytest.mark.parametrize("policy", ["priority", "random"])
@pytest.mark.parametrize("method", ["adamw+cm+sam", "sgdm+cg"])
@pytest.mark.parametrize(
    "landscape", [make({"name": "levy"}), make({"name": "beale"}), STEEP], ids=lambda x: x.name
)
def test_coordinates_apart_make_the_same_steps(
    landscape: Expression, method: str, policy: str
) -> None:
    specs = tuple(
        MethodSpec.create(method, {"lr": 1e-4, "decay": decay, "policy": policy})
        for decay in (0.7, 0.9)
    )
    experiment = Experiment(landscape, specs, ((0.0, 0.0),), steps=15, noise=0.1)
    one, other = (
        Race(experiment, starts=STARTS, batched=True, apart=layout) for layout in (False, True)
    )
    with torch.inference_mode():
        for _ in range(15):
            found, norms = other.step(reuse=True)
            expected, lengths = one.step(reuse=True)
        (theta,), (state,) = other.thetas, other.states
        torch.testing.assert_close(theta, one.thetas[0], rtol=1e-12, atol=1e-14)
        torch.testing.assert_close(found, expected, rtol=1e-10, atol=1e-12)
        torch.testing.assert_close(norms, lengths, rtol=1e-10, atol=1e-12)
        kept = (theta, found, state.first_moment, state.memory_items)
        assert all(values is None or apart(values) for values in kept)
        other.bury(0, torch.arange(2 * len(STARTS)) == 5)
        assert apart(other.thetas[0])


def test_a_memory_that_was_not_overwritten_from_the_start_can_be_from_any_step_on() -> None:
    spec = MethodSpec.create("adam+cm", {"lr": 0.01})
    experiment = Experiment(STEEP, (spec,), ((0.0, 0.0),), steps=40)
    one, other = (Race(experiment, starts=STARTS, apart=True) for _ in range(2))
    with torch.inference_mode():
        for step in range(20):
            one.step()
            other.step(reuse=step % 3 > 0)
    np.testing.assert_array_equal(one.thetas[0], other.thetas[0])
    np.testing.assert_array_equal(one.states[0].memory_items, other.states[0].memory_items)


@pytest.mark.parametrize("chosen", [range(64), range(0, 192, 3)])
def test_the_last_bits_of_a_start_do_not_tell_how_many_came_with_it(chosen: range) -> None:
    spec = MethodSpec.create("adam+cm", {"lr": 0.01})
    experiment = Experiment(STEEP, (spec,), ((0.0, 0.0),), steps=40)
    many = np.concatenate([STARTS] * 8)  # so many are set apart unasked
    with torch.inference_mode():
        few = Race(experiment, starts=STARTS[list(chosen)], apart=True)
        all_of_them = Race(experiment, starts=many)
        for _ in range(40):
            few.step(reuse=True)
            all_of_them.step(reuse=True)
    np.testing.assert_array_equal(few.thetas[0], all_of_them.thetas[0][list(chosen)])
