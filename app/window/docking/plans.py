"""The layouts that every window knows: which panels they show, and how wide."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from app.window.docking.proportions import columns, memory_columns
from core.experiment.view_state import PANELS


class Plan(NamedTuple):
    """A layout by its name: the panels that it shows, each where it stands at first, and the
    widths of what lies left of the map, of the map and of what lies right of it."""

    name: str
    panels: frozenset[str]
    columns: Callable[[int], tuple[int, int, int]]
    tip: str


RACE = Plan("Race", frozenset(PANELS), columns, "All panels around the map, as at first")
MEMORY = Plan(
    "Memory",
    frozenset({"memory", "anatomy"}),
    memory_columns,
    "The map beside wide memories and the anatomy of a step",
)
PLANS = (RACE, MEMORY)
TALK = "Talk"
"""The map and its legend alone, on the full screen: no place for panels."""
