"""The part of the export's dialog in which the form scrolls where the screen is too low for it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea

from app.export.form import ExportForm

LOWEST = 160
"""The least that is seen of the form."""


class FormArea(QScrollArea):
    """As wide as the form, and as high as it with its explanations or as there is room."""

    def __init__(self, form: ExportForm) -> None:
        super().__init__()
        self._form = form
        self.setObjectName("exportScroll")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(form)

    def fit(self, most: int) -> None:
        """Make room for all that is asked, up to a height."""
        form = self._form
        form.layout().activate()
        bar = self.verticalScrollBar().sizeHint().width()
        least: QSize = form.minimumSizeHint()
        self.setMinimumWidth(least.width() + bar)
        width = max(least.width(), self.viewport().width())
        needed = form.layout().totalHeightForWidth(width)
        needed = form.sizeHint().height() if needed < 0 else needed
        self.setMinimumHeight(max(LOWEST, min(needed, most)))
