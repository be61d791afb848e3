"""The order in which Tab goes through the window: as one reads it.

Qt goes by the order in which widgets were made; but cards and panels come and go. So the next one
is looked for when Tab is pressed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from app.widgets.laid_out import laid_out


def go_on(parts: Iterable[QWidget], *, forward: bool) -> bool:
    """Give the focus to the next stop of the parts, which are given as they are read, or to the
    one before, round and round; whether there is one."""
    stops = [widget for part in parts for widget in reading(part) if _is_stop(widget)]
    focus = QApplication.focusWidget()
    if not stops:
        return False
    way = 1 if forward else -1
    at = stops.index(focus) + way if focus in stops else (0 if forward else -1)
    stop = stops[at % len(stops)]
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    stop.setFocus(reason)
    _reveal(stop)
    return True


def reading(widget: QWidget) -> Iterator[QWidget]:
    """A widget and all within it that is shown, as its layouts lay them out, and by their places
    where there is no layout."""
    yield widget
    laid: list[QWidget] = []
    layout = widget.layout()
    if layout is not None:
        laid = list(laid_out(layout))
    free = [
        child
        for child in widget.children()
        if isinstance(child, QWidget) and child not in laid and not child.isWindow()
    ]
    free.sort(key=lambda child: (child.y(), child.x()))
    for child in (*laid, *free):
        if not child.isHidden():
            yield from reading(child)


def _is_stop(widget: QWidget) -> bool:
    takes_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(takes_tab) and widget.focusProxy() is None and widget.isEnabled()


def _reveal(widget: QWidget) -> None:
    """Scroll whatever it lies in until it is seen."""
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget, 0, 8)
        around = around.parentWidget()
