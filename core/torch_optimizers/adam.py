"""Adam and AdamW with a memory of critical gradients or critical momenta."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Unpack

from torch import Tensor

from core.torch_optimizers.arguments import NETWORK_LR, Settings
from core.torch_optimizers.memory_optimizer import MemoryOptimizer, Params

DECOUPLED = "decoupled_weight_decay"


class MemoryAdam(MemoryOptimizer):
    """What the classes over Adam share: Adam's settings.

    Args:
        params: parameters of any shape, or parameter groups with any of the settings.
        lr: α in [0, ∞).
        betas: β₁ and β₂, each in [0, 1).
        eps: ε in [0, ∞).
        weight_decay: w in [0, ∞).
        amsgrad: divide by the largest second moment so far (Reddi et al., On the Convergence of
            Adam and Beyond, 2018).
        decoupled_weight_decay: True, as AdamW: θ ← θ − α·w·θ before the step. False, as torch's
            Adam: w·θ joins the gradient used; with critical gradients after the memory's mean,
            which is of gradients without it, as in the authors' package.
        shared: the memory's settings (`MemorySettings`), torch's (`TorchSettings`) and `norm`.

    Raises:
        TypeError: a setting is unknown.
        ValueError: a setting is out of its range.
    """

    REQUIRED = ("lr", "betas", "eps", "weight_decay", "capacity", "decay", "strength", "policy",
                "memory_start", "memory_stop")  # fmt: skip
    OPTIONS: ClassVar[Mapping[str, Any]] = {"amsgrad": False, DECOUPLED: True}
    MEMORY = ""

    def __init__(
        self,
        params: Params,
        lr: float | Tensor = NETWORK_LR,
        betas: tuple[float | Tensor, float | Tensor] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        amsgrad: bool = False,
        *,
        decoupled_weight_decay: bool = True,
        **shared: Unpack[Settings],
    ) -> None:
        settings = {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay,
                    "amsgrad": amsgrad, DECOUPLED: decoupled_weight_decay}  # fmt: skip
        super().__init__(params, settings, shared)

    def method(self, settings: dict[str, Any]) -> str:
        decays = settings[DECOUPLED] and _is_on(settings["weight_decay"])
        return f"{'adamw' if decays else 'adam'}+{self.MEMORY}"

    def options(self, settings: dict[str, Any]) -> dict[str, Any]:
        coupled = 0.0 if settings[DECOUPLED] else settings["weight_decay"]
        return {"decay": coupled, "decay_joins": self.MEMORY == "cm"}


def _is_on(value: Any) -> bool:
    """Whether a number is not 0; one on a device may be anything."""
    return isinstance(value, Tensor) or bool(value)


class AdamCM(MemoryAdam):
    """Adam with critical momenta (arXiv 2307.09638): overshoots narrow basins.

        m ← β₁ m + (1−β₁) g;  s = m + κ·mean(B);  v ← β₂ v + (1−β₂) s²
        θ ← θ − α ŝ / (√v̂ + ε);  B remembers m with priority ‖g‖;  priorities ← λ·priorities

    With `strength=0` this is not Adam but its no-memory control, whose second moment is built
    from the momentum: on a constant gradient the first step is α/(1−β₁), ten times Adam's.
    Arguments, ranges and errors are those of `MemoryAdam`.
    """

    MEMORY = "cm"


class AdamCG(MemoryAdam):
    """Adam with critical gradients (arXiv 2106.10708): steps along g + κ·mean(B).

    B remembers g with priority ‖g‖. With `strength=0` it is Adam (AdamW with `weight_decay`).
    Arguments, ranges and errors are those of `MemoryAdam`.
    """

    MEMORY = "cg"


class AdamWCM(AdamCM):
    """AdamW (arXiv 1711.05101) with critical momenta: `AdamCM` with torch's default w of 0.01.

    Arguments, ranges and errors are those of `MemoryAdam`; the weight decay is decoupled.
    """

    def __init__(
        self,
        params: Params,
        lr: float | Tensor = NETWORK_LR,
        betas: tuple[float | Tensor, float | Tensor] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
        amsgrad: bool = False,
        **shared: Unpack[Settings],
    ) -> None:
        super().__init__(params, lr, betas, eps, weight_decay, amsgrad, **shared)


class AdamWCG(AdamCG):
    """AdamW (arXiv 1711.05101) with critical gradients: `AdamCG` with torch's default w of 0.01.

    With `strength=0` it is `torch.optim.AdamW`. Arguments, ranges and errors are those of
    `MemoryAdam`; the weight decay is decoupled.
    """

    def __init__(
        self,
        params: Params,
        lr: float | Tensor = NETWORK_LR,
        betas: tuple[float | Tensor, float | Tensor] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
        amsgrad: bool = False,
        **shared: Unpack[Settings],
    ) -> None:
        super().__init__(params, lr, betas, eps, weight_decay, amsgrad, **shared)
