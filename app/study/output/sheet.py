"""A study on one page: title, setting, verdict, and all of its plots."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from app.look.fonts import sans
from app.look.theme import Theme
from app.study.drawing.look import Look
from app.study.drawing.painter import height_of, paint_plot
from app.study.output import setting
from app.study.output.progress import Report, unheard
from core.study.asking.answer import Answer
from core.study.plots import plots
from core.study.plots.values import BasinPlot, Differences, HeatMap, Plot, Shares
from core.study.telling.verdict import verdict

WIDTH, EDGE, BETWEEN = 1180.0, 28.0, 14.0
TEXT_WIDTH = 1000.0
MOST_ROWS = 20
"""Of differences, beside another plot."""
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


@dataclasses.dataclass(frozen=True)
class _Text:
    """A paragraph in its place."""

    box: QRectF
    words: str
    font: QFont
    dim: bool


@dataclasses.dataclass(frozen=True, eq=False)
class Sheet:
    """Everything laid out in units of a pixel; `size` is that of the whole. `report` is told of
    each plot that is painted."""

    title: str
    texts: tuple[_Text, ...]
    plots: tuple[tuple[QRectF, Plot], ...]
    size: tuple[float, float]
    theme: Theme
    report: Report = unheard

    @classmethod
    def of(cls, answer: Answer, theme: Theme, report: Report = unheard) -> Sheet:
        """The sheet of an answer of which something is known."""
        question = answer.question
        title = setting.title(question)
        paragraphs = [
            (title, sans(20, bold=True), False, 8.0),
            (" ".join(verdict(answer)), sans(13), False, 10.0),
            (setting.landscape(question), sans(11), True, 0.0),
            *((line, sans(11), True, 0.0) for line in setting.lines(question)),
        ]
        texts, y = [], EDGE
        for words, font, dim, after in paragraphs:
            if not words:
                continue
            room = QRectF(0, 0, TEXT_WIDTH, 10_000)
            high = QFontMetricsF(font).boundingRect(room, int(_WRAP), words).height()
            texts.append(_Text(QRectF(EDGE, y, TEXT_WIDTH, high + 1), words, font, dim))
            y += high + after
        placed, y = _placed(plots(answer), y + 18)
        size = (WIDTH, y + EDGE - BETWEEN)
        return cls(title, tuple(texts), tuple(placed), size, theme, report)

    def paint(self, painter: QPainter, size: tuple[float, float]) -> None:
        """Paint it into (width, height) units, as large as it fits."""
        painter.fillRect(QRectF(0, 0, *size), QColor(self.theme.window))
        scale = min(size[0] / self.size[0], size[1] / self.size[1])
        painter.scale(scale, scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for text in self.texts:
            painter.setFont(text.font)
            painter.setPen(QColor(self.theme.dim if text.dim else self.theme.text))
            painter.drawText(text.box, int(_WRAP), text.words)
        look = Look(self.theme)
        for done, (rect, plot) in enumerate(self.plots, start=1):
            painter.setPen(look.frame)
            painter.setBrush(QColor(self.theme.panel))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            paint_plot(painter, rect, plot, look)
            self.report(done, len(self.plots))


def _placed(found: Sequence[Plot], y: float) -> tuple[list[tuple[QRectF, Plot]], float]:
    """Plots in their order, two in a row where both may be narrow, and where they end."""
    whole = WIDTH - 2 * EDGE
    half = (whole - BETWEEN) / 2
    placed: list[tuple[QRectF, Plot]] = []
    row: list[Plot] = []

    def lay() -> None:
        nonlocal y
        wide = half if len(row) == 2 else whole
        high = max(height_of(plot, wide) for plot in row)
        for k, plot in enumerate(row):
            placed.append((QRectF(EDGE + k * (half + BETWEEN), y, wide, high), plot))
        y += high + BETWEEN
        row.clear()

    for plot in found:
        if row and _is_wide(plot):
            lay()
        row.append(plot)
        if _is_wide(plot) or len(row) == 2:
            lay()
    if row:
        lay()
    return placed, y


def _is_wide(plot: Plot) -> bool:
    if isinstance(plot, Differences):
        return len(plot.rows) > MOST_ROWS
    return isinstance(plot, BasinPlot | HeatMap | Shares) and len(plot.shown) > 1
