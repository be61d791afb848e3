"""The frame around the map: ticks with labels on two sides and the colour bar on the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.look.theme import Theme
from app.map.drawing.colours import band_fractions, shade
from app.map.drawing.device import hairline
from app.map.drawing.text import Fonts
from app.map.drawing.ticks import Tick, linear_ticks, scale_ticks
from app.map.drawing.view import RIGHT, Frame
from core.measures.surface import Quantity, Scale
from core.writing import MINUS, short

TICK = 4.0
THREE = 90.0
"""A side of so many pixels has room for three ticks."""
GAP = 6.0  # between a tick and its label
ROOM = 20.0  # that the name of the axis of y takes at its end
SHORT = 24.0
"""A name of an axis that is wider takes the place of ticks."""
MOST = 0.9
"""The share of the axis that such a name may take."""
TURNED = 15.0
"""Pixels that it takes across."""
GRID_OPACITY = 0.3
BAR_OFFSET, BAR_WIDTH, CAPTION = 14.0, 12.0, 24.0


def draw_axes(
    painter: QPainter, frame: Frame, theme: Theme, fonts: Fonts, *,
    names: tuple[str, str] | None = None,
) -> None:  # fmt: skip
    """The map's outline, its ticks and their labels, and the names of its axes, if any."""
    draw_ticks_of_x(painter, frame, theme, fonts, names=names)
    draw_ticks_of_y(painter, frame, theme, fonts, names=names)
    draw_outline(painter, frame, theme)


def draw_ticks_of_x(
    painter: QPainter, frame: Frame, theme: Theme, fonts: Fonts, *,
    names: tuple[str, str] | None = None,
) -> None:  # fmt: skip
    """Below the map; the name stands at the end, and a long one in the place of ticks."""
    plot, end = frame.plot, frame.plot.right()
    painter.setFont(fonts.small)
    text = "" if names is None else _shown_name(names[0], fonts, MOST * plot.width())
    wide = fonts.small_metrics.horizontalAdvance(text)
    free = plot.right() - wide if wide > SHORT else np.inf
    for tick, x in horizontal_ticks(frame, fonts):
        if x + 0.5 * fonts.small_metrics.horizontalAdvance(tick.label) + 2 * GAP > free:
            continue
        end = max(end, x + 0.5 * fonts.small_metrics.horizontalAdvance(tick.label) + GAP)
        painter.setPen(QPen(QColor(theme.dim), 1))
        painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + TICK))
        _label(painter, QRectF(x - 60, plot.bottom() + GAP, 120, 18), "top centre", tick.label)
    if text:
        left = end + 2 if wide <= SHORT else free
        _name(painter, fonts, theme, QPointF(left, plot.bottom() + GAP), text)


def draw_ticks_of_y(
    painter: QPainter, frame: Frame, theme: Theme, fonts: Fonts, *,
    names: tuple[str, str] | None = None,
) -> None:  # fmt: skip
    """On the left of the map; the name stands at the end, where a tick leaves it room; a long one
    is turned."""
    plot, metrics = frame.plot, fonts.small_metrics
    painter.setFont(fonts.small)
    text = "" if names is None else _shown_name(names[1], fonts, MOST * plot.height())
    wide = metrics.horizontalAdvance(text)
    if wide > SHORT:
        painter.setPen(QColor(theme.text))
        painter.save()
        painter.translate(0.0, plot.top() + wide)
        painter.rotate(-90.0)
        painter.drawText(QRectF(0.0, 1.0, wide + 2.0, TURNED), Qt.AlignmentFlag.AlignTop, text)
        painter.restore()
    for tick, y in vertical_ticks(frame, fonts):
        if 0 < wide <= SHORT and y < plot.top() + ROOM:
            continue
        free = plot.left() - GAP - 2 - metrics.horizontalAdvance(tick.label)
        if wide > SHORT and y < plot.top() + wide + GAP and free < TURNED:
            continue  # the name is in its way
        painter.setPen(QPen(QColor(theme.dim), 1))
        painter.drawLine(QPointF(plot.left() - TICK, y), QPointF(plot.left(), y))
        _label(painter, QRectF(0, y - 10, plot.left() - GAP - 2, 20), "right", tick.label)
    if 0 < wide <= SHORT:
        _name(painter, fonts, theme, QPointF(plot.left() - GAP - 2 - wide, plot.top() - 3), text)


def draw_grid_lines(painter: QPainter, frame: Frame, theme: Theme, fonts: Fonts) -> None:
    """Across the map from every tick."""
    plot = frame.plot
    painter.setPen(hairline(frame, theme.map_line, GRID_OPACITY))
    for _, x in horizontal_ticks(frame, fonts):
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
    for _, y in vertical_ticks(frame, fonts):
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))


