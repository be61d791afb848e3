"""SAM's own measure of sharpness: how much one mini-batch's loss rises by a step uphill."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

import numpy as np

from core.measures.lengths import lengths
from landscapes.base import Array

RADIUS = 0.05
"""ρ, as in SAM's experiments on images."""


@dataclasses.dataclass(frozen=True)
class Rise:
    """The mean rise over mini-batches (...), and ρ‖g‖ (...), which at small ρ is most of it: what
    is left after it is taken off tells of curvature, and nothing else does."""

    value: Array
    slope: Array


def m_sharpness(
    loss_and_gradient: Callable[[Array, Array], tuple[Array, Array]],
    points: Array,
    batches: Sequence[Array],
    radius: float = RADIUS,
) -> Rise:
    """Mean over mini-batches B of L_B(θ + ρ·g_B/‖g_B‖) − L_B(θ) at points (..., D)
    (m-sharpness: Foret et al. 2021, arXiv 2010.01412, section 4.1).

    `loss_and_gradient` takes points and a batch, and gives losses (...) and gradients (..., D);
    m is the batches' size.
    """
    rises, slopes = [], []
    for batch in batches:
        here, gradient = loss_and_gradient(points, batch)
        length = lengths(gradient)
        uphill = points + gradient * (radius / (length + 1e-12))[..., None]
        rises.append(loss_and_gradient(uphill, batch)[0] - here)
        slopes.append(radius * length)
    return Rise(np.mean(rises, 0), np.mean(slopes, 0))
