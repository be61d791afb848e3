"""How charts keep up with the picture: a little is computed or one chart is drawn at a time."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.figures.curves.curves import Curve, Curves
from app.figures.curves.sample import Sample
from app.look.appearance import Appearance
from app.panels.charts.blank import why_blank
from app.panels.charts.chart import Chart
from app.panels.charts.turns import Turns
from app.running.shown import Picture
from app.session.session import Session
from app.widgets.throttle import Throttle
from core.measures.network_series import CURVATURE
from core.measures.series import SERIES
from landscapes.networks import Network

MEASURED_MS = 400
"""How often curves of curvature are drawn while it is being measured."""
TURN_MS, TURN_SECONDS = 15, 0.004
"""How often there is a turn, of computing for so long or of drawing one chart."""
DIM_MS = 350
"""How long curves may be outdated before they are dimmed, which paints them all anew."""


class Drawing(QObject):
    """Draws the charts it is given, each anew where the session's picture has more to show.

    `restarted(count)` when all are to be drawn, of so many starts; `drawn(bool)` when one is, with
    whether it was for the first time. Curvature is wanted while the panel can be seen.
    """

    restarted = Signal(int)
    drawn = Signal(bool)

    def __init__(self, session: Session, appearance: Appearance, panel: QWidget) -> None:
        super().__init__(panel)
        self._session, self._appearance, self._panel = session, appearance, panel
        self._curves, self._turns = Curves(), Turns(SERIES)
        self._charts: Mapping[str, Chart] = {}
        self._followed = session.picture
        self._dimmed: frozenset[int] = frozenset()
        self._sample = Sample()
        self._begun = self._computed = False
        self._whole = True  # quartiles over all starts rather than the selected one
        self._turn = QTimer(self)
        self._turn.setInterval(TURN_MS)
        self._turn.timeout.connect(self._advance)
        self._outdated = Throttle(self._dim, DIM_MS, self)
        self._measured = Throttle(self._show_measured, MEASURED_MS, self)
        session.picture_changed.connect(self.follow_picture)
        session.start_selected.connect(self._follow_start)
        session.curvatures.grew.connect(self._measured.ask)
        appearance.theme_changed.connect(self._follow_theme)

    @property
    def is_resting(self) -> bool:
        """Whether nothing is left to do for now."""
        return not self._turn.isActive()

    @property
    def at_work(self) -> bool:
        """Whether there is something yet to be computed or drawn."""
        return not self.is_resting or (self._begun and not self._turns.has_drawn(self._charts))

    # What is to be drawn

    def begin(self) -> None:
        """Begin to draw; the plots come after the window's first paint, for what draws them takes
        long to import."""
        if not self._begun:
            self._begun = True
            QTimer.singleShot(TURN_MS, self, self._work)

    def show(self, charts: Mapping[str, Chart]) -> None:
        """Draw these charts, by the keys of their quantities, and no others."""
        self._charts = charts
        self._turns.keep(charts)
        self._draw_anew()

    def show_whole(self, whole: bool) -> None:
        """Draw quartiles over all starts, or the selected one."""
        self._whole = whole
        self._draw_anew()

    def columns(self) -> tuple[tuple[str, tuple[Curve, ...]], ...]:
        """The title of every chart, and its curves as far as they are computed."""
        theme = self._appearance.theme
        return tuple((SERIES[key].title, self._curves.of(key, theme)) for key in self._charts)

    # What it follows

    @Slot(object)
    def follow_picture(self, picture: Picture) -> None:
        """Draw from another picture, or from more of the same."""
        before, self._followed = self._followed, picture
        if picture is before:  # its tracks have grown: what has more to show is drawn
            self.want_curvature()
            self._work()
            return
        if picture.stale:
            self._outdated.ask()
        else:
            self._outdated.cancel()
        same = before.experiment == picture.experiment and before.failure is picture.failure
        if same and before.tracks == picture.tracks and before.stale != picture.stale:
            if not picture.stale and self._dimmed:
                self._dim()
            return  # nothing to draw but what is dimmed, and that can wait
        self._dimmed &= picture.stale
        kinds = {type(each.experiment.landscape) for each in (before, picture)}
        if not same and len(kinds) == 1:  # a run that is soon complete is drawn then, and once
            self._turns.put_off()
        self._draw_anew()

    @Slot(int)
    def _follow_start(self, start: int) -> None:
        if not self._whole:
            self._draw_anew()

    @Slot(object)
    def _follow_theme(self, theme: object) -> None:
        self._turns.forget()
        self._draw_anew()

    def _draw_anew(self) -> None:
        """Draw all charts again, in turn, from the picture that is followed."""
        start = None if self._whole else self._session.selected_start
        count = self._followed.experiment.start_count
        self._curves.follow(self._followed, start)
        self._turns.want(self._charts)
        self._sample = Sample(count, self._curves.picked, start)
        self.restarted.emit(count)
        self.want_curvature()
        self._work()

    def want_curvature(self) -> None:
        """Have measured what is dear, once the runs are complete and if it is to be drawn."""
        dear = not set(CURVATURE).isdisjoint(self._charts) and self._panel.isVisible()
        if not dear or not isinstance(self._followed.experiment.landscape, Network):
            self._session.curvatures.give_up()
        elif not self._followed.stale and self._followed.ready == self._followed.experiment.steps:
            self._session.curvatures.want(self._followed, self._session.selected_start)

    @Slot()
    def _show_measured(self) -> None:
        """Draw the curvature that is known by now."""
        self._curves.forget(CURVATURE)
        self._turns.want(key for key in self._charts if key in CURVATURE)
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

    @Slot()
    def _advance(self) -> None:
        """Compute a little, or in the turn after it draw one chart; rest when nothing is left."""
        drew = self._computed and self._draw_one()
        if not drew:
            due = {key for key in self._charts if self._turns.is_due(key, self._is_complete)}
            self._turns.want(self._curves.advance(self._charts, TURN_SECONDS, due))
            self._turns.keep(self._charts)
        self._computed = not drew
        if not self._turns.waits and not self._curves.behind(self._charts):
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
        steps = picture.experiment.steps
        blank = why_blank(key, picture, measuring=self._session.curvatures.busy)
        self._charts[key].show_curves(curves, steps, floor, theme, self._sample, blank)
        self._turns.show_blank(key, blank=not self._charts[key].shows_something)
        self.drawn.emit(first_time)
        return True
