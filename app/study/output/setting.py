"""The setting of a study in words: what was asked, and every method with what it reads."""

from __future__ import annotations

from collections.abc import Set

from core.experiment.experiment import MethodSpec
from core.study.asking.question import Question
from core.study.results.statistics import statistic
from core.study.telling.wording import place
from core.writing import exact, short
from landscapes.networks import Network

_UNSAID = {"memory_start": 0, "memory_stop": 0}
_KINDS = {"starts": "Starts", "basins": "Basins", "sweep": "Sweep", "escape": "Escape",
          "seeds": "Seeds"}  # fmt: skip


def title(question: Question) -> str:
    """What was asked, in one line."""
    kind, landscape = _KINDS[question.kind], question.experiment.landscape.title
    if question.kind == "sweep":
        places = (place(each.path, question.experiment) for each in question.variations)
        told = statistic(question.statistic).title
        return f"{told} over {' and '.join(places)} on {landscape}"
    return f"{kind} on {landscape}"


def lines(question: Question) -> tuple[str, ...]:
    """A line for each method that raced, twins included, without the settings that are varied."""
    twins = question.kind in ("escape", "seeds")
    experiment = question.cells[0].experiment if twins else question.experiment
    varied = _varied(question)
    return tuple(
        _method(spec, varied.get("*", set()) | varied.get(str(index), set()))
        for index, spec in enumerate(experiment.methods)
        if spec.enabled
    )


def _varied(question: Question) -> dict[str, set[str]]:
    """The names of what is varied, by the index of a method, `*` or `landscape`."""
    found: dict[str, set[str]] = {}
    for each in question.variations:
        owner, _, name = each.path.rpartition(".")
        found.setdefault(owner.removeprefix("methods[").removesuffix("]"), set()).add(name)
    if question.kind == "escape":
        found.setdefault("landscape", set()).update(question.escape_parameter)
    return found


def _method(spec: MethodSpec, varied: Set[str]) -> str:
    settings = ", ".join(
        f"{spec.row.table[name].symbol} = "
        f"{exact(value) if isinstance(value, int | float) else value}"
        for name, value in spec.used
        if value != _UNSAID.get(name) and name not in varied
    )
    return f"{spec.label}: {spec.row.title}, {settings}"


def landscape(question: Question) -> str:
    """The landscape with its parameters that are not varied, the race's length, noise and seed."""
    experiment = question.experiment
    values = experiment.landscape.values
    said = ", ".join(
        f"{parameter.symbol} = {short(float(values[parameter.name]))}"
        for parameter in experiment.landscape.parameters
        if parameter.name not in _varied(question).get("landscape", set())
    )
    ground = f"{experiment.landscape.title} ({said})" if said else experiment.landscape.title
    if isinstance(experiment.landscape, Network):
        batch = f", mini-batches of {experiment.batch}" if experiment.batch else ""
        ground += f", {experiment.landscape.architecture}{batch}"
    if experiment.drift is not None:
        ground += f", which {experiment.drift}"
    noise = f", noise {short(experiment.noise)}" if experiment.noise else ""
    return f"{ground}, {experiment.steps:,} steps{noise}, seed {experiment.seed}"
