"""A landscape of a person's own: its loss as text, checked while it is typed, and its domain."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from app.look import fonts
from app.look.tool_tips import set_tip
from app.widgets.number_field import NumberField
from app.widgets.styled import set_styled
from app.widgets.throttle import Throttle
from landscapes import LandscapeError, make
from landscapes.base import Landscape
from landscapes.expression import ExpressionError
from landscapes.expression.functions import FUNCTIONS

EXAMPLE: dict[str, Any] = {
    "name": "expression",
    "parameters": {"loss": "(1-x)**2 + 100*(y-x**2)**2"},
    "domain": [[-2.0, 2.0], [-1.0, 3.0]],
}
_AROUND = 16  # characters shown before and after a fault
_PAUSE_MILLISECONDS = 250  # after the last key, so that half a number is not raced on


class ExpressionForm(QWidget):
    """Emits `edited(Landscape)` when the text and the domain make a landscape.

    The fault of a text that does not is shown at once, with its position; Escape takes back what
    is not raced on.
    """

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Landscape | None = None
        self.loss = QLineEdit()
        self.loss.setObjectName("expression")
        self.loss.setFont(fonts.mono())
        self.loss.setAcceptDrops(False)  # a file that is let go here is meant for the window
        self.loss.setAccessibleName("Loss f(x, y)")
        set_tip(self.loss, _tip())
        self.error = QLabel()
        self.error.setObjectName("expression-error")
        self.error.setProperty("role", "error")
        self.error.setTextFormat(Qt.TextFormat.RichText)
        self.error.setWordWrap(True)
        self.error.hide()
        self.domain = [[_bound(axis, end) for end in ("from", "to")] for axis in "xy"]
        self._lay()
        self._typing = Throttle(self.apply, _PAUSE_MILLISECONDS, self, rests=True)
        self.loss.textEdited.connect(self._check)
        self.loss.editingFinished.connect(self._finish)
        for field in self._fields:
            field.value_changed.connect(self.apply)

    @property
    def _fields(self) -> list[NumberField]:
        return [field for pair in self.domain for field in pair]

    def set_landscape(self, landscape: Landscape) -> None:
        """Show a landscape of this kind; a text that already says the same stays as it is typed."""
        if landscape == self._shown:
            return
        self._show(landscape)

    def _show(self, landscape: Landscape) -> None:
        self._shown = landscape
        description = landscape.describe()
        text = str(description["parameters"]["loss"])
        if text != self.loss.text():
            self.loss.setText(text)
        for fields, interval in zip(self.domain, landscape.domain, strict=True):
            for field, bound in zip(fields, interval, strict=True):
                field.set_value(bound)
        self._show_error("")

    def give_up(self) -> None:
        """Show again what is raced on, whatever is being typed."""
        self._typing.cancel()
        for field in self._fields:
            field.give_up()
        if self._shown is not None:
            self._show(self._shown)

    def read(self) -> Landscape:
        """The landscape that the form stands for; LandscapeError where it is none."""
        domain = [[float(field.value) for field in pair] for pair in self.domain]
        parameters = {"loss": self.loss.text()}
        return make({"name": "expression", "parameters": parameters, "domain": domain})

    @Slot()
    def apply(self) -> None:
        """Race on what is typed, or say what is wrong with it."""
        self._typing.cancel()
        landscape = self._checked()
        if landscape is not None and landscape != self._shown:
            self._shown = landscape
            self.edited.emit(landscape)

    def _lay(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.addWidget(self.loss, 0, 0, 1, 2)
        grid.addWidget(self.error, 1, 0, 1, 2)
        for line, (axis, (low, high)) in enumerate(zip("xy", self.domain, strict=True), 2):
            label = QLabel(f"{axis} from")
            label.setProperty("role", "small")
            label.setBuddy(low)
            to = QLabel("to")
            to.setProperty("role", "small")
            row = QHBoxLayout()
            row.setSpacing(6)
            row.addWidget(low, 1)
            row.addWidget(to)
            row.addWidget(high, 1)
            grid.addWidget(label, line, 0)
            grid.addLayout(row, line, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._shown is not None and self._differs:
            self.give_up()
        else:
            super().keyPressEvent(event)

    @property
    def _differs(self) -> bool:
        """Whether the form stands for another landscape than is raced on, or for none."""
        try:
            return self.read() != self._shown
        except LandscapeError:
            return True

    @Slot()
    def _check(self) -> None:
        if self._checked() is not None:
            self._typing.ask()
        else:
            self._typing.cancel()

    @Slot()
    def _finish(self) -> None:
        if self.loss.isModified():
            self.apply()
            self.loss.setModified(False)

    def _checked(self) -> Landscape | None:
        try:
            landscape = self.read()
        except LandscapeError as error:
            self._show_fault(error)
            return None
        self._show_error("")
        return landscape

    def _show_fault(self, error: LandscapeError) -> None:
        from html import escape  # its table of entities is not on the way to the first paint

        marked = ""
        if isinstance(error, ExpressionError):
            marked = _marked(self.loss.text(), error.position)
        self._show_error(escape(str(error)) + marked)

    def _show_error(self, message: str) -> None:
        self.error.setText(message)
        self.error.setVisible(bool(message))
        set_styled(self.loss, "wrong", bool(message))


def _tip() -> str:
    names = list(FUNCTIONS)
    lines = [", ".join(names[first : first + 8]) for first in range(0, len(names), 8)]
    functions = ",\n".join(lines)
    return (
        f"Loss f(x, y): numbers, x, y, pi, e, + - * / ** and\n{functions}\n"
        "Escape goes back to the formula that is raced on"
    )


def _marked(text: str, position: int) -> str:
    """The text around a fault, as rich text, with the character at the fault underlined."""
    from html import escape  # as above

    start, end = max(0, position - _AROUND), position + _AROUND
    before, fault, after = (
        text[start:position],
        text[position : position + 1],
        text[position + 1 : end],
    )
    lead, tail = "…" if start else "", "…" if end < len(text) else ""
    marked = f"{escape(before)}<b><u>{escape(fault) or '▏'}</u></b>{escape(after)}"
    return f'<br><span style="font-family: {fonts.MONO}">{lead}{marked}{tail}</span>'


def _bound(axis: str, end: str) -> NumberField:
    field = NumberField(0.0, math.isfinite)
    field.setObjectName(f"domain-{axis}-{end}")
    field.setAccessibleName(f"Domain {axis} {end}")
    set_tip(field, f"Where the map goes {end} along {axis}: any finite number")
    field.setMinimumWidth(48)
    return field
