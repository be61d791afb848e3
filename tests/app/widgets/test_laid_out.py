"""What a layout lays out, and what Python keeps of it."""

from __future__ import annotations

import shiboken6
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.widgets.laid_out import laid_out


def items() -> int:
    """How many items of layouts Python knows."""
    return sum(type(x).__name__ == "QWidgetItem" for x in shiboken6.getAllValidWrappers())


def test_no_item_is_kept_that_qt_deletes_with_its_widget(qtbot):
    owner, before = QWidget(), items()
    qtbot.addWidget(owner)
    column, row = QVBoxLayout(owner), QHBoxLayout()
    first, *others = labels = [QLabel(word, owner) for word in "abcd"]
    column.addWidget(first)
    column.addStretch()
    column.addLayout(row)
    for label in others:
        row.addWidget(label)
    assert list(laid_out(column)) == labels
    assert items() == before
    others[0].deleteLater()
    qtbot.waitUntil(lambda: row.count() == 2)
    assert list(laid_out(column)) == [first, *others[1:]]
