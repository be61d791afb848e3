"""What `reproduce --networks` trains: small networks on which the papers' claim can be tried."""

from __future__ import annotations

import dataclasses

from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.methods import Value
from core.experiment.starts import SeedStarts
from core.study.asking.question import RATES, Question
from core.study.asking.studying import Studying, together
from core.study.claims.trials import Report
from core.study.results.seeds import Trained, telling_level, trained
from core.study.starting.sampling import Sampling
from core.study.starting.vary import Variation
from core.study.work.means import Means
from landscapes.networks import Network
from landscapes.networks.digits_mlp import DigitsMLP
from landscapes.networks.digits_tasks import DigitsTasks

ADAM, SAM, CM, CONTROL = "Adam", "SAM, ρ = 0.2", "CM, C = 5", "CM, C = 5, no memory"
SEEDS, FEWEST_SEEDS = 10, 6
RATES_TRIED = (0.0001, 0.00025, 0.0005, 0.001, 0.002)
CLEAN, NOISY = "clean labels", "40 % wrong labels"
EQUAL, AS_FAST = "α = 0.003 for all", "rates as fast"


@dataclasses.dataclass(frozen=True)
class Trial:
    """A study of networks, of which `data` at which learning `rates`, and what it found: the
    methods' figures, and the level at which they are compared (−1: the end)."""

    data: str
    rates: str
    question: Question
    methods: tuple[Trained, ...]
    level: int

    def method(self, label: str) -> Trained:
        """The method of a label."""
        return next(method for method in self.methods if method.spec.label == label)

    @property
    def place(self) -> str:
        """Where the methods are compared, in words."""
        if self.level < 0:
            return "at the end"
        return f"at training loss {self.question.at_train_loss[self.level]:g}"


def questions(seeds: int = SEEDS) -> tuple[tuple[str, str, Question], ...]:
    """At one training loss on clean and on wrong labels, each at one learning rate for all and at
    rates that make the methods about equally fast; at rates chosen by other seeds; and five tasks
    in sequence."""
    sampling = Sampling("seeds", seeds)
    clean, noisy = DigitsMLP(), DigitsMLP(label_noise=0.4)
    tasks = DigitsTasks()
    matched = [
        (data, rates, Question("seeds", _race(network, steps, rate), sampling, at_train_loss=(at,)))
        for data, network, steps, at in ((CLEAN, clean, 1000, 0.1), (NOISY, noisy, 2000, 1.4))
        for rates, rate in ((EQUAL, 0.003), (AS_FAST, 0.001))
    ]
    tried = (Variation(RATES, RATES_TRIED),)
    tuned = Question("seeds", _race(noisy, 1000), sampling, variations=tried)
    five = Question("seeds", _race(tasks, tasks.task_ends(10)[-1], batch=10), sampling)
    return (*matched, (NOISY, "chosen by other seeds", tuned), ("five tasks", AS_FAST, five))


def _race(network: Network, steps: int, memory_rate: float = 0.001, batch: int = 64) -> Experiment:
    """Adam and SAM learn at α = 0.003, Adam+CM at a rate of its own: its second moment is of
    averages, which shrink where gradients are noise, so that at one α its steps are longer."""

    def spec(method: str, label: str, **values: Value) -> MethodSpec:
        return MethodSpec.create(method, values, label=label)

    methods = (
        spec("adam", ADAM, lr=0.003),
        spec("adam+sam", SAM, lr=0.003, rho=0.2),
        spec("adam+cm", CM, lr=memory_rate, capacity=5, decay=0.7),
    )
    return Experiment(network, methods, SeedStarts(1), steps, batch=batch)


def run_networks(
    means: Means, report: Report | None = None, *, seeds: int = SEEDS
) -> tuple[Trial, ...]:
    """Train them all as one piece of work; `report` is told how many tasks are done, of how
    many."""
    asked = questions(seeds)
    studies = [Studying(question, means) for _, _, question in asked]

    def tell() -> None:
        if report:
            report(sum(each.done for each in studies), sum(len(each.tasks) for each in studies))

    together(studies, means, tell)
    found = []
    for (data, rates, question), study in zip(asked, studies, strict=True):
        methods = trained(study.answer().results)
        level = telling_level(methods, len(question.at_train_loss))
        found.append(Trial(data, rates, question, methods, level))
    return tuple(found)
