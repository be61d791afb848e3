"""A text field for one number: shows the shortest exact text, takes what people type."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QWidget

from app.widgets.styled import set_styled
from core.writing import exact, plain

_MARGIN = 2  # that a line edit keeps beside its text
_MINUS = str.maketrans({"−": "-", ",": "."})
_SHORT = 8
"""Characters of a number that is not cut."""


def short_text(value: float) -> str:
    """The number in at most about eight characters; the exact text where that is short enough."""
    text = exact(value)
    if len(text) <= _SHORT or isinstance(value, int):
        return text
    return plain(value)


class NumberField(QLineEdit):
    """Emits `value_changed(float | int)` when Enter, Tab or an arrow key settles a new number.

    `accepts` says whether a number may be taken; while the text is not such a number the field
    shows it. One that was to be settled nevertheless is refused in words, with the tool tip,
    which says what is allowed. Escape puts the old number back. Scientific
    notation, a comma as decimal point and a true minus sign are understood. A long number is
    shortened until the field has the focus. The wheel never changes it. `stepped(int)` asks for so
    many small steps; `held(bool)` tells that the key for it is pressed or let go.
    """

    value_changed = Signal(object)
    stepped = Signal(int)
    held = Signal(bool)

    def __init__(
        self,
        value: float,
        accepts: Callable[[float], bool],
        *,
        whole: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._value = value
        self._accepts = accepts
        self._whole = whole
        self._taken = False  # by Enter, and not edited since
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setMaxLength(40)
        self.setAcceptDrops(False)  # a file that is let go here is meant for the window
        self.setText(self._fitting())
        self.textEdited.connect(self._look)
        self.editingFinished.connect(self._settle)

    @property
    def value(self) -> float:
        """The number that was last settled or set."""
        return self._value

    def set_value(self, value: float) -> None:
        """Show a number, without a signal; a text being typed is left alone."""
        if value != self._value:
            self._value = value
            self._show()

    def give_up(self) -> None:
        """Put the number back that holds: what is being typed is meant for something that goes."""
        self._show()

    def read(self) -> float | None:
        """The number that the text stands for, or None where it is no allowed number."""
        value = _number(self.text().strip().translate(_MINUS), self._whole)
        return value if value is not None and self._accepts(value) else None

    @Slot()
    def _look(self) -> None:
        self._taken = False
        set_styled(self, "wrong", self.read() is None)

    @Slot()
    def _settle(self) -> None:
        text, value = self.text(), self.read() if self.isModified() else None
        if value is None or value == self._value:
            refused = value is None and self.isModified()
            self._show()
            if refused and self.isVisible():
                from app.widgets.refusal import Refusal  # not on the way to the first paint

                Refusal(self, self._refusal(text))
            return
        self._value = value
        self._show()
        self.value_changed.emit(value)

    def _refusal(self, text: str) -> str:
        """What was refused, why, and what is allowed."""
        text = text.strip()
        if _number(text.translate(_MINUS), whole=False) is None:
            reason = f"“{text}” is not a finite number" if text else "A number is missing"
        elif self._whole and _number(text.translate(_MINUS), whole=True) is None:
            reason = f"“{text}” is not a whole number"
        else:
            reason = f"{text} is not allowed"
        kept = f"{reason}; {exact(self._value)} is kept."
        return f"{kept}\n{self.toolTip()}" if self.toolTip() else kept

    def _show(self) -> None:
        self.setText(exact(self._value) if self.hasFocus() else self._fitting())
        self.setCursorPosition(0)
        self.setModified(False)
        set_styled(self, "wrong", False)

    def _fitting(self) -> str:
        """The number with as many figures as the field has room for."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        part = QStyle.SubElement.SE_LineEditContents
        room = self.style().subElementRect(part, option, self).width() - 2 * _MARGIN
        texts = [short_text(self._value)]
        if not self._whole:
            texts += [plain(self._value, digits) for digits in (4, 3, 2)]
        fitting = (text for text in texts if self.fontMetrics().horizontalAdvance(text) <= room)
        return next(fitting, texts[-1])

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._leaves(event)
        ):
            event.ignore()
            return False
        return super().event(event)

    def _leaves(self, event: QKeyEvent) -> bool:
        """Whether a key is no one's here: a number has no spaces, and once Enter has taken it
        there is nothing to edit at its ends."""
        ends = (Qt.Key.Key_Home, Qt.Key.Key_End)
        bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return bare and (event.key() == Qt.Key.Key_Space or (self._taken and event.key() in ends))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._taken = False
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape if self.isModified():
                self._show()
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self._settle()
                self._hold(event)
                self.stepped.emit(1 if event.key() == Qt.Key.Key_Up else -1)
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                self._settle()
                self._hold(event)
                self.stepped.emit(10 if event.key() == Qt.Key.Key_PageUp else -10)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                super().keyPressEvent(event)
                self._taken = True
                self.selectAll()
                event.accept()  # or a card around it would take the key too, and close
            case Qt.Key.Key_Space:
                event.ignore()
            case _:
                super().keyPressEvent(event)

    def _hold(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            self.held.emit(True)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            self.held.emit(False)
        super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._taken = False
        if not self.isModified():
            self.setText(exact(self._value))
        super().focusInEvent(event)
        if event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        ):
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.held.emit(False)  # a key that is still down is let go elsewhere
        super().focusOutEvent(event)
        if not self.hasFocus() and not self.isModified():
            self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.hasFocus() and not self.isModified():
            self._show()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _number(text: str, whole: bool) -> float | None:
    """The finite number, or the whole one, that a text writes; digits of a whole one are exact."""
    if "_" in text:
        return None
    with contextlib.suppress(ValueError):
        return int(text) if whole else _finite(float(text))
    with contextlib.suppress(ValueError):
        value = float(text)
        return int(value) if value.is_integer() else None
    return None


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
