"""In which colours the ground of a map is painted, and how finely its levels are told apart."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Literal

from core.experiment.errors import refuse, step_into
from core.experiment.strict_json import Json

COLOUR_MAPS = (
    "viridis", "cividis", "plasma", "inferno", "magma", "cet-cbl1", "cet-cbl2", "cet-l1",
)  # fmt: skip
"""Colour maps by name; each can be read by people who tell few hues apart."""
Levels = Literal["fewer", "usual", "more"]
LEVELS: tuple[Levels, ...] = ("fewer", "usual", "more")
Spacing = Literal["round", "even"]
SPACINGS: tuple[Spacing, ...] = ("round", "even")
_ALLOWED: dict[str, tuple[str, ...]] = {
    "dark": COLOUR_MAPS, "light": COLOUR_MAPS, "levels": LEVELS, "spacing": SPACINGS,
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Colours:
    """The colour map in the `dark` theme and the one in the `light` theme; how many `levels`; and
    their `spacing`: at round values, or even on the scale of the colours."""

    dark: str = "viridis"
    light: str = "cividis"
    levels: Levels = "usual"
    spacing: Spacing = "round"

    @classmethod
    def parse(cls, value: Json, path: str) -> Colours:
        """From a JSON object at a path; ExperimentError for what is none. What it leaves out is
        as usual."""
        if not isinstance(value, Mapping):
            raise refuse(path, value, "an object with some of " + ", ".join(_ALLOWED))
        for key, word in value.items():
            there = step_into(path, key)
            if key not in _ALLOWED:
                raise refuse(there, key, "one of the keys " + ", ".join(_ALLOWED))
            if word not in _ALLOWED[key]:
                raise refuse(there, word, "one of " + ", ".join(_ALLOWED[key]))
        return cls(**value)

    def describe(self) -> dict[str, Json]:
        """The JSON object."""
        return dict(dataclasses.asdict(self))
