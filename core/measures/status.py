"""What has become of a run at some time: still running, or an end and when it came."""

from __future__ import annotations

import dataclasses
from typing import Literal

UNSETTLED: Literal["not converged"] = "not converged"
"""What is said of a run that is neither at rest nor lost at its last step: it runs no more."""
TRAINED: Literal["trained"] = "trained"
"""What is said of a network at its last step: whether it is at rest nobody has looked."""
Kind = Literal["running", "converged", "diverged", "undefined", "not converged", "trained"]


@dataclasses.dataclass(frozen=True)
class Status:
    """What has become of a run at some time: still running, or an end and when it came.

    `undefined` is a run whose point stands, from `step` on, where the loss is not a number.
    """

    kind: Kind
    step: int = -1

    @property
    def lost(self) -> bool:
        """Whether there is no loss any more."""
        return self.kind in ("diverged", "undefined")

    def __str__(self) -> str:
        return self.kind if self.step < 0 else f"{self.kind} at {self.step:,}"


def status(
    time: int, *, converged: int = -1, diverged: int = -1, undefined: int = -1, ended: bool = False
) -> Status:
    """The status at `time` of a run that comes to these ends at these times (−1: never).

    A point that stood where nothing is defined before it was no number itself is undefined, not
    diverged. `ended` says that there is no further step.
    """
    if 0 <= undefined <= time:
        return Status("undefined", undefined)
    if 0 <= diverged <= time:
        return Status("diverged", diverged)
    if 0 <= converged <= time:
        return Status("converged", converged)
    return Status(UNSETTLED if ended else "running")
