"""An experiment's setting in one line: what a person has to know to set it up again."""

from __future__ import annotations

from collections.abc import Iterable

from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.methods import HYPERPARAMETERS
from core.experiment.starts import LatticeStarts, RandomStarts, SeedStarts
from core.writing import short

_TOLD = ("lr", "capacity", "decay", "memory_start", "memory_stop")
_WORDS = {"memory_start": "memory from step", "memory_stop": "memory to step"}


def setting(experiment: Experiment) -> str:
    """Landscape, starts, steps, and of the methods the values that they do not leave out.

    A value that differs from method to method is listed with all that it takes.
    """
    landscape = experiment.landscape
    values = ((row.symbol, getattr(landscape, row.name)) for row in landscape.parameters)
    parameters = (f"{symbol} = {short(x)}" for symbol, x in values if isinstance(x, int | float))
    told = [", ".join((landscape.title, *parameters)), _starts(experiment)]
    told.append(f"{experiment.steps} steps")
    if experiment.batch is not None:
        told.append(f"mini-batches of {experiment.batch}")
    if experiment.drift is not None:
        told.append(str(experiment.drift))
    told += filter(None, (_values(name, experiment.enabled_methods) for name in _TOLD))
    for symbol, schedule in (("α", experiment.lr_schedule), ("κ", experiment.strength_schedule)):
        if schedule.kind != "constant":
            told.append(f"{symbol} over steps: {schedule.kind}")
    return " · ".join(told)


def _starts(experiment: Experiment) -> str:
    count = experiment.start_count
    several = "" if count == 1 else "s"
    match experiment.starts:
        case SeedStarts():
            return f"{count} replica{several}"
        case RandomStarts():
            return f"{count} random start{several}"
        case LatticeStarts():
            return f"{count} lattice start{several}"
        case _:
            return f"{count} start{several}"


def _values(name: str, methods: Iterable[MethodSpec]) -> str:
    default = HYPERPARAMETERS[name].default
    taken = {float(m.values[name]) for m in methods if name in m.row.hyperparameters}
    if name in _WORDS:
        taken -= {float(default)}
    if not taken:
        return ""
    written = ", ".join(short(value) for value in sorted(taken))
    return f"{_WORDS.get(name, f'{HYPERPARAMETERS[name].symbol} =')} {written}"
