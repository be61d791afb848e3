"""Where gradients come from: the landscape itself, with noise, or SAM's second look.

A source is called with points (S, D) and the number of the step, 1, 2, …, and answers with
gradients (S, D). Sources wrap one another, so `+sam` comes free for every rule.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from core.norms import Number, row_norm, spread
from landscapes.base import Landscape

Source = Callable[[Tensor, int], Tensor]


@dataclasses.dataclass(frozen=True)
class Plain:
    """∇f(θ), in closed form."""

    landscape: Landscape

    def __call__(self, points: Tensor, step: int) -> Tensor:
        gradient: Tensor = self.landscape.gradient(points)
        return gradient


@dataclasses.dataclass(frozen=True)
class Noisy:
    """g(θ) + σ·ξ, ξ standard normal, drawn from the seed and the step alone.

    Every method sees the same draws at the same step, as if all were handed one mini-batch, so
    a comparison between methods is fair. The draws of a row do not depend on how many follow it.
    """

    source: Source
    sigma: float
    seed: int

    def __call__(self, points: Tensor, step: int) -> Tensor:
        bits = np.random.Philox(key=self.seed, counter=[0, 0, 0, step])
        noise = np.random.Generator(bits).standard_normal(tuple(points.shape))
        return self.source(points, step) + self.sigma * torch.from_numpy(noise).to(points)


@dataclasses.dataclass(frozen=True)
class SAM:
    """∇f(θ + ρ·∇f(θ) / (‖∇f(θ)‖ + 1e-12)): sharpness-aware minimization, arXiv 2010.01412."""

    source: Source
    rho: Number

    def __call__(self, points: Tensor, step: int) -> Tensor:
        return self.source(self.ascent(points, step), step)

    def ascent(self, points: Tensor, step: int) -> Tensor:
        """The point uphill at which the gradient is taken."""
        gradient = self.source(points, step)
        return points + gradient * spread(self.rho / (row_norm(gradient) + 1e-12), gradient)


def source_of(
    landscape: Landscape, *, noise: float = 0.0, seed: int = 0, sam: bool = False, rho: Number = 0.0
) -> Source:
    """The gradient source of a method on a landscape."""
    source: Source = Plain(landscape)
    if noise > 0:
        source = Noisy(source, noise, seed)
    return SAM(source, rho) if sam else source
