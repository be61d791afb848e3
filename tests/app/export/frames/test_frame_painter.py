"""Frames show what the recording holds at their step, at any size."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PySide6.QtGui import QImage

from app.export.frames.frame_painter import FramePainter
from app.look.theme import DARK, LIGHT
from app.map.drawing.scene import Scene
from app.map.drawing.view import Frame
from app.running.shown import Picture
from core.experiment.experiment import Experiment
from core.recording.recording import Recording


def pixels(image: QImage) -> np.ndarray:
    """Red, green and blue (height, width, 3)."""
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return flat[..., 2::-1].astype(int)


@pytest.mark.usefixtures("qapp")
class TestFrames:
    def test_a_picture_has_a_track_for_every_enabled_method(
        self, experiment: Experiment, recording: Recording
    ) -> None:
        picture = Picture.of(recording)
        assert picture.tracks == (None, *recording.tracks)
        assert picture.ready == experiment.steps

    @pytest.mark.parametrize("size", [(1280, 720), (1080, 1080), (320, 240), (128, 128)])
    def test_the_head_is_where_the_recording_says(
        self, recording: Recording, scene: Scene, size: tuple[int, int]
    ) -> None:
        """The legend hides nothing here: the head of Adam+CM, in its own colour, at its place."""
        bare = dataclasses.replace(scene.layers, legend=False, step_counter=False, memory=False)
        painter = FramePainter(dataclasses.replace(scene, layers=bare), *size)
        scale = max(0.75, min(size) / 720)
        frame = Frame.fit(scene.view, size[0] / scale, size[1] / scale)
        for step in (0, 17, 30):
            place = frame.to_pixels(recording.tracks[1]["positions"][step, 0]) * scale
            column, row = (round(float(value)) for value in place)
            shown = pixels(painter.paint(step))[row - 2 : row + 3, column - 2 : column + 3]
            blue = [int(DARK.cm_hue[i : i + 2], 16) for i in (1, 3, 5)]
            assert np.abs(shown - blue).sum(-1).min() < 40, (step, place)

    def test_a_frame_depends_on_its_step_only(self, recording: Recording, scene: Scene) -> None:
        """Whatever was painted before: forward, backward or nothing."""
        painter = FramePainter(scene, 320, 240)
        forward = [pixels(painter.paint(step)) for step in (0, 10, 30)]
        again = pixels(painter.paint(10))
        fresh = pixels(FramePainter(scene, 320, 240).paint(10))
        assert np.abs(again - forward[1]).max() <= 1
        assert np.abs(fresh - forward[1]).max() <= 1
        assert not np.array_equal(forward[1], forward[2])

    def test_text_grows_with_the_picture(self, recording: Recording, scene: Scene) -> None:
        """Of 1080p against 720p, everything is 1.5 times as large: shrunk, they look the same."""
        small = FramePainter(scene, 640, 720).paint(20).copy()
        large = FramePainter(scene, 960, 1080).paint(20)
        shrunk = large.scaled(640, 720).convertToFormat(QImage.Format.Format_RGB32)
        assert np.abs(pixels(small) - pixels(shrunk)).mean() < 6

    def test_themes_differ(self, recording: Recording, scene: Scene) -> None:
        for theme, dark in ((DARK, True), (LIGHT, False)):
            painter = FramePainter(dataclasses.replace(scene, theme=theme), 320, 240)
            assert (np.median(pixels(painter.paint(0))) < 128) == dark
