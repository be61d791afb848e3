"""How a study's plots are called, and what is said beneath their titles."""

from __future__ import annotations

from core.experiment.experiment import Experiment
from core.study.answer import Answer
from core.study.plots.values import Axis

_QUANTITIES = {
    "final_loss": "final loss",
    "best_loss": "best loss on the way",
    "sharpness": "sharpness at the end",
    "path_length": "length of the path",
    "settled_at": "last step that moved it",
}
_SHARES = {
    "converged": "share that settled",
    "moving": "share still moving",
    "diverged": "share that diverged",
    "undefined": "share lost where no loss is",
    "share_global": "share at a global minimum",
}
_SAMPLINGS = {
    "uniform": "drawn uniformly",
    "sobol": "of a Sobol sequence",
    "latin": "of a Latin hypercube",
    "lattice": "on a lattice",
    "disc": "about the sharp minimum",
}


def quantity(name: str) -> str:
    """A quantity of a start, in words."""
    return _QUANTITIES.get(name, name.replace("_", " "))


def statistic(name: str) -> str:
    """A statistic of a study, in words."""
    if name.startswith("share:"):
        return f"share that ends at {name.removeprefix('share:')}"
    if name in _SHARES:
        return _SHARES[name]
    for begin, words in (("median_", "median"), ("mean_", "mean")):
        if name.startswith(begin):
            return f"{words} {quantity(name.removeprefix(begin))}"
    return name.replace("_", " ")


def compared(name: str) -> str:
    """What two methods are compared in, in words: at Global, a lower final loss."""
    if name.startswith("share:"):
        return f"at {name.removeprefix('share:')}"
    return "ever below the loss" if name == "share_below" else f"a lower {quantity(name)}"


def is_share(name: str) -> bool:
    """Whether a statistic lies between 0 and 1 by its nature."""
    return name in _SHARES or name.startswith("share")


def note(answer: Answer) -> str:
    """The landscape, how many starts there are and how they were chosen, and how much of the work
    is done while it is not all."""
    sampling, experiment = answer.question.sampling, answer.question.experiment
    n = max((len(result.starts) for result in answer.known), default=0)
    each = "" if len(answer.question.cells) == 1 else " each"
    chosen = _SAMPLINGS.get(sampling.kind, f"in the basin {sampling.basin}")
    told = f"{experiment.landscape.title} · {n:,} starts{each} {chosen} · {experiment.steps} steps"
    return told if answer.whole else f"{told} · growing, {answer.done} of {answer.total} tasks"


def cards(experiment: Experiment) -> tuple[int, ...]:
    """The places of the enabled methods among all cards."""
    return tuple(place for place, spec in enumerate(experiment.methods) if spec.enabled)


SHARE = Axis("share of starts", share=True)
