"""A 720p export of the default experiment against a matplotlib animation of the same scene."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from matplotlib.animation import AbstractMovieWriter, FuncAnimation
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PySide6.QtGui import QGuiApplication

from app.export.formats import FORMATS
from app.export.frames.coding import GIF, MP4
from app.export.frames.plan import VideoPlan
from app.export.frames.video import encode
from app.look.styles import styles
from app.look.theme import DARK
from app.map.drawing.scene import Scene
from app.map.drawing.view import View
from app.running.shown import Picture
from core.experiment import presets
from core.recording.recording import Recording
from core.stepping.simulate import record
from tests.benchmarks.pairs import Result, interleaved, seconds

WIDTH, HEIGHT, DPI = 1280, 720, 100
THEIR_FRAMES = 12
SPEED = Fraction(4)  # 126 frames


def export() -> Iterator[Result]:
    """Frames a second: all of ours with its set-up, theirs without."""
    application = QGuiApplication.instance() or QGuiApplication([])
    recording = record(presets.load("default"))
    experiment = recording.experiment
    scene = Scene(Picture.of(recording), 0, DARK, View.of(experiment.landscape))
    plan = VideoPlan(experiment.steps, WIDTH, HEIGHT, speed=SPEED)
    with tempfile.TemporaryDirectory() as folder:
        animation = matplotlib_animation(recording)
        path = Path(folder) / "theirs.mp4"

        def ours() -> float:
            out = Path(folder) / "ours.mp4"
            return seconds(lambda: encode(out, scene, plan, MP4, _ignore)) / plan.frames

        def theirs() -> float:
            writer = Encoder(fps=60)
            return seconds(lambda: animation.save(path, writer, dpi=DPI)) / THEIR_FRAMES

        ratio, slow, fast = interleaved(theirs, ours)
    del application
    detail = f"{1 / fast:.0f} frames/s against {1 / slow:.1f}"
    yield Result("export at 720p: matplotlib animation / ours", ratio, 10, detail=detail)


def animation() -> Iterator[Result]:
    """Frames a second of a GIF in colours of its own, palette included."""
    application = QGuiApplication.instance() or QGuiApplication([])
    recording = record(presets.load("default"))
    scene = Scene(Picture.of(recording), 0, DARK, View.of(recording.experiment.landscape))
    plan = VideoPlan(recording.experiment.steps, WIDTH, HEIGHT, Fraction(25), SPEED)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "ours.gif"
        taken = min(seconds(lambda: encode(out, scene, plan, GIF, _ignore)) for _ in range(3))
    del application
    rate = plan.frames / taken
    yield Result("GIF at 720p: frames a second / 15", rate / 15, 1, detail=f"{rate:.0f} frames/s")


def figure() -> Iterator[Result]:
    """Seconds of a PDF of the default picture, 183 mm wide."""
    application = QGuiApplication.instance() or QGuiApplication([])
    recording = record(presets.load("default"))
    landscape, steps = recording.experiment.landscape, recording.experiment.steps
    scene = Scene(Picture.of(recording), steps, DARK, View.of(landscape))
    pdf = next(each for each in FORMATS if each.suffix == ".pdf")
    options = pdf.parsed({"sheet": "183x122mm"})
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "ours.pdf"
        taken = min(seconds(lambda: pdf.write(out, scene, options, _ignore)) for _ in range(3))
    del application
    yield Result("PDF of the default picture: seconds", taken, 1, at_least=False)


def matplotlib_animation(recording: Recording) -> FuncAnimation:
    """The scene as one would write it: map, trails, heads, memory arrows, legend and counter."""
    experiment = recording.experiment
    figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    (x0, x1), (y0, y1) = experiment.landscape.domain
    x, y = np.meshgrid(np.linspace(x0, x1, 200), np.linspace(y0, y1, 200))
    loss = experiment.landscape.loss(np.stack((x, y), -1))
    filled = axes.contourf(x, y, loss, 20)
    axes.contour(x, y, loss, 20, colors="white", linewidths=0.5, alpha=0.3)
    figure.colorbar(filled, label="loss")
    for minimum in experiment.landscape.minima:
        axes.plot(*minimum.position, "w*")
    looks = styles(experiment.methods, DARK)
    methods = list(zip(experiment.methods, looks, recording.tracks, strict=True))
    trails = [axes.plot([], [], color=look.colour, label=m.label)[0] for m, look, _ in methods]
    heads = [axes.plot([], [], "o", color=look.colour)[0] for _, look, _ in methods]
    arrows = [_quiver(axes, track, look.colour) for m, look, track in methods if m.row.memory]
    remembering = [track for m, _, track in methods if m.row.memory]
    title = axes.set_title("")
    axes.legend(loc="upper left")

    def draw(frame: int) -> None:
        step = frame * experiment.steps // (THEIR_FRAMES - 1)
        for trail, head, (_, _, track) in zip(trails, heads, methods, strict=True):
            positions = track["positions"][: step + 1, 0]
            trail.set_data(positions.T)
            head.set_data(positions[-1:].T)
        for arrow, track in zip(arrows, remembering, strict=True):
            births = np.maximum(track["memory_births"][step, 0], 0)
            arrow.set_offsets(track["positions"][births, 0])
            push = -np.nan_to_num(track["memory_items"][step, 0])
            arrow.set_UVC(push[:, 0], push[:, 1])
        title.set_text(f"step {step} / {experiment.steps}")

    return FuncAnimation(figure, draw, frames=THEIR_FRAMES, init_func=lambda: None)


def _quiver(axes: Any, track: Any, colour: str) -> Any:
    slots = track["memory_items"].shape[2]
    empty = np.zeros(slots)
    return axes.quiver(empty, empty, empty, empty, color=colour, scale=20, width=0.002)


class Encoder(AbstractMovieWriter):
    """matplotlib's frames through the encoder that we use, as it needs no program beside it."""

    def setup(self, fig: Figure, outfile: Path, dpi: float | None = None) -> None:
        """Open the file."""
        super().setup(fig, outfile, dpi)
        self._container = av.open(str(outfile), "w", format="mp4")
        self._stream = self._container.add_stream(
            MP4.codec, Fraction(60), options=dict(MP4.codec_options)
        )
        self._stream.width, self._stream.height = WIDTH, HEIGHT
        self._stream.pix_fmt = "yuv420p"

    def grab_frame(self, **options: Any) -> None:
        """Draw and append the figure."""
        self.fig.canvas.draw()
        pixels = np.ascontiguousarray(self.fig.canvas.buffer_rgba())
        frame = av.VideoFrame.from_ndarray(pixels, format="rgba")
        self._container.mux(self._stream.encode(frame))

    def finish(self) -> None:
        """Complete the file."""
        self._container.mux(self._stream.encode(None))
        self._container.close()


def _ignore(done: int, total: int) -> None:
    pass


BENCHMARKS = (export, animation, figure)
