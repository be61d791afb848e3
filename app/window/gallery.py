"""The gallery: every shipped experiment as a picture, with what it shows and what it does not."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QIcon,
    QPixmap,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.look.appearance import Appearance
from app.look.tool_tips import set_tip
from app.window.thumbnails import SIZE, Thumbnails
from core.experiment import presets
from core.experiment.setting_text import setting
from core.experiment.tour import stops

TOUR = "tour"
USUAL = QSize(1090, 660)
_NAME = Qt.ItemDataRole.UserRole
_CELL = QSize(SIZE.width() + 20, SIZE.height() + 46)


@dataclasses.dataclass(frozen=True)
class Entry:
    """What stands in the gallery: a name, whose picture it has, and its paragraphs."""

    name: str
    title: str
    picture: str
    paragraphs: tuple[tuple[str, str], ...]


def entries() -> tuple[Entry, ...]:
    """The tour, and then the presets."""
    told = "\n".join(f"{place}. {stop.title}" for place, stop in enumerate(stops(), 1))
    text = f"Through the window in {len(stops())} steps; a line above the map tells each:"
    first = Entry(TOUR, "A first tour", presets.presets()[0].name, (("", text), ("", told)))
    return (first, *map(_entry, presets.presets()))


def _entry(preset: presets.Preset) -> Entry:
    experiment = presets.load(preset.name)
    methods = "; ".join(spec.label for spec in experiment.enabled_methods)
    paragraphs = (
        ("", preset.commentary),
        ("It does not show", preset.limits),
        ("What it answers", preset.claim),
        ("Setting", f"{setting(experiment)} · {methods}"),
    )
    return Entry(preset.name, preset.title, preset.name, paragraphs)


class Gallery(QDialog):
    """Pictures on one side, words about the one that is marked on the other.

    `chosen(str)` with the name of a preset, or TOUR, when it has closed by Enter, a double click
    or its button.
    """

    chosen = Signal(str)

    def __init__(self, appearance: Appearance, thumbnails: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance, self._thumbnails = appearance, thumbnails
        self._entries = entries()
        self.setObjectName("gallery")
        self.setWindowTitle("New from a preset")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = self._make_list()
        self.words = QLabel()
        self.words.setObjectName("gallery-words")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.title = QLabel()
        self.title.setObjectName("gallery-title")
        self.title.setProperty("role", "title")
        self.title.setWordWrap(True)
        column = QVBoxLayout(self)
        row = QHBoxLayout()
        row.addWidget(self.list, 3)
        row.addWidget(self._make_side(), 2)
        column.addLayout(row, 1)
        column.addWidget(self._make_buttons())
        self.begin.setDefault(True)
        self._show_pictures()
        appearance.theme_changed.connect(self._show_pictures)
        thumbnails.painted.connect(self._show_pictures)
        self.list.selectionModel().currentChanged.connect(self._tell)
        self.list.setCurrentIndex(self.list.model().index(0, 0))
        room = parent.window().size() - QSize(40, 40)
        self.resize(USUAL.boundedTo(room))
        self.list.setFocus()
        thumbnails.want(entry.picture for entry in self._entries)

    def _make_list(self) -> QListView:
        listed = QListView()
        listed.setObjectName("gallery-list")
        listed.setAccessibleName("Presets")
        listed.setViewMode(QListView.ViewMode.IconMode)
        listed.setResizeMode(QListView.ResizeMode.Adjust)
        listed.setMovement(QListView.Movement.Static)
        listed.setIconSize(SIZE)
        listed.setGridSize(_CELL)
        listed.setWordWrap(True)
        listed.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        model = QStandardItemModel(listed)
        for entry in self._entries:
            item = QStandardItem(entry.title)
            item.setData(entry.name, _NAME)
            item.setSizeHint(_CELL)
            item.setData(entry.paragraphs[0][1], Qt.ItemDataRole.AccessibleDescriptionRole)
            set_tip(item, entry.title)
            model.appendRow(item)
        listed.setModel(model)
        listed.doubleClicked.connect(self.accept)
        return listed

    def _make_side(self) -> QWidget:
        side = QWidget()
        side.setProperty("role", "column")
        column = QVBoxLayout(side)
        column.setContentsMargins(8, 4, 8, 4)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.words, 1)
        scrolled = QScrollArea()
        scrolled.setObjectName("gallery-side")
        scrolled.setWidgetResizable(True)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scrolled.setWidget(side)
        return scrolled

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.begin = buttons.addButton("Begin", QDialogButtonBox.ButtonRole.AcceptRole)
        self.begin.setObjectName("gallery-begin")
        set_tip(self.begin, "Begin with this experiment, untitled; undo returns to what was open")
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    @property
    def current(self) -> Entry:
        """The entry that is marked."""
        return self._entries[max(0, self.list.currentIndex().row())]

    @Slot(QModelIndex, QModelIndex)
    def _tell(self, *_: QModelIndex) -> None:
        entry = self.current
        self.title.setText(entry.title)
        said = (f"{head}: {text}" if head else text for head, text in entry.paragraphs)
        self.words.setText("\n\n".join(map(_unbroken, said)))

    @Slot()
    def _show_pictures(self) -> None:
        theme = self._appearance.theme
        blank = QPixmap(SIZE)
        blank.fill(QColor(theme.card))
        model = self.list.model()
        assert isinstance(model, QStandardItemModel)
        for row, entry in enumerate(self._entries):
            image = self._thumbnails.of(entry.picture, theme)
            pixmap = blank if image is None else QPixmap.fromImage(image)
            icon = QIcon(pixmap)
            icon.addPixmap(pixmap, QIcon.Mode.Selected)  # not tinted
            model.item(row).setIcon(icon)

    def done(self, result: int) -> None:
        """Close, and tell what was chosen."""
        if self.isHidden():
            return
        name = self.current.name
        self._thumbnails.stop()
        super().done(result)
        if result == QDialog.DialogCode.Accepted:
            self.chosen.emit(name)


def _unbroken(text: str) -> str:
    """The text with what belongs to a number on its line."""
    return text.replace(" %", "\N{NO-BREAK SPACE}%").replace(
        " = ", "\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}"
    )
