"""One step of the parameters of a group that share a history: one decision of the memory for all.

Parameters that were always stepped together hold the same priorities and births, the same tensor
each. Those are never overwritten, so a parameter that misses a step keeps what it had.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

import torch
from torch import Tensor

from core.stepping.norms import Number, on_host
from core.stepping.scratch import Scratch
from core.stepping.update import Rule
from core.torch_optimizers.slots import Decision, History, sum_of
from core.torch_optimizers.tape import Tape
from core.torch_optimizers.views import PLAIN, gradient, new_items, real

LARGE = 2**16  # entries from which on a call costs less than the arithmetic
REFRESH = 64  # steps after which the items are summed up anew, so that no rounding piles up
SUM = "sum_of_items"

Stored = dict[str, Any]
Lists = dict[str, list[Tensor]]


@dataclasses.dataclass(frozen=True)
class Plan:
    """A group's rule, and what its step does beside it; the defaults are the table's row."""

    rule: Rule
    maximize: bool = False
    decay: Number = 0.0  # w where the gradient is g + w·θ
    decay_joins: bool = True  # before the memory sees the gradient; else after it was aided
    aggregate: str = "sum"
    buffer_dtype: torch.dtype | None = None

    @property
    def needs(self) -> tuple[str, ...]:
        """What of the parameter's shape its state has: moments and the like."""
        first, second = self.rule.base.start(torch.empty(0))
        names = ("first_moment",) if first is not None else ()
        names = (*names, "second_moment") if second is not None else names
        average = ("memory_average",) if self.averages else ()
        return (*names, *self.rule.base.keeps, *average)

    @property
    def averages(self) -> bool:
        """Whether the memory is a running mean, without slots."""
        return self.rule.method.memory is not None and self.rule.settings["policy"] == "ema"

    @property
    def remembers(self) -> bool:
        """Whether the memory has slots."""
        return self.rule.method.memory is not None and not self.averages


