"""The dialog of exports over a short race, as if nothing had been exported yet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from export_hand import nothing_exported, opened
from pytestqt.qtbot import QtBot

from app.export.dialog import ExportDialog
from app.look.appearance import DARK, Appearance
from app.session.session import Session
from core.experiment.experiment import Experiment

forget = pytest.fixture(autouse=True)(nothing_exported)


@pytest.fixture
def appearance(qapp: object) -> Iterator[Appearance]:
    appearance = Appearance()
    appearance.set_theme(DARK)
    yield appearance


@pytest.fixture
def session(qapp: object, experiment: Experiment) -> Iterator[Session]:
    session = Session(experiment)
    yield session
    session.close()


@pytest.fixture
def dialog(qtbot: QtBot, session: Session, appearance: Appearance) -> ExportDialog:
    return opened(qtbot, session, appearance)
