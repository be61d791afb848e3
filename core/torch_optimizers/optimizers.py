"""The methods to take home: real `torch.optim.Optimizer` classes over `core.stepping.rules`.

They train any `torch.nn.Module`; nothing else of the project is needed at run time. The norm
that ranks a memory's items is one number for all parameters of the optimizer together, their
L2 norm. (The authors' package sums the norms of the single tensors instead.) So every parameter
takes the same memory decision, without sharing state.

    optimizer = AdamCM(model.parameters(), lr=1e-3, capacity=5, decay=0.7)
    for inputs, targets in batches:
        optimizer.zero_grad()
        loss_function(model(inputs), targets).backward()
        optimizer.step()

All take the memory's settings by name: `capacity` (a whole number in [0, 100], 5), `decay`
((0, 1], 0.7), `strength` ([0, 10], 1), `policy` (priority, fifo, random, ema), `memory_start`
and `memory_stop` (whole numbers, 0: the memory is used in steps start < t ≤ stop, 0 is no end).
"""

from __future__ import annotations

from typing import Any, Unpack

import torch
from torch import Tensor

from core.stepping.rules import Step
from core.torch_optimizers.memory_optimizer import VELOCITY, MemoryOptimizer, MemorySettings, Params

__all__ = ["SGDCG", "AdamCG", "AdamCM", "MemorySettings", "RMSpropCG"]

NETWORK_LR = 1e-3


class MemoryAdam(MemoryOptimizer):
    """What AdamCM and AdamCG share: Adam's settings.

    Args:
        params: parameters of any shape, or parameter groups with any of the settings.
        lr: α in (0, 100].
        betas: β₁ and β₂, each in [0, 1).
        eps: ε in (0, 1].
        weight_decay: w in [0, 1], decoupled as in AdamW: θ ← θ − α·w·θ before the step.
        memory: the memory's settings.

    Raises:
        TypeError: a setting is unknown.
        ValueError: a setting is out of its range.
    """

    def __init__(
        self,
        params: Params,
        lr: float = NETWORK_LR,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        **memory: Unpack[MemorySettings],
    ) -> None:
        settings = {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay}
        super().__init__(params, settings, memory)


class AdamCM(MemoryAdam):
    """Adam with critical momenta (arXiv 2307.09638): overshoots narrow basins.

        m ← β₁ m + (1−β₁) g;  s = m + κ·mean(B);  v ← β₂ v + (1−β₂) s²
        θ ← θ − α ŝ / (√v̂ + ε);  B remembers m with priority ‖g‖;  priorities ← λ·priorities

    With `strength=0` this is not Adam but its no-memory control, whose second moment is built
    from the momentum. Arguments, ranges and errors are those of `MemoryAdam`.
    """

    def method(self, group: dict[str, Any]) -> str:
        return "adamw+cm" if group["weight_decay"] else "adam+cm"


class AdamCG(MemoryAdam):
    """Adam with critical gradients (arXiv 2106.10708): steps along g + κ·mean(B).

    B remembers g with priority ‖g‖. With `strength=0` it is Adam (AdamW with `weight_decay`).
    Arguments, ranges and errors are those of `MemoryAdam`.
    """

    def method(self, group: dict[str, Any]) -> str:
        return "adamw+cg" if group["weight_decay"] else "adam+cg"


class SGDCG(MemoryOptimizer):
    """SGD, or with `momentum` SGD with momentum, on g + κ·mean(B) (arXiv 2106.10708).

    Args:
        params: parameters of any shape, or parameter groups with any of the settings.
        lr: α in (0, 100].
        momentum: μ in [0, 1).
        memory: the memory's settings.

    Raises:
        TypeError: a setting is unknown.
        ValueError: a setting is out of its range.
    """

    def __init__(
        self,
        params: Params,
        lr: float = NETWORK_LR,
        momentum: float = 0.0,
        **memory: Unpack[MemorySettings],
    ) -> None:
        super().__init__(params, {"lr": lr, "momentum": momentum}, memory)

    def method(self, group: dict[str, Any]) -> str:
        return "sgdm+cg" if group["momentum"] else "sgd+cg"


class RMSpropCG(MemoryOptimizer):
    """RMSprop on ĝ = g + κ·mean(B) (arXiv 2106.10708).

        v ← γ v + (1−γ) ĝ²;  b ← μ b + ĝ / (√v + ε);  θ ← θ − α b

    The momentum μ is torch's addition to RMSprop, for the schedulers that cycle it; at 0 this is
    the table's `rmsprop+cg`.

    Args:
        params: parameters of any shape, or parameter groups with any of the settings.
        lr: α in (0, 100].
        alpha: the smoothing γ in [0, 1), under torch's name.
        eps: ε in (0, 1].
        momentum: μ in [0, 1).
        memory: the memory's settings.

    Raises:
        TypeError: a setting is unknown.
        ValueError: a setting is out of its range.
    """

    def __init__(
        self,
        params: Params,
        lr: float = NETWORK_LR,
        alpha: float = 0.99,
        eps: float = 1e-8,
        momentum: float = 0.0,
        **memory: Unpack[MemorySettings],
    ) -> None:
        settings = {"lr": lr, "alpha": alpha, "eps": eps, "momentum": momentum}
        super().__init__(params, settings, memory)

    def method(self, group: dict[str, Any]) -> str:
        return "rmsprop+cg"

    def carried(
        self, step: Step, velocity: Tensor | None, group: dict[str, Any], stored: dict[str, Any]
    ) -> Step:
        if not group["momentum"]:
            return step
        if velocity is None:
            velocity = torch.zeros_like(step.direction)
        assert step.scale is not None
        stored[VELOCITY] = velocity.mul_(group["momentum"]).addcdiv_(step.direction, step.scale)
        return Step(velocity, None, step.rate)
