"""From the options of `study`, as they were typed, to its question."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Literal

from app.command_line.console import RefusedError
from core.experiment.experiment import Experiment

if TYPE_CHECKING:
    from core.study.asking.question import Question

Kind = Literal["starts", "escape", "sweep", "basins", "seeds"]
DEFAULT_LATTICE = 200
SHARPNESSES = "10,30,100,300"
DEFAULT_STARTS = 1024
DEFAULT_STATISTIC = "median_final_loss"
_SAMPLINGS = {"starts": "uniform", "sweep": "uniform", "escape": "disc", "basins": "lattice",
              "seeds": "seeds"}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Options:
    """The options as they were typed."""

    starts: int | None
    sampling: str
    sharpness: str
    vary: list[str]
    statistic: str | None
    lattice: int | None
    below: float | None
    reference: str | None
    at_train_loss: str


def question_of(kind: Kind, experiment: Experiment, options: Options) -> Question:
    """The question, RefusedError or ExperimentError where the options ask none."""
    from core.study.asking.question import Question
    from core.study.starting.sampling import Sampling
    from core.study.starting.vary import Variation

    sampling, _, basin = (options.sampling or _SAMPLINGS[kind]).partition(":")
    usual = experiment.start_count if kind == "seeds" else DEFAULT_STARTS
    count = usual if options.starts is None else options.starts
    if kind == "basins":
        count = DEFAULT_LATTICE if options.lattice is None else options.lattice
    return Question(
        kind,
        experiment,
        Sampling(sampling, count, basin),
        sharpnesses=_sharpnesses(options.sharpness, kind, experiment),
        variations=tuple(Variation.parsed(text, experiment) for text in options.vary),
        statistic=options.statistic or DEFAULT_STATISTIC,
        below=options.below,
        reference=_reference(options.reference, kind, experiment),
        at_train_loss=_numbers("at-train-loss", options.at_train_loss, "numbers above 0, falling,"),
    )


def _reference(label: str | None, kind: Kind, experiment: Experiment) -> int | None:
    """The place among the enabled methods of the one with a label."""
    if label is None:
        return None
    if kind not in ("starts", "escape", "seeds"):
        raise RefusedError(
            f"--reference: {kind} does not take it; it is for starts, escape and seeds"
        )
    labels = [spec.label for spec in experiment.enabled_methods]
    if label not in labels:
        raise RefusedError(f"--reference: there is no method {label!r}; one of {', '.join(labels)}")
    return labels.index(label)


def _sharpnesses(text: str, kind: Kind, experiment: Experiment) -> tuple[float, ...]:
    from landscapes.two_basins import TwoBasins

    if kind != "escape" or not isinstance(experiment.landscape, TwoBasins):
        if text:
            raise RefusedError("--sharpness: it is for --kind escape on two-basins")
        return ()
    return _numbers("sharpness", text or SHARPNESSES, "numbers from 1 to 1000")


def _numbers(option: str, text: str, allowed: str) -> tuple[float, ...]:
    """The numbers of a list with commas; none of an empty one."""
    try:
        return tuple(float(part) for part in text.split(",")) if text else ()
    except ValueError:
        problem = f"--{option}: {text!r} is not allowed; {allowed} with commas between them"
        raise RefusedError(problem) from None
