"""How the methods stand at the time cursor."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from app.look.appearance import Appearance
from app.look.styles import styles
from app.look.theme import Theme
from app.panels.standing.columns_menu import ColumnsMenu
from app.panels.standing.courses import Courses
from app.panels.standing.delegate import StandingDelegate
from app.panels.standing.model import StandingModel
from app.panels.standing.note import StepNote
from app.panels.standing.rows import (
    AT_FIRST,
    KEYS,
    OFFERED,
    OUTCOMES,
    Kind,
    Row,
    as_markdown,
    as_tsv,
    kind_of,
)
from app.panels.standing.table import StandingTable
from app.running.shown import BROKE_OFF, Picture
from app.session.session import Session
from app.widgets.icon_button import IconButton
from app.widgets.throttle import Throttle

MEASURED_MS = 400
"""How often it looks for curvature that has been measured."""
NONE_RUNS = "No method runs: switch one on in the list of methods."
COMPUTING = "The runs are being computed: how the methods stand appears here."


class StandingPanel(QFrame):
    """A row for each method that runs: of the selected start, and what became of all of them.

    It shows the very step that the other panels show, at every tick while it is seen.
    """

    def __init__(
        self, session: Session, appearance: Appearance, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._appearance = session, appearance
        self._wishes, self._kind = dict(AT_FIRST), kind_of(session.picture.experiment)
        self._courses = Courses()
        self._courses.follow(session.picture)
        self._soon = Throttle(self._follow, 0, self)  # a new picture stands on the map first
        self._counting = Throttle(self._count, 0, self)
        self.setObjectName("standing-panel")
        self.setAccessibleName("Standing")
        self._model = StandingModel(self)
        self._delegate = StandingDelegate(appearance.theme, self)
        self._make()
        self._lay()
        session.picture_changed.connect(self._follow_picture)
        session.cursor_changed.connect(self._follow)
        session.start_selected.connect(self._follow)
        appearance.theme_changed.connect(self._follow_theme)
        self._measured = Throttle(self._follow, MEASURED_MS, self)
        session.curvatures.grew.connect(self._measured.ask)
        self._show_wished()

    def _make(self) -> None:
        self.note = StepNote(self._appearance)
        self.empty = QLabel()
        self.empty.setObjectName("standing-empty")
        self.empty.setProperty("role", "dim")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.columns = IconButton(
            self._appearance, "table", "standing-columns", "Choose the columns"
        )
        self.copy = IconButton(
            self._appearance, "copy", "standing-copy", "Copy the table\nCtrl+C in the table"
        )
        for button in (self.columns, self.copy):
            button.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self.columns_menu = ColumnsMenu(self.columns)
        self.columns_menu.chosen.connect(self.show_columns)
        self.columns.setMenu(self.columns_menu)
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
        self.table.choice_asked.connect(self._open_choice)

    def _lay(self) -> None:
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(2)
        head.addWidget(self.note, 1)
        head.addWidget(self.columns)
        head.addWidget(self.copy)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        lines.addWidget(self._head)
        lines.addWidget(self.empty, 1)
        lines.addWidget(self.table, 1)

    def take_head(self) -> QWidget:
        """The step and the buttons, for whoever shows them beside the panel's title."""
        return self._head

    @property
    def rows(self) -> list[Row]:
        """The rows in the order shown."""
        return self._model.rows

    def wished(self, kind: Kind) -> tuple[str, ...]:
        """The names of the columns that are chosen of such races."""
        return tuple(KEYS[column] for column in self._wishes[kind])

    def wish(self, names: Iterable[str], kind: Kind) -> None:
        """Show the columns of these names of such races; unknown ones are passed over."""
        wanted = {KEYS.index(name) for name in names if name in KEYS}
        columns = tuple(column for column in OFFERED[kind] if column in wanted)
        if columns != self._wishes[kind]:
            self._wishes[kind] = columns
            if kind == self._kind:
                self._show_wished()

    @Slot(object)
    def show_columns(self, columns: tuple[int, ...]) -> None:
        """Show these columns beside the names."""
        self._wishes[self._kind] = tuple(c for c in OFFERED[self._kind] if c in columns)
        self._show_wished()

    def _show_wished(self) -> None:
        """Show what is wished of such a race."""
        wanted, offered = self._wishes[self._kind], OFFERED[self._kind]
        self.table.show_columns(
            wanted, narrows=self._kind != "tasks" and wanted == AT_FIRST[self._kind]
        )
        self.columns_menu.offer(offered)
        self.columns_menu.show_chosen(wanted)
        self._follow()

    @Slot(object)
    def _open_choice(self, place: QPoint) -> None:
        self.columns_menu.popup(place)

    @Slot()
    def copy_tsv(self) -> None:
        """Put the table, all columns of it, on the clipboard, tab-separated."""
        QGuiApplication.clipboard().setText(as_tsv(self._whole(), self._kind))

    @Slot()
    def copy_markdown(self) -> None:
        """Put the table, all columns of it, on the clipboard as Markdown."""
        QGuiApplication.clipboard().setText(as_markdown(self._whole(), self._kind))

    def _whole(self) -> list[Row]:
        """The rows at the cursor with all that can be said of them, in the order shown."""
        while self._courses.count_one():
            pass
        self._show()
        return self._model.in_order(self._rows(whole=True))

    def _rows(self, *, whole: bool) -> list[Row]:
        looks = styles(self._courses.methods, self._appearance.theme)
        start = self._session.selected_start
        return self._courses.rows(self._session.cursor, start, looks, whole=whole)

    @Slot(object)
    def _follow_picture(self, picture: Picture) -> None:
        self._courses.follow(picture)
        if (kind := kind_of(picture.experiment)) != self._kind:
            self._kind = kind
            self._show_wished()
        if self.isVisible():
            self._soon.ask()

    @Slot()
    def _follow(self) -> None:
        if self.isVisible():
            self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    @Slot()
    def _count(self) -> None:
        """Count what became of all starts of one method."""
        if self.isVisible() and self._courses.count_one():
            self._show()

    @Slot()
    def _show(self) -> None:
        """Show the standing at the cursor."""
        picture, time = self._session.picture, self._session.cursor
        start, count = self._session.selected_start, picture.experiment.start_count
        one = "start" if self._kind == "planes" else "seed"
        of = f" · {one} {start + 1:,} of {count:,}" if count > 1 else ""
        self.note.show_text(f"at step {time:,}{of}")
        rows = self._rows(whole=OUTCOMES in self.table.columns)
        self.table.make_room(rows)
        self._model.show_rows(rows)
        self.table.fit_rows()
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        if not rows:
            runs = any(spec.enabled for spec in self._session.experiment.methods)
            computing = BROKE_OFF if picture.failure else COMPUTING
            self.empty.setText(computing if runs else NONE_RUNS)
        if self._courses.behind and self.isVisible():
            self._counting.ask()

    @Slot(object)
    def _follow_theme(self, theme: Theme) -> None:
        self._delegate.theme = theme
        self._show()
