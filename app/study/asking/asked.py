"""What stands in the form of a study, as text, and how a question is told in it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from core.writing import exact

if TYPE_CHECKING:
    from core.study.asking.question import Question


@dataclasses.dataclass(frozen=True)
class Varied:
    """A setting of a sweep: its place in the experiment, none where "", and its values."""

    path: str = ""
    values: str = ""


@dataclasses.dataclass(frozen=True)
class Asked:
    """What stands in the form, text as it was typed. `varied` is for a sweep, `escape_varied` for
    an escape elsewhere than on two-basins. `reference` is the place of a method among the enabled
    ones, −1 for the usual one. Of a seeds study `seeds` are its replicas, `levels` its training
    losses and `rates` the learning rates that each method's is chosen among, if any."""

    kind: str = "starts"
    sampling: str = "uniform"
    starts: int = 1024
    lattice: int = 100
    seed: int = 0
    below: str = ""
    reference: int = -1
    varied: tuple[Varied, Varied] = (Varied(), Varied())
    escape_varied: Varied = Varied()
    statistic: str = "median_final_loss"
    sharpnesses: str = "10, 30, 100, 300"
    seeds: int = 8
    levels: str = "0.3, 0.1"
    rates: str = ""
    workers: int = 2


def asked_of(question: Question, otherwise: Asked) -> Asked:
    """What stands in the form for a question; what it does not say is as in another."""
    sampling = question.sampling
    rows = [Varied(each.path, ", ".join(map(_text, each.values))) for each in question.variations]
    first, second = (*rows, Varied(), Varied())[:2]
    sweep, seeds = question.kind == "sweep", question.kind == "seeds"
    return Asked(
        kind=question.kind,
        sampling=f"basin:{sampling.basin}" if sampling.kind == "basin" else sampling.kind,
        starts=otherwise.starts if question.kind in ("basins", "seeds") else sampling.count,
        lattice=sampling.count if question.kind == "basins" else otherwise.lattice,
        seed=question.experiment.seed,
        below="" if question.below is None else exact(question.below),
        reference=-1 if question.reference is None else question.reference,
        varied=(first, second) if sweep else otherwise.varied,
        escape_varied=otherwise.escape_varied if sweep or seeds else first,
        statistic=question.statistic if sweep else otherwise.statistic,
        sharpnesses=", ".join(map(exact, question.sharpnesses)) or otherwise.sharpnesses,
        seeds=sampling.count if seeds else otherwise.seeds,
        levels=", ".join(map(exact, question.at_train_loss)) if seeds else otherwise.levels,
        rates=first.values if seeds else otherwise.rates,
        workers=otherwise.workers,
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else exact(value)
