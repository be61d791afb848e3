"""Sharpness-aware minimization around any torch optimizer (arXiv 2010.01412, 2102.11600)."""

from __future__ import annotations

import inspect
from typing import Any, cast

import torch
from torch import Tensor
from torch.optim import Optimizer

from core.experiment.methods import HYPERPARAMETERS
from core.stepping.norms import global_norm
from core.torch_optimizers.arguments import Norm
from core.torch_optimizers.memory_optimizer import Closure, MemoryOptimizer, Params
from core.torch_optimizers.settings import plain
from core.torch_optimizers.views import gradient


class SAM(Optimizer):
    """Sharpness-aware minimization (arXiv 2010.01412) around any torch optimizer.

        θ ← θ − base step with the gradient at θ + ρ·g / (‖g‖ + 1e-12)

    ‖g‖ is the L2 norm over all parameters. With `adaptive` (ASAM, arXiv 2102.11600) it climbs by
    ρ·θ²·g / (‖ |θ|·g ‖ + 1e-12). `step` needs a closure that computes the loss and calls
    `backward`; it is called twice, each time with gradients that are cleared.

        optimizer = SAM(model.parameters(), AdamCM, rho=0.05, lr=1e-3, capacity=5)
        optimizer.step(closure)

    Or in two steps, with a backward before each; a `GradScaler` goes with them:

        scaler.scale(loss_function(model(inputs), targets)).backward()
        scaler.unscale_(optimizer)
        optimizer.first_step(zero_grad=True)
        scaler.scale(loss_function(model(inputs), targets)).backward()
        optimizer.second_step(zero_grad=True, scaler=scaler)
        scaler.update()

    Where the first gradient is not finite nothing climbs; where the second one is not, the scaler
    leaves the step out; either halves its scale.

    Args:
        params: parameters or parameter groups; a group may have its own `rho` and `adaptive`.
        base: an optimizer class, built over the same groups as `self.base`. Schedulers and
            `state_dict` see its groups, its state and its defaults, with `rho` in them.
        rho: ρ in [0, 10].
        adaptive: whether to climb further along large parameters.
        norm: a function from the gradients here (times |θ| where adaptive) to the norm over all
            parameters of the network, for an optimizer that has only some (ZeRO).
        settings: what `base` takes beside the parameters.

    Raises:
        TypeError: a base that needs a closure of its own, as LBFGS.
        ValueError: a ρ is out of its range; whatever else `base` raises.
        RuntimeError: no closure, a step out of turn, or a sparse gradient (from the steps).
    """

    base: Optimizer

    def __init__(
        self,
        params: Params,
        base: type[Optimizer],
        rho: float = 0.05,
        adaptive: bool = False,
        *,
        norm: Norm | None = None,
        **settings: Any,
    ) -> None:
        refuse_closures(base)
        check_rho(rho)
        self._norm, self._origins = norm, list[tuple[Tensor, Tensor]]()
        super().__init__(cast(Any, params), {"rho": rho, "adaptive": adaptive})
        groups, self.param_groups = self.param_groups, []
        own = [{name: group.pop(name) for name in ("rho", "adaptive")} for group in groups]
        if norm is not None and issubclass(base, MemoryOptimizer):
            settings["norm"] = norm
        self.base = base(cast(Any, groups), **settings)
        self.base.defaults.update(rho=rho, adaptive=adaptive)
        for group, ours in zip(self.base.param_groups, own, strict=True):
            group.update(ours)
        self._share()

    def _share(self) -> None:
        """Groups, state and defaults are the base's own: whoever changes one changes both."""
        self.param_groups, self.state = self.base.param_groups, self.base.state
        self.defaults = self.base.defaults
        self.defaults.setdefault("adaptive", False)
        for group in self.param_groups:  # states of 0.1, and of the base alone, lack them
            group.setdefault("rho", self.defaults["rho"])
            group.setdefault("adaptive", self.defaults["adaptive"])

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        """Add parameters with settings of their own, which the base takes; or `rho`, `adaptive`.

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
        """One update; the loss at θ.

        Without a closure only a step of length 0 is taken, in which a distributed checkpoint
        makes the state that it loads into. Raises RuntimeError for any other.
        """
        if closure is None:
            if all(plain("lr", group.get("lr")) == 0 for group in self.param_groups):
                return self.base.step()
            raise RuntimeError(
                "SAM needs a closure: it takes the gradient at two points "
                "(or call first_step and second_step, each after a backward)"
            )
        self.zero_grad()  # a closure that does not would step along the gradients' sum
        with torch.enable_grad():
            loss = closure()
        self.first_step(zero_grad=True)
        try:
            with torch.enable_grad():
                closure()
        finally:
            self._return()
        self.base.step()
        return loss

    @torch.no_grad()
    def first_step(self, zero_grad: bool = False) -> None:
        """Climb from θ by the gradient there. RuntimeError before the `second_step` is made."""
        if self._origins:
            raise RuntimeError("SAM has climbed already: second_step comes after first_step")
        for index, group in enumerate(self.param_groups):
            check_rho(group["rho"], f" in parameter group {index}")
        moved = [
            (parameter, gradient(parameter), group)
            for group in self.param_groups
            for parameter in group["params"]
            if parameter.grad is not None
        ]
        if moved or self._norm is not None:  # which asks ranks that have none, too
            weighted = [
                grad * parameter.abs() if group["adaptive"] else grad
                for parameter, grad, group in moved
            ]
            norm = torch.as_tensor((self._norm or global_norm)(weighted))
            self._origins = [(parameter, parameter.clone()) for parameter, *_ in moved]
            for (parameter, _, group), uphill in zip(moved, weighted, strict=True):
                uphill = uphill * parameter.abs() if group["adaptive"] else uphill
                parameter.add_(_climb(uphill, norm.to(parameter.device), group["rho"]))
        if zero_grad:
            self.zero_grad()

    def second_step(
        self, zero_grad: bool = False, scaler: torch.amp.GradScaler | None = None
    ) -> None:
        """Back to θ, and the base's step by the gradient uphill; by way of a gradient scaler.

        Raises RuntimeError without a `first_step` before, where there were gradients.
        """
        if not self._origins and any(
            parameter.grad is not None
            for group in self.param_groups
            for parameter in group["params"]
        ):
            raise RuntimeError("SAM has not climbed: first_step comes before second_step")
        self._return()
        if scaler is None:
            self.base.step()
        else:
            scaler.step(self.base)
        if zero_grad:
            self.zero_grad()

    @torch.no_grad()
    def _return(self) -> None:
        """Put every parameter back where it was."""
        origins, self._origins = self._origins, []
        for parameter, origin in origins:
            parameter.copy_(origin)

    def __getstate__(self) -> dict[str, Any]:
        return super().__getstate__() | {"base": self.base, "_norm": self._norm}

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(state)
        self.__dict__.setdefault("_norm", None)
        self._origins = []
        self._share()

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Restore a `state_dict()`, or one of the base alone with the ρ of the constructor."""
        state_dict = state_dict.copy()
        for before in self._optimizer_load_state_dict_pre_hooks.values():
            changed = before(self, state_dict)
            state_dict = state_dict if changed is None else changed
        self.base.load_state_dict(state_dict)
        self._share()
        for after in self._optimizer_load_state_dict_post_hooks.values():
            after(self)


