"""The strip above a panel: by it the panel is dragged, undocked, docked again and hidden."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.look.appearance import Appearance
from app.look.tool_tips import set_tip
from app.widgets.elided_label import ElidedLabel
from app.widgets.icon_button import IconButton

_SIZE = 14
_UNDOCK, _DOCK = "As a window, also on another screen", "Put it back beside the map"


class DockTitle(QFrame):
    """The panel's title, what its head holds, and two buttons, which the keyboard leaves to the
    View menu. A click beside them is left to the dock."""

    def __init__(self, appearance: Appearance, name: str, title: str) -> None:
        super().__init__()
        self._title = title
        self.setObjectName(f"{name}-title")
        self.label = ElidedLabel(title, "title")
        self.float_button = IconButton(
            appearance, "float", f"{name}-float", f"Undock {title}\n{_UNDOCK}", size=_SIZE
        )
        self.hide_button = IconButton(
            appearance, "close", f"{name}-hide", f"Hide {title}\nThe View menu shows it", size=_SIZE
        )
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(11, 4, 5, 0)
        self._row.setSpacing(2)
        self._row.addWidget(self.label, 1)
        self._row.addStretch()  # where there is no title the buttons stay together all the same
        for button in (self.float_button, self.hide_button):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._row.addWidget(button)

    def take(self, head: QWidget) -> None:
        """Show a panel's head between the title and the buttons."""
        self._row.insertWidget(2, head, 2)
        self._row.insertSpacing(3, 4)

    def show_floating(self, floating: bool) -> None:
        """Offer to dock what floats, and to undock what does not."""
        name = f"{'Dock' if floating else 'Undock'} {self._title}"
        self.float_button.set_icon("dock" if floating else "float")
        self.float_button.setAccessibleName(name)
        set_tip(self.float_button, f"{name}\n{_DOCK if floating else _UNDOCK}")

    def show_tabbed(self, tabbed: bool) -> None:
        """A tab has the title already."""
        self.label.setHidden(tabbed)
