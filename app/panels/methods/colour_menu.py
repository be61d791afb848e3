"""The menu of a card's colour: the default, a few that are far apart, or any other."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QColor
from PySide6.QtWidgets import QColorDialog, QMenu, QWidget

from app.look.icons import dot

# As far apart as can be, and of a lightness that is seen on the cards of both themes.
PALETTE = {
    "Blue": "#1e86fe",
    "Green": "#0fa626",
    "Vermilion": "#d0502a",
    "Orchid": "#ce61d9",
    "Teal": "#028f95",
    "Olive": "#857829",
    "Violet": "#7d6aac",
    "Raspberry": "#d13781",
    "Grey": "#808890",
}


class ColourMenu(QMenu):
    """`chosen(str | None)` tells "#rrggbb", or None for the default."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Colour", parent)
        self.setObjectName("colour-menu")
        self._colour = PALETTE["Blue"]
        self.dialog: QColorDialog | None = None
        self.triggered.connect(self._tell)

    def fill(self, colour: str | None, shown: str) -> None:
        """Offer colours to a card that was given `colour` (None: none) and shows `shown`."""
        self.clear()
        self._colour = shown
        group = QActionGroup(self)
        self._entry(group, "As by default", "default", None, colour is None)
        self.addSeparator()
        for name, hue in PALETTE.items():
            self._entry(group, name, name.lower(), hue, hue == colour)
        if colour is not None and colour not in PALETTE.values():
            self._entry(group, colour, "own", colour, True)
        self.addSeparator()
        other = self.addAction("Other colour…")
        other.setObjectName("other")

    def _entry(
        self, group: QActionGroup, title: str, name: str, colour: str | None, held: bool
    ) -> None:
        action = self.addAction(title)
        if colour is not None:  # where an icon stands no mark is shown
            action.setIcon(dot(colour))
            action.setText(f"{title}\t✓" if held else title)
        action.setCheckable(True)
        action.setChecked(held)
        action.setData(colour)
        action.setObjectName(name)
        action.setActionGroup(group)

    @Slot(QAction)
    def _tell(self, action: QAction) -> None:
        if action.objectName() == "other":
            self._ask()
        else:
            self.chosen.emit(action.data())

    def _ask(self) -> None:
        """Open a chooser of any colour; the program's own looks the same on every system."""
        self.dialog = QColorDialog(QColor(self._colour), self.parentWidget())
        self.dialog.setWindowTitle("Colour")
        self.dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        self.dialog.colorSelected.connect(self._take)
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    @Slot(QColor)
    def _take(self, colour: QColor) -> None:
        self.chosen.emit(colour.name())
