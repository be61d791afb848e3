"""What a question comes to, in steps and seconds."""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING

from core.experiment.experiment import Experiment
from landscapes.networks import Network

if TYPE_CHECKING:
    from core.study.asking.question import Question

REPLICA_SECONDS, SAMPLE_SECONDS = 1e-4, 2e-9
"""About what a step of a network takes, and what each of its parameters adds for each sample."""
LOOK_SECONDS = 0.3
"""About what measuring one point does, most of it its curvature."""


@dataclasses.dataclass(frozen=True)
class Cost:
    """So many `starts` of so many `methods`, in so many `cells`, each for so many `steps`; methods
    of several cells may step together, in so many `batches` (0: each alone)."""

    starts: int
    methods: int
    steps: int
    cells: int = 1
    batches: int = 0
    each: float = 0.0
    """Seconds more that every start of a method takes, of a network that is trained."""

    @property
    def total(self) -> int:
        """Steps of one start of one method, all together."""
        return self.starts * self.methods * self.steps * self.cells


def step_seconds(experiment: Experiment) -> float:
    """About how long a step of one replica of a network takes."""
    network = experiment.landscape
    samples = experiment.batch or (network.train_count if isinstance(network, Network) else 0)
    return REPLICA_SECONDS + samples * network.dimension * SAMPLE_SECONDS


def cost_of(question: Question) -> Cost:
    """What a question comes to."""
    experiment, sampling = question.experiment, question.sampling
    axes = experiment.landscape.dimension if sampling.kind == "lattice" else 1
    cells = cells_of(question)
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


def cells_of(question: Question) -> int:
    """How many races a question has."""
    return math.prod(len(v.values) for v in question.variations) * max(1, len(question.sharpnesses))
