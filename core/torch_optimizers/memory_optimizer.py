"""What the optimizers with a memory share: a step, parameter groups and state dicts as torch's."""

from __future__ import annotations

import abc
import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple, cast

import torch
from torch import Tensor
from torch.optim import Optimizer

from core.experiment.methods import Method
from core.stepping.norms import global_norm
from core.stepping.scratch import Scratch
from core.stepping.update import Rule
from core.torch_optimizers import checkpoints
from core.torch_optimizers import settings as torch_settings
from core.torch_optimizers.arguments import Decisions, Norm, Settings
from core.torch_optimizers.changes import adapt
from core.torch_optimizers.cohort import Cohort, Plan
from core.torch_optimizers.variants import VARIANTS
from core.torch_optimizers.views import gradient, real

Params = Iterable[Tensor] | Iterable[dict[str, Any]] | Iterable[tuple[str, Tensor]]
Closure = Callable[[], Any]


class _GroupPlan(NamedTuple):
    """A group's settings as they were last seen, and its plan."""

    settings: dict[str, Any]
    plan: Plan

    def fits(self, settings: dict[str, Any]) -> bool:
        return self.settings.keys() == settings.keys() and all(
            value is settings[name] or (not isinstance(value, Tensor) and value == settings[name])
            for name, value in self.settings.items()
        )

    @property
    def layout(self) -> tuple[object, ...]:
        """What the state of a parameter depends on."""
        values = self.plan.rule.settings
        return *self.plan.needs, values["policy"], values["capacity"], self.plan.buffer_dtype


