"""A study's sheet as a picture, a drawing or a page; its experiment travels with it."""

from __future__ import annotations

from PySide6.QtGui import QColor, QImage, QPainter

from app.files import marks, png_text
from app.look import vector
from app.look.png import png_of
from app.look.theme import Theme
from app.study.output.progress import Report
from app.study.output.sheet import Sheet
from core.experiment import experiment_file
from core.study.asking.answer import Answer

RATIO, HIGHEST = 2.0, 30_000
"""Pixels of a picture along each unit, and how many Qt paints from the top to the foot."""


def png(answer: Answer, theme: Theme, report: Report) -> bytes:
    """A picture at twice the screen's density."""
    sheet = Sheet.of(answer, theme, report)
    ratio = min(RATIO, HIGHEST / sheet.size[1])
    width, height = (round(ratio * side) for side in sheet.size)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(theme.window))
    painter = QPainter(image)
    try:
        sheet.paint(painter, (width / ratio, height / ratio))
    finally:
        painter.end()
    image.setText(png_text.KEY, _experiment(answer))
    return png_of(image)


def svg(answer: Answer, theme: Theme, report: Report) -> bytes:
    """A drawing whose words can be selected."""
    sheet = Sheet.of(answer, theme, report)
    added = marks.SVG.wrapped(_experiment(answer))
    return vector.svg(_millimetres(sheet), sheet.title, sheet.paint, added=added)


def pdf(answer: Answer, theme: Theme, report: Report) -> bytes:
    """One page, as large as the sheet."""
    sheet = Sheet.of(answer, theme, report)
    added = marks.PDF.wrapped(_experiment(answer)).decode()
    return vector.pdf(_millimetres(sheet), sheet.title, sheet.paint, added=added)


def _experiment(answer: Answer) -> str:
    return experiment_file.dumps(answer.question.experiment)


def _millimetres(sheet: Sheet) -> tuple[float, float]:
    width, height = sheet.size
    return width * 25.4 / vector.DPI, height * 25.4 / vector.DPI
