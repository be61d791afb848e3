"""Every command of the window by typing: the palette, which lists the one table of commands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from app.look.appearance import Appearance
from app.look.tool_tips import set_tip
from app.window.command import Command
from app.window.keyboard_page import key_text
from app.window.word_search import found

WIDEST, MARGIN, ROW, ROWS, GAP = 640, 16, 28, 12, 10
TOP = 40
_FADED = 0.5
_COMMAND = Qt.ItemDataRole.UserRole
_PAGE = {Qt.Key.Key_PageUp: 1 - ROWS, Qt.Key.Key_PageDown: ROWS - 1}
_TURN = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Palette(QFrame):
    """Lies over the top of a window while a person types; what can be asked for now is done with
    Enter or a click, the rest is dim. Escape, or the focus going elsewhere, closes it.

    `chosen(Command)` when it has closed and the focus is back where it was.
    """

    chosen = Signal(object)

    def __init__(
        self, commands: Sequence[Command], appearance: Appearance, window: QWidget
    ) -> None:
        super().__init__(window)
        self._commands = tuple(commands)
        self._before = window.focusWidget()
        self.setObjectName("palette")
        self.setAccessibleName("Command palette")
        self.setProperty("role", "message")
        self.field = QLineEdit()
        self.field.setObjectName("palette-field")
        self.field.setAccessibleName("Command")
        self.field.setPlaceholderText("Type what to do, then Enter")
        set_tip(self.field, "Words of a command or of its menu; ↑ ↓ choose, Enter does it")
        self.list = QListView()
        self.list.setObjectName("palette-list")
        self.list.setAccessibleName("Commands")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setModel(QStandardItemModel(self))
        self.list.setItemDelegate(_Row(appearance, self.list))
        self.nothing = QLabel("No command has these words")
        self.nothing.setObjectName("palette-nothing")
        self.nothing.setProperty("role", "dim")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        for part in (self.field, self.list, self.nothing):
            column.addWidget(part)
        self.field.textChanged.connect(self._find)
        self.list.clicked.connect(self._do)
        self.field.installEventFilter(self)
        window.installEventFilter(self)
        self._find("")
        self._lie()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def titles(self) -> tuple[str, ...]:
        """What is listed, from top to bottom."""
        model = self.list.model()
        return tuple(model.index(row, 0).data() for row in range(model.rowCount()))

    @Slot(str)
    def _find(self, typed: str) -> None:
        rows = [(title_of(command), beside(command)) for command in self._commands]
        model = self.list.model()
        model.clear()
        for index in found(typed, rows):
            model.appendRow(_item(self._commands[index], *rows[index]))
        self.nothing.setVisible(not model.rowCount())
        self.list.setVisible(bool(model.rowCount()))
        self._choose(0, 1)
        self._lie()

    def _choose(self, row: int, way: int) -> None:
        """Go to a row, or to the next that can be asked for; over the ends to the other one."""
        model = self.list.model()
        count = model.rowCount()
        for turn in range(count):
            index = model.index((row + way * turn) % count, 0)
            if index.flags() & Qt.ItemFlag.ItemIsEnabled:
                self.list.setCurrentIndex(index)
                said = index.data(Qt.ItemDataRole.AccessibleTextRole)
                self.field.setAccessibleDescription(said)
                return
        self.field.setAccessibleDescription("Nothing that can be asked for now")

    def _press(self, key: int) -> bool:
        row, last = self.list.currentIndex().row(), self.list.model().rowCount() - 1
        if key in _TURN:
            self._choose(row + _TURN[key], _TURN[key])
        elif key in _PAGE:
            forward = _PAGE[key] > 0
            self._choose(min(last, max(0, row + _PAGE[key])), -1 if forward else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._do(self.list.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.leave()
        else:
            return False
        return True

    @Slot(QModelIndex)
    def _do(self, index: QModelIndex) -> None:
        if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEnabled:
            command = index.data(_COMMAND)
            self.leave()
            self.chosen.emit(command)

    def leave(self) -> None:
        """Close, and give the focus back if it is still here."""
        if self.isHidden():
            return
        held = self.field.hasFocus()
        self.hide()
        before = self._before
        if held and before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._press(event.key())
            if isinstance(event, QFocusEvent) and event.lostFocus():
                kept = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
                if event.reason() not in kept:
                    self.leave()
        elif event.type() == QEvent.Type.Resize:
            self._lie()
        return False

    def _lie(self) -> None:
        window = self.parentWidget()
        width = min(WIDEST, window.width() - 2 * MARGIN)
        self.setFixedWidth(width)
        around = self.sizeHint().height() - self.list.sizeHint().height()
        room = max(1, (window.height() - TOP - MARGIN - around) // ROW)
        rows = min(max(1, self.list.model().rowCount()), ROWS, room)
        self.list.setFixedHeight(rows * ROW + 2)
        self.adjustSize()
        self.move((window.width() - width) // 2, TOP)


def title_of(command: Command) -> str:
    """How a command is called now, as it is read."""
    title = command.named.read() if command.named else command.title
    return title.replace("&&", "\0").replace("&", "").replace("\0", "&").removesuffix("…")


def beside(command: Command) -> str:
    """Where in the menus a command stands."""
    return command.menu.replace("&", "").replace("/", " › ")


def _item(command: Command, title: str, menu: str) -> QStandardItem:
    item = QStandardItem(title)
    item.setEditable(False)
    enabled = command.enabled is None or command.enabled.read()
    item.setEnabled(enabled)
    item.setData(command, _COMMAND)
    keys = ", ".join(map(key_text, command.shortcuts))
    on = "on" if command.checked is not None and command.checked.read() else ""
    said = (title, menu, keys, on, "" if enabled else "not possible now")
    item.setData(", ".join(filter(None, said)), Qt.ItemDataRole.AccessibleTextRole)
    set_tip(item, command.tip or title)
    return item


class _Row(QStyledItemDelegate):
    """A command's title, dim beside it its menu, and its keys at the end of the line."""

    def __init__(self, appearance: Appearance, parent: QObject) -> None:
        super().__init__(parent)
        self._appearance = appearance

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme, command = self._appearance.theme, index.data(_COMMAND)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.selection))
            painter.drawRoundedRect(option.rect, 4, 4)
        if not index.flags() & Qt.ItemFlag.ItemIsEnabled:
            painter.setOpacity(_FADED)
        box = option.rect.adjusted(GAP, 0, -GAP, 0)
        painter.setFont(option.font)
        metrics = option.fontMetrics
        ticked = command.checked is not None and command.checked.read()
        keys = ", ".join(map(key_text, command.shortcuts))
        keys = "   ".join(filter(None, ("✓" if ticked else "", keys)))
        used = metrics.horizontalAdvance(keys) + GAP if keys else 0
        painter.setPen(QColor(theme.dim))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, keys)
        box = QRect(box.x(), box.y(), box.width() - used, box.height())
        cut, left = Qt.TextElideMode.ElideRight, Qt.AlignmentFlag.AlignVCenter
        title = metrics.elidedText(index.data(), cut, box.width())
        painter.setPen(QColor(theme.text))
        painter.drawText(box, left, title)
        box.setLeft(box.left() + metrics.horizontalAdvance(title) + GAP)
        painter.setPen(QColor(theme.dim))
        painter.drawText(box, left, metrics.elidedText(beside(command), cut, max(0, box.width())))
        painter.restore()