class MemoryOptimizer(Optimizer, abc.ABC):
    """An optimizer over a row of the table of methods; `method` says which.

    Every setting may differ between parameter groups and change between steps, as for any torch
    optimizer: a momentum that comes on starts at 0, a memory keeps what finds room in it. A group
    may carry keys of one's own. A parameter may be complex, sharded (`DTensor`), or on any device.

    The norm that ranks the items is that of all parameters that *this* optimizer has. One that
    has only a shard of them (ZeRO) must be told: by `norm`, a function from the gradients to the
    norm of all, or at each step by `step(norm=...)`.

    Raises:
        TypeError: a setting, of the optimizer or of a group, is unknown.
        ValueError: a setting is out of its range (from `step` too, where it changed since).
        RuntimeError: a gradient is sparse (from `step`).
    """

    REQUIRED: ClassVar[Sequence[str]]  # the settings that every state of it has
    OPTIONS: ClassVar[Mapping[str, Any]] = {}  # the later ones, and what a state without them means

    def __init__(self, params: Params, settings: Mapping[str, Any], shared: Settings) -> None:
        given: dict[str, Any] = dict(shared)
        self._norm: Norm | None = given.pop("norm", None)
        known = [*settings, *torch_settings.MEMORY, "maximize", *torch_settings.FLAGS, "norm"]
        torch_settings.refuse_unknown(given, known, "")
        chosen = {**settings, **torch_settings.DEFAULTS, **given}
        self._checked(chosen, "")
        for flag in torch_settings.FLAGS:
            chosen.pop(flag, None)
        self._forget()
        super().__init__(cast(Any, params), chosen)

    def _forget(self) -> None:
        self._scratch = Scratch()
        self._plans: dict[int, _GroupPlan] = {}
        self._accepted: dict[torch.device, Tensor] = {}
        self._decided = 0

    def __getstate__(self) -> dict[str, Any]:
        return super().__getstate__() | {"_norm": self._norm}

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(state)
        self.__dict__.setdefault("_norm", None)
        self._forget()
        options = {**torch_settings.OPTIONS, **self.OPTIONS}
        self.defaults = {**options, **self.defaults}
        for group in self.param_groups:
            for name, value in options.items():  # older states lack them
                group.setdefault(name, value)
        parameters = [one for group in self.param_groups for one in group["params"]]
        checkpoints.restore(self.state, parameters)

    @property
    def _names(self) -> list[str]:
        """The settings of this optimizer, under torch's names."""
        return [name for name in self.defaults if name in torch_settings.RULED]

    def _checked(self, settings: Mapping[str, Any], where: str) -> dict[str, Any]:
        """The settings as plain numbers; ValueError where one is out of its range."""
        plain = {name: torch_settings.plain(name, value) for name, value in settings.items()}
        torch_settings.check(plain, where)
        if plain.get("policy") == "ema" and plain.get("aggr") != "sum":
            raise ValueError(
                f"aggr={plain['aggr']!r}{where} is not allowed with policy='ema', which has no "
                "items to count; sum"
            )
        return plain

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        """Add parameters with settings of their own, checked as in the constructor.

        A group may carry keys of one's own; they are kept and ignored.

        Raises:
            TypeError: a key is a setting's name misspelt, or one that only the rules know.
            ValueError: a setting is out of its range.
        """
        if isinstance(param_group, dict):
            where = f" in parameter group {len(self.param_groups)} of {type(self).__name__}"
            known = [name for name in self.defaults if name not in torch_settings.FLAGS]
            torch_settings.refuse_unknown(torch_settings.misspelt(param_group, known), known, where)
            names = [name for name in (*self._names, *torch_settings.FLAGS) if name in param_group]
            own = {name: param_group[name] for name in names}
            self._checked({name: self.defaults[name] for name in self._names} | own, where)
        super().add_param_group(param_group)

    @abc.abstractmethod
    def method(self, settings: dict[str, Any]) -> str | Method:
        """The row of the table that a group's settings ask for."""

    def values(self, settings: dict[str, Any]) -> dict[str, Any]:
        """What the rule reads beside the settings."""
        return {}

    def options(self, settings: dict[str, Any]) -> dict[str, Any]:
        """What a step does beside the rule: fields of `Plan`."""
        return {}

    def _planned(self, settings: dict[str, Any]) -> Plan:
        values = torch_settings.hyperparameters(settings) | self.values(settings)
        return Plan(
            Rule.create(self.method(settings), values, VARIANTS),
            maximize=bool(settings["maximize"]),
            aggregate=settings["aggr"],
            buffer_dtype=settings["buffer_dtype"],
            **self.options(settings),
        )

    def step(self, closure: Closure | None = None, *, norm: Tensor | float | None = None) -> Any:
        """One update of every parameter that has a gradient; the closure's loss, if given.

        `norm` is ‖g‖ over all parameters of the network, for an optimizer that has only some.
        """
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        with torch.no_grad():
            gradients = [
                gradient(parameter)
                for group in self.param_groups
                for parameter in group["params"]
                if parameter.grad is not None
            ]
            if gradients or self._norm is not None:  # which asks ranks that have none, too
                plans = [self._plan(index) for index in range(len(self.param_groups))]
                whole = self._whole_norm(gradients, norm)
                for group, plan in zip(self.param_groups, plans, strict=True):
                    self._step_group(group, plan, whole)
        return loss

    def _whole_norm(self, gradients: list[Tensor], norm: Tensor | float | None) -> Tensor:
        if norm is None:
            norm = global_norm(gradients) if self._norm is None else self._norm(gradients)
        if isinstance(norm, Tensor):
            return norm.reshape(())
        dtypes = [real(leaf).dtype for leaf in gradients[:1]]
        wide = functools.reduce(torch.promote_types, dtypes, torch.float32)
        return torch.tensor(norm, dtype=wide)

    def _plan(self, index: int) -> Plan:
        """The plan of a group, whose parameters' states fit it from here on."""
        group, before = self.param_groups[index], self._plans.get(index)
        settings = {name: torch_settings.plain(name, group[name]) for name in self._names}
        if before and before.fits(settings):
            return before.plan
        where = f" in parameter group {index}"
        now = _GroupPlan(settings, self._planned(self._checked(settings, where)))
        # A state that was loaded may not fit; while compiling, which cannot look, it is taken to.
        loaded = before is None and not torch.compiler.is_compiling()
        if loaded or (before and before.layout != now.layout):
            for parameter in group["params"]:
                stored = self.state.get(parameter)
                if stored and "step" in stored:
                    adapt(stored, parameter, before and before.plan, now.plan)
            checkpoints.restore(self.state, group["params"])
        self._plans[index] = now
        return now.plan

    def _step_group(self, group: dict[str, Any], plan: Plan, norm: Tensor) -> None:
        cohorts: list[Cohort] = []
        for parameter in group["params"]:
            if parameter.grad is None:
                continue
            stored = self.state[parameter]
            alike = cohorts if group["synced"] else ()
            cohort = next((one for one in alike if one.takes(parameter, stored)), None)
            if cohort is None:
                cohort = Cohort(plan)
                cohorts.append(cohort)
            cohort.add(parameter, stored)
        for cohort in cohorts:
            own = norm if group["synced"] else global_norm(map(gradient, cohort.parameters))
            self._count(cohort.step(own, self._scratch))

    def _count(self, accepted: Tensor | None) -> None:
        """Count a decision, without a look at it; not while a step is compiled."""
        if accepted is None or torch.compiler.is_compiling():
            return
        self._decided += 1
        counted = self._accepted.get(accepted.device)
        self._accepted[accepted.device] = accepted.long() if counted is None else counted + accepted

    @property
    def decisions(self) -> Decisions:
        """How many newcomers were let in and turned away; none while a step is compiled."""
        accepted = sum(int(counted) for counted in self._accepted.values())
        return Decisions(accepted, self._decided - accepted)

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Restore a `state_dict()`; moments and items in the types of the parameters.

        Priorities, births, draws and entries of one's own keep their types. Nothing is shared
        with `state_dict`.

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
        keeps_items = {}
        for index, group in enumerate(state_dict["param_groups"]):
            missing = [name for name in self.REQUIRED if name not in group]
            if missing:
                raise ValueError(
                    f"not a state of {type(self).__name__}: "
                    f"parameter group {index} lacks {', '.join(missing)}"
                )
            for key in group["params"]:
                keeps_items[key] = group.get("buffer_dtype") is not None
        state = {
            key: checkpoints.protected(stored, keep_items=keeps_items[key])
            if key in keeps_items and isinstance(stored, Mapping)
            else stored
            for key, stored in state_dict["state"].items()
        }
        return {**state_dict, "state": state}