def _climb(uphill: Tensor, norm: Tensor, rho: Any) -> Tensor:
    """ρ·uphill / (‖·‖ + 1e-12); nothing where the norm is not finite."""
    # float16 has no room for ρ / 1e-12.
    largest = min(torch.finfo(uphill.dtype).max, torch.finfo(norm.dtype).max)
    scale = (rho / (norm + 1e-12)).clamp(max=largest)
    return torch.where(norm.isfinite(), uphill * scale.to(uphill.dtype), torch.zeros_like(uphill))


def refuse_closures(base: type[Optimizer]) -> None:
    """Raise TypeError for an optimizer that evaluates the loss as often as it likes."""
    closure = inspect.signature(base.step).parameters.get("closure")
    if closure is not None and closure.default is inspect.Parameter.empty:
        raise TypeError(
            f"SAM cannot be built over {base.__name__}: its step evaluates the loss itself, "
            "and SAM hands it one gradient, taken uphill; allowed is any optimizer whose step "
            "needs no closure"
        )


def check_rho(rho: Any, where: str = "") -> None:
    """Raise ValueError where ρ is out of its range."""
    row = HYPERPARAMETERS["rho"]
    if not row.accepts(plain("rho", rho)):
        raise ValueError(f"rho={rho!r}{where} is not allowed; {row.allowed}")
