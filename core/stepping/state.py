"""All that a rule carries from step to step, as a flat bundle that is saved, compared, injected."""

from __future__ import annotations

from typing import NamedTuple

from torch import Tensor

from core.stepping.memory import Memory


class State(NamedTuple):
    """What `step` updates have left behind; None where a rule has no use for it.

    Moments have the leaf's shape; items (C, *leaf), priorities and births (C, *norm) are the
    memory's, and `memory_held` is their number where all problems hold as many.
    `memory_average` (*leaf) is the running mean of the policy `ema` and `memory_draw` (*norm)
    the generator of the policy `random`.
    """

    step: int
    first_moment: Tensor | None = None
    second_moment: Tensor | None = None
    memory_items: Tensor | None = None
    memory_priorities: Tensor | None = None
    memory_births: Tensor | None = None
    memory_held: int | None = None
    memory_average: Tensor | None = None
    memory_draw: Tensor | None = None

    @property
    def memory(self) -> Memory | None:
        """The slots, None for a rule without any."""
        items, priorities, births, held = self[3:7]
        if items is None or priorities is None or births is None:
            return None
        return Memory(items, priorities, births, held)
