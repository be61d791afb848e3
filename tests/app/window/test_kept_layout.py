"""What a window was like, and what was not saved in it, is there when it is opened again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings

from app.session.session import Session
from app.window.main_window import MainWindow


@pytest.fixture
def settings(tmp_path):
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


def test_the_layout_is_remembered(qtbot, session, appearance, settings):
    window = MainWindow(session, appearance, settings)
    qtbot.addWidget(window)
    window.resize(880, 640)  # the offscreen platform's screen is 800 × 800
    window.show()
    before = window._right.sizes()
    window._right.setSizes([330, 250])
    chosen = window._right.sizes()
    window.close()
    settings.sync()
    stored = QSettings(settings.fileName(), QSettings.Format.IniFormat)
    again = MainWindow(session, appearance, stored)
    qtbot.addWidget(again)
    again.show()
    assert again._right.sizes() == pytest.approx(chosen, abs=2)
    assert chosen != pytest.approx(before, abs=20)


def closed_and_opened_again(qtbot, session, appearance, settings, change=lambda window: None):
    window = MainWindow(session, appearance, settings)
    qtbot.addWidget(window)
    window.show()
    change(window)
    window.close()
    settings.sync()
    stored = QSettings(settings.fileName(), QSettings.Format.IniFormat)
    again = MainWindow(Session(), appearance, stored)
    qtbot.addWidget(again)
    return again


def test_the_charts_are_remembered(qtbot, session, appearance, settings):
    again = closed_and_opened_again(
        qtbot, session, appearance, settings,
        lambda window: window.charts.set_shown(("loss", "path_length")),
    )  # fmt: skip
    assert again.charts.shown == ("loss", "path_length")
    again.session.close()


def test_unsaved_work_can_be_brought_back(qtbot, session, appearance, settings):
    again = closed_and_opened_again(
        qtbot, session, appearance, settings, lambda window: window.session.set_steps(77)
    )
    assert again.session.experiment.steps != 77
    before = again.session.experiment
    again.menus.actions["unsaved"].trigger()
    assert again.session.experiment == session.experiment and again.session.modified
    again.session.undo()
    assert again.session.experiment == before
    again.session.close()


def test_there_is_nothing_to_bring_back_where_nothing_was_changed(
    qtbot, session, appearance, settings
):
    again = closed_and_opened_again(qtbot, session, appearance, settings)
    assert not again.menus.actions["unsaved"].isEnabled()
    settings.setValue("session/unsaved", "{")
    assert again.unsaved is None
    again.session.close()
