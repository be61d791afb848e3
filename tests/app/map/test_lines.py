"""Lines from an array are the lines that Qt draws one by one."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from scene import pixels

from app.map.drawing.lines import draw_lines
from landscapes.base import Array

pytestmark = pytest.mark.usefixtures("qapp")


def image_of(draw: object, segments: Array) -> Array:
    image = QImage(120, 90, QImage.Format.Format_RGB32)
    image.fill(QColor("navy"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(255, 160, 0, 90), 1))
    draw(painter, segments)  # type: ignore[operator]
    painter.end()
    return pixels(image)


def one_by_one(painter: QPainter, segments: Array) -> None:
    for (x0, y0), (x1, y1) in segments.tolist():
        painter.drawLine(QLineF(x0, y0, x1, y1))


def some(count: int, seed: int = 0) -> Array:
    return np.random.default_rng(seed).uniform((0, 0), (120, 90), (count, 2, 2))


@pytest.mark.parametrize("count", [0, 1, 7, 5000])
def test_they_are_those_of_the_array(count):
    assert np.array_equal(image_of(draw_lines, some(count)), image_of(one_by_one, some(count)))


@pytest.mark.parametrize("part", [np.s_[::3], np.s_[:, ::-1]], ids=["some", "turned"])
def test_they_are_those_of_a_part_of_an_array(part):
    segments = some(40)[part]
    assert np.array_equal(image_of(draw_lines, segments), image_of(one_by_one, segments))


def test_two_threads_do_not_draw_each_others_lines():
    expected = [image_of(one_by_one, some(500, seed)) for seed in (1, 2)]
    found: dict[int, list[Array]] = {1: [], 2: []}

    def paint(seed: int) -> None:
        found[seed] = [image_of(draw_lines, some(500, seed)) for _ in range(10)]

    threads = [threading.Thread(target=paint, args=(seed,)) for seed in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for seed, images in found.items():
        assert len(images) == 10
        assert all(np.array_equal(image, expected[seed - 1]) for image in images)
