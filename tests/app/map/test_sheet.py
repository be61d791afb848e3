"""An image that stands for a part of the map looks like the part."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter
from scene import pixels

from app.map.drawing.device import OPAQUE, image_for
from app.map.drawing.sheet import KeptParts, Sheet, device_box
from app.map.drawing.view import Frame, View

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(params=[1.0, 1.5, 2.0])
def frame(request: pytest.FixtureRequest) -> Frame:
    return Frame.fit(View((-4, 4), (-3, 3)), 200, 160, request.param)


class Spot:
    """A dot at a pixel that counts how often it is painted."""

    def __init__(self, x: float, y: float, colour: str = "orange") -> None:
        self.place, self.colour, self.count = (x, y), colour, 0

    def __call__(self, painter: QPainter) -> None:
        self.count += 1
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(self.colour))
        painter.drawEllipse(QPointF(*self.place), 9.0, 9.0)


def shown(parts: KeptParts, frame: Frame, key: object, spot: Spot) -> np.ndarray:
    image = image_for(frame, OPAQUE)
    image.fill(QColor("navy"))
    painter = QPainter(image)
    painter.scale(frame.pixel_ratio, frame.pixel_ratio)
    parts.draw(painter, frame, "spot", key, np.array([spot.place]), 11.0, spot)
    painter.end()
    return pixels(image)


def test_what_stays_the_same_is_painted_once_and_looks_as_if_painted_there(frame):
    parts, spot = KeptParts(), Spot(80.3, 60.7)
    first, *others = (shown(parts, frame, 1, spot) for _ in range(5))
    assert spot.count == 1
    assert all(np.array_equal(first, other) for other in others)
    image = image_for(frame, OPAQUE)
    image.fill(QColor("navy"))
    painter = QPainter(image)
    painter.scale(frame.pixel_ratio, frame.pixel_ratio)
    spot(painter)
    painter.end()
    assert np.abs(first - pixels(image)).max() <= 2


def test_another_key_shows_something_else_at_once(frame):
    parts, one, two = KeptParts(), Spot(80, 60), Spot(120, 90, "white")
    for _ in range(3):
        shown(parts, frame, 1, one)
    changed = shown(parts, frame, 2, two)
    assert np.array_equal(changed, shown(KeptParts(), frame, 2, two))


def test_another_frame_is_another_picture(frame):
    parts, spot = KeptParts(), Spot(80, 60)
    wide = Frame.fit(View((-9, 9), (-9, 9)), 200, 160, frame.pixel_ratio)
    for _ in range(3):
        shown(parts, frame, 1, spot)
    shown(parts, wide, 1, spot)
    assert spot.count == 2


def test_a_part_outside_the_frame_is_not_seen(frame):
    parts, spot = KeptParts(), Spot(-500.0, 700.0)
    for _ in range(3):
        image = shown(parts, frame, 1, spot)
    assert (image == image[0, 0]).all()


def test_a_sheet_that_grows_keeps_what_is_on_it(frame):
    sheet, whole = Sheet(), Sheet()
    for x, y in ((100.0, 70.0), (60.0, 40.0), (130.0, 110.0)):
        for each, corners in ((sheet, [(x, y)]), (whole, [(0, 0), (200, 160)])):
            box = device_box(frame, np.array(corners), 11.0)
            with each.painter(frame, box, clipped=False) as painter:
                Spot(x, y)(painter)
    pictures = []
    for each in (sheet, whole):
        image = image_for(frame, OPAQUE)
        image.fill(QColor("navy"))
        painter = QPainter(image)
        each.put(painter)
        painter.end()
        pictures.append(pixels(image))
    assert np.array_equal(*pictures)
    assert sheet.box.width() < whole.box.width()
