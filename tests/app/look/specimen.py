"""Text as the program paints it: `python specimen.py` writes the system's families, then a PNG."""

from __future__ import annotations

import ast
import os
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path.insert(0, str(Path(__file__).parents[3]))

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QSizeF
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QImage,
    QPainter,
    QTextDocument,
)

from app.look import fonts
from app.look.lettering import Lettering

ROOT = Path(__file__).parents[3]


def said() -> set[str]:
    """Every character of the program's words, the shipped texts among them.

    But those that it only knows, in lists of what others may type.
    """
    words = []
    for room in ("app", "core", "landscapes", "resources"):
        for path in (ROOT / room).rglob("*.py"):
            text = path.read_text("utf-8")
            words += [] if text.isascii() else list(_strings(ast.parse(text)))
        words += [path.read_text("utf-8") for path in (ROOT / room).rglob("*.json")]
    found = {chr(code) for code in range(0x20, 0x7F)}.union(*words)
    return set(filter(_seen, found))


def _strings(tree: ast.AST) -> Iterator[str]:
    """All texts of a source but what explains it: a text that stands for itself is a docstring."""
    nodes = list(ast.walk(tree))
    explaining = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in explaining
        ):
            yield node.value


def _seen(letter: str) -> bool:
    """Whether a letter is drawn at all, and not in the double width that no text of ours has."""
    name = unicodedata.name(letter, "")
    wide = unicodedata.east_asian_width(letter) in "FW"
    return letter.isprintable() and not wide and "FILLER" not in name and "BLANK" not in name


def specimen() -> bytes:
    """Text in every way that the program paints it, as a PNG file."""
    fonts.install()
    image = QImage(900, 420, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    line = "".join(sorted(said()))
    for row, font in enumerate((QFont(), fonts.sans(10), fonts.sans(13, bold=True), fonts.mono())):
        painter.setFont(font)
        for half in (0, 1):
            painter.drawText(QPointF(4, 20 + 40 * row + 18 * half), line[half * 90 :][:90])
    Lettering(QFont(), 11).left(painter, 4, 190, "m̂ₜ = −1.2·10⁻⁷ → ‖∇f‖")
    Lettering(QFont(), 11, bold=True).column(painter, 400, [(190, "1,234.5"), (204, "∞")])
    page = QTextDocument()
    page.setHtml(f"<h3>κ·mean(B)</h3>an <i>item</i> <span style='font-family:{fonts.MONO}'>x**2")
    page.setPageSize(QSizeF(400, 200))
    painter.translate(4, 220)
    page.drawContents(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data())


if __name__ == "__main__":
    application = QGuiApplication([])
    sys.stdout.write(" ".join(QFontDatabase.families()) + "\n")
    sys.stdout.flush()
    sys.stdout.buffer.write(specimen())
