"""The window against itself at rest, and against what it cannot do without."""

from __future__ import annotations

import copy
import dataclasses
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QEventLoop, QObject
from PySide6.QtGui import QImage, QPainter

from app.look.theme import DARK
from app.map.drawing.cast import cast_of
from app.map.drawing.layers import Layers
from app.map.drawing.painter import MapPainter
from app.map.drawing.scene import Scene
from app.map.drawing.trail_layer import TrailLayer
from app.map.drawing.trails import TrailRequest
from app.map.drawing.view import Frame, View
from app.running.shown import Picture
from app.window.application import make_application
from core.experiment import presets
from core.experiment.experiment import MethodSpec
from core.stepping.simulate import record
from tests.benchmarks.live_window import LiveWindow
from tests.benchmarks.pairs import Result, interleaved, seconds
from tests.benchmarks.races import four_by_64

SIDE = 900


class _Turned(LiveWindow):
    """A window at rest at the end of time, whose last card's λ is turned again and again."""

    def __init__(self) -> None:
        super().__init__()
        self.session.pause()
        self.session.seek(self.session.experiment.steps)
        self.card = next(c for c in self.window.methods.cards if c.spec.method == "adam+cm")
        self.card.set_expanded(True)
        # Wide apart: nearby places of the slider may mean one number.
        self._places = iter(range(100, 900, 8))

    def turned(self) -> MethodSpec:
        """The card with another λ, when everything rests."""
        self.until(lambda: not self.session.busy)
        self.rest()
        return self.card.spec.changed(decay=next(self._places) / 1000)

    def bare(self) -> float:
        """Seconds of a bare run of such a card."""
        alone = dataclasses.replace(self.session.experiment, methods=(self.turned(),))
        return seconds(lambda: record(alone))

    def swapped(self) -> float:
        """Seconds from the change to the swapped picture."""
        session, spec, loop = self.session, self.turned(), QEventLoop()

        def look(picture: Picture) -> None:
            newest = picture.experiment.methods[self.card.index]
            if newest.settings == spec.settings and picture.ready == session.experiment.steps:
                loop.quit()

        def act() -> None:
            session.picture_changed.connect(look)
            session.set_method(self.card.index, spec)
            loop.exec()
            session.picture_changed.disconnect(look)

        return seconds(act)

    def painted(self) -> float:
        """Seconds from a hand's move of the slider to the map with the new trail on it."""
        self.turned()
        handle = self.card.form.row("decay").number.slider
        canvas, session, loop = self.window.map_view.canvas, self.session, QEventLoop()
        before = session.picture.tracks[self.card.index]

        class Watch(QObject):
            painted_at = 0.0

            def eventFilter(self, watched: QObject, event: QEvent) -> bool:
                new = session.picture.tracks[index] is not before
                if event.type() != QEvent.Type.Paint or not new or session.ready < steps:
                    return False
                watched.event(event)
                self.painted_at = time.perf_counter()
                loop.quit()
                return True

        index, steps, watch = self.card.index, session.experiment.steps, Watch()
        canvas.installEventFilter(watch)
        begin = time.perf_counter()
        handle.setValue(next(self._places))
        handle.moved.emit(handle.value())
        loop.exec()
        canvas.removeEventFilter(watch)
        return watch.painted_at - begin

    def work(self) -> float:
        """Processor seconds of the window's thread for one change and all that follows it."""
        spec = self.turned()
        begin = time.thread_time()
        self.session.set_method(self.card.index, spec)
        self.until(lambda: not self.session.busy)
        self.rest()
        return time.thread_time() - begin

    def rested(self) -> float:
        """Processor seconds of the window's thread where nothing is changed for about as long."""
        begin = time.thread_time()
        self.rest()
        return time.thread_time() - begin


def slider() -> Iterator[Result]:
    """From a slider's change to the swapped picture and to the painted map, the cursor at the end,
    against a bare run."""
    stage = _Turned()
    for name, run, base, target in (
        ("slider to swapped picture / bare run of the method", stage.swapped, stage.bare, 1.5),
        ("hand on the slider to painted map / bare run", stage.painted, stage.bare, None),
        ("GUI thread's work after a change / at rest", stage.work, stage.rested, None),
    ):
        ratio, ours, other = interleaved(run, base)
        detail = f"{ours * 1e3:.0f} ms against {other * 1e3:.0f} ms"
        detail += "; 50 ms or less is the aim" if target else ""
        yield Result(name, ratio, target, False, detail)
    stage.close()


