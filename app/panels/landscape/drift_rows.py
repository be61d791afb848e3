"""How the landscape moves while it is raced on: a kind, its period and how far it goes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.look.appearance import Appearance
from app.look.tool_tips import set_tip
from app.widgets.choice import Choice
from app.widgets.number_row import NumberRow
from app.widgets.scale import Scale
from core.experiment.drift import ALLOWED, KINDS, MAX_BY, MAX_PERIOD, MEANINGS, Drift
from core.experiment.experiment import Experiment
from core.writing import exact
from landscapes.base import Landscape

NONE = "none"
_TIP = "Whether the landscape moves while it is raced on\n" + "\n".join(
    f"{kind}: {MEANINGS[kind].replace('`', '')}" for kind in KINDS
)
PERIODS, AT_FIRST = 5, 8
"""A drift that has just been chosen: so many periods in a run, and this part of the domain."""


class DriftRows(QObject):
    """The lines of a grid of three columns; `edited(Drift | None)` for a person's change.

    A kind that is chosen again comes back with the numbers that were left.
    """

    edited = Signal(object)
    held = Signal(bool)

    def __init__(self, appearance: Appearance, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drift = Drift("jump", 100, (1.0, 0.0))
        self._is_left = False  # by a person or a file, not made up here
        self.label = QLabel("Drift")
        self.label.setProperty("role", "small")
        kinds = [(kind, kind) for kind in (NONE, *KINDS)]
        self.kind = Choice("drift", "Drift", _TIP, kinds)
        self.label.setBuddy(self.kind)
        set_tip(self.label, _TIP)
        self.period = self._row(
            appearance, "period", "Period",
            f"steps: {ALLOWED['period']}",
            100, Scale(1, 10_000, "log", whole=True),
            lambda value: 1 <= value <= MAX_PERIOD,
        )  # fmt: skip
        self.by = tuple(
            self._row(
                appearance, f"by-{axis}", f"By {axis}",
                f"how far it goes along {axis}: a number from −{exact(MAX_BY)} to {exact(MAX_BY)}",
                0.0, Scale(-1.0, 1.0), lambda value: -MAX_BY <= value <= MAX_BY,
            )
            for axis in "xy"
        )  # fmt: skip
        self.kind.activated.connect(self._choose)

    def _row(
        self, appearance: Appearance, name: str, title: str, tip: str, value: float, scale: Scale,
        accepts: Callable[[float], bool],
    ) -> NumberRow:  # fmt: skip
        row = NumberRow(
            appearance, name=f"drift-{name}", title=title, tip=tip, value=value, scale=scale,
            accepts=accepts, parent=self,
        )  # fmt: skip
        row.value_changed.connect(self._edit)
        row.held.connect(self.held)
        return row

    @property
    def rows(self) -> tuple[NumberRow, ...]:
        """The numbers, in order."""
        return (self.period, *self.by)

    def lay(self, grid: QGridLayout) -> None:
        """Take the first lines of a grid."""
        grid.addWidget(self.label, 0, 0)
        grid.addWidget(self.kind, 0, 1, 1, 2)
        for line, row in enumerate(self.rows, 1):
            widgets: tuple[QWidget, ...] = (row.label, row.slider, row.field)
            for column, widget in enumerate(widgets):
                grid.addWidget(widget, line, column)

    def show_of(self, experiment: Experiment) -> None:
        """Show the drift of an experiment on a plane, if it has one."""
        drift, landscape = experiment.drift, experiment.landscape
        if drift is not None:
            self._drift, self._is_left = drift, True
        elif not self._is_left:
            self._drift = _suitable(experiment)
        self.kind.show_word(NONE if drift is None else drift.kind)
        sides = zip(self.by, self._drift.by, _extents(landscape), strict=True)
        for row, value, extent in sides:
            row.set_scale(Scale(-0.5 * extent, 0.5 * extent))
            row.set_value(value)
        self.period.set_value(self._drift.period)
        for row in self.rows:
            row.set_visible(drift is not None)

    @Slot()
    def _choose(self) -> None:
        chosen = self.kind.chosen
        if chosen == NONE:
            self.edited.emit(None)
            return
        kind = next(kind for kind in KINDS if kind == chosen)
        self.edited.emit(dataclasses.replace(self._drift, kind=kind))

    @Slot()
    def _edit(self) -> None:
        x, y = (float(row.value) for row in self.by)
        period = int(self.period.value)
        self.edited.emit(dataclasses.replace(self._drift, period=period, by=(x, y)))


def _extents(landscape: Landscape) -> list[float]:
    return [high - low for low, high in landscape.domain or ((-1.0, 1.0),) * 2]


def _suitable(experiment: Experiment) -> Drift:
    """A drift that can be seen, of a run as long as this one."""
    far = _extents(experiment.landscape)[0] / AT_FIRST
    return Drift("jump", max(1, experiment.steps // PERIODS), (float(f"{far:.1g}"), 0.0))
