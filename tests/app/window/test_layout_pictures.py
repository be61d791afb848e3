"""The first layout and the one of the memories look as they did, light and dark.

After a change that is meant, look at the new pictures and keep them with `--force-regen`.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtTest import QTest

from app.look.appearance import DARK, LIGHT
from app.session.session import Session

TOLERANCE = 0.1  # percent of full contrast, on average: less than one moved word
STEP, SETTLED_MS, MOST = 150, 60, 100


def settled(window):
    """What the window looks like when nothing of it changes any more."""
    before, calm = None, 0
    for _ in range(MOST):
        busy = window.map_view.canvas.pending or window.charts.drawing.at_work
        now = window.grab().toImage()
        calm = calm + 1 if now == before and not busy else 0
        if calm == 2:
            return now
        before = now
        QTest.qWait(SETTLED_MS)
    raise AssertionError("the window never comes to rest")


def png(image):
    """At half its size, which a moved panel or a lost word changes as much."""
    image = image.scaledToWidth(720, Qt.TransformationMode.SmoothTransformation)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data())


@pytest.fixture
def session(qapp):
    """The race that every window begins with, as it is shipped."""
    session = Session()
    yield session
    session.close()


@pytest.mark.parametrize("layout", ["race", "memory"])
def test_a_layout_looks_as_it_did(styled_window, session, qtbot, image_regression, layout):
    window = styled_window
    window.resize(1440, 900)
    window.menus.actions[f"layout-{layout}"].trigger()
    qtbot.waitUntil(lambda: session.ready == session.experiment.steps)
    session.seek(STEP)
    for theme in (DARK, LIGHT):
        window.appearance.set_theme(theme)
        image = settled(window)
        assert image.size() == window.size() * image.devicePixelRatio()
        image_regression.check(
            png(image), diff_threshold=TOLERANCE, basename=f"{layout}-{theme.name}"
        )
