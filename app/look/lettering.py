"""Text that is painted many times a second: measured and laid out once, then only drawn."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QGlyphRun,
    QPainter,
    QRawFont,
    QStaticText,
    QTransform,
)

from app.look.shape_painter import ShapePainter

KEPT = 4096
"""Texts kept; more than a window shows in many seconds."""


class Lettering:
    """Draws short texts in one font, figures all of one width.

    Positions are of the text's vertical centre, so that rows of any font line up.
    """

    def __init__(self, font: QFont, pixels: int, *, bold: bool = False) -> None:
        self.font = QFont(font)
        self.font.setPixelSize(pixels)
        self.font.setBold(bold)
        self.metrics = QFontMetricsF(self.font)
        self._laid: dict[str, tuple[QStaticText, float, float]] = {}
        self._raw = QRawFont.fromFont(self.font)
        self._digit = max(self.metrics.horizontalAdvance(figure) for figure in "0123456789")
        self._runs: dict[str, QGlyphRun | None] = {}

    def left(self, painter: QPainter, x: float, middle: float, text: str) -> None:
        """Text that begins at x."""
        laid, _, height = self._lay(text)
        painter.drawStaticText(QPointF(x, middle - height / 2), laid)

    def right(self, painter: QPainter, x: float, middle: float, text: str) -> None:
        """Text that ends at x."""
        laid, width, height = self._lay(text)
        painter.drawStaticText(QPointF(x - width, middle - height / 2), laid)

    def running(self, painter: QPainter, x: float, middle: float, text: str) -> None:
        """A text that ends at x and is another one every time: nothing of it is kept."""
        drop = (self.metrics.ascent() - self.metrics.descent()) / 2
        painter.drawText(QPointF(x - self.metrics.horizontalAdvance(text), middle + drop), text)

    def column(self, painter: QPainter, x: float, rows: Iterable[tuple[float, str]]) -> None:
        """Many texts (middle, text) that end at x: figures in cells of one width."""
        if isinstance(painter, ShapePainter):  # where glyphs that are placed are no words
            for middle, text in rows:
                self.running(painter, x, middle, text)
            return
        drop = (self.metrics.ascent() - self.metrics.descent()) / 2
        runs = self._runs
        for middle, text in rows:
            run = runs[text] if text in runs else self._spell(text)
            if run is None:
                self.right(painter, x, middle, text)
            else:
                painter.drawGlyphRun(QPointF(x, middle + drop), run)

    def _spell(self, text: str) -> QGlyphRun | None:
        """The glyphs of a text left of its end; None where the font lacks one."""
        if len(self._runs) >= KEPT:
            self._runs.clear()
        x, places, indexes = 0.0, [], []
        for letter in reversed(text):
            glyph = self._raw.glyphIndexesForString(letter)
            own = self.metrics.horizontalAdvance(letter)
            cell = self._digit if letter.isascii() and letter.isdigit() else own
            x -= cell
            places.append(QPointF(x + (cell - own) / 2, 0))
            indexes.append(glyph[0] if len(glyph) == 1 else 0)
        run = QGlyphRun()
        run.setRawFont(self._raw)
        run.setGlyphIndexes(indexes)
        run.setPositions(places)
        self._runs[text] = None if 0 in indexes else run
        return self._runs[text]

    def centred(self, painter: QPainter, x: float, middle: float, text: str) -> None:
        """Text around x."""
        laid, width, height = self._lay(text)
        painter.drawStaticText(QPointF(x - width / 2, middle - height / 2), laid)

    def width(self, text: str) -> float:
        """Width of a text in pixels."""
        return self._lay(text)[1]

    def elided(self, text: str, width: float) -> str:
        """The text, shortened with an ellipsis to fit a width."""
        return self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)

    def shortened(self, label: str, width: float) -> str:
        """A method's label with its middle left out where it is too wide: copies of a method
        differ at the end."""
        return self.metrics.elidedText(label, Qt.TextElideMode.ElideMiddle, width)

    def use(self, painter: QPainter, colour: QColor) -> None:
        """Make the painter write in this font and a colour."""
        painter.setFont(self.font)
        painter.setPen(colour)

    def _lay(self, text: str) -> tuple[QStaticText, float, float]:
        found = self._laid.get(text)
        if found is None:
            if len(self._laid) >= KEPT:
                self._laid.clear()
            laid = QStaticText(text)
            laid.setTextFormat(Qt.TextFormat.PlainText)
            laid.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            laid.prepare(QTransform(), self.font)
            size = laid.size()
            found = self._laid[text] = (laid, size.width(), size.height())
        return found
