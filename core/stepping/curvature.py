"""How sharp a network's training loss is about one point, by every measure that there is."""

from __future__ import annotations

import functools

import numpy as np
import torch

from core.measures.perturbation import m_sharpness
from core.measures.spectrum import MOST_PARAMETERS, hessian_product, top_eigenvalues, trace
from landscapes.base import Array
from landscapes.networks import Network

MOST_SAMPLES = 1024
"""Curvature is measured on so many training samples: on a mini-batch it misleads."""
BATCHES = 8
"""Mini-batches of SAM's measure."""
CURVATURES = ("lambda_max", "lambda_5", "trace", "trace_error", "m_sharpness", "m_slope")
"""What is measured of a point."""


def curvature(
    network: Network, point: Array, *, seed: int, replica: int, batch: int | None
) -> dict[str, float]:
    """The `CURVATURES` of a point (D,) of a replica, whose mini-batches have `batch` samples: the
    largest and the fifth eigenvalue of the Hessian, its trace with the estimate's standard error,
    and SAM's m-sharpness with the part of it that is slope. The first four are NaN where there are
    more than `MOST_PARAMETERS`."""
    size = batch or network.train_count
    rows = [
        network.batch_rows(seed, step, 1, size, first=replica) for step in range(1, BATCHES + 1)
    ]
    rise = m_sharpness(functools.partial(_on_a_batch, network), point[None], rows)
    return {
        **_spectrum(network, point),
        "m_sharpness": float(rise.value[0]),
        "m_slope": float(rise.slope[0]),
    }


def _spectrum(network: Network, point: Array) -> dict[str, float]:
    names = ("lambda_max", "lambda_5", "trace", "trace_error")
    if network.dimension > MOST_PARAMETERS:
        return dict.fromkeys(names, np.nan)
    few = network.limited(min(MOST_SAMPLES, network.train_count))
    product = hessian_product(few, point.astype(np.float64))
    top = top_eigenvalues(product, point.shape)
    spread = trace(product, point.shape)
    figures = (top.values[0], top.values[-1], spread.value, spread.error)
    return dict(zip(names, map(float, figures), strict=True))


def _on_a_batch(network: Network, points: Array, rows: Array) -> tuple[Array, Array]:
    found = network.batch_loss_and_gradient(torch.from_numpy(points), torch.from_numpy(rows))
    return found[0].numpy(), found[1].numpy()
