"""The methods to take home: real `torch.optim.Optimizer` classes over `core.rules`.

They train any `torch.nn.Module`; nothing else of the project is needed at run time. The norm
that ranks a memory's items is one number for all parameters of the optimizer together, their
L2 norm. (The authors' package sums the norms of the single tensors instead.) So every parameter
takes the same memory decision, without sharing state.

    optimizer = AdamCM(model.parameters(), lr=1e-3, capacity=5, decay=0.7)
    for inputs, targets in batches:
        optimizer.zero_grad()
        loss_function(model(inputs), targets).backward()
        optimizer.step()
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, TypedDict, Unpack, cast

import torch
from torch import Tensor
from torch.optim import Optimizer

from core.methods import HYPERPARAMETERS, Value
from core.norms import global_norm
from core.rules import Rule
from core.scratch import Scratch
from core.state import State

Params = Iterable[Tensor] | Iterable[dict[str, Any]] | Iterable[tuple[str, Tensor]]
Closure = Callable[[], Any]
NETWORK_LR = 1e-3


class MemorySettings(TypedDict, total=False):
    """The memory's hyperparameters, with the ranges and defaults of `core.methods`."""

    capacity: int
    decay: float
    strength: float
    policy: str
    memory_start: int
    memory_stop: int


class MemoryOptimizer(Optimizer):
    """What the optimizers with a memory share; a subclass names its rows of the table of methods.

    Every setting may differ between parameter groups, as for any torch optimizer.

    Raises:
        TypeError: a setting is unknown.
        ValueError: a setting is out of its range.
        RuntimeError: a gradient is sparse (from `step`).
    """

    names: ClassVar[tuple[str, ...]]

    def __init__(
        self, params: Params, settings: Mapping[str, Value], memory: MemorySettings
    ) -> None:
        unknown = set(memory) - set(MemorySettings.__annotations__)
        if unknown:
            known = ", ".join(MemorySettings.__annotations__)
            raise TypeError(f"unknown settings {', '.join(sorted(unknown))}; there are {known}")
        defaults = {name: HYPERPARAMETERS[name].default for name in MemorySettings.__annotations__}
        chosen = {**settings, **defaults, **cast(dict[str, Value], memory)}
        self._check(chosen)
        self._scratch = Scratch()
        super().__init__(cast(Any, params), chosen)

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._scratch = Scratch()
        super().__setstate__(state)

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        """Add parameters with settings of their own, checked as in the constructor."""
        self._check({key: value for key, value in param_group.items() if key in HYPERPARAMETERS})
        super().add_param_group(param_group)

    def _check(self, settings: dict[str, Value]) -> None:
        for name, value in settings.items():
            row = HYPERPARAMETERS[name]
            if isinstance(value, int) and not row.whole:
                value = float(value)
            if not row.accepts(value):
                raise ValueError(f"{name}={value!r} is not allowed; {row.allowed}")

    def method(self, group: dict[str, Any]) -> str:
        """The row of the table that a group's settings ask for."""
        return self.names[0]

    def step(self, closure: Closure | None = None) -> Any:
        """One update of every parameter that has a gradient; the closure's loss, if given."""
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        with torch.no_grad():
            gradients = [
                _dense(parameter.grad)
                for group in self.param_groups
                for parameter in group["params"]
                if parameter.grad is not None
            ]
            if gradients:
                norm = global_norm(gradients)
                for group in self.param_groups:
                    self._step_group(group, norm)
        return loss

    def _step_group(self, group: dict[str, Any], norm: Tensor) -> None:
        settings = {name: group[name] for name in HYPERPARAMETERS if name in group}
        rule = Rule.create(self.method(group), settings)
        for parameter in group["params"]:
            if parameter.grad is None:
                continue
            here = norm.to(parameter.device)
            stored = self.state[parameter]
            state = State(**stored) if stored else rule.start(parameter, here)
            step, state = rule.update(parameter.grad, here, state, reuse=self._scratch)
            rule.move(parameter, step, reuse=True)
            stored.update(
                {key: value for key, value in state._asdict().items() if value is not None}
            )

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Restore a `state_dict()`, exactly: torch alone would cast births and priorities."""
        super().load_state_dict(state_dict)
        saved = [key for group in state_dict["param_groups"] for key in group["params"]]
        own = [parameter for group in self.param_groups for parameter in group["params"]]
        for key, parameter in zip(saved, own, strict=True):
            for name, value in state_dict["state"].get(key, {}).items():
                if isinstance(value, Tensor):
                    value = value.detach().clone().to(parameter.device)
                self.state[parameter][name] = value


def _dense(gradient: Tensor) -> Tensor:
    if gradient.is_sparse or gradient.layout != torch.strided:
        raise RuntimeError("sparse gradients are not supported: the memory keeps dense items")
    return gradient


class AdamCM(MemoryOptimizer):
    """Adam with critical momenta (arXiv 2307.09638): overshoots narrow basins.

        m ← β₁ m + (1−β₁) g;  s = m + κ·mean(B);  v ← β₂ v + (1−β₂) s²
        θ ← θ − α ŝ / (√v̂ + ε);  B remembers m with priority ‖g‖;  priorities ← λ·priorities

    `weight_decay` is decoupled, as in AdamW. With `strength=0` this is not Adam but its
    no-memory control, whose second moment is built from the momentum.
    """

    names = ("adam+cm", "adamw+cm")

    def __init__(
        self,
        params: Params,
        lr: float = NETWORK_LR,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        **memory: Unpack[MemorySettings],
    ) -> None:
        beta1, beta2 = betas
        settings = {"lr": lr, "beta1": beta1, "beta2": beta2, "eps": eps}
        super().__init__(params, settings | {"weight_decay": weight_decay}, memory)

    def method(self, group: dict[str, Any]) -> str:
        return self.names[1] if group["weight_decay"] else self.names[0]


class AdamCG(AdamCM):
    """Adam with critical gradients (arXiv 2106.10708): steps along g + κ·mean(B).

    B remembers g with priority ‖g‖. With `strength=0` it is Adam (AdamW with `weight_decay`).
    """

    names = ("adam+cg", "adamw+cg")


class SGDCG(MemoryOptimizer):
    """SGD, or with `momentum` SGD with momentum, on g + κ·mean(B) (arXiv 2106.10708)."""

    names = ("sgd+cg", "sgdm+cg")

    def __init__(
        self,
        params: Params,
        lr: float = NETWORK_LR,
        momentum: float = 0.0,
        **memory: Unpack[MemorySettings],
    ) -> None:
        super().__init__(params, {"lr": lr, "momentum": momentum}, memory)

    def method(self, group: dict[str, Any]) -> str:
        return self.names[1] if group["momentum"] else self.names[0]


class RMSpropCG(MemoryOptimizer):
    """RMSprop on g + κ·mean(B) (arXiv 2106.10708); `alpha` is the smoothing γ, as in torch."""

    names = ("rmsprop+cg",)

    def __init__(
        self,
        params: Params,
        lr: float = NETWORK_LR,
        alpha: float = 0.99,
        eps: float = 1e-8,
        **memory: Unpack[MemorySettings],
    ) -> None:
        super().__init__(params, {"lr": lr, "smoothing": alpha, "eps": eps}, memory)


class SAM(Optimizer):
    """Sharpness-aware minimization (arXiv 2010.01412) around any torch optimizer.

        θ ← θ − base step with the gradient at θ + ρ·g / (‖g‖ + 1e-12)

    `base` is an optimizer class, built over the same parameter groups with `settings`; learning
    rate schedulers and `state_dict` see its groups and its state. `step` needs a closure that
    zeroes the gradients, computes the loss and calls `backward`; it is called twice.

        optimizer = SAM(model.parameters(), AdamCM, rho=0.05, lr=1e-3, capacity=5)
    """

    def __init__(
        self, params: Params, base: type[Optimizer], rho: float = 0.05, **settings: Any
    ) -> None:
        row = HYPERPARAMETERS["rho"]
        if not row.accepts(rho):
            raise ValueError(f"rho={rho!r} is not allowed; {row.allowed}")
        super().__init__(cast(Any, params), {"rho": rho})
        self.base = base(cast(Any, self.param_groups), **settings)
        self._share()

    def _share(self) -> None:
        """Groups and state are the base optimizer's own: whoever changes one changes both."""
        self.param_groups, self.state = self.base.param_groups, self.base.state

    def step(self, closure: Closure | None = None) -> Any:
        """One update; the loss at θ. Raises RuntimeError without a closure."""
        if closure is None:
            raise RuntimeError("SAM needs a closure: it takes the gradient at two points")
        with torch.enable_grad():
            loss = closure()
        origins = self._climb()
        try:
            with torch.enable_grad():
                closure()
        finally:
            with torch.no_grad():
                for parameter, origin in origins:
                    parameter.copy_(origin)
        self.base.step()
        return loss

    @torch.no_grad()
    def _climb(self) -> list[tuple[Tensor, Tensor]]:
        """Move every parameter that has a gradient uphill; where each one was."""
        moved = [
            (parameter, group["rho"])
            for group in self.param_groups
            for parameter in group["params"]
            if parameter.grad is not None
        ]
        if not moved:
            return []
        norm = global_norm([_dense(parameter.grad) for parameter, _ in moved])
        origins = [(parameter, parameter.clone()) for parameter, _ in moved]
        for parameter, rho in moved:
            scale = (rho / (norm + 1e-12)).to(parameter)
            parameter.add_(parameter.grad * scale)
        return origins

    def __getstate__(self) -> dict[str, Any]:
        return super().__getstate__() | {"base": self.base}

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(state)
        self._share()

    def state_dict(self) -> dict[str, Any]:
        """The base optimizer's state, whose groups carry `rho` too."""
        return self.base.state_dict()

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Restore a `state_dict()`."""
        self.base.load_state_dict(state_dict)
        self._share()
