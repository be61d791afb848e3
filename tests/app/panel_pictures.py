"""Paints panels of the default race and of a small network's into a folder: one process per scale,
`python … FOLDER`.

The scale of a screen is fixed when Qt starts, so it comes in by QT_SCALE_FACTOR.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from app.look.appearance import DARK, LIGHT, Appearance
from app.panels.anatomy.panel import AnatomyPanel
from app.panels.charts import ChartsPanel
from app.panels.charts.drawing import MEASURED_MS
from app.panels.landscape.panel import LandscapePanel
from app.panels.memory.panel import MemoryPanel
from app.panels.run.panel import RunPanel
from app.panels.standing import StandingPanel
from app.running.curvature import Wish
from app.session.session import Session
from app.widgets.panel_frame import framed
from app.window.application import make_application
from app.window.garbage import Collector
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.starts import SeedStarts
from landscapes.networks import NETWORKS

STEP = 150
PANELS = {
    "memory": (MemoryPanel, (320, 560)),
    "charts": (ChartsPanel, (740, 220)),
    "standing": (StandingPanel, (320, 220)),
    "anatomy": (AnatomyPanel, (320, 560)),
}
NETWORK_PANELS = {
    "network-memory": (MemoryPanel, (320, 240)),
    "network-charts": (ChartsPanel, (740, 220)),
    "network-standing": (StandingPanel, (320, 220)),
    "network-controls": (LandscapePanel, (300, 330)),
    "network-run": (RunPanel, (300, 180)),
}
NETWORK = Experiment(
    NETWORKS["digits-mlp"](train=100, label_noise=0.4, hidden=4),
    (
        MethodSpec.create("adam", {"lr": 0.01}),
        MethodSpec.create("adam+cm", {"lr": 0.01, "capacity": 4}),
    ),
    SeedStarts(2),
    40,
    batch=16,
)
SETTLED_MS = 300


def paint(folder: Path) -> None:
    """Every panel in both themes."""
    application = make_application()
    collector = Collector()  # the computing thread must not destroy panels that are closed
    appearance = Appearance()
    for race, step, kinds in ((None, STEP, PANELS), (NETWORK, NETWORK.steps, NETWORK_PANELS)):
        session = Session(race)
        session.seek(step)
        for theme in (DARK, LIGHT):
            appearance.set_theme(theme)
            panels = {}
            for name, (kind, size) in kinds.items():
                panel = kind(session, appearance)
                if isinstance(panel, ChartsPanel):
                    panel.wish(("losses", "accuracy", "lambda_max"), networks=True)
                panels[name] = framed(name, panel)
                panels[name].resize(*size)
                panels[name].show()
            _wait_for(application, session)
            for name, picture in _settled(application, panels).items():
                picture.save(str(folder / f"{name}-{theme.name}.png"))
                panels[name].close()
        session.close()
        collector.collect()


def _wait_for(application: QApplication, session: Session) -> None:
    """Let what is trained and then measured be known."""
    steps = session.experiment.steps
    while session.busy or session.ready < steps:
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
    while Wish.of(session.picture, session.selected_start).sites:
        application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.005)  # for the thread that measures
    told = QDeadlineTimer(2 * MEASURED_MS)  # until the charts have been told of the last of it
    while session.experiment is NETWORK and not told.hasExpired():
        application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


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
