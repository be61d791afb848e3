"""File → Export…: asks for what the format needs, shows its progress, tells where it went."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from app.export.followed import FollowedExport
from app.export.form import ExportForm
from app.export.form_area import FormArea
from app.export.formats import SUFFIXES
from app.export.item import Item
from app.export.job import Request
from app.export.parts import parts_of
from app.export.preview import Preview
from app.export.queue import ExportQueue, TakenError
from app.export.target import SuffixError, check_target, is_same
from app.look.appearance import Appearance
from app.map.drawing.layers import Layers
from app.map.drawing.scene import Scene
from app.map.drawing.view import View
from app.map.planes.planes import Planes
from app.session.session import Session

BESIDE = 1100
"""Pixels of a screen's width from which on there is room for the preview beside the form."""
FRAME = 60
"""What the system's frame takes of a screen's height."""


class ExportDialog(QDialog):
    """Exports the session's experiment as it is when Export is pressed, seen as given.

    Escape and Cancel stop a running export and leave the dialog open; nothing partial stays.
    Closing the dialog stops the export first. What was given to the queue goes on there; `queued`
    when that was done.
    """

    queued = Signal()

    def __init__(
        self,
        queue: ExportQueue,
        session: Session,
        appearance: Appearance,
        view: View,
        layers: Layers,
        parent: QObject | None = None,
        suffix: str = SUFFIXES[0],
        planes: Planes | None = None,
    ) -> None:
        """`suffix` is the format to begin with; the first one where there is none of that name. Of
        a network the plane of `planes` is shown."""
        super().__init__(parent)
        self.setObjectName("exportDialog")
        self.setWindowTitle("Export")
        self._queue = queue
        self._session, self._appearance = session, appearance
        self._view, self._layers, self._planes = view, layers, planes
        self._saved: Path | None = None
        self._build(suffix if suffix in SUFFIXES else SUFFIXES[0])

    def _build(self, suffix: str) -> None:
        session = self._session
        name = (
            session.path.name.split(".")[0] if session.path else session.experiment.landscape.name
        )
        seen = {"theme": self._appearance.theme.name, "parts": parts_of(self._layers)}
        self._form = ExportForm(session.experiment, f"{name}{suffix}", seen)
        self._area = FormArea(self._form)
        self._preview = Preview(self._form, self._scene)
        self._form.changed.connect(self._show_estimate)
        self._estimate = QLabel()
        self._estimate.setObjectName("exportEstimate")
        self._estimate.setProperty("role", "dim")
        self._estimate.setWordWrap(True)
        self._followed = FollowedExport(self._queue)
        self._followed.ended.connect(self._end)
        self._folder = self._button("Open folder", "exportOpenFolder", self._open_folder)
        self._folder.setToolTip("Show the folder that the file is in")
        self._cancel = self._button("", "exportCancel", self.reject)
        self._aside = self._button("", "exportQueue", self._put_aside)
        self._export = self._button("Export", "exportStart", self._start)
        self._export.setToolTip("Make the file")
        self._export.setDefault(True)

        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._folder)
        buttons.addStretch(1)
        for button in (self._cancel, self._aside, self._export):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        asked = QHBoxLayout()
        asked.setSpacing(16)
        asked.addWidget(self._area, 1)
        asked.addWidget(self._preview)
        column.addLayout(asked, 1)
        column.addWidget(self._estimate)
        column.addWidget(self._followed)
        column.addLayout(buttons)
        self._folder.hide()
        self._show_working(False)
        self._show_estimate()

    def _button(self, title: str, name: str, do: object) -> QPushButton:
        button = QPushButton(title)
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.clicked.connect(do)
        return button

    @property
    def running(self) -> bool:
        """Whether the file that is followed here is being made."""
        return self._followed.running

    @Slot()
    def _start(self) -> None:
        """Make the file, and stay until it is there."""
        request = self._request()
        if request is None or self.running:
            return
        self._saved = None
        self._followed.begin(request)
        self._show_working(True)

    @Slot()
    def _put_aside(self) -> None:
        """Let the queue make the file, the one that is made here or another."""
        if self.running:
            self._followed.let_go()
            self._show_working(False)
            self.queued.emit()
            self.close()
            return
        request = self._request()
        if request is None:
            return
        item = self._queue.add(request)
        place = len(self._queue.open)
        told = "is being made" if place == 1 else f"waits, as number {place} of the queue"
        self._followed.say(f"{item.path.name} {told}. It goes on when this dialog is closed.")
        self.queued.emit()

    def _request(self) -> Request | None:
        """What is asked for, as it is now; None where the form says why it cannot be."""
        path, options = self._form.path, self._form.options
        try:
            check_target(path, SUFFIXES)
            self._queue.check(path)
        except (SuffixError, TakenError, OSError) as error:
            self._form.show_problem("place", _reason(error))
            return None
        if is_same(path, self._session.path) and not self._form.format.carries_experiment:
            problem = "the experiment would be lost; choose another name"
            self._form.show_problem("place", problem)
            return None
        if options is None:
            return None
        self._form.remember()
        return Request(path, self._form.format, options, self._session.experiment, self._scene())

    def _scene(self) -> Scene:
        """What the window shows now."""
        session = self._session
        where = (self._appearance.theme, self._view, self._layers, session.selected_start)
        scene = Scene(session.picture, session.cursor, *where)
        if self._planes is None or not self._planes.of_network:
            return scene
        return dataclasses.replace(scene, plane=self._planes.chosen, laid=self._planes.laid)

    @Slot(object)
    def _end(self, item: Item) -> None:
        self._saved = item.path if item.state == "saved" else None
        self._show_working(False)
        self._show_estimate()
        if self._saved is not None:
            self._folder.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _open_folder(self) -> None:
        if self._saved is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved.parent)))

    @Slot()
    def _show_estimate(self) -> None:
        problems = self._form.problems
        if not self.running:
            self._export.setEnabled(not problems)
            self._aside.setEnabled(not problems)
        told = [self._form.length] if self._form.length else []
        if "place" not in problems:
            if not self._form.says_folder:
                told.append(f"goes to {self._form.path.parent}")
            if self._form.path.exists():
                told.append("replaces the file that is there")
        self._estimate.setText(" · ".join(told) or ("–" if problems else ""))
        self._fit()

    def _show_working(self, working: bool) -> None:
        self._form.setEnabled(not working)
        self._export.setEnabled(not working)
        self._folder.setVisible(self._saved is not None)
        self._cancel.setText("Cancel" if working else "Close")
        self._cancel.setToolTip("Stop; nothing is written" if working else "Close this dialog")
        self._aside.setText("Go on in the background" if working else "Add to queue")
        self._aside.setToolTip(
            "Close this dialog; Exports in the menu File shows how far it is"
            if working
            else "Make the file in the background, one after the other, as all is now"
        )
        if working:
            self._cancel.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fit()

    def _fit(self) -> None:
        """Make room for all that is asked, with its explanations, as far as the screen allows."""
        screen = self.screen().availableGeometry()
        self._preview.allow(screen.width() >= BESIDE)
        rest = self.layout().sizeHint().height() - self._area.sizeHint().height()
        self._area.fit(screen.height() - FRAME - max(0, rest))
        self.adjustSize()

    def reject(self) -> None:
        """Stop a running export, or close the dialog when none runs."""
        if self.running:
            self._followed.cancel()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._followed.stop()
        super().closeEvent(event)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{error.strerror}: {error.filename}"
    return str(error)
