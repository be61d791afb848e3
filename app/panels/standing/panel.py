"""How the methods stand at the time cursor."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from app.look.appearance import Appearance
from app.look.styles import styles
from app.look.theme import Theme
from app.panels.standing.delegate import StandingDelegate
from app.panels.standing.model import StandingModel
from app.panels.standing.rows import Row, as_markdown, as_tsv
from app.panels.standing.table import StandingTable
from app.running.shown import Picture
from app.session.session import Session
from app.widgets.icon_button import IconButton
from core.measures.standing import Course
from core.recording.recording import Track

PACE_MS = 66
"""A table that changes more often than this cannot be read."""


class StandingPanel(QFrame):
    """A row for each method that runs, of the selected start."""

    def __init__(
        self, session: Session, appearance: Appearance, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._appearance = session, appearance
        self._picture = session.picture
        self._courses: dict[tuple[Track, int], Course] = {}
        self.setObjectName("standing-panel")
        self.setAccessibleName("Standing")
        self._model = StandingModel(self)
        self._delegate = StandingDelegate(appearance.theme, self)
        self._make()
        self._pace = QTimer(self)
        self._pace.setSingleShot(True)
        self._pace.setInterval(PACE_MS)
        self._pace.timeout.connect(self._show)
        session.picture_changed.connect(self._follow_picture)
        session.cursor_changed.connect(self._soon)
        session.start_selected.connect(self._soon)
        appearance.theme_changed.connect(self._follow_theme)
        self._show()

    def _make(self) -> None:
        self.note = QLabel()
        self.note.setProperty("role", "small")
        self.note.setObjectName("standing-note")
        self.copy = IconButton(
            self._appearance, "copy", "standing-copy", "Copy the table\nCtrl+C in the table"
        )
        self.copy.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.copy)
        menu.setObjectName("standing-copy-menu")
        for name, title, act in (
            ("standing-copy-tsv", "Copy for a spreadsheet (TSV)", self.copy_tsv),
            ("standing-copy-markdown", "Copy as Markdown", self.copy_markdown),
        ):
            action = menu.addAction(title)
            action.setObjectName(name)
            action.triggered.connect(act)
        self.copy.setMenu(menu)
        self.table = StandingTable(self._model, self._delegate)
        self.table.copy_asked.connect(self.copy_tsv)
        head = QHBoxLayout()
        head.addWidget(self.note, 1)
        head.addWidget(self.copy)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        lines.addLayout(head)
        lines.addWidget(self.table, 1)

    @property
    def rows(self) -> list[Row]:
        """The rows in the order shown."""
        return self._model.rows

    @Slot()
    def copy_tsv(self) -> None:
        """Put the table on the clipboard, tab-separated."""
        self._show()
        QGuiApplication.clipboard().setText(as_tsv(self.rows))

    @Slot()
    def copy_markdown(self) -> None:
        """Put the table on the clipboard as Markdown."""
        self._show()
        QGuiApplication.clipboard().setText(as_markdown(self.rows))

    @Slot(object)
    def _follow_picture(self, picture: Picture) -> None:
        self._picture = picture
        gone = [key for key in self._courses if key[0] not in picture.tracks]
        for key in gone:
            del self._courses[key]
        self._soon()

    @Slot()
    def _soon(self) -> None:
        if not self._pace.isActive():
            self._pace.start()

    @Slot()
    def _show(self) -> None:
        """Show the standing at the cursor."""
        time, start = self._session.cursor, self._session.selected_start
        count = self._picture.experiment.start_count
        of = f" · start {start + 1:,} of {count:,}" if count > 1 else ""
        self.note.setText(f"at step {time:,}{of}")
        experiment = self._picture.experiment
        looks = styles(experiment.methods, self._appearance.theme)
        rows = []
        for index, (spec, track) in enumerate(
            zip(experiment.methods, self._picture.tracks, strict=True)
        ):
            if track is not None and start < track["positions"].shape[1]:
                standing = self._course(track, start).at(time)
                faded = index in self._picture.stale
                rows.append(Row(index, spec.label, looks[index], standing, faded))
        self.table.make_room(rows)
        self._model.show_rows(rows)

    def _course(self, track: Track, start: int) -> Course:
        """The course of a run; of one that grows, computed again each time a tenth is new."""
        course = self._courses.get((track, start))
        grown = course is not None and track.filled > 1.1 * course.filled + 16
        if course is None or grown or (track.complete and course.filled < track.filled):
            course = Course(self._picture.experiment, track, start)
            self._courses = {k: c for k, c in self._courses.items() if k[0] is not track}
            self._courses[track, start] = course
        return course

    @Slot(object)
    def _follow_theme(self, theme: Theme) -> None:
        self._delegate.theme = theme
        self._show()
