"""Where the race begins: the selected start's coordinates, and sets of many starts."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from app.look.appearance import Appearance
from app.look.tool_tips import set_tip
from app.panels.starts.seeds_row import SeedsRow
from app.session.session import Session
from app.widgets.icon_button import IconButton
from app.widgets.number_field import NumberField
from core.experiment.experiment import Experiment
from core.experiment.starts import LatticeStarts, RandomStarts
from landscapes.base import Landscape
from landscapes.networks import Network

FAR = 1e12  # nudges: farther away rounding leaves nothing of them
MOST_STARTS = 4096  # a larger set becomes one start when one of it is moved by hand


class StartPanel(QWidget):
    """x and y of the selected start, and buttons for one, random and lattice starts."""

    def __init__(
        self, session: Session, appearance: Appearance, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: object = None
        self._random: np.random.Generator | None = None  # slow to import
        self.setObjectName("start-panel")
        self.setAccessibleName("Start")
        self.seeds = SeedsRow(session)
        self._make(appearance)
        self._lay()
        for field in (self.x, self.y):
            field.value_changed.connect(self._move)
            field.held.connect(session.hold)
        self.x.stepped.connect(self._nudge_x)
        self.y.stepped.connect(self._nudge_y)
        self.one.clicked.connect(self._one)
        self.random.clicked.connect(self._place_randomly)
        self.many.clicked.connect(self._many)
        self.lattice.clicked.connect(self._lattice)
        session.experiment_changed.connect(self._follow)
        session.start_selected.connect(self._follow)
        self._follow()

    def _make(self, appearance: Appearance) -> None:
        self.count = QLabel()
        self.count.setObjectName("start-count")
        self.count.setProperty("role", "dim")
        self.x = _coordinate("x")
        self.y = _coordinate("y")
        self.n = NumberField(8, lambda value: 1 <= value <= MOST_STARTS, whole=True)
        self.n.setObjectName("start-n")
        self.n.setAccessibleName("Number of starts n")
        set_tip(
            self.n,
            f"n of the random set and of the lattice n × n\na whole number from 1 to {MOST_STARTS}",
        )
        self.n.setFixedWidth(44)
        buttons = (
            ("one-start", "One start: keep the selected one only"),
            ("random-start", "One start at a random place of the domain"),
            ("random-starts", "n random starts, drawn from the seed"),
            ("lattice", "A lattice of n × n starts"),
        )
        self.one, self.random, self.many, self.lattice = (
            IconButton(appearance, name, name, tip) for name, tip in buttons
        )

    def _lay(self) -> None:
        title = QLabel("Start")
        title.setProperty("role", "title")
        first = QHBoxLayout()
        first.setSpacing(4)
        first.addWidget(title)
        first.addSpacing(4)
        first.addWidget(self.count, 1)
        for button in (self.one, self.random, self.many, self.lattice):
            first.addWidget(button)
        self._points = QWidget()
        second = QHBoxLayout(self._points)
        second.setContentsMargins(0, 0, 0, 0)
        second.setSpacing(6)
        for text, field, stretch in (("x", self.x, 1), ("y", self.y, 1), ("n", self.n, 0)):
            label = QLabel(text)
            label.setProperty("role", "small")
            label.setBuddy(field)
            second.addWidget(label)
            second.addWidget(field, stretch)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.addLayout(first, 0, 0)
        grid.addWidget(self._points, 1, 0)
        grid.addWidget(self.seeds, 2, 0)

    @Slot()
    def _follow(self) -> None:
        experiment, selected = self._session.experiment, self._session.selected_start
        shown = (experiment.starts, experiment.seed, experiment.landscape.domain, selected)
        if shown == self._shown:
            return
        self._shown = shown
        of_network = isinstance(experiment.landscape, Network)
        for field in (self._points if of_network else self.seeds).findChildren(NumberField):
            field.give_up()  # or it would take what was meant for the former race when it hides
        for widget in (self._points, self.one, self.random, self.many, self.lattice):
            widget.setVisible(not of_network)
        self.seeds.setVisible(of_network)
        if of_network:
            self.seeds.show_of(experiment.start_count, min(selected, experiment.start_count - 1))
            count = experiment.start_count
            self.count.setText("1 initialisation" if count == 1 else f"{count:,} initialisations")
            return
        position = selected_position(experiment, selected)
        self.x.set_value(position[0])
        self.y.set_value(position[1] if len(position) > 1 else 0.0)
        self.y.setEnabled(len(position) > 1)
        count = experiment.start_count
        self.count.setText("1 start" if count == 1 else f"{selected + 1} of {count:,}")
        self.one.setEnabled(count > 1)

    @Slot()
    def _move(self) -> None:
        experiment, selected = self._session.experiment, self._session.selected_start
        old = selected_position(experiment, selected)
        moved = (float(self.x.value), float(self.y.value), *old[2:])[: len(old)]
        points = [moved]
        if 1 < experiment.start_count <= MOST_STARTS:
            points = [tuple(point) for point in experiment.start_positions().tolist()]
            points[min(selected, len(points) - 1)] = moved
        self._session.set_starts(points)

    @Slot(int)
    def _nudge_x(self, count: int) -> None:
        self._nudge(self.x, 0, count)

    @Slot(int)
    def _nudge_y(self, count: int) -> None:
        self._nudge(self.y, 1, count)

    def _nudge(self, field: NumberField, axis: int, count: int) -> None:
        low, high = self._session.experiment.landscape.domain[axis]
        unit = 10 ** math.floor(math.log10((high - low) / 50))
        there = field.value + count * unit
        if abs(there) < FAR * unit:
            there = float(f"{round(there / unit) * unit:.10g}")
        field.set_value(there)
        self._move()

    @Slot()
    def _one(self) -> None:
        position = selected_position(self._session.experiment, self._session.selected_start)
        self._session.set_starts([position])

    @Slot()
    def _place_randomly(self) -> None:
        self._random = self._random or np.random.default_rng()
        self._session.set_starts([_random_point(self._session.experiment.landscape, self._random)])

    @Slot()
    def _many(self) -> None:
        self._session.set_starts(RandomStarts(int(self.n.value)))

    @Slot()
    def _lattice(self) -> None:
        self._session.set_starts(LatticeStarts(int(self.n.value)))


def selected_position(experiment: Experiment, selected: int) -> tuple[float, ...]:
    """Coordinates of one start, the last one where there are fewer."""
    place = min(selected, experiment.start_count - 1)
    if isinstance(experiment.starts, tuple):  # of millions no array is made for one of them
        return tuple(map(float, experiment.starts[place]))
    return tuple(experiment.start_positions()[place].tolist())


def _random_point(landscape: Landscape, random: np.random.Generator) -> tuple[float, ...]:
    """A point of the domain, rounded to what a person would type."""
    return tuple(
        min(high, max(low, float(f"{random.uniform(low, high):.3f}")))
        for low, high in landscape.domain
    )


def _coordinate(axis: str) -> NumberField:
    field = NumberField(0.0, math.isfinite)
    field.setObjectName(f"start-{axis}")
    field.setAccessibleName(f"Start {axis}")
    set_tip(field, f"{axis} of the selected start: any finite number\n↑ and ↓ move it a little")
    field.setMinimumWidth(48)
    return field
