"""What becomes of a parameter's state when the settings of its group change between two steps."""

from __future__ import annotations

import torch
from torch import Tensor

from core.stepping.memory import CLOSED, Memory
from core.stepping.rules import Rule
from core.stepping.state import State


def adapted(state: State, leaf: Tensor, norm: Tensor, before: Rule | None, rule: Rule) -> State:
    """The state (leaf *shape, norm ()) with all that `rule` reads and nothing else.

    A momentum that is new starts at 0. Fewer slots keep the items that `rule` would give up
    last, more slots are empty. Slots are empty after the policy `ema`; that policy starts from
    their mean. `before` is the rule of the steps so far, None where it was this one.
    """
    fresh = rule.start(leaf, norm)
    moments = State(
        state.step,
        _kept(state.first_moment, fresh.first_moment),
        _kept(state.second_moment, fresh.second_moment),
        memory_draw=_kept(state.memory_draw, fresh.memory_draw),
    )
    if fresh.memory is None:
        return moments._replace(memory_average=_average(state, leaf, before or rule, rule))
    memory = resized(state.memory, fresh.memory, rule) if state.memory else fresh.memory
    return moments._replace(
        memory_items=memory.items,
        memory_priorities=memory.priorities,
        memory_births=memory.births,
        memory_held=memory.held,
    )


def _kept(old: Tensor | None, fresh: Tensor | None) -> Tensor | None:
    """What there is of what the rule reads."""
    return fresh if fresh is None or old is None else old


def _average(state: State, leaf: Tensor, before: Rule, rule: Rule) -> Tensor:
    """The e_t of the policy `ema` (*leaf) with which mean(B) stays what it was."""
    held = state.memory_average
    if held is not None and _capacity(before) == _capacity(rule):
        return held
    nothing = torch.zeros_like(leaf)
    if held is None and state.memory is None:
        return nothing
    mean = before.aided(nothing, state, state.step + 1, True, 1.0, None)
    keep = 1 - 1 / max(1, _capacity(rule))
    return mean * (1 - keep**state.step)


def _capacity(rule: Rule) -> int:
    return int(rule.settings["capacity"])


def resized(memory: Memory, empty: Memory, rule: Rule) -> Memory:
    """The memory in as many slots as an empty one of `rule` has, for a norm ()."""
    closed = (memory.births < 0) & (memory.priorities == CLOSED)
    capacity = _capacity(rule)
    if len(memory.births) - int(closed.sum()) == capacity:
        return memory
    order = memory.births if rule.settings["policy"] == "fifo" else memory.priorities
    held = (memory.births >= 0).nonzero()[:, 0]
    kept = held[order[held].argsort(descending=True)][:capacity]
    count = len(kept)
    for old, new in zip(memory[:3], empty[:3], strict=True):
        new[:count] = old[kept]
    return empty._replace(held=count)
