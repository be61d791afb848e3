"""Folding a run into what a study asks of each start, some steps at a time."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from core.experiment.experiment import Experiment
from core.stepping.chunks import DIVERGED_WIDTHS
from core.stepping.layout import may_be_apart
from core.study.work.all_at_once import (
    accumulate,
    beyond,
    differ,
    extremes,
    largest,
    lower,
    lower_some,
    may_be_lower,
    note,
    on_host,
)
from core.study.work.moves import Moves
from core.study.work.raster import raster
from landscapes.base import Array, Losses

NUMBERS, ACCELERATOR_NUMBERS = 524_288, 8_000_000
"""Coordinates kept before they are folded: enough to spare calls, few enough for the cache."""
MOST_STEPS = 512
"""Steps that are folded together at most: between them a study can be left."""
MANY_NUMBERS = 8192
"""Of so many coordinates a step is so long that the losses are best told with its gradients; of
fewer, those of many steps are computed at once."""
STILL = 1e-5
"""A step longer than this share of the domain's diagonal is a movement."""
REST_SHARE = 0.2
"""A start has settled if it has not moved for this share of the steps, at the end."""


class Fold:
    """What a run of one method tells about each of n starts: `take` a point after every step.

    Where it `asks_losses`, it has to be told those of the points before the step as well.
    """

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
        landscape, self._experiment = experiment.landscape, experiment
        self._steps = experiment.steps
        numbers = NUMBERS if device == "cpu" else ACCELERATOR_NUMBERS
        self.length = max(1, min(experiment.steps, MOST_STEPS, numbers // max(1, n * dimension)))
        low, high = np.array(landscape.domain, dtype=np.float64).T
        centre, reach = (low + high) / 2, DIVERGED_WIDTHS * (high - low)
        self._centre, self._reach = (torch.from_numpy(x).to(device) for x in (centre, reach))
        self._near = float((centre - reach).max()), float((centre + reach).min())
        self._still = STILL * landscape.diagonal
        points = torch.from_numpy(starts).to(device)
        self._kept = _room(self.length + 1, points)
        self._kept[0] = points
        self._places, self._moves = self._kept.unbind(), Moves(self._kept)
        self._count = self._done = 0
        self._lost, self._slack = False, 0.0  # how far all may go before one can be far away
        self._dead = points.new_zeros(n, dtype=torch.bool)
        self._path = points.new_zeros(n)
        self._moved = points.new_zeros(n, dtype=torch.int32)
        self._last = self._kept[0].clone()  # as the landscape sees them
        self._best = landscape.loss(self._kept[0]) if best else None
        self.asks_losses = best and device == "cpu" and n * dimension >= MANY_NUMBERS
        # Which of the kept points may have a loss below the best, where floors are told.
        self._may = np.empty((self.length if self.asks_losses else 0, n), dtype=bool)
        self._doubtful = False
        self._best_before = None if self._best is None else self._best.clone()
        self._raster = raster(landscape).on(device) if entered else None
        self._basin = self._raster.at(self._kept[0]) if self._raster else None
        self._entered = points.new_zeros(n, dtype=torch.int32)

    @property
    def room(self) -> Tensor:
        """Where the next points (n, D) are kept."""
        return self._places[self._count + 1]

    def take(self, theta: Tensor, losses: Losses | None = None) -> None:
        """The points (n, D) after one more step, which are copied unless they stand in the `room`
        for them, and what tells the losses (n,) or (M, n / M) before."""
        room = self.room
        if theta.data_ptr() != room.data_ptr():
            room.copy_(theta)
        self._count += 1
        if losses is not None and self._best is not None:
            # Now, while the cache has them.
            if losses.exact:
                lower(self._best, losses.floor.view(1, -1))
            else:
                may_be_lower(self._best, losses.floor, self._may[self._count - 1])
                self._doubtful = True

    @np.errstate(invalid="ignore", over="ignore")
    def settle(self) -> Tensor | None:
        """Fold what was taken; the starts (n,) that have diverged so far, None when none has. Those
        must be no numbers in what is taken from here on."""
        kept = self._kept[: self._count + 1]
        seen = self._seen(kept)
        lengths = self._moves.lengths(self._count)
        fresh = not self._all_near(lengths) and self._bury(kept, seen)
        if self._lost:
            lengths = self._moves.lengths(self._count).nan_to_num_(0.0, torch.inf)
        accumulate(self._path, lengths)
        moved = beyond(lengths[-1:], self._still)
        if not moved.all():  # where all still move, nobody has to know when they did before
            moved = beyond(lengths, self._still)
        note(self._moved, self._done + self._count - len(moved), moved)
        if self._best is not None:
            self._lower(seen, fresh)
        if self._raster is not None and self._basin is not None:
            basins = torch.cat((self._basin[None], self._raster.at(seen[1:])))
            note(self._entered, self._done, differ(basins[1:], basins[:-1]))
            self._basin = basins[-1]
        self._done += self._count
        self._kept[0] = kept[-1]
        self._count = 0
        return self._dead if self._lost else None

    def _seen(self, kept: Tensor) -> Tensor:
        """The points (K + 1, n, D) as the landscape sees them, which goes along; they themselves
        where it stands still."""
        drift = self._experiment.drift
        if drift is None:
            return kept
        centres = torch.from_numpy(drift.centres(self._done, len(kept))).to(kept.device)
        return kept - centres[:, None]

    def _lower(self, seen: Tensor, fresh: bool) -> None:
        """Look at the losses that were not told, of all points but the first, which is the last
        time's last; of those that were told, from the first on to the last but one, at the very
        last, and again at all of them where some count no longer since they have diverged."""
        assert self._best is not None and self._best_before is not None
        landscape = self._experiment.landscape
        if not self.asks_losses:
            lower(self._best, landscape.loss(seen[1:]))
            return
        if self._doubtful and not fresh:
            lower_some(self._best, seen[:-1], self._may[: self._count], landscape.loss)
        if fresh:
            told = landscape.loss(seen[:-1]).masked_fill(seen[:-1, :, 0].isnan(), torch.nan)
            lower(self._best.copy_(self._best_before), told)
        if self._done + self._count == self._steps:
            lower(self._best, landscape.loss(seen[-1:]))
        self._best_before.copy_(self._best)

    def _all_near(self, lengths: Tensor) -> bool:
        """Whether none can have come far away by steps so long (K, n)."""
        self._slack -= len(lengths) * largest(lengths)
        return self._slack > 0 and not self._lost and self._experiment.drift is None

    def _bury(self, kept: Tensor, seen: Tensor) -> bool:
        """Make what has diverged not a number, from the step on in which it did; whether any has
        since the last time."""
        least, most = extremes(seen[1:])
        self._slack = (1 - 1e-9) * min(least - self._near[0], self._near[1] - most)
        if self._slack >= 0:
            return False  # all are numbers, and near
        outside = ~((seen[1:] - self._centre).abs() <= self._reach).all(-1)
        fresh = (outside.any(0) & ~self._dead).nonzero()[:, 0]
        self._lost = self._lost or len(fresh) > 0
        if not len(fresh):
            return False
        gone = outside[:, fresh].cummax(0).values
        alive = (~gone).sum(0)  # the place in `kept` of the last point that has not diverged
        self._last[fresh] = seen[alive, fresh]
        for points in (kept,) if seen is kept else (kept, seen):
            points[1:, fresh] = points[1:, fresh].masked_fill(gone[..., None], torch.nan)
        self._dead[fresh] = True
        return True

    def ends(self) -> dict[str, Array]:
        """By name, for each start: `position` (n, D) at the end and its `final_loss`, `best_loss`
        (where it was asked), `path_length`, `settled_at` (the last step that moved it, 0 … T),
        `moving` (it still moved in the last fifth), `diverged` and `undefined`, of which at most
        one is true; where it was asked `entered_at`, the last step that brought it into another
        basin, 0 … T.

        Position and losses are NaN where a start was lost.
        """
        with np.errstate(all="ignore"):
            dead, moved = on_host(self._dead), on_host(self._moved)
            position = on_host(self._kept[0]).copy("K")  # whose coordinates stay apart
            position[dead] = np.nan
            loss = self._experiment.landscape_at(self._steps).loss(position)
            nowhere: Array = np.isnan(self._experiment.landscape.loss(on_host(self._last)))
        undefined = np.where(dead, nowhere, np.isnan(loss))
        last = self._steps - max(1, round(REST_SHARE * self._steps))
        ends = {
            "position": position,
            "final_loss": loss,
            "path_length": on_host(self._path),
            "settled_at": moved,
            "moving": (moved > last) & np.logical_not(dead | undefined),
            "diverged": dead & np.logical_not(undefined),
            "undefined": undefined,
        }
        if self._best is not None:
            ends["best_loss"] = on_host(self._best)
        if self._raster is not None:
            ends["entered_at"] = on_host(self._entered)
        return ends


def _room(count: int, points: Tensor) -> Tensor:
    """Room for so many times the points (n, D), laid out like those of a race."""
    n, dimension = points.shape
    if may_be_apart(points):
        return points.new_empty((count, dimension, n)).mT
    return points.new_empty((count, n, dimension))
