"""How much of a network's run is to be recorded: a wish that stands in the experiment file."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Literal, Self, get_args

from core.experiment.errors import check_whole, refuse, step_into
from core.experiment.strict_json import Json

What = Literal["positions", "projections", "scalars"]
_KEYS = ("every", "what")


@dataclasses.dataclass(frozen=True)
class Record:
    """Of every `every`-th step (None: of as many as take little room and time) `what` is kept of
    the parameters: themselves, their projections on a few fixed directions, or nothing but what
    is measured of them. The last step's are kept in any case."""

    every: int | None = None
    what: What = "positions"

    @classmethod
    def parse(cls, given: Mapping[str, Any]) -> Self:
        """The wish that stands in a file; ExperimentError for a key that there is not."""
        for key in given:
            if key not in _KEYS:
                raise refuse(step_into("$.record", key), key, "one of the keys every, what")
        if "every" in given and given["every"] is None:
            raise refuse("$.record.every", None, "leave it out, or give a whole number")
        return cls(**given)

    def check(self, steps: int) -> None:
        """Raise ExperimentError for what cannot be recorded of so many steps."""
        if self.every is not None:
            check_whole("$.record.every", self.every, 1, steps)
        if self.what not in get_args(What):
            raise refuse("$.record.what", self.what, "one of " + ", ".join(get_args(What)))

    def describe(self) -> dict[str, Json]:
        """As it stands in a file."""
        every = {} if self.every is None else {"every": self.every}
        return {**every, "what": self.what}
