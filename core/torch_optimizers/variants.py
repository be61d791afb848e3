"""The base rules with what torch's own optimizers can do beside them.

Each is its base rule exactly where its options are off, or where a class has no such option. What
a variant keeps beside the moments stands in `kept`, under the names of `keeps`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from core.stepping.norms import Number
from core.stepping.rules import RULES, SGDM, Adam, BaseRule, RMSprop, Step, average

VELOCITY = "momentum_buffer"  # a momentum after the rule, as torch's RMSprop has
PEAK, MEAN = "max_second_moment", "mean_gradient"


class TorchAdam(Adam):
    """Adam; with `amsgrad` it divides by the largest v so far (Reddi et al. 2018).

    In types of 16 bits ε meets √v̂ as it is, not times √(1−β₂ᵗ): the product would vanish.
    """

    @property
    def keeps(self) -> tuple[str, ...]:
        return (PEAK,) if self.numbers.get("amsgrad") else ()

    def scaling(self, v: Tensor | None, x: Tensor, kept: dict[str, Any]) -> Tensor | None:
        if PEAK not in kept:
            return v
        assert v is not None
        return torch.maximum(kept[PEAK], v, out=kept[PEAK])

    def step(self, s: Tensor, v: Tensor | None, t: int, lr: Number, out: Tensor | None) -> Step:
        if s.dtype.itemsize > 2:
            return super().step(s, v, t, lr, out)
        assert v is not None
        root = (1 - self.number("beta2", s) ** t) ** 0.5
        scale = torch.div(torch.sqrt(v, out=out), root, out=out).add_(self.number("eps", s))
        return Step(s, scale, lr / (1 - self.number("beta1", s) ** t))


class TorchSGDM(SGDM):
    """b ← μ b + (1−d) g, b = g at first; along g + μ b with `nesterov` (Sutskever et al. 2013)."""

    starts_from_gradient = True

    def momentum(self, m: Tensor | None, g: Tensor, out: Tensor | None) -> Tensor:
        if m is None:
            return g.clone()
        damped: Any = 1 - self.number("dampening", g) if "dampening" in self.numbers else 1
        return torch.add(
            torch.mul(m, self.number("momentum", g), out=out), g, alpha=damped, out=out
        )

    def direction(self, m: Tensor, g: Tensor, t: int) -> Tensor:
        if not self.numbers.get("nesterov"):
            return m
        momentum: Any = self.number("momentum", g)
        return torch.add(g, m, alpha=momentum)


class TorchRMSprop(RMSprop):
    """RMSprop; `centered` divides by √(v − mean(g)²), `momentum` follows the division.

    b ← μ b + g / (√v + ε);  θ ← θ − α b. With `+cm` that b is what the memory keeps and aids.
    """

    late_momentum = True

    @property
    def keeps(self) -> tuple[str, ...]:
        velocity = (VELOCITY,) if self.numbers.get("velocity") else ()
        return (*((MEAN,) if self.numbers.get("centered") else ()), *velocity)

    def scaling(self, v: Tensor | None, x: Tensor, kept: dict[str, Any]) -> Tensor | None:
        if MEAN not in kept:
            return v
        mean = average(kept[MEAN], x, self.number("smoothing", x), kept[MEAN])
        assert v is not None
        return torch.addcmul(v, mean, mean, value=-1)

    def carried(
        self, step: Step, m: Tensor, kept: dict[str, Any], aid: Callable[[Tensor], Tensor] | None
    ) -> tuple[Step, Tensor]:
        if VELOCITY not in kept:
            return step, m
        assert step.scale is not None
        b, momentum = kept[VELOCITY], self.number("momentum", m)
        b = torch.addcdiv(torch.mul(b, momentum, out=b), step.direction, step.scale, out=b)
        return Step(aid(b) if aid else b, None, step.rate), b


_OF: dict[type[BaseRule], type[BaseRule]] = {
    Adam: TorchAdam,
    SGDM: TorchSGDM,
    RMSprop: TorchRMSprop,
}
# By what a base computes, so that one that is computed as another has its variant too.
VARIANTS: dict[str, type[BaseRule]] = {name: _OF.get(rule, rule) for name, rule in RULES.items()}
