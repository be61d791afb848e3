"""RMSprop with a memory of critical gradients or critical momenta."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Unpack

from torch import Tensor

from core.experiment.methods import BASES, Method
from core.torch_optimizers.arguments import NETWORK_LR, Settings
from core.torch_optimizers.memory_optimizer import MemoryOptimizer, Params


class MemoryRMSprop(MemoryOptimizer):
    """What the classes over RMSprop share: RMSprop's settings.

    Args:
        params: parameters of any shape, or parameter groups with any of the settings.
        lr: α in [0, ∞).
        alpha: the smoothing γ in [0, 1), under torch's name.
        eps: ε in [0, ∞).
        momentum: μ in [0, 1), of a momentum after the division; torch's addition to RMSprop.
        weight_decay: w in [0, ∞) of g + w·θ; with critical gradients it joins after the
            memory's mean, which is of gradients without it, as in the authors' package.
        centered: divide by √(v − mean(g)²) (Graves, arXiv 1308.0850).
        shared: the memory's settings (`MemorySettings`), torch's (`TorchSettings`) and `norm`.

    Raises:
        TypeError: a setting is unknown.
        ValueError: a setting is out of its range.
    """

    REQUIRED = ("lr", "alpha", "eps", "momentum", "capacity", "decay", "strength", "policy",
                "memory_start", "memory_stop")  # fmt: skip
    OPTIONS: ClassVar[Mapping[str, Any]] = {"weight_decay": 0.0, "centered": False}

    def options(self, settings: dict[str, Any]) -> dict[str, Any]:
        return {"decay": settings["weight_decay"], "decay_joins": False}


class RMSpropCG(MemoryRMSprop):
    """RMSprop on ĝ = g + κ·mean(B) (arXiv 2106.10708).

        v ← γ v + (1−γ) ĝ²;  b ← μ b + ĝ / (√v + ε);  θ ← θ − α b

    B remembers g with priority ‖g‖. With `strength=0` it is `torch.optim.RMSprop`. (The authors'
    package steps along mean(B) alone here; their paper does not.) Arguments, ranges and errors
    are those of `MemoryRMSprop`.
    """

    def __init__(
        self,
        params: Params,
        lr: float | Tensor = NETWORK_LR,
        alpha: float = 0.99,
        eps: float = 1e-8,
        momentum: float = 0.0,
        weight_decay: float = 0.0,
        centered: bool = False,
        **shared: Unpack[Settings],
    ) -> None:
        settings = {"lr": lr, "alpha": alpha, "eps": eps, "momentum": momentum,
                    "weight_decay": weight_decay, "centered": centered}  # fmt: skip
        super().__init__(params, settings, shared)

    def method(self, settings: dict[str, Any]) -> str:
        return "rmsprop+cg"

    def values(self, settings: dict[str, Any]) -> dict[str, Any]:
        return {"velocity": bool(settings["momentum"])}


class RMSpropCM(MemoryRMSprop):
    """RMSprop with momentum that adds its critical momenta (arXiv 2307.09638).

        v ← γ v + (1−γ) g²;  b ← μ b + g / (√v + ε);  θ ← θ − α (b + κ·mean(B))

    B remembers b with priority ‖g‖. With `strength=0` it is `torch.optim.RMSprop` with momentum.
    Arguments, ranges and errors are those of `MemoryRMSprop`.
    """

    def __init__(
        self,
        params: Params,
        lr: float | Tensor = NETWORK_LR,
        alpha: float = 0.99,
        eps: float = 1e-8,
        momentum: float = 0.9,
        weight_decay: float = 0.0,
        centered: bool = False,
        **shared: Unpack[Settings],
    ) -> None:
        settings = {"lr": lr, "alpha": alpha, "eps": eps, "momentum": momentum,
                    "weight_decay": weight_decay, "centered": centered}  # fmt: skip
        super().__init__(params, settings, shared)

    def method(self, settings: dict[str, Any]) -> Method:
        return Method(BASES["rmsprop"], "cm", sam=False)

    def values(self, settings: dict[str, Any]) -> dict[str, Any]:
        return {"velocity": True}
