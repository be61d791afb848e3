"""The window: which panel stands where. What they do is their own and the session's business."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSettings, Qt, QTimer, Signal, Slot
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
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
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
from app.window.file_commands import FileCommands
from app.window.kept_layout import WindowMemory
from app.window.menus import Menus
from app.window.message_bar import MessageBar
from app.window.panel_frame import Column, PanelFrame, framed
from app.window.time_keys import keeps_key
from core.experiment.experiment import Experiment

SIZE = (1440, 900)
SMALLEST = (880, 600)
_COLUMNS = (320, 760, 336)
_CENTRE = (560, 240)
_RIGHT = (560, 280)
_GAP = 8
_NARROWEST_CONTROLS, _NARROWEST_INSIGHT = 272, 236


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
        self._memory = WindowMemory(settings)
        self._painted = False
        self._failure: Failure | None = None
        self.setObjectName("main-window")
        self.setMinimumSize(*SMALLEST)
        self.resize(*SIZE)
        self.setAcceptDrops(True)
        self._make_panels()
        self._compose()
        self.files = FileCommands(session, appearance, self.map_view, settings, self)
        self.menus = Menus(self)
        self._connect()
        self._memory.restore(self, self._splitters, self.charts)
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
        self.messages = MessageBar(self.appearance)

    def _compose(self) -> None:
        self._across = _splitter("columns", Qt.Orientation.Horizontal)
        self._centre = _splitter("map-and-charts", Qt.Orientation.Vertical)
        self._right = _splitter("memory-and-standing", Qt.Orientation.Vertical)
        self._controls = PanelFrame(
            "controls-frame",
            Column("controls", self.landscape, self.starts, self.methods),
            self.run,
        )
        self._controls.setMinimumWidth(_NARROWEST_CONTROLS)
        self._charts_frame = framed("charts-frame", self.charts)
        self._centre.addWidget(framed("map-frame", self.map_view))
        self._centre.addWidget(self._charts_frame)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("insight-tabs")
        self.tabs.setAccessibleName("Standing and anatomy")
        self.tabs.addTab(self.standing, "Standing")
        self._anatomy_tab = QWidget()
        self.tabs.addTab(self._anatomy_tab, "Step anatomy")
        self._right.addWidget(framed("memory-frame", self.memory))
        self._right.addWidget(PanelFrame("standing-frame", self.tabs))
        self._right.setMinimumWidth(_NARROWEST_INSIGHT)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addWidget(self._centre, 1)
        column.addWidget(self.playback)
        for widget in (self._controls, middle, self._right):
            self._across.addWidget(widget)
        for splitter, sizes, stretched in (
            (self._across, _COLUMNS, 1),
            (self._centre, _CENTRE, 0),
            (self._right, _RIGHT, 0),
        ):
            splitter.setSizes(sizes)
            splitter.setStretchFactor(stretched, 1)
        body = QWidget()
        outer = QVBoxLayout(body)
        outer.setContentsMargins(_GAP, 4, _GAP, _GAP)
        outer.setSpacing(_GAP)
        outer.addWidget(self._across)
        self.setCentralWidget(body)
        self.messages.setParent(body)
        self.map_view.installEventFilter(self)
        self._parts: dict[str, QWidget] = {
            "controls": self._controls,
            "charts": self._charts_frame,
            "insight": self._right,
        }

    @Slot()
    def _make_anatomy(self) -> None:
        """The panel behind the other tab, made when the first picture stands."""
        from app.panels.anatomy.panel import AnatomyPanel

        anatomy = AnatomyPanel(self.session, self.appearance)
        anatomy.vectors_changed.connect(self.map_view.set_anatomy)
        column = QVBoxLayout(self._anatomy_tab)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(anatomy)

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

    @property
    def unsaved(self) -> Experiment | None:
        """What was being worked on when a window was last closed without saving."""
        return self._memory.unsaved

    def bring_back_unsaved(self) -> None:
        """Go on with it, untitled; undo returns to what is here now."""
        experiment = self.unsaved
        if experiment is not None:
            self.session.begin(experiment, kept=False)

    def copy_standing(self) -> None:
        """Put the table of the methods' standing on the clipboard."""
        self.standing.copy_tsv()
        self.messages.tell("Copied the standing")

    def show_part(self, name: str, shown: bool) -> None:
        """Show or hide "controls", "charts" or "insight"."""
        self._parts[name].setVisible(shown)

    def toggle_layer(self, name: str) -> None:
        """Show or hide a layer of the map."""
        self.map_view.set_layers(self.map_view.layers.toggled(name))

    def change_speed(self, factor: float) -> None:
        """Play faster or slower, within the speeds that the playback bar offers."""
        speed = self.session.speed * factor
        self.session.set_speed(min(SPEEDS[-1], max(SPEEDS[0], speed)))

    def show_keyboard(self) -> None:
        """Show which keys do what."""
        from app.window.help import HelpDialog, keyboard_page

        HelpDialog("Keyboard", keyboard_page(), self).show()

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

    @property
    def _splitters(self) -> dict[str, QSplitter]:
        return {part.objectName(): part for part in (self._across, self._centre, self._right)}

    def _place_messages(self) -> None:
        """News lie over the top of the body, but for the map's buttons, which stay within reach;
        a note, which stays, over the foot of the map, where it hides nothing to work with."""
        body, buttons = self.centralWidget(), self.map_view.layers_button
        margins = body.layout().contentsMargins()
        right = buttons.mapTo(body, QPoint(0, 0)).x() - _GAP
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
        self._memory.keep(self, self._splitters, self.charts, self.session)
        self.hide()  # the computing thread may have to finish an import first
        self.session.close()
        super().closeEvent(event)


def _splitter(name: str, orientation: Qt.Orientation) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setObjectName(name)
    splitter.setHandleWidth(_GAP)
    splitter.setChildrenCollapsible(False)
    return splitter
