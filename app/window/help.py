"""What the Help menu opens: a page of text, and the one on where the methods come from."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from app.window.placing import fitting

SOURCES = (
    ("Adam", "D. P. Kingma & J. Ba, 2014", "1412.6980", "the base rule"),
    (
        "Critical gradients (CG)",
        "P.-A. McRae, P. Parthasarathi, M. Assran & S. Chandar, 2021",
        "2106.10708",
        "adds the mean of the largest gradients of the past to the gradient",
    ),
    (
        "Critical momenta (CM)",
        "P. Malviya et al., 2023",
        "2307.09638",
        "adds the mean of the momenta that went with the largest gradients to the momentum",
    ),
    (
        "Sharpness-aware minimization (SAM)",
        "P. Foret, A. Kleiner, H. Mobahi & B. Neyshabur, 2020",
        "2010.01412",
        "takes the gradient a small radius uphill",
    ),
)

MEASURED = (
    "What the memory does depends on its settings. Two basins of sharpness 100 at α = 0.05, 128 "
    "starts in the sharp one, 500 steps, plain Adam for the first 100 (memory_start = 100): with "
    "C = 5 and λ = 0.7 critical momenta carry 100 % of the points out and critical gradients 94 %; "
    "with C = 20 and λ = 0.99 critical momenta carry out 0 %, for their items cancel; without a "
    "memory (κ = 0) 0 % leave. Without those first steps of Adam critical momenta (C = 5) carry "
    "out 100 %, but 92 % leave without a memory too: there the changed second moment does it, not "
    "the memory, and critical gradients carry out 0 %."
)
"""What is measured, each figure with its setting: tests/core/stepping/data/two_basins.json."""


class HelpDialog(QDialog):
    """A page of text that stays open beside the work."""

    def __init__(self, title: str, page: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("help")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        text = QTextBrowser()
        text.setObjectName("help-text")
        text.setAccessibleName(title)
        text.setOpenExternalLinks(True)
        text.setHtml(page)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(text)
        column.addWidget(buttons)
        self.resize(fitting(self, QSize(520, 520)))


def sources_page() -> str:
    """The papers as a page of text, with links."""
    parts = [
        f"<p><b>{escape(name)}</b> — {escape(what)}.<br>{escape(authors)}, "
        f"<a href='https://arxiv.org/abs/{number}'>arXiv {number}</a></p>"
        for name, authors, number, what in SOURCES
    ]
    return "".join(parts) + f"<p>{escape(MEASURED)}</p>"
