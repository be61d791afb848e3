"""What the optimizers with a memory share: a step, parameter groups and state dicts as torch's."""

from __future__ import annotations

import abc
import copy
import dataclasses
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, TypedDict, cast

import torch
from torch import Tensor
from torch.optim import Optimizer

from core.experiment.methods import HYPERPARAMETERS
from core.stepping.norms import global_norm
from core.stepping.rules import Rule, Step
from core.stepping.scratch import Scratch
from core.stepping.state import State
from core.torch_optimizers import settings as torch_settings
from core.torch_optimizers.changes import adapted

Params = Iterable[Tensor] | Iterable[dict[str, Any]] | Iterable[tuple[str, Tensor]]
Closure = Callable[[], Any]
VELOCITY = "momentum_buffer"  # a momentum after the rule, as torch's RMSprop has
_STATE = frozenset((*State._fields, VELOCITY))
_EXACT = frozenset(("memory_priorities", "memory_births", "memory_draw"))


class MemorySettings(TypedDict, total=False):
    """The memory's hyperparameters, with the ranges and defaults of `core.experiment.methods`."""

    capacity: int
    decay: float
    strength: float
    policy: str
    memory_start: int
    memory_stop: int


class _GroupRule(NamedTuple):
    """A group's settings as they were last seen, and their rule."""

    settings: dict[str, Any]
    rule: Rule

    @property
    def layout(self) -> tuple[object, ...]:
        """What the state of a parameter depends on."""
        values = self.rule.settings
        return self.rule.method.base.name, values["policy"], values["capacity"]


@dataclasses.dataclass(frozen=True)
class _Exact:
    """A tensor that torch must not cast to the parameter's type while it loads a state."""

    tensor: Tensor


