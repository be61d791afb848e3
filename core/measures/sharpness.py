"""How sharp a landscape is along a path: the eigenvalues of its Hessian.

A diagonal's are its numbers, and two rows and two columns have a closed form, which is what the
window draws many times a second; anything else goes through `numpy.linalg.eigvalsh`.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from landscapes.base import Array, Landscape


@dataclasses.dataclass(frozen=True)
class Sharpness:
    """Curvature at points (..., D): largest and smallest eigenvalue and trace, shape (...)."""

    largest: Array
    smallest: Array
    trace: Array


def sharpness(landscape: Landscape, points: Array) -> Sharpness:
    """Curvature of a landscape at points (..., D); NaN where a point or its Hessian is not finite,
    and everywhere on a landscape that gives no second derivatives.

    The largest eigenvalue λ_max is what the literature calls sharpness (Keskar et al. 2017,
    arXiv 1609.04836). At the tip of Ackley's cone there is none, and it is NaN.
    """
    with np.errstate(all="ignore"):
        diagonal = landscape.hessian_diagonal(points)
        if diagonal is not None:
            largest, smallest, trace = diagonal.max(-1), diagonal.min(-1), diagonal.sum(-1)
            return _where_finite(np.isfinite(diagonal).all(-1), largest, smallest, trace)
        hessians = landscape.hessian(points)
    if hessians is None:
        return Sharpness(*(np.full(points.shape[:-1], np.nan) for _ in range(3)))
    return of_hessians(np.asarray(hessians, dtype=np.float64))


def of_hessians(hessians: Array) -> Sharpness:
    """Curvature from symmetric matrices (..., D, D)."""
    with np.errstate(all="ignore"):
        trace = np.trace(hessians, axis1=-2, axis2=-1)
        smallest, largest = _extremes(hessians)
    finite = np.isfinite(hessians).all((-2, -1))
    return _where_finite(finite, largest, smallest, trace)


def _where_finite(finite: Array, largest: Array, smallest: Array, trace: Array) -> Sharpness:
    return Sharpness(*(np.where(finite, part, np.nan) for part in (largest, smallest, trace)))


def _extremes(hessians: Array) -> tuple[Array, Array]:
    """Smallest and largest eigenvalue, each of shape (...)."""
    if hessians.shape[-1] == 2:
        half = 0.5 * (hessians[..., 0, 0] + hessians[..., 1, 1])
        radius = np.hypot(0.5 * (hessians[..., 0, 0] - hessians[..., 1, 1]), hessians[..., 0, 1])
        return half - radius, half + radius
    # LAPACK may fail to converge on NaN: such matrices are masked by the caller.
    safe = np.where(np.isfinite(hessians).all((-2, -1), keepdims=True), hessians, 0.0)
    eigenvalues = np.linalg.eigvalsh(safe)
    return eigenvalues[..., 0], eigenvalues[..., -1]
