"""A study's work, cut into tasks: some starts of one method, stepped and folded while they run.

No trajectory is kept, so memory stays bounded whatever the number of starts, and a task needs
nothing but itself: it can run in any process, on any machine, in any order.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable

import numpy as np
import torch

from core.experiment import experiment_file
from core.experiment.experiment import Experiment
from core.measures.attractors import descend
from core.measures.sharpness import sharpness
from core.stepping.packaged import version
from core.stepping.race import Race
from core.study.work.arithmetic import FORMAT, PADDED, arithmetic, check_device, one_thread
from core.study.work.fold import Fold
from landscapes.base import Array


@dataclasses.dataclass(frozen=True, eq=False)
class Task:
    """The starts (n, D) of the method of `experiment`, whose own starts are not looked at; or of
    several that are `alike`, which step as one batch.

    `first` is the place of the first among all starts of the study, which the draws of noise and
    of the random policy depend on. `best` asks for the lowest loss on the way, which costs a
    loss at every step; `entered` for the step that brought a start into its last basin. The batch
    lives on `device`.
    """

    experiment: Experiment
    starts: Array
    first: int = 0
    best: bool = True
    entered: bool = False
    device: str = "cpu"

    @property
    def key(self) -> str:
        """A digest of all that the result depends on, processor and libraries included."""
        asked = f"{self.first} {self.best} {self.entered} {FORMAT} {arithmetic(self.device)}"
        others = {spec.row.base.package for spec in self.experiment.methods} - {"", "torch"}
        asked += "".join(f" {package} {version(package)}" for package in sorted(others))
        return digest(asked, experiment_file.dumps(self.experiment), self.starts)

    def run(self, check: Callable[[], None] | None = None) -> Ends:
        """See `run`."""
        return run(self, check)


Ends = dict[str, Array]
"""What became of each start, an array (n, …) a name: those of `Fold.ends`, `rest` (n, D) where the
end comes down to rest (NaN where to nowhere), and `sharpness`, λmax where it ended. Of several
methods: of the first one's starts, then of the next one's."""


def run(task: Task, check: Callable[[], None] | None = None) -> Ends:
    """Step a task's starts to the end. `check` is called now and then; what it raises ends it."""
    check_device(task.device)
    experiment, (n, dimension) = task.experiment, task.starts.shape
    starts, methods = padded(task.starts), len(experiment.enabled_methods)
    every = np.tile(starts, (methods, 1))
    fold = Fold(experiment, every, best=task.best, entered=task.entered, device=task.device)
    race = Race(
        experiment,
        starts=starts,
        first=task.first,
        device=task.device,
        batched=methods > 1,
        losses=fold.asks_losses,
        apart=True,
        dates=False,
    )
    shape = race.thetas[0].shape
    # What diverges may overflow before it is seen to have.
    with one_thread(), torch.inference_mode(), np.errstate(invalid="ignore", over="ignore"):
        for first in range(0, experiment.steps, fold.length):
            for _ in range(min(fold.length, experiment.steps - first)):
                race.step(reuse=True, into=fold.room.view(shape))
                fold.take(race.thetas[0].view(-1, dimension), race.losses)
            race.bury(0, fold.settle())
            if check:
                check()
    ends = fold.ends()
    if len(starts) > n:
        own = np.arange(len(every)).reshape(methods, -1)[:, :n].ravel()  # not those that fill up
        ends = {name: values[own] for name, values in ends.items()}
    landscape = experiment.landscape_at(experiment.steps)
    ends["rest"] = descend(landscape, ends["position"])
    ends["sharpness"] = sharpness(landscape, ends["position"]).largest
    return ends


def padded(starts: Array) -> Array:
    """Starts (n, D), the last one repeated, up to a multiple of `PADDED`."""
    return np.concatenate([starts, starts[-1:].repeat(-len(starts) % PADDED, axis=0)])


def digest(asked: str, experiment: str, starts: Array) -> str:
    """A digest of what is asked of an experiment from starts (n, D)."""
    found = hashlib.sha256()
    for part in (asked.encode(), experiment.encode(), str(starts.shape).encode(), starts.tobytes()):
        found.update(len(part).to_bytes(8, "big") + part)
    return found.hexdigest()