class MemoryOptimizer(Optimizer, abc.ABC):
    """An optimizer over a row of the table of methods; `method` says which.

    Every setting may differ between parameter groups and change between steps, as for any torch
    optimizer: a momentum that comes on starts at 0, a memory keeps what finds room in it.

    Raises:
        TypeError: a setting, of the optimizer or of a group, is unknown.
        ValueError: a setting is out of its range (from `step` too, where it changed since).
        RuntimeError: a gradient is sparse (from `step`).
    """

    def __init__(self, params: Params, settings: Mapping[str, Any], memory: MemorySettings) -> None:
        torch_settings.refuse_unknown(memory, torch_settings.MEMORY, "")
        defaults = {name: HYPERPARAMETERS[name].default for name in torch_settings.MEMORY}
        chosen = {**settings, **defaults, **memory}
        torch_settings.check(chosen)
        self._forget()
        super().__init__(cast(Any, params), chosen)

    def _forget(self) -> None:
        self._scratch = Scratch()
        self._rules: dict[int, _GroupRule] = {}

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(state)
        self._forget()
        for parameter, stored in self.state.items():
            for name, value in stored.items():
                if isinstance(value, _Exact):
                    stored[name] = value.tensor.detach().to(parameter.device, copy=True)

    @property
    def _names(self) -> list[str]:
        """The settings of this optimizer, under torch's names."""
        return [name for name in self.defaults if name in torch_settings.SETTINGS]

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        """Add parameters with settings of their own, checked as in the constructor.

        Beside settings and `params` a group may carry a `name` and what schedulers write into it.

        Raises:
            TypeError: a key is unknown.
            ValueError: a setting is out of its range.
        """
        if isinstance(param_group, dict):
            where = f" in parameter group {len(self.param_groups)} of {type(self).__name__}"
            own = [name for name in param_group if name not in torch_settings.BOOKKEEPING]
            torch_settings.refuse_unknown(own, self.defaults, where)
            names = [name for name in self._names if name in param_group]
            torch_settings.check({name: param_group[name] for name in names}, where)
        super().add_param_group(param_group)

    @abc.abstractmethod
    def method(self, group: dict[str, Any]) -> str:
        """The row of the table that a group's settings ask for."""

    def step(self, closure: Closure | None = None) -> Any:
        """One update of every parameter that has a gradient; the closure's loss, if given."""
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        with torch.no_grad():
            gradients = [
                dense(parameter.grad)
                for group in self.param_groups
                for parameter in group["params"]
                if parameter.grad is not None
            ]
            if gradients:
                norm = global_norm(gradients)
                rules = [self._rule(index, norm) for index in range(len(self.param_groups))]
                for group, rule in zip(self.param_groups, rules, strict=True):
                    self._step_group(group, rule, norm)
        return loss

    def _rule(self, index: int, norm: Tensor) -> Rule:
        """The rule of a group, whose parameters' states fit it from here on."""
        group, before = self.param_groups[index], self._rules.get(index)
        settings = {name: group[name] for name in self._names}
        if before and before.settings == settings:
            return before.rule
        torch_settings.check(settings, f" in parameter group {index}", scheduled=True)
        values = torch_settings.hyperparameters(settings)
        now = _GroupRule(copy.deepcopy(settings), Rule.create(self.method(group), values))
        if before is None or before.layout != now.layout:
            for parameter in group["params"]:
                stored = self.state.get(parameter)
                if stored:
                    self._adapt(stored, parameter, norm, before and before.rule, now.rule)
        self._rules[index] = now
        return now.rule

    def _adapt(
        self, stored: dict[str, Any], leaf: Tensor, norm: Tensor, before: Rule | None, rule: Rule
    ) -> None:
        velocity = stored.pop(VELOCITY, None)
        state = adapted(State(**stored), leaf, _norm_at(norm, leaf, stored), before, rule)
        stored.clear()
        stored.update(_held(state))
        if velocity is not None:
            stored[VELOCITY] = velocity

    def _step_group(self, group: dict[str, Any], rule: Rule, norm: Tensor) -> None:
        for parameter in group["params"]:
            if parameter.grad is None:
                continue
            stored = self.state[parameter]
            here = _norm_at(norm, parameter, stored)
            velocity = stored.pop(VELOCITY, None)
            state = State(**stored) if stored else rule.start(parameter, here)
            step, state = rule.update(parameter.grad, here, state, reuse=self._scratch)
            stored.update(_held(state))
            rule.move(parameter, self.carried(step, velocity, group, stored), reuse=True)

    def carried(
        self, step: Step, velocity: Tensor | None, group: dict[str, Any], stored: dict[str, Any]
    ) -> Step:
        """The step after a momentum of its own, whose buffer (*leaf) `stored` takes over."""
        return step

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Restore a `state_dict()`; moments and items in the types of the parameters.

        Priorities, births and draws keep their own types. Nothing is shared with `state_dict`.

        Raises:
            ValueError: the state is another optimizer's.
        """
        handle = self.register_load_state_dict_pre_hook(  # the last: it sees what others edited
            lambda _, edited: self._protected(edited)
        )
        try:
            super().load_state_dict(state_dict)
        finally:
            handle.remove()

    def _protected(self, state_dict: dict[str, Any]) -> dict[str, Any]:
        """A copy of a state dict that torch may cast where it may."""
        for index, group in enumerate(state_dict["param_groups"]):
            missing = [name for name in self._names if name not in group]
            if missing:
                raise ValueError(
                    f"not a state of {type(self).__name__}: "
                    f"parameter group {index} lacks {', '.join(missing)}"
                )
        keys = {key for group in state_dict["param_groups"] for key in group["params"]}
        state = {
            key: self._protected_entry(key, stored) if key in keys else stored
            for key, stored in state_dict["state"].items()
        }
        return {**state_dict, "state": state}

    def _protected_entry(self, key: Any, stored: Mapping[str, Any]) -> dict[str, Any]:
        unknown = sorted(set(stored) - _STATE)
        if unknown:
            raise ValueError(
                f"not a state of {type(self).__name__}: "
                f"parameter {key} has unknown {', '.join(unknown)}"
            )
        return {name: _uncast(name, value) for name, value in stored.items()}


def _uncast(name: str, value: Any) -> Any:
    if not isinstance(value, Tensor):
        return value
    return _Exact(value) if name in _EXACT else value.clone()


def _held(state: State) -> dict[str, Any]:
    return {name: value for name, value in state._asdict().items() if value is not None}


def _norm_at(norm: Tensor, leaf: Tensor, stored: Mapping[str, Any]) -> Tensor:
    """The norm where the leaf is, in the type of the priorities it is compared with."""
    priorities = stored.get("memory_priorities", norm)
    return norm.to(leaf.device, priorities.dtype)


def dense(gradient: Tensor) -> Tensor:
    """The gradient; RuntimeError if it is sparse."""
    if gradient.is_sparse or gradient.layout != torch.strided:
        raise RuntimeError("sparse gradients are not supported: the memory keeps dense items")
    return gradient
