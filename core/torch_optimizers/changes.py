"""What becomes of a parameter's state when the settings of its group change between two steps."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from core.stepping.memory import CLOSED
from core.stepping.state import State
from core.stepping.update import Rule
from core.torch_optimizers.checkpoints import STATE
from core.torch_optimizers.cohort import SUM, Plan
from core.torch_optimizers.slots import History, sum_of
from core.torch_optimizers.views import new_items, real


def adapt(stored: dict[str, Any], parameter: Tensor, before: Plan | None, plan: Plan) -> None:
    """Leave in a state, in place, what the plan's rule reads, and what is not ours.

    A momentum that is new starts at 0. Fewer slots keep the items that the rule would give up
    last, more slots are empty. Slots are empty after the policy `ema`; that policy starts from
    their mean. `before` is the plan of the steps so far, None where it was this one.
    """
    ours = {name: stored.pop(name) for name in STATE if name in stored}
    stored.update({name: ours[name] for name in ("step", *plan.needs) if name in ours})
    if plan.averages:
        state = State(**{name: value for name, value in ours.items() if name in State._fields})
        rule = (before or plan).rule
        stored["memory_average"] = _average(state, parameter, rule, plan.rule)
    elif plan.remembers and "memory_items" in ours:
        stored.update(_slots(ours, parameter, plan))


def _average(state: State, leaf: Tensor, before: Rule, rule: Rule) -> Tensor:
    """The e_t of the policy `ema` (*leaf) with which mean(B) stays what it was."""
    held = state.memory_average
    if held is not None and _capacity(before) == _capacity(rule):
        return held
    nothing = torch.zeros_like(leaf)
    memory = state.memory or held
    if memory is None:
        return nothing
    mean = before.aided(nothing, memory, state.step + 1, True, 1.0, None)
    keep = 1 - 1 / max(1, _capacity(rule))
    return mean * (1 - keep**state.step)


def _capacity(rule: Rule) -> int:
    return int(rule.settings["capacity"])


def _is_sum(total: Tensor, items: Tensor) -> bool:
    """Whether a sum is still that of the items, which a hook may have edited."""
    if total.is_meta:
        return False
    whole = sum_of(real(items), real(total).dtype)
    near = 1e-3 * float(real(items).abs().max()) if whole.numel() else 0.0
    return torch.allclose(real(total), whole, rtol=1e-3, atol=near)


def _slots(ours: dict[str, Any], parameter: Tensor, plan: Plan) -> dict[str, Any]:
    """The memory in as many slots, of such a type, as the plan has."""
    rule, dtype = plan.rule, plan.buffer_dtype or parameter.dtype
    history = History.of(ours, looked_at=False)
    held = ours.get("memory_held")
    if rule.settings["policy"] != "random":
        history = history._replace(draw=None)
    elif history.draw is None:
        first = History.empty(rule, history.priorities.new_zeros(()), looked_at=False)
        history = history._replace(draw=first.draw)
    items, births, priorities = ours["memory_items"], history.births, history.priorities
    total = {SUM: ours[SUM]} if SUM in ours and _is_sum(ours[SUM], items) else {}
    closed = (births < 0) & (priorities == CLOSED)
    capacity = _capacity(rule)
    if len(births) - int(closed.sum()) != capacity:
        order = births if rule.settings["policy"] == "fifo" else priorities
        taken = (births >= 0).nonzero()[:, 0]
        kept = taken[order[taken].argsort(descending=True)][:capacity]
        held = len(kept)
        empty = History.empty(rule, priorities.new_zeros(()), looked_at=True)
        empty.priorities[:held], empty.births[:held] = priorities[kept], births[kept]
        history = empty._replace(draw=history.draw)
        items, old = new_items(parameter, max(1, capacity), dtype), items
        real(items)[:held] = real(old)[kept]
        total = {}
    return {"memory_items": items.to(dtype), **total, **history._replace(held=held).entries()}
