"""Starts can be typed, nudged, thrown and laid out; the fields show the selected one."""

from __future__ import annotations

import pytest
from hand import type_in
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.panels.starts.panel import StartPanel
from app.session.session import Session
from core.experiment.starts import LatticeStarts, RandomStarts, SeedStarts
from landscapes.networks import DigitsMLP

LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key


@pytest.fixture
def panel(qtbot, session, appearance):
    panel = StartPanel(session, appearance)
    panel.resize(300, 80)
    qtbot.addWidget(panel)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    return panel


def test_coordinates_are_shown_and_taken_exactly(panel, session):
    assert (panel.x.text(), panel.y.text(), panel.count.text()) == ("3.3", "2.2", "1 start")
    type_in(panel.x, "-1.25")
    assert session.experiment.starts == ((-1.25, 2.2),)


def test_a_start_outside_the_domain_is_allowed(panel, session):
    type_in(panel.y, "123")
    assert session.experiment.starts == ((3.3, 123.0),)


def test_arrows_nudge_by_round_steps(panel, session):
    panel.x.setFocus()
    QTest.keyClick(panel.x, Key.Key_Up)
    assert session.experiment.starts == ((3.4, 2.2),)


@pytest.mark.parametrize("x", [1e308, -1e308, 1e18, 5e-324])
def test_any_number_can_be_nudged(panel, session, x):
    type_in(panel.x, repr(x))
    panel.x.setFocus()
    for key in (Key.Key_Up, Key.Key_Down, Key.Key_PageUp):
        QTest.keyClick(panel.x, key)
    ((nudged, y),) = session.experiment.starts
    assert nudged == pytest.approx(x, abs=2.0) and y == 2.2


def test_a_random_start_lies_in_the_domain(panel, session):
    before = session.experiment.starts
    QTest.mouseClick(panel.random, LEFT)
    ((x, y),) = session.experiment.starts
    assert (x, y) != before[0] and -5 <= x <= 5 and -5 <= y <= 5


def test_sets_of_starts_take_n(panel, session):
    type_in(panel.n, "3")
    QTest.mouseClick(panel.many, LEFT)
    assert session.experiment.starts == RandomStarts(3) and panel.count.text() == "1 of 3"
    QTest.mouseClick(panel.lattice, LEFT)
    assert session.experiment.starts == LatticeStarts(3) and panel.count.text() == "1 of 9"


def test_the_fields_follow_the_selected_start_and_one_keeps_it(panel, session, qtbot):
    session.set_starts([(0.0, 1.0), (2.0, 3.0)])
    session.select_start(1)
    qtbot.waitUntil(lambda: session.selected_start == 1)
    assert (panel.x.text(), panel.y.text(), panel.count.text()) == ("2", "3", "2 of 2")
    type_in(panel.x, "2.5")
    assert session.experiment.starts == ((0.0, 1.0), (2.5, 3.0))
    QTest.mouseClick(panel.one, LEFT)
    assert session.experiment.starts == ((2.5, 3.0),)
    assert not panel.one.isEnabled()


def test_moving_one_of_a_lattice_keeps_the_others(panel, session):
    session.set_starts(LatticeStarts(2))
    others = session.experiment.start_positions()[1:].tolist()
    type_in(panel.x, "0.125")
    assert session.experiment.starts[0] == (0.125, -2.5)
    assert [list(point) for point in session.experiment.starts[1:]] == others


def test_a_network_has_seeds_and_one_of_them_is_shown(qtbot, appearance):
    session = Session()
    panel = StartPanel(session, appearance)
    qtbot.addWidget(panel)
    panel.show()
    session.edit(landscape=DigitsMLP(train=64, hidden=3), starts=SeedStarts(5), batch=16, steps=4)
    assert not panel.x.isVisible() and not panel.lattice.isVisible()
    assert panel.seeds.count.text() == "5"
    type_in(panel.seeds.count, "3")
    assert session.experiment.starts == SeedStarts(3)
    qtbot.waitUntil(lambda: session.picture.experiment == session.experiment)
    panel.seeds.selected.setFocus()
    QTest.keyClick(panel.seeds.selected, Key.Key_Up)
    assert session.selected_start == 1
    type_in(panel.seeds.selected, "7")  # there are three
    assert session.selected_start == 1
    session.close()
