"""The name on a card, which a double-click turns into a text field."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QStackedWidget

from app.look.tool_tips import set_tip
from app.widgets.elided_label import ElidedLabel
from core.experiment.experiment import MAX_LABEL


class _Editor(QLineEdit):
    """Emits `left` when Escape gives up. Enter ends here: the card around it does not unfold."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                event.accept()


class MethodLabel(QStackedWidget):
    """Shows a label; `edit` lets a person type another, which `renamed(str)` tells.

    Enter or leaving the field takes the text, Escape keeps the old one; an empty text asks for
    the label that follows the method and its settings.
    """

    renamed = Signal(str)

    def __init__(self, text: str) -> None:
        super().__init__()
        self.label = ElidedLabel(text, "title", middle=True)
        self.editor = _Editor()
        self.editor.setObjectName("label-editor")
        self.editor.setAcceptDrops(False)  # a file that is let go here is meant for the window
        self.editor.setAccessibleName("Label")
        set_tip(
            self.editor,
            f"1 to {MAX_LABEL} characters; empty: the method's name and what tells this card from "
            "others\nEscape keeps the old label",
        )
        self.editor.setMaxLength(MAX_LABEL)
        self.editor.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._editing = False
        self.addWidget(self.label)
        self.addWidget(self.editor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.editor.editingFinished.connect(self._finish)
        self.editor.left.connect(self._leave)

    def set_text(self, text: str) -> None:
        """Show another label."""
        if text != self.label.text():
            self.label.setText(text)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        label, editor = self.label.sizeHint(), self.editor.sizeHint()
        return QSize(label.width() + 2, max(label.height(), editor.height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(32, self.sizeHint().height())

    def edit(self) -> None:
        """Turn into a text field with all of it selected."""
        self._editing = True
        self.editor.setText(self.label.text())
        self.setCurrentWidget(self.editor)
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.editor.selectAll()

    def give_up(self) -> None:
        """Keep the old label, whatever is being typed: its card goes."""
        self._editing = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.edit()

    @Slot()
    def _finish(self) -> None:
        if not self._editing:
            return
        text = self.editor.text().strip()
        self._leave()
        if text != self.label.text():
            self.renamed.emit(text)

    @Slot()
    def _leave(self) -> None:
        self._editing = False  # before the field is left, which finishes it once more
        if self.editor.hasFocus() and self.parentWidget() is not None:
            self.parentWidget().setFocus(Qt.FocusReason.OtherFocusReason)
        self.setCurrentWidget(self.label)
