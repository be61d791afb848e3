"""The optimizers to take home on networks: torch's own Adam and the authors' way beside."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch

from core.torch_optimizers import AdamCM
from tests.benchmarks.pairs import Result, interleaved, seconds

Shapes = Sequence[tuple[int, ...]]
SMALL: Shapes = [(64,)] * 200


def resnet_18() -> Shapes:
    """The 62 tensors of a ResNet-18: 11.7 million parameters."""
    shapes: list[tuple[int, ...]] = [(64, 3, 7, 7), (64,), (64,)]
    before = 64
    for width in (64, 128, 256, 512):
        for _ in range(2):
            shapes += [(width, before, 3, 3), (width,), (width,)]
            shapes += [(width, width, 3, 3), (width,), (width,)]
            if width != before:
                shapes += [(width, before, 1, 1), (width,), (width,)]
            before = width
    return [*shapes, (1000, 512), (1000,)]


class AuthorsWay(torch.optim.Optimizer):
    """Adam with critical momenta as the authors' package goes about it: a plain baseline.

    Parameter by parameter: a look at the least priority, the items in one tensor, their sum kept.
    """

    def __init__(self, params: Any, capacity: int, decay: float, lr: float = 1e-3) -> None:
        super().__init__(params, {"lr": lr, "capacity": capacity, "decay": decay})

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:
        for group in self.param_groups:
            norm = sum(p.grad.square().sum().sqrt() for p in group["params"])
            for p in group["params"]:
                self._move(p, norm, self.state[p], **group)

    def _move(self, p: Any, norm: Any, state: Any, *, lr: float, capacity: int,
              decay: float, **_: Any) -> None:  # fmt: skip
        if not state:
            zeros = [torch.zeros_like(p) for _ in range(3)]
            state.update(t=0, held=0, m=zeros[0], v=zeros[1], total=zeros[2])
            state["items"], state["keys"] = p.new_zeros(capacity, *p.shape), p.new_zeros(capacity)
        m, v, total, items, keys = (state[name] for name in ("m", "v", "total", "items", "keys"))
        m.mul_(0.9).add_(p.grad, alpha=0.1)
        s = m + total / state["held"] if state["held"] else m
        full = state["held"] == capacity
        slot = keys.argmin() if full else state["held"]
        if not full or norm > keys[slot]:
            total.add_(-items[slot]).add_(m)
            items[slot], keys[slot] = m.clone(), norm
            state["held"] += not full
        state["t"] += 1
        v.mul_(0.999).addcmul_(s, s, value=0.001)
        scale = (v.sqrt() / math.sqrt(1 - 0.999 ** state["t"])).add_(1e-8)
        keys.mul_(decay)
        p.addcdiv_(s, scale, value=-lr / (1 - 0.9 ** state["t"]))


def stepper(
    make: Callable[[list[torch.nn.Parameter]], torch.optim.Optimizer], shapes: Shapes, repeats: int
) -> Callable[[], float]:
    """Seconds of some steps on gradients whose norms vary, so that items come and go."""
    parameters = [torch.nn.Parameter(torch.randn(shape)) for shape in shapes]
    gradients = [[torch.randn(shape) * size for shape in shapes] for size in (1.0, 0.5, 2.0)]
    optimizer = make(parameters)

    def steps(count: int) -> None:
        for index in range(count):
            for parameter, gradient in zip(parameters, gradients[index % 3], strict=True):
                parameter.grad = gradient
            optimizer.step()

    steps(24)  # the memory is full

    return lambda: seconds(lambda: steps(repeats))


def against_adam(shapes: Shapes, name: str, bound: float, repeats: int) -> Iterator[Result]:
    """AdamCM against torch's Adam in a loop over the parameters, paired."""
    adam = stepper(lambda p: torch.optim.Adam(p, foreach=False), shapes, repeats)
    ours = stepper(AdamCM, shapes, repeats)
    ratio, one, other = interleaved(ours, adam)
    detail = f"{one / repeats * 1e3:.1f} ms a step against {other / repeats * 1e3:.1f} ms"
    yield Result(f"AdamCM, {name}: step / for-loop Adam's", ratio, bound, False, detail)


def against_the_authors(shapes: Shapes, name: str, repeats: int) -> Iterator[Result]:
    """AdamCM with 20 slots against the authors' way, where items come often and seldom."""
    for decay in (0.7, 0.99):
        theirs = stepper(lambda p, λ=decay: AuthorsWay(p, 20, λ), shapes, repeats)
        ours = stepper(lambda p, λ=decay: AdamCM(p, capacity=20, decay=λ), shapes, repeats)
        ratio, one, other = interleaved(ours, theirs)
        detail = f"{one / repeats * 1e3:.1f} ms a step against {other / repeats * 1e3:.1f} ms"
        title = f"AdamCM, {name}, C = 20, λ = {decay}: step / the authors' way"
        yield Result(title, ratio, 1, False, detail)


def network_tensors() -> Iterator[Result]:
    """62 tensors of a ResNet-18, and 200 small ones."""
    yield from against_adam(resnet_18(), "62 tensors", 1.5, 2)
    yield from against_adam(SMALL, "200 small tensors", 2, 10)
    yield from against_the_authors(resnet_18(), "62 tensors", 2)
    yield from against_the_authors(SMALL, "200 small tensors", 10)


def network_step() -> Iterator[Result]:
    """AdamCM on a million parameters against 1.5 Adam steps, one mean and one copy."""
    size, capacity, repeats = 1000, 5, 10
    gradients = [torch.randn(size, size // 2) for _ in range(2)]

    def stepper(
        make: Callable[[list[torch.nn.Parameter]], torch.optim.Optimizer],
    ) -> Callable[[], float]:
        parameters = [torch.nn.Parameter(torch.randn(size, size // 2)) for _ in range(2)]
        optimizer = make(parameters)

        def step() -> float:
            for parameter, gradient in zip(parameters, gradients, strict=True):
                parameter.grad = gradient
            return seconds(lambda: [optimizer.step() for _ in range(repeats)])

        return step

    adam = stepper(lambda p: torch.optim.Adam(p, foreach=False))
    ours = stepper(lambda p: AdamCM(p, capacity=capacity))
    items, target = torch.randn(capacity, size * size), torch.empty(size * size)

    def mean_and_copy() -> float:
        return seconds(lambda: [(items.mean(0), target.copy_(items[0])) for _ in range(repeats)])

    def allowed() -> float:
        return 1.5 * adam() + mean_and_copy()

    ratio, one, bound = interleaved(ours, allowed)
    detail = f"{one / repeats * 1e3:.1f} ms a step against {bound / repeats * 1e3:.1f} ms"
    yield Result("AdamCM, 1 M parameters: step / (1.5 Adam + mean + copy)", ratio, 1, False, detail)


BENCHMARKS = (network_step, network_tensors)
