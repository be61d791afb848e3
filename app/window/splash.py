"""A splash, run as a script of its own: it stands until its standard input ends."""

from __future__ import annotations

import sys
import threading

from PySide6.QtCore import QMetaObject, Qt
from PySide6.QtWidgets import QApplication, QLabel

_STYLE = (
    "background: #1e2028; color: #e6e8ee; border: 1px solid #3a3e4c; padding: 28px 44px;"
    "font-size: 18px;"
)


def main() -> None:
    """Show it, and go when the pipe to the program closes."""
    application = QApplication(["Basinscope"])
    label = QLabel("Basinscope is starting…")
    label.setWindowFlags(Qt.WindowType.SplashScreen | Qt.WindowType.FramelessWindowHint)
    label.setStyleSheet(_STYLE)
    label.show()

    def wait() -> None:
        sys.stdin.buffer.read()
        QMetaObject.invokeMethod(application, "quit", Qt.ConnectionType.QueuedConnection)

    threading.Thread(target=wait, daemon=True).start()
    application.exec()


if __name__ == "__main__":
    main()
