"""Paints panels of the default race into a folder: one process per scale, `python … FOLDER`.

The scale of a screen is fixed when Qt starts, so it comes in by QT_SCALE_FACTOR.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from app.look.appearance import DARK, LIGHT, Appearance
from app.panels.anatomy.panel import AnatomyPanel
from app.panels.charts import ChartsPanel
from app.panels.memory.panel import MemoryPanel
from app.panels.standing import StandingPanel
from app.session.session import Session
from app.widgets.panel_frame import framed
from app.window.application import make_application

STEP = 150
PANELS = {
    "memory": (MemoryPanel, (320, 560)),
    "charts": (ChartsPanel, (740, 220)),
    "standing": (StandingPanel, (320, 220)),
    "anatomy": (AnatomyPanel, (320, 560)),
}
SETTLED_MS = 300


def paint(folder: Path) -> None:
    """Every panel in both themes."""
    application = make_application()
    appearance, session = Appearance(), Session()
    session.seek(STEP)
    for theme in (DARK, LIGHT):
        appearance.set_theme(theme)
        panels = {}
        for name, (kind, size) in PANELS.items():
            panels[name] = framed(name, kind(session, appearance))
            panels[name].resize(*size)
            panels[name].show()
        for name, picture in _settled(application, panels).items():
            picture.save(str(folder / f"{name}-{theme.name}.png"))
            panels[name].close()
    session.close()


def _settled(application: QApplication, panels: dict[str, QWidget]) -> dict[str, QImage]:
    """What the panels look like when none of them changes any more."""
    before: dict[str, QImage] = {}
    now = _grabbed(panels)
    while before != now:
        deadline = QDeadlineTimer(SETTLED_MS)
        while not deadline.hasExpired():
            application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        before, now = now, _grabbed(panels)
    return now


def _grabbed(panels: dict[str, QWidget]) -> dict[str, QImage]:
    return {name: panel.grab().toImage() for name, panel in panels.items()}


if __name__ == "__main__":
    paint(Path(sys.argv[1]))
