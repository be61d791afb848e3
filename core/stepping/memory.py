"""The memory: at most C items per problem, each with a priority and its birth step.

Within a step the order is always: aggregate (the memory as it was), remember, decay.
Source: critical gradients, arXiv 2106.10708; critical momenta, arXiv 2307.09638, Algorithm 1.

Empty slots have priority −inf and birth −1; closed slots (of a problem whose capacity is
smaller than the widest) have priority +inf and birth −1. So the slot of lowest priority is an
empty one while there is one, and a closed one is never beaten: no "if full" anywhere.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from core.stepping.layout import slots
from core.stepping.norms import Number, spread
from core.stepping.places import SOME_ROWS, Arrivals, by_pairs, greater, least
from landscapes.layout import apart

EMPTY, CLOSED = -torch.inf, torch.inf
_LCG_MASK = 2**48 - 1
_STREAM = 1
FEW_NUMBERS = 2048  # so few are added up fastest by way of all their partial sums


class Memory(NamedTuple):
    """Items (C, *leaf), priorities (C, *norm) and births (C, *norm) of a batch of problems.

    `held` is how many items each problem holds, where that is one known number for all of them;
    rows of a batch whose gradient was not finite hold fewer, but they are lost for ever.
    """

    items: Tensor
    priorities: Tensor
    births: Tensor
    held: int | None = None

    @classmethod
    def empty(cls, capacity: int | Tensor, leaf: Tensor, norm: Tensor) -> Memory:
        """No item yet. `capacity` is one number or a tensor of the norm's shape; 0 closes all."""
        widest = max(1, int(torch.as_tensor(capacity).max()))
        priorities = norm.new_full((widest, *norm.shape), EMPTY)
        numbers = _slot_numbers(widest, norm.ndim + 1, norm.device)
        priorities[
            (numbers >= torch.as_tensor(capacity, device=norm.device)).expand_as(priorities)
        ] = CLOSED
        births = torch.full_like(priorities, -1, dtype=torch.int32)
        held = None if isinstance(capacity, Tensor) else 0
        return cls(slots(widest, leaf), priorities, births, held)

    def added_to(self, leaf: Tensor, strength: Number, out: Tensor | None = None) -> Tensor:
        """leaf + κ·mean(B), the leaf's shape; the leaf where nothing is held."""
        return self.with_total(self._total(out), leaf, strength)

    def with_total(self, total: Tensor, leaf: Tensor, strength: Number) -> Tensor:
        """The same, of the sum of all items, in whose place it is put."""
        if self.held is None:
            held = (self.births >= 0).sum(0, dtype=self.priorities.dtype).clamp_(min=1)
            return total.div_(spread(held / strength, total)).add_(leaf)  # κ = 0: by infinity
        weight = strength / max(1, self.held)
        if isinstance(weight, Tensor):
            return total.mul_(spread(weight, total)).add_(leaf)
        return torch.add(leaf, total, alpha=weight, out=total)

    def _total(self, out: Tensor | None) -> Tensor:
        """The sum of all slots. In a batch they are added one after the other, whatever its size:
        `torch.sum` adds in another order where rows are left over from its vectors, and a start's
        last bits would tell how many came with it. An accelerator would add as it comes where it
        is told to add in place. (Partial sums of float32 are kept in float64, and would round
        otherwise than the rest.)"""
        if self.births.ndim == 1 or not self.items.is_cpu:
            return torch.sum(self.items, 0, out=out)
        if self.items.numel() <= FEW_NUMBERS and self.items.dtype == torch.float64:
            return self.items.cumsum(0)[-1]
        out = torch.empty_like(self.items[0]) if out is None else out
        if apart(self.items):  # numpy goes through memory as it lies
            np.add.reduce(self.items.numpy(), axis=0, out=out.numpy())
            return out
        out.zero_()
        here = _all_zero(len(self.items), out.device)
        return out.unsqueeze(0).index_add_(0, here, self.items).squeeze(0)

    def remember(
        self,
        item: Tensor,
        priority: Tensor,
        birth: int,
        *,
        policy: str = "priority",
        draw: Tensor | None = None,
        reuse: bool = False,
        finite: bool = False,
    ) -> Memory:
        """The memory after a newcomer (*leaf) of a priority (*norm) has asked for a place.

        Policy `priority` replaces the lowest priority if the newcomer's is strictly greater,
        `fifo` the oldest item, `random` the open slot that `draw` (*norm; see `next_draw`)
        picks. All fill empty slots first; none takes a priority that is not finite.
        With `reuse` this memory's own tensors are overwritten; `finite` promises that all
        priorities are, which spares a look.
        """
        if priority.numel() == 1 and policy == "priority" and priority.is_cpu:
            return self._alone(item, priority, birth, reuse=reuse)
        slot, accepted = decide(
            self.priorities, self.births, priority, policy=policy, draw=draw, finite=finite
        )
        if slot.numel() == 1:
            here = self._place(int(slot), item, priority, birth, reuse) if accepted else self[:3]
        else:
            write = self._overwrite if reuse else self._select
            here = write(slot, accepted, item, priority, birth)
        return Memory(*here, self._grown(accepted))

    def _alone(self, item: Tensor, priority: Tensor, birth: int, *, reuse: bool) -> Memory:
        """The same for one problem alone: a few numbers are looked at sooner than computed with."""
        numbers, newcomer = self.priorities.view(-1).tolist(), priority.item()
        lowest = min(numbers)
        accepted = lowest < newcomer < CLOSED
        place = numbers.index(lowest)
        here = self._place(place, item, priority, birth, reuse) if accepted else self[:3]
        return Memory(*here, self._grown(accepted))

    def _grown(self, accepted: Tensor | bool) -> int | None:
        """`held` once these newcomers are in; a full memory stays as full as it is.

        While there is room only what is not finite is turned away. In a batch its row is lost with
        it, and must not change how the others are computed; a network may go on without it.
        """
        if self.held is None or self.held == self.births.size(0):
            return self.held
        return self.held + 1 if self.births.ndim > 1 or bool(accepted) else self.held

    def _select(
        self, slot: Tensor, accepted: Tensor, item: Tensor, priority: Tensor, birth: int
    ) -> tuple[Tensor, Tensor, Tensor]:
        """New tensors with the newcomer in the slot (1, *norm) of every accepted problem."""
        here = (_slot_numbers(len(self.births), slot.ndim, slot.device) == slot) & accepted
        return (
            torch.where(spread(here, self.items), item, self.items),
            torch.where(here, priority, self.priorities),
            self.births.masked_fill(here, birth),
        )

    def _overwrite(
        self, slot: Tensor, accepted: Tensor, item: Tensor, priority: Tensor, birth: int
    ) -> tuple[Tensor, Tensor, Tensor]:
        """The same in place: only the slots that change are touched, however large they are."""
        if not self.items.is_contiguous():
            return self._select(slot, accepted, item, priority, birth)
        rows = slot.numel()
        arrivals = Arrivals(slot.reshape(-1), accepted.reshape(-1))
        kept, new = self.items.view(len(self.births) * rows, -1), item.reshape(rows, -1)
        if rows >= SOME_ROWS:
            kept, new = by_pairs(kept), by_pairs(new.contiguous())
        arrivals.put(kept, new)
        arrivals.put(self.priorities.view(-1), priority.reshape(-1))
        arrivals.mark(self.births.view(-1), birth)
        return self[:3]

    def _place(
        self, slot: int, item: Tensor, priority: Tensor, birth: int, reuse: bool
    ) -> tuple[Tensor, Tensor, Tensor]:
        """The same for one problem alone, whose newcomer gets the slot."""
        items, priorities, births = self[:3]
        if not reuse:
            items, priorities, births = items.clone(), priorities.clone(), births.clone()
        items[slot], priorities[slot], births[slot] = item, priority, birth
        return items, priorities, births

    def decay(self, factor: Number, *, reuse: bool = False) -> Memory:
        """Every priority times λ, the newest included."""
        if reuse:
            self.priorities.mul_(factor)
            return self
        return Memory(self.items, self.priorities * factor, self.births, self.held)


