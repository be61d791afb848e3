"""What every table of figures is: rows that are picked whole, and headings that sort."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

NARROWEST = 36
"""Pixels of a column."""


def make_plain(view: QTableView, headings: str) -> QHeaderView:
    """Let a view look and scroll like the others; its headings, by this name."""
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setShowGrid(False)
    view.setTabKeyNavigation(False)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setCornerWidget(QWidget())  # the style has no look for that corner
    view.setSortingEnabled(True)
    view.verticalHeader().hide()
    head = view.horizontalHeader()
    head.setObjectName(headings)
    head.setAccessibleName("Headings")
    head.setHighlightSections(False)
    head.setMinimumSectionSize(NARROWEST)
    return head
