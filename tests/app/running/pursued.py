"""A pursuit whose runs wait for a hand to let them go on."""

from __future__ import annotations

import dataclasses

from puppet import Puppet, belongs

from app.running.plan import Plan
from app.running.pursuit import Pursuit
from app.running.shown import Picture
from core.experiment.experiment import Experiment, MethodSpec
from landscapes.two_basins import TwoBasins

CARDS = tuple(
    MethodSpec.create(name, {"lr": lr}, label=name)
    for name, lr in (("adam", 0.1), ("adam+cg", 0.2), ("adam+cm", 0.3))
)
EXPERIMENT = Experiment(TwoBasins(), CARDS, ((-1.5, 0.1), (1.0, 2.0)), steps=100)


class Harness:
    """A pursuit on a puppet, with everything that it emitted."""

    def __init__(self, qtbot) -> None:
        self.qtbot = qtbot
        self.puppet = Puppet()
        self.experiment = EXPERIMENT
        self.told: list[Picture] = []
        self.busy: list[bool] = []
        self.progress: list[tuple[int | None, ...]] = []
        self.pursuit = Pursuit(Plan.of(EXPERIMENT), self, self.puppet.load)

    def picture_is(self, picture: Picture) -> None:
        self.told.append(picture)

    def pursuit_is(self, busy: bool) -> None:
        self.busy.append(busy)

    def progress_is(self, computed: tuple[int | None, ...]) -> None:
        self.progress.append(computed)

    @property
    def picture(self) -> Picture:
        return self.pursuit.picture

    def want(self, experiment: Experiment, kind: object = None) -> Experiment:
        self.experiment = experiment
        self.pursuit.want(Plan.of(experiment), kind)
        return experiment

    def card(self, index: int, kind: object = None, **values) -> Experiment:
        """Want other settings of one card."""
        methods = list(self.experiment.methods)
        methods[index] = methods[index].changed(**values)
        return self.want(dataclasses.replace(self.experiment, methods=tuple(methods)), kind)

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.pursuit.busy)

    def begin(self, cursor: int = 50) -> None:
        """Show the whole first experiment with the cursor somewhere in it."""
        self.want(EXPERIMENT)
        self.settle()
        self.pursuit.set_cursor(cursor)
        self.puppet.calls.clear()
        self.told.clear()

    def run_reaches(self, step: int) -> None:
        """Let the run in flight reach a step, and its messages arrive."""
        self.puppet.limit = step
        self.qtbot.waitUntil(lambda: self.pursuit._flight.run.done >= step)

    def assert_true(self, picture: Picture) -> None:
        """Every track drawn comes from the settings it is drawn for."""
        for spec, track in zip(picture.experiment.methods, picture.tracks, strict=True):
            assert track is None or belongs(track, picture.experiment, spec)
