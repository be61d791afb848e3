"""A picture as the bytes of a PNG: whoever writes them is told by the system why it cannot."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage


def png_of(image: QImage) -> bytes:
    """The bytes, with the texts that the image has.

    Raises:
        OSError: it is too large.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):
        raise OSError(None, "the picture could not be made")
    return bytes(buffer.data())
