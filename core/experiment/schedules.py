"""How the learning rate and the memory's strength change over the steps."""

from __future__ import annotations

import dataclasses
import math
from typing import Literal

from core.experiment.errors import check_number, refuse

Kind = Literal["constant", "step", "linear", "cosine"]
KINDS: tuple[Kind, ...] = ("constant", "step", "linear", "cosine")
MAX_FACTOR = 100.0
_ROUNDING = 1e-6  # of a fraction of a million steps: 0.29 of 100 is 28.999999999999996


@dataclasses.dataclass(frozen=True)
class Schedule:
    """A factor on a hyperparameter over the steps.

    `constant` is 1 throughout. `step` is 1 until the fraction `at` of the steps is done and
    `factor` from there on. `linear` and `cosine` go from 1 at the first step to `to` at the last.
    What the kind does not use keeps its default, so that equal schedules compare equal.
    """

    kind: Kind = "constant"
    at: float = 0.5
    factor: float = 0.1
    to: float = 0.0

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self)[1:]:
            if field.name not in self.used:
                object.__setattr__(self, field.name, field.default)

    @property
    def used(self) -> tuple[str, ...]:
        """The fields that the kind reads, besides the kind itself."""
        return _USED.get(self.kind, ())

    def __call__(self, step: int, steps: int) -> float:
        """The factor at step `step` of 1 … `steps`."""
        done = (step - 1) / max(1, steps - 1)
        match self.kind:
            case "constant":
                return 1.0
            case "step":
                return self.factor if step - self.at * steps > _ROUNDING else 1.0
            case "linear":
                return 1.0 + (self.to - 1.0) * done
            case "cosine":
                return self.to + (1.0 - self.to) * 0.5 * (1.0 + math.cos(math.pi * done))

    def check(self, path: str) -> None:
        """Raise ExperimentError, naming `path`, for a value out of its range."""
        if self.kind not in KINDS:
            raise refuse(f"{path}.kind", self.kind, "one of " + ", ".join(KINDS))
        check_number(f"{path}.at", self.at, 0, 1, "a fraction of the steps")
        for name in ("factor", "to"):
            check_number(f"{path}.{name}", getattr(self, name), 0, MAX_FACTOR)


_USED: dict[str, tuple[str, ...]] = {"step": ("at", "factor"), "linear": ("to",), "cosine": ("to",)}
CONSTANT = Schedule()
