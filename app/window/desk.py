"""Which panel stands where in the window, and how wide and high at every size of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.widgets.panel_frame import Column, PanelFrame, framed
from app.widgets.splitter import GAP, Splitter
from app.window.insights import INSIGHTS
from app.window.proportions import columns, insight_rows, map_rows

_NARROWEST_CONTROLS, _NARROWEST_INSIGHT = 272, 236
PART_TITLES = {"controls": "Controls", "charts": "Charts", "insight": "Memory and standing"}


class Desk(QWidget):
    """Three columns: the controls; map, charts and playback; memory, standing and anatomy.

    `bars` have a place of their own above them while they are shown, where they hide nothing.
    A splitter whose handle nobody has moved keeps the proportions that suit the window's size.
    `parts_changed` when a part is hidden or shown.
    """

    parts_changed = Signal()

    def __init__(
        self,
        *,
        controls: Sequence[QWidget],
        run: QWidget,
        map_view: QWidget,
        charts: QWidget,
        playback: QWidget,
        memory: QWidget,
        standing: QWidget,
        bars: Sequence[QWidget] = (),
    ) -> None:
        super().__init__()
        self.setObjectName("desk")
        self._across = Splitter("columns", Qt.Orientation.Horizontal)
        self._centre = Splitter("map-and-charts", Qt.Orientation.Vertical)
        self._right = Splitter("memory-and-standing", Qt.Orientation.Vertical)
        frame = PanelFrame("controls-frame", Column("controls", *controls), run)
        frame.setMinimumWidth(_NARROWEST_CONTROLS)
        charts_frame = framed("charts-frame", charts)
        self._centre.addWidget(framed("map-frame", map_view))
        self._centre.addWidget(charts_frame)
        self._right.addWidget(framed("memory-frame", memory))
        self._right.addWidget(PanelFrame("standing-frame", self._make_tabs(standing)))
        self._right.setMinimumWidth(_NARROWEST_INSIGHT)
        for column in (frame, self._middle(playback), self._right):
            self._across.addWidget(column)
        for splitter, stretched in ((self._across, 1), (self._centre, 0), (self._right, 0)):
            splitter.setStretchFactor(stretched, 1)
        self._across.name_handles(("Width of the controls", "Width of the memory"))
        self._centre.name_handles(("Height of the charts",))
        self._right.name_handles(("Height of the standing",))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(GAP, 4, GAP, GAP)
        outer.setSpacing(GAP)
        for bar in bars:
            outer.addWidget(bar)
        outer.addWidget(self._across, 1)
        self._parts = {"controls": frame, "charts": charts_frame, "insight": self._right}

    def _make_tabs(self, standing: QWidget) -> QTabWidget:
        self.tabs = QTabWidget()
        self.tabs.setObjectName("insight-tabs")
        self.tabs.setAccessibleName("Standing and insights")
        self.tabs.tabBar().setObjectName("insight-tab-bar")
        self.tabs.tabBar().setAccessibleName("Standing, step anatomy and more")
        self.tabs.addTab(standing, "Standing")
        self._behind: dict[str, QWidget] = {}
        for insight in INSIGHTS:
            self._behind[insight.name] = QWidget()
            self.tabs.addTab(self._behind[insight.name], insight.title)
        return self.tabs

    def _middle(self, playback: QWidget) -> QWidget:
        middle = QWidget()
        middle.setObjectName("middle")
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._centre, 1)
        column.addWidget(playback)
        return middle

    def put_behind(self, name: str, panel: QWidget) -> None:
        """Put a panel behind the tab of that name in the table of insights."""
        column = QVBoxLayout(self._behind[name])
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(panel)

    def shows(self, part: str) -> bool:
        """Whether "controls", "charts" or "insight" is shown."""
        return not self._parts[part].isHidden()

    def toggle_part(self, part: str) -> None:
        """Show or hide one of them."""
        self._parts[part].setVisible(not self.shows(part))
        self.parts_changed.emit()

    @property
    def splitters(self) -> tuple[Splitter, ...]:
        """What the person can move apart."""
        return (self._across, self._centre, self._right)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.proportion()

    def proportion(self) -> None:
        """Give every splitter that nobody has moved the proportions of this size."""
        width, height = self.width(), self.height()
        for splitter, sizes in (
            (self._across, columns(width)),
            (self._centre, map_rows(height)),
            (self._right, insight_rows(height)),
        ):
            if not splitter.moved:
                splitter.setSizes(sizes)
