"""Asks what to do with unsaved work before something takes its place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QMessageBox, QWidget

from app.session.session import Session
from landscapes.wording import printable

Button = QMessageBox.StandardButton


class SaveQuestion(QObject):
    """Save, don't save, or cancel. It stands beside everything else, in no event loop of its own:
    what was asked for is done when it is answered, and not if it is cancelled."""

    def __init__(self, session: Session, save: Callable[[], bool], window: QWidget) -> None:
        super().__init__(window)
        self._session, self._save, self._window = session, save, window
        self._box: QMessageBox | None = None
        self._then: Callable[[], object] = _nothing

    def before(self, do: Callable[[], object], what: str) -> None:
        """Do it at once where everything is saved; `what` would otherwise lose something."""
        if not self._session.modified:
            do()
            return
        self._then = do
        if self._box is None:
            self._box = self._make()
        self._box.setInformativeText(f"If you don't, they are lost by {what}.")
        self._box.open()
        self._box.raise_()

    def _make(self) -> QMessageBox:
        path = self._session.path
        box = QMessageBox(self._window)
        box.setObjectName("save-question")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("Unsaved changes")
        name = printable(path.name) if path else "this untitled experiment"
        box.setText(f"Save the changes of {name}?")
        box.setStandardButtons(Button.Save | Button.Discard | Button.Cancel)
        box.button(Button.Discard).setText("&Don't save")
        box.setDefaultButton(Button.Save)
        box.setEscapeButton(Button.Cancel)
        box.setWindowModality(Qt.WindowModality.WindowModal)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.finished.connect(self._answer)
        return box

    @Slot(int)
    def _answer(self, answer: int) -> None:
        then, self._then, self._box = self._then, _nothing, None
        if answer == Button.Discard or (answer == Button.Save and self._save()):
            then()


def _nothing() -> None:
    pass
