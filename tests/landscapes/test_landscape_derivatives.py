"""Closed forms against autograd of the textbook formulas, on every kind of array and shape."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from textbook import TEXTBOOK, ackley, autograd, levy, somewhere, two_basins

from landscapes import LANDSCAPES, make
from landscapes.base import Landscape

NAMES = sorted(set(LANDSCAPES) - {"expression"})
FORMULA = {"loss": "sin(x*y) + x**2/(1 + y**2)"}


def described(name: str) -> Landscape:
    if name == "expression":
        return make({"name": name, "parameters": FORMULA, "domain": [[-2, 2], [-1, 3]]})
    return make({"name": name})


def assert_equal_to_autograd(landscape, loss, points):
    losses, gradients, hessians = autograd(loss, points)
    for ours, theirs in (
        (landscape.loss(points), losses),
        (landscape.gradient(points), gradients),
        (landscape.hessian(points), hessians),
    ):
        assert ours.dtype == torch.float64
        scale = theirs.abs().amax().item()
        torch.testing.assert_close(ours, theirs, rtol=1e-9, atol=1e-12 * max(1.0, scale))


def test_every_landscape_has_a_textbook_formula():
    assert set(TEXTBOOK) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_loss_gradient_and_hessian_are_the_textbooks(name):
    landscape = make({"name": name})
    assert_equal_to_autograd(landscape, TEXTBOOK[name], somewhere(landscape, 300))


@pytest.mark.parametrize("dimension", [1, 2, 3, 10])
def test_levy_in_any_dimension(dimension):
    landscape = make({"name": "levy", "parameters": {"dimension": dimension}})
    assert_equal_to_autograd(landscape, levy, somewhere(landscape, 60))


@pytest.mark.parametrize("sharpness", [1, 7.5, 300, 1000])
def test_two_basins_at_any_sharpness(sharpness):
    landscape = make({"name": "two-basins", "parameters": {"sharpness": sharpness}})
    assert_equal_to_autograd(landscape, two_basins(sharpness), somewhere(landscape, 200))


@given(a=st.floats(0.1, 100), b=st.floats(0.01, 2), c=st.floats(0.1, 20), seed=st.integers(0, 1000))
def test_ackley_with_any_parameters(a, b, c, seed):
    landscape = make({"name": "ackley", "parameters": {"a": a, "b": b, "c": c}})

    def textbook(p):
        mean_square, mean_cosine = (p**2).mean(-1), torch.cos(c * p).mean(-1)
        return -a * torch.exp(-b * torch.sqrt(mean_square)) - torch.exp(mean_cosine) + a + np.e

    assert_equal_to_autograd(landscape, textbook, somewhere(landscape, 20, seed))


def test_ackley_close_to_its_tip_but_not_at_it():
    points = torch.tensor([[1e-7, 0.0], [3e-5, -4e-5], [-1e-3, 2e-3]], dtype=torch.float64)
    _, gradients, _ = autograd(ackley, points)
    torch.testing.assert_close(make({"name": "ackley"}).gradient(points), gradients)


@pytest.mark.parametrize("name", [*NAMES, "expression"])
def test_numpy_and_torch_agree(name):
    landscape = described(name)
    points = somewhere(landscape, 200)
    for function in (landscape.loss, landscape.gradient, landscape.hessian):
        ours, theirs = function(points.numpy()), function(points)
        assert isinstance(ours, np.ndarray)
        assert ours.dtype == np.float64
        np.testing.assert_allclose(ours, theirs.numpy(), rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize("name", [*NAMES, "expression"])
@pytest.mark.parametrize("leading", [(), (1,), (3,), (70,), (2, 3), (80, 2), (2, 1, 70)])
def test_a_batch_of_any_shape_is_its_single_points(name, leading):
    landscape = described(name)
    dimension = landscape.dimension
    count = int(np.prod(leading, dtype=int))
    points = somewhere(landscape, count).reshape(*leading, dimension)
    singles = points.reshape(-1, dimension)
    for function, shape in (
        (landscape.loss, ()),
        (landscape.gradient, (dimension,)),
        (landscape.hessian, (dimension, dimension)),
    ):
        batch = function(points)
        assert batch.shape == (*leading, *shape)
        one_by_one = torch.stack([function(single) for single in singles])
        torch.testing.assert_close(
            batch.reshape(one_by_one.shape), one_by_one, rtol=1e-11, atol=1e-11
        )


@pytest.mark.parametrize("name", [*NAMES, "expression"])
@pytest.mark.parametrize("leading", [(), (1,), (70,), (2, 1, 70), (1, 4096)])
def test_what_is_told_together_is_each_alone_to_the_last_bit(name, leading):
    every = [described(name)]
    every += [make({"name": name}, dimension=d) for d in (1, 5)] if every[0].any_dimension else []
    for landscape in every:
        points = somewhere(landscape, int(np.prod(leading, dtype=int)))
        points = 3 * points.reshape(*leading, landscape.dimension)
        points[..., 0] = torch.where(points[..., 0] > 2.0, 1e200, points[..., 0])
        for kind in (points, points.numpy(), 0 * points, torch.nan * points, points.float()):
            with np.errstate(all="ignore"):
                slope, losses = landscape.gradient_and_losses(kind)
                together = *landscape.loss_and_gradient(kind), slope, *landscape.derivatives(kind)
                loss, gradient = landscape.loss(kind), landscape.gradient(kind)
                apart = loss, gradient, gradient, gradient, landscape.hessian(kind)
                assert not np.any(np.asarray(losses.floor) > np.asarray(loss))
            for ours, theirs in zip(together, apart, strict=True):
                assert type(ours) is type(theirs) and ours.dtype == theirs.dtype
                np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("a", [0.1, 20.0, 100.0])
def test_ackleys_floor_is_just_below_its_losses(a, dtype):
    landscape, random = make({"name": "ackley", "parameters": {"a": a}}), np.random.default_rng(0)
    scales = np.logspace(-9, 2, 4096)[:, None]
    points = torch.from_numpy(scales * random.normal(size=(4096, 2))).to(dtype)[None]
    points[0, 5] = torch.nan
    for kind in (points, points.numpy()):
        losses = landscape.gradient_and_losses(kind)[1]
        whole = np.asarray(landscape.loss(kind))[0]
        below = whole - np.asarray(losses.floor)[0]
        eps = torch.finfo(dtype).eps
        assert np.isnan(below[5]) and 0 < np.nanmin(below) <= np.nanmax(below) < 100 * (a + 4) * eps


@pytest.mark.parametrize("name", [*NAMES, "expression"])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_points_precision_is_kept_and_the_points_themselves_too(name, dtype):
    landscape = described(name)
    points = somewhere(landscape, 5).to(dtype)
    before = points.clone()
    with torch.inference_mode():
        results = [f(points) for f in (landscape.loss, landscape.gradient, landscape.hessian)]
    assert [result.dtype for result in results] == [dtype] * 3
    assert torch.equal(points, before)


@pytest.mark.parametrize("name", [*NAMES, "expression"])
def test_everything_is_finite_far_outside_the_domain(name):
    landscape = described(name)
    points = somewhere(landscape, 50) * 1e3
    for function in (landscape.loss, landscape.gradient, landscape.hessian):
        assert torch.isfinite(function(points)).all()
        assert np.isfinite(function(points.numpy())).all()


def test_two_basins_where_both_exponents_underflow():
    landscape = make({"name": "two-basins", "parameters": {"sharpness": 1000}})
    points = torch.tensor([[300.0, 400.0], [-300.0, 400.0]], dtype=torch.float64)
    bowl = 0.5 * ((points - torch.tensor([1.5, 0.0])) ** 2).sum(-1)
    torch.testing.assert_close(landscape.loss(points), bowl)
    torch.testing.assert_close(
        landscape.gradient(points), points - torch.tensor([1.5, 0.0], dtype=torch.float64)
    )
    torch.testing.assert_close(
        landscape.hessian(points), torch.eye(2, dtype=torch.float64).expand(2, 2, 2)
    )
