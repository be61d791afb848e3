"""A race to look at, without torch and without waiting: its simulation is a puppet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from puppet import Puppet
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from app.look import fonts
from app.look.appearance import DARK, Appearance
from app.session.session import Session
from core.experiment.experiment import Experiment, MethodSpec
from landscapes.ackley import Ackley

MEMORY = {"capacity": 20, "decay": 0.99}
FOUR = Experiment(
    Ackley(),
    tuple(
        MethodSpec.create(name, MEMORY, label=label)
        for name, label in (
            ("adam", "Adam"),
            ("adam+sam", "Adam+SAM"),
            ("adam+cg", "Adam+CG"),
            ("adam+cm", "Adam+CM"),
        )
    ),
    ((3.3, 2.2),),
    steps=200,
)


@pytest.fixture(scope="session", autouse=True)
def qapp(qapp: QApplication) -> QApplication:
    """The application of all tests, lettered as the window's. It is there before a command makes
    one of its own, which could show no widgets and would stay for the tests that follow."""
    fonts.install()
    return qapp


@pytest.fixture(autouse=True)
def deleted() -> Iterator[None]:
    """No widget outlives its test, or each change of the style sheet would visit them all."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def appearance(qapp: QApplication) -> Appearance:
    appearance = Appearance()
    appearance.set_theme(DARK)
    return appearance


@pytest.fixture
def session(qapp: QApplication) -> Iterator[Session]:
    session = Session(FOUR, load=Puppet().load)
    yield session
    session.close()
