"""The landscape as a surface: what a frame costs while it turns, and when it is at rest."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

from PySide6.QtGui import QImage, QPainter

from app.look.theme import DARK
from app.map.drawing.camera import Camera
from app.map.drawing.layers import Layers
from app.map.drawing.painter import MapPainter
from app.map.drawing.scene import Scene
from app.map.drawing.view import View
from app.running.shown import Picture
from app.window.application import make_application
from core.experiment import presets
from core.experiment.experiment import Experiment
from core.stepping.simulate import record
from tests.benchmarks.pairs import Result
from tests.benchmarks.races import four_by_64

WIDTH, HEIGHT = 720, 540
FRAMES = 60
AIM_MILLISECONDS = 33.0


def surface() -> Iterator[Result]:
    """Processor milliseconds of a frame of 720 × 540, all trails on it, at the end of a run."""
    application = make_application()
    for name, experiment in (("4 × 1 × 500", presets.load("default")), ("4 × 64", four_by_64())):
        turning, whole, at_rest = _milliseconds(experiment)
        detail = f"whole {whole:.0f} ms, painted between events; then {at_rest:.0f} ms a frame"
        title = f"surface, {name}: a frame while it turns, milliseconds"
        yield Result(title, turning, AIM_MILLISECONDS, False, detail)
    del application


def _milliseconds(experiment: Experiment) -> tuple[float, float, float]:
    """The median while it turns, the first frame at rest, and the median of those after it."""
    picture, painter = Picture.of(record(experiment)), MapPainter()
    view, image = View.of(experiment.landscape), QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)

    def frame(azimuth: float, *, patient: bool) -> float:
        layers = Layers(camera=Camera(azimuth))
        scene = Scene(picture, experiment.steps, DARK, view, layers)
        on_image = QPainter(image)
        begin = time.thread_time()
        painter.paint(on_image, scene, (WIDTH, HEIGHT), patient=patient)
        spent = time.thread_time() - begin
        on_image.end()
        return 1e3 * spent

    frame(0.0, patient=True)
    turning = statistics.median(frame(3.0 * k, patient=True) for k in range(1, FRAMES))
    whole = frame(1.0, patient=False)
    return turning, whole, statistics.median(frame(1.0, patient=False) for _ in range(FRAMES))


BENCHMARKS = (surface,)
