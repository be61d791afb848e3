"""What a person does in a window: keys, menus, dialogs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget() or QApplication.activeWindow(), key, modifiers)


def answer(monkeypatch, which, path):
    monkeypatch.setattr(QFileDialog, which, lambda *arguments: (str(path) if path else "", ""))


def trigger(window, name):
    window.menus.actions[name].trigger()
