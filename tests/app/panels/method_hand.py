"""What a hand does with the cards of methods."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

LEFT = Qt.MouseButton.LeftButton


def click(widget):
    QTest.mouseClick(widget, LEFT)


def choose(menu, word):
    """Click the entry of a menu, or of its sub-menus, that carries a word."""
    for action in menu.actions():
        if action.menu() and choose(action.menu(), word):
            return True
        if action.data() == word:
            action.trigger()
            return True
    return False


def unfold(panel, index):
    card = panel.cards[index]
    click(card.head.chevron)
    assert card.expanded
    return card


def labels(session):
    return [spec.label for spec in session.experiment.methods]
