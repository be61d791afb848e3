"""Waiting for a session's runs."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.session.session import Session


def wait_until_done(qtbot: QtBot, session: Session) -> None:
    qtbot.waitUntil(
        lambda: (
            session.picture.experiment == session.experiment
            and session.ready == session.experiment.steps
            and not session.picture.stale
        ),
    )
