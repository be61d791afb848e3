"""How the panels of controls look in both themes, at one and two device pixels a pixel.

Pictures are renewed with `pytest tests/app/panels/test_controls_look.py --force-regen`; look at
them before they are committed.
"""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.look.appearance import DARK, LIGHT
from app.panels.landscape.panel import LandscapePanel
from app.panels.methods.method_list import MethodList
from app.panels.playback.playback_bar import PlaybackBar
from app.panels.run.panel import RunPanel
from app.panels.starts.panel import StartPanel
from app.window.message_bar import MessageBar
from core.experiment.drift import Drift
from core.experiment.schedules import Schedule
from landscapes import make

TOLERANCE = 0.15  # percent of all that could differ; a word that changes is more than that


def landscape(session, appearance):
    session.set_landscape(make({"name": "two-basins"}))
    session.edit(drift=Drift("circle", 100, (1.0, -0.25)))
    return [LandscapePanel(session, appearance), StartPanel(session, appearance)]


def expression(session, appearance):
    loss = "x**2 + sin(3*y)"
    session.set_landscape(
        make(
            {
                "name": "expression",
                "parameters": {"loss": loss},
                "domain": [[-2, 2], [-1, 3]],
            }
        )
    )
    panel = LandscapePanel(session, appearance)
    panel.expression.loss.setText("x**2 + sin(3*z)")
    panel.expression.loss.textEdited.emit("")
    return [panel]


def methods(session, appearance):
    panel = MethodList(session, appearance)
    panel.cards[3].do("control")
    panel.cards[3].do("duplicate")
    panel.cards[1].set_expanded(True)
    panel.cards[3].set_expanded(True)
    panel.cards[3].setProperty("selected", True)
    return [panel]


def run(session, appearance):
    session.edit(lr_schedule=Schedule("step"), strength_schedule=Schedule("cosine"), noise=0.3)
    return [RunPanel(session, appearance)]


def playback(session, appearance):
    bar = PlaybackBar(session, appearance)
    session.seek(80)
    bar.time.set_extent(150)
    bar.loop.setChecked(True)
    return [bar]


def message(session, appearance):
    bar = MessageBar(appearance)
    bar.fail("bad.basin.json: $.steps: 0 is not allowed; a whole number from 1 to 1000000")
    return [bar]


PANELS = {
    landscape: (300, 370),
    expression: (300, 320),
    methods: (310, 1010),
    run: (300, 150),
    playback: (760, 60),
    message: (620, 60),
}


@pytest.mark.parametrize("scale", [1, 2], ids=["1x", "2x"])
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("make_panel", PANELS, ids=lambda function: function.__name__)
def test_the_look(make_panel, theme, scale, session, appearance, qtbot, image_regression):
    qtbot.waitUntil(lambda: session.ready == session.experiment.steps)
    appearance.set_theme(theme)
    frame = QFrame()
    frame.setProperty("role", "panel")
    column = QVBoxLayout(frame)
    for widget in make_panel(session, appearance):
        column.addWidget(widget)
    column.addStretch()
    frame.resize(*PANELS[make_panel])
    qtbot.addWidget(frame)
    frame.show()
    qtbot.waitUntil(lambda: session.ready == session.experiment.steps)
    frame.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    frame.setFocus()
    qtbot.wait(30)
    image_regression.check(png(frame, scale), diff_threshold=TOLERANCE)
    frame.close()
    gc.collect()


def png(widget, scale):
    """The widget painted at a scale, as a PNG file's bytes."""
    image = QImage(widget.size() * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    painter = QPainter(image)
    widget.render(painter, QPoint())
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data())
