"""Small pictures of the shipped experiments, painted by the program one after the other."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QObject, QSize, Signal, Slot
from PySide6.QtGui import QImage, QPainter

from app.look.appearance import DARK, LIGHT, Theme
from app.map.drawing.layers import Layers
from app.map.drawing.painter import MapPainter
from app.map.drawing.scene import Scene
from app.map.drawing.view import BOTTOM, LEFT, RIGHT, TOP, View
from app.running import default_recording
from app.running.shown import Picture
from app.running.simulation import load_simulate
from app.study.computing.job import Control, Job, Outcome
from app.window.curve_thumbnail import drawn_curves, few_steps
from core.experiment import presets
from core.experiment.experiment import Experiment
from core.recording.recording import Recording
from landscapes.networks import Network

SIZE = QSize(184, 116)
SCALE = 0.6
"""Of what is painted: trails of a small picture are thinner."""
MOST_STARTS = 12
BREATH_STEPS = 5
SPREAD = (2, 98)
"""Percentiles between which points lie that have to be seen."""
AROUND, LEAST = 0.2, 0.3
"""Room around them, as a share of their extent; the least extent, as a share of the domain's."""
_LAYERS = Layers(memory=False, legend=False, step_counter=False)
Pair = dict[str, QImage]
"""One picture for each theme, by its name."""


class Thumbnails(QObject):
    """Paints what is wanted in a thread of its own, with `ratio` pixels a length, and keeps it;
    `painted(name)` for each."""

    painted = Signal(str)

    def __init__(self, ratio: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ratio = ratio
        self._kept: dict[str, Pair] = {}
        self._wanted: list[str] = []
        self._job: Job | None = None

    def of(self, name: str, theme: Theme) -> QImage | None:
        """The picture of a preset, once it is painted."""
        return self._kept[name][theme.name] if name in self._kept else None

    def want(self, names: Iterable[str]) -> None:
        """Paint these that are not painted yet, in this order."""
        self._wanted = [name for name in names if name not in self._kept]
        self._go_on()

    def stop(self) -> None:
        """Paint no more, and wait for the thread."""
        self._wanted = []
        if self._job is not None:
            self._job.close()
            self._job = None

    def _go_on(self) -> None:
        if self._job is None and self._wanted:
            name, ratio = self._wanted[0], self.ratio
            self._job = Job(lambda control: (name, _painted(name, ratio, control)), self)
            self._job.ended.connect(self._keep)
            self._job.start()

    @Slot(object)
    def _keep(self, outcome: Outcome) -> None:
        """One that cannot be made stays blank; the others come all the same."""
        self._job = None
        self._wanted = self._wanted[1:]
        if isinstance(outcome.result, tuple):
            name, pair = outcome.result
            self._kept[name] = pair
            self.painted.emit(name)
        self._go_on()


def _painted(name: str, ratio: float, control: Control) -> Pair:
    if name == presets.presets()[0].name:
        recording = default_recording.read()
    else:
        experiment = presets.load(name)
        if isinstance(experiment.landscape, Network):
            losses = _run(few_steps(experiment), control)
            return {theme.name: drawn_curves(losses, theme, SIZE, ratio) for theme in (DARK, LIGHT)}
        recording = _run(_few_starts(experiment), control)
    return {theme.name: _drawn(recording, theme, ratio) for theme in (DARK, LIGHT)}


def _few_starts(experiment: Experiment) -> Experiment:
    starts = experiment.start_positions()[:MOST_STARTS].tolist()
    return dataclasses.replace(experiment, starts=tuple(map(tuple, starts)))


def _run(experiment: Experiment, control: Control) -> Recording:
    simulate = load_simulate()
    recording = Recording.blank(experiment, "none")
    for chunk in simulate(experiment, memory="none", chunk_steps=BREATH_STEPS):
        recording.append(chunk)
        control.check()
    return recording


def _drawn(recording: Recording, theme: Theme, ratio: float) -> QImage:
    """The map at the last step without its axes, which have no room."""
    image = QImage(SIZE * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    picture = Picture.of(recording)
    scene = Scene(picture, recording.experiment.steps, theme, _view(recording), _LAYERS)
    width, height = SIZE.width() / SCALE + LEFT + RIGHT, SIZE.height() / SCALE + TOP + BOTTOM
    painter = QPainter(image)
    painter.scale(SCALE, SCALE)
    painter.translate(-LEFT, -TOP)
    MapPainter().paint(painter, scene, (width, height), ratio * SCALE)
    painter.end()
    return image


def _view(recording: Recording) -> View:
    """Where it happens: around starts and trails, within the domain."""
    domain = np.array(recording.experiment.landscape.domain)
    points = np.concatenate([t["positions"].reshape(-1, 2) for t in recording.tracks])
    low, high = np.nanpercentile(points, SPREAD, axis=0)
    extent = np.diff(domain, axis=1)[:, 0]
    half = np.maximum((high - low) * (0.5 + AROUND), LEAST / 2 * extent)
    middle = (low + high) / 2
    low = np.maximum(middle - half, domain[:, 0])
    high = np.minimum(middle + half, domain[:, 1])
    (x0, y0), (x1, y1) = low.tolist(), high.tolist()
    return View((x0, x1), (y0, y1))
