"""Text as the program paints it: `python specimen.py` writes the system's families, then a PNG."""

from __future__ import annotations

import os
import sys
import unicodedata
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
    """Every character of the program's sources and of its shipped texts.

    But those of double width: no text of ours has one, only lists of what others may type.
    """
    paths = [ROOT / "main.py"]
    for room in ("app", "core", "landscapes", "resources"):
        for kind in ("*.py", "*.json", "*.qss"):
            paths += (ROOT / room).rglob(kind)
    found = {letter for path in paths for letter in path.read_text("utf-8")}
    return {x for x in found if x.isprintable() and unicodedata.east_asian_width(x) not in "FW"}


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