def draw_outline(painter: QPainter, frame: Frame, theme: Theme) -> None:
    """Around the map."""
    painter.setPen(QPen(QColor(theme.line), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(frame.plot)


def horizontal_ticks(frame: Frame, fonts: Fonts) -> list[tuple[Tick, float]]:
    """Ticks of x with their pixel, as many as leave their labels apart."""
    metrics, plot = fonts.small_metrics, frame.plot
    most = max(3 if plot.width() >= THREE else 2, int(plot.width() // 64))
    while True:
        ticks = linear_ticks(frame.x, most)
        places = [round(plot.left() + (t.value - frame.x[0]) * frame.scales[0]) for t in ticks]
        widths = [metrics.horizontalAdvance(tick.label) for tick in ticks]
        room = [
            b - a - 0.5 * (wa + wb)
            for a, b, wa, wb in zip(places, places[1:], widths, widths[1:], strict=False)
        ]
        if most <= 1 or min(room, default=99.0) >= 8.0:
            return list(zip(ticks, map(float, places), strict=True))
        most -= 1


def vertical_ticks(frame: Frame, fonts: Fonts) -> list[tuple[Tick, float]]:
    """Ticks of y with their pixel, as many as leave their labels apart and so few that there is
    room for their decimals; one for which there is none has no label."""
    plot = frame.plot
    apart = max(40.0, 2.2 * fonts.small_metrics.height())
    most = max(3 if plot.height() >= THREE else 2, int(plot.height() // apart))
    ticks = _fitting(partial(linear_ticks, frame.y), most, fonts, plot.left() - GAP)
    return [
        (tick, float(round(plot.bottom() - (tick.value - frame.y[0]) * frame.scales[1])))
        for tick in ticks
    ]


def draw_colour_bar(
    painter: QPainter, frame: Frame, theme: Theme, fonts: Fonts, scale: Scale, quantity: Quantity
) -> None:
    """The bands of the scale, low at the bottom, with labels; a caption says what they measure."""
    bar = colour_bar(frame)
    if bar.height() < 40:
        return
    edges = scale.fraction(np.array([scale.low, *scale.levels, scale.high]))
    painter.setPen(Qt.PenStyle.NoPen)
    for low, high, middle in zip(edges[:-1], edges[1:], band_fractions(scale), strict=True):
        top = bar.bottom() - high * bar.height()
        painter.fillRect(
            QRectF(bar.left(), top, bar.width(), (high - low) * bar.height() + 0.5),
            shade(theme, middle),
        )
    painter.setPen(QPen(QColor(theme.line), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(bar)
    painter.setFont(fonts.small)
    for tick, y in bar_ticks(scale, bar, fonts):
        painter.setPen(QPen(QColor(theme.dim), 1))
        painter.drawLine(QPointF(bar.right(), y), QPointF(bar.right() + 3, y))
        _label(painter, QRectF(bar.right() + GAP, y - 10, 60, 20), "left", tick.label)
    caption = QRectF(bar.left() - 10, frame.plot.top() - 3, 70, 18)
    _label(painter, caption, "left", bar_caption(scale, quantity))


def colour_bar(frame: Frame) -> QRectF:
    """Where the bar stands."""
    return QRectF(
        frame.plot.right() + BAR_OFFSET,
        frame.plot.top() + CAPTION,
        BAR_WIDTH,
        frame.plot.height() - CAPTION,
    )


def bar_caption(scale: Scale, quantity: Quantity) -> str:
    """What the colour bar measures; a logarithmic one counts from the known minimum."""
    if quantity == "sharpness":
        return "λ max"
    if scale.kind != "log" or abs(scale.floor) < 0.35 * (scale.low - scale.floor):
        return "loss"
    sign = MINUS if scale.floor > 0 else "+"
    return f"loss {sign} {short(round(abs(scale.floor), 2))}"


def bar_ticks(scale: Scale, bar: QRectF, fonts: Fonts) -> list[tuple[Tick, float]]:
    """Ticks of the bar with their pixel, from the bottom up, dropping what would touch; so few
    that they need no more decimals than there is room for beside it, or else without a label."""
    height = fonts.small_metrics.height()
    found: list[tuple[Tick, float]] = []
    room = RIGHT - BAR_OFFSET - BAR_WIDTH - GAP
    for tick in _fitting(partial(scale_ticks, scale), int(bar.height() // 34), fonts, room):
        if not scale.low <= tick.value <= scale.high:
            continue
        y = bar.bottom() - float(scale.fraction(np.array(tick.value))) * bar.height()
        if not found or found[-1][1] - y >= height + 2:
            found.append((tick, float(round(y))))
    return found


def _fitting(
    ticks_of: Callable[[int], list[Tick]], most: int, fonts: Fonts, room: float
) -> list[Tick]:
    """At most so many ticks with labels that fit in a room, fewer where fewer decimals do. Where
    none do, a label that would be cut, and perhaps lose its sign, is left out."""
    width = fonts.small_metrics.horizontalAdvance

    def fits(tick: Tick) -> bool:
        return width(tick.label) <= room

    ticks = ticks_of(most)
    for fewer in range(most, 1, -1):
        found = ticks_of(fewer)
        if len(found) > 1 and all(map(fits, found)):
            return found
    return [tick if fits(tick) else tick._replace(label="") for tick in ticks]


def _shown_name(name: str, fonts: Fonts, room: float) -> str:
    """A name of an axis; where it has no room what is said last of it, or the beginning."""
    metrics, short = fonts.small_metrics, name.rpartition(", ")[2]
    for text in (name, short):
        if metrics.horizontalAdvance(text) <= room:
            return text
    return metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)


def _name(painter: QPainter, fonts: Fonts, theme: Theme, corner: QPointF, text: str) -> None:
    painter.setFont(fonts.small)
    painter.setPen(QColor(theme.text))
    size = QSizeF(max(24.0, fonts.small_metrics.horizontalAdvance(text) + 2.0), 16.0)
    painter.drawText(QRectF(corner, size), Qt.AlignmentFlag.AlignTop, text)


def _label(painter: QPainter, box: QRectF, where: str, text: str) -> None:
    centre, middle = Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignVCenter
    alignment = {
        "top centre": centre | Qt.AlignmentFlag.AlignTop,
        "right": Qt.AlignmentFlag.AlignRight | middle,
        "left": Qt.AlignmentFlag.AlignLeft | middle,
    }[where]
    painter.drawText(box, alignment, text)
