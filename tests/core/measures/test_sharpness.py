"""Sharpness agrees with LAPACK, with hand calculations and with the landscapes' own geometry."""

import numpy as np
import pytest

from core.measures.sharpness import of_hessians, sharpness
from landscapes import make


@pytest.mark.parametrize("dimension", [1, 2, 3, 7])
def test_equals_lapack_on_random_symmetric_matrices(dimension):
    matrices = np.random.default_rng(3).normal(size=(40, dimension, dimension))
    matrices = matrices + matrices.swapaxes(-1, -2)
    eigenvalues = np.linalg.eigvalsh(matrices)
    found = of_hessians(matrices)
    np.testing.assert_allclose(found.largest, eigenvalues[:, -1], rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(found.smallest, eigenvalues[:, 0], rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(found.trace, eigenvalues.sum(-1), rtol=1e-12, atol=1e-12)


def test_a_hand_calculation():
    found = of_hessians(np.array([[2.0, 1.0], [1.0, 2.0]]))
    assert (found.largest, found.smallest, found.trace) == (3.0, 1.0, 4.0)


@pytest.mark.parametrize("s", [10, 100, 1000])
def test_the_sharp_basin_is_as_sharp_as_its_parameter_says(s):
    landscape = make({"name": "two-basins", "parameters": {"sharpness": s}})
    found = sharpness(landscape, np.array([[-1.5, 0.0], [1.5, 0.0]]))
    np.testing.assert_allclose(found.largest, [s, 1.0], rtol=0.05)


@pytest.mark.parametrize("dimension", [2, 3])
def test_what_is_not_finite_is_nan_and_the_rest_is_not(dimension):
    matrices = np.stack([np.eye(dimension), np.full((dimension, dimension), np.nan)])
    found = of_hessians(matrices)
    for values in (found.largest, found.smallest, found.trace):
        assert np.isfinite(values[0]) and np.isnan(values[1])


def test_the_tip_of_ackleys_cone_has_no_sharpness():
    assert np.isnan(sharpness(make({"name": "ackley"}), np.zeros(2)).largest)


def test_leading_axes_pass_through():
    points = np.zeros((5, 4, 3))
    landscape = make({"name": "levy"}, dimension=3)
    assert sharpness(landscape, points).smallest.shape == (5, 4)


@pytest.mark.parametrize("dimension", [1, 2, 3, 10])
def test_a_diagonal_says_what_the_whole_hessian_says(dimension):
    landscape = make({"name": "levy"}, dimension=dimension)
    points = np.random.default_rng(5).uniform(-10, 10, (30, dimension))
    points[3, 0] = np.nan
    short, whole = sharpness(landscape, points), of_hessians(landscape.hessian(points))
    for name in ("largest", "smallest", "trace"):
        np.testing.assert_allclose(getattr(short, name), getattr(whole, name), rtol=1e-12)


def test_a_thousand_dimensions_need_no_matrix(monkeypatch):
    landscape = make({"name": "levy"}, dimension=1000)
    monkeypatch.delattr(type(landscape), "hessian")
    found = sharpness(landscape, np.ones((64, 1000)))
    assert found.largest.shape == (64,) and (found.smallest > 0).all()
