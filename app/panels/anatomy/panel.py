"""What the next step is made of: its sub-steps with their numbers, one by one if asked."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.look.appearance import Appearance
from app.look.styles import styles
from app.panels.anatomy.method_choice import MethodChoice
from app.panels.anatomy.substep_list import Entry, SubStepList
from app.panels.anatomy.vectors import colour_of, vectors_of
from app.panels.anatomy.words import why_none
from app.running.shown import Picture
from app.session.session import Session
from app.widgets.icon_button import IconButton
from core.anatomy.anatomy import Anatomy, anatomy

WALK_MS = 1800
"""How long a sub-step stays while the walk goes on by itself."""


class AnatomyPanel(QFrame):
    """Takes apart the step that begins at the time cursor, for one method: while it is seen the
    very step that the other panels show, at every tick.

    `vectors_changed(vectors, active)` carries a tuple of `AnatomyVector` for the map, all of the
    step, and the number that a walk has reached, or None; the tuple is empty while the panel is
    hidden.
    """

    vectors_changed = Signal(object, object)

    def __init__(
        self, session: Session, appearance: Appearance, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._appearance = session, appearance
        self._active: int | None = None
        self._anatomy: Anatomy | None = None
        self._sent: tuple[object, object] = ((), None)
        self.setObjectName("anatomy-panel")
        self.setAccessibleName("Step anatomy")
        self._make()
        self._lay()
        self._walk = QTimer(self)
        self._walk.setInterval(WALK_MS)
        self._walk.timeout.connect(self._walk_on)
        session.picture_changed.connect(self._follow_picture)
        session.cursor_changed.connect(self._follow_cursor)
        session.start_selected.connect(self._show_if_seen)
        appearance.theme_changed.connect(self._follow_theme)
        self._follow_picture(session.picture)

    def _make(self) -> None:
        self.method = MethodChoice()
        self.method.chosen.connect(self.leave_walk)

        def button(icon: str, name: str, tip: str) -> IconButton:
            return IconButton(self._appearance, icon, name, tip)

        self.back = button("step-back", "anatomy-back", "Previous sub-step\n↑ in the list")
        self.play = button("play-steps", "anatomy-walk", "Walk through this step by itself")
        self.play.setCheckable(True)
        self.forward = button("step-forward", "anatomy-forward", "Next sub-step\n↓ in the list")
        self.all = button("expand-all", "anatomy-all", "Show all sub-steps at once")
        self.back.clicked.connect(self.go_back)
        self.forward.clicked.connect(self.go_on)
        self.play.toggled.connect(self._set_walking)
        self.all.clicked.connect(self.leave_walk)
        self.note = QLabel()
        self.note.setProperty("role", "small")
        self.note.setObjectName("anatomy-note")
        self.note.setWordWrap(True)
        self.list = SubStepList(self._appearance.theme)
        self.list.chosen.connect(self.go_to)

    def _lay(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.method, 1)
        for widget in (self.back, self.play, self.forward, self.all):
            head.addWidget(widget)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("anatomy-scroll")
        self._scroll.setAccessibleName("Sub-steps")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        column = QWidget()
        column.setProperty("role", "column")
        inside = QVBoxLayout(column)
        inside.setContentsMargins(0, 0, 4, 0)
        inside.addWidget(self.list)
        inside.addStretch(1)
        self._scroll.setWidget(column)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 4, 0, 0)
        lines.setSpacing(4)
        lines.addLayout(head)
        lines.addWidget(self.note)
        lines.addWidget(self._scroll, 1)

    @property
    def active(self) -> int | None:
        """The number of the sub-step the walk has reached; None when nobody walks."""
        return self._active

    @property
    def anatomy(self) -> Anatomy | None:
        """The step that is shown."""
        return self._anatomy

    # The walk

    @Slot(int)
    def go_to(self, number: int) -> None:
        """Walk to a sub-step, counted from 1, of the step that is at the cursor now; where the
        panel is out of sight there is none."""
        if self._anatomy is None or not self.isVisible():
            return
        self._session.pause()
        self._active = max(1, number)
        self._show()
        if self._active is None:  # what was shown is no longer there to be taken apart
            return
        place = self.list.place_of(self._active).toRect()
        self._scroll.ensureVisible(0, place.bottom(), 0, 8)
        self._scroll.ensureVisible(0, place.top(), 0, 8)

    @Slot()
    def go_on(self) -> None:
        """The next sub-step; after the last one, the first of the next step."""
        if self._anatomy is None:
            return
        if self._active is not None and self._active >= len(self._anatomy.substeps):
            self._session.pause()
            self._session.seek(self._session.cursor + 1)
            self._show()
            self.go_to(1)
        else:
            self.go_to((self._active or 0) + 1)

    @Slot()
    def go_back(self) -> None:
        """The previous sub-step; before the first one there is none."""
        self.go_to((self._active or 2) - 1)

    @Slot()
    def leave_walk(self) -> None:
        """Show all sub-steps again."""
        self._end_walk()
        self._show_if_seen()

    def _end_walk(self) -> None:
        self._active = None
        self.play.setChecked(False)

    @Slot(bool)
    def _set_walking(self, walking: bool) -> None:
        if not walking:
            self._walk.stop()
            return
        last = len(self._anatomy.substeps) if self._anatomy else 0
        self.go_to(1 if self._active is None or self._active >= last else self._active)
        if self._active is None or not self.isVisible():
            self.play.setChecked(False)
        else:
            self._walk.start()

    @Slot()
    def _walk_on(self) -> None:
        if (
            self._anatomy is None
            or self._active is None
            or self._active >= len(self._anatomy.substeps)
        ):
            self.play.setChecked(False)
        else:
            self.go_to(self._active + 1)

    # Following the session

    @Slot(object)
    def _follow_picture(self, picture: Picture) -> None:
        if self.method.show_methods(picture, self._appearance.theme):
            self._end_walk()
        self._show_if_seen()

    @Slot(int)
    def _follow_cursor(self, cursor: int) -> None:
        if self._active is not None and self._anatomy and cursor != self._anatomy.step - 1:
            self._end_walk()
        self._show_if_seen()

    @Slot()
    def _show_if_seen(self) -> None:
        if self.isVisible():
            self._show()

    @Slot(object)
    def _follow_theme(self, theme: object) -> None:
        self._follow_picture(self._session.picture)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.play.setChecked(False)
        self._send((), None)

    @Slot()
    def _show(self) -> None:
        """Take the step at the cursor apart and show it."""
        picture, start = self._session.picture, self._session.selected_start
        methods, index = picture.experiment.methods, self.method.method
        track = picture.tracks[index] if 0 <= index < len(methods) else None
        self._anatomy = None
        if track is not None and start < track.starts:
            time = max(0, min(self._session.cursor, track.filled - 1))
            spec = methods[index]
            self._anatomy = anatomy(picture.experiment, spec, track, time, start)
        wanted, cursor = self._session.experiment, self._session.cursor
        self._say(why_none(wanted, picture, index, cursor, start))
        theme = self._appearance.theme
        if self._anatomy is None:
            self._end_walk()
            self.list.show_entries((), None, theme)
            self._send((), None)
            return
        style = styles(methods, theme)[index]
        substeps = self._anatomy.substeps
        if self._active is not None:  # another method's step may be made of less
            self._active = min(self._active, len(substeps))
        entries = tuple(Entry(sub, colour_of(sub, style, theme)) for sub in substeps)
        self.list.show_entries(entries, self._active, theme)
        self._send(vectors_of(substeps, style, theme, index), self._active)

    def _say(self, why_none: str) -> None:
        step = self._anatomy.step if self._anatomy is not None else 0
        self.note.setText(f"From step {step - 1:,} to step {step:,}" if step else why_none)
        for button in (self.back, self.play, self.forward, self.all):
            button.setEnabled(self._anatomy is not None)

    def _send(self, vectors: object, active: int | None) -> None:
        if (vectors, active) != self._sent:
            self._sent = (vectors, active)
            self.vectors_changed.emit(vectors, active)