def decide(
    priorities: Tensor,
    births: Tensor,
    priority: Tensor,
    *,
    policy: str = "priority",
    draw: Tensor | None = None,
    finite: bool = False,
) -> tuple[Tensor, Tensor]:
    """The slot (1, *norm) for a newcomer of this priority (*norm), and whether it is let in.

    The items are not looked at: priorities and births (C, *norm) decide for all leaves of a
    problem, so that a network's parameters need one decision a step.
    """
    lowest, emptiest = least(priorities)
    if policy == "priority":
        accepted = greater(priority, lowest)
        return emptiest, accepted if finite else accepted & (priority < CLOSED)
    if policy == "fifo":
        order = births.masked_fill(births < 0, torch.iinfo(torch.int32).max)
        victim = order.argmin(0, keepdim=True)
    elif draw is None:
        raise ValueError(f"policy {policy!r} needs a draw")
    else:
        capacity = (priorities < CLOSED).sum(0, keepdim=True)
        victim = torch.remainder(draw >> 17, capacity.clamp_(min=1))
    slot = torch.where(lowest == EMPTY, emptiest, victim)
    return slot, (lowest < CLOSED) & (priority < CLOSED)


@functools.lru_cache(maxsize=64)
def _slot_numbers(count: int, ndim: int, device: torch.device) -> Tensor:
    """0 … count − 1 along the first of `ndim` axes."""
    return torch.arange(count, device=device).reshape(-1, *(1,) * (ndim - 1))


@functools.lru_cache(maxsize=64)
def _all_zero(count: int, device: torch.device) -> Tensor:
    """The same place for each of `count` slots."""
    return torch.zeros(count, dtype=torch.int64, device=device)


def first_draw(norm: Tensor, seed: int, first_row: int = 0) -> Tensor:
    """State of the random policy's generator, one per problem (*norm), int64 below 2⁴⁸.

    Its stream is not that of random starts, which the same seed draws. A batch that begins at a
    row of a longer one draws what those rows would; batches along other axes draw the same.
    """
    rng, rows = np.random.default_rng([seed, _STREAM]), norm.shape[-1:]
    if first_row:
        rng.integers(_LCG_MASK, size=first_row)
    numbers = rng.integers(_LCG_MASK, size=tuple(rows))
    draw = torch.as_tensor(numbers, dtype=torch.int64, device=norm.device)
    return draw.expand(norm.shape).clone()


def next_draw(draw: Tensor) -> Tensor:
    """The next state: the 48-bit linear congruential generator of POSIX drand48."""
    return (draw * 25214903917 + 11) & _LCG_MASK
