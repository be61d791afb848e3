"""View → Layouts: saving the one that is shown, and renaming, deleting and choosing one's own."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.look.tool_tips import set_tip
from app.window.layouts import LONGEST, Layouts


class LayoutDialog(QDialog):
    """What is typed or clicked holds at once; what is refused is said below the names."""

    def __init__(
        self, layouts: Layouts, parent: QWidget | None = None, *, saving: bool = True
    ) -> None:
        super().__init__(parent)
        self._layouts = layouts
        self.setObjectName("layouts")
        self.setWindowTitle("Own layouts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.name = QLineEdit()
        self.name.setObjectName("layout-name")
        self.name.setAccessibleName("Name of the layout that is shown")
        self.name.setPlaceholderText("A name for the layout that is shown")
        self.name.setMaxLength(LONGEST)
        set_tip(self.name, f"At most {LONGEST} characters; a layout that is called so is replaced")
        self.save = self._button("save", "&Save", "Keep where the panels stand now")
        self.list = QListWidget()
        self.list.setObjectName("layout-list")
        self.list.setAccessibleName("Own layouts")
        self.list.setEditTriggers(QListWidget.EditTrigger.EditKeyPressed)
        set_tip(self.list, "Double click or Enter chooses, F2 renames, Delete deletes")
        self.choose = self._button("choose", "&Choose", "Show this layout")
        self.rename = self._button("rename", "&Rename", "Type another name\nF2 in the list")
        self.delete = self._button("delete", "&Delete", "Forget this layout")
        self.refusal = QLabel()
        self.refusal.setObjectName("layout-refusal")
        self.refusal.setProperty("role", "error")
        self.refusal.setWordWrap(True)
        self._lay()
        self._connect()
        self._fill()
        (self.name if saving else self.list).setFocus()

    def _button(self, name: str, title: str, tip: str) -> QPushButton:
        button = QPushButton(title)
        button.setObjectName(f"layout-{name}-button")
        button.setAutoDefault(False)
        set_tip(button, tip)
        return button

    def _lay(self) -> None:
        top, row = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.name, 1)
        top.addWidget(self.save)
        for button in (self.choose, self.rename, self.delete):
            row.addWidget(button)
        row.addStretch(1)
        self._close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        row.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        column.addWidget(self.refusal)
        column.addLayout(row)
        self.setMinimumWidth(460)

    def _connect(self) -> None:
        self.name.returnPressed.connect(self._save)
        self.save.clicked.connect(self._save)
        self.list.itemActivated.connect(self._choose)
        self.list.itemChanged.connect(self._rename)
        self.list.currentItemChanged.connect(self._follow)
        self.choose.clicked.connect(self._choose)
        self.rename.clicked.connect(self._edit)
        self.delete.clicked.connect(self._delete)
        self._close.rejected.connect(self.reject)

    def _fill(self, picked: str = "") -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for name in self._layouts.own:
            item = QListWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self.list.addItem(item)
            if name == picked:
                self.list.setCurrentItem(item)
        if self.list.currentItem() is None and self.list.count():
            self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        self._follow()

    @property
    def _picked(self) -> str:
        item = self.list.currentItem()
        return "" if item is None else str(item.data(Qt.ItemDataRole.UserRole))

    @Slot()
    def _follow(self) -> None:
        for button in (self.choose, self.rename, self.delete):
            button.setEnabled(bool(self._picked))

    @Slot()
    def _save(self) -> None:
        name = self.name.text()
        self.refusal.setText(self._layouts.save(name))
        if not self.refusal.text():
            self.name.clear()
            self._fill(name.strip())

    @Slot()
    def _edit(self) -> None:
        self.list.setFocus()
        self.list.editItem(self.list.currentItem())

    @Slot(QListWidgetItem)
    def _rename(self, item: QListWidgetItem) -> None:
        former, name = str(item.data(Qt.ItemDataRole.UserRole)), item.text()
        self.refusal.setText(self._layouts.rename(former, name))
        self._fill(former if self.refusal.text() else name.strip())

    @Slot()
    def _delete(self) -> None:
        self._layouts.delete(self._picked)
        self.refusal.clear()
        self._fill()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.list.hasFocus() and self._picked:
            self._delete()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _choose(self) -> None:
        if self._picked:
            self._layouts.choose(self._picked)
