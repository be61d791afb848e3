"""What the window says of failures and news, and for how long."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from app.look.appearance import Appearance
from app.window.message_bar import MessageBar


@pytest.fixture
def bar(qtbot):
    window = QWidget()
    window.resize(900, 600)
    qtbot.addWidget(window)
    bar = MessageBar(Appearance(), window)
    window.show()
    yield bar


def test_a_failure_stays_until_something_succeeds(bar):
    bar.fail("cannot be written")
    assert not bar.isHidden() and bar.text.text() == "cannot be written"
    bar.withdraw()
    assert bar.isHidden()


def test_a_note_is_withdrawn_with_the_experiment_that_it_is_about(bar):
    bar.fail("cannot be written")
    bar.explain("Watch the blue trail.")
    assert not bar.isHidden()
    bar.withdraw()
    assert bar.isHidden()


def test_news_stay_when_the_experiment_changes(bar):
    bar.fail("cannot be written")
    bar.tell("Saved race.basin.json")
    bar.withdraw()
    assert not bar.isHidden()


def test_news_lie_at_the_head_and_a_note_at_the_foot_as_high_as_their_text_needs(bar):
    foot = QRect(20, 100, 300, 500)
    bar.lie_in(QRect(8, 4, 400, 0), foot)
    bar.tell("Saved race.basin.json")
    low = bar.height()
    assert (bar.x(), bar.y(), bar.width()) == (8, 4, 400)
    bar.explain("Watch the blue trail. " * 20)
    assert bar.height() > 3 * low
    assert (bar.x(), bar.width()) == (20, 300)
    assert bar.geometry().bottom() == foot.bottom()
    assert bar.text.heightForWidth(bar.text.width()) <= bar.text.height()
    bar.lie_in(QRect(8, 4, 800, 0), foot)
    bar.tell("Saved race.basin.json")
    assert (bar.height(), bar.width(), bar.y()) == (low, 800, 4)
