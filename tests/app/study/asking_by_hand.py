"""What a person does on a page: asks, chooses, presses; and what the page tells."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton
from short_race import click

from app.study.drawing.painter import spots


def ask(qtbot, page):
    click(page.foot.ask_button)
    qtbot.waitUntil(lambda: not page.course.busy)
    assert page.course.failure is None


def choose_kind(page, kind):
    click(page.findChild(QAbstractButton, f"study-kind-{kind}"))
    page._soon.now()


def button(page, name):
    return page.findChild(QPushButton, name)


def press_spot(view, place=0):
    spot = list(spots(QRectF(view.rect()), view.plot, view._look))[place]
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=spot.at.toPoint())
    return spot


def notice(page):
    label = page.findChild(QLabel, "study-notice-text")
    return label.text() if label.isVisible() else ""
