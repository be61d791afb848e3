"""The preview shows what the file will: the same composition, small, of the frame at the cursor."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.export.form import Entries, ExportForm
from app.export.formats import format_of
from app.export.preview import Preview
from app.map.drawing.scene import Scene
from core.experiment.experiment import Experiment
from landscapes.base import Array


def pixels(image: QImage) -> Array:
    shown = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(shown.constBits(), np.uint8)
    return flat.reshape(shown.height(), shown.width(), 4)[..., :3].astype(float)


def preview_of(
    qtbot: QtBot, experiment: Experiment, scene: Scene, name: str, **texts: str
) -> Preview:
    ExportForm.remembered = Entries(f"/tmp/{name}", {"theme": "dark", **texts})
    try:
        form = ExportForm(experiment, name, {"theme": "dark", "parts": "map,legend,counter"})
    finally:
        ExportForm.remembered = Entries()
    qtbot.addWidget(form)
    preview = Preview(form, lambda: scene.at(12))
    qtbot.addWidget(preview)
    preview.resize(400, 300)
    return preview


def painted(qtbot: QtBot, preview: Preview) -> QImage:
    preview.show()
    qtbot.waitUntil(lambda: not preview.image.isNull())
    return preview.image


@pytest.mark.parametrize("words", [{}, {"title": "A race", "caption": "on Ackley"}])
def test_it_is_the_exported_picture_made_small(
    qtbot: QtBot, experiment: Experiment, scene: Scene, tmp_path: Path, words: dict[str, str]
) -> None:
    preview = preview_of(qtbot, experiment, scene, "race.png", sizeStill="640x480", **words)
    shown = painted(qtbot, preview)
    path = tmp_path / "race.png"
    png = format_of(path)
    assert png is not None
    options = png.parsed({"size": "640x480", "theme": "dark", **words})
    png.write(path, scene.at(12), options, lambda done, total: None)
    smooth = Qt.TransformationMode.SmoothTransformation
    wanted = QImage(str(path)).scaled(shown.size(), mode=smooth)
    assert (shown.width(), shown.height()) == (400, 300)
    assert np.abs(pixels(shown) - pixels(wanted)).mean() < 8
    other = scene.at(12)
    bare = dataclasses.replace(other.layers, legend=False, step_counter=False, contours=False)
    png.write(path, dataclasses.replace(other, layers=bare), options, lambda done, total: None)
    unlike = QImage(str(path)).scaled(shown.size(), mode=smooth)
    assert (
        np.abs(pixels(shown) - pixels(unlike)).mean()
        > np.abs(pixels(shown) - pixels(wanted)).mean()
    )


def test_numbers_have_no_picture_and_a_narrow_screen_no_room(
    qtbot: QtBot, experiment: Experiment, scene: Scene
) -> None:
    assert preview_of(qtbot, experiment, scene, "race.csv").isHidden()
    preview = preview_of(qtbot, experiment, scene, "race.svg", sheet="89x67mm")
    shown = painted(qtbot, preview)
    assert shown.width() / shown.height() == pytest.approx(89 / 67, abs=0.02)
    preview.allow(False)
    assert preview.isHidden()
