"""The right of the page: what is known of the answer, and how it is coming along."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.look.appearance import Appearance
from app.look.tool_tips import set_tip
from app.study.asking.empty import EmptyState
from app.study.computing.course import Course
from app.study.computing.progress_line import ProgressLine
from app.study.showing.answer_view import AnswerView
from app.study.showing.claims_view import ClaimsView
from app.study.showing.table_view import TableView
from app.study.titles import standing, title
from app.widgets.elided_label import ElidedLabel
from app.widgets.icon_button import IconButton

_TABLES = {"differences": "Differences"}


class Results(QFrame):
    """Follows a course. `copy_table`, `copy_plot`, `save` and `export` are asked for by buttons;
    `again_asked` asks the same about the race as it stands now."""

    again_asked = Signal()
    table_wanted = Signal()
    plot_wanted = Signal()
    save_wanted = Signal()
    export_wanted = Signal()

    def __init__(
        self, course: Course, appearance: Appearance, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._course = course
        self.setObjectName("study-results")
        self.setAccessibleName("What is known")
        self.empty = EmptyState()
        self.answer = AnswerView(appearance)
        self.claims = ClaimsView(appearance)
        self.progress = ProgressLine(course)
        self.title = ElidedLabel("", "title")
        self.title.setObjectName("study-title")
        self.standing = ElidedLabel("", "dim")
        self.standing.setObjectName("study-standing")
        self._tables: dict[str, TableView] = {}
        self.tabs = QTabWidget()
        self.tabs.setObjectName("study-tabs")
        self.tabs.setAccessibleName("Answer and tables")
        self.tabs.tabBar().setObjectName("study-tab-bar")
        self.tabs.tabBar().setAccessibleName("Answer, table and more")
        self.tabs.addTab(self.answer, "Answer")
        self._make_buttons(appearance)
        self.notice = _Notice()
        self.notice.button.clicked.connect(self._act)
        self._acts: Callable[[], object] = course.try_again
        self._lay()
        self._is_stale = False
        self._question = course.question
        course.changed.connect(self.follow)
        course.grew.connect(self.follow)
        self.follow()

    def _make_buttons(self, appearance: Appearance) -> None:
        self.buttons = tuple(
            IconButton(appearance, icon, name, tip)
            for icon, name, tip in (
                ("table", "study-copy-table", "Copy the table"),
                ("copy", "study-copy-plot", "Copy the plot that was looked at last"),
                ("export", "study-export", "Export the study…"),
            )
        )
        for button, signal in zip(
            self.buttons, (self.table_wanted, self.plot_wanted, self.export_wanted), strict=True
        ):
            button.clicked.connect(signal)
        self.save = QPushButton("Save…")
        self.save.setObjectName("study-save")
        self.save.setAccessibleName("Save")
        self.save.setAutoDefault(False)
        set_tip(self.save, "Save what was found")
        self.save.clicked.connect(self.save_wanted)

    def _lay(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.standing)
        head.addLayout(words, 1)
        for button in (*self.buttons, self.save):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._content = QStackedWidget()
        for part in (self.tabs, self.claims, QWidget()):
            self._content.addWidget(part)
        self._full = QWidget()
        column = QVBoxLayout(self._full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.notice)
        column.addWidget(self.progress)
        column.addWidget(self._content, 1)
        self._both = QStackedWidget()
        self._both.addWidget(self.empty)
        self._both.addWidget(self._full)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._both)

    @property
    def table(self) -> TableView | None:
        """The table that is shown, the main one where none is."""
        shown = self.tabs.currentWidget()
        if isinstance(shown, TableView):
            return shown
        main = self.tabs.widget(1)
        return main if isinstance(main, TableView) else None

    def show_stale(self, stale: bool) -> None:
        """Tell whether the race is another one than the answer is about."""
        if stale != self._is_stale:
            self._is_stale = stale
            self._show_notice()

    @Slot()
    def follow(self) -> None:
        """Show what is known now."""
        course, found = self._course, self._course.found
        self._both.setCurrentWidget(self.empty if course.state == "empty" else self._full)
        self.title.setText(title(course))
        self.standing.setText(standing(course))
        known = found is not None and bool(found.tables)
        for button in self.buttons:
            button.setVisible(not course.reproduces)
            button.setEnabled(known)
        self.save.setEnabled(course.is_savable)
        self.save.setText("Save report…" if course.reproduces else "Save…")
        if course.reproduces:
            self.claims.show_claims(course.claims)
        if course.question is not self._question:  # what grows stays where it was scrolled to
            self._question = course.question
            self.answer.verticalScrollBar().setValue(0)
        if found is not None:
            self._show_tables()
            self.answer.show_answer(found.verdict, found.plots)
        else:
            self.answer.verdict.show_sentences(())
        shown = self.claims if course.reproduces and course.claims else self.tabs
        nothing = self._content.widget(2)
        seen = known or (found is not None and bool(found.plots))
        self._content.setCurrentWidget(shown if seen or course.claims else nothing)
        self._show_notice()

    def _show_tables(self) -> None:
        found = self._course.found
        assert found is not None
        for name in [name for name in self._tables if name not in found.tables]:
            view = self._tables.pop(name)
            self.tabs.removeTab(self.tabs.indexOf(view))
            view.deleteLater()
        for place, (name, table) in enumerate(found.tables.items(), 1):
            if name not in self._tables:
                heading = _TABLES.get(name, "Table")
                view = self._tables[name] = TableView(f"study-table-{name}", heading)
                view.copy_asked.connect(self.table_wanted)
                self.tabs.insertTab(place, view, heading)
            self._tables[name].show_table(table)

    def _show_notice(self) -> None:
        course = self._course
        if course.state == "failed" and course.failure is not None:
            message = f"It broke off: {course.failure.message}"
            self._acts = course.try_again
            self.notice.say(message, "Try again", "Do it once more")
        elif course.state == "cancelled" and (course.question or course.reproduces):
            known = bool(course.claims) or (course.found is not None and bool(course.found.tables))
            message = "Cancelled: this is what was known by then." if known else "Cancelled."
            self._acts = course.try_again
            self.notice.say(message, "Go on", "Compute the rest; what is known is kept")
        elif self._is_stale and course.question is not None:
            message = "This is about an older setting: the race has been edited since."
            self._acts = self.again_asked.emit
            self.notice.say(message, "Ask again", "Ask the same about the race as it stands")
        else:
            self.notice.hide()

    @Slot()
    def _act(self) -> None:
        self._acts()


class _Notice(QFrame):
    """A line with something that can be done about it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("study-notice")
        self.setProperty("role", "message")
        self.text = QLabel()
        self.text.setObjectName("study-notice-text")
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.button = QPushButton()
        self.button.setObjectName("study-notice-button")
        self.button.setAutoDefault(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        self.hide()

    def say(self, message: str, title: str, tip: str) -> None:
        """Show a message and what the button does."""
        self.text.setText(message)
        self.setAccessibleName(message)
        self.button.setText(title)
        self.button.setAccessibleName(title)
        set_tip(self.button, tip)
        self.show()
