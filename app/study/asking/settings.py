"""The settings that a sweep can vary: where each stands, and values worth trying."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator

from core.experiment.experiment import Experiment
from core.experiment.methods import HYPERPARAMETERS, Hyperparameter
from core.writing import exact, plain

_WORTH_TRYING: dict[str, tuple[float, ...]] = {
    "lr": (0.01, 0.02, 0.05, 0.1, 0.2),
    "capacity": (1, 2, 5, 10, 20),
    "decay": (0.5, 0.7, 0.9, 0.99),
    "strength": (0, 0.5, 1, 2),
    "rho": (0.02, 0.05, 0.1, 0.2),
    "beta1": (0.5, 0.8, 0.9, 0.95),
    "beta2": (0.9, 0.99, 0.999),
    "eps": (1e-8, 1e-6, 1e-4),
    "momentum": (0.5, 0.8, 0.9, 0.95),
    "smoothing": (0.9, 0.99, 0.999),
    "weight_decay": (0, 0.01, 0.1),
    "sharpness": (10, 30, 100, 300),
}
_SPREAD = 5
MOST_SPREAD = 100


@dataclasses.dataclass(frozen=True)
class Setting:
    """`path` as a sweep names it, what it is called, the values that are offered, and how a range
    of it is spread."""

    path: str
    title: str
    values: str
    allowed: str
    logarithmic: bool = False
    whole: bool = False


def settings_of(experiment: Experiment) -> tuple[Setting, ...]:
    """Those of the landscape, of all methods together and of each that runs."""
    return (*_of_landscape(experiment), *_of_all(experiment), *_of_methods(experiment))


def spread(low: float, high: float, count: int, *, logarithmic: bool, whole: bool) -> str:
    """So many values from one to another, evenly, or where `logarithmic` in equal ratios, to three
    figures; whole ones where they must be. None stands there twice."""
    found: list[str] = []
    for place in range(count):
        part = place / max(1, count - 1)
        if logarithmic and low > 0 and high > 0:
            value = low * (high / low) ** part
        else:
            value = low + (high - low) * part
        ends = {0: low, count - 1: high}
        text = exact(round(value)) if whole else plain(value, 3)
        text = exact(ends[place]) if place in ends and not whole else text
        if text not in found:
            found.append(text)
    return ", ".join(found)


def _of_landscape(experiment: Experiment) -> Iterator[Setting]:
    for row in experiment.landscape.parameters:
        values = _WORTH_TRYING.get(row.name)
        offered = (
            ", ".join(map(exact, values))
            if values and all(row.low <= value <= row.high for value in values)
            else spread(row.low, row.high, _SPREAD, logarithmic=row.logarithmic, whole=row.whole)
        )
        title = f"Landscape: {row.name.replace('_', ' ')}"
        path = f"landscape.{row.name}"
        yield Setting(path, title, offered, row.allowed, row.logarithmic, row.whole)


def _of_all(experiment: Experiment) -> Iterator[Setting]:
    if len(experiment.enabled_methods) < 2:
        return
    read = [spec.row for spec in experiment.enabled_methods]
    rows = {name: row.table[name] for row in reversed(read) for name in row.hyperparameters}
    for name in (*HYPERPARAMETERS, *(name for name in rows if name not in HYPERPARAMETERS)):
        if sum(name in row.hyperparameters for row in read) > 1:
            yield _hyperparameter("*", "All methods", rows[name])


def _of_methods(experiment: Experiment) -> Iterator[Setting]:
    for index, spec in enumerate(experiment.methods):
        if spec.enabled:
            for name, row in spec.row.table.items():
                if name in spec.row.hyperparameters:
                    yield _hyperparameter(str(index), spec.label, row)


def _hyperparameter(index: str, whose: str, row: Hyperparameter) -> Setting:
    name, worth = row.name, _WORTH_TRYING.get(row.name, ())
    if row.choices:
        values = ", ".join(row.choices)
    elif worth and all(map(row.accepts, worth)):
        values = ", ".join(map(exact, worth))
    elif row.high is None:
        values = "0, 100"
    else:
        values = exact(row.default)
    title = row.title if row.symbol in row.title else f"{row.title} {row.symbol}"
    return Setting(
        f"methods[{index}].{name}",
        f"{whose}: {title}",
        values,
        row.allowed,
        row.logarithmic,
        row.whole,
    )


def finite(text: str) -> float | None:
    """The number that a text stands for, None where it is none."""
    try:
        value = float(text.strip().replace("−", "-").replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None
