"""The landscapes as the literature writes them, for autograd to differentiate."""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor

from landscapes.base import Landscape


def ackley(p: Tensor) -> Tensor:
    x, y = p.unbind(-1)
    bowl = -20 * torch.exp(-0.2 * torch.sqrt(0.5 * (x**2 + y**2)))
    return bowl - torch.exp(0.5 * (torch.cos(math.tau * x) + torch.cos(math.tau * y))) + 20 + math.e


def goldstein_price(p: Tensor) -> Tensor:
    x, y = p.unbind(-1)
    first = 1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2)
    bracket = 18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2
    return first * (30 + (2 * x - 3 * y) ** 2 * bracket)


def levy(p: Tensor) -> Tensor:
    w = 1 + (p - 1) / 4
    head, last = w[..., :-1], w[..., -1]
    middle = (head - 1) ** 2 * (1 + 10 * torch.sin(math.pi * head + 1) ** 2)
    end = (last - 1) ** 2 * (1 + torch.sin(math.tau * last) ** 2)
    return torch.sin(math.pi * w[..., 0]) ** 2 + middle.sum(-1) + end


def two_basins(sharpness: float) -> Callable[[Tensor], Tensor]:
    def loss(p: Tensor) -> Tensor:
        left = p - torch.tensor([-1.5, 0.0], dtype=p.dtype)
        right = p - torch.tensor([1.5, 0.0], dtype=p.dtype)
        exponents = [-0.5 * sharpness * (left**2).sum(-1), -0.5 * (right**2).sum(-1)]
        return -torch.logsumexp(torch.stack(exponents), 0)

    return loss


def rosenbrock(p: Tensor) -> Tensor:
    x, y = p.unbind(-1)
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def himmelblau(p: Tensor) -> Tensor:
    x, y = p.unbind(-1)
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def rastrigin(p: Tensor) -> Tensor:
    return 20 + (p**2 - 10 * torch.cos(math.tau * p)).sum(-1)


def beale(p: Tensor) -> Tensor:
    x, y = p.unbind(-1)
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2


def six_hump_camel(p: Tensor) -> Tensor:
    x, y = p.unbind(-1)
    return (4 - 2.1 * x**2 + x**4 / 3) * x**2 + x * y + (-4 + 4 * y**2) * y**2


def styblinski_tang(p: Tensor) -> Tensor:
    return 0.5 * (p**4 - 16 * p**2 + 5 * p).sum(-1)


def saddle(p: Tensor) -> Tensor:
    x, y = p.unbind(-1)
    return x**2 - y**2 + y**4 / 4


TEXTBOOK: dict[str, Callable[[Tensor], Tensor]] = {
    "ackley": ackley,
    "goldstein-price": goldstein_price,
    "levy": levy,
    "two-basins": two_basins(100.0),
    "rosenbrock": rosenbrock,
    "himmelblau": himmelblau,
    "rastrigin": rastrigin,
    "beale": beale,
    "six-hump-camel": six_hump_camel,
    "styblinski-tang": styblinski_tang,
    "saddle": saddle,
}


def autograd(loss: Callable[[Tensor], Tensor], points: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Losses (N), gradients (N, D) and Hessians (N, D, D) at points (N, D)."""
    points = points.clone().requires_grad_()
    losses = loss(points)
    # The rows do not touch each other, so that the sum's derivatives are each row's own.
    (gradients,) = torch.autograd.grad(losses.sum(), points, create_graph=True)
    rows = [
        torch.autograd.grad(gradients[:, i].sum(), points, retain_graph=True)[0]
        for i in range(points.shape[1])
    ]
    return losses.detach(), gradients.detach(), torch.stack(rows, 1)


def somewhere(landscape: Landscape, count: int, seed: int = 0) -> Tensor:
    """Points (count, D), uniform in the landscape's domain."""
    generator = torch.Generator().manual_seed(seed)
    low, high = torch.tensor(landscape.domain, dtype=torch.float64).T
    uniform = torch.rand(count, landscape.dimension, generator=generator, dtype=torch.float64)
    return low + uniform * (high - low)
