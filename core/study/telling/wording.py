"""How figures and settings are told in sentences: shares, losses, p-values, starts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from core.experiment.experiment import Experiment
from core.study.starting.sampling import Sampling
from core.writing import MINUS, place_told, short

_STARTS = {
    "uniform": "starts drawn uniformly from the domain",
    "sobol": "starts of a scrambled Sobol sequence over the domain",
    "latin": "starts of a Latin hypercube over the domain",
    "disc": "starts drawn uniformly from a disc about the sharp minimum",
    "basin": "starts drawn uniformly from the basin of {}",
    "lattice": "starts of a lattice over the domain",
}


def share(value: float, low: float = math.nan, high: float = math.nan) -> str:
    """A share with its interval, if it has one, of two decimals each: 1.00 [0.96, 1.00]."""
    return _with_ends(_two_decimals, value, low, high)


def amount(value: float, low: float = math.nan, high: float = math.nan) -> str:
    """Any figure with its interval, to three figures: 0.0123 [0.0101, 0.0200]."""
    return _with_ends(lambda each: short(each, 3), value, low, high)


def listed(parts: Sequence[str]) -> str:
    """One, two and three."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def more(count: int, what: str) -> str:
    """1 more method, 2 more methods."""
    return f"{count} more {what}{'' if count == 1 else 's'}"


def first_of(parts: Sequence[str], most: int, what: str) -> str:
    """Those that are told, and how many more there are: one, two and 3 more methods."""
    rest = [more(len(parts) - most, what)] if len(parts) > most else []
    return listed([*parts[:most], *rest])


def starts(experiments: Sequence[Experiment], sampling: Sampling, n: int) -> str:
    """How many starts and how they were chosen, where, and for how long: of a sentence the
    beginning. The experiments are those of the study's cells."""
    first = experiments[0]
    chosen = _STARTS[sampling.kind].format(place_told(sampling.basin))
    if n == 1:
        chosen = chosen.replace("starts", "start", 1)
    each = " in each cell" if len(experiments) > 1 else ""
    seed = f" (seed {first.seed})" if sampling.is_sample else ""
    noise = f", noise {short(first.noise)}" if first.noise else ""
    rates = _range("α", [spec.values["lr"] for e in experiments for spec in e.enabled_methods])
    return (
        f"{n:,} {chosen}{each}{seed}, {first.steps:,} steps on {_ground(experiments)}, "
        f"{rates}{noise}"
    )


def _ground(experiments: Sequence[Experiment]) -> str:
    """The landscape's title with its parameters: Two basins (s from 10 to 300)."""
    grounds = [experiment.landscape for experiment in experiments]
    said = [_range(p.symbol, [g.values[p.name] for g in grounds]) for p in grounds[0].parameters]
    told = f"{grounds[0].title} ({', '.join(said)})" if said else grounds[0].title
    drift = experiments[0].drift
    return told if drift is None else f"{told}, which {drift}"


def _range(symbol: str, values: Sequence[Any]) -> str:
    low, high = short(float(min(values))), short(float(max(values)))
    return f"{symbol} = {low}" if low == high else f"{symbol} from {low} to {high}"


def place(path: str, experiment: Experiment) -> str:
    """A varied setting in words: C (capacity), α (lr) of Adam, s (sharpness)."""
    owner, _, name = path.rpartition(".")
    if owner == "landscape":
        symbols = {each.name: each.symbol for each in experiment.landscape.parameters}
        return f"{symbols[name]} ({name})" if symbols.get(name, name) != name else name
    index = owner.removeprefix("methods[").removesuffix("]")
    methods = experiment.methods if index == "*" else [experiment.methods[int(index)]]
    symbol = next((spec.row.table[name].symbol for spec in methods if name in spec.row.table), name)
    said = name if symbol == name else f"{symbol} ({name})"
    if index == "*" or len(experiment.enabled_methods) == 1:
        return said
    return f"{said} of {experiment.methods[int(index)].label}"


def at(values: dict[str, Any]) -> str:
    """Where in a grid: C (capacity) = 5, λ (decay) = 0.9; or 0.9 for λ (decay) of C = 5."""
    parts = []
    for name, value in values.items():
        written = short(value) if isinstance(value, int | float) else value
        parts.append(f"{written} for {name}" if "=" in name else f"{name} = {written}")
    return ", ".join(parts)


def _with_ends(write: Any, value: float, low: float, high: float) -> str:
    if math.isnan(low) or math.isnan(high):
        return str(write(value))
    return f"{write(value)} [{write(low)}, {write(high)}]"


def _two_decimals(value: float) -> str:
    if math.isinf(value):  # the end of an interval that too few runs bound
        return short(value)
    return f"{value + 0.0:.2f}".replace("-", MINUS)  # none is 0.00, whatever sign zero has
