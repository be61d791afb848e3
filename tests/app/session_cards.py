"""A race of three cards for sessions, and an ear for all that a session says."""

from __future__ import annotations

from collections import defaultdict

from puppet import belongs
from PySide6.QtCore import Signal

from app.session.playback import Playback
from app.session.session import Picture, Session
from core.experiment.experiment import Experiment, MethodSpec
from landscapes.two_basins import TwoBasins

CARDS = tuple(
    MethodSpec.create(name, {"lr": lr}, label=label)
    for name, label, lr in (("adam", "Adam", 0.1), ("adam+cm", "Adam + CM", 0.3))
)
EXPERIMENT = Experiment(TwoBasins(), CARDS, ((-1.5, 0.1),), steps=100)
SAID = vars(Playback) | vars(Session)
SIGNALS = [name for name, value in SAID.items() if isinstance(value, Signal)]


class Ears:
    """Everything that a session has said, by signal."""

    def __init__(self, session: Session) -> None:
        self.heard: dict[str, list] = defaultdict(list)
        for name in SIGNALS:
            getattr(session, name).connect(self._listener(name))

    def _listener(self, name: str):
        return lambda *values: self.heard[name].append(values[0] if values else None)

    def __getattr__(self, name: str) -> list:
        return self.heard[name]


def settle(session: Session, qtbot) -> None:
    qtbot.waitUntil(lambda: not session.busy)


def assert_true(picture: Picture) -> None:
    for spec, track in zip(picture.experiment.methods, picture.tracks, strict=True):
        assert track is None or belongs(track, picture.experiment, spec)
