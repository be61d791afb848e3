"""From what stands in the form to a study's question, or to what is wrong with it, field by field.

Nothing here needs torch but `review`, which is first called when that is there.
"""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING

from app.study.pace import Cost
from core.experiment.errors import ExperimentError
from core.experiment.experiment import MAX_SEED, Experiment
from core.writing import exact
from landscapes.networks import Network
from landscapes.two_basins import TwoBasins

if TYPE_CHECKING:
    from core.study.asking.question import Question
    from core.study.starting.vary import Variation

MOST_CELLS = 10_000
REPLICA_SECONDS, SAMPLE_SECONDS = 1e-4, 2e-9
"""About what a step of a network takes, and what each of its parameters adds for each sample."""
LOOK_SECONDS = 0.3
"""About what measuring one point does, most of it its curvature."""
MOST_STARTS = 10_000_000
MOST_WORKERS = 256
MOST_SEEDS = 1000
FEWEST_ON_A_SIDE, MOST_ON_A_SIDE = 2, 400


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


@dataclasses.dataclass(frozen=True)
class Reviewed:
    """The question, None while there are `problems`: a sentence by the name of the field."""

    question: Question | None
    problems: dict[str, str]


class _FieldError(Exception):
    def __init__(self, field: str, problem: str) -> None:
        super().__init__(problem)
        self.field, self.problem = field, problem


_FIELDS = {"starts": "starts", "sampling": "sampling", "lattice": "lattice", "vary": "vary-1",
           "statistic": "statistic", "below": "below", "reference": "reference",
           "at-train-loss": "levels"}  # fmt: skip


def review(asked: Asked, experiment: Experiment) -> Reviewed:
    """The question that this asks about an experiment."""
    try:
        return Reviewed(_question(asked, experiment), {})
    except _FieldError as error:
        return Reviewed(None, {error.field: _sentence(error.problem)})
    except ExperimentError as error:
        return Reviewed(None, {_FIELDS.get(error.path, "kind"): _sentence(error.problem)})


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


def has_two_basins(experiment: Experiment) -> bool:
    """Whether an escape study is over the sharpness of one of two basins."""
    return isinstance(experiment.landscape, TwoBasins)


def asks_below(asked: Asked) -> bool:
    """Whether a sweep tells who came below a loss."""
    return asked.kind == "sweep" and asked.statistic == "share_below"


def step_seconds(experiment: Experiment) -> float:
    """About how long a step of one replica of a network takes."""
    network = experiment.landscape
    samples = experiment.batch or (network.train_count if isinstance(network, Network) else 0)
    return REPLICA_SECONDS + samples * network.dimension * SAMPLE_SECONDS


def cost_of(question: Question) -> Cost:
    """What a question comes to."""
    experiment, sampling = question.experiment, question.sampling
    axes = experiment.landscape.dimension if sampling.kind == "lattice" else 1
    cells = _cells(question)
    methods = len(experiment.enabled_methods)
    if question.kind == "seeds":  # a replica's step is that of many numbers, and half choose
        methods = len(question.cells[0].experiment.methods)
        looks = len(question.at_train_loss) + 1
        each = experiment.steps * step_seconds(experiment) + looks * LOOK_SECONDS
        return Cost(sampling.count * (2 if question.variations else 1), methods,
                    experiment.steps, cells, each=each)  # fmt: skip
    if question.kind == "escape":  # with their twins
        methods = len(question.cells[0].experiment.methods)
    starts = sampling.count**axes
    batches = 0
    if question.kind == "sweep":
        from core.study.work.means import Means
        from core.study.work.plan import count

        batches = count([cell.experiment for cell in question.cells], starts, Means())
    return Cost(starts, methods, experiment.steps, cells, batches)


def _cells(question: Question) -> int:
    """How many races a question has."""
    return math.prod(len(v.values) for v in question.variations) * max(1, len(question.sharpnesses))


