"""The window: which panel stands where. What they do is their own and the session's business."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QSettings, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QMainWindow

from app.look.appearance import Appearance
from app.map.map_view import MapView
from app.panels.charts import ChartsPanel
from app.panels.landscape.panel import LandscapePanel
from app.panels.memory.panel import MemoryPanel
from app.panels.methods.method_list import MethodList
from app.panels.playback.playback_bar import PlaybackBar
from app.panels.run.panel import RunPanel
from app.panels.standing import StandingPanel
from app.panels.starts.panel import StartPanel
from app.session.session import Session
from app.session.working_copy import WorkingCopy
from app.window.announcements import Announcements
from app.window.bar import Bar
from app.window.command import Command
from app.window.commands.layout import own_commands
from app.window.commands.table import commands_of
from app.window.desk import Desk
from app.window.docking.docks import BOTTOM, LEFT, RIGHT, TOP
from app.window.docking.proportions import SMALLEST, USUAL
from app.window.dropping import take_a_copy
from app.window.exports import Exports
from app.window.faults import Faults
from app.window.file_commands import IMAGE_SCALE, FileCommands
from app.window.guide import Guide
from app.window.kept_layout import KeptLayout
from app.window.layouts import Layouts
from app.window.layouts_menu import LayoutsMenu
from app.window.left_behind_bar import LeftBehindBar
from app.window.menus import Menus
from app.window.message_bar import MessageBar
from app.window.message_place import MessagePlace
from app.window.placing import Placing
from app.window.preferences import Preferences, Wishes
from app.window.recent_menu import RecentMenu
from app.window.studies import Studies
from app.window.tab_order import go_on
from app.window.text_resizing import TextResizing
from app.window.time_keys import keeps_key

CHANGED = "[*]"
"""Where Qt puts the sign of what is not saved; a name that holds it says it twice."""


class MainWindow(QMainWindow):
    """Composes the panels around one session. `first_painted` is emitted once, after the first
    paint, so that what is slow can begin then."""

    first_painted = Signal()

    def __init__(
        self,
        session: Session,
        appearance: Appearance,
        settings: QSettings | None = None,
        working_copy: WorkingCopy | None = None,
    ) -> None:
        super().__init__()
        self.session = session
        self.appearance = appearance
        self.faults = Faults(self)
        self.preferences = Preferences(settings, self)
        self._kept = KeptLayout(settings, restores=self.preferences.wishes.restore_layout)
        self._copy = working_copy
        self._painted = self._leaving = self._ending = False
        self.setObjectName("main-window")
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)
        self.setAcceptDrops(True)
        self._make_panels()
        self.files = FileCommands(
            session, appearance, self.map_view, settings, self, lambda: self.preferences.wishes
        )
        self.exports = Exports(session, appearance, self.map_view, self.preferences, self)
        self.left_behind = LeftBehindBar(appearance, working_copy, self.files.question.before)
        self.note = Bar(appearance, "note", "What this shows")
        self.guide = Guide(appearance, self.files, self.map_view, self)
        bars = (self.left_behind, self.note, self.guide.bar)
        self.desk = Desk(appearance, self.map_view, self.playback, bars)
        self.desk.workspace.fill(self, later=False)
        self.files.panels_shown = lambda: self.desk.shown
        self.files.panels_wanted.connect(self.desk.show_panels)
        self.studies = Studies(
            session, appearance, self.desk, self.files, self.exports, self._kept, self
        )
        self.setCentralWidget(self.studies.pages)
        self.layouts = Layouts(self, self.desk, self.studies.pages, self._kept)
        self.messages = MessageBar(appearance, self.studies.pages)
        MessagePlace(self.messages, self.desk, self.map_view, self.studies)
        self._commands = commands_of(self)
        after = {
            "open": RecentMenu(self.files, self.menuBar()),
            "layout-talk": LayoutsMenu(self.layouts, self.menuBar()),
        }
        self.menus = Menus(self.menuBar(), self._commands, after)
        self.desk.bare_changed.connect(self._keep_keys)
        self.text = TextResizing(self, self.desk, self.preferences.wishes.text_size)
        self._connect()
        self._glide(self.preferences.wishes)
        self._sized = self._kept.restore(self, self.charts, self.standing)
        self.desk.workspace.expect(self.size())
        self.layouts.restore()
        self._kept.restore_map(self.map_view)
        self._unfold_one()
        self._follow_document()
        self.map_view.setFocus()

    def _make_panels(self) -> None:
        both = (self.session, self.appearance)
        self.map_view = MapView(*both)
        self.landscape = LandscapePanel(*both)
        self.starts = StartPanel(*both)
        self.methods = MethodList(*both)
        self.run = RunPanel(*both)
        self.charts = ChartsPanel(*both)
        self.playback = PlaybackBar(*both)
        self.memory = MemoryPanel(*both)
        self.standing = StandingPanel(*both)

    @property
    def commands(self) -> tuple[Command, ...]:
        """All that it can be told to do, now."""
        return (*self._commands, *own_commands(self.layouts))

    @Slot()
    def _make_later_panels(self) -> None:
        self.desk.workspace.fill(self, later=True)

    def _connect(self) -> None:
        told = Announcements(self.session, self.files, self.faults, self.messages, self.note, self)
        self.left_behind.taken.connect(told.tell_result)
        if self._copy is not None:
            self._copy.failed.connect(self.messages.fail)
            self.faults.told.connect(self._copy.write)
        self.studies.told.connect(self.messages.tell)
        self.layouts.told.connect(self.messages.tell)
        self.studies.failed.connect(self.messages.fail)
        self.exports.told.connect(self.messages.tell)
        self.exports.failed.connect(self.messages.fail)
        self.studies.pages.changed.connect(self._follow_page)
        self.first_painted.connect(self.left_behind.look, Qt.ConnectionType.QueuedConnection)
        self.session.document_changed.connect(self._follow_document)
        self.first_painted.connect(self._make_later_panels, Qt.ConnectionType.QueuedConnection)
        self.preferences.changed.connect(self._glide)
        self.preferences.changed.connect(self.text.follow)
        self.map_view.image_requested.connect(self.files.save_map_image)
        self.playback.export_asked.connect(self.exports.ask)
        self.files.raced.connect(self.studies.show_race)

    # What the menus ask for

    def copy_standing(self) -> None:
        """Put the table of the methods' standing on the clipboard."""
        self.standing.copy_tsv()
        self.messages.tell("Copied the standing")

    def copy_map(self) -> None:
        """Put the map, as it is seen, on the clipboard, twice as fine as on the screen."""
        QApplication.clipboard().setImage(self.map_view.canvas.image(IMAGE_SCALE))
        self.messages.tell("Copied the map's picture")

    # The window itself

    @Slot(object)
    def _glide(self, wishes: Wishes) -> None:
        self.map_view.canvas.gaze.set_gliding(not wishes.reduce_motion)

    def _unfold_one(self) -> None:
        """Open the last card with a memory, so that its C and λ are under the hand at once."""
        for card in reversed(self.methods.cards):
            if card.spec.row.memory:
                card.set_expanded(True)
                return

    @Slot()
    def _follow_document(self) -> None:
        path = self.session.path
        name = path.name.replace(CHANGED, 2 * CHANGED) if path else "Untitled"
        self.setWindowTitle(f"{name}{CHANGED} — Basinscope")
        self.setWindowModified(self.session.modified)
        self.setWindowFilePath(str(path) if path else "")

    def welcome(self) -> None:
        """Begin with the welcome page once the window is painted, where a person wants it and no
        work waits to be brought back."""

        def show() -> None:
            if self.preferences.wishes.welcome and self.isVisible() and not self.left_behind.waits:
                self.menus.actions["welcome"].trigger()

        self.first_painted.connect(show, Qt.ConnectionType.QueuedConnection)

    def place(self) -> None:
        """Fit the screen that it will open on; call it before it is shown."""
        self.first_painted.connect(Placing(self, sized=self._sized).fit)

    @Slot()
    def _keep_keys(self) -> None:
        """The keys of the menus live where no menu bar is shown."""
        self.addActions(list(self.menus.actions.values()))

    @Slot()
    def _follow_page(self) -> None:
        """The keys go to the page that is shown."""
        if self.studies.is_shown:
            self.studies.show().setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.map_view.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and keeps_key(QApplication.focusWidget(), event.key(), event.modifiers())
        ):
            event.accept()
            return True
        try:
            return super().event(event)
        except Exception:  # of a painter: left to Qt, it would be announced on the terminal too
            sys.excepthook(*sys.exc_info())
            return True

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's spelling
        if self.studies.is_shown:
            parts = (self.messages, self.studies.show(), *self.exports.parts)
            return go_on(parts, forward=forward)
        side = self.desk.workspace.reading
        parts = (
            *(self.left_behind, self.note, self.guide.bar, self.messages),
            *side(LEFT),
            *side(TOP),
            *(self.map_view, self.playback),
            *side(BOTTOM),
            *side(RIGHT),
            *self.exports.parts,
        )
        return go_on((part for part in parts if part.isVisible()), forward=forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.studies.is_shown:
            self.layouts.leave_talk()
            self.map_view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        take_a_copy(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        take_a_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        take_a_copy(event)
        if event.isAccepted():
            self.files.drop(event.mimeData().urls())

    def end(self) -> None:
        """Close without a question; what is not saved is kept for the next start."""
        self._ending = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.studies.is_busy and not self._ending:
            event.ignore()
            self.studies.before_the_end(self.close)
            return
        if self.exports.is_busy and not self._ending:
            event.ignore()
            self.exports.before_the_end(self.close)
            return
        if not (self._leaving or self._ending) and self.session.modified:
            event.ignore()
            self.files.question.before(self._leave, "closing the window")
            return
        self.layouts.leave_talk()
        self.layouts.keep()
        self._kept.keep(self, self.charts, self.standing)
        self._kept.keep_map(self.map_view)
        if self._copy is not None:
            self._copy.close(keep=self._ending)
        self.faults.uninstall()
        self.guide.close()
        self.desk.workspace.set_aside(True)
        self.hide()  # the computing thread may have to finish an import first
        self.studies.close()
        self.exports.close()
        self.map_view.close_down()
        self.session.close()
        super().closeEvent(event)

    def _leave(self) -> None:
        self._leaving = True
        self.close()
