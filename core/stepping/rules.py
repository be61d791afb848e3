"""The base rules, side by side, each reading like its row in the papers' tables.

What a memory adds to them is the same for all: see `core.stepping.update`. Everything is
elementwise, so a leaf is a batch of points or a parameter of a network.

Sources: Adam, arXiv 1412.6980; AdamW, arXiv 1711.05101.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, NamedTuple

import torch
from torch import Tensor

from core.stepping.norms import Number, spread


class Step(NamedTuple):
    """What is subtracted from θ, rate · direction / scale: whole only where θ is moved.

    Kept apart, the factors move θ in one pass over memory. `scale` None is 1.
    """

    direction: Tensor
    scale: Tensor | None
    rate: Number

    def subtract_from(self, theta: Tensor, out: Tensor | None = None) -> Tensor:
        """θ − rate · direction / scale, in the room of `out` where there is one."""
        direction, rate = self.direction, self.rate
        if isinstance(rate, Tensor):
            direction = torch.mul(direction, rate, out=None if out is theta else out)
            rate = 1.0
        if self.scale is None:
            return torch.add(theta, direction, alpha=-rate, out=out)
        return torch.addcdiv(theta, direction, self.scale, value=-rate, out=out)


@dataclasses.dataclass(frozen=True)
class BaseRule:
    """A base rule with neither momentum nor second moment, and what the others change in it."""

    numbers: Mapping[str, Number]
    starts_from_gradient: ClassVar[bool] = False  # a first momentum is made from the gradient
    late_momentum: ClassVar[bool] = False  # the momentum follows the division: see `carried`

    @property
    def keeps(self) -> tuple[str, ...]:
        """Names of the tensors of the leaf's shape that a variant keeps beside the moments."""
        return ()

    def number(self, name: str, leaf: Tensor) -> Number:
        """A hyperparameter, ready to meet a leaf."""
        value = self.numbers[name]
        return value if isinstance(value, float) else spread(value, leaf)

    def start(self, leaf: Tensor) -> tuple[Tensor | None, Tensor | None]:
        """First and second moment before any step."""
        return None, None

    def momentum(self, m: Tensor | None, g: Tensor, out: Tensor | None) -> Tensor:
        """First moment from the gradient used."""
        return g

    def direction(self, m: Tensor, g: Tensor, t: int) -> Tensor:
        """What is stepped along, from the momentum and the gradient used."""
        return m

    def second(self, v: Tensor | None, x: Tensor, out: Tensor | None) -> Tensor | None:
        """Second moment of x."""
        return None

    def scaling(self, v: Tensor | None, x: Tensor, kept: dict[str, Any]) -> Tensor | None:
        """The second moment as the step divides by it."""
        return v

    def step(self, s: Tensor, v: Tensor | None, t: int, lr: Number, out: Tensor | None) -> Step:
        """What is subtracted from θ."""
        return Step(s, None, lr)

    def carried(
        self, step: Step, m: Tensor, kept: dict[str, Any], aid: Callable[[Tensor], Tensor] | None
    ) -> tuple[Step, Tensor]:
        """The step after a momentum of its own, which the memory aids; and what it remembers."""
        return step, m


class SGD(BaseRule):
    """θ ← θ − α g."""


class SGDM(BaseRule):
    """b ← μ b + g;  θ ← θ − α b."""

    def start(self, leaf: Tensor) -> tuple[Tensor | None, Tensor | None]:
        return torch.zeros_like(leaf), None

    def momentum(self, m: Tensor | None, g: Tensor, out: Tensor | None) -> Tensor:
        assert m is not None
        return torch.add(torch.mul(m, self.number("momentum", g), out=out), g, out=out)


class RMSprop(BaseRule):
    """v ← γ v + (1−γ) g²;  θ ← θ − α g / (√v + ε)."""

    def start(self, leaf: Tensor) -> tuple[Tensor | None, Tensor | None]:
        return None, torch.zeros_like(leaf)

    def second(self, v: Tensor | None, x: Tensor, out: Tensor | None) -> Tensor | None:
        return average_square(v, x, self.number("smoothing", x), out)

    def step(self, s: Tensor, v: Tensor | None, t: int, lr: Number, out: Tensor | None) -> Step:
        assert v is not None
        return Step(s, torch.sqrt(v, out=out).add_(self.number("eps", s)), lr)


class Adam(BaseRule):
    """m ← β₁ m + (1−β₁) g;  v ← β₂ v + (1−β₂) x²;  θ ← θ − α m̂ / (√v̂ + ε)."""

    def start(self, leaf: Tensor) -> tuple[Tensor | None, Tensor | None]:
        return torch.zeros_like(leaf), torch.zeros_like(leaf)

    def momentum(self, m: Tensor | None, g: Tensor, out: Tensor | None) -> Tensor:
        return average(m, g, self.number("beta1", g), out)

    def second(self, v: Tensor | None, x: Tensor, out: Tensor | None) -> Tensor | None:
        return average_square(v, x, self.number("beta2", x), out)

    def step(self, s: Tensor, v: Tensor | None, t: int, lr: Number, out: Tensor | None) -> Step:
        assert v is not None
        # α m̂ / (√v̂ + ε), with the root of v's correction moved out of the elementwise part.
        root = (1 - self.number("beta2", s) ** t) ** 0.5
        rate = lr * root / (1 - self.number("beta1", s) ** t)
        scale = torch.sqrt(v) if out is None else torch.sqrt(v, out=out)
        return Step(s, scale.add_(self.number("eps", s) * root), rate)


RULES: dict[str, type[BaseRule]] = {
    "adam": Adam,
    "adamw": Adam,  # its weight decay is applied where θ is updated: see `Rule.move`
    "sgd": SGD,
    "sgdm": SGDM,
    "rmsprop": RMSprop,
}


def average(old: Tensor | None, new: Tensor, keep: Number, out: Tensor | None = None) -> Tensor:
    """Exponential moving average: keep·old + (1 − keep)·new."""
    assert old is not None
    return torch.lerp(old, new, 1 - keep, out=out)


def average_square(
    old: Tensor | None, new: Tensor, keep: Number, out: Tensor | None = None
) -> Tensor:
    """Exponential moving average of the squares: keep·old + (1 − keep)·new²."""
    assert old is not None
    if isinstance(keep, Tensor):
        return torch.lerp(old, new * new, 1 - keep, out=out)
    if out is None:
        return (old * keep).addcmul_(new, new, value=1 - keep)
    return torch.mul(old, keep, out=out).addcmul_(new, new, value=1 - keep)
