"""One chart: its title, its switch to a logarithmic axis, a caption, and the plot under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.figures.curves.choice import scale_for, span_for, values_of
from app.figures.curves.curves import Curve
from app.figures.curves.sample import LOST, Sample, brief, caption
from app.figures.curves.scale import Scale
from app.look.theme import Theme
from app.look.tool_tips import set_tip
from app.panels.charts.log_switch import LogSwitch
from app.widgets.elided_label import ElidedLabel
from core.measures.over_time import Series

if TYPE_CHECKING:
    from app.panels.charts.plot_view import PlotView


class Chart(QWidget):
    """Draws one `Series`; signals as those of its view, the vertical cut it keeps itself.

    The view is made when there is first something to draw: what plots takes long to import.
    """

    seek_asked = Signal(int)
    zoom_asked = Signal(object)
    curve_pointed = Signal(int)

    def __init__(self, series: Series, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.series = series
        self.view: PlotView | None = None
        self._theme = theme
        self._curves: tuple[Curve, ...] = ()
        self._steps, self._floor, self._cursor = 1, 0.0, 0
        self._sample, self._blank = Sample(), ""
        self._window: tuple[float, float] | None = None
        self._cut: tuple[float, float] | None = None
        self._emphasis: int | None = None
        self._secondary = False
        self._chosen: bool | None = None  # None: logarithmic where the values suit it
        self._make()

    def _make(self) -> None:
        key, title = self.series.key, self.series.title
        self.setObjectName(f"chart-{key}")
        self.title = ElidedLabel(title)
        set_tip(self.title, self.series.description)
        self.note = ElidedLabel("", "small")
        self.note.setObjectName(f"chart-{key}-note")
        set_tip(self.note, LOST)
        self.note.setContentsMargins(10, 0, 10, 0)
        self.note.hide()
        self.log = LogSwitch(self._theme)
        self.log.setObjectName(f"chart-{key}-log")
        self.log.setAccessibleName(f"{title}: logarithmic axis")
        self.log.clicked.connect(self._choose_log)
        self.remark = QLabel("above the minimum")
        self.remark.setProperty("role", "small")
        self.remark.hide()
        head = QHBoxLayout()
        head.setContentsMargins(10, 0, 10, 0)
        head.setSpacing(6)
        head.addWidget(self.title, 1)
        head.addWidget(self.remark)
        head.addWidget(self.log)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(2)
        self._lines.addLayout(head)
        self._lines.addWidget(self.note)
        self._ground = QWidget()
        self._lines.addWidget(self._ground, 1)

    def _view(self) -> PlotView:
        """The plot, made in the place that was kept for it."""
        if self.view is None:
            from app.panels.charts.plot_view import PlotView

            view = self.view = PlotView(self._theme, self)
            key, title = self.series.key, self.series.title
            view.setObjectName(f"chart-{key}-canvas")
            view.setAccessibleName(f"{title} over the steps")
            view.seek_asked.connect(self.seek_asked)
            view.zoom_asked.connect(self.zoom_asked)
            view.cut_asked.connect(self._cut_to)
            view.curve_pointed.connect(self.curve_pointed)
            view.show_cursor(self._cursor)
            self._lines.replaceWidget(self._ground, view)
            self._ground.deleteLater()
        return self.view

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops in it, in the order of reading."""
        return (self.log,) if self.view is None else (self.log, self.view)

    @property
    def shows_something(self) -> bool:
        """Whether there is a value in any of its curves."""
        return bool(np.isfinite(values_of(self._curves)).any())

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
        sample: Sample,
        blank: str = "",
    ) -> None:
        """Draw these curves of some starts; `floor` is the loss of the known global minimum,
        `blank` says why there is nothing to see where no curve has a value."""
        if steps != self._steps:
            self._window = self._cut = None
        if theme != self._theme:
            self._theme = theme
            self.log.set_theme(theme)
            self._view().show_theme(theme)
        self._curves, self._steps, self._sample, self._blank = curves, steps, sample, blank
        self._floor = floor
        self._draw(self._view())

    def show_cursor(self, cursor: int) -> None:
        """Move the time cursor."""
        self._cursor = cursor
        if self.view is not None:
            self.view.show_cursor(cursor)
            self._say()

    def show_window(self, window: tuple[float, float] | None) -> None:
        """Show these times, None for all."""
        if window != self._window:
            self._window = window
            self._fit()

    def show_secondary(self, shown: bool) -> None:
        """Draw λ_min beside λ_max; the other quantities always show all their lines."""
        if shown != self._secondary:
            self._secondary = shown
            if self.view is not None:
                self._draw(self.view)

    def emphasise(self, method: int) -> None:
        """Bring one method's curve to the front, the others to the back; −1: none."""
        emphasis = method if method >= 0 else None
        if emphasis != self._emphasis:
            self._emphasis = emphasis
            if self.view is not None:
                self.view.emphasise(emphasis)

    def reset(self) -> None:
        """Show all times and values again."""
        if self.view is not None:
            self.view.reset()

    @Slot()
    def _choose_log(self) -> None:
        self._chosen, self._cut = self.log.isChecked(), None
        if self.view is not None:
            self._draw(self.view)

    @Slot(object)
    def _cut_to(self, span: tuple[float, float] | None) -> None:
        self._cut = span
        self._fit()

    def _draw(self, view: PlotView) -> None:
        curves = self._seen_curves()
        scale = self._scale(curves)
        self.log.setChecked(scale.logarithmic)
        view.show_curves(curves, scale, self._emphasis)
        view.show_message("" if np.isfinite(values_of(curves)).any() else self._blank)
        self.remark.setVisible(scale.floor < 0)
        self._say()
        self._fit()

    def _say(self) -> None:
        """Say whose values are drawn, as it is at the time cursor."""
        assert self.view is not None
        worst = self.series.worst is not None
        said = caption(self._sample, self.view.curves, self._cursor, lost_are_worst=worst)
        said = " · ".join(filter(None, (said, self._thin())))
        if said != self.note.text():
            self.note.brief = brief(said)
            self.note.setText(said)
            self.note.setVisible(bool(said))

    def _thin(self) -> str:
        """What the thin lines are, of a network."""
        curves = self.view.curves if self.view is not None else ()
        if self.series.of not in ("networks", "tasks") or not curves or len(curves[0].lines) > 4:
            return ""
        others = " and ".join(line.name for line in curves[0].lines[1:])
        return f"thin: {others}" if others else ""

    def _fit(self) -> None:
        """Show the window, and of the values those in it unless a person has cut them."""
        if self.view is not None:
            span = self._cut or span_for(
                self.series, self.view.curves, self.view.scale_shown, self._window
            )
            self.view.show_range(self._window, span, self._steps)

    def _seen_curves(self) -> tuple[Curve, ...]:
        if self.series.key != "sharpness" or self._secondary:
            return self._curves
        return tuple(curve._replace(lines=curve.lines[:1]) for curve in self._curves)

    def _scale(self, curves: tuple[Curve, ...]) -> Scale:
        return scale_for(self.series, curves, self._floor, self._chosen)
