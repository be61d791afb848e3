"""The window: which panel stands where. What they do is their own and the session's business."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import (
    QEvent,
    QMargins,
    QObject,
    QPoint,
    QRect,
    QSettings,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
)

from app.look.appearance import Appearance
from app.map.map_view import MapView
from app.panels.charts import ChartsPanel
from app.panels.landscape.panel import LandscapePanel
from app.panels.memory.panel import MemoryPanel
from app.panels.methods.method_list import MethodList
from app.panels.playback.playback_bar import SPEEDS, PlaybackBar
from app.panels.run.panel import RunPanel
from app.panels.standing import StandingPanel
from app.panels.starts.panel import StartPanel
from app.running.shown import Failure, Picture
from app.session.session import Session
from app.window.commands import commands_of
from app.window.desk import GAP, Desk
from app.window.file_commands import FileCommands
from app.window.kept_layout import KeptLayout
from app.window.menus import Menus
from app.window.message_bar import MessageBar
from app.window.proportions import SMALLEST, USUAL, first_size, fitted
from app.window.recent_menu import RecentMenu
from app.window.time_keys import keeps_key
from app.window.unsaved_work import UnsavedWork


class MainWindow(QMainWindow):
    """Composes the panels around one session. `first_painted` is emitted once, after the first
    paint, so that what is slow can begin then."""

    first_painted = Signal()

    def __init__(
        self, session: Session, appearance: Appearance, settings: QSettings | None = None
    ) -> None:
        super().__init__()
        self.session = session
        self.appearance = appearance
        self._kept = KeptLayout(settings)
        self.unsaved = UnsavedWork(settings)
        self._painted = False
        self._failure: Failure | None = None
        self.setObjectName("main-window")
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)
        self.setAcceptDrops(True)
        self._make_panels()
        self.desk = self._make_desk()
        self.setCentralWidget(self.desk)
        self.messages = MessageBar(appearance, self.desk)
        self.map_view.installEventFilter(self)
        self.files = FileCommands(session, appearance, self.map_view, settings, self)
        self.commands = commands_of(self)
        recent = RecentMenu(self.files, self.menuBar())
        self.menus = Menus(self.menuBar(), self.commands, after={"open": recent})
        self._connect()
        self._placed = self._kept.restore(self, self.desk, self.charts)
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

    def _make_desk(self) -> Desk:
        return Desk(
            controls=(self.landscape, self.starts, self.methods),
            run=self.run,
            map_view=self.map_view,
            charts=self.charts,
            playback=self.playback,
            memory=self.memory,
            standing=self.standing,
        )

    @Slot()
    def _make_anatomy(self) -> None:
        """The panel behind the other tab, made when the first picture stands."""
        from app.panels.anatomy.panel import AnatomyPanel

        anatomy = AnatomyPanel(self.session, self.appearance)
        anatomy.vectors_changed.connect(self.map_view.set_anatomy)
        self.desk.add_anatomy(anatomy)

    def _connect(self) -> None:
        self.session.failed.connect(self.messages.fail)
        self.session.experiment_changed.connect(self.messages.withdraw)
        self.session.picture_changed.connect(self._follow_failure)
        self.files.told.connect(self.messages.tell)
        self.files.explained.connect(self.messages.explain)
        self.session.document_changed.connect(self._follow_document)
        self.first_painted.connect(self._make_anatomy, Qt.ConnectionType.QueuedConnection)
        self.map_view.image_requested.connect(self.files.save_map_image)
        self.playback.export_asked.connect(self.files.export_video)

    # What the menus ask for

    def do_with_card(self, word: str) -> None:
        """Act on the card that was clicked last; see MethodCard.do."""
        card = self.methods.picked
        if card is not None:
            card.do(word)

    def bring_back_unsaved(self) -> None:
        """Go on with what was not saved, untitled; undo returns to what is here now."""
        experiment = self.unsaved.experiment
        if experiment is not None:
            self.session.begin(experiment, kept=False)

    def copy_standing(self) -> None:
        """Put the table of the methods' standing on the clipboard."""
        self.standing.copy_tsv()
        self.messages.tell("Copied the standing")

    def change_speed(self, factor: float) -> None:
        """Play faster or slower, within the speeds that the playback bar offers."""
        speed = self.session.speed * factor
        self.session.set_speed(min(SPEEDS[-1], max(SPEEDS[0], speed)))

    def show_keyboard(self) -> None:
        """Show which keys do what."""
        from app.window.help import HelpDialog
        from app.window.keyboard_page import keyboard_page

        HelpDialog("Keyboard", keyboard_page(self.commands), self).show()

    def show_sources(self) -> None:
        """Show where the methods come from."""
        from app.window.help import HelpDialog, sources_page

        HelpDialog("About the methods", sources_page(), self).show()

    # The window itself

    def _unfold_one(self) -> None:
        """Open the last card with a memory, so that its C and λ are under the hand at once."""
        for card in reversed(self.methods.cards):
            if card.spec.row.memory:
                card.set_expanded(True)
                return

    @Slot()
    def _follow_document(self) -> None:
        path = self.session.path
        self.setWindowTitle(f"{path.name if path else 'Untitled'}[*] — Basinscope")
        self.setWindowModified(self.session.modified)
        self.setWindowFilePath(str(path) if path else "")

    @Slot(object)
    def _follow_failure(self, picture: Picture) -> None:
        """A run that broke off leaves an older picture, which says so until it is run again."""
        if picture.failure is not None and picture.failure is not self._failure:
            self.messages.fail(f"The picture is not up to date: {picture.failure.message}")
        self._failure = picture.failure

    def place(self) -> None:
        """Fit the screen that it will open on; call it before it is shown."""
        if not self._placed:
            self.resize(first_size(self.screen().availableSize()))
        self._fit(None)
        self.first_painted.connect(self._fit_frame)

    def _fit(self, frame: QMargins | None) -> None:
        fits = fitted(self.geometry(), self.screen().availableGeometry(), frame)
        if fits != self.geometry() and not self.isMaximized() and not self.isFullScreen():
            self.setGeometry(fits)

    @Slot()
    def _fit_frame(self) -> None:
        """Now that it has a frame, which is known only of a window that is shown."""
        inner, outer = self.geometry(), self.frameGeometry()
        self._fit(
            QMargins(
                inner.left() - outer.left(),
                inner.top() - outer.top(),
                outer.right() - inner.right(),
                outer.bottom() - inner.bottom(),
            )
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and self._painted:
            QTimer.singleShot(0, self, self._fit_frame)  # a maximized one was kept for its size

    def _place_messages(self) -> None:
        """News lie over the top of the body, but for the map's buttons, which stay within reach;
        a note, which stays, over the foot of the map, where it hides nothing to work with."""
        body, buttons = self.centralWidget(), self.map_view.layers_button
        margins = body.layout().contentsMargins()
        right = buttons.mapTo(body, QPoint(0, 0)).x() - GAP
        head = QRect(margins.left(), margins.top(), right - margins.left(), 0)
        foot = QRect(self.map_view.mapTo(body, QPoint(0, 0)), self.map_view.size())
        self.messages.lie_in(head, foot)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.map_view and event.type() == QEvent.Type.Resize:
            self._place_messages()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and keeps_key(QApplication.focusWidget(), event.key(), event.modifiers())
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.map_view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls()[:1]:
            self.files.open_path(Path(url.toLocalFile()))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._kept.keep(self, self.desk, self.charts)
        if self.session.modified:
            self.unsaved.keep(self.session.experiment)
        self.hide()  # the computing thread may have to finish an import first
        self.session.close()
        super().closeEvent(event)
