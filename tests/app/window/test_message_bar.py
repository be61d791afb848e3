"""What the window says of failures and news, and for how long."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.look.appearance import Appearance
from app.window.bar import Offer
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


def test_a_fault_of_the_program_stays_when_the_experiment_changes(bar):
    bar.fail("cannot be written")
    bar.admit("Something failed", ())
    bar.withdraw()
    assert not bar.isHidden()


def test_news_stay_when_the_experiment_changes(bar):
    bar.fail("cannot be written")
    bar.tell("Saved race.basin.json")
    bar.withdraw()
    assert not bar.isHidden()


def test_messages_lie_where_they_are_told_as_high_as_their_text_needs(bar):
    bar.lie_in(QRect(8, 4, 400, 0))
    bar.tell("Saved race.basin.json")
    low = bar.height()
    assert (bar.x(), bar.y(), bar.width()) == (8, 4, 400)
    bar.fail("Watch the blue trail. " * 20)
    assert bar.height() > 3 * low
    assert bar.text.heightForWidth(bar.text.width()) <= bar.text.height()
    bar.lie_in(QRect(8, 4, 800, 0))
    bar.tell("Saved race.basin.json")
    assert (bar.height(), bar.width(), bar.y()) == (low, 800, 4)


def test_what_can_be_done_stands_beside_the_text_and_goes_with_it(bar):
    done = []
    offers = (Offer("again", "Try again", lambda: done.append("again")),)
    bar.fail("It broke off", offers)
    QTest.mouseClick(bar.offers["again"], Qt.MouseButton.LeftButton)
    assert done == ["again"]
    bar.fail("Something else")
    assert bar.offers == {}
