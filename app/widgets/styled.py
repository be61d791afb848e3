"""The properties of a widget that the style sheet looks at; Qt alone would not look again."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def set_styled(widget: QWidget, name: str, value: bool | str) -> None:
    """Set a property and let the style sheet act on it; one that was never set counts as False."""
    if (widget.property(name) or False) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
