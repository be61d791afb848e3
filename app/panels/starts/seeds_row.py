"""How many replicas of a network race, and which of them is looked at."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.look.tool_tips import set_tip
from app.session.session import Session
from app.widgets.number_field import NumberField
from core.experiment.starts import MAX_SEEDS, SeedStarts


class SeedsRow(QWidget):
    """Two fields: the number of replicas, and the one that is selected, counted from 1."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("seeds-row")
        self.count = _field(
            "seeds", "Number of seeds", lambda value: 1 <= value <= MAX_SEEDS,
            f"How many replicas each method has: every one begins elsewhere and sees the data in "
            f"another order, the same for all methods\na whole number from 1 to {MAX_SEEDS:,}",
        )  # fmt: skip
        self.selected = _field(
            "seed-shown", "Seed that is shown",
            lambda value: 1 <= value <= self._session.experiment.start_count,
            "Which of them the map and the memory show\n↑ and ↓ go to the next",
        )  # fmt: skip
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for text, field in (("seeds", self.count), ("shown", self.selected)):
            label = QLabel(text)
            label.setProperty("role", "small")
            label.setBuddy(field)
            row.addWidget(label)
            row.addWidget(field, 1)
        self.count.value_changed.connect(self._set_count)
        self.count.stepped.connect(self._step_count)
        self.count.held.connect(session.hold)
        self.selected.value_changed.connect(self._select)
        self.selected.stepped.connect(self._step_selected)

    def show_of(self, count: int, selected: int) -> None:
        """Show how many there are, and which is selected, counted from 0."""
        self.count.set_value(count)
        self.selected.set_value(selected + 1)

    @Slot()
    def _set_count(self) -> None:
        self._session.set_starts(SeedStarts(int(self.count.value)))

    @Slot(int)
    def _step_count(self, steps: int) -> None:
        self.count.set_value(min(MAX_SEEDS, max(1, int(self.count.value) + steps)))
        self._set_count()

    @Slot()
    def _select(self) -> None:
        self._session.select_start(int(self.selected.value) - 1)

    @Slot(int)
    def _step_selected(self, steps: int) -> None:
        most = self._session.experiment.start_count
        self.selected.set_value(min(most, max(1, int(self.selected.value) + steps)))
        self._select()


def _field(name: str, title: str, accepts: object, tip: str) -> NumberField:
    field = NumberField(1, accepts, whole=True)  # type: ignore[arg-type]
    field.setObjectName(name)
    field.setAccessibleName(title)
    set_tip(field, tip)
    field.setMinimumWidth(48)
    return field
