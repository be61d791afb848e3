"""One chart: its title, its switch to a logarithmic axis, and the canvas under them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.fields.elided_label import ElidedLabel
from app.panels.charts.axis import Axis, suits_logarithm
from app.panels.charts.canvas import Canvas
from app.panels.charts.curves import Curve
from app.panels.charts.log_switch import LogSwitch
from app.panels.charts.plot import Plot, visible
from app.theme import Theme
from core.series import Series
from landscapes.base import Array

FLOORED = ("loss", "best")
"""Quantities that are shown above the known minimum where their logarithm needs it."""

SURVEYED = 1000.0
"""Pixels for which values are thinned before an axis is chosen: their extremes stay."""
SHARES = ("agreement",)
"""Quantities that lie in [0, 1] and are seen best on all of it."""


class Chart(QWidget):
    """Draws one `Series`; signals as those of its canvas, the vertical cut it keeps itself."""

    seek_asked = Signal(int)
    zoom_asked = Signal(object)
    curve_pointed = Signal(int)

    def __init__(self, series: Series, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.series = series
        self._theme = theme
        self._curves: tuple[Curve, ...] = ()
        self._steps, self._floor, self._said = 1, 0.0, ""
        self._window: tuple[float, float] | None = None
        self._cut: Axis | None = None
        self._emphasis: int | None = None
        self._secondary = False
        self._chosen: bool | None = None  # None: logarithmic where the values suit it
        self._make()

    def _make(self) -> None:
        key, title = self.series.key, self.series.title
        self.setObjectName(f"chart-{key}")
        self.title = ElidedLabel(title)
        self.title.setToolTip(self.series.description)
        self.note = QLabel()
        self.note.setProperty("role", "small")
        self.log = LogSwitch(self._theme)
        self.log.setObjectName(f"chart-{key}-log")
        self.log.setAccessibleName(f"{title}: logarithmic axis")
        self.log.clicked.connect(self._choose_log)
        self.canvas = Canvas(self._theme)
        self.canvas.setObjectName(f"chart-{key}-canvas")
        self.canvas.setAccessibleName(f"{title} over the steps")
        self.canvas.setAccessibleDescription(
            "Click: go to a step. Drag: zoom. Wheel or + and −: zoom. Double click or 0: show all."
        )
        self.canvas.seek_asked.connect(self.seek_asked)
        self.canvas.zoom_asked.connect(self.zoom_asked)
        self.canvas.cut_asked.connect(self._cut_to)
        self.canvas.curve_pointed.connect(self.curve_pointed)
        head = QHBoxLayout()
        head.setContentsMargins(10, 0, 10, 0)
        head.setSpacing(6)
        head.addWidget(self.title, 1)
        head.addWidget(self.note)
        head.addWidget(self.log)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        lines.addLayout(head)
        lines.addWidget(self.canvas, 1)

    @property
    def logarithmic(self) -> bool:
        """Whether the axis is logarithmic now."""
        return self.log.isChecked()

    def show_curves(
        self,
        curves: tuple[Curve, ...],
        steps: int,
        floor: float,
        theme: Theme,
        note: str = "",
    ) -> None:
        """Draw these curves; `floor` is the loss of the known global minimum, `note` a remark."""
        if steps != self._steps:
            self._window = self._cut = None
        self._curves, self._steps, self._theme, self._said = curves, steps, theme, note
        self._floor = min(0.0, floor) if self.series.key in FLOORED else 0.0
        self._draw()

    def show_window(self, window: tuple[float, float] | None) -> None:
        """Show these times, None for all."""
        if window != self._window:
            self._window = window
            self._draw()

    def show_secondary(self, shown: bool) -> None:
        """Draw λ_min beside λ_max; the other quantities always show all their lines."""
        if shown != self._secondary:
            self._secondary = shown
            self._draw()

    def emphasise(self, method: int) -> None:
        """Bring one method's curve to the front, the others to the back; −1: none."""
        emphasis = method if method >= 0 else None
        if emphasis != self._emphasis:
            self._emphasis = emphasis
            self._draw()

    @Slot()
    def _choose_log(self) -> None:
        self._chosen, self._cut = self.log.isChecked(), None
        self._draw()

    @Slot(object)
    def _cut_to(self, heights: tuple[float, float] | None) -> None:
        self._cut = self.canvas.plot.axis.between(*heights) if heights else None
        self._draw()

    def _draw(self) -> None:
        values = self._values()
        ratio = self.series.log_ratio
        suits = ratio is not None and suits_logarithm(values, self._floor, ratio)
        logarithmic = suits if self._chosen is None else self._chosen
        self.log.setChecked(logarithmic)
        above = logarithmic and self._floor < 0
        self.log.set_theme(self._theme)
        self.note.setText("above the minimum" if above else self._said)
        axis = self._cut or self._whole_axis(values, logarithmic, self._floor if above else 0.0)
        window = self._window or (0.0, float(self._steps))
        secondary = self.series.key != "sharpness" or self._secondary
        plot = Plot(self._curves, axis, window, self._emphasis, secondary)
        self.canvas.show_plot(plot, self._steps, self._theme)

    def _whole_axis(self, values: Array, logarithmic: bool, floor: float) -> Axis:
        if self.series.key in SHARES and not logarithmic:
            return Axis(-0.04, 1.04)
        return Axis.around(values, logarithmic, floor)

    def _values(self) -> Array:
        """All values in the times that are shown."""
        window = self._window or (0.0, float(self._steps))
        found = [np.zeros(0)]
        for curve in self._curves:
            for place, line in enumerate(curve.lines):
                if place and self.series.key == "sharpness" and not self._secondary:
                    continue
                several = (line.values, line.low, line.high)
                found += [
                    visible(line.first, values, window, SURVEYED)[1]
                    for values in several
                    if values is not None
                ]
        return np.concatenate(found)
