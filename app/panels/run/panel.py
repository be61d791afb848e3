"""How the race is run: steps, seed, gradient noise and the two schedules."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from app.look.appearance import Appearance
from app.look.tool_tips import set_tip
from app.panels.run.schedule_row import ScheduleRow
from app.panels.run.training_row import TrainingRow
from app.session.session import Session
from app.widgets.number_field import NumberField
from app.widgets.number_row import NumberRow
from app.widgets.scale import Scale
from core.experiment.experiment import MAX_NOISE, MAX_SEED, MAX_STEPS, Experiment
from core.writing import exact

SLIDER_NOISE = 10.0  # the slider ends here; the field takes the whole range


class RunPanel(QWidget):
    """Fields for what all methods of an experiment share."""

    def __init__(
        self, session: Session, appearance: Appearance, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("run-panel")
        self.setAccessibleName("Run")
        self.training = TrainingRow(session, appearance)
        self._make(appearance)
        self._lay()
        self._connect()
        self._follow(session.experiment)

    def _make(self, appearance: Appearance) -> None:
        self.steps = _whole_field("steps", "Steps", 1, MAX_STEPS, "How many steps each run has")
        self.seed = _whole_field(
            "seed", "Seed", 0, MAX_SEED, "Draws random starts, noise and the random policy"
        )
        self.noise = NumberRow(
            appearance,
            name="noise",
            title="Noise σ",
            tip="Standard deviation of the noise on every gradient, the same draws for every "
            f"method\na number in [0, {exact(MAX_NOISE)}]; double-click the slider for none",
            value=0.0,
            scale=Scale(0.0, SLIDER_NOISE, "low"),
            accepts=lambda value: 0 <= value <= MAX_NOISE,
            default=0.0,
            parent=self,
        )
        self.lr_schedule = ScheduleRow("lr", "α over steps", "the learning rate", self)
        self.strength_schedule = ScheduleRow(
            "strength", "κ over steps", "the memory's strength", self
        )

    def _lay(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        first = QHBoxLayout()
        first.setSpacing(8)
        seed = QLabel("Seed")
        seed.setProperty("role", "small")
        seed.setBuddy(self.seed)
        first.addWidget(self.steps, 1)
        first.addWidget(seed)
        first.addWidget(self.seed, 1)
        steps = QLabel("Steps")
        steps.setProperty("role", "title")
        steps.setBuddy(self.steps)
        grid.addWidget(steps, 0, 0)
        grid.addLayout(first, 0, 1, 1, 2)
        grid.addWidget(self.noise.label, 1, 0)
        grid.addWidget(self.noise.slider, 1, 1)
        grid.addWidget(self.noise.field, 1, 2)
        for line, row in enumerate((self.lr_schedule, self.strength_schedule), 2):
            grid.addWidget(row.label, line, 0)
            grid.addLayout(row.line, line, 1, 1, 2)

        grid.addWidget(self.training, 4, 0, 1, 3)

    def _connect(self) -> None:
        self.steps.value_changed.connect(self._set_steps)
        self.steps.stepped.connect(self._step_steps)
        self.seed.value_changed.connect(self._set_seed)
        self.seed.stepped.connect(self._step_seed)
        self.noise.value_changed.connect(self._set_noise)
        self.lr_schedule.edited.connect(self._set_lr_schedule)
        self.strength_schedule.edited.connect(self._set_strength_schedule)
        for part in (self.steps, self.seed, self.noise):
            part.held.connect(self._session.hold)
        self._session.experiment_changed.connect(self._follow)

    @Slot(object)
    def _follow(self, experiment: Experiment) -> None:
        self.steps.set_value(experiment.steps)
        self.seed.set_value(experiment.seed)
        self.noise.set_value(experiment.noise)
        self.lr_schedule.set_schedule(experiment.lr_schedule)
        self.strength_schedule.set_schedule(experiment.strength_schedule)

    @Slot(object)
    def _set_steps(self, steps: int) -> None:
        self._session.set_steps(steps)
        self._follow(self._session.experiment)  # what holds, should it have been refused

    @Slot(int)
    def _step_steps(self, count: int) -> None:
        steps = self._session.experiment.steps + 10 * count
        self._set_steps(min(MAX_STEPS, max(1, steps)))

    @Slot(int)
    def _step_seed(self, count: int) -> None:
        self._set_seed(min(MAX_SEED, max(0, self._session.experiment.seed + count)))

    @Slot(object)
    def _set_seed(self, seed: int) -> None:
        self._session.edit(seed=seed)

    @Slot(object)
    def _set_noise(self, noise: float) -> None:
        self._session.edit(noise=float(noise))

    @Slot(object)
    def _set_lr_schedule(self, schedule: object) -> None:
        self._session.edit(lr_schedule=schedule)

    @Slot(object)
    def _set_strength_schedule(self, schedule: object) -> None:
        self._session.edit(strength_schedule=schedule)


def _whole_field(name: str, title: str, low: int, high: int, tip: str) -> NumberField:
    field = NumberField(low, lambda value: low <= value <= high, whole=True)
    field.setObjectName(name)
    field.setAccessibleName(title)
    set_tip(field, f"{tip}\na whole number from {low} to {high}")
    field.setMinimumWidth(48)
    return field
