"""A line of the form: what it is called, its inputs, and beneath them what is wrong with them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from app.look.tool_tips import set_tip
from app.widgets.number_field import NumberField
from app.widgets.styled import set_styled


class Line(QWidget):
    """A label above some inputs, side by side, and room for a refusal."""

    def __init__(self, name: str, title: str, *inputs: QWidget, unit: str = "") -> None:
        super().__init__()
        self.setObjectName(f"study-{name}-line")
        self.inputs = inputs
        self.label = label = QLabel(title)
        label.setProperty("role", "small")
        label.setBuddy(inputs[0])
        self.problem = QLabel()
        self.problem.setObjectName(f"study-{name}-problem")
        self.problem.setProperty("role", "error")
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setWordWrap(True)
        self.problem.hide()
        row = QHBoxLayout()
        row.setSpacing(6)
        for widget in inputs:
            wide = widget.sizePolicy().horizontalPolicy() != QSizePolicy.Policy.Fixed
            row.addWidget(widget, 1 if wide and not isinstance(widget, QLabel) else 0)
        if unit:
            after = QLabel(unit)
            after.setProperty("role", "small")
            row.addWidget(after)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        grid.addWidget(label, 0, 0)
        grid.addLayout(row, 1, 0)
        grid.addWidget(self.problem, 2, 0)

    def show_problem(self, problem: str) -> None:
        """Explain beneath the inputs what is wrong; nothing where it is empty."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        for widget in self.inputs:
            if isinstance(widget, QLineEdit):
                set_styled(widget, "wrong", bool(problem))


class WholeField(NumberField):
    """A number of a range; the arrow keys go on by `step`."""

    def __init__(
        self, name: str, title: str, tip: str, value: int, low: int, high: int, step: int = 1
    ) -> None:
        super().__init__(value, lambda number: low <= number <= high, whole=True)
        self._low, self._high, self._step = low, high, step
        self.setObjectName(f"study-{name}")
        self.setAccessibleName(title)
        set_tip(self, f"{tip}\na whole number from {low:,} to {high:,}")
        self.setMinimumWidth(64)
        self.stepped.connect(self._go)

    @Slot(int)
    def _go(self, count: int) -> None:
        value = min(self._high, max(self._low, int(self.value) + self._step * count))
        if value != self.value:
            self.set_value(value)
            self.value_changed.emit(value)


def text_field(name: str, title: str, tip: str, text: str = "") -> QLineEdit:
    """A field for what is read when it is asked."""
    field = QLineEdit(text)
    field.setObjectName(f"study-{name}")
    field.setAccessibleName(title)
    field.setMaxLength(4000)
    field.setAcceptDrops(False)  # a file that is let go here is meant for the window
    set_tip(field, tip)
    return field
