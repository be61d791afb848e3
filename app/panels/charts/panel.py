"""The charts: quantities over the steps on one time axis, with one cursor through all of them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.figures.curves.curves import Curves
from app.figures.curves.sample import Sample
from app.look.appearance import Appearance
from app.panels.charts.blank import why_blank
from app.panels.charts.chart import Chart
from app.panels.charts.grid import ChartGrid
from app.panels.charts.menu import ChartsMenu
from app.panels.charts.turns import Turns
from app.panels.charts.values_table import ValuesTable
from app.running.shown import Picture
from app.session.session import Session
from app.widgets.icon_button import IconButton
from app.widgets.tab_order import read_in_order
from app.widgets.throttle import Throttle
from core.measures.network_series import CURVATURE
from core.measures.series import SERIES
from landscapes.networks import Network

DEFAULT = ("loss", "sharpness", "agreement")
OF_NETWORKS = ("losses", "accuracy", "scores", "agreement")
"""What is drawn of a network where nobody has chosen, as far as it has that."""
MEASURED_MS = 400
"""How often curves of curvature are drawn while it is being measured."""
TURN_MS, TURN_SECONDS = 15, 0.004
"""How often there is a turn, of computing for so long or of drawing one chart."""
DIM_MS = 350
"""How long curves may be outdated before they are dimmed, which paints them all anew."""


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
        self._curves = Curves()
        self._charts: dict[str, Chart] = {}
        self._wishes = {False: DEFAULT, True: OF_NETWORKS}
        self._window: tuple[float, float] | None = None
        self._computed = False
        self._turns = Turns(SERIES)
        self._dimmed: frozenset[int] = frozenset()
        self._followed = session.picture
        self._begun = False
        self._sample = Sample()
        self._whole = True  # quartiles over all starts rather than the selected one
        self.setObjectName("charts-panel")
        self.setAccessibleName("Charts")
        self.setProperty("role", "panel")
        self._make()
        self._turn = QTimer(self)
        self._turn.setInterval(TURN_MS)
        self._turn.timeout.connect(self._advance)
        self._outdated = Throttle(self._dim, DIM_MS, self)
        session.picture_changed.connect(self._follow_picture)
        session.cursor_changed.connect(self._follow_cursor)
        session.start_selected.connect(self._follow_start)
        appearance.theme_changed.connect(self._follow_theme)
        self._measured = Throttle(self._show_measured, MEASURED_MS, self)
        session.curvatures.grew.connect(self._measured.ask)
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

    @property
    def at_work(self) -> bool:
        """Whether there is something yet to be computed or drawn."""
        return self._turn.isActive() or (self._begun and not self._turns.has_drawn(self.shown))

    def chart(self, key: str) -> Chart:
        """The chart of a quantity that is shown."""
        return self._charts[key]

    @Slot(object)
    def set_shown(self, keys: Iterable[str]) -> None:
        """Draw these quantities and no others; unknown names are passed over, and what a race like
        this has not is left as it was."""
        wanted, experiment = set(keys), self._followed.experiment
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
        return isinstance(self._followed.experiment.landscape, Network)

    def _show_wished(self) -> None:
        """Draw what is wished of a race like this, as far as it has that."""
        experiment = self._followed.experiment
        offered = [key for key, series in SERIES.items() if series.suits(experiment)]
        wanted = [key for key in self._wishes[self._of_network] if key in offered]
        self._charts = {key: self._charts.get(key) or self._new_chart(key) for key in wanted}
        self._grid.show_charts(tuple(self._charts.values()))
        self._order_stops()
        self.menu.offer(offered, networks=self._of_network)
        self.menu.show_shown(self.shown)
        self._turns.keep(self.shown)
        self._draw_anew()

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
        if not self._begun:
            self._begun = True
            # The plots come after the window's first paint, for what draws them takes long to
            # import.
            QTimer.singleShot(TURN_MS, self, self._work)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._want_curvature()

    @Slot(object)
    def _follow_picture(self, picture: Picture) -> None:
        before, self._followed = self._followed, picture
        if picture is before:  # its tracks have grown: what has more to show is drawn
            self._want_curvature()
            self._work()
            return
        if picture.stale:
            self._outdated.ask()
        else:
            self._outdated.cancel()
        if before.experiment.landscape != picture.experiment.landscape:
            self._offer_anew(before)
        same = before.experiment == picture.experiment and before.failure is picture.failure
        if same and before.tracks == picture.tracks and before.stale != picture.stale:
            if not picture.stale and self._dimmed:
                self._dim()
            return  # nothing to draw but what is dimmed, and that can wait
        self._dimmed &= picture.stale
        if not same:  # a run that is soon complete is drawn then, and once
            self._turns.put_off()
        self._draw_anew()

    def _offer_anew(self, before: Picture) -> None:
        """Show other charts where a race like this has others."""
        experiments = (before.experiment, self._followed.experiment)
        had, has = ([s.suits(each) for s in SERIES.values()] for each in experiments)
        if had != has:
            self._show_wished()

    def _draw_anew(self) -> None:
        """Draw all charts again, in turn, from the picture that is followed."""
        start = None if self._whole else self._session.selected_start
        picture = self._followed
        self._curves.follow(picture, start)
        self._turns.want(self.shown)
        self._say(picture)
        self._want_curvature()
        self._work()

    def _want_curvature(self) -> None:
        """Have measured what is dear, once the runs are complete and if it is to be drawn."""
        dear = not set(CURVATURE).isdisjoint(self.shown) and self.isVisible()
        if not dear or not self._of_network:
            self._session.curvatures.give_up()
        elif not self._followed.stale and self._followed.ready == self._followed.experiment.steps:
            self._session.curvatures.want(self._followed, self._session.selected_start)

    @Slot()
    def _show_measured(self) -> None:
        """Draw the curvature that is known by now."""
        self._curves.forget(CURVATURE)
        self._turns.want(key for key in self.shown if key in CURVATURE)
        self._work()

    @Slot()
    def _work(self) -> None:
        if self._begun and not self._turn.isActive():
            self._turn.start()

    @Slot()
    def _dim(self) -> None:
        """Dim what has been outdated for long, and nothing else."""
        stale = self._followed.stale
        if stale != self._dimmed:
            self._dimmed = stale
            self._draw_anew()

    def _say(self, picture: Picture) -> None:
        count = picture.experiment.start_count
        self.menu.show_starts(count)
        selected = None if self._whole else self._session.selected_start
        self._sample = Sample(count, self._curves.picked, selected)

    @Slot()
    def _advance(self) -> None:
        """Compute a little, or in the turn after it draw one chart; rest when nothing is left."""
        drew = self._computed and self._draw_one()
        if not drew:
            due = {key for key in self.shown if self._turns.is_due(key, self._is_complete)}
            self._turns.want(self._curves.advance(self.shown, TURN_SECONDS, due))
            self._turns.keep(self.shown)
        self._computed = not drew
        if not self._turns.waits and not self._curves.behind(self.shown):
            self._turn.stop()

    def _is_complete(self, key: str) -> bool:
        picture = self._followed
        complete = not picture.stale and picture.ready == picture.experiment.steps
        return complete and not self._curves.behind((key,))

    def _draw_one(self) -> bool:
        """Draw the chart that has waited longest, if any; they are drawn one at a time."""
        key = self._turns.take(self._is_complete)
        if key is None:
            return False
        picture, theme = self._followed, self._appearance.theme
        minima = picture.experiment.landscape.minima
        floor = min((minimum.loss for minimum in minima), default=0.0)
        curves = self._curves.of(key, theme, self._dimmed)
        first_time = self._charts[key].view is None
        steps, blank = (
            picture.experiment.steps,
            why_blank(key, picture, measuring=self._session.curvatures.busy),
        )
        self._charts[key].show_curves(curves, steps, floor, theme, self._sample, blank)
        if first_time:
            self._order_stops()
        if not self.values.isHidden():
            self._fill_table()
        return True

    @Slot(int)
    def _follow_cursor(self, cursor: int) -> None:
        for chart in self._charts.values():
            chart.show_cursor(cursor)
        if not self.values.isHidden():
            self.values.show_time(cursor)

    @Slot(int)
    def _follow_start(self, start: int) -> None:
        if not self._whole:
            self._draw_anew()

    @Slot(object)
    def _follow_theme(self, theme: object) -> None:
        self._turns.forget()
        self._draw_anew()

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
        self._whole = whole
        self._draw_anew()

    @Slot(bool)
    def _show_table(self, shown: bool) -> None:
        self.values.setVisible(shown)
        if shown:
            self._fill_table()
            QTimer.singleShot(0, self._grid, self._grid.reveal_table)

    def _fill_table(self) -> None:
        theme = self._appearance.theme
        columns = tuple((SERIES[key].title, self._curves.of(key, theme)) for key in self.shown)
        self.values.show_columns(columns, theme)
        self.values.show_time(self._session.cursor)
