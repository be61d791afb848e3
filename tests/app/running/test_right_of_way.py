"""While a frame is made threads that compute stand back, never for long."""

from __future__ import annotations

import dataclasses
import threading

import pytest
from puppet import Puppet
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from app.running import right_of_way, worker
from app.running.right_of_way import RIGHT_OF_WAY, FrameWatch, RightOfWay
from app.running.runner import Runner
from app.running.worker import Progress, Run
from app.session.session import Session
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.starts import SeedStarts
from landscapes.networks.digits_mlp import DigitsMLP
from landscapes.two_basins import TwoBasins


class Counted(RightOfWay):
    """Counts how often somebody was ready to stand back."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def wait(self) -> None:
        self.asked += 1
        super().wait()


def test_who_computes_waits_for_the_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(right_of_way, "LONGEST_SECONDS", 600.0)
    right, went_on = RightOfWay(), threading.Event()
    right.wait()  # nobody is at work
    right.take()
    thread = threading.Thread(target=lambda: (right.wait(), went_on.set()))
    thread.start()
    assert not went_on.wait(0.05)
    right.give()
    thread.join(60)
    assert went_on.is_set()


def test_a_frame_that_takes_too_long_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(right_of_way, "LONGEST_SECONDS", 0.0)
    right = RightOfWay()
    right.take()
    right.wait()  # comes back, though nobody gave it


class Painted(QWidget):
    """Notes whether it is painted within a frame."""

    def __init__(self, right: RightOfWay) -> None:
        super().__init__()
        self._right, self.within = right, list[bool]()

    def paintEvent(self, event: QPaintEvent) -> None:
        self.within.append(self._right.taken)


def test_a_frame_lasts_until_what_it_led_to_is_painted(qtbot) -> None:
    right = RightOfWay()
    shown = Painted(right)
    watch = FrameWatch(shown, right)
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    qtbot.waitUntil(lambda: bool(shown.within))
    shown.within.clear()
    watch.begin()
    shown.update()
    qtbot.waitUntil(lambda: bool(shown.within))
    assert shown.within == [True]
    qtbot.waitUntil(lambda: not right.taken)


def test_playing_takes_the_right_of_way(qtbot) -> None:
    session = Session()
    try:
        qtbot.waitUntil(lambda: session.ready == session.experiment.steps)
        qtbot.waitUntil(lambda: not RIGHT_OF_WAY.taken)
        session.step(1)
        assert RIGHT_OF_WAY.taken
    finally:
        session.close()
    assert not RIGHT_OF_WAY.taken


@pytest.mark.parametrize(
    "landscape, starts, stands_back",
    [(TwoBasins(), ((-1.5, 0.1),), False), (DigitsMLP(train=64, hidden=2), SeedStarts(1), True)],
    ids=["a race on the plane", "networks"],
)
def test_training_stands_back_and_a_race_that_answers_the_hand_does_not(
    qtbot, monkeypatch: pytest.MonkeyPatch, landscape, starts, stands_back: bool
) -> None:
    counted = Counted()
    monkeypatch.setattr(worker, "RIGHT_OF_WAY", counted)
    experiment = Experiment(TwoBasins(), (MethodSpec.create("adam"),), ((-1.5, 0.1),), 40)
    experiment = dataclasses.replace(experiment, landscape=landscape, starts=starts)
    runner, messages = Runner(Puppet().load), list[Progress]()
    runner.progressed.connect(lambda message: (messages.append(message), message.run.acknowledge()))
    runner.start(Run(experiment, "all"))
    qtbot.waitUntil(lambda: bool(messages) and messages[-1].finished)
    runner.close()
    assert (counted.asked > 0) == stands_back
