"""The memory of a network: slots a parameter, one decision for all of them.

On a CPU the decision is looked at, and only the slot that changes is touched. Elsewhere a look
would make the host wait for the device, so every step writes one slot: the newcomer, or again
what stood there.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import torch
from torch import Tensor

from core.stepping.memory import CLOSED, EMPTY, decide, first_draw, next_draw
from core.stepping.norms import Number
from core.stepping.update import Rule

FIRST_DRAW = int(first_draw(torch.zeros(()), 0))


class History(NamedTuple):
    """What decides on a newcomer: priorities and births (C,), a draw (); never overwritten.

    `held` is the number of items where it is known without a look at a device.
    """

    priorities: Tensor
    births: Tensor
    held: int | None
    draw: Tensor | None

    @classmethod
    def empty(cls, rule: Rule, norm: Tensor, *, looked_at: bool) -> History:
        """No item yet; a memory of capacity 0 is one closed slot."""
        capacity = int(rule.settings["capacity"])
        priorities = norm.new_full((max(1, capacity),), EMPTY if capacity else CLOSED)
        births = torch.full_like(priorities, -1, dtype=torch.int32)
        random = rule.settings["policy"] == "random"
        draw = torch.tensor(FIRST_DRAW, device=norm.device) if random else None
        return cls(priorities, births, 0 if looked_at else None, draw)

    @classmethod
    def of(cls, stored: dict[str, Any], *, looked_at: bool) -> History:
        """The history that a parameter's state tells."""
        births = stored["memory_births"]
        held = stored.get("memory_held") if looked_at else None
        if held is None and looked_at:
            held = int((births >= 0).sum())
        return cls(stored["memory_priorities"], births, held, stored.get("memory_draw"))

    def entries(self) -> dict[str, Any]:
        """As a parameter's state holds it."""
        names = {"priorities": self.priorities, "births": self.births, "held": self.held,
                 "draw": self.draw}  # fmt: skip
        return {f"memory_{name}": value for name, value in names.items() if value is not None}


class Decision(NamedTuple):
    """What becomes of a newcomer: its slot (1,), whether it is let in (), and the history after.

    `place` is the slot it takes, None where it is rejected or where nobody looked.
    """

    slot: Tensor
    accepted: Tensor
    place: int | None
    looked_at: bool
    before: History
    after: History

    @classmethod
    def on(cls, history: History, rule: Rule, norm: Tensor, birth: int) -> Decision:
        """The decision on a newcomer of priority `norm` (), and the decay after it."""
        policy = rule.settings["policy"]
        assert isinstance(policy, str)
        priorities, births, held, draw = history
        draw = None if draw is None else next_draw(draw)
        slot, accepted = decide(priorities, births, norm, policy=policy, draw=draw)
        accepted = accepted.reshape(())
        here = (torch.arange(len(births), device=births.device) == slot) & accepted
        decayed = torch.where(here, norm, priorities) * rule.base.numbers["decay"]
        place = None
        if held is not None and bool(accepted):
            place = int(slot)
            held += int(history.births[place] < 0)
        after = History(decayed, births.masked_fill(here, birth), held, draw)
        return cls(slot, accepted, place, history.held is not None, history, after)

    def aided(self, x: Any, total: Any, strength: Number, aggregate: str) -> Any:
        """x with the memory as it was before the newcomer, whose items sum up to `total`.

        `sum` is x + κ·mean(B), `mid` half of it, `mean` (x + κ·ΣB) / (1 + |B|); x where B is empty.
        """
        count: Any = self.before.held
        if count == 0:
            return x
        if count is None:
            count = (self.before.births >= 0).sum(dtype=self.before.priorities.dtype)
        joined = 1 if aggregate == "mean" else count
        weight: Any = strength / (joined.clamp(min=1) if isinstance(joined, Tensor) else joined)
        if isinstance(weight, Tensor):
            x = torch.add(x, total * weight.to(x.dtype))
        else:
            x = torch.add(x, total, alpha=weight)
        if aggregate == "sum":
            return x
        if aggregate == "mean":
            return x / (count + 1)
        return x / (torch.where(count > 0, 2, 1) if isinstance(count, Tensor) else 2)

    def write(self, items: Any, total: Any, newcomer: Any) -> None:
        """Put the newcomer, the leaf's shape, where it belongs in the items (C, *leaf).

        `total` is their sum where one is kept; it follows.
        """
        if self.looked_at and self.place is None:
            return
        if self.place is not None:
            slot, new = items[self.place], newcomer
        else:
            slot = items.index_select(0, self.slot)[0]
            new = torch.where(self.accepted, newcomer.to(slot.dtype), slot)
        if total is not None:
            torch.sub(total, slot, out=total)
        if self.place is not None:
            slot.copy_(new)
        else:
            items.index_copy_(0, self.slot, new.unsqueeze(0))
            slot = new
        if total is not None:
            torch.add(total, slot, out=total)


def sum_of(items: Any, dtype: torch.dtype) -> Any:
    """The sum of the items (C, *leaf), of which those that are not held are 0."""
    return torch.sum(items, 0, dtype=dtype)