def _question(asked: Asked, experiment: Experiment) -> Question:
    from core.study.asking.question import Question
    from core.study.starting.sampling import Sampling

    experiment = dataclasses.replace(experiment, seed=min(MAX_SEED, asked.seed))
    if asked.kind == "escape" and not asked.sampling:
        raise _FieldError(
            "kind", "an escape is from the basin of a minimum, and none is known here"
        )
    if asked.kind == "seeds":
        return _of_network(asked, experiment)
    kind, _, basin = asked.sampling.partition(":")
    count = asked.starts
    if asked.kind == "basins":
        kind, count = "lattice", asked.lattice
    sampling = Sampling(kind, count, basin)
    if kind == "lattice" and count**experiment.landscape.dimension > MOST_STARTS:
        points = count**experiment.landscape.dimension
        raise _FieldError("starts", f"a lattice of {points:,} is too large; {MOST_STARTS:,} are "
                          "allowed")  # fmt: skip
    sweep, escape = asked.kind == "sweep", asked.kind == "escape"
    basins, compares = escape and has_two_basins(experiment), escape or asked.kind == "starts"
    question = Question(
        asked.kind,  # type: ignore[arg-type]
        experiment,
        sampling,
        sharpnesses=_sharpnesses(asked, experiment) if basins else (),
        variations=() if basins else _variations(asked, experiment),
        statistic=asked.statistic if sweep else "median_final_loss",
        below=_below(asked.below) if asked.kind == "starts" or asks_below(asked) else None,
        reference=asked.reference if compares and asked.reference >= 0 else None,
    )
    cells = _cells(question)
    if cells > MOST_CELLS:
        raise _FieldError("vary-2", f"{cells:,} cells are too many; {MOST_CELLS:,} are allowed")
    return question


def _of_network(asked: Asked, experiment: Experiment) -> Question:
    from core.study.asking.question import RATES, Question
    from core.study.starting.sampling import Sampling

    varied = dataclasses.replace(asked, kind="escape", escape_varied=Varied(RATES, asked.rates))
    return Question(
        "seeds",
        experiment,
        Sampling("seeds", asked.seeds),
        variations=_variations(varied, experiment) if asked.rates.strip() else (),
        reference=asked.reference if asked.reference >= 0 else None,
        at_train_loss=_levels(asked.levels),
    )


def _levels(text: str) -> tuple[float, ...]:
    """Training losses, whatever their order."""
    found = set()
    for part in filter(None, (part.strip() for part in text.replace(";", ",").split(","))):
        value = _finite(part)
        if value is None or value <= 0:
            raise _FieldError("levels", f"“{part}” is not a number above 0")
        found.add(value)
    return tuple(sorted(found, reverse=True))


def _variations(asked: Asked, experiment: Experiment) -> tuple[Variation, ...]:
    from core.study.starting.vary import Variation

    found: list[Variation] = []
    fields = {"sweep": asked.varied, "escape": (asked.escape_varied,)}.get(asked.kind, ())
    for place, varied in enumerate(fields, 1):
        field = f"vary-{place}"
        if not varied.path:
            continue
        if not varied.values.strip():
            raise _FieldError(field, "values are missing: type them with commas between")
        try:
            text = varied.values.replace("−", "-").replace(";", ",").rstrip(", ")
            variation = Variation.parsed(f"{varied.path}={text}", experiment)
        except ExperimentError as error:
            raise _FieldError(field, error.problem) from None
        if len(set(variation.values)) < len(variation.values):
            raise _FieldError(field, "a value stands there twice")
        if variation.path in [other.path for other in found]:
            raise _FieldError(field, "this setting is varied already")
        found.append(variation)
    if not found and asked.kind == "sweep":
        raise _FieldError("vary-1", "a setting to vary is missing")
    return tuple(found)


def _sharpnesses(asked: Asked, experiment: Experiment) -> tuple[float, ...]:
    from core.study.starting.vary import with_parameter

    texts = [text.strip() for text in asked.sharpnesses.replace(";", ",").rstrip(", ").split(",")]
    found: list[float] = []
    for text in texts:
        value = _finite(text)
        if value is None:
            problem = f"“{text}” is not a number" if text else "a sharpness is missing"
            raise _FieldError("sharpnesses", problem)
        try:
            with_parameter(experiment, "sharpness", value)
        except ExperimentError as error:
            raise _FieldError("sharpnesses", error.problem) from None
        if value in found:
            raise _FieldError("sharpnesses", f"{exact(value)} stands there twice")
        found.append(value)
    return tuple(found)


def _below(text: str) -> float | None:
    text = text.strip().replace("−", "-")
    if not text:
        return None
    value = _finite(text)
    if value is None:
        raise _FieldError("below", f"“{text}” is not a number; empty asks for none")
    return value


def _finite(text: str) -> float | None:
    try:
        value = float(text.replace("−", "-"))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _sentence(problem: str) -> str:
    return problem[:1].upper() + problem[1:]
