"""Where gradients come from: the landscape itself, with noise, or SAM's second look.

All methods of a race ask at once: their points are stacked (M, S, D), so that a step costs one
evaluation (two where SAM is on) however many methods run. The mathematics is elementwise per
point, so a method's gradients are the same, bit for bit, alone and in company.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping

import torch
from torch import Tensor

from core.experiment.drift import Drift, landscape_at
from core.experiment.noise import standard_normal
from core.stepping.layout import stacked
from core.stepping.norms import Number, row_norm, spread
from landscapes.base import Array, Landscape, Losses
from landscapes.networks import Network


@dataclasses.dataclass(frozen=True)
class Field:
    """g(θ) = ∇f(θ − c) + σ·ξ: the closed-form gradient where the landscape stands in a step, with
    noise that the seed and step draw.

    Every method sees the same draws at the same step, at both of SAM's points too, as if all
    were handed one mini-batch: so a comparison between methods is fair. Points that are rows of
    a larger batch, from `first_row` on, get the draws of those rows. Of a network with mini-batches
    of a size, ∇f is that of the samples that the seed, the step and the replica's number pick.
    """

    landscape: Landscape
    noise: float = 0.0
    seed: int = 0
    first_row: int = 0
    drift: Drift | None = None
    batch: int | None = None

    def at(self, step: int) -> Landscape:
        """The landscape in step 1, 2, …: where it stands at the index at which that begins."""
        if self.drift is None:
            return self.landscape
        return landscape_at(self.landscape, self.drift, step - 1)

    def __call__(self, points: Tensor, step: int) -> Tensor:
        """Gradients at points (..., S, D) in step 1, 2, …; the same shape."""
        if self.batch is not None:
            return self.with_losses(points, step)[1]
        gradient: Tensor = self.at(step).gradient(points)
        return gradient + self.pull(points, step) if self.noise > 0 else gradient

    def with_losses(self, points: Tensor, step: int) -> tuple[Tensor, Tensor]:
        """The same gradients after the landscape's losses (..., S), which have no noise; of a
        mini-batch they are its own."""
        if self.batch is None:
            losses, gradient = self.at(step).loss_and_gradient(points)
        else:
            losses, gradient = self._of_batch(points, step, self.batch)
        return losses, gradient + self.pull(points, step) if self.noise > 0 else gradient

    def with_floor(self, points: Tensor, step: int) -> tuple[Tensor, Losses]:
        """The gradients, and what tells the losses (..., S), the same as `with_losses`."""
        if self.batch is not None:
            losses, gradient = self.with_losses(points, step)
            return gradient, Losses(losses)
        gradient, told = self.at(step).gradient_and_losses(points)
        return gradient + self.pull(points, step) if self.noise > 0 else gradient, told

    def _of_batch(self, points: Tensor, step: int, size: int) -> tuple[Tensor, Tensor]:
        """Losses (..., S) and gradients (..., S, D) on the mini-batch of each replica."""
        network, count = self.landscape, points.shape[-2]
        assert isinstance(network, Network)
        rows = _rows(network, self.seed, step, count, size, self.first_row)
        losses, gradient = network.batch_loss_and_gradient(points, rows)
        return losses, gradient

    def of_row(self, row: int) -> Field:
        """The field of one row alone."""
        return dataclasses.replace(self, first_row=self.first_row + row)

    def pull(self, points: Tensor, step: int) -> Tensor:
        """σ·ξ, what noise adds at points (..., S, D) in a step; shape (S, D)."""
        rows, dimension = points.shape[-2:]
        draws = standard_normal(self.seed, step, (rows, dimension), self.first_row)
        return self.noise * torch.from_numpy(draws).to(points)


@functools.lru_cache(maxsize=4)  # SAM looks twice
def _rows(network: Network, seed: int, step: int, count: int, size: int, first: int) -> Array:
    """The samples (S, B) of the replicas' mini-batches."""
    return network.batch_rows(seed, step, count, size, first)


def ascent(points: Tensor, gradient: Tensor, rho: Number) -> Tensor:
    """θ + ρ·g / (‖g‖ + 1e-12), SAM's point uphill (arXiv 2010.01412)."""
    length = spread(row_norm(gradient).add_(1e-12), gradient)
    if isinstance(rho, Tensor):
        return torch.addcdiv(points, gradient * spread(rho, gradient), length)
    return torch.addcdiv(points, gradient, length, value=rho)


def gradients(
    field: Field, points: list[Tensor], climbing: Mapping[int, Number], step: int
) -> Tensor:
    """The gradient g_t that each of M methods uses at its points (S, D): (M, S, D).

    `climbing` has the radii of those with SAM by their places.
    """
    found = field(_together(points), step)
    return _looked_again(field, points, found, climbing, step) if climbing else found


def losses_and_gradients(
    field: Field, points: list[Tensor], climbing: Mapping[int, Number], step: int
) -> tuple[Tensor, Tensor]:
    """The losses (M, S) of the points themselves, and the same as `gradients`."""
    together = _together(points)
    losses, found = field.with_losses(together, step)
    losses = _their_own(losses, together)
    return losses, _looked_again(field, points, found, climbing, step) if climbing else found


def gradients_and_losses(
    field: Field, points: list[Tensor], climbing: Mapping[int, Number], step: int
) -> tuple[Tensor, Losses]:
    """The same as `gradients`, and what tells the losses (M, S) of the points themselves."""
    together = _together(points)
    found, losses = field.with_floor(together, step)
    losses = Losses(_their_own(losses.floor, together), losses.exact)
    return _looked_again(field, points, found, climbing, step) if climbing else found, losses


def _their_own(losses: Tensor, points: Tensor) -> Tensor:
    """The losses in memory of their own: a loss may be a coordinate of points that go on."""
    shared = losses.untyped_storage().data_ptr() == points.untyped_storage().data_ptr()
    return losses.clone() if shared else losses


def _together(points: list[Tensor]) -> Tensor:
    """The points of M methods (M, S, D); of one alone they are not copied."""
    return stacked(points) if len(points) > 1 else points[0].unsqueeze(0)


def _looked_again(
    field: Field,
    points: list[Tensor],
    found: Tensor,
    climbing: Mapping[int, Number],
    step: int,
) -> Tensor:
    """The gradients (M, S, D) once those with SAM have gone uphill by those found so far."""
    uphill = [ascent(points[index], found[index], rho) for index, rho in climbing.items()]
    again = field(_together(uphill), step)
    if len(climbing) == len(points):
        return again
    for index, gradient in zip(climbing, again.unbind(), strict=True):
        found[index] = gradient
    return found
