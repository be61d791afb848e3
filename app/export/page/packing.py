"""Numbers and images as a page's script reads them: in few bytes, as text."""

from __future__ import annotations

import base64

import numpy as np
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from landscapes.base import Array

FINE = 8
"""Parts of a pixel that places are told in."""
GONE = -32768
"""Where there is nothing."""
SMOOTH = 88
"""The quality 0 … 100 of images that are shaded smoothly."""
REACH = 4000.0
"""Pixels beyond which a place is told as this far."""


def packed(values: Array, kind: str) -> str:
    """Numbers of any shape, of a type such as `<f4`."""
    return base64.b64encode(np.ascontiguousarray(values.astype(kind)).tobytes()).decode()


def short(pixels: Array) -> str:
    """Pixels of any shape as whole parts of one, two bytes each."""
    lost = ~np.isfinite(pixels)
    parts = np.rint(np.clip(np.where(lost, 0.0, pixels), -REACH, REACH) * FINE)
    return packed(np.where(lost, GONE, parts), "<i2")


def address(image: QImage, *, smooth: bool = False) -> str:
    """An address that holds an image. One that is shaded `smooth`ly takes a megabyte where no
    colour may change: there some do, a little."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    kind, quality = ("JPEG", SMOOTH) if smooth else ("PNG", -1)
    image.save(buffer, kind, quality)
    data = base64.b64encode(bytes(buffer.data())).decode()
    return f"data:image/{kind.lower()};base64,{data}"
