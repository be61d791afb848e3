"""What the Help menu opens: a page of text, and the one on where the methods come from."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

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
        "adds the mean of the momenta that went with the largest gradients to the momentum; "
        "where critical gradients cancel, critical momenta agree and carry the point out of a "
        "sharp basin",
    ),
    (
        "Sharpness-aware minimization (SAM)",
        "P. Foret, A. Kleiner, H. Mobahi & B. Neyshabur, 2020",
        "2010.01412",
        "takes the gradient a small radius uphill",
    ),
)


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
        self.resize(520, 520)


def sources_page() -> str:
    """The papers as a page of text, with links."""
    parts = [
        f"<p><b>{escape(name)}</b> — {escape(what)}.<br>{escape(authors)}, "
        f"<a href='https://arxiv.org/abs/{number}'>arXiv {number}</a></p>"
        for name, authors, number, what in SOURCES
    ]
    return "".join(parts)
