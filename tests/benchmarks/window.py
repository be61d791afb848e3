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
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PySide6.QtCore import QElapsedTimer, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QImage, QPainter

import landscapes
from app.look.appearance import Appearance
from app.look.theme import DARK
from app.map.drawing.cast import cast_of
from app.map.drawing.layers import Layers
from app.map.drawing.painter import MapPainter
from app.map.drawing.scene import Scene
from app.map.drawing.trail_layer import TrailLayer
from app.map.drawing.trails import TrailRequest
from app.map.drawing.view import Frame, View
from app.running.shown import Picture
from app.session.session import Session
from app.window.application import make_application
from app.window.garbage import Collector
from app.window.main_window import MainWindow
from core.experiment import presets
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.starts import LatticeStarts, SeedStarts
from core.stepping.simulate import record
from landscapes.networks.digits_mlp import DigitsMLP
from tests.benchmarks.pairs import Result, interleaved, seconds

TICK_MILLISECONDS = 16
TICKS = 120
REST_MILLISECONDS = 400
COLLECTION_MILLISECONDS = 50
SIDE = 900


def four_by_64() -> Experiment:
    """4 methods × 64 starts × 500 steps, two of them with memories of 5."""
    methods = tuple(map(MethodSpec.create, ("adam", "adam+sam", "adam+cg", "adam+cm")))
    return Experiment(landscapes.make({"name": "ackley"}), methods, LatticeStarts(8), 500)


def six_by_64() -> Experiment:
    """6 methods × 64 starts × 500 steps: two copies of each memory, of 5 and of 20."""
    more = tuple(
        MethodSpec.create(name, {"capacity": 20, "decay": 0.99}, label=f"{name}, C = 20")
        for name in ("adam+cg", "adam+cm")
    )
    few = four_by_64()
    return dataclasses.replace(few, methods=few.methods + more)


class LiveWindow:
    """The real window, off-screen, with its worker warmed up and everything computed."""

    def __init__(self, experiment: Experiment | None = None) -> None:
        self.application = make_application()
        self._collector, self._collections = Collector(), QTimer()  # as the program itself does
        self._collections.timeout.connect(self._collector.collect)
        self._collections.start(COLLECTION_MILLISECONDS)
        self.session = Session(experiment)
        self.window = MainWindow(self.session, Appearance())
        self.window.show()
        self.session.warm_up()
        self.until(
            lambda: not self.session.busy and self.session.ready == self.session.experiment.steps
        )

    def until(self, condition: Callable[[], bool]) -> None:
        """Let the window live until something holds; looks every millisecond."""
        loop, look = QEventLoop(), QTimer()
        look.setTimerType(Qt.TimerType.PreciseTimer)
        look.timeout.connect(lambda: loop.quit() if condition() else None)
        if not condition():
            look.start(1)
            loop.exec()

    def rest(self) -> None:
        """Let everything that was put off until later be done."""
        loop = QEventLoop()
        QTimer.singleShot(REST_MILLISECONDS, loop.quit)
        loop.exec()

    def close(self) -> None:
        """End the window and its thread."""
        self.window.end()
        self.session.close()


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


def ticks() -> Iterator[Result]:
    """The 99th percentile of a 60 Hz tick while everything plays: worker at work against idle.

    At work it computes one long run, whose part under the cursor is there at once.
    """
    default = dataclasses.replace(presets.load("default"), steps=4_000)
    large = dataclasses.replace(six_by_64(), steps=1_500)
    for name, experiment in (("4 × 1 × 4,000", default), ("6 × 64 × 1,500", large)):
        ratio, ours, base = _tick_ratio(experiment, again=False)
        detail = f"{ours * 1e3:.0f} ms against {base * 1e3:.0f} ms"
        yield Result(f"GUI tick p99, {name}: worker computing / idle", ratio, 2, False, detail)


def drag_ticks() -> Iterator[Result]:
    """The same with all trajectories replaced again and again, as when a hand drags the start."""
    for name, experiment in (
        ("4 × 1 × 500", presets.load("default")),
        ("6 × 64 × 500", six_by_64()),
    ):
        ratio, ours, base = _tick_ratio(experiment, again=True)
        detail = f"{ours * 1e3:.0f} ms against {base * 1e3:.0f} ms"
        yield Result(f"GUI tick p99, {name}: starts dragged / idle", ratio, detail=detail)


