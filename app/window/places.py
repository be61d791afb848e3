"""Where a person saves: the folder of the last time, and no file is replaced unasked."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app import settings as kept

_FOLDER = "files/folder"


class Places:
    """Asks where, and keeps the folder in the settings where there are any."""

    def __init__(self, settings: QSettings | None, window: QWidget) -> None:
        self._settings, self._window = settings, window

    @property
    def folder(self) -> Path:
        """Where the last file was opened or saved, or else where documents lie."""
        documents = QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )
        for name in (kept.text(self._settings, _FOLDER), documents):
            if name and os.path.isdir(name):  # noqa: PTH112 - a name may be none of the system's
                return Path(name)
        return Path.home()

    def keep(self, path: Path) -> None:
        """Begin in this file's folder the next time."""
        if self._settings is not None:
            self._settings.setValue(_FOLDER, str(path.absolute().parent))

    def ask(
        self, title: str, known: Path, kinds: str, complete: Callable[[str], str]
    ) -> Path | None:
        """Ask where to save; None where the person does not want to. The dialog asks before it
        lets a file be replaced, but knows nothing of the name that `complete` makes of its own."""
        while True:
            name, _ = QFileDialog.getSaveFileName(self._window, title, str(known), kinds)
            if not name:
                return None
            path = Path(complete(name))
            if path == Path(name) or not path.exists() or self._may_replace(path):
                return path
            known = path

    def _may_replace(self, path: Path) -> bool:
        button = QMessageBox.StandardButton
        answer = QMessageBox.warning(
            self._window,
            "Replace the file?",
            f"{path.name} already exists. Do you want to replace it?",
            button.Yes | button.No,
            button.No,
        )
        return answer == button.Yes
