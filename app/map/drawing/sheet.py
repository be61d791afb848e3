"""Images of a part of the frame: painted once, then copied to their place frame after frame."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter

from app.map.drawing.device import TRANSLUCENT, device_pixels, keeps_shapes, painter_on
from app.map.drawing.view import Frame
from landscapes.base import Array

T = TypeVar("T")


class Sheet:
    """A transparent image of as much of the frame as has been needed: of the pixels `box`."""

    def __init__(self) -> None:
        self.box = QRect()
        self._image = QImage()

    def copy(self) -> Sheet:
        """The same; its pixels are copied only when one of the two is painted on."""
        other = Sheet()
        other.box, other._image = QRect(self.box), QImage(self._image)
        return other

    def clear(self) -> None:
        """Make it blank again, in the memory that it has."""
        if not self.box.isEmpty():
            self._image.fill(Qt.GlobalColor.transparent)

    @contextmanager
    def painter(self, frame: Frame, box: QRect, *, clipped: bool = True) -> Iterator[QPainter]:
        """A painter that counts in the frame's logical pixels and may paint in a box."""
        self._cover(box)
        corner = self.box.topLeft()
        with painter_on(self._image, frame, corner, clipped=clipped) as painter:
            yield painter

    def put(self, painter: QPainter) -> None:
        """Copy it to its place, with a painter that counts in device pixels."""
        if not self.box.isEmpty():
            painter.drawImage(self.box.topLeft(), self._image)

    def _cover(self, box: QRect) -> None:
        if self.box.contains(box):
            return
        former, place = self._image, self.box
        self.box = place.united(box)
        self._image = QImage(self.box.size(), TRANSLUCENT)
        self._image.fill(Qt.GlobalColor.transparent)
        if not place.isEmpty():
            painter = QPainter(self._image)
            painter.drawImage(place.topLeft() - self.box.topLeft(), former)
            painter.end()


class KeptParts:
    """Parts of the frame by name, each kept for as long as it stays the same: images, and what
    was worked out for them."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Hashable, Sheet]] = {}
        self._found: dict[str, tuple[object, Any]] = {}

    def found(self, name: str, key: object, find: Callable[[], T]) -> T:
        """What `find` finds, or what it found last time if the `key` is the same."""
        former = self._found.get(name)
        if former is None or former[0] != key:
            self._found[name] = former = (key, find())
        found: T = former[1]
        return found

    def draw(
        self,
        painter: QPainter,
        frame: Frame,
        name: str,
        key: Hashable,
        points: Array,
        padding: float,
        paint: Callable[[QPainter], None],
    ) -> None:
        """Draw what `paint` paints with a painter of the frame, or the image of it.

        In a frame it looks the same whenever `key` is the same, and it lies within `padding`
        logical pixels around the box of the pixels `points` (n, 2). It always goes by way of the
        image, whose colours are rounded: a frame must not depend on those before it. On a device
        that keeps shapes there is no image.
        """
        if keeps_shapes(painter):
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint(painter)
            painter.restore()
            return
        kept_key, sheet = self._kept.get(name, (None, Sheet()))
        if kept_key != (key, frame):
            sheet, box = Sheet(), device_box(frame, points, padding)
            if not box.isEmpty():
                with sheet.painter(frame, box, clipped=False) as on_sheet:
                    paint(on_sheet)
            self._kept[name] = ((key, frame), sheet)
        with device_pixels(painter, frame):
            sheet.put(painter)


def device_box(frame: Frame, points: Array, padding: float) -> QRect:
    """The frame's device pixels in and around the box of pixels (n, 2), those not finite left out.

    `padding` is in logical pixels.
    """
    finite = points[np.isfinite(points).all(-1)]
    if not len(finite):
        return QRect()
    ratio = frame.pixel_ratio
    lows, highs = finite.min(0).tolist(), finite.max(0).tolist()
    (left, right), (top, bottom) = (
        # A start may lie anywhere, farther away than Qt can count.
        (math.floor(max(0.0, (min(max(low, 0.0), end) - padding) * ratio)),
         math.ceil((min(max(high, 0.0), end) + padding) * ratio))
        for low, high, end in zip(lows, highs, (frame.width, frame.height), strict=True)
    )  # fmt: skip
    return QRect(left, top, max(0, right - left), max(0, bottom - top))


def copy_patched(
    painter: QPainter,
    frame: Frame,
    image: QImage,
    inked: QRect,
    box: QRect,
    paint: Callable[[QPainter], None],
) -> None:
    """Copy what is `inked` of an image of the whole frame, with more painted in a box of it.

    `paint` is given a painter of the frame that paints on a copy of that part.
    """
    box = box & image.rect()
    patch = image.copy(box) if not box.isEmpty() else QImage()
    if not box.isEmpty():
        with painter_on(patch, frame, box.topLeft()) as on_patch:
            paint(on_patch)
    with device_pixels(painter, frame):
        for part in _around(inked & image.rect(), box):
            painter.drawImage(part.topLeft(), image, part)
        if not box.isEmpty():
            painter.drawImage(box.topLeft(), patch)


def _around(whole: QRect, box: QRect) -> list[QRect]:
    """What is left of a rectangle without a box that may lie in it."""
    box = box & whole
    if box.isEmpty():
        return [] if whole.isEmpty() else [whole]
    above, below = box.top() - whole.top(), whole.bottom() - box.bottom()
    before, after = box.left() - whole.left(), whole.right() - box.right()
    parts = (
        QRect(whole.left(), whole.top(), whole.width(), above),
        QRect(whole.left(), box.bottom() + 1, whole.width(), below),
        QRect(whole.left(), box.top(), before, box.height()),
        QRect(box.right() + 1, box.top(), after, box.height()),
    )
    return [part for part in parts if not part.isEmpty()]
