"""What the window can be told to do with exports: the dialog, the queue, and the list of it.

All of it is made when it is first asked for: what is behind it is slow to import.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QDockWidget, QMainWindow

from app.look.appearance import Appearance
from app.look.tool_tips import set_tip
from app.map.map_view import MapView
from app.session.session import Session
from app.widgets.giving_up import GivingUp, before_giving_up
from app.window.bar import Offer
from app.window.docking.dock_title import DockTitle
from app.window.preferences import Preferences
from landscapes.wording import printable

if TYPE_CHECKING:
    from app.export.dialog import ExportDialog
    from app.export.item import Item
    from app.export.job import Work
    from app.export.queue import ExportQueue
    from app.export.queue_list import QueueList

_HEIGHT = 150


class Exports(QObject):
    """`changed` when the list is shown or hidden; `told(str, offers)` when a file is there that
    nobody was watching, and `failed(str, offers)` when it is not."""

    changed = Signal()
    told = Signal(str, object)
    failed = Signal(str, object)

    def __init__(
        self,
        session: Session,
        appearance: Appearance,
        map_view: MapView,
        preferences: Preferences,
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._session, self._appearance, self._map = session, appearance, map_view
        self._preferences, self._window = preferences, window
        self._queue: ExportQueue | None = None
        self._dialog: ExportDialog | None = None
        self._drawer: QDockWidget | None = None
        self._saved: dict[int, Callable[[Path], object]] = {}
        self.list: QueueList | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a file is being made or waits to be."""
        return self._queue is not None and bool(self._queue.open)

    @property
    def is_shown(self) -> bool:
        """Whether the list is."""
        return self._drawer is not None and not self._drawer.isHidden()

    @property
    def parts(self) -> tuple[QueueList, ...]:
        """What of it Tab goes through."""
        return (self.list,) if self.list is not None and self.is_shown else ()

    @property
    def queue(self) -> ExportQueue:
        """What makes the files."""
        if self._queue is None:
            from app.export.queue import ExportQueue  # the encoder is slow to import

            self._queue = ExportQueue(self)
            self._queue.ended.connect(self._tell_end)
        return self._queue

    @Slot()
    def ask(self) -> None:
        """Ask what should be exported, and as what."""
        from app.export.dialog import ExportDialog

        seen = self._map.view, self._map.layers
        suffix = self._preferences.wishes.export_format
        dialog = ExportDialog(
            self.queue,
            self._session,
            self._appearance,
            *seen,
            self._window,
            suffix,
            self._map.canvas.planes,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.queued.connect(self.show)
        dialog.finished.connect(self._forget_dialog)
        self._dialog = dialog
        dialog.open()

    def add(self, work: Work, saved: Callable[[Path], object]) -> None:
        """Let a file be made and show the list; `saved` is done once it stands there."""
        from app.export.queue import TakenError

        try:
            self._saved[self.queue.add(work).number] = saved
        except TakenError as error:
            self.failed.emit(f"{error}.", ())
        else:
            self.show()

    @Slot()
    def show(self) -> None:
        """Show the list."""
        if self._drawer is None:
            self._drawer = self._make()
        self._drawer.show()

    @Slot()
    def toggle(self) -> None:
        """Show the list, or hide it."""
        if self.is_shown and self._drawer is not None:
            self._drawer.hide()
        else:
            self.show()

    def before_the_end(self, do: Callable[[], object]) -> None:
        """Ask whether the files that are not made yet may be given up; if so, do that."""
        count = len(self.queue.open)
        names = ", ".join(printable(item.path.name) for item in self.queue.open)
        files = "1 export is" if count == 1 else f"{count} exports are"
        question = GivingUp(
            "export-question",
            "Files are being made",
            f"{files} not finished. Close the window and give up?",
            f"Not made yet: {names}. Nothing partial stays, and files that are finished do.",
            "&Give up",
        )

        def end() -> None:
            self.close()
            do()

        before_giving_up(self._window, question, end)

    def close(self) -> None:
        """Stop what is being made; nothing partial is left when this returns."""
        if self._queue is not None:
            self._queue.close()

    def _make(self) -> QDockWidget:
        from app.export.queue_list import QueueList

        self.list = QueueList(self.queue, self._appearance)
        self.list.setProperty("role", "dock-body")
        drawer = QDockWidget("Exports", self._window)
        drawer.setObjectName("exports-dock")
        drawer.setAccessibleName("Exports")
        title = DockTitle(self._appearance, "exports", "Exports")
        set_tip(title.hide_button, "Hide Exports\nThe File menu shows it")
        title.hide_button.clicked.connect(drawer.hide)
        title.float_button.clicked.connect(lambda: drawer.setFloating(not drawer.isFloating()))
        drawer.topLevelChanged.connect(title.show_floating)
        drawer.setTitleBarWidget(title)
        drawer.setWidget(self.list)
        drawer.visibilityChanged.connect(self.changed)
        self._window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, drawer)
        self._window.resizeDocks([drawer], [_HEIGHT], Qt.Orientation.Vertical)
        return drawer

    @Slot()
    def _forget_dialog(self) -> None:
        self._dialog = None

    @Slot(object)
    def _tell_end(self, item: Item) -> None:
        if item.state == "saved":
            self._saved.pop(item.number, _nothing)(item.path)
        if self.is_shown or self._dialog is not None or item.state == "cancelled":
            return  # somebody sees it, or wanted it so
        offers = (Offer("show-exports", "Show exports", self.show, "The list of exports"),)
        if item.state == "saved":
            self.told.emit(item.sentence, offers)
        else:
            self.failed.emit(f"{item.path.name}: {item.words}", offers)


def _nothing(path: Path) -> None:
    """Whoever asked for a file waits for nothing more."""
