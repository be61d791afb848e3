"""The update of a method: a base rule, and what its memory keeps and adds.

With g the gradient, B the memory and κ its strength:

    plain    g                    m ← momentum(g)     s = m                v is of g
    +cg      ĝ = g + κ·mean(B)    m ← momentum(ĝ)     s = m                v is of ĝ
    +cm      g                    m ← momentum(g)     s = m + κ·mean(B)    v is of s

then θ ← θ − step(s, v). A base whose shape has a `Direction` has p·m + q·g (with `+cg` q·ĝ) for m
in s: with `+cm` s = p·m + q·g + κ·mean(B). Where moments are corrected all of s is divided by
1 − β₁ᵗ, the memory's share too. `+cg` remembers g, `+cm` remembers m, both with priority ‖g‖.
Everything is elementwise but that norm, so the norm is an argument and its shape says how many
leading axes are separate problems. `+sam` is a gradient source (`gradients.py`), not a rule.

Sources: critical gradients, arXiv 2106.10708; critical momenta, arXiv 2307.09638. With κ = 0
`+cg` is its base rule exactly, while `adam+cm` is not Adam: its second moment is then built from
the momentum (the no-memory control).
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor

from core.experiment.methods import METHODS, Method, in_use
from core.stepping.memory import Memory, first_draw, next_draw
from core.stepping.norms import Number, spread
from core.stepping.room import Room
from core.stepping.rules import RULES, BaseRule, Step, average
from core.stepping.scratch import Scratch
from core.stepping.state import State

Setting = Number | str


@dataclasses.dataclass(frozen=True)
class Rule:
    """A method with its settings: `update` turns a gradient into a step, purely.

    Each setting is a number, or a tensor of the norm's shape with one number per problem (not
    `policy`). Settings the method does not read are ignored.
    """

    method: Method
    settings: Mapping[str, Setting]
    base: BaseRule

    @classmethod
    def create(
        cls,
        method: str | Method,
        settings: Mapping[str, Setting],
        rules: Mapping[str, type[BaseRule]] | None = None,
    ) -> Rule:
        """The rule of a row of the table, for example `Rule.create("adam+cm", spec.values)`.

        `rules` are variants of the base rules, under the names of their bases; NotImplementedError
        where the row's base is none of them.
        """
        row = METHODS[method] if isinstance(method, str) else method
        defaults = {name: row.default(name) for name in row.hyperparameters}
        values = {**defaults, **settings}
        numbers = {name: value for name, value in values.items() if not isinstance(value, str)}
        known = rules or RULES
        if row.base.name not in known:
            raise NotImplementedError(f"the base rule {row.base.name!r} has no line in RULES")
        return cls(row, values, known[row.base.name](numbers))

    def start(self, leaf: Tensor, norm: Tensor, seed: int = 0, first_row: int = 0) -> State:
        """The state before any step, for a leaf and a norm of these shapes and types.

        `first_row` is the place of the first problem among all that draw from the seed.
        """
        first, second = self.base.start(leaf)
        if self.method.memory is None:
            return State(0, first, second)
        if self.settings["policy"] == "ema":
            return State(0, first, second, memory_average=torch.zeros_like(leaf))
        capacity = self.base.numbers["capacity"]
        memory = Memory.empty(
            capacity if isinstance(capacity, Tensor) else int(capacity), leaf, norm
        )
        draw = first_draw(norm, seed, first_row) if self.settings["policy"] == "random" else None
        return State(0, first, second, *memory, memory_draw=draw)

    def update(
        self,
        gradient: Tensor,
        norm: Tensor,
        state: State,
        *,
        lr: Number | None = None,
        strength: Number | None = None,
        reuse: Scratch | None = None,
        finite: bool = False,
    ) -> tuple[Step, State]:
        """The step to subtract from θ (see `move`) and the state after it.

        `gradient` is a leaf (*norm, …) and `norm` (*norm) its problems' L2 norm over all their
        leaves. `lr` and `strength` are α_t and κ_t where a schedule changes them. With `reuse`
        the state's own tensors are overwritten instead of leaving it as it was, and the step
        stands in the scratch until the next one. `finite` promises that all norms are.
        """
        kind, t = self.method.memory, state.step + 1
        in_use, memory = self.in_use(gradient, t), state.memory if kind else None
        room = reuse.room(memory) if reuse and memory else None
        held = room or memory or state.memory_average
        sum_out = reuse.like("sum", gradient) if reuse and memory and not room else None
        step, first, second, item = self.advance(
            gradient,
            (state.first_moment, state.second_moment),
            t,
            lambda x: self.aided(x, held, t, in_use, strength, sum_out),
            in_use=in_use,
            lr=lr,
            root_out=reuse.like("root", gradient) if reuse else None,
            reuse=reuse is not None,
        )
        if kind is None:
            return step, State(t, first, second)
        if memory is None:
            average = self.averaged(item, state.memory_average, reuse=reuse is not None)
            return step, State(t, first, second, memory_average=average)
        # An item's birth is the index of the θ at which it was taken: the updates made before.
        draw = None if state.memory_draw is None else next_draw(state.memory_draw)
        memory = self._remember(item, norm, room or memory, draw, t - 1, reuse is not None, finite)
        return step, State(t, first, second, *memory, None, draw)

    def advance(
        self,
        gradient: Tensor,
        moments: tuple[Tensor | None, Tensor | None],
        t: int,
        aid: Callable[[Tensor], Tensor],
        *,
        in_use: bool | Tensor,
        lr: Number | None = None,
        root_out: Tensor | None = None,
        reuse: bool = False,
        kept: dict[str, Any] | None = None,
    ) -> tuple[Step, Tensor | None, Tensor | None, Tensor]:
        """Step t with a memory that adds its mean by `aid` where it is in use.

        Returns the step, both moments and the item to remember. With `reuse` the moments are
        overwritten; `kept` has what a variant of the base rule keeps beside them (`keeps`).
        """
        base, kind, (first, second) = self.base, self.method.memory, moments
        lr = base.number("lr", gradient) if lr is None else spread(lr, gradient)

        g = aid(gradient) if kind == "cg" else gradient
        m = base.momentum(first, g, first if reuse else None)
        s = self.direction(m, g, t)
        x = g
        if kind == "cm" and not base.late_momentum:
            s = aid(s)
            x = choose(in_use, s, g)
        v = base.second(second, x, second if reuse else None)
        scale = v if kept is None else base.scaling(v, x, kept)
        step = base.step(s, scale, t, lr, root_out)
        first = m if self.method.base.has_momentum else None
        if kept is not None:
            step, m = base.carried(step, m, kept, aid if kind == "cm" else None)
        return step, first, v, gradient if kind == "cg" else m

    def direction(self, m: Tensor, g: Tensor, t: int) -> Tensor:
        """What is stepped along, as the table says it or a variant of the base rule."""
        shape = self.method.base.shape
        if shape.direction is None:
            return self.base.direction(m, g, t)
        numbers = {name: self.base.number(name, g) for name in self.method.base.hyperparameters}
        ahead: Tensor = shape.direction.of(m, g, numbers, t)
        return ahead

    def in_use(self, leaf: Tensor, t: int) -> bool | Tensor:
        """Whether step t uses the memory: memory_start < t ≤ memory_stop (0: no end)."""
        if self.method.memory is None:
            return False
        if self._is_always_used:
            return True
        start, stop = self.base.number("memory_start", leaf), self.base.number("memory_stop", leaf)
        used: bool | Tensor = in_use(start, stop, t)
        return used

    @functools.cached_property
    def _is_always_used(self) -> bool:
        """Whether every step uses the memory, which is so by default."""
        bounds = (self.base.numbers["memory_start"], self.base.numbers["memory_stop"])
        return not any(isinstance(bound, Tensor) for bound in bounds) and bounds == (0.0, 0.0)

    def aided(
        self,
        x: Tensor,
        memory: Room | Memory | Tensor | None,
        t: int,
        in_use: bool | Tensor,
        strength: Number | None,
        out: Tensor | None,
    ) -> Tensor:
        """x + κ·mean(B) where the memory is in use, x elsewhere; the memory is the slots before
        step t, or with the policy `ema` the running mean (*leaf)."""
        if in_use is False:
            return x
        assert memory is not None
        κ = self.base.numbers["strength"] if strength is None else strength
        if isinstance(memory, Room):
            aided = memory.added_to(x, κ)
        elif isinstance(memory, Memory):
            aided = memory.added_to(x, κ, out)
        else:
            aided = x + self._mean(memory, t) * spread(κ, x)
        return choose(in_use, aided, x)

    def _mean(self, average: Tensor, t: int) -> Tensor:
        """mean(B) before step t of the policy `ema`: the running mean without its bias."""
        if t == 1:
            return torch.zeros_like(average)
        capacity, keep = self._keep(average)
        unbiased = average / (1 - keep ** (t - 1))
        return choose(capacity > 0, unbiased, torch.zeros_like(average))

    def _keep(self, leaf: Tensor) -> tuple[Number, Number]:
        """C and γ = 1 − 1/C of the policy `ema`; γ is 0 where C is 0."""
        capacity = self.base.number("capacity", leaf)
        if isinstance(capacity, Tensor):
            return capacity, (1 - 1 / capacity.to(leaf.dtype)).clamp_(min=0)
        return capacity, 1 - 1 / max(1, capacity)

    def averaged(self, item: Tensor, before: Tensor | None, *, reuse: bool) -> Tensor:
        """The running mean of the policy `ema` after an item; in its own place with `reuse`."""
        _, keep = self._keep(item)
        return average(before, item, keep, before if reuse else None)

    def _remember(
        self,
        item: Tensor,
        norm: Tensor,
        memory: Room | Memory,
        draw: Tensor | None,
        birth: int,
        reuse: bool,
        finite: bool,
    ) -> Memory:
        """The memory after an item has asked for a place and the priorities decayed."""
        policy, decay = self.settings["policy"], self.base.numbers["decay"]
        assert isinstance(policy, str)
        if isinstance(memory, Room):
            memory.remember(item, norm, birth, policy=policy, draw=draw, finite=finite)
            return memory.decay(decay)
        after = memory.remember(
            item, norm, birth, policy=policy, draw=draw, reuse=reuse, finite=finite
        )
        own = reuse or after.priorities is not memory.priorities
        return after.decay(decay, reuse=own)

    def move(
        self, theta: Tensor, step: Step, lr: Number | None = None, *, out: Tensor | None = None
    ) -> Tensor:
        """θ − step, after the decoupled weight decay of `adamw`: θ − α·w·θ − step; in the room of
        `out`, which may be θ's own, where there is one."""
        if "weight_decay" in self.method.base.hyperparameters:
            rate = self.base.number("lr", theta) if lr is None else spread(lr, theta)
            shrink = 1 - rate * self.base.number("weight_decay", theta)
            theta = torch.mul(theta, shrink, out=out)
        return step.subtract_from(theta, out)


def choose(condition: bool | Tensor, yes: Tensor, no: Tensor) -> Tensor:
    """`yes` where the condition holds, `no` elsewhere."""
    if isinstance(condition, Tensor):
        return torch.where(condition, yes, no)
    return yes if condition else no
