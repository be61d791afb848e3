"""A landscape's own basins on a lattice: whose a point is, at the price of a look-up."""

from __future__ import annotations

import dataclasses
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor

from core.measures.attractors import attractors
from core.study.sampling import Sampling
from landscapes.base import Landscape

CELLS = 256
"""Along each axis of the domain: the sharpest of two basins is eleven cells wide."""


@dataclasses.dataclass(frozen=True, eq=False)
class Raster:
    """Which minimum the centre of each cell (n, n) of the domain comes down to, −1 where to none;
    the numbers tell basins apart and mean nothing else."""

    low: Tensor
    extent: Tensor
    basins: Tensor

    def on(self, device: str) -> Raster:
        """The same on a device."""
        return Raster(self.low.to(device), self.extent.to(device), self.basins.to(device))

    def at(self, points: Tensor) -> Tensor:
        """The basins of points (..., 2), shape (...); outside the domain the nearest cell's, and
        any for what is not a number."""
        n = len(self.basins)
        # Column by column: torch is slow at what differs along a short last axis.
        x, y = (
            torch.sub(column, low).mul_(n / extent).nan_to_num_(nan=0.0).clamp_(0, n - 1).floor_()
            for column, low, extent in zip(
                points.unbind(-1), self.low.tolist(), self.extent.tolist(), strict=True
            )
        )
        places = x.mul_(n).add_(y).to(torch.int64)
        return self.basins.view(-1).index_select(0, places.view(-1)).view(places.shape)


@lru_cache(maxsize=4)
def raster(landscape: Landscape) -> Raster:
    """The basins of a landscape of two dimensions with a domain; takes a second or two."""
    low, high = np.array(landscape.domain, dtype=np.float64).T
    centres = Sampling("lattice", CELLS).points(landscape, 0)
    basins = attractors(landscape, centres).index.astype(np.int32).reshape(CELLS, CELLS)
    return Raster(torch.from_numpy(low), torch.from_numpy(high - low), torch.from_numpy(basins))
