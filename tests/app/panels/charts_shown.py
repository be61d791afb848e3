"""A panel of charts on the screen, its curves, and a hand on its plots."""

from __future__ import annotations

from on_screen import on_screen
from PySide6.QtCore import QPoint, Qt

from app.panels.charts import ChartsPanel

CM, CONTROL, SGD = 2, 4, 5


def shown(qtbot, session, appearance):
    panel = ChartsPanel(session, appearance)
    on_screen(qtbot, panel, (740, 220))
    settle(qtbot, panel)
    return panel


def settle(qtbot, panel):
    qtbot.waitUntil(lambda: all(panel.chart(key).view for key in panel.shown))
    qtbot.waitUntil(lambda: panel.drawing.is_resting)


def drawn(panel, key, method=CM):
    curves = panel.chart(key).view.curves
    return next(curve for curve in curves if curve.method == method)


def hand(view, x, y):
    """The widget that a mouse acts on, and the place of these pixels on it."""
    return view.viewport(), QPoint(round(x), round(y))


def drag(qtbot, view, one, other):
    """By the left button between pixels, no faster than a hand: pyqtgraph looks every 10 ms."""
    widget, one = hand(view, *one)
    other = hand(view, *other)[1]
    qtbot.wait(12)
    qtbot.mousePress(widget, Qt.MouseButton.LeftButton, pos=one)
    for place in ((one + other) / 2, other):
        qtbot.wait(12)
        qtbot.mouseMove(widget, place)
    qtbot.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=other)
