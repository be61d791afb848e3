"""Real races for the panels that show what was computed: a session that waits until it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot
from races import wait_until_done

from app.session.session import Session
from core.experiment.experiment import Experiment, MethodSpec
from landscapes import make


@pytest.fixture
def raced(qtbot: QtBot) -> Iterator[Callable[[Experiment], Session]]:
    """A function from an experiment to a session whose runs are complete."""
    sessions: list[Session] = []

    def race(experiment: Experiment) -> Session:
        session = Session(experiment)
        sessions.append(session)
        wait_until_done(qtbot, session)
        return session

    yield race
    for session in sessions:
        session.close()


@pytest.fixture
def goldstein() -> Experiment:
    """Five methods on a landscape of steep walls, one of which diverges at once."""
    cards = (
        ("adam", "Adam", {}),
        ("adam+cg", "CG", {"capacity": 5, "decay": 0.7}),
        ("adam+cm", "CM", {"capacity": 8, "decay": 0.9}),
        ("adam+cm", "average", {"policy": "ema"}),
        ("adam+cm", "control", {"strength": 0.0, "capacity": 3}),
        ("sgd", "SGD", {}),
    )
    return Experiment(
        make({"name": "goldstein-price"}),
        tuple(MethodSpec.create(name, {"lr": 0.05, **h}, label=label) for name, label, h in cards),
        ((-1.3, 1.2),),
        120,
    )
