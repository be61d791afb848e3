"""What the Help menu shows: the keyboard, and where the methods come from."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

KEYS = (
    (
        "Time",
        (
            ("Space", "play or pause"),
            ("←  →", "one step back, forward; with Shift ten"),
            ("Home  End", "to the start, to the end"),
            ("[  ]", "slower, faster"),
            ("Ctrl+L", "begin again at the end: on or off"),
        ),
    ),
    (
        "Map",
        (
            ("Click", "move the selected start there; with Ctrl add one"),
            ("+  −  0", "zoom in, zoom out, show the whole domain"),
            ("Delete, Backspace", "remove the selected start"),
            ("Ctrl+0", "show the whole domain, wherever the focus is"),
        ),
    ),
    (
        "Memory, charts and step anatomy",
        (
            ("↑  ↓", "from item to item, from sub-step to sub-step"),
            ("Enter", "go to the birth of the item; fold or unfold a memory"),
            ("Page ↑  Page ↓", "to the event before, the event after"),
            ("+  −  0", "zoom a chart in, out, show all of it"),
            ("Ctrl+C", "in the standing: copy the table"),
        ),
    ),
    (
        "A slider or field that has the focus",
        (
            ("←  →  ↑  ↓", "a small step; Page ↑ and Page ↓ ten"),
            ("Home  End", "a slider's ends"),
            ("Double-click", "a slider's default"),
            ("Escape", "the number before; then the keys drive time again"),
        ),
    ),
    (
        "Cards",
        (
            ("Tab", "to the next card or control"),
            ("Enter", "unfold or fold the card"),
            ("F2", "rename (or double-click the name)"),
            ("Ctrl+D", "duplicate"),
            ("Delete", "remove, while the card has the focus"),
        ),
    ),
    (
        "Files",
        (
            ("Ctrl+O  Ctrl+S", "open, save"),
            ("Ctrl+Shift+S", "save as"),
            ("Ctrl+E", "export a video"),
            ("Ctrl+Z  Ctrl+Shift+Z", "undo, redo (also Ctrl+Y)"),
        ),
    ),
    (
        "Window",
        (
            ("Ctrl+1  Ctrl+2  Ctrl+3", "show or hide the controls, the charts, the memory"),
            ("F1", "this page"),
            ("Ctrl+Q", "quit"),
        ),
    ),
)
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


def keyboard_page() -> str:
    """The keys as a page of text."""
    parts = []
    for title, keys in KEYS:
        rows = "".join(
            f"<tr><td><b>{escape(key)}</b>&nbsp;&nbsp;&nbsp;</td><td>{escape(what)}</td></tr>"
            for key, what in keys
        )
        parts.append(f"<h3>{escape(title)}</h3><table cellpadding='2'>{rows}</table>")
    return "".join(parts)


def sources_page() -> str:
    """The papers as a page of text, with links."""
    parts = [
        f"<p><b>{escape(name)}</b> — {escape(what)}.<br>{escape(authors)}, "
        f"<a href='https://arxiv.org/abs/{number}'>arXiv {number}</a></p>"
        for name, authors, number, what in SOURCES
    ]
    return "".join(parts)
