"""How a hyperparameter changes over the steps: a kind and the one or two numbers it needs."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel

from app.look.tool_tips import set_tip
from app.widgets.choice import Choice
from app.widgets.number_field import NumberField
from core.experiment.schedules import KINDS, MAX_FACTOR, Schedule
from core.writing import exact

_TITLES = {"at": "at", "factor": "×", "to": "to ×"}
_TIPS = {
    "at": "fraction of the steps after which the factor holds: 0 to 1",
    "factor": f"the factor from there on: 0 to {exact(MAX_FACTOR)}",
    "to": f"the factor at the last step: 0 to {exact(MAX_FACTOR)}",
}


class ScheduleRow(QObject):
    """A drop-down of kinds with fields beside it; `edited(Schedule)` for a person's change."""

    edited = Signal(object)

    def __init__(self, name: str, title: str, what: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._schedule = Schedule()
        self._shown: Schedule | None = None
        self.label = QLabel(title)
        self.label.setProperty("role", "small")
        tip = f"How {what} changes over the steps: " + ", ".join(KINDS)
        set_tip(self.label, tip)
        self.kind = Choice(f"{name}-schedule", title, tip, [(kind, kind) for kind in KINDS])
        self.kind.setMinimumContentsLength(6)
        self.label.setBuddy(self.kind)
        self.line = QHBoxLayout()
        self.line.setSpacing(4)
        self.line.addWidget(self.kind, 1)
        self.fields: dict[str, NumberField] = {}
        self._signs: dict[str, QLabel] = {}
        for number in _TITLES:
            self._add_field(name, number)
        self.kind.activated.connect(self._edit)
        self.set_schedule(self._schedule)

    def set_schedule(self, schedule: Schedule) -> None:
        """Show a schedule."""
        if schedule == self._shown:
            return
        self._schedule = self._shown = schedule
        self.kind.show_word(schedule.kind)
        for number, field in self.fields.items():
            field.set_value(getattr(schedule, number))
            used = number in schedule.used
            if not used:
                field.give_up()  # a field that hides while it is typed in takes what it has
            field.setVisible(used)
            self._signs[number].setVisible(used)

    def _add_field(self, name: str, number: str) -> None:
        high = 1.0 if number == "at" else MAX_FACTOR
        field = NumberField(getattr(self._schedule, number), lambda value: 0 <= value <= high)
        field.setObjectName(f"{name}-schedule-{number}")
        field.setAccessibleName(f"{self.label.text()} {_TITLES[number]}")
        set_tip(field, _TIPS[number])
        field.setFixedWidth(48)
        field.value_changed.connect(self._edit)
        sign = QLabel(_TITLES[number])
        sign.setProperty("role", "small")
        self.fields[number], self._signs[number] = field, sign
        self.line.addWidget(sign)
        self.line.addWidget(field)

    @Slot()
    def _edit(self) -> None:
        numbers = {number: float(field.value) for number, field in self.fields.items()}
        schedule = dataclasses.replace(self._schedule, kind=self.kind.chosen, **numbers)
        self.set_schedule(schedule)
        self.edited.emit(schedule)
