"""A landscape's own basins on a lattice: whose a point is, at the price of a look-up."""

from __future__ import annotations

import dataclasses
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor

from core.measures.attractors import descend
from core.measures.gathering import TOGETHER, gather
from core.study.starting.sampling import Sampling
from landscapes.base import Array, Landscape

CELLS = 256
"""Along each axis of the domain: the sharpest of two basins is eleven cells wide."""
COARSEST = 32
"""Along each axis at first: a basin that is wider than one of these cells is not missed."""


@dataclasses.dataclass(frozen=True, eq=False)
class Raster:
    """Which minimum the centre of each cell (n, n) of the domain comes down to, −1 where to none;
    the numbers tell basins apart and mean nothing else."""

    low: tuple[float, ...]
    extent: tuple[float, ...]
    basins: Tensor

    def on(self, device: str) -> Raster:
        """The same on a device."""
        return Raster(self.low, self.extent, self.basins.to(device))

    def at(self, points: Tensor) -> Tensor:
        """The basins of points (..., 2), shape (...); outside the domain the nearest cell's, and
        any for what is not a number."""
        n = len(self.basins)
        # Column by column: torch is slow at what differs along a short last axis.
        x, y = (
            torch.sub(column, low).mul_(n / extent).nan_to_num_(nan=0.0).clamp_(0, n - 1).floor_()
            for column, low, extent in zip(points.unbind(-1), self.low, self.extent, strict=True)
        )
        places = x.mul_(n).add_(y).to(torch.int64)
        return self.basins.view(-1).index_select(0, places.view(-1)).view(places.shape)


@lru_cache(maxsize=4)
def raster(landscape: Landscape) -> Raster:
    """The basins of a landscape of two dimensions with a domain, from coarse to fine: a cell is
    looked at again in four parts where it or one beside it belongs elsewhere."""
    low, high = np.array(landscape.domain, dtype=np.float64).T
    n = CELLS
    while n % 2 == 0 and n // 2 >= COARSEST:
        n //= 2
    found = np.empty((0, 2))  # where the cells that were looked at come to rest
    whose = np.empty((n, n), dtype=np.int64)  # the one of them that each cell goes by
    rough = np.ones((n, n), dtype=bool)
    while True:
        centres = Sampling("lattice", n).points(landscape, 0).reshape(n, n, 2)[rough]
        whose[rough] = np.arange(len(found), len(found) + len(centres))
        found = np.concatenate([found, descend(landscape, centres)])
        if n == CELLS:
            break
        rough = _rough(found[whose], TOGETHER * landscape.diagonal)
        whose, rough = (x.repeat(2, axis=0).repeat(2, axis=1) for x in (whose, rough))
        n *= 2
    basins = gather(landscape, found).index.astype(np.int32)[whose]
    extent = tuple((high - low).tolist())
    return Raster(tuple(low.tolist()), extent, torch.from_numpy(basins))


def _rough(rests: Array, near: float) -> Array:
    """The cells (n, n) beside which lies another basin, by where each comes to rest (n, n, 2)."""
    rests = np.where(np.isnan(rests), np.inf, rests)
    rough = np.zeros(rests.shape[:-1], dtype=bool)
    ahead, behind, whole = slice(1, None), slice(None, -1), slice(None)
    for one, other in (
        ((ahead, whole), (behind, whole)),
        ((whole, ahead), (whole, behind)),
        ((ahead, ahead), (behind, behind)),
        ((ahead, behind), (behind, ahead)),
    ):
        with np.errstate(invalid="ignore"):  # two that are lost are not apart
            apart = np.abs(rests[one] - rests[other]).max(-1) > near
        rough[one] |= apart
        rough[other] |= apart
    return rough
