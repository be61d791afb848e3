"""One export of the queue as it stands: what is made, and what has become of it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Literal

from app.export.formats import Kind
from app.export.frames.plan import duration

State = Literal["waiting", "running", "stopping", "saved", "failed", "cancelled"]
OPEN: frozenset[State] = frozenset({"waiting", "running", "stopping"})
"""The states of which another follows by itself."""


@dataclasses.dataclass(frozen=True)
class Item:
    """An export by its number in the queue, which no other ever has.

    `done` of `total` frames, or of whatever its format counts, are written; a `total` of 0 says
    that it has not come so far. `left` are the seconds that the rest may take, where that is more
    than a guess. `told` is why it failed, or how large it has become.
    """

    number: int
    path: Path
    title: str
    kind: Kind
    state: State = "waiting"
    done: int = 0
    total: int = 0
    left: float | None = None
    told: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is waiting or being made."""
        return self.state in OPEN

    @property
    def words(self) -> str:
        """How it stands, beside its name."""
        match self.state:
            case "waiting":
                return "Waiting"
            case "running":
                return self._progress
            case "stopping":
                return "Stopping…"
            case "saved":
                return f"Saved ({self.told}) in {self.path.parent}"
            case "failed":
                return f"Not saved. {self.told}"
            case "cancelled":
                return "Cancelled, nothing was written."

    @property
    def sentence(self) -> str:
        """How it stands, where its name stands nowhere else."""
        if self.state == "saved":
            return f"Saved {self.path.name} ({self.told}) in {self.path.parent}"
        return self.words

    @property
    def _progress(self) -> str:
        if not self.total:
            return "Computing the run…"
        left = "" if self.left is None else f", {duration(self.left)} left"
        if self.kind == "moving":
            return f"Frame {self.done:,} of {self.total:,}{left}"
        return f"{100 * self.done // self.total} %{left}"