class Cohort:
    """Parameters with one plan, history, type and device, and their states (empty at first)."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.parameters: list[Tensor] = []
        self.stored: list[Stored] = []

    def takes(self, parameter: Tensor, stored: Stored) -> bool:
        """Whether a parameter with this state is of this history, type and device."""
        other, first = self.parameters[0], self.stored[0]
        return (
            stored.get("memory_priorities") is first.get("memory_priorities")
            and stored.get("step") == first.get("step")
            and parameter.dtype == other.dtype
            and parameter.device == other.device
        )

    def add(self, parameter: Tensor, stored: Stored) -> None:
        """Step this parameter with the others."""
        self.parameters.append(parameter)
        self.stored.append(stored)

    def step(self, norm: Tensor, scratch: Scratch | None = None) -> Tensor | None:
        """Move the parameters in place; whether the newcomer was let in (), None without slots.

        `scratch` has room for the passing results of a large leaf.
        """
        plan, (first, *_) = self.plan, self.stored
        t = first.get("step", 0) + 1
        looked_at = on_host(self.parameters[:1])
        fresh = self._begin()
        norm, decision = norm.to(self.parameters[0].device), None
        if plan.remembers:
            if "memory_priorities" in first:
                norm = norm.to(first["memory_priorities"].dtype)
                history = History.of(first, looked_at=looked_at)
            else:
                history = History.empty(plan.rule, norm, looked_at=looked_at)
            decision = Decision.on(history, plan.rule, norm, t - 1)
        self._advance_all(self._lists(t), norm, t, decision, fresh, scratch or Scratch())
        news: Stored = {"step": t} | (decision.after.entries() if decision else {})
        for stored in self.stored:
            stored.update(news)
            if not looked_at:
                stored.pop("memory_held", None)
        return decision.accepted if decision else None

    def _begin(self) -> frozenset[str]:
        """Make what is missing in the states; the names of it."""
        plan, fresh = self.plan, set()
        needs = plan.needs
        for parameter, stored in zip(self.parameters, self.stored, strict=True):
            for name in needs:
                if name not in stored:
                    stored[name] = torch.zeros_like(parameter, requires_grad=False)
                    fresh.add(name)
            if plan.remembers and "memory_items" not in stored:
                slots = max(1, int(plan.rule.settings["capacity"]))
                stored["memory_items"] = new_items(parameter, slots, plan.buffer_dtype)
        return frozenset(fresh)

    def _lists(self, t: int) -> Lists:
        """All tensors of the parameters by name, as the rules see them."""
        names = (*self.plan.needs, *(("memory_items",) if self.plan.remembers else ()))
        lists: Lists = {
            "theta": self.parameters,
            "gradient": [gradient(parameter) for parameter in self.parameters],
            **{name: [stored[name] for stored in self.stored] for name in names},
        }
        if self.plan.remembers and _sums_are_kept(self.parameters[0]):
            if t % REFRESH == 0:
                for stored in self.stored:
                    stored.pop(SUM, None)
            for parameter, stored in zip(self.parameters, self.stored, strict=True):
                if SUM not in stored:
                    stored[SUM] = sum_of(stored["memory_items"], parameter.dtype)
            lists[SUM] = [stored[SUM] for stored in self.stored]
        elif self.plan.remembers:
            for stored in self.stored:
                stored.pop(SUM, None)
        plain = all(type(one) in PLAIN for one in self.parameters)
        if plain and not self.parameters[0].is_complex():
            return lists
        return {name: [real(one) for one in tensors] for name, tensors in lists.items()}

    def _advance_all(
        self,
        lists: Lists,
        norm: Tensor,
        t: int,
        decision: Decision | None,
        fresh: frozenset[str],
        scratch: Scratch,
    ) -> None:
        """One step of all leaves: what the rule does to the first one is done to the others."""
        if torch.compiler.is_compiling():
            for leaf in zip(*lists.values(), strict=True):
                self._advance(dict(zip(lists, leaf, strict=True)), norm, t, decision, fresh)
            return
        tape: Tape | None = None
        for batch in _batches(lists):
            if tape is None:
                firsts = {name: leaves.pop(0) for name, leaves in zip(lists, batch, strict=True)}
                tape = Tape(firsts, scratch)
                self._advance(tape.leaf, norm, t, decision, fresh)
            if len(batch[0]) == 1:
                tape.on_leaf([one for (one,) in batch])
            elif batch[0]:
                tape.on_leaves(batch)

    def _advance(
        self,
        at: Mapping[str, Any],
        norm: Tensor,
        t: int,
        decision: Decision | None,
        fresh: frozenset[str],
    ) -> None:
        """One step of a leaf, whose tensors are given by name."""
        plan, rule = self.plan, self.plan.rule
        theta, first = at["theta"], at.get("first_moment")
        g = -at["gradient"] if plan.maximize else at["gradient"]
        in_use = rule.in_use(g, t)

        def aid(x: Any) -> Any:
            if in_use is False:
                return x
            if decision is None:
                return rule.aided(x, at.get("memory_average"), t, in_use, None, None)
            total = at[SUM] if SUM in at else sum_of(at["memory_items"], x.dtype)
            return decision.aided(x, total, rule.base.numbers["strength"], plan.aggregate)

        def decayed_after(x: Any) -> Any:
            return _decayed(aid(x), theta, plan.decay)

        late = not plan.decay_joins and rule.method.memory == "cg"
        begins = rule.base.starts_from_gradient and "first_moment" in fresh
        step, moment, _, item = rule.advance(
            g if late else _decayed(g, theta, plan.decay),
            (None if begins else first, at.get("second_moment")),
            t,
            decayed_after if late else aid,
            in_use=in_use,
            reuse=True,
            kept=dict(at),
        )
        if begins:
            at["first_moment"].copy_(moment)
        if decision is not None:
            decision.write(at["memory_items"], at.get(SUM), item)
        elif plan.averages:
            rule.averaged(item, at["memory_average"], reuse=True)
        rule.move(theta, step, out=theta)


def _decayed(g: Any, theta: Any, decay: Any) -> Any:
    """g + w·θ, the gradient of an L2 penalty with the loss's."""
    if isinstance(decay, Tensor):
        return torch.add(g, theta * decay)
    return torch.add(g, theta, alpha=decay) if decay else g


def _sums_are_kept(parameter: Tensor) -> bool:
    """Whether the items' sum follows their changes: not in 16 bits, where it would soon be off."""
    return parameter.dtype.itemsize > 2 and not torch.compiler.is_compiling()


def _batches(lists: Lists) -> Iterator[list[list[Tensor]]]:
    """Large leaves in pieces, small ones together: of each kind of tensor a list."""
    small: list[int] = []
    size = 0
    for index, leaf in enumerate(lists["theta"]):
        if leaf.numel() >= LARGE:
            yield from _pieces([leaves[index] for leaves in lists.values()], [*lists])
            continue
        small.append(index)
        size += leaf.numel()
        if size >= LARGE:
            yield _chosen(lists, small)
            small, size = [], 0
    if small:
        yield _chosen(lists, small)


def _pieces(leaf: list[Tensor], names: list[str]) -> Iterator[list[list[Tensor]]]:
    """A large leaf in flat pieces of so many entries a thread, where it can be seen so: what a step
    goes over a dozen times stays in a processor's cache meanwhile."""
    if not on_host(leaf) or not all(one.is_contiguous() for one in leaf):
        yield [[one] for one in leaf]
        return
    count, size = leaf[0].numel(), LARGE * torch.get_num_threads()
    pieces = [
        torch.split(one.view((-1, count) if name == "memory_items" else -1), size, -1)
        for name, one in zip(names, leaf, strict=True)
    ]
    for piece in zip(*pieces, strict=True):
        yield [[one] for one in piece]


def _chosen(lists: Lists, places: list[int]) -> list[list[Tensor]]:
    return [[leaves[place] for place in places] for leaves in lists.values()]
