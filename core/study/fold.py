"""Folding a run into what a study asks of each start, some steps at a time."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from core.experiment.experiment import Experiment
from core.stepping.chunks import DIVERGED_WIDTHS
from core.study.raster import raster
from landscapes.base import Array

NUMBERS, ACCELERATOR_NUMBERS = 16_000, 4_000_000
"""Points that are kept before they are folded: enough to spare calls, few enough for the cache."""
STILL = 1e-5
"""A step longer than this share of the domain's diagonal is a movement."""
REST_SHARE = 0.2
"""A start has settled if it has not moved for this share of the steps, at the end."""


class Fold:
    """What a run of one method tells about each of n starts: `take` a point after every step."""

    def __init__(
        self,
        experiment: Experiment,
        starts: Array,
        *,
        best: bool,
        entered: bool = False,
        device: str = "cpu",
    ) -> None:
        n, dimension = starts.shape
        landscape = self._landscape = experiment.landscape
        self._steps = experiment.steps
        numbers = NUMBERS if device == "cpu" else ACCELERATOR_NUMBERS
        self.length = max(1, min(experiment.steps, numbers // max(1, n)))
        low, high = np.array(landscape.domain, dtype=np.float64).T
        self._centre = torch.from_numpy((low + high) / 2).to(device)
        self._reach = torch.from_numpy(DIVERGED_WIDTHS * (high - low)).to(device)
        self._still = STILL * landscape.diagonal
        points = torch.from_numpy(starts).to(device)
        self._kept = points.new_empty((self.length + 1, n, dimension))
        self._kept[0] = points
        self._count = self._done = 0
        self._dead = points.new_zeros(n, dtype=torch.bool)
        self._path = points.new_zeros(n)
        self._moved = points.new_zeros(n, dtype=torch.int64)
        self._last = self._kept[0].clone()
        self._best = landscape.loss(self._kept[0]) if best else None
        self._raster = raster(landscape).on(device) if entered else None
        self._basin = self._raster.at(self._kept[:1]) if self._raster else None
        self._entered = points.new_zeros(n, dtype=torch.int64)

    def take(self, theta: Tensor) -> None:
        """The points (n, D) after one more step; they are copied."""
        self._count += 1
        self._kept[self._count].copy_(theta)

    def settle(self) -> Tensor | None:
        """Fold what was taken; the starts (n,) that have diverged so far, None when none has."""
        kept = self._kept[: self._count + 1]
        outside = ~((kept[1:] - self._centre).abs() <= self._reach).all(-1)
        times = torch.arange(1, self._count + 1, device=kept.device)[:, None]
        if self._dead.any() or outside.any():
            outside |= self._dead
            dead = outside.cummax(0).values
            self._dead = dead[-1]
            alive = (~dead).sum(0)  # the place in `kept` of the last point that has not diverged
            here = kept.gather(0, alive[None, :, None].expand(1, *kept.shape[1:]))[0]
            self._last = torch.where(here.isnan(), self._last, here)
            kept = kept.clone()
            kept[1:][dead] = torch.nan
        else:
            self._last = kept[-1].clone()
        lengths = torch.linalg.vector_norm(kept[1:] - kept[:-1], dim=-1)
        for length in lengths.nan_to_num(nan=0.0):  # one by one: the sum's bits must not tell how
            self._path += length  # many steps are folded together
        moved = torch.where(lengths > self._still, times + self._done, 0).amax(0)
        self._moved = torch.maximum(self._moved, moved)
        if self._best is not None:
            losses = self._landscape.loss(kept[1:])
            self._best = torch.fmin(self._best, losses.nan_to_num(nan=torch.inf).amin(0))
        if self._raster is not None and self._basin is not None:
            basins = torch.cat((self._basin, self._raster.at(kept[1:])))
            changes = torch.where(basins[1:] != basins[:-1], times + self._done, 0).amax(0)
            self._entered = torch.maximum(self._entered, changes)
            self._basin = basins[-1:]
        self._done += self._count
        self._kept[0] = kept[-1]
        self._count = 0
        return self._dead if self._dead.any() else None

    def ends(self) -> dict[str, Array]:
        """By name, for each start: `position` (n, D) at the end and its `final_loss`, `best_loss`
        (where it was asked), `path_length`, `settled_at` (the last step that moved it, 0 … T),
        `moving` (it still moved in the last fifth), `diverged` and `undefined`; where it was asked
        `entered_at`, the last step that brought it into another basin, 0 … T.

        Position and losses are NaN where a start was lost.
        """
        with np.errstate(all="ignore"):
            dead, moved = on_host(self._dead), on_host(self._moved)
            position = np.where(dead[:, None], np.nan, on_host(self._kept[0]))
            loss = self._landscape.loss(position)
            nowhere: Array = np.isnan(self._landscape.loss(on_host(self._last)))
        undefined = np.where(dead, nowhere, np.isnan(loss))
        last = self._steps - max(1, round(REST_SHARE * self._steps))
        ends = {
            "position": position,
            "final_loss": loss,
            "path_length": on_host(self._path),
            "settled_at": moved,
            "moving": ~dead & (moved > last),
            "diverged": dead & np.logical_not(undefined),
            "undefined": undefined,
        }
        if self._best is not None:
            ends["best_loss"] = on_host(self._best)
        if self._raster is not None:
            ends["entered_at"] = on_host(self._entered)
        return ends


def on_host(values: Tensor) -> Array:
    """Values wherever they lie, as an array."""
    return values.cpu().numpy()
