"""The curvature of a loss of thousands of parameters, from Hessian-vector products alone.

The largest eigenvalues come from Lanczos's method, the trace from Hutchinson's estimate. Both take
any number of points at once, each its own problem. No difference quotient is taken anywhere: where
a network has ReLU they would step over its kinks.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np

from landscapes.base import Array, Landscape

Product = Callable[[Array], Array]

STEPS = 20
"""Lanczos steps: λ₁ to λ₅ of a trained network's Hessian have settled by then."""
SETTLED = 1e-12
"""What is left of a product, as a share of the largest, that is rounding."""
MOST_PARAMETERS = 100_000
"""The curvature of larger networks is not measured: it would take longer than their training."""
PROBES = 20
"""Random vectors of a trace: its error is about 30 % for one, and falls with their root."""


@dataclasses.dataclass(frozen=True)
class Top:
    """The k largest eigenvalues of symmetric matrices, the largest first.

    `values` (..., k); `vectors` (..., k, D) of length 1; `residuals` (..., k) are ‖Hv − λv‖: an
    eigenvalue lies within so much of each value.
    """

    values: Array
    vectors: Array
    residuals: Array


@dataclasses.dataclass(frozen=True)
class Trace:
    """A trace estimated (...), and the standard error of the estimate (...)."""

    value: Array
    error: Array


def hessian_product(landscape: Landscape, points: Array) -> Product:
    """v ↦ H(θ)v at points (..., D), for vectors of the same shape.

    Raises ValueError where the landscape gives no second derivatives.
    """
    if landscape.hessian_vector(points, np.zeros_like(points)) is None:
        raise ValueError(f"{landscape.title} gives no second derivatives")
    return lambda vectors: np.asarray(landscape.hessian_vector(points, vectors), dtype=np.float64)


def top_eigenvalues(
    product: Product, shape: tuple[int, ...], count: int = 5, *, steps: int = STEPS, seed: int = 0
) -> Top:
    """The `count` largest eigenvalues of symmetric matrices known by their products with vectors.

    Lanczos's method with full reorthogonalisation (Golub and Van Loan, Matrix Computations, 10.3):
    without it rounding brings found eigenvalues back as ghosts.

    Args:
        product: takes and gives vectors of shape (..., D), `shape`.
        shape: (..., D); the leading axes count separate matrices.
        count: at most `steps` and at most D.
        steps: products that are made; the more, the better the last values.
        seed: of the direction it begins with, the same in any company.
    """
    steps = min(steps, shape[-1])
    count = min(count, steps)
    rng = np.random.default_rng(seed)
    vector = _drawn(rng, shape)
    basis = np.zeros((steps, *shape))
    diagonal, beside = np.zeros((steps, *shape[:-1])), np.zeros((steps, *shape[:-1]))
    largest = np.zeros(shape[:-1])
    for step in range(steps):
        basis[step] = vector
        image = product(vector)
        largest = np.maximum(largest, np.linalg.norm(image, axis=-1))
        diagonal[step] = (image * vector).sum(-1)
        rest = _without(basis[: step + 1], image)
        length = np.linalg.norm(rest, axis=-1)
        settled = length <= SETTLED * largest
        if settled.any():  # all that the first direction reaches is found: go on with another
            rest = np.where(settled[..., None], _without(basis, _drawn(rng, shape)), rest)
            length = np.linalg.norm(rest, axis=-1)
        beside[step] = np.where(settled, 0.0, length)
        vector = rest / np.where(length > 0, length, 1.0)[..., None]
    values, small = np.linalg.eigh(_tridiagonal(diagonal, beside[:-1]))
    last = slice(None, -count - 1, -1)
    values, small = values[..., last], small[..., last]
    vectors = np.einsum("k...d,...kj->...jd", basis, small)
    residuals = np.abs(small[..., -1, :]) * beside[-1][..., None]
    return Top(values, vectors, residuals)


def _drawn(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """One random direction of length 1 for all problems of a shape (..., D)."""
    direction = rng.standard_normal(shape[-1])
    return np.broadcast_to(direction / np.linalg.norm(direction), shape)


def _without(basis: Array, vectors: Array) -> Array:
    """What is left of vectors (..., D) once their parts along a basis (k, ..., D) are taken off;
    twice is enough against rounding (Parlett, The Symmetric Eigenvalue Problem, 6.9)."""
    for _ in range(2):
        parts = np.einsum("k...d,...d->k...", basis, vectors)
        vectors = vectors - np.einsum("k...,k...d->...d", parts, basis)
    return vectors


def _tridiagonal(diagonal: Array, beside: Array) -> Array:
    """Symmetric matrices (..., k, k) of their diagonals (k, ...) and what is beside (k−1, ...)."""
    count = len(diagonal)
    matrices = np.zeros((*diagonal.shape[1:], count, count))
    here = np.arange(count)
    matrices[..., here, here] = np.moveaxis(diagonal, 0, -1)
    off = np.moveaxis(beside, 0, -1)
    matrices[..., here[1:], here[:-1]] = matrices[..., here[:-1], here[1:]] = off
    return matrices


def trace(
    product: Product, shape: tuple[int, ...], *, probes: int = PROBES, seed: int = 0
) -> Trace:
    """The trace of symmetric matrices, by Hutchinson's estimate: the mean of zᵀHz over random signs
    z (Hutchinson 1989, 10.1080/03610919008812866).

    Arguments as of `top_eigenvalues`; `probes` at least 2. Every matrix sees the same signs.
    """
    rng = np.random.default_rng(seed)
    found = np.zeros((probes, *shape[:-1]))
    for probe in range(probes):
        signs = np.broadcast_to(rng.choice([-1.0, 1.0], shape[-1]), shape)
        found[probe] = (product(signs) * signs).sum(-1)
    return Trace(found.mean(0), found.std(0, ddof=1) / np.sqrt(probes))
