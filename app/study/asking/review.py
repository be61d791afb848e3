"""From what stands in the form to a study's question, or to what is wrong with it, field by field.

Nothing here needs torch but `review`, which is first called when that is there.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.session.edits import labelled_for_sweep
from app.study.asking.asked import Asked, Varied
from app.study.asking.cost import cells_of
from app.study.asking.typed_values import FieldError, below, levels, sharpnesses, variations
from app.study.words import BENEATH
from core.experiment.errors import ExperimentError
from core.experiment.experiment import MAX_SEED, Experiment
from core.writing import exact
from landscapes.two_basins import TwoBasins

if TYPE_CHECKING:
    from core.study.asking.question import Question
    from core.study.starting.vary import Variation

MOST_CELLS = 10_000
MOST_STARTS = 10_000_000
MOST_WORKERS = 256
MOST_SEEDS = 1000
FEWEST_ON_A_SIDE, MOST_ON_A_SIDE = 2, 400


@dataclasses.dataclass(frozen=True)
class Reviewed:
    """The question, None while there are `problems`: a sentence by the name of the field."""

    question: Question | None
    problems: dict[str, str]


_FIELDS = {"starts": "starts", "sampling": "sampling", "lattice": "lattice", "vary": "vary-1",
           "statistic": "statistic", "below": "below", "reference": "reference",
           "at-train-loss": "levels"}  # fmt: skip


def review(asked: Asked, experiment: Experiment) -> Reviewed:
    """The question that this asks about an experiment."""
    try:
        return Reviewed(_question(asked, experiment), {})
    except FieldError as error:
        return Reviewed(None, {error.field: _sentence(error.problem)})
    except ExperimentError as error:
        return Reviewed(None, {_FIELDS.get(error.path, "kind"): _sentence(error.problem)})


def has_two_basins(experiment: Experiment) -> bool:
    """Whether an escape study is over the sharpness of one of two basins."""
    return isinstance(experiment.landscape, TwoBasins)


def asks_below(asked: Asked) -> bool:
    """Whether a sweep tells who came below a loss."""
    return asked.kind == "sweep" and asked.statistic == "share_below"


def _question(asked: Asked, experiment: Experiment) -> Question:
    from core.study.asking.question import Question
    from core.study.starting.sampling import Sampling

    experiment = dataclasses.replace(experiment, seed=min(MAX_SEED, asked.seed))
    if asked.kind == "seeds":
        return _of_network(asked, experiment)
    kind, _, basin = _sampling_of(asked, experiment).partition(":")
    count = asked.starts
    if asked.kind == "basins":
        kind, count = "lattice", asked.lattice
    sampling = Sampling(kind, count, basin)
    if kind == "lattice" and count**experiment.landscape.dimension > MOST_STARTS:
        points = count**experiment.landscape.dimension
        raise FieldError("starts", f"a lattice of {points:,} is too large; {MOST_STARTS:,} are "
                          "allowed")  # fmt: skip
    sweep, escape = asked.kind == "sweep", asked.kind == "escape"
    basins, compares = escape and has_two_basins(experiment), escape or asked.kind == "starts"
    varied = () if basins else variations(asked, experiment)
    question = Question(
        asked.kind,  # type: ignore[arg-type]
        _labelled(experiment, varied),
        sampling,
        sharpnesses=sharpnesses(asked, experiment) if basins else (),
        variations=varied,
        statistic=asked.statistic if sweep else "median_final_loss",
        below=below(asked.below) if asked.kind == "starts" or asks_below(asked) else None,
        reference=asked.reference if compares and asked.reference >= 0 else None,
    )
    cells = cells_of(question)
    if cells > MOST_CELLS:
        raise FieldError("vary-2", f"{cells:,} cells are too many; {MOST_CELLS:,} are allowed")
    return question


def _sampling_of(asked: Asked, experiment: Experiment) -> str:
    """How starts are chosen; beneath the first start is the basin of its place."""
    if asked.sampling != BENEATH:
        return asked.sampling
    return f"basin:{','.join(map(exact, experiment.start_positions()[0].tolist()))}"


def _of_network(asked: Asked, experiment: Experiment) -> Question:
    from core.study.asking.question import RATES, Question
    from core.study.starting.sampling import Sampling

    varied = dataclasses.replace(asked, kind="escape", escape_varied=Varied(RATES, asked.rates))
    rates = variations(varied, experiment) if asked.rates.strip() else ()
    return Question(
        "seeds",
        _labelled(experiment, rates),
        Sampling("seeds", asked.seeds),
        variations=rates,
        reference=asked.reference if asked.reference >= 0 else None,
        at_train_loss=levels(asked.levels),
    )


def _labelled(experiment: Experiment, varied: Sequence[Variation]) -> Experiment:
    """With no card called by a setting that has another value in every cell."""
    settings = [setting for variation in varied for setting in variation.settings(experiment)]
    return labelled_for_sweep(experiment, settings) if settings else experiment


def _sentence(problem: str) -> str:
    return problem[:1].upper() + problem[1:]
