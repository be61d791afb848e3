"""Sharpness-aware minimization around any torch optimizer (arXiv 2010.01412)."""

from __future__ import annotations

from typing import Any, cast

import torch
from torch import Tensor
from torch.optim import Optimizer

from core.experiment.methods import HYPERPARAMETERS
from core.stepping.norms import global_norm
from core.torch_optimizers.memory_optimizer import Closure, Params
from core.torch_optimizers.views import gradient


class SAM(Optimizer):
    """Sharpness-aware minimization (arXiv 2010.01412) around any torch optimizer.

        θ ← θ − base step with the gradient at θ + ρ·g / (‖g‖ + 1e-12)

    ‖g‖ is the L2 norm over all parameters. `step` needs a closure that zeroes the gradients,
    computes the loss and calls `backward`; it is called twice.

        optimizer = SAM(model.parameters(), AdamCM, rho=0.05, lr=1e-3, capacity=5)

    Args:
        params: parameters or parameter groups; a group may have its own `rho`.
        base: an optimizer class, built over the same groups as `self.base`. Schedulers and
            `state_dict` see its groups, its state and its defaults, with `rho` in them.
        rho: ρ in [0, 10].
        settings: what `base` takes beside the parameters.

    Raises:
        ValueError: a ρ is out of its range; whatever else `base` raises.
        RuntimeError: no closure, or a sparse gradient (from `step`).
    """

    base: Optimizer

    def __init__(
        self, params: Params, base: type[Optimizer], rho: float = 0.05, **settings: Any
    ) -> None:
        check_rho(rho)
        super().__init__(cast(Any, params), {"rho": rho})
        groups, self.param_groups = self.param_groups, []
        radii = [group.pop("rho") for group in groups]
        self.base = base(cast(Any, groups), **settings)
        self.base.defaults["rho"] = rho
        for group, radius in zip(self.base.param_groups, radii, strict=True):
            group["rho"] = radius
        self._share()

    def _share(self) -> None:
        """Groups, state and defaults are the base's own: whoever changes one changes both."""
        self.param_groups, self.state = self.base.param_groups, self.base.state
        self.defaults = self.base.defaults

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        """Add parameters with settings of their own, which the base optimizer takes; or `rho`.

        Raises:
            ValueError: ρ is out of its range; whatever else the base raises.
        """
        if isinstance(param_group, dict) and "rho" in param_group:
            check_rho(param_group["rho"], f" in parameter group {len(self.param_groups)}")
        if "base" in self.__dict__:
            self.base.add_param_group(param_group)
        else:  # the constructor collects the groups that the base is built from
            super().add_param_group(dict(param_group))

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
        for index, group in enumerate(self.param_groups):
            check_rho(group["rho"], f" in parameter group {index}")
        moved = [
            (parameter, group["rho"])
            for group in self.param_groups
            for parameter in group["params"]
            if parameter.grad is not None
        ]
        if not moved:
            return []
        norm = global_norm([gradient(parameter) for parameter, _ in moved])
        origins = [(parameter, parameter.clone()) for parameter, _ in moved]
        for parameter, rho in moved:
            largest = torch.finfo(parameter.dtype).max  # float16 has no room for ρ / 1e-12
            scale = (rho / (norm + 1e-12)).clamp_(max=largest).to(parameter)
            parameter.add_(parameter.grad * scale)
        return origins

    def __getstate__(self) -> dict[str, Any]:
        return super().__getstate__() | {"base": self.base}

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(state)
        self._share()

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Restore a `state_dict()`, or one of the base alone with the ρ of the constructor."""
        state_dict = state_dict.copy()
        for before in self._optimizer_load_state_dict_pre_hooks.values():
            changed = before(self, state_dict)
            state_dict = state_dict if changed is None else changed
        self.base.load_state_dict(state_dict)
        self._share()
        for group in self.param_groups:
            group.setdefault("rho", self.defaults["rho"])
        for after in self._optimizer_load_state_dict_post_hooks.values():
            after(self)


def check_rho(rho: Any, where: str = "") -> None:
    """Raise ValueError where ρ is out of its range."""
    row = HYPERPARAMETERS["rho"]
    if not row.accepts(rho):
        raise ValueError(f"rho={rho!r}{where} is not allowed; {row.allowed}")
