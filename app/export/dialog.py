"""File → Export…: asks for what the format needs, shows its progress, tells where it went."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QUrl, Slot
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
)

from app.export.form import ExportForm
from app.export.formats import SUFFIXES
from app.export.frames.plan import duration
from app.export.job import ExportJob, Request
from app.export.preview import Preview
from app.export.target import SuffixError, check_target
from app.look.appearance import Appearance
from app.map.drawing.layers import Layers
from app.map.drawing.scene import Scene
from app.map.drawing.view import View
from app.session.session import Session
from app.widgets.styled import set_styled

# Time left is only told once it is more than a guess.
GUESS_SECONDS = 1.5
BESIDE = 1100
"""Pixels of a screen's width from which on there is room for the preview beside the form."""
FRAME, LOWEST = 60, 160
"""What the system's frame takes of a screen's height, and the least that is seen of the form."""


class ExportDialog(QDialog):
    """Exports the session's experiment as it is when Export is pressed, seen as given.

    Escape and Cancel stop a running export and leave the dialog open; nothing partial stays.
    Closing the dialog, or the window it belongs to, stops the export first.
    """

    def __init__(
        self,
        session: Session,
        appearance: Appearance,
        view: View,
        layers: Layers,
        parent: QObject | None = None,
        suffix: str = SUFFIXES[0],
    ) -> None:
        """`suffix` is the format to begin with; the first one where there is none of that name."""
        super().__init__(parent)
        self.setObjectName("exportDialog")
        self.setWindowTitle("Export")
        self._session, self._appearance = session, appearance
        self._view, self._layers = view, layers
        self._job: ExportJob | None = None
        self._saved: Path | None = None
        self._began = 0.0
        self._build(suffix if suffix in SUFFIXES else SUFFIXES[0])
        if parent is not None:
            parent.installEventFilter(self)

    def _build(self, suffix: str) -> None:
        session = self._session
        name = (
            session.path.name.split(".")[0] if session.path else session.experiment.landscape.name
        )
        self._form = ExportForm(session.experiment, f"{name}{suffix}", self._appearance.theme.name)
        self._preview = Preview(self._form, self._scene)
        self._form.changed.connect(self._show_estimate)
        self._estimate = _label("exportEstimate", "dim")
        self._bar = QProgressBar()
        self._bar.setObjectName("exportProgress")
        self._bar.setAccessibleName("Progress of the export")
        self._bar.setTextVisible(False)
        self._status = _label("exportStatus", "dim")
        self._folder = QPushButton("Open folder")
        self._folder.setObjectName("exportOpenFolder")
        self._folder.setToolTip("Show the folder that the file is in")
        self._folder.clicked.connect(self._open_folder)
        self._cancel = QPushButton()
        self._cancel.setObjectName("exportCancel")
        self._cancel.clicked.connect(self.reject)
        self._export = QPushButton("Export")
        self._export.setObjectName("exportStart")
        self._export.setToolTip("Make the file")
        self._export.clicked.connect(self._start)
        for button in (self._folder, self._cancel):
            button.setAutoDefault(False)
        self._export.setDefault(True)

        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._folder)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._export)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        asked = QHBoxLayout()
        asked.setSpacing(16)
        asked.addWidget(self._scrolled(self._form), 1)
        asked.addWidget(self._preview)
        column.addLayout(asked, 1)
        for widget in (self._estimate, self._bar, self._status):
            column.addWidget(widget)
        column.addLayout(buttons)
        self._bar.hide()
        self._folder.hide()
        self._show_working(False)
        self._show_estimate()

    @property
    def running(self) -> bool:
        """Whether a file is being made."""
        return self._job is not None

    @Slot()
    def _start(self) -> None:
        try:
            check_target(self._form.path, SUFFIXES)
        except (SuffixError, OSError) as error:
            self._form.show_problem("place", _reason(error))
            return
        options = self._form.options
        if options is None or self._job is not None:
            return
        self._form.remember()
        session, scene = self._session, self._scene()
        request = Request(self._form.path, self._form.format, options, session.experiment, scene)
        self._job = ExportJob(request, self)
        self._job.progress.connect(self._show_progress)
        self._job.finished.connect(self._finish)
        self._job.failed.connect(self._fail)
        self._job.cancelled.connect(self._stop)
        self._began = time.monotonic()
        self._saved = None
        self._bar.setRange(0, 0)
        self._show_status("Computing the run…")
        self._show_working(True)
        self._job.start()

    def _scene(self) -> Scene:
        """What the window shows now."""
        session = self._session
        where = (self._appearance.theme, self._view, self._layers, session.selected_start)
        return Scene(session.picture, session.cursor, *where)

    @Slot(int, int)
    def _show_progress(self, done: int, total: int) -> None:
        if self._bar.maximum() != total:
            self._bar.setRange(0, total)
            self._began = time.monotonic()
        self._bar.setValue(done)
        seconds = time.monotonic() - self._began
        left = f", {duration(seconds * (total - done) / done)} left"
        told = left if seconds > GUESS_SECONDS else ""
        self._show_status(f"Frame {done:,} of {total:,}{told}")

    @Slot(str)
    def _finish(self, path: str) -> None:
        self._saved = Path(path)
        megabytes = self._saved.stat().st_size / 1e6
        self._end(f"Saved {self._saved.name} ({megabytes:.1f} MB) in {self._saved.parent}")
        self._folder.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _fail(self, message: str) -> None:
        self._end(f"Not saved. {message}", "error")

    @Slot()
    def _stop(self) -> None:
        self._end("Cancelled, nothing was written.")

    @Slot()
    def _open_folder(self) -> None:
        if self._saved is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved.parent)))

    @Slot()
    def _show_estimate(self) -> None:
        problems = self._form.problems
        if self._job is None:
            self._export.setEnabled(not problems)
        told = [self._form.length] if self._form.length else []
        if "place" not in problems:
            if not self._form.says_folder:
                told.append(f"goes to {self._form.path.parent}")
            if self._form.path.exists():
                told.append("replaces the file that is there")
        self._estimate.setText(" · ".join(told) or ("–" if problems else ""))
        self._fit()

    def _end(self, status: str, role: str = "dim") -> None:
        job, self._job = self._job, None
        if job is not None:
            job.close()
            job.deleteLater()
        self._show_working(False)
        self._show_estimate()
        self._show_status(status, role)

    def _show_working(self, working: bool) -> None:
        self._form.setEnabled(not working)
        self._export.setEnabled(not working)
        self._bar.setVisible(working)
        self._folder.setVisible(self._saved is not None)
        self._cancel.setText("Cancel" if working else "Close")
        self._cancel.setToolTip("Stop; nothing is written" if working else "Close this dialog")
        if working:
            self._cancel.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fit()

    def _show_status(self, text: str, role: str = "dim") -> None:
        self._status.setText(text)
        set_styled(self._status, "role", role)

    def _scrolled(self, form: ExportForm) -> QScrollArea:
        """The form, of which a low screen shows a part."""
        self._area = QScrollArea()
        self._area.setObjectName("exportScroll")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(form)
        return self._area

    def _fit(self) -> None:
        """Make room for all that is asked, with its explanations, as far as the screen allows."""
        form, screen = self._form, self.screen().availableGeometry()
        self._preview.allow(screen.width() >= BESIDE)
        form.layout().activate()
        bar = self._area.verticalScrollBar().sizeHint().width()
        self._area.setMinimumWidth(form.minimumSizeHint().width() + bar)
        width = max(form.minimumSizeHint().width(), self._area.viewport().width())
        needed = form.layout().totalHeightForWidth(width)
        needed = form.sizeHint().height() if needed < 0 else needed
        rest = self.layout().sizeHint().height() - self._area.sizeHint().height()
        most = screen.height() - FRAME - max(0, rest)
        self._area.setMinimumHeight(max(LOWEST, min(needed, most)))
        self.adjustSize()

    def reject(self) -> None:
        """Stop a running export, or close the dialog when none runs."""
        if self._job is not None:
            self._show_status("Stopping…")
            self._job.cancel()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._job is not None:
            self._end("Cancelled, nothing was written.")
        super().closeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close:
            self.close()
        return super().eventFilter(watched, event)


def _label(name: str, role: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{error.strerror}: {error.filename}"
    return str(error)