class _Painting:
    """A painter of the map with an image to paint on, and what a frame costs its thread."""

    def __init__(self, picture: Picture, layers: Layers) -> None:
        self.picture, self.layers = picture, layers
        self.view = View.of(picture.experiment.landscape)
        self.painter = MapPainter()
        self.trails = TrailLayer()
        self.image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)

    def seconds(self, cursor: int) -> float:
        """Processor seconds of one frame; the machine may have others to serve."""
        on_image = QPainter(self.image)
        begin = time.thread_time()
        scene = Scene(self.picture, cursor, DARK, self.view, self.layers)
        self.painter.paint(on_image, scene, (SIDE, SIDE))
        spent = time.thread_time() - begin
        on_image.end()
        return spent

    def played(self) -> float:
        """Median of the second half of a run, tick by tick."""
        steps = self.picture.experiment.steps
        return statistics.median(self.seconds(at) for at in range(steps // 2, steps))

    def panned(self) -> float:
        """All trails of a run, in a view that has just moved."""
        trails = tuple(actor.trail for actor in cast_of(self.picture, DARK))
        self.view = self.view.moved(1e-3, 0.0)
        request = TrailRequest(trails, Frame.fit(self.view, SIDE, SIDE), 0, DARK)
        on_image = QPainter(self.image)
        begin = time.thread_time()
        self.trails.draw(on_image, request, self.picture.experiment.steps)
        spent = time.thread_time() - begin
        on_image.end()
        return spent

    def swapped(self) -> float:
        """The last frame when the last method has a new run and the others have not."""
        self.seconds(self.picture.experiment.steps)
        tracks = self.picture.tracks
        new = copy.copy(tracks[-1])
        self.picture = dataclasses.replace(self.picture, tracks=(*tracks[:-1], new))
        return self.seconds(self.picture.experiment.steps)


def frame() -> Iterator[Result]:
    """Frames of the map in processor time against the bare map: played, swapped, panned."""
    bare = Layers(
        trails=False, memory=False, minima=False, heads=False, legend=False, step_counter=False
    )
    make_application()
    cases = (("4 × 64 × 500", four_by_64(), 10), ("4 × 1 × 500", presets.load("default"), 5))
    for name, experiment, aim in cases:
        picture = Picture.of(record(experiment))
        full, ground = _Painting(picture, Layers()), _Painting(picture, bare)
        for what, run, limit in (
            ("played", full.played, aim),
            ("one method swapped", full.swapped, None),
            ("all trails of another view", full.panned, 30),
        ):
            ratio, ours, base = interleaved(run, ground.played, pairs=5)
            detail = f"{ours * 1e3:.1f} ms against {base * 1e3:.1f} ms"
            detail += f"; {limit} ms or less is the aim" if limit else ""
            yield Result(f"frame of {name}, {what} / bare map", ratio, detail=detail)


BARE = "import PySide6.QtWidgets, pyqtgraph, superqt"
STARTED = """
import sys
import main
from app.window import application

def painted(self):
    if "torch" in sys.modules:
        sys.exit("torch was imported before the first paint")
    from PySide6.QtWidgets import QApplication
    QApplication.instance().quit()

def made(make=application.make_application):
    found = make()
    from app.session.session import Session
    Session.warm_up = painted  # what the window calls after its first paint
    return found

application.make_application = made  # nothing is imported earlier than a person's start does
sys.argv = ["basinscope"]
main.main()
"""


def start() -> Iterator[Result]:
    """From process start to the painted window against the bare imports of Qt and its widgets.

    Both from bytecode, as every start but the first.
    """
    environment = {key: os.environ[key] for key in os.environ if key != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as bytecode:
        environment["PYTHONPYCACHEPREFIX"] = bytecode

        def run(code: str) -> float:
            command = [sys.executable, "-c", code]
            return seconds(lambda: subprocess.run(command, check=True, env=environment))

        ratio, ours, bare = interleaved(lambda: run(STARTED), lambda: run(BARE))
    detail = f"{ours:.2f} s against {bare:.2f} s"
    yield Result("process start to painted window / bare imports", ratio, 1.3, False, detail)


BENCHMARKS = (slider, frame, start)
