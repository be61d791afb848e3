"""The setting of a study in words: what was asked, and every method with what it reads."""

from __future__ import annotations

from core.experiment.experiment import MethodSpec
from core.experiment.methods import HYPERPARAMETERS
from core.study.question import Question
from core.study.statistics import statistic
from core.writing import exact, short

_UNSAID = {"memory_start": 0, "memory_stop": 0}
_KINDS = {"starts": "Starts", "basins": "Basins", "sweep": "Sweep", "escape": "Escape"}


def title(question: Question) -> str:
    """What was asked, in one line."""
    kind, landscape = _KINDS[question.kind], question.experiment.landscape.title
    if question.kind == "sweep":
        paths = " and ".join(variation.path for variation in question.variations)
        return f"{statistic(question.statistic).title} over {paths} on {landscape}"
    return f"{kind} on {landscape}"


def lines(question: Question) -> tuple[str, ...]:
    """A line for each method that raced, twins included."""
    return tuple(map(_method, question.cells[0].experiment.enabled_methods))


def _method(spec: MethodSpec) -> str:
    settings = ", ".join(
        f"{HYPERPARAMETERS[name].symbol} = "
        f"{exact(value) if isinstance(value, int | float) else value}"
        for name, value in spec.used
        if value != _UNSAID.get(name)
    )
    return f"{spec.label}: {spec.row.title}, {settings}"


def landscape(question: Question) -> str:
    """The landscape with its parameters, the race's length, noise and seed."""
    experiment = question.experiment
    values = experiment.landscape.values
    said = ", ".join(
        f"{parameter.symbol} = {short(float(values[parameter.name]))}"
        for parameter in experiment.landscape.parameters
    )
    ground = f"{experiment.landscape.title} ({said})" if said else experiment.landscape.title
    noise = f", noise {short(experiment.noise)}" if experiment.noise else ""
    return f"{ground}, {experiment.steps:,} steps{noise}, seed {experiment.seed}"
