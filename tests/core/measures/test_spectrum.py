"""The curvature of many parameters, against full matrices and scipy's own Lanczos."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse.linalg import LinearOperator, eigsh

from core.measures.spectrum import hessian_product, top_eigenvalues, trace
from landscapes import make
from landscapes.base import Array


def symmetric(dimension: int, seed: int) -> Array:
    """A matrix with a few large eigenvalues, as trained networks have them."""
    rng = np.random.default_rng(seed)
    values = np.r_[[40.0, 22.0, 9.0, 5.0, 3.0], rng.normal(0, 0.3, dimension - 5)]
    sides = np.linalg.qr(rng.standard_normal((dimension, dimension)))[0]
    matrix: Array = (sides * values) @ sides.T
    return matrix


def test_the_largest_eigenvalues_are_those_of_the_full_matrix_and_of_scipy() -> None:
    matrix = symmetric(120, seed=1)
    found = top_eigenvalues(lambda v: v @ matrix, (120,), steps=40)
    assert np.allclose(found.values, np.linalg.eigvalsh(matrix)[:-6:-1], rtol=1e-9)
    operator = LinearOperator((120, 120), matvec=lambda v: matrix @ v)
    theirs = eigsh(operator, 5, which="LA", return_eigenvectors=False)
    assert np.allclose(found.values, np.sort(theirs)[::-1], rtol=1e-9)


def test_each_value_is_within_its_residual_and_has_its_vector() -> None:
    matrix = symmetric(80, seed=2)
    found = top_eigenvalues(lambda v: v @ matrix, (80,), steps=9)
    whole = np.linalg.eigvalsh(matrix)
    for value, vector, residual in zip(found.values, found.vectors, found.residuals, strict=True):
        assert np.abs(whole - value).min() <= residual + 1e-9
        assert np.linalg.norm(vector) == pytest.approx(1)
        assert np.linalg.norm(matrix @ vector - value * vector) == pytest.approx(residual, abs=1e-9)
    assert found.residuals[-1] > 1e-4  # it is not all settled, or nothing would be tested


def test_many_matrices_at_once_are_each_as_alone() -> None:
    matrices = np.stack([symmetric(40, seed) for seed in range(3)])
    together = top_eigenvalues(lambda v: np.einsum("sd,sde->se", v, matrices), (3, 40), steps=30)
    for row, matrix in enumerate(matrices):
        alone = top_eigenvalues(lambda v, m=matrix: v @ m, (40,), steps=30)
        assert np.allclose(together.values[row], alone.values, rtol=1e-10)


def test_a_space_that_is_used_up_has_no_ghosts() -> None:
    """A multiple of the identity: the first product is all that one direction reaches."""
    found = top_eigenvalues(lambda v: 3.0 * v, (8,), count=3)
    assert found.values == pytest.approx([3, 3, 3])
    assert found.vectors @ found.vectors.T == pytest.approx(np.eye(3), abs=1e-9)


def test_the_trace_is_met_within_its_error() -> None:
    matrix = symmetric(200, seed=3)
    estimates = [trace(lambda v: v @ matrix, (200,), probes=20, seed=seed) for seed in range(200)]
    truth = np.trace(matrix)
    off = np.array([(each.value - truth) / each.error for each in estimates])
    # Twenty probes: Student's t with 19 degrees of freedom, 95 % within 2.09.
    assert 0.90 <= (np.abs(off) < 2.09).mean() <= 0.99
    mean = np.mean([each.value for each in estimates])
    error = np.sqrt(np.mean([each.error**2 for each in estimates]) / len(estimates))
    assert abs(mean - truth) < 4 * error


def test_a_diagonal_is_its_own_trace() -> None:
    found = trace(lambda v: v * np.arange(5.0), (5,), probes=3)
    assert found.value == 10
    assert found.error == 0


def test_a_landscape_gives_its_products() -> None:
    rosenbrock, point = make({"name": "rosenbrock"}), np.array([[0.3, -0.7], [1.0, 1.0]])
    found = top_eigenvalues(hessian_product(rosenbrock, point), (2, 2), count=2)
    theirs = np.linalg.eigvalsh(rosenbrock.hessian(point))[:, ::-1]
    assert np.allclose(found.values, theirs)