def network_ticks() -> Iterator[Result]:
    """The same while networks train anew and the ground of their plane fills, again and again."""
    specs = tuple(MethodSpec.create(name) for name in ("adam", "adam+sam", "adam+cm"))
    race = Experiment(DigitsMLP(train=300), specs, SeedStarts(3), 200, batch=64)
    ratio, ours, base = _tick_ratio(
        race, again=True, changed=lambda count: dataclasses.replace(race, seed=count)
    )
    detail = f"{ours * 1e3:.0f} ms against {base * 1e3:.0f} ms"
    yield Result("GUI tick p99, 3 × 3 networks: training, filling / idle", ratio, 2, False, detail)


def export_ticks() -> Iterator[Result]:
    """The same while the queue of exports makes one video after the other."""
    with tempfile.TemporaryDirectory() as folder:
        ratio, ours, base = _export_tick_ratio(Path(folder))
    detail = f"{ours * 1e3:.0f} ms against {base * 1e3:.0f} ms"
    yield Result("GUI tick p99, 4 × 1 × 500: exporting a video / idle", ratio, detail=detail)


def _export_tick_ratio(folder: Path) -> tuple[float, float, float]:
    from app.export.formats import FORMATS
    from app.export.job import Request

    stage = LiveWindow(presets.load("default"))
    session, queue = stage.session, stage.window.exports.queue
    made, video = iter(range(1_000)), FORMATS[0]
    scene = Scene(session.picture, 0, DARK, View.of(session.experiment.landscape))

    def p99(*, load: bool) -> float:
        while load and len(queue.open) < 3:
            path = folder / f"{next(made)}.mp4"
            options = video.parsed({"size": "1280x720"})
            queue.add(Request(path, video, options, session.experiment, scene))
        gaps: list[float] = []
        clock, timer = QElapsedTimer(), QTimer()
        timer.setInterval(TICK_MILLISECONDS)
        timer.setTimerType(Qt.TimerType.PreciseTimer)

        def tick() -> None:
            gaps.append(clock.nsecsElapsed() / 1e9)
            clock.restart()

        timer.timeout.connect(tick)
        session.to_start()
        session.play()
        clock.start()
        timer.start()
        stage.until(lambda: len(gaps) >= TICKS)
        timer.stop()
        session.pause()
        return float(np.percentile(gaps, 99))

    def idle() -> float:
        queue.close()
        stage.rest()
        return p99(load=False)

    measured = interleaved(lambda: p99(load=True), idle)
    stage.close()
    return measured


def _tick_ratio(
    experiment: Experiment, *, again: bool, changed: Callable[[int], Experiment] | None = None
) -> tuple[float, float, float]:
    """At work another race is computed, by default with its starts moved a little."""
    stage = LiveWindow(experiment)
    session = stage.session
    moves = iter(range(1, 10_000))

    def compute() -> None:
        if changed is not None:
            session.set_experiment(changed(next(moves)))
        else:
            starts = experiment.start_positions()
            session.set_starts((starts + 1e-4 * next(moves)).tolist())

    def p99(*, load: bool) -> float:
        gaps: list[float] = []
        clock, timer = QElapsedTimer(), QTimer()
        timer.setInterval(TICK_MILLISECONDS)
        timer.setTimerType(Qt.TimerType.PreciseTimer)

        def tick() -> None:
            gaps.append(clock.nsecsElapsed() / 1e9)
            clock.restart()
            if load and again and not session.busy:
                compute()

        timer.timeout.connect(tick)
        session.to_start()
        if load:
            compute()
        session.play()
        clock.start()
        timer.start()
        stage.until(lambda: len(gaps) >= TICKS)
        timer.stop()
        session.pause()
        return float(np.percentile(gaps, 99))

    def idle() -> float:
        planes = stage.window.map_view.canvas.planes
        stage.until(lambda: not session.busy and (planes.is_planar or not planes.of_network))
        stage.until(lambda: not planes.state)  # no ground is being filled
        stage.rest()
        return p99(load=False)

    measured = interleaved(lambda: p99(load=True), idle)
    stage.close()
    return measured


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


BENCHMARKS = (slider, ticks, drag_ticks, network_ticks, export_ticks, frame, start)
