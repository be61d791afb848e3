"""SGD with a memory of critical gradients or critical momenta."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Unpack

from torch import Tensor

from core.torch_optimizers.arguments import NETWORK_LR, Settings
from core.torch_optimizers.memory_optimizer import MemoryOptimizer, Params


class MemorySGD(MemoryOptimizer):
    """What the classes over SGD share: SGD's settings.

    Args:
        params: parameters of any shape, or parameter groups with any of the settings.
        lr: α in [0, ∞).
        momentum: μ in [0, 1).
        dampening: d of b ← μ b + (1−d) g; a first b is g, as torch's.
        weight_decay: w in [0, ∞) of g + w·θ, which is what the memory keeps, as in the authors'
            package; its priority is the norm of g.
        nesterov: step along g + μ b (Sutskever et al., On the Importance of Initialization and
            Momentum in Deep Learning, 2013); needs a momentum and no dampening.
        shared: the memory's settings (`MemorySettings`), torch's (`TorchSettings`) and `norm`.

    Raises:
        TypeError: a setting is unknown.
        ValueError: a setting is out of its range.
    """

    REQUIRED = ("lr", "momentum", "capacity", "decay", "strength", "policy", "memory_start",
                "memory_stop")  # fmt: skip
    OPTIONS: ClassVar[Mapping[str, Any]] = {
        "dampening": 0.0, "weight_decay": 0.0, "nesterov": False}  # fmt: skip

    def _checked(self, settings: Mapping[str, Any], where: str) -> dict[str, Any]:
        plain = super()._checked(settings, where)
        if plain.get("nesterov") and not (plain["momentum"] > 0 and plain["dampening"] == 0):
            raise ValueError(
                f"nesterov=True{where} is not allowed with momentum={plain['momentum']!r} and "
                f"dampening={plain['dampening']!r}; it needs a momentum above 0 and no dampening"
            )
        return plain

    def options(self, settings: dict[str, Any]) -> dict[str, Any]:
        return {"decay": settings["weight_decay"]}


class SGDCG(MemorySGD):
    """SGD, or with `momentum` SGD with momentum, on ĝ = g + κ·mean(B) (arXiv 2106.10708).

        b ← μ b + (1−d) ĝ;  θ ← θ − α b;  B remembers g with priority ‖g‖

    With `strength=0` it is `torch.optim.SGD`. Arguments, ranges and errors are those of
    `MemorySGD`.
    """

    def __init__(
        self,
        params: Params,
        lr: float | Tensor = NETWORK_LR,
        momentum: float = 0.0,
        dampening: float = 0.0,
        weight_decay: float = 0.0,
        nesterov: bool = False,
        **shared: Unpack[Settings],
    ) -> None:
        settings = {"lr": lr, "momentum": momentum, "dampening": dampening,
                    "weight_decay": weight_decay, "nesterov": nesterov}  # fmt: skip
        super().__init__(params, settings, shared)

    def method(self, settings: dict[str, Any]) -> str:
        return "sgdm+cg" if settings["momentum"] else "sgd+cg"


class SGDCM(MemorySGD):
    """SGD with momentum that adds its critical momenta (arXiv 2307.09638).

        b ← μ b + (1−d) g;  θ ← θ − α (b + κ·mean(B));  B remembers b with priority ‖g‖

    With `nesterov` it steps along g + μ b + κ·mean(B). With `strength=0` it is
    `torch.optim.SGD` with momentum. Arguments, ranges and errors are those of `MemorySGD`.
    """

    def __init__(
        self,
        params: Params,
        lr: float | Tensor = NETWORK_LR,
        momentum: float = 0.9,
        dampening: float = 0.0,
        weight_decay: float = 0.0,
        nesterov: bool = False,
        **shared: Unpack[Settings],
    ) -> None:
        settings = {"lr": lr, "momentum": momentum, "dampening": dampening,
                    "weight_decay": weight_decay, "nesterov": nesterov}  # fmt: skip
        super().__init__(params, settings, shared)

    def method(self, settings: dict[str, Any]) -> str:
        return "sgdm+cm"
