"""How a study's plots are called, and what is said beneath their titles."""

from __future__ import annotations

from core.experiment.experiment import Experiment
from core.study.asking.answer import Answer
from core.study.results.statistics import BELOW, QUANTITIES
from core.writing import place_told, short

_SAMPLINGS = {
    "uniform": "drawn uniformly",
    "sobol": "of a Sobol sequence",
    "latin": "of a Latin hypercube",
    "lattice": "on a lattice",
    "disc": "about the sharp minimum",
}


def compared(what: str, below: float | None) -> str:
    """What a row of the table of differences is about, in words."""
    if what.startswith("share:"):
        return f"ends at {what.removeprefix('share:')}"
    if what == BELOW and below is not None:
        return f"came below {short(below)}"
    return f"lower {QUANTITIES[what]}" if what in QUANTITIES else what.replace("_", " ")


def note(answer: Answer) -> str:
    """The landscape, how many starts there are and how they were chosen, and how much of the work
    is done while it is not all."""
    sampling, experiment = answer.question.sampling, answer.question.experiment
    n = max((len(result.starts) for result in answer.known), default=0)
    each = "" if len(answer.question.cells) == 1 else " each"
    chosen = _SAMPLINGS.get(sampling.kind, f"in the basin {place_told(sampling.basin)}")
    told = f"{experiment.landscape.title} · {n:,} starts{each} {chosen} · {experiment.steps} steps"
    if experiment.drift is not None:
        told += f" · it {experiment.drift}"
    return told if answer.whole else f"{told} · growing, {answer.done} of {answer.total} parts"


def cards(experiment: Experiment) -> tuple[int, ...]:
    """The places of the enabled methods among all cards."""
    return tuple(place for place, spec in enumerate(experiment.methods) if spec.enabled)
