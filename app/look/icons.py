"""The program's icons: drawings of one line width, tinted with any colour and sharp at any scale.

A font of icons would cost a third of a second at start-up; forty small drawings cost nothing.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources

_FOLDER = Path(resources.__file__).parent / "icons"
# Drawn pixel by pixel for each size in use, at one and two device pixels, so none is resampled.
_PIXELS = (16, 18, 20, 32, 36, 40)


@cache
def icon(name: str, colour: str, size: int | None = None) -> QIcon:
    """The drawing `resources/icons/<name>.svg` in a colour (hex), for one size or for all in use.

    Drawings of one size alone take a third of the time, and a window has forty.
    """
    source = (_FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
    return _icon(renderer, _PIXELS if size is None else (size, 2 * size))


@cache
def dot(colour: str, ring: bool = False) -> QIcon:
    """A round spot of a method's colour for menus; a ghost's is a ring."""
    fill = f'fill="none" stroke="{colour}" stroke-width="2.5"' if ring else f'fill="{colour}"'
    circle = f'<circle cx="12" cy="12" r="{5.5 if ring else 6.5}" {fill}/>'
    source = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">{circle}</svg>'
    return _icon(QSvgRenderer(QByteArray(source.encode())), _PIXELS)


def _icon(renderer: QSvgRenderer, sizes: tuple[int, ...]) -> QIcon:
    found = QIcon()
    for pixels in sizes:
        found.addPixmap(_rendered(renderer, pixels))
    return found


def _rendered(renderer: QSvgRenderer, pixels: int) -> QPixmap:
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return pixmap
