"""A flat button that shows one icon and follows the theme."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QToolButton, QWidget

from app.look.appearance import Appearance, Theme
from app.look.icons import icon
from app.look.tool_tips import set_tip


class IconButton(QToolButton):
    """An icon that acts. `tip` is its tool tip and, up to the first line break, its name.

    It takes focus from the keyboard only: a click leaves the keys with what had them.
    """

    def __init__(
        self,
        appearance: Appearance,
        icon_name: str,
        object_name: str,
        tip: str,
        parent: QWidget | None = None,
        *,
        size: int = 18,
        token: str = "dim",
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._icon_name = icon_name
        self._token = token
        self.setObjectName(object_name)
        self.setAccessibleName(tip.partition("\n")[0])
        set_tip(self, tip)
        self.setIconSize(QSize(size, size))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoRaise(True)
        appearance.theme_changed.connect(self._tint)
        self._tint(appearance.theme)

    def set_icon(self, icon_name: str) -> None:
        """Show another icon."""
        if icon_name != self._icon_name:
            self._icon_name = icon_name
            self._tint(self._appearance.theme)

    def set_token(self, token: str) -> None:
        """Tint with another of the theme's colours."""
        self._token = token
        self._tint(self._appearance.theme)

    @Slot(object)
    def _tint(self, theme: Theme) -> None:
        self.setIcon(icon(self._icon_name, getattr(theme, self._token), self.iconSize().width()))
