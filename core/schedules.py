"""How the learning rate and the memory's strength change over the steps."""

from __future__ import annotations

import dataclasses
import math
from typing import Literal

from core.errors import refuse

Kind = Literal["constant", "step", "linear", "cosine"]
KINDS: tuple[Kind, ...] = ("constant", "step", "linear", "cosine")
MAX_FACTOR = 100.0


@dataclasses.dataclass(frozen=True)
class Schedule:
    """A factor on a hyperparameter over the steps.

    `constant` is 1 throughout. `step` is 1 until the fraction `at` of the steps is done and
    `factor` from there on. `linear` and `cosine` go from 1 at the first step to `to` at the last.
    """

    kind: Kind = "constant"
    at: float = 0.5
    factor: float = 0.1
    to: float = 0.0

    def __call__(self, step: int, steps: int) -> float:
        """The factor at step `step` of 1 … `steps`."""
        done = (step - 1) / max(1, steps - 1)
        match self.kind:
            case "constant":
                return 1.0
            case "step":
                return self.factor if step > self.at * steps else 1.0
            case "linear":
                return 1.0 + (self.to - 1.0) * done
            case "cosine":
                return self.to + (1.0 - self.to) * 0.5 * (1.0 + math.cos(math.pi * done))

    def check(self, path: str) -> None:
        """Raise ExperimentError, naming `path`, for a value out of its range."""
        if self.kind not in KINDS:
            raise refuse(f"{path}.kind", self.kind, "one of " + ", ".join(KINDS))
        if not 0 <= self.at <= 1:
            raise refuse(f"{path}.at", self.at, "a fraction of the steps from 0 to 1")
        for name in ("factor", "to"):
            value = getattr(self, name)
            if not 0 <= value <= MAX_FACTOR:
                raise refuse(f"{path}.{name}", value, f"a number from 0 to {MAX_FACTOR:g}")


CONSTANT = Schedule()
