"""Makes the pictures of the README with the program itself: `python docs/make_pictures.py`.

The window is photographed off-screen at step 150 of the default experiment, and at the end of a
network's race; animation, stills and studies are what `basinscope export` and `basinscope study`
write.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path.insert(0, str(Path(__file__).parents[1]))

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QWidget

from app.look import theme as themes
from app.look.appearance import Appearance
from app.session.session import Session
from app.window.application import make_application
from app.window.garbage import Collector
from app.window.main_window import MainWindow
from core.experiment import presets
from core.experiment.experiment import Experiment

HERE = Path(__file__).parent
PRESETS = HERE.parent / "resources" / "presets"
STEP = 150
SETTLED_MILLISECONDS = 3000
FILLED_MILLISECONDS = 10_000


def main() -> None:
    """Make every picture."""
    make_application()
    collector = Collector()  # the computing thread must not destroy a window that is no longer used
    photograph(themes.DARK, "window-dark.png")
    photograph_memory(themes.LIGHT, "memory-panel.png")
    photograph_network(themes.DARK, "network.png")
    names = ("default", "two-basins", "buffer-size", "stale", "flatter")
    default, two, sizes, stale, flatter = (str(PRESETS / f"{name}.basin.json") for name in names)
    animation = ("--size", "720x480", "--fps", "20", "--last", "200", "--theme", "dark")
    command("export", default, "-o", str(HERE / "default.gif"), *animation)
    still = ("--size", "960x640", "--theme", "dark")
    command("export", default, "-o", str(HERE / "surface.png"), *still, "--step", "150",
            "--view", "surface")  # fmt: skip
    command("export", sizes, "-o", str(HERE / "grid.png"), *still, "--step", "300",
            "--layout", "grid")  # fmt: skip
    command("export", stale, "-o", str(HERE / "drift.png"), *still, "--step", "250")
    escape = ("--kind", "escape", "--starts", "512", "--theme", "light")
    command("study", two, "-o", str(HERE / "study-escape.png"), *escape)
    seeds = ("--kind", "seeds", "--at-train-loss", "1.4", "--theme", "light")
    command("study", flatter, "-o", str(HERE / "study-seeds.png"), *seeds)
    collector.collect()


@contextlib.contextmanager
def opened(theme: themes.Theme, experiment: Experiment | None = None) -> Iterator[MainWindow]:
    """The window in a theme, with a race in it."""
    appearance = Appearance()
    appearance.set_theme(theme)
    window = MainWindow(Session(experiment), appearance)
    window.show()
    yield window
    window.close()
    window.deleteLater()
    settle()


def photograph(theme: themes.Theme, name: str) -> None:
    """The window in a theme."""
    with opened(theme) as window:
        settle()
        window.session.seek(STEP)
        settle()
        save(window, name)


def photograph_memory(theme: themes.Theme, name: str) -> None:
    """The memory panel with two methods of the two-basins preset."""
    experiment = presets.load("two-basins")
    two = experiment.methods[0], experiment.methods[2]  # both memories of 5, whole rows
    with opened(theme, dataclasses.replace(experiment, methods=two)) as window:
        settle()
        window.session.seek(170)
        settle()
        save(window.desk.workspace.docks["memory"], name)


def photograph_network(theme: themes.Theme, name: str) -> None:
    """The window at the end of a network's race, with the plane through its runs."""
    with opened(theme, presets.load("flatter")) as window:
        session = window.session
        while session.picture.ready < session.experiment.steps:
            settle()
        session.seek(session.experiment.steps)
        settle(FILLED_MILLISECONDS)  # the plane's ground, coarse to fine
        save(window, name)


def settle(milliseconds: int = SETTLED_MILLISECONDS) -> None:
    """Let the window finish what it has begun."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def save(widget: QWidget, name: str) -> None:
    """Photograph a widget."""
    widget.grab().save(str(HERE / name))


def command(*arguments: str) -> None:
    """One of the program's own commands, on a preset, into this folder."""
    from main import main as basinscope

    if basinscope(list(arguments)):
        raise SystemExit(f"{arguments[0]} failed")


if __name__ == "__main__":
    main()
