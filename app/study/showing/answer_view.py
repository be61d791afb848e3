"""An answer as it is read from the top down: its verdict, then its plots, each as high as it
needs to be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.look.appearance import Appearance
from app.study.showing.verdict_text import VerdictText

if TYPE_CHECKING:
    from app.study.showing.plot_view import PlotView
    from core.study.plots.values import Plot

MARGIN = 8
IMAGE_SCALE = 2
MOST_KEPT = 400
WIDEST_TEXT = 960  # a longer line is hard to read


class AnswerView(QScrollArea):
    """`cell_picked(place)` and `start_picked((x, y))` are those of its plots."""

    cell_picked = Signal(object)
    start_picked = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setObjectName("study-answer")
        self.setAccessibleName("Verdict and plots")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("role", "column")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, MARGIN, MARGIN, MARGIN)
        self._column.setSpacing(16)
        self.verdict = VerdictText()
        self.verdict.setMaximumWidth(WIDEST_TEXT)
        self._column.addWidget(self.verdict)
        self._column.addStretch(1)
        self.setWidget(inside)
        self.views: list[PlotView] = []
        self._picked: PlotView | None = None

    @property
    def plot(self) -> Plot | None:
        """The plot that was looked at last, the main one where none was."""
        return self._view.plot if self._view is not None else None

    @property
    def _view(self) -> PlotView | None:
        return self._picked if self._picked in self.views else next(iter(self.views), None)

    def image(self) -> QImage | None:
        """That plot as a picture, at twice the screen's size."""
        view = self._view
        if view is None:
            return None
        return view.image(IMAGE_SCALE)

    def show_answer(self, verdict: Sequence[str], plots: Sequence[Plot]) -> None:
        """Show another answer, or the same one grown: its plots stay where they are."""
        self._show_verdict(verdict)
        while len(self.views) > len(plots):
            view = self.views.pop()
            view.hide()
            view.deleteLater()
        while len(self.views) < len(plots):
            self.views.append(self._make(len(self.views)))
        for view, plot in zip(self.views, plots, strict=True):
            view.show_plot(plot)
        self._fit()

    def _show_verdict(self, sentences: Sequence[str]) -> None:
        """It takes no less room than before, so that the plots stay where they are as it grows."""
        kept = self.verdict.height() if self.verdict.sentences and sentences else 0
        self.verdict.show_sentences(sentences)
        self.verdict.setVisible(bool(sentences))
        self.verdict.setMinimumHeight(kept if kept <= MOST_KEPT else 0)

    def _make(self, place: int) -> PlotView:
        from app.study.showing.plot_view import (
            PlotView,  # with what it draws, when there is something
        )

        view = PlotView(self._appearance)
        view.setObjectName(f"study-plot-{place}")
        view.cell_picked.connect(self.cell_picked)
        view.start_picked.connect(self.start_picked)
        view.start_pointed.connect(self._link)
        view.installEventFilter(self)
        self._column.insertWidget(1 + place, view)
        return view

    @Slot(object)
    def _link(self, place: tuple[float, float] | None) -> None:
        """Where the hand is in one map of the plane all others show as well."""
        for view in self.views:
            if view is not self.sender():
                view.show_crosshair(place)

    def _fit(self) -> None:
        """Give each plot the height that it needs at this width."""
        from app.study.drawing.painter import height_of

        width = self.viewport().width() - MARGIN
        for view in self.views:
            if view.plot is not None:
                view.setFixedHeight(round(height_of(view.plot, width)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.MouseButtonPress):
            self._picked = next((view for view in self.views if view is watched), self._picked)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.verdict.setMinimumHeight(0)
        if self.views:
            self._fit()
