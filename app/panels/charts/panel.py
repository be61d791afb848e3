"""The charts: quantities over the steps on one time axis, with one cursor through all of them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.look.appearance import Appearance
from app.panels.charts.chart import Chart
from app.panels.charts.drawing import Drawing
from app.panels.charts.grid import ChartGrid
from app.panels.charts.menu import ChartsMenu
from app.panels.charts.values_table import ValuesTable
from app.running.shown import Picture
from app.session.session import Session
from app.widgets.icon_button import IconButton
from app.widgets.tab_order import read_in_order
from core.measures.series import SERIES
from landscapes.networks import Network

DEFAULT = ("loss", "sharpness", "agreement")
OF_NETWORKS = ("losses", "accuracy", "scores", "agreement")
"""What is drawn of a network where nobody has chosen, as far as it has that."""


class ChartsPanel(QFrame):
    """Shows the chosen quantities of the session's picture.

    `shown` are the keys of `core.measures.series.SERIES` that are drawn, in their order there.
    Networks and other landscapes have charts of their own, and are each remembered.
    """

    def __init__(
        self, session: Session, appearance: Appearance, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._appearance = session, appearance
        self._charts: dict[str, Chart] = {}
        self._wishes = {False: DEFAULT, True: OF_NETWORKS}
        self._window: tuple[float, float] | None = None
        self._experiment = session.picture.experiment
        self.setObjectName("charts-panel")
        self.setAccessibleName("Charts")
        self.setProperty("role", "panel")
        self._make()
        self.drawing = Drawing(session, appearance, self)
        self.drawing.restarted.connect(self.menu.show_starts)
        self.drawing.drawn.connect(self._follow_drawn)
        session.picture_changed.connect(self._follow_picture)
        session.cursor_changed.connect(self._follow_cursor)
        self._show_wished()

    def _make(self) -> None:
        self.values = ValuesTable(self._appearance.theme)
        self.values.hide()
        self.table = IconButton(
            self._appearance, "table", "charts-table", "Values at the cursor in a table: on or off"
        )
        self.table.setCheckable(True)
        self.table.toggled.connect(self._show_table)
        self.more = IconButton(self._appearance, "chart", "charts-menu", "Choose the charts")
        self.more.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self.menu = ChartsMenu(self)
        self.menu.shown_changed.connect(self.set_shown)
        self.menu.smallest_changed.connect(self._show_smallest)
        self.menu.whole_changed.connect(self._show_whole)
        self.menu.reset_asked.connect(self._reset)
        self.more.setMenu(self.menu)
        buttons = QVBoxLayout()
        buttons.setSpacing(2)
        buttons.addWidget(self.more)
        buttons.addWidget(self.table)
        buttons.addStretch(1)
        self._grid = ChartGrid(self.values)
        body = QHBoxLayout(self)
        body.setContentsMargins(2, 8, 4, 4)
        body.setSpacing(2)
        body.addWidget(self._grid, 1)
        body.addLayout(buttons)

    def take_head(self) -> QWidget:
        """The buttons side by side, for whoever shows them beside the panel's title."""
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addStretch(1)
        for button in (self.more, self.table):
            row.addWidget(button)
        return head

    @property
    def shown(self) -> tuple[str, ...]:
        """The quantities that are drawn."""
        return tuple(key for key in SERIES if key in self._charts)

    def chart(self, key: str) -> Chart:
        """The chart of a quantity that is shown."""
        return self._charts[key]

    @Slot(object)
    def set_shown(self, keys: Iterable[str]) -> None:
        """Draw these quantities and no others; unknown names are passed over, and what a race like
        this has not is left as it was."""
        wanted, experiment = set(keys), self._experiment
        before = self._wishes[self._of_network]
        self._wishes[self._of_network] = tuple(
            key
            for key, series in SERIES.items()
            if key in (wanted if series.suits(experiment) else before)
        )
        self._show_wished()

    def wished(self, *, networks: bool) -> tuple[str, ...]:
        """The quantities that are drawn of networks, or of all else."""
        return self._wishes[networks]

    def wish(self, keys: Iterable[str], *, networks: bool) -> None:
        """Draw these quantities of networks, or of all else; unknown names are passed over."""
        wanted = set(keys)
        self._wishes[networks] = tuple(key for key in SERIES if key in wanted)
        self._show_wished()

    @property
    def _of_network(self) -> bool:
        return isinstance(self._experiment.landscape, Network)

    def _show_wished(self) -> None:
        """Draw what is wished of a race like this, as far as it has that."""
        experiment = self._experiment
        offered = [key for key, series in SERIES.items() if series.suits(experiment)]
        wanted = [key for key in self._wishes[self._of_network] if key in offered]
        self._charts = {key: self._charts.get(key) or self._new_chart(key) for key in wanted}
        self._grid.show_charts(tuple(self._charts.values()))
        self._order_stops()
        self.menu.offer(offered, networks=self._of_network)
        self.menu.show_shown(self.shown)
        self.drawing.show({key: self._charts[key] for key in self.shown})

    def _order_stops(self) -> None:
        """Let Tab go from chart to chart, then to the buttons at the right."""
        stops = [stop for chart in self._charts.values() for stop in chart.stops]
        read_in_order([*stops, self.more, self.table])

    def _new_chart(self, key: str) -> Chart:
        chart = Chart(SERIES[key], self._appearance.theme)
        chart.seek_asked.connect(self._session.seek)
        chart.zoom_asked.connect(self._zoom)
        chart.curve_pointed.connect(self._emphasise)
        chart.show_secondary(self.menu.smallest)
        chart.show_window(self._window)
        chart.show_cursor(self._session.cursor)
        return chart

    # Following the session

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.drawing.begin()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.drawing.want_curvature()

    @Slot(object)
    def _follow_picture(self, picture: Picture) -> None:
        """Show other charts where a race like this has others."""
        before, self._experiment = self._experiment, picture.experiment
        if before.landscape == self._experiment.landscape:
            return
        had, has = ([s.suits(each) for s in SERIES.values()] for each in (before, self._experiment))
        if had != has:
            self._show_wished()

    @Slot(bool)
    def _follow_drawn(self, first_time: bool) -> None:
        """A chart has been drawn: only then it has a plot, where Tab stops."""
        if first_time:
            self._order_stops()
        if not self.values.isHidden():
            self._fill_table()

    @Slot(int)
    def _follow_cursor(self, cursor: int) -> None:
        for chart in self._charts.values():
            chart.show_cursor(cursor)
        if not self.values.isHidden():
            self.values.show_time(cursor)

    # What a person asks for

    @Slot(object)
    def _zoom(self, window: tuple[float, float] | None) -> None:
        self._window = window
        for chart in self._charts.values():
            chart.show_window(window)

    @Slot()
    def _reset(self) -> None:
        for chart in self._charts.values():
            chart.reset()

    @Slot(int)
    def _emphasise(self, method: int) -> None:
        for chart in self._charts.values():
            chart.emphasise(method)

    @Slot(bool)
    def _show_smallest(self, shown: bool) -> None:
        for chart in self._charts.values():
            chart.show_secondary(shown)

    @Slot(bool)
    def _show_whole(self, whole: bool) -> None:
        self.drawing.show_whole(whole)

    @Slot(bool)
    def _show_table(self, shown: bool) -> None:
        self.values.setVisible(shown)
        if shown:
            self._fill_table()
            QTimer.singleShot(0, self._grid, self._grid.reveal_table)

    def _fill_table(self) -> None:
        self.values.show_columns(self.drawing.columns(), self._appearance.theme)
        self.values.show_time(self._session.cursor)
